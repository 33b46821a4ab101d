/* Where no pager can be run: all is written plainly. */
#include "host/pager.h"

#include <string.h>

void
pager_prepare(void)
{
}

void
pager_forget(void)
{
}

void
pager_begin(struct pager *pager, FILE *stream, unsigned lines, unsigned width)
{
	(void)stream, (void)lines, (void)width;
	memset(pager, 0, sizeof(*pager));
}

/* Never asked, since it never begins. */
int
pager_write(struct pager *pager, const void *bytes, size_t size)
{
	return size == 0 || fwrite(bytes, 1, size, pager->stream) == size ? 0 : -1;
}

int
pager_end(struct pager *pager)
{
	memset(pager, 0, sizeof(*pager));
	return 0;
}
