/* Marked operations: the rows of the timeline that bear a mark, by kind. */
#ifndef MIA_REPORT_HTML_ACTS_H
#define MIA_REPORT_HTML_ACTS_H

#include "report/html/page.h"

#define SIGN_IN "sign-in"

enum act_tie {
	ACT_SURE,   /* in scope */
	ACT_NAMED,  /* it cannot be told by whom; it concerns an application that the scope names */
	ACT_UNSURE, /* it cannot be told */
	ACT_TIES
};
struct act {
	size_t row;         /* of the timeline */
	unsigned char kind; /* of acts.c */
	enum act_tie tie;
};
struct acts {
	struct act *list; /* in the order of the timeline */
	size_t count, cap;
	mia_time last; /* of any record in scope, whatever it is; or unknown */
};

/* mia__html_acts_release in any case. */
enum mia_status mia__html_acts_make(struct page *page, struct acts *acts, struct mia_error *err);
void mia__html_acts_release(struct page *page, struct acts *acts);
/* How many of each kind are in scope, or concern an application of the scope. */
void mia__html_put_acts_counted(struct page *page);
/* The section: a table a kind. */
enum mia_status mia__html_put_acts(struct page *page, struct mia_error *err);

/* ---- forwards.c ---- */

/* Where rules and settings in scope send mail, each with its time; nothing where there is none. */
void mia__html_put_forwardings(struct page *page);
/* How many rules and forwardings in scope have no recorded end; nothing where there is none. */
void mia__html_put_unended(struct page *page);

/* ---- signins.c ---- */

/* " (2 of them failed)"; nothing where none did. */
void mia__html_put_failed_sign_ins(struct page *page, const struct acts *acts);

/* Sign-ins in scope by account and address. */
enum mia_status mia__html_put_sign_ins(struct page *page, const struct acts *acts, unsigned char kind,
	struct mia_error *err);
/* The first one in scope that succeeded, in one line; nothing where there is none. */
void mia__html_put_first_sign_in(struct page *page, const struct acts *acts);

#endif
