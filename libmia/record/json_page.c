/* What the first bytes of JSON tell: is it JSON; is an object a record, or the page around an array of them? */
#include "record/json_page.h"

#include <string.h>

#include "base/text.h"
#include "record/csv.h"
#include "record/holders.h"
#include "record/json_shape.h"
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

/* The way over the members of an object that may be a page. */
struct open {
	const char *p;
	size_t len, i;
	bool skipped; /* a member that is an object or array, so that the page must show itself */
	struct json_page *page;
};
enum step { GO_ON, IS_PAGE, IS_NONE, CANNOT_TELL };

static bool
one_of(struct mia_text key, const char *const *names)
{
	for (; *names; names++)
		if (text_equal_nocase(key, text_of(*names)))
			return true;
	return false;
}

static void
blanks(struct open *o)
{
	while (o->i < o->len &&
		(o->p[o->i] == ' ' || o->p[o->i] == '\t' || o->p[o->i] == '\r' || o->p[o->i] == '\n'))
		o->i++;
}

static enum step
skip(struct open *o)
{
	ptrdiff_t n = mia__json_walk(o->p + o->i, o->len - o->i, NULL);

	if (n <= 0)
		return n ? CANNOT_TELL : IS_NONE;
	o->i += (size_t)n;
	return GO_ON;
}

/* At an opening quote. */
static enum step
string(struct open *o, struct mia_text *ret)
{
	size_t start = o->i;
	enum step step = skip(o);

	if (step == GO_ON)
		*ret = (struct mia_text){ o->p + start + 1, o->i - start - 2 };
	return step;
}

static enum step
open_array(struct open *o, size_t inside)
{
	o->page->inside = inside;
	return IS_PAGE;
}

/* Not well formed: a page all the same if a whole record stands in it, which may be behind what is in memory. */
static enum step
damaged_array(struct open *o, size_t inside)
{
	struct json_search search = { o->p, inside, o->len, o->len, 0, true };
	uint64_t work = 0;

	return mia__json_find_record(&search, &work) < o->len ? open_array(o, inside) : CANNOT_TELL;
}

/* At the '[' of a member: the records, rows or tables of this page? */
static enum step
array(struct open *o, struct mia_text key)
{
	static const char *const tables[] = { "tables", NULL }, *const rows[] = { "rows", NULL },
				 *const columns[] = { "columns", "schema", "fields", NULL };
	bool holds = mia__holder_find(key, HOLDS_PAGE, 0) != HOLDER_NONE;
	size_t start = o->i, inside = ++o->i;
	struct json_shape shape;
	ptrdiff_t n;
	enum step step;

	blanks(o);
	if (o->i >= o->len)
		return CANNOT_TELL;
	if (o->p[o->i] == '{' && one_of(key, tables)) {
		o->page->of_tables = true;
		return open_array(o, inside);
	}
	if ((o->p[o->i] == '[' || o->p[o->i] == ']') && (holds || one_of(key, rows)) &&
		(o->page->columns.ptr || one_of(key, rows))) {
		o->page->of_rows = true;
		return open_array(o, inside);
	}
	if (holds && !o->skipped && o->p[o->i] == '{')
		return open_array(o, inside);
	if (o->p[o->i] == '{') {
		n = mia__json_walk(o->p + o->i, o->len - o->i, &shape);
		if (shape.record)
			return open_array(o, inside);
		if (n < 0)
			return CANNOT_TELL;
	}
	/* An export without hits: the last word if nothing else shows itself. */
	if (holds && o->p[o->i] == ']' && !o->page->inside)
		o->page->inside = inside;
	/* What stands behind it may be a record all the same. */
	o->skipped |= o->p[o->i] != ']';
	o->i = start;
	step = skip(o);
	if (step == IS_NONE && holds)
		return damaged_array(o, inside);
	if (step == GO_ON && one_of(key, columns))
		o->page->columns = (struct mia_text){ o->p + start, o->i - start };
	return step;
}

/* At the '{' of a member. */
static enum step
object(struct open *o, struct mia_text key)
{
	if (o->page->objects == 1 && mia__holder_find(key, HOLDS_PAGE, HOLDER_TWICE)) {
		o->page->objects++;
		o->i++;
		return GO_ON;
	}
	/* With AppAccessContext most records begin: no need to walk over it in each. */
	if (text_equal(key, TEXT("AppAccessContext")) || mia__json_record_key(key) ||
		mia__holder_find(key, HOLDS_PAGE, 0))
		return IS_NONE;
	o->skipped = true;
	return skip(o);
}

/* At a member's value that is no object and no array. */
static enum step
plain(struct open *o, struct mia_text key)
{
	static const char *const frame[] = { "FrameType", NULL }, *const kind[] = { "TableKind", NULL };
	/* Kusto's frames without rows, and its tables that tell of the query. Any other word may be a
	 * damaged one, so it is none of these. */
	static const char *const frames[] = { "DataSetHeader", "DataSetCompletion", "TableHeader",
		"TableProgress", "TableCompletion", NULL };
	static const char *const kinds[] = { "QueryProperties", "QueryCompletionInformation", "QueryTraceLog",
		"QueryPerfLog", "QueryPlan", "TableOfContents", NULL };
	struct mia_text value;
	enum step step;

	if (o->p[o->i] != '"') {
		while (o->i < o->len && o->p[o->i] != ',' && o->p[o->i] != '}' && o->p[o->i] != '\n')
			o->i++;
		return GO_ON;
	}
	step = string(o, &value);
	if (step == GO_ON && one_of(key, frame) && one_of(value, frames))
		o->page->beside = true;
	if (step == GO_ON && one_of(key, kind) && one_of(value, kinds)) {
		o->page->beside = true;
		return IS_NONE;
	}
	return step;
}

/* The next member; at the end of the object there is none. */
static enum step
member(struct open *o)
{
	struct mia_text key;
	enum step step;

	blanks(o);
	if (o->i >= o->len)
		return CANNOT_TELL;
	if (o->p[o->i] != '"')
		return IS_NONE;
	step = string(o, &key);
	if (step != GO_ON)
		return step;
	blanks(o);
	if (o->i < o->len && o->p[o->i] == ':')
		o->i++;
	blanks(o);
	if (o->i >= o->len)
		return CANNOT_TELL;
	if (tells_a_record(key))
		return IS_NONE;
	if (o->p[o->i] == '[')
		step = array(o, key);
	else
		step = o->p[o->i] == '{' ? object(o, key) : plain(o, key);
	if (step != GO_ON || o->p[o->i - 1] == '{')
		return step;
	blanks(o);
	if (o->i >= o->len)
		return CANNOT_TELL;
	if (o->p[o->i] == '}' && o->page->inside)
		return IS_PAGE;
	return o->p[o->i++] == ',' ? GO_ON : IS_NONE;
}

bool
mia__json_page_open(const char *p, size_t len, bool at_end, struct json_page *ret)
{
	struct open o = { .p = p, .len = len > PAGE_HEAD ? PAGE_HEAD : len, .i = 1, .page = ret };
	enum step step = GO_ON;

	*ret = (struct json_page){ .objects = 1 };
	while (step == GO_ON)
		step = member(&o);
	if (step == CANNOT_TELL && !at_end && len < PAGE_HEAD)
		return false;
	if (step != IS_PAGE)
		ret->inside = 0;
	return true;
}

bool
mia__json_tells_of_query(const struct csv_header *h)
{
	bool severity = false, ordinal = false;

	for (size_t i = 0; h && i < h->column_count; i++) {
		severity |= text_equal(h->columns[i], TEXT("SeverityName"));
		ordinal |= text_equal(h->columns[i], TEXT("Ordinal"));
		if ((severity && text_equal(h->columns[i], TEXT("StatusCode"))) ||
			(ordinal && text_equal(h->columns[i], TEXT("PrettyName"))))
			return true;
	}
	return h && h->column_count == 1 && text_equal(h->columns[0], TEXT("Value"));
}

/* Tables of so many layouts no answer has. In more, rows are elements and no records, and rejected. */
enum { TABLES_MOST = 256 };

bool
mia__json_know_columns(struct framer *f, struct mia_text columns)
{
	struct csv_header *h = mia__json_columns(&f->a, columns, f->tables, &f->failed);

	for (const struct csv_header *known = h ? f->headers : NULL; known; known = known->next)
		if (text_equal(known->raw, h->raw)) {
			mia__csv_header_free(h);
			f->of.json.table = known;
			return true;
		}
	if (h && f->header_count == TABLES_MOST) {
		mia__csv_header_free(h);
		f->of.json.table = NULL;
		return true;
	}
	if (h) {
		mia__frame_header(f, h);
		f->of.json.table = h;
	}
	return !f->failed;
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
