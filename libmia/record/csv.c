/* CSV cells after RFC 4180, and what a header row says. */
#include "record/csv.h"

#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/text.h"
#include "record/csv_escapes.h"
#include "record/holders.h"

/* The first quote that no quote follows; *doubled if others were passed. NULL: none. */
static inline const char *
lone_quote(const char *p, const char *end, bool *doubled)
{
#ifdef __SSE2__
	while (end - p > 16) {
		unsigned quotes = (unsigned)_mm_movemask_epi8(
			_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)p),
				_mm_set1_epi8('"')));
		bool over = false;
		while (quotes) {
			int at = __builtin_ctz(quotes);
			if (p[at + 1] != '"')
				return p + at;
			*doubled = true;
			over = at == 15; /* the other one stands behind these 16 */
			quotes &= quotes - 1;
			quotes &= quotes - 1;
		}
		p += 16 + over;
	}
#endif
	for (; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 == end || p[1] != '"')
			return p;
		*doubled = true;
		p++;
	}
	return NULL;
}

/* The same from q on where backslashes stand in front of quotes that are text. */
static const char *
unescaped_quote(const char *start, const char *q, const char *end, enum csv_escapes *escapes)
{
	for (; (q = memchr(q, '"', (size_t)(end - q))) != NULL; q++) {
		if (q > start && q[-1] == '\\') {
			*escapes = CSV_BACKSLASH;
		} else if (q + 1 < end && q[1] == '"') {
			*escapes = *escapes == CSV_PLAIN ? CSV_DOUBLED : *escapes;
			q++;
		} else {
			return q;
		}
	}
	return NULL;
}

/* A quoted cell, from its quote; see mia__csv_cell. */
static int
quoted_cell(struct mia_text row, struct csv_manner manner, size_t *pos, bool lenient, struct csv_cell *ret)
{
	const char *p = row.ptr + *pos + 1, *end = row.ptr + row.len, *q;
	bool doubled = false;

	ret->text.ptr = p;
	for (q = p;; q++) {
		q = manner.escapes == CSV_BACKSLASH ? unescaped_quote(p, q, end, &ret->escapes)
						    : lone_quote(q, end, &doubled);
		if (!q)
			break;
		if (q + 1 == end || q[1] == manner.separator) {
			ret->text.len = (size_t)(q - p);
			ret->escapes = doubled ? CSV_DOUBLED : ret->escapes;
			*pos = (size_t)(q + 1 - row.ptr) + (q + 1 < end);
			return q + 1 < end;
		}
		if (!lenient) {
			*pos = (size_t)(q - row.ptr);
			return -1;
		}
	}
	*pos = row.len;
	return -1;
}

int
mia__csv_cell(struct mia_text row, struct csv_manner manner, size_t *pos, bool lenient, struct csv_cell *ret)
{
	const char *p = row.ptr + *pos, *end = row.ptr + row.len, *q;

	ret->escapes = CSV_PLAIN;
	if (manner.separator == CSV_ROW)
		return mia__json_cell(row, pos, ret);
	if (p < end && *p == '"' && manner.escapes != CSV_LETTERS)
		return quoted_cell(row, manner, pos, lenient, ret);
	q = memchr(p, manner.separator, (size_t)(end - p));
	ret->text = (struct mia_text){ p, (size_t)((q ? q : end) - p) };
	if (manner.escapes == CSV_LETTERS && memchr(p, '\\', ret->text.len))
		ret->escapes = CSV_LETTERS;
	*pos = (size_t)((q ? q + 1 : end) - row.ptr);
	return q != NULL;
}

size_t
mia__csv_undouble(struct mia_text text, char *out)
{
	const char *p = text.ptr, *end = p + text.len, *q;
	char *o = out;

	while ((q = memchr(p, '"', (size_t)(end - p))) != NULL) {
		size_t n = (size_t)(q + 1 - p);
		memcpy(o, p, n);
		o += n;
		p = q + 1;
		if (p < end && *p == '"')
			p++;
	}
	memcpy(o, p, (size_t)(end - p));
	return (size_t)(o - out) + (size_t)(end - p);
}

struct mia_text
mia__csv_cell_value(const struct csv_cell *cell, struct arena *arena)
{
	char *out;

	if (cell->escapes == CSV_PLAIN)
		return cell->text;
	out = mia__arena_take(arena, cell->text.len);
	if (!out)
		return TEXT_ABSENT;
	return (struct mia_text){ out,
		cell->escapes == CSV_DOUBLED ? mia__csv_undouble(cell->text, out)
					     : mia__csv_unescape(cell, out) };
}

/* ---- rows ---- */

void
mia__csv_row_begin(struct csv_row *row, struct mia_text text, const struct csv_header *header)
{
	row->text = text;
	row->header = header;
	row->pos = row->column = row->bad_at = 0;
	row->more = true;
	row->reason = MIA_REASON_NONE;
}

static int
wrong_count(struct csv_row *row)
{
	size_t wanted = row->header->column_count;

	row->reason = row->column > wanted ? MIA_REASON_TOO_MANY_COLUMNS : MIA_REASON_TOO_FEW_COLUMNS;
	snprintf(row->detail, sizeof(row->detail), "%zu columns where the header has %zu", row->column,
		wanted);
	return -1;
}

/* Where c stands first; most cells are short, and a call costs more than they do. */
static inline const char *
find(const char *p, const char *end, char c)
{
#ifdef __SSE2__
	for (int i = 0; i < 3 && end - p >= 16; i++, p += 16) {
		int found = _mm_movemask_epi8(
			_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8(c)));
		if (found)
			return p + __builtin_ctz((unsigned)found);
	}
#endif
	return memchr(p, c, (size_t)(end - p));
}

/* A cell that is as it should be: in quotes, or without any in front. false: ask any_cell. */
static inline bool
plain_cell(struct csv_row *row, struct csv_cell *ret)
{
	const char *p = row->text.ptr + row->pos, *end = row->text.ptr + row->text.len, *q;
	char separator = row->header->manner.separator;

	bool doubled = false;

	if (p < end && *p == '"') {
		p++;
		q = lone_quote(p, end, &doubled);
		if (!q || (q + 1 < end && q[1] != separator))
			return false;
		ret->text = (struct mia_text){ p, (size_t)(q - p) };
		q = q + 1 < end ? q + 1 : NULL;
	} else {
		q = find(p, end, separator);
		ret->text = (struct mia_text){ p, (size_t)((q ? q : end) - p) };
	}
	ret->escapes = doubled ? CSV_DOUBLED : CSV_PLAIN;
	row->bad_at = row->pos;
	row->more = q != NULL;
	row->pos = (size_t)((q ? q + 1 : end) - row->text.ptr);
	row->column++;
	return true;
}

static __attribute__((noinline)) int
any_cell(struct csv_row *row, struct csv_cell *ret)
{
	size_t start = row->pos, wanted = row->header->column_count;
	struct csv_manner manner = row->header->manner;
	int more;

	if (!row->more && row->column == wanted)
		return 0;
	if (!row->more) {
		row->bad_at = row->text.len;
		return wrong_count(row);
	}
	more = mia__csv_cell(row->text, manner, &row->pos, false, ret);
	if (more < 0) {
		row->pos = start;
		more = mia__csv_cell(row->text, manner, &row->pos, true, ret);
	}
	row->bad_at = start;
	if (more < 0) {
		row->reason = MIA_REASON_UNCLOSED_QUOTE;
		snprintf(row->detail, sizeof(row->detail), "a quote is never closed");
		return -1;
	}
	row->more = more > 0;
	if (row->column++ < wanted)
		return 1;
	/* Too many: the others are counted only. */
	while (more > 0 && (more = mia__csv_cell(row->text, manner, &row->pos, true, ret)) >= 0)
		row->column++;
	return wrong_count(row);
}

int
mia__csv_row_next(struct csv_row *row, struct csv_cell *ret)
{
	const struct csv_header *header = row->header;

	if (row->more && row->column < header->column_count && header->manner.escapes == CSV_DOUBLED &&
		header->manner.separator != CSV_ROW && plain_cell(row, ret))
		return 1;
	return any_cell(row, ret);
}

void
mia__csv_row_took(struct csv_row *row, size_t end)
{
	row->more = end < row->text.len;
	row->pos = end + row->more;
	row->column++;
}

/* ---- headers ---- */

/* Which of the columns tell that this is an audit export. */
struct seen {
	bool operation, last_accessed, mailbox_log, time, record_like;
};

static void
look(struct seen *seen, struct mia_text name)
{
	/* The field that it is named for: data.office365.Operation, CreationTime_t [UTC], Operation_s. */
	name = mia__csv_bare_name(name);
#define IS(literal) text_equal_nocase(name, TEXT(literal))
	seen->operation |= IS("Operation") || IS("Operations");
	seen->last_accessed |= IS("LastAccessed");
	seen->mailbox_log |= IS("OperationResult") || IS("FolderPathName") ||
		IS("AggregatedRecordFoldersData") || IS("MailboxResolvedOwnerName");
	seen->time |= IS("CreationTime") || IS("CreationDate") ||
		text_starts_nocase(name, TEXT("TimeGenerated")) || IS("createdDateTime");
	seen->record_like |= IS("RecordType") || IS("UserId") || IS("UserIds") || IS("OfficeWorkload") ||
		IS("Workload") || IS("auditLogRecordType");
#undef IS
}

/* The column that holds the record as the service wrote it; -1: none does. */
static int
find_record_column(const struct csv_header *h)
{
	const struct holder *holder;

	for (unsigned rank = HOLDER_FIRST; (holder = mia__holder_of_rank(rank)) != NULL; rank++)
		for (size_t i = h->column_count; holder->flags & HOLDER_COLUMN && i-- > 0;)
			if (text_equal_nocase(h->columns[i], holder->name))
				return (int)i;
	return -1;
}

/* The names of the columns; NULL when the row is no CSV or out of memory. */
static struct csv_header *
read_columns(const struct mia_allocator *a, struct mia_text row, char separator, bool *no_memory)
{
	struct csv_header *h = mia__alloc(a, 1, sizeof(*h));
	struct csv_manner manner = { separator, separator == CSV_ROW ? CSV_JSON : CSV_DOUBLED };
	size_t pos = 0, columns = 1;
	int more;

	if (!h) {
		*no_memory = true;
		return NULL;
	}
	mia__arena_init(&h->memory, a);
	h->manner = manner;
	h->auditdata = -1;
	h->raw = mia__arena_text(&h->memory, row);
	for (size_t i = 0; i < row.len; i++)
		columns += row.ptr[i] == (separator == CSV_ROW ? ',' : separator);
	h->columns = mia__arena_take(&h->memory, columns * sizeof(*h->columns));
	if (!h->raw.ptr || !h->columns) {
		*no_memory = true;
		goto none;
	}
	do {
		struct csv_cell cell;
		more = mia__csv_cell(h->raw, manner, &pos, false, &cell);
		if (more < 0)
			goto none;
		h->columns[h->column_count++] = text_trim(cell.text);
	} while (more > 0);
	return h;
none:
	mia__csv_header_free(h);
	return NULL;
}

struct csv_header *
mia__csv_header_new(const struct mia_allocator *a, struct mia_text row, char separator, bool *no_memory)
{
	struct csv_header *h = read_columns(a, row, separator, no_memory);
	struct seen seen = { 0 };

	if (!h)
		return NULL;
	for (size_t i = 0; i < h->column_count; i++) {
		/* A row of a record, in front of which the header was lost, or JSON with commas in it. */
		if (separator != CSV_ROW && mia__csv_is_data(h->columns[i])) {
			mia__csv_header_free(h);
			return NULL;
		}
		look(&seen, h->columns[i]);
	}
	h->auditdata = find_record_column(h);
	if (h->auditdata >= 0)
		h->container = MIA_CONTAINER_CSV_AUDITDATA;
	else if (seen.operation && (seen.last_accessed || seen.mailbox_log))
		h->container = MIA_CONTAINER_CSV_MAILBOX;
	else if ((seen.operation && seen.time && seen.record_like) || separator == CSV_ROW)
		h->container = MIA_CONTAINER_CSV_COLUMNS; /* rows of JSON are records, whatever they name */
	if (h->container != MIA_CONTAINER_UNKNOWN)
		return h;
	mia__csv_header_free(h);
	return NULL;
}

/* Text of people with at least a letter, and not the first line of a picture. */
static bool
names_something(const struct csv_header *h)
{
	bool named = false;

	for (size_t i = 0; i < h->column_count; i++) {
		struct mia_text name = h->columns[i];
		for (size_t k = 0; k < name.len; k++) {
			unsigned char c = ascii_lower((unsigned char)name.ptr[k]);
			if (c < ' ' || c == 0x7f)
				return false;
			named |= (c >= 'a' && c <= 'z') || c >= 0x80;
		}
	}
	return named;
}

struct csv_header *
mia__csv_table_header_new(const struct mia_allocator *a, struct mia_text row, bool *no_memory)
{
	struct csv_header *best = NULL;

	for (const char *s = row.len && *row.ptr == CSV_ROW ? "[" : CSV_SEPARATORS; *s; s++) {
		struct csv_header *h = read_columns(a, row, *s, no_memory);
		if (*no_memory) {
			mia__csv_header_free(best);
			return NULL;
		}
		if (!h || !names_something(h) || (best && h->column_count <= best->column_count)) {
			mia__csv_header_free(h);
			continue;
		}
		mia__csv_header_free(best);
		best = h;
	}
	if (best)
		best->container = MIA_CONTAINER_CSV_TABLE;
	return best;
}

void
mia__csv_header_free(struct csv_header *header)
{
	struct mia_allocator a;

	if (!header)
		return;
	a = header->memory.a;
	mia__arena_release(&header->memory);
	mia__dealloc(&a, header, 1, sizeof(*header));
}
