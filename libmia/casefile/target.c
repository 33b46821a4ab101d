/* The new state of a case file, written beside the old one and put in its
 * place at the end. */
#include "casefile/target.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "system/machine.h"
#include "system/path.h"

static enum mia_status
fail(struct mia_error *err, const char *what)
{
	return mia__fail_errno(err, MIA_ERR_IO, errno, "%s", what);
}

/* "dir/other" of "dir/name"; "./other" where no directory is named. */
static char *
path_beside(const struct mia_allocator *a, const char *path, const char *other, size_t *size)
{
	size_t named = (size_t)(mia__path_base(path) - path), len = named ? named : 2;
	char *ret;

	*size = len + strlen(other) + 1;
	ret = mia__alloc(a, *size, 1);
	if (ret) {
		memcpy(ret, named ? path : "./", len);
		memcpy(ret + len, other, strlen(other));
	}
	return ret;
}

static enum mia_status
open_old(struct target *t, struct mia_error *err)
{
	struct file_facts facts;

	t->old = mia__file_open(t->directory, t->base, FILE_READ_NO_LINK);
	if (t->old < 0 && errno == ENOENT)
		return MIA_OK;
	if (t->old < 0 && errno == ELOOP)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"the case file is a symbolic link, which would be replaced");
	if (t->old < 0 || !mia__file_facts(t->old, &t->facts))
		return fail(err, "cannot open the case file");
	if (t->facts.kind != FILE_REGULAR)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file is not a regular file");
	t->replaces = true;
	/* Of two programs the second would undo what the first added. */
	if (!mia__file_lock(t->old) && errno == EWOULDBLOCK)
		return mia__fail(err, MIA_ERR_STATE, "another program is writing the case file");
	if (!mia__file_facts_of(t->directory, t->base, false, &facts) || !file_is_same(&facts, &t->facts))
		return mia__fail(err, MIA_ERR_STATE, "another program replaced the case file");
	return MIA_OK;
}

enum mia_status
mia__target_init(struct target *t, const struct mia_allocator *a, const char *path, struct mia_error *err)
{
	*t = (struct target){ .a = *a, .directory = -1, .old = -1, .fd = -1 };
	t->base = mia__path_base(path);
	if (!*t->base || strcmp(t->base, ".") == 0 || strcmp(t->base, "..") == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file has no name");
	t->directory = mia__directory_of(path);
	return t->directory < 0 ? fail(err, "cannot open the directory of the case file") : open_old(t, err);
}

enum mia_status
mia__target_make(struct target *t, const char *path, const char *name, struct mia_error *err)
{
	unsigned number;

	if (!name) {
		if (!mia__random(&number, sizeof(number), true))
			return fail(err, "no random number");
		snprintf(t->made_up, sizeof(t->made_up), ".mia-%08x.tmp", number);
		name = t->made_up;
	}
	t->path = path_beside(&t->a, path, name, &t->path_size);
	if (!t->path)
		return mia__fail_memory(err);
	t->fd = mia__file_open(t->directory, name, FILE_NEW);
	if (t->fd < 0)
		return fail(err, "cannot make a file beside the case file");
	t->temporary = name;
	return MIA_OK;
}

/* Nobody's file is replaced but the one that was opened. */
static bool
take_place(struct target *t)
{
	struct file_facts facts;

	if (t->replaces) {
		if (!mia__file_facts_of(t->directory, t->base, false, &facts))
			return false;
		if (!file_is_same(&facts, &t->facts)) {
			errno = EEXIST;
			return false;
		}
	}
	return mia__file_rename(t->directory, t->temporary, t->base, t->replaces);
}

enum mia_status
mia__target_commit(struct target *t, struct mia_error *err)
{
	if ((t->replaces && !mia__file_permit(t->fd, t->facts.mode)) || !mia__file_sync(t->fd))
		return fail(err, "cannot write the case file");
	if (!take_place(t))
		return fail(err, "cannot put the case file in its place");
	t->temporary = NULL;
	if (!mia__directory_sync(t->directory))
		return fail(err, "cannot write the directory of the case file");
	return MIA_OK;
}

void
mia__target_release(struct target *t)
{
	if (t->temporary)
		(void)mia__file_remove(t->directory, t->temporary);
	if (t->fd >= 0)
		mia__file_close(t->fd);
	if (t->old >= 0)
		mia__file_close(t->old);
	if (t->directory >= 0)
		mia__file_close(t->directory);
	if (t->path)
		mia__dealloc(&t->a, t->path, t->path_size, 1);
}
