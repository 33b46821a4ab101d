/* The list of the formats, and what an id must be to stand in a query. */
#include "format/formats.h"

#include "base/utf8.h"
#include "format/safe.h"

#define FORMAT_LISTED(value, name) [MIA_FORMAT_##value] = &mia__format_##name,
static const struct format *const formats[] = { FORMATS(FORMAT_LISTED) };

const struct format *
mia__format_of(enum mia_format format)
{
	return (size_t)format < sizeof(formats) / sizeof(*formats) ? formats[format] : NULL;
}

int
mia_format_suits(enum mia_format format, enum mia_report_kind report)
{
	const struct format *known = mia__format_of(format);

	return known && (unsigned)report < MIA_REPORT_COUNT && (known->reports >> report & 1);
}

const char *
mia_format_name(enum mia_format format)
{
	const struct format *known = mia__format_of(format);

	return known ? known->name : "";
}

#define ID_MOST 998 /* RFC 5322, 2.1.1 */

bool
mia__id_is_plain(struct mia_text id)
{
	uint32_t code_point;

	if (id.len == 0 || id.len > ID_MOST)
		return false;
	for (size_t i = 0, n; i < id.len; i += n) {
		n = mia__utf8_decode(id.ptr + i, id.len - i, &code_point);
		if (n == 0 || code_point == ' ' || mia__safe_is_blank(code_point) ||
			mia__safe_is_hidden(code_point))
			return false;
	}
	return true;
}
