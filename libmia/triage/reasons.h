/* The reasons of triage by number; their words and weights stand in one table. */
#ifndef MIA_TRIAGE_REASONS_H
#define MIA_TRIAGE_REASONS_H

#include <mia/triage.h>

/* In the order of the table. */
enum reason {
	REASON_FORWARD_OUTSIDE,
	REASON_IMITATES,
	REASON_AUDIT_CHANGE,
	REASON_EXPORT,
	REASON_CONSENT_THEN_MAIL,
	REASON_CONSENT_EXPORT,
	REASON_CREDENTIAL,
	REASON_ABUSED_APP,
	REASON_COPIES_NEW,
	REASON_SPRAY,
	REASON_RULE_HIDES,
	REASON_DELEGATION,
	REASON_CONSENT_MAIL,
	REASON_MANY_RULES,
	REASON_FAILED_THEN_OK,
	REASON_PASSWORD_RIGHT,
	REASON_FOLDER_PERMISSION,
	REASON_CONSENT,
	REASON_BURST,
	REASON_FAILED_FROM_MANY,
	REASON_NETWORKS,
	REASON_FORWARD,
	REASON_RULE_WORDS,
	REASON_RULE,
	REASON_AUTHENTICATION,
	REASON_ACCOUNTS,
	REASON_APP_MAILBOXES,
	REASON_THROTTLED,
	REASON_SAYS_MICROSOFT,
	REASON_RULE_NAME,
	REASON_SEARCH,
	REASON_CONSENTS_SEVERAL,
	REASON_CONSENT_REFUSED,
	REASON_COPIES,
	REASON_NOT_OWNER,
	REASON_NEW,
	REASON_SYSTEM,
	REASON_COUNT
};

/* The measures by which a reason holds; docs/triage.md says why these. */
enum {
	SPRAY_ACCOUNTS = 3,  /* accounts whose sign-ins failed from one address */
	MANY_ADDRESSES = 3,  /* addresses from which the sign-ins of one account failed */
	FAILURES_BEFORE = 5, /* failed sign-ins before one that went well */
	ACCOUNTS_OF_ADDRESS = 3,
	RULES_MANY = 10,
	BURST_MESSAGES = 30, /* in one go: no pause longer than */
	BURST_PAUSE = 600    /* seconds */
};

const struct mia_triage_rule *mia__triage_rule_of(enum reason reason);

#endif
