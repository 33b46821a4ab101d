/* Cells of an inventory by the names of their columns. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "event/identity.h"
#include "inventory/inventory.h"

static bool
counts(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
mia__inventory_name_is(struct mia_text column_name, const char *name)
{
	for (size_t i = 0; i < column_name.len; i++) {
		unsigned char c = ascii_lower((unsigned char)column_name.ptr[i]);
		if (counts(c) && c != (unsigned char)*name++)
			return false;
	}
	return *name == '\0';
}

bool
mia__inventory_has_column(const struct table_row *row, const char *const *names)
{
	for (; *names; names++)
		for (size_t i = 0; i < row->count; i++)
			if (mia__inventory_name_is(row->cells[i].name, *names))
				return true;
	return false;
}

struct mia_text
mia__inventory_column(const struct table_row *row, const char *const *names)
{
	for (; *names; names++)
		for (size_t i = row->count; i-- > 0;)
			if (mia__inventory_name_is(row->cells[i].name, *names)) {
				struct mia_text value = text_trim(row->cells[i].value);
				if (value.len)
					return value;
				break;
			}
	return TEXT_ABSENT;
}

mia_time
mia__inventory_time_column(struct taking *t, struct mia_text value)
{
	mia_time time, other;

	if (!value.ptr)
		return MIA_TIME_UNKNOWN;
	switch (mia__time_parse_any(value, &time, &other)) {
	case TIME_EXACT:
		return time;
	case TIME_AMBIGUOUS:
		t->inventory->sums.times_ambiguous++;
		break;
	case TIME_UNREADABLE:
		t->inventory->sums.times_unreadable++;
		break;
	}
	return MIA_TIME_UNKNOWN;
}

/* Digits with whatever a culture parts thousands by: comma, dot, apostrophe,
 * blank, no-break blank (also the narrow one). */
static int64_t
grouped_number(struct mia_text t)
{
	char digits[20];
	size_t n = 0;
	int64_t ret;

	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];
		if (c >= '0' && c <= '9') {
			if (n == sizeof(digits))
				return MIA_SIZE_UNKNOWN;
			digits[n++] = (char)c;
		} else if (n == 0 || !(c == ',' || c == '.' || c == '\'' || c == ' ' || c >= 0x80)) {
			break;
		}
	}
	return n && mia__number_parse((struct mia_text){ digits, n }, &ret) && ret >= 0 ? ret
											: MIA_SIZE_UNKNOWN;
}

int64_t
mia__inventory_size_column(struct mia_text value)
{
	const char *open = value.len ? memchr(value.ptr, '(', value.len) : NULL;
	int64_t ret;

	if (open)
		return grouped_number(
			(struct mia_text){ open + 1, value.len - (size_t)(open + 1 - value.ptr) });
	if (!value.len)
		return MIA_SIZE_UNKNOWN;
	if (mia__number_parse(value, &ret))
		return ret >= 0 ? ret : MIA_SIZE_UNKNOWN;
	/* "1.5 MB" alone is rounded; "1,294" and "1.294" are not told apart
	 * from decimals unless the groups have three digits. */
	for (size_t i = 0; i < value.len; i++) {
		bool digit = value.ptr[i] >= '0' && value.ptr[i] <= '9';
		bool group =
			(value.ptr[i] == ',' || value.ptr[i] == '.') && i > 0 && (value.len - i) % 4 == 0;
		if (!digit && !group)
			return MIA_SIZE_UNKNOWN;
	}
	return grouped_number(value);
}

struct mia_text
mia__inventory_message_id_column(struct taking *t, struct mia_text value)
{
	struct mia_text ret = TEXT_ABSENT;

	t->no_memory |= value.ptr && !mia__message_id_canonical(t->arena, value, &ret);
	return ret;
}
