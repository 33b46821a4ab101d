/* Where bytes go. */
#include <stdarg.h>

#include "fuzz.h"

int
fuzz_write(void *output, const void *bytes, size_t size)
{
	struct fuzz_output *o = output;

	if (size == 0)
		return 0;
	if (o->cap - o->len < size) {
		o->cap = (o->len + size) * 2 + 4096;
		o->ptr = realloc(o->ptr, o->cap);
		MUST(o->ptr != NULL);
	}
	memcpy(o->ptr + o->len, bytes, size);
	o->len += size;
	return 0;
}

void
fuzz_print(struct fuzz_output *output, const char *format, ...)
{
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	int n = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	MUST(n >= 0 && (size_t)n < sizeof(line));
	fuzz_write(output, line, (size_t)n);
}

void
fuzz_same(const char *what, const struct fuzz_output *a, const struct fuzz_output *b)
{
	size_t at = 0, from;

	while (at < a->len && at < b->len && a->ptr[at] == b->ptr[at])
		at++;
	if (at == a->len && at == b->len)
		return;
	from = at < 60 ? 0 : at - 60;
	DIE("%s: other bytes from %zu on (of %zu and %zu): '%.*s' and '%.*s'", what, at, a->len, b->len,
		(int)(a->len - from < 120 ? a->len - from : 120), a->len ? a->ptr + from : "",
		(int)(b->len - from < 120 ? b->len - from : 120), b->len ? b->ptr + from : "");
}
