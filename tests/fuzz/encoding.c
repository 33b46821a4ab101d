/*
 * Text encodings: UTF-8 and UTF-16 with and without a mark. What is handed out
 * can be counted back to the source, byte for byte; the whole of it can be cut
 * out again; and valid UTF-16 is the text that it was made from.
 */
#include "base/utf8.h"
#include "bytes/bytes.h"
#include "fuzz.h"

static void
read_text(struct mia_text stored, size_t room, struct fuzz_output *to)
{
	struct origin origin = { .kind = ORIGIN_MEMORY, .memory = stored.ptr, .memory_size = stored.len };
	struct bytes b;
	struct fault fault;
	char buf[4096];
	size_t n;

	to->len = 0;
	MUST(mia__bytes_open(&b, &origin, &mia__malloc_allocator, 0, false));
	while ((n = mia__bytes_read(&b, buf, room)) > 0 || mia__bytes_take_fault(&b, &fault))
		fuzz_write(to, buf, n);
	if (!b.gzip) {
		uint64_t source = mia__bytes_source_length(b.encoding, to->ptr, to->len);
		if (source + b.bom + b.odd != stored.len)
			DIE("%s: %llu bytes, a mark of %u and %u odd ones make not %zu",
				mia_encoding_name(b.encoding), (unsigned long long)source, b.bom, b.odd,
				stored.len);
	}
	mia__bytes_close(&b);
}

/* UTF-8 into UTF-16 with its mark, if it is valid; else 0. */
static size_t
widen(struct mia_text text, bool big, char *to)
{
	char *p = to;

	for (size_t i = 0, n; i <= text.len; i += n) {
		uint32_t c = 0xfeff, units[2];
		int count = 1;
		n = 0;
		if (p > to) {
			if (i == text.len)
				break;
			n = mia__utf8_decode(text.ptr + i, text.len - i, &c);
			if (n == 0)
				return 0;
		}
		units[0] = c;
		if (c >= 0x10000) {
			units[0] = 0xd800 + ((c - 0x10000) >> 10);
			units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
			count = 2;
		}
		for (int k = 0; k < count; k++) {
			*p++ = (char)(big ? units[k] >> 8 : units[k]);
			*p++ = (char)(big ? units[k] : units[k] >> 8);
		}
	}
	return (size_t)(p - to);
}

static void
cut_out(struct mia_text stored, size_t at, size_t len)
{
	static struct fuzz_output output;
	struct mia_evidence *evidence = fuzz_evidence(0, 0);

	output.len = 0;
	fuzz_add(evidence, "a", stored);
	OK(mia_evidence_copy(evidence, 0, at, len, fuzz_write, &output, NULL, err));
	MUST(output.len == len && (len == 0 || memcmp(output.ptr, stored.ptr + at, len) == 0));
	mia_evidence_free(evidence);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output whole, pieces;
	static char wide[1 << 16];
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text stored = { (const char *)data, size };
	size_t room = BYTES_ROOM + fuzz_choose(&choice, 100);
	unsigned how = fuzz_choose(&choice, 3);

	if (how && size && size < sizeof(wide) / 4) {
		size_t n = widen(stored, how == 1, wide);
		if (n) {
			struct mia_text text = stored;
			stored = (struct mia_text){ wide, n };
			read_text(stored, 4096, &whole);
			fuzz_same("UTF-16 of a text", &whole,
				&(struct fuzz_output){ (char *)(uintptr_t)text.ptr, text.len, 0 });
		}
	}
	read_text(stored, 4096, &whole);
	read_text(stored, room, &pieces);
	fuzz_same("decoded in pieces", &whole, &pieces);
	if (stored.len > 2 && memcmp(stored.ptr, "\x1f\x8b", 2) != 0) {
		size_t at = fuzz_choose(&choice, (unsigned)stored.len);
		cut_out(stored, at, fuzz_choose(&choice, (unsigned)(stored.len - at) + 1));
	}
	return 0;
}
