/* A CSV row: its columns are the envelope, AuditData is the record; without
 * AuditData the columns are the record. */
#include "base/text.h"
#include "base/utf8.h"
#include "event/parse.h"
#include "event/python_text.h"

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
cell_value(struct decoder *d, const struct csv_cell *cell)
{
	if (cell->escapes == CSV_PLAIN)
		return cell->text;
	struct mia_text value = mia__csv_cell_value(cell, &d->arena);

	d->no_memory |= !value.ptr;
	return value;
}

/* The next cell, which holds the record, by the fast path, which finds its end as
 * well. false: not taken. */
static bool
skim_cell(struct decoder *d, struct csv_row *row)
{
	const char *start = row->text.ptr + row->pos;
	size_t left = row->text.len - row->pos, used, end;

	if (left < 4 || *start != '"' || row->header->manner.escapes != CSV_DOUBLED)
		return false;
	d->has_record = true;
	d->record_rank = HOLDER_FIRST;
	if (!mia__decode_skim(d, (struct mia_text){ start + 1, left - 1 }, 2, SET_RECORD, &used))
		return false;
	end = 1 + used;
	if (end >= left || start[end] != '"' ||
		(end + 1 < left && start[end + 1] != row->header->manner.separator)) {
		mia__decode_forget(d, SET_RECORD);
		d->valid = false;
		return false;
	}
	mia__limits_count_fields(d, (struct mia_text){ start + 1, used }, 2);
	/* What it says holds for all behind its beginning; in front stand a few short cells. */
	d->valid = d->valid && mia__utf8_valid_prefix(row->text.ptr, row->pos) == row->pos;
	if (!d->without_raw)
		d->raw = text_trim(cell_value(d, &(struct csv_cell){ { start + 1, used }, CSV_DOUBLED }));
	mia__csv_row_took(row, row->pos + end + 1);
	return true;
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
decode_auditdata(struct decoder *d, struct mia_text row, const struct csv_cell *cell, size_t *bad_at)
{
	struct mia_text text = cell_value(d, cell), trimmed = text_trim(text);
	enum json_result r;

	*bad_at = (size_t)(cell->text.ptr - row.ptr);
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	if (trimmed.len == 0)
		return mia__decode_refuse(d, MIA_REASON_NO_AUDITDATA, "AuditData is empty");
	struct mia_text json = mia__python_read(trimmed, &d->arena, &d->no_memory);
	if (json.ptr != trimmed.ptr)
		text = trimmed = json;
	d->raw = trimmed;
	text = mia__decode_surrogates(d, text);
	d->has_record = true;
	d->record_rank = HOLDER_FIRST;
	r = d->no_memory ? JSON_MEMORY : mia__decode_json(d, text, CTX_OBJECT, SET_RECORD);
	if (r == JSON_OK)
		return MIA_OK;
	if (r == JSON_BAD && mia__cut_is_json(text) && mia__cut_holds_one(row) && mia__cut_keep(d))
		return MIA_OK;
	if (r == JSON_BAD && mia__cut_by_spreadsheet(text))
		return mia__decode_refuse(d, MIA_REASON_CUT_AT_32767,
			"AuditData ends where cells of spreadsheets end (32,767 or 65,535 characters); use the original export");
	if (r == JSON_BAD)
		*bad_at += cell->escapes == CSV_DOUBLED ? doubled_length(cell->text, d->json.bad_at)
							: d->json.bad_at;
	return mia__decode_json_failed(d, r, text);
}

/*
 * The names of columns where the values should stand: a header that is none of ours, or not whole, so that it
 * was not taken for one (record/csv_between.c). Of a record the service wrote a time, which begins otherwise.
 */
static bool
names_columns(const struct slots *columns)
{
	static const enum slot times[] = { SLOT_TIME, SLOT_TIME_ENVELOPE, SLOT_TIME_LOCAL, SLOT_TIME_TABLE };
	struct mia_text operation =
		text_trim(columns->v[columns->v[SLOT_OPERATION].len ? SLOT_OPERATION : SLOT_OPERATION_ALT]);

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (columns->v[times[i]].len && *columns->v[times[i]].ptr >= '0' &&
			*columns->v[times[i]].ptr <= '9')
			return false;
	return operation.len && mia__csv_is_name(operation);
}

enum mia_status
mia__decode_csv(struct decoder *d, struct mia_text text, const struct csv_header *header, size_t *bad_at)
{
	struct slots *columns = &d->sets[header->auditdata >= 0 ? SET_TOP : SET_RECORD];
	struct csv_cell cell, auditdata = { TEXT_ABSENT, CSV_PLAIN };
	struct csv_row row;
	bool skimmed = false;
	int got;

	if (!know_columns(d, header))
		return MIA_ERR_MEMORY;
	mia__csv_row_begin(&row, text, header);
	for (;;) {
		if (row.more && (int)row.column == header->auditdata && skim_cell(d, &row)) {
			skimmed = true;
			continue;
		}
		if (d->no_memory)
			return MIA_ERR_MEMORY;
		got = mia__csv_row_next(&row, &cell);
		*bad_at = row.bad_at;
		if (got < 0)
			return mia__decode_refuse(d, row.reason, row.detail);
		if (got == 0)
			break;
		enum slot slot = (enum slot)d->column_slots[row.column - 1];
		if ((int)row.column - 1 == header->auditdata) {
			auditdata = cell;
		} else if (slot != SLOT_NONE && cell.text.len) {
			struct mia_text v = cell_value(d, &cell);
			if (slot <= SLOT_THROTTLED)
				mia__decode_state(d, header->auditdata >= 0 ? SET_TOP : SET_RECORD, slot, v);
			else if (slot >= SLOT_SCALARS)
				mia__decode_add_doc(d, slot, v);
			else if (!columns->v[slot].ptr)
				columns->v[slot] = v;
			else if (mia__decode_is_of_scope(slot))
				mia__decode_again(d, header->auditdata >= 0 ? SET_TOP : SET_RECORD, slot, v);
		}
	}
	if (skimmed)
		return MIA_OK;
	if (header->auditdata >= 0) {
		enum mia_status status = decode_auditdata(d, text, &auditdata, bad_at);
		/* What is refused later is the record, wherever it stood: as in the fast path. */
		if (status == MIA_OK)
			*bad_at = row.bad_at;
		return status;
	}
	d->has_record = true;
	if (names_columns(columns))
		return mia__decode_refuse(d, MIA_REASON_NOT_A_RECORD,
			"it names columns, but not those of a whole export: rows behind it are read by the columns before it");
	return MIA_OK;
}
