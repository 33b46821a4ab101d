/* A small file of the analyst's, whole. */
#ifndef MIA_TOOLS_SLURP_H
#define MIA_TOOLS_SLURP_H

#include <mia/mia.h>

/*
 * At most 16 MiB; ret->ptr, never NULL, is to be freed. -1: says on standard
 * error why the file cannot be used for the option.
 */
int slurp(const char *path, const char *option, struct mia_text *ret);

#endif
