/* A page of triage while it is written. */
#ifndef MIA_REPORT_TRIAGE_PAGE_H
#define MIA_REPORT_TRIAGE_PAGE_H

#include "report/line.h"
#include "report/report.h"

struct page {
	const struct mia_triage *triage;
	struct mia_triage_page page;
	struct line line;
	bool color;
};

/* A part of "2026-03-04 09:14:02", by its place and length; nothing where the time is unknown. */
void mia__triage_part_of_time(struct page *p, mia_time time, size_t from, size_t len);
/* What is here, what is lost, how often mail was accessed. */
void mia__triage_head(struct page *p);

#endif
