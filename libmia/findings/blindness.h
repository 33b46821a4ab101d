/* Where the log is blind for a mailbox: the spans of each, and what they say. */
#ifndef MIA_FINDINGS_BLINDNESS_H
#define MIA_FINDINGS_BLINDNESS_H

#include "findings/mailbox_map.h"

/* The spans that count in the time asked for, for the accounts asked for. */
struct finding_spans {
	struct mia_allocator a;
	struct box_span {
		uint32_t box; /* NO_FINDING_BOX: every mailbox */
		uint32_t span;
	} * list; /* by box, then in the order of the coverage */
	size_t count, cap;
	const struct mia_span **of_box; /* scratch of mia__finding_spans_of */
	size_t of_box_cap;
	uint32_t *order;
	size_t order_cap;
	mia_basis blind_all; /* of spans of every mailbox */
};
bool mia__finding_spans_make(struct finding_spans *s, const struct mia_allocator *a,
	const struct finding_view *view, struct finding_boxes *b);
void mia__finding_spans_release(struct finding_spans *s);
/* Those of one mailbox, by start, with or without those of every mailbox (of no
 * mailbox, NO_FINDING_BOX: the latter alone); borrowed until the next call.
 * false: memory. */
enum spans_wanted { OWN_SPANS, EVERYBODYS_SPANS };
bool mia__finding_spans_of(struct finding_spans *s, const struct finding_view *view, uint32_t box,
	enum spans_wanted wanted, const struct mia_span *const **ret, size_t *count);
/* MIA_BASIS_* that a span stands for; 0 for covered. */
mia_basis mia__finding_span_basis(const struct mia_span *span);
/* Whether covered and blind spans, of all accounts, together hold all of the
 * time asked for; a covered one the whole of a day that it holds in part. */
bool mia__finding_spans_hold_all(const struct finding_view *view, const struct mia_span *const *spans,
	size_t count);
/* How long they are blind within the time asked for, overlaps once. */
mia_time mia__finding_spans_blind(const struct finding_view *view, const struct mia_span *const *spans,
	size_t count);
/* What is known of a message of which no access is recorded in a mailbox. */
struct known_of_message {
	mia_time received; /* by an inventory; or unknown */
	mia_time existed;  /* the first record that names it; or unknown */
	bool elsewhere;    /* it lay in folders only of which none was copied */
};
/*
 * The one judge of "none recorded", for mailboxes and messages alike: why it
 * may not be said. What was recorded may be of any message (touched); what was
 * not recorded may have happened all the same (doubt, which includes touched).
 */
mia_basis mia__finding_box_touched(const struct finding_box *box);
mia_basis mia__finding_box_doubt(const struct finding_box *box);
/* What may be said of such a message there; COVERED_NONE where nothing is in doubt. */
mia_basis mia__finding_box_silence(const struct finding_box *box, const struct known_of_message *known);

#endif
