/* Markup, numbers, times and texts on their way into the page, all made harmless. */
#include "format/safe.h"
#include "report/html/page.h"

void
mia__html_put(struct page *page, const char *markup)
{
	mia__sink_str(&page->sink, markup);
}

struct mia_text
mia__html_number_text(const struct page *page, uint64_t number, char room[static NUMBER_TEXT])
{
	return mia__number_grouped(number, text_of(mia__said(page->language, T_DIGIT_GROUPS)), room);
}

/* Beside UTC, never in its place. */
static void
put_local(struct page *page, const char *before, mia_time time, const char *after)
{
	char room[MIA_ZONE_TIME_TEXT];
	size_t len = mia_zone_format(page->c->zone, time, room);

	if (len == 0)
		return;
	mia__html_put(page, before);
	mia__sink_add(&page->sink, room, len);
	mia__html_put(page, after);
}

void
mia__html_put_moment(struct page *page, mia_time time)
{
	char room[MIA_TIME_TEXT];
	struct mia_text moment = mia__time_plain(time, room);
	const char *blank = memchr(room, ' ', moment.len);
	size_t date = blank ? (size_t)(blank - room) : moment.len;

	if (moment.len == 0)
		return;
	mia__html_put(page, "<span>");
	mia__sink_add(&page->sink, room, date);
	mia__html_put(page, "</span> <span>");
	mia__sink_add(&page->sink, room + date + (blank != NULL), moment.len - date - (blank != NULL));
	mia__html_put(page, "</span>");
	put_local(page, "<br><span class=\"local\">", time, "</span>");
}

void
mia__html_put_time(struct page *page, mia_time time)
{
	char room[MIA_TIME_TEXT];

	mia__html_put(page, "<span class=\"k\">");
	mia__sink_text(&page->sink, mia__time_plain(time, room));
	mia__html_put(page, " UTC</span>");
	put_local(page, " <span class=\"k\">(", time, ")</span>");
}

/* A date, an address, a name of a file, an option or a cmdlet: such words have
 * signs after which a browser would end a line. */
static bool
is_kept(struct mia_text word)
{
	bool sign = false, digit = false;

	if (word.len == 0 || word.len > HTML_KEPT_MOST)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i], next = i + 1 < word.len ? word.ptr[i + 1] : '\0';
		if (c == '@' || (c == '-' && (i == 0 || (next >= 'A' && next <= 'Z'))))
			return true;
		sign = sign || c == '-' || c == '/';
		digit = digit || (c >= '0' && c <= '9');
	}
	return sign && digit;
}

/* Running text; a line ends between words alone. */
static void
put_words(struct page *page, struct mia_text text)
{
	while (text.len) {
		const char *blank = memchr(text.ptr, ' ', text.len);
		struct mia_text word = { text.ptr, blank ? (size_t)(blank - text.ptr) : text.len };
		bool kept = is_kept(word);
		mia__html_put(page, kept ? "<span class=\"k\">" : "");
		mia__safe_html_prose(&page->sink, word);
		mia__html_put(page, kept ? "</span>" : "");
		mia__html_put(page, blank ? " " : "");
		text.ptr += word.len + (blank != NULL);
		text.len -= word.len + (blank != NULL);
	}
}

void
mia__html_tell(struct page *page, enum text_id text)
{
	put_words(page, text_of(mia__said(page->language, text)));
}

void
mia__html_tell_plain(struct page *page, enum text_id text)
{
	mia__safe_html_prose_plain(&page->sink, text_of(mia__said(page->language, text)));
}

void
mia__html_tell_filled(struct page *page, enum text_id text, struct mia_text first, struct mia_text second,
	struct mia_text third)
{
	const struct mia_text places[9] = { first, second, third };
	uint64_t number = 2; /* no number, or many */

	if (text_equal(first, TEXT("0")) || text_equal(first, TEXT("1")))
		number = (uint64_t)(*first.ptr - '0');
	buf_clear(&page->prose);
	mia__said_into(&page->prose, page->language, text, number, places);
	if (page->prose.failed)
		page->status = MIA_ERR_MEMORY;
	put_words(page, buf_view(&page->prose));
}

void
mia__html_tell_number(struct page *page, enum text_id text, uint64_t number)
{
	char room[NUMBER_TEXT];

	mia__html_tell_filled(page, text, mia__html_number_text(page, number, room), TEXT_ABSENT,
		TEXT_ABSENT);
}

void
mia__html_tell_level(struct page *page, enum mia_level level)
{
	mia__html_tell(page, (enum text_id)(T_LEVEL_NAME_0 + (int)level));
}

void
mia__html_tell_paragraph(struct page *page, enum text_id text)
{
	mia__html_put(page, "<p>");
	mia__html_tell(page, text);
	mia__html_put(page, "</p>\n");
}

void
mia__html_tell_count(struct page *page, enum text_id text, uint64_t number)
{
	mia__html_put(page, "<p>");
	mia__html_tell_number(page, text, number);
	mia__html_put(page, "</p>\n");
}

void
mia__html_tell_counts(struct page *page, enum text_id text, uint64_t first, uint64_t second,
	struct mia_text third)
{
	char a[NUMBER_TEXT], b[NUMBER_TEXT];

	mia__html_put(page, "<p>");
	mia__html_tell_filled(page, text, mia__html_number_text(page, first, a),
		mia__html_number_text(page, second, b), third);
	mia__html_put(page, "</p>\n");
}

void
mia__html_tell_heading(struct page *page, int level, const char *id, enum text_id text)
{
	const char *tag = level == 2 ? "h2" : "h3";

	mia__html_put(page, "<");
	mia__html_put(page, tag);
	if (id) {
		mia__html_put(page, " id=\"");
		mia__html_put(page, id);
		mia__html_put(page, "\"");
	}
	mia__html_put(page, ">");
	mia__html_tell(page, text);
	mia__html_put(page, "</");
	mia__html_put(page, tag);
	mia__html_put(page, ">\n");
}

/* What stands in the place of people and subjects in a redacted copy; for
 * what is no table, the one function that knows. room or the page's own may be
 * returned. */
static struct mia_text
redacted(struct page *page, enum html_kind kind, struct mia_text text, char room[static MIA_REDACTED_TEXT])
{
	const struct mia_redaction *redaction = page->c->redaction;
	const struct mia_texts nobody = { NULL, 0 };
	enum mia_status status;

	if (!redaction || !text.len || (kind != HTML_PERSON && kind != HTML_SUBJECT && kind != HTML_PROSE))
		return text;
	buf_clear(&page->prose);
	if (kind == HTML_PROSE)
		status = mia__redact_prose(redaction, &page->people, nobody, text, &page->prose, NULL);
	else if (kind == HTML_PERSON)
		status = mia__redact_person(redaction, text, room, NULL);
	else
		status = mia__redact_subject(redaction, text, room, NULL);
	if (status < 0) {
		page->status = status;
		return TEXT_ABSENT;
	}
	return kind == HTML_PROSE ? buf_view(&page->prose) : text_of(room);
}

void
mia__html_put_shown(struct page *page, enum html_kind kind, struct mia_text text)
{
	bool kept = (kind == HTML_KEPT || kind == HTML_PERSON) && text.len <= HTML_KEPT_MOST;

	mia__html_put(page,
		kept                                                  ? "<bdi class=\"k\">"
			: kind == HTML_ID && text.len <= HTML_ID_MOST ? "<bdi class=\"j\">"
								      : "<bdi>");
	if (kind == HTML_PROSE)
		put_words(page, text);
	else
		mia__safe_html(&page->sink, text);
	mia__html_put(page, "</bdi>");
}

void
mia__html_put_evidence(struct page *page, enum html_kind kind, struct mia_text text)
{
	char room[MIA_REDACTED_TEXT];

	mia__html_put_shown(page, kind, redacted(page, kind, text, room));
}

void
mia__html_put_evidence_plain(struct page *page, enum html_kind kind, struct mia_text text)
{
	char room[MIA_REDACTED_TEXT];

	mia__safe_html_plain(&page->sink, redacted(page, kind, text, room));
}

void
mia__html_put_mailbox(struct page *page, struct mia_text mailbox, struct mia_text guid)
{
	if (mailbox.len)
		mia__html_put_evidence(page, HTML_PERSON, mailbox);
	else if (guid.len)
		mia__html_put_evidence(page, HTML_ID, guid);
	else
		mia__html_tell(page, T_NO_MAILBOX_NAME);
}
