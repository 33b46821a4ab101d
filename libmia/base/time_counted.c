/* Times as counts: seconds since 1970 and their fractions, and the days of a spreadsheet. */
#include "base/time_counted.h"

#include "base/number.h"

#define SECONDS_A_DAY 86400

static inline unsigned
digit_at(const char *s)
{
	return (unsigned)(unsigned char)*s - '0';
}

bool
mia__time_fraction(struct mia_text t, size_t *at, unsigned *fraction)
{
	unsigned value = 0, digits = 0;
	size_t i = *at;
	for (; i < t.len && digit_at(t.ptr + i) <= 9; i++)
		if (digits < 7) {
			value = value * 10 + digit_at(t.ptr + i);
			digits++;
		}
	if (i == *at)
		return false;
	for (; digits < 7; digits++)
		value *= 10;
	*at = i;
	*fraction = value;
	return true;
}

/* Days since 1899-12-30, as a spreadsheet keeps a time. Of a short fraction
 * ("45000.39") nobody knows which second it was. */
static bool
parse_serial(struct mia_text t, mia_time *ret)
{
	int64_t days = 0, rest = 0, unit = 1;
	size_t at = 0, digits = 0;

	for (; at < 5; at++)
		days = days * 10 + digit_at(t.ptr + at);
	if (at < t.len && t.ptr[at] != '.' && t.ptr[at] != ',')
		return false;
	for (at++; at < t.len; at++, digits++) {
		if (digit_at(t.ptr + at) > 9)
			return false;
		if (digits < 12) {
			rest = rest * 10 + digit_at(t.ptr + at);
			unit *= 10;
		}
	}
	if (digits < 5 && rest * 4 % unit)
		return false;
	*ret = ((days - 25569) * SECONDS_A_DAY + (rest * SECONDS_A_DAY + unit / 2) / unit) * MIA_TIME_SECOND;
	return true;
}

/* Decimal digits that stand for a moment: seconds since 1970, or thousandths, ... of
 * one, or the days of a spreadsheet. Each has a range of its own from 2000 to 2100. */
bool
mia__time_counted(struct mia_text t, mia_time *ret)
{
	static const struct {
		int64_t least, most, units; /* how many make a second, or of ours one */
	} kinds[] = {
		{ 946684800, 4102444800, 1 },
		{ 946684800000, 4102444800000, 1000 },
		{ 946684800000000, 4102444800000000, 1000000 },
		{ 946684800000000000, 4102444800000000000, 1000000000 },
	};
	size_t at = 0, digits;
	unsigned fraction = 0;
	int64_t n;

	while (at < t.len && digit_at(t.ptr + at) <= 9)
		at++;
	if (at == 0 || t.len > 32)
		return false;
	if (at == 5 && digit_at(t.ptr) >= 3 && digit_at(t.ptr) < 8)
		return parse_serial(t, ret);
	digits = at;
	if (mia__number_parse(t, &n)) {
		/* "1.77348E+12" is how a spreadsheet shows it: no more than the hour. */
		for (size_t i = at; i < t.len; i++) {
			digits += digit_at(t.ptr + i) <= 9;
			if (t.ptr[i] == 'e' || t.ptr[i] == 'E')
				break;
		}
		if (at < 8 && digits < 8)
			return false;
	} else if (t.ptr[at] != '.' || !mia__number_parse((struct mia_text){ t.ptr, at }, &n) ||
		n >= kinds[0].most || (at++, !mia__time_fraction(t, &at, &fraction)) || at != t.len) {
		return false;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (n < kinds[i].least || n >= kinds[i].most)
			continue;
		*ret = kinds[i].units <= MIA_TIME_SECOND ? n * (MIA_TIME_SECOND / kinds[i].units) + fraction
							 : n / (kinds[i].units / MIA_TIME_SECOND);
		return true;
	}
	return false;
}
