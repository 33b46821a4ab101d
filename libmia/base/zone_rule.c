/* Reads the rule of a time zone, and asks it. */
#include "base/zone_rule.h"

#include "base/text.h"

/* ---- reading; each eats what it understands ---- */

static bool
eat(struct mia_text *t, char c)
{
	if (t->len == 0 || *t->ptr != c)
		return false;
	t->ptr++;
	t->len--;
	return true;
}

static bool
eat_number(struct mia_text *t, int *ret)
{
	int value = 0;
	size_t digits = 0;

	while (digits < 3 && digits < t->len && t->ptr[digits] >= '0' && t->ptr[digits] <= '9')
		value = value * 10 + (t->ptr[digits++] - '0');
	t->ptr += digits;
	t->len -= digits;
	*ret = value;
	return digits > 0;
}

/* "CET", "<+03>" */
static bool
eat_name(struct mia_text *t)
{
	size_t len = 0;

	if (eat(t, '<')) {
		while (t->len && *t->ptr != '>')
			(void)eat(t, *t->ptr);
		return eat(t, '>');
	}
	while (len < t->len && ((t->ptr[len] | 32) >= 'a' && (t->ptr[len] | 32) <= 'z'))
		len++;
	t->ptr += len;
	t->len -= len;
	return len >= 3;
}

/* "[+-]hh[:mm[:ss]]" */
static bool
eat_clock(struct mia_text *t, int32_t *ret)
{
	bool minus = eat(t, '-');
	int hours, minutes = 0, seconds = 0;

	if (!minus)
		(void)eat(t, '+');
	if (!eat_number(t, &hours) || hours > 167 ||
		(eat(t, ':') &&
			(!eat_number(t, &minutes) || minutes > 59 ||
				(eat(t, ':') && (!eat_number(t, &seconds) || seconds > 59)))))
		return false;
	*ret = (int32_t)(hours * 3600 + minutes * 60 + seconds) * (minus ? -1 : 1);
	return true;
}

/* ",M3.5.0/3" */
static bool
eat_change(struct mia_text *t, struct zone_change *ret)
{
	ret->at = 7200;
	return eat(t, ',') && eat(t, 'M') && eat_number(t, &ret->month) && eat(t, '.') &&
		eat_number(t, &ret->week) && eat(t, '.') && eat_number(t, &ret->day) && ret->month >= 1 &&
		ret->month <= 12 && ret->week >= 1 && ret->week <= 5 && ret->day <= 6 &&
		(!eat(t, '/') || eat_clock(t, &ret->at));
}

struct zone_rule
mia__zone_rule(struct mia_text text)
{
	struct zone_rule rule = { .any = false };
	int32_t west;

	if (!eat_name(&text) || !eat_clock(&text, &west))
		return rule;
	/* POSIX counts to the west. */
	rule.standard = rule.daylight = -west;
	if (text.len == 0) {
		rule.any = true;
		return rule;
	}
	rule.daylight += 3600;
	if (!eat_name(&text))
		return rule;
	if (text.len && *text.ptr != ',') {
		if (!eat_clock(&text, &west))
			return rule;
		rule.daylight = -west;
	}
	rule.any = rule.summer =
		eat_change(&text, &rule.begin) && eat_change(&text, &rule.end) && text.len == 0;
	return rule;
}

/* ---- asking ---- */

#define DAY INT64_C(86400)

/* Days since 1970 of the first of a month, by the calendar of Gregory. */
static int64_t
first_of(int64_t year, int month)
{
	int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t day = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
}

static int64_t
year_of(int64_t seconds)
{
	int64_t days = seconds / DAY - (seconds % DAY < 0);
	int64_t year = 1970 + days / 366 - (days < 0);

	while (first_of(year + 1, 1) <= days)
		year++;
	return year;
}

/* In seconds of the clock on the wall. */
static int64_t
change_in(const struct zone_change *change, int64_t year)
{
	int64_t first = first_of(year, change->month);
	int64_t next = change->month == 12 ? first_of(year + 1, 1) : first_of(year, change->month + 1);
	/* 1970-01-01 was a Thursday. */
	int64_t weekday = ((first + 4) % 7 + 7) % 7;
	int64_t day = first + (change->day - weekday + 7) % 7 + 7 * (int64_t)(change->week - 1);

	while (day >= next)
		day -= 7;
	return day * DAY + change->at;
}

int32_t
mia__zone_rule_at(const struct zone_rule *rule, int64_t seconds)
{
	if (!rule->summer)
		return rule->standard;
	/* Years that no calendar has: not worth a search. */
	if (seconds < 0 || seconds > INT64_C(253402300799))
		return rule->standard;
	int64_t year = year_of(seconds + rule->standard);
	int64_t begin = change_in(&rule->begin, year) - rule->standard;
	int64_t end = change_in(&rule->end, year) - rule->daylight;
	/* In the south summer holds the turn of the year. */
	bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
	return summer ? rule->daylight : rule->standard;
}
