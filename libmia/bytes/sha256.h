/* SHA-256, and the hash as text. */
#ifndef MIA_BYTES_SHA256_H
#define MIA_BYTES_SHA256_H

#include "crypto/sha256.h"

/* 64 lower-case hexadecimal digits and a terminator. */
void mia__sha256_hex(const unsigned char hash[32], char out[65]);

#endif
