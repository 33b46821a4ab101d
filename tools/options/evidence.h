/* What is asked about the time that the evidence covers, and the options that
 * say what the export is said to hold. */
#ifndef MIA_TOOLS_OPTIONS_EVIDENCE_H
#define MIA_TOOLS_OPTIONS_EVIDENCE_H

#include <mia/mia.h>

#include "options/options.h"

enum exit_status asked_take_exported(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status asked_take_retention(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status asked_take_sync(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status asked_take_file(struct options *options, const struct option *option, int exclude,
	const char *value);

struct run;
/* A coverage as the options ask for it; NULL: run->status says so. */
struct mia_coverage *asked_coverage(struct run *run);

#endif
