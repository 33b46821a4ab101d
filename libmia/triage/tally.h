/* Triage while it is being sealed: who is counted, and what is found of each. */
#ifndef MIA_TRIAGE_TALLY_H
#define MIA_TRIAGE_TALLY_H

#include "triage/gather.h"
#include "triage/reasons.h"

#define NO_ACT UINT32_MAX

/* Numbers of distinct records. */
struct stats {
	uint64_t events, binds, syncs, marked, signed_in, failed, failed_later, throttled;
	mia_time first, last;
};

/* Counts of acts by what they mean; only those that went well and that set something. */
struct deeds {
	uint32_t outside, forward, rule, hides, words, no_name, delegation, folder_permission, audit_change,
		authentication, search, export, consents, consents_refused, mail_scopes, exports_allowed,
		credentials, by_system;
	uint32_t first_outside; /* the act, by time; or NO_ACT */
	mia_time first_consent, last_consent;
};

struct subject {
	uint8_t kind;     /* enum mia_triage_kind */
	uint8_t new_here; /* to a mailbox that others had used before */
	uint8_t copies_new, not_owner, background, all_background;
	uint32_t name; /* of an application; interned */
	struct mia_text shown;
	struct stats s;
	uint64_t messages, folders;
	uint32_t burst_messages;
	mia_time burst_first, burst_last;
	mia_time first_mail; /* first bind or sync */
	uint32_t accounts, mailboxes, networks, consenting;
	uint32_t spray_accounts, never_in; /* accounts that failed from here; of these without a success */
	uint32_t before_ok;                /* failed sign-ins of one account before a success */
	uint32_t addresses_failed;         /* of an account */
	struct deeds d;
	uint64_t reasons; /* bits of enum reason */
	unsigned weight;
};

/* Two things that stand together in some record; interned as bytes. */
struct pair {
	uint32_t subject, other;
};

struct pair_stats {
	mia_time first;
	uint32_t failed, signed_in;
	uint32_t run, most_before_ok; /* failed sign-ins one after another */
	uint8_t acted;                /* did anything but fail to sign in */
};

struct pairs {
	struct intern seen; /* struct pair */
	struct pair_stats *stats;
	size_t cap;
};

struct tally {
	struct mia_triage *t;
	const struct mia_allocator *a;
	uint32_t *copy;         /* by record: the one that counts */
	uint32_t *by_time;      /* records that count and have a time, in order */
	size_t timed;
	struct stats *of_context;
	uint8_t *folded;        /* by context */
	uint32_t *subject_of;   /* by context and kind: subject + 1, or 0 */
	uint8_t *no_other;      /* by context: no subject but the account bears it */
	struct intern keys;     /* of subjects: kind and id */
	struct subject *subjects;
	size_t subject_count, subject_cap;
	struct pairs accounts;  /* subject and folded actor */
	struct pairs mailboxes; /* subject and root of the mailbox */
	struct intern networks; /* session and network */
	uint32_t *folded_text;  /* by text: without regard to case */
	size_t text_count;
	struct buf scratch;
};

#define KINDS MIA_TRIAGE_KIND_COUNT

static inline uint32_t
subject_in(const struct tally *y, uint32_t context, unsigned kind)
{
	return y->subject_of[(size_t)context * KINDS + kind];
}

static inline struct pair
pair_at(const struct pairs *p, uint32_t number)
{
	struct pair pair;

	memcpy(&pair, intern_text(&p->seen, number).ptr, sizeof(pair));
	return pair;
}

static inline void
widen(mia_time *first, mia_time *last, mia_time time)
{
	if (time == MIA_TIME_UNKNOWN)
		return;
	if (*first == MIA_TIME_UNKNOWN || time < *first)
		*first = time;
	if (*last == MIA_TIME_UNKNOWN || time > *last)
		*last = time;
}

/* Each answers false when memory is refused. */

/* copies.c: which of several copies of a record counts. */
bool mia__triage_join_copies(struct tally *y);
/* copies.c: records that count in order of time; failed sign-ins before others. */
bool mia__triage_order_times(struct tally *y);
/* subjects.c: who there is, what was folded, and the numbers of each. */
bool mia__triage_find_subjects(struct tally *y);
/* The subject of this kind and text, made where there is none yet. */
bool mia__triage_subject(struct tally *y, enum mia_triage_kind kind, struct mia_text text, uint32_t *ret);
/* The number of a pair, with a place for its numbers. */
bool mia__triage_pair(struct tally *y, struct pairs *pairs, uint32_t subject, uint32_t other, uint32_t *ret);
/* signins.c: by account and address; who was new to whom. */
bool mia__triage_count_signins(struct tally *y);
bool mia__triage_find_new(struct tally *y);
/* volume.c: distinct messages and folders, and how many in one go. */
bool mia__triage_count_volume(struct tally *y);
/* acts.c: rules, forwardings, consents and the like. */
bool mia__triage_count_acts(struct tally *y);
/* judge.c: which reasons hold. */
void mia__triage_judge(struct tally *y);
/* rows.c: what is handed out. */
bool mia__triage_make_rows(struct tally *y);
/* buckets.c: how often. */
void mia__triage_fill_buckets(struct tally *y);

#endif
