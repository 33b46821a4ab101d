/* The ends of an export, and its rejected records, where the zone of its times is not known. */
#include "made_changes.h"

/* Accesses of a day each, from T0 on. */
static void
make_local(struct made *m, int days)
{
	made_begin(m);
	for (int i = 0; i < days; i++)
		add_access(m, ANN, T0 + i * DAY)->flags |= MIA_FLAG_TIME_ZONE_UNKNOWN;
}

static void
rejected_is_longer(void **state)
{
	(void)state;
	struct made m;
	make_local(&m, 3);
	add_reject(&m, EXPORT, 4, MIA_REASON_BAD_JSON);
	for (uint64_t record = 5; record <= 7; record++)
		made_record(&m, EXPORT, record, T0 + (mia_time)record * DAY);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "rejected-records", T0 + 2 * DAY - MIA_ZONE_MOST,
		T0 + 5 * DAY + MIA_TIME_SECOND + MIA_ZONE_MOST, "");
	mia_coverage_free(c);
}

/* An end that is open, or that the analyst states, stays as it is. */
static void
open_and_stated_ends_stay(void **state)
{
	(void)state;
	struct made m;
	make_local(&m, 4);
	add_reject(&m, EXPORT, 5, MIA_REASON_BAD_JSON);
	struct mia_coverage *c = made_coverage(&m);
	assert_span(c, "rejected-records", T0 + 3 * DAY - MIA_ZONE_MOST, MIA_TIME_UNKNOWN, "");
	mia_coverage_free(c);
	m.options.exported_until = T0 + 9 * DAY;
	c = made_coverage(&m);
	assert_span(c, "rejected-records", T0 + 3 * DAY - MIA_ZONE_MOST, T0 + 9 * DAY, "");
	assert_span(c, "late-records", T0 + 8 * DAY, T0 + 9 * DAY, "time of the export");
	mia_coverage_free(c);
}

static void
the_ends_of_the_evidence_are_not_sharp(void **state)
{
	(void)state;
	static const char zone[] = "of a zone that is not known";
	struct made m;
	make_local(&m, 6);
	m.options.since = T0 - 10 * DAY;
	m.options.until = T0 + 20 * DAY;
	m.options.retention_days = 3;
	struct mia_coverage *c = made_coverage(&m);
	assert_detail(assert_span(c, "asked-before", T0 - 10 * DAY, T0 + MIA_ZONE_MOST, ""), zone);
	assert_detail(assert_span(c, "asked-after", T0 + 5 * DAY - MIA_ZONE_MOST, T0 + 20 * DAY, ""), zone);
	assert_span(c, "retention", T0 - 10 * DAY, T0 + 2 * DAY + MIA_ZONE_MOST, "");
	assert_detail(assert_span(c, "late-records", T0 + 4 * DAY - MIA_ZONE_MOST,
			      T0 + 5 * DAY + MIA_ZONE_MOST, "time of the export"),
		zone);
	mia_coverage_free(c);
	/* The first record stands with UTC. */
	m.events[0].flags = 0;
	m.events[0].place.source = made_source(&m, "utc.csv");
	c = made_coverage(&m);
	assert_span(c, "asked-before", T0 - 10 * DAY, T0, "");
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rejected_is_longer),
		cmocka_unit_test(open_and_stated_ends_stay),
		cmocka_unit_test(the_ends_of_the_evidence_are_not_sharp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
