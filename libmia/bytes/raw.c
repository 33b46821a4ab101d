/* Bytes as stored: read() and not mmap, since a file that shrinks on a
 * network share would otherwise kill the program. */
#include <errno.h>
#include <string.h>

#include "bytes/bytes.h"
#include "system/machine.h"

static const char a_folder[] = "a folder behind a link, or nested too deep, is not gone into";

/* What stands there instead of a file; NULL: it can be read. */
static const char *
unreadable(const struct bytes *b)
{
	switch (b->facts.kind) {
	case FILE_REGULAR:
		return NULL;
	case FILE_PIPE:
		return b->origin.only_regular ? "a pipe, which is read only where it is named itself" : NULL;
	case FILE_DIRECTORY:
		return a_folder;
	case FILE_SOCKET:
		return "a socket, not a file";
	default:
		return "a device, not a file";
	}
}

/* A socket cannot be opened at all, nor a folder outside of what a sandbox leaves open. */
static void
cannot_open(struct bytes *b, int error)
{
	struct file_facts facts = { .kind = FILE_UNKNOWN };

	if ((error == ENXIO || error == EACCES) &&
		!mia__file_facts_of(SYSTEM_HERE, b->origin.path, true, &facts))
		facts.kind = FILE_UNKNOWN;
	if (error == ENXIO && facts.kind == FILE_SOCKET)
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot read: a socket, not a file");
	else if (facts.kind == FILE_DIRECTORY)
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot read: %s", a_folder);
	else
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot open: %s", mia__errno_text(error));
}

bool
mia__raw_open(struct bytes *b)
{
	const char *why;

	if (b->origin.kind == ORIGIN_SOURCE) {
		errno = 0;
		b->handle = b->origin.ops.open(b->origin.ops.ctx);
		b->no_memory |= !b->handle && errno == ENOMEM;
		if (!b->handle)
			mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot open: %s",
				mia__errno_text(errno ? errno : EIO));
		return b->handle != NULL;
	}
	if (b->origin.kind != ORIGIN_FILE)
		return true;
	if (b->origin.list_error) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot list the folder to its end: %s",
			mia__errno_text(b->origin.list_error));
		return false;
	}
	b->fd = mia__file_open(SYSTEM_HERE, b->origin.path, FILE_READ);
	if (b->fd < 0) {
		cannot_open(b, errno);
		return false;
	}
	if (!mia__file_facts(b->fd, &b->facts)) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot open: %s", mia__errno_text(errno));
		return false;
	}
	why = unreadable(b);
	if (why) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot read: %s", why);
		return false;
	}
	/* The open must not hang on a pipe without a writer; the reads may. */
	if (b->facts.kind == FILE_PIPE)
		mia__file_wait_in_reads(b->fd);
	return true;
}

void
mia__raw_close(struct bytes *b)
{
	if (b->fd >= 0)
		mia__file_close(b->fd);
	if (b->handle)
		b->origin.ops.close(b->handle);
	b->fd = -1;
	b->handle = NULL;
}

static void
tell_why(struct bytes *b)
{
	const char *why = b->origin.why ? b->origin.why(b->handle) : NULL;

	if (why)
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "%s", why);
	else
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "read failed after %llu bytes",
			(unsigned long long)b->stored_bytes);
}

/* At the end of the bytes: are they what is known of them? */
static void
check_hash(struct bytes *b)
{
	unsigned char hash[32];

	if (!b->hash || !b->origin.sha256)
		return;
	if (!mia__sha256_end(&b->sha, hash)) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "SHA-256 failed");
		return;
	}
	mia__sha256_hex(hash, b->sha256);
	if (strcmp(b->sha256, b->origin.sha256) != 0)
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ,
			"the bytes have another SHA-256 than the one recorded");
}

/*
 * At the end of a file: is it what it was when it was opened? Of one that was
 * changed meanwhile, what was read may be a part of each state. Its time of
 * change cannot be set back, as that of the content can.
 */
static void
check_unchanged(struct bytes *b)
{
	const struct file_facts *then = &b->facts;
	struct file_facts now, named;
	const char *how = NULL;

	if (then->kind != FILE_REGULAR)
		return;
	if (!mia__file_facts(b->fd, &now))
		how = "it cannot be told whether the file was changed while it was read";
	else if (now.size > then->size)
		how = "the file grew while it was read";
	else if (now.size < then->size)
		how = "the file shrank while it was read";
	else if (now.modified != then->modified)
		how = "the file was written to while it was read";
	else if (!mia__file_facts_of(SYSTEM_HERE, b->origin.path, true, &named))
		how = "the file was removed while it was read";
	else if (!file_is_same(&named, then))
		how = "another file took its place while it was read";
	else if (now.changed != then->changed)
		how = "the file was changed while it was read";
	/* Some of what the kernel makes up says that it has no size. */
	else if (b->stored_bytes < now.size)
		how = "the file ended before its end";
	if (how)
		mia__bytes_fail(b, MIA_REASON_INPUT_CHANGED, "%s", how);
}

static bool
is_cancelled(const struct bytes *b)
{
	return b->origin.cancel && __atomic_load_n(b->origin.cancel, __ATOMIC_ACQUIRE);
}

/* A named pipe that nobody has opened for writing yet looks as if it had ended. */
static void
wait_for_writer(const struct bytes *b)
{
	while (!mia__file_wait(b->fd, 100) && !is_cancelled(b))
		;
}

static ptrdiff_t
read_file(struct bytes *b, void *out, size_t size)
{
	ptrdiff_t n;

	if (b->stored_bytes == 0 && b->facts.kind == FILE_PIPE)
		wait_for_writer(b);
	n = mia__file_read(b->fd, out, size);
	if (n < 0)
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "read failed after %llu bytes: %s",
			(unsigned long long)b->stored_bytes, mia__errno_text(errno));
	else if (n == 0)
		check_unchanged(b);
	return n;
}

size_t
mia__raw_read(struct bytes *b, void *out, size_t size)
{
	ptrdiff_t n = 0;

	if (b->raw_end)
		return 0;
	if (is_cancelled(b)) {
		b->raw_end = true;
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "stopped by the caller");
		return 0;
	}
	switch (b->origin.kind) {
	case ORIGIN_FILE:
		n = read_file(b, out, size);
		break;
	case ORIGIN_MEMORY:
		n = (ptrdiff_t)(b->origin.memory_size - b->memory_pos < size
				? b->origin.memory_size - b->memory_pos
				: size);
		if (n > 0)
			memcpy(out, (const char *)b->origin.memory + b->memory_pos, (size_t)n);
		b->memory_pos += (size_t)n;
		break;
	case ORIGIN_STREAM:
		n = b->origin.read(b->origin.read_ctx, out, size);
		if (n < 0)
			mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "read failed after %llu bytes",
				(unsigned long long)b->stored_bytes);
		break;
	case ORIGIN_SOURCE:
		errno = 0;
		n = b->origin.ops.read(b->handle, out, size);
		b->no_memory |= n < 0 && errno == ENOMEM;
		if (n < 0)
			tell_why(b);
		else if (n == 0)
			check_hash(b);
		break;
	}
	if (n <= 0) {
		b->raw_end = true;
		return 0;
	}
	b->stored_bytes += (uint64_t)n;
	if (b->hash_later && !b->gzip)
		b->unhashed += (size_t)n;
	else if (b->hash && !mia__sha256_update(&b->sha, out, (size_t)n))
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "SHA-256 failed");
	if (b->origin.sum_key)
		mia__hash_sum_add(&b->quick, out, (size_t)n);
	return (size_t)n;
}
