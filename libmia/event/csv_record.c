/* A CSV row: its columns are the envelope, AuditData is the record; without
 * AuditData the columns are the record. */
#include <stdio.h>

#include "base/text.h"
#include "event/decode.h"

/* Column numbers to slots, once a header. */
static bool
know_columns(struct decoder *d, const struct csv_header *header)
{
	if (d->header == header)
		return true;
	if (header->column_count > d->column_cap &&
		!mia__grow(&d->a, &d->column_slots, &d->column_cap, header->column_count, 1))
		return false;
	for (size_t i = 0; i < header->column_count; i++) {
		enum slot slot = mia__field_of_column(header->columns[i]);
		bool flat = header->container != MIA_CONTAINER_CSV_AUDITDATA;
		/* A platform's copies beside AuditData say nothing new. */
		if (slot >= SLOT_SCALARS && !flat)
			slot = SLOT_NONE;
		d->column_slots[i] = (unsigned char)slot;
	}
	d->header = header;
	return true;
}

static struct mia_text
undoubled(struct decoder *d, struct mia_text text)
{
	char *out = mia__arena_take(&d->arena, text.len);

	if (!out) {
		d->no_memory = true;
		return TEXT_ABSENT;
	}
	return (struct mia_text){ out, mia__csv_undouble(text, out) };
}

static struct mia_text
cell_value(struct decoder *d, const struct csv_cell *cell)
{
	return cell->doubled ? undoubled(d, cell->text) : cell->text;
}

/*
 * The AuditData cell at *pos by the fast path, which finds its end as well.
 * 1: taken, more cells follow; 0: taken, it is the last; -1: not taken.
 */
static int
skim_cell(struct decoder *d, struct mia_text row, char separator, size_t *pos)
{
	struct mia_text cell = { row.ptr + *pos + 1, row.len - *pos - 1 };
	size_t used, end;

	if (row.len - *pos < 4 || row.ptr[*pos] != '"')
		return -1;
	d->has_record = true;
	d->record_rank = HOLDER_FIRST;
	if (!mia__decode_skim(d, cell, 2, SET_RECORD, &used))
		return -1;
	end = *pos + 1 + used;
	if (end >= row.len || row.ptr[end] != '"' || (end + 1 < row.len && row.ptr[end + 1] != separator)) {
		mia__decode_forget(d, SET_RECORD);
		return -1;
	}
	if (!d->without_raw)
		d->raw = undoubled(d, (struct mia_text){ cell.ptr, used });
	*pos = end + 1 < row.len ? end + 2 : row.len;
	return end + 1 < row.len;
}

/* How many bytes of the doubled text make the first n of the plain one. */
static size_t
doubled_length(struct mia_text text, size_t n)
{
	size_t i = 0;

	for (; n && i < text.len; n--, i++)
		if (text.ptr[i] == '"' && i + 1 < text.len && text.ptr[i + 1] == '"')
			i++;
	return i;
}

static enum mia_status
refuse(struct decoder *d, enum mia_reason reason, const char *detail)
{
	d->reject.reason = reason;
	strcpy(d->reject.detail, detail);
	return MIA_REJECTED;
}

/* A spreadsheet keeps 32,767 characters of a cell (Excel specifications). */
static bool
cut_by_spreadsheet(struct mia_text text)
{
	return mia__bytes_source_length(MIA_ENCODING_UTF16LE, text.ptr, text.len) / 2 == 32767;
}

static enum mia_status
decode_auditdata(struct decoder *d, struct mia_text row, const struct csv_cell *cell, size_t *bad_at)
{
	struct mia_text text = cell_value(d, cell), trimmed = text_trim(text);
	enum json_result r;

	*bad_at = (size_t)(cell->text.ptr - row.ptr);
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	if (trimmed.len == 0)
		return refuse(d, MIA_REASON_NO_AUDITDATA, "AuditData is empty");
	d->raw = trimmed;
	text = mia__decode_surrogates(d, text);
	d->has_record = true;
	d->record_rank = HOLDER_FIRST;
	r = d->no_memory ? JSON_MEMORY : mia__decode_json(d, text, CTX_OBJECT, SET_RECORD);
	if (r == JSON_OK)
		return MIA_OK;
	if (r == JSON_BAD && cut_by_spreadsheet(text))
		return refuse(d, MIA_REASON_CUT_AT_32767,
			"AuditData ends at 32,767 characters: cut by a spreadsheet; use the original export");
	if (r == JSON_BAD)
		*bad_at += doubled_length(cell->text, d->json.bad_at);
	return mia__decode_json_failed(d, r, text);
}

enum mia_status
mia__decode_csv(struct decoder *d, struct mia_text row, const struct csv_header *header, size_t *bad_at)
{
	struct slots *columns = &d->sets[header->auditdata >= 0 ? SET_TOP : SET_RECORD];
	struct csv_cell cell, auditdata = { TEXT_ABSENT, false };
	size_t pos = 0, column = 0;
	bool skimmed = false;
	int more;

	if (!know_columns(d, header))
		return MIA_ERR_MEMORY;
	do {
		size_t start = pos;
		if ((int)column == header->auditdata &&
			(more = skim_cell(d, row, header->separator, &pos)) >= 0) {
			skimmed = true;
			column++;
			continue;
		}
		if (d->no_memory)
			return MIA_ERR_MEMORY;
		more = mia__csv_cell(row, header->separator, &pos, false, &cell);
		if (more < 0) {
			pos = start;
			more = mia__csv_cell(row, header->separator, &pos, true, &cell);
		}
		*bad_at = start;
		if (more < 0)
			return refuse(d, MIA_REASON_UNCLOSED_QUOTE, "a quote is never closed");
		if (column >= header->column_count) {
			size_t count = column + 1;
			while (more > 0 &&
				(more = mia__csv_cell(row, header->separator, &pos, true, &cell)) >= 0)
				count++;
			snprintf(d->reject.detail, sizeof(d->reject.detail),
				"%zu columns where the header has %zu", count, header->column_count);
			d->reject.reason = MIA_REASON_TOO_MANY_COLUMNS;
			return MIA_REJECTED;
		}
		enum slot slot = (enum slot)d->column_slots[column];
		if ((int)column == header->auditdata) {
			auditdata = cell;
		} else if (slot != SLOT_NONE && cell.text.len) {
			struct mia_text v = cell_value(d, &cell);
			if (slot >= SLOT_SCALARS)
				d->docs[slot - SLOT_SCALARS] = v;
			else if (!columns->v[slot].ptr)
				columns->v[slot] = v;
		}
		column++;
	} while (more > 0);
	if (column < header->column_count) {
		*bad_at = row.len;
		snprintf(d->reject.detail, sizeof(d->reject.detail), "%zu columns where the header has %zu",
			column, header->column_count);
		d->reject.reason = MIA_REASON_TOO_FEW_COLUMNS;
		return MIA_REJECTED;
	}
	if (skimmed)
		return d->no_memory ? MIA_ERR_MEMORY : MIA_OK;
	if (header->auditdata >= 0)
		return decode_auditdata(d, row, &auditdata, bad_at);
	d->has_record = true;
	return d->no_memory ? MIA_ERR_MEMORY : MIA_OK;
}
