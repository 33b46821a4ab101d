/* A decoder and its memory; one record judged: as an event, or as a reject with its place. */
#include "event/decode.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "bytes/bytes.h"
#include "event/assemble.h"
#include "event/parse.h"
#include "event/rescue.h"
#include "record/page_marks.h"

static void
take_limits(struct decode_limits *ret, const struct mia_limits *limits)
{
	*ret = mia__decode_limits;
	if (limits && limits->depth && limits->depth < JSON_DEPTH)
		ret->depth = limits->depth;
	if (limits && limits->field_bytes)
		ret->field_bytes = limits->field_bytes;
	if (limits && limits->fields)
		ret->fields = limits->fields;
	if (limits && limits->items)
		ret->items = limits->items;
}

bool
mia__decoder_init(struct decoder *d, const struct mia_allocator *a, const struct mia_limits *limits)
{
	memset(d, 0, sizeof(*d));
	d->a = *a;
	take_limits(&d->limits, limits);
	mia__fields_index(&d->fields);
	mia__known_init(&d->known);
	mia__arena_init(&d->arena, a);
	mia__json_init(&d->json, a);
	mia__buf_init(&d->scratch, a);
	mia__buf_init(&d->identity, a);
	mia__buf_init(&d->values, a);
	return mia__sha256_init(&d->sha);
}

void
mia__decoder_release(struct decoder *d)
{
	mia__arena_release(&d->arena);
	mia__json_release(&d->json);
	mia__buf_release(&d->scratch);
	mia__buf_release(&d->identity);
	mia__buf_release(&d->values);
	if (d->marks)
		mia__dealloc(&d->a, d->marks, d->mark_cap, sizeof(*d->marks));
	mia__sha256_release(&d->sha);
	if (d->folders)
		mia__dealloc(&d->a, d->folders, d->folder_cap, sizeof(*d->folders));
	if (d->items)
		mia__dealloc(&d->a, d->items, d->item_cap, sizeof(*d->items));
	if (d->parameters)
		mia__dealloc(&d->a, d->parameters, d->parameter_cap, sizeof(*d->parameters));
	if (d->messages)
		mia__dealloc(&d->a, d->messages, d->message_cap, sizeof(*d->messages));
	if (d->column_slots)
		mia__dealloc(&d->a, d->column_slots, d->column_cap, 1);
	memset(d, 0, sizeof(*d));
}

enum mia_status
mia__decode_refuse(struct decoder *d, enum mia_reason reason, const char *detail)
{
	d->reject.reason = reason;
	snprintf(d->reject.detail, sizeof(d->reject.detail), "%s", detail);
	return MIA_REJECTED;
}

struct mia_text
mia__decode_keep(struct decoder *d, const char *ptr, size_t len)
{
	struct mia_text t = { ptr, len };

	if (d->text.ptr && ptr >= d->text.ptr && ptr <= d->text.ptr + d->text.len)
		return t;
	t = mia__arena_text(&d->arena, t);
	if (!t.ptr)
		d->no_memory = true;
	return t;
}

/* \uXXXX: the code unit, or -1. */
static int
escape_unit(const char *p, const char *end)
{
	int v = 0;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		int c = (unsigned char)p[i],
		    digit = c >= '0' && c <= '9'             ? c - '0'
			: (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
							     : -1;
		if (digit < 0)
			return -1;
		v = v << 4 | digit;
	}
	return v;
}

/* yajl replaces lone surrogates silently and joins wrong pairs (measured), so
 * they are made visible before: \ud800 becomes U+FFFD and "d800". */
struct mia_text
mia__decode_surrogates(struct decoder *d, struct mia_text text)
{
	const char *p = text.ptr, *end = p + text.len, *copied = p;
	struct buf out;

	mia__buf_init(&out, &d->a);
	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		int unit = p + 2 < end && p[1] == 'u' && (p[2] | 32) == 'd' ? escape_unit(p, end) : -1;
		if (unit < 0xd800 || unit > 0xdfff) {
			p += 2;
			continue;
		}
		int low = unit < 0xdc00 ? escape_unit(p + 6, end) : -1;
		if (low >= 0xdc00 && low <= 0xdfff) {
			p += 12;
			continue;
		}
		d->flags |= MIA_FLAG_BAD_SURROGATE;
		mia__buf_add(&out, copied, (size_t)(p - copied));
		mia__buf_str(&out, "\\ufffd");
		copied = p + 2;
		p += 6;
	}
	if (copied != text.ptr) {
		mia__buf_add(&out, copied, (size_t)(end - copied));
		text = mia__arena_text(&d->arena, buf_view(&out));
		d->no_memory |= out.failed || !text.ptr;
	}
	mia__buf_release(&out);
	return text;
}

enum mia_status
mia__decode_json_failed(struct decoder *d, enum json_result r, struct mia_text text)
{
	if (r == JSON_MEMORY || d->no_memory)
		return MIA_ERR_MEMORY;
	if (d->too_deep) {
		d->reject.reason = MIA_REASON_TOO_DEEP;
		snprintf(d->reject.detail, sizeof(d->reject.detail), "nested deeper than %u",
			d->limits.depth);
		return MIA_REJECTED;
	}
	if (text.len && memchr(text.ptr, 0, text.len))
		return mia__decode_refuse(d, MIA_REASON_NUL_BYTE, "a NUL byte");
	return mia__decode_refuse(d, MIA_REASON_BAD_JSON,
		d->json.message[0] ? d->json.message : "not well-formed");
}

static enum mia_status
decode_record(struct decoder *d, struct mia_text text, const struct csv_header *header, size_t *bad_at,
	void *ctx)
{
	struct mia_text raw = text;
	enum json_result r;

	(void)ctx;
	if (header) {
		MIA_TRY(mia__decode_csv(d, text, header, bad_at));
		if (d->reject.reason != MIA_REASON_NONE)
			return MIA_REJECTED;
	} else {
		size_t used;
		if (!mia__decode_skim(d, text, 1, SET_TOP, &used)) {
			if (d->no_memory)
				return MIA_ERR_MEMORY;
			text = mia__decode_surrogates(d, text);
			r = d->no_memory ? JSON_MEMORY : mia__decode_json(d, text, CTX_OBJECT, SET_TOP);
			if (r != JSON_OK) {
				*bad_at = d->json.bad_at < text.len ? d->json.bad_at : text.len;
				return mia__decode_json_failed(d, r, text);
			}
		} else {
			mia__limits_count_fields(d, text, 1);
		}
	}
	r = mia__decode_pending(d);
	if (r != JSON_OK)
		return mia__decode_json_failed(d, r, d->text);
	if (!header && mia__inner_is_doubtful(d))
		MIA_TRY(mia__inner_settle(d, text));
	r = mia__other_read(d);
	if (r == JSON_MEMORY)
		return MIA_ERR_MEMORY;
	if (!d->has_record)
		d->raw = text_trim(raw);
	if (mia__rescue_wanted(d, text)) {
		enum mia_status status = mia__rescue(d, text, header);
		if (status != MIA_OK)
			return status;
	}
	enum mia_status status = mia__event_assemble(d, header != NULL && header->auditdata >= 0);
	return status == MIA_OK ? mia__limits_check(d, text) : status;
}

static void
forget_all_but_sets(struct decoder *d)
{
	memset(d->docs, 0, sizeof(d->docs));
	d->more_docs = NULL;
	memset(&d->pending, 0, sizeof(d->pending));
	memset(&d->other, 0, sizeof(d->other));
	d->other_count = 0;
	d->outer_body = d->outer_alone = false;
	d->too_deep = d->no_memory = false;
	mia__decode_forget_items(d);
}

void
mia__decode_forget(struct decoder *d, enum slot_set set)
{
	memset(&d->sets[set], 0, sizeof(d->sets[set]));
	forget_all_but_sets(d);
}

static void
reset(struct decoder *d)
{
	mia__arena_rewind(&d->arena);
	memset(d->sets, 0, sizeof(d->sets));
	forget_all_but_sets(d);
	d->has_record = d->valid = false;
	d->other_case = d->custom_table = false;
	d->record_rank = HOLDER_NONE;
	d->raw = TEXT_ABSENT;
	d->flags = 0;
	d->members = 0;
	d->reject.reason = MIA_REASON_NONE;
	d->reject.detail[0] = '\0';
	d->reject.time = MIA_TIME_UNKNOWN;
}

enum mia_status
mia__decode_record(struct decoder *d, const struct batch *batch, const struct record *record,
	const struct mia_source *source)
{
	return mia__decode_as(d, batch, record, source, decode_record, NULL);
}

/* Of a text in which framing found no whole record. */
static enum mia_status
look_for_time(struct decoder *d, struct mia_text text)
{
	enum json_result r;

	text = mia__decode_surrogates(d, text);
	r = d->no_memory ? JSON_MEMORY : mia__decode_json(d, text, CTX_OBJECT, SET_TOP);
	if (r == JSON_MEMORY || d->no_memory)
		return MIA_ERR_MEMORY;
	d->reject.time = mia__cut_time(d, text);
	return MIA_OK;
}

/*
 * Judges the text, or what is made of it where it is no valid UTF-8. The fast path tells beside what it
 * does whether the text is valid; so that others need not be looked through before, they are judged as
 * they are, which harms nothing, and once more if they turn out to be damaged.
 */
static enum mia_status
judge_text(struct decoder *d, struct mia_text *text, const struct csv_header *header, size_t *bad_at,
	decode_judge *judge, void *ctx)
{
	if (judge == decode_record) {
		enum mia_status status = judge(d, *text, header, bad_at, ctx);
		if (status == MIA_ERR_MEMORY || d->valid ||
			mia__utf8_valid_prefix(text->ptr, text->len) == text->len)
			return status;
		reset(d);
	} else if (mia__utf8_valid_prefix(text->ptr, text->len) == text->len) {
		return judge(d, *text, header, bad_at, ctx);
	}
	d->flags |= MIA_FLAG_BAD_UTF8;
	buf_clear(&d->scratch);
	mia__utf8_repair(&d->scratch, text->ptr, text->len);
	if (d->scratch.failed || !mia__buf_reserve(&d->scratch, SKIM_PADDING))
		return MIA_ERR_MEMORY;
	memset(d->scratch.ptr + d->scratch.len, 0, SKIM_PADDING);
	*text = buf_view(&d->scratch);
	*bad_at = 0;
	return judge(d, *text, header, bad_at, ctx);
}

enum mia_status
mia__decode_as(struct decoder *d, const struct batch *batch, const struct record *record,
	const struct mia_source *source, decode_judge *judge, void *ctx)
{
	struct mia_text text = { batch->buf + record->start, record->len };
	struct mia_place place = { source, record->number, record->line, record->offset, record->length };
	size_t bad_at = record->bad_at;
	enum mia_status status = MIA_REJECTED;

	reset(d);
	d->event.place = place;
	if (record->reason == MIA_REASON_NONE) {
		struct mia_text valid = text;
		bad_at = 0;
		status = judge_text(d, &valid, record->header, &bad_at, judge, ctx);
		if (status == MIA_REJECTED && judge == decode_record)
			d->reject.time = mia__cut_time(d, valid);
		if (status == MIA_REJECTED && d->reject.reason == MIA_REASON_NOT_A_RECORD &&
			judge == decode_record && mia__says_cut(valid))
			mia__decode_refuse(d, MIA_REASON_MORE_RECORDS,
				"it says that an answer is not whole: records are missing");
	} else {
		if (record->reason == MIA_REASON_BAD_JSON && record->last && judge == decode_record)
			MIA_TRY(look_for_time(d, text));
		d->reject.reason = record->reason;
		/* Wherever it broke, as decoding would say. */
		if (record->reason == MIA_REASON_BAD_JSON && text.len && memchr(text.ptr, 0, text.len))
			mia__decode_refuse(d, MIA_REASON_NUL_BYTE, "a NUL byte");
		else if (record->detail)
			snprintf(d->reject.detail, sizeof(d->reject.detail), "%s", record->detail);
		else if (record->reason == MIA_REASON_UNCLOSED_QUOTE)
			snprintf(d->reject.detail, sizeof(d->reject.detail),
				"a quote is never closed: this record, bytes %llu to %llu, is lost and reading goes on behind it",
				(unsigned long long)record->offset,
				(unsigned long long)record->offset + record->length);
		else if (record->reason == MIA_REASON_TOO_LONG)
			snprintf(d->reject.detail, sizeof(d->reject.detail),
				"longer than the limit of %llu bytes: %llu so far",
				(unsigned long long)record->bad_at, (unsigned long long)record->length);
	}
	if (status == MIA_REJECTED) {
		d->reject.place = place;
		d->reject.raw = text;
		d->reject.header = record->header ? record->header->raw : TEXT_ABSENT;
		d->reject.last = record->last;
		d->reject.bad_offset = place.offset +
			mia__bytes_source_length(source->encoding, text.ptr,
				bad_at < text.len ? bad_at : text.len);
	}
	return status;
}
