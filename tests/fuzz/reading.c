/*
 * Readers of JSON (RFC 8259) and of CSV (RFC 4180) of the tests' own, which
 * forgive nothing: what they cannot read, other programs may read otherwise.
 */
#include "fuzz.h"

struct reading {
	const char *at, *end;
	struct fuzz_json *json;
	unsigned depth;
};

static bool value(struct reading *r, struct mia_text key);

static void
blanks(struct reading *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

static bool
take(struct reading *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static struct fuzz_value *
add(struct reading *r, char kind, struct mia_text key)
{
	struct fuzz_json *j = r->json;

	if (j->count == j->cap) {
		j->cap = j->cap * 2 + 256;
		j->values = realloc(j->values, j->cap * sizeof(*j->values));
		MUST(j->values != NULL);
	}
	j->values[j->count] = (struct fuzz_value){ .kind = kind, .key = key, .next = j->count + 1 };
	return &j->values[j->count++];
}

static bool
hex4(struct reading *r, uint32_t *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		if (r->at == r->end)
			return false;
		char c = *r->at;
		if (c >= '0' && c <= '9')
			*ret = *ret * 16 + (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			*ret = *ret * 16 + (uint32_t)((c | 32) - 'a' + 10);
		else
			return false;
	}
	return true;
}

static void
put_code_point(char **to, uint32_t c)
{
	char *p = *to;

	if (c < 0x80) {
		*p++ = (char)c;
	} else if (c < 0x800) {
		*p++ = (char)(0xc0 | c >> 6);
		*p++ = (char)(0x80 | (c & 63));
	} else if (c < 0x10000) {
		*p++ = (char)(0xe0 | c >> 12);
		*p++ = (char)(0x80 | (c >> 6 & 63));
		*p++ = (char)(0x80 | (c & 63));
	} else {
		*p++ = (char)(0xf0 | c >> 18);
		*p++ = (char)(0x80 | (c >> 12 & 63));
		*p++ = (char)(0x80 | (c >> 6 & 63));
		*p++ = (char)(0x80 | (c & 63));
	}
	*to = p;
}

static bool
escape(struct reading *r, char **to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	uint32_t high, low;

	if (r->at == r->end)
		return false;
	char c = *r->at++;
	if (c != 'u') {
		const char *name = c ? strchr(names, c) : NULL;
		if (!name)
			return false;
		*(*to)++ = values[name - names];
		return true;
	}
	if (!hex4(r, &high) || (high >= 0xdc00 && high < 0xe000))
		return false;
	if (high >= 0xd800 && high < 0xdc00) {
		if (!take(r, '\\') || !take(r, 'u') || !hex4(r, &low) || low < 0xdc00 || low >= 0xe000)
			return false;
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	}
	put_code_point(to, high);
	return true;
}

/* A text is never longer decoded, so all of them have room in as many bytes as the document. */
static bool
string(struct reading *r, struct mia_text *ret)
{
	char *start = r->json->texts.ptr + r->json->texts.len, *to = start;

	if (!take(r, '"'))
		return false;
	while (r->at < r->end && *r->at != '"') {
		if ((unsigned char)*r->at < 0x20)
			return false;
		if (*r->at != '\\')
			*to++ = *r->at++;
		else if (r->at++, !escape(r, &to))
			return false;
	}
	*ret = (struct mia_text){ start, (size_t)(to - start) };
	r->json->texts.len += ret->len;
	return take(r, '"');
}

static size_t
digits(struct reading *r)
{
	size_t n = 0;

	for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; n++)
		r->at++;
	return n;
}

static bool
number(struct reading *r, struct mia_text key)
{
	const char *start = r->at;
	bool zero;

	take(r, '-');
	zero = r->at < r->end && *r->at == '0';
	size_t n = digits(r);
	if (n == 0 || (zero && n > 1))
		return false;
	if (take(r, '.') && digits(r) == 0)
		return false;
	if (take(r, 'e') || take(r, 'E')) {
		if (!take(r, '+'))
			take(r, '-');
		if (digits(r) == 0)
			return false;
	}
	add(r, '#', key)->text = (struct mia_text){ start, (size_t)(r->at - start) };
	return true;
}

static bool
inside(struct reading *r, struct mia_text outer_key, bool object)
{
	size_t self = r->json->count, count = 0;
	char close = object ? '}' : ']';

	add(r, *r->at++, outer_key);
	blanks(r);
	if (!take(r, close)) {
		do {
			struct mia_text key = { 0 };
			blanks(r);
			if (object && (!string(r, &key) || (blanks(r), !take(r, ':'))))
				return false;
			if (!value(r, key))
				return false;
			count++;
		} while (take(r, ','));
		if (!take(r, close))
			return false;
	}
	r->json->values[self].count = count;
	r->json->values[self].next = r->json->count;
	return true;
}

static bool
word(struct reading *r, struct mia_text key, const char *name)
{
	size_t len = strlen(name);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, name, len) != 0)
		return false;
	r->at += len;
	add(r, *name, key);
	return true;
}

static bool
value(struct reading *r, struct mia_text key)
{
	bool good;

	blanks(r);
	if (r->at == r->end || r->depth == 64)
		return false;
	r->depth++;
	switch (*r->at) {
	case '{':
	case '[':
		good = inside(r, key, *r->at == '{');
		break;
	case '"': {
		struct mia_text text;
		good = string(r, &text);
		if (good)
			add(r, '"', key)->text = text;
		break;
	}
	case 't':
		good = word(r, key, "true");
		break;
	case 'f':
		good = word(r, key, "false");
		break;
	case 'n':
		good = word(r, key, "null");
		break;
	default:
		good = number(r, key);
	}
	r->depth--;
	blanks(r);
	return good;
}

bool
fuzz_json_read(struct fuzz_json *json, struct mia_text text)
{
	struct reading r = { .at = text.ptr, .end = text.ptr + text.len, .json = json };

	json->count = 0;
	json->texts.len = 0;
	fuzz_write(&json->texts, text.ptr, text.len); /* room */
	json->texts.len = 0;
	return value(&r, (struct mia_text){ 0 }) && r.at == r.end;
}

/* ---- CSV ---- */

/* One cell from *at on, decoded into the room of its csv; false: not as RFC 4180 has it. */
static bool
cell(struct fuzz_csv *csv, const char **at, const char *end)
{
	char *start = csv->texts.ptr + csv->texts.len, *to = start;
	const char *p = *at;

	if (p < end && *p == '"') {
		for (p++;; *to++ = *p++) {
			if (p == end)
				return false;
			if (*p == '"' && ++p < end && *p != '"')
				break;
			if (p == end)
				return false;
		}
	} else {
		for (; p < end && *p != ',' && *p != '\n' && *p != '\r'; *to++ = *p++)
			if (*p == '"')
				return false;
		if (to > start && (*start == ' ' || *start == '\t' || to[-1] == ' ' || to[-1] == '\t'))
			return false;
	}
	if (csv->count == csv->cap) {
		csv->cap = csv->cap * 2 + 256;
		csv->cells = realloc(csv->cells, csv->cap * sizeof(*csv->cells));
		MUST(csv->cells != NULL);
	}
	csv->cells[csv->count++] = (struct mia_text){ start, (size_t)(to - start) };
	csv->texts.len += (size_t)(to - start);
	*at = p;
	return true;
}

bool
fuzz_csv_read(struct fuzz_csv *csv, struct mia_text text, bool excel)
{
	const char *at = text.ptr, *end = text.ptr + text.len;
	size_t begun = 0;

	csv->count = csv->columns = csv->rows = csv->texts.len = 0;
	fuzz_write(&csv->texts, text.ptr, text.len);
	csv->texts.len = 0;
	if (excel) {
		if (text.len < 3 || memcmp(at, "\xef\xbb\xbf", 3) != 0)
			return false;
		at += 3;
	}
	while (at < end) {
		if (!cell(csv, &at, end) || at == end)
			return false;
		if (*at == ',') {
			at++;
			continue;
		}
		if (excel && (*at++ != '\r' || at == end))
			return false;
		if (*at++ != '\n')
			return false;
		if (csv->rows++ == 0)
			csv->columns = csv->count;
		else if (csv->count - begun != csv->columns)
			return false;
		begun = csv->count;
	}
	return begun == csv->count;
}
