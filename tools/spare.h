/* What was given to a run is not replaced by what it writes. */
#ifndef MIA_TOOLS_SPARE_H
#define MIA_TOOLS_SPARE_H

#include "run.h"

/*
 * EXIT_USAGE, and says so, where the output would replace a file that an option or operand names, by any name
 * of it, or would lie in a folder of theirs, where the next run would read it. Also if such a file is
 * standard output, which the shell opened.
 */
enum exit_status spare_given(const struct run *run, const struct output *output);
/* The same for a file that the library writes itself, at this path, which this option names. */
enum exit_status spare_given_by(const struct run *run, const char *path, const char *option);

#endif
