/* Local time: by an offset, by the changes of a file and by the rule behind them. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "base/zone_rule.h"

#define SECONDS(s) ((mia_time)(s)*MIA_TIME_SECOND)

static void
an_offset_is_the_same_at_any_time(void **state)
{
	struct mia_zone *zone = NULL;
	char out[MIA_ZONE_TIME_TEXT];

	(void)state;
	assert_int_equal(mia_zone_new(&zone, NULL, TEXT("-05:30"), NULL, NULL), MIA_OK);
	assert_int_equal(mia_zone_seconds_east(zone, 0), -19800);
	/* 2026-03-04 01:00:00 UTC is the evening before. */
	assert_int_equal(mia_zone_format(zone, SECONDS(1772586000), out), 26);
	assert_string_equal(out, "2026-03-03 19:30:00 -05:30");
	assert_string_equal(mia_zone_name(zone), "-05:30");
	assert_int_equal(mia_zone_format(zone, MIA_TIME_UNKNOWN, out), 0);
	assert_string_equal(out, "");
	assert_int_equal(mia_zone_format(NULL, 0, out), 0);
	mia_zone_free(zone);
}

static void
names_that_are_none_are_refused(void **state)
{
	static const char *const names[] = { "", "/etc/passwd", "../x", "Europe/../Oslo", "No/Such", "a b",
		"." };
	struct mia_zone *zone = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_int_equal(mia_zone_new(&zone, NULL, text_of(names[i]), "/nonexistent", NULL),
			MIA_ERR_ARGUMENT);
	assert_null(zone);
}

/* Summer of Europe in 2026: from 29 March 01:00 UTC to 25 October 01:00 UTC. */
static void
a_rule_of_the_north(void **state)
{
	struct zone_rule rule = mia__zone_rule(TEXT("CET-1CEST,M3.5.0,M10.5.0/3"));

	(void)state;
	assert_true(rule.any);
	assert_int_equal(mia__zone_rule_at(&rule, 1774745999), 3600);
	assert_int_equal(mia__zone_rule_at(&rule, 1774746000), 7200);
	assert_int_equal(mia__zone_rule_at(&rule, 1792889999), 7200);
	assert_int_equal(mia__zone_rule_at(&rule, 1792890000), 3600);
}

/* Sydney: summer from 4 October 2026 16:00 UTC on the 3rd, over the turn of the year. */
static void
a_rule_of_the_south(void **state)
{
	struct zone_rule rule = mia__zone_rule(TEXT("AEST-10AEDT,M10.1.0,M4.1.0/3"));

	(void)state;
	assert_int_equal(mia__zone_rule_at(&rule, 1791043199), 36000);
	assert_int_equal(mia__zone_rule_at(&rule, 1791043200), 39600);
	assert_int_equal(mia__zone_rule_at(&rule, 1798761600), 39600); /* 2027-01-01 */
}

static void
rules_that_are_not_known(void **state)
{
	(void)state;
	assert_false(mia__zone_rule(TEXT("")).any);
	assert_false(mia__zone_rule(TEXT("CET")).any);
	assert_false(mia__zone_rule(TEXT("CET-1CEST,J60,J300")).any);
	assert_false(mia__zone_rule(TEXT("CET-1CEST,M3.5.0")).any);
	assert_int_equal(mia__zone_rule(TEXT("<+03>-3")).standard, 10800);
}

/* ---- a file ---- */

/* A block of version 2: two changes (at 1000 to +1 h, at 2000 to +2 h) of three types. */
#define COUNTS(times, types, letters) "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" times "\0\0\0" types "\0\0\0" letters
#define HEAD "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
static const char file[] =
	HEAD COUNTS("\0", "\1", "\1") "\0\0\0\0\0\0"
				      "\0" HEAD COUNTS("\2", "\3", "\1") "\0\0\0\0\0\0\x03\xe8"
									 "\0\0\0\0\0\0\x07\xd0"
									 "\1\2"
									 "\0\0\0\0\0\0"
									 "\0\0\x0e\x10\0\0"
									 "\0\0\x1c\x20\1\0"
									 "\0"
									 "\nABC-3\n";

static enum mia_status
zone_of(const char *bytes, size_t size, struct mia_zone **ret)
{
	char directory[] = "/tmp/mia-zone-XXXXXX", path[64];

	assert_non_null(mkdtemp(directory));
	(void)snprintf(path, sizeof(path), "%s/Zone", directory);
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	assert_int_equal(fclose(out), 0);
	enum mia_status status = mia_zone_new(ret, NULL, TEXT("Zone"), directory, NULL);
	(void)unlink(path);
	(void)rmdir(directory);
	return status;
}

static void
a_file_says_when_the_offset_changes(void **state)
{
	struct mia_zone *zone = NULL;

	(void)state;
	assert_int_equal(zone_of(file, sizeof(file) - 1, &zone), MIA_OK);
	assert_int_equal(mia_zone_seconds_east(zone, SECONDS(-5)), 0);
	assert_int_equal(mia_zone_seconds_east(zone, SECONDS(1000) - 1), 0);
	assert_int_equal(mia_zone_seconds_east(zone, SECONDS(1000)), 3600);
	/* Behind the last change stands the rule. */
	assert_int_equal(mia_zone_seconds_east(zone, SECONDS(2000)), 10800);
	mia_zone_free(zone);
}

/* Cut anywhere, it is no file of a zone; nothing is read beyond it. */
static void
a_damaged_file_is_refused(void **state)
{
	(void)state;
	for (size_t size = 0; size + 8 < sizeof(file); size++) {
		struct mia_zone *zone = NULL;
		assert_int_equal(zone_of(file, size, &zone), MIA_ERR_IO);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offset_is_the_same_at_any_time),
		cmocka_unit_test(names_that_are_none_are_refused),
		cmocka_unit_test(a_rule_of_the_north),
		cmocka_unit_test(a_rule_of_the_south),
		cmocka_unit_test(rules_that_are_not_known),
		cmocka_unit_test(a_file_says_when_the_offset_changes),
		cmocka_unit_test(a_damaged_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
