/* Which form of a text a number takes in each language, and how it is filled in. */
#include "test.h"

#include "base/text.h"
#include "texts/texts.h"

static void
assert_form(enum mia_language language, uint64_t number, const char *wanted)
{
	char digits[2] = { (char)('0' + number), '\0' };
	const struct mia_text places[9] = { text_of(digits) };
	const struct mia_allocator a = mia__allocator_or_default(NULL);
	struct buf out;

	mia__buf_init(&out, &a);
	mia__said_into(&out, language, T_MAILBOXES_COUNT, number, places);
	assert_true(text_equal(buf_view(&out), text_of(wanted)));
	mia__buf_release(&out);
}

/* French says 0 as it says 1; English and German as they say 2. */
static void
a_number_takes_its_form(void **state)
{
	(void)state;
	assert_form(MIA_ENGLISH, 0, "0 mailboxes");
	assert_form(MIA_ENGLISH, 1, "1 mailbox");
	assert_form(MIA_ENGLISH, 2, "2 mailboxes");
	assert_form(MIA_GERMAN, 0, "0 Postf\u00e4cher");
	assert_form(MIA_GERMAN, 1, "1 Postfach");
	assert_form(MIA_GERMAN, 2, "2 Postf\u00e4cher");
	assert_form(MIA_FRENCH, 0, "0 bo\u00eete aux lettres");
	assert_form(MIA_FRENCH, 1, "1 bo\u00eete aux lettres");
	assert_form(MIA_FRENCH, 2, "2 bo\u00eetes aux lettres");
}

static void
places_are_filled_in_by_number(void **state)
{
	const struct mia_text places[9] = { TEXT("3"), TEXT("Here"), TEXT("%1"), [4] = TEXT("a, b and c") };
	const struct mia_allocator a = mia__allocator_or_default(NULL);
	struct buf out;

	(void)state;
	mia__buf_init(&out, &a);
	/* What is filled in is not looked at again, and may be empty. */
	mia__said_into(&out, MIA_ENGLISH, T_SAY_ACCESSED, 3, places);
	assert_text(buf_view(&out), "Here, access to at least 3 messages is recorded %1.");
	buf_clear(&out);
	mia__said_into(&out, MIA_ENGLISH, T_SAY_FILES, 3, places);
	assert_text(buf_view(&out), "This rests on 3 files: a, b and c.");
	mia__buf_release(&out);
}

static void
every_text_is_there_in_every_language(void **state)
{
	(void)state;
	for (int language = 0; language < MIA_LANGUAGE_COUNT; language++)
		for (int id = 0; id < TEXTS; id++)
			assert_int_equal(*mia__said((enum mia_language)language, (enum text_id)id) == '\0',
				*mia__said(MIA_ENGLISH, (enum text_id)id) == '\0');
	/* A language that is not known speaks English. */
	assert_string_equal(mia__said((enum mia_language)99, T_CASE), mia__said(MIA_ENGLISH, T_CASE));
	assert_string_equal(mia__said(MIA_GERMAN, T_CASE), "Fall");
	assert_string_equal(mia__said(MIA_FRENCH, T_CASE), "Dossier");
}

static void
languages_have_names(void **state)
{
	enum mia_language language;

	(void)state;
	for (int i = 0; i < MIA_LANGUAGE_COUNT; i++) {
		assert_true(
			mia_language_by_name(text_of(mia_language_name((enum mia_language)i)), &language));
		assert_int_equal(language, i);
	}
	assert_string_equal(mia_language_name(MIA_GERMAN), "de");
	assert_string_equal(mia_language_name(MIA_FRENCH), "fr");
	assert_false(mia_language_by_name(TEXT("DE"), &language));
	assert_null(mia_language_name((enum mia_language)99));
}

static void
a_rule_has_its_line(void **state)
{
	(void)state;
	assert_int_equal(mia__said_of_rule("throttled"), T_RULE_0);
	assert_int_equal(mia__said_of_rule("more-records"), T_RULE_30);
	assert_int_equal(mia__said_of_rule("no such rule"), TEXTS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_takes_its_form),
		cmocka_unit_test(places_are_filled_in_by_number),
		cmocka_unit_test(every_text_is_there_in_every_language),
		cmocka_unit_test(languages_have_names),
		cmocka_unit_test(a_rule_has_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
