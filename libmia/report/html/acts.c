/*
 * What was done beside the access to mail, by kind, each with what it was done
 * to: the nature of the breach (GDPR Art. 33(3)(a)). The rows are those of the
 * timeline that bear a mark.
 */
#include "base/error.h"
#include "base/text.h"
#include "findings/findings.h"
#include "report/html/acts.h"
#include "report/scope_told.h"
#include "report/tables.h"

/* The gravest first. Sign-ins have a table of their own: signins.c. */
static const struct kind {
	const char *mark;
	enum text_id heading;
} kinds[] = {
	{ "consent", T_ACT_CONSENT },
	{ "forwarding", T_ACT_FORWARDING },
	{ "inbox rule", T_ACT_INBOX_RULE },
	{ "delegation", T_ACT_DELEGATION },
	{ "folder permission", T_ACT_FOLDER_PERMISSION },
	{ "authentication change", T_ACT_AUTHENTICATION },
	{ "audit change", T_ACT_AUDIT },
	{ "search", T_ACT_SEARCH },
	{ "export", T_ACT_EXPORT },
	{ "consent to export", T_ACT_EXPORT_CONSENT },
	{ SIGN_IN, T_ACT_SIGN_IN },
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))
#define KIND_SIGN_IN (KINDS - 1)

static size_t
kind_of(struct mia_text mark)
{
	size_t k = 0;

	while (k < KINDS && !text_equal(mark, text_of(kinds[k].mark)))
		k++;
	return k;
}

/* Of what cannot be attributed, enough to see what it is. */
#define UNSURE_MOST 10

/* ---- which rows ---- */

static enum act_tie
tie_of(const struct page *page, size_t kind, const struct mia_timeline_row *row)
{
	if (row->match == MIA_MATCH_YES)
		return ACT_SURE;
	/* Of a sign-in it is the program that was used, by whomever. */
	return kind != KIND_SIGN_IN && mia__scope_names_app(page->c->scope, row->act.app_id) ? ACT_NAMED
											     : ACT_UNSURE;
}

static enum mia_status
gather(struct page *page, struct acts *acts, struct mia_error *err)
{
	const struct mia_timeline *timeline = page->c->timeline;
	struct mia_timeline_row row;

	for (size_t i = 0; i < mia_timeline_count(timeline); i++) {
		if (mia_timeline_row(timeline, i, &row) != MIA_OK)
			return mia__fail(err, MIA_ERR_STATE, "the timeline is not sealed");
		size_t kind = row.mark.len ? kind_of(row.mark) : KINDS;
		if (row.match == MIA_MATCH_YES && row.time != MIA_TIME_UNKNOWN)
			acts->last = row.time;
		if (kind == KINDS)
			continue;
		if (!mia__grow(&page->a, &acts->list, &acts->cap, acts->count + 1, sizeof(*acts->list)))
			return mia__fail_memory(err);
		acts->list[acts->count++] = (struct act){ i, (unsigned char)kind, tie_of(page, kind, &row) };
	}
	return MIA_OK;
}

/* ---- rows of the timeline, and of these some ---- */

struct chosen {
	struct open_table open;
	const struct acts *acts;
	size_t at;
	unsigned char kind;
	enum act_tie tie;
};

static enum mia_status
chosen_rewind(void *ctx, struct mia_error *err)
{
	struct chosen *chosen = ctx;

	chosen->at = 0;
	return chosen->open.table.rewind(chosen->open.table.rows, err);
}

static enum mia_status
chosen_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct chosen *chosen = ctx;

	while (chosen->at < chosen->acts->count) {
		const struct act *act = &chosen->acts->list[chosen->at++];
		if (act->kind != chosen->kind || act->tie != chosen->tie)
			continue;
		chosen->open.rows.timeline.at = act->row;
		return chosen->open.table.next(chosen->open.table.rows, row, err);
	}
	return MIA_END;
}

static const struct html_column act_columns[] = {
	{ "time", T_COL_TIME, HTML_PLAIN },
	{ "what", T_COL_WHAT_DONE, HTML_PROSE },
	{ "object", T_COL_OBJECT, HTML_PERSON },
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "client_ip", T_COL_IP, HTML_KEPT },
	{ "until", T_COL_ACT_UNTIL, HTML_PLAIN },
	{ "flags", T_COL_FLAGS, HTML_WORD },
};
static const struct html_table act_tables[ACT_TIES] = {
	[ACT_SURE] = HTML_TABLE(T_CAP_ACTS, T_NONE_ACTS, NULL, act_columns),
	[ACT_NAMED] = HTML_TABLE(T_CAP_ACTS_NAMED, T_NONE_ACTS, NULL, act_columns),
	[ACT_UNSURE] = HTML_TABLE(T_CAP_ACTS_UNSURE, T_NONE_ACTS, NULL, act_columns),
};

static enum mia_status
put_chosen(struct page *page, size_t kind, enum act_tie tie, struct mia_error *err)
{
	struct chosen chosen = { .acts = page->acts, .kind = (unsigned char)kind, .tie = tie };
	bool unsure = tie == ACT_UNSURE;
	const struct html_rows rows = { .file = "timeline.csv",
		.closed = unsure,
		.most = unsure ? UNSURE_MOST : 0 };

	MIA_TRY(mia__timeline_open(&chosen.open, page->c->timeline, err));
	struct table table = chosen.open.table;
	table.next = chosen_next;
	table.rewind = chosen_rewind;
	table.rows = &chosen;
	enum mia_status status = mia__html_put_table(page, &act_tables[tie], &rows, &table, err);
	mia__table_close(&chosen.open);
	return status;
}

static void
count_kinds(const struct acts *acts, size_t counts[static KINDS][ACT_TIES])
{
	for (size_t i = 0; i < acts->count; i++)
		counts[acts->list[i].kind][acts->list[i].tie]++;
}

/* "Inbox rules: 2, Sign-ins: 265", each leading to its table. */
static size_t
put_counts(struct page *page, enum act_tie tie, enum text_id before)
{
	size_t counts[KINDS][ACT_TIES] = { { 0 } }, told = 0;
	char number[NUMBER_TEXT];

	count_kinds(page->acts, counts);
	for (size_t k = 0; k < KINDS; k++) {
		if (counts[k][tie] == 0)
			continue;
		mia__html_put(page, told ? ", " : "<p>");
		if (told++ == 0 && before != TEXTS) {
			mia__html_tell(page, before);
			mia__html_put(page, " ");
		}
		mia__html_put(page, "<a href=\"#act-");
		mia__sink_uint(&page->sink, k);
		mia__html_put(page, "\">");
		mia__html_tell(page, kinds[k].heading);
		mia__html_put(page, "</a>");
		mia__html_tell(page, T_LIST_COLON);
		mia__sink_text(&page->sink, mia__html_number_text(page, counts[k][tie], number));
		if (k == KIND_SIGN_IN && tie == ACT_SURE)
			mia__html_put_failed_sign_ins(page, page->acts);
	}
	mia__html_put(page, told ? "</p>" : "");
	return told;
}

void
mia__html_put_acts_counted(struct page *page)
{
	size_t told = put_counts(page, ACT_SURE, TEXTS) + put_counts(page, ACT_NAMED, T_ACTS_NAMED);

	if (told == 0)
		mia__html_tell_paragraph(page,
			page->c->findings->view.by_someone ? T_NONE_ACTS_SURE : T_NONE_ACTS);
}

static void
put_heading(struct page *page, size_t kind)
{
	mia__html_put(page, "<h3 id=\"act-");
	mia__sink_uint(&page->sink, kind);
	mia__html_put(page, "\">");
	mia__html_tell(page, kinds[kind].heading);
	mia__html_put(page, "</h3>\n");
}

enum mia_status
mia__html_put_acts(struct page *page, struct mia_error *err)
{
	const struct acts *acts = page->acts;
	size_t counts[KINDS][ACT_TIES] = { { 0 } };

	count_kinds(acts, counts);
	mia__html_put(page, "<section class=\"wide\">\n");
	mia__html_tell_heading(page, 2, "acts", T_H_ACTS);
	mia__html_tell_paragraph(page, page->c->findings->view.by_someone ? T_ACTS_NOTE : T_ACTS_NOTE_ANY);
	if (acts->count == 0)
		mia__html_tell_paragraph(page, T_NONE_ACTS);
	for (size_t k = 0; k < KINDS; k++) {
		if (counts[k][ACT_SURE] + counts[k][ACT_NAMED] + counts[k][ACT_UNSURE] == 0)
			continue;
		put_heading(page, k);
		if (k == KIND_SIGN_IN)
			MIA_TRY(mia__html_put_sign_ins(page, acts, (unsigned char)k, err));
		for (int tie = 0; tie < ACT_TIES; tie++)
			if (counts[k][tie] && (k != KIND_SIGN_IN || tie != ACT_SURE))
				MIA_TRY(put_chosen(page, k, (enum act_tie)tie, err));
	}
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}

enum mia_status
mia__html_acts_make(struct page *page, struct acts *acts, struct mia_error *err)
{
	*acts = (struct acts){ .last = MIA_TIME_UNKNOWN };
	return gather(page, acts, err);
}

void
mia__html_acts_release(struct page *page, struct acts *acts)
{
	mia__dealloc(&page->a, acts->list, acts->cap, sizeof(*acts->list));
}
