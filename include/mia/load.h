/*
 * Evidence into folds, on all cores; and the sums.
 */
#ifndef MIA_LOAD_H
#define MIA_LOAD_H

#include <mia/fold.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_progress {
	uint64_t stored_bytes; /* read so far, as stored */
	uint64_t total_bytes;  /* of all files; 0 where a stream makes it unknown */
	uint64_t records;
	uint64_t rejected;
	size_t sources_done;
	size_t sources;
};

struct mia_load_options {
	size_t size;      /* sizeof(struct mia_load_options) */
	unsigned threads; /* 0: one a core */
	/* != 0: do not hash the sources; mia_source.sha256 stays "". For results
	 * that do not show it: hashing is a fifth of the work. */
	int without_sha256;
	/* != 0: hash the text of gzip sources too, as inflated
	 * (mia_source.text_sha256); not with without_sha256. */
	int text_sha256;
	/* Each callback may be NULL; they are called one at a time, but from
	 * any thread and, with several threads, in no particular order (sort by
	 * source, offset and record; parts of one long reject by place.length). A
	 * return value other than 0 cancels the load. */
	int (*on_reject)(void *ctx, const struct mia_reject *reject);
	/* Only events that were damaged or could not be read in full: DUP_KEY,
	 * BAD_SURROGATE, BAD_UTF8, ENVELOPE_DIFFERS, ITEMS_LOST, TIME_AMBIGUOUS,
	 * TIME_UNREADABLE, NO_TIME, BAD_VALUE. */
	int (*on_event)(void *ctx, const struct mia_event *event);
	int (*on_progress)(void *ctx, const struct mia_progress *progress); /* about ten times a second */
	void *ctx;
};

/*
 * Reads the whole evidence once and adds every event to each fold, then seals
 * the folds. Each worker thread folds into folds of its own, which are merged
 * at the end, so the result does not depend on the number of threads or on
 * the order in which files were named. options may be NULL.
 * MIA_OK also when records were rejected: ask the sources, or the sums.
 * MIA_ERR_CANCELLED: a callback asked to stop. Folds of a failed load may only
 * be freed. An evidence is loaded or read once (else MIA_ERR_STATE).
 */
MIA_API enum mia_status mia_load(struct mia_evidence *evidence, struct mia_fold *const *folds,
	size_t fold_count, const struct mia_load_options *options, struct mia_error *err);

/* Seals without loading: for a program that calls add itself. */
MIA_API enum mia_status mia_fold_seal(struct mia_fold *fold, struct mia_error *err);
MIA_API enum mia_status mia_fold_add(struct mia_fold *fold, const struct mia_event *event,
	struct mia_error *err);
/* Merges `from` into `fold`; both unsealed and of one kind (else
 * MIA_ERR_ARGUMENT or MIA_ERR_STATE). `from` may only be freed afterwards. */
MIA_API enum mia_status mia_fold_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err);

/*
 * The sums: what is here, whatever the question. A record that stands in the
 * evidence more than once is one event and otherwise repeats.
 */
struct mia_sums;
MIA_API enum mia_status mia_sums_new(struct mia_sums **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_sums_free(struct mia_sums *sums);
MIA_API struct mia_fold *mia_sums_fold(struct mia_sums *sums);

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
/* The following need a sealed fold. Borrowed from it. */
MIA_API const struct mia_totals *mia_sums_totals(const struct mia_sums *sums);
/* Events and repeats of one source by its name; MIA_ERR_ARGUMENT if unknown. */
MIA_API enum mia_status mia_sums_source(const struct mia_sums *sums, const char *name, uint64_t *events,
	uint64_t *repeats);

struct mia_operation_sum { /* in order of the name */
	struct mia_text operation;
	uint64_t events;
};
MIA_API size_t mia_sums_operation_count(const struct mia_sums *sums);
MIA_API const struct mia_operation_sum *mia_sums_operation(const struct mia_sums *sums, size_t i);

struct mia_mailbox_sum {         /* in order of the name */
	struct mia_text mailbox; /* UPN, else GUID, else empty: not stated */
	struct mia_text guid;
	uint64_t events, binds, syncs, throttled;
	mia_time first, last;
};
MIA_API size_t mia_sums_mailbox_count(const struct mia_sums *sums);
MIA_API const struct mia_mailbox_sum *mia_sums_mailbox(const struct mia_sums *sums, size_t i);

/*
 * The list of rejects, in the order of the evidence: source, record, place.
 */
struct mia_reject_list;
MIA_API enum mia_status mia_reject_list_new(struct mia_reject_list **ret,
	const struct mia_allocator *allocator, struct mia_error *err);
MIA_API void mia_reject_list_free(struct mia_reject_list *rejects);
MIA_API struct mia_fold *mia_reject_list_fold(struct mia_reject_list *rejects);
struct mia_listed_reject {
	struct mia_text source; /* its name */
	uint64_t record, line, offset, length, bad_offset;
	enum mia_reason reason;
	struct mia_text detail; /* ASCII */
};
/* The following need a sealed fold. Borrowed from it. */
MIA_API size_t mia_reject_list_count(const struct mia_reject_list *rejects);
MIA_API const struct mia_listed_reject *mia_reject_list_get(const struct mia_reject_list *rejects, size_t i);

#ifdef __cplusplus
}
#endif

#endif
