/* Records that look like those that switch auditing, and values that stand twice: they may only weaken an answer. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN
#define ODD_WORDS "the operation of the record only looks like the one that does this"

static const struct {
	const char *operation, *parameter, *off, *on, *rule;
} switches[] = {
	{ "Set-Mai\xe2\x80\x8blbox", "AuditEnabled", "False", "True", "audit-enabled" },
	{ "Set-Ma\xd1\x96lbox", "AuditOwner", "Update", "MailItemsAccessed", "audit-actions" },
	{ "Set-Organizati0nConfig", "AuditDisabled", "True", "False", "audit-disabled" },
	{ "Set-AdminAuditLogConf1g", "UnifiedAuditLogIngestionEnabled", "False", "True", "ingestion-off" },
	{ "Set-MailboxAuditBypassAssociati0n", "AuditBypassEnabled", "True", "False", "audit-bypass" },
};
enum { SWITCHES = sizeof(switches) / sizeof(*switches) };

static const struct mia_span *
first_span(const struct mia_coverage *c, const char *rule)
{
	return count_of(c, rule) ? span_of(c, rule, 0) : NULL;
}

static void
look_alikes_switch_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < SWITCHES; i++)
		for (int odd = 0; odd < 2; odd++) {
			struct made m;
			made_begin(&m);
			add_access(&m, ANN, T0 - DAY);
			add_change(&m, T0, switches[i].operation, ANN, switches[i].parameter, switches[i].off)
				->flags |= odd ? MIA_FLAG_OPERATION_ODD : 0;
			struct mia_coverage *c = made_coverage(&m);
			const struct mia_span *span = first_span(c, switches[i].rule);
			assert_int_equal(span != NULL, odd);
			if (span) {
				assert_int_equal(span->start, T0);
				assert_true(mia__text_find(span->detail, TEXT(ODD_WORDS)) >= 0);
			}
			mia_coverage_free(c);
		}
}

static void
and_never_on(void **state)
{
	static const char *const plain[] = { "Set-Mailbox", "Set-Mailbox", "Set-OrganizationConfig",
		"Set-AdminAuditLogConfig", "Set-MailboxAuditBypassAssociation" };

	(void)state;
	for (size_t i = 0; i < SWITCHES; i++)
		for (int odd = 0; odd < 2; odd++) {
			struct made m;
			made_begin(&m);
			add_access(&m, ANN, T0 - DAY);
			add_change(&m, T0, plain[i], ANN, switches[i].parameter, switches[i].off);
			add_change(&m, T0 + 5 * HOUR, odd ? switches[i].operation : plain[i], ANN,
				switches[i].parameter, switches[i].on)
				->flags |= odd ? MIA_FLAG_OPERATION_ODD : 0;
			struct mia_coverage *c = made_coverage(&m);
			const struct mia_span *span = first_span(c, switches[i].rule);
			assert_non_null(span);
			assert_int_equal(span->start, T0);
			/* That there is a record shows that records are taken in. */
			if (odd && strcmp(switches[i].rule, "ingestion-off") == 0)
				assert_string_equal(span->until_rule, "no effect");
			else if (odd)
				assert_int_equal(span->end, OPEN);
			else
				assert_string_equal(span->until_rule, "switched on");
			assert_true(mia__text_find(span->detail, TEXT(ODD_WORDS)) < 0);
			mia_coverage_free(c);
		}
}

/* Off and on in one record, in either order. */
static void
of_two_values_off_counts(void **state)
{
	static const char *const plain[] = { "Set-Mailbox", "Set-Mailbox", "Set-OrganizationConfig",
		"Set-AdminAuditLogConfig", "Set-MailboxAuditBypassAssociation" };

	(void)state;
	for (size_t i = 0; i < SWITCHES; i++)
		for (int first = 0; first < 2; first++) {
			struct made m;
			made_begin(&m);
			add_access(&m, ANN, T0 - DAY);
			add_parameter(&m,
				add_change(&m, T0, plain[i], ANN, switches[i].parameter,
					first ? switches[i].off : switches[i].on),
				switches[i].parameter, first ? switches[i].on : switches[i].off);
			struct mia_coverage *c = made_coverage(&m);
			assert_non_null(first_span(c, switches[i].rule));
			mia_coverage_free(c);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(look_alikes_switch_off),
		cmocka_unit_test(and_never_on),
		cmocka_unit_test(of_two_values_off_counts),
	};
	return cmocka_run_group_tests_name("coverage_odd", tests, NULL, NULL);
}
