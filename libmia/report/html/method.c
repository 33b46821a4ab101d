/* What the words mean, how the answer was found, and what no log can show. */
#include "base/error.h"
#include "report/html/page.h"

static void
put_levels(struct page *page)
{
	static const enum text_id headings[] = { T_COL_LEVEL, T_COL_MEANING };

	mia__html_table_open(page, T_CAP_LEVELS, headings, 2);
	for (int level = 0; level <= MIA_LEVEL_NONE; level++) {
		mia__html_put(page, "<tr><th scope=\"row\">");
		mia__html_put(page, mia_level_name((enum mia_level)level));
		mia__html_put(page, "</th><td class=\"p\">");
		mia__html_tell(page, (enum text_id)(T_LEVEL_0 + level));
		mia__html_put(page, "</td></tr>\n");
	}
	mia__html_table_close(page);
}

_Static_assert(T_RULE_0 - T_BASIS_0 == MIA_BASIS_COUNT, "a text for each basis");

static void
put_bases(struct page *page)
{
	static const enum text_id headings[] = { T_COL_BASIS, T_COL_MEANING };

	mia__html_table_open(page, T_CAP_BASES, headings, 2);
	for (int bit = 0; bit < MIA_BASIS_COUNT; bit++) {
		const char *name = mia_basis_name(UINT64_C(1) << bit);
		if (!name)
			continue;
		mia__html_put(page, "<tr><th scope=\"row\">");
		mia__html_put(page, name);
		mia__html_put(page, "</th><td class=\"p\">");
		mia__html_tell(page, (enum text_id)(T_BASIS_0 + bit));
		mia__html_put(page, "</td></tr>\n");
	}
	mia__html_table_close(page);
}

/* Is it the first span of its rule? Rules are few, so each is met early. */
#define RULES 64

static void
put_rules(struct page *page)
{
	static const enum text_id headings[] = { T_COL_RULE, T_COL_MEANING };
	const struct mia_coverage *coverage = page->c->coverage;
	const char *seen[RULES];
	size_t count = 0;

	for (size_t i = 0; i < mia_coverage_count(coverage) && count < RULES; i++) {
		const char *rule = mia_coverage_span(coverage, i)->rule;
		size_t k = 0;
		while (k < count && strcmp(seen[k], rule) != 0)
			k++;
		if (k == count)
			seen[count++] = rule;
	}
	mia__html_tell_heading(page, 2, "rules", T_H_RULES);
	if (count == 0) {
		mia__html_tell_paragraph(page, T_RULES_NONE);
		return;
	}
	mia__html_tell_paragraph(page, T_RULES_NOTE);
	mia__html_table_open(page, T_CAP_RULES, headings, 2);
	for (size_t k = 0; k < count; k++) {
		enum text_id text = mia__said_of_rule(seen[k]);
		mia__html_put(page, "<tr><th scope=\"row\">");
		mia__html_put(page, seen[k]);
		mia__html_put(page, "</th><td class=\"p\">");
		if (text != TEXTS)
			mia__html_tell(page, text);
		mia__html_put(page, "</td></tr>\n");
	}
	mia__html_table_close(page);
}

enum mia_status
mia__html_put_method(struct page *page, struct mia_error *err)
{
	(void)err;
	mia__html_put(page, "<section>\n");
	put_rules(page);
	mia__html_put(page, "</section>\n<section>\n");
	mia__html_tell_heading(page, 2, "method", T_H_METHOD);
	for (int i = T_METHOD_1; i <= T_METHOD_12; i++)
		mia__html_tell_paragraph(page, (enum text_id)i);
	mia__html_put(page, "</section>\n<section>\n");
	mia__html_tell_heading(page, 2, "levels", T_H_LEVELS);
	mia__html_tell_paragraph(page, T_LEVELS_NOTE);
	put_levels(page);
	put_bases(page);
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}
