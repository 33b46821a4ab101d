/* Messages as findings: the rows of the log, enriched, and those that only
 * the inventory names. */
#include "base/error.h"
#include "base/sort.h"
#include "exposure/exposure.h"
#include "exposure/ids.h"
#include "exposure/lists.h"
#include "findings/findings.h"

struct mia_finding_messages {
	const struct mia_findings *f;
	struct mia_messages *recorded; /* NULL: the rows of a list */
	const struct mia_message *held;
	bool recorded_ended;
	size_t at;                       /* in extras, or in listed */
	size_t listed_end;               /* 0: all of listed */
	const struct inventory_run *run; /* of the row handed out; or NULL */
	struct list folders, item_ids;
	struct mia_message message;
};

static bool
listed_only(const struct mia_findings *f)
{
	return f->view.asked.list != NULL;
}

static enum mia_status
begin(struct mia_finding_messages **ret, const struct mia_findings *f, bool listed, struct mia_error *err)
{
	struct mia_finding_messages *m = mia__alloc(&f->a, 1, sizeof(*m));

	if (!m)
		return mia__fail_memory(err);
	m->f = f;
	enum mia_status status = listed ? MIA_OK : mia_messages_new(&m->recorded, f->exposure, err);
	if (status < 0) {
		mia_finding_messages_free(m);
		return status;
	}
	*ret = m;
	return MIA_OK;
}

enum mia_status
mia__finding_messages_begin(struct mia_finding_messages **ret, const struct mia_findings *f,
	struct mia_error *err)
{
	return begin(ret, f, false, err);
}

enum mia_status
mia_finding_messages_new(struct mia_finding_messages **ret, const struct mia_findings *f,
	struct mia_error *err)
{
	if (!ret || !f)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to read messages from");
	return begin(ret, f, listed_only(f), err);
}

void
mia_finding_messages_free(struct mia_finding_messages *m)
{
	if (!m)
		return;
	mia_messages_free(m->recorded);
	mia__row_list_release(&m->f->a, &m->folders);
	mia__row_list_release(&m->f->a, &m->item_ids);
	mia__dealloc(&m->f->a, m, 1, sizeof(*m));
}

/* Rows that only the inventory names stand in between, where they belong. */
size_t
mia__finding_messages_count(const struct mia_findings *f)
{
	if (listed_only(f))
		return f->listed_count;
	return f->extra_count ? 0 : f->exposure->messages.count;
}

void
mia__finding_messages_limit(struct mia_finding_messages *m, size_t start, size_t end)
{
	if (m->recorded) {
		mia__messages_limit(m->recorded, start, end);
	} else {
		m->at = start;
		m->listed_end = end;
	}
}

void
mia__finding_messages_brief(struct mia_finding_messages *m)
{
	if (m->recorded && m->f->view.item_count == 0)
		mia__messages_brief(m->recorded);
}

/* Of several the bytewise least, so that the order of files does not matter. */
static void
least(struct mia_text *ret, struct mia_text text)
{
	if (text.len && (!ret->ptr || text_compare(text, *ret) < 0))
		*ret = text;
}

/* Message traces round to the second and clocks differ. */
#define CLOCKS_DIFFER (5 * 60 * MIA_TIME_SECOND)

void
mia__finding_messages_enrich(const struct mia_findings *f, struct mia_message *row,
	const struct inventory_run *run, uint32_t box)
{
	const struct finding_view *view = &f->view;
	struct mia_text subject = TEXT_ABSENT;
	int64_t size = MIA_SIZE_UNKNOWN;
	bool same = false;

	if (!run) {
		/* A trace lists what came, not what is still there. */
		if (box != NO_FINDING_BOX && f->boxes.boxes[box].lists_contents &&
			row->internet_message_id.len)
			row->basis |= MIA_BASIS_NOT_IN_INVENTORY;
		return;
	}
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = view->items[f->placed.order[i]];
		least(&subject, item->subject);
		least(&row->sender, item->sender);
		same = same ||
			(item->subject.len && text_equal(text_trim(item->subject), text_trim(row->subject)));
		if (item->size_bytes > size)
			size = item->size_bytes;
	}
	row->basis |= run->basis;
	row->received = run->received;
	if ((row->subject.len && subject.len && !same) ||
		(row->first_access != MIA_TIME_UNKNOWN && run->received != MIA_TIME_UNKNOWN &&
			row->first_access < run->received - CLOCKS_DIFFER))
		row->basis |= MIA_BASIS_INVENTORY_DIFFERS;
	if (row->subject.len == 0 && subject.len)
		row->subject = subject;
	if (row->size_bytes == MIA_SIZE_UNKNOWN)
		row->size_bytes = size;
	row->level = mia_level_of(row->basis);
}

/* A folder may have been renamed; the evidence decides how often, and the
 * inventory how many messages lay in it. */
enum { NAMES_TOLD = 16 };

/* Graph names a folder by its id alone; the log may know what it is called. */
static bool
add_names(struct mia_finding_messages *m, uint32_t box, struct mia_text id)
{
	const struct mia_findings *f = m->f;
	int64_t at;

	if (!mia__places_find_id(&f->boxes.folders, box, id, &at))
		return true;
	const struct finding_folder *folder = &f->view.folders[-at];
	for (size_t i = 0; i < folder->names.count && i < NAMES_TOLD; i++)
		if (!mia__row_list_add(&f->a, &m->folders, folder->names.ptr[i]))
			return false;
	return true;
}

static bool
add_paths(struct mia_finding_messages *m, const struct inventory_run *run)
{
	const struct mia_findings *f = m->f;

	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = f->view.items[f->placed.order[i]];
		if (item->folder_path.len ? !mia__row_list_add(&f->a, &m->folders, item->folder_path)
					  : !add_names(m, run->box, item->folder_id))
			return false;
	}
	return true;
}

/* A row of the log, with what the inventory knows of the message. */
static bool
take_recorded(struct mia_finding_messages *m)
{
	const struct mia_findings *f = m->f;
	const struct mia_message *row = m->held;

	m->held = NULL;
	m->message = *row;
	m->message.received = MIA_TIME_UNKNOWN;
	m->run = NULL;
	if (f->view.item_count == 0)
		return true;
	uint32_t box = mia__finding_boxes_find(&f->boxes, row->mailbox, row->mailbox_guid);
	const struct inventory_run *run = mia__placed_find(&f->placed, &f->view, box, row);
	m->run = run;
	mia__finding_messages_enrich(f, &m->message, run, box);
	if (!run)
		return true;
	list_clear(&m->folders);
	for (size_t i = 0; i < row->folders.count; i++)
		if (!mia__row_list_add(&f->a, &m->folders, row->folders.ptr[i]))
			return false;
	if (!add_paths(m, run) || !mia__row_list_finish(&f->a, &m->folders))
		return false;
	m->message.folders = list_texts(&m->folders);
	return true;
}

/* A row that only the inventory names. */
static bool
take_extra(struct mia_finding_messages *m)
{
	const struct mia_findings *f = m->f;
	const struct inventory_run *run = &f->placed.runs[f->extras[m->at++]];
	const struct mia_inventory_item *first = f->view.items[f->placed.order[run->start]];

	m->message = (struct mia_message){
		.mailbox = f->boxes.boxes[run->box].mailbox,
		.mailbox_guid = f->boxes.boxes[run->box].guid,
		.internet_message_id =
			first->internet_message_id.len ? first->internet_message_id : TEXT_ABSENT,
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
		.size_bytes = MIA_SIZE_UNKNOWN,
		.received = MIA_TIME_UNKNOWN,
	};
	m->run = run;
	mia__finding_messages_enrich(f, &m->message, run, run->box);
	list_clear(&m->folders);
	list_clear(&m->item_ids);
	/* Ids of documents of an eDiscovery case are none of the mailbox. */
	for (size_t i = run->start; i < run->start + run->count; i++) {
		const struct mia_inventory_item *item = f->view.items[f->placed.order[i]];
		if ((item->kind == MIA_INVENTORY_GRAPH || !first->internet_message_id.len) &&
			!mia__row_list_add(&f->a, &m->item_ids, item->item_id))
			return false;
	}
	if (!add_paths(m, run) || !mia__row_list_finish(&f->a, &m->folders) ||
		!mia__row_list_finish(&f->a, &m->item_ids))
		return false;
	m->message.folders = list_texts(&m->folders);
	m->message.item_ids = list_texts(&m->item_ids);
	mia__ids_message_hash(m->message.internet_message_id, m->message.message_id_hash);
	return true;
}

static struct mia_text
key_of(const struct mia_message *row)
{
	if (row->internet_message_id.len || row->item_ids.count == 0)
		return row->internet_message_id;
	return row->item_ids.ptr[0];
}

/* Order: mailbox, first access (unknown last), id. */
static bool
extra_comes_first(const struct mia_finding_messages *m)
{
	const struct mia_findings *f = m->f;

	if (m->at >= f->extra_count)
		return false;
	if (!m->held)
		return true;
	const struct inventory_run *run = &f->placed.runs[f->extras[m->at]];
	int kind, c = text_compare(f->boxes.boxes[run->box].mailbox, m->held->mailbox);
	if (c || m->held->first_access != MIA_TIME_UNKNOWN)
		return c < 0;
	return text_compare(mia__placed_key(f->view.items[f->placed.order[run->start]], &kind),
		       key_of(m->held)) < 0;
}

static enum mia_status
hold(struct mia_finding_messages *m, struct mia_error *err)
{
	if (m->held || m->recorded_ended)
		return MIA_OK;
	enum mia_status status = mia_messages_next(m->recorded, &m->held, err);
	if (status != MIA_END)
		return status;
	m->held = NULL;
	m->recorded_ended = true;
	return MIA_OK;
}

const struct inventory_run *
mia__finding_messages_run(const struct mia_finding_messages *m)
{
	return m->run;
}

enum mia_status
mia_finding_messages_next(struct mia_finding_messages *m, const struct mia_message **ret,
	struct mia_error *err)
{
	if (!m || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no messages to read");
	if (!m->recorded) {
		if (m->at >= (m->listed_end ? m->listed_end : m->f->listed_count))
			return MIA_END;
		m->run = m->f->listed[m->at].run;
		*ret = &m->f->listed[m->at++].message;
		return MIA_OK;
	}
	MIA_TRY(hold(m, err));
	bool extra = extra_comes_first(m);
	if (!extra && !m->held)
		return MIA_END;
	if (extra ? !take_extra(m) : !take_recorded(m))
		return mia__fail_memory(err);
	*ret = &m->message;
	return MIA_OK;
}

/* ---- the first pass ---- */

static int
compare_extras(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_findings *f = ctx;
	const struct inventory_run *a = &f->placed.runs[x], *b = &f->placed.runs[y];
	int kind_a, kind_b;
	int c = (a->box > b->box) - (a->box < b->box);

	if (c)
		return c;
	struct mia_text key_a = mia__placed_key(f->view.items[f->placed.order[a->start]], &kind_a);
	struct mia_text key_b = mia__placed_key(f->view.items[f->placed.order[b->start]], &kind_b);
	c = text_compare(key_a, key_b);
	return c ? c : x < y ? -1 : 1;
}

static bool
gather_extras(struct mia_findings *f)
{
	for (uint32_t i = 0; i < f->placed.count; i++) {
		const struct inventory_run *run = &f->placed.runs[i];
		struct finding_box *box = &f->boxes.boxes[run->box];
		box->listed++;
		box->presumed += (run->basis & PRESUMED) != 0;
		box->presumed_synced += (run->basis & PRESUMED_BY_SYNC) != 0;
		box->presumed_forwarded += (run->basis & MIA_BASIS_FORWARDED) != 0;
		if (run->named || !(run->basis & PRESUMED))
			continue;
		if (!mia__grow(&f->a, &f->extras, &f->extra_cap, f->extra_count + 1, sizeof(*f->extras)))
			return false;
		f->extras[f->extra_count++] = i;
	}
	return mia__sort_numbers(&f->a, f->extras, f->extra_count, compare_extras, f);
}

/* Which runs the log names; where it says that a message lay may put it into
 * a folder that was copied. */
static enum mia_status
mark_named(struct mia_findings *f, struct mia_error *err)
{
	struct mia_messages *recorded;
	const struct mia_message *row;
	enum mia_status status;

	MIA_TRY(mia_messages_new(&recorded, f->exposure, err));
	while ((status = mia_messages_next(recorded, &row, err)) == MIA_OK) {
		uint32_t box = mia__finding_boxes_find(&f->boxes, row->mailbox, row->mailbox_guid);
		struct inventory_run *run = mia__placed_find(&f->placed, &f->view, box, row);
		if (!run)
			continue;
		run->named = true;
		run->basis = mia__finding_presumed(&f->view, &f->boxes, &f->placed, run, row->folders);
	}
	mia_messages_free(recorded);
	return status == MIA_END ? MIA_OK : status;
}

static void
count_row(struct mia_findings_sums *sums, const struct mia_message *row)
{
	sums->messages++;
	sums->by_level[row->level]++;
	sums->not_in_inventory += (row->basis & MIA_BASIS_NOT_IN_INVENTORY) != 0;
	sums->inventory_differs += (row->basis & MIA_BASIS_INVENTORY_DIFFERS) != 0;
}

/* Without an inventory and a list the rows need not be put together to be
 * counted. */
static void
count_recorded(struct mia_findings *f)
{
	mia__exposure_count_levels(f->exposure, f->sums.by_level);
	for (size_t i = 0; i < sizeof(f->sums.by_level) / sizeof(*f->sums.by_level); i++)
		f->sums.messages += f->sums.by_level[i];
}

static enum mia_status
count_rows(struct mia_findings *f, struct mia_error *err)
{
	struct mia_finding_messages *m;
	const struct mia_message *row;
	enum mia_status status;

	MIA_TRY(mia_finding_messages_new(&m, f, err));
	while ((status = mia_finding_messages_next(m, &row, err)) == MIA_OK)
		count_row(&f->sums, row);
	mia_finding_messages_free(m);
	return status == MIA_END ? MIA_OK : status;
}

enum mia_status
mia__findings_count(struct mia_findings *f, struct mia_error *err)
{
	if (f->placed.count)
		MIA_TRY(mark_named(f, err));
	if (!gather_extras(f))
		return mia__fail_memory(err);
	if (listed_only(f))
		MIA_TRY(mia__findings_list(f, err));
	if (f->view.item_count || listed_only(f))
		return count_rows(f, err);
	count_recorded(f);
	return MIA_OK;
}
