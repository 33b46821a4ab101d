/* Refuses to write over what options and operands name, or into folders that are read. */
#include "spare.h"

#include <string.h>

#include "folder.h"
#include "host/terminal.h"
#include "say.h"
#include "system/file.h"
#include "system/path.h"

/* Where the output will stand. */
struct target {
	const char *name; /* as it was given; NULL: standard output */
	const char *base;
	int directory;
	struct file_facts facts;
	bool is_there; /* as a regular file */
};

/* Also where neither is there yet. */
static int
is_target(const struct target *target, const char *path)
{
	struct file_facts facts, here, there;

	if (mia__file_facts_of(SYSTEM_HERE, path, true, &facts))
		return target->is_there && file_is_same(&facts, &target->facts);
	if (target->is_there || target->name == NULL || strcmp(mia__path_base(path), target->base) != 0 ||
		!mia__file_facts(target->directory, &here))
		return 0;
	int directory = mia__directory_of(path);
	int same = directory >= 0 && mia__file_facts(directory, &there) && file_is_same(&here, &there);
	if (directory >= 0)
		mia__file_close(directory);
	return same;
}

/* option NULL: an operand. */
static enum exit_status
spare(const struct target *target, const char *path, const char *option)
{
	const char *name = target->name != NULL ? quoted(target->name) : "standard output";

	if (is_target(target, path)) {
		if (option != NULL)
			say("cannot write %s: it is the file of '--%s', and nothing that was given is "
			    "replaced",
				name, option);
		else
			say("cannot write %s: it is one of the files to read, and these are never changed",
				name);
		return EXIT_USAGE;
	}
	if (target->name == NULL || !folder_holds(path, target->directory))
		return EXIT_COMPLETE;
	say("cannot write %s: it would lie in %s, and the next run would read it", name, quoted(path));
	return EXIT_USAGE;
}

/* What the run writes is compared among itself elsewhere. */
static int
is_read(const struct given *given, const char *own)
{
	static const char *const written[] = { "output", "rejects" };
	const char *name = given->option->name;

	for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++)
		if (strcmp(name, written[i]) == 0)
			return 0;
	return given->value != NULL && strcmp(given->option->argument, "FILE") == 0 &&
		(own == NULL || strcmp(name, own) != 0);
}

static enum exit_status
spare_all(const struct run *run, const struct target *target, const char *own)
{
	const struct options *options = &run->options;
	enum exit_status status = EXIT_COMPLETE;

	for (size_t i = 0; i < options->given_count && status == EXIT_COMPLETE; i++)
		if (is_read(&options->given[i], own))
			status = spare(target, options->given[i].value, options->given[i].option->name);
	for (size_t i = 0; i < options->operand_count && status == EXIT_COMPLETE; i++)
		if (strcmp(options->operands[i], "-") != 0)
			status = spare(target, options->operands[i], NULL);
	return status;
}

enum exit_status
spare_given(const struct run *run, const struct output *output)
{
	struct target target = { .name = output->path, .base = output->base, .directory = output->directory };

	if (output->path == NULL)
		target.is_there = output->stream != NULL && mia__file_facts(TERMINAL_OUTPUT, &target.facts);
	else
		target.is_there = mia__file_facts_of(output->directory, output->base, false, &target.facts);
	target.is_there = target.is_there && target.facts.kind == FILE_REGULAR;
	return spare_all(run, &target, NULL);
}

enum exit_status
spare_given_by(const struct run *run, const char *path, const char *option)
{
	struct target target = { .name = path, .base = mia__path_base(path) };

	target.directory = mia__directory_of(path);
	/* Whoever writes it says so. */
	if (target.directory < 0)
		return EXIT_COMPLETE;
	target.is_there = mia__file_facts_of(target.directory, target.base, false, &target.facts) &&
		target.facts.kind == FILE_REGULAR;
	enum exit_status status = spare_all(run, &target, option);
	mia__file_close(target.directory);
	return status;
}
