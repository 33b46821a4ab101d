/*
 * Where CSV rows end: at a line feed outside quotes. A quote that opens or
 * closes where RFC 4180 does not allow it is the sign of a record that was
 * cut with its quote left open (event limits of log platforms do that): then
 * the next line that is a whole row by itself begins a new record, and only
 * the cut one is lost.
 */
#include <string.h>

#include "base/text.h"
#include "record/csv.h"
#include "record/csv_between.h"
#include "record/framing.h"
#include "record/scan.h"
#include "record/sniff.h"

static bool
is_object(struct mia_text cell)
{
	cell = text_trim(cell);
	return cell.len >= 2 && cell.ptr[0] == '{' && cell.ptr[cell.len - 1] == '}';
}

/* Is [p, p+len) a row of its own? 1 yes, 0 no, -1 cannot tell yet. */
static int
whole_row(struct framer *f, const char *p, size_t len, bool at_end)
{
	const struct csv_header *h = f->header;
	size_t columns = 0, pos = 0;

	for (;;) {
		struct csv_cell cell;
		const char *lf = memchr(p + pos, f->feed, len - pos);
		size_t line = lf ? (size_t)(lf - p) : len;
		f->of.csv.work += line - pos;
		if (pos < len && p[pos] == '"') {
			/* A quoted cell may hold line feeds: find its own end. */
			size_t at = pos;
			int more = mia__csv_cell((struct mia_text){ p, len }, h->manner, &at, false, &cell);
			f->of.csv.work += at - pos;
			if (more < 0 && (at >= len || (p[at + 1] != '\r' && p[at + 1] != '\n')))
				return at >= len && !at_end ? -1 : 0;
			if (more < 0) /* the quote closes at a line end */
				cell.text.len = (size_t)(p + at - cell.text.ptr), line = at + 1;
			else if (more == 0 && !at_end)
				return -1;
			else if (more == 0)
				line = len;
			pos = more > 0 ? at : line;
			if ((int)columns == h->auditdata && !is_object(cell.text))
				return 0;
			columns++;
			if (more > 0)
				continue;
			break;
		}
		if (!lf && !at_end)
			return -1;
		int more = mia__csv_cell((struct mia_text){ p, line }, h->manner, &pos, false, &cell);
		if (more < 0 || ((int)columns == h->auditdata && !is_object(cell.text)))
			return 0;
		columns++;
		if (more == 0)
			break;
	}
	return columns == h->column_count && columns > 1;
}

/*
 * Quotes in the middle of cells, but one line is one row all the same: it has
 * as many cells as the header, or its JSON stands there without quotes.
 */
static bool
lenient_row(const struct framer *f, struct mia_text line)
{
	size_t pos = 0, columns = 0;
	struct csv_cell cell;
	int more;

	do {
		more = mia__csv_cell(line, f->header->manner, &pos, true, &cell);
		if (more >= 0 && (int)columns == f->header->auditdata && cell.text.len &&
			*cell.text.ptr == '{' && (cell.text.ptr == line.ptr || cell.text.ptr[-1] != '"'))
			return true;
		columns++;
	} while (more > 0);
	return more == 0 && columns == f->header->column_count;
}

static size_t
without_cr(const char *buf, size_t start, size_t end)
{
	return end > start && buf[end - 1] == '\r' ? end - 1 : end;
}

static void
emit_row(struct framer *f, struct batch *batch, size_t start, size_t end)
{
	size_t stop = without_cr(batch->buf, start, end);

	/* Behind CR, where lines with both come after lines with CR alone. */
	if (f->feed == '\r' && start < stop && batch->buf[start] == '\n' && !f->skipping)
		start++;
	if (f->skipping || !mia__csv_is_between(f, (struct mia_text){ batch->buf + start, stop - start }))
		mia__frame_emit(f, batch, start, stop - start, MIA_REASON_NONE, 0, NULL);
}

enum { NEED_MORE = 0 };

/*
 * The row that begins at `row` has broken quoting, noticed at `bad`. Returns
 * where the next row begins, or NEED_MORE.
 */
static size_t
recover(struct framer *f, struct batch *batch, size_t row, size_t bad, bool at_end)
{
	const char *buf = batch->buf, *lf = memchr(buf + row, f->feed, batch->len - row);
	size_t first = lf ? (size_t)(lf - buf) : batch->len;
	/* Hostile lines must not make this quadratic: what may be spent grows
	 * with what was framed. */
	uint64_t most = 4 * (uint64_t)f->limit + 32 * f->offset;
	/* Nor must each of many wait for more text in vain. */
	bool wait = !at_end && batch->len - row <= f->limit && row >= f->of.csv.hopeless;

	if (!lf && !at_end && batch->len - row <= f->limit)
		return NEED_MORE;
	if (bad <= first &&
		lenient_row(f, (struct mia_text){ buf + row, without_cr(buf, row, first) - row })) {
		emit_row(f, batch, row, first);
		return first < batch->len ? first + 1 : first;
	}
	/* Lines that were judged in an earlier piece are not judged again, so that it counts as one. */
	if (f->of.csv.judged)
		lf = buf + row + f->of.csv.judged;
	while (lf && f->of.csv.work < most) {
		size_t end = (size_t)(lf - buf), next = end + 1;
		f->of.csv.judged = end - row;
		int whole = next < batch->len ? whole_row(f, buf + next, batch->len - next, at_end) : 0;
		if (whole < 0 && wait)
			return NEED_MORE;
		if (whole > 0) {
			mia__frame_emit(f, batch, row, without_cr(buf, row, end) - row,
				MIA_REASON_UNCLOSED_QUOTE, bad - row, NULL);
			return next;
		}
		lf = memchr(buf + next, f->feed, batch->len - next);
	}
	if (wait)
		return NEED_MORE;
	if (at_end && !lf) {
		mia__frame_emit(f, batch, row, batch->len - row, MIA_REASON_UNCLOSED_QUOTE, bad - row, NULL);
		return batch->len;
	}
	f->of.csv.hopeless = batch->len;
	mia__frame_emit(f, batch, row, without_cr(buf, row, first) - row, MIA_REASON_UNCLOSED_QUOTE,
		bad - row, NULL);
	return first + 1 < batch->len ? first + 1 : batch->len;
}

/* Quotes at places where they may not stand, as a mask. */
static uint64_t
misplaced(const struct framer *f, const struct batch *batch, const struct scan *s, size_t pos,
	uint64_t quotes, uint64_t inside)
{
	uint64_t q = scan_equal(s, '"'), n = scan_equal(s, f->feed);
	uint64_t edge = q | n | scan_equal(s, f->header->manner.separator);
	char before = pos ? batch->buf[pos - 1] : f->feed, behind = batch->buf[pos + SCAN_WIDTH];
	uint64_t may_open =
		edge << 1 | (before == '"' || before == f->feed || before == f->header->manner.separator);
	uint64_t may_close = (edge | scan_equal(s, '\r')) >> 1;

	if (pos + SCAN_WIDTH >= batch->len || behind == '"' || behind == f->feed || behind == '\r' ||
		behind == f->header->manner.separator)
		may_close |= UINT64_C(1) << 63;
	if (batch->len - pos <= SCAN_WIDTH) /* the last byte of the text */
		may_close |= UINT64_C(1) << (batch->len - pos - 1);
	return (quotes & inside & ~may_open) | (quotes & ~inside & ~may_close);
}

/* The quotes that open or close a cell: in no other manner than RFC 4180's are these all. */
static uint64_t
unescaped(const struct framer *f, const struct batch *batch, const struct scan *s, size_t pos,
	uint64_t quotes)
{
	uint64_t before = scan_equal(s, '\\') << 1 | (pos && batch->buf[pos - 1] == '\\');

	return f->header->manner.escapes == CSV_BACKSLASH ? quotes & ~before : 0;
}

/* Scans from *pos, hands out every row that ends; false: more bytes needed. */
static bool
scan_rows(struct framer *f, struct batch *batch, size_t *row, size_t *pos, bool at_end)
{
	size_t end = at_end || batch->len == 0 ? batch->len : batch->len - 1;

	while (*pos < end) {
		if (f->of.csv.in_quote && f->header->manner.escapes == CSV_DOUBLED)
			*pos = mia__csv_skip_pairs(batch->buf, *pos, end);
		size_t n = end - *pos < SCAN_WIDTH ? end - *pos : SCAN_WIDTH;
		struct scan s = scan_load(batch->buf + *pos);
		uint64_t quotes = scan_equal(&s, '"') & scan_low(n);
		if (f->header->manner.escapes != CSV_DOUBLED)
			quotes = unescaped(f, batch, &s, *pos, quotes);
		if (f->of.csv.in_quote && quotes == 0) {
			*pos += n;
			continue;
		}
		uint64_t inside = scan_parity(quotes) ^ (f->of.csv.in_quote ? ~UINT64_C(0) : 0);
		uint64_t bad = quotes && !f->skipping ? misplaced(f, batch, &s, *pos, quotes, inside) : 0;
		uint64_t ends = scan_equal(&s, f->feed) & scan_low(n) & ~inside;
		if (bad)
			ends &= scan_low(scan_first(bad));
		for (; ends; ends &= ends - 1) {
			size_t at = *pos + scan_first(ends);
			emit_row(f, batch, *row, at);
			*row = at + 1;
		}
		if (bad) {
			size_t next = recover(f, batch, *row, *pos + scan_first(bad), at_end);
			if (next != NEED_MORE)
				f->of.csv.judged = 0;
			if (next == NEED_MORE && *row > *pos)
				*pos = *row, f->of.csv.in_quote = false;
			if (next == NEED_MORE)
				return false;
			*row = *pos = next;
			f->of.csv.in_quote = false;
			continue;
		}
		f->of.csv.in_quote = inside >> (n - 1) & 1;
		*pos += n;
	}
	return true;
}

static size_t
frame(struct framer *f, struct batch *batch, bool at_end)
{
	size_t row = 0, pos = f->of.csv.pos;

	while (scan_rows(f, batch, &row, &pos, at_end) && at_end && row < batch->len) {
		if (f->of.csv.in_quote && !f->skipping)
			row = pos = recover(f, batch, row, batch->len, true), f->of.csv.judged = 0;
		else
			emit_row(f, batch, row, batch->len), row = pos = batch->len;
		f->of.csv.in_quote = false;
	}
	/* The last two bytes may be a line end that was not looked at yet. */
	if (!at_end && batch->len - row > (uint64_t)f->limit + 2) {
		mia__frame_emit_part(f, batch, row, batch->len - 2 - row, false);
		row = batch->len - 2;
	}
	f->of.csv.pos = pos - row;
	f->of.csv.hopeless = f->of.csv.hopeless > row ? f->of.csv.hopeless - row : 0;
	return row;
}

/* A line longer than this is no header, and may go on behind the head. */
enum { LONGEST_HEADER = 32 * 1024, PREAMBLE_MOST = 3 };

/* The next line of the head from *at on, without its end. */
static bool
next_line(struct mia_text head, size_t *at, struct mia_text *ret)
{
	const char *lf;
	size_t end;

	if (*at >= head.len)
		return false;
	lf = memchr(head.ptr + *at, mia__line_feed(head), head.len - *at);
	end = lf ? (size_t)(lf - head.ptr) : head.len;
	*ret = (struct mia_text){ head.ptr + *at, without_cr(head.ptr, *at, end) - *at };
	*at = end + 1;
	return true;
}

static void
tell_header(struct sniffed *ret, struct mia_text head, struct mia_text row, struct csv_header *header)
{
	ret->container = header->container;
	ret->separator = header->manner.separator;
	ret->header_start = (size_t)(row.ptr - head.ptr);
	ret->header_len = row.len;
	mia__csv_header_free(header);
}

/* The header row of an audit export among the first lines, in whichever separator fits. */
static bool
find_header(struct mia_text head, const struct mia_allocator *a, struct sniffed *ret)
{
	struct mia_text row;
	size_t at = 0;

	for (int line = 0; line <= PREAMBLE_MOST && next_line(head, &at, &row); line++) {
		for (const char *s = CSV_SEPARATORS; *s && !mia__csv_is_preamble(row) && row.len; s++) {
			struct csv_header *h = mia__csv_header_new(a, row, *s, &ret->no_memory);
			if (h)
				tell_header(ret, head, row, h);
			if (h || ret->no_memory)
				return h != NULL;
		}
		if (row.len && !mia__csv_is_preamble(row))
			return false;
	}
	return false;
}

static bool
names_alone(const struct csv_header *h)
{
	for (size_t i = 0; i < h->column_count; i++)
		if (mia__csv_is_data(h->columns[i]))
			return false;
	return true;
}

/* The first line that is no preamble, as the header of a table; of one of records it must name columns. */
static bool
find_table(struct mia_text head, bool of_records, const struct mia_allocator *a, struct sniffed *ret)
{
	struct csv_header *h = NULL;
	struct mia_text row;
	size_t at = 0;

	for (int line = 0; line <= PREAMBLE_MOST && next_line(head, &at, &row); line++) {
		if (text_trim(row).len == 0 || mia__csv_is_preamble(row))
			continue;
		if (row.len <= LONGEST_HEADER)
			h = mia__csv_table_header_new(a, row, &ret->no_memory);
		if (h && of_records && !names_alone(h)) {
			mia__csv_header_free(h);
			return false;
		}
		if (h)
			tell_header(ret, head, row, h);
		return h != NULL;
	}
	return false;
}

/* A table of whatever columns, one of which holds quoted records, as JSON or as Python writes it. */
static bool
find_records(struct mia_text head, const struct mia_allocator *a, struct sniffed *ret)
{
	const char *lf = memchr(head.ptr, '\n', head.len);
	struct mia_text rest = { lf, lf ? head.len - (size_t)(lf - head.ptr) : 0 };

	if (mia__text_find(rest, TEXT("\"{\"\"")) < 0 && mia__text_find(rest, TEXT("\"{'")) < 0)
		return false;
	if (mia__text_find(rest, TEXT("Operation")) < 0 || mia__text_find(rest, TEXT("CreationTime")) < 0 ||
		!find_table(head, true, a, ret))
		return false;
	ret->container = MIA_CONTAINER_CSV_COLUMNS;
	return true;
}

static enum framing_bid
bid(struct mia_text head, bool tables, const struct mia_allocator *a, struct sniffed *ret)
{
	if (find_header(head, a, ret))
		return tables ? BID_ROWS : BID_COLUMNS;
	if (ret->no_memory)
		return BID_NONE;
	if (tables)
		return find_table(head, false, a, ret) ? BID_ROWS : BID_NONE;
	return find_records(head, a, ret) ? BID_LIKELY : BID_NONE;
}

static bool
begin(struct framer *f, const struct sniffed *what, struct mia_text head)
{
	struct mia_text row = { head.ptr + what->header_start, what->header_len };
	struct csv_header *h = f->tables ? mia__csv_table_header_new(&f->a, row, &f->failed)
					 : mia__csv_header_new(&f->a, row, what->separator, &f->failed);

	struct mia_text rows = { row.ptr + row.len, head.len - what->header_start - row.len };
	/* Recognised by its cells (find_records); or by the columns of an export, beside names no table has. */
	if (!h && !f->failed)
		h = f->tables ? mia__csv_header_new(&f->a, row, what->separator, &f->failed)
			      : mia__csv_table_header_new(&f->a, row, &f->failed);
	if (h && !f->tables && h->container == MIA_CONTAINER_CSV_TABLE)
		h->container = MIA_CONTAINER_CSV_COLUMNS;
	if (h && f->tables)
		h->container = MIA_CONTAINER_CSV_TABLE;
	if (h) {
		mia__frame_header(f, h);
		h->manner.escapes = mia__csv_escapes_of(rows, h->manner.separator);
	}
	return h != NULL;
}

const struct framing mia__framing_csv = { "csv", true, bid, begin, frame };
