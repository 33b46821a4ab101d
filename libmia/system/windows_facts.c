/* What is known of a file, on Windows: which one it is, when it was changed, and who may write to it. */
#include <errno.h>
#include <string.h>

#include "system/file.h"
#include "system/windows.h"

/* More than a list of rights has that anybody wrote by hand. */
#define RIGHTS_ROOM 8192

/* Steps of 100 ns from 1601 to 1970. */
#define EPOCH INT64_C(116444736000000000)

static int64_t
nanoseconds(LARGE_INTEGER t)
{
	int64_t steps = t.QuadPart - EPOCH;

	/* A file system that has no such time says 0. */
	if (t.QuadPart == 0)
		return 0;
	return steps > INT64_MAX / 100 ? INT64_MAX : steps < INT64_MIN / 100 ? INT64_MIN : steps * 100;
}

/* ---- whose it is ---- */

static bool
is_well_known(PSID sid)
{
	/* They may do everything on this machine anyway; the last is whoever owns it. */
	static const WELL_KNOWN_SID_TYPE all[] = { WinLocalSystemSid, WinBuiltinAdministratorsSid,
		WinCreatorOwnerRightsSid };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (IsWellKnownSid(sid, all[i]))
			return true;
	return false;
}

union token_sid {
	TOKEN_USER user;
	TOKEN_OWNER owner;
	char room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
};

static PSID
sid_of_program(union token_sid *ret, TOKEN_INFORMATION_CLASS which)
{
	HANDLE token = NULL;
	DWORD size;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	BOOL known = GetTokenInformation(token, which, ret, sizeof(*ret), &size);
	CloseHandle(token);
	return !known ? NULL : which == TokenUser ? ret->user.User.Sid : ret->owner.Owner;
}

static bool
may_write(const ACE_HEADER *ace, const struct file_facts *facts, PSID owner, PSID user)
{
	const ACCESS_MASK writes = FILE_WRITE_DATA | FILE_APPEND_DATA | DELETE | WRITE_DAC | WRITE_OWNER |
		GENERIC_WRITE | GENERIC_ALL;
	const ACCESS_ALLOWED_ACE *allowed = (const ACCESS_ALLOWED_ACE *)ace;

	if (ace->AceType == ACCESS_DENIED_ACE_TYPE || (ace->AceFlags & INHERIT_ONLY_ACE))
		return false;
	/* Other kinds give rights under conditions: not looked into. */
	if (ace->AceType != ACCESS_ALLOWED_ACE_TYPE)
		return true;
	PSID sid = (PSID)(uintptr_t)&allowed->SidStart;
	return (allowed->Mask & writes) && !is_well_known(sid) && (facts->foreign || !EqualSid(sid, owner)) &&
		!(user && EqualSid(sid, user));
}

/* Where it cannot be told, others own it and may write to it. */
static void
take_rights(HANDLE handle, struct file_facts *ret)
{
	_Alignas(8) char rights[RIGHTS_ROOM];
	union token_sid as_user, as_owner;
	PSID owner = NULL, user = sid_of_program(&as_user, TokenUser),
	     usual = sid_of_program(&as_owner, TokenOwner);
	BOOL is_default, has_list = FALSE;
	PACL list = NULL;
	DWORD size;
	void *ace;

	ret->foreign = ret->shared = true;
	if (!GetKernelObjectSecurity(handle, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, rights,
		    sizeof(rights), &size) ||
		!GetSecurityDescriptorOwner(rights, &owner, &is_default) || !owner)
		return;
	/* What an administrator makes may belong to all of them. */
	ret->foreign = !(user && EqualSid(owner, user)) && !(usual && EqualSid(owner, usual));
	/* No list: everybody may do all. */
	if (!GetSecurityDescriptorDacl(rights, &has_list, &list, &is_default) || !has_list || !list)
		return;
	ret->shared = false;
	for (DWORD i = 0; i < list->AceCount && !ret->shared; i++)
		ret->shared = !GetAce(list, i, &ace) || may_write(ace, ret, owner, user);
}

/* ---- which one it is ---- */

/* FNV-1a; where the file system gives a longer number, or none. */
static uint64_t
hash(uint64_t start, const void *bytes, size_t size)
{
	const unsigned char *p = bytes;
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ start;

	for (size_t i = 0; i < size; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* What file_facts takes from Windows. */
struct asked {
	FILE_BASIC_INFO basic;
	FILE_STANDARD_INFO standard;
	FILE_ATTRIBUTE_TAG_INFO tag;
};

static void
take_number(HANDLE handle, struct file_facts *ret)
{
	BY_HANDLE_FILE_INFORMATION is;
	struct windows_name name;
	FILE_ID_INFO id;
	uint64_t halves[2];

	if (GetFileInformationByHandleEx(handle, FileIdInfo, &id, sizeof(id))) {
		memcpy(halves, &id.FileId, sizeof(halves));
		ret->device = id.VolumeSerialNumber;
		ret->number = halves[1] ? hash(halves[1], &halves[0], sizeof(halves[0])) : halves[0];
	} else if (GetFileInformationByHandle(handle, &is)) {
		ret->device = is.dwVolumeSerialNumber;
		ret->number = (uint64_t)is.nFileIndexHigh << 32 | is.nFileIndexLow;
	}
	/* A file server that has no numbers: then its name has to do. */
	if (ret->number == 0 && mia__windows_name_of(handle, &name))
		ret->number = hash(0, name.text, name.len * sizeof(*name.text));
}

static bool
take(HANDLE handle, const struct asked *asked, struct file_facts *ret)
{
	DWORD is = asked->basic.FileAttributes;
	bool link = (is & FILE_ATTRIBUTE_REPARSE_POINT) && IsReparseTagNameSurrogate(asked->tag.ReparseTag);

	ret->kind = link ? FILE_LINK : is & FILE_ATTRIBUTE_DIRECTORY ? FILE_DIRECTORY : FILE_REGULAR;
	if (ret->kind == FILE_REGULAR)
		ret->size = (uint64_t)asked->standard.EndOfFile.QuadPart;
	ret->modified = nanoseconds(asked->basic.LastWriteTime);
	ret->changed = nanoseconds(asked->basic.ChangeTime);
	take_number(handle, ret);
	take_rights(handle, ret);
	return true;
}

static bool
ask(HANDLE handle, struct asked *ret)
{
	*ret = (struct asked){ .tag.ReparseTag = 0 };
	if (!GetFileInformationByHandleEx(handle, FileBasicInfo, &ret->basic, sizeof(ret->basic)) ||
		!GetFileInformationByHandleEx(handle, FileStandardInfo, &ret->standard,
			sizeof(ret->standard)))
		return false;
	return !(ret->basic.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) ||
		GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &ret->tag, sizeof(ret->tag));
}

/* Standard output that a shell opened to write, and that may not be asked: by
 * its name. */
static bool
ask_by_name(HANDLE handle, struct file_facts *ret)
{
	struct windows_name name;
	struct asked asked;

	if (!mia__windows_kernel_name(handle, &name))
		return mia__windows_failed(ERROR_ACCESS_DENIED);
	HANDLE again = mia__windows_open_name(NULL, &name,
		&(struct windows_open){ .access = FILE_READ_ATTRIBUTES, .disposition = FILE_OPEN });
	bool known = again && ask(again, &asked) && take(again, &asked, ret);
	if (again)
		CloseHandle(again);
	return known;
}

static bool
facts(HANDLE handle, struct file_facts *ret)
{
	struct asked asked;

	*ret = (struct file_facts){ .kind = FILE_UNKNOWN, .foreign = true, .shared = true, .mode = 0600 };
	switch (handle ? GetFileType(handle) : FILE_TYPE_UNKNOWN) {
	case FILE_TYPE_DISK:
		if (ask(handle, &asked))
			return take(handle, &asked, ret);
		return GetLastError() == ERROR_ACCESS_DENIED ? ask_by_name(handle, ret)
							     : mia__windows_failed(GetLastError());
	case FILE_TYPE_PIPE:
		ret->kind = FILE_PIPE;
		return true;
	case FILE_TYPE_CHAR:
		ret->kind = FILE_DEVICE;
		return true;
	default:
		return mia__windows_failed(ERROR_INVALID_HANDLE);
	}
}

bool
mia__file_facts(int fd, struct file_facts *ret)
{
	return facts(mia__windows_handle(fd), ret);
}

bool
mia__file_facts_of(int directory, const char *path, bool follow, struct file_facts *ret)
{
	struct windows_open how = { .access = FILE_READ_ATTRIBUTES | READ_CONTROL,
		.disposition = FILE_OPEN,
		.options = follow ? 0 : FILE_OPEN_REPARSE_POINT };
	HANDLE handle = mia__windows_open(directory, path, &how);

	if (!handle && errno == EACCES) {
		how.access = FILE_READ_ATTRIBUTES;
		handle = mia__windows_open(directory, path, &how);
	}
	if (!handle)
		return false;
	bool known = facts(handle, ret);
	CloseHandle(handle);
	return known;
}
