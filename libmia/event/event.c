/*
 * From slots to the event: what counts where several members say the same
 * thing, absence told from emptiness, canonical forms, identity, flags.
 * Field rules: Office 365 Management Activity API schema; where real exports
 * contradict it, what real exports say.
 */
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "event/assemble.h"
#include "event/identity.h"
#include "event/parse.h"

/* The record's own word, else the envelope's. */
static struct mia_text
value(const struct decoder *d, enum slot slot)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		if (d->sets[set].v[slot].ptr)
			return d->sets[set].v[slot];
	return TEXT_ABSENT;
}

static struct mia_text
value2(const struct decoder *d, enum slot first, enum slot second)
{
	struct mia_text t = value(d, first);
	return t.len ? t : value(d, second).ptr ? value(d, second) : t;
}

static bool
filled(struct mia_text t)
{
	return t.len > 0;
}

/* ---- time ---- */

static enum time_form
time_of_ours(struct mia_text t, mia_time *ret)
{
	mia_time other;
	enum time_form form = mia__time_parse_any(t, ret, &other);
	return *ret >= 946684800 * MIA_TIME_SECOND && *ret < 4102444800 * MIA_TIME_SECOND ? form
											  : TIME_UNREADABLE;
}

static void
assemble_time(struct decoder *d)
{
	static const enum slot slots[] = { SLOT_TIME, SLOT_TIME_ENVELOPE, SLOT_TIME_LOCAL, SLOT_TIME_LATE };
	struct mia_event *e = &d->event;
	bool unreadable = false;

	e->time = MIA_TIME_UNKNOWN;
	for (int set = SET_RECORD; set < SET_COUNT; set++) {
		for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
			struct mia_text t = d->sets[set].v[slots[i]];
			if (!filled(t))
				continue;
			switch (time_of_ours(t, &e->time)) {
			case TIME_AMBIGUOUS:
				e->flags |= MIA_FLAG_TIME_AMBIGUOUS;
				/* fall through */
			case TIME_EXACT:
				e->flags |= unreadable ? MIA_FLAG_TIME_UNREADABLE : 0;
				if (slots[i] == SLOT_TIME_LOCAL && !mia__time_states_zone(t))
					e->flags |= MIA_FLAG_TIME_ZONE_UNKNOWN;
				return;
			case TIME_UNREADABLE:
				e->time = MIA_TIME_UNKNOWN;
				unreadable = true;
			}
		}
	}
	e->flags |= MIA_FLAG_NO_TIME | (unreadable ? MIA_FLAG_TIME_UNREADABLE : 0);
}

/* ---- does the envelope agree? ---- */

static bool
same_second(mia_time a, mia_time b)
{
	return a / MIA_TIME_SECOND == b / MIA_TIME_SECOND;
}

/* Columns that say something else than the AuditData beside them are a sign
 * of tampering. The date column is written by the exporting machine's
 * culture, so both readings of it are tried. */
static void
compare_envelope(struct decoder *d)
{
	const struct slots *in = &d->sets[SET_RECORD], *out = &d->sets[SET_TOP];
	struct mia_text operation =
		filled(out->v[SLOT_OPERATION]) ? out->v[SLOT_OPERATION] : out->v[SLOT_OPERATION_ALT];
	struct mia_text user = filled(out->v[SLOT_USER]) ? out->v[SLOT_USER] : out->v[SLOT_USER_ALT];
	struct mia_text id = filled(out->v[SLOT_ID]) ? out->v[SLOT_ID] : out->v[SLOT_IDENTITY];
	struct mia_text time =
		filled(out->v[SLOT_TIME_ENVELOPE]) ? out->v[SLOT_TIME_ENVELOPE] : out->v[SLOT_TIME];
	mia_time inner, outer, other, ignored;
	bool differs = false;

	differs |= filled(operation) && filled(in->v[SLOT_OPERATION]) &&
		!text_equal_nocase(text_trim(operation), text_trim(in->v[SLOT_OPERATION]));
	differs |= filled(user) && filled(in->v[SLOT_USER]) &&
		!text_equal_nocase(text_trim(user), text_trim(in->v[SLOT_USER]));
	differs |= filled(id) && filled(in->v[SLOT_ID]) &&
		!text_equal_nocase(text_trim(id), text_trim(in->v[SLOT_ID]));
	if (filled(time) && filled(in->v[SLOT_TIME]) &&
		mia__time_parse_any(in->v[SLOT_TIME], &inner, &ignored) == TIME_EXACT &&
		mia__time_parse_any(time, &outer, &other) != TIME_UNREADABLE)
		differs |= !same_second(inner, outer) && !same_second(inner, other);
	if (differs)
		d->event.flags |= MIA_FLAG_ENVELOPE_DIFFERS;
}

/* ---- enumerations: number, quoted number or name; others as they are ---- */

static void
assemble_logon(struct decoder *d)
{
	/* LogonType of the schema; Sentinel and the mailbox log write names. */
	static const struct {
		const char *number, *name, *shown;
	} known[] = {
		{ "0", "Owner", "owner" },
		{ "1", "Admin", "admin" },
		{ "2", "Delegated", "delegate" },
		{ "3", "Transport", "transport" },
		{ "4", "SystemService", "system" },
		{ "5", "BestAccess", "best access" },
		{ "6", "DelegatedAdmin", "delegated admin" },
		{ "2", "Delegate", "delegate" },
	};
	struct mia_text t = text_trim(value(d, SLOT_LOGON));
	int64_t n;

	if (mia__number_parse(t, &n) && n >= 0 && n <= 6)
		t = text_of(known[n].number);
	d->event.logon = MIA_LOGON_UNKNOWN;
	d->event.logon_text = t;
	for (size_t i = 0; filled(t) && i < sizeof(known) / sizeof(*known); i++) {
		if (!text_equal(t, text_of(known[i].number)) && !text_equal_nocase(t, text_of(known[i].name)))
			continue;
		d->event.logon = (enum mia_logon)(known[i].number[0] - '0');
		d->event.logon_text = text_of(known[i].shown);
		return;
	}
}

static enum mia_known
known(struct mia_text t, uint64_t *flags)
{
	int64_t n = -1;

	if (!filled(t))
		return MIA_NOT_STATED;
	if (text_equal_nocase(t, TEXT("True")) || (mia__number_parse(t, &n) && n == 1))
		return MIA_YES;
	if (text_equal_nocase(t, TEXT("False")) || n == 0)
		return MIA_NO;
	*flags |= MIA_FLAG_BAD_VALUE;
	return MIA_NOT_STATED;
}

static void
assemble_access(struct decoder *d)
{
	struct mia_event *e = &d->event;
	struct mia_text type = value(d, SLOT_ACCESS_TYPE);

	e->throttled = known(value(d, SLOT_THROTTLED), &e->flags);
	e->access = MIA_ACCESS_NONE;
	e->access_text = TEXT_ABSENT;
	/* The operation and MailAccessType decide, never the record type: syncs
	 * are of type 2, binds of type 50 (real exports, against the schema). */
	if (!text_equal_nocase(e->operation, TEXT("MailItemsAccessed")))
		return;
	if (text_equal_nocase(type, TEXT("Bind")))
		e->access = MIA_ACCESS_BIND;
	else if (text_equal_nocase(type, TEXT("Sync")))
		e->access = MIA_ACCESS_SYNC;
	else {
		e->access = MIA_ACCESS_UNSTATED;
		e->access_text = type;
		e->flags |= MIA_FLAG_ACCESS_UNSTATED;
	}
}

/* ---- folders and items ---- */

static void
drop_literal(struct mia_text *t, struct mia_text literal)
{
	if (t->len == 0 || text_equal(*t, literal))
		*t = TEXT_ABSENT;
}

static bool
canonical_message_id(struct decoder *d, struct mia_item *item)
{
	if (!mia__message_id_canonical(&d->arena, item->internet_message_id_raw, &item->internet_message_id))
		return false;
	if (item->internet_message_id.ptr &&
		!text_equal(item->internet_message_id, item->internet_message_id_raw))
		d->event.flags |= MIA_FLAG_MESSAGE_ID_REWRITTEN;
	return true;
}

/* Item of a sync, and of folder operations, is the folder itself. */
static void
folder_item(struct decoder *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->item_count; i++) {
		struct mia_item *item = &d->items[i];
		bool bare = !filled(item->internet_message_id_raw) && !filled(item->subject) &&
			!filled(item->immutable_id);
		const struct mia_folder *f =
			item->folder < d->folder_count ? &d->folders[item->folder] : NULL;
		bool is_folder = bare &&
			((f && filled(item->id) && text_equal(item->id, f->id)) ||
				(d->event.access == MIA_ACCESS_SYNC && d->sync_items == 0));
		if (is_folder && !f && filled(item->id) && mia__decode_add_folder(d))
			d->folders[d->folder_count - 1].id = item->id;
		else if (is_folder && f && !filled(f->id))
			d->folders[item->folder].id = item->id;
		if (!is_folder)
			d->items[kept++] = *item;
	}
	d->item_count = kept;
}

/* The flat columns of Search-MailboxAuditLog: one folder, one item, or lists
 * of ids parted by commas. */
static void
flat_columns(struct decoder *d)
{
	struct slots *s = &d->sets[d->has_record ? SET_RECORD : SET_TOP];
	struct mia_text list = mia__cut_list(d, s->v[SLOT_SOURCE_MESSAGE_IDS]);
	bool folder = filled(s->v[SLOT_FOLDER_ID]) || filled(s->v[SLOT_FOLDER_PATH]) ||
		filled(s->v[SLOT_FOLDER_NAME]);
	uint32_t number = MIA_NO_FOLDER;

	if (folder && d->folder_count == 0 && mia__decode_add_folder(d)) {
		number = (uint32_t)(d->folder_count - 1);
		d->folders[number].id = s->v[SLOT_FOLDER_ID];
		d->folders[number].path = s->v[SLOT_FOLDER_PATH];
		d->folders[number].name = s->v[SLOT_FOLDER_NAME];
	}
	if (d->item_count)
		return;
	if ((filled(s->v[SLOT_ITEM_ID]) || filled(s->v[SLOT_ITEM_MESSAGE_ID])) && mia__decode_add_item(d)) {
		struct mia_item *item = &d->items[d->item_count - 1];
		item->id = s->v[SLOT_ITEM_ID];
		item->internet_message_id_raw = s->v[SLOT_ITEM_MESSAGE_ID];
		item->subject = s->v[SLOT_ITEM_SUBJECT];
		item->folder = number;
	}
	while (list.len) {
		const char *comma = memchr(list.ptr, ',', list.len);
		size_t n = comma ? (size_t)(comma - list.ptr) : list.len;
		struct mia_text one = text_trim((struct mia_text){ list.ptr, n });
		if (one.len && mia__decode_add_item(d)) {
			d->items[d->item_count - 1].internet_message_id_raw = one;
			d->items[d->item_count - 1].folder = number;
		}
		list.ptr += n + (comma != NULL);
		list.len -= n + (comma != NULL);
	}
}

/* What the log counted or listed without saying which item it was. */
static uint64_t
unnamed(const struct decoder *d, int64_t stated)
{
	uint64_t n = stated > 0 && (uint64_t)stated > d->item_count ? (uint64_t)stated : d->item_count;
	struct mia_text ignored;

	for (size_t i = 0; i < d->item_count; i++)
		n -= mia__item_identity(&d->items[i], &ignored) != ITEM_NAMELESS;
	return n;
}

/* AttachmentAccess (seen in real records of 2025): each entry of Messages is a
 * message by its store id, each of its MessageItems an attachment. */
static bool
attachments(struct decoder *d)
{
	struct mia_event *e = &d->event;

	e->attachment_count = 0;
	if (d->message_count == 0 && !d->attachments_lost)
		return true;
	if (!text_equal_nocase(e->operation, TEXT("AttachmentAccess")))
		return true;
	e->attachment_count = d->attachment_count;
	e->flags |= d->attachments_lost ? MIA_FLAG_ITEMS_LOST : 0;
	for (size_t i = 0; i < d->message_count; i++) {
		if (!mia__decode_add_item(d))
			return false;
		d->items[d->item_count - 1] = d->messages[i];
	}
	return true;
}

static enum mia_status
assemble_items(struct decoder *d)
{
	struct mia_event *e = &d->event;
	int64_t stated = -1;

	flat_columns(d);
	e->flags |= d->flags;
	folder_item(d);
	if (d->no_memory)
		return MIA_ERR_MEMORY;
	if (!attachments(d))
		return MIA_ERR_MEMORY;
	for (size_t i = 0; i < d->folder_count; i++) {
		drop_literal(&d->folders[i].id, TEXT("Unknown"));
		drop_literal(&d->folders[i].path, TEXT("Not Available"));
		drop_literal(&d->folders[i].name, TEXT("Not Available"));
	}
	for (size_t i = 0; i < d->item_count; i++) {
		struct mia_item *item = &d->items[i];
		drop_literal(&item->id, TEXT("Unknown"));
		drop_literal(&item->immutable_id, TEXT("ErrorDuringIdConversion"));
		if (!canonical_message_id(d, item))
			return MIA_ERR_MEMORY;
		if (item->subject.len == 0)
			item->subject = TEXT_ABSENT;
	}
	e->folders = d->folders;
	e->folder_count = d->folder_count;
	e->items = d->items;
	e->item_count = d->item_count;
	if (filled(value(d, SLOT_COUNT_STATED)) &&
		(!mia__number_parse(text_trim(value(d, SLOT_COUNT_STATED)), &stated) || stated < 0)) {
		e->flags |= MIA_FLAG_BAD_VALUE;
		stated = -1;
	}
	e->bind = NULL;
	e->sync = NULL;
	if (e->access == MIA_ACCESS_BIND) {
		d->bind = (struct mia_bind){ d->items, d->item_count, stated, unnamed(d, stated) };
		if (d->bind.unnamed)
			e->flags |= MIA_FLAG_UNNAMED;
		e->bind = &d->bind;
	} else if (e->access == MIA_ACCESS_SYNC) {
		d->sync = (struct mia_sync){ d->folders, d->folder_count, d->items, d->item_count };
		if (d->item_count)
			e->flags |= MIA_FLAG_ITEMS_UNDER_SYNC;
		e->sync = &d->sync;
	}
	return MIA_OK;
}

/* ---- the rest ---- */

/* ResultIndex and ResultCount belong to the search, so what a record may have
 * under these names is something else. -1 in an index is an error of the
 * search, no place in it. */
static int64_t
beside(struct decoder *d, enum slot slot)
{
	int64_t n;

	for (int set = SET_TOP; d->has_record && set < SET_COUNT; set++) {
		if (!filled(d->sets[set].v[slot]))
			continue;
		if (!mia__number_parse(text_trim(d->sets[set].v[slot]), &n))
			d->event.flags |= MIA_FLAG_BAD_VALUE;
		else if (n >= 0)
			return n;
	}
	return MIA_NOT_COUNTED;
}

/* "50.0" as 50; other texts as they are. */
static struct mia_text
whole_number(struct decoder *d, struct mia_text t)
{
	char digits[20];
	int64_t n;

	if (t.len < 2 || (!memchr(t.ptr, '.', t.len) && !memchr(t.ptr, 'E', t.len)) ||
		!mia__number_parse(t, &n) || n < 0)
		return t;
	return mia__decode_keep(d, digits, mia__number_format((uint64_t)n, digits));
}

static struct mia_text
or_absent(struct mia_text t)
{
	return t.len ? t : TEXT_ABSENT;
}

/*
 * ClientIP may tell another address than ClientIPAddress: of the caller where
 * that is a front end of the service. Both are asked, ClientIPAddress is
 * shown, and what is written shows both.
 */
static bool
other_address(struct decoder *d, struct mia_text ip, struct mia_text other)
{
	struct mia_event *e = &d->event;
	char *p;

	e->other_address.family = 0;
	if (!filled(ip) || mia_address_parse(other, &e->other_address) < 0 ||
		memcmp(&e->address, &e->other_address, sizeof(e->address)) == 0) {
		e->other_address.family = 0;
		return true;
	}
	p = mia__arena_take(&d->arena, ip.len + 3 + other.len);
	if (!p)
		return false;
	memcpy(p, ip.ptr, ip.len);
	memcpy(p + ip.len, " | ", 3);
	memcpy(p + ip.len + 3, other.ptr, other.len);
	e->client_ip = (struct mia_text){ p, ip.len + 3 + other.len };
	return true;
}

static bool
assemble_client(struct decoder *d)
{
	struct mia_event *e = &d->event;
	struct mia_text ip = value(d, SLOT_IP_ADDRESS), first = ip;

	/* Binds carry only ClientIPAddress although ClientIP is documented as
	 * mandatory. */
	if (!filled(ip))
		ip = filled(value(d, SLOT_IP)) || !ip.ptr ? value(d, SLOT_IP) : ip;
	if (!filled(ip))
		ip = filled(value(d, SLOT_IP_ACTOR)) || !ip.ptr ? value(d, SLOT_IP_ACTOR) : ip;
	e->client_ip = ip;
	mia_address_parse(ip, &e->address);
	e->client_info = value2(d, SLOT_CLIENT_INFO, SLOT_ACTOR_INFO);
	e->app_id = or_absent(value(d, SLOT_APP));
	e->client_app_id = or_absent(value2(d, SLOT_CLIENT_APP, SLOT_CONTEXT_APP));
	e->session_id = or_absent(value(d, SLOT_SESSION));
	e->aad_session_id = or_absent(value(d, SLOT_AAD_SESSION));
	e->unique_token_id = or_absent(value(d, SLOT_TOKEN));
	e->client = mia__client_name(&d->clients, e->client_info);
	e->service = mia__service_name(e);
	return other_address(d, first, value(d, SLOT_IP));
}

enum mia_status
mia__event_assemble(struct decoder *d, bool compare)
{
	struct mia_event *e = &d->event;
	struct mia_text id;

	e->flags = d->flags;
	e->result_index = beside(d, SLOT_RESULT_INDEX);
	e->result_count = beside(d, SLOT_RESULT_COUNT);
	/* Not the envelope's: two exports of one record must not differ by it. */
	e->object_id = or_absent(d->sets[d->has_record ? SET_RECORD : SET_TOP].v[SLOT_OBJECT]);
	e->raw = d->without_raw ? TEXT_ABSENT : d->raw;
	e->parameters = d->parameters;
	e->parameter_count = d->parameter_count;
	e->operation = text_trim(value2(d, SLOT_OPERATION, SLOT_OPERATION_ALT));
	if (!filled(e->operation)) {
		d->reject.reason = MIA_REASON_NOT_A_RECORD;
		snprintf(d->reject.detail, sizeof(d->reject.detail),
			"no Operation: no record of the unified audit log");
		return MIA_REJECTED;
	}
	/* Identity around a record is its Id (Search-UnifiedAuditLog); that of the
	 * mailbox log names an entry there and is no id of a record. */
	id = value(d, SLOT_ID);
	if (!filled(id) && d->has_record)
		id = d->sets[SET_TOP].v[SLOT_IDENTITY];
	e->id = or_absent(text_trim(id));
	assemble_time(d);
	e->mailbox_guid = or_absent(text_trim(value(d, SLOT_MAILBOX_GUID)));
	e->mailbox_owner = or_absent(text_trim(value(d, SLOT_MAILBOX_OWNER)));
	e->actor = or_absent(text_trim(value2(d, SLOT_USER, SLOT_USER_ALT)));
	e->result_status = text_trim(value(d, SLOT_RESULT));
	e->record_type = whole_number(d, value(d, SLOT_RECORD_TYPE));
	e->workload = value(d, SLOT_WORKLOAD);
	e->user_type = whole_number(d, value(d, SLOT_USER_TYPE));
	if (text_equal_nocase(e->result_status, TEXT("Failed")) ||
		text_equal_nocase(e->result_status, TEXT("False")))
		e->flags |= MIA_FLAG_FAILED;
	assemble_logon(d);
	if (!assemble_client(d))
		return MIA_ERR_MEMORY;
	assemble_access(d);
	MIA_TRY(assemble_items(d));
	if (compare)
		compare_envelope(d);
	return mia__event_identify(d, value(d, SLOT_COUNT_STATED));
}
