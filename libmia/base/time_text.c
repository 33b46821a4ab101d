/* Times as text: the forms that exports write, and the one that we write. */
#include "base/time_text.h"

#include "base/number.h"
#include "base/text.h"
#include "base/time_counted.h"

#define SECONDS_A_DAY 86400
/* 0001-01-01 and 10000-01-01, as days since 1970-01-01. */
#define FIRST_DAY (-719162)
#define DAY_AFTER_LAST 2932897

/* A time of day as written; `fraction` in units of 100 ns. */
struct clock {
	unsigned hour, minute, second, fraction;
	int offset_minutes;
};

static bool
date_exists(unsigned year, unsigned month, unsigned day)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* Years begin on 1 March here, so that the leap day comes last. */
static int64_t
days_of_date(unsigned year, unsigned month, unsigned day)
{
	unsigned y = month > 2 ? year : year - 1;
	unsigned era = y / 400, year_of_era = y % 400;
	unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (int64_t)era * 146097 + day_of_era - 719468;
}

static bool
in_range(int64_t seconds)
{
	return seconds >= (int64_t)FIRST_DAY * SECONDS_A_DAY &&
		seconds < (int64_t)DAY_AFTER_LAST * SECONDS_A_DAY;
}

/* Thailand counts 543 years more; nothing else is of the 26th century. */
static unsigned
common_year(unsigned year)
{
	return year >= 2543 && year < 2643 ? year - 543 : year;
}

/* The caller has checked that the date exists. */
static bool
compose(unsigned year, unsigned month, unsigned day, const struct clock *clock, mia_time *ret)
{
	if (clock->hour > 23 || clock->minute > 59 || clock->second > 59)
		return false;
	int64_t seconds = days_of_date(year, month, day) * SECONDS_A_DAY +
		(int64_t)(clock->hour * 3600 + clock->minute * 60 + clock->second) -
		(int64_t)clock->offset_minutes * 60;
	if (!in_range(seconds))
		return false;
	*ret = seconds * MIA_TIME_SECOND + clock->fraction;
	return true;
}

static inline unsigned
digit_at(const char *s)
{
	return (unsigned)(unsigned char)*s - '0';
}

static inline unsigned
two_digits(const char *s, bool *bad)
{
	unsigned tens = digit_at(s), ones = digit_at(s + 1);
	*bad |= tens > 9 || ones > 9;
	return tens * 10 + ones;
}

bool
mia__time_offset(struct mia_text zone, int *offset_minutes)
{
	const char *s = zone.ptr;
	if (zone.len == 1 && (s[0] == 'Z' || s[0] == 'z'))
		return true;
	bool colon = zone.len == 6 && s[3] == ':';
	if ((s[0] != '+' && s[0] != '-') || (zone.len != 3 && zone.len != 5 && !colon))
		return false;
	bool bad = false;
	unsigned hours = two_digits(s + 1, &bad);
	unsigned minutes = zone.len == 3 ? 0 : two_digits(s + zone.len - 2, &bad);
	if (bad || hours > 23 || minutes > 59)
		return false;
	int offset = (int)(hours * 60 + minutes);
	*offset_minutes = s[0] == '-' ? -offset : offset;
	return true;
}

/* Fixed columns up to the seconds: nearly every time in an export is
 * 2024-02-01T16:07:34 and needs nothing else. */
static bool
parse_iso(struct mia_text t, mia_time *ret)
{
	const char *s = t.ptr;
	if (t.len < 10 || s[4] != '-' || s[7] != '-')
		return false;
	bool bad = false;
	unsigned year = two_digits(s, &bad) * 100 + two_digits(s + 2, &bad);
	unsigned month = two_digits(s + 5, &bad), day = two_digits(s + 8, &bad);
	year = common_year(year);
	if (bad || !date_exists(year, month, day))
		return false;
	struct clock clock = { 0 };
	if (t.len == 10)
		return compose(year, month, day, &clock, ret);
	if (t.len < 16 || (s[10] != 'T' && s[10] != ' ' && s[10] != 't') || s[13] != ':')
		return false;
	clock.hour = two_digits(s + 11, &bad);
	clock.minute = two_digits(s + 14, &bad);
	size_t at = 16;
	if (t.len >= 19 && s[16] == ':') {
		clock.second = two_digits(s + 17, &bad);
		at = 19;
		if (at < t.len && (s[at] == '.' || s[at] == ',')) {
			at++;
			if (!mia__time_fraction(t, &at, &clock.fraction))
				return false;
		}
	}
	at += at + 1 < t.len && s[at] == ' ' && (s[at + 1] == '+' || s[at + 1] == '-');
	if (at < t.len && !mia__time_offset((struct mia_text){ s + at, t.len - at }, &clock.offset_minutes))
		return false;
	return !bad && compose(year, month, day, &clock, ret);
}

enum mia_status
mia_time_parse(struct mia_text text, mia_time *ret)
{
	return parse_iso(text, ret) ? MIA_OK : MIA_ERR_ARGUMENT;
}

static bool
parse_wrapped_milliseconds(struct mia_text t, mia_time *ret)
{
	static const size_t before = sizeof("/Date(") - 1, after = sizeof(")/") - 1;
	int64_t ms;
	/* "/Date(1618561459000+0100)/": the zone of the writer; the number is UTC. */
	size_t sign = t.len > before + after + 5 ? t.len - after - 5 : 0;
	if (sign && (t.ptr[sign] == '+' || t.ptr[sign] == '-'))
		t.len = sign;
	else if (t.len >= before + after)
		t.len -= t.ptr[t.len - 2] == ')' && t.ptr[t.len - 1] == '/' ? after : t.len;
	if (t.len <= before || !mia__number_parse((struct mia_text){ t.ptr + before, t.len - before }, &ms))
		return false;
	int64_t seconds = ms / 1000 - (ms % 1000 < 0);
	if (!in_range(seconds))
		return false;
	*ret = ms * (MIA_TIME_SECOND / 1000);
	return true;
}

/* One to most digits; 0 digits when there are none. Returns how many. */
static unsigned
read_number(struct mia_text t, size_t *at, unsigned most, unsigned *value)
{
	unsigned digits = 0;
	*value = 0;
	while (digits < most && *at < t.len && digit_at(t.ptr + *at) <= 9) {
		*value = *value * 10 + digit_at(t.ptr + *at);
		(*at)++;
		digits++;
	}
	return digits;
}

/* Blanks, including the no-break blanks that newer .NET writes before AM
 * and PM (CLDR 42 has U+202F there). */
static bool
skip_blanks(struct mia_text t, size_t *at)
{
	size_t start = *at;
	while (*at < t.len) {
		struct mia_text rest = { t.ptr + *at, t.len - *at };
		if (rest.ptr[0] == ' ' || rest.ptr[0] == '\t')
			*at += 1;
		else if (text_starts(rest, TEXT("\xc2\xa0")))
			*at += 2;
		else if (text_starts(rest, TEXT("\xe2\x80\xaf")))
			*at += 3;
		else
			break;
	}
	return *at > start;
}

/* AM, PM, a.m., p.m. or nothing, up to the end. */
static bool
read_half_of_day(struct mia_text rest, unsigned *hour)
{
	if (rest.len == 0)
		return true;
	bool pm = text_equal_nocase(rest, TEXT("PM")) || text_equal_nocase(rest, TEXT("p.m."));
	if (!pm && !text_equal_nocase(rest, TEXT("AM")) && !text_equal_nocase(rest, TEXT("a.m.")))
		return false;
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return true;
}

/* What follows a locale date: nothing, or [,] h:mm[:ss[.fff]] [AM|PM] [+hh:mm]. */
static bool
read_locale_clock(struct mia_text t, size_t at, struct clock *clock)
{
	if (at == t.len)
		return true;
	bool comma = t.ptr[at] == ',';
	if (comma)
		at++;
	if (!skip_blanks(t, &at) && !comma)
		return false;
	if (!read_number(t, &at, 2, &clock->hour) || at == t.len || (t.ptr[at] != ':' && t.ptr[at] != '.'))
		return false;
	char colon = t.ptr[at++]; /* Finnish and others: 11.12.00 */
	if (read_number(t, &at, 2, &clock->minute) != 2)
		return false;
	if (at < t.len && t.ptr[at] == colon) {
		at++;
		if (read_number(t, &at, 2, &clock->second) != 2)
			return false;
		if (at < t.len && t.ptr[at] == '.') {
			at++;
			if (!mia__time_fraction(t, &at, &clock->fraction))
				return false;
		}
	}
	if (t.len - at >= 7 && t.ptr[t.len - 7] == ' ' &&
		(t.ptr[t.len - 6] == '+' || t.ptr[t.len - 6] == '-')) {
		if (!mia__time_offset((struct mia_text){ t.ptr + t.len - 6, 6 }, &clock->offset_minutes))
			return false;
		t.len -= 7;
	}
	skip_blanks(t, &at);
	return read_half_of_day((struct mia_text){ t.ptr + at, t.len - at }, &clock->hour);
}

/* "3/4/2026, 8:01:00.000 AM", Azure's portal for Americans: of all who part date and
 * time by a comma they alone write AM and PM in capitals, and no other tool adds
 * milliseconds. */
static bool
is_of_azure_in_english(struct mia_text t, size_t at)
{
	if (t.len <= 3)
		return false;
	struct mia_text end = { t.ptr + t.len - 3, 3 };
	return at < t.len && t.ptr[at] == ',' && memchr(t.ptr + at, '.', t.len - at) &&
		(text_equal(end, TEXT(" AM")) || text_equal(end, TEXT(" PM")));
}

/* Of two readings, either of which may be none. */
static enum time_form
either(const mia_time *first, const mia_time *second, mia_time *ret, mia_time *other)
{
	if (!first && !second)
		return TIME_UNREADABLE;
	*ret = first ? *first : *second;
	*other = second ? *second : *first;
	return *ret == *other ? TIME_EXACT : TIME_AMBIGUOUS;
}

/* A year of two digits may stand last or first; only one of our time is one. */
static enum time_form
parse_short_year(unsigned first, unsigned second, unsigned third, char separator, const struct clock *clock,
	mia_time *ret, mia_time *other)
{
	mia_time month_first, day_first, year_first;
	bool last = third >= 15 && third <= 60, front = first >= 15 && first <= 60;
	bool can_month = last && separator != '.' && date_exists(2000 + third, first, second) &&
		compose(2000 + third, first, second, clock, &month_first);
	bool can_day = last && date_exists(2000 + third, second, first) &&
		compose(2000 + third, second, first, clock, &day_first);
	bool can_year = front && date_exists(2000 + first, second, third) &&
		compose(2000 + first, second, third, clock, &year_first);

	/* The year first or the day: nobody can tell, and they are years apart. */
	if (can_year)
		return can_month || can_day ? TIME_UNREADABLE : either(&year_first, NULL, ret, other);
	return either(can_month ? &month_first : NULL, can_day ? &day_first : NULL, ret, other);
}

static enum time_form
parse_locale(struct mia_text t, mia_time *ret, mia_time *other)
{
	size_t at = 0;
	unsigned first, second, third;
	unsigned first_digits = read_number(t, &at, 4, &first);
	char separator = at < t.len ? t.ptr[at] : '\0';
	if (first_digits == 0 || first_digits == 3 ||
		(separator != '/' && separator != '.' && separator != '-'))
		return TIME_UNREADABLE;
	at++;
	if (!read_number(t, &at, 2, &second) || at == t.len || t.ptr[at++] != separator)
		return TIME_UNREADABLE;
	bool year_first = first_digits == 4;
	unsigned third_digits = read_number(t, &at, year_first ? 2 : 4, &third);
	size_t date_end = at;
	struct clock clock = { 0 };
	if ((year_first ? third_digits == 0 : third_digits != 4 && (third_digits != 2 || first_digits > 2)) ||
		!read_locale_clock(t, at, &clock))
		return TIME_UNREADABLE;

	if (!year_first && third_digits == 2)
		return parse_short_year(first, second, third, separator, &clock, ret, other);
	third = year_first ? third : common_year(third);
	first = year_first ? common_year(first) : first;

	mia_time reading, day_first;
	if (year_first) {
		if (!date_exists(first, second, third) || !compose(first, second, third, &clock, &reading))
			return TIME_UNREADABLE;
		*ret = *other = reading;
		return TIME_EXACT;
	}
	bool can_month = separator != '.' && date_exists(third, first, second) &&
		compose(third, first, second, &clock, &reading);
	bool can_day = date_exists(third, second, first) && compose(third, second, first, &clock, &day_first);
	bool month_alone = can_month && is_of_azure_in_english(t, date_end);
	return either(can_month ? &reading : NULL, can_day && !month_alone ? &day_first : NULL, ret, other);
}

/* "... UTC", "... GMT": the rest of the time. */
static struct mia_text
without_utc(struct mia_text t)
{
	if (t.len <= 4)
		return text_trim(t);
	struct mia_text end = { t.ptr + t.len - 4, 4 };
	if (text_equal_nocase(end, TEXT(" UTC")) || text_equal_nocase(end, TEXT(" GMT")))
		t.len -= 4;
	return text_trim(t);
}

enum time_form
mia__time_parse_any(struct mia_text t, mia_time *ret, mia_time *other)
{
	mia_time time;
	t = text_trim(t);
	if (parse_iso(t, &time)) {
		*ret = *other = time;
		return TIME_EXACT;
	}
	t = without_utc(t);
	if (parse_iso(t, &time) || mia__time_counted(t, &time) ||
		(text_starts(t, TEXT("/Date(")) && parse_wrapped_milliseconds(t, &time))) {
		*ret = *other = time;
		return TIME_EXACT;
	}
	return parse_locale(t, ret, other);
}

/* 2YYY-MM-DDThh:mm:ss by its looks, then nothing, a fraction, Z, or both. */
static bool
is_plainly_iso(struct mia_text t)
{
	size_t at = 19;

	if (t.len < at || t.ptr[0] != '2' || t.ptr[4] != '-' || t.ptr[7] != '-' || t.ptr[10] != 'T' ||
		t.ptr[13] != ':' || t.ptr[16] != ':')
		return false;
	if (at + 1 < t.len && t.ptr[at] == '.')
		for (at++; at < t.len && digit_at(t.ptr + at) <= 9;)
			at++;
	return at == t.len || (at + 1 == t.len && t.ptr[at] == 'Z' && t.ptr[at - 1] != '.');
}

bool
mia__time_spelled_alike(struct mia_text a, struct mia_text b)
{
	a = text_trim(a);
	b = text_trim(b);
	return is_plainly_iso(a) && is_plainly_iso(b) && memcmp(a.ptr, b.ptr, 19) == 0;
}

static char *
put_digits(char *out, unsigned n, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		out[i] = (char)('0' + n % 10);
		n /= 10;
	}
	return out + digits;
}

static char *
put_date(char *out, int64_t days)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	unsigned day_of_era = (unsigned)(shifted - era * 146097);
	unsigned year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	unsigned shifted_month = (5 * day_of_year + 2) / 153;
	unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	int64_t year = era * 400 + (int64_t)year_of_era + (month <= 2);
	if (year < 0)
		*out++ = '-';
	unsigned positive = (unsigned)(year < 0 ? -year : year);
	out = put_digits(out, positive, positive > 9999 ? 5 : 4);
	*out++ = '-';
	out = put_digits(out, month, 2);
	*out++ = '-';
	return put_digits(out, day_of_year - (153 * shifted_month + 2) / 5 + 1, 2);
}

size_t
mia_time_format(mia_time time, char *out)
{
	char *at = out;
	if (time != MIA_TIME_UNKNOWN) {
		int64_t seconds = time / MIA_TIME_SECOND - (time % MIA_TIME_SECOND < 0);
		unsigned fraction = (unsigned)((time % MIA_TIME_SECOND + MIA_TIME_SECOND) % MIA_TIME_SECOND);
		int64_t days = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
		unsigned of_day = (unsigned)(seconds - days * SECONDS_A_DAY);
		at = put_date(at, days);
		*at++ = 'T';
		at = put_digits(at, of_day / 3600, 2);
		*at++ = ':';
		at = put_digits(at, of_day / 60 % 60, 2);
		*at++ = ':';
		at = put_digits(at, of_day % 60, 2);
		if (fraction) {
			*at++ = '.';
			at = put_digits(at, fraction, 7);
			while (at[-1] == '0')
				at--;
		}
		*at++ = 'Z';
	}
	*at = '\0';
	return (size_t)(at - out);
}

struct mia_text
mia__time_plain(mia_time time, char room[static MIA_TIME_TEXT])
{
	size_t len = mia_time_format(time, room);
	char *t = memchr(room, 'T', len);

	if (t)
		*t = ' ';
	return (struct mia_text){ room, t ? len - 1 : 0 };
}
