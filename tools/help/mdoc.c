/* Turns the plain text of the tables into the markup of manual pages. */
#include "help/mdoc.h"

#include <string.h>

#include "commands/command.h"
#include "help/shell_line.h"

#define WIDTH 76

/* Copied out of a page, a hyphen or a quote must be what it was. */
static void
put(FILE *stream, char c, int minus)
{
	static const struct {
		char c;
		const char *escape;
	} escapes[] = { { '\\', "\\e" }, { '\'', "\\(aq" }, { '`', "\\(ga" }, { '^', "\\(ha" },
		{ '~', "\\(ti" } };

	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		if (escapes[i].c == c) {
			(void)fputs(escapes[i].escape, stream);
			return;
		}
	}
	if (c == '-' && minus)
		(void)fputs("\\-", stream);
	else
		(void)fputc(c, stream);
}

void
mdoc_literal(FILE *stream, const char *text, size_t len)
{
	if (len > 0 && text[0] == '.')
		(void)fputs("\\&", stream);
	for (size_t i = 0; i < len; i++)
		put(stream, text[i], 1);
}

/* Where a sentence ends, the next begins a line; "Art. 33" goes on. */
static int
ends_sentence(const char *word, size_t len)
{
	static const char *const goes_on[] = { "Art.", "e.g.", "i.e.", "v." };

	for (size_t i = 0; i < sizeof(goes_on) / sizeof(goes_on[0]); i++) {
		if (len == strlen(goes_on[i]) && memcmp(word, goes_on[i], len) == 0)
			return 0;
	}
	while (len > 1 && (word[len - 1] == ')' || word[len - 1] == '\''))
		len--;
	return strchr(".?!", word[len - 1]) != NULL && (len < 3 || memcmp(word + len - 3, "...", 3) != 0);
}

static const char *
skip_blanks(const char *text)
{
	return text + strspn(text, " \n");
}

/* A macro's line: the punctuation behind the word stands by itself. */
static void
macro(FILE *stream, size_t *at, const char *name, const char *word, size_t len, const char *rest,
	size_t rest_len)
{
	(void)fprintf(stream, "%s%s ", *at > 0 ? "\n" : "", name);
	mdoc_literal(stream, word, len);
	for (size_t i = 0; i < rest_len; i++)
		(void)fprintf(stream, " %c", rest[i]);
	(void)fputc('\n', stream);
	*at = 0;
}

static int
is_punctuation(const char *text, size_t len)
{
	return strspn(text, ".,;:)") >= len;
}

/* --name or -c, with punctuation behind it. */
static int
put_option(FILE *stream, size_t *at, const char *word, size_t len)
{
	size_t dashes = strspn(word, "-");
	size_t name = strspn(word + dashes, "abcdefghijklmnopqrstuvwxyz0123456789-");
	size_t all = dashes + name;

	if (dashes < 1 || dashes > 2 || name == 0 || all > len || word[all - 1] == '-' ||
		(dashes == 1 && name != 1) || !is_punctuation(word + all, len - all))
		return 0;
	macro(stream, at, dashes == 2 ? ".Fl Fl" : ".Fl", word + dashes, name, word + all, len - all);
	return 1;
}

static int
put_path(FILE *stream, size_t *at, const char *word, size_t len)
{
	size_t rest = 0;

	while (rest < len && is_punctuation(word + len - rest - 1, 1))
		rest++;
	if (len - rest < 9 || memcmp(word, "docs/", 5) != 0 || memcmp(word + len - rest - 3, ".md", 3) != 0)
		return 0;
	macro(stream, at, ".Pa", word, len - rest, word + len - rest, rest);
	return 1;
}

/* 'mia NAME', which are two words; how many bytes it took. */
static size_t
put_reference(FILE *stream, const char *self, size_t *at, const char *text)
{
	const char *name = text + strlen("'mia ");

	if (strncmp(text, "'mia ", strlen("'mia ")) != 0)
		return 0;
	for (size_t i = 0; commands[i] != NULL; i++) {
		size_t len = strlen(commands[i]->name);
		const char *rest = name + len + 1;

		if (strncmp(name, commands[i]->name, len) != 0 || name[len] != '\'' ||
			!is_punctuation(rest, strcspn(rest, " \n")) ||
			(self != NULL && strcmp(self, commands[i]->name) == 0))
			continue;
		(void)fprintf(stream, "%s.Xr mia-%s 1", *at > 0 ? "\n" : "", commands[i]->name);
		while (*rest != '\0' && *rest != ' ' && *rest != '\n')
			(void)fprintf(stream, " %c", *rest++);
		(void)fputc('\n', stream);
		*at = 0;
		return (size_t)(rest - text);
	}
	return 0;
}

static void
put_word(FILE *stream, size_t *at, const char *word, size_t len)
{
	size_t dashes = strspn(word, "('-");

	if (*at > 0 && *at + 1 + len > WIDTH) {
		(void)fputc('\n', stream);
		*at = 0;
	} else if (*at > 0) {
		(void)fputc(' ', stream);
	}
	if (*at == 0 && word[0] == '.')
		(void)fputs("\\&", stream);
	for (size_t i = 0; i < len; i++)
		put(stream, word[i], i < dashes);
	*at += len + 1;
	if (ends_sentence(word, len)) {
		(void)fputc('\n', stream);
		*at = 0;
	}
}

void
mdoc_text(FILE *stream, const char *self, const char *text)
{
	size_t at = 0;

	text = skip_blanks(text);
	while (*text != '\0') {
		size_t len = put_reference(stream, self, &at, text);

		if (len == 0) {
			len = strcspn(text, " \n");
			if (!put_option(stream, &at, text, len) && !put_path(stream, &at, text, len))
				put_word(stream, &at, text, len);
		}
		text += len;
		if (strncmp(text, "\n\n", 2) == 0) {
			(void)fprintf(stream, "%s.Pp\n", at > 0 ? "\n" : "");
			at = 0;
		}
		text = skip_blanks(text);
	}
	if (at > 0)
		(void)fputc('\n', stream);
}

void
mdoc_shell(FILE *stream, const char *line, size_t len)
{
	static const struct shell_style style = { 0, 70, "\\e", mdoc_literal };

	shell_line(stream, &style, line, len);
}
