/* The zone of LastAccessed, as somebody states it: by which road an evidence is read, and what is left alone. */
#include "base/text.h"
#include "failing.h"
#include "load/source.h"

#include <mia/load.h>

/* What Search-MailboxAuditLog writes, in short; a time to be put in. */
#define ROW(time) \
	"Operation,MailboxOwnerUPN,OperationProperties,LastAccessed\n" \
	"MailItemsAccessed,ann@contoso.example,MailAccessType:Bind," time "\n"

static struct mia_evidence *
new_evidence(const char *text)
{
	struct mia_evidence *evidence = NULL;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "x.csv", text, strlen(text), NULL), MIA_OK);
	return evidence;
}

/* The event of an evidence of one, and its time; minutes NULL: no zone is stated. */
static void
assert_time(const char *text, const int *minutes, const char *expected, uint64_t flags, int offset)
{
	struct mia_evidence *evidence = new_evidence(text);
	struct mia_reader *reader = NULL;
	const struct mia_event *event = NULL;
	const struct mia_reject *reject = NULL;
	char time[MIA_TIME_TEXT];

	if (minutes)
		assert_int_equal(mia_evidence_state_offset(evidence, *minutes, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	assert_int_equal(mia_reader_next(reader, &event, &reject, NULL), MIA_OK);
	mia_time_format(event->time, time);
	assert_string_equal(time, expected);
	assert_int_equal(event->flags & (MIA_FLAG_TIME_ZONE_UNKNOWN | MIA_FLAG_TIME_AMBIGUOUS), flags);
	assert_int_equal(event->offset_minutes, offset);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
}

static void
a_stated_zone_makes_it_utc(void **state)
{
	(void)state;
	static const int west = -300, east = 570, utc = 0;
	const char *plain = ROW("2026-03-17T21:16:20");

	assert_time(plain, NULL, "2026-03-17T21:16:20Z", MIA_FLAG_TIME_ZONE_UNKNOWN, 0);
	assert_time(plain, &west, "2026-03-18T02:16:20Z", 0, -300);
	assert_time(plain, &east, "2026-03-17T11:46:20Z", 0, 570);
	assert_time(plain, &utc, "2026-03-17T21:16:20Z", 0, 0);
	/* Month or day first: the zone does not tell. */
	assert_time(ROW("3/4/2026 9:16:20 PM"), &west, "2026-03-05T02:16:20Z", MIA_FLAG_TIME_AMBIGUOUS, -300);
}

static void
other_times_are_left_alone(void **state)
{
	(void)state;
	static const int west = -300;

	/* It says its zone. */
	assert_time(ROW("2026-03-17T21:16:20Z"), &west, "2026-03-17T21:16:20Z", 0, 0);
	assert_time(ROW("2026-03-17T21:16:20+02:00"), &west, "2026-03-17T19:16:20Z", 0, 0);
	/* CreationTime is UTC. */
	assert_time("{\"CreationTime\":\"2026-03-17T21:16:20\",\"Operation\":\"MailItemsAccessed\"}\n", &west,
		"2026-03-17T21:16:20Z", 0, 0);
}

/* mia_load, on one thread and several; and the same evidence once more. */
static void
a_load_applies_it(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 3; threads++) {
		struct mia_evidence *evidence = new_evidence(ROW("2026-03-17T21:16:20")), *again = NULL;
		struct mia_load_options options = { .size = sizeof(options), .threads = threads };
		struct mia_sums *sums = NULL;
		char time[MIA_TIME_TEXT];

		assert_int_equal(mia_evidence_state_offset(evidence, -300, NULL), MIA_OK);
		assert_int_equal(mia__evidence_reopen(&again, evidence, NULL), MIA_OK);
		for (int which = 0; which < 2; which++) {
			struct mia_fold *fold;
			assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
			fold = mia_sums_fold(sums);
			assert_int_equal(mia_load(which ? again : evidence, &fold, 1, &options, NULL),
				MIA_OK);
			mia_time_format(mia_sums_totals(sums)->first, time);
			assert_string_equal(time, "2026-03-18T02:16:20Z");
			mia_sums_free(sums);
		}
		/* It was read. */
		assert_int_equal(mia_evidence_state_offset(evidence, 0, NULL), MIA_ERR_STATE);
		mia_evidence_free(again);
		mia_evidence_free(evidence);
	}
}

static void
offsets_are_read_and_names_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int minutes;
	} good[] = { { "UTC", 0 }, { "utc", 0 }, { "Z", 0 }, { "+00:00", 0 }, { "-05:00", -300 },
		{ "+0530", 330 }, { "+02", 120 }, { " +02:00 ", 120 }, { "-12:00", -720 },
		{ "+14:00", 840 } };
	static const char *const bad[] = { "", " ", "5", "05:00", "Europe/Berlin", "CET", "UTC+2", "+2:00",
		"+02:60", "-12:01", "+14:01", "+24:00", "+02:00x", "+", "--5:00" };
	int minutes;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(mia_offset_parse(text_of(good[i].text), &minutes), MIA_OK);
		assert_int_equal(minutes, good[i].minutes);
	}
	minutes = 7;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(mia_offset_parse(text_of(bad[i]), &minutes), MIA_ERR_ARGUMENT);
	assert_int_equal(minutes, 7);
	assert_int_equal(mia_offset_parse(TEXT("UTC"), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_offset_parse(TEXT_ABSENT, &minutes), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_state_offset(NULL, 0, NULL), MIA_ERR_ARGUMENT);
	struct mia_evidence *evidence = new_evidence(ROW("2026-03-17T21:16:20"));
	assert_int_equal(mia_evidence_state_offset(evidence, -721, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_state_offset(evidence, 841, NULL), MIA_ERR_ARGUMENT);
	mia_evidence_free(evidence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stated_zone_makes_it_utc),
		cmocka_unit_test(other_times_are_left_alone),
		cmocka_unit_test(a_load_applies_it),
		cmocka_unit_test(offsets_are_read_and_names_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
