/* A column's name in words for people. */
#ifndef MIA_REPORT_HEADINGS_H
#define MIA_REPORT_HEADINGS_H

#include <mia/format.h>

#include "texts/texts.h"

/* TEXTS: the column has no words but its name. */
enum text_id mia__heading(enum mia_report_kind report, const char *column);

#endif
