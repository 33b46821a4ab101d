/* When a licence that MailItemsAccessed needs was taken from somebody. */
#include "made_changes.h"

#define OPEN MIA_TIME_UNKNOWN
#define E5(disabled) \
	"[\r\n  \"[SkuName=SPE_E5, AccountId=0a, SkuId=06ebc4ee, DisabledPlans=[" disabled "]]\"\r\n]"
#define PLAN_ID "2f442157-a11c-46b9-ae5b-6e39ff4e5849"
#define PLAN(status) \
	"[{\"SubscribedPlanId\":\"1\",\"CapabilityStatus\": " status ",\"ServicePlanId\":\"" PLAN_ID "\"}]"
#define TWO_PLANS(first, second) \
	"[{\"CapabilityStatus\":" first ",\"ServicePlanId\":\"" PLAN_ID "\"}," \
	"{\"CapabilityStatus\":" second ",\"ServicePlanId\":\"" PLAN_ID "\"}]"

static void
licences_that_are_taken(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value;
		bool taken;
	} cases[] = {
		{ "AssignedLicense", "[]", true },
		{ "AssignedLicense", "[\r\n]", true },
		{ "AssignedLicense", "", false },
		{ "AssignedLicense", E5(""), false },
		{ "AssignedLicense", E5("M365_ADVANCED_AUDITING"), true },
		{ "AssignedLicense", E5("TEAMS1, " PLAN_ID), true },
		{ "AssignedLicense", E5("TEAMS1"), false },
		/* What was there before is not kept, so a smaller licence alone
		 * is no loss that the record names. */
		{ "AssignedLicense", "[\"[SkuName=O365_BUSINESS_ESSENTIALS, DisabledPlans=[]]\"]", false },
		{ "AssignedPlan", PLAN("0"), false },
		{ "AssignedPlan", PLAN("1"), false },
		{ "AssignedPlan", PLAN("2"), true },
		{ "AssignedPlan", PLAN("\"Deleted\""), true },
		{ "AssignedPlan", PLAN("\"Enabled\""), false },
		{ "AssignedPlan", PLAN("\"Odd\""), false },
		{ "AssignedPlan", PLAN("\"Suspended\""), true },
		{ "AssignedPlan", PLAN("\"LockedOut\""), true },
		{ "AssignedPlan", TWO_PLANS("\"Suspended\"", "\"Enabled\""), false },
		{ "AssignedPlan", TWO_PLANS("\"Suspended\"", "\"Warning\""), false },
		{ "AssignedPlan", TWO_PLANS("\"Suspended\"", "\"Odd\""), true },
		{ "AssignedPlan", "[{\"CapabilityStatus\":3,\"ServicePlanId\":\"other\"}]", false },
		{ "AssignedPlan",
			"[{\"CapabilityStatus\":3,\"ServicePlanId\":\"" PLAN_ID "\"},"
			"{\"CapabilityStatus\":0,\"ServicePlanId\":\"" PLAN_ID "\"}]",
			false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m;
		made_begin(&m);
		add_access(&m, ANN, T0 - DAY);
		add_change(&m, T0, "Update user.", ANN, cases[i].name, cases[i].value);
		struct mia_coverage *c = made_coverage(&m);
		if (count_of(c, "licence") != cases[i].taken)
			fail_msg("%s %s", cases[i].name, cases[i].value);
		if (cases[i].taken) {
			assert_text(span_of(c, "licence", 0)->mailbox, ANN);
			assert_int_equal(span_of(c, "licence", 0)->start, T0);
			assert_int_equal(span_of(c, "licence", 0)->reason, MIA_COVERAGE_AUDITING_OFF);
		}
		mia_coverage_free(c);
	}
}

/* NUL ends no list: what stands behind it is disabled too. */
static void
nul_hides_no_plan(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_access(&m, ANN, T0 - DAY);
	add_change(&m, T0, "Update user.", ANN, "AssignedLicense", "");
	m.parameters[1][0].value = TEXT(E5("TEAMS1\0, M365_ADVANCED_AUDITING"));
	struct mia_coverage *c = made_coverage(&m);
	assert_int_equal(count_of(c, "licence"), 1);
	mia_coverage_free(c);
}

/* Logging follows the licence within 24 hours. */
static void
licence_ends(void **state)
{
	(void)state;
	struct made m;
	made_begin(&m);
	add_change(&m, T0, "Change user license.", ANN, "AssignedLicense", "[]");
	add_access(&m, ANN, T0 + DAY - MIA_TIME_SECOND);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "licence", T0, OPEN, "end of evidence");
	mia_coverage_free(c);
	add_access(&m, ANN, T0 + DAY);
	c = made_coverage(&m);
	assert_span(c, "licence", T0, T0 + DAY, "no effect");
	mia_coverage_free(c);

	made_begin(&m);
	add_change(&m, T0, "Change user license.", ANN, "AssignedLicense", "[]");
	add_change(&m, T0 + 3 * HOUR, "Change user license.", ANN, "AssignedLicense",
		"[\"[SkuName=O365_BUSINESS_ESSENTIALS, DisabledPlans=[]]\"]");
	add_change(&m, T0 + 5 * HOUR, "Change user license.", ANN, "AssignedLicense",
		"[\"[SkuName=ENTERPRISEPACK, DisabledPlans=[]]\"]");
	c = made_coverage(&m);
	assert_span(c, "licence", T0, T0 + 5 * HOUR + DAY, "assigned again");
	mia_coverage_free(c);
	/* An access within that day ends it; a later one does not make it longer. */
	add_access(&m, ANN, T0 + 5 * HOUR + 3 * DAY);
	c = made_coverage(&m);
	assert_span(c, "licence", T0, T0 + 5 * HOUR + DAY, "assigned again");
	mia_coverage_free(c);
	add_access(&m, ANN, T0 + 9 * HOUR);
	c = made_coverage(&m);
	assert_span(c, "licence", T0, T0 + 9 * HOUR, "assigned again");
	mia_coverage_free(c);
}

/* Those that Microsoft's pages name, and no other. */
static void
each_licence_that_gives_it_back(void **state)
{
	static const struct {
		const char *list;
		bool again;
	} rows[] = {
		{ "[\"[SkuName=SPE_E5, DisabledPlans=[]]\"]", true },
		{ "[\"[SkuName=ENTERPRISEPREMIUM, DisabledPlans=[]]\"]", true },
		{ "[\"[SkuName=SPE_E3, DisabledPlans=[]]\"]", true },
		{ "[\"[SkuName=ENTERPRISEPACK, DisabledPlans=[]]\"]", true },
		{ "[\"[SkuName=SPE_F1, DisabledPlans=[]]\"]", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct made m;
		made_begin(&m);
		add_change(&m, T0, "Change user license.", ANN, "AssignedLicense", "[]");
		add_change(&m, T0 + HOUR, "Change user license.", ANN, "AssignedLicense", rows[i].list);
		struct mia_coverage *c = made_coverage(&m);
		assert_span(c, "licence", T0, rows[i].again ? T0 + HOUR + DAY : OPEN,
			rows[i].again ? "assigned again" : "end of evidence");
		mia_coverage_free(c);
	}
}

/* What was taken one way comes back the other way too. */
static void
each_way_back(void **state)
{
	static const struct {
		const char *name, *value;
		bool back;
	} rows[] = {
		{ "AssignedLicense", E5(""), true },
		{ "AssignedPlan", PLAN("0"), true },
		{ "AssignedPlan", PLAN("1"), true },
		{ "AssignedPlan", PLAN("\"Enabled\""), true },
		{ "AssignedPlan", PLAN("\"Warning\""), true },
		{ "AssignedPlan", PLAN("\"Odd\""), false },
		{ "AssignedPlan", PLAN("2"), false },
		{ "AssignedPlan", "[{\"CapabilityStatus\":0,\"ServicePlanId\":\"other\"}]", false },
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		struct made m;
		bool plan = i % 2;
		size_t n = i / 2;
		made_begin(&m);
		add_change(&m, T0, "Update user.", ANN, plan ? "AssignedPlan" : "AssignedLicense",
			plan ? PLAN("2") : "[]");
		add_change(&m, T0 + HOUR, "Update user.", ANN, rows[n].name, rows[n].value);
		struct mia_coverage *c = made_coverage(&m);
		const struct mia_span *span = span_of(c, "licence", 0);
		assert_int_equal(span->start, T0);
		/* Until 2025 a plan that never comes back matters. */
		assert_int_equal(span->end,
			rows[n].back   ? T0 + HOUR + DAY
				: plan ? (mia_time)1735689600 * MIA_TIME_SECOND
				       : OPEN);
		mia_coverage_free(c);
	}
}

/* From 2025 on any E3 or E5 licence is enough; no licence at all never is. */
static void
the_plan_matters_until_2025(void **state)
{
	(void)state;
	mia_time year = (mia_time)1735689600 * MIA_TIME_SECOND;
	struct made m;
	made_begin(&m);
	add_change(&m, year - HOUR, "Update user.", ANN, "AssignedLicense", E5("M365_ADVANCED_AUDITING"));
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "licence", year - HOUR, year, "any E3 or E5 licence");
	mia_coverage_free(c);
	made_begin(&m);
	add_change(&m, year, "Update user.", ANN, "AssignedLicense", E5("M365_ADVANCED_AUDITING"));
	assert_none(&m, "licence");
	made_begin(&m);
	add_change(&m, year, "Update user.", ANN, "AssignedLicense", "[]");
	c = made_coverage(&m);
	assert_span(c, "licence", year, OPEN, "end of evidence");
	mia_coverage_free(c);
}

/* Looked through once more for each brace or name, it would take minutes. */
static void
long_lists_take_no_longer_than_they_are(void **state)
{
	(void)state;
	enum { BYTES = 2 << 20 };
	static const struct {
		const char *name, *repeated;
	} cases[] = {
		{ "AssignedPlan", "{" },
		{ "AssignedLicense", "SkuName=" },
	};
	char *value = malloc(BYTES + 1);
	assert_non_null(value);
	value[BYTES] = '\0';
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct made m;
		for (size_t at = 0, n = strlen(cases[i].repeated); at < BYTES; at += n)
			memcpy(value + at, cases[i].repeated, n);
		made_begin(&m);
		add_change(&m, T0, "Update user.", ANN, cases[i].name, value);
		struct mia_coverage *c = made_coverage(&m);
		assert_int_equal(count_of(c, "licence"), 0);
		mia_coverage_free(c);
	}
	free(value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(licences_that_are_taken),
		cmocka_unit_test(nul_hides_no_plan),
		cmocka_unit_test(licence_ends),
		cmocka_unit_test(each_licence_that_gives_it_back),
		cmocka_unit_test(each_way_back),
		cmocka_unit_test(the_plan_matters_until_2025),
		cmocka_unit_test(long_lists_take_no_longer_than_they_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
