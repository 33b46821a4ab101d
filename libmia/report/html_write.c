#include "base/number.h"
#include "report/html.h"
#include "report/safe.h"

void
put(struct page *page, const char *markup)
{
	sink_str(&page->sink, markup);
}

struct mia_text
number_text(uint64_t number, char room[static NUMBER_TEXT])
{
	char digits[20];
	size_t count = number_format(number, digits), len = 0;

	for (size_t i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			room[len++] = ',';
		room[len++] = digits[i];
	}
	return (struct mia_text){ room, len };
}

struct mia_text
moment_text(mia_time time, char room[static MIA_TIME_TEXT])
{
	size_t len = mia_time_format(time, room);
	char *t = memchr(room, 'T', len);

	if (t)
		*t = ' ';
	if (len && room[len - 1] == 'Z')
		len--;
	return (struct mia_text){ room, len };
}

/* Fills in what stands between `text` and its bar or end. */
static void
fill_in(struct page *page, struct mia_text text, const struct mia_text *args)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '%' && i + 1 < text.len && text.ptr[i + 1] >= '1' && text.ptr[i + 1] <= '3')
			safe_html(&page->sink, args[text.ptr[++i] - '1']);
		else
			safe_html(&page->sink, (struct mia_text){ text.ptr + i, 1 });
	}
}

static struct mia_text
form_of(enum html_text text, bool one)
{
	struct mia_text all = text_of(html_text(text));
	const char *bar = memchr(all.ptr, '|', all.len);

	if (!bar)
		return all;
	if (one)
		return (struct mia_text){ all.ptr, (size_t)(bar - all.ptr) };
	return text_of(bar + 1);
}

void
say(struct page *page, enum html_text text)
{
	safe_html(&page->sink, text_of(html_text(text)));
}

void
say_filled(struct page *page, enum html_text text, struct mia_text first, struct mia_text second,
	struct mia_text third)
{
	const struct mia_text args[] = { first, second, third };

	fill_in(page, form_of(text, text_equal(first, TEXT("1"))), args);
}

void
say_number(struct page *page, enum html_text text, uint64_t number)
{
	char room[NUMBER_TEXT];

	say_filled(page, text, number_text(number, room), TEXT_ABSENT, TEXT_ABSENT);
}

void
say_paragraph(struct page *page, enum html_text text)
{
	put(page, "<p>");
	say(page, text);
	put(page, "</p>\n");
}

void
say_heading(struct page *page, int level, const char *id, enum html_text text)
{
	const char *tag = level == 2 ? "h2" : "h3";

	put(page, "<");
	put(page, tag);
	if (id) {
		put(page, " id=\"");
		put(page, id);
		put(page, "\"");
	}
	put(page, ">");
	say(page, text);
	put(page, "</");
	put(page, tag);
	put(page, ">\n");
}

/* What stands in the place of people and subjects in a redacted copy: the one
 * function that knows. `room` may be returned. */
static struct mia_text
redacted(const struct page *page, enum html_kind kind, struct mia_text text, char room[static MIA_REDACTED_TEXT])
{
	const struct mia_redaction *redaction = page->c->redaction;

	if (!redaction || !text.len)
		return text;
	if (kind == HTML_PERSON)
		mia_redaction_person(redaction, text, room);
	else if (kind == HTML_SUBJECT)
		mia_redaction_subject(redaction, text, room);
	else
		return text;
	return text_of(room);
}

void
put_evidence(struct page *page, enum html_kind kind, struct mia_text text)
{
	char room[MIA_REDACTED_TEXT];

	put(page, "<bdi>");
	safe_html(&page->sink, redacted(page, kind, text, room));
	put(page, "</bdi>");
}

void
put_evidence_plain(struct page *page, enum html_kind kind, struct mia_text text)
{
	char room[MIA_REDACTED_TEXT];

	safe_html_plain(&page->sink, redacted(page, kind, text, room));
}

void
put_mailbox(struct page *page, struct mia_text mailbox, struct mia_text guid)
{
	if (mailbox.len)
		put_evidence(page, HTML_PERSON, mailbox);
	else if (guid.len)
		put_evidence(page, HTML_ID, guid);
	else
		say(page, T_NO_MAILBOX_NAME);
}
