/*
 * Writes the page of a case to standard output, through the public API alone.
 *
 * Usage: page [--session ID] [--user NAME] [--inventory FILE] [--own DOMAIN] [--case ID] [--examiner NAME] EVIDENCE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mia/mia.h>

static void
must(enum mia_status status, const struct mia_error *err)
{
	if (status >= 0)
		return;
	fprintf(stderr, "page: %s: %s\n", mia_status_name(status), err->text);
	exit(1);
}

static int
to_stdout(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	return fwrite(bytes, 1, size, stdout) == size ? 0 : -1;
}

static struct mia_text
text(const char *s)
{
	return (struct mia_text){ s, strlen(s) };
}

struct asked {
	struct mia_scope *scope;
	struct mia_case_option options[16];
	size_t option_count;
	struct mia_case page;
	struct mia_text own;
	const char *inventory;
};

static void
take_option(struct asked *asked, const char *name, const char *value)
{
	struct mia_error err = { 0 };

	if (strcmp(name, "--case") == 0)
		asked->page.case_id = text(value);
	else if (strcmp(name, "--examiner") == 0)
		asked->page.examiner = text(value);
	else if (strcmp(name, "--own") == 0)
		asked->own = text(value);
	else if (strcmp(name, "--inventory") == 0)
		asked->inventory = value;
	else if (strcmp(name, "--session") == 0)
		must(mia_scope_add(asked->scope, MIA_TRAIT_SESSION, 0, text(value), &err), &err);
	else if (strcmp(name, "--user") == 0)
		must(mia_scope_add(asked->scope, MIA_TRAIT_USER, 0, text(value), &err), &err);
	else {
		fprintf(stderr, "page: what is %s?\n", name);
		exit(2);
	}
	if (asked->option_count < sizeof(asked->options) / sizeof(*asked->options))
		asked->options[asked->option_count++] =
			(struct mia_case_option){ text(name + 2), text(value) };
}

static int
take_options(struct asked *asked, int argc, char **argv)
{
	struct mia_error err = { 0 };
	int at = 1;

	must(mia_scope_new(&asked->scope, NULL, &err), &err);
	for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2)
		take_option(asked, argv[at], argv[at + 1]);
	asked->page.size = sizeof(asked->page);
	asked->page.options = asked->options;
	asked->page.option_count = asked->option_count;
	asked->page.made = MIA_CASE_NO_TIME;
	asked->page.scope = asked->scope;
	return at;
}

/* Everything that a page rests on. */
struct made {
	struct mia_evidence *evidence, *inventories;
	struct mia_sums *sums;
	struct mia_reject_list *rejects;
	struct mia_coverage *coverage;
	struct mia_exposure *exposure;
	struct mia_sessions *sessions;
	struct mia_timeline *timeline;
	struct mia_inventory *inventory;
	struct mia_findings *findings;
	struct mia_subjects *subjects;
};

static void
load(struct made *m, const struct asked *asked, char **paths, int count)
{
	struct mia_error err = { 0 };
	struct mia_exposure_options exposure = { .size = sizeof(exposure), .scope = asked->scope };
	struct mia_sessions_options sessions = { .size = sizeof(sessions), .scope = asked->scope };
	struct mia_timeline_options timeline = { .size = sizeof(timeline), .scope = asked->scope };
	struct mia_load_options how = { .size = sizeof(how), .text_sha256 = 1 };

	must(mia_evidence_new(&m->evidence, NULL, NULL, &err), &err);
	for (int i = 0; i < count; i++)
		must(mia_evidence_add_path(m->evidence, paths[i], &err), &err);
	must(mia_evidence_name_relative(m->evidence, &err), &err);
	must(mia_sums_new(&m->sums, NULL, &err), &err);
	must(mia_reject_list_new(&m->rejects, NULL, &err), &err);
	must(mia_coverage_new(&m->coverage, NULL, NULL, &err), &err);
	must(mia_exposure_new(&m->exposure, NULL, &exposure, &err), &err);
	must(mia_sessions_new(&m->sessions, NULL, &sessions, &err), &err);
	must(mia_timeline_new(&m->timeline, NULL, &timeline, &err), &err);
	struct mia_fold *folds[] = {
		mia_sums_fold(m->sums),
		mia_reject_list_fold(m->rejects),
		mia_coverage_fold(m->coverage),
		mia_exposure_fold(m->exposure),
		mia_sessions_fold(m->sessions),
		mia_timeline_fold(m->timeline),
	};
	must(mia_load(m->evidence, folds, sizeof(folds) / sizeof(*folds), &how, &err), &err);
}

static void
conclude(struct made *m, const struct asked *asked)
{
	struct mia_error err = { 0 };
	struct mia_findings_options options;
	struct mia_subjects_options people = { .size = sizeof(people),
		.own_domains = { &asked->own, asked->own.len != 0 } };

	mia_findings_options_init(&options);
	options.scope = asked->scope;
	if (asked->inventory) {
		must(mia_evidence_new(&m->inventories, NULL, NULL, &err), &err);
		must(mia_evidence_add_path(m->inventories, asked->inventory, &err), &err);
		must(mia_evidence_name_relative(m->inventories, &err), &err);
		must(mia_inventory_new(&m->inventory, NULL, &err), &err);
		must(mia_inventory_read(m->inventory, m->inventories, (struct mia_text){ NULL, 0 }, NULL,
			     NULL, &err),
			&err);
		must(mia_inventory_seal(m->inventory, &err), &err);
		options.inventory = m->inventory;
	}
	must(mia_findings_new(&m->findings, NULL, m->exposure, m->coverage, &options, &err), &err);
	if (asked->inventory)
		must(mia_subjects_new(&m->subjects, NULL, m->findings, &people, &err), &err);
}

static void
write_page(const struct made *m, struct asked *asked)
{
	struct mia_error err = { 0 };
	struct mia_case *c = &asked->page;

	c->evidence = m->evidence;
	c->sums = m->sums;
	c->rejects = m->rejects;
	c->findings = m->findings;
	c->coverage = m->coverage;
	c->sessions = m->sessions;
	c->timeline = m->timeline;
	c->subjects = m->subjects;
	c->inventories = m->inventories;
	must(mia_report_html(c, NULL, to_stdout, NULL, &err), &err);
}

int
main(int argc, char **argv)
{
	static struct asked asked;
	struct made made = { 0 };
	int first = take_options(&asked, argc, argv);

	load(&made, &asked, argv + first, argc - first);
	conclude(&made, &asked);
	write_page(&made, &asked);
	mia_subjects_free(made.subjects);
	mia_findings_free(made.findings);
	mia_inventory_free(made.inventory);
	mia_timeline_free(made.timeline);
	mia_sessions_free(made.sessions);
	mia_exposure_free(made.exposure);
	mia_coverage_free(made.coverage);
	mia_reject_list_free(made.rejects);
	mia_sums_free(made.sums);
	mia_evidence_free(made.inventories);
	mia_evidence_free(made.evidence);
	mia_scope_free(asked.scope);
	return fflush(stdout) == 0 ? 0 : 1;
}
