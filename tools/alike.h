/* Texts that differ at most in the case of ASCII letters. */
#ifndef MIA_TOOLS_ALIKE_H
#define MIA_TOOLS_ALIKE_H

#include <mia/base.h>

int text_is_alike(struct mia_text text, const char *word);

#endif
