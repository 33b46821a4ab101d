/* Shows bytes of the evidence on a terminal: nothing in them is obeyed. */
#include "screen.h"

#include <string.h>

#include <mia/format.h>

/* How many bytes at the end begin something that is not all there yet: a
 * sequence of UTF-8, or the end of a line. */
static size_t
unfinished(const char *bytes, size_t len)
{
	if (len > 0 && bytes[len - 1] == '\r')
		return 1;
	for (size_t back = 1; back <= 3 && back <= len; back++) {
		unsigned char c = (unsigned char)bytes[len - back];

		if ((c & 0xc0) == 0x80)
			continue;
		size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
		return whole > back ? back : 0;
	}
	return 0;
}

static int
flush(struct screen *screen, mia_write_fn *write, void *ctx, size_t keep)
{
	const char *at = screen->held, *end = screen->held + screen->len - keep;

	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		const char *stop = feed ? feed : end;

		/* CRLF ends a line as LF does. */
		if (feed != NULL && stop > at && stop[-1] == '\r')
			stop--;
		if (stop > at &&
			mia_safe_terminal((struct mia_text){ at, (size_t)(stop - at) }, write, ctx) < 0)
			return 1;
		if (feed != NULL && write(ctx, "\n", 1) != 0)
			return 1;
		screen->last = feed ? '\n' : *(stop - 1);
		at = feed ? feed + 1 : end;
	}
	memmove(screen->held, end, keep);
	screen->len = keep;
	return 0;
}

int
screen_write(struct screen *screen, mia_write_fn *write, void *ctx, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size > 0) {
		size_t part = sizeof(screen->held) - screen->len;

		if (part > size)
			part = size;
		memcpy(screen->held + screen->len, at, part);
		screen->len += part;
		at += part;
		size -= part;
		if (screen->len == sizeof(screen->held) &&
			flush(screen, write, ctx, unfinished(screen->held, screen->len)) != 0)
			return 1;
	}
	return 0;
}

int
screen_end(struct screen *screen, mia_write_fn *write, void *ctx)
{
	if (flush(screen, write, ctx, 0) != 0)
		return 1;
	return screen->last != '\0' && screen->last != '\n' ? write(ctx, "\n", 1) : 0;
}
