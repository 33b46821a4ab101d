/*
 * gzip by inflate(), never gzread(): that one ends silently at zero padding
 * or rubbish between members and hides truncation (RFC 1952 allows several
 * members). What was inflated before a fault is always delivered.
 */
#include <string.h>

#include "bytes/bytes.h"

/* More stored bytes for inflate; false at the end. */
static bool
refill(struct bytes *b)
{
	if (b->in_pos < b->in_len)
		return true;
	b->in_pos = 0;
	b->in_len = mia__raw_read(b, b->in, BYTES_IN);
	return b->in_len > 0;
}

static uint64_t
position(const struct bytes *b)
{
	return b->stored_bytes - (b->in_len - b->in_pos);
}

/* The byte behind the next one too, since a stream may bring them one by one. */
static void
refill_second(struct bytes *b)
{
	if (b->in_len - b->in_pos != 1)
		return;
	b->in[0] = b->in[b->in_pos];
	b->in_pos = 0;
	b->in_len = 1 + mia__raw_read(b, b->in + 1, BYTES_IN - 1);
}

/* Between members: zero padding is allowed, a next member may follow. */
static bool
next_member(struct bytes *b)
{
	uint64_t at;

	do {
		while (b->in_pos < b->in_len && b->in[b->in_pos] == 0)
			b->in_pos++;
	} while (b->in_pos == b->in_len && refill(b));
	if (b->in_pos == b->in_len) {
		b->stopped = true;
		return false;
	}
	at = position(b);
	refill_second(b);
	if (b->in[b->in_pos] != 0x1f || (b->in_len - b->in_pos > 1 && b->in[b->in_pos + 1] != 0x8b)) {
		b->stopped = true;
		mia__bytes_fail(b, MIA_REASON_GZIP_TRAILING,
			"bytes after the last gzip member that are no gzip, from stored byte %llu on",
			(unsigned long long)at);
		return false;
	}
	b->member_open = true;
	b->members++;
	return inflateReset(&b->z) == Z_OK;
}

/* What inflate said, as a fault. After a wrong check the next member is still
 * to be read: skip what is left of the trailer. */
static void
judge(struct bytes *b, int rc)
{
	const char *said = b->z.msg ? b->z.msg : "";

	if (rc == Z_DATA_ERROR &&
		(strcmp(said, "incorrect data check") == 0 || strcmp(said, "incorrect length check") == 0)) {
		int skip = strcmp(said, "incorrect data check") == 0 ? 4 : 0;
		while (skip > 0 && refill(b))
			b->in_pos++, skip--;
		b->member_open = false;
		mia__bytes_fail(b, MIA_REASON_GZIP_BAD_CHECK,
			"gzip member %llu: %s; its text is used all the same", (unsigned long long)b->members,
			said);
		return;
	}
	b->stopped = true;
	if (rc == Z_MEM_ERROR) {
		b->no_memory = true;
		return;
	}
	mia__bytes_fail(b, MIA_REASON_GZIP_DAMAGED, "gzip member %llu is damaged at stored byte %llu%s%s",
		(unsigned long long)b->members, (unsigned long long)position(b), *said ? ": " : "", said);
}

/* Whether what comes now would be more than stored bytes may become. */
static bool
is_over_ratio(struct bytes *b)
{
	uint64_t stored = position(b);

	if (!b->ratio || b->text_bytes < RATIO_FREE || b->text_bytes % RATIO_STEP ||
		b->text_bytes / b->ratio <= stored)
		return false;
	b->stopped = b->text_cut = true;
	mia__bytes_fail(b, MIA_REASON_OVER_RATIO,
		"%llu stored bytes have become %llu bytes of text, more than %llu each",
		(unsigned long long)stored, (unsigned long long)b->text_bytes, (unsigned long long)b->ratio);
	return true;
}

size_t
mia__gunzip_read(struct bytes *b, char *out, size_t size)
{
	size_t done = 0, step = RATIO_STEP - b->text_bytes % RATIO_STEP;

	if (b->ratio && size > step)
		size = step;
	while (done == 0 && !b->stopped && b->fault.reason == MIA_REASON_NONE) {
		int rc;
		if (!b->member_open && !next_member(b))
			break;
		/* inflate may hold more text than there was room for. */
		if (!refill(b) && !b->room_was_short) {
			b->stopped = true;
			if (b->fault.reason == MIA_REASON_NONE)
				mia__bytes_fail(b, MIA_REASON_GZIP_CUT,
					"the file ends inside gzip member %llu, after %llu inflated bytes",
					(unsigned long long)b->members, (unsigned long long)b->text_bytes);
			break;
		}
		if (is_over_ratio(b))
			break;
		b->z.next_in = b->in + b->in_pos;
		b->z.avail_in = (uInt)(b->in_len - b->in_pos);
		b->z.next_out = (unsigned char *)out;
		b->z.avail_out = (uInt)size;
		rc = inflate(&b->z, Z_NO_FLUSH);
		b->in_pos = b->in_len - b->z.avail_in;
		done = size - b->z.avail_out;
		b->room_was_short = b->z.avail_out == 0;
		b->text_bytes += done;
		if (rc == Z_STREAM_END)
			b->member_open = false;
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			judge(b, rc);
	}
	return done;
}
