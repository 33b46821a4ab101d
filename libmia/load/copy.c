/* Copies bytes of a source out again. */
#include <string.h>

#include "base/error.h"
#include "load/source.h"

/* Keeps the first that says that the bytes are not those of the source. */
static bool
take_fault(struct bytes *b, struct fault *ret)
{
	struct fault fault;

	if (!mia__bytes_take_fault(b, &fault))
		return false;
	if (ret->reason != MIA_REASON_CANNOT_READ && ret->reason != MIA_REASON_INPUT_CHANGED)
		*ret = fault;
	return true;
}

enum mia_status
mia_evidence_copy(const struct mia_evidence *evidence, size_t i, uint64_t offset, uint64_t length,
	mia_write_fn *write_fn, void *ctx, char *sha256, struct mia_error *err)
{
	enum { PIECE = 64 * 1024 };
	struct bytes b;
	uint64_t at = 0, end = offset + length;
	enum mia_status status = MIA_OK;
	struct fault fault = { .reason = MIA_REASON_NONE };
	char *piece;

	if (i >= mia_evidence_count(evidence) || !write_fn || end < offset)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no such source or place");
	if (evidence->sources[i]->origin.kind == ORIGIN_STREAM)
		return mia__fail(err, MIA_ERR_STATE, "a stream can be read only once");
	piece = mia__alloc(&evidence->a, PIECE, 1);
	if (!piece)
		return mia__fail_memory(err);
	if (!mia__bytes_open(&b, &evidence->sources[i]->origin, &evidence->a, 0, true))
		status = mia__fail_memory(err);
	while (status == MIA_OK && at < end) {
		size_t n = mia__bytes_read_inflated(&b, piece, PIECE);
		if (n == 0 && !take_fault(&b, &fault))
			break;
		uint64_t from = at < offset ? offset - at : 0, to = end - at < n ? end - at : n;
		if (from < to && write_fn(ctx, piece + from, (size_t)(to - from)) != 0)
			status = mia__fail(err, MIA_ERR_SINK, "the bytes were refused");
		at += n;
	}
	if (status == MIA_OK && b.no_memory)
		status = mia__fail_memory(err);
	if (status == MIA_OK && at < end)
		status = mia__fail(err, MIA_ERR_IO, "the source ends at byte %llu", (unsigned long long)at);
	if (status == MIA_OK) {
		char hash[65];
		bool ended = mia__bytes_finish(&b, hash);
		(void)take_fault(&b, &fault);
		if (!ended)
			status = mia__fail_memory(err);
		else if (b.broken)
			status = mia__fail(err, MIA_ERR_IO, "%s", fault.detail);
		else if (sha256)
			memcpy(sha256, hash, sizeof(hash));
	}
	mia__bytes_close(&b);
	mia__dealloc(&evidence->a, piece, PIECE, 1);
	return status;
}
