/* Messages of each mailbox at each level, and where their rows stand on the page. */
#ifndef MIA_REPORT_HTML_LEVELS_H
#define MIA_REPORT_HTML_LEVELS_H

#include "report/html/page.h"

#define NO_GROUP UINT32_MAX

struct box_rows {
	uint64_t messages[MIA_LEVEL_COUNT];
	/* Which group of the table of that level they are, and of the table of
	 * folders; NO_GROUP: the page does not show them. */
	uint32_t group[MIA_LEVEL_COUNT], folders;
};
struct levels {
	struct box_rows
		*boxes; /* by mailbox of the findings; behind them one for what is of none or of several */
	size_t count;   /* without that one; 0: no mailbox, and no boxes */
};

/* mia__html_levels_release in any case. */
enum mia_status mia__html_levels_make(struct page *page, struct levels *levels, struct mia_error *err);
void mia__html_levels_release(struct page *page, struct levels *levels);

#endif
