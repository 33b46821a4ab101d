/* What is said of one mailbox, and in which order; the words are those of texts/. */
#include "base/number.h"
#include "findings/excluded.h"

#define TEXTS_TOLD 5
#define RULES_TOLD 5

/* ---- what is recorded ---- */

/* What of a beginning or an end is known, and how. */
struct known {
	mia_time asked, stated, seen;
	enum text_id as_asked, as_stated, as_seen;
};

static enum text_id
first_known(mia_time *ret, const struct known *k)
{
	*ret = k->asked != MIA_TIME_UNKNOWN ? k->asked : k->stated != MIA_TIME_UNKNOWN ? k->stated : k->seen;
	if (k->asked != MIA_TIME_UNKNOWN)
		return k->as_asked;
	if (k->stated != MIA_TIME_UNKNOWN)
		return k->as_stated;
	return k->seen != MIA_TIME_UNKNOWN ? k->as_seen : TEXTS;
}

bool
mia__sentence_is_logged(const struct finding_box *box)
{
	const struct mia_coverage_mailbox *covered = box->covered;

	return (covered && covered->binds + covered->syncs + covered->unstated > 0) ||
		(box->exposed &&
			box->exposed->binds + box->exposed->syncs + box->exposed->kind_not_stated +
					box->exposed->unattributed_records >
				0);
}

/* In which times "none recorded" says something. */
static void
say_whole(struct sentence *s)
{
	const struct spans_of_box *spans = &s->facts->spans;
	size_t told = 0;

	for (size_t i = 0; i < spans->told_count && told < COVERED_TOLD; i++) {
		if (spans->told[i]->reason != MIA_COVERAGE_COVERED ||
			mia__finding_span_is_moment(spans->told[i]))
			continue;
		mia__excluded_clip(s, spans->told[i]);
		s->open_ended = true;
		mia__wording_say(s, T_SAY_WHOLE_LOG, 0);
		s->open_ended = false;
		told++;
	}
}

static void
say_nothing(struct sentence *s)
{
	const struct sentence_facts *facts = s->facts;
	const struct finding_view *view = facts->view;

	if (!mia__sentence_is_logged(facts->box) && !facts->box->any_covered) {
		mia__wording_say(s, T_SAY_SILENT, 0);
		return;
	}
	const struct known begin = { view->asked.since, view->extent.stated_from, view->extent.first,
		T_KNOWN_ASKED_FROM, T_KNOWN_STATED_FROM, T_KNOWN_FIRST };
	const struct known end = { view->asked.until, view->extent.stated_until, view->extent.last,
		T_KNOWN_ASKED_UNTIL, T_KNOWN_STATED_UNTIL, T_KNOWN_LAST };
	s->from_known = first_known(&s->from, &begin);
	s->until_known = first_known(&s->until, &end);
	mia__wording_say(s, view->by_someone ? T_SAY_NOTHING : T_SAY_NOTHING_ANYONE, 0);
	if (!mia__sentence_is_logged(facts->box))
		mia__wording_say(s, T_SAY_EXPECTED, 0);
	say_whole(s);
}

static void
say_copied(struct sentence *s)
{
	const struct finding_box *box = s->facts->box;
	const struct mia_mailbox_finding *finding = s->facts->finding;
	int whole = (finding->basis & MIA_BASIS_SYNC_CONTEXT) != 0;

	for (int mailbox = 0; mailbox <= whole; mailbox++) {
		if (mailbox == whole && box->lists_messages)
			mia__wording_part_of(s, T_SAY_BY_INVENTORY, box->presumed_synced);
		else if (mailbox == whole && box->counted_folders)
			mia__wording_part_of(s, T_SAY_BY_STATISTICS, box->counted_items);
		between(s, box->exposed ? box->exposed->first_sync : MIA_TIME_UNKNOWN,
			box->exposed ? box->exposed->last_sync : MIA_TIME_UNKNOWN);
		mia__wording_say(s, mailbox ? T_SAY_WHOLE : T_SAY_COPIED, finding->folders_synced);
	}
	if (!whole)
		mia__wording_say(s, T_SAY_OTHERS, 0);
}

/* "a, b and c", or "a, b, c, d, e and 2 more". */
static void
add_texts(struct sentence *s, struct buf *out, struct mia_texts texts)
{
	char digits[20];

	for (size_t i = 0; i < texts.count && i < TEXTS_TOLD; i++) {
		if (i)
			mia__buf_str(out,
				mia__said(s->language, i + 1 == texts.count ? T_LIST_AND : T_LIST_COMMA));
		mia__buf_text(out, texts.ptr[i]);
	}
	if (texts.count > TEXTS_TOLD) {
		uint64_t more = texts.count - TEXTS_TOLD;
		const struct mia_text places[9] = { { digits, mia__number_format(more, digits) } };
		mia__said_into(out, s->language, T_LIST_MORE, more, places);
	}
}

/* Whereto, from when until when, and what mail. */
static void
add_rule(struct sentence *s, const struct mia_forwarding *rule)
{
	struct buf targets, conditions;

	mia__buf_init(&targets, &s->out->a);
	mia__buf_init(&conditions, &s->out->a);
	if (rule->targets.count)
		add_texts(s, &targets, rule->targets);
	else
		mia__buf_str(&targets, mia__said(s->language, T_FORWARD_UNSTATED));
	add_texts(s, &conditions, rule->conditions);
	between(s, rule->start, rule->end);
	if (s->text.len)
		mia__buf_str(&s->text, mia__said(s->language, T_LIST_SEMICOLON));
	mia__wording_part(s, rule->conditions.count ? T_FORWARD_TARGET_IF : T_FORWARD_TARGET,
		buf_view(&targets), buf_view(&conditions));
	s->text.failed = s->text.failed || targets.failed || conditions.failed;
	mia__buf_release(&targets);
	mia__buf_release(&conditions);
}

/* The forwarding of a mailbox, or a new rule without a condition. A rule that was changed may have had
 * one before, and a client may not state it. */
static bool
takes_all_mail(const struct mia_forwarding *rule)
{
	return text_equal_nocase(rule->operation, TEXT("Set-Mailbox")) ||
		(rule->conditions.count == 0 && text_equal_nocase(rule->operation, TEXT("New-InboxRule")));
}

static void
say_forwarded(struct sentence *s)
{
	const struct sentence_facts *facts = s->facts;
	const struct finding_view *view = facts->view;
	mia_time first = MIA_TIME_UNKNOWN, last = MIA_TIME_UNKNOWN;
	uint64_t rules = 0;
	bool all = true;

	for (size_t i = 0; i < facts->box->rule_count; i++) {
		const struct mia_forwarding *rule =
			view->forwardings[facts->boxes->rules[facts->box->rule_start + i]];
		if (first == MIA_TIME_UNKNOWN || (rule->start != MIA_TIME_UNKNOWN && rule->start < first))
			first = rule->start;
		if (rule->start > last)
			last = rule->start;
		all = all && takes_all_mail(rule);
		if (rules < RULES_TOLD)
			add_rule(s, rule);
		rules++;
	}
	if (rules > RULES_TOLD)
		mia__wording_part_of(s, T_LIST_MORE, rules - RULES_TOLD);
	between(s, first, last);
	mia__wording_say(s, all ? T_SAY_FORWARDED_ALL : T_SAY_FORWARDED, rules);
	if (facts->box->lists_messages)
		mia__wording_say(s, T_SAY_FORWARDED_COUNT, facts->box->presumed_forwarded);
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
		mia__wording_say(s, T_SAY_ACCESSED, finding->messages_accessed);
	} else if (e && e->binds) {
		mia__wording_say(s, T_SAY_NAMELESS, e->binds);
	}
	if (finding->folders_synced)
		say_copied(s);
	if (e && e->folders_opened)
		mia__wording_say(s, T_SAY_OPENED, e->folders_opened);
	if (e && e->accesses_untimed && e->first_access != MIA_TIME_UNKNOWN)
		mia__wording_say(s, T_SAY_UNTIMED, e->accesses_untimed);
	if (finding->messages_handled)
		mia__wording_say(s, T_SAY_HANDLED, finding->messages_handled);
	if (finding->basis & MIA_BASIS_FORWARDED)
		say_forwarded(s);
	if (finding->unnamed_accesses)
		mia__wording_say(s, T_SAY_UNNAMED, finding->unnamed_accesses);
	if (e && e->kind_not_stated)
		mia__wording_say(s, T_SAY_KIND_NOT_STATED, e->kind_not_stated);
	if (e && e->items_lost)
		mia__wording_say(s, T_SAY_LOST, e->items_lost);
	return s->led;
}

/* ---- what cannot be told or excluded ---- */

/* The gravest of it first: a folder that was copied is all that lay in it. */
static void
say_unattributed(struct sentence *s, bool recorded)
{
	const struct mia_mailbox_exposure *e = s->facts->box->exposed;
	uint64_t records = s->facts->finding->unattributed_records;

	if (e && e->folders_unattributed) {
		between(s, e->first_unattributed_sync, e->last_unattributed_sync);
		mia__wording_say(s, T_SAY_COPIES_UNATTRIBUTED, e->folders_unattributed);
		between(s, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
		records -= e->syncs_unattributed < records ? e->syncs_unattributed : records;
		recorded = true;
		s->caveat = true;
	}
	if (records) {
		mia__wording_say(s, recorded ? T_SAY_UNATTRIBUTED_FURTHER : T_SAY_UNATTRIBUTED, records);
		s->caveat = true;
	}
}

bool
mia__sentence_is_open(const struct finding_view *view, const struct finding_box *box,
	const struct mia_mailbox_finding *finding, const struct spans_of_box *spans)
{
	if (!mia__sentence_is_logged(box))
		return false;
	/* That some times are blind must not be taken for all others being whole. */
	return mia__finding_spans_any_blind(spans) ? !mia__finding_spans_hold_all(view, spans)
						   : (finding->basis & MIA_BASIS_GAP_EXPORT) != 0;
}

static void
say_excluded(struct sentence *s, bool further)
{
	const struct sentence_facts *facts = s->facts;
	size_t told = mia__excluded_say(s, &facts->spans, further);

	s->caveat = s->caveat || told;
	if (!facts->box->open || (facts->common && facts->common->no_rule))
		return;
	/* What the short form leaves out is no time that was told of. */
	mia__wording_say(s, told && !facts->common ? T_SAY_BLIND_REST : T_SAY_BLIND_NO_RULE, 0);
	s->caveat = true;
}

/* One GUID under several names: renamed, or changed by somebody. All is told under one. */
static void
say_names(struct sentence *s)
{
	const struct mia_mailbox_exposure *e = s->facts->box->exposed;

	if (!e || e->other_names.count == 0)
		return;
	add_texts(s, &s->text, e->other_names);
	mia__wording_say(s, T_SAY_NAMES, e->other_names.count);
	s->caveat = true;
}

static void
say_files(struct sentence *s)
{
	struct mia_texts sources = s->facts->finding->sources;

	if (sources.count == 0)
		return;
	add_texts(s, &s->text, sources);
	mia__wording_say(s, T_SAY_FILES, sources.count);
}

bool
mia__sentence_write(struct buf *out, const struct sentence_facts *facts)
{
	struct sentence s;
	uint64_t untold = facts->box->untold_rules;

	mia__wording_begin(&s, out, facts);
	bool recorded = say_recorded(&s);
	s.caveat = recorded;
	between(&s, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	if (!recorded)
		say_nothing(&s);
	between(&s, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN);
	say_unattributed(&s, recorded);
	if (facts->box->blind & MIA_BASIS_UNNAMED && !facts->common) {
		mia__wording_say(&s, T_SAY_ANYBODYS, mia__finding_boxes_nameless(facts->boxes));
		s.caveat = true;
	}
	if (facts->box->name_elsewhere) {
		mia__wording_say(&s, T_SAY_NAME_ELSEWHERE, 0);
		s.caveat = true;
	}
	if (facts->box->shared_accesses) {
		mia__wording_say(&s, T_SAY_SHARED_NAME, facts->box->shared_accesses);
		s.caveat = true;
	}
	if (untold) {
		mia__wording_say(&s, T_SAY_FORWARDED_UNTOLD, untold);
		s.caveat = true;
	}
	if (!mia__finding_box_is_known(facts->box) && facts->box->rule_count + untold)
		mia__wording_say(&s, T_SAY_WHICH_MAILBOX, 0);
	if (facts->box->maybe_rules) {
		mia__wording_say(&s, T_SAY_FORWARDED_WHOSE, facts->box->maybe_rules);
		s.caveat = true;
	}
	say_names(&s);
	say_excluded(&s, recorded);
	say_files(&s);
	mia__wording_end(&s);
	return s.caveat;
}
