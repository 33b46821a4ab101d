/* One row a mailbox, whether or not anything in scope is recorded of it. All
 * of it is linear in the records, since every report of findings needs it. */
#include <string.h>

#include "base/number.h"
#include "exposure/lists.h"
#include "names/directory.h"

/* A mailbox while its row is made. */
struct box {
	struct mia_mailbox_exposure row;
	size_t start, count; /* its records, a run in by_mailbox */
};

struct making {
	struct mia_exposure *e;
	struct box *boxes;                /* by number; filled for roots */
	uint32_t *by_mailbox;             /* records, those of one mailbox together */
	uint32_t *seen, stamp;            /* the list that a text was last put into */
	uint32_t *first_file, *next_file; /* appearances by root, chained; 0 ends */
	struct mia_texts *others;         /* other names, by root */
	struct list list;
};

/* Whether an access may concern messages that no row names by an internet
 * message id: it names none, or fewer than it counts, its names were lost, or
 * its kind is not stated, so that it may have copied a folder. A version that
 * is whole speaks for all. */
static bool
is_unclear(const struct exposure_record *first, size_t versions)
{
	for (const struct exposure_record *r = first; r < first + versions; r++) {
		bool whole = (r->names & NAMES_ITEM) && !(r->names & LOST_ITEMS);
		if (r->access == MIA_ACCESS_SYNC || r->access == EXPOSURE_HANDLED)
			return false; /* told by its folder; no access */
		if (whole &&
			(r->access == EXPOSURE_ATTACHMENT || r->access == EXPOSURE_MESSAGE_BIND ||
				(r->access == MIA_ACCESS_BIND && r->unnamed == 0)))
			return false;
	}
	return true;
}

/* One record, whatever its versions say. */
static void
count_record(struct mia_mailbox_exposure *row, const struct exposure_record *first, size_t versions)
{
	bool bind = false, sync = false, message = false, attachment = false, handled = false, whole = false;
	bool yes = first->match == MIA_MATCH_YES;
	uint64_t unnamed = UNNAMED_NOT_STATED;

	for (const struct exposure_record *r = first; r < first + versions; r++) {
		bind |= r->access == MIA_ACCESS_BIND;
		sync |= r->access == MIA_ACCESS_SYNC;
		message |= r->access == EXPOSURE_MESSAGE_BIND;
		attachment |= r->access == EXPOSURE_ATTACHMENT;
		handled |= r->access == EXPOSURE_HANDLED;
		whole |= !(r->names & LOST_ITEMS);
		if (r->access != EXPOSURE_ATTACHMENT && r->unnamed < unnamed)
			unnamed = r->unnamed;
	}
	row->unclear_accesses += is_unclear(first, versions);
	row->unattributed_records += !yes && !handled;
	if (!yes && sync) {
		row->syncs_unattributed++;
		time_widen(&row->first_unattributed_sync, &row->last_unattributed_sync, first->time);
	}
	if (!yes || handled)
		return;
	bool unstated = first->access == MIA_ACCESS_UNSTATED && !attachment;
	row->binds += bind;
	row->syncs += sync;
	row->kind_not_stated += unstated;
	row->items_lost += !whole;
	if ((bind || message || unstated) && unnamed != UNNAMED_NOT_STATED)
		row->unnamed_accesses = number_sum(row->unnamed_accesses, unnamed);
	row->accesses_untimed += first->time == MIA_TIME_UNKNOWN;
	time_widen(&row->first_access, &row->last_access, first->time);
	if (sync)
		time_widen(&row->first_sync, &row->last_sync, first->time);
	if (!sync || bind || attachment)
		time_widen(&row->first_bind, &row->last_bind, first->time);
	row->basis |= (row->unnamed_accesses ? MIA_BASIS_UNNAMED : 0) |
		(row->items_lost ? MIA_BASIS_ITEMS_LOST : 0);
}

/* Versions of one record may name the mailbox in several ways, but have one
 * root, or count for each. */
static void
count_records(struct making *m)
{
	const struct mia_exposure *e = m->e;

	for (size_t start = 0, end; start < e->record_count; start = end) {
		const struct exposure_record *first = &e->records[start];
		for (end = start + 1; end < e->record_count &&
			memcmp(first->key, e->records[end].key, sizeof(first->key)) == 0 &&
			first->mailbox == e->records[end].mailbox;)
			end++;
		if (first->match == MIA_MATCH_NO)
			continue;
		count_record(&m->boxes[first->mailbox].row, first, end - start);
		m->boxes[first->mailbox].count += end - start;
	}
}

/* Whether a sync names the folder, and none in scope. A record that does not say
 * its kind is no sync that could be told of. */
static bool
is_copied_by_somebody(const struct mia_exposure *e, const struct exposure_row *row)
{
	if ((row->basis & (MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_UNATTR)) != MIA_BASIS_SYNC_UNATTR)
		return false;
	for (size_t i = row->start; i < row->start + row->count; i++)
		if (e->records[exposure_pair_at(e, e->by_folder, i)->record].access == MIA_ACCESS_SYNC)
			return true;
	return false;
}

static void
count_rows(struct making *m)
{
	const struct mia_exposure *e = m->e;

	for (size_t i = 0; i < e->messages.count; i++) {
		const struct exposure_row *at = &e->messages.rows[i];
		mia_basis basis = at->basis;
		struct mia_mailbox_exposure *row =
			&m->boxes[e->records[e->pairs[at->start].record].mailbox].row;
		row->basis |= basis;
		/* Which message of the internet a store id stands for is not known. */
		row->unclear_accesses += *intern_text(&e->texts, e->pairs[at->start].identity).ptr !=
				ITEM_BY_INTERNET_MESSAGE_ID &&
			(basis & (BASIS_ATTRIBUTED | MIA_BASIS_BIND_UNATTR | MIA_BASIS_ATTACHMENT_UNATTR));
		row->messages_accessed += (basis & BASIS_ACCESSED) != 0;
		row->messages_handled += (basis & MIA_BASIS_HANDLED) != 0;
	}
	for (size_t i = 0; i < e->folders.count; i++) {
		const struct exposure_row *at = &e->folders.rows[i];
		mia_basis basis = at->basis;
		struct mia_mailbox_exposure *row =
			&m->boxes[e->records[exposure_pair_at(e, e->by_folder, at->start)->record].mailbox]
				 .row;
		row->basis |= basis;
		row->folders_synced += (basis & MIA_BASIS_SYNC_FOLDER) != 0;
		row->folders_unattributed += is_copied_by_somebody(e, at);
		row->folders_opened += (basis & MIA_BASIS_FOLDER_BIND) != 0;
	}
}

/* A record that names neither item nor folder is an access all the same. */
static void
count_nameless(struct making *m)
{
	const struct mia_exposure *e = m->e;

	for (size_t i = 0; i < e->record_count; i++) {
		const struct exposure_pair none = { .item_id = 0 };
		if (e->records[i].match == MIA_MATCH_NO)
			continue;
		m->boxes[e->records[i].mailbox].row.basis |= exposure_basis(&e->records[i], &none);
	}
	for (size_t i = 0; i < e->forwarding_count; i++)
		if (e->forwarding_roots[i] != NOT_IN_DIRECTORY)
			m->boxes[e->forwarding_roots[i]].row.basis |= e->forwardings[i].match == MIA_MATCH_YES
				? MIA_BASIS_FORWARDED
				: MIA_BASIS_FORWARDED_UNATTR;
}

static void
group_records(struct making *m)
{
	const struct mia_exposure *e = m->e;
	size_t at = 0;

	for (size_t i = 0; i < e->mailboxes.count; i++) {
		m->boxes[i].start = at;
		at += m->boxes[i].count;
		m->boxes[i].count = 0;
	}
	for (uint32_t i = 0; i < e->record_count; i++) {
		struct box *box = &m->boxes[e->records[i].mailbox];
		if (e->records[i].match == MIA_MATCH_NO)
			continue;
		m->by_mailbox[box->start + box->count++] = i;
	}
}

static bool
keep_list(struct making *m, bool (*finish)(const struct mia_allocator *a, struct list *list),
	struct mia_texts *ret)
{
	struct mia_texts made;
	struct mia_text *copy;

	if (!finish(&m->e->a, &m->list))
		return false;
	made = list_texts(&m->list);
	copy = mia__arena_take(&m->e->kept, made.count * sizeof(*copy));
	if (!copy)
		return false;
	if (made.count)
		memcpy(copy, made.ptr, made.count * sizeof(*copy));
	*ret = (struct mia_texts){ copy, made.count };
	list_clear(&m->list);
	return true;
}

/* Lists are told over what is in scope; over what cannot be told where there
 * is nothing else. */
static bool
list_of(struct making *m, const struct box *box, size_t member, struct mia_texts *ret)
{
	const struct mia_exposure *e = m->e;
	bool attributed = (box->row.basis & (BASIS_ATTRIBUTED | MIA_BASIS_HANDLED)) != 0;

	m->stamp++;
	for (size_t i = box->start; i < box->start + box->count; i++) {
		const struct exposure_record *r = &e->records[m->by_mailbox[i]];
		uint32_t text = *(const uint32_t *)(const void *)((const char *)r + member);
		if (m->seen[text] == m->stamp || (attributed && r->match != MIA_MATCH_YES))
			continue;
		m->seen[text] = m->stamp;
		if (!mia__row_list_add(&e->a, &m->list, intern_text(&e->texts, text)))
			return false;
	}
	return keep_list(m,
		member == offsetof(struct exposure_record, session) ? mia__row_list_finish_ids
								    : mia__row_list_finish,
		ret);
}

static uint32_t
appearance(const struct mia_exposure *e, uint32_t i, size_t half)
{
	uint32_t pair[2];

	memcpy(pair, intern_text(&e->appearances, i).ptr, sizeof(pair));
	return pair[half];
}

static void
chain_files(struct making *m)
{
	for (uint32_t i = 1; i < m->e->appearances.count; i++) {
		uint32_t root = mia__mailbox_names_root(&m->e->mailboxes, appearance(m->e, i, 0));
		m->next_file[i] = m->first_file[root];
		m->first_file[root] = i;
	}
}

static bool
list_sources(struct making *m, uint32_t number, struct mia_texts *ret)
{
	const struct mia_exposure *e = m->e;

	for (uint32_t i = m->first_file[number]; i; i = m->next_file[i])
		if (!mia__row_list_add(&e->a, &m->list, intern_text(&e->texts, appearance(e, i, 1))))
			return false;
	return keep_list(m, mia__row_list_finish, ret);
}

static bool
make_lists(struct making *m)
{
	for (uint32_t i = 0; i < m->e->mailboxes.count; i++) {
		struct box *box = &m->boxes[i];
		if (box->count == 0)
			continue;
		if (!list_of(m, box, offsetof(struct exposure_record, session), &box->row.sessions) ||
			!list_of(m, box, offsetof(struct exposure_record, ip), &box->row.client_ips) ||
			!list_of(m, box, offsetof(struct exposure_record, actor), &box->row.actors) ||
			!list_sources(m, i, &box->row.sources))
			return false;
	}
	return true;
}

static bool
make_rows(struct making *m)
{
	struct mia_exposure *e = m->e;
	size_t n = e->mailboxes.count;
	uint32_t *at_rank = mia__alloc(&e->a, n + 1, sizeof(*at_rank));

	e->mailbox_rows = mia__arena_take(&e->kept, n * sizeof(*e->mailbox_rows));
	if (!at_rank || !e->mailbox_rows) {
		mia__dealloc(&e->a, at_rank, n + 1, sizeof(*at_rank));
		return false;
	}
	for (uint32_t i = 0; i < n; i++)
		at_rank[e->mailbox_ranks[i]] = i;
	for (size_t rank = 0; rank < n; rank++) {
		const struct box *box = &m->boxes[at_rank[rank]];
		/* Records that state no mailbox are a row only if they expose. */
		if (mia__mailbox_names_root(&e->mailboxes, at_rank[rank]) == at_rank[rank] &&
			(box->row.mailbox.ptr || box->row.guid.ptr || box->count))
			e->mailbox_rows[e->mailbox_row_count++] = box->row;
	}
	mia__dealloc(&e->a, at_rank, n + 1, sizeof(*at_rank));
	return true;
}

bool
mia__exposure_make_mailboxes(struct mia_exposure *e)
{
	size_t n = e->mailboxes.count;
	struct making m = {
		.e = e,
		.boxes = mia__alloc(&e->a, n + 1, sizeof(*m.boxes)),
		.by_mailbox = mia__alloc(&e->a, e->record_count + 1, sizeof(*m.by_mailbox)),
		.seen = mia__alloc(&e->a, e->texts.count + 1, sizeof(*m.seen)),
		.first_file = mia__alloc(&e->a, n + 1, sizeof(*m.first_file)),
		.next_file = mia__alloc(&e->a, e->appearances.count + 1, sizeof(*m.next_file)),
		.others = mia__alloc(&e->a, n + 1, sizeof(*m.others)),
	};
	bool ok = m.boxes && m.by_mailbox && m.seen && m.first_file && m.next_file && m.others &&
		mia__mailbox_names_others(&e->mailboxes, &e->kept, m.others);

	for (uint32_t i = 0; ok && i < n; i++)
		m.boxes[i].row = (struct mia_mailbox_exposure){
			.mailbox = mia__mailbox_names_name(&e->mailboxes, i),
			.guid = mia__mailbox_names_guid(&e->mailboxes, i),
			.other_names = m.others[i],
			.first_access = MIA_TIME_UNKNOWN,
			.last_access = MIA_TIME_UNKNOWN,
			.first_sync = MIA_TIME_UNKNOWN,
			.last_sync = MIA_TIME_UNKNOWN,
			.first_bind = MIA_TIME_UNKNOWN,
			.last_bind = MIA_TIME_UNKNOWN,
			.first_unattributed_sync = MIA_TIME_UNKNOWN,
			.last_unattributed_sync = MIA_TIME_UNKNOWN,
		};
	if (ok) {
		count_records(&m);
		count_rows(&m);
		count_nameless(&m);
		group_records(&m);
		chain_files(&m);
		ok = make_lists(&m) && make_rows(&m);
	}
	mia__row_list_release(&e->a, &m.list);
	mia__dealloc(&e->a, m.boxes, n + 1, sizeof(*m.boxes));
	mia__dealloc(&e->a, m.by_mailbox, e->record_count + 1, sizeof(*m.by_mailbox));
	mia__dealloc(&e->a, m.seen, e->texts.count + 1, sizeof(*m.seen));
	mia__dealloc(&e->a, m.first_file, n + 1, sizeof(*m.first_file));
	mia__dealloc(&e->a, m.next_file, e->appearances.count + 1, sizeof(*m.next_file));
	mia__dealloc(&e->a, m.others, n + 1, sizeof(*m.others));
	return ok;
}

size_t
mia_exposure_mailbox_count(const struct mia_exposure *e)
{
	return e && e->sealed ? e->mailbox_row_count : 0;
}

const struct mia_mailbox_exposure *
mia_exposure_mailbox(const struct mia_exposure *e, size_t i)
{
	return i < mia_exposure_mailbox_count(e) ? &e->mailbox_rows[i] : NULL;
}
