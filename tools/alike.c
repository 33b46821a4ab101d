/* Compares texts without regard to the case of ASCII letters, in any locale. */
#include "alike.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
text_is_alike(struct mia_text text, const char *word)
{
	for (size_t i = 0; i < text.len; i++) {
		/* Also where the word ends. */
		if (lower(text.ptr[i]) != lower(word[i]) || word[i] == '\0')
			return 0;
	}
	return word[text.len] == '\0';
}
