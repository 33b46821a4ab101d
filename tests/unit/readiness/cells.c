/* Cells as PowerShell and people write them; licences by all their names. */
#include "settings.h"

#include "base/text.h"
#include "readiness/readiness.h"

static void
booleans(void **state)
{
	static const struct {
		const char *cell;
		enum mia_known is;
	} cases[] = {
		{ "True", YES },
		{ "true", YES },
		{ " TRUE ", YES },
		{ "$true", YES },
		{ "1", YES },
		{ "False", NO },
		{ "$False", NO },
		{ "0", NO },
		{ "", UNTOLD },
		{ "2", UNTOLD },
		{ "truer", UNTOLD },
		{ "System.Boolean", UNTOLD },
		{ "Wahr", UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(mia__cell_known(text_of(cases[i].cell)), cases[i].is);
	assert_int_equal(mia__cell_known(TEXT_ABSENT), UNTOLD);
}

static void
time_spans(void **state)
{
	static const struct {
		const char *cell;
		int64_t days;
	} cases[] = {
		{ "90.00:00:00", 90 },
		{ " 365.12:30:00 ", 365 },
		{ "0.00:00:00", 0 },
		{ "90", 90 },
		{ "23:59:59", 0 },
		{ "180.00:00:00.0000000", 180 },
		{ "999999999", 999999999 },
		{ "9999999999", -1 },
		{ "", -1 },
		{ "-90.00:00:00", -1 },
		{ "90.", -1 },
		{ "90.5", -1 },
		{ "90 days", -1 },
		{ "90.00:00", -1 },
		{ "90.000:00:00", -1 },
		{ "90.00:00:00x", -1 },
		{ "Unlimited", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(mia__cell_days(text_of(cases[i].cell)), cases[i].days);
}

static struct word_list
logons(const char *cell)
{
	struct word_list list = { 0 };

	mia__cell_words(&list, &mia__logon_types, text_of(cell));
	return list;
}

static void
lists_in_every_dress(void **state)
{
	static const char *const all[] = {
		"Admin, Delegate, Owner",
		"Owner;Delegate;Admin",
		"Owner Delegate Admin",
		"Owner|Admin | Delegate",
		"{Admin, Delegate, Owner}",
		"\"Owner\",\"Admin\",\"delegate\"",
		"OWNER\nADMIN\r\nDELEGATE",
		" admin,,delegate,owner,",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct word_list l = logons(all[i]);
		assert_int_equal(l.has, 7);
		assert_true(l.stated && !l.blank && !l.cut && !l.lost);
	}
	assert_int_equal(logons("Administrator, Owners").has, 0);
	assert_int_equal(logons("Owner").has, 1u << LOGON_OWNER);
	assert_true(logons("").blank && !logons("").stated);
	assert_true(logons("{}").blank && !logons("{}").stated);
}

static void
what_was_cut_or_lost_is_not_all(void **state)
{
	static const char *const cut[] = { "{Owner, Admin...}", "{Owner, Admin\xe2\x80\xa6}",
		"Owner, Admin, ...", "Owner Admin \xe2\x80\xa6" };
	static const char *const lost[] = {
		"System.Collections.ArrayList",
		"System.Object[]",
		"0",
		"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.Directory.MailboxAuditOperations]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cut) / sizeof(*cut); i++) {
		struct word_list l = logons(cut[i]);
		assert_int_equal(l.has, 1u << LOGON_OWNER | 1u << LOGON_ADMIN);
		assert_true(l.cut && !l.lost && l.stated);
	}
	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++) {
		struct word_list l = logons(lost[i]);
		assert_int_equal(l.has, 0);
		assert_true(l.lost && l.stated && !l.blank);
	}
}

static unsigned
licence(const char *column, const char *value)
{
	struct row_cell cell = { text_of(column), text_of(value) };
	struct table_row row = { .cells = &cell, .count = 1, .csv = true };

	return mia__licence_of_row(&row);
}

static void
licences_by_name(void **state)
{
	static const struct {
		const char *value;
		enum mia_known is;
	} cases[] = {
		{ "SPE_E3", YES },
		{ "SPE_E5", YES },
		{ "ENTERPRISEPACK", YES },
		{ "ENTERPRISEPREMIUM_NOPSTNCONF", YES },
		{ "fjordlight:ENTERPRISEPREMIUM", YES },
		{ "POWER_BI_STANDARD; SPE_E3", YES },
		{ "POWER_BI_STANDARD SPE_E3", YES },
		{ "Microsoft 365 E5", YES },
		{ "Microsoft_365_E5_(no_Teams)", YES },
		{ "Office 365 E3", YES },
		{ "Microsoft Power BI+Microsoft 365 E3", YES },
		{ "Microsoft 365 E5 Compliance", YES },
		{ "Office 365 E5 Without Audio Conferencing", YES },
		{ "Microsoft 365 G3 GCC", YES },
		{ "06ebc4ee-1bb5-47dd-8120-11324bc54e06", YES },
		/* E3 and E5 that are no mail */
		{ "Enterprise Mobility + Security E5", NO },
		{ "Windows 10/11 Enterprise E3", NO },
		{ "Microsoft 365 E5 Security", NO },
		{ "Microsoft 365 E50", NO },
		{ "ENTERPRISEPACKPLUS_FACULTY", NO },
		{ "EMSPREMIUM", NO },
		{ "WIN10_PRO_ENT_SUB", NO },
		{ "Microsoft 365 Business Standard", NO },
		{ "Office 365 E1", NO },
		{ "Unlicensed", NO },
		{ "SPE_F1", NO },
		/* cannot tell */
		{ "", UNTOLD },
		{ "11111111-1111-4111-8111-111111111111", UNTOLD },
		{ "Microsoft.Graph.PowerShell.Models.MicrosoftGraphAssignedLicense", UNTOLD },
		{ "System.Object[]", UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (mia__readiness_licence(licence("Licenses", cases[i].value)) != cases[i].is)
			fail_msg("%s", cases[i].value);
	}
	assert_int_equal(licence("DisplayName", "SPE_E5"), 0);
	/* The column is there and says nothing. */
	assert_int_equal(licence("Licenses", ""), LICENCE_COLUMN);
}

static void
plans_and_their_state(void **state)
{
	static const struct {
		const char *value;
		enum mia_known licence, premium;
	} cases[] = {
		{ "EXCHANGE_S_ENTERPRISE; M365_ADVANCED_AUDITING", YES, UNTOLD },
		{ "M365_ADVANCED_AUDITING:Success", YES, YES },
		{ "m365_advanced_auditing(Success)", YES, YES },
		{ "M365_ADVANCED_AUDITING=Enabled;X=Disabled", YES, YES },
		{ "M365_ADVANCED_AUDITING:Disabled", NO, NO },
		{ "2f442157-a11c-46b9-ae5b-6e39ff4e5849:Success", YES, YES },
		{ "M365_ADVANCED_AUDITING:PendingInput", YES, UNTOLD },
		{ "EXCHANGE_S_STANDARD", NO, NO },
		{ "M365_ADVANCED_AUDITING_X", NO, NO },
		{ "Microsoft.Graph.PowerShell.Models.MicrosoftGraphServicePlanInfo", UNTOLD, UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned said = licence("ServicePlans", cases[i].value);
		if (mia__readiness_licence(said) != cases[i].licence ||
			mia__readiness_premium(said) != cases[i].premium)
			fail_msg("%s", cases[i].value);
	}
	/* E5 includes the plan unless it is seen to be off. */
	assert_int_equal(mia__readiness_premium(licence("SkuPartNumber", "SPE_E5")), UNTOLD);
	assert_int_equal(mia__readiness_premium(licence("SkuPartNumber", "SPE_E3")), NO);
}

/* Each name with the state in its own object. */
static void
plan_objects_keep_their_state(void **state)
{
	struct row_cell cells[] = {
		{ TEXT("ServicePlans.ProvisioningStatus"), TEXT("Success") },
		{ TEXT("ServicePlans.ServicePlanName"), TEXT("EXCHANGE_S_ENTERPRISE") },
		{ TEXT("ServicePlans.ProvisioningStatus"), TEXT("Disabled") },
		{ TEXT("ServicePlans.ServicePlanName"), TEXT("M365_ADVANCED_AUDITING") },
	};
	struct table_row row = { .cells = cells, .count = 4 };

	(void)state;
	assert_int_equal(mia__readiness_premium(mia__licence_of_row(&row)), NO);
	assert_int_equal(mia__readiness_licence(mia__licence_of_row(&row)), NO);
	cells[0].value = TEXT("Disabled");
	cells[2].value = TEXT("Success");
	assert_int_equal(mia__readiness_premium(mia__licence_of_row(&row)), YES);
	/* One state is missing: whose is not known. */
	row.cells = cells + 1;
	row.count = 3;
	assert_int_equal(mia__readiness_premium(mia__licence_of_row(&row)), UNTOLD);
	assert_int_equal(mia__readiness_licence(mia__licence_of_row(&row)), YES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(booleans),
		cmocka_unit_test(time_spans),
		cmocka_unit_test(lists_in_every_dress),
		cmocka_unit_test(what_was_cut_or_lost_is_not_all),
		cmocka_unit_test(licences_by_name),
		cmocka_unit_test(plans_and_their_state),
		cmocka_unit_test(plan_objects_keep_their_state),
	};
	return cmocka_run_group_tests_name("readiness_cells", tests, NULL, NULL);
}
