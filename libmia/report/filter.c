/* Leaves rows out of a table by what their cells say. */
#include "report/filter.h"

#include "base/error.h"
#include "base/text.h"
#include "report/words.h"

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
	if (matches)
		show_match(ret);
	return MIA_OK;
}
