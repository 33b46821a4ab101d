/* What has to be right before anything else is done; on Windows. */
#include "host/host.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <fcntl.h>
#include <io.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/signals.h"
#include "host/terminal.h"
#include "host/windows_console.h"

/* What is written to a file or a pipe at once. */
#define BUFFER 65536

/* The console as it was, for whoever uses it after this program. */
static struct {
	UINT page; /* 0: it was left as it was */
	struct {
		HANDLE handle; /* NULL: no console */
		DWORD mode;
	} output[2];
} console;

/* A wrong descriptor is an error of the call, not the end of the program. */
static void
no_end(const wchar_t *what, const wchar_t *function, const wchar_t *file, unsigned line, uintptr_t more)
{
	(void)what, (void)function, (void)file, (void)line, (void)more;
}

/* Opened the wrong way round, so that using them fails as if closed. */
static void
fill_descriptors(void)
{
	for (int fd = TERMINAL_INPUT; fd <= TERMINAL_ERRORS; fd++) {
		intptr_t handle = _get_osfhandle(fd);
		if (handle == -1 || handle == -2 || GetFileType((HANDLE)handle) == FILE_TYPE_UNKNOWN) {
			int null = _open("NUL", (fd == TERMINAL_INPUT ? _O_WRONLY : _O_RDONLY) | _O_BINARY);
			if (null >= 0 && null != fd) {
				(void)_dup2(null, fd);
				(void)_close(null);
			}
		}
		(void)_setmode(fd, _O_BINARY);
	}
}

static void
begin_output(int i, int fd)
{
	HANDLE handle = (HANDLE)_get_osfhandle(fd);

	if (!GetConsoleMode(handle, &console.output[i].mode))
		return;
	console.output[i].handle = handle;
	(void)SetConsoleMode(handle,
		console.output[i].mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

void
windows_console_end(void)
{
	for (int i = 0; i < 2; i++)
		if (console.output[i].handle)
			(void)SetConsoleMode(console.output[i].handle, console.output[i].mode);
	if (console.page)
		(void)SetConsoleOutputCP(console.page);
}

static void
begin_console(void)
{
	begin_output(0, TERMINAL_OUTPUT);
	begin_output(1, TERMINAL_ERRORS);
	if (console.output[0].handle || console.output[1].handle) {
		UINT page = GetConsoleOutputCP();
		if (page != CP_UTF8 && SetConsoleOutputCP(CP_UTF8))
			console.page = page;
	}
	(void)atexit(windows_console_end);
}

void
host_begin(void)
{
	(void)_set_invalid_parameter_handler(no_end);
	/* No box asks for a disk; and what is loaded later comes from the system alone. */
	(void)SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
	(void)SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
	(void)_set_fmode(_O_BINARY);
	fill_descriptors();
	begin_console();
	if (!terminal_is(TERMINAL_OUTPUT))
		(void)setvbuf(stdout, NULL, _IOFBF, BUFFER);
	signals_begin();
}
