/* What is said of one mailbox: its finding, and the sentences in it. */
#ifndef MIA_FINDINGS_SENTENCE_H
#define MIA_FINDINGS_SENTENCE_H

#include "base/arena.h"
#include "base/buf.h"
#include "findings/blindness.h"

/* What holds for every mailbox, and is said once where there are several. */
struct sentence_common {
	bool no_rule; /* no mailbox is shown to have all records */
};

struct sentence_facts {
	const struct mia_mailbox_finding *finding;
	const struct finding_view *view;
	const struct finding_boxes *boxes;
	const struct finding_box *box;
	/* Of the mailbox, covered ones too; in the short form its own alone. */
	struct spans_of_box spans;
	/* The short form leaves out what holds for all; NULL: the long form. */
	const struct sentence_common *common;
};
/* Adds the sentences to out, whose failure is sticky. true: they say more than
 * that nothing is recorded. */
bool mia__sentence_write(struct buf *out, const struct sentence_facts *facts);
/* Whether no rule shows the records to be complete for all the time asked for. */
bool mia__sentence_is_open(const struct finding_view *view, const struct finding_box *box,
	const struct mia_mailbox_finding *finding, const struct spans_of_box *spans);
bool mia__sentence_is_logged(const struct finding_box *box);

/* What is recorded, presumed and blind; texts and lists into kept. */
bool mia__mailbox_finding_make(struct mia_mailbox_finding *ret, const struct finding_view *view,
	struct finding_boxes *b, uint32_t box, struct finding_spans *spans, struct arena *kept);
/* The short form, of mailboxes that are made. common: NULL where there is one mailbox. */
bool mia__mailbox_finding_shorten(struct mia_mailbox_finding *ret, const struct finding_view *view,
	const struct finding_boxes *b, uint32_t box, struct finding_spans *spans,
	const struct sentence_common *common, struct arena *kept);

#endif
