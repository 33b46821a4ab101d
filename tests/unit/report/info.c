/* info over real sums; the sources are played. */
#include "made_events.h"
#include "report_fake.h"

struct mia_evidence {
	struct mia_source sources[2];
};

size_t
mia_evidence_count(const struct mia_evidence *evidence)
{
	return sizeof(evidence->sources) / sizeof(*evidence->sources);
}

const struct mia_source *
mia_evidence_source(const struct mia_evidence *evidence, size_t i)
{
	return i < mia_evidence_count(evidence) ? &evidence->sources[i] : NULL;
}

/* Five records: a bind that stands twice, a sync, a Send, and one that is no
 * JSON; and a file that is something else, with a hostile name. */
static struct mia_evidence evidence = {
	.sources = {
		{
			.name = "a.csv", .container = MIA_CONTAINER_CSV_AUDITDATA, .complete = 1,
			.stored_bytes = 400, .text_bytes = 1000, .record_bytes = 900, .framing_bytes = 100,
			.lines = 6, .gzip_members = 2, .records = 5, .decoded = 4, .rejected = 1,
			.rejected_by = { [MIA_REASON_BAD_JSON] = 1 }, .flagged = { [9] = 2 }, .sha256 = "1234",
		},
		{ .name = "b\x1b[2J\xff", .note = "message trace CSV; use it with --inventory" },
	},
};

static struct mia_sums *
summed(void)
{
	struct mia_event events[4] = {
		made_event(1, evidence.sources, 1),
		made_event(1, evidence.sources, 2),
		made_event(2, evidence.sources, 3),
		made_event(3, evidence.sources, 4),
	};
	struct mia_reject reject = { .place = { .source = evidence.sources, .record = 5 },
		.reason = MIA_REASON_BAD_JSON,
		.last = 1 };
	struct mia_bind bind;
	struct mia_sync sync;
	struct mia_sums *sums = NULL;
	struct mia_fold *fold;

	make_bind(&events[0], &bind);
	make_bind(&events[1], &bind);
	make_sync(&events[2], &sync);
	events[3].operation = TEXT("Send");
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	fold = mia_sums_fold(sums);
	for (size_t i = 0; i < 4; i++) {
		events[i].id = i < 2 ? TEXT("r-1") : i == 2 ? TEXT("r-2") : TEXT("r-3");
		events[i].time = i < 2 ? NOON : NOON + MIA_TIME_SECOND;
		events[i].mailbox_owner = TEXT("ann@contoso.example");
		events[i].flags = i < 2 ? MIA_FLAG_NO_ID : 0;
		add_event(fold, &events[i]);
	}
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	seal(fold);
	return sums;
}

static struct kept
info_with(enum mia_format format, enum mia_details details)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = format,
		.write = keep,
		.ctx = &kept,
		.details = details };
	struct mia_sums *sums = summed();

	assert_int_equal(mia_report_info(&evidence, sums, &options, NULL), MIA_OK);
	mia_sums_free(sums);
	return kept;
}

static struct kept
info_in(enum mia_format format)
{
	return info_with(format, MIA_DETAILS_FEW);
}

#define SOURCE_COLUMNS \
	"source,sha256,container,encoding,gzip_members,stored_bytes,text_bytes,record_bytes," \
	"framing_bytes,lines,records,events,repeats,rejected,rejects,flags,note"

static void
csv_is_one_row_a_source(void **state)
{
	struct kept kept = info_in(MIA_FORMAT_CSV);
	char wanted[1024];

	(void)state;
	snprintf(wanted, sizeof(wanted),
		SOURCE_COLUMNS
		"\n"
		"a.csv,1234,CSV with AuditData,UTF-8,2,400,1000,900,100,6,5,3,1,1,BAD_JSON=1,NO_ID=2,\n"
		"b\x1b[2J\xef\xbf\xbd"
		"FF,,%s,UTF-8,0,0,0,0,0,0,0,0,0,0,,,message trace CSV; use it with --inventory\n",
		mia_container_name(MIA_CONTAINER_UNKNOWN));
	assert_string_equal(kept.ptr, wanted);
	free(kept.ptr);
}

static void
people_see_the_books_balance(void **state)
{
	struct kept kept = info_with(MIA_FORMAT_TABLE, MIA_DETAILS_ALL);

	(void)state;
	assert_non_null(strstr(kept.ptr,
		"  a.csv: CSV with AuditData, UTF-8, gzip (2 members), 400 bytes, "
		"sha-256 1234, 5 records = 3 events + 1 repeats + 1 rejected\n"));
	assert_non_null(strstr(kept.ptr, "  all: 5 records = 3 events + 1 repeats + 1 rejected\n"));
	assert_non_null(strstr(kept.ptr, "    message trace CSV; use it with --inventory\n"));
	assert_non_null(strstr(kept.ptr, "b\\x1b[2J\\xff: "));
	assert_non_null(strstr(kept.ptr, "  rejects: BAD_JSON 1\n"));
	assert_non_null(strstr(kept.ptr, "  1 binds "));
	assert_non_null(strstr(kept.ptr, "  1 syncs "));
	assert_non_null(strstr(kept.ptr, "  no throttling is recorded in the supplied records\n"));
	assert_non_null(strstr(kept.ptr, "  IsThrottled not stated in 2 MailItemsAccessed records\n"));
	assert_non_null(
		strstr(kept.ptr, "first event 2016-07-18T00:00:00Z, last event 2016-07-18T00:00:01Z\n"));
	assert_non_null(strstr(kept.ptr, "MailItemsAccessed       2\n"));
	assert_non_null(strstr(kept.ptr, "ann@contoso.example"));
	assert_null(strchr(kept.ptr, '\x1b'));
	free(kept.ptr);
}

/* The same on one screen: no hash, but what cannot be used is named. */
static void
one_screen_says_what_is_here(void **state)
{
	struct kept kept = info_in(MIA_FORMAT_TABLE);

	(void)state;
	assert_non_null(strstr(kept.ptr, "2 files: "));
	assert_non_null(strstr(kept.ptr, "1 CSV with AuditData"));
	assert_null(strstr(kept.ptr, "1234"));
	assert_non_null(strstr(kept.ptr, "  b\\x1b[2J\\xff: "));
	assert_non_null(strstr(kept.ptr, "message trace CSV; use it with --inventory\n"));
	assert_non_null(
		strstr(kept.ptr, "5 records = 3 events + 1 repeat + 1 rejected\n  rejected: BAD_JSON 1\n"));
	assert_non_null(strstr(kept.ptr, "from 2016-07-18T00:00:00Z to 2016-07-18T00:00:01Z\n"));
	assert_non_null(strstr(kept.ptr, "1 bind (an item handed to a client), 1 sync "));
	assert_non_null(strstr(kept.ptr,
		"no throttling is recorded in the supplied records; not stated in 2 accesses\n"));
	assert_non_null(strstr(kept.ptr, "other operations: MailItemsAccessed 2, Send 1\n"));
	assert_null(strstr(kept.ptr, "operations to look at"));
	assert_null(strstr(kept.ptr, "cut short"));
	assert_null(strchr(kept.ptr, '\x1b'));
	free(kept.ptr);
}

#define TOTALS \
	"\"records\":5,\"events\":3,\"repeats\":1,\"rejected\":1,\"rejects\":{\"BAD_JSON\":1}," \
	"\"flags\":{\"NO_ID\":1},\"binds\":1,\"syncs\":1,\"unstated\":0,\"throttled\":0," \
	"\"throttled_not_stated\":2,\"shared_ids\":0,\"no_time\":0," \
	"\"first\":\"2016-07-18T00:00:00Z\",\"last\":\"2016-07-18T00:00:01Z\"}"

static void
json_is_one_object(void **state)
{
	struct kept kept = info_in(MIA_FORMAT_JSON);

	(void)state;
	assert_memory_equal(kept.ptr, "{\"sources\":[\n{\"source\":\"a.csv\",\"sha256\":\"1234\",", 42);
	assert_non_null(strstr(kept.ptr,
		"],\n\"totals\":{" TOTALS ",\n\"operations\":[\n"
		"{\"operation\":\"MailItemsAccessed\",\"events\":2},\n{\"operation\":\"Send\",\"events\":1}],\n"
		"\"mailboxes\":[\n{\"mailbox\":\"ann@contoso.example\",\"mailbox_guid\":null,\"events\":3,"));
	assert_string_equal(kept.ptr + kept.len - 4, "}]}\n");
	free(kept.ptr);
}

static void
ndjson_lines_say_what_they_are(void **state)
{
	static const char *const begin[] = {
		"{\"kind\":\"source\",\"source\":\"a.csv\",",
		"{\"kind\":\"source\",\"source\":\"b\\u001b[2J",
		"{\"kind\":\"totals\"," TOTALS "\n",
		"{\"kind\":\"operation\",\"operation\":\"MailItemsAccessed\",",
		"{\"kind\":\"operation\",\"operation\":\"Send\",",
		"{\"kind\":\"mailbox\",\"mailbox\":\"ann@contoso.example\",",
	};
	struct kept kept = info_in(MIA_FORMAT_NDJSON);
	const char *line = kept.ptr;

	(void)state;
	for (size_t i = 0; i < sizeof(begin) / sizeof(*begin); i++) {
		assert_int_equal(strncmp(line, begin[i], strlen(begin[i])), 0);
		line = strchr(line, '\n') + 1;
	}
	assert_int_equal(*line, '\0');
	free(kept.ptr);
}

static void
sums_that_cannot_be_told_are_refused(void **state)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept };
	struct mia_sums *sums = NULL;

	(void)state;
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	for (int format = MIA_FORMAT_TABLE; format <= MIA_FORMAT_NDJSON; format++) {
		options.format = (enum mia_format)format;
		assert_int_equal(mia_report_info(&evidence, sums, &options, NULL), MIA_ERR_STATE);
	}
	seal(mia_sums_fold(sums));
	/* Sealed, but of other evidence: a.csv has four records that it never saw. */
	for (int format = MIA_FORMAT_TABLE; format <= MIA_FORMAT_NDJSON; format++) {
		options.format = (enum mia_format)format;
		assert_int_equal(mia_report_info(&evidence, sums, &options, NULL), MIA_ERR_ARGUMENT);
	}
	assert_int_equal(mia_report_info(NULL, sums, &options, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(kept.len, 0);
	mia_sums_free(sums);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_one_row_a_source),
		cmocka_unit_test(people_see_the_books_balance),
		cmocka_unit_test(one_screen_says_what_is_here),
		cmocka_unit_test(json_is_one_object),
		cmocka_unit_test(ndjson_lines_say_what_they_are),
		cmocka_unit_test(sums_that_cannot_be_told_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
