/* MD5, since other tools know a message by the MD5 of its id. It protects nothing. */
#ifndef MIA_CRYPTO_MD5_H
#define MIA_CRYPTO_MD5_H

#include <stdbool.h>
#include <stddef.h>

bool mia__md5(const void *bytes, size_t size, unsigned char out[16]);

#endif
