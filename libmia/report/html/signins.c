/* How he came in: sign-ins in scope, counted by account and address. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/widen.h"
#include "report/html/acts.h"

struct pair {
	struct mia_text actor, address; /* borrowed from the timeline */
	uint64_t ok, failed;
	mia_time first, last;
};

/* As the act of the event says it, which heeds what a record of a sign-in can be called. */
static bool
is_failed(const struct mia_timeline_row *row)
{
	return row->flags & MIA_FLAG_FAILED || text_starts(row->act.detail, TEXT("failed"));
}

struct pairs {
	struct pair *list;
	uint32_t *order;
	size_t count, cap;
};

static int
compare(const void *ctx, uint32_t a, uint32_t b)
{
	const struct pair *p = &((const struct pair *)ctx)[a], *q = &((const struct pair *)ctx)[b];
	int c = text_compare_nocase(p->actor, q->actor);

	return c ? c : text_compare(p->address, q->address);
}

static void
join(struct pair *into, const struct pair *other)
{
	into->ok += other->ok;
	into->failed += other->failed;
	time_widen(&into->first, &into->last, other->first);
	time_widen(&into->first, &into->last, other->last);
}

/* Those of one account and address become one, in order. */
static bool
unite(const struct mia_allocator *a, struct pairs *pairs)
{
	size_t kept = 0;

	for (size_t i = 0; i < pairs->count; i++)
		pairs->order[i] = (uint32_t)i;
	if (!mia__sort_numbers(a, pairs->order, pairs->count, compare, pairs->list))
		return false;
	for (size_t i = 0; i < pairs->count; i++) {
		uint32_t at = pairs->order[i];
		if (kept && compare(pairs->list, pairs->order[kept - 1], at) == 0)
			join(&pairs->list[pairs->order[kept - 1]], &pairs->list[at]);
		else
			pairs->order[kept++] = at;
	}
	pairs->count = kept;
	return true;
}

static void
put_pair(struct page *page, const struct pair *pair)
{
	mia__html_put(page, "<tr><th scope=\"row\">");
	mia__html_put_evidence(page, HTML_PERSON, pair->actor);
	mia__html_put(page, "</th><td>");
	mia__html_put_evidence(page, HTML_KEPT, pair->address);
	mia__html_put(page, "</td>");
	mia__html_put_count(page, pair->ok, NULL);
	mia__html_put_count(page, pair->failed, NULL);
	mia__html_put_moments(page, pair->first, pair->last);
	mia__html_put(page, "</tr>\n");
}

static void
put_pairs(struct page *page, const struct pairs *pairs)
{
	static const enum text_id headings[] = { T_COL_ACTOR, T_COL_IP, T_COL_SIGN_IN_OK,
		T_COL_SIGN_IN_FAILED, T_COL_FIRST, T_COL_LAST };

	if (pairs->count == 0)
		return;
	if (pairs->count > HTML_ROWS)
		mia__html_tell_counts(page, T_TABLE_FIRST, HTML_ROWS, pairs->count, TEXT("timeline.csv"));
	mia__html_table_open(page, T_CAP_SIGN_INS, headings, sizeof(headings) / sizeof(*headings));
	for (size_t i = 0; i < pairs->count && i < HTML_ROWS; i++)
		put_pair(page, &pairs->list[pairs->order[i]]);
	mia__html_table_close(page);
}

static void
gather(struct page *page, const struct acts *acts, unsigned char kind, struct pairs *pairs)
{
	struct mia_timeline_row row;

	for (size_t i = 0; i < acts->count; i++) {
		const struct act *act = &acts->list[i];
		if (act->kind != kind || act->tie != ACT_SURE ||
			mia_timeline_row(page->c->timeline, act->row, &row) != MIA_OK)
			continue;
		bool failed = is_failed(&row);
		pairs->list[pairs->count++] =
			(struct pair){ row.actor, row.client_ip, !failed, failed, row.time, row.time };
	}
}

enum mia_status
mia__html_put_sign_ins(struct page *page, const struct acts *acts, unsigned char kind, struct mia_error *err)
{
	struct pairs pairs = { .cap = acts->count };

	pairs.list = mia__alloc(&page->a, pairs.cap, sizeof(*pairs.list));
	pairs.order = mia__alloc(&page->a, pairs.cap, sizeof(*pairs.order));
	bool ok = pairs.list && pairs.order;
	if (ok) {
		gather(page, acts, kind, &pairs);
		ok = unite(&page->a, &pairs);
	}
	if (ok)
		put_pairs(page, &pairs);
	mia__dealloc(&page->a, pairs.order, pairs.cap, sizeof(*pairs.order));
	mia__dealloc(&page->a, pairs.list, pairs.cap, sizeof(*pairs.list));
	return ok ? MIA_OK : mia__fail_memory(err);
}

void
mia__html_put_failed_sign_ins(struct page *page, const struct acts *acts)
{
	struct mia_timeline_row row;
	uint64_t failed = 0;

	for (size_t i = 0; i < acts->count; i++)
		failed += acts->list[i].tie == ACT_SURE &&
			mia_timeline_row(page->c->timeline, acts->list[i].row, &row) == MIA_OK &&
			text_equal(row.mark, TEXT(SIGN_IN)) && is_failed(&row);
	if (failed == 0)
		return;
	mia__html_put(page, " (");
	mia__html_tell_number(page, T_SIGN_INS_FAILED, failed);
	mia__html_put(page, ")");
}

void
mia__html_put_first_sign_in(struct page *page, const struct acts *acts)
{
	struct mia_timeline_row row;

	for (size_t i = 0; i < acts->count; i++) {
		const struct act *act = &acts->list[i];
		if (act->tie != ACT_SURE || mia_timeline_row(page->c->timeline, act->row, &row) != MIA_OK ||
			!text_equal(row.mark, TEXT(SIGN_IN)) || is_failed(&row) ||
			row.time == MIA_TIME_UNKNOWN)
			continue;
		mia__html_put(page, "<p>");
		mia__html_tell(page, T_FIRST_SIGN_IN);
		mia__html_put(page, " ");
		mia__html_put_time(page, row.time);
		mia__html_put(page, ", ");
		mia__html_put_evidence(page, HTML_PERSON, row.actor);
		mia__html_put(page, ", ");
		mia__html_put_evidence(page, HTML_KEPT, row.client_ip);
		mia__html_put(page, "</p>\n");
		return;
	}
}
