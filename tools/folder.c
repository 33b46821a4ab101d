/* Writes a folder of results beside its place and renames it at the end. */
#include "folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/signals.h"
#include "output.h"
#include "say.h"
#include "system/file.h"
#include "system/machine.h"
#include "system/path.h"

#define TRIES 100

static enum exit_status
refuse(const struct folder *folder, const char *why)
{
	say("cannot make the folder %s: %s", quoted(folder->path), why);
	return EXIT_USAGE;
}

static enum exit_status
failed(const struct folder *folder, int error)
{
	say("cannot make the folder %s: %s", quoted(folder->path), mia__errno_text(error));
	return EXIT_NOTHING;
}

enum exit_status
folder_failed(const struct folder *folder)
{
	return failed(folder, folder->error ? folder->error : EIO);
}

static int
make_temporary(struct folder *folder)
{
	for (int i = 0; i < TRIES; i++) {
		if (output_temporary_name(folder->temporary, sizeof(folder->temporary)) < 0)
			return -1;
		if (mia__directory_make(folder->parent, folder->temporary)) {
			folder->guard = signals_guard_directory(folder->parent, folder->temporary);
			return 0;
		}
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

static enum exit_status
open_parent(struct folder *folder)
{
	struct file_facts facts;

	folder->trimmed[mia__path_trimmed(folder->trimmed)] = '\0';
	folder->base = mia__path_base(folder->trimmed);
	folder->parent = mia__directory_of(folder->trimmed);
	if (folder->parent < 0)
		return failed(folder, errno);
	/* "/" and "." are there too, by any name. */
	if (folder->base[0] == '\0' || mia__file_facts_of(folder->parent, folder->base, false, &facts))
		return refuse(folder, "it is there already, and nothing is replaced");
	return errno == ENOENT ? EXIT_COMPLETE : failed(folder, errno);
}

enum exit_status
folder_open(struct folder *folder, const char *path)
{
	memset(folder, 0, sizeof(*folder));
	folder->parent = folder->self = folder->guard = -1;
	folder->path = path;
	folder->trimmed = strdup(path);
	if (folder->trimmed == NULL)
		return failed(folder, ENOMEM);
	return open_parent(folder);
}

/* From where it will stand up to the root. */
int
folder_holds(const char *directory, int place)
{
	struct file_facts sought, here, above;
	int at = mia__file_duplicate(place), found = 0, more;

	if (!mia__file_facts_of(SYSTEM_HERE, directory, true, &sought) || sought.kind != FILE_DIRECTORY ||
		at < 0 || !mia__file_facts(at, &here)) {
		if (at >= 0)
			mia__file_close(at);
		return 0;
	}
	do {
		int up;

		found = file_is_same(&sought, &here);
		up = found ? -1 : mia__directory_up(at);
		more = up >= 0 && mia__file_facts(up, &above) && !file_is_same(&above, &here);
		mia__file_close(at);
		at = up;
		if (more)
			here = above;
	} while (more);
	if (at >= 0)
		mia__file_close(at);
	return found;
}

int
folder_is_inside(const struct folder *folder, const char *directory)
{
	return folder_holds(directory, folder->parent);
}

FILE *
folder_scratch(const struct folder *folder)
{
	const struct output place = { .path = folder->path, .directory = folder->parent, .guard = -1 };

	return output_scratch(&place);
}

enum exit_status
folder_begin(struct folder *folder)
{
	signals_hold();
	int made = make_temporary(folder), error = errno;
	if (made < 0)
		folder->temporary[0] = '\0';
	signals_release();
	if (made < 0)
		return failed(folder, error);
	folder->self = mia__directory_open(folder->parent, folder->temporary, false);
	return folder->self < 0 ? failed(folder, errno) : EXIT_COMPLETE;
}

static int
add_entry(struct folder *folder, const char *name, size_t len, int is_directory)
{
	struct folder_entry *entry = &folder->entries[folder->count];

	if (folder->count == FOLDER_ENTRIES || len >= sizeof(entry->name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(entry->name, name, len);
	entry->name[len] = '\0';
	entry->is_directory = is_directory;
	signals_hold();
	int fd = !is_directory ? mia__file_open(folder->self, entry->name, FILE_NEW_OWN)
		: mia__directory_make(folder->self, entry->name) ? 0
								 : -1;
	int error = errno;
	if (fd >= 0) {
		entry->guard = is_directory ? signals_guard_directory(folder->self, entry->name)
					    : signals_guard(folder->self, entry->name);
		folder->count++;
	}
	signals_release();
	errno = error;
	return fd;
}

static int
has_directory(const struct folder *folder, const char *name, size_t len)
{
	for (size_t i = 0; i < folder->count; i++) {
		const struct folder_entry *entry = &folder->entries[i];

		if (entry->is_directory && strlen(entry->name) == len && memcmp(entry->name, name, len) == 0)
			return 1;
	}
	return 0;
}

/* Answers 1, and remembers what failed first. */
static int
give_up(struct folder *folder)
{
	if (folder->error == 0)
		folder->error = mia__write_error();
	return 1;
}

/* A workbook is made from temporary files of a library, which a signal would
 * leave behind; it has to wait for them. */
static void
hold_for(struct folder *folder, const char *name)
{
	size_t len = strlen(name), end = strlen(".xlsx");

	folder->held = len > end && strcmp(name + len - end, ".xlsx") == 0;
	if (folder->held)
		signals_hold();
}

static void
let_go(struct folder *folder)
{
	if (folder->held)
		signals_release();
	folder->held = 0;
}

static int
open_file(void *ctx, const char *name)
{
	struct folder *folder = ctx;
	const char *slash = strchr(name, '/');
	size_t len = slash ? (size_t)(slash - name) : 0;

	if (folder->error != 0)
		return 1;
	if (slash && !has_directory(folder, name, len) && add_entry(folder, name, len, 1) < 0)
		return give_up(folder);
	int fd = add_entry(folder, name, strlen(name), 0);
	if (fd < 0)
		return give_up(folder);
	folder->stream = fdopen(fd, "wb");
	if (folder->stream != NULL) {
		hold_for(folder, name);
		return 0;
	}
	(void)give_up(folder);
	mia__file_close(fd);
	return 1;
}

static int
write_file(void *ctx, const void *bytes, size_t size)
{
	struct folder *folder = ctx;

	if (folder->error != 0)
		return 1;
	errno = 0;
	return fwrite(bytes, 1, size, folder->stream) == size ? 0 : give_up(folder);
}

static int
close_file(void *ctx)
{
	struct folder *folder = ctx;
	int fd = fileno(folder->stream);

	errno = 0;
	if (folder->error == 0 &&
		(fflush(folder->stream) != 0 || !mia__file_sync(fd) ||
			!mia__file_permit(fd, mia__file_usual_mode(false))))
		(void)give_up(folder);
	if (fclose(folder->stream) != 0)
		(void)give_up(folder);
	folder->stream = NULL;
	let_go(folder);
	return folder->error != 0;
}

struct mia_case_files
folder_files(struct folder *folder)
{
	return (struct mia_case_files){ .open = open_file,
		.write = write_file,
		.close = close_file,
		.ctx = folder };
}

static bool
finish_directory(int fd)
{
	return mia__file_permit(fd, mia__file_usual_mode(true)) && mia__directory_sync(fd);
}

static bool
finish_directories(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++) {
		if (!folder->entries[i].is_directory)
			continue;
		int fd = mia__directory_open(folder->self, folder->entries[i].name, false);
		bool done = fd >= 0 && finish_directory(fd);

		if (fd >= 0)
			mia__file_close(fd);
		if (!done)
			return false;
	}
	return finish_directory(folder->self);
}

static void
release_guards(struct folder *folder)
{
	for (size_t i = folder->count; i-- > 0;)
		signals_unguard(folder->entries[i].guard);
	signals_unguard(folder->guard);
	folder->guard = -1;
	folder->count = 0;
}

enum exit_status
folder_commit(struct folder *folder)
{
	int error = 0;

	if (!finish_directories(folder))
		return failed(folder, errno);
	signals_hold();
	if (!mia__file_rename(folder->parent, folder->temporary, folder->base, false)) {
		error = errno;
	} else {
		release_guards(folder);
		folder->temporary[0] = '\0';
	}
	signals_release();
	if (error == EEXIST || error == ENOTEMPTY)
		return refuse(folder, "it appeared meanwhile, and nothing is replaced");
	if (error != 0)
		return failed(folder, error);
	return mia__directory_sync(folder->parent) ? EXIT_COMPLETE : failed(folder, errno);
}

static void
remove_entry(const struct folder *folder, const struct folder_entry *entry)
{
	if (entry->is_directory)
		(void)mia__directory_remove(folder->self, entry->name);
	else
		(void)mia__file_remove(folder->self, entry->name);
}

void
folder_discard(struct folder *folder)
{
	if (folder->stream != NULL)
		(void)fclose(folder->stream);
	folder->stream = NULL;
	let_go(folder);
	if (folder->temporary[0] != '\0') {
		for (size_t i = folder->count; i-- > 0;)
			remove_entry(folder, &folder->entries[i]);
		(void)mia__directory_remove(folder->parent, folder->temporary);
	}
	release_guards(folder);
	folder->temporary[0] = '\0';
	if (folder->self >= 0)
		mia__file_close(folder->self);
	if (folder->parent >= 0)
		mia__file_close(folder->parent);
	folder->self = folder->parent = -1;
	free(folder->trimmed);
	folder->trimmed = NULL;
}
