/*
 * Readiness: was MailItemsAccessed logged, for whom, and if not, why? From
 * exports of Get-Mailbox, Get-MailboxAuditBypassAssociation,
 * Get-OrganizationConfig, Get-AdminAuditLogConfig and licence lists (CSV or
 * JSON, told apart by content). They show the state at the time of their
 * export, which may be later than the incident.
 */
#ifndef MIA_READINESS_H
#define MIA_READINESS_H

#include <mia/evidence.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_readiness;

/* An empty readiness. Returns the usual statuses. */
MIA_API enum mia_status mia_readiness_new(struct mia_readiness **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_readiness_free(struct mia_readiness *readiness);
/*
 * Reads every source of `files` (an evidence that was not read yet); may be
 * called again with more. Which export a row is of, its columns tell, so one
 * file may hold several. A table that is none of them becomes one reject
 * (NOT_AN_EXPORT); a row that names no account, one of its own
 * (NOT_A_RECORD). on_reject may be NULL; another answer than 0 cancels. One
 * thread.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: two sources have one name;
 * MIA_ERR_STATE: the readiness is sealed, or the files were read already;
 * MIA_ERR_CANCELLED: on_reject asked to stop.
 */
MIA_API enum mia_status mia_readiness_read(struct mia_readiness *readiness, struct mia_evidence *files,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err);
/* Joins what several exports say of one mailbox, and judges. Returns the usual
 * statuses; MIA_ERR_LIMIT: more rows than one result can hold. */
MIA_API enum mia_status mia_readiness_seal(struct mia_readiness *readiness, struct mia_error *err);

/* The tenant's switches; not stated where no export has them, or where it has
 * an ingestion_enabled that may come from a compliance session. */
struct mia_readiness_tenant {
	enum mia_known audit_disabled;    /* Get-OrganizationConfig AuditDisabled */
	enum mia_known ingestion_enabled; /* UnifiedAuditLogIngestionEnabled */
	mia_time first_opt_in;            /* UnifiedAuditLogFirstOptInDate; or unknown */
	int64_t admin_age_limit_days;     /* AdminAuditLogAgeLimit; or -1 */
	/* no: one of the switches kept everything out of the log. */
	enum mia_known logged;
	int stated;                         /* any export spoke of the tenant */
	struct mia_texts reasons, commands; /* as those of a mailbox */
	struct mia_text detail;
};
/* Borrowed from the readiness; NULL before the seal. Any thread. */
MIA_API const struct mia_readiness_tenant *mia_readiness_tenant(const struct mia_readiness *readiness);

/*
 * The owner actions that are looked for: the eight that are logged by default
 * on every licence (ApplyRecord, HardDelete, MoveToDeletedItems, SoftDelete,
 * Update, UpdateCalendarDelegation, UpdateFolderPermissions, UpdateInboxRules)
 * and the three that came with Audit (Premium) and are part of Standard since
 * 2024 (MailItemsAccessed, Send, SearchQueryInitiated; the last must be added
 * by hand).
 */
#define MIA_OWNER_ACTIONS 11

/* One mailbox (or an account named by a licence or bypass export alone).
 * Order: mailbox, guid. Texts live as long as the readiness. */
struct mia_readiness_mailbox {
	struct mia_text mailbox; /* UPN, else address, else GUID, else name */
	struct mia_text guid;    /* ExchangeGuid; lower case; may be absent */
	struct mia_text type;    /* RecipientTypeDetails */
	/* Whether MailItemsAccessed was logged for this logon type by the state
	 * shown; not stated: the exports do not tell. */
	enum mia_known owner, delegate, admin;
	struct mia_texts
		reasons;       /* stable names, docs/readiness.md: "licence", "customised set", ...; sorted */
	enum mia_known bypass; /* this account's own actions are not logged anywhere */
	enum mia_known licence;                 /* M365_ADVANCED_AUDITING, or E3 and above */
	int64_t age_limit_days;                 /* AuditLogAgeLimit; or -1 */
	struct mia_texts missing_owner_actions; /* of those above; sorted; none where it is not known */
	/* PowerShell that puts it right, hostile names quoted, in the order in
	 * which to run it; none where a name is not safe to be put in. */
	struct mia_texts commands;
	struct mia_text detail; /* clauses, split by semicolons; ASCII */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_readiness_count(const struct mia_readiness *readiness);
MIA_API const struct mia_readiness_mailbox *mia_readiness_get(const struct mia_readiness *readiness,
	size_t i);

#ifdef __cplusplus
}
#endif

#endif
