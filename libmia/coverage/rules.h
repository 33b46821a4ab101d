/*
 * What several rules about the configuration and the export share. Private.
 */
#ifndef MIA_COVERAGE_RULES_H
#define MIA_COVERAGE_RULES_H

#include "coverage/coverage.h"

/* ---- records that change what is audited (changes.c) ---- */
/* The operation, without regard to case. */
bool mia__coverage_change_is(const struct mia_coverage *c, const struct coverage_change *change,
	const char *operation);
/* The last parameter of that name, without regard to case; absent if none. */
struct mia_text mia__coverage_change_parameter(const struct mia_coverage *c,
	const struct coverage_change *change, const char *name);
/* Whether a parameter says so; of several of that name `worst` counts if one of them says it, else the last. */
enum mia_known mia__coverage_change_boolean(const struct mia_coverage *c,
	const struct coverage_change *change, const char *name, enum mia_known worst);
/* For the end of a detail: that the operation of this change only looks like the one that switches; or "". */
const char *mia__coverage_odd_words(const struct mia_coverage *c, size_t change);
/* True, $true, 1; False, $false, 0; anything else is not stated. */
enum mia_known mia__boolean_of(struct mia_text value);
/* What was changed: ObjectId, else Identity. `name` is as written, and absent
 * where neither stands there. */
struct change_target {
	size_t box;
	struct mia_text name;
};
struct change_target mia__coverage_change_target(const struct mia_coverage *c,
	const struct coverage_change *change);

/* ---- switches: off from one record, on from another (switches.c) ---- */
struct coverage_switch {
	struct change_target target; /* of the tenant: { NO_BOX, absent } */
	unsigned kind;               /* a number of the rule's own */
	bool on;
	size_t change;  /* index into changes */
	mia_time shown; /* from when records show it on all the same; or unknown */
};
struct switches {
	struct coverage_switch *items;
	size_t count, cap;
};
struct switch_rule {
	const char *on_word; /* until_rule where a record switched it on */
	mia_time settling;   /* how long records may still come although it is off */
	/* Whether a record shows that a switch of this kind was on when it was
	 * made. NULL: no record can. A switch of a box asks the box's records, one
	 * of the tenant all. */
	bool (*shows)(const struct coverage_record *record, unsigned kind);
	/* Adds the span; start, end, until_rule, record_id and source are filled in. */
	bool (*tell)(struct mia_coverage *c, const struct coverage_switch *off, struct mia_span *span);
};
bool mia__switches_add(struct mia_coverage *c, struct switches *s, struct change_target target, unsigned kind,
	bool on, size_t change);
/* One span for each time that something was off, then releases s. `ok` false:
 * only releases, and answers false. */
bool mia__switches_tell(struct mia_coverage *c, struct switches *s, const struct switch_rule *rule, bool ok);

/* ---- sources (missing.c) ---- */
/* The audit log writes whole seconds: what was logged in the second of t is
 * inside a span that ends here. Unknown stays unknown. */
mia_time mia__behind_moment(mia_time t);
/* By how much this end of the evidence may be wrong, either way: the zone of the time
 * of its record may not be known. */
mia_time mia__extent_slack(const struct mia_coverage *c, mia_time time);
/* Where in time a record may lie that the evidence lacks, if nothing but
 * --exported tells: from the stated ends, or from `first` and `last` where the
 * evidence reaches further; open where nothing is stated. */
void mia__missing_range(const struct mia_coverage *c, mia_time first, mia_time last, struct mia_span *span);
/* The reject speaks of the source or of its rest, not of one record. */
bool mia__reject_of_source(const struct coverage_reject *reject);
/* Behind the reject there may be records that were never seen. */
bool mia__reject_breaks_off(const struct coverage_source *source, const struct coverage_reject *reject);
/* queries.c: what the rows of a source say of the queries that it holds. */
struct coverage_queries {
	uint64_t queries; /* how many, at least */
	uint64_t missing; /* rows that the totals promise and that are not here */
	uint64_t inside,
		before;       /* numbers that are missing below one that is here; before: below all of them */
	uint64_t hole;        /* the lowest of them; or 0 */
	uint64_t round;       /* a query ends at this number of rows; or 0 */
	uint64_t plain_round; /* likewise, by counting rows without a number */
	struct {
		int64_t count;
		uint64_t queries, promised, here;
	} worst; /* the total of which most is missing */
};
struct coverage_queries mia__queries_of(const struct coverage_source *source);
/* How many rows the source has, rejected ones among them. */
uint64_t mia__rows_of(const struct coverage_source *source);
/* An export ends at this number of rows although there is more. */
bool mia__export_ends_at(uint64_t rows);
/* result_count.c: whole[i]: source i is one of several parts that together
 * hold every ResultIndex. */
bool mia__sources_in_parts(struct mia_coverage *c, bool *whole);
bool mia__tell_result_index(struct mia_coverage *c, const struct coverage_source *source,
	const struct coverage_queries *q);
bool mia__tell_result_count(struct mia_coverage *c, const struct coverage_source *source,
	const struct coverage_queries *q);

/* ---- by_readiness.c, one by one for tests ---- */
bool mia__readiness_tell_tenant(struct mia_coverage *c, const struct mia_readiness_tenant *tenant);
bool mia__readiness_tell_mailbox(struct mia_coverage *c, const struct mia_readiness_mailbox *mailbox);

#endif
