/* Is an object the page around an array of records, or a record? Its first members tell. */
#include "record/json_page.h"

#include "base/text.h"
#include "record/holders.h"

/* Members before the array are few and short: Graph's @odata.context. */
enum { PAGE_HEAD = 65536 };

/* A record says one of these, or holds one; then it is no page. */
static bool
tells_a_record(struct mia_text key)
{
	static const char *const fields[] = { "Operation", "operation", "CreationTime", "RecordType", "Id" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (text_equal(key, text_of(fields[i])))
			return true;
	return mia__holder_find(key, HOLDS_RECORD, HOLDER_NO_PAGE) != HOLDER_NONE;
}

static void
blanks(const char *p, size_t len, size_t *i)
{
	while (*i < len && (p[*i] == ' ' || p[*i] == '\t' || p[*i] == '\r' || p[*i] == '\n'))
		++*i;
}

/* At an opening quote; false: the string does not end here. */
static bool
string(const char *p, size_t len, size_t *i, struct mia_text *ret)
{
	size_t start = ++*i;

	for (; *i < len; ++*i) {
		if (p[*i] == '\\')
			++*i;
		else if (p[*i] == '"') {
			*ret = (struct mia_text){ p + start, *i - start };
			++*i;
			return true;
		}
	}
	return false;
}

ptrdiff_t
mia__json_page_open(const char *p, size_t len, bool at_end, unsigned *objects)
{
	ptrdiff_t unknown = at_end || len >= PAGE_HEAD ? 0 : -1;
	size_t i = 1;

	*objects = 1;
	if (len > PAGE_HEAD)
		len = PAGE_HEAD;
	for (;;) {
		struct mia_text key, value;
		blanks(p, len, &i);
		if (i >= len)
			return unknown;
		if (p[i] != '"')
			return 0;
		if (!string(p, len, &i, &key))
			return unknown;
		blanks(p, len, &i);
		if (i < len && p[i] == ':')
			i++;
		blanks(p, len, &i);
		if (i >= len)
			return unknown;
		if (tells_a_record(key))
			return 0;
		if (p[i] == '{' && *objects == 1 && mia__holder_find(key, HOLDS_PAGE, HOLDER_TWICE)) {
			++*objects;
			i++;
			continue;
		}
		if (p[i] == '[') {
			if (!mia__holder_find(key, HOLDS_PAGE, 0))
				return 0;
			size_t inside = ++i;
			blanks(p, len, &i);
			if (i >= len)
				return unknown;
			return p[i] == '{' || p[i] == ']' ? (ptrdiff_t)inside : 0;
		}
		if (p[i] == '{')
			return 0;
		if (p[i] == '"') {
			if (!string(p, len, &i, &value))
				return unknown;
		} else {
			while (i < len && p[i] != ',' && p[i] != '}')
				i++;
		}
		blanks(p, len, &i);
		if (i >= len)
			return unknown;
		if (p[i] != ',')
			return 0;
		i++;
	}
}
