/* Of several copies of one record one counts; and the order of time. */
#include "base/sort.h"
#include "base/text.h"
#include "triage/tally.h"

static unsigned
stated_of(const struct mia_triage *t, const struct noted *r)
{
	struct context c = triage_context(t, r->context);

	return (c.actor ? 1u : 0u) + (c.session ? 1u : 0u) + (c.app ? 1u : 0u) + (c.address.family ? 1u : 0u);
}

/* What is left where two copies are worth the same: their words. */
static int
compare_contexts(const struct mia_triage *t, const struct noted *a, const struct noted *b)
{
	struct context x = triage_context(t, a->context), z = triage_context(t, b->context);
	const struct mia_text texts[][2] = {
		{ triage_text(t, x.actor), triage_text(t, z.actor) },
		{ triage_text(t, x.session), triage_text(t, z.session) },
		{ triage_text(t, x.app), triage_text(t, z.app) },
		{ mia__mailbox_names_name(&t->mailboxes, x.mailbox),
			mia__mailbox_names_name(&t->mailboxes, z.mailbox) },
		{ mia__mailbox_names_guid(&t->mailboxes, x.mailbox),
			mia__mailbox_names_guid(&t->mailboxes, z.mailbox) },
	};
	int c = memcmp(&x.address, &z.address, sizeof(x.address));

	for (size_t i = 0; c == 0 && i < sizeof(texts) / sizeof(*texts); i++)
		c = text_compare(texts[i][0], texts[i][1]);
	return c;
}

/* The one that has lost the least, so that no name of a file decides. */
static int
compare_worth(const struct mia_triage *t, const struct noted *a, const struct noted *b)
{
	int c = number_compare(a->deed == DEED_OTHER, b->deed == DEED_OTHER);

	if (c == 0)
		c = number_compare(b->listed, a->listed);
	if (c == 0)
		c = number_compare(stated_of(t, b), stated_of(t, a));
	if (c == 0)
		c = number_compare(a->deed, b->deed);
	return c != 0 ? c : compare_contexts(t, a, b);
}

static int
compare_copies(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_triage *t = ctx;
	const struct noted *a = &t->records[x], *b = &t->records[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	return c != 0 ? c : compare_worth(t, a, b);
}

static uint64_t
key_of_record(const void *ctx, uint32_t record, unsigned level)
{
	const struct mia_triage *t = ctx;

	return sort_key_of_bytes((const char *)t->records[record].key, sizeof(t->records[record].key),
		8 * level);
}

/* Both state who came, and not the same. */
static bool
contradict(const struct mia_triage *t, const struct noted *a, const struct noted *b)
{
	struct context x = triage_context(t, a->context), z = triage_context(t, b->context);
	const uint32_t texts[][2] = { { x.session, z.session }, { x.actor, z.actor }, { x.app, z.app } };

	if (a->context == b->context)
		return false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i][0] && texts[i][1] && texts[i][0] != texts[i][1] &&
			!text_equal_nocase(triage_text(t, texts[i][0]), triage_text(t, texts[i][1])))
			return true;
	return x.address.family && z.address.family && memcmp(&x.address, &z.address, sizeof(x.address)) != 0;
}

/* Copies stand together, the one that counts first; one that says that somebody else came
 * counts beside it, as in sessions, so that a copy cannot take the intruder's record away. */
static void
join_copies(struct tally *y, const uint32_t *list)
{
	enum { VERSIONS_MOST = 16 };
	struct mia_triage *t = y->t;
	uint32_t versions[VERSIONS_MOST] = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < t->record_count; i++) {
		struct noted *r = &t->records[list[i]];
		size_t k = 0;
		if (count && memcmp(r->key, t->records[versions[0]].key, sizeof(r->key)) != 0)
			count = 0;
		while (k < count && contradict(t, &t->records[versions[k]], r))
			k++;
		if (k == count) {
			count -= count == VERSIONS_MOST;
			k = count++;
			versions[k] = list[i];
		}
		t->records[versions[k]].throttled |= r->throttled;
		y->copy[list[i]] = versions[k];
	}
}

bool
mia__triage_join_copies(struct tally *y)
{
	static const struct sort_keys by_key = { key_of_record, 1, compare_copies };
	struct mia_triage *t = y->t;
	size_t count = t->record_count;
	uint32_t *list = mia__alloc(y->a, count, sizeof(*list));
	bool ok = list != NULL;

	for (size_t i = 0; ok && i < count; i++)
		list[i] = (uint32_t)i;
	ok = ok && mia__sort_keyed(y->a, t->threads, list, count, &by_key, t);
	if (ok)
		join_copies(y, list);
	mia__dealloc(y->a, list, count, sizeof(*list));
	for (size_t i = 0; ok && i < t->item_count; i++)
		t->items[i].record = y->copy[t->items[i].record];
	for (size_t i = 0; ok && i < t->sync_count; i++)
		t->syncs[i].record = y->copy[t->syncs[i].record];
	return ok;
}

bool
mia__triage_order_times(struct tally *y)
{
	const struct mia_triage *t = y->t;
	struct sort_pair *pairs = mia__alloc(y->a, t->record_count, sizeof(*pairs));
	size_t count = 0;

	if (!pairs)
		return false;
	for (size_t i = 0; i < t->record_count; i++)
		if (y->copy[i] == i && t->records[i].time != MIA_TIME_UNKNOWN)
			pairs[count++] = (struct sort_pair){
				((uint64_t)t->records[i].time + (UINT64_C(1) << 62)) << 1 |
					(t->records[i].deed == DEED_SIGNED_IN),
				(uint32_t)i,
			};
	bool ok = mia__sort_by_key(y->a, pairs, count);
	for (size_t i = 0; ok && i < count; i++)
		y->by_time[i] = pairs[i].value;
	y->timed = count;
	mia__dealloc(y->a, pairs, t->record_count, sizeof(*pairs));
	return ok;
}
