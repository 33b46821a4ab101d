/* Two lists of messages or folders laid side by side: what came, went or changed. */
#include <mia/diff.h>

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "report/diff.h"
#include "report/report.h"
#include "report/words.h"

#define CHANGES (MIA_CHANGE_BASIS + 1)

struct mia_diff {
	struct mia_allocator a;
	struct item_list old_list, new_list;
	struct mia_difference *rows;
	size_t count, cap;
	uint64_t sums[CHANGES];
};

const char *
mia_change_name(enum mia_change change)
{
	switch (change) {
	case MIA_CHANGE_SAME:
		return "same";
	case MIA_CHANGE_ADDED:
		return "added";
	case MIA_CHANGE_GONE:
		return "gone";
	case MIA_CHANGE_LEVEL:
		return "level changed";
	case MIA_CHANGE_BASIS:
		return "basis changed";
	}
	return "";
}

/* Either is NULL where the list does not have the item. */
static bool
add_row(struct mia_diff *d, const struct listed_item *was, const struct listed_item *is)
{
	const struct listed_item *item = is ? is : was;
	struct mia_difference row = {
		.change = !was ? MIA_CHANGE_ADDED : MIA_CHANGE_GONE,
		.mailbox = item->mailbox,
		.internet_message_id = item->internet_message_id,
		.item_id = item->item_id,
		.folder = item->folder,
		.folder_id = item->folder_id,
		.subject = item->subject,
	};

	if (was) {
		row.old_exposure = was->exposure;
		row.old_basis = was->basis;
	}
	if (is) {
		row.new_exposure = is->exposure;
		row.new_basis = is->basis;
	}
	if (was && is)
		row.change = !text_equal(was->exposure, is->exposure) ? MIA_CHANGE_LEVEL
			: !text_equal(was->basis, is->basis)          ? MIA_CHANGE_BASIS
								      : MIA_CHANGE_SAME;
	/* The subject may have become known, or not be so any more. */
	if (was && !row.subject.ptr)
		row.subject = was->subject;
	if (d->count == d->cap && !mia__grow(&d->a, &d->rows, &d->cap, d->count + 1, sizeof(*d->rows)))
		return false;
	d->sums[row.change]++;
	d->rows[d->count++] = row;
	return true;
}

static bool
join(struct mia_diff *d, enum list_kind kind)
{
	const struct item_list *was = &d->old_list, *is = &d->new_list;
	bool ok = true;

	for (size_t i = 0, k = 0; ok && (i < was->count || k < is->count);) {
		int c = i == was->count  ? 1
			: k == is->count ? -1
					 : mia__item_list_compare(kind, &was->items[i], &is->items[k]);
		ok = add_row(d, c <= 0 ? &was->items[i] : NULL, c >= 0 ? &is->items[k] : NULL);
		i += c <= 0;
		k += c >= 0;
	}
	return ok;
}

static int
compare_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_difference *a = &((const struct mia_difference *)ctx)[x];
	const struct mia_difference *b = &((const struct mia_difference *)ctx)[y];
	int c = text_compare_nocase(a->mailbox, b->mailbox);

	if (c == 0)
		c = text_compare(a->internet_message_id, b->internet_message_id);
	if (c == 0)
		c = text_compare(a->item_id, b->item_id);
	if (c == 0)
		c = text_compare(a->folder, b->folder);
	return c ? c : text_compare(a->folder_id, b->folder_id);
}

static bool
sort_rows(struct mia_diff *d)
{
	struct mia_difference *sorted;
	uint32_t *order;
	bool ok;

	if (d->count == 0)
		return true;
	order = d->count < UINT32_MAX ? mia__alloc(&d->a, d->count, sizeof(*order)) : NULL;
	sorted = mia__alloc(&d->a, d->cap, sizeof(*sorted));
	for (size_t i = 0; order && i < d->count; i++)
		order[i] = (uint32_t)i;
	ok = order && sorted && mia__sort_numbers(&d->a, order, d->count, compare_rows, d->rows);
	for (size_t i = 0; ok && i < d->count; i++)
		sorted[i] = d->rows[order[i]];
	if (order)
		mia__dealloc(&d->a, order, d->count, sizeof(*order));
	if (sorted)
		mia__dealloc(&d->a, ok ? d->rows : sorted, d->cap, sizeof(*sorted));
	if (ok)
		d->rows = sorted;
	return ok;
}

static enum mia_status
compare_lists(struct mia_diff *d, struct mia_evidence *old_list, struct mia_evidence *new_list,
	struct mia_error *err)
{
	enum list_kind kind;

	MIA_TRY(mia__item_list_read(&d->old_list, old_list, err));
	MIA_TRY(mia__item_list_read(&d->new_list, new_list, err));
	kind = d->old_list.kind ? d->old_list.kind : d->new_list.kind;
	if (d->new_list.kind && d->new_list.kind != kind)
		return mia__fail(err, MIA_ERR_ARGUMENT, "one is a list of messages, the other of folders");
	return join(d, kind) && sort_rows(d) ? MIA_OK : mia__fail_memory(err);
}

enum mia_status
mia_diff_new(struct mia_diff **ret, const struct mia_allocator *allocator, struct mia_evidence *old_list,
	struct mia_evidence *new_list, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_diff *d;
	enum mia_status status;

	if (ret == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the difference");
	if (old_list == NULL || new_list == NULL || old_list == new_list)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a difference needs two lists");
	d = mia__alloc(&a, 1, sizeof(*d));
	if (d == NULL)
		return mia__fail_memory(err);
	d->a = a;
	mia__item_list_init(&d->old_list, &a);
	mia__item_list_init(&d->new_list, &a);
	status = compare_lists(d, old_list, new_list, err);
	if (status == MIA_OK)
		*ret = d;
	else
		mia_diff_free(d);
	return status;
}

void
mia_diff_free(struct mia_diff *diff)
{
	struct mia_allocator a;

	if (diff == NULL)
		return;
	a = diff->a;
	mia__item_list_release(&diff->old_list);
	mia__item_list_release(&diff->new_list);
	if (diff->rows)
		mia__dealloc(&a, diff->rows, diff->cap, sizeof(*diff->rows));
	mia__dealloc(&a, diff, 1, sizeof(*diff));
}

size_t
mia_diff_count(const struct mia_diff *diff)
{
	return diff ? diff->count : 0;
}

const struct mia_difference *
mia_diff_get(const struct mia_diff *diff, size_t i)
{
	return i < mia_diff_count(diff) ? &diff->rows[i] : NULL;
}

uint64_t
mia_diff_sum(const struct mia_diff *diff, enum mia_change change)
{
	return diff && (unsigned)change < CHANGES ? diff->sums[change] : 0;
}

/* ---- the report ---- */

enum {
	CHANGE,
	MAILBOX,
	MESSAGE_ID,
	ITEM_ID,
	FOLDER,
	FOLDER_ID,
	OLD_EXPOSURE,
	NEW_EXPOSURE,
	OLD_BASIS,
	NEW_BASIS,
	SUBJECT,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[CHANGE] = { "change", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 1, 13, 13,
		.help = "'added': only in NEW; 'gone': only in OLD; 'level changed': in both, with another "
			"exposure; 'basis changed': same exposure, another basis; 'same' (with --all)." },
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 2, 16, 40,
		.help = "Compared without regard to case." },
	[MESSAGE_ID] = { "internet_message_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 26, 90,
		.help = "By which messages are compared; those without one by item_id." },
	[ITEM_ID] = { "item_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 11, 12, 40,
		.help = "As written in NEW, else in OLD; several joined by ' | '." },
	[FOLDER] = { "folder", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 4, 12, 60,
		.help = "By which folders are compared that have no folder_id." },
	[FOLDER_ID] = { "folder_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "By which folders are compared." },
	[OLD_EXPOSURE] = { "old_exposure", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 5, 18, 18,
		.words = mia__words_of_levels, .help = "Exposure in OLD; empty where it is not listed." },
	[NEW_EXPOSURE] = { "new_exposure", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 6, 18, 18,
		.words = mia__words_of_levels, .help = "Exposure in NEW, likewise." },
	[OLD_BASIS] = { "old_basis", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 8, 11, 24, .help = "Basis in OLD." },
	[NEW_BASIS] = { "new_basis", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 9, 11, 24, .help = "Basis in NEW." },
	[SUBJECT] = { "subject", MIA_COLUMN_TEXT, MIA_NAMES_SUBJECT, 7, 12, 60,
		.help = "From NEW, else from OLD." },
};
const struct report_columns mia__columns_of_diff = { columns, COLUMN_TOTAL };

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_diff *diff;
	bool all;
};

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
	const struct mia_difference *found;

	(void)err;
	do {
		found = mia_diff_get(rows->diff, rows->at);
		if (found == NULL)
			return MIA_END;
		rows->at++;
	} while (found->change == MIA_CHANGE_SAME && !rows->all);
	row[CHANGE].text = text_of(mia_change_name(found->change));
	row[MAILBOX].text = found->mailbox;
	row[MESSAGE_ID].text = found->internet_message_id;
	row[ITEM_ID].text = found->item_id;
	row[FOLDER].text = found->folder;
	row[FOLDER_ID].text = found->folder_id;
	row[OLD_EXPOSURE].text = found->old_exposure;
	row[NEW_EXPOSURE].text = found->new_exposure;
	row[OLD_BASIS].text = found->old_basis;
	row[NEW_BASIS].text = found->new_basis;
	row[SUBJECT].text = found->subject;
	return MIA_OK;
}

enum mia_status
mia_report_diff(const struct mia_diff *diff, int all, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct rows rows = { .diff = diff, .all = all != 0 };
	const struct table table = {
		.kind = MIA_REPORT_DIFF,
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "no difference",
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = &rows,
	};

	if (diff == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no difference to report");
	return mia__report_write(&table, options, err);
}
