/* The page as a whole: head, contents, the parts in the order in which a
 * lawyer asks for them. */
#include "report/html/acts.h"

#include "base/error.h"
#include "coverage/coverage.h"
#include "findings/findings.h"
#include "format/safe.h"
#include "report/case_options.h"
#include "report/scope_told.h"

static void
put_head(struct page *page, const char *style)
{
	mia__html_put(page, "<!doctype html>\n<html lang=\"");
	mia__html_put(page, mia_language_name(page->language));
	mia__html_put(page,
		"\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
	mia__html_put(page, style);
	mia__html_put(page,
		"\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	if (page->c->case_id.len) {
		mia__html_put_evidence_plain(page, HTML_PLAIN, page->c->case_id);
		mia__html_put(page, " \xe2\x80\x93 ");
	}
	mia__html_tell_plain(page, T_TITLE);
	mia__html_put(page, "</title>\n<style>");
	mia__html_put(page, mia__html_style);
	mia__html_put(page, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#answer\">");
	mia__html_tell(page, T_SKIP);
	mia__html_put(page, "</a>\n");
}

static void
put_fact(struct page *page, enum text_id name, struct mia_text value)
{
	mia__html_put(page, "<dt>");
	mia__html_tell(page, name);
	mia__html_put(page, "</dt><dd>");
	if (value.len)
		mia__html_put_evidence(page, HTML_PLAIN, value);
	else
		mia__html_tell(page, T_NOT_GIVEN);
	mia__html_put(page, "</dd>\n");
}

static void
put_header(struct page *page)
{
	const struct mia_case *c = page->c;

	mia__html_put(page, "<header>\n<h1>");
	mia__html_tell(page, T_TITLE);
	mia__html_put(page, "</h1>\n<dl class=\"facts\">\n");
	put_fact(page, T_CASE, c->case_id);
	put_fact(page, T_EXAMINER, c->examiner);
	mia__html_put(page, "</dl>\n");
	if (c->redaction) {
		mia__html_put(page, "<p class=\"note\">");
		mia__html_tell(page, T_REDACTED_COPY);
		mia__html_put(page, "</p>\n");
	}
	mia__html_put(page, "</header>\n");
}

static void
put_contents(struct page *page)
{
	static const struct {
		const char *id;
		enum text_id text;
	} parts[] = {
		{ "mailboxes", T_H_ANSWER },
		{ "exclude", T_H_EXCLUDE },
		{ "concerned", T_H_CONCERNED },
		{ "scope", T_H_SCOPE },
		{ "pictures", T_H_PICTURES },
		{ "acts", T_H_ACTS },
		{ "messages", T_H_MESSAGES },
		{ "folders", T_H_FOLDERS },
		{ "people", T_H_PEOPLE },
		{ "sessions", T_H_SESSIONS },
		{ "coverage", T_H_COVERAGE },
		{ "rules", T_H_RULES },
		{ "method", T_H_METHOD },
		{ "levels", T_H_LEVELS },
		{ "evidence", T_H_EVIDENCE },
		{ "rejects", T_H_REJECTS },
		{ "versions", T_H_VERSIONS },
	};

	mia__html_put(page, "<nav aria-labelledby=\"contents\">\n");
	mia__html_tell_heading(page, 2, "contents", T_CONTENTS);
	mia__html_put(page, "<ul>\n");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i].text == T_H_PEOPLE && !page->c->subjects)
			continue;
		mia__html_put(page, "<li><a href=\"#");
		mia__html_put(page, parts[i].id);
		mia__html_put(page, "\">");
		mia__html_tell(page, parts[i].text);
		mia__html_put(page, "</a></li>\n");
	}
	mia__html_put(page, "</ul>\n</nav>\n");
}

static enum mia_status
put_page(struct page *page, struct mia_error *err)
{
	char style[STYLE_SOURCE];

	if (!mia__html_style_source(style))
		return mia__fail_memory(err);
	put_head(page, style);
	put_header(page);
	mia__html_put(page, "<main>\n");
	MIA_TRY(mia__html_put_box(page, err));
	put_contents(page);
	MIA_TRY(mia__html_put_answer(page, err));
	MIA_TRY(mia__html_put_scope(page, err));
	MIA_TRY(mia__html_put_pictures(page, err));
	MIA_TRY(mia__html_put_acts(page, err));
	MIA_TRY(mia__html_put_tables(page, err));
	MIA_TRY(mia__html_put_method(page, err));
	MIA_TRY(mia__html_put_evidence_sums(page, err));
	mia__html_put(page, "</main>\n<footer>\n<p>");
	mia__html_tell_filled(page, T_FOOTER, text_of(mia_version()), TEXT_ABSENT, TEXT_ABSENT);
	mia__html_put(page, "</p>\n</footer>\n</body>\n</html>\n");
	return MIA_OK;
}

/* What the parts share, then the parts. */
static enum mia_status
make_page(struct page *page, struct mia_error *err)
{
	const struct mia_case *c = page->c;
	struct acts acts = { .last = MIA_TIME_UNKNOWN };

	if (c->redaction &&
		(!mia__redact_people_of_findings(&page->people, c->findings) ||
			!mia__redact_people_seal(&page->people)))
		return mia__fail_memory(err);
	MIA_TRY(mia_summary_new(&page->summary, &page->a, c->findings, c->subjects, err));
	page->acts = &acts;
	enum mia_status status = mia__html_acts_make(page, &acts, err);
	if (status >= 0)
		status = put_page(page, err);
	mia__html_acts_release(page, &acts);
	page->acts = NULL;
	return status;
}

static enum mia_status
check(const struct mia_case *c, mia_write_fn *write, struct mia_error *err)
{
	struct mia_timeline_row row;

	if (write == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a page needs a write function");
	if (!c->evidence || !c->sums || !c->rejects || !c->findings || !c->coverage || !c->sessions ||
		!c->timeline)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a page needs all results of a case");
	if (c->option_count && !c->options)
		return mia__fail(err, MIA_ERR_ARGUMENT, "options that are counted, but not there");
	if (mia_sums_totals(c->sums) == NULL || !c->coverage->sealed ||
		mia_timeline_row(c->timeline, 0, &row) == MIA_ERR_STATE)
		return mia__fail(err, MIA_ERR_STATE, "a result of the case is not sealed");
	return MIA_OK;
}

enum mia_status
mia_report_html(const struct mia_case *c, const struct mia_allocator *allocator, mia_write_fn *write,
	void *ctx, struct mia_error *err)
{
	struct mia_case own;
	struct page page = { .c = &own, .status = MIA_OK, .a = mia__allocator_or_default(allocator) };

	MIA_TRY(mia__case_take(&own, c, err));
	MIA_TRY(check(&own, write, err));
	page.language = mia__findings_language(own.findings);
	mia__sink_init(&page.sink, write, ctx);
	mia__buf_init(&page.prose, &page.a);
	mia__redact_people_init(&page.people, &page.a);
	enum mia_status status = make_page(&page, err);
	mia_summary_free(page.summary);
	mia__redact_people_release(&page.people);
	mia__buf_release(&page.prose);
	if (status >= 0 && page.status < 0)
		status = mia__fail(err, page.status, "people could not be replaced");
	return status < 0 ? status : mia__sink_finish(&page.sink, err);
}
