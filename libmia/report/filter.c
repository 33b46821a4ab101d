/* Leaves rows out of a table by what their cells say. */
#include "report/filter.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "report/words.h"

/* A part of the rows. */
struct filtered_part {
	struct filtered_table filtered; /* first: also the rows of its table */
	struct table inner;
};

static bool
is_wanted(const struct filtered_table *f, const union cell *row)
{
	bool wanted = true;

	if (f->matches) {
		bool yes = text_equal(row[f->match_column].text, mia__word_match(MIA_MATCH_YES));
		wanted = f->matches & 1u << (yes ? MIA_MATCH_YES : MIA_MATCH_CANNOT_TELL);
	}
	for (unsigned level = 0; wanted && f->levels && level < MIA_LEVEL_COUNT; level++)
		if (text_equal(row[f->level_column].text, text_of(mia_level_name((enum mia_level)level))))
			wanted = f->levels & 1u << level;
	return wanted;
}

static enum mia_status
filtered_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct filtered_table *f = ctx;
	enum mia_status status;

	do
		status = f->inner->next(f->inner->rows, row, err);
	while (status == MIA_OK && !is_wanted(f, row));
	return status;
}

static enum mia_status
filtered_rewind(void *ctx, struct mia_error *err)
{
	struct filtered_table *f = ctx;

	return f->inner->rewind(f->inner->rows, err);
}

static bool
filtered_people(void *ctx, struct redact_people *people)
{
	struct filtered_table *f = ctx;

	return !f->inner->people || f->inner->people(f->inner->rows, people);
}

static size_t
filtered_count(const void *ctx)
{
	const struct filtered_table *f = ctx;

	return mia__table_count(f->inner);
}

static enum mia_status
filtered_part(void *ctx, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	const struct filtered_table *all = ctx;
	struct mia_allocator a = mia__allocator_or_default(all->inner->allocator);
	struct filtered_part *part = mia__alloc(&a, 1, sizeof(*part));

	if (!part)
		return mia__fail_memory(err);
	enum mia_status status = all->inner->parts->part(all->inner->rows, start, end, &part->inner, err);
	if (status != MIA_OK) {
		mia__dealloc(&a, part, 1, sizeof(*part));
		return status;
	}
	part->filtered = *all;
	part->filtered.inner = &part->inner;
	part->filtered.table.rows = part;
	*ret = part->filtered.table;
	return MIA_OK;
}

static void
filtered_close_part(struct table *table)
{
	struct filtered_part *part = table->rows;
	struct mia_allocator a = mia__allocator_or_default(table->allocator);

	part->inner.parts->close(&part->inner);
	mia__dealloc(&a, part, 1, sizeof(*part));
}

static const struct table_parts parts = { filtered_next, filtered_count, filtered_part, filtered_close_part };

/* Where rows are chosen by it, a terminal shows it. */
static void
show_match(struct filtered_table *f)
{
	enum { RANK = 2 };

	memcpy(f->columns, f->inner->columns, f->inner->column_count * sizeof(*f->columns));
	for (size_t i = 0; i < f->inner->column_count; i++)
		f->columns[i].rank = (unsigned char)(f->columns[i].rank + (f->columns[i].rank >= RANK));
	f->columns[f->match_column].rank = RANK;
	f->table.columns = f->columns;
}

enum mia_status
mia__filtered_open(struct filtered_table *ret, const struct table *inner, unsigned matches, unsigned levels,
	struct mia_error *err)
{
	*ret = (struct filtered_table){ .table = *inner,
		.inner = inner,
		.matches = matches,
		.levels = levels };
	if (!matches && !levels)
		return MIA_OK;
	ret->match_column = mia__table_column(inner, "match");
	ret->level_column = mia__table_column(inner, "exposure");
	if (matches && ret->match_column == NO_COLUMN)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"this report does not say of a row whether it is in scope");
	if (levels && ret->level_column == NO_COLUMN)
		return mia__fail(err, MIA_ERR_ARGUMENT, "this report has no levels");
	ret->table.next = filtered_next;
	ret->table.rewind = filtered_rewind;
	ret->table.people = filtered_people;
	ret->table.rows = ret;
	ret->table.parts = &parts;
	if (matches)
		show_match(ret);
	return MIA_OK;
}
