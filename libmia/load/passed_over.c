/* What is passed over: looked into for the names of operations of access; leftovers told by their names. */
#include "load/passed_over.h"

#include <string.h>

#include "base/text.h"

/* step: 1 for ASCII, 2 for UTF-16 of either order, whose other bytes are 0. */
static bool
stands_at(const char *p, size_t left, struct mia_text name, size_t step)
{
	if (left < (name.len - 1) * step + 1)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (ascii_lower((unsigned char)p[i * step]) != (unsigned char)name.ptr[i])
			return false;
		if (step == 2 && i + 1 < name.len && p[i * step + 1] != 0)
			return false;
	}
	return true;
}

bool
mia__names_access(struct mia_text bytes)
{
	static const struct mia_text names[] = {
		{ "mailitemsaccessed", sizeof("mailitemsaccessed") - 1 },
		{ "messagebind", sizeof("messagebind") - 1 },
	};

	for (size_t i = 0; i < bytes.len; i++) {
		if ((bytes.ptr[i] | 0x20) != 'm')
			continue;
		for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++)
			if (stands_at(bytes.ptr + i, bytes.len - i, names[n], 1) ||
				stands_at(bytes.ptr + i, bytes.len - i, names[n], 2))
				return true;
	}
	return false;
}

bool
mia__is_leftover(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct mia_text name = text_of(slash ? slash + 1 : path);

	return text_equal(name, TEXT("_SUCCESS")) || text_equal(name, TEXT(".DS_Store")) ||
		text_equal_nocase(name, TEXT("Thumbs.db")) || text_equal_nocase(name, TEXT("desktop.ini")) ||
		text_starts(name, TEXT("._")) ||
		(name.len > 4 && memcmp(name.ptr + name.len - 4, ".crc", 4) == 0) ||
		strstr(path, "__MACOSX/") != NULL;
}
