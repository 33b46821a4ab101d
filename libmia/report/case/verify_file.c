/* The files of a folder as they are now, read without ever leaving the folder. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "bytes/sha256.h"
#include "report/case/verify.h"

#define DEPTH 16
#define NAME_MOST 1024
#define FILE_FLAGS (O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* A name as libmia gives it: relative, no way up, nothing that a system reads
 * otherwise. */
static bool
is_harmless(struct mia_text name)
{
	size_t start = 0;

	if (name.len == 0 || name.len >= NAME_MOST)
		return false;
	for (size_t i = 0; i <= name.len; i++) {
		if (i < name.len &&
			((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f || name.ptr[i] == '\\'))
			return false;
		if (i < name.len && name.ptr[i] != '/')
			continue;
		struct mia_text part = { name.ptr + start, i - start };
		if (part.len == 0 || text_equal(part, TEXT(".")) || text_equal(part, TEXT("..")))
			return false;
		start = i + 1;
	}
	return true;
}

/* -1: errno says why. */
static int
open_below(int directory, char *name)
{
	int at = directory;

	for (char *slash; (slash = strchr(name, '/')) != NULL; name = slash + 1) {
		*slash = '\0';
		int next = openat(at, name, DIR_FLAGS);
		int why = errno;
		if (at != directory)
			close(at);
		errno = why;
		if (next < 0)
			return -1;
		at = next;
	}
	int fd = openat(at, name, FILE_FLAGS);
	int why = errno;
	if (at != directory)
		close(at);
	errno = why;
	return fd;
}

static int
open_regular(int directory, struct mia_text name, enum mia_verified *state, char detail[96])
{
	char path[NAME_MOST];
	struct stat st;
	int fd;

	if (!is_harmless(name)) {
		*state = MIA_VERIFIED_CHANGED;
		snprintf(detail, 96, "the manifest names it as libmia names no file; it was not opened");
		return -1;
	}
	memcpy(path, name.ptr, name.len);
	path[name.len] = '\0';
	fd = open_below(directory, path);
	if (fd < 0) {
		bool link = errno == ELOOP || errno == ENOTDIR;
		*state = errno == ENOENT ? MIA_VERIFIED_MISSING
			: link           ? MIA_VERIFIED_CHANGED
					 : MIA_VERIFIED_UNREADABLE;
		if (*state != MIA_VERIFIED_MISSING)
			snprintf(detail, 96, "%s",
				link ? "a link, or below no directory" : strerrordesc_np(errno));
		return -1;
	}
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		*state = MIA_VERIFIED_CHANGED;
		snprintf(detail, 96, "not a regular file");
		close(fd);
		return -1;
	}
	return fd;
}

static enum mia_status
hash_all(int fd, struct sha256 *sha, struct buf *text, size_t most, enum mia_verified *state, char detail[96],
	struct mia_error *err)
{
	char piece[16 * 1024];
	ssize_t got;

	while ((got = read(fd, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*state = MIA_VERIFIED_UNREADABLE;
			snprintf(detail, 96, "%s", strerrordesc_np(errno));
			return MIA_OK;
		}
		if (!mia__sha256_update(sha, piece, (size_t)got))
			return mia__fail_memory(err);
		if (text && (size_t)got <= most - text->len)
			mia__buf_add(text, piece, (size_t)got);
		else if (text)
			return mia__fail(err, MIA_ERR_LIMIT, "a file of the folder is longer than %zu bytes",
				most);
	}
	return text && text->failed ? mia__fail_memory(err) : MIA_OK;
}

enum mia_status
mia__verify_hash(int directory, struct mia_text name, struct buf *text, size_t most, char sha256[65],
	enum mia_verified *state, char detail[96], struct mia_error *err)
{
	unsigned char hash[32];
	struct sha256 sha;
	enum mia_status status;
	int fd;

	*sha256 = *detail = '\0';
	*state = MIA_VERIFIED_SAME;
	fd = open_regular(directory, name, state, detail);
	if (fd < 0)
		return MIA_OK;
	if (!mia__sha256_init(&sha)) {
		close(fd);
		return mia__fail_memory(err);
	}
	status = mia__sha256_begin(&sha) ? hash_all(fd, &sha, text, most, state, detail, err)
					 : mia__fail_memory(err);
	if (status == MIA_OK && *state == MIA_VERIFIED_SAME) {
		if (mia__sha256_end(&sha, hash))
			mia__sha256_hex(hash, sha256);
		else
			status = mia__fail_memory(err);
	}
	mia__sha256_release(&sha);
	close(fd);
	return status;
}

/* ---- what nobody knows ---- */

struct walk {
	struct mia_verification *v;
	struct buf path;
};

static bool
is_known(const struct mia_verification *v, struct mia_text name)
{
	return mia__verify_find(v, VERIFY_RESULT, name) || text_equal(name, TEXT(MANIFEST_NAME)) ||
		text_equal(name, TEXT(SUMS_NAME));
}

static enum mia_status
tell(struct walk *w, const char *detail, enum mia_verified state, struct mia_error *err)
{
	struct mia_text name = mia__arena_text(&w->v->kept, buf_view(&w->path));
	struct verify_row row = { VERIFY_RESULT,
		{ .name = name, .state = state, .found_at = name, .detail = text_of(detail) } };

	return !w->path.failed && name.ptr && mia__verify_add(w->v, &row) ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status walk(struct walk *w, int fd, unsigned depth, struct mia_error *err);

static enum mia_status
look_at(struct walk *w, int directory, const char *name, unsigned depth, struct mia_error *err)
{
	struct stat st;

	if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return tell(w, "cannot be looked at", MIA_VERIFIED_UNREADABLE, err);
	if (!S_ISDIR(st.st_mode))
		return is_known(w->v, buf_view(&w->path)) ? MIA_OK : tell(w, NULL, MIA_VERIFIED_UNKNOWN, err);
	if (depth == DEPTH)
		return tell(w, "a directory deeper than libmia makes them", MIA_VERIFIED_UNKNOWN, err);
	int fd = openat(directory, name, DIR_FLAGS);
	if (fd < 0)
		return tell(w, "a directory that cannot be opened", MIA_VERIFIED_UNREADABLE, err);
	return walk(w, fd, depth + 1, err);
}

/* Takes fd. */
static enum mia_status
walk(struct walk *w, int fd, unsigned depth, struct mia_error *err)
{
	DIR *directory = fdopendir(fd);
	size_t len = w->path.len;
	enum mia_status status = MIA_OK;
	const struct dirent *found;

	if (directory == NULL) {
		close(fd);
		return mia__fail_memory(err);
	}
	errno = 0;
	while (status == MIA_OK && (found = readdir(directory)) != NULL) {
		if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
			continue;
		if (len)
			mia__buf_byte(&w->path, '/');
		mia__buf_str(&w->path, found->d_name);
		status = look_at(w, dirfd(directory), found->d_name, depth, err);
		w->path.len = len;
		errno = 0;
	}
	if (status == MIA_OK && errno)
		status =
			mia__fail_errno(err, MIA_ERR_IO, errno, "a directory of the folder cannot be listed");
	closedir(directory);
	return status;
}

enum mia_status
mia__verify_unknown(struct mia_verification *v, int directory, struct mia_error *err)
{
	struct walk w = { .v = v };
	int fd = openat(directory, ".", DIR_FLAGS);
	enum mia_status status;

	if (fd < 0)
		return mia__fail_errno(err, MIA_ERR_IO, errno, "the folder cannot be listed");
	mia__buf_init(&w.path, &v->a);
	status = walk(&w, fd, 0, err);
	mia__buf_release(&w.path);
	return status;
}
