/* Files, on Windows: opening them, what is known of them, and what an error there is in errno. */
#include <errno.h>
#include <fcntl.h>
#include <io.h>

#include "system/file.h"
#include "system/machine.h"
#include "system/windows.h"

#define SHARED (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
#define LOOK (FILE_READ_ATTRIBUTES | SYNCHRONIZE)

bool
mia__windows_failed(DWORD error)
{
	static const struct {
		DWORD error;
		int code;
	} known[] = {
		{ ERROR_FILE_NOT_FOUND, ENOENT },
		{ ERROR_PATH_NOT_FOUND, ENOENT },
		{ ERROR_INVALID_DRIVE, ENOENT },
		{ ERROR_BAD_NETPATH, ENOENT },
		{ ERROR_BAD_NET_NAME, ENOENT },
		{ ERROR_NOT_READY, ENXIO },
		{ ERROR_ACCESS_DENIED, EACCES },
		{ ERROR_NETWORK_ACCESS_DENIED, EACCES },
		{ ERROR_PRIVILEGE_NOT_HELD, EPERM },
		{ ERROR_SHARING_VIOLATION, EBUSY },
		{ ERROR_USER_MAPPED_FILE, EBUSY },
		{ ERROR_DELETE_PENDING, EBUSY },
		{ ERROR_LOCK_VIOLATION, EWOULDBLOCK },
		{ ERROR_FILE_EXISTS, EEXIST },
		{ ERROR_ALREADY_EXISTS, EEXIST },
		{ ERROR_DIRECTORY, ENOTDIR },
		{ ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
		{ ERROR_NOT_SAME_DEVICE, EXDEV },
		{ ERROR_WRITE_PROTECT, EROFS },
		{ ERROR_DISK_FULL, ENOSPC },
		{ ERROR_HANDLE_DISK_FULL, ENOSPC },
		{ ERROR_DISK_QUOTA_EXCEEDED, ENOSPC },
		{ ERROR_FILE_TOO_LARGE, EFBIG },
		{ ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
		{ ERROR_OUTOFMEMORY, ENOMEM },
		{ ERROR_NO_SYSTEM_RESOURCES, ENOMEM },
		{ ERROR_TOO_MANY_OPEN_FILES, EMFILE },
		{ ERROR_INVALID_HANDLE, EBADF },
		{ ERROR_INVALID_NAME, EINVAL },
		{ ERROR_BAD_PATHNAME, EINVAL },
		{ ERROR_INVALID_PARAMETER, EINVAL },
		{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
		{ ERROR_BROKEN_PIPE, EPIPE },
		{ ERROR_NO_DATA, EPIPE },
		{ ERROR_PIPE_NOT_CONNECTED, EPIPE },
		{ ERROR_PIPE_BUSY, EBUSY },
		{ ERROR_CANT_RESOLVE_FILENAME, ELOOP },
		{ ERROR_STOPPED_ON_SYMLINK, ELOOP },
		{ ERROR_NOT_SUPPORTED, ENOTSUP },
		{ ERROR_INVALID_FUNCTION, ENOTSUP },
		{ ERROR_CALL_NOT_IMPLEMENTED, ENOSYS },
		{ ERROR_NETNAME_DELETED, ECONNRESET },
		{ ERROR_UNEXP_NET_ERR, ECONNRESET },
		{ ERROR_SEM_TIMEOUT, ETIMEDOUT },
		{ ERROR_OPERATION_ABORTED, ECANCELED },
	};

	errno = EIO;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].error == error)
			errno = known[i].code;
	return false;
}

bool
mia__windows_refused(NTSTATUS status)
{
	return mia__windows_failed(RtlNtStatusToDosError(status));
}

HANDLE
mia__windows_handle(int fd)
{
	intptr_t handle = fd < 0 ? -1 : _get_osfhandle(fd);

	/* -2: a program without a console. */
	return handle == -1 || handle == -2 ? NULL : (HANDLE)handle;
}

int
mia__windows_descriptor(HANDLE handle)
{
	int fd = handle ? _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT) : -1;

	if (handle && fd < 0) {
		CloseHandle(handle);
		errno = EMFILE;
	}
	return fd;
}

HANDLE
mia__windows_open_name(HANDLE root, struct windows_name *name, const struct windows_open *how)
{
	UNICODE_STRING text = { .Buffer = name->text };
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK io;
	HANDLE ret = NULL;

	text.Length = text.MaximumLength = (USHORT)(name->len * sizeof(wchar_t));
	/* One that names all of its path stands below nothing. */
	InitializeObjectAttributes(&attributes, &text, OBJ_CASE_INSENSITIVE,
		name->text[0] == '\\' ? NULL : root, NULL);
	NTSTATUS status = NtCreateFile(&ret, how->access | SYNCHRONIZE, &attributes, &io, NULL,
		how->attributes ? how->attributes : FILE_ATTRIBUTE_NORMAL, SHARED, how->disposition,
		how->options | FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
	if (status < 0) {
		(void)mia__windows_refused(status);
		return NULL;
	}
	return ret;
}

/* In the place of every device: nothing is asked of the one that was named. */
static HANDLE
open_device(const struct windows_open *how)
{
	struct windows_name name = { .len = 7, .text = L"\\??\\NUL" };

	if (how->disposition == FILE_CREATE) {
		errno = EEXIST;
		return NULL;
	}
	return mia__windows_open_name(NULL, &name,
		&(struct windows_open){ .access = FILE_READ_ATTRIBUTES, .disposition = FILE_OPEN });
}

HANDLE
mia__windows_open(int directory, const char *path, const struct windows_open *how)
{
	struct windows_name name;

	if (!mia__windows_name(directory, path, &name))
		return NULL;
	if (name.device)
		return open_device(how);
	if (name.len == 0) {
		errno = ENOENT;
		return NULL;
	}
	return mia__windows_open_name(mia__windows_handle(directory), &name, how);
}

/* A link to a file or folder, or a junction; what only a driver knows, as a
 * file that lies in a cloud, is none. */
bool
mia__windows_is_link(HANDLE handle)
{
	FILE_ATTRIBUTE_TAG_INFO is;

	return GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &is, sizeof(is)) &&
		(is.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) &&
		IsReparseTagNameSurrogate(is.ReparseTag);
}

/* Opened as itself first: what a link leads to is nobody's business here. */
static int
open_no_link(int directory, const char *path, const struct windows_open *how)
{
	struct windows_open itself = *how;
	FILE_ATTRIBUTE_TAG_INFO is = { 0 };

	itself.options |= FILE_OPEN_REPARSE_POINT;
	HANDLE handle = mia__windows_open(directory, path, &itself);
	if (!handle)
		return -1;
	if (mia__windows_is_link(handle)) {
		CloseHandle(handle);
		errno = ELOOP;
		return -1;
	}
	if (!GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &is, sizeof(is)) ||
		!(is.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT))
		return mia__windows_descriptor(handle);
	/* Its driver gives the bytes only where it is opened as usual. */
	CloseHandle(handle);
	return mia__windows_descriptor(mia__windows_open(directory, path, how));
}

/* Windows keeps the name of a file until it is closed, so it has one of its own;
 * and removes it also when the program is killed. */
static int
open_nameless(int directory, const char *path)
{
	const struct windows_open how = { .access = FILE_GENERIC_READ | FILE_GENERIC_WRITE | DELETE,
		.disposition = FILE_CREATE,
		.options = FILE_NON_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE,
		.attributes = FILE_ATTRIBUTE_TEMPORARY };
	struct windows_name name;
	struct file_facts facts;
	unsigned char random[8];

	if (mia__file_facts_of(directory, path, false, &facts)) {
		errno = EEXIST;
		return -1;
	}
	if (!mia__windows_name(directory, path, &name))
		return -1;
	if (name.device || name.len + 2 * sizeof(random) + 1 >= WINDOWS_NAME) {
		errno = name.device ? EEXIST : ENAMETOOLONG;
		return -1;
	}
	if (!mia__random(random, sizeof(random), true))
		return -1;
	name.text[name.len++] = '-';
	for (size_t i = 0; i < sizeof(random); i++) {
		name.text[name.len++] = L"0123456789abcdef"[random[i] >> 4];
		name.text[name.len++] = L"0123456789abcdef"[random[i] & 15];
	}
	name.text[name.len] = 0;
	return mia__windows_descriptor(mia__windows_open_name(mia__windows_handle(directory), &name, &how));
}

int
mia__file_open(int directory, const char *path, enum file_how how)
{
	struct windows_open read = { .access = FILE_GENERIC_READ, .disposition = FILE_OPEN };
	const struct windows_open look = { .access = LOOK,
		.disposition = FILE_OPEN,
		.options = FILE_OPEN_REPARSE_POINT };
	const struct windows_open make = { .access = FILE_GENERIC_READ | FILE_GENERIC_WRITE,
		.disposition = FILE_CREATE,
		.options = FILE_NON_DIRECTORY_FILE };
	int fd = -1;

	switch (how) {
	case FILE_READ:
	case FILE_READ_NO_LINK:
		for (int i = 0; i < 2 && fd < 0 && (i == 0 || errno == EACCES); i++) {
			fd = how == FILE_READ
				? mia__windows_descriptor(mia__windows_open(directory, path, &read))
				: open_no_link(directory, path, &read);
			/* Its bytes may be open to who may not see its rights. */
			read.access = FILE_READ_DATA | LOOK;
		}
		return fd;
	case FILE_LOOK:
		return mia__windows_descriptor(mia__windows_open(directory, path, &look));
	case FILE_NEW:
	case FILE_NEW_OWN: /* the rights of the folder are those of the file */
		return mia__windows_descriptor(mia__windows_open(directory, path, &make));
	case FILE_NAMELESS:
		return open_nameless(directory, path);
	}
	errno = EINVAL;
	return -1;
}

void
mia__file_close(int fd)
{
	int before = errno;

	if (fd >= 0)
		(void)_close(fd);
	errno = before;
}

int
mia__file_duplicate(int fd)
{
	HANDLE ret = NULL, handle = mia__windows_handle(fd);

	if (!handle ||
		!DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &ret, 0, FALSE,
			DUPLICATE_SAME_ACCESS)) {
		errno = EBADF;
		return -1;
	}
	return mia__windows_descriptor(ret);
}
