/* The analyst's own list of messages: what can be said of each. */
#include "base/error.h"
#include "base/sort.h"
#include "exposure/ids.h"
#include "findings/findings.h"

/* Ids of the list in the form of the log, sorted, each with its first place. */
struct wanted {
	struct mia_text *ids; /* canonical, in the order of the list */
	struct mia_text *raw; /* as written, for ids that are none of the internet */
	uint32_t *order;      /* by canonical id */
	uint32_t *raw_order;
	size_t count;
};

/* "<id>" without outer blanks, as the log has it. */
static bool
canonical(struct arena *kept, struct mia_text text, struct mia_text *ret)
{
	text = text_trim(text);
	if (text.len >= 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>') {
		*ret = mia__arena_text(kept, text);
		return ret->ptr != NULL;
	}
	bool opened = text.len && *text.ptr == '<', closed = text.len && text.ptr[text.len - 1] == '>';
	text = (struct mia_text){ text.ptr + opened, text.len - (opened || closed) };
	char *p = mia__arena_take(kept, text.len + 2);
	if (!p)
		return false;
	p[0] = '<';
	if (text.len)
		memcpy(p + 1, text.ptr, text.len);
	p[text.len + 1] = '>';
	*ret = (struct mia_text){ p, text.len + 2 };
	return true;
}

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

static enum mia_status
take_rows(struct mia_findings *f, const struct wanted *w, unsigned char *said, struct mia_error *err)
{
	struct mia_finding_messages *m;
	const struct mia_message *row;
	enum mia_status status;

	MIA_TRY(mia__finding_messages_begin(&m, f, err));
	while ((status = mia_finding_messages_next(m, &row, err)) == MIA_OK) {
		size_t at = place_on_list(w, row->internet_message_id, row->item_ids);
		if (at == w->count)
			continue;
		said[at] = 1;
		if (!add_row(f, at, row, mia__finding_messages_run(m))) {
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
take_places(struct mia_findings *f, const struct wanted *w, unsigned char *said)
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
		struct mia_message row = silent_row(box->mailbox, kind == 0 ? key : TEXT_ABSENT,
			mia__finding_box_silence(box, run->received));
		if (kind == 1)
			row.item_ids = (struct mia_texts){ &key, 1 };
		mia__finding_messages_enrich(f, &row, run, run->box);
		said[at] = 1;
		if (!add_row(f, at, &row, run))
			return false;
	}
	return true;
}

/* Of what nobody names, the worst that holds in any mailbox. */
static bool
take_unknown(struct mia_findings *f, const struct wanted *w, const unsigned char *said)
{
	mia_basis anywhere = 0;

	for (size_t i = 0; i < f->boxes.count; i++)
		anywhere |= mia__finding_box_silence(&f->boxes.boxes[i], MIA_TIME_UNKNOWN);
	if (anywhere & MIA_BASIS_CANNOT_EXCLUDE || anywhere == 0)
		anywhere = anywhere ? anywhere & ~MIA_BASIS_COVERED_NONE : MIA_BASIS_GAP_EXPORT;
	for (size_t i = 0; i < w->count; i++) {
		if (said[i] || find_wanted(w, w->ids, w->order, w->ids[i]) != i)
			continue;
		struct mia_message row = silent_row(TEXT_ABSENT, w->ids[i], anywhere);
		if (!add_row(f, i, &row, NULL))
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
		if (!canonical(&f->kept, list->ptr[i], &w->ids[i]))
			return false;
	}
	return mia__sort_numbers(&f->a, w->order, w->count, compare_texts, w->ids) &&
		mia__sort_numbers(&f->a, w->raw_order, w->count, compare_texts, w->raw);
}

enum mia_status
mia__findings_list(struct mia_findings *f, struct mia_error *err)
{
	struct wanted w;

	if (f->view.asked.list->count == 0)
		return MIA_OK;
	unsigned char *said = mia__arena_take(&f->kept, f->view.asked.list->count);
	if (!said || !make_wanted(&w, f))
		return mia__fail_memory(err);
	memset(said, 0, w.count);
	MIA_TRY(take_rows(f, &w, said, err));
	if (!take_places(f, &w, said) || !take_unknown(f, &w, said) || !sort_rows(f))
		return mia__fail_memory(err);
	return MIA_OK;
}
