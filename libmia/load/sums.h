/* The sums while they are being collected; private to load/. */
#ifndef MIA_LOAD_SUMS_H
#define MIA_LOAD_SUMS_H

#include <mia/load.h>

#include "base/buf.h"
#include "names/mailboxes.h"

/*
 * What must be kept of each record, since only sealing tells which of several
 * copies is the event and which are repeats. A file of a hundred million
 * records is held in memory as these, so each byte counts.
 */
struct sums_record {
	unsigned char key[16];
	uint64_t id;    /* hash of the id in lower case; 0: has none */
	uint64_t place; /* source number and record, see below */
	/* Enough to see that two copies differ: keyed with what whoever wrote the evidence
	 * cannot know, who would else find two that do not. */
	uint32_t content;
	uint32_t class; /* index into classes */
};

/* 2^24 sources of 2^40 records. */
#define SUMS_RECORD_BITS 40
#define SUMS_SOURCES_MAX (UINT64_C(1) << (64 - SUMS_RECORD_BITS))
#define SUMS_RECORDS_MAX (UINT64_C(1) << SUMS_RECORD_BITS)

/* Everything else that is counted; few combinations occur. */
struct sums_class {
	uint32_t operation; /* in operations */
	uint32_t mailbox;   /* in mailboxes */
	uint32_t bits;      /* the flags, and above them: */
};
#define SUMS_ACCESS_SHIFT MIA_FLAG_COUNT
#define SUMS_THROTTLED_SHIFT (SUMS_ACCESS_SHIFT + 2)
#define SUMS_NO_TIME (UINT32_C(1) << (SUMS_THROTTLED_SHIFT + 2))

struct sums_span {
	mia_time first, last;
};

struct sums_source {
	uint64_t events, repeats;
};

enum { SUMS_RECENT = 256 };

struct mia_sums {
	struct mia_fold fold;
	struct mia_allocator a;
	struct mailbox_names mailboxes;
	struct intern sources, operations;
	struct sums_record *records;
	size_t count, cap;
	struct sums_class *classes;
	size_t class_count, class_cap;
	struct slots class_slots; /* index + 1 */
	struct hash_key class_key, content_key;
	struct sums_span *spans; /* one a mailbox number */
	size_t span_count, span_cap;
	struct buf lower;
	struct mia_totals totals;
	bool sealed;
	unsigned threads;
	/* Of the records before: most say what one of these said. By a quick hash, the
	 * number, or 0; of a class its index + 1. */
	uint32_t last_source;
	uint32_t recent_operations[SUMS_RECENT];
	uint32_t recent_classes[SUMS_RECENT];
	struct sums_source *source_sums; /* by number in sources */
	size_t source_cap;
	struct mia_operation_sum *operation_sums;
	size_t operation_count, operation_cap;
	struct mia_mailbox_sum *mailbox_sums;
	size_t mailbox_count, mailbox_cap;
};

static inline void
sums_span_widen(struct sums_span *span, mia_time first, mia_time last)
{
	if (first == MIA_TIME_UNKNOWN)
		return;
	if (span->first == MIA_TIME_UNKNOWN || first < span->first)
		span->first = first;
	if (span->last == MIA_TIME_UNKNOWN || last > span->last)
		span->last = last;
}

enum mia_status mia__sums_seal(struct mia_fold *fold, struct mia_error *err);
/* Frees the records and what only they need. */
void mia__sums_release_records(struct mia_sums *sums);

#endif
