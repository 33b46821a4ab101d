/* Coverage: which value stands in which column. */
#include "made_coverage.h"
#include "report_fake.h"

static struct kept
reported(enum mia_format format)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = format,
		.width = 160,
		.write = keep,
		.ctx = &kept };
	struct log log = new_log(NULL);

	/* What is not sealed must not look as if no rule said anything. */
	assert_int_equal(mia_report_coverage(log.coverage, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_report_coverage(NULL, &options, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(kept.len, 0);
	throttled_at(&log, NULL, AT(1, 0, 0, 0), "r-1");
	next_record(&log, "ann@contoso.example", AT(1, 0, 0, 0));
	log.event.mailbox_guid = TEXT("G-1");
	log.event.operation = TEXT("Send");
	log.event.record_type = TEXT("2");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	seal_log(&log);
	assert_int_equal(mia_report_coverage(log.coverage, &options, NULL), MIA_OK);
	end_log(&log);
	return kept;
}

static void
csv_has_its_columns(void **state)
{
	(void)state;
	assert_kept(reported(MIA_FORMAT_CSV),
		"mailbox,start,end,reason,rule,record_id,detail,actor,blind,until,source\n"
		",2016-07-14T23:58:00Z,2016-07-16T00:00:00Z,throttled,throttled,r-1,\"IsThrottled is true on 1 record that names "
		"no mailbox, at 2016-07-15T00:00:00Z; binds were not logged for 24 hours after it, the end is not before the "
		"time given; syncs are logged all the same\",,binds,24 hours,a.csv\n"
		"ann@contoso.example,,,not logged,no-access-records,,\"1 record of other audited actions from "
		"2016-07-15T00:00:00Z to 2016-07-15T00:00:00Z, none of MailItemsAccessed; possible causes: no Audit Premium "
		"licence (needed before June 2024), a customised audit set, a group, room or equipment mailbox, a mailbox on "
		"Exchange Server (2016, 2019, SE: no such operation there), an export without this operation, or nothing to log\",,binds | syncs,,\n");
}

static void
json_has_the_guid_too(void **state)
{
	(void)state;
	struct kept kept = reported(MIA_FORMAT_NDJSON);
	assert_non_null(strstr(kept.ptr, "\"blind\":[\"binds\",\"syncs\"]"));
	assert_non_null(strstr(kept.ptr, "\"mailbox_guid\":\"g-1\""));
	assert_non_null(strstr(kept.ptr, "{\"mailbox\":null,\"start\":\"2016-07-14T23:58:00Z\""));
	free(kept.ptr);
}

static void
people_are_told_of_the_tenant(void **state)
{
	(void)state;
	struct kept kept = reported(MIA_FORMAT_TABLE);
	assert_non_null(strstr(kept.ptr, "(whole tenant)"));
	assert_non_null(strstr(kept.ptr, "ann@contoso.example"));
	free(kept.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_has_its_columns),
		cmocka_unit_test(json_has_the_guid_too),
		cmocka_unit_test(people_are_told_of_the_tenant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
