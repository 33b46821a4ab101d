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
#include "event/looks.h"
#include "event/parse.h"
#include "event/powershell.h"

/* ---- time ---- */

static enum time_form
time_of_ours(struct mia_text t, mia_time *ret)
{
	mia_time other;
	enum time_form form = mia__time_parse_any(t, ret, &other);
	return *ret >= 946684800 * MIA_TIME_SECOND && *ret < 4102444800 * MIA_TIME_SECOND ? form
											  : TIME_UNREADABLE;
}

/* A local time that does not say its zone. */
static void
take_offset(struct decoder *d)
{
	if (!d->offset_stated) {
		d->event.flags |= MIA_FLAG_TIME_ZONE_UNKNOWN;
		return;
	}
	d->event.offset_minutes = d->offset_minutes;
	d->event.time -= d->offset_minutes * 60 * MIA_TIME_SECOND;
}

static void
assemble_time(struct decoder *d)
{
	static const enum slot slots[] = { SLOT_TIME, SLOT_TIME_ENVELOPE, SLOT_TIME_LOCAL, SLOT_TIME_TABLE,
		SLOT_TIME_LATE };
	struct mia_event *e = &d->event;
	bool unreadable = false;

	e->time = MIA_TIME_UNKNOWN;
	for (int set = SET_RECORD; set < SET_COUNT; set++) {
		for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
			struct mia_text t = d->sets[set].v[slots[i]];
			/* When it was stored says little of when it happened: no way
			 * out where a record inside should state its own time. */
			if (!filled(t) ||
				(i > 2 &&
					(unreadable || d->custom_table ||
						(d->has_record && set != SET_RECORD))))
				continue;
			/* Two times: none of them, and no other in their place. */
			if (d->sets[set].torn >> slots[i] & 1) {
				e->flags |= MIA_FLAG_NO_TIME | MIA_FLAG_TIME_UNREADABLE;
				return;
			}
			switch (time_of_ours(t, &e->time)) {
			case TIME_AMBIGUOUS:
				e->flags |= MIA_FLAG_TIME_AMBIGUOUS;
				__attribute__((fallthrough));
			case TIME_EXACT:
				e->flags |= unreadable ? MIA_FLAG_TIME_UNREADABLE : 0;
				if (slots[i] == SLOT_TIME_LOCAL && !mia__time_states_zone(t))
					take_offset(d);
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
	/* Beside UserPrincipalName, UserId is the user's key (Graph). */
	struct mia_text user = filled(out->v[SLOT_USER_ALT]) ? out->v[SLOT_USER_ALT] : out->v[SLOT_USER];
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
	if (filled(time) && filled(in->v[SLOT_TIME]) && !mia__time_spelled_alike(in->v[SLOT_TIME], time) &&
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
	/* LogonType of the schema, 0 to 6; Sentinel and the mailbox log write names. */
	static const struct {
		int number;
		const char *name, *shown;
	} known[] = {
		{ 0, "Owner", "owner" },
		{ 1, "Admin", "admin" },
		{ 2, "Delegated", "delegate" },
		{ 3, "Transport", "transport" },
		{ 4, "SystemService", "system" },
		{ 5, "BestAccess", "best access" },
		{ 6, "DelegatedAdmin", "delegated admin" },
		{ 2, "Delegate", "delegate" },
	};
	struct mia_text t = text_trim(value(d, SLOT_LOGON));
	int64_t n;

	d->event.logon = MIA_LOGON_UNKNOWN;
	d->event.logon_text = t;
	if (mia__number_parse(t, &n) && n >= 0 && n <= 6) {
		d->event.logon = (enum mia_logon)n;
		d->event.logon_text = text_of(known[n].shown);
		return;
	}
	for (size_t i = 0; filled(t) && i < sizeof(known) / sizeof(*known); i++) {
		if (!text_equal_nocase(t, text_of(known[i].name)))
			continue;
		d->event.logon = (enum mia_logon)known[i].number;
		d->event.logon_text = text_of(known[i].shown);
		return;
	}
}

enum mia_known
mia__event_known(struct mia_text t, uint64_t *flags)
{
	int64_t n = -1;

	t = text_trim(t);
	if (!filled(t))
		return MIA_NOT_STATED;
	if (text_equal_nocase(t, TEXT("True")) || (mia__number_parse(t, &n) && n == 1))
		return MIA_YES;
	if (text_equal_nocase(t, TEXT("False")) || n == 0)
		return MIA_NO;
	*flags |= MIA_FLAG_BAD_VALUE | MIA_FLAG_THROTTLED_UNCLEAR;
	return MIA_NOT_STATED;
}

/* What is around the record may not say that it was not throttled, but that it was. */
static enum mia_known
throttled(struct decoder *d)
{
	enum mia_known ret = mia__event_known(value(d, SLOT_THROTTLED), &d->event.flags);

	for (int set = SET_RECORD; ret == MIA_NO && set < SET_COUNT; set++) {
		enum mia_known other = mia__event_known(d->sets[set].v[SLOT_THROTTLED], &d->event.flags);
		if (filled(d->sets[set].v[SLOT_THROTTLED]) && other != MIA_NO) {
			d->event.flags |= MIA_FLAG_THROTTLED_UNCLEAR;
			ret = other;
		}
	}
	return ret;
}

static void
assemble_access(struct decoder *d, bool odd)
{
	struct mia_event *e = &d->event;
	struct mia_text type = value(d, SLOT_ACCESS_TYPE);

	e->throttled = throttled(d);
	e->access = MIA_ACCESS_NONE;
	e->access_text = TEXT_ABSENT;
	/* The operation and MailAccessType decide, never the record type: syncs
	 * are of type 2, binds of type 50 (real exports, against the schema). */
	if (odd) {
		e->access = MIA_ACCESS_UNSTATED;
		e->access_text = type;
		e->flags |= MIA_FLAG_ACCESS_UNSTATED;
	} else if (!text_equal_nocase(e->operation, TEXT("MailItemsAccessed"))) {
		/* An access whose operation lost its name: no other record states a kind
		 * of access, or lists items under Folders. */
		if ((filled(type) || d->sync_items) &&
			!text_equal_nocase(e->operation, TEXT("MessageBind")) &&
			!text_equal_nocase(e->operation, TEXT("AttachmentAccess"))) {
			e->access = MIA_ACCESS_UNSTATED;
			e->flags |= MIA_FLAG_ACCESS_UNSTATED;
		}
	} else if (text_equal_nocase(type, TEXT("Bind")))
		e->access = MIA_ACCESS_BIND;
	else if (text_equal_nocase(type, TEXT("Sync")))
		e->access = MIA_ACCESS_SYNC;
	else {
		e->access = MIA_ACCESS_UNSTATED;
		e->access_text = type;
		e->flags |= MIA_FLAG_ACCESS_UNSTATED;
	}
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

/* What no mailbox is named by joins none. */
static struct mia_text
or_lost(struct decoder *d, struct mia_text t)
{
	if (t.len && !mia__powershell_nothing(t) && !mia__event_text_lost(t))
		return t;
	d->event.flags |= t.len && !mia__powershell_nothing(t) ? MIA_FLAG_BAD_VALUE : 0;
	return TEXT_ABSENT;
}

/* "ANONYMIZED" and other masks are of many mailboxes. */
static struct mia_text
guid_or_lost(struct decoder *d, struct mia_text t)
{
	t = or_lost(d, t);
	return mia__text_is_guid(t) ? t : TEXT_ABSENT;
}

/* "50.0" as 50; other texts as they are. */
static struct mia_text
whole_number(struct decoder *d, struct mia_text t)
{
	char digits[20];
	size_t at = 0;
	int64_t n;

	while (at < t.len && t.ptr[at] != '.' && t.ptr[at] != 'E')
		at++;
	if (t.len < 2 || at == t.len || !mia__number_parse(t, &n) || n < 0)
		return t;
	return mia__decode_keep(d, digits, mia__number_format((uint64_t)n, digits));
}

/* What the record itself says of its object. Not the envelope's word: two exports of one record must
 * not differ by it. */
static void
assemble_object(struct decoder *d)
{
	const struct slots *own = &d->sets[d->has_record ? SET_RECORD : SET_TOP];
	struct mia_event *e = &d->event;

	e->object_id = or_absent(own->v[SLOT_OBJECT]);
	e->target_name = or_absent(own->v[SLOT_TARGET_NAME]);
	e->target_user = or_absent(own->v[SLOT_TARGET_USER]);
	e->target_object_id = or_absent(own->v[SLOT_TARGET_OBJECT]);
	e->target_id = or_absent(own->v[SLOT_TARGET_ID]);
	e->error_number = or_absent(text_trim(own->v[SLOT_ERROR]));
	e->logon_error = or_absent(text_trim(own->v[SLOT_LOGON_ERROR]));
	e->application_id = plain_id(d, own->v[SLOT_APPLICATION]);
	e->user_agent = or_absent(own->v[SLOT_USER_AGENT]);
	e->member = or_absent(own->v[own->v[SLOT_MEMBER].len ? SLOT_MEMBER : SLOT_MEMBER_SID]);
	e->member_rights = or_absent(own->v[SLOT_RIGHTS]);
	e->query = or_absent(own->v[SLOT_QUERY]);
}

bool
mia__result_failed(struct mia_text result)
{
	static const char *const words[] = { "Failed", "False", "Failure" /* of the directory [real] */ };

	return TEXT_IS_ONE_OF_NOCASE(text_trim(result), words);
}

enum mia_status
mia__event_assemble(struct decoder *d, bool compare)
{
	struct mia_event *e = &d->event;
	enum operation_odd odd;
	struct mia_text id;

	mia__torn_settle(d);
	e->flags = d->flags;
	e->result_index = beside(d, SLOT_RESULT_INDEX);
	e->result_count = beside(d, SLOT_RESULT_COUNT);
	assemble_object(d);
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
	e->mailbox_guid = guid_or_lost(d, plain_id(d, text_trim(value(d, SLOT_MAILBOX_GUID))));
	e->mailbox_owner = or_lost(d, text_trim(value(d, SLOT_MAILBOX_OWNER)));
	/* Better than nothing, and nothing more: no address (names/mailboxes.h). */
	if (!e->mailbox_owner.len && !e->mailbox_guid.len && filled(value(d, SLOT_OWNER_NAME)))
		e->mailbox_owner = or_lost(d, text_trim(value(d, SLOT_OWNER_NAME)));
	e->actor = or_absent(text_trim(value2(d, SLOT_USER, SLOT_USER_ALT)));
	e->result_status = text_trim(value(d, SLOT_RESULT));
	e->record_type = whole_number(d, value(d, SLOT_RECORD_TYPE));
	e->workload = value(d, SLOT_WORKLOAD);
	e->user_type = whole_number(d, value(d, SLOT_USER_TYPE));
	if (mia__result_failed(e->result_status))
		e->flags |= MIA_FLAG_FAILED;
	assemble_logon(d);
	if (!mia__event_who(d))
		return MIA_ERR_MEMORY;
	odd = mia__operation_is_odd(&d->operations, e->operation);
	if (odd)
		e->flags |= MIA_FLAG_OPERATION_ODD;
	assemble_access(d, odd == ODD_ACCESS);
	MIA_TRY(mia__event_items(d));
	if (compare)
		compare_envelope(d);
	if (mia__other_differs(d))
		e->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
	return mia__event_identify(d, value(d, SLOT_COUNT_STATED));
}
