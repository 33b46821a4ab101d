/*
 * From what the exports say to whether MailItemsAccessed was logged. The rules
 * and their sources: docs/readiness.md. An answer is the worst of its parts,
 * where no is worse than not stated and that is worse than yes.
 */
#include "readiness/readiness.h"

#include <stdio.h>

#include "base/text.h"

enum reason {
	REASON_AUDITING_OFF,
	REASON_INGESTION_OFF,
	REASON_INGESTION_DOUBTFUL,
	REASON_TYPE,
	REASON_BYPASS,
	REASON_SWITCH,
	REASON_SWITCH_UNTOLD,
	REASON_CUSTOMISED,
	REASON_NOT_LISTED,
	REASON_CONTRADICTION,
	REASON_UNKNOWN,
	REASON_LICENCE,
	REASON_NO_LICENCE_SHOWN,
	REASON_DISAGREE,
	REASON_AMBIGUOUS,
	REASON_COUNT
};
static const char *const reason_names[REASON_COUNT] = {
	"auditing off",
	"ingestion off",
	"ingestion doubtful",
	"mailbox type",
	"bypass",
	"mailbox switch",
	"mailbox switch not stated",
	"customised set",
	"not listed",
	"set and list contradict",
	"actions not stated",
	"licence",
	"licence not stated",
	"exports disagree",
	"ambiguous name",
};

/* How Microsoft's table of supported types has it. */
enum coverage_of_type { TYPE_COVERED, TYPE_GROUP, TYPE_UNSUPPORTED, TYPE_UNTOLD };

struct judge {
	const struct mia_readiness *r;
	struct readiness_account *account;
	enum coverage_of_type type;
	enum mia_known answer[LOGON_COUNT];
	unsigned logons[REASON_COUNT]; /* bits: for whom the reason holds */
	struct buf detail;
	bool refused;
};
#define EVERYBODY ((1u << LOGON_COUNT) - 1)

static enum mia_known
worse(enum mia_known a, enum mia_known b)
{
	static const int rank[] = { [MIA_NO] = 0, [MIA_NOT_STATED] = 1, [MIA_YES] = 2 };

	return rank[a] < rank[b] ? a : b;
}

static enum coverage_of_type
type_coverage(struct mia_text type)
{
	static const struct {
		const char *name;
		enum coverage_of_type is;
	} types[] = {
		{ "UserMailbox", TYPE_COVERED },
		{ "SharedMailbox", TYPE_COVERED },
		{ "GroupMailbox", TYPE_GROUP },
		{ "RoomMailbox", TYPE_UNSUPPORTED },
		{ "EquipmentMailbox", TYPE_UNSUPPORTED },
		{ "PublicFolderMailbox", TYPE_UNSUPPORTED },
	};

	if (!type.ptr)
		return TYPE_COVERED;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_equal_nocase(type, text_of(types[i].name)))
			return types[i].is;
	return TYPE_UNTOLD;
}

static void
cap(struct judge *j, unsigned logon, enum mia_known answer, enum reason reason)
{
	j->answer[logon] = worse(j->answer[logon], answer);
	j->logons[reason] |= 1u << logon;
}

/* By the set and the list of one logon type. */
static void
judge_set(struct judge *j, unsigned logon)
{
	const struct readiness_account *account = j->account;
	enum mia_known managed = mia__readiness_bit(account->managed, account->customised, 1u << logon);
	enum mia_known listed =
		mia__readiness_bit(account->has[logon], account->lacks[logon], ACTION_MAIL_ITEMS_ACCESSED);

	/* The lists shown of group mailboxes are not to be believed. */
	if (j->type == TYPE_GROUP) {
		cap(j, logon, MIA_NO, REASON_TYPE);
		return;
	}
	/* Somebody may have switched it on for this mailbox. */
	if (j->type == TYPE_UNSUPPORTED) {
		bool by_hand = account->audit_enabled != MIA_NO && managed == MIA_NO && listed == MIA_YES;
		cap(j, logon, by_hand ? MIA_NOT_STATED : MIA_NO, REASON_TYPE);
		return;
	}
	if (j->type == TYPE_UNTOLD)
		cap(j, logon, MIA_NOT_STATED, REASON_TYPE);
	if (managed == MIA_YES && listed == MIA_NO)
		cap(j, logon, MIA_NOT_STATED, REASON_CONTRADICTION);
	else if (listed == MIA_NO)
		cap(j, logon, MIA_NO, managed == MIA_NO ? REASON_CUSTOMISED : REASON_NOT_LISTED);
	else if (listed == MIA_NOT_STATED && managed != MIA_YES)
		cap(j, logon, MIA_NOT_STATED, REASON_UNKNOWN);
}

static void
judge_tenant_for(struct judge *j, unsigned logon)
{
	const struct mia_readiness *r = j->r;

	if (r->tenant.audit_disabled == MIA_YES)
		cap(j, logon, MIA_NO, REASON_AUDITING_OFF);
	if (r->tenant.ingestion_enabled == MIA_NO)
		cap(j, logon, MIA_NO, REASON_INGESTION_OFF);
	else if (r->said.doubtful && !r->said.ingesting)
		cap(j, logon, MIA_NOT_STATED, REASON_INGESTION_DOUBTFUL);
}

static void
judge_account_for(struct judge *j, unsigned logon)
{
	const struct readiness_account *account = j->account;
	const struct mia_readiness_mailbox *pub = &account->pub;
	enum mia_known disabled = j->r->tenant.audit_disabled;
	/* Does the switch of the mailbox itself count? */
	bool counts = disabled == MIA_NOT_STATED ||
		(disabled == MIA_NO && mia__readiness_premium(account->licence) != MIA_YES);

	/* Both are ignored while auditing is off for everybody. A bypass is the
	 * account's own: others are still logged in its mailbox. */
	if (pub->bypass == MIA_YES && disabled != MIA_YES && logon == LOGON_OWNER)
		cap(j, logon, MIA_NO, REASON_BYPASS);
	if (j->answer[logon] != MIA_NO && account->audit_enabled == MIA_NO && counts)
		cap(j, logon, MIA_NOT_STATED, REASON_SWITCH);
	/* Shared mailboxes need no licence, and nobody says what they get. */
	if (pub->licence == MIA_NO && j->type != TYPE_GROUP && j->type != TYPE_UNSUPPORTED)
		cap(j, logon, text_equal_nocase(pub->type, TEXT("UserMailbox")) ? MIA_NO : MIA_NOT_STATED,
			REASON_LICENCE);
	else if (pub->licence == MIA_NOT_STATED && j->answer[logon] == MIA_YES)
		cap(j, logon, MIA_NOT_STATED, REASON_NO_LICENCE_SHOWN);
	/* True says nothing: Get-Mailbox prints it whatever the switch is. */
	if (j->answer[logon] == MIA_YES && counts)
		cap(j, logon, MIA_NOT_STATED, REASON_SWITCH_UNTOLD);
}

/* ---- in words ---- */

static void
say(struct judge *j, const char *clause)
{
	if (j->detail.len)
		mia__buf_str(&j->detail, "; ");
	mia__buf_str(&j->detail, clause);
}

static void
say_of(struct judge *j, enum reason reason, const char *before, const char *behind)
{
	static const char *const words[LOGON_COUNT] = { "owner", "delegate", "admin" };
	const char *comma = " ";

	if (!j->logons[reason])
		return;
	say(j, before);
	for (unsigned l = 0; l < LOGON_COUNT; l++)
		if (j->logons[reason] >> l & 1) {
			mia__buf_str(&j->detail, comma);
			mia__buf_str(&j->detail, words[l]);
			comma = ", ";
		}
	mia__buf_str(&j->detail, behind);
}

static void
say_switches(struct judge *j)
{
	static const char *const types[] = {
		"",
		"a group mailbox has fixed actions, and MailItemsAccessed is none of them",
		"mailbox auditing on by default does not support this type of mailbox",
		"Microsoft does not say whether mailbox auditing on by default supports this type of mailbox",
	};

	if (j->logons[REASON_AUDITING_OFF])
		say(j, "AuditDisabled True: no action is audited in any mailbox, whatever the mailbox says");
	if (j->logons[REASON_INGESTION_OFF])
		say(j, "UnifiedAuditLogIngestionEnabled False: nothing reaches the unified log");
	if (j->logons[REASON_INGESTION_DOUBTFUL])
		say(j,
			"UnifiedAuditLogIngestionEnabled False, which a compliance session always shows: ask again in "
			"Exchange Online PowerShell");
	if (j->logons[REASON_TYPE])
		say(j, types[j->type]);
	if (j->account->pub.bypass == MIA_YES)
		say(j,
			j->r->tenant.audit_disabled == MIA_YES
				? "AuditBypassEnabled True, which counts once auditing is on"
				: "AuditBypassEnabled True: what this account does, in this mailbox or any other, is not logged");
	if (j->logons[REASON_SWITCH])
		say(j,
			j->r->tenant.audit_disabled == MIA_NO
				? "AuditEnabled False: default auditing overrides it, but without Audit (Premium) records reach the "
				  "unified log only where it was set to True"
				: "AuditEnabled False, and no export shows that default auditing overrides it (AuditDisabled)");
	if (j->logons[REASON_SWITCH_UNTOLD])
		say(j,
			"the mailbox's own switch is not known: AuditEnabled always reads True, and only a listing by "
			"Get-Mailbox -Filter {AuditEnabled -eq 'True'} tells");
}

static void
say_licence(struct judge *j)
{
	const struct readiness_account *account = j->account;

	if (j->logons[REASON_LICENCE] && (account->licence & LICENCE_PLAN_OFF))
		say(j, "plan M365_ADVANCED_AUDITING is switched off, and no E3 or above is shown");
	else if (j->logons[REASON_LICENCE])
		say(j, "plan M365_ADVANCED_AUDITING missing, and no E3 or above is shown");
	if (j->logons[REASON_NO_LICENCE_SHOWN])
		say(j,
			"no export shows the licence: E3 and above is enough since mid-2024, before it took plan "
			"M365_ADVANCED_AUDITING");
	if (account->pub.licence != MIA_YES || mia__readiness_premium(account->licence) == MIA_YES)
		return;
	say(j, "E3 and above is enough since mid-2024, before it took plan M365_ADVANCED_AUDITING");
	if (account->audit_enabled == MIA_YES && mia__readiness_premium(account->licence) == MIA_NO)
		say(j,
			"without Audit (Premium) records reach the unified log only where AuditEnabled was set by hand, "
			"which True does not show");
}

static void
say_disagreement(struct judge *j)
{
	static const char *const what[] = {
		"AuditEnabled",
		"DefaultAuditSet",
		"audited actions",
		"AuditBypassEnabled",
		"licences",
		"RecipientTypeDetails",
		"AuditLogAgeLimit",
	};
	const char *comma = " ";

	if (!j->account->disagree)
		return;
	say(j, "the exports disagree about");
	for (unsigned i = 0; i < sizeof(what) / sizeof(*what); i++)
		if (j->account->disagree >> i & 1) {
			mia__buf_str(&j->detail, comma);
			mia__buf_str(&j->detail, what[i]);
			comma = ", ";
		}
	mia__buf_str(&j->detail, ": the worse counts");
}

static void
say_rest(struct judge *j)
{
	const struct readiness_account *account = j->account;
	char text[128];

	say_disagreement(j);
	if (account->ambiguous)
		say(j, "a name of this account stands with other accounts too: rows that have only that name are not joined");
	if (account->pub.age_limit_days >= 0 && account->pub.age_limit_days != 90) {
		snprintf(text, sizeof(text),
			"AuditLogAgeLimit of %lld days concerns the store in the mailbox, not the unified log",
			(long long)account->pub.age_limit_days);
		say(j, text);
	}
	if (account->set_again && account->audit_enabled != MIA_NOT_STATED)
		say(j,
			"the script behind one export sets AuditEnabled anew while it reports: its state may be newer than the "
			"incident");
	if (j->refused)
		say(j,
			account->identity.ptr
				? "no command: the account's name holds characters that are not safe in one"
				: "no command: the name is not this account's alone");
	else if (j->logons[REASON_CUSTOMISED] | j->logons[REASON_NOT_LISTED])
		say(j,
			"of the last two commands one is enough: the first keeps the customised set, the second returns to "
			"Microsoft's");
}

static bool
put_into_words(struct judge *j, struct arena *kept)
{
	const enum mia_known *a = j->answer;

	if (a[LOGON_OWNER] == MIA_YES && a[LOGON_DELEGATE] == MIA_YES && a[LOGON_ADMIN] == MIA_YES)
		say(j, "by the state shown MailItemsAccessed is logged");
	say_switches(j);
	say_of(j, REASON_CUSTOMISED, "the set is customised and lacks MailItemsAccessed for", "");
	say_of(j, REASON_NOT_LISTED, "the list lacks MailItemsAccessed for",
		" (DefaultAuditSet is not stated)");
	say_of(j, REASON_CONTRADICTION,
		"DefaultAuditSet has Microsoft manage, yet the list lacks MailItemsAccessed for", "");
	say_of(j, REASON_UNKNOWN, "the actions are not stated, or were cut or lost by the export, for", "");
	say_licence(j);
	say_rest(j);
	j->account->pub.detail = j->detail.failed ? TEXT_ABSENT : mia__arena_text(kept, buf_view(&j->detail));
	return j->account->pub.detail.ptr != NULL;
}

/* ---- what is missing ---- */

static bool
list_missing(struct judge *j, struct arena *kept)
{
	/* Microsoft's table for group mailboxes: HardDelete, MoveToDeletedItems,
	 * SoftDelete, Update. */
	static const unsigned group_has = 1u << 2 | 1u << 3 | 1u << 6 | 1u << 7;
	enum { SEARCH_QUERY_INITIATED = 1u << 4 };
	const struct readiness_account *account = j->account;
	unsigned missing = account->lacks[LOGON_OWNER];
	struct text_list list = { .count = 0 };

	/* Without auditing by default the list says nothing. */
	if (j->type == TYPE_UNSUPPORTED)
		missing = 0;
	else if (j->type == TYPE_GROUP)
		missing = ACTIONS_ALL & ~group_has;
	else if (mia__readiness_bit(account->managed, account->customised, 1u << LOGON_OWNER) == MIA_YES)
		/* The managed set is all of them but this one, which is only had by
		 * customising; the list may show that it was. */
		missing = account->lacks[LOGON_OWNER] |
			(SEARCH_QUERY_INITIATED & ~(unsigned)account->has[LOGON_OWNER]);
	for (size_t i = 0; i < mia__owner_actions.count; i++)
		if (missing >> i & 1)
			mia__text_list_add(&list, text_of(mia__owner_actions.words[i]));
	mia__text_list_sort(&list);
	return mia__text_list_keep(kept, &list, &j->account->pub.missing_owner_actions);
}

static bool
list_reasons(struct judge *j, struct arena *kept)
{
	struct text_list list = { .count = 0 };

	for (unsigned i = 0; i < REASON_COUNT; i++)
		if (j->logons[i])
			mia__text_list_add(&list, text_of(reason_names[i]));
	mia__text_list_sort(&list);
	return mia__text_list_keep(kept, &list, &j->account->pub.reasons);
}

bool
mia__readiness_judge(struct mia_readiness *r, struct readiness_account *account)
{
	struct judge j = { .r = r, .account = account, .type = type_coverage(account->pub.type) };
	unsigned fix = 0;
	bool ok;

	for (unsigned l = 0; l < LOGON_COUNT; l++) {
		j.answer[l] = MIA_YES;
		judge_set(&j, l);
		judge_tenant_for(&j, l);
		judge_account_for(&j, l);
	}
	account->pub.owner = j.answer[LOGON_OWNER];
	account->pub.delegate = j.answer[LOGON_DELEGATE];
	account->pub.admin = j.answer[LOGON_ADMIN];
	if (account->disagree)
		j.logons[REASON_DISAGREE] = EVERYBODY;
	if (account->ambiguous)
		j.logons[REASON_AMBIGUOUS] = EVERYBODY;
	/* A name that others bear must not become the target of a command. */
	if (account->ambiguous)
		account->identity = account->pub.guid;
	if (account->pub.bypass == MIA_YES)
		fix |= FIX_BYPASS;
	if (j.logons[REASON_SWITCH])
		fix |= FIX_AUDIT_ENABLED;
	mia__buf_init(&j.detail, &r->a);
	ok = mia__readiness_commands(r, account, fix,
		     j.logons[REASON_CUSTOMISED] | j.logons[REASON_NOT_LISTED], &j.refused) &&
		list_missing(&j, &r->kept) && list_reasons(&j, &r->kept) && put_into_words(&j, &r->kept);
	mia__buf_release(&j.detail);
	return ok;
}
