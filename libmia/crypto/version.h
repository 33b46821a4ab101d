/* Who hashes. */
#ifndef MIA_CRYPTO_VERSION_H
#define MIA_CRYPTO_VERSION_H

#include <stddef.h>

/* "OpenSSL 3.0.19", "Windows BCrypt" or "built-in SHA-256"; *len bytes, what follows them does not count. */
const char *mia__crypto_version(size_t *len);

#endif
