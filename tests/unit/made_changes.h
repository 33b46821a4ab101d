/* Evidence made by hand for the rules of coverage about the configuration and
 * the export, and the spans that come of it. */
#ifndef MIA_TESTS_MADE_CHANGES_H
#define MIA_TESTS_MADE_CHANGES_H

#include "made_events.h"

#include "coverage/rules.h"

/* 2023-06-01T00:00:00Z: before Audit Standard had MailItemsAccessed. */
#define T0 ((mia_time)1685577600 * MIA_TIME_SECOND)
#define ANN "ann@corp.example"
#define BOB "bob@corp.example"
#define EXPORT "export.csv"

enum { MADE_EVENTS = 128, MADE_REJECTS = 8, MADE_SOURCES = 8, MADE_PARAMETERS = 4 };
struct made {
	struct mia_source sources[MADE_SOURCES];
	struct mia_event events[MADE_EVENTS];
	struct mia_parameter parameters[MADE_EVENTS][MADE_PARAMETERS];
	struct mia_bind binds[MADE_EVENTS];
	struct mia_reject rejects[MADE_REJECTS];
	unsigned source_count, event_count, reject_count;
	struct mia_coverage_options options;
};

static inline void
made_begin(struct made *m)
{
	memset(m, 0, sizeof(*m));
	mia_coverage_options_init(&m->options);
}

static inline const struct mia_source *
made_source(struct made *m, const char *name)
{
	unsigned i = 0;

	while (i < m->source_count && strcmp(m->sources[i].name, name) != 0)
		i++;
	assert_true(i < MADE_SOURCES);
	m->sources[i].name = name;
	if (i == m->source_count)
		m->source_count++;
	return &m->sources[i];
}

/* The next record, of `name`, number `record` there. */
static inline struct mia_event *
made_record(struct made *m, const char *name, uint64_t record, mia_time time)
{
	static const char *const ids[] = { "id-0", "id-1", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7",
		"id-8", "id-9" };
	unsigned n = m->event_count++;

	assert_true(n < MADE_EVENTS);
	m->events[n] = made_event(n + 1, made_source(m, name), record);
	m->events[n].id = text_of(ids[n % 10]);
	m->events[n].time = time;
	m->events[n].result_index = m->events[n].result_count = MIA_NOT_COUNTED;
	return &m->events[n];
}

static inline struct mia_event *
next_record(struct made *m, mia_time time)
{
	return made_record(m, EXPORT, m->event_count + 1, time);
}

/* A bind of the unified log. */
static inline struct mia_event *
add_access(struct made *m, const char *owner, mia_time time)
{
	struct mia_event *e = next_record(m, time);

	make_bind(e, &m->binds[e - m->events]);
	e->mailbox_owner = text_of(owner);
	e->record_type = TEXT("50");
	e->throttled = MIA_NO;
	return e;
}

/* Another action that mailbox auditing logs. */
static inline struct mia_event *
add_deletion(struct made *m, const char *owner, mia_time time)
{
	struct mia_event *e = next_record(m, time);

	e->operation = TEXT("SoftDelete");
	e->mailbox_owner = text_of(owner);
	return e;
}

static inline struct mia_event *
add_parameter(struct made *m, struct mia_event *e, const char *name, const char *value)
{
	struct mia_parameter *p = m->parameters[e - m->events];

	assert_true(e->parameter_count < MADE_PARAMETERS);
	p[e->parameter_count++] = (struct mia_parameter){ text_of(name), text_of(value) };
	e->parameters = p;
	return e;
}

/* A cmdlet with one parameter; `object` may be NULL. */
static inline struct mia_event *
add_change(struct made *m, mia_time time, const char *operation, const char *object, const char *name,
	const char *value)
{
	struct mia_event *e = next_record(m, time);

	e->operation = text_of(operation);
	e->object_id = text_of(object);
	return add_parameter(m, e, name, value);
}

static inline void
add_reject(struct made *m, const char *name, uint64_t record, enum mia_reason reason)
{
	assert_true(m->reject_count < MADE_REJECTS);
	m->rejects[m->reject_count++] = (struct mia_reject){
		.place = { .source = made_source(m, name), .record = record, .offset = record * 100 },
		.reason = reason,
		.last = 1,
	};
}

/* The evidence in a fold, sealed; whatever is refused, the status says so. */
static inline enum mia_status
made_fold(const struct made *m, const struct mia_allocator *a, struct mia_coverage **ret)
{
	enum mia_status status = mia_coverage_new(ret, a, &m->options, NULL);

	if (status < 0)
		return status;
	struct mia_fold *fold = mia_coverage_fold(*ret);
	for (unsigned i = 0; status >= 0 && i < m->event_count; i++)
		status = fold->ops->add(fold, &m->events[i], NULL);
	for (unsigned i = 0; status >= 0 && i < m->reject_count; i++)
		status = fold->ops->reject(fold, &m->rejects[i], NULL);
	return status < 0 ? status : fold->ops->seal(fold, NULL);
}

static inline struct mia_coverage *
made_coverage(const struct made *m)
{
	struct mia_coverage *c = NULL;

	assert_int_equal(made_fold(m, &poisoning, &c), MIA_OK);
	return c;
}

static inline size_t
count_of(const struct mia_coverage *c, const char *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < mia_coverage_count(c); i++)
		n += strcmp(mia_coverage_span(c, i)->rule, rule) == 0;
	return n;
}

/* The n-th span of a rule, in order of the output. */
static inline const struct mia_span *
span_of(const struct mia_coverage *c, const char *rule, size_t n)
{
	for (size_t i = 0; i < mia_coverage_count(c); i++)
		if (strcmp(mia_coverage_span(c, i)->rule, rule) == 0 && n-- == 0)
			return mia_coverage_span(c, i);
	fail_msg("no such span of %s", rule);
	return NULL;
}

#define assert_detail(span, words) \
	do { \
		const struct mia_span *span_ = (span); \
		if (mia__text_find(span_->detail, text_of(words)) < 0) \
			fail_msg("\"%s\" is not in \"%.*s\"", words, (int)span_->detail.len, \
				span_->detail.ptr); \
	} while (0)

/* One span of the rule, from start to end, ended by `until`. */
static inline const struct mia_span *
assert_span(const struct mia_coverage *c, const char *rule, mia_time start, mia_time end, const char *until)
{
	if (count_of(c, rule) != 1)
		fail_msg("%zu spans of %s", count_of(c, rule), rule);
	const struct mia_span *span = span_of(c, rule, 0);
	assert_int_equal(span->start, start);
	assert_int_equal(span->end, end);
	assert_string_equal(span->until_rule, until);
	assert_true(span->detail.len > 0);
	return span;
}

static inline void
assert_none(const struct made *m, const char *rule)
{
	struct mia_coverage *c = made_coverage(m);

	assert_int_equal(count_of(c, rule), 0);
	mia_coverage_free(c);
}

#endif
