/* A text is asked of once, until another takes its place. */
#include "made_events.h"

#include "names/answers.h"

static unsigned asked;

static uint8_t
ask(struct mia_text t)
{
	asked++;
	return (uint8_t)(t.len + (t.len ? (unsigned char)t.ptr[0] : 0));
}

static void
each_text_has_its_own_answer(void **state)
{
	(void)state;
	struct answers answers = { 0 };
	struct mia_text texts[] = { TEXT("Send"), TEXT("Move"), TEXT("MailItemsAccessed"), TEXT("send") };

	asked = 0;
	for (unsigned round = 0; round < 3; round++)
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(answer_to(&answers, texts[i], ask),
				texts[i].len + (unsigned char)texts[i].ptr[0]);
	assert_int_equal(asked, 3);
	/* Case counts: whoever answers decides whether it matters. */
	assert_int_equal(answer_to(&answers, texts[3], ask), 4 + 's');
	assert_int_equal(asked, 4);
}

/* Hostile evidence: every text differs, and many share a place. */
static void
texts_that_share_a_place(void **state)
{
	(void)state;
	struct answers answers = { 0 };
	char text[ANSWER_TEXT];

	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 5000; i++) {
			int n = snprintf(text, sizeof(text), "%uOperation", i * 7919);
			assert_int_equal(answer_to(&answers, (struct mia_text){ text, (size_t)n }, ask),
				n + (unsigned char)text[0]);
		}
}

static void
short_and_long(void **state)
{
	(void)state;
	static const char text[] = "An operation whose name is longer than any";
	struct answers answers = { 0 };

	for (size_t n = 0; n < sizeof(text); n++)
		for (unsigned round = 0; round < 2; round++)
			assert_int_equal(answer_to(&answers, (struct mia_text){ text, n }, ask),
				n ? n + 'A' : 0);
	asked = 0;
	answer_to(&answers, TEXT_ABSENT, ask);
	answer_to(&answers, (struct mia_text){ text, ANSWER_TEXT + 1 }, ask);
	answer_to(&answers, (struct mia_text){ text, ANSWER_TEXT + 1 }, ask);
	assert_int_equal(asked, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text_has_its_own_answer),
		cmocka_unit_test(texts_that_share_a_place),
		cmocka_unit_test(short_and_long),
	};
	return cmocka_run_group_tests_name("names-answers", tests, NULL, NULL);
}
