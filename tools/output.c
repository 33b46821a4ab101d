/* Writes results to standard output, or to a file that appears whole or not at all. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"
#include "host/signals.h"

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
		say("cannot write %s: %s", output_name(output), strerror(error));
	return EXIT_NOTHING;
}

int
output_temporary_name(char *ret, size_t size)
{
	unsigned random;

	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return -1;
	(void)snprintf(ret, size, ".mia-%08x.tmp", random);
	return 0;
}

/* A descriptor of a new file in directory, whose name is left in ret. */
static int
create_temporary(int directory, char *ret, size_t size)
{
	for (int i = 0; i < TRIES; i++) {
		if (output_temporary_name(ret, size) < 0)
			return -1;
		int fd = openat(directory, ret, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

int
output_open_directory(const char *path, const char *base)
{
	size_t len = (size_t)(base - path);

	if (len == 0)
		return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *name = strndup(path, len);
	if (name == NULL)
		return -1;
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = errno;
	free(name);
	errno = error;
	return fd;
}

/* Renaming would replace a device or a link just as readily as a file. */
static enum exit_status
check_target(const struct output *output, const struct mia_evidence *evidence)
{
	struct stat status;
	int fd = openat(output->directory, output->base, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? EXIT_COMPLETE : failed(output, errno);
	int known = fstat(fd, &status) == 0;
	int evident = evidence != NULL && mia_evidence_holds_file(evidence, fd);
	close(fd);
	if (!known)
		return refuse(output, "cannot tell what stands there");
	if (S_ISDIR(status.st_mode))
		return refuse(output, "it is a directory");
	if (evident)
		return refuse(output, "it is one of the sources, and evidence is never changed");
	if (S_ISLNK(status.st_mode))
		return refuse(output, "it is a symbolic link, which a result would replace");
	if (!S_ISREG(status.st_mode))
		return refuse(output, "it is not a regular file; use standard output");
	return EXIT_COMPLETE;
}

static enum exit_status
open_standard(struct output *output, const struct mia_evidence *evidence)
{
	struct stat status;

	/* The shell opened it, perhaps with >>. */
	if (evidence != NULL && fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode) &&
		mia_evidence_holds_file(evidence, STDOUT_FILENO))
		return refuse(output, "it is one of the sources, and evidence is never changed");
	output->stream = stdout;
	return EXIT_COMPLETE;
}

enum exit_status
output_spare(const struct output *output, const struct mia_evidence *evidence)
{
	struct stat status;

	if (evidence == NULL)
		return EXIT_COMPLETE;
	int fd = output->path == NULL
		? STDOUT_FILENO
		: openat(output->directory, output->base, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	int evident = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
		mia_evidence_holds_file(evidence, fd);
	if (fd >= 0 && output->path != NULL)
		close(fd);
	if (evident)
		return refuse(output, "it is one of the sources, and these are never changed");
	return EXIT_COMPLETE;
}

static int
open_temporary(struct output *output)
{
	signals_hold();
	int fd = create_temporary(output->directory, output->temporary, sizeof(output->temporary));
	if (fd < 0)
		output->temporary[0] = '\0';
	else
		output->guard = signals_guard(output->directory, output->temporary);
	signals_release();
	if (fd < 0)
		return -1;
	output->stream = fdopen(fd, "w");
	if (output->stream != NULL)
		return 0;
	int error = errno;
	close(fd);
	errno = error;
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
	const char *slash = strrchr(path, '/');
	output->base = slash ? slash + 1 : path;
	if (output->base[0] == '\0')
		return refuse(output, "it names a directory");
	output->directory = output_open_directory(path, output->base);
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
		output->error = errno != 0 ? errno : EIO;
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
		output->error = errno != 0 ? errno : EIO;
	if (output->error == 0 && fflush(output->stream) != 0)
		output->error = errno != 0 ? errno : EIO;
	return output->error == 0 ? 0 : -1;
}

static int
close_stream(struct output *output)
{
	int error = output->error;

	if (fclose(output->stream) != 0 && error == 0)
		error = errno;
	output->stream = NULL;
	return error;
}

static int
rename_temporary(struct output *output)
{
	int error = 0;

	signals_hold();
	if (renameat(output->directory, output->temporary, output->directory, output->base) != 0) {
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
	mode_t mask = umask(0);

	umask(mask);
	if (output->error == 0 &&
		(fflush(output->stream) != 0 || fsync(fd) != 0 || fchmod(fd, 0666 & ~mask) != 0))
		output->error = errno;
	int error = close_stream(output);
	if (error == 0)
		error = rename_temporary(output);
	if (error != 0)
		return error;
	/* Not every file system can do this for a directory (EINVAL). */
	if (fsync(output->directory) != 0 && errno != EINVAL)
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
		(void)unlinkat(output->directory, output->temporary, 0);
	output->temporary[0] = '\0';
	signals_unguard(output->guard);
	output->guard = -1;
	if (output->directory >= 0)
		close(output->directory);
	output->directory = -1;
}

int
output_same(const struct output *a, const struct output *b)
{
	struct stat x, y;

	return a->path != NULL && b->path != NULL && strcmp(a->base, b->base) == 0 &&
		fstat(a->directory, &x) == 0 && fstat(b->directory, &y) == 0 && x.st_dev == y.st_dev &&
		x.st_ino == y.st_ino;
}

FILE *
output_scratch(const struct output *output)
{
	char name[sizeof(output->temporary)];

	signals_hold();
	int fd = create_temporary(output->directory, name, sizeof(name));
	if (fd >= 0)
		(void)unlinkat(output->directory, name, 0);
	else
		(void)failed(output, errno);
	signals_release();
	if (fd < 0)
		return NULL;
	FILE *stream = fdopen(fd, "w+");
	if (stream == NULL) {
		(void)failed(output, errno);
		close(fd);
	}
	return stream;
}

enum exit_status
output_close_standard(void)
{
	struct output output = { .stream = stdout, .directory = -1, .guard = -1 };

	if (ferror(stdout))
		output.error = errno != 0 ? errno : EIO;
	return output_commit(&output);
}
