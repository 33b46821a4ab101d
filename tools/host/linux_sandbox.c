/* Takes rights away from this process: privileges, core files, files, and system calls; on Linux. */
#include "host/sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sys/prctl.h>
#include <sys/resource.h>

#include "host/linux_sandbox.h"
#include "system/file.h"
#include "system/machine.h"

/* Why this build can have no layer at all; NULL: it can. */
static const char *
why_none(void)
{
#if defined(SANDBOX_WITH_SANITIZER)
	return "mia is built with a sanitizer";
#else
	return NULL;
#endif
}

static void
is_missing(struct sandbox *sandbox, const char *layer, const char *why)
{
	if (sandbox->missing[0] == '\0')
		(void)snprintf(sandbox->missing, sizeof(sandbox->missing), "%s: %s", layer, why);
}

void
sandbox_begin(struct sandbox *sandbox, enum sandbox_mode mode)
{
	*sandbox = (struct sandbox){ .mode = mode, .first = -1, .second = -1 };
	if (mode == SANDBOX_OFF)
		return;
	if (why_none() != NULL) {
		is_missing(sandbox, "every layer", why_none());
		return;
	}
	sandbox->abi = landlock_begin(&sandbox->first, &sandbox->second);
	if (sandbox->abi < 1)
		is_missing(sandbox, "landlock-files", mia__errno_text(errno));
}

void
sandbox_allow(struct sandbox *sandbox, int directory, const char *path, unsigned first, unsigned second)
{
	if (sandbox->abi < 1)
		return;
	int is_root =
		landlock_allow(sandbox->first, sandbox->second, sandbox->abi, directory, path, first, second);
	sandbox->root_is_allowed |= is_root && (first & SANDBOX_READ);
}

void
sandbox_allow_machine(struct sandbox *sandbox)
{
	/* How many processors there are; and random numbers for SQLite. */
	sandbox_allow(sandbox, SYSTEM_HERE, "/sys/devices/system/cpu/online", SANDBOX_READ, SANDBOX_READ);
	sandbox_allow(sandbox, SYSTEM_HERE, "/dev/urandom", SANDBOX_READ, SANDBOX_READ);
}

/* No program that this process starts gets more rights than it has; no memory
 * goes to a core file, and no other process reads it. */
static void
enter_limits(struct sandbox *sandbox)
{
	const struct rlimit none = { 0, 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		sandbox->layers |= SANDBOX_NO_PRIVILEGES;
	else
		is_missing(sandbox, "no-new-privileges", mia__errno_text(errno));
	if (setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
		prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
		sandbox->layers |= SANDBOX_NO_CORE;
	else
		is_missing(sandbox, "no-core", mia__errno_text(errno));
}

/* A layer counts only if what it must refuse is refused. */
static void
enter_landlock(struct sandbox *sandbox)
{
	if (sandbox->abi < 1)
		return;
	if (landlock_restrict(sandbox->first) != 0) {
		is_missing(sandbox, "landlock-files", mia__errno_text(errno));
	} else if (!sandbox->root_is_allowed && !landlock_refuses()) {
		is_missing(sandbox, "landlock-files", "it is on, but refuses nothing");
	} else {
		sandbox->layers |= SANDBOX_FILES;
		sandbox->layers |= sandbox->abi >= LANDLOCK_WITH_NETWORK ? SANDBOX_NETWORK : 0u;
		sandbox->layers |= sandbox->abi >= LANDLOCK_WITH_SIGNALS ? SANDBOX_SIGNALS : 0u;
	}
}

static void
enter_seccomp(struct sandbox *sandbox)
{
	if (seccomp_begin() != 0)
		is_missing(sandbox, "seccomp", mia__errno_text(errno));
	else if (!seccomp_refuses())
		is_missing(sandbox, "seccomp", "it is on, but refuses nothing");
	else
		sandbox->layers |= SANDBOX_CALLS;
}

static int
answer(const struct sandbox *sandbox)
{
	return sandbox->mode == SANDBOX_REQUIRE && sandbox->missing[0] != '\0' ? -1 : 0;
}

int
sandbox_enter(struct sandbox *sandbox)
{
	if (sandbox->mode == SANDBOX_OFF || why_none() != NULL)
		return answer(sandbox);
	/* First, since neither of the others is to be had without. */
	enter_limits(sandbox);
	enter_landlock(sandbox);
	enter_seccomp(sandbox);
	return answer(sandbox);
}

int
sandbox_narrow(struct sandbox *sandbox)
{
	if ((sandbox->layers & SANDBOX_FILES) && sandbox->second >= 0 &&
		landlock_restrict(sandbox->second) != 0)
		is_missing(sandbox, "landlock-files", mia__errno_text(errno));
	sandbox_end(sandbox);
	return answer(sandbox);
}

void
sandbox_end(struct sandbox *sandbox)
{
	landlock_end(&sandbox->first, &sandbox->second);
}

const char *
sandbox_text(const struct sandbox *sandbox, char ret[SANDBOX_TEXT])
{
	static const char *const names[] = { "no-new-privileges", "no-core", "landlock-files",
		"landlock-network", "landlock-signals", "seccomp" };
	size_t len = 0;

	(void)snprintf(ret, SANDBOX_TEXT, "off");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (sandbox->layers & 1u << i)
			len += (size_t)snprintf(ret + len, SANDBOX_TEXT - len, "%s%s", len ? "," : "",
				names[i]);
	}
	return ret;
}
