/* The page for a browser, held against a reader of HTML that knows little. */
#ifndef MIA_TESTS_FUZZ_PAGE_H
#define MIA_TESTS_FUZZ_PAGE_H

#include "fuzz.h"

void fuzz_check_page(const struct fuzz_results *results);
void fuzz_check_triage_page(const struct fuzz_results *results, struct choice *choice);

#endif
