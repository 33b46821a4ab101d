/* Breaks a long line of shell so that it still runs. */
#include "help/shell_line.h"

#include <string.h>

/* Up to the next blank that stands in no quotes. */
static size_t
word_length(const char *line, size_t len)
{
	size_t at = 0;
	char quote = 0;

	for (; at < len && (quote != 0 || line[at] != ' '); at++) {
		if (quote == line[at])
			quote = 0;
		else if (quote == 0 && (line[at] == '\'' || line[at] == '"'))
			quote = line[at];
	}
	return at;
}

/* An option stays with its value, or with what may be one; a pipe is one piece. */
static size_t
piece_length(const char *line, size_t len)
{
	size_t at = word_length(line, len);

	if (line[0] == '|')
		return len;
	if (line[0] == '-' && at + 1 < len && line[at + 1] != '-' && line[at + 1] != '|' &&
		line[at + 1] != '>')
		at += 1 + word_length(line + at + 1, len - at - 1);
	return at;
}

/* What holds double quotes itself is left to whoever types it. */
static void
put_piece(FILE *stream, const struct shell_style *style, const char *piece, size_t len)
{
	while (style->backslash == NULL && len > 0) {
		const char *open = memchr(piece, '\'', len);
		const char *close = open ? memchr(open + 1, '\'', len - (size_t)(open + 1 - piece)) : NULL;
		if (close == NULL || memchr(piece, '"', (size_t)(close - piece)) != NULL)
			break;
		style->put(stream, piece, (size_t)(open - piece));
		style->put(stream, "\"", 1);
		style->put(stream, open + 1, (size_t)(close - open - 1));
		style->put(stream, "\"", 1);
		len -= (size_t)(close + 1 - piece);
		piece = close + 1;
	}
	style->put(stream, piece, len);
}

void
shell_line(FILE *stream, const struct shell_style *style, const char *line, size_t len)
{
	size_t at = 0;

	(void)fprintf(stream, "%*s", (int)style->indent, "");
	while (len > 0) {
		size_t word = piece_length(line, len);

		/* Room for the backslash of a next break. */
		if (at > 0 && style->backslash != NULL && at + 1 + word + 2 > style->width) {
			(void)fprintf(stream, " %s\n%*s", style->backslash, (int)style->indent + 4, "");
			at = 4;
		} else if (at > 0) {
			(void)fputc(' ', stream);
			at++;
		}
		put_piece(stream, style, line, word);
		at += word;
		word += word < len;
		line += word;
		len -= word;
	}
	(void)fputc('\n', stream);
}
