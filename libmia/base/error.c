/* Filling a mia_error, names of statuses, and the rule for the sizes of options. */
#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "system/machine.h"

const char *
mia_status_name(enum mia_status status)
{
	switch (status) {
	case MIA_OK:
		return "MIA_OK";
	case MIA_END:
		return "MIA_END";
	case MIA_REJECTED:
		return "MIA_REJECTED";
	case MIA_ERR_MEMORY:
		return "MIA_ERR_MEMORY";
	case MIA_ERR_IO:
		return "MIA_ERR_IO";
	case MIA_ERR_LIMIT:
		return "MIA_ERR_LIMIT";
	case MIA_ERR_ARGUMENT:
		return "MIA_ERR_ARGUMENT";
	case MIA_ERR_STATE:
		return "MIA_ERR_STATE";
	case MIA_ERR_PATTERN:
		return "MIA_ERR_PATTERN";
	case MIA_ERR_SINK:
		return "MIA_ERR_SINK";
	case MIA_ERR_CANCELLED:
		return "MIA_ERR_CANCELLED";
	}
	return "";
}

static size_t
escaped_length(unsigned char c)
{
	return c >= 0x20 && c < 0x7f ? 1 : 4;
}

void
mia__escape_ascii(struct mia_text t, char *out, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	if (size == 0)
		return;
	/* Only as much as could fit decides whether it does. */
	size_t room = size - 1, total = 0;
	for (size_t i = 0; i < t.len && total <= room; i++)
		total += escaped_length((unsigned char)t.ptr[i]);
	bool shortened = total > room;
	size_t dots = shortened ? (room < 3 ? room : 3) : 0;
	size_t at = 0;
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];
		size_t n = escaped_length(c);
		if (n > room - dots - at)
			break;
		if (n == 1) {
			out[at++] = (char)c;
		} else {
			out[at++] = '\\';
			out[at++] = 'x';
			out[at++] = hex[c >> 4];
			out[at++] = hex[c & 15];
		}
	}
	memset(out + at, '.', dots);
	out[at + dots] = '\0';
}

/*
 * Formats aside first: an argument may point into err itself, and a file name
 * among the arguments may hold anything.
 */
__attribute__((format(printf, 4, 0))) static void
fill(struct mia_error *err, enum mia_status status, int sys_errno, const char *format, va_list args)
{
	char text[2 * sizeof(err->text)];
	int n = vsnprintf(text, sizeof(text), format, args);
	size_t len = n < 0 ? 0 : (size_t)n;
	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	err->status = status;
	err->sys_errno = sys_errno;
	err->record = 0;
	err->offset = 0;
	mia__escape_ascii((struct mia_text){ text, len }, err->text, sizeof(err->text));
}

enum mia_status
mia__fail(struct mia_error *err, enum mia_status status, const char *format, ...)
{
	if (err) {
		va_list args;
		va_start(args, format);
		fill(err, status, 0, format, args);
		va_end(args);
	}
	return status;
}

enum mia_status
mia__fail_errno(struct mia_error *err, enum mia_status status, int sys_errno, const char *format, ...)
{
	if (err) {
		va_list args;
		va_start(args, format);
		fill(err, status, sys_errno, format, args);
		va_end(args);
		char reason[64];
		int n = snprintf(reason, sizeof(reason), ": %s (errno %d)", mia__errno_text(sys_errno),
			sys_errno);
		size_t len = n < 0 ? 0 : (size_t)n;
		if (len >= sizeof(reason))
			len = sizeof(reason) - 1;
		/* The reason matters more than the end of a long file name. */
		size_t at = strlen(err->text);
		if (at > sizeof(err->text) - 1 - len) {
			at = sizeof(err->text) - 1 - len;
			memset(err->text + at - 3, '.', 3);
		}
		memcpy(err->text + at, reason, len);
		err->text[at + len] = '\0';
	}
	return status;
}

enum mia_status
mia__fail_memory(struct mia_error *err)
{
	return mia__fail(err, MIA_ERR_MEMORY, "out of memory");
}

enum mia_status
mia_error_set(struct mia_error *err, enum mia_status status, const char *format, ...)
{
	if (err) {
		va_list args;
		va_start(args, format);
		fill(err, status, 0, format, args);
		va_end(args);
	}
	return status;
}

/* A size that was never set must not make us read far beyond the struct; and no
 * struct that holds a size_t has a size in between. */
enum { OPTIONS_MOST = 4096 };

enum mia_status
mia__options_take(void *own, size_t known, const void *given, const char *name, struct mia_error *err)
{
	size_t size;

	if (!given)
		return MIA_OK;
	memcpy(&size, given, sizeof(size));
	if (size < sizeof(size) || size > OPTIONS_MOST || size % sizeof(size) != 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "struct %s: size is not set; call %s_init first",
			name, name);
	for (size_t i = known; i < size; i++)
		if (((const char *)given)[i] != 0)
			return mia__fail(err, MIA_ERR_ARGUMENT,
				"struct %s: it asks for something that this version of libmia does not know",
				name);
	memcpy(own, given, size < known ? size : known);
	memcpy(own, &known, sizeof(known));
	return MIA_OK;
}

void
mia__options_init(void *options, size_t size, const void *defaults, size_t known)
{
	if (!options || size < sizeof(size))
		return;
	memset(options, 0, size);
	memcpy(options, defaults, size < known ? size : known);
	memcpy(options, &size, sizeof(size));
}
