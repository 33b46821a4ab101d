/* Two triages into one. */
#include "base/error.h"
#include "triage/gather.h"

/* From the numbers of a merged triage to ours. */
struct maps {
	uint32_t *texts, *contexts, *mailboxes, *folders;
};

static bool
merge_names(struct mia_triage *t, const struct mia_triage *from, const struct maps *m)
{
	for (size_t i = 1; i < from->texts.count; i++)
		if (!mia__intern_add(&t->texts, intern_text(&from->texts, i), &m->texts[i]))
			return false;
	if (!mia__mailbox_names_merge(&t->mailboxes, &from->mailboxes, m->mailboxes) ||
		!mia__folder_names_merge(&t->folders, &from->folders, m->mailboxes, m->folders))
		return false;
	for (uint32_t i = 1; i < from->contexts.count; i++) {
		struct context c = triage_context(from, i);

		c.actor = m->texts[c.actor];
		c.session = m->texts[c.session];
		c.app = m->texts[c.app];
		c.mailbox = m->mailboxes[c.mailbox];
		if (!mia__intern_add(&t->contexts, (struct mia_text){ (const char *)&c, sizeof(c) },
			    &m->contexts[i]))
			return false;
	}
	return true;
}

static bool
make_room(struct mia_triage *t, const struct mia_triage *from)
{
	return mia__grow(&t->a, &t->records, &t->record_cap, t->record_count + from->record_count,
		       sizeof(*t->records)) &&
		mia__grow(&t->a, &t->items, &t->item_cap, t->item_count + from->item_count,
			sizeof(*t->items)) &&
		mia__grow(&t->a, &t->syncs, &t->sync_cap, t->sync_count + from->sync_count,
			sizeof(*t->syncs)) &&
		mia__grow(&t->a, &t->acts, &t->act_cap, t->act_count + from->act_count, sizeof(*t->acts));
}

static void
append(struct mia_triage *t, const struct mia_triage *from, const struct maps *m)
{
	uint32_t base = (uint32_t)t->record_count;

	for (size_t i = 0; i < from->record_count; i++) {
		struct noted *r = &t->records[t->record_count++];
		*r = from->records[i];
		r->context = m->contexts[r->context];
	}
	for (size_t i = 0; i < from->item_count; i++) {
		t->items[t->item_count] = from->items[i];
		t->items[t->item_count++].record += base;
	}
	for (size_t i = 0; i < from->sync_count; i++)
		t->syncs[t->sync_count++] = (struct noted_folder){
			m->folders[from->syncs[i].folder],
			from->syncs[i].record + base,
		};
	for (size_t i = 0; i < from->act_count; i++) {
		struct act *a = &t->acts[t->act_count++];
		*a = from->acts[i];
		a->record += base;
		uint32_t *const texts[] = { &a->operation, &a->rule, &a->conditions, &a->target, &a->grantee,
			&a->app_id, &a->app_name, &a->permissions, &a->object, &a->what };
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			*texts[k] = m->texts[*texts[k]];
	}
}

enum mia_status
mia__triage_merge(struct mia_fold *fold, struct mia_fold *other, struct mia_error *err)
{
	struct mia_triage *t = (struct mia_triage *)(void *)fold;
	const struct mia_triage *from = (const struct mia_triage *)(const void *)other;
	size_t texts = from->texts.count + 1, contexts = from->contexts.count + 1;
	size_t mailboxes = from->mailboxes.count + 1, folders = from->folders.count + 1;

	if (t->sealed || from->sealed)
		return mia__fail(err, MIA_ERR_STATE, "a sealed triage cannot be merged");
	if (t->all != from->all)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the two fold differently");
	if (from->record_count > UINT32_MAX - 1 - t->record_count ||
		from->item_count > UINT32_MAX - 1 - t->item_count ||
		from->sync_count > UINT32_MAX - 1 - t->sync_count)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 records");
	/* One more than needed, so that nothing of size 0 is asked for. */
	struct maps m = {
		mia__alloc(&t->a, texts, sizeof(uint32_t)),
		mia__alloc(&t->a, contexts, sizeof(uint32_t)),
		mia__alloc(&t->a, mailboxes, sizeof(uint32_t)),
		mia__alloc(&t->a, folders, sizeof(uint32_t)),
	};
	bool ok = m.texts && m.contexts && m.mailboxes && m.folders && merge_names(t, from, &m) &&
		mia__lasting_merge(&t->lasting, &from->lasting) && make_room(t, from);
	if (ok)
		append(t, from, &m);
	mia__dealloc(&t->a, m.texts, texts, sizeof(uint32_t));
	mia__dealloc(&t->a, m.contexts, contexts, sizeof(uint32_t));
	mia__dealloc(&t->a, m.mailboxes, mailboxes, sizeof(uint32_t));
	mia__dealloc(&t->a, m.folders, folders, sizeof(uint32_t));
	return ok ? MIA_OK : mia__fail_memory(err);
}
