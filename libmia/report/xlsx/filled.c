/* The rows of the tables, each table on a thread: read, written as XML,
 * deflated into a file of its own. */
#include <errno.h>

#include "base/error.h"
#include "base/parallel.h"
#include "report/xlsx/archive.h"
#include "report/xlsx/book.h"
#include "report/xlsx/rows.h"
#include "system/file.h"

/* XML is handed on in pieces of about this size. */
#define PIECE 65536

struct work {
	const struct xlsx_book *book;
	const struct xlsx_filled *filled;
	int fd;
	struct xlsx_member *members; /* of each of its sheets */
	struct mia_error err;
};

struct works {
	struct work *ptr;
	size_t count;
	struct xlsx_member *members;
	size_t member_count;
	const struct xlsx_archive *archive;
};

static enum mia_status
flush(struct xlsx_pack *pack, struct xlsx_row_writer *rows, size_t most, struct mia_error *err)
{
	if (rows->xml.len <= most)
		return MIA_OK;
	MIA_TRY(mia__xlsx_pack_add(pack, rows->xml.ptr, rows->xml.len, err));
	buf_clear(&rows->xml);
	return MIA_OK;
}

/* Sheet `number` from its beginning to its end, as long as the table has rows. */
static enum mia_status
write_sheet(struct work *work, const struct xlsx_archive *archive, size_t part, struct xlsx_pack *pack,
	struct xlsx_row_writer *rows, struct buf *buf, struct mia_error *err)
{
	const struct xlsx_filled *filled = work->filled;
	const struct table *table = filled->table;
	uint64_t limit = work->book->row_limit, left = filled->layout->rows - part * limit;
	union cell row[TABLE_COLUMNS];
	struct mia_text head, tail;

	MIA_TRY(mia__xlsx_archive_sheet(archive, filled->first + part + 1, buf, &head, &tail, err));
	MIA_TRY(mia__xlsx_pack_add(pack, head.ptr, head.len, err));
	left = left < limit ? left : limit;
	for (uint64_t i = 0; i < left; i++) {
		enum mia_status status = table->next(table->rows, row, err);
		MIA_TRY(status);
		if (status == MIA_END)
			return mia__fail(err, MIA_ERR_STATE, "a table has fewer rows than before");
		/* The header is row 1. */
		MIA_TRY(mia__xlsx_rows_add(rows, i + 2, row, err));
		MIA_TRY(flush(pack, rows, PIECE, err));
	}
	MIA_TRY(flush(pack, rows, 0, err));
	MIA_TRY(mia__xlsx_pack_add(pack, tail.ptr, tail.len, err));
	return mia__xlsx_pack_end(pack, &work->members[part], err);
}

static enum mia_status
write_sheets(struct work *work, const struct xlsx_archive *archive, struct xlsx_row_writer *rows,
	struct buf *buf, struct mia_error *err)
{
	const struct table *table = work->filled->table;
	struct xlsx_pack pack;

	MIA_TRY(table->rewind(table->rows, err));
	MIA_TRY(mia__xlsx_pack_open(&pack, &work->book->a, work->fd, err));
	enum mia_status status = MIA_OK;
	for (size_t part = 0; part < work->filled->parts && status == MIA_OK; part++)
		status = write_sheet(work, archive, part, &pack, rows, buf, err);
	mia__xlsx_pack_close(&pack);
	return status;
}

static enum mia_status
do_work(void *ctx, size_t i)
{
	struct works *works = ctx;
	struct work *work = &works->ptr[i];
	const struct xlsx_filled *filled = work->filled;
	struct xlsx_row_writer rows;
	struct buf buf;

	mia__buf_init(&buf, &work->book->a);
	mia__xlsx_rows_init(&rows, &work->book->a, filled->table, filled->layout, work->book->language,
		filled->indexes);
	enum mia_status status = write_sheets(work, works->archive, &rows, &buf, &work->err);
	mia__xlsx_rows_release(&rows);
	mia__buf_release(&buf);
	return status;
}

/* The longest first, so that no thread ends long after the others. */
static void
order(struct works *works)
{
	for (size_t i = 1; i < works->count; i++) {
		struct work work = works->ptr[i];
		size_t k = i;
		for (; k && works->ptr[k - 1].filled->layout->rows < work.filled->layout->rows; k--)
			works->ptr[k] = works->ptr[k - 1];
		works->ptr[k] = work;
	}
}

static enum mia_status
open_works(struct works *works, struct xlsx_book *book, struct mia_error *err)
{
	size_t members = 0;

	for (size_t i = 0; i < book->filled_count; i++)
		members += book->filled[i].parts;
	if (members == 0)
		return MIA_OK;
	works->ptr = mia__alloc(&book->a, book->filled_count, sizeof(*works->ptr));
	works->members = mia__alloc(&book->a, members, sizeof(*works->members));
	works->member_count = members;
	if (works->ptr == NULL || works->members == NULL)
		return mia__fail_memory(err);
	members = 0;
	for (; works->count < book->filled_count; works->count++) {
		struct work *work = &works->ptr[works->count];
		*work = (struct work){ .book = book,
			.filled = &book->filled[works->count],
			.fd = mia__xlsx_open_nameless(book),
			.members = works->members + members };
		if (work->fd < 0)
			return mia__xlsx_fail_scratch(errno, err);
		members += work->filled->parts;
	}
	order(works);
	return MIA_OK;
}

static void
close_works(struct works *works, struct xlsx_book *book)
{
	for (size_t i = 0; i < works->count; i++)
		mia__file_close(works->ptr[i].fd);
	mia__dealloc(&book->a, works->ptr, book->filled_count, sizeof(*works->ptr));
	mia__dealloc(&book->a, works->members, works->member_count, sizeof(*works->members));
}

static enum mia_status
run(struct works *works, unsigned threads, struct mia_error *err)
{
	enum mia_status status = mia__parallel(threads, works->count, do_work, works);

	/* That of the first of them in their order, which is what is answered. */
	for (size_t i = 0; i < works->count && status < 0; i++) {
		if (works->ptr[i].err.status >= 0)
			continue;
		if (err)
			*err = works->ptr[i].err;
		break;
	}
	return status;
}

static void
replace_all(struct xlsx_archive *archive, const struct works *works, uint64_t *sum)
{
	for (size_t i = 0; i < works->count; i++)
		for (size_t part = 0; part < works->ptr[i].filled->parts; part++) {
			const struct work *work = &works->ptr[i];
			*sum += mia__xlsx_archive_replace(archive, work->filled->first + part + 1, work->fd,
				&work->members[part]);
		}
}

static enum mia_status
write_archive(struct xlsx_book *book, struct xlsx_archive *archive, struct works *works, uint64_t sum,
	mia_write_fn *write, void *ctx, struct mia_error *err)
{
	MIA_TRY(mia__xlsx_archive_read(archive, &book->a, book->fd, err));
	MIA_TRY(open_works(works, book, err));
	works->archive = archive;
	MIA_TRY(run(works, book->threads, err));
	replace_all(archive, works, &sum);
	/* Not all programs can open ZIP64; so only where it must be. */
	return mia__xlsx_archive_write(archive, sum + 65536 * (1 + book->sheet_count) > UINT32_MAX, write,
		ctx, err);
}

enum mia_status
mia__xlsx_book_write(struct xlsx_book *book, uint64_t sum, mia_write_fn *write, void *ctx,
	struct mia_error *err)
{
	struct xlsx_archive archive;
	struct works works = { .count = 0 };
	enum mia_status status = write_archive(book, &archive, &works, sum, write, ctx, err);

	close_works(&works, book);
	mia__xlsx_archive_release(&archive);
	return status;
}
