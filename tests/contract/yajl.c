/*
 * yajl as Debian ships it (2.1.0-3+deb12u2 and later). Upstream loses the
 * character after a lone surrogate (CVE-2017-16516); such a build fails here.
 */
#include "test.h"

#include <yajl/yajl_parse.h>

struct seen {
	char text[512]; /* each event as "k:key ", "s:string ", "n:number ", ... */
	size_t len;
	unsigned depth, max_depth, limit;
	const unsigned char *last_string;
};

static void
note(struct seen *seen, char kind, const unsigned char *bytes, size_t len)
{
	assert_true(seen->len + len + 3 < sizeof(seen->text));
	seen->text[seen->len++] = kind;
	seen->text[seen->len++] = ':';
	memcpy(seen->text + seen->len, bytes, len);
	seen->len += len;
	seen->text[seen->len++] = ' ';
}

static int
on_string(void *ctx, const unsigned char *bytes, size_t len)
{
	struct seen *seen = ctx;
	seen->last_string = bytes;
	note(seen, 's', bytes, len);
	return 1;
}

static int
on_key(void *ctx, const unsigned char *bytes, size_t len)
{
	note(ctx, 'k', bytes, len);
	return 1;
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	note(ctx, 'n', (const unsigned char *)text, len);
	return 1;
}

static int
on_open(void *ctx)
{
	struct seen *seen = ctx;
	if (++seen->depth > seen->max_depth)
		seen->max_depth = seen->depth;
	return seen->limit == 0 || seen->depth <= seen->limit;
}

static int
on_close(void *ctx)
{
	struct seen *seen = ctx;
	seen->depth--;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_map_key = on_key,
	.yajl_start_map = on_open,
	.yajl_end_map = on_close,
	.yajl_start_array = on_open,
	.yajl_end_array = on_close,
};

static yajl_status
parse(const void *text, size_t len, struct seen *seen)
{
	memset(seen, 0, sizeof(*seen));
	yajl_handle handle = yajl_alloc(&callbacks, NULL, seen);
	assert_non_null(handle);
	yajl_status status = yajl_parse(handle, text, len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(handle);
	yajl_free(handle);
	return status;
}

#define assert_parses(literal, expected) \
	do { \
		struct seen seen_; \
		assert_int_equal(parse(literal, sizeof(literal) - 1, &seen_), yajl_status_ok); \
		assert_int_equal(seen_.len, sizeof(expected) - 1); \
		assert_memory_equal(seen_.text, expected, sizeof(expected) - 1); \
	} while (0)
#define assert_refused(literal) \
	do { \
		struct seen seen_; \
		assert_int_equal(parse(literal, sizeof(literal) - 1, &seen_), yajl_status_error); \
	} while (0)

/* Upstream gives "?B" and "?nX": it swallows what follows. */
static void
lone_high_surrogate_becomes_a_question_mark_silently(void **state)
{
	(void)state;
	assert_parses("[\"\\ud800AB\"]", "s:?AB ");
	assert_parses("[\"\\ud800\\nX\"]", "s:?\nX ");
}

static void
high_surrogate_joins_with_any_escape(void **state)
{
	(void)state;
	assert_parses("[\"\\ud800\\u0041Z\"]", "s:\xf0\x90\x81\x81Z "); /* U+10041 */
}

static void
lone_low_surrogate_comes_out_as_invalid_utf8(void **state)
{
	(void)state;
	assert_parses("[\"\\udc00Z\"]", "s:\xed\xb0\x80Z ");
}

static void
true_surrogate_pair_is_one_character(void **state)
{
	(void)state;
	assert_parses("[\"\\ud83d\\ude00\"]", "s:\xf0\x9f\x98\x80 "); /* U+1F600 */
}

/* Its UTF-8 check, on by default, is none; libmia validates on its own. */
static void
invalid_utf8_is_accepted(void **state)
{
	(void)state;
	assert_parses("[\"\xc0\x80\"]", "s:\xc0\x80 ");                 /* overlong NUL */
	assert_parses("[\"\xed\xa0\x80\"]", "s:\xed\xa0\x80 ");         /* a surrogate */
	assert_parses("[\"\xf7\xbf\xbf\xbf\"]", "s:\xf7\xbf\xbf\xbf "); /* above U+10FFFF */
	assert_refused("[\"\xff\"]");
}

static void
strings_may_hold_nul(void **state)
{
	(void)state;
	assert_parses("[\"a\\u0000b\"]", "s:a\0b ");
}

static void
duplicate_keys_are_both_delivered(void **state)
{
	(void)state;
	assert_parses("{\"a\":\"1\",\"a\":\"2\"}", "k:a s:1 k:a s:2 ");
}

static void
numbers_come_as_written(void **state)
{
	(void)state;
	assert_parses("[-9223372036854775808,1e999,1156492.00,-0]",
		"n:-9223372036854775808 n:1e999 n:1156492.00 n:-0 ");
}

static int
on_integer(void *ctx, long long n)
{
	(void)ctx, (void)n;
	return 1;
}

static int
on_double(void *ctx, double n)
{
	(void)ctx, (void)n;
	return 1;
}

/* Why libmia never uses these two callbacks. */
static void
converted_numbers_can_break_a_whole_record(void **state)
{
	(void)state;
	static const yajl_callbacks converting = { .yajl_integer = on_integer, .yajl_double = on_double };
	static const char *const texts[] = { "[-9223372036854775808]", "[9223372036854775808]", "[1e999]" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		yajl_handle handle = yajl_alloc(&converting, NULL, NULL);
		assert_int_equal(yajl_parse(handle, (const unsigned char *)texts[i], strlen(texts[i])),
			yajl_status_error);
		yajl_free(handle);
	}
}

static void
byte_order_mark_is_an_error(void **state)
{
	(void)state;
	assert_refused("\xef\xbb\xbf{}");
}

static void
what_is_no_json_is_refused(void **state)
{
	(void)state;
	assert_refused("{,\"a\":\"b\"}");
	assert_refused("{\"a\":\"b\",}");
	assert_refused("[1,]");
	assert_refused("[01]");
	assert_refused("['a']");
	assert_refused("[NaN]");
	assert_refused("[\"a\tb\"]"); /* a raw control character */
	assert_refused("[\"a\0b\"]");
	assert_refused("{} {}");
	assert_refused("{");
}

/* Its one leniency found: a quote that is never closed, after the document. */
static void
unclosed_quote_after_the_document_is_accepted(void **state)
{
	(void)state;
	assert_parses("{\"a\":\"b\"}\"", "k:a s:b ");
}

static void
depth_has_no_limit_but_a_callback_can_stop(void **state)
{
	(void)state;
	enum { deep = 100000 };
	char *text = malloc(deep);
	assert_non_null(text);
	memset(text, '[', deep);

	struct seen seen = { .limit = 0 };
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &seen);
	assert_int_equal(yajl_parse(handle, (unsigned char *)text, deep), yajl_status_ok);
	assert_int_equal(seen.max_depth, deep);
	yajl_free(handle);

	seen = (struct seen){ .limit = 64 };
	handle = yajl_alloc(&callbacks, NULL, &seen);
	assert_int_equal(yajl_parse(handle, (unsigned char *)text, deep), yajl_status_client_canceled);
	assert_int_equal(seen.max_depth, 65);
	assert_int_equal(yajl_get_bytes_consumed(handle), 65);
	yajl_free(handle);
	free(text);
}

static void
position_is_true_after_parse_and_lost_after_complete_parse(void **state)
{
	(void)state;
	struct seen seen = { .limit = 0 };
	static const char bad[] = "{\"a\":1,\"b\":?,\"c\":2}";
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &seen);
	assert_int_equal(yajl_parse(handle, (const unsigned char *)bad, sizeof(bad) - 1), yajl_status_error);
	assert_in_range(yajl_get_bytes_consumed(handle), 11, 12); /* at the "?" */
	yajl_free(handle);

	static const char cut[] = "{\"a\":1,\"b\":";
	handle = yajl_alloc(&callbacks, NULL, &seen);
	assert_int_equal(yajl_parse(handle, (const unsigned char *)cut, sizeof(cut) - 1), yajl_status_ok);
	assert_int_equal(yajl_get_bytes_consumed(handle), sizeof(cut) - 1);
	assert_int_equal(yajl_complete_parse(handle), yajl_status_error);
	assert_int_equal(yajl_get_bytes_consumed(handle), 1); /* the blank that it feeds itself */
	yajl_free(handle);
}

static void
verbose_errors_carry_raw_evidence(void **state)
{
	(void)state;
	static const unsigned char bad[] = "[\"a\" \x1b[31m]";
	struct seen seen = { .limit = 0 };
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &seen);
	assert_int_equal(yajl_parse(handle, bad, sizeof(bad) - 1), yajl_status_error);
	unsigned char *verbose = yajl_get_error(handle, 1, bad, sizeof(bad) - 1);
	unsigned char *plain = yajl_get_error(handle, 0, bad, sizeof(bad) - 1);
	assert_non_null(strchr((char *)verbose, '\x1b'));
	assert_null(strchr((char *)plain, '\x1b'));
	yajl_free_error(handle, verbose);
	yajl_free_error(handle, plain);
	yajl_free(handle);
}

/* Fed as a whole, text without escapes is not copied. */
static void
plain_strings_point_into_the_input(void **state)
{
	(void)state;
	static const char text[] = "[\"plain\"]";
	struct seen seen;
	assert_int_equal(parse(text, sizeof(text) - 1, &seen), yajl_status_ok);
	assert_ptr_equal(seen.last_string, text + 2);
	static const char escaped[] = "[\"pl\\u0061in\"]";
	assert_int_equal(parse(escaped, sizeof(escaped) - 1, &seen), yajl_status_ok);
	assert_memory_equal(seen.text, "s:plain ", 8);
	assert_true(seen.last_string < (const unsigned char *)escaped ||
		seen.last_string >= (const unsigned char *)escaped + sizeof(escaped));
}

/* A block that only grows: the last piece in place, others by a copy. */
struct bump {
	unsigned char *block;
	size_t size, used, last;
};

static void *
bump_malloc(void *ctx, size_t size)
{
	struct bump *bump = ctx;
	bump->last = bump->used + sizeof(max_align_t);
	size_t end = (bump->last + size + 15) & ~(size_t)15;
	assert_true(end <= bump->size);
	memcpy(bump->block + bump->last - sizeof(size_t), &size, sizeof(size));
	bump->used = end;
	return bump->block + bump->last;
}

static void *
bump_realloc(void *ctx, void *ptr, size_t size)
{
	struct bump *bump = ctx;
	size_t old = 0;
	if (ptr == bump->block + bump->last) {
		bump->used = bump->last - sizeof(max_align_t);
		return bump_malloc(ctx, size);
	}
	void *fresh = bump_malloc(ctx, size);
	if (ptr)
		memcpy(&old, (unsigned char *)ptr - sizeof(old), sizeof(old));
	if (old)
		memcpy(fresh, ptr, old < size ? old : size);
	return fresh;
}

static void
bump_free(void *ctx, void *ptr)
{
	(void)ctx, (void)ptr;
}

static size_t
needed(const char *text, size_t len)
{
	struct bump bump = { .size = 64 * 1024 + 8 * len };
	struct seen seen = { .limit = 64 };
	static const yajl_callbacks quiet = { .yajl_start_map = on_open,
		.yajl_end_map = on_close,
		.yajl_start_array = on_open,
		.yajl_end_array = on_close };
	yajl_alloc_funcs funcs = { bump_malloc, bump_realloc, bump_free, &bump };

	bump.block = calloc(1, bump.size);
	assert_non_null(bump.block);
	yajl_handle handle = yajl_alloc(&quiet, &funcs, &seen);
	if (yajl_parse(handle, (const unsigned char *)text, len) == yajl_status_ok)
		yajl_complete_parse(handle);
	yajl_free(handle);
	free(bump.block);
	return bump.used;
}

/*
 * yajl does not survive a refused allocation, so libmia reserves before each
 * record what yajl can ever ask for: 16 KiB and four times the record.
 */
static void
memory_for_one_record_is_bounded(void **state)
{
	(void)state;
	static const char *const parts[] = { "\\u00e4", "\\n", "a", "\",\"", "\\ud83d\\ude00", "\xc3\xa4" };
	for (size_t part = 0; part < sizeof(parts) / sizeof(*parts); part++) {
		for (size_t len = 1; len <= 300000; len = len * 3 + 1) {
			size_t step = strlen(parts[part]), n = 0;
			char *text = malloc(len + 64 + step);
			assert_non_null(text);
			memset(text, '[', 60);
			n = 60;
			text[n++] = '"';
			while (n < len + 60)
				memcpy(text + n, parts[part], step), n += step;
			assert_true(needed(text, n) <= 16384 + 4 * n); /* cut inside the string */
			text[n++] = '"';
			assert_true(needed(text, n) <= 16384 + 4 * n);
			free(text);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lone_high_surrogate_becomes_a_question_mark_silently),
		cmocka_unit_test(high_surrogate_joins_with_any_escape),
		cmocka_unit_test(lone_low_surrogate_comes_out_as_invalid_utf8),
		cmocka_unit_test(true_surrogate_pair_is_one_character),
		cmocka_unit_test(invalid_utf8_is_accepted),
		cmocka_unit_test(strings_may_hold_nul),
		cmocka_unit_test(duplicate_keys_are_both_delivered),
		cmocka_unit_test(numbers_come_as_written),
		cmocka_unit_test(converted_numbers_can_break_a_whole_record),
		cmocka_unit_test(byte_order_mark_is_an_error),
		cmocka_unit_test(what_is_no_json_is_refused),
		cmocka_unit_test(unclosed_quote_after_the_document_is_accepted),
		cmocka_unit_test(depth_has_no_limit_but_a_callback_can_stop),
		cmocka_unit_test(position_is_true_after_parse_and_lost_after_complete_parse),
		cmocka_unit_test(verbose_errors_carry_raw_evidence),
		cmocka_unit_test(plain_strings_point_into_the_input),
		cmocka_unit_test(memory_for_one_record_is_bounded),
	};
	return cmocka_run_group_tests_name("contract-yajl", tests, NULL, NULL);
}
