/* What order the cells of a column are in. */
#include "base/text.h"
#include "report/select.h"

/* Numbers, what is unknown last whichever way the rest goes. */
static int
compare_numbers(bool unknown_x, bool unknown_y, int64_t x, int64_t y, bool down)
{
	if (unknown_x || unknown_y)
		return unknown_x - unknown_y;
	int order = (x > y) - (x < y);
	return down ? -order : order;
}

/* Words by their weight, the least of it last. */
static size_t
weight_of(const struct column *column, struct mia_text text)
{
	size_t weight = 0;

	while (column->words[weight].text && !text_equal(text, text_of(column->words[weight].text)))
		weight++;
	return weight;
}

static int
compare_texts(const struct column *column, struct mia_text x, struct mia_text y)
{
	if (column->words) {
		size_t weight_x = weight_of(column, x), weight_y = weight_of(column, y);
		if (weight_x != weight_y)
			return weight_x < weight_y ? -1 : 1;
	}
	int order = text_compare_nocase(x, y);
	return order ? order : text_compare(x, y);
}

/* Lists by how many they hold. */
static int
compare_lists(const struct column *column, const struct mia_texts *x, const struct mia_texts *y)
{
	int order = (x->count > y->count) - (x->count < y->count);

	for (size_t i = 0; order == 0 && i < x->count; i++)
		order = compare_texts(column, x->ptr[i], y->ptr[i]);
	return order;
}

static uint64_t
sum_of(const union cell *cell)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < cell->counts.count; i++)
		sum += cell->counts.ptr[i].count;
	return sum;
}

int
mia__compare_cells(const struct column *column, const union cell *x, const union cell *y, bool down)
{
	int order = 0;

	switch (column->kind) {
	case MIA_COLUMN_TIME:
		return compare_numbers(x->time == MIA_TIME_UNKNOWN, y->time == MIA_TIME_UNKNOWN, x->time,
			y->time, down);
	case MIA_COLUMN_SIZE:
		return compare_numbers(x->size == MIA_SIZE_UNKNOWN, y->size == MIA_SIZE_UNKNOWN, x->size,
			y->size, down);
	case MIA_COLUMN_COUNT:
		order = (x->count > y->count) - (x->count < y->count);
		break;
	case MIA_COLUMN_COUNTS:
		order = (sum_of(x) > sum_of(y)) - (sum_of(x) < sum_of(y));
		break;
	case MIA_COLUMN_TEXTS:
		order = compare_lists(column, &x->texts, &y->texts);
		break;
	case MIA_COLUMN_TEXT:
		if (x->text.len == 0 || y->text.len == 0)
			return (x->text.len == 0) - (y->text.len == 0);
		order = compare_texts(column, x->text, y->text);
	}
	return down ? -order : order;
}
