/*
 * What keys mean and where values go: slots, folders, items. Keys that we do
 * not need are passed over, so that unknown fields harm nothing; enumerations
 * are kept as text, so that new values are shown as they are.
 */
#include "event/parse.h"
#include "event/powershell.h"

#include "base/text.h"

static void
forget_items(struct decoder *d)
{
	d->folder_count = d->item_count = d->sync_items = 0;
	d->lists_again = d->columns_again = false;
	d->item_id_alone = TEXT_ABSENT;
}

static void
forget_messages(struct decoder *d)
{
	d->attachment_count = d->message_count = 0;
	d->attachments_lost = false;
}

void
mia__decode_forget_items(struct decoder *d)
{
	forget_items(d);
	forget_messages(d);
	d->parameter_count = 0;
}

bool
mia__decode_add_folder(struct decoder *d)
{
	if (d->folder_count == d->folder_cap &&
		!mia__grow(&d->a, &d->folders, &d->folder_cap, d->folder_count + 1, sizeof(*d->folders))) {
		d->no_memory = true;
		return false;
	}
	memset(&d->folders[d->folder_count++], 0, sizeof(*d->folders));
	return true;
}

static void
clear_item(struct mia_item *item)
{
	memset(item, 0, sizeof(*item));
	item->size_bytes = MIA_SIZE_UNKNOWN;
	item->folder = MIA_NO_FOLDER;
}

bool
mia__decode_add_item(struct decoder *d)
{
	if (d->item_count == d->item_cap &&
		!mia__grow(&d->a, &d->items, &d->item_cap, d->item_count + 1, sizeof(*d->items))) {
		d->no_memory = true;
		return false;
	}
	clear_item(&d->items[d->item_count++]);
	return true;
}

bool
mia__decode_add_message(struct decoder *d)
{
	if (d->message_count == d->message_cap &&
		!mia__grow(&d->a, &d->messages, &d->message_cap, d->message_count + 1,
			sizeof(*d->messages))) {
		d->no_memory = true;
		return false;
	}
	clear_item(&d->messages[d->message_count++]);
	return true;
}

/* Target: {"ID":"Poss","Type":1}. Types [real]: 1 a name, 2 ids: that of the directory
 * object, then an application's own; 5 a user. */
static void
target(struct decoder *d, struct mia_text id, struct mia_text type)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];
	int64_t n;

	if (!id.len || !mia__number_parse(type, &n))
		return;
	if (n == 1 && !s->v[SLOT_TARGET_NAME].ptr)
		s->v[SLOT_TARGET_NAME] = id;
	else if (n == 5 && !s->v[SLOT_TARGET_USER].ptr)
		s->v[SLOT_TARGET_USER] = id;
	else if (n == 2 && mia__text_is_guid(id))
		s->v[s->v[SLOT_TARGET_OBJECT].ptr ? SLOT_TARGET_ID : SLOT_TARGET_OBJECT] = id;
}

static void
forget_target(struct decoder *d)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];

	for (int slot = SLOT_TARGET_NAME; slot <= SLOT_TARGET_ID; slot++)
		s->v[slot] = TEXT_ABSENT;
}

void
mia__decode_parameter(struct decoder *d, struct mia_text name, struct mia_text value)
{
	if (!name.ptr && !value.ptr)
		return;
	/* No cmdlet has a parameter of this name: a property in a wrong list. */
	if (name.len && (*name.ptr | 32) == 'i' && text_equal_nocase(text_trim(name), TEXT("IsThrottled")))
		mia__decode_take_stated(d, name, value);
	if (d->parameter_count == d->parameter_cap &&
		!mia__grow(&d->a, &d->parameters, &d->parameter_cap, d->parameter_count + 1,
			sizeof(*d->parameters))) {
		d->no_memory = true;
		return;
	}
	d->parameters[d->parameter_count++] = (struct mia_parameter){ name, value };
}

void
mia__decode_value(struct decoder *d, struct mia_text value)
{
	if (d->values.len)
		mia__buf_byte(&d->values, ',');
	mia__buf_text(&d->values, value);
	d->no_memory |= d->values.failed;
}

/* ---- values by context ---- */

/* Casing is not to be relied on: the mailbox log writes "path" and "Path". */
static enum member
member_of(enum context context, struct mia_text key)
{
#define IS(literal) text_equal_nocase(key, TEXT(literal))
	switch (context) {
	case CTX_DEVICE:
		if (IS("SessionId"))
			return M_SESSION;
		__attribute__((fallthrough));
	case CTX_PROPERTY:
	case CTX_PARAMETER:
		return IS("Name") ? M_NAME : IS("Value") ? M_VALUE : M_NONE;
	case CTX_CHANGE:
		return IS("Name") ? M_NAME : IS("NewValue") ? M_VALUE : M_NONE;
	case CTX_MESSAGE:
		return IS("Id")                   ? M_ID
			: IS("ImmutableId")       ? M_IMMUTABLE
			: IS("InternetMessageId") ? M_MESSAGE_ID
			: IS("MessageItems")      ? M_ITEMS
						  : M_NONE;
	case CTX_FOLDER:
		if (IS("FolderItems"))
			return M_ITEMS;
		__attribute__((fallthrough));
	case CTX_NAMED_FOLDER:
		return IS("Id")                 ? M_ID
			: IS("Path")            ? M_PATH
			: IS("Name")            ? M_NAME
			: context == CTX_FOLDER ? M_NONE
			: IS("MemberUpn")       ? M_MEMBER
			: IS("MemberSid")       ? M_MEMBER_SID
			: IS("MemberRights")    ? M_RIGHTS
						: M_NONE;
	case CTX_OTHER:
		return IS("Operation") || IS("Operations") || IS("ActionType") ? M_NAME
			: IS("SessionId")                                      ? M_SESSION
			: IS("MailboxGuid")                                    ? M_ID
			: IS("CreationTime")                                   ? M_VALUE
			: IS("Id")                                             ? M_MESSAGE_ID
									       : M_NONE;
	case CTX_TARGET:
		return IS("ID") ? M_NAME : IS("Type") ? M_VALUE : M_NONE;
	case CTX_ITEM:
		return IS("Id")                   ? M_ID
			: IS("InternetMessageId") ? M_MESSAGE_ID
			: IS("ImmutableId")       ? M_IMMUTABLE
			: IS("SizeInBytes")       ? M_SIZE
			: IS("Subject")           ? M_SUBJECT
			: IS("ParentFolder")      ? M_PARENT
			: IS("ClientRequestId")   ? M_REQUEST
						  : M_NONE;
	default:
		return M_NONE;
	}
#undef IS
}

static void
set_folder(struct decoder *d, struct mia_folder *f, enum member m, struct mia_text v)
{
	struct mia_text *at = m == M_ID ? &f->id : m == M_PATH ? &f->path : m == M_NAME ? &f->name : NULL;

	if (at && at->len && v.len && !text_equal(*at, v)) {
		/* Twice, and not the same: one more folder. */
		if (!mia__decode_add_folder(d))
			return;
		f = &d->folders[d->folder_count - 1];
		at = m == M_ID ? &f->id : m == M_PATH ? &f->path : &f->name;
	}
	if (at)
		*at = at->len && !v.len ? *at : v;
	else if (m == M_ITEMS && !mia__powershell_nothing(v))
		d->flags |= MIA_FLAG_ITEMS_LOST; /* "System.Object[]" */
	else if (m == M_MEMBER || m == M_MEMBER_SID || m == M_RIGHTS)
		d->sets[d->has_record ? SET_RECORD : SET_TOP].v[m == M_MEMBER ? SLOT_MEMBER
				: m == M_RIGHTS                               ? SLOT_RIGHTS
									      : SLOT_MEMBER_SID] = v;
}

/* The first stays; what an item says is the record's where it is read as one. */
static void
item_request(struct decoder *d, struct mia_text v)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];

	if (!s->v[SLOT_ITEM_REQUEST].ptr)
		s->v[SLOT_ITEM_REQUEST] = v;
}

/* What is not kept as it stands (decode_place). */
static void
set_item(struct decoder *d, struct mia_item *item, enum member m, struct mia_text v)
{
	int64_t n;

	if (m == M_SIZE && mia__number_parse(v, &n) && n >= 0)
		item->size_bytes = n > item->size_bytes ? n : item->size_bytes;
	else if (m == M_SIZE)
		d->flags |= MIA_FLAG_BAD_VALUE;
	else if (m == M_PARENT)
		mia__powershell_parent(d, item, v);
	else if (m == M_REQUEST)
		item_request(d, v);
	else if (m == M_ITEMS && !mia__powershell_nothing(v))
		d->attachments_lost = true; /* "System.Object[]" */
}

static void
set_object(struct decoder *d, const struct level *l, struct mia_text v, bool is_string)
{
	enum slot slot = (enum slot)l->slot;

	if (slot == SLOT_NONE)
		return;
	if (slot <= SLOT_THROTTLED) {
		mia__decode_state(d, (enum slot_set)l->set, slot, v);
		return;
	}
	if (!is_string || v.len == 0)
		return;
	if (slot == SLOT_RECORD) {
		struct mia_text t = text_trim(v);
		if (t.len && *t.ptr == '[')
			mia__other_text(d, v); /* perhaps records */
		if (!t.len || *t.ptr != '{')
			return;
		if (l->set != SET_RECORD && (d->pending.rank == HOLDER_NONE || l->rank < d->pending.rank)) {
			if (d->pending.rank)
				mia__other_text(d, d->pending.text);
			d->pending = (struct pending_record){ v, l->rank };
		} else {
			mia__other_text(d, v);
		}
		return;
	}
	d->outer_body |= l->set != SET_RECORD && mia__is_body(slot);
	mia__decode_add_doc(d, slot, v);
}

void
mia__decode_member(struct decoder *d, const struct level *l, struct mia_text v, bool is_string)
{
	struct mia_text *place = decode_place(d, l);

	if (place) {
		if (l->again && (l->context == CTX_ITEM || l->context == CTX_MESSAGE))
			mia__decode_again_item(d, l, place, v);
		else
			decode_put(d, l, place, v);
		return;
	}
	switch (l->context) {
	case CTX_OBJECT:
	case CTX_EVENT:
		set_object(d, l, v, is_string);
		break;
	case CTX_APP_CONTEXT:
		/* The last two are those of the request, and beside the record others may stand. */
		if (!d->sets[l->set].v[l->slot].ptr || l->slot == SLOT_REQUEST || l->slot == SLOT_ISSUED_AT)
			d->sets[l->set].v[l->slot] = v;
		else if (l->slot)
			mia__decode_again(d, (enum slot_set)l->set, (enum slot)l->slot, v);
		break;
	case CTX_FOLDER:
	case CTX_NAMED_FOLDER:
		set_folder(d, &d->folders[l->index], (enum member)l->slot, v);
		break;
	case CTX_ITEM:
		set_item(d, &d->items[l->index], (enum member)l->slot, v);
		break;
	case CTX_MESSAGE:
		set_item(d, &d->messages[l->index], (enum member)l->slot, v);
		break;
	case CTX_VALUES:
		mia__decode_value(d, v);
		break;
	case CTX_OTHER:
		if (l->slot == M_NAME && mia__counts_as_access(d, v))
			d->stack[d->depth].seen[OTHER_IS_ACCESS] = 1;
		mia__other_member(d, (enum member)l->slot, v);
		break;
	case CTX_PROPERTY:
	case CTX_DEVICE:
	case CTX_PARAMETER:
	case CTX_CHANGE:
	case CTX_TARGET:
		if (l->slot == M_NAME)
			d->property_name = v;
		else if (l->slot == M_VALUE)
			d->property_value = v;
		else if (l->slot == M_SESSION)
			mia__decode_property(d, TEXT("SessionId"), v);
		break;
	default:
		break;
	}
}

/* Elastic's "event", and AppAccessContext, have names of their own; fills slot and rank. */
static void
find_own_name(struct level *l, struct mia_text k)
{
#define KEY(name) \
	{ \
		name, sizeof(name) - 1 \
	}
	static const struct {
		struct mia_text key;
		enum slot event, app;
	} names[] = {
		{ KEY("action"), SLOT_OPERATION_ALT, SLOT_NONE },
		{ KEY("id"), SLOT_ID, SLOT_NONE },
		{ KEY("provider"), SLOT_WORKLOAD, SLOT_NONE },
		{ KEY("AADSessionId"), SLOT_NONE, SLOT_AAD_SESSION },
		{ KEY("UniqueTokenId"), SLOT_NONE, SLOT_TOKEN },
		{ KEY("ClientAppId"), SLOT_NONE, SLOT_CONTEXT_APP },
		{ KEY("APIId"), SLOT_NONE, SLOT_API },
		{ KEY("TokenObjectId"), SLOT_NONE, SLOT_TOKEN_OBJECT },
		{ KEY("UserObjectId"), SLOT_NONE, SLOT_USER_OBJECT },
		{ KEY("TokenType"), SLOT_NONE, SLOT_TOKEN_TYPE },
		{ KEY("TokenTenantId"), SLOT_NONE, SLOT_TOKEN_TENANT },
		{ KEY("DeviceId"), SLOT_NONE, SLOT_DEVICE_ID },
		{ KEY("IssuedAtTime"), SLOT_NONE, SLOT_ISSUED_AT },
		{ KEY("AgentId"), SLOT_NONE, SLOT_AGENT },
		{ KEY("ClientRequestId"), SLOT_NONE, SLOT_REQUEST },
	};
#undef KEY

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal(k, names[i].key))
			l->slot = (unsigned char)(l->context == CTX_EVENT ? names[i].event : names[i].app);
	if (l->context == CTX_EVENT && l->slot == SLOT_NONE) {
		l->rank = (unsigned char)mia__holder_find(k, HOLDS_RECORD, HOLDER_IN_EVENT);
		l->slot = l->rank == HOLDER_NONE ? SLOT_NONE : SLOT_RECORD;
	}
}

int
mia__decode_find_key(const struct decoder *d, struct level *l, struct mia_text k, bool *other_case)
{
	int bit;

	l->slot = SLOT_NONE;
	if (l->context == CTX_SKIP)
		return -1;
	if (l->context == CTX_OBJECT) {
		bit = mia__field_find(&d->fields, k.ptr, k.len);
		if (bit < 0) {
			*other_case |= mia__field_other_case(&d->fields, k.ptr, k.len) >= 0;
			return -1;
		}
		l->slot = d->fields.fields[bit].slot;
		l->rank = d->fields.fields[bit].rank;
		if (l->set != SET_RECORD && mia__other_passes(d, (enum slot)l->slot)) {
			l->slot = SLOT_NONE;
			return -1;
		}
	} else if (l->context == CTX_EVENT || l->context == CTX_APP_CONTEXT) {
		find_own_name(l, k);
		if (l->context == CTX_EVENT && mia__other_passes(d, (enum slot)l->slot))
			l->slot = SLOT_NONE;
		bit = l->slot;
	} else {
		l->slot = (unsigned char)member_of((enum context)l->context, k);
		bit = l->slot;
	}
	return l->slot == SLOT_NONE ? -1 : bit;
}

bool
mia__decode_key(struct decoder *d, struct level *l, struct mia_text k)
{
	int bit = mia__decode_find_key(d, l, k, &d->other_case);
	bool again;

	l->again = false;
	if (bit < 0)
		return false;
	again = l->seen[bit / 64] >> (bit % 64) & 1;
	l->seen[bit / 64] |= UINT64_C(1) << (bit % 64);
	l->again = again;
	if (again) {
		/* What both values say: torn.c. */
		d->flags |= MIA_FLAG_DUP_KEY;
		if (l->context == CTX_OBJECT && l->slot == SLOT_TARGET)
			forget_target(d);
		else if ((l->context == CTX_OBJECT &&
				 ((l->slot >= SLOT_FOLDERS && l->slot <= SLOT_AFFECTED) ||
					 l->slot == SLOT_MESSAGES)) ||
			(l->context == CTX_FOLDER && l->slot == M_ITEMS))
			d->lists_again = true;
		else if (l->context >= CTX_PROPERTY && l->context <= CTX_CHANGE)
			mia__decode_again_property(d, l);
	}
	return again;
}

static void
begin_item(struct decoder *d, struct level *l, const struct level *above)
{
	l->index = (uint32_t)(d->item_count - 1);
	if (above && (above->context == CTX_FOLDER_ITEMS || above->context == CTX_FOLDER)) {
		d->items[l->index].folder = above->index;
		d->sync_items++;
	}
}

bool
mia__decode_begin_known(struct decoder *d, struct level *l, const struct level *above)
{
	switch (l->context) {
	case CTX_PROPERTY:
	case CTX_DEVICE:
	case CTX_PARAMETER:
	case CTX_CHANGE:
	case CTX_TARGET:
		d->property_name = TEXT_ABSENT;
		d->other_names = d->other_values = NULL;
		d->property_value = TEXT_ABSENT;
		d->structured = false;
		buf_clear(&d->values);
		return true;
	case CTX_ATTACHMENT:
		d->attachment_count++;
		return true;
	case CTX_MESSAGE:
		if (!mia__decode_add_message(d))
			return false;
		l->index = (uint32_t)(d->message_count - 1);
		return true;
	case CTX_FOLDER:
	case CTX_NAMED_FOLDER:
		if (!mia__decode_add_folder(d))
			return false;
		l->index = (uint32_t)(d->folder_count - 1);
		if (l->context == CTX_NAMED_FOLDER && above && above->context == CTX_ITEM)
			d->items[above->index].folder = l->index;
		return true;
	case CTX_ITEM:
		if (!mia__decode_add_item(d))
			return false;
		begin_item(d, l, above);
		return true;
	default:
		return true;
	}
}

void
mia__decode_end_known(struct decoder *d, enum context context)
{
	if (context == CTX_TARGET)
		target(d, d->property_name, d->property_value);
	else if (context >= CTX_PROPERTY && context <= CTX_CHANGE)
		mia__decode_end_property(d, context);
}
