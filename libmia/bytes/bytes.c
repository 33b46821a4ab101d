/* One source as text: what is gzip is inflated, what is UTF-16 becomes UTF-8, and both are hashed. */
#include "bytes/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "bytes/zmemory.h"

enum { AHEAD = 64 * 1024 };

void
mia__bytes_fail(struct bytes *b, enum mia_reason reason, const char *format, ...)
{
	va_list ap;

	b->broken |= reason == MIA_REASON_CANNOT_READ || reason == MIA_REASON_INPUT_CHANGED;
	/* Of two at one place the first is the cause. */
	if (b->fault.reason != MIA_REASON_NONE)
		return;
	b->fault.reason = reason;
	va_start(ap, format);
	vsnprintf(b->fault.detail, sizeof(b->fault.detail), format, ap);
	va_end(ap);
}

bool
mia__bytes_take_fault(struct bytes *b, struct fault *ret)
{
	if (b->fault.reason == MIA_REASON_NONE)
		return false;
	*ret = b->fault;
	b->fault.reason = MIA_REASON_NONE;
	return true;
}

bool
mia__bytes_open_stored(struct bytes *b, const struct origin *origin, const struct mia_allocator *a)
{
	memset(b, 0, sizeof(*b));
	b->a = *a;
	b->origin = *origin;
	b->fd = -1;
	b->hash = b->hash_is_told = true;
	if (!mia__sha256_init(&b->sha) || !mia__sha256_begin(&b->sha))
		return false;
	b->stopped = b->raw_end = !mia__raw_open(b);
	return true;
}

bool
mia__bytes_open(struct bytes *b, const struct origin *origin, const struct mia_allocator *a,
	uint64_t text_limit, bool hash)
{
	memset(b, 0, sizeof(*b));
	b->a = *a;
	b->origin = *origin;
	b->fd = -1;
	b->text_limit = text_limit;
	b->hash = hash || origin->sha256;
	b->hash_is_told = hash;
	if (origin->sum_key)
		mia__hash_sum_begin(&b->quick, *origin->sum_key);
	b->in = mia__alloc(&b->a, BYTES_IN, 1);
	if (!b->in || !mia__sha256_init(&b->sha))
		return false;
	if (b->hash && !mia__sha256_begin(&b->sha))
		return false;
	if (!mia__raw_open(b)) {
		b->stopped = b->raw_end = true;
		return true;
	}
	/* Two bytes tell gzip, and a pipe may bring them one by one. */
	while (b->in_len < 2) {
		size_t n = mia__raw_read(b, b->in + b->in_len, BYTES_IN - b->in_len);
		if (n == 0)
			break;
		b->in_len += n;
	}
	b->gzip = b->in_len >= 2 && b->in[0] == 0x1f && b->in[1] == 0x8b;
	if (b->gzip) {
		b->z.zalloc = mia__zmemory_take;
		b->z.zfree = mia__zmemory_give;
		b->z.opaque = &b->a;
		if (inflateInit2(&b->z, 15 + 16) != Z_OK)
			return false;
	}
	return true;
}

bool
mia__bytes_hash_text(struct bytes *b)
{
	b->hash_text = true;
	return !b->gzip || (mia__sha256_init(&b->text_sha) && mia__sha256_begin(&b->text_sha));
}

bool
mia__bytes_hash_later(struct bytes *b)
{
	bool utf16 = b->encoding == MIA_ENCODING_UTF16LE || b->encoding == MIA_ENCODING_UTF16BE;
	/* What is read to see whether there is more than the limit is not handed out; and what the bytes
	 * must come to is known, and asked, before the end. */
	bool plain = !b->text_limit && !b->origin.sha256 && !utf16 && b->encoding_known;

	b->hash_later = plain && (b->gzip ? b->hash_text : b->hash);
	return b->hash_later;
}

bool
mia__bytes_hash(struct bytes *b, const char *bytes, size_t size)
{
	return mia__sha256_update(b->gzip ? &b->text_sha : &b->sha, bytes, size);
}

void
mia__bytes_close(struct bytes *b)
{
	if (b->gzip)
		inflateEnd(&b->z);
	mia__raw_close(b);
	if (b->in)
		mia__dealloc(&b->a, b->in, BYTES_IN, 1);
	if (b->ahead)
		mia__dealloc(&b->a, b->ahead, AHEAD, 1);
	mia__sha256_release(&b->sha);
	mia__sha256_release(&b->text_sha);
	memset(b, 0, sizeof(*b));
	b->fd = -1;
}

static size_t
read_gzip(struct bytes *b, char *out, size_t size)
{
	size_t n = mia__gunzip_read(b, out, size);

	if (b->hash_later)
		b->unhashed += n;
	else if (n > 0 && b->hash_text && !mia__sha256_update(&b->text_sha, out, n))
		b->no_memory = b->stopped = true;
	return n;
}

static size_t
read_text(struct bytes *b, char *out, size_t size)
{
	size_t n;

	if (b->fault.reason != MIA_REASON_NONE || b->stopped)
		return 0;
	if (b->gzip)
		return read_gzip(b, out, size);
	if (b->in_pos < b->in_len) {
		n = b->in_len - b->in_pos < size ? b->in_len - b->in_pos : size;
		memcpy(out, b->in + b->in_pos, n);
		b->in_pos += n;
	} else {
		n = mia__raw_read(b, out, size);
	}
	b->text_bytes += n;
	if (n == 0)
		b->stopped = true;
	return n;
}

size_t
mia__bytes_read_inflated(struct bytes *b, char *out, size_t size)
{
	uint64_t left = b->text_limit - b->text_bytes;
	char more;

	if (!b->text_limit || left)
		return read_text(b, out, b->text_limit && left < size ? (size_t)left : size);
	/* As much as is allowed; is there more? */
	if (read_text(b, &more, 1) > 0) {
		b->text_bytes--;
		b->stopped = b->text_cut = true;
		mia__bytes_fail(b, MIA_REASON_OVER_LIMIT, "more than %llu bytes of text",
			(unsigned long long)b->text_limit);
	}
	return 0;
}

static uint32_t
unit_at(const struct bytes *b, size_t pos)
{
	const unsigned char *p = (const unsigned char *)b->ahead + pos;
	return b->encoding == MIA_ENCODING_UTF16LE ? (uint32_t)(p[0] | p[1] << 8)
						   : (uint32_t)(p[1] | p[0] << 8);
}

static size_t
read_utf16(struct bytes *b, char *out, size_t size)
{
	size_t done = 0;

	for (;;) {
		while (b->ahead_len - b->ahead_pos >= 2 && size - done >= 4) {
			uint32_t c = unit_at(b, b->ahead_pos);
			size_t used = 2;
			if (c >= 0xd800 && c < 0xdc00) {
				if (b->ahead_len - b->ahead_pos < 4 && !b->stopped)
					break;
				if (b->ahead_len - b->ahead_pos >= 4) {
					uint32_t low = unit_at(b, b->ahead_pos + 2);
					if (low >= 0xdc00 && low < 0xe000) {
						c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
						used = 4;
					}
				}
			}
			if (c >= 0xd800 && c < 0xe000) {
				/* A lone surrogate: three bytes that the record stage
				 * finds to be no UTF-8, so that nothing is hidden. */
				out[done++] = (char)(0xe0 | c >> 12);
				out[done++] = (char)(0x80 | (c >> 6 & 0x3f));
				out[done++] = (char)(0x80 | (c & 0x3f));
			} else {
				done += mia__utf8_encode(c, out + done);
			}
			b->ahead_pos += used;
		}
		if (done > 0 || b->fault.reason != MIA_REASON_NONE)
			return done;
		memmove(b->ahead, b->ahead + b->ahead_pos, b->ahead_len - b->ahead_pos);
		b->ahead_len -= b->ahead_pos;
		b->ahead_pos = 0;
		size_t n = mia__bytes_read_inflated(b, b->ahead + b->ahead_len, AHEAD - b->ahead_len);
		b->ahead_len += n;
		if (n == 0 && b->fault.reason == MIA_REASON_NONE && b->ahead_len < 2) {
			if (b->ahead_len == 1) {
				b->ahead_len = 0;
				b->odd = 1;
				mia__bytes_fail(b, MIA_REASON_CUT,
					"UTF-16 text with an odd number of bytes: the last one is lost");
			}
			return 0;
		}
	}
}

/* Decides the encoding by the first inflated bytes; false for lack of memory. */
static bool
know_encoding(struct bytes *b)
{
	unsigned char head[4] = { 0 };
	size_t n = 0;

	while (n < sizeof(head)) {
		size_t got = mia__bytes_read_inflated(b, (char *)head + n, sizeof(head) - n);
		if (got == 0)
			break;
		n += got;
	}
	b->encoding_known = true;
	if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		b->encoding = MIA_ENCODING_UTF8_BOM;
	else if (n >= 2 && head[0] == 0xff && head[1] == 0xfe)
		b->encoding = MIA_ENCODING_UTF16LE;
	else if (n >= 2 && head[0] == 0xfe && head[1] == 0xff)
		b->encoding = MIA_ENCODING_UTF16BE;
	else if (n == 4 && head[0] && !head[1] && head[2] && !head[3])
		b->encoding = MIA_ENCODING_UTF16LE;
	else if (n == 4 && !head[0] && head[1] && !head[2] && head[3])
		b->encoding = MIA_ENCODING_UTF16BE;
	/* The bytes looked at are text too, but for the mark. */
	b->ahead = mia__alloc(&b->a, AHEAD, 1);
	if (!b->ahead)
		return false;
	memcpy(b->ahead, head, n);
	b->ahead_len = n;
	if (b->encoding == MIA_ENCODING_UTF8_BOM)
		b->ahead_pos = 3;
	else if (n >= 2 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff)))
		b->ahead_pos = 2;
	b->bom = (unsigned)b->ahead_pos;
	return true;
}

size_t
mia__bytes_read(struct bytes *b, char *out, size_t size)
{
	if (!b->encoding_known && !know_encoding(b)) {
		b->stopped = b->no_memory = true;
		return 0;
	}
	if (b->encoding == MIA_ENCODING_UTF16LE || b->encoding == MIA_ENCODING_UTF16BE)
		return read_utf16(b, out, size);
	if (b->ahead_pos < b->ahead_len) {
		size_t n = b->ahead_len - b->ahead_pos;
		n = n < size ? n : size;
		memcpy(out, b->ahead + b->ahead_pos, n);
		b->ahead_pos += n;
		return n;
	}
	return mia__bytes_read_inflated(b, out, size);
}

void
mia__bytes_drain(struct bytes *b)
{
	b->hash_later = false;
	while (mia__raw_read(b, b->in, BYTES_IN) > 0)
		;
}

bool
mia__bytes_finish(struct bytes *b, char sha256[65])
{
	unsigned char hash[32];

	mia__bytes_drain(b);
	sha256[0] = 0;
	/* No hash of what was not read to its end. */
	if (b->broken || !b->hash_is_told)
		return true;
	if (b->sha256[0]) {
		memcpy(sha256, b->sha256, sizeof(b->sha256));
		return true;
	}
	if (!mia__sha256_end(&b->sha, hash))
		return false;
	mia__sha256_hex(hash, sha256);
	return true;
}

bool
mia__bytes_finish_text(struct bytes *b, const char sha256[65], char text_sha256[65])
{
	unsigned char hash[32];

	text_sha256[0] = 0;
	if (!b->hash_text || b->broken)
		return true;
	if (!b->gzip) {
		memcpy(text_sha256, sha256, 65);
		return true;
	}
	if (!b->stopped || b->text_cut)
		return true;
	if (!mia__sha256_end(&b->text_sha, hash))
		return false;
	mia__sha256_hex(hash, text_sha256);
	return true;
}

uint64_t
mia__bytes_source_length(enum mia_encoding encoding, const char *text, size_t len)
{
	uint64_t n = 0;

	if (encoding == MIA_ENCODING_UTF8 || encoding == MIA_ENCODING_UTF8_BOM)
		return len;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x80 || (c >= 0xc0 && c < 0xf0))
			n += 2;
		else if (c >= 0xf0)
			n += 4;
	}
	return n;
}
