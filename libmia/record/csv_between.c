/*
 * Is this row a record? Files that were put together from several exports have headers in the middle. A row of
 * a record must not pass for one, whatever an attacker wrote into its cells: it would hide itself, and all rows
 * behind it would be read by columns of his choice. So a header is only
 *
 *   the same row as a header before it; or
 *   a row all of whose cells are names of columns of audit exports, or columns of this file, none of them empty
 *   or twice, among them what every export has (csv.c), which has a name as well where the records have their
 *   operation and their time, two cells that the service fills.
 *
 * All else is a record, and is judged as one: a row that names columns under "Operation" is rejected, and told.
 */
#include "record/csv_between.h"

#include <string.h>

#include "base/text.h"
#include "record/csv.h"

#define BOM "\xef\xbb\xbf"

/* So many layouts have no files. More are a flood of them, which must not cost memory. */
enum { LAYOUTS_MOST = 64, LONGEST_APPENDED = 4096 };

static bool
is_column_of(const struct csv_header *h, struct mia_text cell)
{
	for (size_t i = 0; i < h->column_count; i++)
		if (text_equal_nocase(h->columns[i], cell))
			return true;
	return false;
}

static bool
is_name(const struct framer *f, struct mia_text cell)
{
	return mia__csv_is_name(cell) || (is_column_of(f->header, cell) && !mia__csv_is_data(cell));
}

/* Whether the service fills this column of a record with a text of its own. */
static bool
is_of_service(struct mia_text column)
{
	static const char *const columns[] = { "Operation", "Operations", "ActionType", "Activity",
		"CreationTime", "CreationDate", "LastAccessed", "TimeGenerated", "createdDateTime",
		"RecordType", "RunspaceId", "MailboxGuid" };

	return TEXT_IS_ONE_OF_NOCASE(mia__csv_bare_name(column), columns);
}

static bool
stands_twice(const struct csv_header *h, size_t column)
{
	for (size_t i = 0; i < column; i++)
		if (text_equal_nocase(h->columns[i], h->columns[column]))
			return true;
	return false;
}

/* h: what the row would be as a header. */
static bool
is_header(const struct framer *f, const struct csv_header *h)
{
	for (size_t i = 0; i < h->column_count; i++)
		if (!is_name(f, h->columns[i]) || stands_twice(h, i))
			return false;
	/* A row with as many cells as a record has: where the service writes there are names as well. */
	if (h->column_count == f->header->column_count)
		for (size_t i = 0; i < h->column_count; i++)
			if (is_of_service(f->header->columns[i]) && !mia__csv_is_name(h->columns[i]))
				return false;
	return true;
}

/* A header that stood here before; it is kept once. */
static const struct csv_header *
known_header(const struct framer *f, struct mia_text row)
{
	for (const struct csv_header *h = f->headers; h; h = h->next)
		if (text_equal(row, h->raw))
			return h;
	return NULL;
}

/* Another export was appended to this one: its header, or NULL. */
static struct csv_header *
appended_header(struct framer *f, struct mia_text row)
{
	struct csv_manner manner = f->header->manner;
	const char separators[] = { manner.separator, ',', ';', '\t', '|', '\0' };

	for (const char *s = separators; *s; s++) {
		struct csv_header *h = mia__csv_header_new(&f->a, row, *s, &f->failed);
		if (!h && f->failed)
			return NULL;
		if (!h)
			continue;
		if (is_header(f, h)) {
			h->manner.escapes = *s == manner.separator ? manner.escapes : CSV_DOUBLED;
			return h;
		}
		mia__csv_header_free(h);
	}
	return NULL;
}

/* "#TYPE Selected.System.Management.Automation.PSCustomObject", "#TYPE List`1[[System.Object, mscorlib]]" */
static bool
is_type_line(struct mia_text row, const char *separators)
{
	size_t brackets = 0;

	if (!text_starts(row, TEXT("#TYPE ")))
		return false;
	for (size_t i = sizeof("#TYPE ") - 1; i < row.len; i++) {
		char c = row.ptr[i];
		brackets += c == '[';
		if (c == '"' || (!brackets && (c && strchr(separators, c))))
			return false;
		brackets -= brackets && c == ']';
	}
	return true;
}

/* "sep=;", and what a spreadsheet made of it: "sep=;;;;" */
static bool
is_separator_line(struct mia_text row)
{
	if (!text_starts_nocase(row, TEXT("sep=")))
		return false;
	for (size_t i = sizeof("sep=") - 1; i < row.len; i++)
		if (!row.ptr[i] || !strchr(CSV_SEPARATORS, row.ptr[i]))
			return false;
	return true;
}

bool
mia__csv_is_preamble(struct mia_text row)
{
	return is_type_line(row, CSV_SEPARATORS) || text_equal(row, TEXT("#TYPE")) || is_separator_line(row);
}

static size_t
count_cells(struct mia_text row, const struct csv_header *h)
{
	struct csv_cell cell;
	size_t pos = 0, count = 1;

	while (mia__csv_cell(row, h->manner, &pos, true, &cell) > 0)
		count++;
	return count;
}

bool
mia__csv_is_between(struct framer *f, struct mia_text row)
{
	const struct csv_header *known;
	struct csv_header *h;

	if (text_starts(row, TEXT(BOM)))
		row = (struct mia_text){ row.ptr + sizeof(BOM) - 1, row.len - (sizeof(BOM) - 1) };
	if (text_trim(row).len == 0 || is_separator_line(row))
		return true;
	/* As many cells as a record has may be one. */
	if (*row.ptr == '#' && is_type_line(row, CSV_SEPARATORS) &&
		(!f->header || f->header->column_count == 1 ||
			count_cells(row, f->header) != f->header->column_count))
		return true;
	if (f->header && text_equal(row, f->header->raw))
		return true;
	if (!f->header || f->tables || row.len > LONGEST_APPENDED || memchr(row.ptr, '{', row.len) ||
		mia__text_find_nocase(row, TEXT("Operation")) < 0)
		return false;
	if ((known = known_header(f, row)) != NULL) {
		f->header = known;
		return true;
	}
	h = f->header_count < LAYOUTS_MOST ? appended_header(f, row) : NULL;
	if (h)
		mia__frame_header(f, h);
	return h != NULL;
}
