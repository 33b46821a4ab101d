/* What one value of a record says, by its whole name. */
#include "event/rescue_values.h"

#include "base/text.h"
#include "event/powershell.h"

static void
put(struct rescue *r, enum slot_set set, enum slot slot, struct mia_text value)
{
	struct mia_text *at = &r->d->sets[set].v[slot];

	if (slot <= SLOT_THROTTLED) {
		mia__decode_state(r->d, set, slot, value);
		r->d->has_record |= set == SET_RECORD;
		return;
	}
	if (at->len) {
		/* The same key in another case. */
		if (r->other_key && mia__decode_is_of_scope(slot))
			mia__decode_again(r->d, set, slot, value);
		return;
	}
	if (r->outer && set != SET_TOP && r->d->sets[SET_TOP].v[slot].len) {
		if ((slot == SLOT_OPERATION || slot == SLOT_OPERATION_ALT) &&
			!text_equal_nocase(text_trim(r->d->sets[SET_TOP].v[slot]), text_trim(value)))
			r->d->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
		return;
	}
	*at = value;
	r->d->has_record |= set == SET_RECORD;
}

static void
add_leaf(struct rescue *r, const struct flat_path *path, struct mia_text value)
{
	struct decoder *d = r->d;

	if (r->count == MOST_LEAVES) {
		d->flags |= MIA_FLAG_ITEMS_LOST;
		return;
	}
	if (r->count == r->cap && !mia__grow(&d->a, &r->leaves, &r->cap, r->count + 1, sizeof(*r->leaves))) {
		d->no_memory = true;
		return;
	}
	r->leaves[r->count++] = (struct flat_leaf){ *path, value };
}

/* A pair that was made a member: OperationProperties.MailAccessType. */
static enum slot
property_slot(const struct flat_path *path)
{
	struct mia_text key = path->count ? path->steps[path->count - 1].key : TEXT_ABSENT;

	if (path->doc != SLOT_PROPERTIES || !key.ptr)
		return SLOT_NONE;
	return text_equal_nocase(key, TEXT("MailAccessType")) ? SLOT_ACCESS_TYPE
		: text_equal_nocase(key, TEXT("IsThrottled")) ? SLOT_THROTTLED
							      : SLOT_NONE;
}

/* A document under a name that is not written as in the schema. */
static bool
is_in_other_case(enum slot doc, struct mia_text name)
{
	static const struct {
		enum slot doc;
		const char *name;
	} names[] = {
		{ SLOT_FOLDERS, "Folders" },
		{ SLOT_ITEM, "Item" },
		{ SLOT_AFFECTED, "AffectedItems" },
		{ SLOT_PROPERTIES, "OperationProperties" },
		{ SLOT_PARAMETERS, "Parameters" },
		{ SLOT_MODIFIED, "ModifiedProperties" },
		{ SLOT_MESSAGES, "Messages" },
		{ SLOT_DEVICE, "DeviceProperties" },
		{ SLOT_EXTENDED, "ExtendedProperties" },
		{ SLOT_FOLDER, "Folder" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].doc == doc)
			return mia__text_find(name, text_of(names[i].name)) < 0;
	return false;
}

static void
take_flat(struct rescue *r, struct mia_text name, const struct flat_path *found, struct mia_text value)
{
	struct flat_path path = *found;
	enum slot property = property_slot(&path);
	struct mia_text *doc;

	if (path.doc < SLOT_SCALARS || property) {
		/* What platforms count things by is no id of a record. */
		if (path.doc != SLOT_ID || mia__text_is_guid(text_trim(value)))
			put(r, path.beside ? SET_NESTED : SET_RECORD, property ? property : path.doc, value);
		return;
	}
	r->d->has_record |= path.wrapped || r->inner;
	if (path.count == 0) {
		doc = &r->d->docs[path.doc - SLOT_SCALARS];
		if (!doc->len)
			*doc = value;
		return;
	}
	/* The steps are parts of the name, and this one is overwritten. */
	name = mia__arena_text(&r->d->arena, name);
	if (!name.ptr)
		r->d->no_memory = true;
	else if (mia__flat_name(name, &path)) {
		path.other_case = is_in_other_case(path.doc, name);
		add_leaf(r, &path, value);
	}
}

/* A document as JSON in a text, under a name in another case: "operationProperties":"[{...}]"; properties
 * also as PowerShell writes them: "MailAccessType:Bind IsThrottled:True". */
static bool
take_document(struct rescue *r, enum slot slot, struct mia_text text)
{
	struct mia_text *doc;
	unsigned bit;

	if (slot < SLOT_SCALARS || slot >= SLOT_ENVELOPE || !text.len ||
		(slot != SLOT_PROPERTIES && *text.ptr != '[' && *text.ptr != '{'))
		return false;
	doc = &r->d->docs[slot - SLOT_SCALARS];
	bit = 1u << (slot - SLOT_SCALARS);
	/* Of two the one that is not named as in the schema. */
	if (r->other_key && r->other_docs & bit)
		mia__decode_add_doc(r->d, slot, text);
	else if (!doc->len || r->other_key)
		*doc = text;
	r->other_docs |= r->other_key ? bit : 0;
	return true;
}

void
mia__rescue_take(struct rescue *r, struct mia_text name, struct mia_text value)
{
	struct mia_text text = text_trim(value);
	struct flat_path path;
	enum slot slot;

	if (mia__powershell_nothing(value) || name.len > LONGEST_PATH)
		return;
	slot = mia__field_of_column(name);
	if (slot != SLOT_NONE && slot < SLOT_SCALARS) {
		put(r, r->inner ? SET_RECORD : SET_TOP, slot, value);
		return;
	}
	if (take_document(r, slot, text))
		return;
	if (mia__flat_name(name, &path)) {
		r->d->custom_table |= path.typed;
		take_flat(r, name, &path, value);
		return;
	}
	/* Where others keep the user's key a name with an @ is the user's. */
	if (text_equal_nocase(name, TEXT("UserId")) && memchr(value.ptr, '@', value.len))
		put(r, r->inner ? SET_RECORD : SET_TOP, SLOT_USER_ALT, value);
	else if (*text.ptr == '{' && r->text_count < TEXTS)
		r->texts[r->text_count++] = text;
}
