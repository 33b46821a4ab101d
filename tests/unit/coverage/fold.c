/* Coverage as a fold: repeats, order of arrival, memory, misuse. */
#include "made_coverage.h"

/* ---- random worlds of some weeks ---- */

#define EVENTS 160
#define KEYS 110
#define REJECTS 6

struct weeks {
	struct mia_source sources[3];
	struct mia_event events[EVENTS];
	struct mia_parameter parameters[EVENTS][2];
	struct mia_reject rejects[REJECTS];
};

/* What all copies of one record share. */
static void
make_record_of_weeks(struct mia_event *event, unsigned key)
{
	static const struct mia_text guids[] = { { NULL, 0 }, { "g-1", 3 }, { "G-1", 3 }, { "g-2", 3 },
		{ NULL, 0 } };
	static const struct mia_text owners[] = { { "ann@x", 5 }, { "Ann@X", 5 }, { NULL, 0 }, { "bob@x", 5 },
		{ NULL, 0 } };
	static const char *const operations[] = { "MailItemsAccessed", "MailItemsAccessed", "Send",
		"UserLoggedIn", "Set-Mailbox", "Update user." };
	static const char *const types[] = { "50", "2", "2", "15", "1", "8" };
	uint64_t state = key * UINT64_C(7919) + 3;
	unsigned name = next_number(&state, 5), kind = next_number(&state, 9);

	kind = kind < 6 ? kind : 0;
	event->mailbox_guid = kind < 3 ? guids[name] : TEXT_ABSENT;
	event->mailbox_owner = kind < 3 ? owners[name] : TEXT_ABSENT;
	event->operation = text_of(operations[kind]);
	event->record_type = text_of(types[kind]);
	event->access = kind == 0 ? MIA_ACCESS_BIND : kind == 1 ? MIA_ACCESS_SYNC : MIA_ACCESS_NONE;
	event->time = next_number(&state, 30)
		? AT((int)next_number(&state, 12), 0, (int)next_number(&state, 1440), 0)
		: MIA_TIME_UNKNOWN;
	/* a log that stops once for long */
	if (event->time > AT(6, 0, 0, 0))
		event->time += 40 * DAY;
}

static void
make_copy_of_weeks(struct weeks *w, unsigned i, unsigned key, uint64_t *state)
{
	static const struct mia_text ids[] = { { "r-1", 3 }, { "R-1", 3 }, { "r-2", 3 } };
	static const struct mia_text values[] = { { "True", 4 }, { "False", 5 }, { NULL, 0 } };
	static const struct mia_text actors[] = { { "eve@x", 5 }, { "adm@x", 5 } };
	struct mia_event *event = &w->events[i];

	*event = made_event(key, &w->sources[next_number(state, 3)], i + 1);
	make_record_of_weeks(event, key);
	event->id = PICK(state, ids);
	event->actor = PICK(state, actors);
	event->object_id = TEXT("ann@x");
	event->throttled = next_number(state, 12) ? (enum mia_known)next_number(state, 2) : MIA_YES;
	if (event->access == MIA_ACCESS_BIND && next_number(state, 4) == 0)
		event->access = MIA_ACCESS_UNSTATED;
	event->result_index = next_number(state, 3) ? (int64_t)next_number(state, 40) : MIA_NOT_COUNTED;
	event->result_count = next_number(state, 3) ? (int64_t)next_number(state, 3) * 100 : MIA_NOT_COUNTED;
	event->flags = next_number(state, 5) == 0 ? MIA_FLAG_FAILED : 0;
	w->parameters[i][0] = (struct mia_parameter){ TEXT("AssignedLicense"), PICK(state, values) };
	w->parameters[i][1] = (struct mia_parameter){ TEXT("AuditEnabled"), PICK(state, values) };
	event->parameters = w->parameters[i];
	event->parameter_count = next_number(state, 3);
}

static struct weeks *
make_weeks(uint64_t seed)
{
	struct weeks *w = calloc(1, sizeof(*w));
	uint64_t state = seed * 977 + 1;

	assert_non_null(w);
	w->sources[0].name = "b.csv";
	w->sources[1].name = "a.csv";
	w->sources[2].name = "c.csv";
	for (unsigned i = 0; i < EVENTS; i++)
		make_copy_of_weeks(w, i, next_number(&state, KEYS), &state);
	for (unsigned i = 0; i < REJECTS; i++)
		w->rejects[i] = (struct mia_reject){
			.place = { .source = &w->sources[next_number(&state, 3)],
				.record = next_number(&state, 300),
				.offset = i },
			.reason = MIA_REASON_BAD_JSON,
			.last = 1,
		};
	return w;
}

static enum mia_status
add_nth(struct mia_fold *fold, const void *world, unsigned i)
{
	const struct weeks *w = world;

	return i < EVENTS ? fold->ops->add(fold, &w->events[i], NULL)
			  : fold->ops->reject(fold, &w->rejects[i - EVENTS], NULL);
}

static struct fold_steps
steps_of_weeks(const struct weeks *w)
{
	return (struct fold_steps){ EVENTS + REJECTS, add_nth, w };
}

/* ---- everything as text; what the rules work on must not depend on arrival either ---- */

static void
print_sources(struct buf *b, const struct mia_coverage *c)
{
	for (size_t i = 0; i < c->source_count; i++) {
		const struct coverage_source *s = &c->sources[i];
		print_text(b, intern_text(&c->texts, s->name));
		print(b, " %llu %lld %lld %lld %lld %d%d%d%d %lld %lld:", (unsigned long long)s->records,
			(long long)s->first, (long long)s->last, (long long)s->result_count,
			(long long)s->result_count_least, s->binds50, s->other_access, s->only50,
			s->has_items, (long long)s->items_first, (long long)s->items_last);
		print(b, " %d", s->unstated_rows);
		for (size_t k = 0; k < s->row_count; k++)
			print(b, " %lld/%lld/%llx", (long long)s->rows[k].index, (long long)s->rows[k].count,
				(unsigned long long)s->rows[k].key);
		for (size_t k = 0; k < s->reject_count; k++)
			print(b, " reject %llu %llu %d", (unsigned long long)s->rejects[k].record,
				(unsigned long long)s->rejects[k].offset, s->rejects[k].reason);
		print(b, "\n");
	}
}

static void
print_changes(struct buf *b, const struct mia_coverage *c)
{
	for (size_t i = 0; i < c->change_count; i++) {
		const struct coverage_change *change = &c->changes[i];
		print(b, "change %d %lld %d", change->key[15], (long long)change->time, change->failed);
		print_text(b, intern_text(&c->texts, change->id));
		print_text(b, intern_text(&c->texts, change->source));
		print_text(b, intern_text(&c->texts, change->operation));
		print_text(b, intern_text(&c->texts, change->actor));
		print_text(b, intern_text(&c->texts, change->object));
		for (size_t k = 0; k < change->parameter_count; k++) {
			print_text(b, intern_text(&c->texts, c->parameters[change->parameters + k].name));
			print_text(b, intern_text(&c->texts, c->parameters[change->parameters + k].value));
		}
		print(b, "\n");
	}
}

static void
print_public(struct buf *b, const struct mia_coverage *c)
{
	for (size_t i = 0; i < mia_coverage_mailbox_count(c); i++) {
		const struct mia_coverage_mailbox *m = mia_coverage_mailbox(c, i);
		print_text(b, m->mailbox);
		print_text(b, m->guid);
		print(b, " %llu %llu %llu %llu %lld %lld %lld %lld", (unsigned long long)m->events,
			(unsigned long long)m->binds, (unsigned long long)m->syncs,
			(unsigned long long)m->unstated, (long long)m->first, (long long)m->last,
			(long long)m->first_access_record, (long long)m->last_access_record);
		for (size_t k = 0; k < m->sources.count; k++)
			print_text(b, m->sources.ptr[k]);
		print(b, "\n");
	}
	for (size_t i = 0; i < mia_coverage_count(c); i++) {
		const struct mia_span *s = mia_coverage_span(c, i);
		print_text(b, s->mailbox);
		print_text(b, s->mailbox_guid);
		print_text(b, s->actor);
		print(b, " %lld %lld %s %u %s %s", (long long)s->start, (long long)s->end,
			mia_coverage_reason_name(s->reason), s->blind, s->rule, s->until_rule);
		print_text(b, s->record_id);
		print_text(b, s->source);
		print_text(b, s->detail);
		print(b, "\n");
	}
	print(b, "%lld %lld\n", (long long)c->extent.first, (long long)c->extent.last);
}

static void
print_coverage(struct buf *b, const struct mia_coverage *c)
{
	buf_clear(b);
	print_sources(b, c);
	print_changes(b, c);
	print_public(b, c);
	assert_false(b->failed);
}

static void
any_split_gives_the_same(void **state)
{
	(void)state;
	struct buf wanted, got;
	unsigned silences = 0, throttled = 0, covered = 0;

	mia__buf_init(&wanted, NULL);
	mia__buf_init(&got, NULL);
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct weeks *w = make_weeks(seed);
		struct fold_steps steps = steps_of_weeks(w);
		struct log log = new_log(NULL);
		uint64_t numbers = seed * 131;
		for (unsigned i = 0; i < steps.count; i++)
			add_step(&log.coverage->fold, &steps, i);
		seal_log(&log);
		print_coverage(&wanted, log.coverage);
		silences += count_spans(log.coverage, "silence") > 0;
		throttled += count_spans(log.coverage, "throttled") > 0;
		covered += count_spans(log.coverage, "covered") > 0;
		for (unsigned i = 0; i < 4; i++) {
			struct mia_fold *dealt = deal_steps(&log.coverage->fold, &steps, &numbers);
			print_coverage(&got, (const struct mia_coverage *)dealt);
			assert_same_print(&wanted, &got);
			dealt->ops->free(dealt);
		}
		end_log(&log);
		free(w);
	}
	/* the worlds are worth the test */
	assert_true(silences > 30 && throttled > 30 && covered > 30);
	mia__buf_release(&wanted);
	mia__buf_release(&got);
}

static enum mia_status
fold_weeks(const struct mia_allocator *a, const void *ctx)
{
	struct fold_steps steps = steps_of_weeks(ctx);
	struct mia_coverage *coverage = NULL;
	enum mia_status status = mia_coverage_new(&coverage, a, NULL, NULL);

	if (status == MIA_OK)
		status = fold_steps(mia_coverage_fold(coverage), &steps);
	mia_coverage_free(coverage);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct weeks *w = make_weeks(3);

	refuse_each_allocation(fold_weeks, w, MIA_OK);
	free(w);
}

static void
misuse_is_said(void **state)
{
	(void)state;
	struct mia_coverage_options options;
	struct mia_coverage *coverage = NULL;

	mia_coverage_options_init(&options);
	assert_int_equal(mia_coverage_new(NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	options.size = 1;
	assert_int_equal(mia_coverage_new(&coverage, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	mia_coverage_options_init(&options);
	options.exported_from = 1;
	struct log log = new_log(NULL), other = new_log(&options);
	struct mia_fold *fold = mia_coverage_fold(log.coverage);
	bind_at(&log, "ann@x", AT(0, 0, 0, 0));
	assert_int_equal(mia_fold_merge(fold, mia_coverage_fold(other.coverage), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 0);
	assert_int_equal(mia_coverage_count(log.coverage), 0);
	assert_null(mia_coverage_span(log.coverage, 0));
	assert_int_equal(mia_coverage_blind(log.coverage, 0, MIA_BLIND_BINDS, 0, 0, 1), 0);
	seal_log(&log);
	seal_log(&log);
	assert_int_equal(mia_fold_add(fold, &log.event, NULL), MIA_ERR_STATE);
	struct mia_reject reject = { .last = 1 };
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_ERR_STATE);
	assert_null(mia_coverage_span(log.coverage, mia_coverage_count(log.coverage)));
	assert_int_equal(mia_coverage_blind(log.coverage, 1, MIA_BLIND_BINDS, 0, 0, 1), 0);
	assert_null(mia_coverage_fold(NULL));
	mia_coverage_free(NULL);
	end_log(&log);
	end_log(&other);
}

static void
nothing_says_nothing(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	struct mia_coverage_extent extent;

	seal_log(&log);
	assert_int_equal(mia_coverage_count(log.coverage), 0);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 0);
	mia_coverage_extent(log.coverage, &extent);
	assert_int_equal(extent.first, MIA_TIME_UNKNOWN);
	assert_int_equal(extent.stated_until, MIA_TIME_UNKNOWN);
	end_log(&log);
}

static void
reasons_have_names(void **state)
{
	(void)state;
	assert_string_equal(mia_coverage_reason_name(MIA_COVERAGE_COVERED), "covered");
	assert_string_equal(mia_coverage_reason_name(MIA_COVERAGE_CUT_SHORT), "export cut short");
	for (int i = 0; i < MIA_COVERAGE_REASON_COUNT; i++)
		assert_true(*mia_coverage_reason_name((enum mia_coverage_reason)i) != '\0');
	assert_string_equal(mia_coverage_reason_name(MIA_COVERAGE_REASON_COUNT), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_split_gives_the_same),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(misuse_is_said),
		cmocka_unit_test(nothing_says_nothing),
		cmocka_unit_test(reasons_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
