/*
 * Puts together what can be quoted of a mailbox.
 *
 * What may be said and what may not follows Microsoft's guidance and the
 * duty to notify (GDPR Art. 33): an access is recorded or it is not; the log
 * does not show what a person did with a message, and silence excludes
 * nothing where the log may lack records.
 */
#include "findings/wording.h"

#include "base/number.h"
#include "base/time_text.h"

enum { NUMBER, LEAD, WHO, SPAN, TEXT_PLACE, PLACES = 9 };

void
mia__wording_begin(struct sentence *s, struct buf *out, const struct sentence_facts *facts)
{
	*s = (struct sentence){ .out = out,
		.facts = facts,
		.language = facts->view->asked.language,
		.from = MIA_TIME_UNKNOWN,
		.until = MIA_TIME_UNKNOWN,
		.from_known = TEXTS,
		.until_known = TEXTS };
	mia__buf_init(&s->text, &out->a);
	mia__buf_init(&s->span, &out->a);
	mia__buf_init(&s->lead, &out->a);
}

void
mia__wording_end(struct sentence *s)
{
	if (s->text.failed || s->span.failed || s->lead.failed)
		s->out->failed = true;
	mia__buf_release(&s->text);
	mia__buf_release(&s->span);
	mia__buf_release(&s->lead);
}

static struct mia_text
said(const struct sentence *s, enum text_id text)
{
	return text_of(mia__said(s->language, text));
}

static void
say_into(struct buf *out, enum mia_language language, enum text_id text, struct mia_text first,
	struct mia_text second)
{
	const struct mia_text places[PLACES] = { first, second };

	mia__said_into(out, language, text, 0, places);
}

/* An end of a span, and how it is known. */
struct end {
	mia_time time;
	enum text_id known;
};

static void
add_end(struct buf *out, enum mia_language language, struct end end)
{
	char room[MIA_TIME_TEXT];

	if (end.time == MIA_TIME_UNKNOWN)
		return;
	if (end.known == TEXTS)
		say_into(out, language, T_SPAN_TIME, mia__time_plain(end.time, room), TEXT_ABSENT);
	else
		say_into(out, language, T_SPAN_TIME_KNOWN, mia__time_plain(end.time, room),
			text_of(mia__said(language, end.known)));
}

static void
add_span(struct buf *out, enum mia_language language, struct end from, struct end until)
{
	struct buf first, second;
	enum text_id text = T_SPAN_BETWEEN;

	if (from.time == MIA_TIME_UNKNOWN)
		text = until.time == MIA_TIME_UNKNOWN ? T_SPAN_EVER : T_SPAN_BEFORE;
	else if (until.time == MIA_TIME_UNKNOWN)
		text = T_SPAN_FROM;
	else if (from.time == until.time)
		text = T_SPAN_AT;
	mia__buf_init(&first, &out->a);
	mia__buf_init(&second, &out->a);
	add_end(&first, language, from);
	add_end(&second, language, until);
	mia__buf_byte(out, ' ');
	say_into(out, language, text, buf_view(text == T_SPAN_BEFORE ? &second : &first), buf_view(&second));
	out->failed = out->failed || first.failed || second.failed;
	mia__buf_release(&first);
	mia__buf_release(&second);
}

void
mia__wording_span(struct buf *out, enum mia_language language, mia_time from, mia_time until)
{
	if (from != MIA_TIME_UNKNOWN || until != MIA_TIME_UNKNOWN)
		add_span(out, language, (struct end){ from, TEXTS }, (struct end){ until, TEXTS });
}

static void
make_span(struct sentence *s)
{
	buf_clear(&s->span);
	if (s->from != MIA_TIME_UNKNOWN || s->until != MIA_TIME_UNKNOWN || s->open_ended)
		add_span(&s->span, s->language, (struct end){ s->from, s->from_known },
			(struct end){ s->until, s->until_known });
}

static void
name_mailbox(struct sentence *s)
{
	const struct mia_mailbox_finding *finding = s->facts->finding;
	struct mia_text name = finding->mailbox.len ? finding->mailbox : finding->mailbox_guid;

	if (name.len == 0)
		mia__buf_text(&s->lead, said(s, T_LEAD_NO_MAILBOX));
	/* Several may bear one name, as a mailbox that was made anew. */
	else if (finding->mailbox.len && finding->mailbox_guid.len &&
		mia__finding_boxes_find(s->facts->boxes, finding->mailbox, TEXT_ABSENT) == NO_FINDING_BOX)
		say_into(&s->lead, s->language, T_LEAD_MAILBOX_GUID, name, finding->mailbox_guid);
	else
		say_into(&s->lead, s->language, T_LEAD_MAILBOX, name, TEXT_ABSENT);
}

static void
add_lead(struct sentence *s)
{
	const struct mia_mailbox_finding *finding = s->facts->finding;

	buf_clear(&s->lead);
	if (s->of_all)
		mia__buf_text(&s->lead, said(s, T_LEAD_ALL));
	else if (!s->led)
		name_mailbox(s);
	else if (finding->mailbox.len || finding->mailbox_guid.len)
		mia__buf_text(&s->lead, said(s, T_LEAD_AGAIN));
	else
		mia__buf_text(&s->lead, said(s, T_LEAD_AGAIN_NO_MAILBOX));
}

void
mia__wording_say(struct sentence *s, enum text_id text, uint64_t n)
{
	char digits[20];
	struct mia_text form = mia__said_of(s->language, text, n);
	enum text_id who = s->attributed     ? T_WHO_SUCH
		: s->facts->view->by_someone ? T_WHO_INTRUDER
					     : T_WHO_ANYONE;

	make_span(s);
	add_lead(s);
	const struct mia_text places[PLACES] = {
		[NUMBER] = { digits, mia__number_format(n, digits) },
		[LEAD] = buf_view(&s->lead),
		[WHO] = said(s, who),
		[SPAN] = buf_view(&s->span),
		[TEXT_PLACE] = buf_view(&s->text),
	};
	if (s->out->len)
		mia__buf_byte(s->out, ' ');
	mia__said_into(s->out, s->language, text, n, places);
	s->led = s->led || mia__text_find(form, TEXT("%2")) >= 0;
	s->attributed = s->attributed || mia__text_find(form, TEXT("%3")) >= 0;
	buf_clear(&s->text);
	s->from_known = s->until_known = TEXTS;
}

void
mia__wording_part(struct sentence *s, enum text_id part, struct mia_text first, struct mia_text second)
{
	make_span(s);
	const struct mia_text places[PLACES] = { first, second, [SPAN] = buf_view(&s->span) };
	mia__said_into(&s->text, s->language, part, 0, places);
}

void
mia__wording_part_of(struct sentence *s, enum text_id part, uint64_t n)
{
	char digits[20];
	const struct mia_text places[PLACES] = { { digits, mia__number_format(n, digits) } };

	mia__said_into(&s->text, s->language, part, n, places);
}
