/* Triage while it is being sealed: who is counted, and what is found of each. */
#ifndef MIA_TRIAGE_TALLY_H
#define MIA_TRIAGE_TALLY_H

#include "base/widen.h"
#include "triage/gather.h"
#include "triage/reasons.h"

/* Numbers of distinct records. */
struct stats {
	uint64_t events, binds, syncs, marked, signed_in, failed, wrong, stopped, throttled;
	mia_time first, last;
};

/* Of a subject that acted: what the acts come to. */
struct deeds {
	uint32_t of[REASON_COUNT];    /* how many acts bring this reason */
	uint32_t first[REASON_COUNT]; /* the first of them by time, + 1; or 0 */
};

struct subject {
	uint8_t kind; /* enum mia_triage_kind */
	uint8_t copies_new, not_owner;
	uint32_t new_here; /* mailboxes that others had used before */
	uint32_t name;     /* of an application; interned */
	struct mia_text shown;
	struct stats s;
	uint64_t messages, folders;
	uint32_t burst_messages;
	mia_time burst_first, burst_last;
	mia_time first_mail; /* first bind or sync */
	uint32_t accounts, mailboxes, networks, consenting;
	uint32_t acting; /* accounts that did more than fail to sign in */
	uint32_t guessed,
		never_in;   /* of an address: accounts with wrong passwords; of these without a success */
	uint32_t before_ok; /* wrong passwords of one account before a success */
	uint32_t stopped;   /* accounts that never got in, though their password was right */
	uint32_t addresses_wrong; /* of an account: addresses with wrong passwords */
	uint8_t imitation;        /* enum imitation of its name */
	mia_time last_mail;       /* last bind or sync */
	uint32_t deeds;           /* + 1; 0: it did none */
	mia_time consented;       /* the last consent before the largest burst, else the first; or unknown */
	uint64_t reasons;         /* bits of enum reason */
	unsigned weight;
};

/* Two things that stand together in some record. */
struct pair {
	uint32_t subject, other;
};

struct pair_stats {
	mia_time first;
	uint32_t wrong, stopped, signed_in;
	uint32_t run, most_before_ok; /* wrong passwords one after another */
	uint8_t acted;                /* of an account: did anything but fail to sign in */
	uint8_t consented;            /* of an account: gave the application consent */
	uint8_t was_new;              /* to the mailbox */
};

/* pairs.c */
struct pairs {
	struct hash_key hash;
	struct slots slots;
	struct pair *of; /* by number, from 1 */
	size_t count;    /* with number 0 */
	size_t cap;
	bool with_stats;
	struct pair_stats *stats; /* by number, or NULL */
	size_t stat_cap;
};

/* What an act comes to. */
struct told_act {
	uint64_t reasons; /* bits of enum reason */
	mia_time until;   /* when it was undone; or unknown */
	uint32_t outside; /* interned address outside, 0: none */
	uint8_t counts;   /* it is the copy that counts, it went well, and it sets something */
};

struct tally {
	struct mia_triage *t;
	const struct mia_allocator *a;
	uint32_t *copy;    /* by record: the one that counts */
	uint32_t *by_time; /* records that count and have a time, in order */
	size_t timed;
	struct stats *of_context;
	uint8_t *folded;        /* by context */
	uint32_t *subject_of;   /* by context and kind: subject + 1, or 0 */
	uint8_t *no_other;      /* by context: no subject but the account bears it */
	struct pairs keys;      /* kind + 1 and folded text: subjects but addresses; its numbers */
	uint32_t *key_subjects; /* by number in keys: the subject */
	size_t key_cap;
	struct intern known_addresses; /* the bytes of a struct mia_address */
	uint32_t *address_subjects;    /* by number in them: the subject */
	size_t address_cap;
	struct subject *subjects;
	size_t subject_count, subject_cap;
	struct deeds *deeds;
	size_t deed_count, deed_cap;
	struct pairs accounts;  /* subject and folded actor */
	struct pairs sign_ins;  /* subjects: address and account */
	struct pairs mailboxes; /* subject and root of the mailbox */
	struct pairs addresses; /* subjects: any and an address */
	struct intern networks; /* session and network */
	struct told_act *told;  /* by act */
	uint32_t *act_order;    /* acts that count, by time */
	size_t act_count;
	struct intern domains; /* those of mailboxes, in lower case */
	uint32_t *folded_text; /* by text: without regard to case */
	size_t text_count;
	struct buf scratch;
};

#define KINDS MIA_TRIAGE_KIND_COUNT

static inline uint32_t
subject_in(const struct tally *y, uint32_t context, unsigned kind)
{
	return y->subject_of[(size_t)context * KINDS + kind];
}

static inline const struct deeds *
deeds_of(const struct tally *y, const struct subject *s)
{
	static const struct deeds none;

	return s->deeds ? &y->deeds[s->deeds - 1] : &none;
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
/* A text without regard to case, as the number of an interned one. */
bool mia__triage_fold_text(struct tally *y, uint32_t id, uint32_t *ret);
/* The account of this folded text, + 1; 0: there is none. */
uint32_t mia__triage_account(const struct tally *y, uint32_t text);
void mia__triage_pairs_init(struct pairs *pairs, bool with_stats);
void mia__triage_pairs_release(struct tally *y, struct pairs *pairs);
/* The number of this pair, or 0. */
uint32_t mia__triage_find_pair(const struct pairs *pairs, uint32_t subject, uint32_t other);
/* Asks for the memory that looking for this pair will look at. */
void mia__triage_fetch_pair(const struct pairs *pairs, uint32_t subject, uint32_t other);
/* The number of a pair, with a place for its numbers. */
bool mia__triage_pair(struct tally *y, struct pairs *pairs, uint32_t subject, uint32_t other, uint32_t *ret);
/* signins.c: by account and address; who was new to whom. */
bool mia__triage_count_signins(struct tally *y);
bool mia__triage_find_new(struct tally *y);
/* volume.c: distinct messages and folders, and how many in one go. */
bool mia__triage_count_volume(struct tally *y);
/* acts.c: what each rule, forwarding, consent and the like comes to. */
bool mia__triage_tell_acts(struct tally *y);
/* deeds.c: whose they are. */
bool mia__triage_count_acts(struct tally *y);
/* judge.c: which reasons hold. */
void mia__triage_judge(struct tally *y);
/* rows.c: what is handed out. */
bool mia__triage_make_rows(struct tally *y);
/* buckets.c: how often. */
void mia__triage_fill_buckets(struct tally *y);

#endif
