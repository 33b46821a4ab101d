/* What cells look like, and how a sheet is printed. */
#include "base/error.h"
#include "base/text.h"
#include "report/xlsx/book.h"
#include "report/xlsx/cell_text.h"
#include "report/xlsx/rows.h"

#define PAPER_A4 9
/* Bytes of the case in the foot of a page: all of it has 255. */
#define OF_MOST 60

/* Ink and ground of each level. Never green: nothing here says that a message
 * was left alone. */
static const struct {
	lxw_color_t ink, ground;
} colours[MIA_LEVEL_COUNT] = {
	[MIA_LEVEL_ACCESS_RECORDED] = { 0x7a0000, 0xf6c1bc },
	[MIA_LEVEL_PRESUMED_COPIED] = { 0x6b3300, 0xfbd9b0 },
	[MIA_LEVEL_HANDLED] = { 0x574200, 0xfdefc0 },
	[MIA_LEVEL_UNATTRIBUTED] = { 0x3f2a6b, 0xddd3f0 },
	[MIA_LEVEL_CANNOT_EXCLUDE] = { 0x333333, 0xd9d9d9 },
	[MIA_LEVEL_NONE] = { 0x333333, 0xffffff },
};

enum mia_status
mia__xlsx_put(lxw_error code, struct mia_error *err)
{
	if (code == LXW_NO_ERROR)
		return MIA_OK;
	if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return mia__fail_memory(err);
	return mia__fail(err, MIA_ERR_STATE,
		"a cell of the workbook cannot be written (libxlsxwriter error %d)", (int)code);
}

static lxw_format *
text_format(struct xlsx_book *book)
{
	lxw_format *format = workbook_add_format(book->workbook);

	if (format) {
		/* Text that someone edits must not become a formula thereby. */
		format_set_num_format(format, "@");
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	}
	return format;
}

static bool
number_formats(struct xlsx_book *book)
{
	if ((book->number = workbook_add_format(book->workbook)) == NULL ||
		(book->time = workbook_add_format(book->workbook)) == NULL)
		return false;
	/* "General" shows long numbers as 1.23E+11. */
	format_set_num_format(book->number, "0");
	format_set_align(book->number, LXW_ALIGN_VERTICAL_TOP);
	/* So that it does not stick to the text on its right. */
	format_set_align(book->number, LXW_ALIGN_RIGHT);
	format_set_indent(book->number, 1);
	format_set_num_format(book->time, "yyyy\\-mm\\-dd\"T\"hh:mm:ss\"Z\"");
	format_set_align(book->time, LXW_ALIGN_VERTICAL_TOP);
	format_set_align(book->time, LXW_ALIGN_LEFT);
	return true;
}

static bool
level_formats(struct xlsx_book *book)
{
	for (int i = 0; i < MIA_LEVEL_COUNT; i++) {
		if ((book->levels[i] = text_format(book)) == NULL)
			return false;
		format_set_font_color(book->levels[i], colours[i].ink);
		format_set_bg_color(book->levels[i], colours[i].ground);
		if (i == MIA_LEVEL_ACCESS_RECORDED || i == MIA_LEVEL_PRESUMED_COPIED)
			format_set_bold(book->levels[i]);
	}
	return true;
}

bool
mia__xlsx_formats(struct xlsx_book *book)
{
	lxw_format **texts[] = { &book->header, &book->text, &book->wrapped, &book->title, &book->label };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if ((*texts[i] = text_format(book)) == NULL)
			return false;
	format_set_bold(book->header);
	format_set_text_wrap(book->header);
	format_set_bg_color(book->header, 0xe8ecf0);
	format_set_bottom(book->header, LXW_BORDER_THIN);
	format_set_text_wrap(book->wrapped);
	format_set_bold(book->title);
	format_set_font_size(book->title, 16);
	format_set_bold(book->label);
	format_set_text_wrap(book->label);
	return number_formats(book) && level_formats(book);
}

lxw_format *
mia__xlsx_format_of(const struct xlsx_book *book, enum xlsx_style style)
{
	switch (style) {
	case STYLE_NUMBER:
		return book->number;
	case STYLE_TIME:
		return book->time;
	case STYLE_WRAPPED:
		return book->wrapped;
	default:
		return style >= STYLE_LEVEL && style < STYLES ? book->levels[style - STYLE_LEVEL]
							      : book->text;
	}
}

enum mia_status
mia__xlsx_height(lxw_worksheet *sheet, lxw_row_t row, size_t lines, struct mia_error *err)
{
	if (lines < 2)
		return MIA_OK;
	return mia__xlsx_put(worksheet_set_row(sheet, row, mia__xlsx_points(lines), NULL), err);
}

enum mia_status
mia__xlsx_book_of(struct xlsx_book *book, struct mia_text text, struct mia_error *err)
{
	struct xlsx_text cell;

	mia__xlsx_text_init(&cell, &book->cell, XLSX_CELL);
	mia__xlsx_text_add(&cell, text);
	if (!mia__xlsx_text_end(&cell))
		return mia__fail_memory(err);
	buf_clear(&book->of);
	size_t len = book->cell.len - 1, most = len < OF_MOST ? len : OF_MOST;
	while (most < len && most && ((unsigned char)book->cell.ptr[most] & 0xc0) == 0x80)
		most--;
	for (size_t i = 0; i < most; i++) {
		char c = book->cell.ptr[i];
		/* What follows an ampersand is a code of the foot. */
		if (c == '&')
			mia__buf_byte(&book->of, '&');
		mia__buf_byte(&book->of, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
	}
	if (most < len)
		mia__buf_str(&book->of, "\xe2\x80\xa6");
	return book->of.failed ? mia__fail_memory(err) : MIA_OK;
}

/* "Page %1 of %2" */
static void
add_page_number(struct buf *foot, const char *words)
{
	for (; *words; words++) {
		if (*words != '%') {
			mia__buf_byte(foot, *words);
			continue;
		}
		mia__buf_str(foot, *++words == '1' ? "&P" : "&N");
	}
}

enum mia_status
mia__xlsx_page(struct xlsx_book *book, size_t at, lxw_row_t repeated, struct mia_error *err)
{
	lxw_worksheet *sheet = book->sheets[at].sheet;
	struct buf *foot = &book->cell;

	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, PAPER_A4);
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.7);
	if (repeated)
		MIA_TRY(mia__xlsx_put(worksheet_repeat_rows(sheet, 0, repeated - 1), err));
	buf_clear(foot);
	mia__buf_str(foot, "&L");
	mia__buf_str(foot, book->sheets[at].name);
	if (book->of.len) {
		mia__buf_str(foot, "&C");
		mia__buf_text(foot, buf_view(&book->of));
	}
	mia__buf_str(foot, "&R");
	add_page_number(foot, mia__said(book->language, T_BOOK_PAGE));
	mia__buf_byte(foot, '\0');
	if (foot->failed)
		return mia__fail_memory(err);
	return mia__xlsx_put(worksheet_set_footer(sheet, foot->ptr), err);
}
