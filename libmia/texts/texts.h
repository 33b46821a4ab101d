/*
 * All that the program says by itself to people who get the report: one file a
 * language, with the same names in each. What is not there was in the evidence,
 * in the findings or in the options.
 */
#ifndef MIA_TEXTS_TEXTS_H
#define MIA_TEXTS_TEXTS_H

#include <mia/base.h>

#include "base/buf.h"

/* Those that end in a number stand in the order of the enum that they explain. */
enum text_id {
#define SAY(id, text) T_##id,
#include "texts/english.def"
#undef SAY
	TEXTS
};

/* The text as it stands in the file of the language; in English where the
 * language lacks it (the test of the texts finds that). */
const char *mia__said(enum mia_language language, enum text_id text);
/* Of "one|many" the form that the number asks for; else the whole text. */
struct mia_text mia__said_of(enum mia_language language, enum text_id text, uint64_t number);
/* The same with %1 to %9 filled in from places[0] to places[8]; added to out. */
void mia__said_into(struct buf *out, enum mia_language language, enum text_id text, uint64_t number,
	const struct mia_text places[static 9]);
/* One line of what a rule of coverage says; TEXTS: not known here. */
enum text_id mia__said_of_rule(const char *rule);

#endif
