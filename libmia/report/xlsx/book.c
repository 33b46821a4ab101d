/*
 * libxlsxwriter 1.1.4, as its source has it: constant memory mode keeps each
 * sheet in an open temporary file until workbook_close; fprintf and fwrite to
 * it are not looked at. workbook_close copies a sheet into another temporary
 * file and that into the archive; where that fails it prints to stderr. Out
 * of memory it prints, or crashes: its memory is malloc's, small, and does not
 * grow with the rows. It never exits.
 */
#include <errno.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/book.h"
#include "report/xlsx/check.h"
#include "report/xlsx/pack.h"
#include "system/file.h"
#include "system/path.h"

/* The first and the last second that Office takes for a date of a document. */
#define MADE_FIRST INT64_C(315532800)
#define MADE_LAST INT64_C(253402300799)

static enum mia_status
make_files(struct xlsx_book *book, const char *scratch, struct mia_error *err)
{
	mia__buf_str(&book->dir, scratch ? scratch : mia__path_scratch());
	mia__buf_add(&book->dir, "/mia-XXXXXX", sizeof("/mia-XXXXXX"));
	if (book->dir.failed) {
		buf_clear(&book->dir);
		return mia__fail_memory(err);
	}
	if (!mia__directory_make_unique(book->dir.ptr)) {
		int code = errno;
		buf_clear(&book->dir);
		return mia__xlsx_fail_scratch(code, err);
	}
	mia__buf_str(&book->path, book->dir.ptr);
	mia__buf_add(&book->path, "/book.xlsx", sizeof("/book.xlsx"));
	if (book->path.failed)
		return mia__fail_memory(err);
	book->fd = mia__file_open(SYSTEM_HERE, book->path.ptr, FILE_NEW_OWN);
	return book->fd < 0 ? mia__xlsx_fail_scratch(errno, err) : MIA_OK;
}

int
mia__xlsx_open_nameless(struct xlsx_book *book)
{
	static const char name[] = "/trial";

	buf_clear(&book->cell);
	mia__buf_str(&book->cell, book->dir.ptr);
	mia__buf_add(&book->cell, name, sizeof(name));
	if (book->cell.failed) {
		errno = ENOMEM;
		return -1;
	}
	return mia__file_open(SYSTEM_HERE, book->cell.ptr, FILE_NAMELESS);
}

/* Whether libxlsxwriter will get its next temporary files: else it would look
 * for another directory, and tell stderr if there is none. bytes: for the
 * first of them. */
static enum mia_status
try_files(struct xlsx_book *book, uint64_t bytes, struct mia_error *err)
{
	int fds[4], code = 0;
	size_t count = 0;

	while (code == 0 && count < 4) {
		fds[count] = mia__xlsx_open_nameless(book);
		if (fds[count] < 0)
			code = errno;
		else if (count++ == 0 && bytes)
			code = mia__file_allocate(fds[0], bytes);
	}
	while (count)
		mia__file_close(fds[--count]);
	return code ? mia__xlsx_fail_scratch(code, err) : MIA_OK;
}

enum mia_status
mia__xlsx_book_open(struct xlsx_book *book, const struct mia_allocator *a, const char *scratch, int64_t made,
	uint32_t row_limit, struct mia_error *err)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_doc_properties properties = { .title = NULL };

	*book = (struct xlsx_book){ .a = mia__allocator_or_default(a), .row_limit = row_limit, .fd = -1 };
	mia__buf_init(&book->cell, &book->a);
	mia__buf_init(&book->of, &book->a);
	mia__buf_init(&book->dir, &book->a);
	mia__buf_init(&book->path, &book->a);
	/* Numbers are written with printf: "45000,5" where the comma is usual. */
	if (!mia__plain_locale_begin(&book->locale))
		return mia__fail_memory(err);
	MIA_TRY(make_files(book, scratch, err));
	options.tmpdir = book->dir.ptr;
	book->workbook = workbook_new_opt(book->path.ptr, &options);
	if (book->workbook == NULL || !mia__xlsx_formats(book))
		return mia__fail_memory(err);
	/* 0 would be the time of day; what is no date, a fixed one. */
	properties.created = (time_t)(made < MADE_FIRST || made > MADE_LAST ? MADE_FIRST : made);
	if (workbook_set_properties(book->workbook, &properties) != LXW_NO_ERROR)
		return mia__fail_memory(err);
	return MIA_OK;
}

enum mia_status
mia__xlsx_book_add(struct xlsx_book *book, const char *name, size_t *ret, struct mia_error *err)
{
	struct xlsx_sheet sheet = { .sheet = NULL };
	size_t len = strlen(name);

	if (len >= sizeof(sheet.name))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the name of a sheet is too long");
	memcpy(sheet.name, name, len);
	if (!mia__grow(&book->a, &book->sheets, &book->sheet_cap, book->sheet_count + 1,
		    sizeof(*book->sheets)))
		return mia__fail_memory(err);
	MIA_TRY(try_files(book, 0, err));
	sheet.sheet = workbook_add_worksheet(book->workbook, name);
	if (sheet.sheet == NULL)
		return mia__fail_memory(err);
	*ret = book->sheet_count;
	book->sheets[book->sheet_count++] = sheet;
	return MIA_OK;
}

enum mia_status
mia__xlsx_book_look(const struct xlsx_sheet *sheet, struct mia_error *err)
{
	return ferror(sheet->sheet->optimize_tmpfile) ? mia__xlsx_fail_scratch(ENOSPC, err) : MIA_OK;
}

/* What the sheet's temporary file holds, now that all of it arrived. */
static enum mia_status
sum_sheet(struct xlsx_book *book, lxw_worksheet *sheet, struct xlsx_rows *ret, struct mia_error *err)
{
	FILE *file = sheet->optimize_tmpfile;
	size_t n;

	/* The last row is still in memory. */
	lxw_worksheet_write_single_row(sheet);
	if (fflush(file) != 0 || ferror(file) || fseek(file, 0, SEEK_SET) != 0)
		return mia__xlsx_fail_scratch(errno, err);
	buf_clear(&book->cell);
	if (!mia__buf_reserve(&book->cell, 65536))
		return mia__fail_memory(err);
	while ((n = fread(book->cell.ptr, 1, 65536, file)) > 0) {
		ret->crc = crc32_z(ret->crc, (const unsigned char *)book->cell.ptr, n);
		ret->bytes += n;
	}
	if (ferror(file) || fseek(file, 0, SEEK_END) != 0)
		return mia__xlsx_fail_scratch(errno, err);
	return MIA_OK;
}

enum { MEMORY_ROOM = 4 << 20 };

/*
 * The room that the rest of libxlsxwriter's work needs at most: one sheet
 * assembled, and an archive that could not be compressed; without the rows of
 * tables, which it never sees. It may be taken by others in between; then
 * libxlsxwriter prints a line, and mia__xlsx_check finds what is missing.
 */
static enum mia_status
try_room(struct xlsx_book *book, const struct xlsx_rows *rows, struct mia_error *err)
{
	uint64_t most = 0, sum = 0;
	int code;

	for (size_t i = 0; i < book->sheet_count; i++) {
		most = rows[i].bytes > most ? rows[i].bytes : most;
		sum += rows[i].bytes;
	}
	/* The other parts are a few kB, the notes of a sheet as much; a directory entry for each. */
	most += 65536;
	sum += 65536 * (1 + book->sheet_count);
	/* It does not look whether it gets its small pieces of memory. */
	void *memory = mia__alloc(&book->a, MEMORY_ROOM, 1);
	if (!memory)
		return mia__fail_memory(err);
	mia__dealloc(&book->a, memory, MEMORY_ROOM, 1);
	code = mia__file_allocate(book->fd, sum);
	if (code)
		return mia__xlsx_fail_scratch(code, err);
	enum mia_status status = try_files(book, most, err);
	if (!mia__file_truncate(book->fd, 0) && status == MIA_OK)
		status = mia__xlsx_fail_scratch(errno, err);
	return status;
}

/* The last rows of the sheets, in their order. */
static enum mia_status
end_sheets(struct xlsx_book *book, struct xlsx_rows *rows, struct mia_error *err)
{
	size_t k = 0;

	for (size_t i = 0; i < book->sheet_count; i++) {
		MIA_TRY(sum_sheet(book, book->sheets[i].sheet, &rows[i], err));
		if (k < book->filled_count && book->filled[k].first == i)
			mia__xlsx_number_styles(book, &book->filled[k++], true);
	}
	return MIA_OK;
}

static enum mia_status
close_and_check(struct xlsx_book *book, struct xlsx_rows *rows, struct mia_error *err)
{
	MIA_TRY(end_sheets(book, rows, err));
	MIA_TRY(try_room(book, rows, err));

	lxw_workbook *workbook = book->workbook;
	book->workbook = NULL;
	lxw_error code = workbook_close(workbook);
	if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return mia__fail_memory(err);
	if (code != LXW_NO_ERROR)
		return mia__fail(err, MIA_ERR_IO,
			"the workbook could not be put together (libxlsxwriter error %d)", (int)code);
	return mia__xlsx_check(&book->a, book->fd, rows, book->sheet_count, err);
}

enum mia_status
mia__xlsx_book_finish(struct xlsx_book *book, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	struct xlsx_rows *rows = mia__alloc(&book->a, book->sheet_count, sizeof(*rows));
	enum mia_status status;
	uint64_t sum = 0;

	if (rows == NULL)
		return mia__fail_memory(err);
	status = close_and_check(book, rows, err);
	for (size_t i = 0; i < book->sheet_count; i++)
		sum += rows[i].bytes;
	mia__dealloc(&book->a, rows, book->sheet_count, sizeof(*rows));
	MIA_TRY(status);
	mia__plain_locale_end(&book->locale);
	return mia__xlsx_book_write(book, sum, write, ctx, err);
}

void
mia__xlsx_book_release(struct xlsx_book *book)
{
	/* lxw_workbook_free forgets the temporary files. */
	if (book->workbook) {
		for (size_t i = 0; i < book->sheet_count; i++)
			fclose(book->sheets[i].sheet->optimize_tmpfile);
		lxw_workbook_free(book->workbook);
	}
	if (book->fd >= 0) {
		mia__file_close(book->fd);
		(void)mia__file_remove(SYSTEM_HERE, book->path.ptr);
	}
	if (book->dir.len)
		(void)mia__directory_remove(SYSTEM_HERE, book->dir.ptr);
	mia__plain_locale_end(&book->locale);
	mia__dealloc(&book->a, book->sheets, book->sheet_cap, sizeof(*book->sheets));
	mia__dealloc(&book->a, book->filled, book->filled_cap, sizeof(*book->filled));
	mia__buf_release(&book->cell);
	mia__buf_release(&book->of);
	mia__buf_release(&book->dir);
	mia__buf_release(&book->path);
}
