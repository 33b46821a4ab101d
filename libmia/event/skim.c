/*
 * The fast path over a record. Most members of most records are plain and not
 * needed; yajl's cost is by the token. So this reads the strict grammar of
 * JSON itself, takes the plain values where they stand (in a CSV cell with its
 * quotes still doubled), and gives up wherever anything is odd: a key twice, an
 * escaped key, a surrogate, text where structure should be, depth, any fault of
 * grammar. Then yajl parses the record as a whole and is the judge. The tests
 * hold the two against each other: what is taken here must be the same event
 * there.
 */
#include "base/text.h"
#include "base/utf8.h"
#include "base/wide.h"
#include "event/skim_scan.h"

/* What \uXXXX at p stands for; it is no surrogate. */
static uint32_t
code_point_of(const char *p)
{
	uint32_t code = 0;

	for (int i = 2; i < 6; i++)
		code = code << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	return code;
}

/* A string with its escapes decoded. It may not wait for what follows: of values that stand twice the
 * first counts. Absent: no memory. */
static struct mia_text
unescape(const struct skim *s, struct mia_text raw)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *p = raw.ptr, *end = p + raw.len, *q;
	char *out = mia__arena_take(&s->d->arena, raw.len), *o = out;

	if (!out) {
		s->d->no_memory = true;
		return TEXT_ABSENT;
	}
	while ((q = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		memcpy(o, p, (size_t)(q - p));
		o += q - p;
		if (q[1] == 'u') {
			o += mia__utf8_encode(code_point_of(q), o);
			p = q + 6;
		} else {
			*o++ = meanings[strchr(letters, q[1]) - letters];
			p = q + 1 + (q[1] == '"' ? s->quote : 1);
		}
	}
	memcpy(o, p, (size_t)(end - p));
	return (struct mia_text){ out, (size_t)(o - out) + (size_t)(end - p) };
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

	if (depth >= s->d->limits.depth)
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

	if (*p == '{' || *p == '[') {
		/* Structure where a word or a number should be is flagged. */
		if (l->context == CTX_OBJECT ? l->slot == SLOT_THROTTLED || l->slot == SLOT_COUNT_STATED
					     : l->context == CTX_ITEM && l->slot == M_SIZE)
			return NULL;
		s->d->outer_body |=
			l->context == CTX_OBJECT && set != SET_RECORD && mia__is_body((enum slot)l->slot);
	}
	switch (*p) {
	case '{':
		context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_object_context(l, &set);
		/* A record inside a record: which one counts is for the slow path. */
		if (context == CTX_OBJECT || context == CTX_EVENT || context == CTX_VALUES ||
			context == CTX_OTHER)
			return NULL;
		return object(s, p, context, set, l, depth + 1, key);
	case '[':
		context = l->slot == SLOT_NONE ? CTX_SKIP : mia__decode_array_context(l);
		return context == CTX_VALUES || context == CTX_OTHER
			? NULL
			: array(s, p, context, l, depth + 1, key);
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

/* *next: where the key is learned, and then where the next one is. Not inlined: nearly all are known. */
static __attribute__((noinline)) const char *
learn_key(const struct skim *s, const char *start, struct level *l, bool first, uint16_t **next,
	struct known_key *ret)
{
	const char *p = read_key(s, start, l, first, ret);

	if (p && ret->len)
		*next = mia__known_add(&s->d->known, *next, (struct mia_text){ start, (size_t)(p - start) },
			ret)
				->next;
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
		v = unescape(s, v);
	if (!v.ptr)
		return NULL;
	place = decode_place(s->d, l);
	if (place)
		decode_put(s->d, l, place, v);
	else
		mia__decode_member(s->d, l, v, true);
	return p;
}

static const char *
object(const struct skim *s, const char *p, enum context context, unsigned char set,
	const struct level *above, unsigned depth, unsigned within)
{
	struct known_keys *known = &s->d->known;
	struct level l = { .context = (unsigned char)context, .set = set };
	uint16_t *next;

	if (depth > s->d->limits.depth || !mia__decode_begin(s->d, &l, above))
		return NULL;
	within = known_object(known, within,
		KNOWN_KIND | (unsigned)context | (s->quote == 2 ? KNOWN_DOUBLED : 0u));
	next = known->first[within];
	for (bool first = true; ++p < s->end && *p != '}'; first = false) {
		struct known_key fresh, *k = known_find(known, next, p);
		if (k) {
			p += k->len;
			next = k->next;
		} else {
			fresh = (struct known_key){ .within = (uint16_t)within };
			p = learn_key(s, p, &l, first, &next, &fresh);
			if (!p || !fresh.len)
				break;
			k = &fresh;
		}
		if (!take_key(s, &l, k))
			return NULL;
		if (k->string)
			p = string_value(s, p, &l);
		else
			p = p < s->end ? member(s, p, &l, depth, known_number(known, next)) : NULL;
		if (!p)
			return NULL;
		p--;
	}
	if (!p || p >= s->end)
		return NULL;
	mia__decode_end(s->d, context);
	return s->d->no_memory ? NULL : p + 1;
}

bool
#ifdef MIA_WIDE
mia__decode_skim_wide(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set,
	size_t *used)
#else
mia__decode_skim(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set, size_t *used)
#endif
{
	struct skim s = { d, text.ptr, text.ptr + text.len, NULL, quote };
	uint64_t flags = d->flags;
	const char *p;
	bool no_memory, valid;

	if (d->without_skim)
		return false;
#if defined(MIA_WITH_WIDE) && !defined(MIA_WIDE)
	if (has_wide())
		return mia__decode_skim_wide(d, text, quote, set, used);
#endif
	if (!mark_specials(d, text, &valid))
		return false;
	known_begin(&d->known);
	s.marks = d->marks;
	p = blanks(&s, text.ptr);
	if (p < s.end && *p == '{')
		p = object(&s, p, CTX_OBJECT, (unsigned char)set, NULL, 1,
			quote == 2 ? KNOWN_ROOT_DOUBLED : KNOWN_ROOT);
	else
		p = NULL;
	if (p) {
		p = blanks(&s, p);
		*used = (size_t)(p - text.ptr);
		/* Behind a cell stand others; a bare record must be all there is. */
		if (quote == 2 ? p <= s.end : p == s.end) {
			d->valid = valid;
			return true;
		}
	}
	no_memory = d->no_memory;
	mia__decode_forget(d, set);
	d->no_memory = no_memory;
	d->flags = flags;
	return false;
}
