/* Numbers out of texts and into them, without the locale. */
#include "base/number.h"

/* An exponent, "E8", "e+08": false where it is none, or absurd. */
static bool
read_exponent(struct mia_text t, int *ret)
{
	size_t i = 1;
	bool negative = i < t.len && t.ptr[i] == '-';
	int n = 0;

	if (i < t.len && (t.ptr[i] == '-' || t.ptr[i] == '+'))
		i++;
	if (i == t.len || t.len - i > 3)
		return false;
	for (; i < t.len; i++) {
		if (t.ptr[i] < '0' || t.ptr[i] > '9')
			return false;
		n = n * 10 + (t.ptr[i] - '0');
	}
	*ret = negative ? -n : n;
	return true;
}

/* The end of the digits from `i` on. */
static size_t
digits_end(struct mia_text t, size_t i)
{
	while (i < t.len && t.ptr[i] >= '0' && t.ptr[i] <= '9')
		i++;
	return i;
}

/* n, counted downwards, times ten to the scale, if that is whole. */
static bool
scaled(int64_t *n, int scale)
{
	for (; *n && scale > 0; scale--)
		if (__builtin_mul_overflow(*n, 10, n))
			return false;
	for (; *n && scale < 0; scale++) {
		if (*n % 10)
			return false;
		*n /= 10;
	}
	return true;
}

/* Digits and nothing else, too few to overflow: nearly all numbers. */
static bool
is_short(struct mia_text t, int64_t *ret)
{
	int64_t n = 0;

	if (t.len == 0 || t.len > 18)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] < '0' || t.ptr[i] > '9')
			return false;
		n = n * 10 + (t.ptr[i] - '0');
	}
	*ret = n;
	return true;
}

bool
mia__number_parse(struct mia_text t, int64_t *ret)
{
	bool negative = t.len > 0 && t.ptr[0] == '-';
	size_t first = t.len > 0 && (t.ptr[0] == '-' || t.ptr[0] == '+'), whole, end, last;
	int exponent = 0;
	/* Counted downwards: the most negative number has no positive twin. */
	int64_t n = 0;

	if (is_short(t, ret))
		return true;
	end = whole = digits_end(t, first);
	if (whole == first)
		return false;
	if (end < t.len && t.ptr[end] == '.') {
		end = digits_end(t, end + 1);
		if (end == whole + 1)
			return false;
	}
	if (end < t.len &&
		((t.ptr[end] != 'e' && t.ptr[end] != 'E') ||
			!read_exponent((struct mia_text){ t.ptr + end, t.len - end }, &exponent)))
		return false;
	for (last = end; last > whole && (t.ptr[last - 1] == '0' || t.ptr[last - 1] == '.'); last--)
		;
	for (size_t i = first; i < last; i++)
		if (t.ptr[i] != '.' &&
			(__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, t.ptr[i] - '0', &n)))
			return false;
	if (!scaled(&n, exponent - (last > whole ? (int)(last - whole - 1) : 0)))
		return false;
	if (!negative && __builtin_sub_overflow(0, n, &n))
		return false;
	*ret = n;
	return true;
}

size_t
mia__number_format(uint64_t n, char *out)
{
	char digits[20];
	size_t at = sizeof(digits);
	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	size_t len = sizeof(digits) - at;
	for (size_t i = 0; i < len; i++)
		out[i] = digits[at + i];
	return len;
}

struct mia_text
mia__number_grouped(uint64_t n, struct mia_text group, char room[static NUMBER_TEXT])
{
	char digits[20];
	size_t count = mia__number_format(n, digits), len = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < group.len && i && (count - i) % 3 == 0; k++)
			room[len++] = group.ptr[k];
		room[len++] = digits[i];
	}
	return (struct mia_text){ room, len };
}
