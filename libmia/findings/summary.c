/* The first page: numbers, and the sentences that say them. The causes of what
 * cannot be excluded are gathered in doubts.c. */
#include "findings/summary.h"

#include "base/error.h"
#include "base/number.h"
#include "base/time_text.h"
#include "base/widen.h"

struct mia_summary {
	struct mia_allocator a;
	struct arena kept;
	enum mia_language language;
	struct mia_summary_numbers numbers;
	struct mia_summary_line lines[SUMMARY_LINES];
	size_t line_count;
	struct doubts doubts;
};

/* ---- numbers ---- */

static void
count_mailboxes(struct mia_summary_numbers *n, const struct mia_findings *f)
{
	for (size_t i = 0; i < f->boxes.count; i++) {
		const struct mia_mailbox_finding *finding = &f->mailboxes[i];
		const struct mia_mailbox_exposure *e = f->boxes.boxes[i].exposed;
		n->mailboxes_by_level[finding->level]++;
		n->mailboxes_accessed += (finding->basis & BASIS_ATTRIBUTED) != 0;
		n->mailboxes_open +=
			(finding->basis & MIA_BASIS_CANNOT_EXCLUDE) != 0 || f->boxes.boxes[i].open;
		n->folders_copied += finding->folders_synced;
		time_widen(&n->first_access, &n->last_access, finding->first_access);
		time_widen(&n->first_access, &n->last_access, finding->last_access);
		n->records_unattributed += finding->unattributed_records;
		if (!e)
			continue;
		n->folders_unattributed += e->folders_unattributed;
		time_widen(&n->first_unattributed_sync, &n->last_unattributed_sync,
			e->first_unattributed_sync);
		time_widen(&n->first_unattributed_sync, &n->last_unattributed_sync,
			e->last_unattributed_sync);
	}
}

static void
count(struct mia_summary_numbers *n, const struct mia_findings *f, const struct mia_subjects *subjects)
{
	const struct mia_subjects_sums *people = mia_subjects_sums(subjects);

	*n = (struct mia_summary_numbers){
		.by_someone = f->view.by_someone,
		.mailboxes = f->boxes.count,
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
		.first_unattributed_sync = MIA_TIME_UNKNOWN,
		.last_unattributed_sync = MIA_TIME_UNKNOWN,
	};
	memcpy(n->messages, f->sums.by_level, sizeof(n->messages));
	count_mailboxes(n, f);
	if (people) {
		n->people_known = 1;
		n->people_least = people->people_least;
		n->people_most = people->people_most;
		n->people_bounded = !people->unbounded && people->messages_without_people == 0;
	}
}

/* ---- sentences ---- */

struct saying {
	struct mia_summary *s;
	struct buf out;
	bool ok;
};

static void
say(struct saying *w, enum mia_summary_topic topic, enum text_id text, uint64_t n,
	const struct mia_text places[static 9])
{
	struct mia_summary_line *line = &w->s->lines[w->s->line_count];

	buf_clear(&w->out);
	mia__said_into(&w->out, w->s->language, text, n, places);
	*line = (struct mia_summary_line){ topic, mia__arena_text(&w->s->kept, buf_view(&w->out)) };
	w->ok = w->ok && !w->out.failed && line->text.ptr;
	w->s->line_count++;
}

static void
say_number(struct saying *w, enum mia_summary_topic topic, enum text_id text, uint64_t n)
{
	char digits[20];
	const struct mia_text places[9] = { { digits, mia__number_format(n, digits) } };

	say(w, topic, text, n, places);
}

static void
say_access(struct saying *w, const struct mia_findings *f)
{
	const struct mia_summary_numbers *n = &w->s->numbers;
	uint64_t messages = n->messages[MIA_LEVEL_ACCESS_RECORDED], boxes = 0, nameless = 0;
	char some[20], all[20], many[20], first[MIA_TIME_TEXT], last[MIA_TIME_TEXT];

	if (n->mailboxes == 0) {
		say_number(w, MIA_SUMMARY_ACCESS, T_SUM_NO_MAILBOX, 0);
		return;
	}
	for (size_t i = 0; i < f->boxes.count; i++) {
		const struct mia_mailbox_exposure *e = f->boxes.boxes[i].exposed;
		boxes += f->mailboxes[i].messages_accessed > 0;
		nameless += e && f->mailboxes[i].messages_accessed == 0 ? e->binds : 0;
	}
	const struct mia_text counted[9] = { { some, mia__number_format(boxes, some) },
		{ all, mia__number_format(n->mailboxes, all) },
		{ many, mia__number_format(messages, many) } };
	if (messages)
		say(w, MIA_SUMMARY_ACCESS, n->by_someone ? T_SUM_ACCESS : T_SUM_ACCESS_ANYONE, messages,
			counted);
	else if (nameless == 0)
		say_number(w, MIA_SUMMARY_ACCESS, n->by_someone ? T_SUM_NO_ACCESS : T_SUM_NO_ACCESS_ANYONE,
			n->mailboxes);
	/* Access without a name is access. */
	if (nameless)
		say_number(w, MIA_SUMMARY_ACCESS, n->by_someone ? T_SUM_NAMELESS : T_SUM_NAMELESS_ANYONE,
			nameless);
	if (n->first_access != MIA_TIME_UNKNOWN) {
		const struct mia_text times[9] = { mia__time_plain(n->first_access, first),
			mia__time_plain(n->last_access, last) };
		say(w, MIA_SUMMARY_ACCESS, n->by_someone ? T_SUM_WHEN : T_SUM_WHEN_ANYONE, 0, times);
	}
	if (n->messages[MIA_LEVEL_PRESUMED_COPIED])
		say_number(w, MIA_SUMMARY_ACCESS, T_SUM_PRESUMED, n->messages[MIA_LEVEL_PRESUMED_COPIED]);
}

static void
say_copies(struct saying *w)
{
	const struct mia_summary_numbers *n = &w->s->numbers;
	struct buf span;
	char digits[20];

	if (n->mailboxes == 0)
		return;
	if (n->folders_copied)
		say_number(w, MIA_SUMMARY_COPIES, n->by_someone ? T_SUM_COPIES : T_SUM_COPIES_ANYONE,
			n->folders_copied);
	else
		say_number(w, MIA_SUMMARY_COPIES, n->by_someone ? T_SUM_NO_COPIES : T_SUM_NO_COPIES_ANYONE,
			0);
	if (n->folders_unattributed == 0)
		return;
	mia__buf_init(&span, &w->s->a);
	mia__wording_span(&span, w->s->language, n->first_unattributed_sync, n->last_unattributed_sync);
	const struct mia_text places[9] = {
		{ digits, mia__number_format(n->folders_unattributed, digits) }, [3] = buf_view(&span)
	};
	say(w, MIA_SUMMARY_COPIES, T_SUM_COPIES_UNATTRIBUTED, n->folders_unattributed, places);
	w->ok = w->ok && !span.failed;
	mia__buf_release(&span);
}

static void
say_excluded(struct saying *w)
{
	const struct mia_summary_numbers *n = &w->s->numbers;
	const struct doubts *d = &w->s->doubts;
	char some[20], all[20];

	if (n->mailboxes == 0)
		return;
	if (n->mailboxes_open == 0 || d->count == 0) {
		if (n->mailboxes_open == 0)
			say_number(w, MIA_SUMMARY_EXCLUDE, T_SUM_EXCLUDE_NONE, 0);
		return;
	}
	const struct mia_text places[9] = { { some, mia__number_format(n->mailboxes_open, some) },
		{ all, mia__number_format(n->mailboxes, all) }, [4] = d->list[0].why };
	say(w, MIA_SUMMARY_EXCLUDE, d->count == 1 ? T_SUM_EXCLUDE : T_SUM_EXCLUDE_MAINLY, n->mailboxes,
		places);
	if (d->list[0].cure.len) {
		w->s->lines[w->s->line_count++] =
			(struct mia_summary_line){ MIA_SUMMARY_CURE, d->list[0].cure };
	}
}

static void
say_people(struct saying *w)
{
	const struct mia_summary_numbers *n = &w->s->numbers;
	char least[20], most[20];

	if (!n->people_known) {
		say_number(w, MIA_SUMMARY_PEOPLE, T_SUM_PEOPLE_UNKNOWN, 0);
		return;
	}
	const struct mia_text places[9] = { { least, mia__number_format(n->people_least, least) },
		{ most, mia__number_format(n->people_most, most) } };
	say(w, MIA_SUMMARY_PEOPLE, n->people_bounded ? T_SUM_PEOPLE : T_SUM_PEOPLE_LEAST, n->people_least,
		places);
}

static bool
say_all(struct mia_summary *s, const struct mia_findings *f)
{
	struct saying w = { .s = s, .ok = true };
	uint64_t unattributed = s->numbers.messages[MIA_LEVEL_UNATTRIBUTED];

	mia__buf_init(&w.out, &s->a);
	say_access(&w, f);
	say_copies(&w);
	if (unattributed)
		say_number(&w, MIA_SUMMARY_UNATTRIBUTED,
			s->numbers.messages[MIA_LEVEL_ACCESS_RECORDED] ? T_SUM_UNATTRIBUTED
								       : T_SUM_UNATTRIBUTED_ALONE,
			unattributed);
	say_excluded(&w);
	say_people(&w);
	mia__buf_release(&w.out);
	return w.ok;
}

/* ---- the whole ---- */

enum mia_status
mia_summary_new(struct mia_summary **ret, const struct mia_allocator *allocator,
	const struct mia_findings *findings, const struct mia_subjects *subjects, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);

	if (!ret || !findings)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a summary needs findings");
	struct mia_summary *s = mia__alloc(&a, 1, sizeof(*s));
	if (!s)
		return mia__fail_memory(err);
	*s = (struct mia_summary){ .a = a, .language = findings->view.asked.language };
	mia__arena_init(&s->kept, &a);
	count(&s->numbers, findings, subjects);
	if (!mia__doubts_gather(&s->doubts, findings, &s->kept) || !say_all(s, findings)) {
		mia_summary_free(s);
		return mia__fail_memory(err);
	}
	*ret = s;
	return MIA_OK;
}

void
mia_summary_free(struct mia_summary *s)
{
	if (!s)
		return;
	struct mia_allocator a = s->a;
	mia__arena_release(&s->kept);
	mia__dealloc(&a, s, 1, sizeof(*s));
}

const struct mia_summary_numbers *
mia_summary_numbers(const struct mia_summary *s)
{
	return s ? &s->numbers : NULL;
}

size_t
mia_summary_line_count(const struct mia_summary *s)
{
	return s ? s->line_count : 0;
}

const struct mia_summary_line *
mia_summary_line(const struct mia_summary *s, size_t i)
{
	return i < mia_summary_line_count(s) ? &s->lines[i] : NULL;
}

size_t
mia_summary_doubt_count(const struct mia_summary *s)
{
	return s ? s->doubts.count : 0;
}

const struct mia_doubt *
mia_summary_doubt(const struct mia_summary *s, size_t i)
{
	return i < mia_summary_doubt_count(s) ? &s->doubts.list[i] : NULL;
}
