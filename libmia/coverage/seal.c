/* The seal of the coverage: tables, mailboxes, then one rule after the other. */
#include "base/error.h"
#include "coverage/coverage.h"

/* What only collecting needed. */
static void
release_collecting(struct mia_coverage *c)
{
	mia__intern_release(&c->source_names);
	mia__intern_init(&c->source_names, &c->a);
	mia__dealloc(&c->a, c->records, c->record_cap, sizeof(*c->records));
	c->records = NULL;
	c->record_count = c->record_cap = 0;
	mia__dealloc(&c->a, c->throttled, c->throttled_cap, sizeof(*c->throttled));
	c->throttled = NULL;
	c->throttled_count = c->throttled_cap = 0;
	mia__dealloc(&c->a, c->box_of, c->box_of_cap, sizeof(*c->box_of));
	c->box_of = NULL;
	mia__acts_release(c);
	mia__coverage_gaps_release(c);
	c->options.readiness = NULL;
}

static bool
ask_rules(struct mia_coverage *c)
{
	return mia__rule_throttled(c) && mia__rule_throttling_suspected(c) && mia__rule_not_logged(c) &&
		mia__rule_silence(c) && mia__rule_auditing_off(c) && mia__rule_bypass(c) &&
		mia__rule_licence(c) && mia__rule_asked(c) && mia__rule_late(c) && mia__rule_cut_short(c) &&
		mia__rule_rejected(c) && mia__rule_readiness(c) && mia__coverage_spans_index(c) &&
		mia__rule_covered(c);
}

enum mia_status
mia__coverage_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_coverage *c = (struct mia_coverage *)fold;

	if (c->sealed)
		return MIA_OK;
	if (!mia__coverage_tables_seal(c) || !mia__mailbox_names_seal(&c->mailboxes) ||
		!mia__coverage_boxes_make(c) || !mia__coverage_order_records(c) ||
		!mia__coverage_gaps_find(c) || !mia__throttled_seal(c))
		return mia__fail_memory(err);
	mia__coverage_boxes_count(c);
	mia__coverage_count_outside(c);
	if (!mia__acts_seal(c) || !ask_rules(c) || !mia__coverage_spans_sort(c) ||
		!mia__coverage_spans_index(c))
		return mia__fail_memory(err);
	release_collecting(c);
	c->sealed = true;
	return MIA_OK;
}
