/* Who is held to be the intruder, and what else was asked. */
#include "base/error.h"
#include "findings/findings.h"
#include "report/html/page.h"
#include "report/scope_told.h"

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

/* A note may say anything of anybody; in a redacted copy it is left out. */
static void
put_part(struct page *page, const struct mia_scope_part *part)
{
	mia__html_put_evidence(page, HTML_PROSE, part->words);
	if (!part->note.len)
		return;
	mia__html_put(page, " <span class=\"soft\">");
	mia__html_tell(page, T_SCOPE_NOTE_WHY);
	mia__html_put(page, " ");
	if (page->c->redaction)
		mia__html_tell(page, T_NOTE_LEFT_OUT);
	else
		mia__html_put_evidence(page, HTML_PROSE, part->note);
	mia__html_put(page, "</span>");
}

static void
put_parts(struct page *page, const struct mia_scope_words *words)
{
	unsigned choice = 0;

	mia__html_put(page, "<ul>");
	for (size_t i = 0; i < mia_scope_words_count(words); i++) {
		const struct mia_scope_part *part = mia_scope_words_part(words, i);
		mia__html_put(page, "<li>");
		/* Of the parts of one choice one must hold; all else must. */
		if (i) {
			mia__html_tell(page,
				part->choice && part->choice == choice ? T_SCOPE_OR : T_SCOPE_AND);
			mia__html_put(page, " ");
		}
		put_part(page, part);
		mia__html_put(page, "</li>\n");
		choice = part->choice;
	}
	mia__html_put(page, "</ul>\n");
}

enum mia_status
mia__html_put_scope_words(struct page *page, struct mia_error *err)
{
	struct mia_scope_words *words = NULL;

	if (!page->c->scope) {
		put_options(page);
		return MIA_OK;
	}
	MIA_TRY(mia__scope_words(&words, &page->a, page->c->scope, page->language, err));
	put_parts(page, words);
	mia_scope_words_free(words);
	return MIA_OK;
}

enum mia_status
mia__html_put_scope(struct page *page, struct mia_error *err)
{
	mia__html_put(page, "<section>\n");
	mia__html_tell_heading(page, 2, "scope", T_H_SCOPE);
	mia__html_tell_paragraph(page, T_QUESTION_NOTE);
	mia__html_tell_paragraph(page, page->c->findings->view.by_someone ? T_SCOPE_NOTE : T_SCOPE_NONE);
	if (page->c->scope && page->c->findings->view.by_someone) {
		MIA_TRY(mia__html_put_scope_words(page, err));
		if (!page->c->redaction)
			mia__html_tell_paragraph(page, T_SCOPE_FILE);
	}
	mia__html_tell_heading(page, 3, NULL, T_H_OPTIONS);
	put_options(page);
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}
