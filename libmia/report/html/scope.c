/* Who is held to be the intruder, and what else was asked. */
#include "findings/findings.h"
#include "report/html/page.h"

/* Those that stand in the head already. */
static bool
is_told_above(struct mia_text name)
{
	return text_equal(name, TEXT("case")) || text_equal(name, TEXT("examiner"));
}

static void
put_option_value(struct page *page, const struct mia_case_option *option)
{
	buf_clear(&page->prose);
	enum mia_status status = mia__redact_option(page->c->redaction, option, &page->prose, NULL);

	if (status < 0)
		page->status = status;
	else
		mia__html_put_shown(page, HTML_KEPT, buf_view(&page->prose));
}

static void
put_options(struct page *page)
{
	const struct mia_case *c = page->c;

	if (c->option_count == 0) {
		mia__html_tell_paragraph(page, T_SCOPE_NO_OPTIONS);
		return;
	}
	mia__html_put(page, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < c->option_count; i++) {
		const struct mia_case_option *option = &c->options[i];
		if (is_told_above(option->name))
			continue;
		mia__html_put(page, "<dt>");
		mia__html_put_evidence(page, HTML_WORD, option->name);
		mia__html_put(page, "</dt><dd>");
		if (option->value.ptr)
			put_option_value(page, option);
		else
			mia__html_tell(page, T_OPTION_SWITCH);
		mia__html_put(page, "</dd>\n");
	}
	mia__html_put(page, "</dl>\n");
}

void
mia__html_put_scope_words(struct page *page)
{
	put_options(page);
}

void
mia__html_put_scope(struct page *page)
{
	mia__html_put(page, "<section>\n");
	mia__html_tell_heading(page, 2, "scope", T_H_SCOPE);
	mia__html_tell_paragraph(page, T_QUESTION_NOTE);
	mia__html_tell_paragraph(page, page->c->findings->view.by_someone ? T_SCOPE_NOTE : T_SCOPE_NONE);
	put_options(page);
	mia__html_put(page, "</section>\n");
}
