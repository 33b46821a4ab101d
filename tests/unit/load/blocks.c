/*
 * A source's blocks go round among threads: whatever their size and the number of threads, its hashes and
 * its books are those of one reading from the beginning to the end.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bytes/sha256.h"

#include <mia/load.h>

enum { LINES = 3000, LONG = 90000, MOST = 2 << 20 };

struct text {
	unsigned char *ptr;
	size_t len;
};

/* LINES records, the longest of them longer than the head that a source looks at; more than 64 KiB in all. */
static struct text
records(void)
{
	struct text t = { calloc(MOST, 1), 0 };

	assert_non_null(t.ptr);
	for (int i = 0; i < LINES; i++) {
		int fill = i == LINES / 2 ? LONG : i % 97;
		t.len += (size_t)snprintf((char *)t.ptr + t.len, MOST - t.len,
			"{\"CreationTime\":\"2025-03-01T00:00:00\",\"Id\":\"%d\",\"Operation\":\"New-InboxRule\","
			"\"UserId\":\"a@contoso.example\",\"x\":\"%0*d\"}\n",
			i, fill + 1, 0);
		assert_true(t.len < MOST / 2);
	}
	return t;
}

static void
hash_of(struct text t, char ret[65])
{
	struct sha256 sha;
	unsigned char hash[32];

	assert_true(mia__sha256_init(&sha) && mia__sha256_begin(&sha) &&
		mia__sha256_update(&sha, t.ptr, t.len) && mia__sha256_end(&sha, hash));
	mia__sha256_hex(hash, ret);
	mia__sha256_release(&sha);
}

/* Each half a member of its own. */
static struct text
zipped(struct text t)
{
	struct text ret = { calloc(MOST, 1), 0 };

	assert_non_null(ret.ptr);
	for (int half = 0; half < 2; half++) {
		size_t from = half ? t.len / 2 : 0, to = half ? t.len : t.len / 2;
		z_stream z = { .next_in = t.ptr + from, .avail_in = (uInt)(to - from) };
		assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
		z.next_out = ret.ptr + ret.len;
		z.avail_out = (uInt)(MOST - ret.len);
		assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
		ret.len = MOST - z.avail_out;
		deflateEnd(&z);
	}
	return ret;
}

static struct text
widened(struct text t)
{
	struct text ret = { calloc(MOST, 1), 2 * t.len };

	assert_non_null(ret.ptr);
	for (size_t i = 0; i < t.len; i++)
		ret.ptr[2 * i] = t.ptr[i];
	return ret;
}

static struct text
marked(struct text t)
{
	struct text ret = { calloc(MOST, 1), t.len + 3 };

	assert_non_null(ret.ptr);
	memcpy(ret.ptr, "\xef\xbb\xbf", 3);
	memcpy(ret.ptr + 3, t.ptr, t.len);
	return ret;
}

/* bytes are stored; text is what they are inflated to; bom: how much of it is no record and no line end. */
static void
check(struct text bytes, struct text text, size_t bom)
{
	static const size_t blocks[] = { 100, 4096, 30000, 0 };
	static const unsigned threads[] = { 1, 2, 5 };
	char sha256[65], text_sha256[65];

	hash_of(bytes, sha256);
	hash_of(text, text_sha256);
	for (size_t i = 0; i < 4 * 3; i += fewer(1, 5)) {
		struct mia_limits limits = { .size = sizeof(limits), .block_bytes = blocks[i / 3] };
		struct mia_load_options how = { .size = sizeof(how),
			.threads = threads[i % 3],
			.text_sha256 = 1 };
		struct mia_evidence *evidence = NULL;
		assert_int_equal(mia_evidence_new(&evidence, NULL, &limits, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_memory(evidence, "s", bytes.ptr, bytes.len, NULL), MIA_OK);
		assert_int_equal(mia_load(evidence, NULL, 0, &how, NULL), MIA_OK);
		const struct mia_source *s = mia_evidence_source(evidence, 0);
		assert_string_equal(s->sha256, sha256);
		assert_string_equal(s->text_sha256, text_sha256);
		assert_int_equal(s->records, LINES);
		assert_int_equal(s->decoded, LINES);
		assert_int_equal(s->lines, LINES);
		assert_int_equal(s->stored_bytes, bytes.len);
		assert_int_equal(s->text_bytes, text.len);
		assert_int_equal(s->record_bytes + s->framing_bytes, text.len);
		/* A line end has two bytes where each letter has two. */
		assert_int_equal(s->framing_bytes,
			bom + (size_t)(s->encoding == MIA_ENCODING_UTF16LE ? 2 : 1) * LINES);
		mia_evidence_free(evidence);
	}
}

static void
plain_text(void **state)
{
	(void)state;
	struct text t = records();

	check(t, t, 0);
	free(t.ptr);
}

static void
text_behind_a_mark(void **state)
{
	(void)state;
	struct text t = records(), m = marked(t);

	check(m, m, 3);
	free(t.ptr);
	free(m.ptr);
}

static void
utf16(void **state)
{
	(void)state;
	struct text t = records(), w = widened(t);

	check(w, w, 0);
	free(t.ptr);
	free(w.ptr);
}

static void
gzip_of_two_members(void **state)
{
	(void)state;
	struct text t = records(), z = zipped(t);

	check(z, t, 0);
	free(t.ptr);
	free(z.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text),
		cmocka_unit_test(text_behind_a_mark),
		cmocka_unit_test(utf16),
		cmocka_unit_test(gzip_of_two_members),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
