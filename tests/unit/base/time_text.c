/* Times as exports write them, those that read two ways, and those that are
 * none. */
#include "test.h"

#include "base/text.h"
#include "base/time_text.h"

/* Seconds since 1970 of the expected times come from date(1). */
#define MS INT64_C(10000)

static void
assert_reads(const char *text, mia_time expected)
{
	mia_time time = 1, other = 2;
	if (mia__time_parse_any(text_of(text), &time, &other) != TIME_EXACT)
		fail_msg("%s: not exact", text);
	if (time != expected || other != expected)
		fail_msg("%s: %lld, not %lld", text, (long long)time, (long long)expected);
}

static void
assert_unreadable(const char *text)
{
	mia_time time = 1, other = 2;
	if (mia__time_parse_any(text_of(text), &time, &other) != TIME_UNREADABLE)
		fail_msg("%s: readable", text);
	assert_int_equal(time, 1);
	assert_int_equal(other, 2);
}

static void
iso_in_all_its_lengths(void **state)
{
	(void)state;
	mia_time base = 1706803654 * MIA_TIME_SECOND; /* 2024-02-01T16:07:34Z */
	assert_reads("2024-02-01T16:07:34", base);
	assert_reads("2024-02-01T16:07:34Z", base);
	assert_reads("2024-02-01t16:07:34z", base);
	assert_reads("2024-02-01 16:07:34", base);
	assert_reads("2024-02-01T16:07", base - 34 * MIA_TIME_SECOND);
	assert_reads("2024-02-01T16:07Z", base - 34 * MIA_TIME_SECOND);
	assert_reads("2024-02-01", base - (16 * 3600 + 7 * 60 + 34) * MIA_TIME_SECOND);
	assert_reads("2024-02-01T16:07:34.5", base + 500 * MS);
	assert_reads("2024-02-01T16:07:34,123Z", base + 123 * MS);
	assert_reads("2024-02-01T16:07:34.0000000Z", base);
	assert_reads("2024-02-01T16:07:34.0000001Z", base + 1);
	/* Below 100 ns is cut off, not rounded, in any length. */
	assert_reads("2024-02-01T16:07:34.123456789Z", base + 1234567);
	assert_reads("2024-02-01T16:07:34.99999999999999999999999999Z", base + 9999999);
	assert_reads("2021-08-02T13:32:07.0000000Z ", 1627911127 * MIA_TIME_SECOND);
	assert_reads("\t 2024-02-01T16:07:34\r\n", base);
}

static void
iso_with_zones(void **state)
{
	(void)state;
	mia_time base = 1706803654 * MIA_TIME_SECOND;
	assert_reads("2024-02-01T18:07:34+02:00", base);
	assert_reads("2024-02-01T18:07:34+0200", base);
	assert_reads("2024-02-01T18:07:34+02", base);
	assert_reads("2024-02-01T10:37:34.25-05:30", base + 250 * MS);
	assert_reads("2024-02-02T00:07:34+08:00", base);
	assert_reads("2024-01-31T23:07:34-17:00", base);
	assert_reads("2024-02-01T16:07:34-00:00", base);
	static const char *const bad[] = { "+24:00", "+02:60", "+2:00", "+02:0", "+", "+020", "+02:00Z", "ZZ",
		"UTC+1", "+0a:00", "*02:00", "+02-00" };
	char text[64];
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "2024-02-01T16:07:34%s", bad[i]);
		assert_unreadable(text);
	}
}

static void
days_that_exist(void **state)
{
	(void)state;
	assert_reads("2024-02-29T12:00:00", 1709208000 * MIA_TIME_SECOND);
	assert_reads("2000-02-29T00:00:00", 951782400 * MIA_TIME_SECOND);
	assert_reads("1970-01-01T00:00:00", 0);
	assert_reads("1969-12-31T23:59:59.9999999", -1);
	assert_reads("0001-01-01T00:00:00", -62135596800 * MIA_TIME_SECOND);
	assert_reads("9999-12-31T23:59:59.9999999", 253402300800 * MIA_TIME_SECOND - 1);
	static const char *const bad[] = { "2023-02-29", "1900-02-29", "2100-02-29T00:00:00", "2024-02-30",
		"2024-04-31", "2024-00-10", "2024-13-10", "2024-01-00", "2024-01-32", "0000-01-01",
		"29/02/2023", "31.04.2024", "2024-02-01T24:00:00", "2024-02-01T23:60:00",
		"2024-02-01T23:59:60",
		/* In UTC these lie outside the years that can be written. */
		"0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_unreadable(bad[i]);
}

static void
locale_dates_that_read_one_way(void **state)
{
	(void)state;
	mia_time sept = 1695182703 * MIA_TIME_SECOND; /* 2023-09-20T04:05:03Z */
	assert_reads("9/20/2023 4:05:03 AM", sept);
	assert_reads("20/9/2023 4:05:03", sept);
	assert_reads("20.09.2023 04:05:03", sept);
	assert_reads("20-09-2023 04:05:03", sept);
	assert_reads("2023/9/20 4:05:03", sept);
	assert_reads("2023-09-20 4:05:03 a.m.", sept);
	assert_reads("9/20/2023 4:05:03 am ", sept);
	assert_reads("9/20/2023 4:05:03AM", sept);
	/* .NET on recent ICU puts a narrow no-break space before AM. */
	assert_reads("9/20/2023 4:05:03\xe2\x80\xaf"
		     "AM",
		sept);
	assert_reads("9/20/2023\xc2\xa0"
		     "4:05:03 AM",
		sept);
	assert_reads("9/20/2023 4:05 AM", sept - 3 * MIA_TIME_SECOND);
	assert_reads("9/20/2023", sept - (4 * 3600 + 5 * 60 + 3) * MIA_TIME_SECOND);
	assert_reads("4/28/2021, 2:54:37.000 PM", 1619621677 * MIA_TIME_SECOND);
	assert_reads("4/28/2021, 2:54:37.120 PM", 1619621677 * MIA_TIME_SECOND + 120 * MS);
	/* Dots mean day first, always: 4 November. */
	assert_reads("4.11.2025 13:02:03", 1762261323 * MIA_TIME_SECOND);
	/* Both readings are the same day. */
	assert_reads("2/2/2024 0:00:00", 1706832000 * MIA_TIME_SECOND);
}

static void
noon_and_midnight(void **state)
{
	(void)state;
	mia_time day = 1695168000 * MIA_TIME_SECOND; /* 2023-09-20 */
	assert_reads("9/20/2023 12:00:00 AM", day);
	assert_reads("9/20/2023 12:59:59 AM", day + 3599 * MIA_TIME_SECOND);
	assert_reads("9/20/2023 1:00:00 AM", day + 3600 * MIA_TIME_SECOND);
	assert_reads("9/20/2023 12:00:00 PM", day + 12 * 3600 * MIA_TIME_SECOND);
	assert_reads("9/20/2023 11:59:59 PM", day + 86399 * MIA_TIME_SECOND);
	assert_unreadable("9/20/2023 0:30:00 AM");
	assert_unreadable("9/20/2023 13:00:00 PM");
}

static void
locale_dates_that_read_two_ways(void **state)
{
	(void)state;
	mia_time time, other;
	/* 4 November or 11 April. */
	assert_int_equal(mia__time_parse_any(TEXT("11/4/2025 1:02:03 PM"), &time, &other), TIME_AMBIGUOUS);
	assert_true(time == 1762261323 * MIA_TIME_SECOND);
	assert_true(other == 1744376523 * MIA_TIME_SECOND);
	assert_int_equal(mia__time_parse_any(TEXT("11-04-2025 13:02:03"), &time, &other), TIME_AMBIGUOUS);
	assert_true(time == 1762261323 * MIA_TIME_SECOND);
	assert_true(other == 1744376523 * MIA_TIME_SECOND);
	/* 12 is still a month, 13 is not. */
	assert_int_equal(mia__time_parse_any(TEXT("12/1/2025"), &time, &other), TIME_AMBIGUOUS);
	assert_int_equal(mia__time_parse_any(TEXT("13/1/2025"), &time, &other), TIME_EXACT);
}

static void
powershell_wrapped(void **state)
{
	(void)state;
	assert_reads("/Date(1618561459000)/", 1618561459 * MIA_TIME_SECOND);
	assert_reads("/Date(1618561459123)/", 1618561459 * MIA_TIME_SECOND + 123 * MS);
	assert_reads("/Date(-1)/", -MS);
	/* DateTime.MinValue and the last millisecond of DateTime.MaxValue. */
	assert_reads("/Date(-62135596800000)/", -62135596800 * MIA_TIME_SECOND);
	assert_reads("/Date(253402300799999)/", 253402300800 * MIA_TIME_SECOND - MS);
	static const char *const bad[] = { "/Date()/", "/Date(1618561459000)", "/Date(1618561459000/",
		"/Date(12a)/", "/Date(-62135596800001)/", "/Date(253402300800000)/",
		"/Date(9223372036854775807)/", "/Date(-9223372036854775808)/", "/Date(", "/Date(1)//" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_unreadable(bad[i]);
}

/* 2026-03-14T09:16:20Z, as tools that do not know what it is write it. */
static void
as_tools_write_it(void **state)
{
	(void)state;
	mia_time t = 1773479780 * MIA_TIME_SECOND;
	static const char *const texts[] = { "1773479780", "1773479780000", "1773479780000000",
		"1773479780000000000", "1773479780.0", "1773479780000.0", "1.77347978E12", "1.773479780e+09",
		"2026-03-14 09:16:20 UTC", "3/14/2026 9:16:20 AM UTC", "2026-03-14 10:16:20 +01:00",
		"3/14/2026 10:16:20 AM +01:00", "14.3.2026 9.16.20", "03/14/26 09:16:20 AM",
		"14.03.26 09:16:20", "14/3/2569 9:16:20", "2569-03-14T09:16:20", "46095.386343",
		"46095,38634259", "/Date(1773479780000+0200)/" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_reads(texts[i], t);
	assert_reads("1773479780.25", t + 250 * MS);
	assert_reads("1773479780123456700", t + 1234567);
	assert_reads("46095.5", t - (9 * 3600 + 16 * 60 + 20 - 12 * 3600) * MIA_TIME_SECOND);
	/* Digits that are too few for the second, or years apart in two readings. */
	static const char *const doubtful[] = { "45000.39", "1.77348E+12", "20/11/21", "20260314",
		"1,773,479", "177347978", "1773479780.", "46095.38.6" };
	for (size_t i = 0; i < sizeof(doubtful) / sizeof(*doubtful); i++)
		assert_unreadable(doubtful[i]);
	mia_time time, other;
	assert_int_equal(mia__time_parse_any(TEXT("3/4/26"), &time, &other), TIME_AMBIGUOUS);
	assert_true(other - time == 30 * INT64_C(86400) * MIA_TIME_SECOND);
}

static void
what_is_no_time(void **state)
{
	(void)state;
	static const char *const bad[] = { "", " ", "2024", "2024-02", "2024-2-", "20240201", "2024-02-01T",
		"2024-02-01T16", "2024-02-01T1607", "2024-02-01T16:7:34", "2024-02-01T16:07:3",
		"2024-02-01T16:07:34.", "2024-02-01T16:07:34.Z", "2024-02-01T16:07.5", "2024-02-01Z",
		"2024-02-01X16:07:34", "x024-02-01T16:07:34", "2024-02-01T1a:07:34", "9/20/13 4:05:03 AM",
		"9/20/20233", "9/20.2023", "9//2023", "/9/2023", "999/1/2023", "9/20/2023 4",
		"9/20/2023 4:", "9/20/2023 4:5", "9/20/2023 4:05:", "9/20/2023 4:05:3", "9/20/2023 4:05:03.",
		"9/20/2023,", "9/20/2023 ,4:05", "9/20/2023 4:05:03 XM", "9/20/2023 4:05:03 AM x",
		"9/20/20234:05", "-1/20/2023", "+9/20/2023", "0/5/2023", "5/0/2023", "2023/13/1",
		"13/13/2023", "1/2/0000" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_unreadable(bad[i]);
	mia_time time, other;
	assert_int_equal(mia__time_parse_any(TEXT_ABSENT, &time, &other), TIME_UNREADABLE);
	assert_int_equal(mia__time_parse_any(TEXT("2024-02-01T16:07:34\0"), &time, &other), TIME_UNREADABLE);
	assert_int_equal(mia__time_parse_any(TEXT("2024-02-01\0"
						  "16:07:34"),
				 &time, &other),
		TIME_UNREADABLE);
}

/* Every beginning of a readable time, in a block of its own: nothing may look
 * at the byte behind it. */
static void
nothing_is_read_beyond_the_end(void **state)
{
	(void)state;
	static const char *const texts[] = { "2024-02-01T16:07:34.123+02:00",
		"4/28/2021, 2:54:37.000\xe2\x80\xafp.m.", "/Date(1618561459000)/", "2023/9/20 4:05:03 AM" };
	mia_time time, other;
	for (size_t k = 0; k < 4; k++)
		for (size_t len = 1; len <= strlen(texts[k]); len++) {
			char *copy = malloc(len);
			memcpy(copy, texts[k], len);
			mia__time_parse_any((struct mia_text){ copy, len }, &time, &other);
			mia_time_parse((struct mia_text){ copy, len }, &time);
			free(copy);
		}
}

static void
the_public_reader_is_strict(void **state)
{
	(void)state;
	mia_time time = 5;
	assert_int_equal(mia_time_parse(TEXT("9/20/2023 4:05:03 AM"), &time), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_time_parse(TEXT(" 2024-02-01"), &time), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_time_parse(TEXT("/Date(0)/"), &time), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_time_parse(TEXT_ABSENT, &time), MIA_ERR_ARGUMENT);
	assert_int_equal(time, 5);
	assert_int_equal(mia_time_parse(TEXT("2024-02-01T18:07:34+02:00"), &time), MIA_OK);
	assert_true(time == 1706803654 * MIA_TIME_SECOND);
}

static void
assert_writes(mia_time time, const char *expected)
{
	char out[MIA_TIME_TEXT];
	assert_int_equal(mia_time_format(time, out), strlen(expected));
	assert_string_equal(out, expected);
}

static void
format_is_the_inverse(void **state)
{
	(void)state;
	assert_writes(MIA_TIME_UNKNOWN, "");
	assert_writes(0, "1970-01-01T00:00:00Z");
	assert_writes(-1, "1969-12-31T23:59:59.9999999Z");
	assert_writes(1706803654 * MIA_TIME_SECOND, "2024-02-01T16:07:34Z");
	assert_writes(1706803654 * MIA_TIME_SECOND + 500 * MS, "2024-02-01T16:07:34.5Z");
	assert_writes(1706803654 * MIA_TIME_SECOND + 1, "2024-02-01T16:07:34.0000001Z");
	assert_writes(1709208000 * MIA_TIME_SECOND, "2024-02-29T12:00:00Z");
	assert_writes(-62135596800 * MIA_TIME_SECOND, "0001-01-01T00:00:00Z");
	assert_writes(253402300800 * MIA_TIME_SECOND - 1, "9999-12-31T23:59:59.9999999Z");
	/* Reachable by adding to a time only; must stay inside the buffer. */
	char out[MIA_TIME_TEXT];
	assert_true(mia_time_format(INT64_MAX, out) < MIA_TIME_TEXT);
	assert_memory_equal(out, "31197-", 6);
	assert_true(mia_time_format(INT64_MIN + 1, out) < MIA_TIME_TEXT);
	assert_int_equal(out[0], '-');

	/* Every day of four centuries, in its calendar order. */
	char before[MIA_TIME_TEXT] = "";
	for (int64_t day = -719162; day < -719162 + 146097; day++) {
		mia_time back = 0, time = (day * 86400 + 43201) * MIA_TIME_SECOND;
		size_t n = mia_time_format(time, out);
		assert_int_equal(mia_time_parse((struct mia_text){ out, n }, &back), MIA_OK);
		assert_true(back == time);
		assert_true(strcmp(before, out) < 0);
		memcpy(before, out, n + 1);
	}
	assert_memory_equal(out, "0400-12-31", 10);
}

static void
assert_alike(const char *a, const char *b, bool alike)
{
	mia_time first, second, other;
	enum time_form a_form = mia__time_parse_any(text_of(a), &first, &other),
		       b_form = mia__time_parse_any(text_of(b), &second, &other);

	assert_int_equal(mia__time_spelled_alike(text_of(a), text_of(b)), alike);
	assert_int_equal(mia__time_spelled_alike(text_of(b), text_of(a)), alike);
	if (!alike)
		return;
	/* What it promises. */
	assert_int_equal(a_form, b_form);
	if (a_form != TIME_UNREADABLE)
		assert_int_equal(first / MIA_TIME_SECOND, second / MIA_TIME_SECOND);
}

static void
the_same_second_by_its_spelling(void **state)
{
	(void)state;
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:20.0000000Z", true);
	assert_alike(" 2026-03-17T09:16:20Z", "2026-03-17T09:16:20.9\n", true);
	assert_alike("2026-03-17T09:16:20.25", "2026-03-17T09:16:20.123456789012Z", true);
	assert_alike("2026-02-30T09:16:20", "2026-02-30T09:16:20Z", true); /* neither is a day */
	assert_alike("2026-03-17T09:x6:20", "2026-03-17T09:x6:20.1", true);
	assert_alike("2569-03-17T09:16:20", "2569-03-17T09:16:20Z", true);
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:21", false);
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:20+02:00", false);
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:20.Z", false);
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:20.", false);
	assert_alike("2026-03-17T09:16:20", "2026-03-17T09:16:20ZZ", false);
	assert_alike("2026-03-17 09:16:20", "2026-03-17 09:16:20", false); /* it may be, and has to be read */
	assert_alike("1969-12-31T23:59:55", "1969-12-31T23:59:55.5", false); /* seconds round up there */
	assert_alike("", "", false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iso_in_all_its_lengths),
		cmocka_unit_test(iso_with_zones),
		cmocka_unit_test(days_that_exist),
		cmocka_unit_test(locale_dates_that_read_one_way),
		cmocka_unit_test(noon_and_midnight),
		cmocka_unit_test(locale_dates_that_read_two_ways),
		cmocka_unit_test(powershell_wrapped),
		cmocka_unit_test(as_tools_write_it),
		cmocka_unit_test(what_is_no_time),
		cmocka_unit_test(nothing_is_read_beyond_the_end),
		cmocka_unit_test(the_public_reader_is_strict),
		cmocka_unit_test(the_same_second_by_its_spelling),
		cmocka_unit_test(format_is_the_inverse),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
