/*
 * Evidence into folds, on all cores; and the sums.
 */
#ifndef MIA_LOAD_H
#define MIA_LOAD_H

#include <mia/fold.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How far a load has come. */
struct mia_progress {
	uint64_t stored_bytes; /* read so far, as stored */
	uint64_t total_bytes;  /* of all files; 0 where a stream makes it unknown */
	uint64_t records;
	uint64_t rejected;
	size_t sources_done;
	size_t sources;
};

/*
 * A switch by which another thread, or a signal handler, stops a load. One
 * switch may serve several loads. It is not taken back.
 */
struct mia_cancel;
/* A switch that is not set. Returns the usual statuses. */
MIA_API enum mia_status mia_cancel_new(struct mia_cancel **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
/* Only when no load that was given the switch is running any more. */
MIA_API void mia_cancel_free(struct mia_cancel *cancel);
/*
 * Asks every load that was given the switch to stop. It ends in
 * MIA_ERR_CANCELLED before its next read from a source: one that waits inside a
 * read (a pipe, a callback) stops when this read returns. A load whose last byte
 * was read may still end in MIA_OK. Any thread, at any time, also in a signal
 * handler; NULL is allowed.
 */
MIA_API void mia_cancel_ask(struct mia_cancel *cancel);
/* True once mia_cancel_ask was called; 0 for NULL. Any thread. */
MIA_API int mia_cancel_asked(const struct mia_cancel *cancel);

struct mia_load_options {
	size_t size;      /* set by mia_load_options_init */
	unsigned threads; /* 0: one a core, as far as there is work for them */
	/* != 0: do not hash the sources; mia_source.sha256 stays "". For results
	 * that do not show it: hashing is a fifth of the work. */
	int without_sha256;
	/* != 0: hash the text of gzip sources too, as inflated
	 * (mia_source.text_sha256); not with without_sha256. */
	int text_sha256;
	/* Each callback may be NULL; they are called one at a time, but from
	 * any thread and, with several threads, in no particular order (sort by
	 * source, offset and record; parts of one long reject by place.length). A
	 * return value other than 0 cancels the load. None of them may call the
	 * library with the evidence or a fold of this load. */
	int (*on_reject)(void *ctx, const struct mia_reject *reject);
	/* Only events that were damaged or could not be read in full: DUP_KEY,
	 * BAD_SURROGATE, BAD_UTF8, ENVELOPE_DIFFERS, ITEMS_LOST, TIME_AMBIGUOUS,
	 * TIME_UNREADABLE, NO_TIME, BAD_VALUE, PAYLOAD_LOST, THROTTLED_UNCLEAR,
	 * OPERATION_ODD. */
	int (*on_event)(void *ctx, const struct mia_event *event);
	/* About ten times a second, and once more when everything was read, before
	 * the folds are merged and sealed; that last call comes from the thread that
	 * called mia_load and tells the final numbers. */
	int (*on_progress)(void *ctx, const struct mia_progress *progress);
	void *ctx;
	const struct mia_cancel *cancel; /* stops the load from elsewhere; borrowed; NULL: nothing does */
};
/* Defaults: one thread a core, SHA-256 of the sources, no callbacks. */
MIA_API void mia_load_options_init(struct mia_load_options *options, size_t size);
#define mia_load_options_init(options) mia_load_options_init((options), sizeof(*(options)))

/*
 * Reads the whole evidence once and adds every event to each fold, then seals
 * the folds. Each worker thread folds into folds of its own, which are merged
 * at the end, so the result does not depend on the number of threads or on
 * the order in which files were named. fold_count may be 0: the evidence is
 * then read for the books of its sources alone. options may be NULL.
 *
 * Returns
 *   MIA_OK             everything was read and each fold is sealed. Also when
 *                      records or whole sources were rejected: ask the sources,
 *                      the sums, or on_reject. Also where the evidence has no
 *                      source: ask mia_evidence_count before, if that matters.
 *   MIA_ERR_ARGUMENT   no evidence or folds; options break the rule for sizes;
 *                      two sources have one name; a fold answered a positive
 *                      status.
 *   MIA_ERR_STATE      the evidence was loaded or read before (it is read once;
 *                      to ask again, make it again); or a fold is sealed.
 *   MIA_ERR_LIMIT      there is more than a fold can hold.
 *   MIA_ERR_CANCELLED  a callback or `cancel` asked to stop.
 *   MIA_ERR_MEMORY     the allocator refused; or a source of the caller's could
 *                      not be opened or read for lack of memory (ENOMEM).
 *   or what a fold of the caller's own failed with.
 * After a failure the folds may only be freed, and so may the evidence, once it
 * was read from. Called on one thread; it starts and ends the others itself.
 */
MIA_API enum mia_status mia_load(struct mia_evidence *evidence, struct mia_fold *const *folds,
	size_t fold_count, const struct mia_load_options *options, struct mia_error *err);

/*
 * The functions of a fold by hand, for a program that reads with
 * mia_reader_next. Hand over every event and every reject: a coverage that is
 * not told of a reject takes the log to be whole where it is not.
 *
 * Adds an event, which may come again. Returns the usual statuses;
 * MIA_ERR_ARGUMENT also where a fold of the program's own answers a positive
 * status; MIA_ERR_STATE: the fold is sealed; MIA_ERR_LIMIT: more than the fold
 * can hold; or what a fold of the program's own failed with.
 */
MIA_API enum mia_status mia_fold_add(struct mia_fold *fold, const struct mia_event *event,
	struct mia_error *err);
/* Tells a fold of a reject. Parts of a long one that are not the last, and folds
 * that take no notice of rejects, change nothing. Returns as mia_fold_add. */
MIA_API enum mia_status mia_fold_reject(struct mia_fold *fold, const struct mia_reject *reject,
	struct mia_error *err);
/* Tells a fold that is fed by hand that reading stopped behind the record at
 * `last` (that of the event or reject that came last), although the source goes
 * on: what would have followed is then not known, and nothing is said to be
 * covered by it. Once a source. Returns as mia_fold_add. */
MIA_API enum mia_status mia_fold_stop(struct mia_fold *fold, const struct mia_place *last,
	struct mia_error *err);
/* Seals without loading. A fold that is sealed already stays as it is (MIA_OK).
 * Returns the usual statuses; MIA_ERR_LIMIT: more than the fold can hold; or
 * what a fold of the program's own failed with. */
MIA_API enum mia_status mia_fold_seal(struct mia_fold *fold, struct mia_error *err);
/* Merges `from` into `fold`; `from` may only be freed afterwards. Returns as
 * mia_fold_add; MIA_ERR_ARGUMENT: the two are of different kinds, were made with
 * different questions, or are one; MIA_ERR_STATE: one of them is sealed. */
MIA_API enum mia_status mia_fold_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err);

/*
 * The sums: what is here, whatever the question. A record that stands in the
 * evidence more than once is one event and otherwise repeats.
 */
struct mia_sums;
/* Empty sums, which have no options. Returns the usual statuses. */
MIA_API enum mia_status mia_sums_new(struct mia_sums **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_sums_free(struct mia_sums *sums);
MIA_API struct mia_fold *mia_sums_fold(struct mia_sums *sums);

/* Numbers of records, whatever was asked. */
struct mia_totals {
	uint64_t records; /* events + repeats + rejected */
	uint64_t events;
	uint64_t repeats;
	uint64_t rejected;
	uint64_t rejected_by[MIA_REASON_COUNT];
	uint64_t flagged[MIA_FLAG_COUNT];
	uint64_t binds, syncs, unstated; /* MailItemsAccessed events by type */
	uint64_t throttled;              /* events with IsThrottled true */
	uint64_t throttled_not_stated;   /* MailItemsAccessed events without IsThrottled */
	uint64_t shared_ids;             /* ids that stand on different events */
	uint64_t no_time;                /* events without a usable time */
	mia_time first, last;            /* MIA_TIME_UNKNOWN where there is none */
};
/* The following need a sealed fold. What they hand out is borrowed and lives as
 * long as the sums. Any thread. NULL or 0 before the seal. */
MIA_API const struct mia_totals *mia_sums_totals(const struct mia_sums *sums);
/* Events and repeats of one source by its name; both may be NULL. Returns MIA_OK;
 * MIA_ERR_ARGUMENT: no event came from a source of this name;
 * MIA_ERR_STATE: the sums are not sealed. The sums can be asked again after
 * either. */
MIA_API enum mia_status mia_sums_source(const struct mia_sums *sums, const char *name, uint64_t *events,
	uint64_t *repeats, struct mia_error *err);

/* Events of one operation. Order: the name. */
struct mia_operation_sum {
	struct mia_text operation;
	uint64_t events;
};
/* Getters, as base.h has them. */
MIA_API size_t mia_sums_operation_count(const struct mia_sums *sums);
MIA_API const struct mia_operation_sum *mia_sums_operation(const struct mia_sums *sums, size_t i);

/* Events of one mailbox. Order: the name. */
struct mia_mailbox_sum {
	struct mia_text mailbox; /* UPN, else GUID, else empty: not stated */
	struct mia_text guid;
	uint64_t events, binds, syncs, throttled;
	mia_time first, last;
};
/* Getters, as base.h has them. */
MIA_API size_t mia_sums_mailbox_count(const struct mia_sums *sums);
MIA_API const struct mia_mailbox_sum *mia_sums_mailbox(const struct mia_sums *sums, size_t i);

/*
 * The list of rejects, in the order of the evidence: source, record, place.
 */
struct mia_reject_list;
/* An empty list. Returns the usual statuses. */
MIA_API enum mia_status mia_reject_list_new(struct mia_reject_list **ret,
	const struct mia_allocator *allocator, struct mia_error *err);
MIA_API void mia_reject_list_free(struct mia_reject_list *rejects);
MIA_API struct mia_fold *mia_reject_list_fold(struct mia_reject_list *rejects);
/* One reject, without its bytes. */
struct mia_listed_reject {
	struct mia_text source; /* its name */
	uint64_t record, line, offset, length, bad_offset;
	enum mia_reason reason;
	struct mia_text detail; /* ASCII */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_reject_list_count(const struct mia_reject_list *rejects);
MIA_API const struct mia_listed_reject *mia_reject_list_get(const struct mia_reject_list *rejects, size_t i);

#ifdef __cplusplus
}
#endif

#endif
