/* What the readiness adds to coverage: mailboxes that no record names, and the
 * span that the analyst states. The readiness itself is a stand-in. */
#include "made_coverage.h"

#define ANN "ann@contoso.example"
#define BOB "bob@contoso.example"
#define ZOE "zoe@contoso.example"

static struct mia_readiness_mailbox stated[4];
static size_t stated_count;

size_t
mia_readiness_count(const struct mia_readiness *readiness)
{
	(void)readiness;
	return stated_count;
}

const struct mia_readiness_mailbox *
mia_readiness_get(const struct mia_readiness *readiness, size_t i)
{
	(void)readiness;
	return &stated[i];
}

const struct mia_readiness_tenant *
mia_readiness_tenant(const struct mia_readiness *readiness)
{
	static const struct mia_readiness_tenant nothing = { .first_opt_in = MIA_TIME_UNKNOWN,
		.admin_age_limit_days = -1 };

	(void)readiness;
	return &nothing;
}

static void
state_mailbox(const char *mailbox, const char *guid, enum mia_known owner)
{
	stated[stated_count++] = (struct mia_readiness_mailbox){
		.mailbox = text_of(mailbox),
		.guid = text_of(guid),
		.owner = owner,
		.delegate = MIA_NOT_STATED,
		.age_limit_days = -1,
	};
}

static struct mia_coverage_options
options_of(mia_time from, mia_time until)
{
	static char anything;
	struct mia_coverage_options options;

	mia_coverage_options_init(&options);
	options.exported_from = from;
	options.exported_until = until;
	options.readiness = (const struct mia_readiness *)(const void *)&anything;
	return options;
}

static void
stated_span_where_the_owner_was_logged(void **state)
{
	(void)state;
	for (enum mia_known owner = MIA_NOT_STATED; owner <= MIA_YES; owner++) {
		stated_count = 0;
		state_mailbox("ANN@contoso.example", NULL, owner);
		struct mia_coverage_options options = options_of(AT(0, 0, 0, 0), AT(9, 0, 0, 0));
		struct log log = new_log(&options);
		sync_at(&log, ANN, AT(1, 0, 0, 0));
		sync_at(&log, ANN, AT(2, 0, 0, 0));
		sync_at(&log, BOB, AT(1, 0, 0, 0));
		sync_at(&log, BOB, AT(2, 0, 0, 0));
		seal_log(&log);
		const struct mia_span *span = find_span(log.coverage, "covered", 0);
		if (owner == MIA_YES) {
			assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(9, 0, 0, 0));
			assert_string_equal(span->until_rule, "stated");
			assert_says(span->detail,
				"between 2016-07-14T00:00:00Z (stated by the analyst) and 2016-07-23T00:00:00Z (stated by the analyst)");
		} else {
			assert_span_of(log.coverage, "covered", 0, ANN, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
			assert_says(span->detail, "2016-07-15T00:00:00Z (first record)");
		}
		/* the readiness says nothing of BOB */
		assert_span_of(log.coverage, "covered", 1, BOB, AT(1, 0, 0, 0), AT(2, 0, 0, 0));
		end_log(&log);
	}
}

/* Records beyond what is stated are records all the same. */
/* Records outside of what is stated: they or the statement are wrong. */
static void
what_contradicts_shows_nothing(void **state)
{
	(void)state;
	stated_count = 0;
	state_mailbox(ANN, NULL, MIA_YES);
	struct mia_coverage_options options = options_of(AT(2, 0, 0, 0), AT(3, 0, 0, 0));
	struct log log = new_log(&options);
	sync_at(&log, ANN, AT(1, 0, 0, 0));
	sync_at(&log, ANN, AT(5, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(count_spans(log.coverage, "covered"), 0);
	struct mia_coverage_extent extent;
	mia_coverage_extent(log.coverage, &extent);
	assert_int_equal(extent.outside, 2);
	assert_int_equal(extent.outside_first, AT(1, 0, 0, 0));
	assert_int_equal(extent.outside_last, AT(5, 0, 0, 0));
	end_log(&log);
}

static void
blind_spans_are_cut_out_of_what_is_stated(void **state)
{
	(void)state;
	stated_count = 0;
	state_mailbox(ANN, NULL, MIA_YES);
	struct mia_coverage_options options = options_of(AT(0, 0, 0, 0), AT(9, 0, 0, 0));
	struct log log = new_log(&options);
	throttled_at(&log, ANN, AT(2, 0, 0, 0), "r-1");
	seal_log(&log);
	assert_span_of(log.coverage, "covered", 0, ANN, AT(0, 0, 0, 0), AT(1, 23, 58, 0));
	assert_span_of(log.coverage, "covered", 1, ANN, AT(3, 0, 0, 0), AT(9, 0, 0, 0));
	end_log(&log);
}

static void
mailboxes_that_no_record_names(void **state)
{
	(void)state;
	char gone[] = "guest@contoso.example";
	stated_count = 0;
	state_mailbox("ann.new@contoso.example", "g-1", MIA_YES); /* the GUID decides */
	state_mailbox(BOB, "g-2", MIA_YES);
	state_mailbox(gone, NULL, MIA_NO);
	state_mailbox(ZOE, "g-9", MIA_NO);
	struct mia_coverage_options options = options_of(MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	struct log log = new_log(&options);
	next_record(&log, ANN, AT(1, 0, 0, 0));
	log.event.mailbox_guid = TEXT("G-1");
	log.event.operation = TEXT("Send");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	other_at(&log, BOB, "Send", "2", AT(1, 0, 0, 0));
	seal_log(&log);
	memset(gone, 'x', sizeof(gone));
	/* in order of the names; those of records by what records call them */
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 4);
	assert_same_text(mia_coverage_mailbox(log.coverage, 0)->mailbox, text_of(ANN));
	assert_same_text(mia_coverage_mailbox(log.coverage, 1)->mailbox, text_of(BOB));
	assert_text(mia_coverage_mailbox(log.coverage, 2)->mailbox, "guest@contoso.example");
	assert_absent(mia_coverage_mailbox(log.coverage, 2)->guid);
	assert_same_text(mia_coverage_mailbox(log.coverage, 3)->mailbox, text_of(ZOE));
	assert_text(mia_coverage_mailbox(log.coverage, 3)->guid, "g-9");
	for (size_t i = 0; i < 4; i++) {
		const struct mia_coverage_mailbox *mailbox = mia_coverage_mailbox(log.coverage, i);
		assert_int_equal(mailbox->events, i < 2);
		assert_int_equal(mailbox->sources.count, i < 2);
		assert_int_equal(mailbox->first, i < 2 ? AT(1, 0, 0, 0) : MIA_TIME_UNKNOWN);
		assert_int_equal(log.coverage->runs[i].readiness, i);
		assert_int_equal(mia_coverage_blind(log.coverage, i, MIA_BLIND_BINDS, 0, AT(0, 0, 0, 0),
					 AT(1, 0, 0, 0)),
			i < 2 ? DAY : 0);
	}
	/* they are found by every name they have */
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("ZOE")), 3);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("G-9")), 3);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("guest@contoso.example")), 2);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("ann")), 0);
	end_log(&log);
}

/* ---- memory ---- */

/* All there is may be settings: no record to point to. */
static void
mailboxes_without_any_record(void **state)
{
	(void)state;
	stated_count = 0;
	state_mailbox(ANN, NULL, MIA_NOT_STATED);
	struct mia_coverage_options options = options_of(MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	struct log log = new_log(&options);
	seal_log(&log);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 1);
	assert_int_equal(mia_coverage_mailbox(log.coverage, 0)->events, 0);
	end_log(&log);
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	enum mia_status status = MIA_ERR_MEMORY;

	stated_count = 0;
	state_mailbox(ANN, NULL, MIA_YES);
	state_mailbox(ZOE, "g-9", MIA_YES);
	for (size_t n = 1; status == MIA_ERR_MEMORY; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_coverage_options options = options_of(AT(0, 0, 0, 0), AT(9, 0, 0, 0));
		struct log log = { .source = { .name = "a.csv" } };
		status = mia_coverage_new(&log.coverage, &a, &options, NULL);
		if (status == MIA_OK) {
			next_record(&log, ANN, AT(1, 0, 0, 0));
			log.event.access = MIA_ACCESS_BIND;
			status = mia_fold_add(mia_coverage_fold(log.coverage), &log.event, NULL);
		}
		if (status == MIA_OK)
			status = mia_fold_seal(mia_coverage_fold(log.coverage), NULL);
		assert_told(&f, status == MIA_OK);
		mia_coverage_free(log.coverage);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 10000);
	}
	assert_int_equal(status, MIA_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stated_span_where_the_owner_was_logged),
		cmocka_unit_test(what_contradicts_shows_nothing),
		cmocka_unit_test(blind_spans_are_cut_out_of_what_is_stated),
		cmocka_unit_test(mailboxes_that_no_record_names),
		cmocka_unit_test(mailboxes_without_any_record),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
