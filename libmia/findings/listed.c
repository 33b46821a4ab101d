/* The analyst's own list of messages: what can be said of each. */
#include "base/error.h"
#include "base/sort.h"
#include "exposure/ids.h"
#include "findings/findings.h"
#include "findings/lain.h"

/* Ids of the list in the form of the log, sorted, each with its first place. */
struct wanted {
	struct mia_text *ids; /* canonical, in the order of the list */
	struct mia_text *raw; /* as written, for ids that are none of the internet */
	uint32_t *order;      /* by canonical id */
	uint32_t *raw_order;
	size_t count;
	unsigned char *said;   /* by place on the list: SAID_* */
	struct lain_list lain; /* where the log places them */
};
/* Nothing yet; none recorded where the log places it; more than that. */
enum { SAID_NOT, SAID_CLEAN, SAID };

static const struct known_of_message nothing_known = { MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN, false };

static int
compare_texts(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_text *texts = ctx;

	return text_compare(texts[x], texts[y]);
}

/* The first place on the list, since the sort is stable; or the count. */
static size_t
find_wanted(const struct wanted *w, const struct mia_text *ids, const uint32_t *order, struct mia_text id)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text_compare(ids[order[middle]], id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->count && text_equal(ids[order[low]], id) ? order[low] : w->count;
}

static size_t
place_on_list(const struct wanted *w, struct mia_text message_id, struct mia_texts item_ids)
{
	size_t at = message_id.len ? find_wanted(w, w->ids, w->order, message_id) : w->count;

	for (size_t i = 0; i < item_ids.count && at == w->count; i++)
		at = find_wanted(w, w->raw, w->raw_order, item_ids.ptr[i]);
	return at;
}

static bool
add_row(struct mia_findings *f, size_t listed, const struct mia_message *message,
	const struct inventory_run *run)
{
	if (!mia__grow(&f->a, &f->listed, &f->listed_cap, f->listed_count + 1, sizeof(*f->listed)))
		return false;
	struct listed_row *row = &f->listed[f->listed_count];
	*row = (struct listed_row){ listed, run, *message };
	struct mia_message *m = &row->message;
	struct mia_text *texts[] = { &m->mailbox, &m->internet_message_id, &m->subject, &m->sender };
	struct mia_texts *lists[] = { &m->item_ids, &m->folders, &m->sessions, &m->client_ips,
		&m->client_ips_raw, &m->clients, &m->actors, &m->record_ids };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct mia_text copy = mia__arena_text(&f->kept, *texts[i]);
		if (texts[i]->ptr && !copy.ptr)
			return false;
		*texts[i] = copy;
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (!mia__finding_keep_texts(&f->kept, lists[i]))
			return false;
	f->listed_count++;
	return true;
}

/* What the log says of where the message of a row lay. */
static void
place(const struct wanted *w, size_t listed, uint32_t box, struct mia_message *row)
{
	struct lain *lain = mia__lain_find(&w->lain, listed, box);

	if (!lain)
		return;
	lain->said = true;
	/* What is recorded of it says more. */
	if (row->level <= MIA_LEVEL_PRESUMED_COPIED)
		return;
	row->basis |= lain->basis;
	row->level = mia_level_of(row->basis);
}

static enum mia_status
take_rows(struct mia_findings *f, struct wanted *w, struct mia_error *err)
{
	struct mia_finding_messages *m;
	const struct mia_message *row;
	enum mia_status status;

	MIA_TRY(mia__finding_messages_begin(&m, f, err));
	while ((status = mia_finding_messages_next(m, &row, err)) == MIA_OK) {
		size_t at = place_on_list(w, row->internet_message_id, row->item_ids);
		if (at == w->count)
			continue;
		struct mia_message placed = *row;
		w->said[at] = SAID;
		place(w, at, mia__finding_boxes_find(&f->boxes, row->mailbox, row->mailbox_guid), &placed);
		if (!add_row(f, at, &placed, mia__finding_messages_run(m))) {
			status = mia__fail_memory(err);
			break;
		}
	}
	mia_finding_messages_free(m);
	return status == MIA_END ? MIA_OK : status;
}

static struct mia_message
silent_row(struct mia_text mailbox, struct mia_text id, mia_basis basis)
{
	struct mia_message row = {
		.mailbox = mailbox,
		.internet_message_id = id,
		.basis = basis,
		.level = mia_level_of(basis),
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
		.size_bytes = MIA_SIZE_UNKNOWN,
		.received = MIA_TIME_UNKNOWN,
	};

	mia__ids_message_hash(id, row.message_id_hash);
	return row;
}

/* Messages that the inventory puts into a mailbox, and the log names not. */
static bool
take_places(struct mia_findings *f, struct wanted *w)
{
	for (size_t i = 0; i < f->placed.count; i++) {
		const struct inventory_run *run = &f->placed.runs[i];
		int kind;
		if (run->named || run->basis & PRESUMED)
			continue;
		struct mia_text key = mia__placed_key(f->view.items[f->placed.order[run->start]], &kind);
		size_t at = kind == 0 ? find_wanted(w, w->ids, w->order, key)
			: kind == 1   ? find_wanted(w, w->raw, w->raw_order, key)
				      : w->count;
		if (at == w->count)
			continue;
		const struct finding_box *box = &f->boxes.boxes[run->box];
		const struct lain *lain = mia__lain_find(&w->lain, at, run->box);
		struct known_of_message known = lain ? lain->known : nothing_known;
		known.received = run->received;
		struct mia_message row = silent_row(box->mailbox, kind == 0 ? key : TEXT_ABSENT,
			mia__finding_box_silence(box, &known));
		if (kind == 1)
			row.item_ids = (struct mia_texts){ &key, 1 };
		mia__finding_messages_enrich(f, &row, run, run->box);
		place(w, at, run->box, &row);
		w->said[at] = SAID;
		if (!add_row(f, at, &row, run))
			return false;
	}
	return true;
}

/* Messages that only the log puts into a mailbox, in records out of scope. */
static bool
take_lain(struct mia_findings *f, struct wanted *w)
{
	for (size_t i = 0; i < w->lain.count; i++) {
		struct lain *lain = &w->lain.v[i];
		const struct finding_box *box = &f->boxes.boxes[lain->box];
		mia_basis basis = lain->basis ? lain->basis : mia__finding_box_silence(box, &lain->known);
		if (lain->said)
			continue;
		struct mia_message row = silent_row(box->mailbox, w->ids[lain->listed], basis);
		if (row.level != MIA_LEVEL_NONE)
			w->said[lain->listed] = SAID;
		else if (w->said[lain->listed] == SAID_NOT)
			w->said[lain->listed] = SAID_CLEAN;
		if (!add_row(f, lain->listed, &row, NULL))
			return false;
	}
	return true;
}

/* Of how many mailboxes each basis holds, of messages that nobody names. */
struct doubts {
	mia_basis anywhere;
	size_t touched[MIA_BASIS_COUNT];
};

static void
count_doubt(struct doubts *d, const struct finding_box *box, size_t more)
{
	mia_basis basis = mia__finding_box_silence(box, &nothing_known) & ~mia__finding_box_doubt(box);

	basis |= mia__finding_box_touched(box);
	for (unsigned bit = 0; bit < MIA_BASIS_COUNT; bit++)
		d->touched[bit] += basis >> bit & 1 ? more : 0;
}

/* A message that lay in one mailbox may lie in another as well, in which there
 * was an access that may be of any. */
static mia_basis
touched_elsewhere(const struct mia_findings *f, const struct wanted *w, const struct doubts *all,
	size_t listed)
{
	struct doubts others = *all;
	mia_basis basis = 0;

	for (size_t i = mia__lain_first(&w->lain, listed); i < w->lain.count && w->lain.v[i].listed == listed;
		i++)
		count_doubt(&others, &f->boxes.boxes[w->lain.v[i].box], (size_t)-1);
	for (unsigned bit = 0; bit < MIA_BASIS_COUNT; bit++)
		basis |= others.touched[bit] ? UINT64_C(1) << bit : 0;
	return basis & MIA_BASIS_CANNOT_EXCLUDE;
}

/* Of what nobody names, the worst that holds in any mailbox. */
static bool
take_unknown(struct mia_findings *f, const struct wanted *w)
{
	struct doubts doubts = { .anywhere = 0 };

	for (size_t i = 0; i < f->boxes.count; i++) {
		doubts.anywhere |= mia__finding_box_silence(&f->boxes.boxes[i], &nothing_known);
		count_doubt(&doubts, &f->boxes.boxes[i], 1);
	}
	if (doubts.anywhere & MIA_BASIS_CANNOT_EXCLUDE || doubts.anywhere == 0)
		doubts.anywhere =
			doubts.anywhere ? doubts.anywhere & ~MIA_BASIS_COVERED_NONE : MIA_BASIS_GAP_EXPORT;
	for (size_t i = 0; i < w->count; i++) {
		if (w->said[i] == SAID || find_wanted(w, w->ids, w->order, w->ids[i]) != i)
			continue;
		mia_basis basis =
			w->said[i] == SAID_CLEAN ? touched_elsewhere(f, w, &doubts, i) : doubts.anywhere;
		struct mia_message row = silent_row(TEXT_ABSENT, w->ids[i], basis);
		if (basis && !add_row(f, i, &row, NULL))
			return false;
	}
	return true;
}

static int
compare_listed(const void *ctx, uint32_t x, uint32_t y)
{
	const struct listed_row *rows = ctx;

	if (rows[x].listed != rows[y].listed)
		return rows[x].listed < rows[y].listed ? -1 : 1;
	int c = text_compare(rows[x].message.mailbox, rows[y].message.mailbox);
	return c ? c : (x > y) - (x < y);
}

static bool
sort_rows(struct mia_findings *f)
{
	size_t count = f->listed_count;

	if (count == 0)
		return true;
	struct listed_row *sorted = mia__alloc(&f->a, count, sizeof(*sorted));
	uint32_t *order = mia__alloc(&f->a, count, sizeof(*order));
	for (uint32_t i = 0; order && i < count; i++)
		order[i] = i;
	bool ok = sorted && order && mia__sort_numbers(&f->a, order, count, compare_listed, f->listed);
	for (size_t i = 0; ok && i < count; i++)
		sorted[i] = f->listed[order[i]];
	mia__dealloc(&f->a, order, count, sizeof(*order));
	if (!ok) {
		mia__dealloc(&f->a, sorted, count, sizeof(*sorted));
		return false;
	}
	mia__dealloc(&f->a, f->listed, f->listed_cap, sizeof(*f->listed));
	f->listed = sorted;
	f->listed_cap = count;
	return true;
}

static bool
make_wanted(struct wanted *w, struct mia_findings *f)
{
	const struct mia_texts *list = f->view.asked.list;

	w->count = list->count;
	w->ids = mia__arena_take(&f->kept, w->count * sizeof(*w->ids));
	w->raw = mia__arena_take(&f->kept, w->count * sizeof(*w->raw));
	w->order = mia__arena_take(&f->kept, w->count * sizeof(*w->order));
	w->raw_order = mia__arena_take(&f->kept, w->count * sizeof(*w->raw_order));
	if (!w->ids || !w->raw || !w->order || !w->raw_order)
		return false;
	for (uint32_t i = 0; i < w->count; i++) {
		w->raw[i] = text_trim(list->ptr[i]);
		w->order[i] = w->raw_order[i] = i;
		if (!mia__exposure_canonical_id(&f->kept, list->ptr[i], &w->ids[i]))
			return false;
	}
	return mia__sort_numbers(&f->a, w->order, w->count, compare_texts, w->ids) &&
		mia__sort_numbers(&f->a, w->raw_order, w->count, compare_texts, w->raw);
}

static bool
make_lain(struct wanted *w, const struct mia_findings *f)
{
	for (size_t i = 0; i < w->count; i++) {
		/* Of repeats on the list the first is answered. */
		if (find_wanted(w, w->ids, w->order, w->ids[i]) != i)
			continue;
		if (!mia__lain_add(&w->lain, f->exposure, &f->view, &f->boxes, i, false, w->ids[i]) ||
			!mia__lain_add(&w->lain, f->exposure, &f->view, &f->boxes, i, true, w->raw[i]))
			return false;
	}
	return w->lain.count == 0 || mia__lain_sort(&w->lain, &f->a);
}

enum mia_status
mia__findings_list(struct mia_findings *f, struct mia_error *err)
{
	struct wanted w = { .count = 0 };
	enum mia_status status = MIA_ERR_MEMORY;

	if (f->view.asked.list->count == 0)
		return MIA_OK;
	w.said = mia__arena_take(&f->kept, f->view.asked.list->count);
	if (w.said && make_wanted(&w, f) && make_lain(&w, f)) {
		memset(w.said, SAID_NOT, w.count);
		status = take_rows(f, &w, err);
		if (status == MIA_OK &&
			!(take_places(f, &w) && take_lain(f, &w) && take_unknown(f, &w) && sort_rows(f)))
			status = MIA_ERR_MEMORY;
	}
	mia__dealloc(&f->a, w.lain.v, w.lain.cap, sizeof(*w.lain.v));
	return status == MIA_ERR_MEMORY ? mia__fail_memory(err) : status;
}
