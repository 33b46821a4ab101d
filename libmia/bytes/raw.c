/* Bytes as stored: read() and not mmap, since a file that shrinks on a
 * network share would otherwise kill the program. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes/bytes.h"

bool
mia__raw_open(struct bytes *b)
{
	struct stat st;

	if (b->origin.kind == ORIGIN_SOURCE) {
		errno = 0;
		b->handle = b->origin.ops.open(b->origin.ops.ctx);
		b->no_memory |= !b->handle && errno == ENOMEM;
		if (!b->handle)
			mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot open: %s",
				strerrordesc_np(errno ? errno : EIO));
		return b->handle != NULL;
	}
	if (b->origin.kind != ORIGIN_FILE)
		return true;
	b->fd = open(b->origin.path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (b->fd < 0) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot open: %s", strerrordesc_np(errno));
		return false;
	}
	if (fstat(b->fd, &st) != 0 || S_ISDIR(st.st_mode) || S_ISCHR(st.st_mode) ||
		(b->origin.only_regular && !S_ISREG(st.st_mode))) {
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "cannot read: not a regular file");
		return false;
	}
	/* The open must not hang on a FIFO without a writer; the reads may. */
	if (S_ISFIFO(st.st_mode))
		fcntl(b->fd, F_SETFL, 0);
	return true;
}

void
mia__raw_close(struct bytes *b)
{
	if (b->fd >= 0)
		close(b->fd);
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

size_t
mia__raw_read(struct bytes *b, void *out, size_t size)
{
	ptrdiff_t n = 0;

	if (b->raw_end)
		return 0;
	if (b->origin.cancel && __atomic_load_n(b->origin.cancel, __ATOMIC_ACQUIRE)) {
		b->raw_end = true;
		mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "stopped by the caller");
		return 0;
	}
	switch (b->origin.kind) {
	case ORIGIN_FILE:
		do
			n = read(b->fd, out, size);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			mia__bytes_fail(b, MIA_REASON_CANNOT_READ, "read failed after %llu bytes: %s",
				(unsigned long long)b->stored_bytes, strerrordesc_np(errno));
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
	return (size_t)n;
}
