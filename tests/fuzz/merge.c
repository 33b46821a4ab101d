/*
 * Two sources: with one thread and two, in either order, in blocks of other
 * sizes and as streams every report is the same bytes; and both halves in one
 * evidence hold no more and no less than twice the halves alone.
 */
#include "fuzz.h"

struct halves {
	struct mia_text first, second;
	struct fuzz_how how;
};

static void
run(const struct halves *h, unsigned threads, bool swapped, size_t block, size_t piece,
	struct fuzz_output *output)
{
	struct fuzz_results r = { .evidence = fuzz_evidence(block, 0) };
	struct fuzz_stream streams[2] = { { h->first, piece }, { h->second, piece } };
	struct fuzz_how how = h->how;

	for (int i = 0; i < 2; i++) {
		int which = swapped ? 1 - i : i;
		const char *name = which ? "b" : "a";
		if (piece)
			OK(mia_evidence_add_stream(r.evidence, name, fuzz_stream_read, &streams[which], err));
		else
			fuzz_add(r.evidence, name, which ? h->second : h->first);
	}
	how.threads = threads;
	fuzz_load(&r, &how);
	output->len = 0;
	fuzz_write_all(&r, output);
	fuzz_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output one, other;
	struct choice choice = fuzz_choice(&data, &size);
	unsigned what = fuzz_choose(&choice, 8), block = 16 + fuzz_choose(&choice, 200);
	struct halves h = { .how = fuzz_how(&choice) };

	fuzz_halve((struct mia_text){ (const char *)data, size }, &h.first, &h.second);
	run(&h, 1, false, 0, 0, &one);
	if (what == 0)
		run(&h, 2, false, 0, 0, &other);
	else if (what == 1)
		run(&h, 2, true, block, 0, &other);
	else if (what == 2)
		run(&h, 1, false, block, 1 + block % 50, &other);
	else if (what % 2)
		run(&h, 1, true, 0, 0, &other);
	else
		run(&h, 1, false, block, 0, &other);
	fuzz_same(what <= 1         ? "two threads"
			: what == 2 ? "in pieces"
			: what % 2  ? "in another order"
				    : "in blocks",
		&one, &other);
	return 0;
}
