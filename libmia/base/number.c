/* Numbers out of texts and into them, without the locale. */
#include "base/number.h"

bool
mia__number_parse(struct mia_text t, int64_t *ret)
{
	size_t i = 0;
	bool negative = t.len > 0 && t.ptr[0] == '-';
	if (t.len > 0 && (t.ptr[0] == '-' || t.ptr[0] == '+'))
		i++;
	size_t first = i;
	/* Counted downwards: the most negative number has no positive twin. */
	int64_t n = 0;
	for (; i < t.len && t.ptr[i] >= '0' && t.ptr[i] <= '9'; i++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, t.ptr[i] - '0', &n))
			return false;
	if (i == first)
		return false;
	if (i < t.len) {
		if (t.ptr[i] != '.' || i + 1 == t.len)
			return false;
		for (i++; i < t.len; i++)
			if (t.ptr[i] != '0')
				return false;
	}
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
