/* What is said of one mailbox: its finding, and the sentence in it. */
#ifndef MIA_FINDINGS_SENTENCE_H
#define MIA_FINDINGS_SENTENCE_H

#include "base/arena.h"
#include "base/buf.h"
#include "findings/blindness.h"

struct sentence_facts {
	const struct mia_mailbox_finding *finding;
	const struct finding_view *view;
	const struct finding_boxes *boxes;
	const struct finding_box *box;
	uint32_t at;                         /* of the box */
	const struct mia_span *const *spans; /* of the mailbox, covered ones too */
	size_t span_count;
};
/* Adds the sentence to out, whose failure is sticky. */
void mia__sentence_write(struct buf *out, const struct sentence_facts *facts);

/* What is recorded, presumed and blind; texts and lists into kept. */
bool mia__mailbox_finding_make(struct mia_mailbox_finding *ret, const struct finding_view *view,
	const struct finding_boxes *b, uint32_t box, struct finding_spans *spans, struct arena *kept);

#endif
