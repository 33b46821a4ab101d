/* The seal of the exposure: copies of a record become one, then they are
 * counted and made into rows. */
#include "base/error.h"
#include "base/number.h"
#include "base/sort.h"
#include "base/text.h"
#include "exposure/exposure.h"

/* Versions of a record stand together. Which of them comes first depends on
 * the order of arrival, and nothing depends on it. */
static int
compare_records(const void *ctx, uint32_t x, uint32_t y)
{
	const struct exposure_record *records = ctx, *a = &records[x], *b = &records[y];
	const uint32_t fields[][2] = {
		{ a->mailbox, b->mailbox },
		{ a->session, b->session },
		{ a->ip, b->ip },
		{ a->ip_raw, b->ip_raw },
		{ a->client, b->client },
		{ a->actor, b->actor },
		{ a->id, b->id },
		{ a->match, b->match },
		{ a->access, b->access },
		{ a->operation, b->operation },
	};
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0)
		c = (a->time > b->time) - (a->time < b->time);
	for (size_t i = 0; c == 0 && i < sizeof(fields) / sizeof(*fields); i++)
		c = number_compare(fields[i][0], fields[i][1]);
	return c;
}

static uint64_t
record_key(const void *ctx, uint32_t x, unsigned level)
{
	const struct exposure_record *records = ctx;

	return sort_key_of_bytes((const char *)records[x].key, sizeof(records[x].key), 8 * level);
}

static const struct sort_keys record_keys = { record_key, 2, compare_records };

static bool
same_key(const struct exposure_record *a, const struct exposure_record *b)
{
	return memcmp(a->key, b->key, sizeof(a->key)) == 0;
}

/* Writes the distinct records to `sorted`, and to ranks where each went. */
static size_t
unite_records(const struct mia_exposure *e, const uint32_t *order, struct exposure_record *sorted,
	uint32_t *ranks)
{
	size_t count = 0;

	for (size_t i = 0; i < e->record_count; i++) {
		const struct exposure_record *record = &e->records[order[i]];
		if (i == 0 || compare_records(e->records, order[i - 1], order[i]) != 0) {
			sorted[count++] = *record;
		} else {
			struct exposure_record *kept = &sorted[count - 1];
			kept->names |= record->names;
			if (record->unnamed < kept->unnamed)
				kept->unnamed = record->unnamed;
		}
		ranks[order[i]] = (uint32_t)(count - 1);
	}
	return count;
}

/* An array of n numbers 0, 1, 2 ...; n may be 0. */
static uint32_t *
new_order(const struct mia_exposure *e, size_t n)
{
	uint32_t *order = mia__alloc(&e->a, n + 1, sizeof(*order));

	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	return order;
}

static bool
sort_records(struct mia_exposure *e)
{
	size_t all = e->record_count;
	uint32_t *order = new_order(e, all);
	uint32_t *ranks = mia__alloc(&e->a, all + 1, sizeof(*ranks));
	struct exposure_record *sorted = NULL;
	bool ok = order && ranks && mia__sort_keyed(&e->a, e->threads, order, all, &record_keys, e->records);

	if (ok) {
		sorted = mia__alloc(&e->a, all + 1, sizeof(*sorted));
		ok = sorted != NULL;
	}
	if (ok) {
		size_t count = unite_records(e, order, sorted, ranks);
		for (size_t i = 0; i < e->pair_count; i++)
			e->pairs[i].record = ranks[e->pairs[i].record];
		mia__dealloc(&e->a, e->records, e->record_cap, sizeof(*e->records));
		e->records = sorted;
		e->record_cap = all + 1;
		e->record_count = count;
	}
	mia__dealloc(&e->a, order, all + 1, sizeof(*order));
	mia__dealloc(&e->a, ranks, all + 1, sizeof(*ranks));
	return ok;
}

/* What all versions of one record say together. */
struct united {
	enum mia_match match;
	bool bind, sync, unstated, attachment, handled, names, lost;
	uint64_t unnamed;
};

static struct united
unite_versions(const struct exposure_record *first, size_t count)
{
	struct united u = { .match = MIA_MATCH_NO, .unnamed = UNNAMED_NOT_STATED };
	bool whole = false;

	for (const struct exposure_record *r = first; r < first + count; r++) {
		if (r->match > u.match)
			u.match = (enum mia_match)r->match;
		u.bind |= r->access == MIA_ACCESS_BIND;
		u.sync |= r->access == MIA_ACCESS_SYNC;
		u.unstated |= r->access == MIA_ACCESS_UNSTATED;
		u.attachment |= r->access == EXPOSURE_ATTACHMENT;
		u.handled |= r->access == EXPOSURE_HANDLED;
		u.names |= (r->names & NAMES_ITEM) != 0;
		whole |= !(r->names & LOST_ITEMS);
		/* What the better version names is named. */
		if (r->access != EXPOSURE_ATTACHMENT && r->unnamed < u.unnamed)
			u.unnamed = r->unnamed;
	}
	/* What one version lost, another has. */
	u.lost = !whole;
	u.unstated &= !u.bind && !u.sync;
	return u;
}

static void
count_united(struct mia_exposure *e, const struct exposure_record *record, const struct united *u)
{
	struct mia_exposure_sums *sums = &e->sums;
	bool yes = u->match == MIA_MATCH_YES;

	/* A version of the record may have been counted with those not kept. */
	sums->binds_in_evidence += u->bind && !mia__keyset_has(&e->other_binds, record->key);
	sums->syncs_in_evidence += u->sync && !mia__keyset_has(&e->other_syncs, record->key);
	sums->events_in_scope += yes && !mia__keyset_has(&e->other_in_scope, record->key);
	sums->attachments += yes && u->attachment;
	sums->handled += yes && u->handled;
	sums->items_lost += yes && u->lost;
	sums->unattributed += !yes && !u->handled;
	sums->syncs += yes && u->sync;
	sums->kind_not_stated += yes && u->unstated;
	if (!yes || !(u->bind || u->unstated))
		return;
	sums->binds += u->bind;
	sums->binds_without_items += u->bind && !u->names;
	if (u->unnamed != UNNAMED_NOT_STATED)
		sums->unnamed = number_sum(sums->unnamed, u->unnamed);
}

/* A version that the scope excludes was not kept. Where it says what this one
 * has lost, it speaks for the record; that it failed excludes no other version. */
static bool
is_excluded(const struct mia_exposure *e, const struct exposure_record *record, enum mia_match match)
{
	return match == MIA_MATCH_CANNOT_TELL && !mia__keyset_has(&e->not_excluded, record->key) &&
		(mia__keyset_has(&e->other_binds, record->key) ||
			mia__keyset_has(&e->other_syncs, record->key));
}

/* All versions of a record get the match that any of them has, and one that
 * does not state its access gets that which another states. */
static void
settle_records(struct mia_exposure *e)
{
	for (size_t start = 0, end; start < e->record_count; start = end) {
		for (end = start + 1;
			end < e->record_count && same_key(&e->records[start], &e->records[end]);)
			end++;
		struct united u = unite_versions(&e->records[start], end - start);
		if (is_excluded(e, &e->records[start], u.match))
			u.match = MIA_MATCH_NO;
		for (size_t i = start; i < end; i++) {
			e->records[i].match = (uint8_t)u.match;
			if (e->records[i].access == MIA_ACCESS_UNSTATED && (u.bind || u.sync))
				e->records[i].access = u.bind ? MIA_ACCESS_BIND : MIA_ACCESS_SYNC;
		}
		if (u.match != MIA_MATCH_NO)
			count_united(e, &e->records[start], &u);
	}
	e->untold.records = e->sums.unattributed;
	e->sums.failed = e->failed.slots.used;
	e->sums.throttled_in_evidence = e->throttled.slots.used;
	e->sums.events_in_scope += e->other_in_scope.slots.used;
	e->sums.binds_in_evidence += e->other_binds.slots.used;
	e->sums.syncs_in_evidence += e->other_syncs.slots.used;
}

/* By mailbox and item; an item's records then stand in the order of their keys. */
static int
compare_pairs(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_exposure *e = ctx;
	const struct exposure_pair *a = &e->pairs[x], *b = &e->pairs[y];
	int c = number_compare(e->records[a->record].mailbox, e->records[b->record].mailbox);

	if (c == 0)
		c = number_compare(a->identity, b->identity);
	if (c == 0)
		c = number_compare(a->record, b->record);
	if (c == 0)
		c = number_compare(a->folder, b->folder);
	return c ? c : number_compare(a->item_id, b->item_id);
}

static uint64_t
pair_key(const void *ctx, uint32_t x, unsigned level)
{
	const struct mia_exposure *e = ctx;
	const struct exposure_pair *pair = &e->pairs[x];

	if (level == 0)
		return (uint64_t)e->records[pair->record].mailbox << 32 | pair->identity;
	return (uint64_t)pair->record << 32 | pair->folder;
}

static const struct sort_keys pair_keys = { pair_key, 2, compare_pairs };

static bool
sort_pairs(struct mia_exposure *e)
{
	size_t all = e->pair_count, count = 0;
	uint32_t *order = new_order(e, all);
	struct exposure_pair *sorted = NULL;
	bool ok = order && mia__sort_keyed(&e->a, e->threads, order, all, &pair_keys, e);

	if (ok) {
		sorted = mia__alloc(&e->a, all + 1, sizeof(*sorted));
		ok = sorted != NULL;
	}
	for (size_t i = 0; ok && i < all; i++)
		if (e->records[e->pairs[order[i]].record].match != MIA_MATCH_NO &&
			(i == 0 || compare_pairs(e, order[i - 1], order[i]) != 0))
			sorted[count++] = e->pairs[order[i]];
	if (ok) {
		mia__dealloc(&e->a, e->pairs, e->pair_cap, sizeof(*e->pairs));
		e->pairs = sorted;
		e->pair_cap = all + 1;
		e->pair_count = count;
	}
	mia__dealloc(&e->a, order, all + 1, sizeof(*order));
	return ok;
}

static int
compare_mailboxes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mailbox_names *m = ctx;
	int c = text_compare(mia__mailbox_names_name(m, x), mia__mailbox_names_name(m, y));

	return c ? c : text_compare(mia__mailbox_names_guid(m, x), mia__mailbox_names_guid(m, y));
}

static int
compare_members(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mailbox_names *m = ctx;
	int c = number_compare(mia__mailbox_names_root(m, x), mia__mailbox_names_root(m, y));

	return c ? c : number_compare(x, y);
}

static bool
rank_mailboxes(struct mia_exposure *e)
{
	size_t count = e->mailboxes.count;

	e->mailbox_cap = count + 1;
	e->mailbox_ranks = mia__alloc(&e->a, count + 1, sizeof(*e->mailbox_ranks));
	e->mailbox_members = new_order(e, count);
	if (!e->mailbox_ranks || !e->mailbox_members ||
		!mia__sort_numbers(&e->a, e->mailbox_members, count, compare_mailboxes, &e->mailboxes))
		return false;
	for (uint32_t i = 0; i < count; i++)
		e->mailbox_ranks[e->mailbox_members[i]] = i;
	if (!mia__sort_numbers(&e->a, e->mailbox_members, count, compare_members, &e->mailboxes))
		return false;
	/* Notes of items are kept by the GUID where there is one: a mailbox under a thousand owners'
	 * names is asked for them once, not a thousand times. */
	for (size_t i = 0; i < count; i++) {
		uint32_t member = e->mailbox_members[i];
		if (!e->mailboxes.entries[member].guid ||
			mia__mailbox_names_root(&e->mailboxes, member) == member)
			e->mailbox_members[e->member_count++] = member;
	}
	return true;
}

/* What only adding and merging need; a sealed exposure does not borrow the
 * scope any more. */
static void
release_collecting(struct mia_exposure *e)
{
	mia_matcher_free(e->matcher);
	e->matcher = NULL;
	e->options.scope = NULL;
	e->options.list = NULL;
	mia__keyset_release(&e->other_in_scope);
	mia__keyset_release(&e->not_excluded);
	mia__keyset_release(&e->other_binds);
	mia__keyset_release(&e->other_syncs);
	mia__keyset_release(&e->failed);
	mia__keyset_release(&e->throttled);
	mia__buf_release(&e->scratch);
}

enum mia_status
mia__exposure_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;

	if (e->sealed)
		return MIA_OK;
	if (!mia__mailbox_names_seal(&e->mailboxes) ||
		!mia__folder_names_seal(&e->foldernames, &e->mailboxes))
		return mia__fail_memory(err);
	for (size_t i = 0; i < e->record_count; i++)
		e->records[i].mailbox = mia__mailbox_names_root(&e->mailboxes, e->records[i].mailbox);
	for (size_t i = 0; i < e->pair_count; i++)
		if (e->pairs[i].folder != MIA_NO_FOLDER)
			e->pairs[i].folder = mia__folder_names_root(&e->foldernames, e->pairs[i].folder);
	if (!sort_records(e))
		return mia__fail_memory(err);
	settle_records(e);
	if (!mia__exposure_seal_places(e) || !mia__exposure_resolve_aliases(e))
		return mia__fail_memory(err);
	/* Sorting asks for as much, and no text is looked for any more. */
	mia__intern_close(&e->texts);
	mia__item_ids_close(&e->item_ids);
	if (!sort_pairs(e) || !rank_mailboxes(e) || !mia__exposure_make_rows(e) ||
		!mia__exposure_make_forwardings(e) || !mia__exposure_make_mailboxes(e))
		return mia__fail_memory(err);
	release_collecting(e);
	e->sealed = true;
	return MIA_OK;
}
