/* What is said of one mailbox, and in which order; the words are wording.c's. */
#include "findings/wording.h"

#define SPANS_TOLD 5
#define SOURCES_TOLD 5
#define RULES_TOLD 5
#define RULE_TEXTS_TOLD 5

static const char nothing_in_scope[] = "attributed to the unauthorised actor";
static const char nothing_by_anyone[] = "by anyone, the owner included,";

/* ---- what is recorded ---- */

static const char *
first_known(mia_time *ret, mia_time asked, mia_time stated, mia_time seen, const char *seen_as)
{
	*ret = asked != MIA_TIME_UNKNOWN ? asked : stated != MIA_TIME_UNKNOWN ? stated : seen;
	if (asked != MIA_TIME_UNKNOWN)
		return "as asked";
	if (stated != MIA_TIME_UNKNOWN)
		return "as the export is said to hold";
	return seen != MIA_TIME_UNKNOWN ? seen_as : NULL;
}

static bool
is_logged(const struct finding_box *box)
{
	const struct mia_coverage_mailbox *covered = box->covered;

	return (covered && covered->binds + covered->syncs + covered->unstated > 0) ||
		(box->exposed &&
			box->exposed->binds + box->exposed->syncs + box->exposed->kind_not_stated +
					box->exposed->unattributed_records >
				0);
}

/* Only what lies in the time asked for; what was not asked needs no excuse. */
static void
clip(struct sentence *s, const struct mia_span *span)
{
	const struct mia_findings_options *asked = &s->facts->view->asked;

	between(s, span->start, span->end);
	if (asked->since != MIA_TIME_UNKNOWN && (s->from == MIA_TIME_UNKNOWN || s->from < asked->since))
		s->from = asked->since;
	if (asked->until != MIA_TIME_UNKNOWN && (s->until == MIA_TIME_UNKNOWN || s->until > asked->until))
		s->until = asked->until;
}

/* In which times "none recorded" says something. */
static void
say_whole(struct sentence *s)
{
	const struct sentence_facts *facts = s->facts;
	size_t told = 0;

	for (size_t i = 0; i < facts->span_count && told < SPANS_TOLD; i++) {
		if (facts->spans[i]->reason != MIA_COVERAGE_COVERED)
			continue;
		clip(s, facts->spans[i]);
		s->open_ended = true;
		mia__wording_say(s, WHOLE_LOG, 0);
		s->open_ended = false;
		told++;
	}
}

static void
say_nothing(struct sentence *s)
{
	const struct sentence_facts *facts = s->facts;
	const struct finding_view *view = facts->view;

	if (!is_logged(facts->box) && !facts->box->any_covered) {
		mia__wording_say(s, SILENT, 0);
		return;
	}
	s->from_known = first_known(&s->from, view->asked.since, view->extent.stated_from, view->extent.first,
		"first record of the evidence");
	s->until_known = first_known(&s->until, view->asked.until, view->extent.stated_until,
		view->extent.last, "last record of the evidence");
	mia__buf_str(s->text, view->by_someone ? nothing_in_scope : nothing_by_anyone);
	mia__wording_say(s, NOTHING, 0);
	if (!is_logged(facts->box))
		mia__wording_say(s, EXPECTED, 0);
	say_whole(s);
}

static void
say_copied(struct sentence *s)
{
	const struct finding_box *box = s->facts->box;
	const struct mia_mailbox_finding *finding = s->facts->finding;
	bool whole = finding->basis & MIA_BASIS_SYNC_CONTEXT;

	for (int mailbox = 0; mailbox <= whole; mailbox++) {
		if (mailbox == whole && box->lists_messages)
			mia__wording_part(s, BY_INVENTORY, box->presumed_synced);
		else if (mailbox == whole && box->counted_folders)
			mia__wording_part(s, BY_STATISTICS, box->counted_items);
		between(s, box->exposed ? box->exposed->first_sync : MIA_TIME_UNKNOWN,
			box->exposed ? box->exposed->last_sync : MIA_TIME_UNKNOWN);
		mia__wording_say(s, mailbox ? WHOLE : COPIED, finding->folders_synced);
	}
	if (!whole)
		mia__wording_say(s, OTHERS, 0);
}

static void
add_texts(struct sentence *s, struct mia_texts texts, const char *between)
{
	for (size_t i = 0; i < texts.count && i < RULE_TEXTS_TOLD; i++) {
		mia__buf_str(s->text, i ? between : "");
		mia__buf_text(s->text, texts.ptr[i]);
	}
	if (texts.count > RULE_TEXTS_TOLD)
		mia__wording_part(s, MORE_FILES, texts.count - RULE_TEXTS_TOLD);
}

/* Whereto, from when until when, and what mail. */
static void
add_rule(struct sentence *s, const struct mia_forwarding *rule)
{
	mia__buf_str(s->text, s->text->len ? "; " : "");
	if (rule->targets.count)
		add_texts(s, rule->targets, ", ");
	else
		mia__buf_str(s->text, "an address that the log does not state");
	mia__buf_str(s->text, " (");
	between(s, rule->start, rule->end);
	mia__wording_part(s, LASTING, 0);
	if (rule->conditions.count) {
		mia__buf_str(s->text, ", mail with ");
		add_texts(s, rule->conditions, ", ");
	}
	mia__buf_byte(s->text, ')');
}

static void
say_forwarded(struct sentence *s)
{
	const struct sentence_facts *facts = s->facts;
	const struct finding_view *view = facts->view;
	mia_time first = MIA_TIME_UNKNOWN, last = MIA_TIME_UNKNOWN;
	uint64_t rules = 0;

	for (size_t i = 0; i < facts->box->rule_count; i++) {
		const struct mia_forwarding *rule =
			view->forwardings[facts->boxes->rules[facts->box->rule_start + i]];
		if (first == MIA_TIME_UNKNOWN || (rule->start != MIA_TIME_UNKNOWN && rule->start < first))
			first = rule->start;
		if (rule->start > last)
			last = rule->start;
		if (rules < RULES_TOLD)
			add_rule(s, rule);
		rules++;
	}
	if (rules > RULES_TOLD)
		mia__wording_part(s, MORE_FILES, rules - RULES_TOLD);
	between(s, first, last);
	mia__wording_say(s, FORWARDED, rules);
	if (facts->box->lists_messages)
		mia__wording_say(s, FORWARDED_COUNT, facts->box->presumed_forwarded);
}

/* The log did record something, with or without names. */
static bool
say_recorded(struct sentence *s)
{
	const struct mia_mailbox_finding *finding = s->facts->finding;
	const struct mia_mailbox_exposure *e = s->facts->box->exposed;

	/* Times of syncs are told with the folders. */
	if (e)
		between(s, e->first_bind, e->last_bind);
	if (e && finding->messages_accessed) {
		mia__wording_say(s, ACCESSED, finding->messages_accessed);
	} else if (e && e->binds) {
		mia__wording_say(s, NAMELESS, e->binds);
	}
	if (finding->folders_synced)
		say_copied(s);
	if (e && e->folders_opened)
		mia__wording_say(s, OPENED, e->folders_opened);
	if (finding->messages_handled)
		mia__wording_say(s, HANDLED, finding->messages_handled);
	if (finding->basis & MIA_BASIS_FORWARDED)
		say_forwarded(s);
	if (finding->unnamed_accesses)
		mia__wording_say(s, UNNAMED, finding->unnamed_accesses);
	if (e && e->kind_not_stated)
		mia__wording_say(s, KIND_NOT_STATED, e->kind_not_stated);
	if (e && e->items_lost)
		mia__wording_say(s, LOST, e->items_lost);
	return s->told;
}

/* ---- what cannot be excluded ---- */

/* Spans that would be told in the same words and overlap or touch are one to
 * whoever quotes it. */
struct blind_time {
	const struct mia_span *span; /* the first */
	mia_time from, until;
	uint64_t findings;
};

static bool
goes_on(const struct blind_time *last, const struct mia_span *span, mia_time from)
{
	return (last->until == MIA_TIME_UNKNOWN || from <= last->until) && last->span->blind == span->blind &&
		text_equal_nocase(last->span->actor, span->actor) &&
		strcmp(mia__wording_why(last->span), mia__wording_why(span)) == 0;
}

/* The first few things to say; returns how many spans go beyond them. Spans
 * come by start, so a time only grows at its end. */
static uint64_t
join_blind(struct sentence *s, struct blind_time *times, size_t *count)
{
	const struct sentence_facts *facts = s->facts;
	uint64_t more = 0;

	*count = 0;
	for (size_t i = 0; i < facts->span_count; i++) {
		const struct mia_span *span = facts->spans[i];
		size_t k = 0;
		if (mia__finding_span_basis(span) == 0)
			continue;
		clip(s, span);
		while (k < *count && !goes_on(&times[k], span, s->from))
			k++;
		if (k < *count) {
			times[k].findings++;
			if (times[k].until != MIA_TIME_UNKNOWN &&
				(s->until == MIA_TIME_UNKNOWN || s->until > times[k].until))
				times[k].until = s->until;
		} else if (k < SPANS_TOLD) {
			times[(*count)++] = (struct blind_time){ span, s->from, s->until, 1 };
		} else {
			more++;
		}
	}
	return more;
}

static enum wording
blind_wording(const struct sentence *s, unsigned blind, bool further)
{
	if (blind == MIA_BLIND_BINDS)
		return further ? BLIND_BINDS_FURTHER : BLIND_BINDS;
	if (blind == MIA_BLIND_SYNCS)
		return s->facts->finding->folders_synced ? BLIND_SYNCS_FURTHER : BLIND_SYNCS;
	return further ? BLIND_FURTHER : BLIND;
}

static void
say_blind(struct sentence *s, bool further)
{
	const struct sentence_facts *facts = s->facts;
	struct blind_time times[SPANS_TOLD];
	size_t count;
	uint64_t more = join_blind(s, times, &count);

	s->open_ended = true;
	for (size_t i = 0; i < count; i++) {
		between(s, times[i].from, times[i].until);
		mia__wording_part_why(s, times[i].span, times[i].findings);
		mia__wording_say(s, blind_wording(s, times[i].span->blind, further), 0);
	}
	s->open_ended = false;
	if (more)
		mia__wording_say(s, BLIND_MORE, more);
	if (!is_logged(facts->box))
		return;
	/* That some times are blind must not be taken for all others being whole. */
	if (count == 0 && facts->finding->basis & MIA_BASIS_GAP_EXPORT)
		mia__wording_say(s, BLIND_NO_RULE, 0);
	else if (count && !mia__finding_spans_hold_all(facts->view, facts->spans, facts->span_count))
		mia__wording_say(s, BLIND_REST, 0);
}

static void
say_files(struct sentence *s)
{
	struct mia_texts sources = s->facts->finding->sources;

	if (sources.count == 0)
		return;
	for (size_t i = 0; i < sources.count && i < SOURCES_TOLD; i++) {
		bool last = i + 1 == sources.count;
		mia__buf_str(s->text, i == 0 ? "" : last ? " and " : ", ");
		mia__buf_text(s->text, sources.ptr[i]);
	}
	if (sources.count > SOURCES_TOLD)
		mia__wording_part(s, MORE_FILES, sources.count - SOURCES_TOLD);
	mia__wording_say(s, FILES, sources.count);
}

void
mia__sentence_write(struct buf *out, const struct sentence_facts *facts)
{
	struct buf text;
	struct sentence s = { .out = out, .text = &text, .facts = facts };
	uint64_t unattributed = facts->finding->unattributed_records, untold = facts->box->untold_rules;

	mia__buf_init(&text, &out->a);
	bool recorded = say_recorded(&s);
	if (!recorded)
		say_nothing(&s);
	if (unattributed)
		mia__wording_say(&s, recorded ? UNATTRIBUTED_FURTHER : UNATTRIBUTED, unattributed);
	if (facts->box->blind & MIA_BASIS_UNNAMED)
		mia__wording_say(&s, ANYBODYS, mia__finding_boxes_nameless(facts->boxes));
	if (untold)
		mia__wording_say(&s, FORWARDED_UNTOLD, untold);
	say_blind(&s, recorded);
	say_files(&s);
	if (text.failed)
		out->failed = true;
	mia__buf_release(&text);
}
