/* A text framed in one piece and in pieces. */
#ifndef MIA_TESTS_FUZZ_FRAMED_H
#define MIA_TESTS_FUZZ_FRAMED_H

#include "fuzz.h"

/* Any framing, or with `csv`, `json` alone those that frame so; `tables` as of an inventory. */
void fuzz_frame(struct mia_text text, size_t block, size_t limit, bool tables);

#endif
