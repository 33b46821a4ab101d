/*
 * Rules and settings of the intruder that send mail out of the house, on the
 * first page: where to, from when to when, and which have no recorded end.
 */
#include "base/text.h"
#include "findings/findings.h"
#include "report/html/acts.h"

#define TARGETS_TOLD 5
#define SEPARATOR " | "

/* What stands in front of the next separator; rest becomes what stands behind it. */
static struct mia_text
cut_part(struct mia_text *rest)
{
	struct mia_text part = { rest->ptr, 0 };

	while (rest->len && !text_starts(*rest, TEXT(SEPARATOR)))
		rest->ptr++, rest->len--, part.len++;
	if (rest->len)
		rest->ptr += sizeof(SEPARATOR) - 1, rest->len -= sizeof(SEPARATOR) - 1;
	return part;
}

static bool
is_address(struct mia_text part)
{
	return part.len && memchr(part.ptr, '@', part.len) && !text_starts(part, TEXT("folder "));
}

/* A rule or a forwarding in scope that was set and did not fail. */
static bool
is_set(struct page *page, const struct act *act, struct mia_timeline_row *row)
{
	return act->tie == ACT_SURE && mia_timeline_row(page->c->timeline, act->row, row) == MIA_OK &&
		(text_equal(row->mark, TEXT("forwarding")) || text_equal(row->mark, TEXT("inbox rule"))) &&
		!(row->flags & MIA_FLAG_FAILED) && row->act.target.len &&
		!text_equal(row->act.target, TEXT("nowhere"));
}

static void
put_time_of(struct page *page, const struct mia_timeline_row *row)
{
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];

	if (row->time == MIA_TIME_UNKNOWN)
		return;
	mia__html_put(page, " (");
	mia__html_tell_filled(page, row->until == MIA_TIME_UNKNOWN ? T_BLIND_FROM : T_BLIND_FROM_TO,
		mia__time_plain(row->time, from), mia__time_plain(row->until, until), TEXT_ABSENT);
	mia__html_put(page, ")");
}

void
mia__html_put_forwardings(struct page *page)
{
	const struct acts *acts = page->acts;
	struct mia_timeline_row row;
	size_t told = 0, all = 0;

	for (size_t i = 0; i < acts->count; i++) {
		if (!is_set(page, &acts->list[i], &row))
			continue;
		struct mia_text rest = row.act.target;
		while (rest.len) {
			struct mia_text part = cut_part(&rest);
			if (!is_address(part) || all++ >= TARGETS_TOLD)
				continue;
			if (told++ == 0) {
				mia__html_put(page, "<p>");
				mia__html_tell(page, T_FORWARDED_TO);
				mia__html_put(page, " ");
			} else {
				mia__html_put(page, ", ");
			}
			mia__html_put_evidence(page, HTML_PERSON, part);
			put_time_of(page, &row);
		}
	}
	if (all > told) {
		mia__html_put(page, " ");
		mia__html_tell_number(page, T_AND_MORE, all - told);
	}
	mia__html_put(page, told ? "</p>" : "");
}

void
mia__html_put_unended(struct page *page)
{
	const struct acts *acts = page->acts;
	struct mia_timeline_row row;
	uint64_t unended = 0;

	for (size_t i = 0; i < acts->count; i++)
		unended += is_set(page, &acts->list[i], &row) && row.until == MIA_TIME_UNKNOWN;
	if (unended == 0)
		return;
	mia__html_put(page, "<p>");
	mia__html_tell_number(page, T_UNENDED, unended);
	mia__html_put(page, "</p>");
}
