/* Findings for the commands that show them: exposure, coverage and inventory of one run. */
#include "commands/found.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "options/evidence.h"
#include "say.h"
#include "slurp.h"

static struct mia_text
trim(struct mia_text text)
{
	while (text.len > 0 && memchr(" \t\r", text.ptr[0], 3) != NULL) {
		text.ptr++;
		text.len--;
	}
	while (text.len > 0 && memchr(" \t\r", text.ptr[text.len - 1], 3) != NULL)
		text.len--;
	return text;
}

static struct mia_text
next_line(struct mia_text *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	struct mia_text line = { rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len };
	size_t taken = line.len + (end != NULL);

	rest->ptr += taken;
	rest->len -= taken;
	return trim(line);
}

/* One id a line; Windows editors begin a file with a byte order mark. */
static int
read_list(struct run *run, struct findings *ret)
{
	size_t lines = 1, count = 0;

	if (slurp(run->options.list, "list", &ret->list_file) < 0) {
		run_worse(run, EXIT_USAGE);
		return 0;
	}
	struct mia_text rest = ret->list_file;
	if (rest.len >= 3 && memcmp(rest.ptr, "\xef\xbb\xbf", 3) == 0) {
		rest.ptr += 3;
		rest.len -= 3;
	}
	for (size_t i = 0; i < rest.len; i++)
		lines += rest.ptr[i] == '\n';
	ret->list = calloc(lines, sizeof(*ret->list));
	if (ret->list == NULL) {
		say("cannot use %s for '--list': out of memory", quoted(run->options.list));
		run_worse(run, EXIT_NOTHING);
		return 0;
	}
	while (rest.len > 0) {
		struct mia_text line = next_line(&rest);

		if (line.len > 0 && line.ptr[0] != '#')
			ret->list[count++] = line;
	}
	ret->listed = (struct mia_texts){ ret->list, count };
	if (count == 0) {
		say("cannot use %s for '--list': it holds no id", quoted(run->options.list));
		run_worse(run, EXIT_USAGE);
	}
	return count > 0;
}

/* An expansion may bring in accounts that were not asked for by name. */
static int
take_actors(const struct run *run, struct mia_texts *ret, struct mia_text **room)
{
	const struct strings *users = &run->options.users;

	*room = NULL;
	if (users->count == 0 || run->options.expand)
		return 1;
	*room = calloc(users->count, sizeof(**room));
	for (size_t i = 0; *room != NULL && i < users->count; i++)
		(*room)[i] = text_of(users->ptr[i]);
	*ret = (struct mia_texts){ *room, *room ? users->count : 0 };
	return *room != NULL;
}

static void
put_together(struct run *run, struct findings *ret)
{
	struct mia_findings_options options;
	struct mia_text *actors;
	struct mia_error err = { 0 };

	mia_findings_options_init(&options);
	mia_scope_span(run->options.scope, &options.since, &options.until);
	options.sync = run->options.sync;
	options.language = run->options.language;
	options.inventory = run->companions.inventory;
	options.scope = run->options.scope;
	options.list = run->options.list != NULL ? &ret->listed : NULL;
	if (!take_actors(run, &options.actors, &actors)) {
		say("cannot put the findings together: out of memory");
		run_worse(run, EXIT_NOTHING);
	} else if (mia_findings_new(&ret->findings, run->allocator, ret->exposure, ret->coverage, &options,
			   &err) < 0) {
		run_failed(run, "cannot put the findings together", &err);
	}
	free(actors);
}

/* The texts belong to argv. */
struct mia_subjects *
findings_subjects(struct run *run, const struct mia_findings *findings)
{
	const struct strings *domains = &run->options.own_domains;
	struct mia_subjects_options options = { .size = sizeof(options) };
	struct mia_text *own = NULL;
	struct mia_subjects *subjects = NULL;
	struct mia_error err = { 0 };

	if (domains->count > 0) {
		own = calloc(domains->count, sizeof(*own));
		if (own == NULL) {
			say("cannot gather the people: out of memory");
			run_worse(run, EXIT_NOTHING);
			return NULL;
		}
		for (size_t i = 0; i < domains->count; i++)
			own[i] = text_of(domains->ptr[i]);
		options.own_domains = (struct mia_texts){ own, domains->count };
	}
	if (mia_subjects_new(&subjects, run->allocator, findings, &options, &err) < 0)
		run_failed(run, "cannot gather the people", &err);
	free(own);
	return subjects;
}

int
findings_load(struct run *run, struct findings *ret, const struct more_folds *more)
{
	struct mia_exposure_options asked = { .size = sizeof(asked),
		.scope = run->options.scope,
		.handled = run->options.handled,
		.list = run->options.list != NULL ? &ret->listed : NULL };
	struct mia_error err = { 0 };

	memset(ret, 0, sizeof(*ret));
	if (run->options.list != NULL && !read_list(run, ret)) {
		findings_free(ret);
		return 0;
	}
	if (!companions_load(run) || (ret->coverage = evidence_coverage(run)) == NULL) {
		findings_free(ret);
		return 0;
	}
	if (mia_exposure_new(&ret->exposure, run->allocator, &asked, &err) < 0) {
		run_failed(run, "cannot start", &err);
		findings_free(ret);
		return 0;
	}
	struct mia_fold *folds[2 + sizeof(more->folds) / sizeof(more->folds[0])] = {
		mia_exposure_fold(ret->exposure), mia_coverage_fold(ret->coverage)
	};
	size_t count = 2;
	for (size_t i = 0; more != NULL && i < more->count; i++)
		folds[count++] = more->folds[i];
	if (run_load(run, folds, count))
		put_together(run, ret);
	return 1;
}

void
findings_left_out(struct run *run, const struct findings *found, const char *what)
{
	enum mia_format format = run_report(run).format;
	struct mia_error err = { 0 };
	uint64_t left_out = 0;

	if (mia_format_left_out(format, found->findings, &left_out, &err) < 0)
		run_failed(run, "cannot count what is left out", &err);
	else if (left_out > 0)
		say("%" PRIu64 " %s%s left out: the format '%s' has no place for %s", left_out, what,
			left_out == 1 ? "" : "s", mia_format_name(format), left_out == 1 ? "it" : "them");
}

void
findings_free(struct findings *found)
{
	mia_findings_free(found->findings);
	mia_coverage_free(found->coverage);
	mia_exposure_free(found->exposure);
	free(found->list);
	free((void *)(uintptr_t)found->list_file.ptr);
	memset(found, 0, sizeof(*found));
}
