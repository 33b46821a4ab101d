/* Whether a time as text says in which zone it is; and offsets from UTC. */
#include "base/text.h"
#include "base/time_text.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
mia__time_states_zone(struct mia_text t)
{
	size_t digits = 0;

	t = text_trim(t);
	if (t.len < 5)
		return false;
	if (text_starts(t, TEXT("/Date(")))
		return true;
	while (digits < t.len && is_digit(t.ptr[digits]))
		digits++;
	/* Seconds since 1970, or thousandths of one; with an exponent, too. */
	if (!memchr(t.ptr, ':', t.len))
		return digits >= 9 || memchr(t.ptr, 'E', t.len) || memchr(t.ptr, 'e', t.len);
	switch (t.ptr[t.len - 1]) {
	case 'Z':
	case 'z':
		return true;
	case 'C':
	case 'c':
	case 'T':
	case 't':
		return is_digit(t.ptr[0]); /* " UTC", " GMT" */
	}
	/* An offset behind the clock: a sign that no date stands in front of. */
	for (size_t i = t.len; i-- > 0 && t.len - i <= 6;)
		if (t.ptr[i] == '+' || (t.ptr[i] == '-' && memchr(t.ptr, ':', i)))
			return true;
	return false;
}

enum mia_status
mia_offset_parse(struct mia_text text, int *minutes_east)
{
	int minutes = 0;

	text = text_trim(text);
	if (text.len == 0 || !minutes_east ||
		(!text_equal_nocase(text, TEXT("UTC")) && !mia__time_offset(text, &minutes)) ||
		minutes < OFFSET_LEAST || minutes > OFFSET_MOST)
		return MIA_ERR_ARGUMENT;
	*minutes_east = minutes;
	return MIA_OK;
}
