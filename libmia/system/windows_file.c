/* The bytes of a file, on Windows; locks, names, and what is removed. */
#include <errno.h>
#include <io.h>
#include <stdio.h>

#include "system/file.h"
#include "system/machine.h"
#include "system/windows.h"

/* The most that is asked for at once. */
#define MOST ((size_t)1 << 30)

ptrdiff_t
mia__file_read(int fd, void *bytes, size_t size)
{
	return _read(fd, bytes, (unsigned)(size < MOST ? size : MOST));
}

ptrdiff_t
mia__file_read_at(int fd, void *bytes, size_t size, uint64_t at)
{
	OVERLAPPED place = { .Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32) };
	DWORD n = 0;

	if (ReadFile(mia__windows_handle(fd), bytes, (DWORD)(size < MOST ? size : MOST), &n, &place))
		return (ptrdiff_t)n;
	if (GetLastError() == ERROR_HANDLE_EOF)
		return 0;
	(void)mia__windows_failed(GetLastError());
	return -1;
}

bool
mia__file_write_at(int fd, const void *bytes, size_t size, uint64_t at)
{
	const char *p = bytes;

	while (size) {
		OVERLAPPED place = { .Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32) };
		DWORD n = 0;
		if (!WriteFile(mia__windows_handle(fd), p, (DWORD)(size < MOST ? size : MOST), &n, &place))
			return mia__windows_failed(GetLastError());
		if (n == 0)
			return mia__windows_failed(ERROR_DISK_FULL);
		p += n;
		at += n;
		size -= n;
	}
	return true;
}

bool
mia__file_seek(int fd, uint64_t at)
{
	return _lseeki64(fd, (int64_t)at, SEEK_SET) >= 0;
}

bool
mia__file_wait(int fd, int milliseconds)
{
	enum { STEP = 10 };
	DWORD there = 0;

	for (int waited = 0; waited <= milliseconds; waited += STEP) {
		/* What is no pipe, or has ended, has its answer in the read. */
		if (!PeekNamedPipe(mia__windows_handle(fd), NULL, 0, NULL, &there, NULL) || there)
			return true;
		Sleep(STEP);
	}
	return false;
}

void
mia__file_wait_in_reads(int fd)
{
	(void)fd;
}

bool
mia__file_truncate(int fd, uint64_t size)
{
	FILE_END_OF_FILE_INFO end = { .EndOfFile.QuadPart = (LONGLONG)size };

	return SetFileInformationByHandle(mia__windows_handle(fd), FileEndOfFileInfo, &end, sizeof(end)) ||
		mia__windows_failed(GetLastError());
}

int
mia__file_allocate(int fd, uint64_t size)
{
	int before = errno, code;

	errno = 0;
	code = mia__file_truncate(fd, size) ? 0 : errno;
	errno = before;
	return code;
}

bool
mia__file_sync(int fd)
{
	return FlushFileBuffers(mia__windows_handle(fd)) || mia__windows_failed(GetLastError());
}

bool
mia__file_lock(int fd)
{
	/* A lock keeps others from the bytes; so it is on one that no file has. */
	OVERLAPPED place = { .OffsetHigh = 0x7ffffffe };

	return LockFileEx(mia__windows_handle(fd), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1,
		       0, &place) ||
		mia__windows_failed(GetLastError());
}

/* The rights of the folder are those of what is made in it. */
bool
mia__file_permit(int fd, unsigned mode)
{
	(void)fd, (void)mode;
	return true;
}

unsigned
mia__file_usual_mode(bool directory)
{
	(void)directory;
	return 0;
}

void *
mia__file_map(int fd, size_t size)
{
	HANDLE mapping = CreateFileMappingW(mia__windows_handle(fd), NULL, PAGE_READONLY, 0, 0, NULL);
	void *bytes = mapping ? MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, size) : NULL;

	if (!bytes)
		(void)mia__windows_failed(GetLastError());
	if (mapping)
		CloseHandle(mapping);
	return bytes;
}

void
mia__file_unmap(void *bytes, size_t size)
{
	(void)size;
	(void)UnmapViewOfFile(bytes);
}

/* ---- names ---- */

/* In the kernel's own numbers: not every SDK has them. */
enum {
	RENAME_INFORMATION = 10,
	DISPOSITION_INFORMATION = 13,
	DISPOSITION_INFORMATION_EX = 64,
	RENAME_INFORMATION_EX = 65,
	RENAME_REPLACES = 1,
	RENAME_POSIX = 2,
	DISPOSITION_DELETE = 1,
	DISPOSITION_POSIX = 2,
};

/* A file system, or a Windows, that does not know it. */
static bool
is_unknown(NTSTATUS status)
{
	DWORD error = RtlNtStatusToDosError(status);

	return error == ERROR_INVALID_PARAMETER || error == ERROR_NOT_SUPPORTED ||
		error == ERROR_INVALID_FUNCTION || error == ERROR_CALL_NOT_IMPLEMENTED;
}

static NTSTATUS
set(HANDLE handle, void *information, size_t size, int which)
{
	IO_STATUS_BLOCK io;

	return NtSetInformationFile(handle, &io, information, (ULONG)size, (FILE_INFORMATION_CLASS)which);
}

static bool
remove_opened(HANDLE handle)
{
	ULONG flags = DISPOSITION_DELETE | DISPOSITION_POSIX;
	BOOLEAN goes = TRUE;
	NTSTATUS status = set(handle, &flags, sizeof(flags), DISPOSITION_INFORMATION_EX);

	if (status < 0 && is_unknown(status))
		status = set(handle, &goes, sizeof(goes), DISPOSITION_INFORMATION);
	return status >= 0 || mia__windows_refused(status);
}

static bool
remove_what(int directory, const char *name, ULONG options)
{
	const struct windows_open how = { .access = DELETE | FILE_READ_ATTRIBUTES,
		.disposition = FILE_OPEN,
		.options = FILE_OPEN_REPARSE_POINT | options };
	HANDLE handle = mia__windows_open(directory, name, &how);

	if (!handle)
		return false;
	bool gone = remove_opened(handle);
	CloseHandle(handle);
	return gone;
}

bool
mia__file_remove(int directory, const char *name)
{
	return remove_what(directory, name, FILE_NON_DIRECTORY_FILE);
}

bool
mia__directory_remove(int directory, const char *name)
{
	return remove_what(directory, name, FILE_DIRECTORY_FILE);
}

struct renaming {
	ULONG flags; /* of the older form, a truth value */
	HANDLE root;
	ULONG size;
	wchar_t name[WINDOWS_NAME];
};

/* The name from the root on; on a network there is no other way. */
static bool
name_in(int directory, const char *to, struct renaming *ret)
{
	struct windows_name name, above = { .len = 0 };

	if (!mia__windows_name(directory, to, &name))
		return false;
	if (name.device || name.len == 0) {
		errno = EINVAL;
		return false;
	}
	if (name.text[0] != '\\' && !mia__windows_name_of(mia__windows_handle(directory), &above))
		return false;
	if (above.len && above.text[above.len - 1] != '\\')
		above.text[above.len++] = '\\';
	if (above.len + name.len >= WINDOWS_NAME) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(ret->name, above.text, above.len * sizeof(wchar_t));
	memcpy(ret->name + above.len, name.text, name.len * sizeof(wchar_t));
	ret->root = NULL;
	ret->size = (ULONG)((above.len + name.len) * sizeof(wchar_t));
	return true;
}

static bool
rename_opened(HANDLE handle, struct renaming *to, bool replaces)
{
	size_t size = offsetof(struct renaming, name) + to->size;

	to->flags = replaces ? RENAME_REPLACES | RENAME_POSIX : 0;
	NTSTATUS status = set(handle, to, size, RENAME_INFORMATION_EX);
	if (status < 0 && is_unknown(status)) {
		to->flags = replaces;
		status = set(handle, to, size, RENAME_INFORMATION);
	}
	return status >= 0 || mia__windows_refused(status);
}

/*
 * Where a file that is open cannot be replaced in one step: it goes aside, is
 * removed once the other has its name, and comes back where that fails.
 */
static bool
replace_in_steps(HANDLE handle, int directory, const char *name, struct renaming *to)
{
	const struct windows_open how = { .access = DELETE | FILE_READ_ATTRIBUTES,
		.disposition = FILE_OPEN,
		.options = FILE_OPEN_REPARSE_POINT | FILE_NON_DIRECTORY_FILE };
	BY_HANDLE_FILE_INFORMATION is;
	struct renaming aside;
	char other[32];
	unsigned random;
	HANDLE old = mia__windows_open(directory, name, &how);

	if (!old)
		return false;
	bool may = GetFileInformationByHandle(old, &is) &&
		!(is.dwFileAttributes & (FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_REPARSE_POINT)) &&
		mia__random(&random, sizeof(random), true);
	if (!may)
		errno = EACCES;
	else
		snprintf(other, sizeof(other), ".mia-%08x.old", random);
	may = may && name_in(directory, other, &aside) && rename_opened(old, &aside, false);
	bool done = may && rename_opened(handle, to, false);
	int error = errno;
	if (done)
		(void)remove_opened(old);
	else if (may)
		(void)rename_opened(old, to, false);
	CloseHandle(old);
	errno = error;
	return done;
}

static bool
rename_once(int directory, const char *from, const char *to, bool replaces)
{
	const struct windows_open how = { .access = DELETE | FILE_READ_ATTRIBUTES,
		.disposition = FILE_OPEN,
		.options = FILE_OPEN_REPARSE_POINT };
	struct renaming renaming;

	if (!name_in(directory, to, &renaming))
		return false;
	HANDLE handle = mia__windows_open(directory, from, &how);
	if (!handle)
		return false;
	bool done = rename_opened(handle, &renaming, replaces);
	if (!done && replaces && (errno == EACCES || errno == EBUSY))
		done = replace_in_steps(handle, directory, to, &renaming);
	CloseHandle(handle);
	return done;
}

/* What looks at every new file, for viruses, may hold it for a moment. */
bool
mia__file_rename(int directory, const char *from, const char *to, bool replaces)
{
	enum { TRIES = 5, PAUSE = 20 };
	bool done = rename_once(directory, from, to, replaces);

	for (int i = 0; i < TRIES && !done && errno == EBUSY; i++) {
		Sleep(PAUSE);
		done = rename_once(directory, from, to, replaces);
	}
	return done;
}
