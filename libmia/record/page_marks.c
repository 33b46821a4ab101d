/* Members around records that say whether there is more: searched for by their names, at any depth. */
#include "record/page_marks.h"

#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "record/csv.h"

static size_t
behind_blanks(struct mia_text t, size_t i)
{
	while (i < t.len && (t.ptr[i] == ' ' || t.ptr[i] == '\t' || t.ptr[i] == '\r' || t.ptr[i] == '\n'))
		i++;
	return i;
}

/* The next string from *i on; *i goes behind it. false: there is none, or it does not end. */
static bool
next_string(struct mia_text t, size_t *i, struct mia_text *ret)
{
	const char *quote = *i < t.len ? memchr(t.ptr + *i, '"', t.len - *i) : NULL;
	size_t start, p;

	if (!quote)
		return false;
	start = p = (size_t)(quote - t.ptr) + 1;
	while (p < t.len && t.ptr[p] != '"')
		p += t.ptr[p] == '\\' ? 2 : 1;
	if (p >= t.len)
		return false;
	*ret = (struct mia_text){ t.ptr + start, p - start };
	*i = p + 1;
	return true;
}

static bool
ends_with(struct mia_text t, struct mia_text end)
{
	return t.len >= end.len &&
		text_equal_nocase((struct mia_text){ t.ptr + (t.len - end.len), end.len }, end);
}

static void
take(struct page_marks *m, struct mia_text key, struct mia_text value)
{
	static const char *const more[] = { "hasNext", "hasMore" };
	/* Graph's auditLogQuery and its search; Kusto's completion; Splunk; Elasticsearch. */
	static const char *const cut[] = { "isRecordCountLimitExceeded", "moreRecordsAvailable", "HasErrors",
		"Cancelled", "preview", "timed_out", "terminated_early" };
	bool yes = text_equal_nocase(value, TEXT("true")) || text_equal(value, TEXT("1"));

	if (ends_with(key, TEXT("nextLink")))
		m->goes_on |= value.len && !text_equal_nocase(value, TEXT("null"));
	else if (ends_with(key, TEXT("odata.context")))
		m->context = mia__hash_content(1, value);
	else if (TEXT_IS_ONE_OF_NOCASE(key, more))
		m->goes_on |= yes;
	else if (TEXT_IS_ONE_OF_NOCASE(key, cut))
		m->cut |= yes;
	else if (text_equal_nocase(key, TEXT("code")))
		m->cut |= text_equal_nocase(value, TEXT("PartialError"));
}

/* Whether the key is that of what a record is about, however it was flattened. */
static bool
is_operation(struct mia_text key)
{
	static const char *const names[] = { "Operation", "Operations", "ActionType" };

	return TEXT_IS_ONE_OF_NOCASE(mia__csv_bare_name(key), names);
}

bool
mia__page_look(struct page_marks *m, struct mia_text text)
{
	/* A record that stands in a string has its quotes escaped. */
	bool record = mia__text_find_nocase(text, TEXT("\"Operation\\\"")) >= 0;
	struct mia_text key, value;
	size_t i = 0, p;

	while (next_string(text, &i, &key)) {
		p = behind_blanks(text, i);
		if (p >= text.len || text.ptr[p] != ':')
			continue;
		p = behind_blanks(text, p + 1);
		if (p < text.len && text.ptr[p] == '"') {
			if (!next_string(text, &p, &value))
				return record || is_operation(key);
			i = p;
		} else {
			i = p;
			while (p < text.len && !strchr(",}] \t\r\n\"", text.ptr[p]))
				p++;
			value = (struct mia_text){ text.ptr + i, p - i };
		}
		take(m, key, text_trim(value));
		record |= is_operation(key);
	}
	return record;
}

bool
mia__page_begin(struct page_marks *m, struct mia_text head)
{
	m->goes_on = false;
	m->context = 0;
	return mia__page_look(m, head);
}

bool
mia__page_end(struct page_marks *m, const struct mia_allocator *a, bool may_end)
{
	struct page_chain *last = m->count ? &m->chains[m->count - 1] : NULL;

	if (!m->goes_on && !may_end)
		return true;
	if (!last || last->context != m->context) {
		if (!mia__grow(a, &m->chains, &m->cap, m->count + 1, sizeof(*m->chains)))
			return false;
		last = &m->chains[m->count++];
		*last = (struct page_chain){ .context = m->context };
	}
	*(m->goes_on ? &last->go_on : &last->end) += 1;
	m->goes_on = false;
	m->context = 0;
	return true;
}

bool
mia__json_names_operation(struct mia_text text)
{
	struct page_marks m = { .count = 0 };

	return mia__page_look(&m, text);
}

bool
mia__says_cut(struct mia_text text)
{
	struct page_marks m = { .count = 0 };

	mia__page_look(&m, text);
	return m.cut;
}
