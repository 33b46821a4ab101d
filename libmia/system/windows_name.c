/* Names of files, on Windows: as users write them, and as the kernel wants them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "system/file.h"
#include "system/path.h"
#include "system/windows.h"

/* ---- UTF-8 and 16 bits ---- */

/* The next character; negative where it is none. */
static long
take_character(const unsigned char **at)
{
	const unsigned char *p = *at;
	int more = *p < 0x80 ? 0 : *p < 0xc2 ? -1 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : *p < 0xf5 ? 3 : -1;
	long c = more == 0 ? *p : more == 1 ? *p & 0x1f : more == 2 ? *p & 0x0f : *p & 0x07;

	if (more < 0)
		return -1;
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3f);
	}
	*at = p + more + 1;
	return (more == 2 && c < 0x800) || (more == 3 && (c < 0x10000 || c > 0x10ffff)) ? -1 : c;
}

bool
mia__windows_widen(const char *text, wchar_t *ret, size_t room, size_t *len)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t n = 0;

	while (*at) {
		long c = take_character(&at);
		if (c < 0) {
			errno = EILSEQ;
			return false;
		}
		if (n + 3 > room) {
			errno = ENAMETOOLONG;
			return false;
		}
		if (c >= 0x10000)
			ret[n++] = (wchar_t)(0xd800 + ((c - 0x10000) >> 10));
		ret[n++] = (wchar_t)(c >= 0x10000 ? 0xdc00 + (c & 0x3ff) : c);
	}
	ret[n] = 0;
	*len = n;
	return true;
}

static size_t
put_character(unsigned long c, char *ret)
{
	if (c < 0x80) {
		ret[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		ret[0] = (char)(0xc0 | c >> 6);
		ret[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		ret[0] = (char)(0xe0 | c >> 12);
		ret[1] = (char)(0x80 | (c >> 6 & 0x3f));
		ret[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	ret[0] = (char)(0xf0 | c >> 18);
	ret[1] = (char)(0x80 | (c >> 12 & 0x3f));
	ret[2] = (char)(0x80 | (c >> 6 & 0x3f));
	ret[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t
mia__windows_narrow(const wchar_t *text, size_t len, char *ret, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned long c = text[i];
		if (n + 5 > room)
			return 0;
		if (c >= 0xd800 && c < 0xdc00 && i + 1 < len && text[i + 1] >= 0xdc00 && text[i + 1] < 0xe000)
			c = 0x10000 + ((c - 0xd800) << 10) + (text[++i] - 0xdc00u);
		n += put_character(c, ret + n);
	}
	ret[n] = '\0';
	return n + 1;
}

/* ---- the parts of a path ---- */

bool
mia__path_parts_at(char c)
{
	return c == '/' || c == '\\';
}

static bool
is_letter(long c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "C:", which parts a path even without a separator. */
static size_t
drive_length(const char *path)
{
	return is_letter(path[0]) && path[1] == ':' ? 2 : 0;
}

const char *
mia__path_base(const char *path)
{
	const char *base = path + drive_length(path);

	for (const char *p = base; *p; p++)
		if (mia__path_parts_at(*p))
			base = p + 1;
	return base;
}

size_t
mia__path_trimmed(const char *path)
{
	size_t len = strlen(path), least = drive_length(path) + 1;

	while (len > least && mia__path_parts_at(path[len - 1]))
		len--;
	return len;
}

bool
mia__path_is_whole(const char *path)
{
	size_t drive = drive_length(path);

	return mia__path_parts_at(path[drive]) && (drive || mia__path_parts_at(path[1]));
}

size_t
mia__path_lead(const char *path, const char *here)
{
	if (mia__path_is_whole(path))
		return 0;
	return mia__path_parts_at(path[0]) ? drive_length(here) : strlen(here);
}

/* What follows "\\?\" is taken as it stands, and knows no '/'. */
void
mia__path_to_slashes(char *path)
{
	if (strncmp(path, "\\\\?\\", 4) == 0)
		return;
	for (; *path; path++)
		if (*path == '\\')
			*path = '/';
}

bool
mia__path_here(char *room, size_t size)
{
	wchar_t here[WINDOWS_NAME];
	DWORD n = GetCurrentDirectoryW(WINDOWS_NAME, here);

	if (n == 0)
		return mia__windows_failed(GetLastError());
	if (n >= WINDOWS_NAME || !mia__windows_narrow(here, n, room, size)) {
		errno = ERANGE;
		return false;
	}
	mia__path_to_slashes(room);
	return true;
}

/* Windows has them in another form, which changes by itself. */
const char *
mia__path_zones(void)
{
	return NULL;
}

const char *
mia__path_scratch(void)
{
	const char *at = getenv("TMP");

	if (!at || !*at)
		at = getenv("TEMP");
	return at && *at ? at : "C:\\Windows\\Temp";
}

/* ---- as the kernel wants them ---- */

static bool
parts(wchar_t c)
{
	return c == '/' || c == '\\';
}

/* Whether the part begins with this word, whatever its case. */
static bool
begins(const wchar_t *part, size_t len, const char *word)
{
	size_t i = 0;

	for (; word[i]; i++)
		if (i >= len || (part[i] != (wchar_t)word[i] && part[i] != (wchar_t)(word[i] | 0x20)))
			return false;
	return true;
}

/* Names that are devices in every folder, also with something behind a dot. */
static bool
is_device(const wchar_t *part, size_t len)
{
	static const char *const words[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
	size_t stem = 0;

	while (stem < len && part[stem] != '.' && part[stem] != ':')
		stem++;
	while (stem && part[stem - 1] == ' ')
		stem--;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (stem == strlen(words[i]) && begins(part, stem, words[i]))
			return true;
	/* The digits also written small and high. */
	return stem == 4 && (begins(part, stem, "COM") || begins(part, stem, "LPT")) &&
		((part[3] >= '0' && part[3] <= '9') || part[3] == 0xb9 || part[3] == 0xb2 || part[3] == 0xb3);
}

/* A dot or space at the end: Windows would take it away and use another file.
 * A colon: what follows names another stream in the same file. */
static bool
is_sound(const wchar_t *part, size_t len)
{
	bool up = (len == 1 && part[0] == '.') || (len == 2 && part[0] == '.' && part[1] == '.');

	for (size_t i = 0; i < len; i++)
		if (part[i] == ':')
			return false;
	return up || !len || (part[len - 1] != '.' && part[len - 1] != ' ');
}

/* All parts of what stands behind a drive or a root. EINVAL. */
static bool
look_at_parts(const wchar_t *path, bool *device)
{
	while (*path) {
		size_t len = 0;
		while (path[len] && !parts(path[len]))
			len++;
		*device = *device || is_device(path, len);
		if (!is_sound(path, len) && !*device) {
			errno = EINVAL;
			return false;
		}
		path += len + (path[len] ? 1 : 0);
	}
	return true;
}

static bool
has_prefix(const wchar_t *path, const char *prefix)
{
	for (; *prefix; prefix++, path++)
		if (*path != (wchar_t)*prefix && !(parts(*path) && *prefix == '\\'))
			return false;
	return true;
}

/* "\??\" and the text; "\??\UNC\" and a share's. */
static bool
put_name(struct windows_name *ret, const char *prefix, const wchar_t *text, size_t len)
{
	size_t n = strlen(prefix);

	if (n + len >= WINDOWS_NAME) {
		errno = ENAMETOOLONG;
		return false;
	}
	memmove(ret->text + n, text, len * sizeof(*text));
	for (size_t i = 0; i < n; i++)
		ret->text[i] = (wchar_t)prefix[i];
	ret->len = n + len;
	ret->text[ret->len] = 0;
	return true;
}

/* The full path, as Windows makes it of a path that users write. */
static bool
name_of_full(struct windows_name *ret, const wchar_t *full, size_t len)
{
	if (has_prefix(full, "\\\\?\\"))
		return put_name(ret, "\\??\\", full + 4, len - 4);
	if (has_prefix(full, "\\\\.\\")) {
		ret->device = !(len > 9 && begins(full + 4, 5, "PIPE\\"));
		return put_name(ret, "\\??\\", full + 4, len - 4);
	}
	if (has_prefix(full, "\\\\"))
		return put_name(ret, "\\??\\UNC\\", full + 2, len - 2);
	/* What stands behind a file is nothing; the root of a drive needs it. */
	while (len > 3 && full[len - 1] == '\\')
		len--;
	return put_name(ret, "\\??\\", full, len);
}

static bool
name_from_root(const char *path, struct windows_name *ret)
{
	wchar_t full[WINDOWS_NAME];
	size_t len;
	bool drive;

	if (!mia__windows_widen(path, ret->text, WINDOWS_NAME, &len))
		return false;
	drive = is_letter(ret->text[0]) && ret->text[1] == ':';
	if (has_prefix(ret->text, "\\\\?\\"))
		drive = is_letter(ret->text[4]) && ret->text[5] == ':';
	const wchar_t *rest = ret->text + (has_prefix(ret->text, "\\\\?\\") ? 4 : 0) + (drive ? 2 : 0);
	if (!has_prefix(ret->text, "\\\\.\\") && !look_at_parts(rest, &ret->device))
		return false;
	if (ret->device)
		return true;
	if (len == 0)
		return mia__windows_failed(ERROR_FILE_NOT_FOUND);
	DWORD n = GetFullPathNameW(ret->text, WINDOWS_NAME, full, NULL);
	if (n == 0)
		return mia__windows_failed(GetLastError());
	if (n >= WINDOWS_NAME) {
		errno = ENAMETOOLONG;
		return false;
	}
	return name_of_full(ret, full, n);
}

/* Where the part begins that is above nothing: behind "\??\C:" or "\??\UNC\server\share". */
static size_t
root_length(const struct windows_name *name)
{
	static const wchar_t unc[] = L"\\??\\UNC\\";
	size_t at = 4, seen = 0, wanted = 1;

	if (wcsncmp(name->text, unc, 8) == 0) {
		at = 8;
		wanted = 2;
	}
	for (; at < name->len; at++)
		if (name->text[at] == '\\' && ++seen == wanted)
			return at;
	return name->len;
}

/* To what is above it; the root is above itself. */
static bool
go_up(struct windows_name *name)
{
	size_t root = root_length(name), len = name->len;

	while (len > root && name->text[len - 1] == '\\')
		len--;
	while (len > root && name->text[len - 1] != '\\')
		len--;
	while (len > root + 1 && name->text[len - 1] == '\\')
		len--;
	/* A root has a separator at its end. */
	if (len == root && root < name->len)
		len++;
	name->len = len;
	name->text[len] = 0;
	return true;
}

bool
mia__windows_name(int directory, const char *path, struct windows_name *ret)
{
	ret->device = false;
	if (directory == SYSTEM_HERE)
		return name_from_root(path, ret);
	if (!mia__windows_widen(path, ret->text, WINDOWS_NAME, &ret->len) ||
		!look_at_parts(ret->text, &ret->device))
		return false;
	for (size_t i = 0; i < ret->len; i++)
		if (parts(ret->text[i]))
			ret->text[i] = '\\';
	/* To the kernel these are names of no file. */
	if (ret->len == 1 && ret->text[0] == '.')
		return mia__windows_name_of(mia__windows_handle(directory), ret);
	if (ret->len == 2 && ret->text[0] == '.' && ret->text[1] == '.')
		return mia__windows_name_of(mia__windows_handle(directory), ret) && go_up(ret);
	return true;
}

NTSTATUS NTAPI NtQueryObject(HANDLE, OBJECT_INFORMATION_CLASS, PVOID, ULONG, PULONG);

bool
mia__windows_kernel_name(HANDLE handle, struct windows_name *ret)
{
	enum { OBJECT_NAME = 1 };
	struct {
		UNICODE_STRING text;
		wchar_t room[WINDOWS_NAME];
	} own;
	NTSTATUS status =
		NtQueryObject(handle, (OBJECT_INFORMATION_CLASS)OBJECT_NAME, &own, sizeof(own), NULL);

	if (status < 0)
		return mia__windows_refused(status);
	ret->len = own.text.Length / sizeof(wchar_t);
	if (ret->len == 0 || ret->len >= WINDOWS_NAME)
		return mia__windows_failed(ERROR_INVALID_NAME);
	memcpy(ret->text, own.text.Buffer, own.text.Length);
	ret->text[ret->len] = 0;
	ret->device = false;
	return true;
}

bool
mia__windows_name_of(HANDLE handle, struct windows_name *ret)
{
	DWORD n = GetFinalPathNameByHandleW(handle, ret->text, WINDOWS_NAME, VOLUME_NAME_DOS);

	/* A volume without a letter. */
	if (n == 0)
		n = GetFinalPathNameByHandleW(handle, ret->text, WINDOWS_NAME, VOLUME_NAME_GUID);
	/* It has no such name, or a wine that looks at 260 letters only. */
	if (n == 0 || n >= WINDOWS_NAME)
		return mia__windows_kernel_name(handle, ret);
	ret->len = n;
	ret->device = false;
	if (has_prefix(ret->text, "\\\\?\\"))
		ret->text[1] = '?';
	return true;
}
