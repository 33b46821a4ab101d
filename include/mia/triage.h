/*
 * Triage: where to look first. Subjects (applications, addresses, sessions,
 * accounts) in the order of what speaks for looking at them, each with its
 * reasons and numbers, whatever the scope.
 *
 * A reason says what to look at. It is never a verdict: each has innocent
 * explanations, and an intruder may have done nothing that is a reason here.
 * docs/triage.md has every reason with its weight and its source.
 */
#ifndef MIA_TRIAGE_H
#define MIA_TRIAGE_H

#include <mia/fold.h>
#include <mia/scope.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One row of the table of reasons (libmia/triage/reasons.c). Texts are static. */
struct mia_triage_rule {
	const char *code; /* stable name, such as "consent-then-mail" */
	unsigned weight;
	const char *help;   /* when it holds, in English for people */
	const char *source; /* where it comes from: ATT&CK technique, advisory, documentation */
};
/* Going through the table; NULL past its end. Any thread. */
MIA_API const struct mia_triage_rule *mia_triage_rule(size_t i);

struct mia_triage;

struct mia_triage_options {
	size_t size; /* set by mia_triage_options_init */
	/* != 0: background clients of Microsoft are not folded, and subjects without a
	 * reason are rows too. */
	int all;
};
/* Defaults: background clients are folded, rows have reasons. */
MIA_API void mia_triage_options_init(struct mia_triage_options *options, size_t size);
#define mia_triage_options_init(options) mia_triage_options_init((options), sizeof(*(options)))

/* An empty triage. options may be NULL. It needs every event of the evidence.
 * Returns the usual statuses. */
MIA_API enum mia_status mia_triage_new(struct mia_triage **ret, const struct mia_allocator *allocator,
	const struct mia_triage_options *options, struct mia_error *err);
MIA_API void mia_triage_free(struct mia_triage *triage);
MIA_API struct mia_fold *mia_triage_fold(struct mia_triage *triage);

/* What a row is about. */
enum mia_triage_kind {
	MIA_TRIAGE_APP = 0, /* an application id; no gateway such as Microsoft Graph */
	MIA_TRIAGE_ADDRESS, /* a client address */
	MIA_TRIAGE_SESSION, /* SessionId, or AADSessionId where that is missing */
	MIA_TRIAGE_ACCOUNT, /* UserId: what no address, session or application bears */
	MIA_TRIAGE_KIND_COUNT
};
/* "app", "address", "session", "account". */
MIA_API const char *mia_triage_kind_name(enum mia_triage_kind kind);

/* Why to look at a row. `text` has the reason with its numbers in words; names in
 * it stand as they are in the evidence, and are hostile. */
struct mia_triage_reason {
	const struct mia_triage_rule *rule;
	struct mia_text text;
};

/*
 * One subject. Numbers are of distinct records, messages (named by binds; one in two
 * mailboxes is two) and folders (copied by syncs); failed accesses count as other events. Texts live as
 * long as the triage.
 */
struct mia_triage_row {
	enum mia_triage_kind kind;
	struct mia_text subject;   /* the id, address or account; as the evidence has it */
	struct mia_text name;      /* of an application: by the records, else a well-known one; else absent */
	struct mia_texts accounts; /* who acted with it, or gave it consent; sorted */
	struct mia_texts mailboxes; /* that its records are of; sorted */
	mia_time first, last;       /* of its records, and of what was done to it */
	uint64_t events, binds, syncs, messages, folders;
	uint64_t marked;                         /* records that bear a mark, sign-ins left out */
	uint64_t signins_failed, signins_ok;     /* sign-ins */
	unsigned weight;                         /* sum of the weights of the reasons */
	const struct mia_triage_reason *reasons; /* by weight, then as the table has them */
	size_t reason_count;
	struct mia_texts addresses; /* of all but addresses: from where; sorted */
};
/* Getters, as base.h has them. Order: weight, messages, folders, failed sign-ins,
 * accounts, kind, subject. Does not depend on the order of files or records. */
MIA_API size_t mia_triage_count(const struct mia_triage *triage);
MIA_API const struct mia_triage_row *mia_triage_get(const struct mia_triage *triage, size_t i);

/*
 * Adds row i to the scope as an alternative: its subject, with the reasons as its
 * note. That the row is the intruder is then the examiner's word; the scope says
 * nothing more. Returns the usual statuses; MIA_ERR_ARGUMENT also: there is no
 * row i, or a scope cannot ask for its subject; MIA_ERR_STATE: the triage is not
 * sealed. After a failure the scope may have the alternative or not.
 */
MIA_API enum mia_status mia_triage_pick(const struct mia_triage *triage, size_t i, struct mia_scope *scope,
	struct mia_error *err);

/*
 * A rule of a mailbox or of the organisation, or a forwarding, as one record
 * sets it. Order: weight, time, mailbox, what. Texts live as long as the triage.
 */
struct mia_triage_sent_on {
	mia_time time;
	struct mia_text actor, object; /* who; whose mailbox or which rule, as the record has it; or absent */
	struct mia_text client_ip, session_id; /* or absent */
	struct mia_text what;                  /* in one line */
	/* When a later record removed it, switched it off or emptied it; or unknown. */
	mia_time until;
	int failed, outside; /* outside: sends mail to a domain that is not the evidence's own */
	unsigned weight;
};
/* Getters, as base.h has them. */
MIA_API size_t mia_triage_sent_on_count(const struct mia_triage *triage);
MIA_API const struct mia_triage_sent_on *mia_triage_sent_on(const struct mia_triage *triage, size_t i);

/*
 * What was folded: contexts (who came how to which mailbox) of Microsoft's own
 * background clients. They count in no row and no reason. A context is folded
 * only if two facts support it that no client can write: docs/triage.md.
 */
struct mia_triage_folded {
	uint64_t contexts, events, binds;
};
/* How often accesses happen: equal spans from the first access or sign-in on. */
struct mia_triage_bucket {
	mia_time from;
	uint64_t events, binds, syncs;
};
#define MIA_TRIAGE_BUCKETS 72
struct mia_triage_sums {
	struct mia_triage_folded folded;
	uint64_t without_reason; /* subjects for which no reason speaks, and that are no rows */
	mia_time bucket_width;   /* 0: no event has a time */
	size_t bucket_count;     /* at most MIA_TRIAGE_BUCKETS */
	struct mia_triage_bucket buckets[MIA_TRIAGE_BUCKETS];
};
/* NULL before the seal, and for NULL. Lives as long as the triage. Any thread. */
MIA_API const struct mia_triage_sums *mia_triage_sums(const struct mia_triage *triage);

#ifdef __cplusplus
}
#endif

#endif
