/* Writes results to standard output, or to a file that appears whole or not at all. */
#include "output.h"

#include <errno.h>
#include <string.h>

#include "host/signals.h"
#include "host/terminal.h"
#include "say.h"
#include "system/file.h"
#include "system/machine.h"
#include "system/path.h"

#define TRIES 100

static const char *
output_name(const struct output *output)
{
	return output->path ? quoted(output->path) : "standard output";
}

static enum exit_status
refuse(const struct output *output, const char *why)
{
	say("cannot write %s: %s", output_name(output), why);
	return EXIT_USAGE;
}

static enum exit_status
failed(const struct output *output, int error)
{
	if (error != EPIPE)
		say("cannot write %s: %s", output_name(output), mia__errno_text(error));
	return EXIT_NOTHING;
}

int
output_temporary_name(char *ret, size_t size)
{
	unsigned random;

	if (!mia__random(&random, sizeof(random), true))
		return -1;
	(void)snprintf(ret, size, ".mia-%08x.tmp", random);
	return 0;
}

/* A descriptor of a new file in directory, whose name is left in ret. */
static int
create_temporary(int directory, char *ret, size_t size, enum file_how how)
{
	for (int i = 0; i < TRIES; i++) {
		if (output_temporary_name(ret, size) < 0)
			return -1;
		int fd = mia__file_open(directory, ret, how);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Renaming would replace a device or a link just as readily as a file. */
static enum exit_status
check_target(const struct output *output, const struct mia_evidence *evidence)
{
	struct file_facts facts;
	int fd = mia__file_open(output->directory, output->base, FILE_LOOK);

	if (fd < 0)
		return errno == ENOENT ? EXIT_COMPLETE : failed(output, errno);
	bool known = mia__file_facts(fd, &facts);
	int evident = evidence != NULL && mia_evidence_holds_file(evidence, fd);
	mia__file_close(fd);
	if (!known)
		return refuse(output, "cannot tell what stands there");
	if (facts.kind == FILE_DIRECTORY)
		return refuse(output, "it is a directory");
	if (evident)
		return refuse(output, "it is one of the sources, and evidence is never changed");
	if (facts.kind == FILE_LINK)
		return refuse(output, "it is a symbolic link, which a result would replace");
	if (facts.kind != FILE_REGULAR)
		return refuse(output, "it is not a regular file; use standard output");
	return EXIT_COMPLETE;
}

static bool
is_evident(const struct mia_evidence *evidence, int fd)
{
	struct file_facts facts;

	return mia__file_facts(fd, &facts) && facts.kind == FILE_REGULAR &&
		mia_evidence_holds_file(evidence, fd);
}

static enum exit_status
open_standard(struct output *output, const struct mia_evidence *evidence)
{
	/* The shell opened it, perhaps with >>. */
	if (evidence != NULL && is_evident(evidence, TERMINAL_OUTPUT))
		return refuse(output, "it is one of the sources, and evidence is never changed");
	output->stream = stdout;
	return EXIT_COMPLETE;
}

enum exit_status
output_spare(const struct output *output, const struct mia_evidence *evidence)
{
	if (evidence == NULL)
		return EXIT_COMPLETE;
	int fd = output->path == NULL ? TERMINAL_OUTPUT
				      : mia__file_open(output->directory, output->base, FILE_LOOK);
	bool evident = fd >= 0 && is_evident(evidence, fd);
	if (fd >= 0 && output->path != NULL)
		mia__file_close(fd);
	if (evident)
		return refuse(output, "it is one of the sources, and these are never changed");
	return EXIT_COMPLETE;
}

static int
open_temporary(struct output *output)
{
	signals_hold();
	int fd = create_temporary(output->directory, output->temporary, sizeof(output->temporary),
		FILE_NEW_OWN);
	if (fd < 0)
		output->temporary[0] = '\0';
	else
		output->guard = signals_guard(output->directory, output->temporary);
	signals_release();
	if (fd < 0)
		return -1;
	output->stream = fdopen(fd, "wb");
	if (output->stream != NULL)
		return 0;
	mia__file_close(fd);
	return -1;
}

enum exit_status
output_open(struct output *output, const char *path, const struct mia_evidence *evidence)
{
	memset(output, 0, sizeof(*output));
	output->directory = -1;
	output->guard = -1;
	if (path == NULL || strcmp(path, "-") == 0)
		return open_standard(output, evidence);
	output->path = path;
	output->base = mia__path_base(path);
	if (output->base[0] == '\0')
		return refuse(output, "it names a directory");
	output->directory = mia__directory_of(path);
	if (output->directory < 0)
		return failed(output, errno);
	enum exit_status status = check_target(output, evidence);
	if (status != EXIT_COMPLETE) {
		output_discard(output);
		return status;
	}
	if (open_temporary(output) != 0) {
		status = failed(output, errno);
		output_discard(output);
	}
	return status;
}

static int
bare_write(void *ctx, const void *bytes, size_t size)
{
	struct output *output = ctx;

	if (output->error != 0)
		return 1;
	if (output->pager.state != PAGER_OFF ? pager_write(&output->pager, bytes, size) != 0
					     : fwrite(bytes, 1, size, output->stream) != size)
		output->error = mia__write_error();
	return output->error != 0;
}

int
output_write(void *ctx, const void *bytes, size_t size)
{
	struct output *output = ctx;

	return output->screened ? screen_write(&output->screen, bare_write, output, bytes, size)
				: bare_write(output, bytes, size);
}

int
output_settle(struct output *output)
{
	/* What was refused stands in output->error. */
	if (output->screened)
		(void)screen_end(&output->screen, bare_write, output);
	output->screened = 0;
	if (pager_end(&output->pager) != 0 && output->error == 0)
		output->error = mia__write_error();
	if (output->error == 0 && fflush(output->stream) != 0)
		output->error = mia__write_error();
	return output->error == 0 ? 0 : -1;
}

static int
close_stream(struct output *output)
{
	int error = output->error;

	if (fclose(output->stream) != 0 && error == 0)
		error = mia__write_error();
	output->stream = NULL;
	return error;
}

static int
rename_temporary(struct output *output)
{
	int error = 0;

	signals_hold();
	if (!mia__file_rename(output->directory, output->temporary, output->base, true)) {
		error = errno;
	} else {
		output->temporary[0] = '\0';
		signals_unguard(output->guard);
		output->guard = -1;
	}
	signals_release();
	return error;
}

static int
finish_file(struct output *output)
{
	int fd = fileno(output->stream);

	if (output->error == 0 &&
		(fflush(output->stream) != 0 || !mia__file_sync(fd) ||
			!mia__file_permit(fd, mia__file_usual_mode(false))))
		output->error = errno;
	int error = close_stream(output);
	if (error == 0)
		error = rename_temporary(output);
	if (error != 0)
		return error;
	if (!mia__directory_sync(output->directory))
		error = errno;
	return error;
}

enum exit_status
output_commit(struct output *output)
{
	int error;

	if (output->stream == NULL)
		return EXIT_COMPLETE;
	(void)output_settle(output);
	if (output->path == NULL)
		error = close_stream(output);
	else
		error = finish_file(output);
	output->error = error;
	return error == 0 ? EXIT_COMPLETE : failed(output, error);
}

void
output_discard(struct output *output)
{
	output->pager.held_len = 0;
	(void)pager_end(&output->pager);
	if (output->stream != NULL && output->path != NULL)
		(void)fclose(output->stream);
	output->stream = NULL;
	if (output->temporary[0] != '\0')
		(void)mia__file_remove(output->directory, output->temporary);
	output->temporary[0] = '\0';
	signals_unguard(output->guard);
	output->guard = -1;
	if (output->directory >= 0)
		mia__file_close(output->directory);
	output->directory = -1;
}

int
output_same(const struct output *a, const struct output *b)
{
	struct file_facts x, y;

	return a->path != NULL && b->path != NULL && strcmp(a->base, b->base) == 0 &&
		mia__file_facts(a->directory, &x) && mia__file_facts(b->directory, &y) &&
		file_is_same(&x, &y);
}

FILE *
output_scratch(const struct output *output)
{
	char name[sizeof(output->temporary)];

	signals_hold();
	int fd = create_temporary(output->directory, name, sizeof(name), FILE_NAMELESS);
	if (fd < 0)
		(void)failed(output, errno);
	signals_release();
	if (fd < 0)
		return NULL;
	FILE *stream = fdopen(fd, "w+b");
	if (stream == NULL) {
		(void)failed(output, errno);
		mia__file_close(fd);
	}
	return stream;
}

enum exit_status
output_close_standard(void)
{
	struct output output = { .stream = stdout, .directory = -1, .guard = -1 };

	if (ferror(stdout))
		output.error = mia__write_error();
	return output_commit(&output);
}
