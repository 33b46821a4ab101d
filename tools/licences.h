/* The licences of what is inside this very build. */
#ifndef MIA_TOOLS_LICENCES_H
#define MIA_TOOLS_LICENCES_H

#include "output.h"

/* A library whose code is in this file; made by licences.py from what the option -Dlicences names. */
struct licence {
	const char *name, *version, *text;
};

extern const char licence_of_mia[];
/* The last one has no name. */
extern const struct licence licences[];

enum exit_status print_licences(void);

#endif
