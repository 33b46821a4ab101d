/* How a text looks: letters and digits alone, each as the plainest that looks like it. */
#include "event/looks.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "event/marks.h"

/* Longer ones are looked at no further: what looks like an operation is about as long as one. */
enum { LOOKED_AT = 256 };

/*
 * Letters that look like Latin ones, from Unicode's confusables.txt: Cyrillic, Greek, Armenian. In the order of
 * their code points.
 */
static const struct {
	uint16_t code;
	char like;
} likes[] = {
	{ 0x00df, 'b' },
	{ 0x0131, 'i' },
	{ 0x017f, 's' },
	{ 0x01c0, 'i' },
	{ 0x0251, 'a' },
	{ 0x0261, 'g' },
	{ 0x0269, 'i' },
	{ 0x026a, 'i' },
	{ 0x0391, 'a' },
	{ 0x0392, 'b' },
	{ 0x0395, 'e' },
	{ 0x0396, 'z' },
	{ 0x0397, 'h' },
	{ 0x0399, 'i' },
	{ 0x039a, 'k' },
	{ 0x039c, 'm' },
	{ 0x039d, 'n' },
	{ 0x039f, 'o' },
	{ 0x03a1, 'p' },
	{ 0x03a4, 't' },
	{ 0x03a5, 'y' },
	{ 0x03a7, 'x' },
	{ 0x03b1, 'a' },
	{ 0x03b3, 'y' },
	{ 0x03b9, 'i' },
	{ 0x03ba, 'k' },
	{ 0x03bd, 'v' },
	{ 0x03bf, 'o' },
	{ 0x03c1, 'p' },
	{ 0x03c3, 'o' },
	{ 0x03c4, 't' },
	{ 0x03c5, 'u' },
	{ 0x03f2, 'c' },
	{ 0x03f3, 'j' },
	{ 0x03f9, 'c' },
	{ 0x03fa, 'm' },
	{ 0x0405, 's' },
	{ 0x0406, 'i' },
	{ 0x0407, 'i' },
	{ 0x0408, 'j' },
	{ 0x0410, 'a' },
	{ 0x0412, 'b' },
	{ 0x0415, 'e' },
	{ 0x041a, 'k' },
	{ 0x041c, 'm' },
	{ 0x041d, 'h' },
	{ 0x041e, 'o' },
	{ 0x0420, 'p' },
	{ 0x0421, 'c' },
	{ 0x0422, 't' },
	{ 0x0423, 'y' },
	{ 0x0425, 'x' },
	{ 0x0430, 'a' },
	{ 0x0432, 'b' },
	{ 0x0435, 'e' },
	{ 0x043a, 'k' },
	{ 0x043c, 'm' },
	{ 0x043d, 'h' },
	{ 0x043e, 'o' },
	{ 0x0440, 'p' },
	{ 0x0441, 'c' },
	{ 0x0442, 't' },
	{ 0x0443, 'y' },
	{ 0x0445, 'x' },
	{ 0x0451, 'e' },
	{ 0x0455, 's' },
	{ 0x0456, 'i' },
	{ 0x0457, 'i' },
	{ 0x0458, 'j' },
	{ 0x04ae, 'y' },
	{ 0x04af, 'y' },
	{ 0x04bb, 'h' },
	{ 0x04c0, 'i' },
	{ 0x04cf, 'i' },
	{ 0x0501, 'd' },
	{ 0x0510, 'e' },
	{ 0x0511, 'e' },
	{ 0x051b, 'q' },
	{ 0x051d, 'w' },
	{ 0x0555, 'o' },
	{ 0x0570, 'h' },
	{ 0x0578, 'n' },
	{ 0x057d, 'u' },
	{ 0x0585, 'o' },
};

/* Latin letters with a mark, U+00C0 to U+017F, by the letter below it; '-': none of them. */
static const char latin[] =
	"aaaaaaaceeeeiiiidnooooo-ouuuuypbaaaaaaaceeeeiiiidnooooo-ouuuuypyaaaaaaccccccccddddeeeeee"
	"eeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuu"
	"uuuuwwyyyzzzzzzs";

/* What the code point looks like: one of a to z without l, a digit without 0 and 1, or '\0': nothing. */
static char
look_of(uint32_t code)
{
	size_t low = 0, high = sizeof(likes) / sizeof(*likes);

	if (code >= 0xff01 && code <= 0xff5e)
		code -= 0xff01 - '!'; /* full width */
	else if (code >= 0x1d400 && code <= 0x1d6a3)
		code = 'a' + (code - 0x1d400) % 26; /* mathematical, of either case */
	else if (code >= 0x24b6 && code <= 0x24e9)
		code = 'a' + (code - 0x24b6) % 26; /* in circles */
	else if (code >= 0xc0 && code <= 0x17f)
		code = (unsigned char)latin[code - 0xc0];
	while (code > 0x7f && low < high) {
		size_t middle = low + (high - low) / 2;
		if (likes[middle].code == code)
			code = (unsigned char)likes[middle].like;
		else if (likes[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	if (code > 0x7f)
		return '\0';
	code = ascii_lower((unsigned char)code);
	switch (code) {
	case '1':
	case 'l':
	case '|':
	case '!':
		return 'i';
	case '0':
		return 'o';
	case '5':
	case '$':
		return 's';
	case '3':
		return 'e';
	case '4':
	case '@':
		return 'a';
	default:
		return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') ? (char)code : '\0';
	}
}

/* The character at t.ptr[*at]; what is no UTF-8 is a character a byte. */
static uint32_t
next_code(struct mia_text t, size_t *at)
{
	unsigned char first = (unsigned char)t.ptr[(*at)++];
	unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
	uint32_t code = more == 0 ? first : first & (0x3fu >> more);

	while (more-- && *at < t.len && ((unsigned char)t.ptr[*at] & 0xc0) == 0x80)
		code = code << 6 | ((unsigned char)t.ptr[(*at)++] & 0x3fu);
	return code;
}

static struct mia_text
looks(struct mia_text t, char room[static LOOKED_AT])
{
	size_t n = 0;

	for (size_t at = 0; at < t.len && n < LOOKED_AT;) {
		char c = look_of(next_code(t, &at));
		if (c)
			room[n++] = c;
	}
	return (struct mia_text){ room, n };
}

bool
mia__looks_like(struct mia_text text, struct mia_text word)
{
	char a[LOOKED_AT], b[LOOKED_AT];

	return mia__text_find(looks(text, a), looks(word, b)) >= 0;
}

/* The operations on which answers rest besides those of access. */
static bool
is_act(const char *name)
{
	return mia__mark_can_be(text_of(name), MARK_INBOX_RULE) ||
		mia__mark_can_be(text_of(name), MARK_FORWARDING) ||
		mia__mark_can_be(text_of(name), MARK_AUDIT_CHANGE);
}

static bool
looks_like_act(struct mia_text operation, struct mia_text looked)
{
	char room[LOOKED_AT];
	const char *name;

	if (mia__mark_possible(operation))
		return false;
	for (size_t i = 0; (name = mia__mark_operation(i)) != NULL; i++)
		/* Few begin alike, so that hardly any is looked at to its end. */
		if (looked.len && look_of((unsigned char)*name) == *looked.ptr &&
			text_equal(looked, looks(text_of(name), room)) && is_act(name))
			return true;
	return false;
}

static enum operation_odd
odd(struct mia_text operation)
{
	static const struct mia_text names[] = { { "MailItemsAccessed", 17 }, { "MessageBind", 11 },
		{ "AttachmentAccess", 16 } };
	char a[LOOKED_AT], b[LOOKED_AT];
	struct mia_text looked;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(operation, names[i]))
			return OPERATION_PLAIN;
	looked = looks(operation, a);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct mia_text name = looks(names[i], b);
		/* Of the one that matters most also with more around it. */
		if (i == 0 ? mia__text_find(looked, name) >= 0 : text_equal(looked, name))
			return ODD_ACCESS;
	}
	return looks_like_act(operation, looked) ? ODD_ACT : OPERATION_PLAIN;
}

enum operation_odd
mia__operation_is_odd(struct known_operations *known, struct mia_text operation)
{
	struct known_operation *k;

	for (unsigned i = 0; i < OPERATIONS_KNOWN; i++) {
		k = &known->kept[i];
		if (k->len == operation.len && operation.len && memcmp(k->text, operation.ptr, k->len) == 0)
			return (enum operation_odd)k->odd;
	}
	if (operation.len == 0 || operation.len > OPERATION_KEPT)
		return odd(operation);
	k = &known->kept[known->next++ % OPERATIONS_KNOWN];
	k->len = (unsigned char)operation.len;
	memcpy(k->text, operation.ptr, operation.len);
	k->odd = (unsigned char)odd(operation);
	return (enum operation_odd)k->odd;
}
