/*
 * The fast path over a record. Most members of most records are plain and not
 * needed; yajl's cost is by the token. So this reads the strict grammar of
 * JSON itself, takes the plain values where they stand (in a CSV cell with its
 * quotes still doubled), leaves strings with escapes to yajl, and gives up
 * wherever anything is odd: a key twice, an escaped key, a surrogate, text
 * where structure should be, depth, any fault of grammar. Then yajl parses the
 * record as a whole and is the judge. The tests hold the two against each
 * other: what is taken here must be the same event there.
 */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/text.h"
#include "base/utf8.h"
#include "event/parse.h"

struct skim {
	struct decoder *d;
	const char *p, *end;
	unsigned quote;
};

/* The next byte that matters in a string: a quote, a backslash, a control. */
static const char *
next_special(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'),
		      control = _mm_set1_epi8(0x1f);
	for (; p < end; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i m = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)),
			_mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		int mask = _mm_movemask_epi8(m);
		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
	return end;
#else
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
#endif
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool
at_quote(const struct skim *s)
{
	return s->p < s->end && s->p[0] == '"' && (s->quote == 1 || s->p[1] == '"');
}

/* A string from its opening quote; *escaped if it holds escapes. */
static bool
string(struct skim *s, struct mia_text *ret, bool *escaped)
{
	const char *start;

	*escaped = false;
	s->p += s->quote;
	start = s->p;
	for (;;) {
		s->p = next_special(s->p, s->end);
		if (s->p >= s->end)
			return false;
		if (*s->p == '"') {
			if (!at_quote(s))
				return false;
			*ret = (struct mia_text){ start, (size_t)(s->p - start) };
			s->p += s->quote;
			return true;
		}
		if (*s->p != '\\' || s->end - s->p < 7)
			return false;
		*escaped = true;
		switch (s->p[1]) {
		case '\\':
		case '/':
		case 'b':
		case 'f':
		case 'n':
		case 'r':
		case 't':
			s->p += 2;
			break;
		case '"':
			s->p++;
			if (!at_quote(s))
				return false;
			s->p += s->quote;
			break;
		case 'u':
			/* Surrogates are for the slow path, which makes them visible. */
			if (!is_hex(s->p[2]) || !is_hex(s->p[3]) || !is_hex(s->p[4]) || !is_hex(s->p[5]) ||
				((s->p[2] | 32) == 'd' && s->p[3] >= '8'))
				return false;
			s->p += 6;
			break;
		default:
			return false;
		}
	}
}

static void
blanks(struct skim *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
		s->p++;
}

static bool
word(struct skim *s, const char *text, size_t len)
{
	if ((size_t)(s->end - s->p) < len || memcmp(s->p, text, len) != 0)
		return false;
	s->p += len;
	return true;
}

static bool
digits(struct skim *s)
{
	const char *start = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > start;
}

static bool
number(struct skim *s, struct mia_text *ret)
{
	const char *start = s->p;

	if (*s->p == '-')
		s->p++;
	if (s->p < s->end && *s->p == '0')
		s->p++;
	else if (!digits(s))
		return false;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (!digits(s))
			return false;
	}
	*ret = (struct mia_text){ start, (size_t)(s->p - start) };
	/* A digit after a zero, an exponent: seldom enough for the slow path. */
	return s->p < s->end && *s->p != 'e' && *s->p != 'E' && !(*s->p >= '0' && *s->p <= '9');
}

/* What \uXXXX at p stands for; it is no surrogate. */
static uint32_t
code_point_of(const char *p)
{
	uint32_t code = 0;

	for (int i = 2; i < 6; i++)
		code = code << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	return code;
}

/* A string with its escapes decoded: folder paths, above all. It may not wait for what
 * follows: of values that stand twice the first counts. false: no memory (d->no_memory). */
static bool
unescape(struct skim *s, struct mia_text raw, struct mia_text *ret)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *p = raw.ptr, *end = p + raw.len, *q;
	char *out = mia__arena_take(&s->d->arena, raw.len), *o = out;

	if (!out) {
		s->d->no_memory = true;
		return false;
	}
	while ((q = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		const char *letter = strchr(letters, q[1]);
		memcpy(o, p, (size_t)(q - p));
		o += q - p;
		if (q[1] == 'u') {
			o += mia__utf8_encode(code_point_of(q), o);
			p = q + 6;
			continue;
		}
		if (!letter || !*letter)
			return false;
		*o++ = meanings[letter - letters];
		p = q + 1 + (*letter == '"' ? s->quote : 1);
	}
	memcpy(o, p, (size_t)(end - p));
	*ret = (struct mia_text){ out, (size_t)(o - out) + (size_t)(end - p) };
	return true;
}

/* Leaves the string to yajl: its text as JSON, and where it belongs. */
static bool
leave(struct skim *s, const struct level *l, struct mia_text raw)
{
	struct decoder *d = s->d;

	if (d->later_count == d->later_cap &&
		!mia__grow(&d->a, &d->later, &d->later_cap, d->later_count + 1, sizeof(*d->later))) {
		d->no_memory = true;
		return false;
	}
	d->later[d->later_count++].level = *l;
	mia__buf_byte(&d->escaped, d->later_count == 1 ? '[' : ',');
	mia__buf_byte(&d->escaped, '"');
	if (s->quote == 1)
		mia__buf_text(&d->escaped, raw);
	else if (mia__buf_reserve(&d->escaped, raw.len))
		d->escaped.len += mia__csv_undouble(raw, d->escaped.ptr + d->escaped.len);
	mia__buf_byte(&d->escaped, '"');
	d->no_memory |= d->escaped.failed;
	return !d->no_memory;
}

static bool object(struct skim *s, enum context context, unsigned char set, const struct level *above,
	unsigned depth);

static bool
array(struct skim *s, enum context context, const struct level *above, unsigned depth)
{
	struct level l = { .context = (unsigned char)context,
		.set = above->set,
		.array = true,
		.index = above->index };
	struct mia_text ignored;
	bool escaped;

	if (depth >= s->d->depth_limit)
		return false;
	s->p++;
	blanks(s);
	if (s->p < s->end && *s->p == ']') {
		s->p++;
		return true;
	}
	for (;;) {
		unsigned char set = l.set;
		if (s->p >= s->end)
			return false;
		if (*s->p == '{') {
			if (!object(s, mia__decode_object_context(&l, &set), set, &l, depth + 1))
				return false;
		} else if (*s->p == '[') {
			if (!array(s, CTX_SKIP, &l, depth + 1))
				return false;
		} else if (at_quote(s)) {
			if (!string(s, &ignored, &escaped))
				return false;
			/* Structure destroyed by a conversion stands here as text, but
			 * for names of properties that a client changed. */
			if (context != CTX_SKIP &&
				(context != CTX_MODIFIED || escaped || memchr(ignored.ptr, '@', ignored.len)))
				return false;
		} else if (!(word(s, "null", 4) || word(s, "true", 4) || word(s, "false", 5) ||
				   number(s, &ignored))) {
			return false;
		}
		blanks(s);
		if (s->p >= s->end || (*s->p != ',' && *s->p != ']'))
			return false;
		if (*s->p++ == ']')
			return true;
		blanks(s);
	}
}

static bool
is_pair(enum context context)
{
	return context == CTX_PROPERTY || context == CTX_DEVICE || context == CTX_PARAMETER ||
		context == CTX_CHANGE || context == CTX_TARGET;
}

/* The value of a member; l->slot says what it is. */
static bool
member(struct skim *s, struct level *l, unsigned depth)
{
	struct mia_text v;
	unsigned char set = l->set;
	bool escaped;

	if (s->p >= s->end)
		return false;
	if (at_quote(s)) {
		if (!string(s, &v, &escaped))
			return false;
		if (l->slot == SLOT_NONE || l->context == CTX_SKIP)
			return true;
		if (escaped && !unescape(s, v, &v))
			/* Half a property cannot wait for the other. */
			return !s->d->no_memory && !is_pair((enum context)l->context) && leave(s, l, v);
		mia__decode_member(s->d, l, v, true);
		return true;
	}
	switch (*s->p) {
	case '{': {
		enum context context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_object_context(l, &set);
		/* A record inside a record: which one counts is for the slow path. */
		if (context == CTX_OBJECT || context == CTX_EVENT || context == CTX_VALUES)
			return false;
		return object(s, context, set, l, depth + 1);
	}
	case '[': {
		enum context context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_array_context(l);
		return context != CTX_VALUES && array(s, context, l, depth + 1);
	}
	case 'n':
		return word(s, "null", 4);
	case 't':
		if (!word(s, "true", 4))
			return false;
		v = TEXT("True");
		break;
	case 'f':
		if (!word(s, "false", 5))
			return false;
		v = TEXT("False");
		break;
	default:
		if (!number(s, &v))
			return false;
	}
	if (l->slot != SLOT_NONE)
		mia__decode_member(s->d, l, v, false);
	return true;
}

static bool
object(struct skim *s, enum context context, unsigned char set, const struct level *above, unsigned depth)
{
	struct level l = { .context = (unsigned char)context, .set = set };

	if (depth > s->d->depth_limit || !mia__decode_begin(s->d, &l, above))
		return false;
	s->p++;
	blanks(s);
	if (s->p < s->end && *s->p == '}') {
		s->p++;
		return true;
	}
	for (;;) {
		struct mia_text key;
		bool escaped;
		if (!at_quote(s) || !string(s, &key, &escaped) || (escaped && context != CTX_SKIP))
			return false;
		if (context != CTX_SKIP && mia__decode_key(s->d, &l, key))
			return false;
		blanks(s);
		if (s->p >= s->end || *s->p++ != ':')
			return false;
		blanks(s);
		if (!member(s, &l, depth))
			return false;
		blanks(s);
		if (s->p >= s->end || (*s->p != ',' && *s->p != '}'))
			return false;
		if (*s->p++ == '}')
			break;
		blanks(s);
	}
	mia__decode_end(s->d, context);
	return !s->d->no_memory;
}

/* ---- what was left to yajl ---- */

struct deliver {
	struct decoder *d;
	size_t next;
};

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	struct deliver *v = ctx;
	struct mia_text copy;

	if (v->next >= v->d->later_count)
		return 0;
	copy = mia__arena_text(&v->d->arena, (struct mia_text){ (const char *)text, len });
	if (!copy.ptr) {
		v->d->no_memory = true;
		return 0;
	}
	mia__decode_member(v->d, &v->d->later[v->next++].level, copy, true);
	return 1;
}

static int
on_array(void *ctx)
{
	(void)ctx;
	return 1;
}

static bool
decode_left(struct decoder *d)
{
	static const struct json_events events = { .string = on_string,
		.start_array = on_array,
		.end_array = on_array };
	struct deliver v = { d, 0 };
	enum json_result r;

	if (d->later_count == 0)
		return true;
	mia__buf_byte(&d->escaped, ']');
	if (d->escaped.failed) {
		d->no_memory = true;
		return false;
	}
	r = mia__json_parse(&d->json, buf_view(&d->escaped), &events, &v);
	d->no_memory |= r == JSON_MEMORY;
	return r == JSON_OK && v.next == d->later_count;
}

bool
mia__decode_skim(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set, size_t *used)
{
	struct skim s = { d, text.ptr, text.ptr + text.len, quote };
	uint64_t flags = d->flags;
	bool no_memory;

	if (d->without_skim)
		return false;
	d->later_count = 0;
	buf_clear(&d->escaped);
	blanks(&s);
	if (s.p < s.end && *s.p == '{' && object(&s, CTX_OBJECT, (unsigned char)set, NULL, 1) &&
		decode_left(d)) {
		blanks(&s);
		*used = (size_t)(s.p - text.ptr);
		/* Behind a cell stand others; a bare record must be all there is. */
		if (quote == 2 || s.p == s.end)
			return true;
	}
	no_memory = d->no_memory;
	mia__decode_forget(d, set);
	d->no_memory = no_memory;
	d->flags = flags;
	return false;
}
