/* One row of an export into a fact. What a row is, its columns tell. */
#include "readiness/readiness.h"

#include "base/text.h"
#include "base/time_text.h"

struct fact_builder {
	struct mia_readiness *r;
	const struct table_row *row;
	struct readiness_fact fact;
	bool no_memory;
};

/* PowerShell 5.1 writes some values as an object: {"value": ..., "Count": 2}. */
static bool
cell_named(const struct row_cell *cell, const char *const *names)
{
	struct mia_text name = cell->name, tail = TEXT(".value");

	if (name.len > tail.len &&
		text_equal_nocase((struct mia_text){ name.ptr + name.len - tail.len, tail.len }, tail))
		name.len -= tail.len;
	for (; *names; names++)
		if (text_equal_nocase(name, text_of(*names)))
			return true;
	return false;
}

static uint32_t
remember(struct fact_builder *b, struct mia_text text)
{
	uint32_t number = 0;

	if (text.len)
		b->no_memory |= !mia__intern_add(&b->r->texts, text, &number);
	return number;
}

/* A name to find the account by, without regard to case. kind keeps the kinds
 * apart: a guid, an address, a distinguished name, a plain name. */
static void
add_key(struct fact_builder *b, char kind, struct mia_text text)
{
	struct buf key;
	uint32_t number = 0;
	struct readiness_fact *f = &b->fact;

	text = text_trim(text);
	if (text.len == 0 || f->key_count == FACT_KEYS)
		return;
	mia__buf_init(&key, &b->r->a);
	mia__buf_byte(&key, kind);
	for (size_t i = 0; i < text.len; i++)
		mia__buf_byte(&key, (char)ascii_lower((unsigned char)text.ptr[i]));
	b->no_memory |= key.failed || !mia__intern_add(&b->r->keys, buf_view(&key), &number);
	mia__buf_release(&key);
	for (size_t i = 0; i < f->key_count; i++)
		if (f->keys[i] == number)
			return;
	if (kind == 'n')
		f->weak |= (uint16_t)(1u << f->key_count);
	f->keys[f->key_count++] = number;
}

static bool
is_usable_guid(struct mia_text t)
{
	static const char none[] = "00000000-0000-0000-0000-000000000000";

	return mia__text_is_guid(t) && !text_equal(t, text_of(none));
}

static struct mia_text
without_scheme(struct mia_text address)
{
	return text_starts_nocase(address, TEXT("smtp:"))
		? (struct mia_text){ address.ptr + 5, address.len - 5 }
		: address;
}

static struct mia_text
value_of(const struct table_row *row, const char *name)
{
	const char *const names[] = { name, NULL };

	return text_trim(mia__row_value(row, names));
}

/* What a cmdlet calls the account: an id, an address, a distinguished name or
 * whatever it is called by. */
static void
take_identity(struct fact_builder *b, struct mia_text t)
{
	struct readiness_fact *f = &b->fact;

	if (mia__text_is_guid(t)) {
		if (is_usable_guid(t))
			add_key(b, 'g', t);
	} else if (t.len && memchr(t.ptr, '@', t.len)) {
		add_key(b, 'a', t);
		if (!f->address)
			f->address = remember(b, t);
	} else {
		add_key(b, text_starts_nocase(t, TEXT("CN=")) ? 'd' : 'n', t);
	}
	if (!f->name)
		f->name = remember(b, t);
}

/* Whatever names the account; the strongest name first. */
static void
take_names(struct fact_builder *b)
{
	static const char *const upns[] = { "UserPrincipalName", "User principal name", "UPN", NULL };
	static const char *const addresses[] = { "PrimarySmtpAddress", "PrimarySmtpAddress.Address", "mail",
		NULL };
	static const char *const ids[] = { "ExternalDirectoryObjectId", "Guid", "Id", "Object Id", "ObjectId",
		"UserId" };
	struct readiness_fact *f = &b->fact;
	struct mia_text guid = value_of(b->row, "ExchangeGuid");
	struct mia_text upn = text_trim(mia__row_value(b->row, upns));
	struct mia_text address = without_scheme(text_trim(mia__row_value(b->row, addresses)));

	if (is_usable_guid(guid)) {
		add_key(b, 'g', guid);
		if (f->key_count && !b->no_memory) {
			struct mia_text key = intern_text(&b->r->keys, f->keys[0]);
			f->guid = remember(b, (struct mia_text){ key.ptr + 1, key.len - 1 });
		}
	}
	add_key(b, 'a', upn);
	add_key(b, 'a', address);
	f->upn = remember(b, upn);
	f->address = remember(b, address);
	/* The Id of a licence is none of an account, and no guid. */
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct mia_text t = value_of(b->row, ids[i]);
		if (is_usable_guid(t))
			add_key(b, 'g', t);
		else if (t.len && memchr(t.ptr, '@', t.len))
			take_identity(b, t);
	}
	take_identity(b, value_of(b->row, "Identity"));
	take_identity(b, value_of(b->row, "DistinguishedName"));
	/* There it is the display name, which others may bear too. */
	f->set_again = value_of(b->row, "Uses default audit set").ptr != NULL;
	if (!f->set_again)
		take_identity(b, value_of(b->row, "Name"));
	add_key(b, 'n', value_of(b->row, "Alias"));
}

static struct word_list
take_list(const struct fact_builder *b, const char *const *names, const struct vocabulary *vocabulary)
{
	struct word_list list = { 0 };

	for (size_t i = 0; i < b->row->count; i++)
		if (cell_named(&b->row->cells[i], names))
			mia__cell_words(&list, vocabulary, b->row->cells[i].value);
	return list;
}

/* DefaultAuditSet and the three lists. */
static bool
take_sets(struct fact_builder *b)
{
	static const char *const set_names[] = { "DefaultAuditSet", NULL };
	static const char *const list_names[LOGON_COUNT][3] = {
		{ "AuditOwner", "OwnerAuditActions", NULL },
		{ "AuditDelegate", "DelegateAuditActions", NULL },
		{ "AuditAdmin", "AdminAuditActions", NULL },
	};
	struct word_list lists[LOGON_COUNT + 1];
	bool stated = b->fact.audit_enabled != MIA_NOT_STATED, lost = false, any = false;

	for (int i = 0; i < LOGON_COUNT; i++)
		lists[i] = take_list(b, list_names[i], &mia__owner_actions);
	lists[LOGON_COUNT] = take_list(b, set_names, &mia__logon_types);
	for (int i = 0; i <= LOGON_COUNT; i++) {
		stated |= lists[i].stated;
		lost |= lists[i].lost;
		any |= lists[i].stated || lists[i].blank;
	}
	for (int i = 0; i <= LOGON_COUNT; i++) {
		const struct word_list *l = &lists[i];
		/* A blank cell is an empty list only where the row shows that such
		 * properties were asked for and could be written. */
		bool whole = l->stated ? !l->lost && !l->cut : l->blank && stated && !lost;
		if (i == LOGON_COUNT) {
			b->fact.managed = (uint8_t)l->has;
			b->fact.customised = whole ? (uint8_t)(~l->has & ((1u << LOGON_COUNT) - 1)) : 0;
		} else {
			b->fact.has[i] = (uint16_t)l->has;
			b->fact.lacks[i] = whole ? (uint16_t)(~l->has & ACTIONS_ALL) : 0;
		}
	}
	return any;
}

static mia_time
later_reading(struct mia_text cell)
{
	mia_time time, other;

	if (mia__time_parse_any(cell, &time, &other) == TIME_UNREADABLE)
		return MIA_TIME_UNKNOWN;
	return other > time ? other : time;
}

/*
 * In a session of Security & Compliance PowerShell the switch always reads
 * False (Microsoft, "Turn auditing on or off"). Which session it was, only the
 * computer or the directory beside it tells.
 */
static bool
is_exchange_session(const struct table_row *row)
{
	static const char *const hosts[] = { "PSComputerName", "OriginatingServer", NULL };
	static const char *const paths[] = { "DistinguishedName", NULL };
	struct mia_text host = mia__row_value(row, hosts), path = mia__row_value(row, paths);

	return mia__text_find_nocase(path, TEXT("DC=outlook,DC=com")) >= 0 ||
		mia__text_find_nocase(host, TEXT("outlook.office365.com")) >= 0 ||
		mia__text_find_nocase(host, TEXT(".prod.outlook.com")) >= 0;
}

static bool
take_tenant(struct mia_readiness *r, const struct table_row *row)
{
	static const char *const disabled_names[] = { "AuditDisabled", NULL };
	static const char *const ingestion_names[] = { "UnifiedAuditLogIngestionEnabled", NULL };
	static const char *const opt_in_names[] = { "UnifiedAuditLogFirstOptInDate", NULL };
	static const char *const age_names[] = { "AdminAuditLogAgeLimit", "AdminAuditLogAgeLimit.Days",
		NULL };
	static const char *const state_names[] = { "EffectiveAuditState", NULL };
	struct tenant_said *said = &r->said;
	struct mia_text state = text_trim(mia__row_value(row, state_names));
	enum mia_known disabled = mia__cell_known(mia__row_value(row, disabled_names));
	enum mia_known ingestion = mia__cell_known(mia__row_value(row, ingestion_names));
	mia_time opt_in = later_reading(mia__row_value(row, opt_in_names));
	int64_t days = mia__cell_days(mia__row_value(row, age_names));
	bool any = mia__row_value(row, disabled_names).ptr || mia__row_value(row, ingestion_names).ptr ||
		opt_in != MIA_TIME_UNKNOWN || days >= 0;

	/* Get-MailboxAuditStatus of the Extractor Suite makes this column from
	 * AuditDisabled and the bypass. */
	if (text_equal_nocase(state, TEXT("Enabled (Organization Policy)")))
		disabled = MIA_NO;
	else if (text_equal_nocase(state, TEXT("Disabled")))
		disabled = MIA_YES;
	said->anything |= any || disabled;
	said->disabled |= disabled == MIA_YES;
	said->not_disabled |= disabled == MIA_NO;
	said->ingesting |= ingestion == MIA_YES;
	if (ingestion == MIA_NO)
		*(is_exchange_session(row) ? &said->not_ingesting : &said->doubtful) = true;
	if (opt_in != MIA_TIME_UNKNOWN) {
		said->opt_in_differs |=
			said->first_opt_in != MIA_TIME_UNKNOWN && said->first_opt_in != opt_in;
		if (opt_in > said->first_opt_in)
			said->first_opt_in = opt_in;
	}
	if (days >= 0 && (said->age_limit_days < 0 || days < said->age_limit_days))
		said->age_limit_days = days;
	return any;
}

static bool
take_account(struct fact_builder *b)
{
	static const char *const enabled_names[] = { "AuditEnabled", NULL };
	static const char *const bypass_names[] = { "AuditBypassEnabled", NULL };
	static const char *const state_names[] = { "EffectiveAuditState", NULL };
	static const char *const age_names[] = { "AuditLogAgeLimit", "AuditLogAgeLimit.Days", NULL };
	static const char *const type_names[] = { "RecipientTypeDetails", "RecipientTypeDetails.value",
		NULL };
	struct readiness_fact *f = &b->fact;
	bool any;

	f->audit_enabled = (uint8_t)mia__cell_known(mia__row_value(b->row, enabled_names));
	f->bypass = (uint8_t)mia__cell_known(mia__row_value(b->row, bypass_names));
	/* That script looks bypasses up by another name than the one they are
	 * kept under, and writes False where it finds none. */
	if (f->bypass == MIA_NO && mia__row_value(b->row, state_names).ptr)
		f->bypass = MIA_NOT_STATED;
	f->age_limit_days = mia__cell_days(mia__row_value(b->row, age_names));
	f->licence = (uint8_t)mia__licence_of_row(b->row);
	f->type = remember(b, text_trim(mia__row_value(b->row, type_names)));
	any = take_sets(b);
	return any || f->audit_enabled || f->age_limit_days >= 0 || f->licence ||
		mia__row_value(b->row, bypass_names).ptr || mia__row_value(b->row, enabled_names).ptr;
}

static bool
is_audit_record(const struct table_row *row)
{
	return value_of(row, "AuditData").ptr ||
		(value_of(row, "CreationTime").ptr && value_of(row, "Operation").ptr);
}

enum mia_status
mia__readiness_take_row(struct mia_readiness *r, const struct table_row *row, struct row_refusal *refusal)
{
	struct fact_builder b = { .r = r, .row = row };
	bool tenant = take_tenant(r, row), account = take_account(&b), audit;

	if (b.no_memory)
		return MIA_ERR_MEMORY;
	if (!account && tenant)
		return MIA_OK;
	if (!account) {
		audit = is_audit_record(row);
		refusal->columns = row->csv || audit;
		refusal->why = audit ? "an audit log export: evidence for other commands, not settings"
				     : "neither audit settings nor licences";
		return MIA_REJECTED;
	}
	take_names(&b);
	b.fact.source = remember(&b, text_of(row->place.source ? row->place.source->name : ""));
	if (b.no_memory)
		return MIA_ERR_MEMORY;
	if (b.fact.key_count == 0) {
		refusal->columns = false;
		refusal->why = "names no account: add UserPrincipalName to the export";
		return MIA_REJECTED;
	}
	if (!mia__grow(&r->a, &r->facts, &r->fact_cap, r->fact_count + 1, sizeof(*r->facts)))
		return MIA_ERR_MEMORY;
	r->facts[r->fact_count++] = b.fact;
	return MIA_OK;
}
