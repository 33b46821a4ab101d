/* A log written by hand, record by record, and the coverage of it. */
#ifndef MIA_TESTS_MADE_COVERAGE_H
#define MIA_TESTS_MADE_COVERAGE_H

#include "made_events.h"

#ifndef ALL_RULES
#include "quiet_rules.h"
#endif

/* Thursday, 2016-07-14T00:00:00Z, and a clock from it on. */
#define START_DAY (NOON - 4 * DAY)
#define AT(days, hours, minutes, seconds) \
	(START_DAY + (days)*DAY + (hours)*HOUR + (minutes)*MINUTE + (seconds)*MIA_TIME_SECOND)

struct log {
	struct mia_coverage *coverage;
	struct mia_source source;
	unsigned records;
	struct mia_event event; /* the last one */
};

static inline struct log
new_log(const struct mia_coverage_options *options)
{
	struct log log = { .source = { .name = "a.csv" } };

	assert_int_equal(mia_coverage_new(&log.coverage, &poisoning, options, NULL), MIA_OK);
	return log;
}

static inline void
next_record(struct log *log, const char *mailbox, mia_time time)
{
	unsigned n = ++log->records;

	log->event = made_event(n, &log->source, n);
	log->event.key[1] = (unsigned char)(n >> 16);
	log->event.time = time;
	log->event.mailbox_owner = text_of(mailbox);
	log->event.id = TEXT("r-1");
	log->event.result_index = log->event.result_count = MIA_NOT_COUNTED;
}

/* A bind, not throttled; of record type 50. */
static inline void
bind_at(struct log *log, const char *mailbox, mia_time time)
{
	next_record(log, mailbox, time);
	log->event.operation = TEXT("MailItemsAccessed");
	log->event.record_type = TEXT("50");
	log->event.access = MIA_ACCESS_BIND;
	log->event.throttled = MIA_NO;
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static inline void
throttled_at(struct log *log, const char *mailbox, mia_time time, const char *id)
{
	next_record(log, mailbox, time);
	log->event.operation = TEXT("MailItemsAccessed");
	log->event.record_type = TEXT("50");
	log->event.access = MIA_ACCESS_BIND;
	log->event.throttled = MIA_YES;
	log->event.id = text_of(id);
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static inline void
sync_at(struct log *log, const char *mailbox, mia_time time)
{
	next_record(log, mailbox, time);
	log->event.operation = TEXT("MailItemsAccessed");
	log->event.record_type = TEXT("2");
	log->event.access = MIA_ACCESS_SYNC;
	log->event.throttled = MIA_NO;
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

/* Any other record; mailbox may be NULL. */
static inline void
other_at(struct log *log, const char *mailbox, const char *operation, const char *type, mia_time time)
{
	next_record(log, mailbox, time);
	log->event.operation = text_of(operation);
	log->event.record_type = text_of(type);
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static inline void
seal_log(struct log *log)
{
	seal(mia_coverage_fold(log->coverage));
}

static inline void
end_log(struct log *log)
{
	mia_coverage_free(log->coverage);
	log->coverage = NULL;
}

/* The n-th span (from 0) of a rule, or NULL. */
static inline const struct mia_span *
find_span(const struct mia_coverage *coverage, const char *rule, size_t n)
{
	for (size_t i = 0; i < mia_coverage_count(coverage); i++) {
		const struct mia_span *span = mia_coverage_span(coverage, i);
		if (strcmp(span->rule, rule) == 0 && n-- == 0)
			return span;
	}
	return NULL;
}

static inline size_t
count_spans(const struct mia_coverage *coverage, const char *rule)
{
	size_t n = 0;

	while (find_span(coverage, rule, n))
		n++;
	return n;
}

/* mailbox "": the tenant. */
static inline void
assert_span_of(const struct mia_coverage *coverage, const char *rule, size_t n, const char *mailbox,
	mia_time start, mia_time end)
{
	const struct mia_span *span = find_span(coverage, rule, n);

	assert_non_null(span);
	assert_same_text(span->mailbox, *mailbox ? text_of(mailbox) : TEXT_ABSENT);
	assert_int_equal(span->start, start);
	assert_int_equal(span->end, end);
	assert_true(span->detail.len > 0);
}

static inline void
assert_says(struct mia_text detail, const char *part)
{
	if (mia__text_find(detail, text_of(part)) < 0)
		fail_msg("\"%.*s\" does not say \"%s\"", (int)detail.len, detail.ptr, part);
}

#endif
