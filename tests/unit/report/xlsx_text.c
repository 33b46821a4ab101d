/* Texts as cells of a workbook, and what is noticed of a damaged one. */
#include "failing.h"

#include <unistd.h>

#include <zlib.h>

#include "base/text.h"
#include "report/xlsx/cell_text.h"
#include "report/xlsx/check.h"

#define SHOW(literal) show(literal, sizeof(literal) - 1)

static struct buf out;
static bool changed;

static const char *
show(const char *bytes, size_t size)
{
	struct xlsx_text cell;

	mia__xlsx_text_init(&cell, &out, XLSX_CELL);
	mia__xlsx_text_add(&cell, (struct mia_text){ bytes, size });
	assert_true(mia__xlsx_text_end(&cell));
	changed = cell.changed;
	return out.ptr;
}

static void
plain_texts_stay(void **state)
{
	static const char *const texts[] = {
		"",
		"=1+1",
		"-1",
		"+1",
		"@x",
		"a\tb\nc\rd",
		" x ",
		"_x004_",
		"_x00411",
		"x0041_",
		"_X0041_",
		"_x00g1_",
		"\xe2\x9f\xa8",
		"\xe2\x9f\xa8u+0001",
		"\xe2\x9f\xa8 U+0001",
		"\xe2\x82\xac",
		"\xf0\x9f\x93\xa7",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_string_equal(show(texts[i], strlen(texts[i])), texts[i]);
		assert_false(changed);
	}
}

static void
hidden_ones_are_named(void **state)
{
	(void)state;
	assert_string_equal(SHOW("a\0b"),
		"a\xe2\x9f\xa8U+0000\xe2\x9f\xa9"
		"b");
	assert_true(changed);
	assert_string_equal(SHOW("\x1f\x20\x7e\x7f"),
		"\xe2\x9f\xa8U+001F\xe2\x9f\xa9 ~\xe2\x9f\xa8U+007F\xe2\x9f\xa9");
	assert_string_equal(SHOW("\xc2\x9f\xc2\xa0"), "\xe2\x9f\xa8U+009F\xe2\x9f\xa9\xc2\xa0");
	assert_string_equal(SHOW("\xe2\x80\xae"), "\xe2\x9f\xa8U+202E\xe2\x9f\xa9");
	assert_string_equal(SHOW("\xef\xbf\xbd\xef\xbf\xbe"), "\xef\xbf\xbd\xe2\x9f\xa8U+FFFE\xe2\x9f\xa9");
	assert_string_equal(SHOW("\xf3\xa0\x80\x81"), "\xe2\x9f\xa8U+E0001\xe2\x9f\xa9");
	assert_true(changed);
	/* A byte that is no UTF-8 is no code point: U+00FF and FF differ. */
	assert_string_equal(SHOW("\xff\xc3\xbf"), "\xe2\x9f\xa8\\xFF\xe2\x9f\xa9\xc3\xbf");
	assert_true(changed);
}

static void
what_looks_like_a_token_is_told_apart(void **state)
{
	(void)state;
	assert_string_equal(SHOW("\xe2\x9f\xa8U+0001\xe2\x9f\xa9"),
		"\xe2\x9f\xa8U+27E8\xe2\x9f\xa9U+0001\xe2\x9f\xa9");
	assert_true(changed);
	assert_string_equal(SHOW("\xe2\x9f\xa8\\xFF"), "\xe2\x9f\xa8U+27E8\xe2\x9f\xa9\\xFF");
	assert_true(changed);
}

/* A reader takes "_x0041_" for "A": each underscore that could begin one. */
static void
escapes_of_the_format_are_escaped(void **state)
{
	(void)state;
	assert_string_equal(SHOW("_x0041_"), "_x005F_x0041_");
	assert_false(changed);
	assert_string_equal(SHOW("_x0041_x00fF_"), "_x005F_x0041_x005F_x00fF_");
	assert_string_equal(SHOW("__x0041__"), "__x005F_x0041__");
	assert_string_equal(SHOW("_x005F_"), "_x005F_x005F_");
}

static void
the_limit_is_in_utf16_units(void **state)
{
	static char text[40000];
	const size_t cut = sizeof(XLSX_CUT) - 1;

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(strlen(show(text, 32767)), 32767);
	assert_false(changed);
	assert_int_equal(strlen(show(text, 32768)), 32767);
	assert_true(changed);
	assert_string_equal(out.ptr + 32767 - cut, XLSX_CUT);
	/* Two units beyond the Basic Multilingual Plane; none is cut in half. */
	memcpy(text + 32765, "\xf0\x9f\x93\xa7", 4);
	assert_int_equal(strlen(show(text, 32769)), 32769);
	assert_false(changed);
	memmove(text + 32766, text + 32765, 4);
	show(text, 32770);
	assert_true(changed);
	memset(text, 'x', sizeof(text));
	memcpy(text + 32767 - cut - 1, "\xf0\x9f\x93\xa7", 4);
	assert_int_equal(strlen(show(text, sizeof(text))), 32766);
}

static void
pieces_make_one_cell(void **state)
{
	struct xlsx_text cell;

	(void)state;
	mia__xlsx_text_init(&cell, &out, 40);
	for (int i = 0; i < 100 && !cell.full; i++)
		mia__xlsx_text_add(&cell, TEXT("abcd"));
	assert_true(mia__xlsx_text_end(&cell));
	assert_string_equal(out.ptr, "abcdabcdabc" XLSX_CUT);
}

/* Whatever stands behind the cut is not even looked at: text may be 100 MB. */
static void
a_long_text_takes_no_longer(void **state)
{
	const size_t size = 64u << 20;
	char *text = malloc(size);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', size);
	for (int i = 0; i < 200; i++)
		show(text, size);
	assert_true(changed);
	free(text);
}

static void
memory_may_be_refused(void **state)
{
	struct failing f = { .refuse_at = 1 };
	struct mia_allocator a = failing_allocator(&f);
	struct xlsx_text cell;
	struct buf refused;

	(void)state;
	mia__buf_init(&refused, &a);
	mia__xlsx_text_init(&cell, &refused, XLSX_CELL);
	mia__xlsx_text_add(&cell, TEXT("a"));
	assert_false(mia__xlsx_text_end(&cell));
	mia__buf_release(&refused);
	assert_int_equal(f.bytes, 0);
}

/* An archive of one sheet, after APPNOTE.TXT. */
static size_t
made_archive(unsigned char *archive, const char *sheet)
{
	static const char name[] = "xl/worksheets/sheet1.xml";
	const unsigned short name_len = sizeof(name) - 1;
	z_stream z = { .next_in = (Bytef *)(uintptr_t)sheet, .avail_in = (uInt)strlen(sheet) };
	unsigned long crc = crc32(0, (const Bytef *)sheet, (uInt)strlen(sheet));
	size_t n = 30 + name_len;

	memset(archive, 0, 4096);
	memcpy(archive, "PK\3\4", 4);
	archive[8] = Z_DEFLATED;
	for (int i = 0; i < 4; i++)
		archive[14 + i] = (unsigned char)(crc >> 8 * i);
	archive[26] = (unsigned char)name_len;
	memcpy(archive + 30, name, name_len);
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = archive + n;
	z.avail_out = 2048;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	n += z.total_out;
	deflateEnd(&z);
	memcpy(archive + n, "PK\1\2", 4);
	n += 46 + name_len;
	memcpy(archive + n, "PK\5\6", 4);
	archive[n + 8] = archive[n + 10] = 1;
	return n + 22;
}

static enum mia_status
checked(const unsigned char *archive, size_t size, const struct xlsx_rows *rows, size_t sheets)
{
	FILE *file = tmpfile();
	struct mia_error err;

	assert_non_null(file);
	assert_int_equal(fwrite(archive, 1, size, file), size);
	assert_int_equal(fflush(file), 0);
	enum mia_status status = mia__xlsx_check(&mia__malloc_allocator, fileno(file), rows, sheets, &err);
	fclose(file);
	return status;
}

#define HEAD "<?xml version=\"1.0\"?>\n<worksheet a=\"b\"><sheetData>"
#define ROWS "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"

static void
a_damaged_archive_is_noticed(void **state)
{
	unsigned char archive[4096];
	struct xlsx_rows rows = { .bytes = sizeof(ROWS) - 1 };

	(void)state;
	rows.crc = crc32(0, (const Bytef *)ROWS, sizeof(ROWS) - 1);
	size_t size = made_archive(archive, HEAD ROWS "</sheetData></worksheet>");
	assert_int_equal(checked(archive, size, &rows, 1), MIA_OK);
	for (size_t n = 0; n < size; n++)
		assert_int_equal(checked(archive, n, &rows, 1), MIA_ERR_IO);
	assert_int_equal(checked(archive, size, &rows, 0), MIA_ERR_IO);
	struct xlsx_rows two[2] = { rows, rows };
	assert_int_equal(checked(archive, size, two, 2), MIA_ERR_IO);
	rows.crc ^= 1;
	assert_int_equal(checked(archive, size, &rows, 1), MIA_ERR_IO);
	rows.crc ^= 1;
	rows.bytes++;
	assert_int_equal(checked(archive, size, &rows, 1), MIA_ERR_IO);
	rows.bytes--;
	archive[14] ^= 1;
	assert_int_equal(checked(archive, size, &rows, 1), MIA_ERR_IO);
}

/* Each is a sound archive; what libxlsxwriter put into it is not. */
static void
lost_bytes_are_noticed(void **state)
{
	static const char *const sheets[] = {
		HEAD ROWS "</sheetData></worksheet",
		HEAD ROWS "</sheetData>",
		HEAD ROWS,
		HEAD,
		"<?xml",
		"",
		HEAD "<row r=\"2\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
		HEAD "</sheetData></worksheet>",
		"<?xml version=\"1.0\"?>\n<worksheet></worksheet>",
	};
	unsigned char archive[4096];
	struct xlsx_rows rows = { .bytes = sizeof(ROWS) - 1 };

	(void)state;
	rows.crc = crc32(0, (const Bytef *)ROWS, sizeof(ROWS) - 1);
	for (size_t i = 0; i < sizeof(sheets) / sizeof(*sheets); i++)
		assert_int_equal(checked(archive, made_archive(archive, sheets[i]), &rows, 1), MIA_ERR_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_texts_stay),
		cmocka_unit_test(hidden_ones_are_named),
		cmocka_unit_test(what_looks_like_a_token_is_told_apart),
		cmocka_unit_test(escapes_of_the_format_are_escaped),
		cmocka_unit_test(the_limit_is_in_utf16_units),
		cmocka_unit_test(pieces_make_one_cell),
		cmocka_unit_test(a_long_text_takes_no_longer),
		cmocka_unit_test(memory_may_be_refused),
		cmocka_unit_test(a_damaged_archive_is_noticed),
		cmocka_unit_test(lost_bytes_are_noticed),
	};

	mia__buf_init(&out, &mia__malloc_allocator);
	int failed = cmocka_run_group_tests_name("xlsx_text", tests, NULL, NULL);
	mia__buf_release(&out);
	return failed;
}
