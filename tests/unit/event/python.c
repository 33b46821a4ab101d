/* Objects as Python prints them, as JSON; and such a text cut anywhere. */
#include "test.h"

#include "base/arena.h"
#include "base/text.h"
#include "event/python_text.h"

/* A copy of exactly this size, so that the sanitizers see who looks beyond it. */
static bool
reads_as(const char *text, size_t len, const char *json)
{
	char *copy = malloc(len + !len);
	struct arena arena;
	bool no_memory = false;

	assert_non_null(copy);
	memcpy(copy, text, len);
	mia__arena_init(&arena, &mia__malloc_allocator);
	struct mia_text got = mia__python_as_json((struct mia_text){ copy, len }, &arena, &no_memory);
	assert_false(no_memory);
	bool same = json ? text_equal(got, text_of(json)) : got.ptr == NULL;
	(void)mia__python_read((struct mia_text){ copy, len }, &arena, &no_memory);
	mia__arena_release(&arena);
	free(copy);
	return same;
}

static void
each_kind_of_value(void **state)
{
	static const struct {
		const char *python, *json; /* NULL: it is no such notation */
	} rows[] = {
		{ "{'a': 'b'}", "{\"a\": \"b\"}" },
		{ "{'a': True, 'b': False, 'c': None, 'd': nan}",
			"{\"a\": true, \"b\": false, \"c\": null, \"d\": null}" },
		{ "{'a': 12, 'b': -1.5e+3, 'c': [1, 2]}", "{\"a\": 12, \"b\": -1.5e+3, \"c\": [1, 2]}" },
		{ "[{'a': 1}, {'b': {}}]", "[{\"a\": 1}, {\"b\": {}}]" },
		{ "{'a': \"it's\"}", "{\"a\": \"it's\"}" },
		{ "{'a': 'say \"x\"'}", "{\"a\": \"say \\\"x\\\"\"}" },
		{ "{'a': Truth}", NULL },
		{ "{'a': x}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t len = strlen(rows[i].python);
		if (!reads_as(rows[i].python, len, rows[i].json))
			fail_msg("%s", rows[i].python);
		while (len-- > 0)
			(void)reads_as(rows[i].python, len, NULL);
	}
	/* A number is over where the text is. */
	for (size_t len = 7; len < 13; len++)
		(void)reads_as("{'a': 123456", len, NULL);
}

/* Of an escape each character must be a hexadecimal digit. */
static void
each_digit_of_an_escape(void **state)
{
	(void)state;
	for (int c = ' '; c < 127; c++) {
		bool digit = memchr("0123456789abcdefABCDEF", c, 22) != NULL;
		char text[32], json[32];
		if (c == '\'' || c == '\\')
			continue;
		snprintf(text, sizeof(text), "{'a': '\\x4%c'}", c);
		snprintf(json, sizeof(json), "{\"a\": \"\\u004%c\"}", c);
		assert_true(reads_as(text, strlen(text), digit ? json : NULL));
		snprintf(text, sizeof(text), "{'a': '\\u00%c9'}", c);
		snprintf(json, sizeof(json), "{\"a\": \"\\u00%c9\"}", c);
		assert_true(reads_as(text, strlen(text), digit ? json : NULL));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_value),
		cmocka_unit_test(each_digit_of_an_escape),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
