#include "record/json_page.h"

#include "base/text.h"

/* Members before the array are few and short: Graph's @odata.context. */
enum { PAGE_HEAD = 65536 };

/* Microsoft Graph {"value":[...]}; Elastic pipeline tests {"events":[...]};
 * search results {"hits":{"hits":[...]}}; others that wrap records so. */
static const char *const page_keys[] = { "value", "events", "records", "Records", "results", "hits", "data" };
/* A record says one of these; then it is no page. */
static const char *const record_keys[] = { "Operation", "operation", "CreationTime", "AuditData", "auditData",
	"RecordType", "Id", "RawEventData" };

static bool
one_of(struct mia_text key, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(key, text_of(keys[i])))
			return true;
	return false;
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
		if (one_of(key, record_keys, sizeof(record_keys) / sizeof(*record_keys)))
			return 0;
		if (p[i] == '{' && text_equal(key, TEXT("hits")) && *objects == 1) {
			++*objects;
			i++;
			continue;
		}
		if (p[i] == '[') {
			if (!one_of(key, page_keys, sizeof(page_keys) / sizeof(*page_keys)))
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
