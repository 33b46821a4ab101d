/* Where the log is blind for a mailbox: the spans of each, and what they say. */
#ifndef MIA_FINDINGS_BLINDNESS_H
#define MIA_FINDINGS_BLINDNESS_H

#include "findings/mailbox_map.h"

/* Times, with those before them: rising, none touching another. */
struct finding_times {
	struct finding_time {
		mia_time from, until; /* until: the last number there is for ever */
		mia_time before;      /* how long those before it are, together */
	} * list;
	size_t count, cap;
};

/* What is told of one mailbox at most; the rest is counted. */
enum { COVERED_TOLD = 5, BLIND_TIMES_KEPT = 24 };

/* The spans of every mailbox, put together once: the evidence decides how many
 * they are, and how many mailboxes there are to be told with each of them. */
struct everybodys_spans {
	/* By start: blind ones of one cause that go on from each other as one, and
	 * the first covered ones; as many as can be told. */
	const struct mia_span *told[COVERED_TOLD + BLIND_TIMES_KEPT];
	size_t told_count;
	struct mia_span blind_times[BLIND_TIMES_KEPT];
	uint64_t more;              /* blind ones beyond them */
	bool any_blind;             /* one stands for a basis */
	struct finding_times blind; /* within the time asked for */
	struct finding_times held;  /* see mia__finding_spans_hold_all */
};

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
	struct everybodys_spans everybodys;
};
bool mia__finding_spans_make(struct finding_spans *s, const struct mia_allocator *a,
	const struct finding_view *view, struct finding_boxes *b);
void mia__finding_spans_release(struct finding_spans *s);
/* Those of one mailbox, by start, and with them, where they are wanted, what may
 * be told of those of every mailbox (of no mailbox, NO_FINDING_BOX: the latter
 * alone). */
enum spans_wanted { OWN_SPANS, EVERYBODYS_SPANS };
struct spans_of_box {
	const struct mia_span *const *told; /* borrowed until the next call */
	size_t told_count;
	uint64_t more;                     /* blind ones that are not among them */
	const struct mia_span *const *own; /* the mailbox's own, by start; as told */
	size_t own_count;
	const struct everybodys_spans *everybodys; /* NULL: not wanted */
};
/* false: memory. */
bool mia__finding_spans_of(struct finding_spans *s, const struct finding_view *view, uint32_t box,
	enum spans_wanted wanted, struct spans_of_box *ret);
/* MIA_BASIS_* that a span stands for; 0 for covered. */
mia_basis mia__finding_span_basis(const struct mia_span *span);
/* In which times access cannot be excluded. */
bool mia__finding_spans_any_blind(const struct spans_of_box *spans);
/* Whether covered and blind spans, of all accounts, together hold all of the
 * time asked for; a covered one the whole of a day that it holds in part. */
bool mia__finding_spans_hold_all(const struct finding_view *view, const struct spans_of_box *spans);
/* How long they are blind within the time asked for, overlaps once. */
mia_time mia__finding_spans_blind(const struct finding_view *view, const struct spans_of_box *spans);
/* Shorter than what the times of records are exact to: nothing to be told. */
bool mia__finding_span_is_moment(const struct mia_span *span);

/* ---- everybody.c ---- */
/* Of the spans of every mailbox, by start. false: memory. */
bool mia__everybodys_make(struct everybodys_spans *e, const struct mia_allocator *a,
	const struct finding_view *view, const struct mia_span *const *spans, size_t count);
void mia__everybodys_release(struct everybodys_spans *e, const struct mia_allocator *a);
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
