/*
 * Coverage: where the log could have told us, and where it could not, with
 * the reason, the rule and its record. docs/rules.md explains every rule and
 * names its source.
 */
#ifndef MIA_COVERAGE_H
#define MIA_COVERAGE_H

#include <mia/fold.h>
#include <mia/readiness.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_coverage;

/*
 * Call mia_coverage_options_init: a time that is left at 0 is not unknown but
 * 1970-01-01T00:00:00Z, and makes spans there.
 */
struct mia_coverage_options {
	size_t size;           /* set by mia_coverage_options_init */
	mia_time since, until; /* what the analyst asks about; or unknown */
	/* What the export is said to hold (--exported FROM..UNTIL). until is also
	 * taken as the time of the export. */
	mia_time exported_from, exported_until;
	int64_t retention_days;                /* 0: not stated */
	const struct mia_readiness *readiness; /* sealed, borrowed until the seal; may be NULL */
};
/* A time that is left at 0 is unknown. Defaults: all times unknown, nothing stated, no readiness. */
MIA_API void mia_coverage_options_init(struct mia_coverage_options *options, size_t size);
#define mia_coverage_options_init(options) mia_coverage_options_init((options), sizeof(*(options)))

/* An empty coverage. It needs every event and every reject of the evidence, in
 * scope or not: mia_load hands them over, mia_fold_add and mia_fold_reject do so
 * by hand. options may be NULL. Returns the usual statuses. */
MIA_API enum mia_status mia_coverage_new(struct mia_coverage **ret, const struct mia_allocator *allocator,
	const struct mia_coverage_options *options, struct mia_error *err);
MIA_API void mia_coverage_free(struct mia_coverage *coverage);
MIA_API struct mia_fold *mia_coverage_fold(struct mia_coverage *coverage);

/* What a span says. All but the first say why the log is blind there. */
enum mia_coverage_reason {
	MIA_COVERAGE_COVERED = 0, /* the rules show the log to be whole here */
	MIA_COVERAGE_THROTTLED,
	MIA_COVERAGE_THROTTLING_SUSPECTED,
	MIA_COVERAGE_NOT_LOGGED,
	MIA_COVERAGE_AUDITING_OFF,
	MIA_COVERAGE_BEFORE_EVIDENCE,
	MIA_COVERAGE_AFTER_EVIDENCE,
	MIA_COVERAGE_SILENCE,
	MIA_COVERAGE_CUT_SHORT,
	MIA_COVERAGE_REJECTED,
	MIA_COVERAGE_LATE,
	MIA_COVERAGE_REASON_COUNT
};
/* "covered", "throttled", "throttling suspected", "not logged", "auditing
 * switched off", "before the evidence", "after the evidence", "silence",
 * "export cut short", "rejected records", "late records". */
MIA_API const char *mia_coverage_reason_name(enum mia_coverage_reason reason);

/* What a span is blind to. */
#define MIA_BLIND_BINDS (1u << 0)
#define MIA_BLIND_SYNCS (1u << 1)

/*
 * One span, start <= time < end; MIA_TIME_UNKNOWN: open on that side. Covered
 * spans stand among the blind ones, with MIA_COVERAGE_COVERED and blind == 0;
 * time of which no span speaks is neither shown to be covered nor blind. mailbox
 * absent: every mailbox of the tenant; actor present: what this account did,
 * in any mailbox. Order: mailbox, actor, start, reason, end, rule, record.
 * Texts live as long as the coverage.
 */
struct mia_span {
	struct mia_text mailbox, mailbox_guid, actor;
	mia_time start, end;
	enum mia_coverage_reason reason;
	unsigned blind;   /* MIA_BLIND_*; 0 for covered */
	const char *rule; /* stable name of the rule, docs/rules.md */
	const char *
		until_rule; /* what ended it ("24 hours", "switched on", "no effect", "end of evidence"); "" */
	struct mia_text record_id; /* the record it rests on, if one */
	struct mia_text source;    /* the file it rests on, if one */
	struct mia_text detail;    /* ASCII or evidence text: one sentence with the measure */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_coverage_count(const struct mia_coverage *coverage);
MIA_API const struct mia_span *mia_coverage_span(const struct mia_coverage *coverage, size_t i);

/* Every mailbox that the evidence (or the readiness) names. Order: name, guid. */
struct mia_coverage_mailbox {
	struct mia_text mailbox, guid;
	uint64_t events, binds, syncs, unstated;          /* distinct records, failed ones included */
	mia_time first, last;                             /* of any record */
	mia_time first_access_record, last_access_record; /* of MailItemsAccessed */
	struct mia_texts sources;                         /* files that name it */
};
/* Getters, as base.h has them. Texts live as long as the coverage. */
MIA_API size_t mia_coverage_mailbox_count(const struct mia_coverage *coverage);
MIA_API const struct mia_coverage_mailbox *mia_coverage_mailbox(const struct mia_coverage *coverage,
	size_t i);

/* First and last record of the whole evidence, and what was stated. */
struct mia_coverage_extent {
	mia_time first, last;               /* or unknown */
	mia_time stated_from, stated_until; /* --exported; or unknown */
	/* Distinct records whose time lies outside of what is stated, and the first and the
	 * last of them; 0 and unknown before the seal. Such a record shows nothing to be
	 * covered, since it or the statement is wrong. */
	uint64_t outside;
	mia_time outside_first, outside_last;
};
/* Filled into *ret; first and last are unknown before the seal. Any thread. */
MIA_API void mia_coverage_extent(const struct mia_coverage *coverage, struct mia_coverage_extent *ret);

/*
 * How long [from, until) of a mailbox is blind to `blind`, by its own and the
 * tenant's spans, overlaps counted once; open ends are cut at from and until,
 * which may be unknown: then the extent of the evidence, or what the export is
 * said to hold where that is more. Spans of an actor count only if `actors`
 * != 0. mailbox: an index as for mia_coverage_mailbox. In units of 100 ns; 0
 * before the seal and where there is no such mailbox. Any thread.
 */
MIA_API mia_time mia_coverage_blind(const struct mia_coverage *coverage, size_t mailbox, unsigned blind,
	int actors, mia_time from, mia_time until);

#ifdef __cplusplus
}
#endif

#endif
