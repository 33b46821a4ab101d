/* JSON: values as they are, whatever characters they hold. */
#include "report_fake.h"

#include <yajl/yajl_parse.h>

#include "base/utf8.h"

static const struct column columns[] = {
	{ .name = "subject", .kind = MIA_COLUMN_TEXT },
	{ .name = "ids", .kind = MIA_COLUMN_TEXTS },
	{ .name = "first", .kind = MIA_COLUMN_TIME },
	{ .name = "count", .kind = MIA_COLUMN_COUNT },
	{ .name = "size_bytes", .kind = MIA_COLUMN_SIZE },
	{ .name = "rejects", .kind = MIA_COLUMN_COUNTS },
	{ .name = "raw", .kind = MIA_COLUMN_TEXTS, .json_only = true },
};
#define COLUMNS (sizeof(columns) / sizeof(*columns))

static const struct column one[] = { { .name = "v", .kind = MIA_COLUMN_TEXT } };

static void
values_are_exact_and_absence_is_null(void **state)
{
	struct mia_text ids[] = { BYTES("a | b"), BYTES("") };
	struct named_count rejects[] = { { "BAD_JSON", 2 }, { "CUT", 1 } };
	union cell rows[2 * COLUMNS] = {
		{ .text = BYTES("") },
		{ .texts = { ids, 2 } },
		{ .time = MIA_TIME_SECOND / 2 },
		{ .count = UINT64_MAX },
		{ .size = 7 },
		{ .counts = { rejects, 2 } },
		{ .texts = { ids, 1 } },
		{ .text = TEXT_ABSENT },
		{ .texts = { NULL, 0 } },
		{ .time = MIA_TIME_UNKNOWN },
		{ .count = 0 },
		{ .size = MIA_SIZE_UNKNOWN },
		{ .counts = { NULL, 0 } },
		{ .texts = { NULL, 0 } },
	};

	(void)state;
	assert_kept(written_in(MIA_FORMAT_JSON, 0, columns, COLUMNS, rows, 2),
		"[\n"
		"{\"subject\":\"\",\"ids\":[\"a | b\",\"\"],\"first\":\"1970-01-01T00:00:00.5Z\","
		"\"count\":18446744073709551615,\"size_bytes\":7,\"rejects\":{\"BAD_JSON\":2,\"CUT\":1},\"raw\":[\"a | b\"]},\n"
		"{\"subject\":null,\"ids\":[],\"first\":null,\"count\":0,\"size_bytes\":null,\"rejects\":{},\"raw\":[]}\n"
		"]\n");
	assert_kept(written_in(MIA_FORMAT_JSON, 0, columns, COLUMNS, rows, 0), "[]\n");
}

static void
ndjson_is_one_object_a_line(void **state)
{
	union cell rows[] = { { .text = BYTES("a\nb") }, { .text = BYTES("c") } };

	(void)state;
	assert_kept(written_in(MIA_FORMAT_NDJSON, 0, one, 1, rows, 2),
		"{\"v\":\"a\\u000ab\"}\n{\"v\":\"c\"}\n");
	assert_kept(written_in(MIA_FORMAT_NDJSON, 0, one, 1, rows, 0), "");
}

static void
what_is_hidden_is_escaped(void **state)
{
	union cell row = {
		.text = BYTES(
			"\"\\/\x1b\x7f\xc2\x9b\xe2\x80\xa8\xe2\x80\xae\xf3\xa0\x80\x81\xf0\x9f\x98\x80\xc3\xa9\xff")
	};

	(void)state;
	assert_kept(written_in(MIA_FORMAT_NDJSON, 0, one, 1, &row, 1),
		"{\"v\":\"\\\"\\\\/\\u001b\\u007f\\u009b\\u2028\\u202e\\udb40\\udc01\xf0\x9f\x98\x80\xc3\xa9\xef\xbf\xbd"
		"FF\"}\n");
}

struct seen {
	unsigned char bytes[64];
	size_t len;
	int strings;
};

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	struct seen *seen = ctx;

	assert_true(len <= sizeof(seen->bytes));
	memcpy(seen->bytes, text, len);
	seen->len = len;
	seen->strings++;
	return 1;
}

static void
yajl_reads_the_same_bytes_back(void **state)
{
	const yajl_callbacks callbacks = { .yajl_string = on_string };
	char text[16];

	(void)state;
	for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 101) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		size_t n = mia__utf8_encode(c, text);
		memcpy(text + n, "a\"\\", 3);
		union cell row = { .text = { text, n + 3 } };
		struct seen seen = { .len = 0 };
		struct kept kept = written_in(MIA_FORMAT_JSON, 0, one, 1, &row, 1);
		yajl_handle parser = yajl_alloc(&callbacks, NULL, &seen);
		assert_non_null(parser);
		assert_int_equal(yajl_parse(parser, (const unsigned char *)kept.ptr, kept.len),
			yajl_status_ok);
		assert_int_equal(yajl_complete_parse(parser), yajl_status_ok);
		assert_int_equal(seen.strings, 1);
		assert_int_equal(seen.len, n + 3);
		assert_memory_equal(seen.bytes, text, n + 3);
		yajl_free(parser);
		free(kept.ptr);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_exact_and_absence_is_null),
		cmocka_unit_test(ndjson_is_one_object_a_line),
		cmocka_unit_test(what_is_hidden_is_escaped),
		cmocka_unit_test(yajl_reads_the_same_bytes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
