/* Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef MIA_BASE_UTF8_H
#define MIA_BASE_UTF8_H

#include "base/buf.h"

/* Length of the longest valid prefix (== len: all of it is valid). Fast on ASCII. */
size_t mia__utf8_valid_prefix(const char *s, size_t len);
/* The same without vectors, for where there are none and for the test of the other. */
size_t mia__utf8_valid_prefix_plain(const char *s, size_t len);
/* The letters that begin among the first 64 bytes of s, of which those of `high` are none of ASCII.
 * Returns how far they reach; where one is no valid sequence *valid becomes false. */
size_t mia__utf8_letters(const char *s, size_t len, uint64_t high, bool *valid);
/* Decodes one code point at s (len > 0). Returns its length in bytes, or 0 if
 * the first byte begins no valid sequence. */
size_t mia__utf8_decode(const char *s, size_t len, uint32_t *code_point);
/* Writes 1..4 bytes; returns how many. */
size_t mia__utf8_encode(uint32_t code_point, char *out);
/*
 * Appends s to out with each byte that belongs to no valid sequence replaced
 * by U+FFFD followed by its two upper-case hexadecimal digits, so that two
 * different damaged texts stay different.
 */
void mia__utf8_repair(struct buf *out, const char *s, size_t len);

#endif
