/*
 * A value that stands twice in one record and says two things: nobody can tell which of them is meant, and whoever wrote
 * the second may have meant to lead the record away. What decides who came, when, and to whose mailbox counts as not
 * stated then, so that a scope cannot tell; what was accessed counts with each of the values. An access stays one.
 */
#include "base/text.h"
#include "base/time_text.h"
#include "event/assemble.h"
#include "event/identity.h"
#include "event/looks.h"
#include "event/marks.h"
#include "event/parse.h"
#include "event/powershell.h"

#define BIT(slot) (UINT64_C(1) << (slot))
_Static_assert(SLOT_QUERY < 64, "torn slots are bits of 64");

/* Who, when and where. Two names of one of these in one object say one thing, as one name twice does. */
#define OF_SCOPE \
	(BIT(SLOT_TIME) | BIT(SLOT_TIME_ENVELOPE) | BIT(SLOT_USER) | BIT(SLOT_USER_ALT) | BIT(SLOT_LOGON) | \
		BIT(SLOT_IP_ADDRESS) | BIT(SLOT_IP) | BIT(SLOT_IP_ACTOR) | BIT(SLOT_CLIENT_INFO) | \
		BIT(SLOT_ACTOR_INFO) | BIT(SLOT_SESSION) | BIT(SLOT_AAD_SESSION) | BIT(SLOT_TOKEN) | \
		BIT(SLOT_APP) | BIT(SLOT_CLIENT_APP) | BIT(SLOT_CONTEXT_APP) | BIT(SLOT_SIGN_IN) | \
		BIT(SLOT_SIGN_IN_DEVICE) | BIT(SLOT_API) | BIT(SLOT_TOKEN_OBJECT) | BIT(SLOT_DEVICE_ID) | \
		BIT(SLOT_MAILBOX_GUID) | BIT(SLOT_MAILBOX_OWNER) | BIT(SLOT_OWNER_NAME) | \
		BIT(SLOT_OPERATION) | BIT(SLOT_OPERATION_ALT))
#define ADDRESSES (BIT(SLOT_IP_ADDRESS) | BIT(SLOT_IP) | BIT(SLOT_IP_ACTOR))
#define APPS (BIT(SLOT_APP) | BIT(SLOT_CLIENT_APP) | BIT(SLOT_CONTEXT_APP) | BIT(SLOT_API))
#define TIMES \
	(BIT(SLOT_TIME) | BIT(SLOT_TIME_ENVELOPE) | BIT(SLOT_TIME_LOCAL) | BIT(SLOT_TIME_TABLE) | \
		BIT(SLOT_TIME_LATE))
#define NUMBERS \
	(BIT(SLOT_LOGON) | BIT(SLOT_RECORD_TYPE) | BIT(SLOT_USER_TYPE) | BIT(SLOT_COUNT_STATED) | \
		BIT(SLOT_RESULT_INDEX) | BIT(SLOT_RESULT_COUNT))
/* Of these "a | b" is shown, and is none that is known; of the others nothing is. */
#define SHOWN (ADDRESSES | TIMES | BIT(SLOT_LOGON) | BIT(SLOT_RESULT))

static bool
same_text(enum slot slot, struct mia_text a, struct mia_text b)
{
	static const uint64_t any_case = BIT(SLOT_USER) | BIT(SLOT_USER_ALT) | BIT(SLOT_MAILBOX_OWNER) |
		BIT(SLOT_OWNER_NAME) | BIT(SLOT_LOGON) | BIT(SLOT_RESULT) | BIT(SLOT_OPERATION) |
		BIT(SLOT_OPERATION_ALT) | BIT(SLOT_WORKLOAD) | BIT(SLOT_RECORD_TYPE) | BIT(SLOT_USER_TYPE) |
		BIT(SLOT_TOKEN_TYPE);
	char room_a[36], room_b[36];

	if (slot < 64 && any_case & BIT(slot))
		return text_equal_nocase(a, b);
	if (slot == SLOT_TOKEN || slot >= SLOT_FOLDER_ID)
		return text_equal(a, b);
	a = mia__id_plain(a, room_a);
	b = mia__id_plain(b, room_b);
	return mia__text_is_guid(a) ? text_equal_nocase(a, b) : text_equal(a, b);
}

/* Not stated: nothing, or an id of zeros. */
static bool
says_nothing(enum slot slot, struct mia_text t)
{
	static const uint64_t ids = BIT(SLOT_SESSION) | BIT(SLOT_AAD_SESSION) | BIT(SLOT_SIGN_IN) |
		BIT(SLOT_SIGN_IN_DEVICE) | BIT(SLOT_DEVICE_ID) | BIT(SLOT_TOKEN_OBJECT) |
		BIT(SLOT_MAILBOX_GUID) | BIT(SLOT_APP) | BIT(SLOT_CLIENT_APP) | BIT(SLOT_CONTEXT_APP) |
		BIT(SLOT_API);
	char room[36];

	return mia__powershell_nothing(t) || (slot < 64 && ids & BIT(slot) && !mia__id_plain(t, room).len);
}

static bool
same(enum slot slot, struct mia_text a, struct mia_text b)
{
	struct mia_address x, y;
	mia_time t, u, ignored;
	int64_t n, m;

	a = text_trim(a);
	b = text_trim(b);
	if (same_text(slot, a, b))
		return true;
	if (slot >= 64)
		return false;
	if (ADDRESSES & BIT(slot))
		return mia_address_parse(a, &x) == MIA_OK && mia_address_parse(b, &y) == MIA_OK &&
			memcmp(&x, &y, sizeof(x)) == 0;
	if (TIMES & BIT(slot))
		return mia__time_parse_any(a, &t, &ignored) == TIME_EXACT &&
			mia__time_parse_any(b, &u, &ignored) == TIME_EXACT && t == u;
	return NUMBERS & BIT(slot) && mia__number_parse(a, &n) && mia__number_parse(b, &m) && n == m;
}

bool
mia__is_access_operation(struct mia_text operation)
{
	static const char *const names[] = { "MailItemsAccessed", "MessageBind", "AttachmentAccess",
		"FolderBind" };

	return TEXT_IS_ONE_OF_NOCASE(operation, names);
}

/* How much would be lost with it. */
static int
weight(struct decoder *d, struct mia_text operation)
{
	operation = text_trim(operation);
	if (text_equal_nocase(operation, TEXT("MailItemsAccessed")))
		return 4;
	if (mia__is_access_operation(operation))
		return 3;
	switch (mia__operation_is_odd(&d->operations, operation)) {
	case ODD_ACCESS:
		return 3;
	case ODD_ACT:
		return 2;
	case OPERATION_PLAIN:
		break;
	}
	return mia__mark_possible(operation) ? 2 : 0;
}

struct mia_text
mia__decode_joined(struct decoder *d, struct mia_text a, struct mia_text between, struct mia_text b)
{
	char *p = mia__arena_take(&d->arena, a.len + between.len + b.len);

	if (!p) {
		d->no_memory = true;
		return a;
	}
	memcpy(p, a.ptr, a.len);
	memcpy(p + a.len, between.ptr, between.len);
	if (b.len)
		memcpy(p + a.len + between.len, b.ptr, b.len);
	return (struct mia_text){ p, a.len + between.len + b.len };
}

void
mia__decode_push(struct decoder *d, struct more_doc **list, struct mia_text text, enum slot slot)
{
	struct more_doc *one = mia__arena_take(&d->arena, sizeof(*one));

	if (!one) {
		d->no_memory = true;
		return;
	}
	*one = (struct more_doc){ *list, text, (unsigned char)slot };
	*list = one;
}

/* The larger number; what is none is told. */
static struct mia_text
larger(struct decoder *d, struct mia_text a, struct mia_text b)
{
	int64_t n = -1, m = -1;
	bool is_n = mia__number_parse(text_trim(a), &n), is_m = mia__number_parse(text_trim(b), &m);

	if (!is_n || !is_m)
		d->flags |= MIA_FLAG_BAD_VALUE;
	return !is_n || (is_m && m > n) ? b : a;
}

static struct mia_text
number_text(struct decoder *d, uint64_t n)
{
	char digits[20];
	struct mia_text t =
		mia__arena_text(&d->arena, (struct mia_text){ digits, mia__number_format(n, digits) });

	d->no_memory |= !t.ptr;
	return t;
}

/* What names an item or a folder in columns of its own: the second is one more. */
static void
another_of_columns(struct decoder *d, enum slot slot, struct mia_text v)
{
	if (slot <= SLOT_FOLDER_NAME) {
		if (!mia__decode_add_folder(d))
			return;
		struct mia_folder *f = &d->folders[d->folder_count - 1];
		*(slot == SLOT_FOLDER_ID ? &f->id : slot == SLOT_FOLDER_PATH ? &f->path : &f->name) = v;
	} else if (mia__decode_add_item(d)) {
		struct mia_item *item = &d->items[d->item_count - 1];
		*(slot == SLOT_ITEM_ID ? &item->id : &item->internet_message_id_raw) = v;
	}
	d->columns_again = true;
}

void
mia__decode_again(struct decoder *d, enum slot_set set, enum slot slot, struct mia_text v)
{
	struct slots *s = &d->sets[set];
	struct mia_text *at = &s->v[slot];

	if (says_nothing(slot, *at)) {
		*at = v.len || !at->ptr ? v : *at;
		return;
	}
	if (says_nothing(slot, v) || (slot < 64 && s->torn & BIT(slot)) || same(slot, *at, v))
		return;
	d->flags |= MIA_FLAG_DUP_KEY;
	switch (slot) {
	case SLOT_OPERATION:
	case SLOT_OPERATION_ALT:
		if (weight(d, v) >= weight(d, *at))
			*at = v;
		return;
	case SLOT_COUNT_STATED:
	case SLOT_RESULT_COUNT:
		*at = larger(d, *at, v);
		return;
	case SLOT_FOLDER_ID:
	case SLOT_FOLDER_PATH:
	case SLOT_FOLDER_NAME:
	case SLOT_ITEM_ID:
	case SLOT_ITEM_MESSAGE_ID:
		another_of_columns(d, slot, v);
		return;
	case SLOT_SOURCE_IDS:
	case SLOT_SOURCE_MESSAGE_IDS:
		*at = mia__decode_joined(d, *at, TEXT(","), v);
		return;
	case SLOT_ITEM_SUBJECT:
	case SLOT_SUBJECT:
		*at = text_compare(v, *at) < 0 ? v : *at; /* as of several records (exposure) */
		return;
	default:
		s->torn |= BIT(slot);
		*at = mia__decode_joined(d, *at, TEXT(" | "), v);
	}
}

void
mia__decode_second(struct decoder *d, const struct level *l, struct mia_text v)
{
	enum slot slot = (enum slot)l->slot;

	/* Parts of an envelope say each their own. */
	if (l->again || (l->set != SET_NESTED && mia__decode_is_of_scope(slot)))
		mia__decode_again(d, (enum slot_set)l->set, slot, v);
}

bool
mia__decode_is_of_scope(enum slot slot)
{
	return slot < 64 && (OF_SCOPE & BIT(slot)) != 0;
}

void
mia__decode_again_item(struct decoder *d, const struct level *l, struct mia_text *place, struct mia_text v)
{
	bool message = l->context == CTX_MESSAGE;
	struct mia_item *item;
	uint32_t folder;

	if (!v.len || text_equal(*place, v))
		return;
	if (!place->len) {
		*place = v;
		return;
	}
	if (l->slot == M_SUBJECT) {
		*place = text_compare(v, *place) < 0 ? v : *place;
		return;
	}
	/* One more, which has this id alone. */
	folder = message ? MIA_NO_FOLDER : d->items[l->index].folder;
	if (!(message ? mia__decode_add_message(d) : mia__decode_add_item(d)))
		return;
	item = message ? &d->messages[d->message_count - 1] : &d->items[d->item_count - 1];
	item->folder = folder;
	*(l->slot == M_ID                         ? &item->id
			: l->slot == M_MESSAGE_ID ? &item->internet_message_id_raw
						  : &item->immutable_id) = v;
	d->sync_items += !message && folder != MIA_NO_FOLDER && d->sync_items;
}

/* Of two accesses that become one event: what both say. more: the second names items of its own. */
void
mia__torn_unite(struct decoder *d, enum slot_set set, const struct slots *second, bool more)
{
	struct slots *s = &d->sets[set];
	uint64_t flags = d->flags;
	int64_t n, m;

	for (int slot = 1; slot < 64; slot++) {
		struct mia_text a = s->v[slot], b = second->v[slot];
		if (slot <= SLOT_THROTTLED) {
			if (b.len)
				mia__decode_state(d, set, (enum slot)slot, b);
		} else if (slot == SLOT_COUNT_STATED) {
			if (more && mia__number_parse(text_trim(a), &n) &&
				mia__number_parse(text_trim(b), &m) && n >= 0 && m >= 0 && n <= INT64_MAX - m)
				s->v[slot] = number_text(d, (uint64_t)(n + m));
			else if (b.len)
				s->v[slot] = a.len ? larger(d, a, b) : b;
		} else if (!(OF_SCOPE & BIT(slot)) || slot == SLOT_OPERATION || slot == SLOT_OPERATION_ALT) {
			continue;
		} else if (says_nothing((enum slot)slot, a) != says_nothing((enum slot)slot, b)) {
			/* What one of them does not say is not said by the other. */
			s->v[slot] = mia__decode_joined(d, a.len ? a : b, TEXT(" | "), TEXT("?"));
			s->torn |= BIT(slot);
		} else {
			mia__decode_again(d, set, (enum slot)slot, b);
		}
	}
	s->torn |= second->torn;
	d->flags = flags | (d->flags & ~(uint64_t)MIA_FLAG_DUP_KEY);
}

/* ---- the end of the record ---- */

static void
empty(struct decoder *d, uint64_t slots)
{
	for (int set = 0; set < SET_COUNT; set++)
		for (int slot = 1; slot < 64; slot++)
			if (slots & BIT(slot) && d->sets[set].v[slot].ptr &&
				!(d->sets[set].torn & BIT(slot) & SHOWN))
				d->sets[set].v[slot] = TEXT("");
}

/* In the set that speaks for this slot. */
static bool
is_torn(const struct decoder *d, enum slot slot)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		if (d->sets[set].v[slot].ptr)
			return d->sets[set].torn >> slot & 1;
	return false;
}

static bool
names_app(struct mia_text info)
{
	return mia__text_find_nocase(info, TEXT("AppId")) >= 0;
}

/* What one of them says may be what was led away from: none of the group counts. */
static void
empty_groups(struct decoder *d)
{
	static const uint64_t groups[] = { BIT(SLOT_SESSION) | BIT(SLOT_SIGN_IN) | BIT(SLOT_AAD_SESSION),
		ADDRESSES, BIT(SLOT_USER) | BIT(SLOT_USER_ALT), APPS,
		BIT(SLOT_CLIENT_INFO) | BIT(SLOT_ACTOR_INFO), BIT(SLOT_DEVICE_ID) | BIT(SLOT_SIGN_IN_DEVICE),
		BIT(SLOT_ID) | BIT(SLOT_IDENTITY) };
	uint64_t torn = 0, gone = 0;

	for (int slot = 1; slot < 64; slot++)
		torn |= (uint64_t)is_torn(d, (enum slot)slot) << slot;
	gone = torn & ~SHOWN;
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		gone |= torn & groups[i] ? groups[i] : 0;
	if (torn & (BIT(SLOT_MAILBOX_GUID) | BIT(SLOT_MAILBOX_OWNER)))
		gone |= BIT(SLOT_OWNER_NAME) | (torn & BIT(SLOT_MAILBOX_GUID) ? BIT(SLOT_MAILBOX_OWNER) : 0);
	if (torn & APPS)
		for (int set = 0; set < SET_COUNT; set++)
			if (names_app(d->sets[set].v[SLOT_CLIENT_INFO]) ||
				names_app(d->sets[set].v[SLOT_ACTOR_INFO]))
				gone |= BIT(SLOT_CLIENT_INFO) | BIT(SLOT_ACTOR_INFO);
	empty(d, gone);
}

void
mia__torn_settle(struct decoder *d)
{
	enum slot_set own = d->has_record ? SET_RECORD : SET_TOP;
	struct slots *s = &d->sets[own];

	/* Two names for one thing; the access stays. */
	if (s->v[SLOT_OPERATION_ALT].len && s->v[SLOT_OPERATION].len &&
		!same(SLOT_OPERATION, s->v[SLOT_OPERATION], s->v[SLOT_OPERATION_ALT]) &&
		weight(d, s->v[SLOT_OPERATION_ALT]) >= 3 &&
		weight(d, s->v[SLOT_OPERATION]) < weight(d, s->v[SLOT_OPERATION_ALT])) {
		s->v[SLOT_OPERATION] = s->v[SLOT_OPERATION_ALT];
		d->flags |= MIA_FLAG_DUP_KEY;
	}
	/* The session of a record, and of its properties. */
	if (s->v[SLOT_SIGN_IN].len && !says_nothing(SLOT_SIGN_IN, s->v[SLOT_SIGN_IN]) &&
		!says_nothing(SLOT_SESSION, s->v[SLOT_SESSION]) &&
		!same(SLOT_SESSION, s->v[SLOT_SESSION], s->v[SLOT_SIGN_IN])) {
		s->torn |= BIT(SLOT_SESSION);
		d->flags |= MIA_FLAG_DUP_KEY;
	}
	if (d->sets[SET_RECORD].torn | d->sets[SET_TOP].torn | d->sets[SET_NESTED].torn)
		empty_groups(d);
}

/* ---- lists that stand twice ---- */

void
mia__decode_add_doc(struct decoder *d, enum slot slot, struct mia_text text)
{
	struct mia_text *doc = &d->docs[slot - SLOT_SCALARS];

	if (doc->len == 0 || slot == SLOT_TARGET) {
		*doc = text;
		return;
	}
	if (!text.len || text_equal(*doc, text))
		return;
	mia__decode_push(d, &d->more_docs, text, slot);
	d->lists_again = true;
}

static bool
same_folder(const struct decoder *d, uint32_t x, uint32_t y)
{
	static const struct mia_folder none;
	const struct mia_folder *a = x < d->folder_count ? &d->folders[x] : &none,
				*b = y < d->folder_count ? &d->folders[y] : &none;

	return a == b ||
		(a->id.len || b->id.len ? text_equal(a->id, b->id)
					: text_equal(a->path, b->path) && text_equal(a->name, b->name));
}

static bool
same_item(const struct decoder *d, const struct mia_item *a, const struct mia_item *b)
{
	if (!same_folder(d, a->folder, b->folder))
		return false;
	if (a->internet_message_id_raw.len || b->internet_message_id_raw.len)
		return text_equal(a->internet_message_id_raw, b->internet_message_id_raw);
	return text_equal(a->id, b->id) && text_equal(a->immutable_id, b->immutable_id);
}

/* Each item of one list is sought in the others only while that is not too much work. */
enum { SOUGHT_MOST = 1 << 11 };

void
mia__decode_drop_repeats(struct decoder *d)
{
	size_t kept = 0, k;

	if (d->item_count > SOUGHT_MOST) {
		d->flags |= MIA_FLAG_ITEMS_LOST;
		return;
	}
	for (size_t i = 0; i < d->item_count; i++) {
		struct mia_text ignored;
		bool named = mia__item_identity(&d->items[i], &ignored) != ITEM_NAMELESS ||
			d->items[i].internet_message_id_raw.len;
		for (k = 0; named && k < kept && !same_item(d, &d->items[k], &d->items[i]); k++)
			;
		if (!named || k == kept)
			d->items[kept++] = d->items[i];
	}
	d->item_count = kept;
}

bool
mia__decode_stand_before(const struct decoder *d, size_t items, size_t folders)
{
	size_t k;

	if (d->item_count > SOUGHT_MOST || d->folder_count > SOUGHT_MOST)
		return false;
	for (size_t i = items; i < d->item_count; i++) {
		for (k = 0; k < items && !same_item(d, &d->items[k], &d->items[i]); k++)
			;
		if (k == items)
			return false;
	}
	for (size_t i = folders; i < d->folder_count; i++) {
		for (k = 0; k < folders && !same_folder(d, (uint32_t)k, (uint32_t)i); k++)
			;
		if (k == folders)
			return false;
	}
	return true;
}
