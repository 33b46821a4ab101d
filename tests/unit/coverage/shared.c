/* What names a mailbox that cannot be told from another. */
#include "made_changes.h"

/* A name that two mailboxes share (each has a GUID of its own) may mean either, and no other. */
static void
a_name_that_two_share(void **state)
{
	static const char *const guids[] = { "11111111-1111-4111-8111-111111111111",
		"22222222-2222-4222-8222-222222222222" };
	static const char *const names[] = { ANN, "corp.example/Users/ann" };
	struct made m;

	(void)state;
	for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++) {
		made_begin(&m);
		for (int hour = 0; hour <= 48; hour += 12) {
			for (int i = 0; i < 2; i++)
				add_access(&m, ANN, T0 + hour * HOUR)->mailbox_guid = text_of(guids[i]);
			add_access(&m, "aaron@corp.example", T0 + hour * HOUR);
		}
		add_change(&m, T0 + DAY, "Set-Mailbox", names[n], "AuditEnabled", "False");
		/* The last day of the evidence is never covered. */
		next_record(&m, T0 + 9 * DAY)->operation = TEXT("UserLoggedIn");
		struct mia_coverage *c = made_coverage(&m);
		assert_int_equal(count_of(c, "covered"), 3);
		for (size_t i = 0; i < 3; i++) {
			const struct mia_span *span = span_of(c, "covered", i);
			assert_int_equal(span->start, T0);
			assert_int_equal(span->end,
				T0 + (text_equal(span->mailbox, TEXT(ANN)) ? DAY : 2 * DAY));
		}
		mia_coverage_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_two_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
