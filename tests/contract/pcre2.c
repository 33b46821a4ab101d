/*
 * A pattern that runs into a limit answers with an error of its own. Taken
 * for "no match", a crafted client string could hide itself from the scope.
 */
#include "test.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Exponential for any matcher that backtracks: 40 times "a", then no end. */
static const char evil[] = "^(a+)+$";
static const char subject[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";

static pcre2_code *
compile(const char *pattern, uint32_t options)
{
	int error = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *code =
		pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset, NULL);
	assert_non_null(code);
	return code;
}

static int
match(pcre2_code *code, const void *text, size_t len, uint32_t limit, uint32_t depth, uint32_t heap)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	assert_non_null(context);
	assert_non_null(data);
	if (limit)
		pcre2_set_match_limit(context, limit);
	if (depth)
		pcre2_set_depth_limit(context, depth);
	if (heap)
		pcre2_set_heap_limit(context, heap);
	int result = pcre2_match(code, text, len, 0, 0, data, context);
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return result;
}

static void
defaults_are_too_generous_for_a_million_records(void **state)
{
	(void)state;
	uint32_t match_limit = 0, depth_limit = 0, heap_limit = 0;
	pcre2_config(PCRE2_CONFIG_MATCHLIMIT, &match_limit);
	pcre2_config(PCRE2_CONFIG_DEPTHLIMIT, &depth_limit);
	pcre2_config(PCRE2_CONFIG_HEAPLIMIT, &heap_limit);
	assert_true(match_limit >= 1000000);
	assert_true(depth_limit >= 1000000);
	assert_true(heap_limit >= 1024 * 1024); /* KiB */
}

static void
match_limit_is_not_no_match(void **state)
{
	(void)state;
	pcre2_code *code = compile(evil, 0);
	assert_int_equal(match(code, subject, sizeof(subject) - 1, 100000, 0, 0), PCRE2_ERROR_MATCHLIMIT);
	assert_int_equal(PCRE2_ERROR_MATCHLIMIT, -47);
	assert_int_equal(match(code, "b", 1, 100000, 0, 0), PCRE2_ERROR_NOMATCH);
	assert_int_equal(match(code, "aaaa", 4, 100000, 0, 0), 2);
	pcre2_code_free(code);
}

static void
depth_limit_is_not_no_match(void **state)
{
	(void)state;
	pcre2_code *code = compile(evil, 0);
	assert_int_equal(match(code, subject, sizeof(subject) - 1, 0, 5, 0), PCRE2_ERROR_DEPTHLIMIT);
	assert_int_equal(PCRE2_ERROR_DEPTHLIMIT, -53);
	pcre2_code_free(code);
}

static void
heap_limit_is_not_no_match(void **state)
{
	(void)state;
	enum { len = 100000 };
	char *text = malloc(len);
	assert_non_null(text);
	memset(text, 'a', len);
	pcre2_code *code = compile("^(?:(a)|b)*$", 0);
	assert_int_equal(match(code, text, len, 0, 0, 64), PCRE2_ERROR_HEAPLIMIT);
	assert_int_equal(PCRE2_ERROR_HEAPLIMIT, -63);
	pcre2_code_free(code);
	free(text);
}

static int
has_jit(void)
{
	uint32_t jit = 0;
	pcre2_config(PCRE2_CONFIG_JIT, &jit);
	return jit == 1;
}

static void
jit_honours_the_match_limit(void **state)
{
	(void)state;
	pcre2_code *code = compile(evil, 0);
	if (!has_jit() || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
		pcre2_code_free(code);
		skip();
	}
	assert_int_equal(match(code, subject, sizeof(subject) - 1, 1000, 0, 0), PCRE2_ERROR_MATCHLIMIT);
	pcre2_code_free(code);
}

static void
jit_has_a_limit_of_its_own(void **state)
{
	(void)state;
	enum { len = 100000 };
	pcre2_code *code = compile("^(?:(a)|b)*$", 0);
	if (!has_jit() || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
		pcre2_code_free(code);
		skip();
	}
	char *text = malloc(len);
	assert_non_null(text);
	memset(text, 'a', len);
	assert_int_equal(match(code, text, len, 0, 0, 0), PCRE2_ERROR_JIT_STACKLIMIT);
	free(text);
	pcre2_code_free(code);
}

static void
invalid_utf8_is_an_error_and_not_no_match(void **state)
{
	(void)state;
	pcre2_code *code = compile("b", PCRE2_UTF);
	int result = match(code, "a\xed\xa0\x80", 4, 0, 0, 0);
	assert_true(result < PCRE2_ERROR_PARTIAL && result >= PCRE2_ERROR_UTF8_ERR21);
	pcre2_code_free(code);
}

static void
subjects_may_hold_nul(void **state)
{
	(void)state;
	pcre2_code *code = compile("^a\\x00b$", PCRE2_UTF);
	assert_int_equal(match(code, "a\0b", 3, 0, 0, 0), 1);
	pcre2_code_free(code);
}

static void
a_pattern_could_split_characters_unless_forbidden(void **state)
{
	(void)state;
	int error = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code_free(compile("\\C", PCRE2_UTF));
	assert_null(pcre2_compile((PCRE2_SPTR) "\\C", 2, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &offset,
		NULL));
	assert_int_equal(error, PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED);
}

static void
a_bad_pattern_tells_where(void **state)
{
	(void)state;
	int error = 0;
	PCRE2_SIZE offset = 0;
	assert_null(pcre2_compile((PCRE2_SPTR) "Client=(OWA", 11, PCRE2_UTF, &error, &offset, NULL));
	assert_int_equal(offset, 11);
	assert_int_equal(error, PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_too_generous_for_a_million_records),
		cmocka_unit_test(match_limit_is_not_no_match),
		cmocka_unit_test(depth_limit_is_not_no_match),
		cmocka_unit_test(heap_limit_is_not_no_match),
		cmocka_unit_test(jit_honours_the_match_limit),
		cmocka_unit_test(jit_has_a_limit_of_its_own),
		cmocka_unit_test(invalid_utf8_is_an_error_and_not_no_match),
		cmocka_unit_test(subjects_may_hold_nul),
		cmocka_unit_test(a_pattern_could_split_characters_unless_forbidden),
		cmocka_unit_test(a_bad_pattern_tells_where),
	};
	return cmocka_run_group_tests_name("contract-pcre2", tests, NULL, NULL);
}
