/* What standard error says below a coverage: rules that are off, and where the log is blind. */
#include "commands/coverage_notes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alike.h"
#include "notes.h"
#include "say.h"

#define MAILBOXES_TOLD 5

static int
named(const struct strings *words, struct mia_text a, struct mia_text b)
{
	for (size_t i = 0; i < words->count; i++) {
		if (text_is_alike(a, words->ptr[i]) || text_is_alike(b, words->ptr[i]))
			return 1;
	}
	return 0;
}

/* What is asked for by name limits what need be told. */
static int
concerns(const struct run *run, const struct mia_span *span)
{
	const struct options *options = &run->options;
	mia_time since, until;

	/* The last day of any export is not complete; no news that helps. */
	if (span->blind == 0 || span->reason == MIA_COVERAGE_LATE)
		return 0;
	mia_scope_span(options->scope, &since, &until);
	if ((until != MIA_TIME_UNKNOWN && span->start != MIA_TIME_UNKNOWN && span->start >= until) ||
		(since != MIA_TIME_UNKNOWN && span->end != MIA_TIME_UNKNOWN && span->end <= since))
		return 0;
	if (span->mailbox.len + span->mailbox_guid.len > 0 && options->mailboxes.count > 0 &&
		!named(&options->mailboxes, span->mailbox, span->mailbox_guid))
		return 0;
	return span->actor.len == 0 || options->users.count == 0 || options->expand ||
		named(&options->users, span->actor, span->actor);
}

static int
same_text(struct mia_text a, struct mia_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static int
same_subject(const struct mia_span *a, const struct mia_span *b)
{
	return same_text(a->mailbox, b->mailbox) && same_text(a->mailbox_guid, b->mailbox_guid) &&
		same_text(a->actor, b->actor);
}

/* All else is concluded: a mailbox may have had nothing to log, and a switch no
 * effect. */
static int
certain(enum mia_coverage_reason reason)
{
	return reason == MIA_COVERAGE_THROTTLED || reason == MIA_COVERAGE_BEFORE_EVIDENCE ||
		reason == MIA_COVERAGE_AFTER_EVIDENCE;
}

static void
tell(enum note_weight weight, const struct mia_span *span, size_t more)
{
	const char *what = span->blind == MIA_BLIND_BINDS ? "binds"
		: span->blind == MIA_BLIND_SYNCS          ? "syncs"
							  : "binds and syncs";
	const char *are = certain(span->reason) ? "are missing" : "may be missing";
	char from[MIA_TIME_TEXT + 8] = "", to[MIA_TIME_TEXT + 8] = "", others[48] = "";
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];
	struct mia_text whose = span->mailbox.len > 0 ? span->mailbox : span->mailbox_guid;

	if (mia_time_format(span->start, start) > 0)
		(void)snprintf(from, sizeof(from), " from %s", start);
	if (mia_time_format(span->end, end) > 0)
		(void)snprintf(to, sizeof(to), " to %s", end);
	if (more > 0)
		(void)snprintf(others, sizeof(others), " (and %zu more span%s)", more, more == 1 ? "" : "s");
	if (span->actor.len > 0)
		note(weight, "%s by %s %s%s%s: %s%s; see 'mia coverage'", what, quoted_text(span->actor), are,
			from, to, mia_coverage_reason_name(span->reason), others);
	else
		note(weight, "%s of %s %s%s%s: %s%s; see 'mia coverage'", what,
			whose.len > 0 ? quoted_text(whose) : "every mailbox", are, from, to,
			mia_coverage_reason_name(span->reason), others);
}

void
coverage_note_outside(const struct mia_coverage *coverage)
{
	struct mia_coverage_extent extent;
	char first[MIA_TIME_TEXT], last[MIA_TIME_TEXT];

	mia_coverage_extent(coverage, &extent);
	if (extent.outside == 0)
		return;
	(void)mia_time_format(extent.outside_first, first);
	(void)mia_time_format(extent.outside_last, last);
	note(NOTE_SCOPE,
		"%" PRIu64
		" record%s outside of what --exported states, from %s to %s: %s or the statement is wrong",
		extent.outside, extent.outside == 1 ? " lies" : "s lie", first, last,
		extent.outside == 1 ? "its time" : "their times");
}

void
coverage_notes(const struct run *run, const struct mia_coverage *coverage)
{
	size_t count = mia_coverage_count(coverage), subjects = 0;

	coverage_note_outside(coverage);
	for (size_t i = 0, next; i < count; i = next) {
		const struct mia_span *first = mia_coverage_span(coverage, i), *told = NULL;
		size_t concerned = 0;

		/* Spans of one mailbox stand together. */
		for (next = i; next < count; next++) {
			const struct mia_span *span = mia_coverage_span(coverage, next);

			if (!same_subject(first, span))
				break;
			if (concerns(run, span)) {
				/* What is certain before what is concluded. */
				if (told == NULL || (certain(span->reason) && !certain(told->reason)))
					told = span;
				concerned++;
			}
		}
		if (told != NULL && subjects++ < MAILBOXES_TOLD)
			tell(subjects == 1 ? NOTE_BLIND : NOTE_LOSS, told, concerned - 1);
	}
	if (subjects > MAILBOXES_TOLD)
		note(NOTE_LOSS, "the log is blind in %zu more mailbox%s or account%s; see 'mia coverage'",
			subjects - MAILBOXES_TOLD, subjects - MAILBOXES_TOLD == 1 ? "" : "es",
			subjects - MAILBOXES_TOLD == 1 ? "" : "s");
}
