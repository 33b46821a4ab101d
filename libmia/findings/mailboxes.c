/* One mailbox: what is recorded, what is presumed, what cannot be excluded. */
#include "exposure/lists.h"
#include "findings/sentence.h"

static mia_basis
basis_of(const struct finding_view *view, const struct finding_boxes *b, uint32_t at)
{
	const struct finding_box *box = &b->boxes[at];
	mia_basis basis = (box->exposed ? box->exposed->basis : 0) & ~MIA_BASIS_COVERED_NONE;

	if (view->asked.sync == MIA_SYNC_MAILBOX && box->synced)
		basis |= MIA_BASIS_SYNC_CONTEXT;
	if (box->rule_count)
		basis |= MIA_BASIS_FORWARDED;
	if (box->untold_rules)
		basis |= MIA_BASIS_FORWARDED_UNATTR;
	/* Of such a rule nobody knows whose it is: it may be of this one. */
	if (box->maybe_rules)
		basis |= MIA_BASIS_UNNAMED;
	/* A mailbox, or a time of it, of which the evidence holds no access, and of
	 * which no rule shows that it would: any exclusion would be made up. */
	basis |= mia__finding_box_doubt(box);
	return basis ? basis : MIA_BASIS_COVERED_NONE;
}

static bool
copy_texts(struct arena *kept, struct mia_texts *ret, const struct mia_text *texts, size_t count)
{
	struct mia_text *copy = count ? mia__arena_take(kept, count * sizeof(*copy)) : NULL;

	if (count && !copy)
		return false;
	if (count)
		memcpy(copy, texts, count * sizeof(*copy));
	*ret = (struct mia_texts){ copy, count };
	return true;
}

static bool
gather_sources(struct mia_mailbox_finding *ret, const struct finding_box *box, const struct mia_allocator *a,
	struct arena *kept)
{
	struct list list = { .gathered = NULL };
	bool ok = true;

	for (size_t i = 0; box->exposed && ok && i < box->exposed->sources.count; i++)
		ok = mia__row_list_add(a, &list, box->exposed->sources.ptr[i]);
	for (size_t i = 0; box->covered && ok && i < box->covered->sources.count; i++)
		ok = mia__row_list_add(a, &list, box->covered->sources.ptr[i]);
	ok = ok && mia__row_list_finish(a, &list) &&
		copy_texts(kept, &ret->sources, list.texts, list.text_count);
	mia__row_list_release(a, &list);
	return ok;
}

static void
count_presumed(struct mia_mailbox_finding *ret, const struct finding_box *box)
{
	if (box->lists_messages) {
		ret->messages_presumed = box->presumed;
		ret->presumed_known = 1;
	} else if (box->counted_folders) {
		ret->messages_presumed = box->counted_items;
		ret->presumed_known = 1;
	}
}

static bool
write_sentence(struct mia_text *ret, bool *caveat, const struct sentence_facts *facts,
	const struct mia_allocator *a, struct arena *kept)
{
	struct buf out;

	mia__buf_init(&out, a);
	*caveat = mia__sentence_write(&out, facts);
	if (!out.failed)
		*ret = mia__arena_text(kept, buf_view(&out));
	bool ok = !out.failed && ret->ptr;
	mia__buf_release(&out);
	return ok;
}

bool
mia__mailbox_finding_make(struct mia_mailbox_finding *ret, const struct finding_view *view,
	struct finding_boxes *b, uint32_t at, struct finding_spans *spans, struct arena *kept)
{
	struct finding_box *box = &b->boxes[at];
	const struct mia_mailbox_exposure *e = box->exposed;
	struct sentence_facts facts = { .finding = ret, .view = view, .boxes = b, .box = box };
	bool caveat;

	*ret = (struct mia_mailbox_finding){
		.mailbox = box->mailbox,
		.mailbox_guid = box->guid,
		.basis = basis_of(view, b, at),
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
	};
	ret->level = mia_level_of(ret->basis);
	if (e) {
		ret->messages_accessed = e->messages_accessed;
		ret->messages_handled = e->messages_handled;
		ret->folders_synced = e->folders_synced;
		ret->first_access = e->first_access;
		ret->last_access = e->last_access;
		ret->unattributed_records = e->unattributed_records;
		ret->unnamed_accesses = e->unnamed_accesses;
		ret->sessions = e->sessions;
		ret->client_ips = e->client_ips;
	}
	count_presumed(ret, box);
	if (!gather_sources(ret, box, &b->a, kept) ||
		!mia__finding_spans_of(spans, view, at, EVERYBODYS_SPANS, &facts.spans))
		return false;
	box->open = mia__sentence_is_open(view, box, ret, &facts.spans);
	ret->blind = mia__finding_spans_blind(view, &facts.spans);
	return write_sentence(&ret->sentence, &caveat, &facts, &b->a, kept);
}

bool
mia__mailbox_finding_shorten(struct mia_mailbox_finding *ret, const struct finding_view *view,
	const struct finding_boxes *b, uint32_t at, struct finding_spans *spans,
	const struct sentence_common *common, struct arena *kept)
{
	struct sentence_facts facts = {
		.finding = ret,
		.view = view,
		.boxes = b,
		.box = &b->boxes[at],
		.common = common,
	};
	bool caveat = false;

	if (!mia__finding_spans_of(spans, view, at, common ? OWN_SPANS : EVERYBODYS_SPANS, &facts.spans) ||
		!write_sentence(&ret->short_sentence, &caveat, &facts, &b->a, kept))
		return false;
	ret->notable = caveat;
	return true;
}
