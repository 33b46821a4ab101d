/* Columns by their names, and the pieces of which the text of a cell is made. */
#include "base/number.h"
#include "base/text.h"
#include "format/table.h"

const char mia__table_whole_tenant[] = "(whole tenant)";

enum mia_status
mia__table_rewind(void *rows, struct mia_error *err)
{
	(void)err;
	*(size_t *)rows = 0;
	return MIA_OK;
}

size_t
mia__table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return i;
	return NO_COLUMN;
}

struct mia_text
mia__table_text(const struct table *table, const union cell *row, const char *name)
{
	size_t i = mia__table_column(table, name);

	return i != NO_COLUMN && table->columns[i].kind == MIA_COLUMN_TEXT ? row[i].text : TEXT_ABSENT;
}

size_t
mia__table_count(const struct table *table)
{
	return table->parts && table->parts->next == table->next ? table->parts->count(table->rows) : 0;
}

void
mia__cell_pieces_init(struct cell_pieces *pieces, const struct column *column, const union cell *cell)
{
	pieces->column = column;
	pieces->cell = cell;
	pieces->step = 0;
}

static bool
number_piece(struct cell_pieces *pieces, uint64_t number, struct mia_text *ret)
{
	*ret = (struct mia_text){ pieces->scratch, mia__number_format(number, pieces->scratch) };
	return true;
}

static bool
size_piece(struct cell_pieces *pieces, int64_t size, struct mia_text *ret)
{
	if (size == MIA_SIZE_UNKNOWN)
		return false;
	pieces->scratch[0] = '-';
	if (size >= 0)
		return number_piece(pieces, (uint64_t)size, ret);
	*ret = (struct mia_text){ pieces->scratch,
		1 + mia__number_format(0 - (uint64_t)size, pieces->scratch + 1) };
	return true;
}

static bool
texts_piece(const struct mia_texts *texts, size_t step, struct mia_text *ret)
{
	if (step + 1 >= 2 * texts->count)
		return false;
	*ret = step % 2 ? TEXT(" | ") : texts->ptr[step / 2];
	return true;
}

static bool
counts_piece(struct cell_pieces *pieces, size_t step, struct mia_text *ret)
{
	const union cell *cell = pieces->cell;

	if (step + 1 >= 4 * cell->counts.count)
		return false;
	switch (step % 4) {
	case 0:
		*ret = text_of(cell->counts.ptr[step / 4].name);
		return true;
	case 1:
		*ret = TEXT("=");
		return true;
	case 2:
		return number_piece(pieces, cell->counts.ptr[step / 4].count, ret);
	default:
		*ret = TEXT(" | ");
		return true;
	}
}

bool
mia__cell_pieces_next(struct cell_pieces *pieces, struct mia_text *ret)
{
	const union cell *cell = pieces->cell;
	size_t step = pieces->step++;

	if (pieces->column->kind == MIA_COLUMN_TEXTS)
		return texts_piece(&cell->texts, step, ret);
	if (pieces->column->kind == MIA_COLUMN_COUNTS)
		return counts_piece(pieces, step, ret);
	if (step > 0)
		return false;
	switch (pieces->column->kind) {
	case MIA_COLUMN_TIME:
		*ret = (struct mia_text){ pieces->scratch, mia_time_format(cell->time, pieces->scratch) };
		return true;
	case MIA_COLUMN_COUNT:
		return number_piece(pieces, cell->count, ret);
	case MIA_COLUMN_SIZE:
		return size_piece(pieces, cell->size, ret);
	default:
		*ret = cell->text;
		return true;
	}
}
