/* A line of shell in a text of limited width, broken so that it still runs. */
#ifndef MIA_TOOLS_HELP_SHELL_LINE_H
#define MIA_TOOLS_HELP_SHELL_LINE_H

#include <stddef.h>
#include <stdio.h>

struct shell_style {
	size_t indent, width;
	const char
		*backslash; /* NULL: for cmd and PowerShell, which agree on no break and on double quotes */
	void (*put)(FILE *stream, const char *text, size_t len);
};

/* Ends with a line end. */
void shell_line(FILE *stream, const struct shell_style *style, const char *line, size_t len);

#endif
