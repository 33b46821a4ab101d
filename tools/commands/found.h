/* The evidence as findings: what messages, folders and mailboxes report. */
#ifndef MIA_TOOLS_COMMANDS_FOUND_H
#define MIA_TOOLS_COMMANDS_FOUND_H

#include "run.h"

struct findings {
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_findings *findings; /* NULL: nothing to report */
	struct mia_text list_file;     /* bytes of --list */
	struct mia_text *list;
	struct mia_texts listed; /* points to list */
};

/* More folds for the one reading of the evidence. */
struct more_folds {
	struct mia_fold *folds[5];
	size_t count;
};

/* False: nothing was made, and run->status says so. more may be NULL. */
int findings_load(struct run *run, struct findings *ret, const struct more_folds *more);
/* The people whom the inventories name; NULL: run->status says why. */
struct mia_subjects *findings_subjects(struct run *run, const struct mia_findings *findings);
/* What the format has no place for, on standard error; `what` in the singular. */
void findings_left_out(struct run *run, const struct findings *found, const char *what);
void findings_free(struct findings *found);

#endif
