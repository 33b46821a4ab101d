/*
 * Bytes as stored into text: whatever the pieces in which they come and are
 * asked for, the same text, the same faults, the same counts and hashes. In
 * turn the input is text that is packed first, so that what lies behind a good
 * header and check is met too.
 */
#include "bytes/bytes.h"
#include "fuzz.h"

static void
read_all(struct mia_text stored, size_t piece, size_t room, uint64_t limit, struct fuzz_output *to)
{
	/* Beside the text: a fault may be told while some of the text before it waits to be decoded. */
	static struct fuzz_output faults;
	struct fuzz_stream stream = { stored, piece };
	struct origin origin = { .kind = ORIGIN_MEMORY, .memory = stored.ptr, .memory_size = stored.len };
	struct bytes b;
	struct fault fault;
	char buf[4096], sha256[65], text_sha256[65] = "";
	size_t n, taken = 0;
	bool faulty = false;

	if (piece)
		origin = (struct origin){ .kind = ORIGIN_STREAM,
			.read = fuzz_stream_read,
			.read_ctx = &stream };
	to->len = faults.len = 0;
	MUST(mia__bytes_open(&b, &origin, &mia__malloc_allocator, limit, true));
	MUST(mia__bytes_hash_text(&b));
	for (;;) {
		n = mia__bytes_read(&b, buf, room);
		MUST(n <= room);
		taken += n;
		fuzz_write(to, buf, n);
		if (mia__bytes_take_fault(&b, &fault)) {
			fuzz_print(&faults, "[%s %s]", mia_reason_name(fault.reason), fault.detail);
			faulty = true;
		} else if (n == 0) {
			break;
		}
		if (limit)
			MUST(taken <= 2 * limit + 64); /* UTF-16 grows */
	}
	MUST(!b.no_memory);
	MUST(mia__bytes_finish(&b, sha256));
	MUST(mia__bytes_finish_text(&b, sha256, text_sha256));
	MUST(b.stored_bytes == stored.len);
	if (!faulty && !b.gzip)
		MUST(b.text_bytes == stored.len && strcmp(sha256, text_sha256) == 0);
	fuzz_write(to, faults.ptr, faults.len);
	fuzz_print(to, "\n%s %s %llu %llu %u %u %d", sha256, text_sha256, (unsigned long long)b.text_bytes,
		(unsigned long long)b.members, b.bom, b.odd, (int)b.encoding);
	mia__bytes_close(&b);
}

/* One member of gzip; 0: there is no room. */
static size_t
pack(struct mia_text text, int level, char *to, size_t room)
{
	z_stream z = { 0 };

	MUST(deflateInit2(&z, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	z.next_in = (Bytef *)(uintptr_t)text.ptr;
	z.avail_in = (uInt)text.len;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)room;
	int end = deflate(&z, Z_FINISH);
	size_t n = room - z.avail_out;
	deflateEnd(&z);
	return end == Z_STREAM_END ? n : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output whole, pieces;
	static char packed[1 << 16];
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text stored = { (const char *)data, size }, first, second;
	size_t piece = fuzz_choose(&choice, 5) * (1 + fuzz_choose(&choice, 19)),
	       room = BYTES_ROOM + fuzz_choose(&choice, 60);
	uint64_t limit = fuzz_choose(&choice, 4) ? 0 : 1 + fuzz_choose(&choice, 100);
	unsigned how = fuzz_choose(&choice, 4);

	if (how && size < sizeof(packed) / 4) {
		fuzz_halve(stored, &first, &second);
		size_t n = pack(first, (int)how, packed, sizeof(packed) / 2);
		n += pack(second, 0, packed + n, sizeof(packed) / 2);
		/* A byte of it wrong, the end cut off, or whole. */
		if (how == 2 && n)
			packed[fuzz_choose(&choice, (unsigned)n)] ^= (char)(1 + fuzz_choose(&choice, 255));
		if (how == 3)
			n -= fuzz_choose(&choice, (unsigned)n + 1);
		stored = (struct mia_text){ packed, n };
	}
	read_all(stored, 0, sizeof((char[4096]){ 0 }), limit, &whole);
	read_all(stored, piece, room, limit, &pieces);
	fuzz_same("inflated in pieces", &whole, &pieces);
	return 0;
}
