/* Where the system has no sandbox that mia knows: no layer is ever on. */
#include "host/sandbox.h"

#include <stdio.h>

void
sandbox_begin(struct sandbox *sandbox, enum sandbox_mode mode)
{
	*sandbox = (struct sandbox){ .mode = mode, .first = -1, .second = -1 };
	if (mode != SANDBOX_OFF)
		(void)snprintf(sandbox->missing, sizeof(sandbox->missing),
			"every layer: it is for Linux only");
}

void
sandbox_allow(struct sandbox *sandbox, int directory, const char *path, unsigned first, unsigned second)
{
	(void)sandbox, (void)directory, (void)path, (void)first, (void)second;
}

void
sandbox_allow_machine(struct sandbox *sandbox)
{
	(void)sandbox;
}

int
sandbox_enter(struct sandbox *sandbox)
{
	return sandbox->mode == SANDBOX_REQUIRE ? -1 : 0;
}

int
sandbox_narrow(struct sandbox *sandbox)
{
	return sandbox_enter(sandbox);
}

void
sandbox_end(struct sandbox *sandbox)
{
	(void)sandbox;
}

const char *
sandbox_text(const struct sandbox *sandbox, char ret[SANDBOX_TEXT])
{
	(void)sandbox;
	(void)snprintf(ret, SANDBOX_TEXT, "off");
	return ret;
}
