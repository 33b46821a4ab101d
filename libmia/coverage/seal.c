#include "base/error.h"
#include "coverage/coverage.h"

/* What only collecting needed. */
static void
release_collecting(struct mia_coverage *c)
{
	intern_release(&c->source_names);
	intern_init(&c->source_names, &c->a);
	mia_dealloc(&c->a, c->records, c->record_cap, sizeof(*c->records));
	c->records = NULL;
	c->record_count = c->record_cap = 0;
	mia_dealloc(&c->a, c->box_of, c->box_of_cap, sizeof(*c->box_of));
	c->box_of = NULL;
	acts_release(c);
	c->options.readiness = NULL;
}

static bool
ask_rules(struct mia_coverage *c)
{
	return rule_throttled(c) && rule_throttling_suspected(c) && rule_not_logged(c) && rule_silence(c) &&
		rule_auditing_off(c) && rule_bypass(c) && rule_licence(c) && rule_asked(c) && rule_late(c) &&
		rule_cut_short(c) && rule_rejected(c) && rule_readiness(c) && spans_index(c) && rule_covered(c);
}

enum mia_status
coverage_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_coverage *c = (struct mia_coverage *)fold;

	if (c->sealed)
		return MIA_OK;
	if (!tables_seal(c) || !mailboxes_seal(&c->mailboxes) || !boxes_make(c) || !order_records(c))
		return mia_fail_memory(err);
	boxes_count(c);
	if (!acts_seal(c) || !ask_rules(c) || !spans_sort(c) || !spans_index(c))
		return mia_fail_memory(err);
	release_collecting(c);
	c->sealed = true;
	return MIA_OK;
}
