/*
 * Not logged: other records show that a mailbox was in use and audited, but
 * MailItemsAccessed was not made, or did not come into the export.
 *
 * no-access-records: a mailbox has records of other actions that mailbox
 * auditing makes, and none of MailItemsAccessed. The evidence comes before
 * licences and settings [INFERRED]: they are asked why, not whether. Causes:
 * the licence (before June 2024 MailItemsAccessed was part of Audit Premium
 * only [MS] "Audit (Premium)"; the change to E3 came between June 2024 and the
 * end of the year [FIELD]); a customised audit set, which does not receive
 * actions that Microsoft adds later; the kind of mailbox (groups, rooms,
 * equipment, public folders) [MS] "Manage mailbox auditing"; an export that
 * leaves the operation out. Nobody has to have used the mailbox's mail, so it
 * may also be that nothing was to be logged.
 *
 * no-access-records-yet: the other actions begin more than 24 hours before the
 * first MailItemsAccessed. Logging begins within 24 hours after a licence is
 * assigned [MS] "Set up Audit (Premium)".
 *
 * syncs-filtered: every MailItemsAccessed record is of record type 50, and no
 * record is of type 2 or 3 (nor a sync). Syncs are records of type 2 in real
 * exports [FIELD], against the schema, which speaks of type 50 alone [MS], so
 * an export by that type loses every sync [INFERRED]. Where some file is such
 * an export (nothing but type 50, 100 records, more than 24 hours) beside
 * others that are not, its extent is blind as far as no other file reaches.
 *
 * A mailbox that only sign-ins or admin records name gives no statement.
 */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

#define LEAD DAY
#define FILTERED_RECORDS 100

/* 2024-06-01 and 2025-01-01. */
#define STANDARD_FROM ((mia_time)1717200000 * MIA_TIME_SECOND)
#define STANDARD_SURE ((mia_time)1735689600 * MIA_TIME_SECOND)

static const char *
licence_cause(mia_time first, mia_time last)
{
	if (first != MIA_TIME_UNKNOWN && last < STANDARD_FROM)
		return "no Audit Premium licence (needed before June 2024)";
	if (first >= STANDARD_SURE)
		return "no licence that includes it (E3 and above)";
	return "the licence (Audit Premium before June 2024, E3 in doubt until the end of 2024)";
}

/* The times of a mailbox's audited actions other than MailItemsAccessed. */
static size_t
other_activity(const struct mia_coverage *c, size_t box, mia_time *first, mia_time *last)
{
	const struct coverage_run *run = &c->runs[box];
	size_t count = 0;

	*first = *last = MIA_TIME_UNKNOWN;
	for (size_t i = run->start; i < run->start + run->count; i++) {
		if (!c->records[i].mailbox_op || c->records[i].access != MIA_ACCESS_NONE)
			continue;
		count++;
		time_widen(first, last, c->records[i].time);
	}
	return count;
}

static bool
add_never(struct mia_coverage *c, size_t box, size_t count, mia_time first, mia_time last)
{
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];
	struct mia_span span = {
		.start = MIA_TIME_UNKNOWN,
		.end = MIA_TIME_UNKNOWN,
		.reason = MIA_COVERAGE_NOT_LOGGED,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "no-access-records",
	};

	mia_time_format(first, from);
	mia_time_format(last, until);
	span.detail = mia__coverage_detail(c,
		"%zu record%s of other audited actions%s%s%s%s, none of MailItemsAccessed; possible causes: "
		"%s, a customised audit set, a group, room or equipment mailbox, a mailbox on Exchange Server (2016, 2019, SE: "
		"no such operation there), an export without this operation, or nothing to log",
		count, count == 1 ? "" : "s", *from ? " from " : "", from, *from ? " to " : "", until,
		licence_cause(first, last));
	return span.detail.ptr && mia__coverage_add_span(c, box, &span);
}

static bool
add_not_yet(struct mia_coverage *c, size_t box, mia_time first)
{
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];
	mia_time access = c->boxes[box].first_access_record;
	struct mia_span span = {
		.start = MIA_TIME_UNKNOWN,
		.end = access,
		.reason = MIA_COVERAGE_NOT_LOGGED,
		.blind = MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "no-access-records-yet",
		.until_rule = "first access record",
	};

	mia_time_format(first, from);
	mia_time_format(access, until);
	span.detail = mia__coverage_detail(c,
		"other audited actions from %s on, the first MailItemsAccessed at %s, more than 24 hours "
		"later; possible causes: %s, or an audit set that was changed then",
		from, until, licence_cause(first, access));
	return span.detail.ptr && mia__coverage_add_span(c, box, &span);
}

static bool
not_logged_box(struct mia_coverage *c, size_t box)
{
	const struct mia_coverage_mailbox *b = &c->boxes[box];
	mia_time first, last;
	size_t count = other_activity(c, box, &first, &last);

	if (count == 0)
		return true;
	if (b->binds + b->syncs + b->unstated == 0)
		return add_never(c, box, count, first, last);
	if (first == MIA_TIME_UNKNOWN || time_between(first, b->first_access_record) <= LEAD)
		return true;
	return add_not_yet(c, box, first);
}

/* ---- syncs that an export by record type left out ---- */

static bool
add_filtered(struct mia_coverage *c, mia_time start, mia_time end, const struct coverage_source *source)
{
	struct mia_span span = {
		.start = start,
		.end = end,
		.reason = MIA_COVERAGE_NOT_LOGGED,
		.blind = MIA_BLIND_SYNCS,
		.rule = "syncs-filtered",
		.until_rule = end == MIA_TIME_UNKNOWN ? "" : "extent of the file",
		.source = source ? intern_text(&c->texts, source->name) : TEXT_ABSENT,
		.detail = source && end != MIA_TIME_UNKNOWN
			? TEXT("this file holds records of type 50 alone, so it was probably exported by record type, and syncs, which "
			       "are of type 2, are missing from it")
			: TEXT("every MailItemsAccessed is of record type 50 and no record is of type 2 or 3, so the export was probably "
			       "made by record type and syncs, which are of type 2, are missing"),
	};

	return mia__coverage_add_span(c, NO_BOX, &span);
}

static int
compare_items(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_source *sources = ctx;

	return (sources[x].items_first > sources[y].items_first) -
		(sources[x].items_first < sources[y].items_first);
}

/* What no file with records of type 2 or 3 reaches of a filtered one; `items`
 * are those files by their first such record. */
static bool
add_unreached(struct mia_coverage *c, const struct coverage_source *source, const uint32_t *items,
	size_t count)
{
	mia_time at = source->first;

	for (size_t i = 0; i < count && at < source->last; i++) {
		const struct coverage_source *other = &c->sources[items[i]];
		mia_time start = other->items_first < source->last ? other->items_first : source->last;
		if (at < start && !add_filtered(c, at, start, source))
			return false;
		if (other->items_last > at)
			at = other->items_last;
	}
	return at >= source->last || add_filtered(c, at, source->last, source);
}

static bool
is_filtered(const struct coverage_source *source)
{
	return source->binds50 && source->only50 && source->records >= FILTERED_RECORDS &&
		time_between(source->first, source->last) > DAY;
}

static bool
filtered_files(struct mia_coverage *c)
{
	uint32_t *items = mia__alloc(&c->a, c->source_count, sizeof(*items));
	size_t count = 0;

	if (!items)
		return false;
	for (size_t i = 0; i < c->source_count; i++)
		if (c->sources[i].items_first != MIA_TIME_UNKNOWN)
			items[count++] = (uint32_t)i;
	bool ok = mia__sort_numbers(&c->a, items, count, compare_items, c->sources);
	for (size_t i = 0; ok && i < c->source_count; i++)
		if (is_filtered(&c->sources[i]))
			ok = add_unreached(c, &c->sources[i], items, count);
	mia__dealloc(&c->a, items, c->source_count, sizeof(*items));
	return ok;
}

static bool
syncs_filtered(struct mia_coverage *c)
{
	bool binds50 = false, other = false;

	for (size_t i = 0; i < c->source_count; i++) {
		const struct coverage_source *source = &c->sources[i];
		binds50 |= source->binds50;
		other |= source->other_access || source->has_items;
	}
	if (!binds50)
		return true;
	if (other)
		return filtered_files(c);
	return add_filtered(c, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN,
		c->source_count == 1 ? &c->sources[0] : NULL);
}

bool
mia__rule_not_logged(struct mia_coverage *c)
{
	for (size_t box = 0; box < c->box_count; box++)
		if (!not_logged_box(c, box))
			return false;
	return syncs_filtered(c);
}
