/* Keeps notes until all of them are known, and tells those that weigh most. */
#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

#define TOLD 3
#define KEPT 64
#define LINE 400

struct kept_note {
	enum note_weight weight;
	char *text;
};

static struct kept_note notes[KEPT];
static size_t note_count;

/* Behind those of its weight. */
static void
keep(enum note_weight weight, char *text)
{
	size_t at = note_count++;

	for (; at > 0 && notes[at - 1].weight > weight; at--)
		notes[at] = notes[at - 1];
	notes[at] = (struct kept_note){ weight, text };
}

void
note(enum note_weight weight, const char *format, ...)
{
	char text[4096];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	char *copy = note_count < KEPT ? strdup(text) : NULL;
	if (copy != NULL)
		keep(weight, copy);
	else
		say("%s", text);
}

/* What the rest says, without its reasons: "6 operations unnamed". Nothing is
 * dropped without a word. */
static void
tell_heads(size_t from)
{
	char line[LINE] = "also: ";
	size_t len = strlen(line);

	for (size_t i = from; i < note_count; i++) {
		const char *colon = strstr(notes[i].text, ": ");
		size_t head = colon != NULL ? (size_t)(colon - notes[i].text) : strlen(notes[i].text);
		int fits = len + head + 2 < LINE;

		if (!fits) {
			say("%s and %zu more notes (--verbose)", line, note_count - i);
			return;
		}
		len += (size_t)snprintf(line + len, LINE - len, "%s%.*s", i > from ? "; " : "", (int)head,
			notes[i].text);
	}
	say("%s (--verbose)", line);
}

void
notes_tell(int all)
{
	size_t told = all || note_count <= TOLD ? note_count : TOLD - 1;

	for (size_t i = 0; i < told; i++)
		say("%s", notes[i].text);
	if (told < note_count)
		tell_heads(told);
	for (size_t i = 0; i < note_count; i++)
		free(notes[i].text);
	note_count = 0;
}
