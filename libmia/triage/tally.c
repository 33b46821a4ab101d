/* From what was kept to what is handed out, step by step. */
#include "triage/tally.h"

static void
init(struct tally *y, struct mia_triage *t)
{
	*y = (struct tally){ .t = t, .a = &t->a, .text_count = t->texts.count };
	mia__triage_pairs_init(&y->keys, false);
	mia__triage_pairs_init(&y->accounts, true);
	mia__triage_pairs_init(&y->sign_ins, true);
	mia__triage_pairs_init(&y->mailboxes, true);
	mia__triage_pairs_init(&y->addresses, false);
	mia__intern_init(&y->known_addresses, y->a);
	mia__intern_init(&y->networks, y->a);
	mia__intern_init(&y->domains, y->a);
	mia__buf_init(&y->scratch, y->a);
}

/* One more than needed, so that nothing of size 0 is asked for. */
static bool
make_room(struct tally *y)
{
	const struct mia_triage *t = y->t;
	size_t contexts = t->contexts.count + 1, acts = t->act_count + 1;

	y->copy = mia__alloc(y->a, t->record_count, sizeof(*y->copy));
	y->by_time = mia__alloc(y->a, t->record_count, sizeof(*y->by_time));
	y->of_context = mia__alloc(y->a, contexts, sizeof(*y->of_context));
	y->folded = mia__alloc(y->a, contexts, sizeof(*y->folded));
	y->no_other = mia__alloc(y->a, contexts, sizeof(*y->no_other));
	y->subject_of = mia__alloc(y->a, contexts * KINDS, sizeof(*y->subject_of));
	y->folded_text = mia__alloc(y->a, y->text_count + 1, sizeof(*y->folded_text));
	y->told = mia__alloc(y->a, acts, sizeof(*y->told));
	y->act_order = mia__alloc(y->a, acts, sizeof(*y->act_order));
	return y->copy && y->by_time && y->of_context && y->folded && y->no_other && y->subject_of &&
		y->folded_text && y->told && y->act_order;
}

static void
release(struct tally *y)
{
	const struct mia_triage *t = y->t;
	size_t contexts = t->contexts.count + 1, acts = t->act_count + 1;

	mia__dealloc(y->a, y->copy, t->record_count, sizeof(*y->copy));
	mia__dealloc(y->a, y->by_time, t->record_count, sizeof(*y->by_time));
	mia__dealloc(y->a, y->of_context, contexts, sizeof(*y->of_context));
	mia__dealloc(y->a, y->folded, contexts, sizeof(*y->folded));
	mia__dealloc(y->a, y->no_other, contexts, sizeof(*y->no_other));
	mia__dealloc(y->a, y->subject_of, contexts * KINDS, sizeof(*y->subject_of));
	mia__dealloc(y->a, y->folded_text, y->text_count + 1, sizeof(*y->folded_text));
	mia__dealloc(y->a, y->told, acts, sizeof(*y->told));
	mia__dealloc(y->a, y->act_order, acts, sizeof(*y->act_order));
	mia__dealloc(y->a, y->subjects, y->subject_cap, sizeof(*y->subjects));
	mia__dealloc(y->a, y->deeds, y->deed_cap, sizeof(*y->deeds));
	mia__triage_pairs_release(y, &y->accounts);
	mia__triage_pairs_release(y, &y->sign_ins);
	mia__triage_pairs_release(y, &y->mailboxes);
	mia__triage_pairs_release(y, &y->addresses);
	mia__triage_pairs_release(y, &y->keys);
	mia__dealloc(y->a, y->key_subjects, y->key_cap, sizeof(*y->key_subjects));
	mia__intern_release(&y->known_addresses);
	mia__dealloc(y->a, y->address_subjects, y->address_cap, sizeof(*y->address_subjects));
	mia__intern_release(&y->networks);
	mia__intern_release(&y->domains);
	mia__buf_release(&y->scratch);
}

/* Only what the rows do not point to. */
static void
forget_records(struct mia_triage *t)
{
	mia__dealloc(&t->a, t->records, t->record_cap, sizeof(*t->records));
	mia__dealloc(&t->a, t->items, t->item_cap, sizeof(*t->items));
	mia__dealloc(&t->a, t->syncs, t->sync_cap, sizeof(*t->syncs));
	mia__dealloc(&t->a, t->acts, t->act_cap, sizeof(*t->acts));
	t->records = NULL;
	t->items = NULL;
	t->syncs = NULL;
	t->acts = NULL;
	t->record_count = t->record_cap = t->item_count = t->item_cap = 0;
	t->sync_count = t->sync_cap = t->act_count = t->act_cap = 0;
}

bool
mia__triage_tally(struct mia_triage *t)
{
	struct tally y;
	bool ok;

	if (t->record_count == 0)
		return true;
	init(&y, t);
	ok = make_room(&y) && mia__triage_join_copies(&y) && mia__triage_order_times(&y) &&
		mia__triage_find_subjects(&y) && mia__triage_tell_acts(&y) && mia__triage_count_volume(&y) &&
		mia__triage_count_acts(&y) && mia__triage_count_signins(&y) && mia__triage_find_new(&y);
	if (ok) {
		mia__triage_judge(&y);
		mia__triage_fill_buckets(&y);
		ok = mia__triage_make_rows(&y);
	}
	release(&y);
	if (ok)
		forget_records(t);
	return ok;
}
