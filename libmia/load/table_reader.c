/* Tables as rows of names and values: CSV by its columns, JSON by the paths of its members. */
#include "load/table_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "event/decode.h"
#include "load/source.h"

struct table_reader {
	struct mia_evidence *evidence;
	struct decoder decoder;
	struct batch batch;
	size_t source, record;
	struct tally tally;
	uint64_t rejected_before; /* of this source, in earlier batches */

	struct row_cell *cells;
	size_t cell_cap;
	struct table_row row;

	/* the columns of the last header, in valid UTF-8 */
	const struct csv_header *header;
	struct arena names;
	struct mia_text *columns;

	/* the JSON row under way */
	struct buf path;
	size_t base[JSON_DEPTH + 1]; /* of the path, at each depth */
	struct mia_text name;        /* the path as the last cell got it, or absent */
	size_t name_bytes, name_limit;
	bool no_object;
};

enum mia_status
mia__table_reader_new(struct table_reader **ret, struct mia_evidence *files, struct mia_error *err)
{
	static const struct read_how how = { .tables = true, .text_sha256 = true };
	struct table_reader *r;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the reader");
	MIA_TRY(mia__evidence_begin(files, &how, err));
	r = mia__alloc(&files->a, 1, sizeof(*r));
	if (!r)
		return mia__fail_memory(err);
	r->evidence = files;
	mia__batch_init(&r->batch, &files->a);
	mia__arena_init(&r->names, &files->a);
	mia__buf_init(&r->path, &files->a);
	if (!mia__decoder_init(&r->decoder, &files->a, &files->limits)) {
		mia__table_reader_free(r);
		return mia__fail_memory(err);
	}
	*ret = r;
	return MIA_OK;
}

void
mia__table_reader_free(struct table_reader *reader)
{
	struct mia_allocator a;

	if (!reader)
		return;
	a = reader->evidence->a;
	mia__decoder_release(&reader->decoder);
	mia__batch_release(&reader->batch);
	mia__arena_release(&reader->names);
	mia__buf_release(&reader->path);
	if (reader->cells)
		mia__dealloc(&a, reader->cells, reader->cell_cap, sizeof(*reader->cells));
	mia__dealloc(&a, reader, 1, sizeof(*reader));
}

static bool
add_cell(struct table_reader *r, struct mia_text name, struct mia_text value)
{
	if (r->row.count == r->cell_cap &&
		!mia__grow(&r->evidence->a, &r->cells, &r->cell_cap, r->row.count + 1, sizeof(*r->cells)))
		return false;
	r->cells[r->row.count++] = (struct row_cell){ name, value };
	return true;
}

/* ---- CSV ---- */

static bool
know_columns(struct table_reader *r, const struct csv_header *header)
{
	struct buf repaired;
	bool ok = true;

	if (r->header == header)
		return true;
	mia__arena_rewind(&r->names);
	r->columns = mia__arena_take(&r->names, header->column_count * sizeof(*r->columns));
	if (!r->columns)
		return false;
	mia__buf_init(&repaired, &r->evidence->a);
	for (size_t i = 0; ok && i < header->column_count; i++) {
		struct mia_text name = header->columns[i];
		if (mia__utf8_valid_prefix(name.ptr, name.len) < name.len) {
			buf_clear(&repaired);
			mia__utf8_repair(&repaired, name.ptr, name.len);
			name = mia__arena_text(&r->names, buf_view(&repaired));
			ok = !repaired.failed && name.ptr;
		}
		r->columns[i] = name;
	}
	mia__buf_release(&repaired);
	if (ok)
		r->header = header;
	return ok;
}

static enum mia_status
csv_row(struct table_reader *r, struct mia_text text, const struct csv_header *header, size_t *bad_at)
{
	struct decoder *d = &r->decoder;
	struct csv_cell cell;
	struct csv_row row;
	int got;

	if (!know_columns(r, header))
		return MIA_ERR_MEMORY;
	mia__csv_row_begin(&row, text, header);
	while ((got = mia__csv_row_next(&row, &cell)) > 0) {
		struct mia_text value = mia__csv_cell_value(&cell, &d->arena);
		if (!value.ptr || !add_cell(r, r->columns[row.column - 1], value))
			return MIA_ERR_MEMORY;
	}
	*bad_at = row.bad_at;
	return got < 0 ? mia__decode_refuse(d, row.reason, row.detail) : MIA_OK;
}

/* ---- JSON ---- */

/* Names grow with the depth and are stored with each value: without a limit a
 * record of a long name around many values would need their product. */
enum { NAMES_ALWAYS = 64 * 1024, NAMES_TIMES = 8 };

static int
scalar(struct table_reader *r, const char *ptr, size_t len)
{
	struct decoder *d = &r->decoder;
	struct mia_text value;

	if (d->depth == 0) {
		r->no_object = true;
		return 0;
	}
	if (!r->name.ptr) {
		r->name_bytes += r->path.len;
		if (r->name_bytes > r->name_limit)
			return 0;
		r->name = mia__arena_text(&d->arena, buf_view(&r->path));
	}
	value = mia__decode_keep(d, ptr, len);
	d->no_memory |= !r->name.ptr || !value.ptr || !add_cell(r, r->name, value);
	return !d->no_memory;
}

static int
on_null(void *ctx)
{
	struct table_reader *r = ctx;

	r->no_object |= r->decoder.depth == 0;
	return !r->no_object;
}

static int
on_boolean(void *ctx, int value)
{
	return scalar(ctx, value ? "True" : "False", value ? 4 : 5);
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	return scalar(ctx, text, len);
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	return scalar(ctx, (const char *)text, len);
}

static int
on_key(void *ctx, const unsigned char *key, size_t len)
{
	struct table_reader *r = ctx;

	r->path.len = r->base[r->decoder.depth];
	if (r->path.len)
		mia__buf_byte(&r->path, '.');
	mia__buf_add(&r->path, key, len);
	r->name = TEXT_ABSENT;
	r->decoder.no_memory |= r->path.failed;
	return !r->path.failed;
}

static int
on_start(void *ctx)
{
	struct table_reader *r = ctx;
	struct decoder *d = &r->decoder;

	if (d->depth >= d->limits.depth) {
		d->too_deep = true;
		return 0;
	}
	r->base[++d->depth] = r->path.len;
	return 1;
}

static int
on_start_array(void *ctx)
{
	struct table_reader *r = ctx;

	r->no_object |= r->decoder.depth == 0;
	return !r->no_object && on_start(ctx);
}

static int
on_end(void *ctx)
{
	struct table_reader *r = ctx;

	r->path.len = r->base[r->decoder.depth--];
	r->name = TEXT_ABSENT;
	return 1;
}

static enum mia_status
json_row(struct table_reader *r, struct mia_text text, size_t *bad_at)
{
	static const struct json_events events = { on_null, on_boolean, on_number, on_string, on_start,
		on_key, on_end, on_start_array, on_end };
	struct decoder *d = &r->decoder;
	enum json_result result;

	text = mia__decode_surrogates(d, text);
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	d->text = text;
	d->depth = 0;
	buf_clear(&r->path);
	r->name = TEXT_ABSENT;
	r->name_bytes = 0;
	r->name_limit = NAMES_ALWAYS + NAMES_TIMES * text.len;
	r->no_object = false;
	result = mia__json_parse(&d->json, text, &events, r);
	if (result == JSON_OK)
		return MIA_OK;
	*bad_at = d->json.bad_at < text.len ? d->json.bad_at : text.len;
	if (result == JSON_CANCELLED && r->no_object)
		return mia__decode_refuse(d, MIA_REASON_NOT_A_RECORD, "no object");
	if (result == JSON_CANCELLED && r->name_bytes > r->name_limit)
		return mia__decode_refuse(d, MIA_REASON_TOO_LONG,
			"the names of its members, with those around them, are too long");
	return mia__decode_json_failed(d, result, text);
}

/* ---- the reader ---- */

static enum mia_status
judge(struct decoder *d, struct mia_text text, const struct csv_header *header, size_t *bad_at, void *ctx)
{
	struct table_reader *r = ctx;

	(void)d;
	r->row.count = 0;
	return header ? csv_row(r, text, header, bad_at) : json_row(r, text, bad_at);
}

static struct source *
current(const struct table_reader *r)
{
	return r->evidence->sources[r->source];
}

static enum mia_status
next_batch(struct table_reader *r, struct mia_error *err)
{
	for (; r->source < r->evidence->count; r->source++) {
		enum mia_status status;
		mia__source_count(current(r), &r->tally);
		r->rejected_before = current(r)->pub.rejected;
		memset(&r->tally, 0, sizeof(r->tally));
		status = mia__source_take(current(r), r->evidence, &r->batch, NULL, err);
		r->record = 0;
		if (status != MIA_END)
			return status;
		r->header = NULL;
	}
	r->batch.count = r->record = 0;
	return MIA_END;
}

enum mia_status
mia__table_reader_next(struct table_reader *reader, const struct table_row **row,
	const struct mia_reject **reject, struct mia_error *err)
{
	struct decoder *d = &reader->decoder;
	const struct record *record;
	enum mia_status status;

	if (reader->record == reader->batch.count) {
		status = next_batch(reader, err);
		if (status != MIA_OK)
			return status;
	}
	record = &reader->batch.records[reader->record++];
	status = mia__decode_as(d, &reader->batch, record, &current(reader)->pub, judge, reader);
	if (status == MIA_OK) {
		d->event.flags = d->flags;
		mia__tally_event(&reader->tally, &d->event);
		reader->row.place = d->event.place;
		reader->row.cells = reader->cells;
		reader->row.csv = record->header != NULL;
		reader->row.page = record->page;
		*row = &reader->row;
	} else if (status == MIA_REJECTED) {
		mia__tally_reject(&reader->tally, &d->reject);
		*reject = &d->reject;
	} else {
		return mia__fail_memory(err);
	}
	return status;
}

void
mia__table_reader_refuse(struct table_reader *reader, enum mia_reason reason, const char *detail,
	const struct mia_reject **reject)
{
	const struct record *record = &reader->batch.records[reader->record - 1];
	struct mia_reject *r = &reader->decoder.reject;

	memset(r, 0, sizeof(*r));
	mia__decode_refuse(&reader->decoder, reason, detail);
	r->place = reader->row.place;
	r->bad_offset = r->place.offset;
	r->raw = (struct mia_text){ reader->batch.buf + record->start, record->len };
	r->header = record->header ? record->header->raw : TEXT_ABSENT;
	r->last = 1;
	reader->tally.decoded--;
	for (uint64_t m = reader->decoder.flags; m; m &= m - 1)
		reader->tally.flagged[__builtin_ctzll(m)]--;
	mia__tally_reject(&reader->tally, r);
	*reject = r;
}

enum mia_status
mia__table_reader_refuse_source(struct table_reader *reader, const char *detail,
	const struct mia_reject **reject, struct mia_error *err)
{
	struct source *s = current(reader);
	struct mia_reject *r = &reader->decoder.reject;
	uint64_t rejected = reader->rejected_before + reader->tally.rejected;

	if (!mia__source_disown(s, detail, rejected))
		return mia__fail_memory(err);
	memset(r, 0, sizeof(*r));
	mia__decode_refuse(&reader->decoder, MIA_REASON_NOT_AN_EXPORT, detail);
	r->place = (struct mia_place){ .source = &s->pub, .record = rejected + 1, .line = 1 };
	r->last = 1;
	/* Rows of it that went out before were the caller's; none counts now. */
	reader->tally.decoded = s->pub.decoded = 0;
	memset(reader->tally.flagged, 0, sizeof(reader->tally.flagged));
	memset(s->pub.flagged, 0, sizeof(s->pub.flagged));
	mia__tally_reject(&reader->tally, r);
	reader->batch.count = reader->record = 0;
	*reject = r;
	return MIA_OK;
}

struct mia_text
mia__row_value(const struct table_row *row, const char *const *names)
{
	struct mia_text empty = TEXT_ABSENT;

	for (; *names; names++) {
		struct mia_text name = text_of(*names);
		for (size_t i = row->count; i-- > 0;) {
			if (!text_equal_nocase(row->cells[i].name, name))
				continue;
			if (row->cells[i].value.len)
				return row->cells[i].value;
			if (!empty.ptr)
				empty = row->cells[i].value;
			break;
		}
	}
	return empty;
}
