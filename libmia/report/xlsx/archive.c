/* After APPNOTE.TXT 4.3, and in each choice that it leaves as minizip 1.1 has
 * it, so that nobody can tell who wrote which member. */
#include "report/xlsx/archive.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "format/sink.h"
#include "system/file.h"

#define PIECE 65536
#define END_BYTES 22
#define CENTRAL_BYTES 46
#define LOCAL_BYTES 30
#define LONG_FROM 0xffffffffu
#define SHEET "xl/worksheets/sheet"
#define ROWS_END TEXT("</sheetData>")

static uint32_t
little(const char *bytes, int count)
{
	uint32_t ret = 0;

	while (count--)
		ret = ret << 8 | (unsigned char)bytes[count];
	return ret;
}

static enum mia_status
fail_whole(struct mia_error *err)
{
	return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: its directory is damaged");
}

static enum mia_status
read_all(struct buf *bytes, int fd, struct mia_error *err)
{
	ptrdiff_t n;

	if (!mia__file_seek(fd, 0))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "the workbook cannot be read back");
	do {
		if (!mia__buf_reserve(bytes, PIECE))
			return mia__fail_memory(err);
		n = mia__file_read(fd, bytes->ptr + bytes->len, PIECE);
		if (n < 0)
			return mia__fail_errno(err, MIA_ERR_IO, errno, "the workbook cannot be read back");
		bytes->len += (size_t)n;
	} while (n != 0);
	return MIA_OK;
}

/* One entry of the directory, at *at, which moves behind it. */
static bool
read_part(struct xlsx_part *part, const struct buf *bytes, size_t *at)
{
	const char *p = bytes->ptr + *at;

	if (bytes->len - *at < CENTRAL_BYTES || little(p, 4) != 0x02014b50)
		return false;
	size_t name = little(p + 28, 2), rest = little(p + 30, 2) + little(p + 32, 2),
	       local = little(p + 42, 4);
	if (bytes->len - *at - CENTRAL_BYTES < name + rest || bytes->len < LOCAL_BYTES ||
		local > bytes->len - LOCAL_BYTES)
		return false;
	*part = (struct xlsx_part){ .name = { p + CENTRAL_BYTES, name },
		.flag = little(p + 8, 2),
		.method = little(p + 10, 2),
		.date = little(p + 12, 4),
		.member = { .packed = little(p + 20, 4),
			.bytes = little(p + 24, 4),
			.crc = little(p + 16, 4),
			.ascii = little(p + 36, 2) == 1 },
		.fd = -1 };
	const char *header = bytes->ptr + local;
	part->member.at = local + LOCAL_BYTES + little(header + 26, 2) + little(header + 28, 2);
	*at += CENTRAL_BYTES + name + rest;
	return part->member.at <= bytes->len && part->member.packed <= bytes->len - part->member.at;
}

enum mia_status
mia__xlsx_archive_read(struct xlsx_archive *archive, const struct mia_allocator *a, int fd,
	struct mia_error *err)
{
	struct buf *bytes = &archive->bytes;

	*archive = (struct xlsx_archive){ .count = 0 };
	mia__buf_init(bytes, a);
	MIA_TRY(read_all(bytes, fd, err));
	if (bytes->len < END_BYTES)
		return fail_whole(err);
	const char *end = bytes->ptr + bytes->len - END_BYTES;
	size_t count = little(end + 10, 2), at = little(end + 16, 4);
	if (little(end, 4) != 0x06054b50 || count == 0 || at > bytes->len)
		return fail_whole(err);
	archive->parts = mia__alloc(a, count, sizeof(*archive->parts));
	if (archive->parts == NULL)
		return mia__fail_memory(err);
	archive->count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_part(&archive->parts[i], bytes, &at))
			return fail_whole(err);
	return MIA_OK;
}

void
mia__xlsx_archive_release(struct xlsx_archive *archive)
{
	mia__dealloc(&archive->bytes.a, archive->parts, archive->count, sizeof(*archive->parts));
	mia__buf_release(&archive->bytes);
}

static struct xlsx_part *
sheet_of(const struct xlsx_archive *archive, size_t number)
{
	for (size_t i = 0; i < archive->count; i++) {
		struct mia_text name = archive->parts[i].name;
		size_t found = 0, at = sizeof(SHEET) - 1;

		if (!text_starts(name, TEXT(SHEET)))
			continue;
		for (; at < name.len && name.ptr[at] >= '0' && name.ptr[at] <= '9' && found < 1000000; at++)
			found = found * 10 + (size_t)(name.ptr[at] - '0');
		if (found == number)
			return &archive->parts[i];
	}
	return NULL;
}

static bool
inflate_part(const struct xlsx_archive *archive, const struct xlsx_part *part, struct buf *buf)
{
	const char *from = archive->bytes.ptr + part->member.at;
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)from,
		.avail_in = (unsigned)part->member.packed };

	buf_clear(buf);
	if (!mia__buf_reserve(buf, (size_t)part->member.bytes) || inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return false;
	z.next_out = (unsigned char *)buf->ptr;
	z.avail_out = (unsigned)part->member.bytes;
	int code = inflate(&z, Z_FINISH);
	buf->len = (size_t)z.total_out;
	inflateEnd(&z);
	return code == Z_STREAM_END;
}

enum mia_status
mia__xlsx_archive_sheet(const struct xlsx_archive *archive, size_t number, struct buf *buf,
	struct mia_text *head, struct mia_text *tail, struct mia_error *err)
{
	const struct xlsx_part *part = sheet_of(archive, number);

	if (part == NULL)
		return fail_whole(err);
	if (!inflate_part(archive, part, buf))
		return buf->failed ? mia__fail_memory(err) : fail_whole(err);
	ptrdiff_t end = mia__text_find(buf_view(buf), ROWS_END);
	if (end < 0)
		return fail_whole(err);
	*head = (struct mia_text){ buf->ptr, (size_t)end };
	*tail = (struct mia_text){ buf->ptr + end, buf->len - head->len };
	return MIA_OK;
}

uint64_t
mia__xlsx_archive_replace(struct xlsx_archive *archive, size_t number, int fd,
	const struct xlsx_member *member)
{
	struct xlsx_part *part = sheet_of(archive, number);
	uint64_t more = member->bytes - part->member.bytes;

	part->member = *member;
	part->fd = fd;
	return more;
}

struct writing {
	struct sink sink;
	uint64_t at; /* how much was written */
	bool zip64;
};

static void
put(struct writing *w, const void *bytes, size_t size)
{
	mia__sink_add(&w->sink, bytes, size);
	w->at += size;
}

static void
put_number(struct writing *w, uint64_t number, size_t size)
{
	char bytes[8];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(number >> (8 * i) & 0xff);
	put(w, bytes, size);
}

static void
put_short(struct writing *w, uint64_t number)
{
	put_number(w, number < LONG_FROM ? number : LONG_FROM, 4);
}

static bool
is_long(const struct xlsx_member *member)
{
	return member->packed >= LONG_FROM || member->bytes >= LONG_FROM;
}

static void
put_local(struct writing *w, const struct xlsx_part *part)
{
	const struct xlsx_member *member = &part->member;
	bool as_long = w->zip64 && is_long(member);

	put_number(w, 0x04034b50, 4);
	put_number(w, w->zip64 ? 45 : 20, 2);
	put_number(w, part->flag, 2);
	put_number(w, part->method, 2);
	put_number(w, part->date, 4);
	put_number(w, member->crc, 4);
	put_number(w, as_long ? LONG_FROM : member->packed, 4);
	put_number(w, as_long ? LONG_FROM : member->bytes, 4);
	put_number(w, part->name.len, 2);
	put_number(w, w->zip64 ? 20 : 0, 2);
	put(w, part->name.ptr, part->name.len);
	if (!w->zip64)
		return;
	put_number(w, 1, 2);
	put_number(w, 16, 2);
	put_number(w, as_long ? member->bytes : 0, 8);
	put_number(w, as_long ? member->packed : 0, 8);
}

static enum mia_status
put_contents(struct writing *w, const struct xlsx_archive *archive, const struct xlsx_part *part, char *piece,
	struct mia_error *err)
{
	uint64_t at = part->member.at, end = at + part->member.packed;

	if (part->fd < 0) {
		put(w, archive->bytes.ptr + at, (size_t)part->member.packed);
		return MIA_OK;
	}
	while (at < end && !w->sink.failed) {
		ptrdiff_t n =
			mia__file_read_at(part->fd, piece, end - at < PIECE ? (size_t)(end - at) : PIECE, at);
		if (n <= 0)
			return mia__fail_errno(err, MIA_ERR_IO, n < 0 ? errno : EIO,
				"the workbook cannot be read back");
		put(w, piece, (size_t)n);
		at += (uint64_t)n;
	}
	return MIA_OK;
}

static void
put_central(struct writing *w, const struct xlsx_part *part, uint64_t local)
{
	const struct xlsx_member *member = &part->member;
	const uint64_t numbers[] = { member->bytes, member->packed, local };
	bool any = is_long(member) || local >= LONG_FROM;
	unsigned extra = 0;

	for (size_t i = 0; i < 3; i++)
		extra += numbers[i] >= LONG_FROM ? 8 : 0;
	put_number(w, 0x02014b50, 4);
	put_number(w, any ? 45 : 0, 2);
	put_number(w, any ? 45 : 20, 2);
	put_number(w, part->flag, 2);
	put_number(w, part->method, 2);
	put_number(w, part->date, 4);
	put_number(w, member->crc, 4);
	put_short(w, member->packed);
	put_short(w, member->bytes);
	put_number(w, part->name.len, 2);
	put_number(w, extra ? extra + 4 : 0, 2);
	put_number(w, 0, 4); /* no comment; disk 0 */
	put_number(w, member->ascii, 2);
	put_number(w, 0, 4);
	put_short(w, local);
	put(w, part->name.ptr, part->name.len);
	if (extra == 0)
		return;
	put_number(w, 1, 2);
	put_number(w, extra, 2);
	for (size_t i = 0; i < 3; i++)
		if (numbers[i] >= LONG_FROM)
			put_number(w, numbers[i], 8);
}

static void
put_end(struct writing *w, size_t count, uint64_t directory)
{
	uint64_t end = w->at;

	if (directory >= LONG_FROM) {
		put_number(w, 0x06064b50, 4);
		put_number(w, 44, 8);
		put_number(w, 45, 2);
		put_number(w, 45, 2);
		put_number(w, 0, 8);
		put_number(w, count, 8);
		put_number(w, count, 8);
		put_number(w, end - directory, 8);
		put_number(w, directory, 8);
		put_number(w, 0x07064b50, 4);
		put_number(w, 0, 4);
		put_number(w, end, 8);
		put_number(w, 1, 4);
	}
	put_number(w, 0x06054b50, 4);
	put_number(w, 0, 4);
	put_number(w, count, 2);
	put_number(w, count, 2);
	put_number(w, end - directory, 4);
	put_short(w, directory);
	put_number(w, 0, 2);
}

static enum mia_status
write_all(struct writing *w, const struct xlsx_archive *archive, uint64_t *locals, char *piece,
	struct mia_error *err)
{
	for (size_t i = 0; i < archive->count; i++) {
		locals[i] = w->at;
		put_local(w, &archive->parts[i]);
		MIA_TRY(put_contents(w, archive, &archive->parts[i], piece, err));
	}
	uint64_t directory = w->at;
	for (size_t i = 0; i < archive->count; i++)
		put_central(w, &archive->parts[i], locals[i]);
	put_end(w, archive->count, directory);
	return mia__sink_finish(&w->sink, err);
}

enum mia_status
mia__xlsx_archive_write(const struct xlsx_archive *archive, bool zip64, mia_write_fn *write, void *ctx,
	struct mia_error *err)
{
	const struct mia_allocator *a = &archive->bytes.a;
	struct writing w = { .zip64 = zip64 };
	uint64_t *locals = mia__alloc(a, archive->count, sizeof(*locals));
	char *piece = mia__alloc(a, PIECE, 1);
	enum mia_status status = MIA_ERR_MEMORY;

	mia__sink_init(&w.sink, write, ctx);
	if (locals && piece)
		status = write_all(&w, archive, locals, piece, err);
	else
		(void)mia__fail_memory(err);
	mia__dealloc(a, piece, PIECE, 1);
	mia__dealloc(a, locals, archive->count, sizeof(*locals));
	return status;
}
