/* A table over a table: chosen columns, another order, the first rows only. */
#include "report/select.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "report/tables.h"

/* On a terminal rows are put in the order that people want, as long as they
 * are so few that keeping them costs nothing. */
#define ORDERED_ROWS 5000

/* The next name of a list; blanks around it do not count. */
static bool
next_name(struct mia_text *rest, struct mia_text *name)
{
	if (rest->ptr == NULL)
		return false;
	const char *comma = rest->len ? memchr(rest->ptr, ',', rest->len) : NULL;
	size_t len = comma ? (size_t)(comma - rest->ptr) : rest->len;

	*name = text_trim((struct mia_text){ rest->ptr, len });
	*rest = comma ? (struct mia_text){ comma + 1, rest->len - len - 1 } : TEXT_ABSENT;
	return true;
}

static bool
is_called(const struct column *column, struct mia_text name)
{
	return text_equal(name, text_of(column->name)) ||
		(column->title && text_equal(name, text_of(column->title)));
}

static enum mia_status
find_column(const struct column *columns, size_t count, struct mia_text name, size_t *ret,
	struct mia_error *err)
{
	char shown[64];

	for (size_t i = 0; i < count; i++) {
		if (is_called(&columns[i], name)) {
			*ret = i;
			return MIA_OK;
		}
	}
	mia__escape_ascii(name, shown, sizeof(shown));
	return mia__fail(err, MIA_ERR_ARGUMENT, "there is no column '%s'", shown);
}

static enum mia_status
take_key(struct sort_key *keys, size_t *key_count, const struct column *columns, size_t count,
	struct mia_text name, struct mia_error *err)
{
	struct sort_key key = { .down = name.len && *name.ptr == '-' };

	name.ptr += key.down;
	name.len -= key.down;
	MIA_TRY(find_column(columns, count, name, &key.column, err));
	for (size_t i = 0; i < *key_count; i++)
		if (keys[i].column == key.column)
			return mia__fail(err, MIA_ERR_ARGUMENT, "the column '%s' is sorted by twice",
				columns[key.column].name);
	keys[(*key_count)++] = key;
	return MIA_OK;
}

static enum mia_status
take_sort(struct selected_table *s, const char *sort, struct mia_error *err)
{
	struct mia_text rest = text_of(sort), name;

	while (next_name(&rest, &name))
		MIA_TRY(take_key(s->keys, &s->key_count, s->inner->columns, s->inner->column_count, name,
			err));
	return MIA_OK;
}

/* Whoever names a column gets it, though it is one of JSON alone. */
static enum mia_status
take_columns(struct selected_table *s, const char *columns, struct mia_error *err)
{
	struct mia_text rest = text_of(columns), name;
	bool taken[TABLE_COLUMNS] = { false };
	size_t count = 0;

	while (next_name(&rest, &name)) {
		size_t at;
		MIA_TRY(find_column(s->inner->columns, s->inner->column_count, name, &at, err));
		if (taken[at])
			return mia__fail(err, MIA_ERR_ARGUMENT, "the column '%s' is asked for twice",
				s->inner->columns[at].name);
		taken[at] = true;
		s->columns[count] = s->inner->columns[at];
		s->columns[count].json_only = false;
		s->from[count++] = at;
	}
	s->table.column_count = count;
	s->table.asked = true;
	return MIA_OK;
}

static void
take_all(struct selected_table *s)
{
	for (size_t i = 0; i < s->inner->column_count; i++) {
		s->columns[i] = s->inner->columns[i];
		s->from[i] = i;
	}
	s->table.column_count = s->inner->column_count;
}

static enum mia_status
choose_columns(struct selected_table *s, const char *columns, struct mia_error *err)
{
	if (columns && strcmp(columns, "all") != 0)
		MIA_TRY(take_columns(s, columns, err));
	else
		take_all(s);
	s->table.asked = columns != NULL;
	for (size_t i = 0; i < s->table.column_count; i++)
		s->needed[s->from[i]] = true;
	for (size_t i = 0; i < s->key_count; i++)
		s->needed[s->keys[i].column] = true;
	return MIA_OK;
}

/* An absent text has no room of its own, and stays absent. */
static bool
keep_text(struct selected_table *s, struct mia_text *text)
{
	if (text->len == 0)
		return true;
	*text = mia__arena_text(&s->texts, *text);
	return text->ptr != NULL;
}

static bool
keep_cell(struct selected_table *s, const struct column *column, union cell *cell)
{
	if (column->kind == MIA_COLUMN_TEXT)
		return keep_text(s, &cell->text);
	if (column->kind == MIA_COLUMN_TEXTS && cell->texts.count) {
		struct mia_text *texts = mia__arena_take(&s->texts, cell->texts.count * sizeof(*texts));
		if (texts == NULL)
			return false;
		for (size_t i = 0; i < cell->texts.count; i++) {
			texts[i] = cell->texts.ptr[i];
			if (!keep_text(s, &texts[i]))
				return false;
		}
		cell->texts.ptr = texts;
	}
	if (column->kind == MIA_COLUMN_COUNTS && cell->counts.count) {
		size_t size = cell->counts.count * sizeof(*cell->counts.ptr);
		struct named_count *counts = mia__arena_take(&s->texts, size);
		if (counts == NULL)
			return false;
		memcpy(counts, cell->counts.ptr, size);
		cell->counts.ptr = counts;
	}
	return true;
}

static bool
keep_row(struct selected_table *s, const union cell *row)
{
	size_t width = s->inner->column_count;

	if (s->row_count >= UINT32_MAX ||
		!mia__grow(&s->a, &s->cells, &s->room, (s->row_count + 1) * width, sizeof(*s->cells)))
		return false;
	union cell *kept = s->cells + s->row_count * width;
	memset(kept, 0, width * sizeof(*kept));
	for (size_t i = 0; i < width; i++) {
		if (!s->needed[i])
			continue;
		kept[i] = row[i];
		if (!keep_cell(s, &s->inner->columns[i], &kept[i]))
			return false;
	}
	s->row_count++;
	return true;
}

static void
forget_rows(struct selected_table *s)
{
	mia__dealloc(&s->a, s->order, s->row_count, sizeof(*s->order));
	mia__dealloc(&s->a, s->cells, s->room, sizeof(*s->cells));
	mia__arena_release(&s->texts);
	s->order = NULL;
	s->cells = NULL;
}

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

static int
compare_cells(const struct column *column, const union cell *x, const union cell *y, bool down)
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

static int
compare_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct selected_table *s = ctx;
	size_t width = s->inner->column_count;
	int order = 0;

	for (size_t i = 0; order == 0 && i < s->key_count; i++) {
		size_t at = s->keys[i].column;
		order = compare_cells(&s->inner->columns[at], &s->cells[x * width + at],
			&s->cells[y * width + at], s->keys[i].down);
	}
	return order;
}

/* *most is exceeded: the rows stay as they are. */
static enum mia_status
keep_rows(struct selected_table *s, uint64_t most, bool *exceeded, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	*exceeded = false;
	MIA_TRY(s->inner->rewind(s->inner->rows, err));
	while ((status = s->inner->next(s->inner->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (s->row_count == most) {
			*exceeded = true;
			return MIA_OK;
		}
		if (!keep_row(s, row))
			return mia__fail_memory(err);
	}
	return MIA_OK;
}

static enum mia_status
put_in_order(struct selected_table *s, struct mia_error *err)
{
	if (s->row_count == 0)
		return MIA_OK;
	s->order = mia__alloc(&s->a, s->row_count, sizeof(*s->order));
	if (s->order == NULL)
		return mia__fail_memory(err);
	for (size_t i = 0; i < s->row_count; i++)
		s->order[i] = (uint32_t)i;
	if (!mia__sort_numbers(&s->a, s->order, s->row_count, compare_rows, s))
		return mia__fail_memory(err);
	return MIA_OK;
}

static enum mia_status
selected_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct selected_table *s = ctx;
	union cell room[TABLE_COLUMNS];
	const union cell *cells = room;

	if (s->top && s->at == s->top)
		return MIA_END;
	if (s->key_count) {
		if (s->at == s->row_count)
			return MIA_END;
		cells = s->cells + s->order[s->at] * s->inner->column_count;
	} else {
		enum mia_status status = s->inner->next(s->inner->rows, room, err);
		if (status != MIA_OK)
			return status;
	}
	s->at++;
	for (size_t i = 0; i < s->table.column_count; i++)
		row[i] = cells[s->from[i]];
	return MIA_OK;
}

static enum mia_status
selected_rewind(void *ctx, struct mia_error *err)
{
	struct selected_table *s = ctx;

	s->at = 0;
	return s->key_count ? MIA_OK : s->inner->rewind(s->inner->rows, err);
}

static size_t
selected_count(const void *ctx)
{
	const struct selected_table *s = ctx;

	return s->key_count || s->top ? 0 : mia__table_count(s->inner);
}

/* A part of the rows. */
struct selected_part {
	struct selected_table selected; /* first: also the rows of its table */
	struct table inner;
};

static enum mia_status
selected_part(void *ctx, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	const struct selected_table *all = ctx;
	struct selected_part *part = mia__alloc(&all->a, 1, sizeof(*part));

	if (!part)
		return mia__fail_memory(err);
	enum mia_status status = all->inner->parts->part(all->inner->rows, start, end, &part->inner, err);
	if (status != MIA_OK) {
		mia__dealloc(&all->a, part, 1, sizeof(*part));
		return status;
	}
	part->selected = *all;
	part->selected.inner = &part->inner;
	part->selected.table.rows = part;
	*ret = part->selected.table;
	return MIA_OK;
}

static void
selected_close_part(struct table *table)
{
	struct selected_part *part = table->rows;
	struct mia_allocator a = part->selected.a;

	part->inner.parts->close(&part->inner);
	mia__dealloc(&a, part, 1, sizeof(*part));
}

static const struct table_parts parts = { selected_next, selected_count, selected_part, selected_close_part };

static enum mia_status
count_rows(const struct table *table, uint64_t *ret, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	*ret = 0;
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		++*ret;
	}
	return MIA_OK;
}

static enum mia_status
sort_rows(struct selected_table *s, const struct mia_report_options *options, struct mia_error *err)
{
	bool asked = options->sort != NULL, exceeded;

	MIA_TRY(keep_rows(s, asked ? UINT64_MAX : ORDERED_ROWS, &exceeded, err));
	if (exceeded) {
		forget_rows(s);
		s->key_count = 0;
		return MIA_OK;
	}
	return put_in_order(s, err);
}

static bool
has_rows_for_people(enum mia_format format)
{
	return format == MIA_FORMAT_TABLE || format == MIA_FORMAT_CSV || format == MIA_FORMAT_CSV_EXCEL ||
		format == MIA_FORMAT_JSON || format == MIA_FORMAT_NDJSON;
}

enum mia_status
mia__select_refuse(const struct mia_report_options *options, const char *what, struct mia_error *err)
{
	if (options->columns || options->sort || options->top)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"columns, order and number of rows cannot be chosen of %s", what);
	return MIA_OK;
}

static enum mia_status
open_rows(struct selected_table *s, const struct mia_report_options *options, struct mia_error *err)
{
	if (s->key_count)
		MIA_TRY(sort_rows(s, options, err));
	if (s->top && options->format == MIA_FORMAT_TABLE) {
		if (s->key_count)
			s->table.of_all = s->row_count;
		else
			MIA_TRY(count_rows(s->inner, &s->table.of_all, err));
	}
	return MIA_OK;
}

enum mia_status
mia__selected_open(struct selected_table *ret, const struct table *inner,
	const struct mia_report_options *options, struct mia_error *err)
{
	const char *sort = options->sort              ? options->sort
		: options->format == MIA_FORMAT_TABLE ? inner->order
						      : NULL;

	*ret = (struct selected_table){ .table = *inner, .inner = inner, .top = options->top };
	if (!has_rows_for_people(options->format))
		MIA_TRY(mia__select_refuse(options, mia_format_name(options->format), err));
	ret->a = mia__allocator_or_default(inner->allocator);
	mia__arena_init(&ret->texts, &ret->a);
	MIA_TRY(take_sort(ret, sort, err));
	MIA_TRY(choose_columns(ret, options->columns, err));
	ret->table.columns = ret->columns;
	ret->table.next = selected_next;
	ret->table.rewind = selected_rewind;
	ret->table.rows = ret;
	ret->table.parts = &parts;
	ret->table.people = NULL;
	enum mia_status status = open_rows(ret, options, err);
	if (status < 0)
		forget_rows(ret);
	return status;
}

void
mia__selected_close(struct selected_table *selected)
{
	forget_rows(selected);
}

enum mia_status
mia_report_choice_check(enum mia_report_kind report, const char *columns, const char *sort,
	struct mia_error *err)
{
	const struct report_columns *known = mia__columns_of(report);
	struct selected_table s = { .key_count = 0 };
	struct table inner = { .column_count = 0 };

	if (known == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "this report has no columns");
	inner.columns = known->ptr;
	inner.column_count = known->count;
	s.inner = &inner;
	MIA_TRY(take_sort(&s, sort, err));
	return choose_columns(&s, columns, err);
}
