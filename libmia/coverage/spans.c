#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"
#include "coverage/coverage.h"

static bool
keep(struct mia_coverage *c, struct mia_text *t)
{
	if (!t->ptr)
		return true;
	*t = arena_text(&c->kept, *t);
	return t->ptr != NULL;
}

bool
coverage_add_span(struct mia_coverage *c, size_t box, const struct mia_span *span)
{
	struct mia_span s = *span;

	if (s.start != MIA_TIME_UNKNOWN && s.end != MIA_TIME_UNKNOWN && s.end <= s.start)
		return true;
	if (box != NO_BOX) {
		s.mailbox = c->boxes[box].mailbox;
		s.mailbox_guid = c->boxes[box].guid;
	}
	if (!keep(c, &s.mailbox) || !keep(c, &s.mailbox_guid) || !keep(c, &s.actor) || !keep(c, &s.record_id) ||
	    !keep(c, &s.source) || !keep(c, &s.detail))
		return false;
	if (!mia_grow(&c->a, &c->spans, &c->span_cap, c->span_count + 1, sizeof(*c->spans)))
		return false;
	c->spans[c->span_count++] = (struct coverage_span){ .pub = s };
	return true;
}

struct mia_text
coverage_detail(struct mia_coverage *c, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
	return arena_text(&c->kept, (struct mia_text){ text, len });
}

/* Exchange names an object by a path that ends in its name. */
static struct mia_text
end_of_path(struct mia_text name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\')
			return (struct mia_text){ name.ptr + i, name.len - i };
	return name;
}

static struct mia_text
before_at(struct mia_text upn)
{
	ptrdiff_t at = text_find(upn, TEXT("@"));

	return at < 0 ? upn : (struct mia_text){ upn.ptr, (size_t)at };
}

size_t
coverage_find_box(const struct mia_coverage *c, struct mia_text name)
{
	size_t found = NO_BOX;

	name = end_of_path(name);
	if (name.len == 0)
		return NO_BOX;
	for (size_t i = 0; i < c->box_count; i++)
		if (text_equal_nocase(c->boxes[i].mailbox, name) || text_equal_nocase(c->boxes[i].guid, name))
			return i;
	for (size_t i = 0; i < c->box_count; i++)
		if (text_equal_nocase(before_at(c->boxes[i].mailbox), name)) {
			if (found != NO_BOX)
				return NO_BOX;
			found = i;
		}
	return found;
}
