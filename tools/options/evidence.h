/* The options that say what the evidence is: which span the export was asked
 * for, how long the log keeps records, which files stand beside it, how a sync
 * is read; and the coverage that follows from them. */
#ifndef MIA_TOOLS_OPTIONS_EVIDENCE_H
#define MIA_TOOLS_OPTIONS_EVIDENCE_H

#include <mia/mia.h>

#include "options/options.h"

enum exit_status evidence_take_exported(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status evidence_take_retention(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status evidence_take_zone(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status evidence_take_sync(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status evidence_take_file(struct options *options, const struct option *option, int exclude,
	const char *value);

struct run;
/* A coverage as the options ask for it; NULL: run->status says so. */
struct mia_coverage *evidence_coverage(struct run *run);

#endif
