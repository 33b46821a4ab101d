/* What the first bytes of JSON tell: is it JSON; is an object a record, or the page around an array of them? */
#include "record/json_page.h"

#include <string.h>

#include "base/text.h"
#include "record/holders.h"
#include "record/sniff.h"

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

static bool
looks_like_json(struct mia_text head)
{
	struct mia_text t = text_trim(head), line;
	const char *lf, *brace;

	if (t.len && (*t.ptr == '{' || *t.ptr == '['))
		return true;
	lf = memchr(t.ptr, '\n', t.len);
	line = (struct mia_text){ t.ptr, lf ? (size_t)(lf - t.ptr) : t.len };
	if (line.len > 1 && line.ptr[0] == '"' && text_starts(line, TEXT("\"{\\\"")))
		return true;
	/* A collector's prefix before the first brace. */
	brace = memchr(line.ptr, '{', line.len);
	if (!brace)
		return false;
	line = text_trim((struct mia_text){ brace + 1, line.len - (size_t)(brace + 1 - line.ptr) });
	return line.len > 1 && *line.ptr == '"' && mia__text_find(line, TEXT("\":")) > 0;
}

enum framing_bid
mia__json_bid(struct mia_text head, bool tables, const struct mia_allocator *a, struct sniffed *ret)
{
	(void)tables;
	(void)a;
	if (!looks_like_json(head))
		return BID_NONE;
	ret->container = MIA_CONTAINER_JSON;
	return BID_LIKELY;
}
