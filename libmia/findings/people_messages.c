/*
 * The distinct messages behind the rows of the findings, and what the
 * inventory says of each. One internet message id is one message in whatever
 * mailboxes it lies; and whatever mailbox an item of the inventory belongs to,
 * it says who is on that message: a message trace has each recipient in a row
 * of its own, which is an item of that recipient's mailbox.
 */
#include "base/error.h"
#include "findings/people.h"

void
mia__exposed_init(struct exposed *e, const struct mia_allocator *a)
{
	*e = (struct exposed){ .a = *a };
	mia__intern_init(&e->ids, a);
	mia__intern_init(&e->mailboxes, a);
	mia__intern_init(&e->sets, a);
}

void
mia__exposed_release(struct exposed *e)
{
	mia__dealloc(&e->a, e->messages, e->cap, sizeof(*e->messages));
	mia__dealloc(&e->a, e->of_id, e->of_id_cap, sizeof(*e->of_id));
	mia__dealloc(&e->a, e->ranked, e->ranked_cap, sizeof(*e->ranked));
	mia__dealloc(&e->a, e->items, e->item_cap, sizeof(*e->items));
	mia__dealloc(&e->a, e->lies, e->lie_cap, sizeof(*e->lies));
	mia__dealloc(&e->a, e->named, e->named_cap, sizeof(*e->named));
	mia__intern_release(&e->ids);
	mia__intern_release(&e->mailboxes);
	mia__intern_release(&e->sets);
}

static bool
add_pair(const struct mia_allocator *a, struct sort_pair **pairs, size_t *count, size_t *cap, uint32_t high,
	uint32_t low)
{
	if (*count >= UINT32_MAX || !mia__grow(a, pairs, cap, *count + 1, sizeof(**pairs)))
		return false;
	(*pairs)[(*count)++] = (struct sort_pair){ (uint64_t)high << 32 | low, low };
	return true;
}

/* A row without an internet message id is a message of its own. */
static bool
find_message(struct exposed *e, struct mia_text id, uint32_t *ret)
{
	uint32_t number = 0;

	if (id.len) {
		size_t known = e->ids.count;
		if (!mia__intern_add(&e->ids, id, &number) ||
			!mia__grow(&e->a, &e->of_id, &e->of_id_cap, number + (size_t)1, sizeof(*e->of_id)))
			return false;
		if (number < known) {
			*ret = e->of_id[number];
			return true;
		}
		e->of_id[number] = (uint32_t)e->count;
	}
	if (e->count >= UINT32_MAX ||
		!mia__grow(&e->a, &e->messages, &e->cap, e->count + 1, sizeof(*e->messages)))
		return false;
	*ret = (uint32_t)e->count;
	e->messages[e->count++] = (struct exposed_message){ .level = MIA_LEVEL_NONE };
	return true;
}

static bool
take_row(struct exposed *e, const struct mia_findings *f, const struct mia_message *row,
	const struct inventory_run *run)
{
	uint32_t message, mailbox;

	/* A row that only a list asks for. */
	if (row->level == MIA_LEVEL_NONE)
		return true;
	if (!find_message(e, row->internet_message_id, &message))
		return false;
	if (row->level < e->messages[message].level)
		e->messages[message].level = row->level;
	if (row->mailbox.len &&
		(!mia__intern_add(&e->mailboxes, row->mailbox, &mailbox) ||
			!add_pair(&e->a, &e->lies, &e->lie_count, &e->lie_cap, message, mailbox)))
		return false;
	for (size_t i = run ? run->start : 0; run && i < run->start + run->count; i++) {
		uint32_t item = f->placed.order[i];
		/* The others are found by their id, wherever they lie. */
		if (!f->view.items[item]->internet_message_id.len &&
			!add_pair(&e->a, &e->named, &e->named_count, &e->named_cap, message, item))
			return false;
	}
	return true;
}

static enum mia_status
take_rows(struct exposed *e, const struct mia_findings *f, struct mia_error *err)
{
	struct mia_finding_messages *m;
	const struct mia_message *row;
	enum mia_status status;

	MIA_TRY(mia_finding_messages_new(&m, f, err));
	while ((status = mia_finding_messages_next(m, &row, err)) == MIA_OK)
		if (!take_row(e, f, row, mia__finding_messages_run(m))) {
			status = mia__fail_memory(err);
			break;
		}
	mia_finding_messages_free(m);
	return status == MIA_END ? MIA_OK : status;
}

static int
compare_mailboxes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct intern *mailboxes = ctx;

	return text_compare(intern_text(mailboxes, x), intern_text(mailboxes, y));
}

/* Numbers of mailboxes become ranks. */
static bool
rank_mailboxes(struct exposed *e)
{
	size_t count = e->mailboxes.count - 1;

	if (count == 0)
		return true;
	uint32_t *order = mia__alloc(&e->a, count, sizeof(*order)),
		 *ranks = mia__alloc(&e->a, count + 1, sizeof(*ranks));
	bool ok = order && ranks && mia__grow(&e->a, &e->ranked, &e->ranked_cap, count, sizeof(*e->ranked));
	for (uint32_t i = 0; ok && i < count; i++)
		order[i] = i + 1;
	ok = ok && mia__sort_numbers(&e->a, order, count, compare_mailboxes, &e->mailboxes);
	for (uint32_t i = 0; ok && i < count; i++) {
		ranks[order[i]] = i;
		e->ranked[i] = intern_text(&e->mailboxes, order[i]);
	}
	for (size_t i = 0; ok && i < e->lie_count; i++) {
		struct sort_pair *lie = &e->lies[i];
		lie->value = ranks[lie->value];
		lie->key = (lie->key >> 32 << 32) | lie->value;
	}
	mia__dealloc(&e->a, order, count, sizeof(*order));
	mia__dealloc(&e->a, ranks, count + 1, sizeof(*ranks));
	return ok && mia__sort_by_key(&e->a, e->lies, e->lie_count);
}

/* Most messages lie in one mailbox, or in the same few. */
static bool
make_sets(struct exposed *e)
{
	struct buf set;
	bool ok = rank_mailboxes(e);

	mia__buf_init(&set, &e->a);
	for (size_t i = 0, end; ok && i < e->lie_count; i = end) {
		uint32_t message = (uint32_t)(e->lies[i].key >> 32);
		buf_clear(&set);
		for (end = i; end < e->lie_count && e->lies[end].key >> 32 == message; end++)
			if (end == i || e->lies[end].key != e->lies[end - 1].key)
				mia__buf_add(&set, &e->lies[end].value, sizeof(e->lies[end].value));
		ok = !set.failed &&
			mia__intern_add(&e->sets, buf_view(&set), &e->messages[message].mailboxes);
	}
	mia__buf_release(&set);
	return ok;
}

static bool
name_messages(struct exposed *e, const struct mia_findings *f)
{
	for (uint32_t i = 0; i < f->view.item_count; i++) {
		uint32_t number = mia__intern_find(&e->ids, f->view.items[i]->internet_message_id);
		if (number &&
			!add_pair(&e->a, &e->named, &e->named_count, &e->named_cap, e->of_id[number], i))
			return false;
	}
	if (e->named_count == 0)
		return true;
	if (!mia__sort_by_key(&e->a, e->named, e->named_count) ||
		!mia__grow(&e->a, &e->items, &e->item_cap, e->named_count, sizeof(*e->items)))
		return false;
	for (uint32_t i = 0; i < e->named_count; i++) {
		struct exposed_message *message = &e->messages[e->named[i].key >> 32];
		e->items[i] = e->named[i].value;
		if (message->count++ == 0)
			message->start = i;
	}
	return true;
}

enum mia_status
mia__exposed_take(struct exposed *e, const struct mia_findings *f, struct mia_error *err)
{
	MIA_TRY(take_rows(e, f, err));
	return make_sets(e) && name_messages(e, f) ? MIA_OK : mia__fail_memory(err);
}
