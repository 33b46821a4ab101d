/* Directories, on Windows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "system/file.h"
#include "system/machine.h"
#include "system/path.h"
#include "system/windows.h"

#define LIST (FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES)

int
mia__directory_open(int directory, const char *path, bool follow)
{
	const struct windows_open how = { .access = LIST,
		.disposition = FILE_OPEN,
		.options = FILE_DIRECTORY_FILE | (follow ? 0 : FILE_OPEN_REPARSE_POINT) };
	HANDLE handle = mia__windows_open(directory, path, &how);

	if (handle && !follow && mia__windows_is_link(handle)) {
		CloseHandle(handle);
		handle = NULL;
		errno = ELOOP;
	}
	return mia__windows_descriptor(handle);
}

int
mia__directory_up(int directory)
{
	return mia__directory_open(directory, "..", true);
}

int
mia__directory_of(const char *path)
{
	size_t len = (size_t)(mia__path_base(path) - path);
	char *name;
	int fd;

	if (len == 0)
		return mia__directory_open(SYSTEM_HERE, ".", true);
	name = malloc(len + 1);
	if (!name) {
		errno = ENOMEM;
		return -1;
	}
	memcpy(name, path, len);
	name[len] = '\0';
	fd = mia__directory_open(SYSTEM_HERE, name, true);
	int error = errno;
	free(name);
	errno = error;
	return fd;
}

bool
mia__directory_make(int directory, const char *name)
{
	const struct windows_open how = { .access = LIST,
		.disposition = FILE_CREATE,
		.options = FILE_DIRECTORY_FILE,
		.attributes = FILE_ATTRIBUTE_DIRECTORY };
	HANDLE handle = mia__windows_open(directory, name, &how);

	if (handle)
		CloseHandle(handle);
	return handle != NULL;
}

bool
mia__directory_make_unique(char *path)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t len = strlen(path);
	unsigned char random[6];

	for (int i = 0; i < 100 && len >= sizeof(random); i++) {
		if (!mia__random(random, sizeof(random), true))
			return false;
		for (size_t k = 0; k < sizeof(random); k++)
			path[len - sizeof(random) + k] = letters[random[k] % (sizeof(letters) - 1)];
		if (mia__directory_make(SYSTEM_HERE, path))
			return true;
		if (errno != EEXIST)
			return false;
	}
	return false;
}

/* Windows has its own journal of names, and no way to ask for it. */
bool
mia__directory_sync(int directory)
{
	(void)directory;
	return true;
}

/* ---- what stands in it ---- */

NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID, ULONG,
	FILE_INFORMATION_CLASS, BOOLEAN, PUNICODE_STRING, BOOLEAN);

struct state {
	int fd;
	bool begun;
	const FILE_DIRECTORY_INFORMATION *next; /* NULL: ask for more */
	char name[256 * 3 + 8];
	_Alignas(8) char room[16384];
};

bool
mia__listing_begin(struct listing *listing, int directory)
{
	struct state *state = directory >= 0 ? malloc(sizeof(*state)) : NULL;

	if (state) {
		state->fd = directory;
		state->begun = false;
		state->next = NULL;
	} else if (directory >= 0) {
		mia__file_close(directory);
		errno = ENOMEM;
	}
	listing->state = state;
	return state != NULL;
}

static bool
ask(struct state *state)
{
	IO_STATUS_BLOCK io = { .Information = 0 };
	NTSTATUS status = NtQueryDirectoryFile(mia__windows_handle(state->fd), NULL, NULL, NULL, &io,
		state->room, sizeof(state->room), FileDirectoryInformation, FALSE, NULL, !state->begun);
	DWORD error = status < 0 ? RtlNtStatusToDosError(status) : 0;

	state->begun = true;
	state->next = NULL;
	errno = 0;
	if (status < 0)
		return error == ERROR_NO_MORE_FILES || error == ERROR_FILE_NOT_FOUND
			? false
			: mia__windows_failed(error);
	if (io.Information == 0)
		return false;
	state->next = (const FILE_DIRECTORY_INFORMATION *)state->room;
	return true;
}

static bool
is_itself(const FILE_DIRECTORY_INFORMATION *entry)
{
	const wchar_t *name = entry->FileName;
	size_t len = entry->FileNameLength / sizeof(wchar_t);

	return name[0] == '.' && (len == 1 || (len == 2 && name[1] == '.'));
}

const char *
mia__listing_next(struct listing *listing, enum file_kind *kind)
{
	struct state *state = listing->state;
	const FILE_DIRECTORY_INFORMATION *entry;

	do {
		if (!state->next && !ask(state))
			return NULL;
		entry = state->next;
		state->next = entry->NextEntryOffset
			? (const FILE_DIRECTORY_INFORMATION *)((const char *)entry + entry->NextEntryOffset)
			: NULL;
	} while (is_itself(entry));
	*kind = entry->FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT ? FILE_UNKNOWN
		: entry->FileAttributes & FILE_ATTRIBUTE_DIRECTORY   ? FILE_DIRECTORY
								     : FILE_REGULAR;
	errno = 0;
	if (!mia__windows_narrow(entry->FileName, entry->FileNameLength / sizeof(wchar_t), state->name,
		    sizeof(state->name))) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return state->name;
}

void
mia__listing_end(struct listing *listing)
{
	struct state *state = listing->state;

	if (state) {
		mia__file_close(state->fd);
		free(state);
	}
	listing->state = NULL;
}
