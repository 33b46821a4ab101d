/*
 * The page for a browser: elements are closed in their order, none of them runs
 * or fetches anything, and no text of the evidence is anything but text.
 */
#include "page.h"

struct walk {
	const char *at, *end;
	char open[64][16];
	size_t depth;
};

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

static bool
is_name(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

static void
attributes(struct walk *w, const char *element)
{
	char name[32];

	while (w->at < w->end && *w->at == ' ') {
		size_t n = 0;
		for (w->at++; w->at < w->end && (*w->at == '-' || is_name(*w->at)); w->at++)
			if (n < sizeof(name) - 1)
				name[n++] = *w->at;
		name[n] = '\0';
		if (n == 0 || strncmp(name, "on", 2) == 0 || strcmp(name, "src") == 0 ||
			strcmp(name, "style") == 0)
			DIE("the page: attribute '%s' of '%s'", name, element);
		if (w->at == w->end || *w->at != '=')
			continue;
		w->at++;
		if (w->at == w->end || *w->at != '"')
			DIE("the page: '%s' of '%s' has no quotes", name, element);
		const char *value = ++w->at;
		while (w->at < w->end && *w->at != '"' && *w->at != '<' && *w->at != '>')
			w->at++;
		if (w->at == w->end || *w->at != '"')
			DIE("the page: '%s' of '%s' is not closed: '%.60s'", name, element, value);
		if (strcmp(name, "href") == 0 && *value != '#')
			DIE("the page: a link out of it: '%.60s'", value);
		w->at++;
	}
}

static void
element(struct walk *w)
{
	static const char *const nothing_inside[] = { "meta", "br", "hr", "col", "rect", "path", "line",
		"wbr", NULL };
	static const char *const refused[] = { "script", "iframe", "object", "embed", "form", "link", "base",
		"img", "input", "foreignobject", NULL };
	bool closes = w->at[0] == '/';
	char name[16];
	size_t n = 0;

	for (w->at += closes; w->at < w->end && n < sizeof(name) - 1 && is_name(*w->at); w->at++)
		name[n++] = *w->at;
	name[n] = '\0';
	if (n == 0 || is_one_of(name, refused))
		DIE("the page: element '%s' at '%.60s'", name, w->at);
	if (!closes)
		attributes(w, name);
	bool empty = w->at < w->end && *w->at == '/';
	w->at += empty;
	if (w->at == w->end || *w->at++ != '>')
		DIE("the page: '%s' has no end: '%.60s'", name, w->at);
	if (closes) {
		if (w->depth == 0 || strcmp(w->open[w->depth - 1], name) != 0)
			DIE("the page: '%s' is closed within '%s'", name,
				w->depth ? w->open[w->depth - 1] : "");
		w->depth--;
	} else if (!empty && !is_one_of(name, nothing_inside)) {
		MUST(w->depth < 64);
		memcpy(w->open[w->depth++], name, sizeof(name));
	}
	if (!closes && strcmp(name, "style") == 0) {
		const char *end = memmem(w->at, (size_t)(w->end - w->at), "</style", 7);
		MUST(end != NULL);
		w->at = end;
	}
}

static void
reference(struct walk *w)
{
	const char *start = w->at;

	while (w->at < w->end && *w->at != ';' && w->at - start < 10)
		w->at++;
	if (w->at == w->end || *w->at != ';')
		DIE("the page: a reference without an end: '%.20s'", start);
}

static void
walk_page(struct mia_text page)
{
	static const char doctype[] = "<!doctype html>";
	struct walk w = { .at = page.ptr, .end = page.ptr + page.len };

	MUST(page.len > sizeof(doctype) && strncasecmp(page.ptr, doctype, sizeof(doctype) - 1) == 0);
	for (w.at += sizeof(doctype) - 1; w.at < w.end;) {
		char c = *w.at++;
		if (c == '<')
			element(&w);
		else if (c == '&')
			reference(&w);
		else if (c == '>')
			DIE("the page: a '>' that ends nothing, before '%.40s'", w.at);
	}
	MUST(w.depth == 0);
}

void
fuzz_check_page(const struct fuzz_results *r)
{
	static struct fuzz_output output;
	struct mia_case c;

	mia_case_init(&c);
	c.evidence = r->evidence;
	c.sums = r->sums;
	c.rejects = r->rejects;
	c.findings = r->findings;
	c.coverage = r->coverage;
	c.sessions = r->sessions;
	c.timeline = r->timeline;
	c.subjects = r->subjects;
	c.scope = r->scope;
	output.len = 0;
	OK(mia_report_html(&c, NULL, fuzz_write, &output, err));
	fuzz_check_guarded("the page", (struct mia_text){ output.ptr, output.len }, "\n\t");
	fuzz_write(&output, "", 1);
	walk_page((struct mia_text){ output.ptr, output.len - 1 });
}

void
fuzz_check_triage_page(const struct fuzz_results *r, struct choice *choice)
{
	static struct fuzz_output output;
	const char *operand = "evidence";
	struct mia_report_options options;
	struct mia_triage_page page;

	mia_report_options_init(&options);
	mia_triage_page_init(&page);
	options.write = fuzz_write;
	options.ctx = &output;
	options.width = 60 + 20 * fuzz_choose(choice, 4);
	page.evidence = r->evidence;
	page.sums = r->sums;
	page.coverage = r->coverage;
	page.operands = &operand;
	page.operand_count = 1;
	page.ascii = (int)fuzz_choose(choice, 2);
	output.len = 0;
	OK(mia_report_triage_page(r->triage, &page, &options, err));
	fuzz_check_guarded("the page of triage", (struct mia_text){ output.ptr, output.len }, "\n");
}
