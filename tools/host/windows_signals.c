/* Removes temporary files when Ctrl-C, or the end of the console, ends the
 * program; on Windows, which tells it on a thread of its own. */
#include "host/signals.h"

#include "system/file.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <string.h>

#include "host/windows_console.h"

/* A folder of results takes one for itself and one for each file in it. */
#define GUARDS 24

static struct {
	int used;
	int directory;
	bool (*remove)(int directory, const char *name);
	char name[24];
} guards[GUARDS];

/* Whoever changes a file and its guard together has it. */
static CRITICAL_SECTION held;

/* It keeps the lock, so that nothing gets a name any more. */
static BOOL WINAPI
clean_up(DWORD event)
{
	(void)event;
	EnterCriticalSection(&held);
	/* A directory is guarded before what is made in it. */
	for (size_t i = GUARDS; i-- > 0;) {
		if (guards[i].used)
			(void)guards[i].remove(guards[i].directory, guards[i].name);
	}
	windows_console_end();
	/* Not by the usual way out, which would wait for locks of threads that are at work. */
	(void)TerminateProcess(GetCurrentProcess(), (UINT)STATUS_CONTROL_C_EXIT);
	return FALSE;
}

void
signals_begin(void)
{
	InitializeCriticalSection(&held);
	(void)SetConsoleCtrlHandler(clean_up, TRUE);
}

void
signals_hold(void)
{
	EnterCriticalSection(&held);
}

void
signals_release(void)
{
	LeaveCriticalSection(&held);
}

static int
guard(int directory, const char *name, bool (*remove)(int directory, const char *name))
{
	for (int i = 0; i < GUARDS; i++) {
		if (guards[i].used || strlen(name) >= sizeof(guards[i].name))
			continue;
		guards[i].directory = directory;
		guards[i].remove = remove;
		memcpy(guards[i].name, name, strlen(name) + 1);
		MemoryBarrier();
		guards[i].used = 1;
		return i;
	}
	return -1;
}

int
signals_guard(int directory, const char *name)
{
	return guard(directory, name, mia__file_remove);
}

int
signals_guard_directory(int directory, const char *name)
{
	return guard(directory, name, mia__directory_remove);
}

void
signals_unguard(int number)
{
	if (number >= 0)
		guards[number].used = 0;
}
