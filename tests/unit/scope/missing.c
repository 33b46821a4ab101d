/* Scope: why it cannot be told of an event, and how that is said. */
#include "scope_ask.h"

#define BIT(trait) (1u << (trait))

static unsigned
missing_in(const struct mia_scope *scope, struct mia_event event)
{
	struct mia_matcher *matcher = NULL;
	unsigned missing;

	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	missing = mia_matcher_missing(matcher, &event);
	assert_int_equal(missing != 0, mia_matcher_match(matcher, &event) == MIA_MATCH_CANNOT_TELL);
	mia_matcher_free(matcher);
	return missing;
}

static struct mia_scope *
scope_of(const char *json)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(scope, text(json), NULL), MIA_OK);
	return scope;
}

static void
what_is_asked_and_not_stated(void **state)
{
	struct mia_scope *scope =
		scope_of("{\"session\":\"" GUID_A "\",\"app\":\"" GUID_B "\",\"since\":\"2026-01-01\"}");
	struct mia_event event = blank();

	(void)state;
	assert_int_equal(missing_in(scope, event),
		BIT(MIA_TRAIT_SESSION) | BIT(MIA_TRAIT_APP) | MIA_MISSING_TIME);
	event.time = INT64_C(1800000000) * MIA_TIME_SECOND;
	assert_int_equal(missing_in(scope, event), BIT(MIA_TRAIT_SESSION) | BIT(MIA_TRAIT_APP));
	event.session_id = text(GUID_A);
	assert_int_equal(missing_in(scope, event), BIT(MIA_TRAIT_APP));
	/* Another application is a no: nothing is missing then. */
	event.app_id = text(GUID_A);
	assert_int_equal(missing_in(scope, event), 0);
	event.app_id = text(GUID_B);
	assert_int_equal(missing_in(scope, event), 0);
	mia_scope_free(scope);
}

static void
of_alternatives_those_that_are_open(void **state)
{
	struct mia_scope *scope = scope_of("{\"any\":[{\"session\":\"" GUID_A "\"},{\"device\":\"" GUID_B
					   "\"}],\"not\":{\"token\":\"t\"}}");
	struct mia_event event = blank();

	(void)state;
	assert_int_equal(missing_in(scope, event),
		BIT(MIA_TRAIT_SESSION) | BIT(MIA_TRAIT_DEVICE) | BIT(MIA_TRAIT_TOKEN));
	/* Another session: only the device is open. */
	event.session_id = text(GUID_B);
	assert_int_equal(missing_in(scope, event), BIT(MIA_TRAIT_DEVICE) | BIT(MIA_TRAIT_TOKEN));
	/* One alternative holds it; what is excluded is still open. */
	event.session_id = text(GUID_A);
	assert_int_equal(missing_in(scope, event), BIT(MIA_TRAIT_TOKEN));
	event.unique_token_id = text("u");
	assert_int_equal(missing_in(scope, event), 0);
	mia_scope_free(scope);
}

static void
in_words(void **state)
{
	char words[MIA_MISSING_TEXT];
	size_t length;

	(void)state;
	assert_int_equal(mia_missing_format(0, words), 0);
	assert_string_equal(words, "");
	length = mia_missing_format(BIT(MIA_TRAIT_APP) | BIT(MIA_TRAIT_SESSION), words);
	assert_int_equal(length, strlen(words));
	assert_string_equal(words, "no SessionId, or no application (AppId)");
	/* Every bit has words, and all together have room. */
	for (unsigned bit = 0; bit <= MIA_TRAIT_COUNT; bit++)
		assert_true(mia_missing_format(BIT(bit), words) > 0);
	assert_true(mia_missing_format(2 * MIA_MISSING_TIME - 1, words) < MIA_MISSING_TEXT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_and_not_stated),
		cmocka_unit_test(of_alternatives_those_that_are_open),
		cmocka_unit_test(in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
