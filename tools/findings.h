/* The evidence as findings: what messages, folders and mailboxes report. */
#ifndef MIA_TOOLS_FINDINGS_H
#define MIA_TOOLS_FINDINGS_H

#include "run.h"

struct findings {
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_findings *findings; /* NULL: nothing to report */
	struct mia_text list_file;     /* bytes of --list */
	struct mia_text *list;
	struct mia_texts listed;       /* points to list */
};

/* False: nothing was made, and run->status says so. */
int findings_load(struct run *run, struct findings *ret);
/* What the format has no place for, on standard error; `what` in the singular. */
void findings_left_out(struct run *run, const struct findings *found, const char *what);
void findings_free(struct findings *found);

#endif
