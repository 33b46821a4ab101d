/*
 * The second reading, for records of whose body the plain reading found nothing:
 * every value of the record with its whole name, whatever wraps it, in whatever
 * case and spelling (flat.h). It fills what is still empty and overrules nothing.
 */
#include "event/rescue.h"

#include "base/text.h"
#include "event/powershell.h"
#include "event/python_text.h"
#include "event/rescue_values.h"

/* ---- the walk over JSON ---- */

static void
set_path(struct rescue *r, struct mia_text key)
{
	r->path.len = r->levels[r->depth].path;
	if (r->path.len > LONGEST_PATH)
		return;
	if (r->path.len)
		mia__buf_byte(&r->path, '.');
	mia__buf_text(&r->path, key);
}

/* In front of each value of an array: its name is its place. */
static void
next_place(struct rescue *r)
{
	struct walk_level *l = &r->levels[r->depth];
	char digits[16];
	size_t n = sizeof(digits);
	uint32_t place = l->place;

	if (!l->array)
		return;
	do
		digits[--n] = (char)('0' + place % 10);
	while ((place /= 10) != 0);
	l->place++;
	/* The root has no name, and an array at the root is none of ours. */
	set_path(r, (struct mia_text){ digits + n, sizeof(digits) - n });
}

static int
on_scalar(struct rescue *r, const char *text, size_t len)
{
	struct mia_text value;

	if (r->joining) {
		if (r->joined.len)
			mia__buf_byte(&r->joined, '\n');
		mia__buf_add(&r->joined, text, len);
		return !r->joined.failed;
	}
	next_place(r);
	value = mia__decode_keep(r->d, text, len);
	if (value.ptr)
		mia__rescue_take(r, buf_view(&r->path), value);
	return !r->d->no_memory && !r->path.failed;
}

static int
on_boolean(void *ctx, int value)
{
	return on_scalar(ctx, value ? "True" : "False", value ? 4 : 5);
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	/* At the end of a text that was cut: perhaps not all of its digits. */
	if (((struct rescue *)ctx)->d->json.at_end)
		return 1;
	return on_scalar(ctx, text, len);
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	return on_scalar(ctx, (const char *)text, len);
}

static int
on_null(void *ctx)
{
	struct rescue *r = ctx;

	if (!r->joining)
		next_place(r);
	return 1;
}

static int
push(struct rescue *r, bool array)
{
	if (r->depth)
		next_place(r);
	if (r->depth == JSON_DEPTH)
		return 0;
	memset(&r->levels[++r->depth], 0, sizeof(*r->levels));
	r->levels[r->depth].path = r->path.len;
	r->levels[r->depth].array = array;
	return 1;
}

static int
on_start_map(void *ctx)
{
	return push(ctx, false);
}

static bool
names_value(struct mia_text name)
{
	enum slot slot = mia__field_of_column(name);
	struct flat_path path;

	return (slot != SLOT_NONE && slot < SLOT_SCALARS) ||
		(mia__flat_name(name, &path) && !mia__flat_list(&path));
}

static int
on_start_array(void *ctx)
{
	struct rescue *r = ctx;

	if (!push(r, true))
		return 0;
	/* The values of "Folders{}.Path" are what a cell parts by line feeds. */
	if (!r->joining && names_value(buf_view(&r->path))) {
		r->joining = r->depth;
		buf_clear(&r->joined);
	}
	return 1;
}

static int
on_key(void *ctx, const unsigned char *key, size_t len)
{
	struct rescue *r = ctx;
	struct walk_level *l = &r->levels[r->depth];
	int field = mia__field_find(&r->d->fields, (const char *)key, len);

	r->other_key = false;
	if (field >= 0)
		l->exact[field / 64] |= UINT64_C(1) << (field % 64);
	else if ((field = mia__field_other_case(&r->d->fields, (const char *)key, len)) >= 0) {
		l->other[field / 64] |= UINT64_C(1) << (field % 64);
		r->other_key = true;
	}
	set_path(r, (struct mia_text){ (const char *)key, len });
	return !r->path.failed;
}

static void
stands_in_two_cases(struct rescue *r, enum slot slot)
{
	r->d->flags |= MIA_FLAG_DUP_KEY;
	if (slot >= SLOT_SCALARS && slot < SLOT_TARGET) {
		r->two_docs |= 1u << (slot - SLOT_SCALARS);
		r->d->lists_again |= slot <= SLOT_AFFECTED;
	}
}

static int
on_end_map(void *ctx)
{
	struct rescue *r = ctx;
	const struct walk_level *l = &r->levels[r->depth];

	/* One key in two cases: both count, as one that stands twice (torn.c). */
	for (size_t i = 0; i < FIELD_MOST / 64; i++)
		for (uint64_t both = l->exact[i] & l->other[i]; both; both &= both - 1)
			stands_in_two_cases(r,
				(enum slot)r->d->fields.fields[i * 64 + (size_t)__builtin_ctzll(both)].slot);
	r->depth--;
	return 1;
}

static int
on_end_array(void *ctx)
{
	struct rescue *r = ctx;

	if (r->joining == r->depth) {
		struct mia_text value = mia__arena_text(&r->d->arena, buf_view(&r->joined));
		r->joining = 0;
		r->path.len = r->levels[r->depth].path;
		if (!value.ptr)
			r->d->no_memory = true;
		else
			mia__rescue_take(r, buf_view(&r->path), value);
	}
	r->depth--;
	return !r->d->no_memory;
}

static void
walk(struct rescue *r, struct mia_text text, bool inner)
{
	static const struct json_events events = { on_null, on_boolean, on_number, on_string, on_start_map,
		on_key, on_end_map, on_start_array, on_end_array };

	r->inner = inner;
	r->depth = r->joining = 0;
	memset(&r->levels[0], 0, sizeof(r->levels[0]));
	buf_clear(&r->path);
	r->d->text = text;
	enum json_result result = mia__json_parse(&r->d->json, text, &events, r);
	r->d->no_memory |= result == JSON_MEMORY;
	/* What is no JSON is not handed on as a bare record. */
	if (result == JSON_BAD)
		r->d->raw = TEXT_ABSENT;
	if (result == JSON_BAD && mia__cut_is_json(text) &&
		mia__text_find_nocase(text, TEXT("Operation")) >= 0) {
		r->broken = true;
		r->holds_two |= inner && !mia__cut_holds_one(text);
	}
	r->d->no_memory |= r->path.failed || r->joined.failed;
}

/* ---- rows ---- */

static void
walk_row(struct rescue *r, struct mia_text text, const struct csv_header *header)
{
	struct csv_cell cell;
	struct csv_row row;

	mia__csv_row_begin(&row, text, header);
	r->inner = header->auditdata < 0;
	while (!r->d->no_memory && mia__csv_row_next(&row, &cell) > 0) {
		struct mia_text value = mia__csv_cell_value(&cell, &r->d->arena), trimmed;
		size_t column = row.column - 1;
		if (!value.ptr) {
			r->d->no_memory = true;
			return;
		}
		trimmed = text_trim(value);
		if ((int)column != header->auditdata)
			mia__rescue_take(r, header->columns[column], value);
		else if (trimmed.len && *trimmed.ptr == '{' && r->text_count < TEXTS)
			r->texts[r->text_count++] = trimmed;
	}
}

/* A record that stands in a cell or string under whatever name. What a row says
 * beside it is its envelope. */
static void
walk_text(struct rescue *r, struct mia_text text, const struct csv_header *header)
{
	struct decoder *d = r->d;
	bool record = mia__text_find_nocase(text, TEXT("Operation")) >= 0, row_speaks = false;

	if (mia__python_begins(text))
		text = mia__python_as_json(text, &d->arena, &d->no_memory);
	else if (record && header && header->auditdata < 0)
		d->raw = text;
	if (!text.ptr)
		return;
	if (record && header && header->auditdata < 0 && !d->sets[SET_TOP].v[SLOT_OPERATION].len) {
		row_speaks = d->sets[SET_RECORD].v[SLOT_OPERATION].len != 0;
		d->sets[SET_TOP] = d->sets[SET_RECORD];
		memset(&d->sets[SET_RECORD], 0, sizeof(d->sets[SET_RECORD]));
	}
	text = mia__decode_surrogates(d, text);
	if (!d->no_memory)
		walk(r, text, true);
	/* A cell that holds a record of something else than the row does not stand for it. */
	if (row_speaks && d->sets[SET_RECORD].v[SLOT_OPERATION].len &&
		!text_equal_nocase(text_trim(d->sets[SET_RECORD].v[SLOT_OPERATION]),
			text_trim(d->sets[SET_TOP].v[SLOT_OPERATION]))) {
		d->sets[SET_RECORD] = d->sets[SET_TOP];
		memset(&d->sets[SET_TOP], 0, sizeof(d->sets[SET_TOP]));
		d->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
	}
}

/* ---- documents ---- */

/* What the plain reading has found of it stays. */
static bool
is_wanted(const struct rescue *r, enum slot doc, bool body)
{
	const struct decoder *d = r->d;

	if (rescue_has_two(r, doc))
		return true;
	switch (doc) {
	case SLOT_PROPERTIES:
		for (int set = SET_RECORD; set < SET_COUNT; set++)
			if (d->sets[set].v[SLOT_ACCESS_TYPE].len)
				return false;
		return true;
	case SLOT_PARAMETERS:
	case SLOT_MODIFIED:
		return d->parameter_count == 0;
	case SLOT_TARGET:
		return !mia__rescue_first(d, SLOT_TARGET_NAME, SLOT_TARGET_USER).len &&
			!mia__rescue_first(d, SLOT_TARGET_OBJECT, SLOT_TARGET_ID).len;
	case SLOT_APP_CONTEXT:
		return d->sets[SET_RECORD].v[SLOT_AAD_SESSION].len == 0;
	default:
		return !body;
	}
}

static void
make_document(struct rescue *r, enum slot doc, struct flat_leaf *mine)
{
	struct decoder *d = r->d;
	size_t count = 0;
	bool uneven = false;

	for (size_t i = 0; i < r->count; i++)
		if (r->leaves[i].path.doc == doc && (!rescue_has_two(r, doc) || r->leaves[i].path.other_case))
			mine[count++] = r->leaves[i];
	if (count == 0)
		return;
	d->docs[doc - SLOT_SCALARS] = mia__flat_document(&d->arena, &d->a, mine, count, &uneven);
	d->no_memory |= !d->docs[doc - SLOT_SCALARS].ptr;
	if (uneven && doc != SLOT_PROPERTIES)
		d->flags |= MIA_FLAG_ITEMS_LOST;
}

static enum mia_status
make_documents(struct rescue *r, bool body)
{
	struct decoder *d = r->d;
	struct flat_leaf *mine = mia__arena_take(&d->arena, (r->count + 1) * sizeof(*mine));
	enum json_result result;

	if (!mine)
		return MIA_ERR_MEMORY;
	for (enum slot doc = SLOT_SCALARS; doc < SLOT_ENVELOPE; doc++) {
		bool wanted = is_wanted(r, doc, body);
		/* Of two the plain reading has taken the one that is named as in the schema. */
		if (!wanted || (rescue_has_two(r, doc) && !(r->other_docs >> (doc - SLOT_SCALARS) & 1)))
			d->docs[doc - SLOT_SCALARS] = TEXT_ABSENT;
		if (wanted && !d->docs[doc - SLOT_SCALARS].len)
			make_document(r, doc, mine);
	}
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	d->pending.rank = HOLDER_NONE;
	result = mia__decode_pending(d);
	if (result == JSON_MEMORY || d->no_memory)
		return MIA_ERR_MEMORY;
	if (result != JSON_OK)
		d->flags |= MIA_FLAG_ITEMS_LOST;
	return MIA_OK;
}

enum mia_status
mia__rescue(struct decoder *d, struct mia_text text, const struct csv_header *header)
{
	struct rescue r = { .d = d };
	bool nameless = !mia__rescue_first(d, SLOT_OPERATION, SLOT_OPERATION_ALT).len,
	     body = mia__rescue_has_body(d);
	enum mia_status status = MIA_ERR_MEMORY;

	r.outer = !header && !d->has_record && d->sets[SET_TOP].v[SLOT_OPERATION].len &&
		d->sets[SET_TOP].v[SLOT_TIME].len;
	memset(d->docs, 0, sizeof(d->docs));
	d->more_docs = NULL;
	mia__buf_init(&r.path, &d->a);
	mia__buf_init(&r.joined, &d->a);
	if (header)
		walk_row(&r, text, header);
	else
		walk(&r, text, false);
	for (size_t i = 0; i < r.text_count && !d->no_memory; i++)
		walk_text(&r, r.texts[i], header);
	if (!d->no_memory)
		status = make_documents(&r, body);
	if (r.broken && status == MIA_OK && (r.holds_two || (header && !mia__cut_holds_one(text))))
		status = mia__decode_refuse(d, MIA_REASON_BAD_JSON,
			"a record in it is broken, and holds another one");
	d->flags |= r.broken ? MIA_FLAG_ITEMS_LOST : 0;
	/* An operation without a time is anything, unless it names items or folders. */
	if (nameless && !mia__rescue_has_body(d) &&
		!mia__rescue_first(d, SLOT_TIME, SLOT_TIME_ENVELOPE).len &&
		!mia__rescue_first(d, SLOT_TIME_TABLE, SLOT_TIME_LATE).len)
		for (int set = 0; set < SET_COUNT; set++)
			mia__decode_forget(d, (enum slot_set)set);
	if (r.broken && status == MIA_OK && !mia__rescue_first(d, SLOT_OPERATION, SLOT_OPERATION_ALT).len)
		status = mia__decode_refuse(d, MIA_REASON_BAD_JSON, "a record in it is broken");
	if (r.leaves)
		mia__dealloc(&d->a, r.leaves, r.cap, sizeof(*r.leaves));
	mia__buf_release(&r.path);
	mia__buf_release(&r.joined);
	return status;
}
