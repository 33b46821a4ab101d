/* Answers that say themselves that they go on or are not whole, told once for each source that nothing ends. */
#include <stdio.h>

#include "failing.h"

#include <mia/coverage.h>
#include <mia/load.h>

#define RECORD "{\"Id\":\"a\",\"Operation\":\"Send\",\"CreationTime\":\"2026-03-04T08:00:00\"}"
#define CONTEXT "\"@odata.context\":\"https://graph.example/$metadata#q\","
#define NEXT "\"@odata.nextLink\":\"https://graph.example/q?$skiptoken=2\""
#define FIRST "{" CONTEXT "\"value\":[" RECORD "]," NEXT "}"
#define LAST "{" CONTEXT "\"value\":[" RECORD "]}"

static struct mia_evidence *
evidence_of(const char *const *texts, size_t count)
{
	struct mia_evidence *evidence = NULL;
	char name[2] = "a";

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	for (size_t i = 0; i < count; i++, name[0]++)
		assert_int_equal(mia_evidence_add_memory(evidence, name, texts[i], strlen(texts[i]), NULL),
			MIA_OK);
	return evidence;
}

/* How many sources say so; the reader and mia_load, whatever the number of threads, agree. */
static uint64_t
told(const char *const *texts, size_t count)
{
	uint64_t first = 0;

	for (unsigned threads = 0; threads <= 3; threads++) {
		struct mia_evidence *evidence = evidence_of(texts, count);
		struct mia_load_options options;
		struct mia_reader *reader = NULL;
		const struct mia_event *event;
		const struct mia_reject *reject;
		uint64_t sum = 0, seen = 0;
		enum mia_status status;
		mia_load_options_init(&options);
		options.threads = threads;
		if (threads > 0) {
			assert_int_equal(mia_load(evidence, NULL, 0, &options, NULL), MIA_OK);
		} else {
			assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
			while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
				assert_true(status >= 0);
				if (status == MIA_REJECTED && reject->reason == MIA_REASON_MORE_RECORDS)
					seen++;
			}
			mia_reader_free(reader);
		}
		for (size_t i = 0; i < count; i++) {
			const struct mia_source *s = mia_evidence_source(evidence, i);
			sum += s->rejected_by[MIA_REASON_MORE_RECORDS];
			assert_int_equal(s->records, s->decoded + s->rejected);
			assert_int_equal(s->text_bytes, s->record_bytes + s->framing_bytes);
		}
		if (threads == 0) {
			assert_int_equal(seen, sum);
			first = sum;
		}
		assert_int_equal(sum, first);
		mia_evidence_free(evidence);
	}
	return first;
}

static uint64_t
told_of(const char *text)
{
	return told(&text, 1);
}

static void
pages_go_on_until_one_ends(void **state)
{
	(void)state;
	static const char *const other = "{\"@odata.context\":\"#other\",\"value\":[" RECORD "]}";
	const char *both[] = { FIRST, LAST }, *turned[] = { LAST, FIRST }, *foreign[] = { FIRST, other },
		   *two[] = { FIRST, FIRST }, *nameless[] = { "{\"value\":[" RECORD "]," NEXT "}", LAST };

	assert_int_equal(told_of(FIRST), 1);
	assert_int_equal(told_of("{" CONTEXT NEXT ",\"value\":[" RECORD "]}"), 1);
	assert_int_equal(told_of("{" CONTEXT NEXT ",\"value\":[]}"), 1);
	assert_int_equal(told_of(LAST), 0);
	assert_int_equal(told_of("{" CONTEXT "\"value\":[" RECORD "],\"@odata.nextLink\":null}"), 0);
	assert_int_equal(told_of("{" CONTEXT "\"value\":[" RECORD "],\"@odata.nextLink\":\"\"}"), 0);
	assert_int_equal(told(both, 2), 0);
	assert_int_equal(told(turned, 2), 0);
	assert_int_equal(told(foreign, 2), 1);
	assert_int_equal(told(two, 2), 2);
	assert_int_equal(told(nameless, 2), 1);
	assert_int_equal(told_of("[" FIRST "," LAST "]"), 0);
	assert_int_equal(told_of(FIRST "\n" FIRST "\n" LAST "\n"), 0);
	assert_int_equal(told_of("[" FIRST "," FIRST "]"), 1);
	/* A name in a record's own text is none of the page. */
	assert_int_equal(told_of("{" CONTEXT "\"value\":[{\"Id\":\"a\",\"Operation\":\"Send\"," NEXT "}]}"),
		0);
}

static void
an_answer_says_that_it_is_not_whole(void **state)
{
	(void)state;
	static const char *const cut[] = {
		"{\"value\":[" RECORD "],\"isRecordCountLimitExceeded\":true}",
		"{\"isRecordCountLimitExceeded\":\"True\",\"value\":[" RECORD "]}",
		"{\"metadata\":{\"moreRecordsAvailable\":true},\"value\":[" RECORD "]}",
		"{\"value\":[" RECORD "],\"metadata\":{\"moreRecordsAvailable\":true}}",
		"{\"id\":\"1\",\"status\":\"succeeded\",\"isRecordCountLimitExceeded\":true}",
		RECORD "\n{\"id\":\"1\",\"isRecordCountLimitExceeded\":true}\n" RECORD "\n",
		"{\"preview\":true,\"results\":[" RECORD "]}",
		"{\"value\":[" RECORD "],\"error\":{\"code\":\"PartialError\",\"message\":\"x\"}}",
		"[{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":true,\"Cancelled\":false}," RECORD "]",
		"[{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":false,\"Cancelled\":true}," RECORD "]",
	};
	static const char *const whole[] = {
		"{\"value\":[" RECORD "],\"isRecordCountLimitExceeded\":false}",
		"{\"value\":[" RECORD "],\"note\":\"\\\"preview\\\":true\"}",
		"{\"preview\":false,\"results\":[" RECORD "]}",
		"[{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":false,\"Cancelled\":false}," RECORD "]",
	};

	for (size_t i = 0; i < sizeof(cut) / sizeof(*cut); i++)
		if (told_of(cut[i]) != 1)
			fail_msg("not told: %s", cut[i]);
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (told_of(whole[i]) != 0)
			fail_msg("told: %s", whole[i]);
}

/* Whatever the pieces in which the text is read, what stands behind the records is seen as a whole. */
static void
a_mark_across_two_reads_is_found(void **state)
{
	(void)state;
	enum { READ = 64 * 1024, AROUND = 60 };
	static char text[READ + 4096];

	for (size_t at = 0; at < AROUND; at += fewer(1, 7)) {
		const char *p = text;
		int n = snprintf(text, sizeof(text), "{" CONTEXT "\"value\":[" RECORD "]");
		size_t pad = READ - (size_t)n - at;
		memset(text + n, ' ', pad);
		snprintf(text + (size_t)n + pad, sizeof(text) - (size_t)n - pad, "," NEXT "}");
		assert_int_equal(told(&p, 1), 1);
	}
}

/* Nothing of the time that was asked for is covered then, and the file is named. */
static void
it_blinds_what_was_exported(void **state)
{
	(void)state;
	const char *text = FIRST;
	struct mia_evidence *evidence = evidence_of(&text, 1);
	struct mia_coverage *c = NULL;
	unsigned found = 0;

	assert_int_equal(mia_coverage_new(&c, NULL, NULL, NULL), MIA_OK);
	struct mia_fold *fold = mia_coverage_fold(c);
	assert_int_equal(mia_load(evidence, &fold, 1, NULL, NULL), MIA_OK);
	mia_evidence_free(evidence);
	for (size_t i = 0; i < mia_coverage_count(c); i++) {
		const struct mia_span *span = mia_coverage_span(c, i);
		assert_string_not_equal(span->rule, "rejected-records");
		if (strcmp(span->rule, "more-records") != 0)
			continue;
		found++;
		assert_int_equal(span->reason, MIA_COVERAGE_CUT_SHORT);
		assert_int_equal(span->blind, MIA_BLIND_BINDS | MIA_BLIND_SYNCS);
		assert_true(span->start == MIA_TIME_UNKNOWN && span->end == MIA_TIME_UNKNOWN);
		assert_memory_equal(span->source.ptr, "a", 1);
	}
	assert_int_equal(found, 1);
	mia_coverage_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_go_on_until_one_ends),
		cmocka_unit_test(an_answer_says_that_it_is_not_whole),
		cmocka_unit_test(a_mark_across_two_reads_is_found),
		cmocka_unit_test(it_blinds_what_was_exported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
