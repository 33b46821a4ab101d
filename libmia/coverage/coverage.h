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
#include "base/sort.h"
#include "base/widen.h"
#include "coverage/extent.h"
#include "names/answers.h"
#include "names/directory.h"

/*
 * An audited record of one mailbox, or (mailbox NO_MAILBOX) of none; 24 bytes,
 * since every record of the evidence has one. Half of the key is enough to tell
 * copies: it is asked only of records of one mailbox and one moment.
 */
struct coverage_record {
	uint64_t key;               /* coverage_half_key */
	mia_time time;              /* or MIA_TIME_UNKNOWN */
	uint32_t mailbox;           /* a number of mailboxes; after seal of boxes; or NO_MAILBOX */
	uint32_t source : 24;       /* index into sources; of several copies the least name */
	uint32_t access : 2;        /* enum mia_access */
	uint32_t throttled : 2;     /* enum mia_known, or COVERAGE_UNCLEAR */
	uint32_t record_type50 : 1; /* RecordType is 50 (ExchangeItemAggregated) */
	uint32_t mailbox_op : 1;    /* an operation that mailbox auditing makes */
	uint32_t zone_unknown : 1;  /* TIME_ZONE_UNKNOWN */
};
/* IsThrottled is said in a way that cannot be read: another copy that says no does not settle it. */
#define COVERAGE_UNCLEAR 3
#define COVERAGE_SOURCES_MOST ((size_t)1 << 24)
#define NO_MAILBOX UINT32_MAX

/* The first half of a record's key, as a number that compares as keys do. */
static inline uint64_t
coverage_half_key(const unsigned char key[16])
{
	return sort_key_of_bytes((const char *)key, 16, 0);
}

/* One file. Every member merges by least, most, or union. */
struct coverage_source {
	uint32_t name;              /* in texts */
	uint64_t records;           /* the highest record number: rejects count */
	mia_time first, last;       /* of its events */
	int64_t result_count;       /* highest ResultCount; or MIA_NOT_COUNTED */
	int64_t result_count_least; /* lowest */
	struct coverage_row {
		int64_t count, index; /* ResultCount and ResultIndex; or MIA_NOT_COUNTED */
		uint64_t key;         /* of the record: a part of it */
		uint64_t record;      /* its place: one that is told of twice counts once */
	} * rows;                     /* that state one of the two; sorted after seal (queries.c) */
	size_t row_count, row_cap;
	bool unstated_rows; /* some state neither */
	struct coverage_reject {
		uint64_t record, offset;
		/* After seal: of the records around it where the file is in order of
		 * time, unknown at its ends; else its extent. */
		mia_time before, after;
		mia_time stated; /* by what is left of the record itself; or unknown */
		int reason;      /* enum mia_reason */
	} * rejects;             /* sorted by record, without repeats, after seal */
	size_t reject_count, reject_cap;
	struct coverage_slot {
		mia_time least, most; /* of records that stand together; or unknown */
	} * slots;                    /* neighbours.c */
	size_t slot_count, slot_cap;
	bool zone_unknown; /* the time of a record here is TIME_ZONE_UNKNOWN */
	bool in_order;     /* after seal: by time; said only where there are rejects */
	/* What kinds of record it holds, by RecordType and MailAccessType. */
	bool binds50;                     /* MailItemsAccessed of type 50 */
	bool other_access;                /* MailItemsAccessed of another type, or of none stated */
	bool only50;                      /* no record of another type than 50 */
	bool has_items;                   /* records of type 2 or 3, or syncs */
	mia_time items_first, items_last; /* of these; or unknown */
};

/* A record that changes what is audited, whole as a rule needs it. Versions of
 * one record (equal keys) that say different things stand side by side. */
struct coverage_change {
	unsigned char key[16];
	mia_time time;
	uint32_t id, source, operation, actor, object; /* in texts */
	uint32_t parameters, parameter_count;          /* a run of coverage.parameters */
	uint8_t failed;
	uint8_t odd; /* its operation only looks like the one that stands here: it may switch off, never on */
};
struct coverage_parameter {
	uint32_t name, value; /* in texts; 0: absent */
};

struct coverage_span {
	struct mia_span pub; /* texts in kept */
	size_t box;          /* or NO_BOX */
};

/* The longest gaps between neighbours in time, longest first, of equal ones
 * the earlier first; and how busy the log is otherwise. */
#define COVERAGE_GAPS 4
/* Records that stand further apart do not show what lies between them: a record
 * costs nothing to write, whatever its time. A week is longer than any weekly habit. */
#define COVERAGE_GOES_ON (7 * DAY)
struct coverage_gaps {
	uint64_t records, days; /* with a time; days (UTC) with a record */
	uint64_t all;           /* records that there will be in the end */
	mia_time first, last;   /* so far; or unknown */
	struct coverage_gap_list {
		size_t count;
		struct coverage_gap {
			mia_time start, end;
		} longest[COVERAGE_GAPS];
	} of_all, inner; /* inner: with a tenth of the records or more on both sides */
};

struct mia_coverage {
	struct mia_fold fold;
	struct mia_allocator a;
	struct mia_coverage_options options;
	struct mailbox_names mailboxes;
	struct answers operations; /* operations.c */
	struct intern texts;
	struct arena kept;               /* details of spans */
	struct coverage_record *records; /* after seal: by box, time, key; distinct */
	size_t record_count, record_cap;
	struct coverage_throttled {
		uint64_t key;
		uint32_t id; /* in texts */
	} * throttled;       /* the ids of throttled records; throttled.c */
	size_t throttled_count, throttled_cap;
	unsigned threads;                /* that the seal may use */
	struct coverage_source *sources; /* after seal: by name */
	size_t source_count, source_cap;
	struct coverage_change *changes; /* after seal: by time, key; distinct */
	size_t change_count, change_cap;
	struct coverage_act {
		mia_time time;
		uint32_t actor; /* in texts, lower case */
	} * acts;               /* acts.c */
	size_t act_count, act_cap;
	uint32_t *act_order;             /* after seal: by actor and time */
	bool lean, again, acts_left_out; /* as in an exposure: see may_leave_out */
	struct coverage_parameter *parameters;
	size_t parameter_count, parameter_cap;
	struct mia_coverage_mailbox *boxes; /* after seal, in order of the output */
	struct coverage_run {               /* the records of boxes[i] */
		size_t start, count;
		size_t readiness; /* index for mia_readiness_get, or NO_BOX */
	} * runs;
	struct coverage_run rest; /* the records that name no mailbox; behind all others */
	size_t box_count, box_cap;
	struct mia_coverage_extent extent;
	struct coverage_span *spans;
	size_t span_count, span_cap;
	bool sealed;
	struct intern source_names; /* number n is sources[n - 1] until they are sorted */
	uint32_t recent_source;     /* number of the source added to last; 0: none */
	uint32_t *box_of;           /* by number of mailboxes, while sealing */
	size_t box_of_cap;
	struct directory directory; /* numbers are those of boxes */
	struct coverage_gaps gaps;  /* of the tenant */
	struct coverage_gap *holes; /* gaps of the tenant beyond COVERAGE_GOES_ON, in order of time */
	size_t hole_count, hole_cap;
	struct placed_span *placed; /* scratch of spans.c */
	size_t placed_cap;
	uint32_t *by_start; /* the tenant's spans, then each box's, by start */
	size_t by_start_cap;
	size_t *span_runs; /* where in by_start: the tenant's 0, box i from [i + 1] to [i + 2] */
	size_t span_run_cap;
};

#define NO_BOX SIZE_MAX
/* Adds a span of boxes[box], or with NO_BOX of the tenant; then span->mailbox
 * may be set to name a mailbox that has no box, and the tenant is not meant. All
 * texts are copied. What is empty (end <= start) is left out. false: out of
 * memory. */
bool mia__coverage_add_span(struct mia_coverage *c, size_t box, const struct mia_span *span);
/* Text into kept, printf-like for ASCII; the absent text: out of memory. */
struct mia_text mia__coverage_detail(struct mia_coverage *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * The index of the mailbox that a text (UPN, alias, GUID, or a path that ends
 * in one) names, or NO_BOX: no mailbox of the evidence, or an alias (what
 * stands before the @) of several, or a UPN that stands with several GUIDs.
 */
size_t mia__coverage_find_box(const struct mia_coverage *c, struct mia_text name);

/* All mailboxes that it may name. */
struct directory_answer mia__coverage_meant(const struct mia_coverage *c, struct mia_text name);

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
/* The earliest and the latest moment of a record, since its zone may not be known. */
static inline mia_time
record_earliest(const struct coverage_record *record)
{
	return record->zone_unknown && record->time != MIA_TIME_UNKNOWN
		? time_plus(record->time, -MIA_ZONE_MOST)
		: record->time;
}
static inline mia_time
record_latest(const struct coverage_record *record)
{
	return record->zone_unknown && record->time != MIA_TIME_UNKNOWN
		? time_plus(record->time, MIA_ZONE_MOST)
		: record->time;
}
/* end - start, 0 where that is negative, the most there is where it overflows. */
static inline mia_time
time_between(mia_time start, mia_time end)
{
	mia_time span;

	if (end <= start)
		return 0;
	return __builtin_sub_overflow(end, start, &span) ? INT64_MAX : span;
}
/* "26 h 05 min", for a detail. */
#define SPAN_TEXT 40
const char *mia__time_span_text(mia_time span, char out[SPAN_TEXT]);

/* ---- what sealing is made of; false: memory ---- */
/* Is this an operation that mailbox auditing makes; does it change what is
 * audited or licensed? (operations.c) */
bool mia__operation_of_mailbox(struct answers *operations, const struct mia_event *event);
bool mia__operation_of_change(struct answers *operations, const struct mia_event *event);
/* Like which of those that switch auditing an operation looks that is none (MIA_FLAG_OPERATION_ODD), or NULL. */
const char *mia__operation_looks_like(const struct mia_event *event);
/* (tables.c) */
bool mia__coverage_add_source(struct mia_coverage *c, const struct mia_place *place, uint32_t *ret);
void mia__coverage_note_kind(struct coverage_source *source, const struct mia_event *event, bool type50);
/* (acts.c) false: out of memory. mia__acts_first: of what the account (its whole
 * name) did in any mailbox, the first from `from` on; unknown if nothing. */
bool mia__acts_wanted(const struct mia_coverage *c);
bool mia__acts_note(struct mia_coverage *c, const struct mia_event *event);
bool mia__acts_merge(struct mia_coverage *c, const struct mia_coverage *from);
bool mia__acts_seal(struct mia_coverage *c);
bool mia__acts_first(struct mia_coverage *c, struct mia_text account, mia_time from, mia_time *ret);
void mia__acts_release(struct mia_coverage *c);
/* (neighbours.c) false: out of memory. */
bool mia__neighbours_note(struct mia_coverage *c, struct coverage_source *source, uint64_t record,
	mia_time time);
bool mia__neighbours_merge(struct mia_coverage *c, struct coverage_source *source,
	const struct coverage_source *from);
void mia__neighbours_tell(struct coverage_source *source); /* rejects sorted */
void mia__neighbours_release(struct mia_coverage *c, struct coverage_source *source);
/* (queries.c) false: out of memory. */
bool mia__rows_note(struct mia_coverage *c, struct coverage_source *source, const struct mia_event *event);
bool mia__rows_seal(struct mia_coverage *c, struct coverage_source *source);
bool mia__coverage_add_change(struct mia_coverage *c, const struct mia_event *event, uint32_t source);
bool mia__coverage_merge_sources(struct mia_coverage *c, const struct mia_coverage *from, uint32_t *map);
bool mia__coverage_merge_changes(struct mia_coverage *c, const struct mia_coverage *from);
bool mia__coverage_tables_seal(
	struct mia_coverage *c); /* sources and changes; moves records to the sorted sources */
void mia__coverage_tables_release(struct mia_coverage *c);
/* (mailboxes.c) The boxes and box_of, without their records; then what is
 * counted over the records. */
bool mia__coverage_boxes_make(struct mia_coverage *c);
void mia__coverage_boxes_count(struct mia_coverage *c);
/* Widens what is shown to be logged: a time of an unknown zone shows it only from its
 * latest moment on, and up to its earliest. */
void mia__coverage_note_access(const struct coverage_record *record, mia_time *first, mia_time *last);
void mia__coverage_boxes_release(struct mia_coverage *c);
/* (throttled.c) false: out of memory. */
bool mia__throttled_note(struct mia_coverage *c, const struct mia_event *event);
bool mia__throttled_merge(struct mia_coverage *c, const struct mia_coverage *from);
bool mia__throttled_seal(struct mia_coverage *c);
/* (silence.c) Fills gaps, if any may be a silence. false: out of memory. */
bool mia__coverage_gaps_find(struct mia_coverage *c);
void mia__coverage_gaps_release(struct mia_coverage *c);
/* How many records lie outside of what the export is stated to hold. (missing.c) */
void mia__coverage_count_outside(struct mia_coverage *c);
bool mia__coverage_is_outside(const struct mia_coverage *c, mia_time time);
/* (order.c) Records by box, time and key; distinct; fills runs and sources of
 * boxes. */
bool mia__coverage_order_records(struct mia_coverage *c);
/* (spans.c) */
bool mia__coverage_spans_sort(struct mia_coverage *c); /* into the order of the output */
bool mia__coverage_spans_index(
	struct mia_coverage *c); /* by_start and span_runs, for what stands in spans now */
void mia__coverage_spans_release(struct mia_coverage *c);
enum mia_status mia__coverage_seal(struct mia_fold *fold, struct mia_error *err); /* seal.c */

/* The spans that blind a box, the tenant's among them, by start; each is asked
 * for blindness to any of `blind`. Needs mia__coverage_spans_index. */
struct span_walk {
	const struct mia_coverage *c;
	size_t tenant, tenant_end, own, own_end;
	unsigned blind;
	bool actors;
};
void mia__coverage_walk_begin(struct span_walk *walk, const struct mia_coverage *c, size_t box,
	unsigned blind, bool actors);
const struct mia_span *mia__coverage_walk_next(struct span_walk *walk); /* or NULL */

/* Times in rising order, repeats allowed. (silence.c) */
void mia__coverage_gaps_begin(struct coverage_gaps *gaps, uint64_t all);
void mia__coverage_gaps_add(struct coverage_gaps *gaps, mia_time time);

/* ---- the rules, in the order in which they are asked; false: memory ---- */
bool mia__rule_throttled(struct mia_coverage *c);            /* throttled.c: also what does not say so */
bool mia__rule_throttling_suspected(struct mia_coverage *c); /* suspected.c */
bool mia__rule_not_logged(struct mia_coverage *c);           /* not_logged.c */
bool mia__rule_silence(struct mia_coverage *c);              /* silence.c */
bool mia__rule_auditing_off(struct mia_coverage *c);         /* auditing_off.c: tenant and mailbox switches */
bool mia__rule_bypass(struct mia_coverage *c);               /* bypass.c */
bool mia__rule_licence(struct mia_coverage *c);              /* licence.c */
bool mia__rule_asked(struct mia_coverage *c);                /* asked.c: before, after, retention */
bool mia__rule_late(struct mia_coverage *c);                 /* late.c */
bool mia__rule_cut_short(struct mia_coverage *c);            /* cut_short.c */
bool mia__rule_rejected(struct mia_coverage *c);             /* rejected.c */
bool mia__rule_readiness(struct mia_coverage *c); /* by_readiness.c: spans from options.readiness */
bool mia__rule_covered(struct mia_coverage *c);   /* covered.c: last; what no span above blinds */

#endif
