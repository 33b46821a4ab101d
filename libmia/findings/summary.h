/* The parts of a summary: the causes of what cannot be excluded. Private. */
#ifndef MIA_FINDINGS_SUMMARY_H
#define MIA_FINDINGS_SUMMARY_H

#include <mia/summary.h>

#include "exposure/exposure.h"
#include "findings/findings.h"
#include "findings/wording.h"

enum { SUMMARY_LINES = 12 };

/* By mailboxes concerned, then time. */
struct doubts {
	struct mia_doubt *list;
	size_t count;
};
/* Texts and the list into kept. false: memory. */
bool mia__doubts_gather(struct doubts *ret, const struct mia_findings *f, struct arena *kept);

#endif
