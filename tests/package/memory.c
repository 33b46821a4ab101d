/* memchr, memcmp and strlen of the one-file builds say what the plain loops say, and touch no page but the text's. */
#include <stddef.h>

#define memchr package_memchr
#define memcmp package_memcmp
#define strlen package_strlen
#define bcmp package_bcmp
void *memchr(const void *text, int c, size_t n);
size_t strlen(const char *text);
int memcmp(const void *one, const void *other, size_t n);
int bcmp(const void *one, const void *other, size_t n);
#include "../../scripts/package/memory.c"
#undef memchr
#undef memcmp
#undef strlen
#undef bcmp

#include <string.h>
#include <sys/mman.h>

#include "test.h"

enum { PAGE = 4096, MOST = 150 };

/* A page between two that nobody may touch. */
static unsigned char *
lonely_page(void)
{
	unsigned char *all = mmap(NULL, 3 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(all, MAP_FAILED);
	assert_int_equal(mprotect(all + PAGE, PAGE, PROT_READ | PROT_WRITE), 0);
	return all + PAGE;
}

static void
find(const unsigned char *text, size_t n, size_t i)
{
	assert_ptr_equal(package_memchr(text, 'x', n), i < n ? text + i : NULL);
	/* What is behind the end does not count; and who knows that it is there may say any size. */
	assert_ptr_equal(package_memchr(text, 'x', i), NULL);
	if (i < n)
		assert_ptr_equal(package_memchr(text, 'x', SIZE_MAX), text + i);
}

static void
characters(void **state)
{
	unsigned char *page = lonely_page();

	(void)state;
	for (size_t n = 0; n <= MOST; n++)
		for (size_t i = 0; i <= n; i++)
			/* At the page's begin and end, and in between. */
			for (size_t at = 0; at < 3 * 17; at++) {
				unsigned char *text = at < 17 ? page + at
					: at < 34             ? page + PAGE - n - (at - 17)
							      : page + 1000 + at;
				memset(page, 'x', PAGE);
				memset(text, 'a', n);
				if (i < n)
					text[i] = 'x';
				find(text, n, i);
			}
}

static void
lengths(void **state)
{
	unsigned char *page = lonely_page();

	(void)state;
	for (size_t n = 0; n <= MOST; n++)
		for (size_t at = 0; at < 2 * 17; at++) {
			unsigned char *text = at < 17 ? page + at : page + PAGE - n - 1 - (at - 17);
			memset(page, 0, PAGE);
			memset(text, 'a', n);
			assert_int_equal(package_strlen((const char *)text), n);
		}
}

static void
orders(void **state)
{
	unsigned char *one = lonely_page(), *other = lonely_page();

	(void)state;
	for (size_t n = 0; n <= MOST; n++)
		for (size_t at = 0; at < 17; at++)
			for (size_t i = 0; i <= n; i++) {
				unsigned char *a = one + PAGE - n, *b = other + at;
				memset(a, 'a', n);
				memset(b, 'a', n);
				/* The first difference counts, by bytes without a sign. */
				for (size_t k = i; k < n; k++)
					a[k] = k == i ? 0xe9 : 'A';
				assert_true(
					i < n ? package_memcmp(a, b, n) > 0 : package_memcmp(a, b, n) == 0);
				assert_true(i < n ? package_memcmp(b, a, n) < 0 : package_bcmp(b, a, n) == 0);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(characters), cmocka_unit_test(lengths),
		cmocka_unit_test(orders) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
