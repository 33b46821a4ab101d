/* The archive as minizip makes it (APPNOTE.TXT 4.3): members one behind the
 * other, their sizes known, the directory last. */
#include <errno.h>

#include <zlib.h>

#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/check.h"
#include "system/file.h"

#define WINDOW 65536
#define TAIL 64

#define SHEET "xl/worksheets/sheet"
#define ROWS_BEGIN "<sheetData>"

struct archive {
	int fd;
	int read_errno;
	unsigned char *in, *out; /* WINDOW each */
	size_t at, len;          /* of in */
};

/* One member while it is inflated. */
struct member {
	unsigned long crc;
	uint64_t bytes;
	char head[512]; /* its first bytes */
	size_t head_len;
	char tail[TAIL]; /* its last bytes */
	size_t tail_len;
	const struct xlsx_rows *rows;
	uint64_t rows_at, rows_seen; /* rows_at 0: not come to yet */
	unsigned long rows_crc;
};

static bool
fill(struct archive *archive)
{
	ptrdiff_t n = mia__file_read(archive->fd, archive->in, WINDOW);

	if (n < 0)
		archive->read_errno = errno;
	archive->at = 0;
	archive->len = n > 0 ? (size_t)n : 0;
	return n > 0;
}

static bool
take(struct archive *archive, unsigned char *ret, size_t size)
{
	while (size--) {
		if (archive->at == archive->len && !fill(archive))
			return false;
		unsigned char byte = archive->in[archive->at++];
		if (ret)
			*ret++ = byte;
	}
	return true;
}

static uint32_t
little(const unsigned char *bytes, int count)
{
	uint32_t ret = 0;

	while (count--)
		ret = ret << 8 | bytes[count];
	return ret;
}

static void
keep_tail(struct member *member, const unsigned char *bytes, size_t size)
{
	size_t kept = member->tail_len;

	if (size >= TAIL) {
		memcpy(member->tail, bytes + size - TAIL, TAIL);
		member->tail_len = TAIL;
		return;
	}
	if (kept + size > TAIL) {
		memmove(member->tail, member->tail + kept + size - TAIL, TAIL - size);
		kept = TAIL - size;
	}
	memcpy(member->tail + kept, bytes, size);
	member->tail_len = kept + size;
}

static bool
find(const char *bytes, size_t size, const char *what, size_t *at)
{
	size_t len = strlen(what);

	for (*at = 0; *at + len <= size; ++*at)
		if (memcmp(bytes + *at, what, len) == 0)
			return true;
	return false;
}

/* Bytes of the member from `start` on: those that are rows. */
static void
sum_rows(struct member *member, uint64_t start, const unsigned char *bytes, size_t size)
{
	uint64_t from = member->rows_at, to = member->rows_at + member->rows->bytes;

	if (from < start)
		from = start;
	if (to > start + size)
		to = start + size;
	if (from >= to)
		return;
	member->rows_crc = crc32_z(member->rows_crc, bytes + (from - start), (size_t)(to - from));
	member->rows_seen += to - from;
}

static void
see(struct member *member, const unsigned char *bytes, size_t size)
{
	uint64_t start = member->bytes;
	size_t room = sizeof(member->head) - member->head_len, at;

	member->crc = crc32_z(member->crc, bytes, size);
	member->bytes += size;
	keep_tail(member, bytes, size);
	if (room) {
		memcpy(member->head + member->head_len, bytes, size < room ? size : room);
		member->head_len += size < room ? size : room;
	}
	if (member->rows == NULL)
		return;
	if (!member->rows_at && find((const char *)bytes, size, ROWS_BEGIN, &at))
		member->rows_at = start + at + sizeof(ROWS_BEGIN) - 1;
	if (member->rows_at)
		sum_rows(member, start, bytes, size);
}

/* "<name ...>" behind the declaration (notes have none: VML), and "</name>" or "/>" at the end. */
static bool
is_closed(const struct member *member)
{
	char end[TAIL] = "</";
	size_t at, n = 2;

	if (find(member->head, member->head_len, "?>\n<", &at))
		at += 4;
	else if (member->head_len > 1 && member->head[0] == '<' && member->head[1] != '?')
		at = 1;
	else
		return false;
	for (; at < member->head_len && n < TAIL - 2; at++) {
		char c = member->head[at];
		if (c == ' ' || c == '>' || c == '/')
			break;
		end[n++] = c;
	}
	end[n++] = '>';
	size_t len = member->tail_len;
	while (len && member->tail[len - 1] == '\n')
		len--;
	if (len >= n && memcmp(member->tail + len - n, end, n) == 0)
		return true;
	return member->bytes < sizeof(member->head) && len >= 2 &&
		memcmp(member->tail + len - 2, "/>", 2) == 0;
}

static enum mia_status
inflate_member(struct archive *archive, struct member *member, struct mia_error *err)
{
	z_stream z = { .next_in = Z_NULL };
	int code = Z_OK;

	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return mia__fail_memory(err);
	while (code == Z_OK) {
		z.next_out = archive->out;
		z.avail_out = WINDOW;
		/* The first window holds all that precedes the rows. */
		while (code == Z_OK && z.avail_out && (archive->at < archive->len || fill(archive))) {
			z.next_in = archive->in + archive->at;
			z.avail_in = (unsigned)(archive->len - archive->at);
			code = inflate(&z, Z_NO_FLUSH);
			archive->at = archive->len - z.avail_in;
		}
		see(member, archive->out, WINDOW - z.avail_out);
		if (code == Z_OK && z.avail_out)
			break;
	}
	inflateEnd(&z);
	if (code == Z_MEM_ERROR)
		return mia__fail_memory(err);
	if (code != Z_STREAM_END)
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: a member is damaged");
	return MIA_OK;
}

static bool
has_its_rows(const struct member *member)
{
	const struct xlsx_rows *rows = member->rows;

	return rows == NULL ||
		(member->rows_at && member->rows_seen == rows->bytes && member->rows_crc == rows->crc);
}

/* The number in "xl/worksheets/sheet12.xml", or 0. */
static size_t
sheet_number(const unsigned char *name, size_t len)
{
	struct mia_text text = { (const char *)name, len };
	size_t number = 0;

	if (!text_starts(text, TEXT(SHEET)))
		return 0;
	for (size_t i = sizeof(SHEET) - 1; i < len && name[i] >= '0' && name[i] <= '9' && number < 1000000;
		i++)
		number = number * 10 + (size_t)(name[i] - '0');
	return number;
}

static enum mia_status
check_member(struct archive *archive, const struct xlsx_rows *rows, size_t sheets, size_t *found,
	struct mia_error *err)
{
	unsigned char header[26] = { 0 }, name[256];
	struct member member = { .crc = 0 };

	if (!take(archive, header, sizeof(header)))
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: it ends in a member");
	size_t name_len = little(header + 22, 2), extra_len = little(header + 24, 2);
	if (little(header + 4, 2) != Z_DEFLATED || name_len > sizeof(name) ||
		!take(archive, name, name_len) || !take(archive, NULL, extra_len))
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: it ends in a member");
	size_t number = sheet_number(name, name_len);
	if (number > sheets)
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: a sheet too many");
	if (number) {
		member.rows = &rows[number - 1];
		++*found;
	}
	MIA_TRY(inflate_member(archive, &member, err));
	if (member.crc != little(header + 10, 4) || !is_closed(&member) || !has_its_rows(&member))
		return mia__fail(err, MIA_ERR_IO,
			"the workbook is not whole: rows or tables were lost in a temporary file");
	return MIA_OK;
}

/* What is at the end: the directory's end, with the number of members. */
static enum mia_status
check_end(struct archive *archive, size_t members, struct mia_error *err)
{
	unsigned char end[22] = { 0 }, byte;
	uint64_t size = 0;

	while (take(archive, &byte, 1)) {
		memmove(end, end + 1, sizeof(end) - 1);
		end[sizeof(end) - 1] = byte;
		size++;
	}
	if (size < sizeof(end) || little(end, 4) != 0x06054b50 || little(end + 10, 2) != members)
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: its directory is missing");
	return MIA_OK;
}

static enum mia_status
check_archive(struct archive *archive, const struct xlsx_rows *rows, size_t sheets, struct mia_error *err)
{
	unsigned char signature[4] = { 0 };
	size_t members = 0, found = 0;

	while (take(archive, signature, sizeof(signature)) && little(signature, 4) == 0x04034b50) {
		MIA_TRY(check_member(archive, rows, sheets, &found, err));
		members++;
	}
	MIA_TRY(check_end(archive, members, err));
	if (found != sheets)
		return mia__fail(err, MIA_ERR_IO, "the workbook is not whole: a sheet is missing");
	return MIA_OK;
}

enum mia_status
mia__xlsx_check(const struct mia_allocator *a, int fd, const struct xlsx_rows *rows, size_t sheets,
	struct mia_error *err)
{
	struct archive archive = { .fd = fd };
	enum mia_status status;

	if (!mia__file_seek(fd, 0))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "the workbook cannot be read back");
	archive.in = mia__alloc(a, 2, WINDOW);
	if (archive.in == NULL)
		return mia__fail_memory(err);
	archive.out = archive.in + WINDOW;
	status = check_archive(&archive, rows, sheets, err);
	if (archive.read_errno)
		status = mia__fail_errno(err, MIA_ERR_IO, archive.read_errno,
			"the workbook cannot be read back");
	mia__dealloc(a, archive.in, 2, WINDOW);
	return status;
}
