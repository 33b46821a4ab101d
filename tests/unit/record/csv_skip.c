/* The fast way through quoted cells, against one that looks at each byte. */
#include <stdbool.h>
#include <string.h>

#include "framed.h"

#include "record/csv.h"

/* Byte by byte: behind the whole blocks that hold no quote that stands alone; on a quote that the last
 * of them leaves without its second one. */
static size_t
skip_plainly(const char *buf, size_t pos, size_t end)
{
	bool first = false;

	for (; end - pos > 64; pos += 64)
		for (size_t i = 0, open = first; i < 64; i++) {
			if (buf[pos + i] == '"')
				open = !open;
			else if (open)
				return first ? pos - 1 : pos;
			first = i == 63 ? open : first;
		}
	return first ? pos - 1 : pos;
}

static void
doubled_quotes_are_passed_as_byte_by_byte(void **state)
{
	(void)state;
	char buf[1024 + 64];
	uint32_t random = 1;

	for (int n = 0; n < 20000; n++) {
		size_t len = 0, end, pos = (size_t)n % 70;
		memset(buf, 'x', sizeof(buf));
		/* Text, pairs and longer runs of them; seldom one alone. */
		while (len < 900) {
			random = random * 1664525 + 1013904223;
			uint32_t kind = random >> 24;
			size_t quotes = kind < 1 ? 1 : kind < 200 ? 2 : 2 * (kind % 40);
			memset(buf + len, '"', quotes);
			len += quotes + (random >> 16) % 9 + (kind >= 250);
		}
		end = 500 + (random >> 8) % 500;
		assert_int_equal(mia__csv_skip_pairs(buf, pos, end), skip_plainly(buf, pos, end));
		assert_int_equal(mia__csv_skip_pairs_plain(buf, pos, end), skip_plainly(buf, pos, end));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doubled_quotes_are_passed_as_byte_by_byte),
	};
	return cmocka_run_group_tests_name("csv_skip", tests, NULL, NULL);
}
