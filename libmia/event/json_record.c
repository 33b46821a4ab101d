/* yajl's events, by the context in which they come (members.c). */
#include "event/parse.h"
#include "event/powershell.h"
#include "event/python_text.h"

#include <string.h>

#include "base/text.h"

static int
scalar(struct decoder *d, const char *ptr, size_t len, bool is_string)
{
	struct level *l = &d->stack[d->depth];
	struct mia_text v;

	if (l->context == CTX_SKIP)
		return 1;
	v = mia__decode_keep(d, ptr, len);
	if (!l->array || l->context == CTX_VALUES)
		mia__decode_member(d, l, v, is_string);
	else if (!is_string)
		return 1;
	else if (l->context == CTX_FOLDERS)
		mia__powershell_folder(d, v);
	else if (l->context == CTX_FOLDER_ITEMS || l->context == CTX_ITEMS)
		mia__powershell_item(d, v, l->context == CTX_FOLDER_ITEMS);
	else if (l->context == CTX_PROPERTIES || l->context == CTX_DEVICES)
		mia__powershell_property(d, v);
	else if (l->context == CTX_PARAMETERS || l->context == CTX_MODIFIED)
		mia__powershell_parameter(d, v);
	else if (l->context == CTX_MESSAGES)
		mia__powershell_message(d, v);
	else if (l->context == CTX_ATTACHMENTS)
		d->attachments_lost = true;
	return !d->no_memory;
}

static int
on_null(void *ctx)
{
	(void)ctx; /* there, and says nothing: as good as not there */
	return 1;
}

static int
on_boolean(void *ctx, int value)
{
	return scalar(ctx, value ? "True" : "False", value ? 4 : 5, false);
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	/* Digits at the end of the text: inside a record, cut, and perhaps not all. */
	if (((struct decoder *)ctx)->json.at_end)
		return 1;
	return scalar(ctx, text, len, false);
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	return scalar(ctx, (const char *)text, len, true);
}

static int
on_key(void *ctx, const unsigned char *key, size_t len)
{
	struct decoder *d = ctx;

	d->members++;
	mia__decode_key(d, &d->stack[d->depth], (struct mia_text){ (const char *)key, len });
	return 1;
}

static struct level *
push(struct decoder *d, enum context context, unsigned char set, bool array)
{
	struct level *l;

	if (d->depth >= d->limits.depth) {
		d->too_deep = true;
		return NULL;
	}
	l = &d->stack[++d->depth];
	memset(l, 0, sizeof(*l));
	l->context = (unsigned char)context;
	l->set = set;
	l->array = array;
	return l;
}

/* A record object in an envelope counts instead of what the envelope said,
 * unless one of a smaller rank was there. */
static enum context
begin_record(struct decoder *d, unsigned char rank)
{
	if (d->has_record && d->record_rank <= rank)
		return CTX_OTHER;
	if (d->has_record)
		mia__other_slots(d, &d->sets[SET_RECORD]);
	d->has_record = true;
	d->record_rank = rank;
	memset(&d->sets[SET_RECORD], 0, sizeof(d->sets[SET_RECORD]));
	mia__decode_forget_items(d);
	return CTX_OBJECT;
}

/* A list or an object begins: of items around a record, or where IsThrottled should be true or false. */
static void
state_structure(struct decoder *d, const struct level *above)
{
	if (above->context == CTX_ITEM && !above->array && above->slot == M_SIZE)
		d->flags |= MIA_FLAG_BAD_VALUE;
	if (above->context != CTX_OBJECT || above->array)
		return;
	d->outer_body |= above->set != SET_RECORD && mia__is_body((enum slot)above->slot);
	if (above->slot == SLOT_THROTTLED)
		mia__decode_state(d, (enum slot_set)above->set, SLOT_THROTTLED, TEXT(""));
	else if (above->slot == SLOT_COUNT_STATED)
		d->flags |= MIA_FLAG_BAD_VALUE;
}

static int
on_start_map(void *ctx)
{
	struct decoder *d = ctx;
	struct level *above = &d->stack[d->depth], *l;
	unsigned char set = above->set;
	bool root = d->depth == 0;

	state_structure(d, above);
	enum context context = root ? (enum context)above->context : mia__decode_object_context(above, &set);

	if (context == CTX_OBJECT && set == SET_RECORD && !root)
		context = begin_record(d, above->rank);
	l = push(d, context, set, false);
	d->structured |= context == CTX_VALUES;
	if (context == CTX_OBJECT && set == SET_RECORD && !root) {
		d->raw_start = mia__json_at(&d->json) - 1;
		d->raw_depth = d->depth;
	}
	if (l && context == CTX_OTHER)
		l->seen[OTHER_START] = mia__json_at(&d->json) - 1;
	return l && mia__decode_begin(d, l, root ? NULL : above);
}

static int
on_end_map(void *ctx)
{
	struct decoder *d = ctx;

	mia__decode_end(d, (enum context)d->stack[d->depth].context);
	if (d->stack[d->depth].context == CTX_OTHER)
		mia__other_end(d, &d->stack[d->depth]);
	if (d->depth == d->raw_depth) {
		d->raw = (struct mia_text){ d->text.ptr + d->raw_start,
			mia__json_at(&d->json) - d->raw_start };
		d->raw_depth = 0;
	}
	d->depth--;
	return !d->no_memory;
}

static int
on_start_array(void *ctx)
{
	struct decoder *d = ctx;
	struct level *above = &d->stack[d->depth], *l;

	state_structure(d, above);
	l = push(d, d->depth == 0 ? (enum context)above->context : mia__decode_array_context(above),
		above->set, true);
	if (!l)
		return 0;
	d->structured |= l->context == CTX_VALUES;
	l->index = above->index; /* items belong to the folder around them */
	return 1;
}

static int
on_end_array(void *ctx)
{
	((struct decoder *)ctx)->depth--;
	return 1;
}

enum json_result
mia__decode_json(struct decoder *d, struct mia_text text, enum context context, enum slot_set set)
{
	static const struct json_events events = { on_null, on_boolean, on_number, on_string, on_start_map,
		on_key, on_end_map, on_start_array, on_end_array };

	d->text = text;
	d->depth = 0;
	d->raw_depth = 0;
	memset(&d->stack[0], 0, sizeof(d->stack[0]));
	d->stack[0].context = (unsigned char)context;
	d->stack[0].set = (unsigned char)set;
	if (text.len && *text.ptr == '"') {
		/* A whole record as one JSON string, a line of AuditData. */
		d->stack[0].slot = SLOT_RECORD;
		d->stack[0].rank = HOLDER_FIRST;
	}
	enum json_result result = mia__json_parse(&d->json, text, &events, d);
	/* A property at the cut says what stands of it: that IsThrottled is true must not go with its brace. */
	for (size_t i = 0; result == JSON_BAD && i <= d->depth; i++)
		if (d->stack[i].context == CTX_PROPERTY || d->stack[i].context == CTX_DEVICE)
			mia__decode_end_property(d, (enum context)d->stack[i].context);
	return result;
}

static const struct {
	enum slot slot;
	enum context array;
} documents[] = {
	{ SLOT_FOLDERS, CTX_FOLDERS },
	{ SLOT_ITEM, CTX_ITEM },
	{ SLOT_AFFECTED, CTX_ITEMS },
	{ SLOT_PROPERTIES, CTX_PROPERTIES },
	{ SLOT_DEVICE, CTX_DEVICES },
	{ SLOT_EXTENDED, CTX_DEVICES },
	{ SLOT_APP_CONTEXT, CTX_APP_CONTEXT },
	{ SLOT_FOLDER, CTX_NAMED_FOLDER },
	{ SLOT_PARAMETERS, CTX_PARAMETERS },
	{ SLOT_MODIFIED, CTX_MODIFIED },
	{ SLOT_MESSAGES, CTX_MESSAGES },
	{ SLOT_TARGET, CTX_TARGETS },
};

/* A document at the root of its own text: an array, or a single object. */
static enum json_result
document(struct decoder *d, struct mia_text text, enum context context)
{
	if (*text.ptr == '{' && context == CTX_FOLDERS)
		context = CTX_FOLDER;
	else if (*text.ptr == '{' && context == CTX_ITEMS)
		context = CTX_ITEM;
	else if (*text.ptr == '{' && context == CTX_PROPERTIES)
		context = CTX_PROPERTY;
	else if (*text.ptr == '{' && context == CTX_DEVICES)
		context = CTX_DEVICE;
	else if (*text.ptr == '{' && context == CTX_PARAMETERS)
		context = CTX_PARAMETER;
	else if (*text.ptr == '{' && context == CTX_MODIFIED)
		context = CTX_CHANGE;
	else if (*text.ptr == '{' && context == CTX_MESSAGES)
		context = CTX_MESSAGE;
	else if (*text.ptr == '{' && context == CTX_TARGETS)
		context = CTX_TARGET;
	else if (*text.ptr == '[' && context == CTX_ITEM)
		context = CTX_ITEMS;
	else if (*text.ptr == '[' && context == CTX_NAMED_FOLDER)
		return JSON_OK;
	text = mia__decode_surrogates(d, text);
	if (d->no_memory)
		return JSON_MEMORY;
	return mia__decode_json(d, text, context, d->has_record ? SET_RECORD : SET_TOP);
}

static bool
is_properties(enum slot slot)
{
	return slot == SLOT_PROPERTIES || slot == SLOT_DEVICE || slot == SLOT_EXTENDED;
}

/* What a conversion left where a document should stand. */
static void
no_document(struct decoder *d, enum slot slot, struct mia_text t)
{
	if (is_properties(slot)) {
		mia__powershell_property(d, t);
	} else if (slot == SLOT_FOLDERS) {
		mia__powershell_folder(d, t);
	} else if (slot == SLOT_AFFECTED || slot == SLOT_ITEM) {
		d->flags |= MIA_FLAG_ITEMS_LOST;
		mia__powershell_item(d, t, false);
	} else if (slot == SLOT_PARAMETERS && *t.ptr == '-') {
		mia__powershell_arguments(d, t);
	} else if (slot == SLOT_PARAMETERS || slot == SLOT_MODIFIED) {
		mia__powershell_parameter(d, t);
	} else if (slot == SLOT_MESSAGES) {
		mia__powershell_message(d, t);
	}
}

static enum json_result
read_document(struct decoder *d, enum slot slot, enum context array, struct mia_text t)
{
	enum json_result r;

	t = text_trim(t);
	if (t.len == 0 || mia__powershell_nothing(t))
		return JSON_OK;
	if (*t.ptr != '{' && *t.ptr != '[') {
		no_document(d, slot, t);
		return JSON_OK;
	}
	r = document(d, t, array);
	if (r == JSON_BAD && is_properties(slot) && !mia__cut_is_json(t)) {
		mia__powershell_property(d, t); /* "{MailAccessType:Bind, ...}" */
	} else if (r == JSON_BAD &&
		(slot == SLOT_PARAMETERS || slot == SLOT_MODIFIED || slot == SLOT_MESSAGES ||
			slot == SLOT_TARGET)) {
		/* "{Identity, ForwardTo}" of Format-List: no reason to lose the event. */
		d->flags |= MIA_FLAG_BAD_VALUE;
	} else if (r != JSON_BAD || !mia__cut_keep(d)) {
		return r;
	}
	return JSON_OK;
}

enum json_result
mia__decode_pending(struct decoder *d)
{
	if (d->pending.rank && d->has_record && d->pending.rank >= d->record_rank)
		mia__other_text(d, d->pending.text);
	if (d->pending.rank && (!d->has_record || d->pending.rank < d->record_rank)) {
		struct pending_record p = d->pending;
		struct slots before = d->sets[SET_RECORD];
		bool had = d->has_record;
		if (had)
			mia__other_slots(d, &before);
		memset(&d->sets[SET_RECORD], 0, sizeof(before));
		d->has_record = true;
		mia__decode_forget_items(d);
		p.text = mia__python_read(p.text, &d->arena, &d->no_memory);
		p.text = mia__decode_surrogates(d, p.text);
		if (d->no_memory)
			return JSON_MEMORY;
		enum json_result r = mia__decode_json(d, text_trim(p.text), CTX_OBJECT, SET_RECORD);
		const struct holder *holder = mia__holder_of_rank(p.rank);
		bool own = d->sets[SET_RECORD].v[SLOT_OPERATION].len != 0;
		bool cut = r == JSON_BAD && (own || !holder || !(holder->flags & HOLDER_ANYTHING)) &&
			mia__cut_holds_one(p.text) && mia__cut_keep(d);
		if (r == JSON_BAD && !cut && holder && holder->flags & HOLDER_ANYTHING) {
			d->sets[SET_RECORD] = before;
			d->has_record = had;
			/* The items that were there were written over. */
			d->outer_alone = true;
		} else if (r != JSON_OK && !cut) {
			return r;
		} else if (r == JSON_OK) {
			d->raw = text_trim(p.text);
		}
	}
	for (size_t i = 0; i < sizeof(documents) / sizeof(*documents); i++) {
		enum slot slot = documents[i].slot;
		if (d->docs[slot - SLOT_SCALARS].len == 0)
			continue;
		enum json_result r = read_document(d, slot, documents[i].array, d->docs[slot - SLOT_SCALARS]);
		for (const struct more_doc *more = d->more_docs; r == JSON_OK && more; more = more->next)
			if (more->slot == slot)
				r = read_document(d, slot, documents[i].array, more->text);
		if (r != JSON_OK)
			return r;
	}
	return d->no_memory ? JSON_MEMORY : JSON_OK;
}
