/* What else libmia/system promises: random numbers, words for errors, bytes, the locale, paths. */
#include "test.h"

#include <errno.h>
#include <locale.h>

#include "system/file.h"
#include "system/machine.h"
#include "system/path.h"

static void
random_numbers(void **state)
{
	static const unsigned char none[32];
	unsigned char a[32] = { 0 }, b[32] = { 0 }, c[16] = { 0 }, d[16] = { 1 };

	(void)state;
	assert_true(mia__random(a, sizeof(a), true));
	assert_true(mia__random(b, sizeof(b), false));
	assert_memory_not_equal(a, none, sizeof(a));
	assert_memory_not_equal(b, none, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	mia__random_of_process(c);
	mia__random_of_process(d);
	assert_memory_equal(c, d, sizeof(c));
	assert_memory_not_equal(c, none, sizeof(c));
}

static void
words_for_errors(void **state)
{
	/* As glibc has them, whatever the system. */
	static const struct {
		int code;
		const char *text;
	} texts[] = { { ENOENT, "No such file or directory" }, { EACCES, "Permission denied" },
		{ EEXIST, "File exists" }, { ELOOP, "Too many levels of symbolic links" },
		{ ENOSPC, "No space left on device" }, { EINVAL, "Invalid argument" },
		{ EIO, "Input/output error" }, { ENOMEM, "Cannot allocate memory" },
		{ EISDIR, "Is a directory" }, { EWOULDBLOCK, "Resource temporarily unavailable" },
		{ 99999, "system error" }, { 0, "system error" } };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_string_equal(mia__errno_text(texts[i].code), texts[i].text);
}

static void
bytes(void **state)
{
	static const char hay[] = "aaab\0aab\0\xff\xfe";
	const size_t size = sizeof(hay) - 1;
	char secret[40];

	(void)state;
	assert_ptr_equal(mia__find_bytes(hay, size, "aab", 3), hay + 1);
	assert_ptr_equal(mia__find_bytes(hay, size, "a", 1), hay);
	assert_ptr_equal(mia__find_bytes(hay, size, "\0aab", 4), hay + 4);
	assert_ptr_equal(mia__find_bytes(hay, size, "\xff\xfe", 2), hay + size - 2);
	assert_ptr_equal(mia__find_bytes(hay, size, hay, size), hay);
	assert_null(mia__find_bytes(hay, size, "ba", 2));
	/* The end of the needle would lie behind the end. */
	assert_null(mia__find_bytes(hay, size - 1, "\xff\xfe", 2));
	assert_null(mia__find_bytes(hay, 2, "aaab", 4));
	assert_null(mia__find_bytes(hay, 0, "a", 1));
	memset(secret, 's', sizeof(secret));
	mia__wipe(secret, sizeof(secret) - 1);
	for (size_t i = 0; i < sizeof(secret) - 1; i++)
		assert_int_equal(secret[i], 0);
	assert_int_equal(secret[sizeof(secret) - 1], 's');
}

static void
cores(void **state)
{
	(void)state;
	assert_in_range(mia__cores(), 1, 256);
}

static void
plain_locale(void **state)
{
	static const char *const commas[] = { "de_DE.UTF-8", "tr_TR.UTF-8", "fr_FR.UTF-8", "de_DE.utf8",
		"German" };
	struct plain_locale locale;
	char number[16], before[16];

	(void)state;
	for (size_t i = 0; i < sizeof(commas) / sizeof(*commas); i++)
		if (setlocale(LC_ALL, commas[i]) != NULL)
			break;
	snprintf(before, sizeof(before), "%.1f", 1.5);
	assert_true(mia__plain_locale_begin(&locale));
	snprintf(number, sizeof(number), "%.1f", 1.5);
	assert_string_equal(number, "1.5");
	mia__plain_locale_end(&locale);
	snprintf(number, sizeof(number), "%.1f", 1.5);
	assert_string_equal(number, before);
	/* Whoever gives up has ended it already. */
	mia__plain_locale_end(&locale);
	snprintf(number, sizeof(number), "%.1f", 1.5);
	assert_string_equal(number, before);
	setlocale(LC_ALL, "C");
}

static void
paths(void **state)
{
	static const struct {
		const char *path, *base;
		size_t trimmed;
	} parts[] = { { "a/b", "b", 3 }, { "a/b/", "", 3 }, { "a//", "", 1 }, { "a", "a", 1 }, { "", "", 0 },
		{ "/", "", 1 }, { "///", "", 1 }, { "/a", "a", 2 }, { "./a", "a", 3 }, { "a/..", "..", 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *base = mia__path_base(parts[i].path);
		assert_string_equal(base, parts[i].base);
		assert_ptr_equal(base, parts[i].path + strlen(parts[i].path) - strlen(parts[i].base));
		assert_int_equal(mia__path_trimmed(parts[i].path), parts[i].trimmed);
	}
	assert_true(mia__path_parts_at('/'));
	assert_false(mia__path_parts_at('a') || mia__path_parts_at('.') || mia__path_parts_at('\0'));
}

/* Where it parts, it parts everywhere, and is told as '/'; else it is a letter. */
static void
backslashes(void **state)
{
	bool parts = mia__path_parts_at('\\');
	char path[] = "a\\b/c\\", same[] = "a/b";

	(void)state;
	assert_string_equal(mia__path_base("a/b\\c"), parts ? "c" : "b\\c");
	assert_int_equal(mia__path_trimmed("a\\"), parts ? 1 : 2);
	mia__path_to_slashes(path);
	assert_string_equal(path, parts ? "a/b/c/" : "a\\b/c\\");
	mia__path_to_slashes(same);
	assert_string_equal(same, "a/b");
}

static void
places(void **state)
{
	char here[4096], again[4096];
	struct file_facts is, dot;

	(void)state;
	assert_true(mia__path_here(here, sizeof(here)));
	assert_true(mia__path_is_whole(here));
	assert_true(mia__file_facts_of(SYSTEM_HERE, here, true, &is));
	assert_true(mia__file_facts_of(SYSTEM_HERE, ".", true, &dot));
	assert_true(file_is_same(&is, &dot));
	memcpy(again, here, sizeof(here));
	mia__path_to_slashes(again);
	assert_string_equal(again, here);
	assert_false(mia__path_here(again, strlen(here)));
	assert_false(mia__path_is_whole("a/b") || mia__path_is_whole("") || mia__path_is_whole("./a"));
	assert_true(mia__file_facts_of(SYSTEM_HERE, mia__path_scratch(), true, &is));
	assert_int_equal(is.kind, FILE_DIRECTORY);
	assert_true(mia__path_zones() == NULL || mia__path_is_whole(mia__path_zones()));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_numbers),
		cmocka_unit_test(words_for_errors),
		cmocka_unit_test(bytes),
		cmocka_unit_test(cores),
		cmocka_unit_test(plain_locale),
		cmocka_unit_test(paths),
		cmocka_unit_test(backslashes),
		cmocka_unit_test(places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
