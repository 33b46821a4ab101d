/*
 * yajl's events into slots, folders and items. Keys that we do not need are
 * passed over, so that unknown fields harm nothing; enumerations are kept as
 * text, so that new values are shown as they are.
 */
#include "event/decode.h"

#include <string.h>

#include "base/text.h"

struct mia_text
decode_keep(struct decoder *d, const char *ptr, size_t len)
{
	struct mia_text t = { ptr, len };

	if (ptr >= d->text.ptr && ptr <= d->text.ptr + d->text.len)
		return t;
	t = arena_text(&d->arena, t);
	if (!t.ptr)
		d->no_memory = true;
	return t;
}

void
decode_forget_items(struct decoder *d)
{
	d->folder_count = d->item_count = d->sync_items = 0;
	d->item_id_alone = TEXT_ABSENT;
}

bool
decode_add_folder(struct decoder *d)
{
	if (d->folder_count == d->folder_cap && !mia_grow(&d->a, &d->folders, &d->folder_cap, d->folder_count + 1, sizeof *d->folders)) {
		d->no_memory = true;
		return false;
	}
	memset(&d->folders[d->folder_count++], 0, sizeof *d->folders);
	return true;
}

bool
decode_add_item(struct decoder *d)
{
	struct mia_item *item;

	if (d->item_count == d->item_cap && !mia_grow(&d->a, &d->items, &d->item_cap, d->item_count + 1, sizeof *d->items)) {
		d->no_memory = true;
		return false;
	}
	item = &d->items[d->item_count++];
	memset(item, 0, sizeof *item);
	item->size_bytes = MIA_SIZE_UNKNOWN;
	item->folder = MIA_NO_FOLDER;
	return true;
}

void
decode_property(struct decoder *d, struct mia_text name, struct mia_text value)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];

	if (!name.ptr || !value.ptr)
		return;
	if (text_equal_nocase(text_trim(name), TEXT("MailAccessType")))
		s->v[SLOT_ACCESS_TYPE] = text_trim(value);
	else if (text_equal_nocase(text_trim(name), TEXT("IsThrottled")))
		s->v[SLOT_THROTTLED] = text_trim(value);
}

/* ---- values by context ---- */

/* Keys of folders and items: casing is not to be relied on (domain: the
 * mailbox log writes "path" and "Path"). */
enum member { M_NONE, M_ID, M_PATH, M_NAME, M_ITEMS, M_MESSAGE_ID, M_IMMUTABLE, M_SIZE, M_SUBJECT, M_PARENT, M_VALUE };

static enum member
member_of(enum context context, struct mia_text key)
{
#define IS(literal) text_equal_nocase(key, TEXT(literal))
	switch (context) {
	case CTX_PROPERTY:
		return IS("Name") ? M_NAME : IS("Value") ? M_VALUE : M_NONE;
	case CTX_FOLDER:
		return IS("Id") ? M_ID : IS("Path") ? M_PATH : IS("Name") ? M_NAME : IS("FolderItems") ? M_ITEMS : M_NONE;
	case CTX_NAMED_FOLDER:
		return IS("Id") ? M_ID : IS("Path") ? M_PATH : IS("Name") ? M_NAME : M_NONE;
	case CTX_ITEM:
		switch (key.len) {
		case 2: return IS("Id") ? M_ID : M_NONE;
		case 7: return IS("Subject") ? M_SUBJECT : M_NONE;
		case 11: return IS("ImmutableId") ? M_IMMUTABLE : IS("SizeInBytes") ? M_SIZE : M_NONE;
		case 12: return IS("ParentFolder") ? M_PARENT : M_NONE;
		case 17: return IS("InternetMessageId") ? M_MESSAGE_ID : M_NONE;
		default: return M_NONE;
		}
	default:
		return M_NONE;
	}
#undef IS
}

static void
set_folder(struct decoder *d, enum member m, struct mia_text v)
{
	struct mia_folder *f = &d->folders[d->folder_count - 1];

	if (m == M_ID)
		f->id = v;
	else if (m == M_PATH)
		f->path = v;
	else if (m == M_NAME)
		f->name = v;
	else if (m == M_ITEMS && v.len)
		d->flags |= MIA_FLAG_ITEMS_LOST; /* "System.Object[]" */
}

static void
set_item(struct decoder *d, enum member m, struct mia_text v)
{
	struct mia_item *item = &d->items[d->item_count - 1];
	int64_t n;

	if (m == M_ID)
		item->id = v;
	else if (m == M_IMMUTABLE)
		item->immutable_id = v;
	else if (m == M_MESSAGE_ID)
		item->internet_message_id_raw = v;
	else if (m == M_SUBJECT)
		item->subject = v;
	else if (m == M_SIZE && number_parse(v, &n) && n >= 0)
		item->size_bytes = n;
	else if (m == M_SIZE)
		d->flags |= MIA_FLAG_BAD_VALUE;
}

/* The order in which a record inside an envelope is preferred: as the
 * service wrote it before a platform's copy of it. */
static unsigned char
record_rank(const char *key, size_t len)
{
	static const char *const order[] = { "AuditData", "auditData", "RawEventData", "rawData", "original", "_raw", "message", "office365", "o365audit", "audit" };
	for (int i = 0; i < (int)(sizeof order / sizeof *order); i++)
		if (text_equal((struct mia_text){ key, len }, text_of(order[i])))
			return (unsigned char)(i + 1);
	return 99;
}

static void
set_object(struct decoder *d, struct level *l, struct mia_text v, bool is_string)
{
	enum slot slot = (enum slot)l->slot;
	struct slots *s = &d->sets[l->set];

	if (slot == SLOT_NONE)
		return;
	if (slot < SLOT_SCALARS) {
		/* Of two names for one thing the first stays; of one name twice
		 * the last (map_key has cleared it). */
		if (!s->v[slot].ptr)
			s->v[slot] = v;
		return;
	}
	if (!is_string || v.len == 0)
		return;
	if (slot == SLOT_RECORD || slot == SLOT_COPY) {
		struct mia_text t = text_trim(v);
		if (t.len && *t.ptr == '{' && l->set != SET_RECORD && (d->pending.rank == 0 || l->rank < d->pending.rank))
			d->pending = (struct pending_record){ v, l->rank };
		return;
	}
	d->docs[slot - SLOT_SCALARS] = v;
}

static int
scalar(struct decoder *d, const char *ptr, size_t len, bool is_string)
{
	struct level *l = &d->stack[d->depth];
	struct mia_text v;

	if (l->context == CTX_SKIP)
		return 1;
	v = decode_keep(d, ptr, len);
	if (l->array) {
		if (!is_string)
			return 1;
		if (l->context == CTX_FOLDERS)
			powershell_folder(d, v);
		else if (l->context == CTX_FOLDER_ITEMS || l->context == CTX_ITEMS)
			powershell_item(d, v);
		else if (l->context == CTX_PROPERTIES)
			powershell_property(d, v);
	} else if (l->context == CTX_OBJECT || l->context == CTX_EVENT) {
		set_object(d, l, v, is_string);
	} else if (l->context == CTX_APP_CONTEXT) {
		if (l->slot)
			d->sets[l->set].v[l->slot] = v;
	} else if (l->context == CTX_FOLDER || l->context == CTX_NAMED_FOLDER) {
		set_folder(d, (enum member)l->slot, v);
	} else if (l->context == CTX_ITEM) {
		set_item(d, (enum member)l->slot, v);
	} else if (l->context == CTX_PROPERTY) {
		if (l->slot == M_NAME)
			d->property_name = v;
		else if (l->slot == M_VALUE)
			d->property_value = v;
	}
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
	struct level *l = &d->stack[d->depth];
	struct mia_text k = { (const char *)key, len };
	enum member m;

	l->slot = SLOT_NONE;
	if (l->context == CTX_SKIP)
		return 1;
	if (l->context == CTX_OBJECT) {
		int field = field_find(k.ptr, k.len);
		enum slot slot = field_slot(field);
		if (slot == SLOT_NONE)
			return 1;
		l->slot = (unsigned char)slot;
		if (slot == SLOT_RECORD || slot == SLOT_COPY)
			l->rank = record_rank(k.ptr, k.len);
		if (l->seen[field / 64] >> (field % 64) & 1) {
			d->flags |= MIA_FLAG_DUP_KEY;
			if (slot < SLOT_SCALARS)
				d->sets[l->set].v[slot] = TEXT_ABSENT;
			else if (slot == SLOT_FOLDERS || slot == SLOT_AFFECTED || slot == SLOT_ITEM)
				decode_forget_items(d);
		}
		l->seen[field / 64] |= UINT64_C(1) << (field % 64);
		return 1;
	}
	if (l->context == CTX_EVENT || l->context == CTX_APP_CONTEXT) {
		static const struct { const char *key; enum slot event, app; } names[] = {
			{ "original", SLOT_RECORD, SLOT_NONE }, { "action", SLOT_OPERATION_ALT, SLOT_NONE }, { "id", SLOT_ID, SLOT_NONE },
			{ "provider", SLOT_WORKLOAD, SLOT_NONE }, { "AADSessionId", SLOT_NONE, SLOT_AAD_SESSION },
			{ "UniqueTokenId", SLOT_NONE, SLOT_TOKEN }, { "ClientAppId", SLOT_NONE, SLOT_CONTEXT_APP },
		};
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (text_equal(k, text_of(names[i].key)))
				l->slot = (unsigned char)(l->context == CTX_EVENT ? names[i].event : names[i].app);
		l->rank = record_rank(k.ptr, k.len);
		m = (enum member)l->slot;
	} else {
		m = member_of((enum context)l->context, k);
		l->slot = (unsigned char)m;
	}
	if (m == M_NONE)
		return 1;
	if (l->seen[0] >> m & 1)
		d->flags |= MIA_FLAG_DUP_KEY;
	l->seen[0] |= UINT64_C(1) << m;
	return 1;
}

/* What an object that begins here is. */
static enum context
object_context(struct decoder *d, const struct level *l, unsigned char *set)
{
	*set = l->set;
	if (l->context == CTX_OBJECT && !l->array) {
		switch (l->slot) {
		case SLOT_ENVELOPE:
			*set = l->set == SET_RECORD ? SET_RECORD : SET_NESTED;
			return l->set == SET_RECORD ? CTX_SKIP : CTX_OBJECT;
		case SLOT_RECORD:
		case SLOT_COPY:
			if (l->set == SET_RECORD)
				return CTX_SKIP;
			*set = SET_RECORD;
			return CTX_OBJECT;
		case SLOT_EVENT:
			*set = SET_NESTED;
			return l->set == SET_RECORD ? CTX_SKIP : CTX_EVENT;
		case SLOT_APP_CONTEXT: return CTX_APP_CONTEXT;
		case SLOT_PROPERTIES: return CTX_PROPERTY; /* one object, no array */
		case SLOT_FOLDERS: return CTX_FOLDER;
		case SLOT_ITEM: return CTX_ITEM;
		case SLOT_FOLDER: return CTX_NAMED_FOLDER;
		case SLOT_AFFECTED: return CTX_ITEM;
		default: return CTX_SKIP;
		}
	}
	if (l->array) {
		switch (l->context) {
		case CTX_PROPERTIES: return CTX_PROPERTY;
		case CTX_FOLDERS: return CTX_FOLDER;
		case CTX_FOLDER_ITEMS: case CTX_ITEMS: return CTX_ITEM;
		default: return CTX_SKIP;
		}
	}
	if (l->context == CTX_FOLDER && l->slot == M_ITEMS)
		return CTX_ITEM; /* a single item, no array */
	if (l->context == CTX_ITEM && l->slot == M_PARENT)
		return CTX_NAMED_FOLDER;
	(void)d;
	return CTX_SKIP;
}

static struct level *
push(struct decoder *d, enum context context, unsigned char set, bool array)
{
	struct level *l;

	if (d->depth >= d->depth_limit) {
		d->too_deep = true;
		return NULL;
	}
	l = &d->stack[++d->depth];
	memset(l, 0, sizeof *l);
	l->context = (unsigned char)context;
	l->set = set;
	l->array = array;
	return l;
}

static int
on_start_map(void *ctx)
{
	struct decoder *d = ctx;
	struct level *above = &d->stack[d->depth];
	bool under_folder = above->context == CTX_FOLDER_ITEMS || above->context == CTX_FOLDER;
	enum context above_context = (enum context)above->context;
	unsigned char set;
	bool root = d->depth == 0;
	enum context context = root ? (enum context)above->context : object_context(d, above, &set);

	if (root)
		set = above->set;
	if (context == CTX_OBJECT && set == SET_RECORD && !root) {
		/* A record object in an envelope: it counts instead of what the
		 * envelope said, unless one of better rank was there. */
		if (d->has_record && d->record_rank <= above->rank)
			context = CTX_SKIP;
		else {
			d->has_record = true;
			d->record_rank = above->rank;
			memset(&d->sets[SET_RECORD], 0, sizeof d->sets[SET_RECORD]);
			decode_forget_items(d);
		}
	}
	if (!push(d, context, set, false))
		return 0;
	if (context == CTX_PROPERTY)
		d->property_name = d->property_value = TEXT_ABSENT;
	if ((context == CTX_FOLDER || context == CTX_NAMED_FOLDER) && !decode_add_folder(d))
		return 0;
	if (context == CTX_NAMED_FOLDER && above_context == CTX_ITEM)
		d->items[d->item_count - 1].folder = (uint32_t)(d->folder_count - 1);
	if (context == CTX_ITEM) {
		if (!decode_add_item(d))
			return 0;
		if (under_folder) {
			d->items[d->item_count - 1].folder = (uint32_t)(d->folder_count - 1);
			d->sync_items++;
		}
	}
	return 1;
}

static int
on_end_map(void *ctx)
{
	struct decoder *d = ctx;

	if (d->stack[d->depth].context == CTX_PROPERTY)
		decode_property(d, d->property_name, d->property_value);
	d->depth--;
	return 1;
}

static int
on_start_array(void *ctx)
{
	struct decoder *d = ctx;
	struct level *above = &d->stack[d->depth];
	enum context context = CTX_SKIP;

	if (d->depth == 0)
		context = (enum context)above->context;
	else if (above->context == CTX_OBJECT && !above->array)
		context = above->slot == SLOT_FOLDERS ? CTX_FOLDERS : above->slot == SLOT_AFFECTED ? CTX_ITEMS
			: above->slot == SLOT_ITEM ? CTX_ITEMS : above->slot == SLOT_PROPERTIES ? CTX_PROPERTIES : CTX_SKIP;
	else if (above->context == CTX_FOLDER && above->slot == M_ITEMS)
		context = CTX_FOLDER_ITEMS;
	return push(d, context, above->set, true) != NULL;
}

static int
on_end_array(void *ctx)
{
	((struct decoder *)ctx)->depth--;
	return 1;
}

enum json_result
decode_json(struct decoder *d, struct mia_text text, enum context context, enum slot_set set)
{
	static const struct json_events events = { on_null, on_boolean, on_number, on_string, on_start_map, on_key, on_end_map, on_start_array, on_end_array };

	d->text = text;
	d->depth = 0;
	memset(&d->stack[0], 0, sizeof d->stack[0]);
	d->stack[0].context = (unsigned char)context;
	d->stack[0].set = (unsigned char)set;
	if (text.len && *text.ptr == '"') {
		/* A whole record as one JSON string, a line of AuditData. */
		d->stack[0].slot = SLOT_RECORD;
		d->stack[0].rank = 1;
	}
	return json_parse(&d->json, text, &events, d);
}

static const struct { enum slot slot; enum context array; } documents[] = {
	{ SLOT_FOLDERS, CTX_FOLDERS }, { SLOT_ITEM, CTX_ITEM }, { SLOT_AFFECTED, CTX_ITEMS },
	{ SLOT_PROPERTIES, CTX_PROPERTIES }, { SLOT_APP_CONTEXT, CTX_APP_CONTEXT }, { SLOT_FOLDER, CTX_NAMED_FOLDER },
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
	else if (*text.ptr == '[' && context == CTX_ITEM)
		context = CTX_ITEMS;
	else if (*text.ptr == '[' && context == CTX_NAMED_FOLDER)
		return JSON_OK;
	return decode_json(d, text, context, d->has_record ? SET_RECORD : SET_TOP);
}

enum json_result
decode_pending(struct decoder *d)
{
	if (d->pending.rank && (!d->has_record || d->pending.rank < d->record_rank)) {
		struct pending_record p = d->pending;
		struct slots before = d->sets[SET_RECORD];
		bool had = d->has_record;
		size_t folders = d->folder_count, items = d->item_count;
		memset(&d->sets[SET_RECORD], 0, sizeof before);
		d->has_record = true;
		decode_forget_items(d);
		enum json_result r = decode_json(d, text_trim(p.text), CTX_OBJECT, SET_RECORD);
		/* Only the record itself must be JSON; a log line may be anything. */
		if (r == JSON_BAD && p.rank >= 6) {
			d->sets[SET_RECORD] = before;
			d->has_record = had;
			d->folder_count = folders;
			d->item_count = items;
		} else if (r != JSON_OK) {
			return r;
		}
	}
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct mia_text t = text_trim(d->docs[documents[i].slot - SLOT_SCALARS]);
		enum json_result r;
		if (t.len == 0)
			continue;
		if (*t.ptr == '{' || *t.ptr == '[') {
			r = document(d, t, documents[i].array);
			if (r == JSON_BAD && documents[i].slot == SLOT_PROPERTIES)
				powershell_property(d, t); /* "{MailAccessType:Bind, ...}" */
			else if (r != JSON_OK)
				return r;
		} else if (documents[i].slot == SLOT_PROPERTIES) {
			powershell_property(d, t);
		} else if (documents[i].slot == SLOT_FOLDERS) {
			powershell_folder(d, t);
		} else if (documents[i].slot == SLOT_AFFECTED || documents[i].slot == SLOT_ITEM) {
			d->flags |= MIA_FLAG_ITEMS_LOST;
		}
	}
	return d->no_memory ? JSON_MEMORY : JSON_OK;
}
