/* Lists the options that a result rests on, for the manifest. */
#include "options/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "system/path.h"

static int
changes_results(const struct option *option)
{
	static const char *const idle[] = { "output", "threads", "progress", "color", "no-pager", "sandbox",
		"quiet", "verbose", "case", "examiner", "date", NULL };

	for (size_t i = 0; idle[i] != NULL; i++) {
		if (strcmp(option->name, idle[i]) == 0)
			return 0;
	}
	return 1;
}

/* Inventories and the like are sources of their own in a manifest. */
static int
is_source(const struct option *option)
{
	return (option->group & (GROUP_INVENTORY | GROUP_COVERAGE)) != 0;
}

/* Without where it lay, which would make two runs differ. */
static struct mia_text
last_part(const char *path)
{
	size_t end = mia__path_trimmed(path), start = end;

	while (start > 0 && !mia__path_parts_at(path[start - 1]))
		start--;
	return (struct mia_text){ path + start, end - start };
}

static int
discard(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 0;
}

/* "" where it cannot be had. */
static void
hash_file(const char *path, char sha256[65])
{
	struct mia_evidence *files = NULL;

	sha256[0] = '\0';
	if (mia_evidence_new(&files, NULL, NULL, NULL) >= 0 &&
		mia_evidence_add_path(files, path, NULL) >= 0 && mia_evidence_count(files) == 1 &&
		mia_evidence_copy(files, 0, 0, 0, discard, NULL, sha256, NULL) < 0)
		sha256[0] = '\0';
	mia_evidence_free(files);
}

static char *
file_value(const struct given *given)
{
	struct mia_text name = last_part(given->value);
	char sha256[65] = "", *text = malloc(name.len + sizeof(" sha256:") + sizeof(sha256));

	if (text == NULL)
		return NULL;
	if (!is_source(given->option))
		hash_file(given->value, sha256);
	(void)sprintf(text, "%.*s%s%s", (int)name.len, name.ptr, sha256[0] ? " sha256:" : "", sha256);
	return text;
}

static char *
make_value(const struct given *given)
{
	/* A key is nobody's business, nor is its hash. */
	if (given->option->group & GROUP_REDACT)
		return strdup("");
	if (strcmp(given->option->argument, "FILE") == 0)
		return file_value(given);
	return strdup(given->value);
}

static char *
make_name(const struct given *given)
{
	size_t size = strlen(given->option->name) + sizeof("not-");
	char *name = malloc(size);

	if (name != NULL)
		(void)snprintf(name, size, "%s%s", given->exclude ? "not-" : "", given->option->name);
	return name;
}

static int
add(struct given_list *list, const struct given *given)
{
	struct mia_case_option *option = &list->options[list->count];
	char *name = make_name(given), *value = given->value != NULL ? make_value(given) : NULL;

	list->texts[2 * list->count] = name;
	list->texts[2 * list->count + 1] = value;
	list->count++;
	*option = (struct mia_case_option){ text_of(name), { NULL, 0 } };
	if (value != NULL)
		option->value = text_of(value);
	return name != NULL && (given->value == NULL || value != NULL);
}

int
given_list(const struct options *options, struct given_list *ret)
{
	const struct option *option;

	memset(ret, 0, sizeof(*ret));
	ret->options = calloc(options->given_count + 1, sizeof(*ret->options));
	ret->texts = calloc(2 * options->given_count + 1, sizeof(*ret->texts));
	if (ret->options == NULL || ret->texts == NULL)
		return 0;
	for (size_t i = 0; (option = options_entry(i)) != NULL; i++) {
		for (int exclude = 0; exclude < 2 && changes_results(option); exclude++) {
			for (size_t k = 0; k < options->given_count; k++) {
				const struct given *given = &options->given[k];

				if (given->option == option && given->exclude == exclude && !add(ret, given))
					return 0;
			}
		}
	}
	return 1;
}

void
given_free(struct given_list *list)
{
	for (size_t i = 0; list->texts != NULL && i < 2 * list->count; i++)
		free(list->texts[i]);
	free(list->texts);
	free(list->options);
	memset(list, 0, sizeof(*list));
}
