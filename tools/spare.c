/* Refuses to write over what options and operands name, or into folders that are read. */
#include "spare.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "say.h"

/* Where the output will stand. */
struct target {
	const char *name; /* as it was given; NULL: standard output */
	const char *base;
	int directory;
	struct stat st;
	int is_there; /* as a regular file */
};

static int
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Also where neither is there yet. */
static int
is_target(const struct target *target, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
	struct stat st, here, there;

	if (stat(path, &st) == 0)
		return target->is_there && same_file(&st, &target->st);
	if (target->is_there || target->name == NULL || strcmp(base, target->base) != 0 ||
		fstat(target->directory, &here) != 0)
		return 0;
	int directory = output_open_directory(path, base);
	int same = directory >= 0 && fstat(directory, &there) == 0 && same_file(&here, &there);
	if (directory >= 0)
		close(directory);
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
		target.is_there = output->stream != NULL && fstat(STDOUT_FILENO, &target.st) == 0;
	else
		target.is_there =
			fstatat(output->directory, output->base, &target.st, AT_SYMLINK_NOFOLLOW) == 0;
	target.is_there = target.is_there && S_ISREG(target.st.st_mode);
	return spare_all(run, &target, NULL);
}

enum exit_status
spare_given_by(const struct run *run, const char *path, const char *option)
{
	const char *slash = strrchr(path, '/');
	struct target target = { .name = path, .base = slash != NULL ? slash + 1 : path };

	target.directory = output_open_directory(path, target.base);
	/* Whoever writes it says so. */
	if (target.directory < 0)
		return EXIT_COMPLETE;
	target.is_there = fstatat(target.directory, target.base, &target.st, AT_SYMLINK_NOFOLLOW) == 0 &&
		S_ISREG(target.st.st_mode);
	enum exit_status status = spare_all(run, &target, option);
	close(target.directory);
	return status;
}
