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
#include "base/text.h"
#include "event/skim_scan.h"

/* A string whose escapes are all of one letter, decoded here: folder paths,
 * above all. false: it has others, or (d->no_memory) no memory. */
static bool
unescape(const struct skim *s, struct mia_text raw, struct mia_text *ret)
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
		if (!letter || !*letter)
			return false;
		memcpy(o, p, (size_t)(q - p));
		o += q - p;
		*o++ = meanings[letter - letters];
		p = q + 1 + (*letter == '"' ? s->quote : 1);
	}
	memcpy(o, p, (size_t)(end - p));
	*ret = (struct mia_text){ out, (size_t)(o - out) + (size_t)(end - p) };
	return true;
}

/* Leaves the string to yajl: its text as JSON, and where it belongs. */
static bool
leave(const struct skim *s, const struct level *l, struct mia_text raw)
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

static bool
is_pair(enum context context)
{
	return context == CTX_PROPERTY || context == CTX_DEVICE || context == CTX_PARAMETER ||
		context == CTX_CHANGE || context == CTX_TARGET;
}

/* A string with escapes that is needed; half a property cannot wait for the other. */
static bool
take_escaped(const struct skim *s, const struct level *l, struct mia_text raw)
{
	struct mia_text v;

	if (!unescape(s, raw, &v))
		return !s->d->no_memory && !is_pair((enum context)l->context) && leave(s, l, raw);
	mia__decode_member(s->d, l, v, true);
	return true;
}

static const char *object(const struct skim *s, const char *p, enum context context, unsigned char set,
	const struct level *above, unsigned depth, unsigned within);
static const char *array(const struct skim *s, const char *p, enum context context, const struct level *above,
	unsigned depth, unsigned within);

/* An element of an array that is no string. */
static const char *
element(const struct skim *s, const char *p, struct level *l, unsigned depth, unsigned within)
{
	struct mia_text ignored;
	unsigned char set = l->set;
	enum context context;

	switch (*p) {
	case '{':
		context = mia__decode_object_context(l, &set);
		return object(s, p, context, set, l, depth + 1, within);
	case '[':
		return array(s, p, CTX_SKIP, l, depth + 1, within);
	case 'n':
		return word(s, p, "null", 4);
	case 't':
		return word(s, p, "true", 4);
	case 'f':
		return word(s, p, "false", 5);
	default:
		return number(s, p, &ignored);
	}
}

static const char *
array(const struct skim *s, const char *p, enum context context, const struct level *above, unsigned depth,
	unsigned within)
{
	struct level l = { .context = (unsigned char)context,
		.set = above->set,
		.array = true,
		.index = above->index };
	struct mia_text text;
	bool escaped;

	if (depth >= s->d->depth_limit)
		return NULL;
	p = blanks(s, p + 1);
	if (*p == ']')
		return p + 1;
	for (;;) {
		if (!at_quote(s, p)) {
			p = element(s, p, &l, depth, within);
		} else {
			p = string(s, p + s->quote, &text, &escaped);
			/* Structure destroyed by a conversion stands here as text, but
			 * for names of properties that a client changed. */
			if (context != CTX_SKIP && p &&
				(context != CTX_MODIFIED || escaped || memchr(text.ptr, '@', text.len)))
				return NULL;
		}
		if (!p)
			return NULL;
		p = blanks(s, p);
		if (p >= s->end || (*p != ',' && *p != ']'))
			return NULL;
		if (*p++ == ']')
			return p;
		p = blanks(s, p);
	}
}

/* The value of a member that is no string; l->slot says what it is. */
static const char *
member(const struct skim *s, const char *p, struct level *l, unsigned depth, unsigned key)
{
	unsigned char set = l->set;
	enum context context;
	struct mia_text v;

	switch (*p) {
	case '{':
		context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_object_context(l, &set);
		/* A record inside a record: which one counts is for the slow path. */
		if (context == CTX_OBJECT || context == CTX_EVENT || context == CTX_VALUES)
			return NULL;
		return object(s, p, context, set, l, depth + 1, key);
	case '[':
		context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_array_context(l);
		return context == CTX_VALUES ? NULL : array(s, p, context, l, depth + 1, key);
	case 'n':
		return word(s, p, "null", 4);
	case 't':
		p = word(s, p, "true", 4);
		v = TEXT("True");
		break;
	case 'f':
		p = word(s, p, "false", 5);
		v = TEXT("False");
		break;
	default:
		p = number(s, p, &v);
	}
	if (p && l->slot != SLOT_NONE)
		mia__decode_member(s->d, l, v, false);
	return p;
}

/* The key stands in this object; false: for the second time. */
static inline bool
take_key(const struct skim *s, struct level *l, const struct known_key *k)
{
	uint64_t *seen = &l->seen[k->word];

	l->slot = k->slot;
	l->rank = k->rank;
	s->d->other_case |= k->other_case;
	if (*seen & k->seen)
		return false;
	*seen |= k->seen;
	return true;
}

/* What stands between two values, or behind the brace, and is not known there: *ret is its meaning;
 * its len 0: the object ends at the brace there. */
static const char *
read_key(const struct skim *s, const char *start, struct level *l, bool first, struct known_key *ret)
{
	const char *p = blanks(s, start);
	struct mia_text key;
	bool escaped;
	int bit;

	if (p >= s->end)
		return NULL;
	if (*p == '}')
		return p;
	if (!first) {
		if (*p != ',')
			return NULL;
		p = blanks(s, p + 1);
	}
	if (!at_quote(s, p) || !(p = string(s, p + s->quote, &key, &escaped)) ||
		(escaped && l->context != CTX_SKIP))
		return NULL;
	bit = mia__decode_find_key(s->d, l, key, &ret->other_case);
	ret->seen = bit < 0 ? 0 : UINT64_C(1) << bit % 64;
	ret->word = (unsigned char)(bit < 0 ? 0 : bit / 64);
	ret->slot = l->slot;
	ret->rank = l->rank;
	p = blanks(s, p);
	if (*p != ':')
		return NULL;
	p = blanks(s, p + 1);
	ret->string = at_quote(s, p);
	p += ret->string ? s->quote : 0;
	ret->len = 1;
	return p < s->end ? p : NULL;
}

/* Not inlined: nearly all keys are known. */
static __attribute__((noinline)) const char *
learn_key(const struct skim *s, const char *start, struct level *l, bool first, unsigned at,
	struct known_key *ret)
{
	const char *p = read_key(s, start, l, first, ret);

	if (p && ret->len)
		ret->number = (uint16_t)mia__known_add(&s->d->known, at,
			(struct mia_text){ start, (size_t)(p - start) }, ret);
	return p;
}

static inline const char *
string_value(const struct skim *s, const char *p, const struct level *l)
{
	struct mia_text v, *place;
	bool escaped;

	p = string(s, p, &v, &escaped);
	if (!p || l->slot == SLOT_NONE)
		return p;
	if (escaped)
		return take_escaped(s, l, v) ? p : NULL;
	place = decode_place(s->d, l);
	if (place)
		decode_put(l, place, v);
	else
		mia__decode_member(s->d, l, v, true);
	return p;
}

static const char *
object(const struct skim *s, const char *p, enum context context, unsigned char set,
	const struct level *above, unsigned depth, unsigned within)
{
	struct level l = { .context = (unsigned char)context, .set = set };
	unsigned kind = KNOWN_KIND | (unsigned)context | (s->quote == 2 ? KNOWN_DOUBLED : 0u), at;

	if (depth > s->d->depth_limit || !mia__decode_begin(s->d, &l, above))
		return NULL;
	within = known_object(&s->d->known, within, kind);
	at = KNOWN_INSIDE(within);
	for (bool first = true; ++p < s->end && *p != '}'; first = false) {
		struct known_key fresh;
		const struct known_key *k = known_find(&s->d->known, at, p);
		if (k) {
			p += k->len;
		} else {
			fresh = (struct known_key){ .within = (uint16_t)within };
			p = learn_key(s, p, &l, first, at, &fresh);
			if (!p || !fresh.len)
				break;
			k = &fresh;
		}
		at = KNOWN_BEHIND(k->number);
		if (!take_key(s, &l, k))
			return NULL;
		if (k->string)
			p = string_value(s, p, &l);
		else
			p = p < s->end ? member(s, p, &l, depth, k->number) : NULL;
		if (!p)
			return NULL;
		p--;
	}
	if (!p || p >= s->end)
		return NULL;
	mia__decode_end(s->d, context);
	return s->d->no_memory ? NULL : p + 1;
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
#ifdef SKIM_WIDE
mia__decode_skim_wide(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set,
	size_t *used)
#else
mia__decode_skim(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set, size_t *used)
#endif
{
	struct skim s = { d, text.ptr, text.ptr + text.len, NULL, quote };
	uint64_t flags = d->flags;
	const char *p;
	bool no_memory;

	if (d->without_skim)
		return false;
#if defined(MIA_WITH_WIDE) && !defined(SKIM_WIDE)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return mia__decode_skim_wide(d, text, quote, set, used);
#endif
	if (!mark_specials(d, text))
		return false;
	known_begin(&d->known);
	s.marks = d->marks;
	d->later_count = 0;
	buf_clear(&d->escaped);
	p = blanks(&s, text.ptr);
	if (p < s.end && *p == '{')
		p = object(&s, p, CTX_OBJECT, (unsigned char)set, NULL, 1,
			quote == 2 ? KNOWN_ROOT_DOUBLED : KNOWN_ROOT);
	else
		p = NULL;
	if (p && decode_left(d)) {
		p = blanks(&s, p);
		*used = (size_t)(p - text.ptr);
		/* Behind a cell stand others; a bare record must be all there is. */
		if (quote == 2 ? p <= s.end : p == s.end)
			return true;
	}
	no_memory = d->no_memory;
	mia__decode_forget(d, set);
	d->no_memory = no_memory;
	d->flags = flags;
	return false;
}
