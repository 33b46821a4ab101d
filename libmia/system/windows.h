/* What the parts of libmia/system share on Windows: names as the kernel wants
 * them, and its answers. Nothing here uses the 8-bit functions of Windows. */
#ifndef MIA_SYSTEM_WINDOWS_H
#define MIA_SYSTEM_WINDOWS_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winternl.h>

/* A kind of file has that name here. */
#undef FILE_UNKNOWN

#include <stdbool.h>
#include <stddef.h>

/* The longest name that the kernel takes, with its end. */
#define WINDOWS_NAME 32768

struct windows_name {
	size_t len;
	bool device; /* it names one, as CON and NUL do anywhere; text is nothing */
	wchar_t text[WINDOWS_NAME];
};

/* What a file is opened for, in the words of NtCreateFile. */
struct windows_open {
	ACCESS_MASK access;
	ULONG disposition, options, attributes;
};

/*
 * Between UTF-8 and the 16 bits of Windows. A name may hold half a pair of
 * surrogates; it goes as the three bytes that UTF-8 would have for it, and
 * comes back. false and errno: no UTF-8, or too long.
 */
bool mia__windows_widen(const char *text, wchar_t *ret, size_t room, size_t *len);
/* Bytes with the end; 0: there is no room. */
size_t mia__windows_narrow(const wchar_t *text, size_t len, char *ret, size_t room);

/* The name for the kernel: of a path at SYSTEM_HERE from the root on, else below the directory. */
bool mia__windows_name(int directory, const char *path, struct windows_name *ret);
/* Of what is open, from the root on. */
bool mia__windows_name_of(HANDLE handle, struct windows_name *ret);

/* The same by the kernel's own name, which it has even where nothing may be asked. */
bool mia__windows_kernel_name(HANDLE handle, struct windows_name *ret);

/* NULL for -1, so that the kernel refuses it. */
HANDLE mia__windows_handle(int fd);
/* NULL and errno. */
HANDLE mia__windows_open_name(HANDLE root, struct windows_name *name, const struct windows_open *how);
HANDLE mia__windows_open(int directory, const char *path, const struct windows_open *how);
/* Takes the handle; -1 and errno. */
int mia__windows_descriptor(HANDLE handle);
/* Of a file that is opened as itself, not as what it leads to. */
bool mia__windows_is_link(HANDLE handle);

/* Sets errno and answers false. */
bool mia__windows_failed(DWORD error);
bool mia__windows_refused(NTSTATUS status);

#endif
