/* Writes every message on standard error. */
#include "say.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define QUOTED_SLOTS 4
#define QUOTED_SIZE 2048

struct quoted_slot {
	char text[QUOTED_SIZE];
	size_t len;
};

struct mia_text
text_of(const char *text)
{
	return (struct mia_text){ text, text ? strlen(text) : 0 };
}

static int
quoted_write(void *ctx, const void *bytes, size_t size)
{
	struct quoted_slot *slot = ctx;

	if (size > QUOTED_SIZE - sizeof("'...'") - slot->len)
		return 1;
	memcpy(slot->text + slot->len, bytes, size);
	slot->len += size;
	return 0;
}

const char *
quoted_text(struct mia_text text)
{
	static struct quoted_slot slots[QUOTED_SLOTS];
	static size_t next;
	struct quoted_slot *slot = &slots[next++ % QUOTED_SLOTS];
	const char *end = "'";

	slot->text[0] = '\'';
	slot->len = 1;
	if (mia_safe_terminal(text, quoted_write, slot) < 0)
		end = "...'";
	memcpy(slot->text + slot->len, end, strlen(end) + 1);
	return slot->text;
}

const char *
quoted(const char *text)
{
	return quoted_text(text_of(text));
}

void
say(const char *format, ...)
{
	char line[8192] = "mia: ";
	size_t start = strlen(line);
	size_t space = sizeof(line) - start - 1;
	va_list arguments;

	va_start(arguments, format);
	int len = vsnprintf(line + start, space, format, arguments);
	va_end(arguments);
	if (len < 0)
		return;
	size_t end = start + ((size_t)len < space ? (size_t)len : space - 1);
	line[end++] = '\n';
	/* Where standard error is gone there is nowhere left to say so. */
	(void)fwrite(line, 1, end, stderr);
}

void
say_error(const char *what, const struct mia_error *err)
{
	const char *text = err->text[0] ? err->text : mia_status_name(err->status);

	if (err->record != 0)
		say("%s: record %" PRIu64 ", byte %" PRIu64 ": %s", what, err->record, err->offset, text);
	else
		say("%s: %s", what, text);
}

void
say_place(const char *what, const struct mia_place *place, const char *text, const char *code)
{
	char where[128] = "";
	int len = 0;

	if (place->record != 0)
		len += snprintf(where, sizeof(where), " record %" PRIu64 ",", place->record);
	if (place->line != 0)
		len += snprintf(where + len, sizeof(where) - (size_t)len, " line %" PRIu64 ",", place->line);
	(void)snprintf(where + len, sizeof(where) - (size_t)len, " byte %" PRIu64 ":", place->offset);
	if (text[0] != '\0')
		say("%s%s:%s %s (%s)", what, quoted(place->source->name), where, text, code);
	else
		say("%s%s:%s %s", what, quoted(place->source->name), where, code);
}
