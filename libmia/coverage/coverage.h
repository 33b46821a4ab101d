/*
 * What the rules of coverage work on, after the fold was sealed; one rule
 * family a file. Private.
 *
 * add() keeps, merge() unites, seal() removes repeats, sorts, and asks each
 * rule in turn; a rule reads the tables and adds spans. Nothing in a span may
 * depend on the order in which numbers were handed out.
 */
#ifndef MIA_COVERAGE_COVERAGE_H
#define MIA_COVERAGE_COVERAGE_H

#include <mia/coverage.h>

#include "base/arena.h"
#include "base/buf.h"
#include "event/mailboxes.h"

/* An audited record of one mailbox, or (mailbox NO_MAILBOX) of none; 40
 * bytes, since every record of the evidence has one. */
struct coverage_record {
	unsigned char key[16];
	mia_time time;        /* or MIA_TIME_UNKNOWN */
	uint32_t mailbox;     /* a number of mailboxes; after seal the root */
	uint32_t id;          /* in texts: the record's id, for throttled ones only; else 0 */
	uint32_t source;      /* a number of sources */
	uint8_t access;       /* enum mia_access */
	uint8_t throttled;    /* enum mia_known */
	uint8_t record_type50;/* RecordType is 50 (ExchangeItemAggregated) */
	uint8_t mailbox_op;   /* an operation that mailbox auditing makes (domain §5.4) */
};
#define NO_MAILBOX UINT32_MAX

/* One file. Every member merges by least, most, or union. */
struct coverage_source {
	uint32_t name;                  /* in texts */
	uint64_t records;               /* the highest record number: rejects count */
	mia_time first, last;           /* of its events */
	int64_t result_count;           /* highest ResultCount; or MIA_NOT_COUNTED */
	int64_t result_count_least;     /* lowest */
	uint64_t *result_indexes;       /* sorted, without repeats, after seal */
	size_t index_count, index_cap;
	struct coverage_reject {
		uint64_t record, offset;
		mia_time before, after;     /* of the records around it, as known; or unknown */
		int reason;                 /* enum mia_reason */
	} *rejects;                     /* sorted by record, without repeats, after seal */
	size_t reject_count, reject_cap;
};

/* A record that changes what is audited, whole as a rule needs it. */
struct coverage_change {
	unsigned char key[16];
	mia_time time;
	uint32_t id, source, operation, actor, object; /* in texts */
	uint32_t parameters, parameter_count;          /* a run of coverage.parameters */
	uint8_t failed;
};
struct coverage_parameter {
	uint32_t name, value;           /* in texts; 0: absent */
};

struct coverage_span {
	struct mia_span pub;            /* texts in kept or in texts */
};

struct mia_coverage {
	struct mia_fold fold;
	struct mia_allocator a;
	struct mia_coverage_options options;
	struct mailboxes mailboxes;
	struct intern texts;
	struct arena kept;              /* details of spans */
	struct coverage_record *records; /* after seal: by mailbox root, time, key; distinct */
	size_t record_count, record_cap;
	struct coverage_source *sources; /* after seal: by name */
	size_t source_count, source_cap;
	struct coverage_change *changes; /* after seal: by time, key; distinct */
	size_t change_count, change_cap;
	struct coverage_parameter *parameters;
	size_t parameter_count, parameter_cap;
	struct mia_coverage_mailbox *boxes; /* after seal, in order of the output */
	struct coverage_run {           /* the records of boxes[i] */
		size_t start, count;
	} *runs;
	size_t box_count;
	struct mia_coverage_extent extent;
	struct coverage_span *spans;
	size_t span_count, span_cap;
	bool sealed;
};

#define NO_BOX SIZE_MAX
/* Adds a span of boxes[box], or with NO_BOX of the tenant; then span->mailbox
 * may be set to name a mailbox that has no box, and the tenant is not meant. All
 * texts are copied. What is empty (end <= start) is left out. false: out of
 * memory. */
bool coverage_add_span(struct mia_coverage *c, size_t box, const struct mia_span *span);
/* Text into kept, printf-like for ASCII; the absent text: out of memory. */
struct mia_text coverage_detail(struct mia_coverage *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The index of the mailbox that a text (UPN, alias, GUID) names, or NO_BOX. */
size_t coverage_find_box(const struct mia_coverage *c, struct mia_text name);

/* ---- time; spans of time never overflow ---- */
#define MINUTE ((mia_time)60 * MIA_TIME_SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
static inline mia_time
time_plus(mia_time t, mia_time span)
{
	mia_time sum;

	if (!__builtin_add_overflow(t, span, &sum))
		return sum == MIA_TIME_UNKNOWN ? sum + 1 : sum;
	return span < 0 ? MIA_TIME_UNKNOWN + 1 : INT64_MAX;
}

/* ---- the rules, in the order in which they are asked; false: memory ---- */
bool rule_throttled(struct mia_coverage *c);            /* throttled.c */
bool rule_throttling_suspected(struct mia_coverage *c); /* suspected.c */
bool rule_not_logged(struct mia_coverage *c);           /* not_logged.c */
bool rule_silence(struct mia_coverage *c);              /* silence.c */
bool rule_auditing_off(struct mia_coverage *c);         /* auditing_off.c: tenant and mailbox switches */
bool rule_bypass(struct mia_coverage *c);               /* bypass.c */
bool rule_licence(struct mia_coverage *c);              /* licence.c */
bool rule_asked(struct mia_coverage *c);                /* asked.c: before, after, retention */
bool rule_late(struct mia_coverage *c);                 /* late.c */
bool rule_cut_short(struct mia_coverage *c);            /* cut_short.c */
bool rule_rejected(struct mia_coverage *c);             /* rejected.c */
bool rule_readiness(struct mia_coverage *c);            /* readiness_facts.c: spans from options.readiness */
bool rule_covered(struct mia_coverage *c);              /* covered.c: last; what no span above blinds */

#endif
