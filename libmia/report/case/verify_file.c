/* The files of a folder as they are now, read without ever leaving the folder. */
#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "bytes/sha256.h"
#include "report/case/verify.h"
#include "system/file.h"
#include "system/machine.h"

#define DEPTH 16
#define NAME_MOST 1024

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
		int next = mia__directory_open(at, name, false);
		if (at != directory)
			mia__file_close(at);
		if (next < 0)
			return -1;
		at = next;
	}
	int fd = mia__file_open(at, name, FILE_READ_NO_LINK);
	if (at != directory)
		mia__file_close(at);
	return fd;
}

static int
open_regular(int directory, struct mia_text name, enum mia_verified *state, char detail[96])
{
	char path[NAME_MOST];
	struct file_facts facts;
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
				link ? "a link, or below no directory" : mia__errno_text(errno));
		return -1;
	}
	if (!mia__file_facts(fd, &facts) || facts.kind != FILE_REGULAR) {
		*state = MIA_VERIFIED_CHANGED;
		snprintf(detail, 96, "not a regular file");
		mia__file_close(fd);
		return -1;
	}
	return fd;
}

static enum mia_status
hash_all(int fd, struct sha256 *sha, struct buf *text, size_t most, enum mia_verified *state, char detail[96],
	struct mia_error *err)
{
	char piece[16 * 1024];
	ptrdiff_t got;

	while ((got = mia__file_read(fd, piece, sizeof(piece))) != 0) {
		if (got < 0) {
			*state = MIA_VERIFIED_UNREADABLE;
			snprintf(detail, 96, "%s", mia__errno_text(errno));
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
		mia__file_close(fd);
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
	mia__file_close(fd);
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
add_found(struct walk *w, const char *detail, enum mia_verified state, struct mia_error *err)
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
	struct file_facts facts;

	if (!mia__file_facts_of(directory, name, false, &facts))
		return add_found(w, "cannot be looked at", MIA_VERIFIED_UNREADABLE, err);
	if (facts.kind != FILE_DIRECTORY)
		return is_known(w->v, buf_view(&w->path)) ? MIA_OK
							  : add_found(w, NULL, MIA_VERIFIED_UNKNOWN, err);
	if (depth == DEPTH)
		return add_found(w, "a directory deeper than libmia makes them", MIA_VERIFIED_UNKNOWN, err);
	int fd = mia__directory_open(directory, name, false);
	if (fd < 0)
		return add_found(w, "a directory that cannot be opened", MIA_VERIFIED_UNREADABLE, err);
	return walk(w, fd, depth + 1, err);
}

/* Takes fd. */
static enum mia_status
walk(struct walk *w, int fd, unsigned depth, struct mia_error *err)
{
	size_t len = w->path.len;
	enum mia_status status = MIA_OK;
	struct listing listing;
	enum file_kind kind;
	const char *name;

	if (!mia__listing_begin(&listing, fd))
		return mia__fail_memory(err);
	while (status == MIA_OK && (name = mia__listing_next(&listing, &kind)) != NULL) {
		if (len)
			mia__buf_byte(&w->path, '/');
		mia__buf_str(&w->path, name);
		status = look_at(w, fd, name, depth, err);
		w->path.len = len;
	}
	if (status == MIA_OK && errno)
		status =
			mia__fail_errno(err, MIA_ERR_IO, errno, "a directory of the folder cannot be listed");
	mia__listing_end(&listing);
	return status;
}

enum mia_status
mia__verify_unknown(struct mia_verification *v, int directory, struct mia_error *err)
{
	struct walk w = { .v = v };
	int fd = mia__directory_open(directory, ".", false);
	enum mia_status status;

	if (fd < 0)
		return mia__fail_errno(err, MIA_ERR_IO, errno, "the folder cannot be listed");
	mia__buf_init(&w.path, &v->a);
	status = walk(&w, fd, 0, err);
	mia__buf_release(&w.path);
	return status;
}
