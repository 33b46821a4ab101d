/*
 * Each row of the table in docs/limits.md: just under the limit, at it, just over it. What is
 * over is a reject with its reason; the records beside it are read, and the books balance.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct text {
	char *ptr;
	size_t len, cap;
};

static void
add(struct text *t, const char *format, ...)
{
	va_list args;

	for (;;) {
		va_start(args, format);
		int n = vsnprintf(t->ptr ? t->ptr + t->len : NULL, t->ptr ? t->cap - t->len : 0, format,
			args);
		va_end(args);
		if ((size_t)n < t->cap - t->len) {
			t->len += (size_t)n;
			return;
		}
		t->cap = 2 * t->cap + (size_t)n + 1;
		t->ptr = realloc(t->ptr, t->cap);
		assert_non_null(t->ptr);
	}
}

/* What one record has many of. */
struct shape {
	size_t subject, path, items, folders, keys, depth, bytes;
};

static void
pad(struct text *t, size_t n)
{
	static char some[4096];

	memset(some, 'x', sizeof(some));
	for (size_t some_of; n > 0; n -= some_of) {
		some_of = n < sizeof(some) ? n : sizeof(some);
		add(t, "%.*s", (int)some_of, some);
	}
}

/* Of a record with one folder and one item. */
enum { FIELDS = 13 };

/* A bind; quote is the text that stands for a quote: '"', or '""' in CSV. Each
 * folder has all items. */
static void
add_record(struct text *t, const struct shape *s, const char *q, unsigned number)
{
	size_t begin = t->len;

#define S(text) "%s" text "%s"
	add(t, "{" S("Id") ":" S("r%u"), q, q, q, number, q);
	add(t, "," S("Operation") ":" S("MailItemsAccessed"), q, q, q, q);
	add(t, "," S("CreationTime") ":" S("2026-03-04T10:00:00"), q, q, q, q);
	add(t, "," S("MailboxOwnerUPN") ":" S("a@x.example"), q, q, q, q);
	add(t, "," S("OperationProperties") ":[{" S("Name") ":" S("MailAccessType"), q, q, q, q, q, q);
	add(t, "," S("Value") ":" S("Bind") "}]", q, q, q, q);
	add(t, "," S("Folders") ":[", q, q);
	for (size_t f = 0; f < s->folders; f++) {
		add(t, "%s{" S("Id") ":" S("f%zu") "," S("Path") ":" S("\\\\"), f ? "," : "", q, q, q, f, q,
			q, q, q, q);
		t->len -= strlen(q);
		pad(t, s->path ? s->path - 1 : 3);
		add(t, "%s," S("FolderItems") ":[", q, q, q);
		for (size_t i = 0; i < s->items; i++) {
			add(t, "%s{" S("InternetMessageId") ":" S("<m%zu@x>") "," S("Subject") ":%s",
				i ? "," : "", q, q, q, i, q, q, q, q);
			pad(t, i ? 1 : s->subject);
			add(t, "%s}", q);
		}
		add(t, "]}");
	}
	add(t, "]");
	for (size_t k = 0; k < s->keys; k++)
		add(t, "," S("k%zu") ":1", q, k, q);
	if (s->depth) {
		add(t, "," S("Deep") ":", q, q);
		for (size_t k = 0; k < s->depth; k++)
			add(t, "[");
		for (size_t k = 0; k < s->depth; k++)
			add(t, "]");
	}
	if (s->bytes) {
		add(t, "," S("Pad") ":%s", q, q, q);
		pad(t, s->bytes - (t->len - begin) - strlen(q) - 1);
		add(t, "%s", q);
	}
	add(t, "}");
#undef S
}

enum form { PLAIN, CSV, NESTED, FORMS };

/* The record in question between two plain ones. */
static struct text
file_of(const struct shape *shape, enum form form)
{
	static const struct shape plain = { .folders = 1, .items = 1 };
	const struct shape *shapes[] = { &plain, shape, &plain };
	struct text t = { NULL, 0, 0 };

	if (form == CSV)
		add(&t, "CreationDate,AuditData\n");
	for (unsigned i = 0; i < 3; i++) {
		add(&t, form == CSV ? "2026-03-04T10:00:00,\"" : form == NESTED ? "{\"AuditData\":" : "");
		add_record(&t, shapes[i], form == CSV ? "\"\"" : "\"", i);
		add(&t, form == CSV ? "\"\n" : form == NESTED ? "}\n" : "\n");
	}
	return t;
}

static struct mia_source
read_bytes(const void *bytes, size_t size, const struct mia_limits *limits)
{
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_fold *fold;

	assert_int_equal(mia_evidence_new(&evidence, NULL, limits, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "e", bytes, size, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	fold = mia_sums_fold(sums);
	assert_true(mia_load(evidence, &fold, 1, NULL, NULL) >= 0);
	struct mia_source ret = *mia_evidence_source(evidence, 0);
	assert_int_equal(ret.records, ret.decoded + ret.rejected);
	assert_int_equal(ret.text_bytes, ret.record_bytes + ret.framing_bytes);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return ret;
}

/* The record alone is a reject, or none is. */
static void
check(const struct shape *shape, const struct mia_limits *limits, enum mia_reason reason)
{
	for (int form = PLAIN; form < FORMS; form++) {
		/* What is large is asked once. The envelope is a level and a field, and some bytes, of its own. */
		if (form != PLAIN && (shape->depth || shape->bytes || shape->keys || !limits))
			continue;
		struct text t = file_of(shape, (enum form)form);
		struct mia_source s = read_bytes(t.ptr, t.len, limits);
		assert_int_equal(s.records, 3);
		assert_int_equal(s.rejected, reason != MIA_REASON_NONE);
		assert_int_equal(s.rejected_by[reason], reason != MIA_REASON_NONE);
		free(t.ptr);
	}
}

/* One below the limit, at it, one above. `always`: how many there are besides. */
#define ROW(member, always, limit, field, reason) \
	do { \
		for (size_t n = (limit)-1; n <= (limit) + 1; n++) { \
			struct shape shape = { .folders = 1, .items = 1 }; \
			shape.member = n - (always); \
			check(&shape, limits, n > (limit) ? (reason) : MIA_REASON_NONE); \
		} \
	} while (0)

static void
each_limit_by_default(void **state)
{
	const struct mia_limits *limits = NULL;

	(void)state;
	ROW(bytes, 0, 16u << 20, record_bytes, MIA_REASON_TOO_LONG);
	ROW(subject, 0, 65536u, field_bytes, MIA_REASON_FIELD_TOO_LONG);
	ROW(path, 0, 65536u, field_bytes, MIA_REASON_FIELD_TOO_LONG);
	ROW(keys, FIELDS, 1000000u, fields, MIA_REASON_TOO_MANY_FIELDS);
	ROW(items, 0, 100000u, items, MIA_REASON_TOO_MANY_ITEMS);
	ROW(folders, 0, 100000u, items, MIA_REASON_TOO_MANY_ITEMS);
	ROW(depth, 1, 64u, depth, MIA_REASON_TOO_DEEP);
}

static void
each_limit_as_stated(void **state)
{
	static const struct {
		struct mia_limits limits;
	} stated[] = {
		{ { .size = sizeof(struct mia_limits), .record_bytes = 1000 } },
		{ { .size = sizeof(struct mia_limits), .field_bytes = 300 } },
		{ { .size = sizeof(struct mia_limits), .fields = 40 } },
		{ { .size = sizeof(struct mia_limits), .items = 5 } },
		{ { .size = sizeof(struct mia_limits), .depth = 9 } },
	};
	const struct mia_limits *limits = &stated[0].limits;

	(void)state;
	ROW(bytes, 0, 1000u, record_bytes, MIA_REASON_TOO_LONG);
	limits = &stated[1].limits;
	ROW(subject, 0, 300u, field_bytes, MIA_REASON_FIELD_TOO_LONG);
	ROW(path, 0, 300u, field_bytes, MIA_REASON_FIELD_TOO_LONG);
	limits = &stated[2].limits;
	ROW(keys, FIELDS, 40u, fields, MIA_REASON_TOO_MANY_FIELDS);
	limits = &stated[3].limits;
	ROW(items, 0, 5u, items, MIA_REASON_TOO_MANY_ITEMS);
	ROW(folders, 0, 5u, items, MIA_REASON_TOO_MANY_ITEMS);
	limits = &stated[4].limits;
	ROW(depth, 1, 9u, depth, MIA_REASON_TOO_DEEP);
}

/* ---- a source ---- */

static void
text_of_a_source(void **state)
{
	static const struct shape plain = { .folders = 1, .items = 1 };
	struct text t = file_of(&plain, PLAIN);

	(void)state;
	for (size_t n = t.len - 1; n <= t.len + 1; n++) {
		struct mia_limits limits = { .size = sizeof(limits), .text_bytes = n };
		struct mia_source s = read_bytes(t.ptr, t.len, &limits);
		assert_int_equal(s.decoded, 3);
		assert_int_equal(s.rejected_by[MIA_REASON_OVER_LIMIT], n < t.len);
	}
	free(t.ptr);
}

/* So many bytes of blanks behind a record, as gzip; the blanks become a thousandth. */
static struct text
packed(size_t blanks, int level)
{
	static const struct shape plain = { .folders = 1, .items = 1 };
	struct text t = { NULL, 0, 0 };
	z_stream z = { .next_in = NULL };

	add_record(&t, &plain, "\"", 0);
	char *all = malloc(t.len + blanks);
	assert_non_null(all);
	memcpy(all, t.ptr, t.len);
	memset(all + t.len, '\n', blanks);
	blanks += t.len;
	free(t.ptr);
	t.cap = blanks + (blanks >> 8) + 1000;
	t.ptr = malloc(t.cap);
	assert_non_null(t.ptr);
	assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)all;
	z.avail_in = (unsigned)blanks;
	z.next_out = (unsigned char *)t.ptr;
	z.avail_out = (unsigned)t.cap;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	t.len = z.total_out;
	deflateEnd(&z);
	free(all);
	return t;
}

/* Asked behind 64 MiB, and then after each MiB. */
static void
gzip_that_becomes_too_much(void **state)
{
	enum { FREE = 64 << 20, STEP = 1 << 20 };
	static const struct {
		size_t blanks;
		uint64_t ratio, text;
		int cut;
	} cases[] = {
		{ FREE - 1000, 0, 0, 0 },
		{ FREE + 5 * STEP, 0, FREE, 1 },
		{ FREE + 5 * STEP, 100000, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text t = packed(cases[i].blanks, 9);
		/* However it is read, it stops at the same byte. */
		for (size_t block = 0; block < 100000; block += 77777) {
			struct mia_limits limits = { .size = sizeof(limits),
				.ratio = cases[i].ratio,
				.block_bytes = block };
			struct mia_source s = read_bytes(t.ptr, t.len, &limits);
			assert_int_equal(s.decoded, 1);
			assert_int_equal(s.rejected_by[MIA_REASON_OVER_RATIO], cases[i].cut);
			if (cases[i].cut)
				assert_int_equal(s.text_bytes, cases[i].text);
			/* The hash is of all that is stored, read or not. */
			assert_int_equal(strlen(s.sha256), 64);
		}
		free(t.ptr);
	}
}

/* Text that takes as much room as it does is never too much. */
static void
stored_gzip_is_read(void **state)
{
	struct text t = packed(70 << 20, 0);
	struct mia_limits limits = { .size = sizeof(limits), .ratio = 1 };
	struct mia_source s = read_bytes(t.ptr, t.len, &limits);

	(void)state;
	assert_int_equal(s.rejected, 0);
	assert_int_equal(s.decoded, 1);
	free(t.ptr);
}

/* ---- memory ---- */

static void
a_ceiling_of_memory(void **state)
{
	struct mia_ceiling *ceiling = NULL;

	(void)state;
	assert_int_equal(mia_ceiling_new(&ceiling, NULL, 0, NULL), MIA_ERR_ARGUMENT);
	assert_null(mia_ceiling_allocator(NULL));
	assert_int_equal(mia_ceiling_new(&ceiling, NULL, 1000, NULL), MIA_OK);
	const struct mia_allocator *a = mia_ceiling_allocator(ceiling);
	void *first = a->resize(a->ctx, NULL, 0, 600);
	assert_non_null(first);
	assert_null(a->resize(a->ctx, NULL, 0, 401));
	assert_true(mia_ceiling_refused(ceiling));
	void *second = a->resize(a->ctx, NULL, 0, 400);
	assert_non_null(second);
	assert_null(a->resize(a->ctx, first, 600, 601));
	assert_null(a->resize(a->ctx, NULL, 0, SIZE_MAX));
	second = a->resize(a->ctx, second, 400, 300);
	first = a->resize(a->ctx, first, 600, 700);
	assert_non_null(first);
	assert_null(a->resize(a->ctx, first, 700, 0));
	assert_null(a->resize(a->ctx, second, 300, 0));
	assert_int_equal(mia_ceiling_most(ceiling), 1000);
	mia_ceiling_free(ceiling);
}

/* What a load takes at most is enough for it, and a byte less is not; nothing is left. */
static void
a_load_below_a_ceiling(void **state)
{
	static const struct shape plain = { .folders = 3, .items = 500 };
	struct text t = file_of(&plain, PLAIN);
	uint64_t most = UINT64_MAX;

	(void)state;
	for (int run = 0; run < 3; run++) {
		struct mia_ceiling *ceiling = NULL;
		struct mia_evidence *evidence = NULL;
		struct mia_sums *sums = NULL;
		struct mia_load_options options = { .size = sizeof(options), .threads = 1 };
		assert_int_equal(mia_ceiling_new(&ceiling, NULL, run < 2 ? most : most - 1, NULL), MIA_OK);
		const struct mia_allocator *a = mia_ceiling_allocator(ceiling);
		assert_int_equal(mia_evidence_new(&evidence, a, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_memory(evidence, "e", t.ptr, t.len, NULL), MIA_OK);
		assert_int_equal(mia_sums_new(&sums, a, NULL), MIA_OK);
		struct mia_fold *fold = mia_sums_fold(sums);
		assert_int_equal(mia_load(evidence, &fold, 1, &options, NULL),
			run < 2 ? MIA_OK : MIA_ERR_MEMORY);
		assert_int_equal(mia_ceiling_refused(ceiling), run == 2);
		mia_sums_free(sums);
		mia_evidence_free(evidence);
		most = mia_ceiling_most(ceiling);
		mia_ceiling_free(ceiling);
	}
	free(t.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_limit_by_default),
		cmocka_unit_test(each_limit_as_stated),
		cmocka_unit_test(text_of_a_source),
		cmocka_unit_test(gzip_that_becomes_too_much),
		cmocka_unit_test(stored_gzip_is_read),
		cmocka_unit_test(a_ceiling_of_memory),
		cmocka_unit_test(a_load_below_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
