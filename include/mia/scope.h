/*
 * Scope: what the analyst holds to be the intruder. It answers yes, no or
 * cannot tell, by three-valued logic: values of one trait are alternatives
 * (yes beats cannot tell beats no), different traits must all hold (no beats
 * cannot tell beats yes), what is excluded must not hold.
 */
#ifndef MIA_SCOPE_H
#define MIA_SCOPE_H

#include <mia/event.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_scope;
struct mia_matcher;

/* What can be asked of an event. */
enum mia_trait {
	MIA_TRAIT_ADDRESS = 0,  /* an address or a prefix: 203.0.113.7, 2001:db8::/32;
	                        * ClientIPAddress or ClientIP may hold it. Where only
	                        * Microsoft's front end stands (20.20.32.0/19,
	                        * 20.190.128.0/18, 20.231.128.0/19, 40.126.0.0/18 and
	                        * its IPv6 ranges), an event cannot be told. */
	MIA_TRAIT_SESSION,      /* SessionId or AppAccessContext.AADSessionId; GUIDs
	                        * without regard to case. A record without either
	                        * cannot be told (Exchange Team Blog 2019-01-04). */
	MIA_TRAIT_CLIENT,       /* PCRE2 over ClientInfoString, ActorInfoString and the
	                        * plain name. Where they name but a gateway
	                        * ("Client=REST;Client=RESTSystem;;"), an event that
	                        * does not match cannot be told. */
	MIA_TRAIT_APP,          /* AppId, ClientAppId, AppAccessContext.ClientAppId, APIId,
	                        * or [AppId=...] in ClientInfoString or ActorInfoString.
	                        * Where only gateways stand (Exchange Online, EWS,
	                        * Microsoft Graph), an event cannot be told; but the
	                        * clients of Exchange itself (OWA, Outlook) are no
	                        * application other than Microsoft's. */
	MIA_TRAIT_USER,         /* UserId (the actor), without regard to case */
	MIA_TRAIT_MAILBOX,      /* MailboxOwnerUPN or MailboxGuid, without regard to case */
	MIA_TRAIT_LOGON,        /* owner, admin, delegate */
	MIA_TRAIT_TOKEN,        /* AppAccessContext.UniqueTokenId, with regard to case
	                        * (Management Activity API schema); a record without
	                        * it cannot be told */
	MIA_TRAIT_DEVICE,       /* DeviceId; a record without it cannot be told */
	MIA_TRAIT_TOKEN_OBJECT, /* TokenObjectId: whose token it was, the user's or the
	                         * application's own; a record without it cannot be told */
	MIA_TRAIT_COUNT
};

/* The answer of a scope. Cannot tell is never a no. */
enum mia_match { MIA_MATCH_NO = 0, MIA_MATCH_CANNOT_TELL = 1, MIA_MATCH_YES = 2 };

/* A scope that holds every event: nothing asked. Returns the usual statuses. */
MIA_API enum mia_status mia_scope_new(struct mia_scope **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_scope_free(struct mia_scope *scope);
/*
 * Adds a value, which is copied. exclude != 0: events of this value are out.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: no such trait, an empty value,
 * not an address or prefix, not a logon type;
 * MIA_ERR_PATTERN: the pattern does not compile, err tells where. The scope is
 * as before after each failure and stays usable.
 */
MIA_API enum mia_status mia_scope_add(struct mia_scope *scope, enum mia_trait trait, int exclude,
	struct mia_text value, struct mia_error *err);
/*
 * How far patterns (MIA_TRAIT_CLIENT) may go, since an attacker may have written
 * what they are matched with. mia_scope_limits_init gives the defaults.
 */
struct mia_scope_limits {
	size_t size;          /* set by mia_scope_limits_init */
	size_t pattern_bytes; /* of a pattern; 8,192. A longer one is MIA_ERR_PATTERN */
	uint32_t match_steps; /* of a match (PCRE2's match limit); 100,000 */
	uint32_t match_depth; /* of nested steps; 1,000 */
	uint32_t match_kib;   /* memory of a match in KiB; 8,192 */
};
MIA_API void mia_scope_limits_init(struct mia_scope_limits *limits, size_t size);
#define mia_scope_limits_init(limits) mia_scope_limits_init((limits), sizeof(*(limits)))
/*
 * Sets them for the scope and for all that is in it: pattern_bytes for patterns that
 * are added or read from now on, the others for matchers made from now on. A match
 * above one of them is MIA_MATCH_CANNOT_TELL. Returns MIA_OK; MIA_ERR_ARGUMENT: no
 * scope, a limit of 0, or limits without a size; the scope is as before.
 */
MIA_API enum mia_status mia_scope_set_limits(struct mia_scope *scope, const struct mia_scope_limits *limits,
	struct mia_error *err);
/* Only from <= time < until; MIA_TIME_UNKNOWN: open. An event without a time
 * cannot be told. Called again, it replaces the span. Returns MIA_OK;
 * MIA_ERR_ARGUMENT: no scope, or a span that ends before it begins or is empty;
 * the scope is as before. */
MIA_API enum mia_status mia_scope_between(struct mia_scope *scope, mia_time from, mia_time until,
	struct mia_error *err);
/*
 * Takes `alternative` over (it is freed with the scope, also when this fails).
 * A scope with alternatives holds an event that its own traits and span hold,
 * and that at least one alternative holds. One that consists of alternatives and
 * nothing else, as read from a scope file, is taken apart: each becomes one of the
 * scope. Returns the usual statuses; MIA_ERR_ARGUMENT: the alternative has
 * alternatives besides what it asks, or is the scope itself.
 */
MIA_API enum mia_status mia_scope_add_alternative(struct mia_scope *scope, struct mia_scope *alternative,
	struct mia_error *err);
/*
 * Adds what a scope file says; docs/formats.md has the form:
 *   {"any": [{"ip": ["203.0.113.7"], "since": "2026-03-04"}, {"session": "..."}],
 *    "not": {"user": ["anna@example.org"]}}
 * An event must then be held by the file, besides what the scope asks already;
 * values of the file are no alternatives to values added otherwise.
 * "not" takes away what its object, read as a scope, would hold.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: not such a file, or a value or
 * pattern in it that mia_scope_add refuses; err tells the line, where in it and
 * what. The scope is as before then. An unknown name is an error: a misspelt
 * limit must not widen a scope.
 */
MIA_API enum mia_status mia_scope_read(struct mia_scope *scope, struct mia_text json, struct mia_error *err);
/*
 * Why: the examiner's own words on a scope or on an alternative, for reports. They
 * change nothing of what it holds. note: copied, without outer blanks; an empty one
 * takes the note away. Returns the usual statuses.
 */
MIA_API enum mia_status mia_scope_set_note(struct mia_scope *scope, struct mia_text note,
	struct mia_error *err);
/* Borrowed from the scope; absent where it has none. Any thread. */
MIA_API struct mia_text mia_scope_note(const struct mia_scope *scope);
/*
 * Writes the scope as a scope file, UTF-8: mia_scope_read makes of it a scope that
 * answers the same, with the same notes. Bytes of values that are no UTF-8 are
 * lost. Any thread. Returns the usual statuses; MIA_ERR_ARGUMENT: the scope asks
 * for nothing, or more than 16 were read into it; MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_scope_write(const struct mia_scope *scope, mia_write_fn *write, void *ctx,
	struct mia_error *err);

/*
 * A scope in plain words, to be read by others than its author: first what holds
 * for the scope as a whole, then each of its alternatives.
 */
struct mia_scope_words;
/* The words themselves, so that they can be those of another language. */
struct mia_scope_terms {
	size_t size;                         /* set by mia_scope_terms_init */
	const char *traits[MIA_TRAIT_COUNT]; /* "client address", "session", ... */
	const char *or_;                     /* between the last two values: " or " */
	const char *from, *until;            /* before a time: "from ", "before " */
	const char *not_;                    /* before what is taken away: "not " */
	const char *widened; /* of an expansion: "what shares a session or token with these" */
	const char *nothing; /* "everything" */
};
/* The English ones. */
MIA_API void mia_scope_terms_init(struct mia_scope_terms *terms, size_t size);
#define mia_scope_terms_init(terms) mia_scope_terms_init((terms), sizeof(*(terms)))

/* One part of a scope. Texts live as long as the words. */
struct mia_scope_part {
	unsigned choice;       /* 0: must hold. Else: of the parts of one number, at least one must */
	struct mia_text words; /* "client address 203.0.113.7; from 2026-03-04 09:00:00 UTC" */
	struct mia_text note;  /* why; absent: no note was given */
};
/* terms: borrowed until it returns; NULL: English. The scope is not needed any
 * more after it. Returns the usual statuses. */
MIA_API enum mia_status mia_scope_words_new(struct mia_scope_words **ret,
	const struct mia_allocator *allocator, const struct mia_scope *scope,
	const struct mia_scope_terms *terms, struct mia_error *err);
MIA_API void mia_scope_words_free(struct mia_scope_words *words);
/* Getters, as base.h has them. Order: what must hold, then the alternatives in
 * their own order. At least one part. */
MIA_API size_t mia_scope_words_count(const struct mia_scope_words *words);
MIA_API const struct mia_scope_part *mia_scope_words_part(const struct mia_scope_words *words, size_t i);

/* The span asked for; MIA_TIME_UNKNOWN: open. With alternatives, the widest
 * that any of them leaves; empty (from == until) where none is left. Any thread. */
MIA_API void mia_scope_span(const struct mia_scope *scope, mia_time *from, mia_time *until);
/* True if nothing was asked, or an alternative asks nothing. Any thread. */
MIA_API int mia_scope_is_everything(const struct mia_scope *scope);

/*
 * Asks one thread's questions; the scope is borrowed and must not change any
 * more. Many matchers may share a scope, on many threads. Returns the usual
 * statuses.
 */
MIA_API enum mia_status mia_matcher_new(struct mia_matcher **ret, const struct mia_scope *scope,
	struct mia_error *err);
MIA_API void mia_matcher_free(struct mia_matcher *matcher);
/* Whether the scope holds the event. A pattern that runs into its match limit
 * cannot tell; it is never a no. MIA_MATCH_CANNOT_TELL for NULL. */
MIA_API enum mia_match mia_matcher_match(struct mia_matcher *matcher, const struct mia_event *event);

/* Beside 1u << MIA_TRAIT_...: the event has no time, or one that may be wrong. */
#define MIA_MISSING_TIME (1u << MIA_TRAIT_COUNT)
/*
 * Why the scope cannot tell: what it asks about and the event does not state,
 * as bits, 1u << enum mia_trait and MIA_MISSING_TIME. Never 0 where
 * mia_matcher_match answers MIA_MATCH_CANNOT_TELL, and 0 where it does not, or
 * for NULL. Of alternatives the bits of all that cannot be told.
 */
MIA_API unsigned mia_matcher_missing(struct mia_matcher *matcher, const struct mia_event *event);
/* Such bits in words for people, to follow "they state": "no SessionId, or no
 * application (AppId)"; "" for 0. out holds at least MIA_MISSING_TEXT bytes and
 * is terminated; the length without the NUL is returned. Any thread. */
#define MIA_MISSING_TEXT 400
MIA_API size_t mia_missing_format(unsigned missing, char *out);

/* Records that the scope of a result cannot tell. */
struct mia_untold {
	uint64_t records; /* distinct ones */
	unsigned missing; /* what they do not state, as mia_matcher_missing has it */
};

#ifdef __cplusplus
}
#endif

#endif
