/*
 * Names that look like Microsoft's own. What the eye takes for one letter becomes one:
 * the letters of other scripts that Unicode's confusables (UTS 39) give for Latin ones,
 * digits, and the pairs rn, vv, cl. Marks, blanks and what has no width fall out.
 */
#include "triage/imitation.h"

#include "base/text.h"
#include "base/utf8.h"

enum { LETTERS = 128 }; /* of a name that are looked at */

static const struct mia_text words[] = { { "microsoft", 9 }, { "office365", 9 }, { "outlook", 7 },
	{ "onedrive", 8 }, { "sharepoint", 10 } };

struct letters {
	char text[LETTERS];
	size_t len;
};

/* Cyrillic, Greek and others, as far as the words above need them. */
static const struct {
	uint32_t point;
	char letter;
} confusables[] = { { 0x0430, 'a' }, { 0x0435, 'e' }, { 0x043e, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' },
	{ 0x0455, 's' }, { 0x0456, 'i' }, { 0x0475, 'v' }, { 0x04cf, 'l' }, { 0x043c, 'm' }, { 0x043a, 'k' },
	{ 0x0442, 't' }, { 0x0433, 'r' }, { 0x043d, 'h' }, { 0x0410, 'a' }, { 0x0415, 'e' }, { 0x041e, 'o' },
	{ 0x0420, 'p' }, { 0x0421, 'c' }, { 0x0405, 's' }, { 0x0406, 'i' }, { 0x041c, 'm' }, { 0x041a, 'k' },
	{ 0x0422, 't' }, { 0x041d, 'h' }, { 0x03bf, 'o' }, { 0x03b9, 'i' }, { 0x03ba, 'k' }, { 0x03bd, 'v' },
	{ 0x03c1, 'p' }, { 0x03c4, 't' }, { 0x03c5, 'u' }, { 0x039f, 'o' }, { 0x0399, 'i' }, { 0x039c, 'm' },
	{ 0x03a4, 't' }, { 0x0391, 'a' }, { 0x0395, 'e' }, { 0x039a, 'k' }, { 0x03a1, 'p' }, { 0x0131, 'i' },
	{ 0x0578, 'n' }, { 0x057d, 'u' }, { 0x0585, 'o' }, { 0x0280, 'r' }, { 0x0261, 'g' }, { 0x0251, 'a' },
	{ 0x1d0f, 'o' }, { 0x2c9f, 'o' }, { 0x217c, 'l' }, { 0x2170, 'i' }, { 0x217d, 'c' }, { 0x217f, 'm' },
	{ 0x00f2, 'o' }, { 0x00f3, 'o' }, { 0x00f4, 'o' }, { 0x00f5, 'o' }, { 0x00f6, 'o' }, { 0x00f8, 'o' },
	{ 0x00ec, 'i' }, { 0x00ed, 'i' }, { 0x00ee, 'i' }, { 0x00ef, 'i' }, { 0x00e7, 'c' }, { 0x0161, 's' },
	{ 0x00e8, 'e' }, { 0x00e9, 'e' }, { 0x00ea, 'e' }, { 0x00eb, 'e' } };

/* The Latin letter or digit that it looks like; 0: something else. */
static char
looks_like(uint32_t point)
{
	if (point < 128)
		return (char)ascii_lower((unsigned char)point);
	if (point >= 0xff01 && point <= 0xff5e) /* wide forms */
		return (char)ascii_lower((unsigned char)(point - 0xff01 + '!'));
	for (size_t i = 0; i < sizeof(confusables) / sizeof(*confusables); i++)
		if (confusables[i].point == point)
			return confusables[i].letter;
	return 0;
}

static bool
is_word_sign(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits alone, in lower case. Not folded, what is not ASCII stays as a
 * sign that no word holds; folded, it is the letter that it looks like, or falls out. */
static void
take_letters(struct mia_text name, bool folded, struct letters *ret)
{
	ret->len = 0;
	for (size_t i = 0; i < name.len && ret->len < LETTERS;) {
		uint32_t point;
		size_t taken = mia__utf8_decode(name.ptr + i, name.len - i, &point);
		char c;

		i += taken ? taken : 1;
		if (taken == 0)
			continue;
		c = folded || point < 128 ? looks_like(point) : '?';
		if (is_word_sign(c) || (!folded && c == '?' && point >= 128))
			ret->text[ret->len++] = c;
	}
}

/* Both of a name and of the word it is compared with, so that each stays found. */
static void
fold_shapes(struct letters *l)
{
	static const struct {
		char from[2], to;
	} pairs[] = { { { 'r', 'n' }, 'm' }, { { 'v', 'v' }, 'w' }, { { 'c', 'l' }, 'd' } };
	size_t len = 0;

	for (size_t i = 0; i < l->len; i++) {
		char c = l->text[i];

		for (size_t k = 0; i + 1 < l->len && k < sizeof(pairs) / sizeof(*pairs); k++)
			if (c == pairs[k].from[0] && l->text[i + 1] == pairs[k].from[1]) {
				c = pairs[k].to;
				i++;
				break;
			}
		if (c == '0')
			c = 'o';
		else if (c == '1' || c == 'i')
			c = 'l';
		else if (c == '5')
			c = 's';
		else if (c == '3')
			c = 'e';
		l->text[len++] = c;
	}
	l->len = len;
}

static bool
holds(const struct letters *l, const struct letters *word)
{
	return mia__text_find((struct mia_text){ l->text, l->len },
		       (struct mia_text){ word->text, word->len }) >= 0;
}

/* Two neighbours changed places, or one letter is left out or stands twice. */
static bool
is_misspelt(const char *have, size_t have_len, const struct letters *word)
{
	size_t same = 0;

	while (same < have_len && same < word->len && have[same] == word->text[same])
		same++;
	const char *h = have + same, *w = word->text + same;
	size_t hn = have_len - same, wn = word->len - same;
	if (have_len == word->len)
		return hn >= 2 && h[0] == w[1] && h[1] == w[0] && memcmp(h + 2, w + 2, hn - 2) == 0;
	if (have_len + 1 == word->len)
		return memcmp(h, w + 1, hn) == 0;
	return have_len == word->len + 1 && same > 0 && h[0] == have[same - 1] && memcmp(h + 1, w, wn) == 0;
}

/* Anywhere in the name: a word that is nearly this one. */
static bool
nearly_holds(const struct letters *l, const struct letters *word)
{
	for (size_t at = 0; at < l->len; at++)
		for (size_t len = word->len - 1; len <= word->len + 1; len++)
			if (at + len <= l->len && is_misspelt(l->text + at, len, word))
				return true;
	return false;
}

enum imitation
mia__triage_imitation(struct mia_text name)
{
	struct letters plain = { .len = 0 }, folded = { .len = 0 }, shapes;

	take_letters(name, false, &plain);
	take_letters(name, true, &folded);
	shapes = folded;
	fold_shapes(&shapes);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct letters word = { .len = words[i].len }, shape;

		memcpy(word.text, words[i].ptr, words[i].len);
		shape = word;
		fold_shapes(&shape);
		if (holds(&plain, &word))
			return IMITATION_SAYS;
		if (holds(&shapes, &shape) || (word.len >= 8 && nearly_holds(&folded, &word)))
			return IMITATION_LOOKS;
	}
	return IMITATION_NONE;
}
