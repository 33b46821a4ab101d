/* What a picture shows, counted: records by mailbox, kind and stretch of time. */
#ifndef MIA_REPORT_HTML_LANES_H
#define MIA_REPORT_HTML_LANES_H

#include "report/html/page.h"

/* However many events, a lane is this many bars at most. */
#define LANE_BINS 180

enum lane_kind { LANE_BINDS, LANE_SYNCS, LANE_UNSTATED, LANE_OTHER, LANES };

struct lane {
	/* By what the scope says: yes, or cannot tell. */
	uint64_t sure[LANE_BINS], unsure[LANE_BINS];
	uint64_t sure_total, unsure_total;
	mia_time first, last;
};

struct picture {
	size_t mailbox; /* of the findings */
	struct lane lanes[LANES];
	uint64_t failed, timeless;
};

struct pictures {
	struct mia_allocator a;
	struct picture *list; /* strongest level first, else in the order of the findings */
	size_t count, total;  /* total: mailboxes of the findings */
	uint32_t *of;         /* picture of a mailbox, or NO_PICTURE */
	mia_time from, until; /* the axis; from < until, or both unknown: nothing to draw */
	uint64_t elsewhere;   /* records that name no mailbox, or one of several of that name */
};
#define NO_PICTURE UINT32_MAX

/* mia__html_pictures_release in any case. */
enum mia_status mia__html_pictures_make(struct pictures *pictures, const struct page *page,
	struct mia_error *err);
void mia__html_pictures_release(struct pictures *pictures);
/* The bin in which a time of the axis lies. */
size_t mia__html_pictures_bin(const struct pictures *pictures, mia_time time);

/* The next blind span of a mailbox that counts in the findings, from *at on,
 * which begins at 0; NULL: no more. */
const struct mia_span *mia__html_blind_next(const struct mia_findings *findings, size_t mailbox, size_t *at);

#endif
