/*
 * Whether MailItemsAccessed was logged, from exports of settings. Private.
 *
 * A row becomes a fact: what one export says of one account. Facts are kept as
 * they are; the seal joins those of one account, takes the worse of what they
 * say, and judges. Nothing depends on the order of rows or files.
 */
#ifndef MIA_READINESS_READINESS_H
#define MIA_READINESS_READINESS_H

#include <mia/readiness.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "load/table_reader.h"

enum readiness_logon { LOGON_OWNER, LOGON_DELEGATE, LOGON_ADMIN, LOGON_COUNT };

/* ---- cells.c ---- */

/* A cell that lists words: what is there, and whether that is all. */
struct word_list {
	uint32_t has; /* bits, in the order of the vocabulary */
	bool stated;  /* there is a cell that is not blank */
	bool blank;   /* there is a blank cell */
	bool lost;    /* a type name stands where the list was */
	bool cut;     /* ends in an ellipsis */
};
struct vocabulary {
	const char *const *words;
	size_t count;
};
/* The owner actions of readiness.h, MailItemsAccessed first, then by name. */
extern const struct vocabulary mia__owner_actions;
enum { ACTION_MAIL_ITEMS_ACCESSED = 1u << 0, ACTIONS_ALL = (1u << MIA_OWNER_ACTIONS) - 1 };
/* Owner, Delegate, Admin: in the order of enum readiness_logon. */
extern const struct vocabulary mia__logon_types;

enum mia_known mia__cell_known(struct mia_text cell);
/* "90.00:00:00", "90": days; what is behind them is dropped. -1: no time span. */
int64_t mia__cell_days(struct mia_text cell);
/* One more cell of the list. */
void mia__cell_words(struct word_list *list, const struct vocabulary *vocabulary, struct mia_text cell);
/* The next word between separators; false at the end. */
bool mia__cell_word(struct mia_text *rest, const char *separators, struct mia_text *ret);

/* ---- licence.c ---- */

enum {
	LICENCE_STATED = 1 << 0,     /* the row lists licences or plans */
	LICENCE_E3 = 1 << 1,         /* an E3 or G3 among them */
	LICENCE_E5 = 1 << 2,         /* or one that includes Audit (Premium) */
	LICENCE_PLAN_ON = 1 << 3,    /* M365_ADVANCED_AUDITING, in operation */
	LICENCE_PLAN_OFF = 1 << 4,   /* the same, switched off */
	LICENCE_PLAN_THERE = 1 << 5, /* the same, state not told */
	LICENCE_VAGUE = 1 << 6,      /* something there is not readable */
	LICENCE_COLUMN = 1 << 7      /* there is a column for them, maybe blank */
};
unsigned mia__licence_of_row(const struct table_row *row);

/* ---- row.c ---- */

#define FACT_KEYS 12
struct readiness_fact {
	/* Numbers in texts, as written; 0: not stated. guid: ExchangeGuid, lower case. */
	uint32_t upn, address, guid, name, type, source;
	/* Numbers in keys. The first is what the row is known by; plain names are
	 * weak: they may be anybody's. */
	uint32_t keys[FACT_KEYS];
	uint8_t key_count;
	uint16_t weak;                 /* bits: which of the keys */
	uint8_t audit_enabled, bypass; /* enum mia_known */
	uint8_t managed, customised;   /* bits by logon type: DefaultAuditSet has it, lacks it */
	uint16_t has[LOGON_COUNT], lacks[LOGON_COUNT]; /* actions, in the order of mia__owner_actions */
	uint8_t licence;                               /* LICENCE_* */
	bool set_again;         /* by a script that sets AuditEnabled while it reports */
	int64_t age_limit_days; /* or -1 */
};

/* What was said of the tenant's switches. */
struct tenant_said {
	bool anything;
	bool disabled, not_disabled;             /* AuditDisabled */
	bool ingesting, not_ingesting, doubtful; /* UnifiedAuditLogIngestionEnabled */
	mia_time first_opt_in;                   /* the latest */
	bool opt_in_differs;
	int64_t age_limit_days; /* the least; or -1 */
};

struct readiness_account {
	struct mia_readiness_mailbox pub;
	/* What the account's facts say together. */
	struct mia_text identity; /* by which a cmdlet finds it, and nothing else; or absent */
	enum mia_known audit_enabled;
	uint8_t managed, customised;
	uint16_t has[LOGON_COUNT], lacks[LOGON_COUNT];
	unsigned licence;  /* LICENCE_*, of the worst export */
	unsigned disagree; /* DISAGREE_* */
	bool set_again;
	bool ambiguous; /* its rows name two mailboxes */
};
enum {
	DISAGREE_ENABLED = 1 << 0,
	DISAGREE_SET = 1 << 1,
	DISAGREE_ACTIONS = 1 << 2,
	DISAGREE_BYPASS = 1 << 3,
	DISAGREE_LICENCE = 1 << 4,
	DISAGREE_TYPE = 1 << 5,
	DISAGREE_AGE = 1 << 6
};

struct mia_readiness {
	struct mia_allocator a;
	struct intern texts, keys;
	struct arena kept; /* lists and details */
	struct readiness_fact *facts;
	size_t fact_count, fact_cap;
	struct tenant_said said;
	struct mia_readiness_tenant tenant;
	struct readiness_account *accounts; /* after seal, in order of the output */
	size_t account_count;
	bool sealed;
};

struct row_refusal {
	const char *why; /* static */
	bool columns;    /* by its columns; so are all rows of the table */
};
/* MIA_OK, MIA_REJECTED or MIA_ERR_MEMORY. */
enum mia_status mia__readiness_take_row(struct mia_readiness *r, const struct table_row *row,
	struct row_refusal *refusal);

/* ---- join.c: facts into accounts; false: out of memory ---- */
bool mia__readiness_join(struct mia_readiness *r);

/* ---- unite.c: what the facts of one account say together ---- */
/* The facts are sorted so that those of one source stand together. */
void mia__readiness_unite(const struct mia_readiness *r, struct readiness_account *account,
	const uint32_t *facts, size_t count);
/* E3 and above, or the plan; and of it whether it is Audit (Premium). */
enum mia_known mia__readiness_licence(unsigned licence);
enum mia_known mia__readiness_premium(unsigned licence);
/* Whether bit is set in yes or in no; no beats yes. */
enum mia_known mia__readiness_bit(unsigned yes, unsigned no, unsigned bit);

/* ---- judge.c; false: out of memory ---- */
bool mia__readiness_judge(struct mia_readiness *r, struct readiness_account *account);
bool mia__readiness_judge_tenant(struct mia_readiness *r); /* tenant.c */

/* ---- commands.c ---- */
enum fix { FIX_AUDIT_ENABLED = 1 << 0, FIX_BYPASS = 1 << 1 };
/* What is to be done: fix, and MailItemsAccessed for the logon types in
 * missing (bits). false: out of memory. *refused: the account has a name that
 * is not safe to put into a command. */
bool mia__readiness_commands(struct mia_readiness *r, struct readiness_account *account, unsigned fix,
	unsigned missing, bool *refused);

/* Texts under way: up to so many static ones, copied into kept when done. */
struct text_list {
	struct mia_text ptr[16];
	size_t count;
};
void mia__text_list_add(struct text_list *list, struct mia_text text);
void mia__text_list_sort(struct text_list *list);
bool mia__text_list_keep(struct arena *kept, const struct text_list *list, struct mia_texts *ret);

#endif
