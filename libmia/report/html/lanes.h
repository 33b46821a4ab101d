/* What a picture shows, counted: records by mailbox, kind and stretch of time. */
#ifndef MIA_REPORT_HTML_LANES_H
#define MIA_REPORT_HTML_LANES_H

#include "report/html/page.h"

/* However many events, a lane is this many bars at most. */
#define LANE_BINS 200

/* In the order in which they stand in a picture. */
enum lane_kind { LANE_SYNCS, LANE_BINDS, LANE_UNSTATED, LANE_OTHER, LANES };

struct lane {
	/* By what the scope says: yes, or cannot tell. */
	uint64_t sure[LANE_BINS], unsure[LANE_BINS];
	uint64_t sure_total, unsure_total;
	mia_time first, last;
};

/* In the place of a mailbox: what names none, or one of several of that name. */
#define NO_MAILBOX SIZE_MAX
struct picture {
	size_t mailbox; /* of the findings; or NO_MAILBOX */
	struct lane lanes[LANES];
	uint64_t failed, timeless;
	uint64_t rows; /* of all kinds, failed ones too */
};

struct pictures {
	struct mia_allocator a;
	/* Strongest level first, else in the order of the findings; NO_MAILBOX last. */
	struct picture *list;
	size_t count, total;  /* total: mailboxes of the findings */
	uint32_t *of;         /* picture of a mailbox, or NO_PICTURE */
	mia_time from, until; /* the axis; from < until, or both unknown: nothing to draw */
	/* Records of the mailbox that is none, whatever they are, by what the scope says. */
	uint64_t nameless_sure, nameless_unsure;
};
#define NO_PICTURE UINT32_MAX

/* mia__html_pictures_release in any case. */
enum mia_status mia__html_pictures_make(struct pictures *pictures, const struct page *page,
	struct mia_error *err);
void mia__html_pictures_release(struct pictures *pictures);

/* ---- picture.c ---- */

#define LANES_TOP 8
#define LANE_STEP 50
struct drawing {
	struct page *page;
	const struct pictures *pictures;
	const struct picture *picture;
	bool shown[LANES];
	int height; /* of LANES_TOP and all lanes that are shown */
};
extern const enum text_id mia__html_lane_names[LANES];
void mia__html_put_drawing(const struct drawing *d);
/* The mailbox; plain: without markup. */
void mia__html_put_picture_name(const struct drawing *d, bool plain);

/* ---- lanes.c ---- */

/* What the log can tell of a mailbox at a time, as bits of MIA_BLIND_BINDS and _SYNCS. */
struct lane_spans {
	const struct mia_findings *findings;
	size_t mailbox, at; /* at: 0 at first */
};
/* The next span of the mailbox that counts in the findings, blind or covered;
 * NULL: no more. */
const struct mia_span *mia__html_spans_next(struct lane_spans *spans);

#endif
