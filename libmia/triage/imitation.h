/* Names that look like those of Microsoft. */
#ifndef MIA_TRIAGE_IMITATION_H
#define MIA_TRIAGE_IMITATION_H

#include <stdbool.h>

#include <mia/base.h>

enum imitation {
	IMITATION_NONE = 0,
	IMITATION_SAYS, /* bears a word of Microsoft's, spelled right */
	IMITATION_LOOKS /* looks as if it did: "rnicrosoft", "Micros0ft", "Outl00k", Cyrillic letters */
};
/* Of a name of the evidence, which may hold anything. */
enum imitation mia__triage_imitation(struct mia_text name);

#endif
