/*
 * What findings are made of: plain arrays that mia_findings_new fills from
 * the getters of exposure, coverage and inventory, and functions over them
 * that can be tried without any of the three. Private.
 *
 * The messages of the log are not among the arrays: there may be millions, and
 * a row is put together only when a cursor of the exposure comes to it.
 */
#ifndef MIA_FINDINGS_FINDINGS_H
#define MIA_FINDINGS_FINDINGS_H

#include <mia/findings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "exposure/lists.h"
#include "findings/places.h"
#include "names/directory.h"

/* A folder that an access in scope names, as the log knows it. */
struct finding_folder {
	struct mia_text mailbox, id;
	struct mia_texts names;
	mia_basis basis;
	mia_time last_sync; /* in scope; or unknown */
	/* Filled by mia__finding_boxes_take. */
	uint32_t box;
};

struct finding_view {
	const struct mia_mailbox_exposure *const *exposed;
	size_t exposed_count;
	const struct mia_coverage_mailbox *const *covered;
	size_t covered_count;
	const struct mia_span *const *spans; /* in the order of the coverage */
	size_t span_count;
	const struct mia_forwarding *const *forwardings;
	size_t forwarding_count;
	struct finding_folder *folders;
	size_t folder_count;
	const struct mia_inventory_item *const *items;
	size_t item_count;
	const struct mia_inventory_folder *const *statistics;
	size_t statistics_count;
	struct mia_coverage_extent extent;
	struct mia_findings_options asked; /* times that are not asked: unknown */
	bool by_someone;                   /* the scope asks who came, not only when and where */
};

#define NO_FINDING_BOX NOT_IN_DIRECTORY

/* One mailbox: what exposure and coverage say of it, and what the spans and
 * the inventory add. */
struct finding_box {
	struct mia_text mailbox, guid;
	const struct mia_mailbox_exposure *exposed; /* or NULL */
	const struct mia_coverage_mailbox *covered; /* or NULL */
	/* blindness.c */
	mia_basis blind;  /* bits of MIA_BASIS_CANNOT_EXCLUDE, by spans */
	bool any_covered; /* a covered span lies in the time asked for */
	bool whole;       /* one holds all of it, to the day */
	/* presumed.c */
	size_t rule_start, rule_count; /* in boxes.rules and rules_by_start */
	bool synced;                   /* a sync in scope */
	mia_time last_sync;            /* of them; unknown: not limited */
	bool lists_messages, lists_contents;
	uint64_t listed, presumed, presumed_synced, presumed_forwarded;
	uint64_t counted_folders, counted_items; /* copied ones, by folder statistics */
};

struct boxes {
	struct mia_allocator a;
	struct finding_box *boxes; /* by name, guid */
	size_t count, cap;
	struct directory directory; /* every name and GUID of a box; numbers are those of boxes */
	/* The view's folders by -position, under their box and under none
	 * (NO_FINDING_BOX); those that were copied, by their last sync, unknown highest. */
	struct places folders, copied;
	/* Forwardings that were set in scope: by box, then in the view's order;
	 * and by box, then start, with the latest end so far of the box. */
	uint32_t *rules;
	struct box_rule {
		uint32_t box, rule;
		mia_time start, reach; /* reach: unknown for ever */
	} * rules_by_start;
	size_t rule_cap, rule_by_start_cap;
};

/* Joins the mailboxes of exposure and coverage: the same GUID, else the same
 * name without regard to case. A name that stands with several GUIDs joins
 * none of them. false: memory; mia__finding_boxes_release in any case. */
bool mia__finding_boxes_make(struct boxes *b, const struct mia_allocator *a, const struct finding_view *view);
void mia__finding_boxes_release(struct boxes *b);
/* name: UPN, address or GUID; not a local part, since rows name mailboxes in
 * full. NO_FINDING_BOX: none, or several. */
uint32_t mia__finding_boxes_find(const struct boxes *b, struct mia_text name, struct mia_text guid);
/* Puts the view's folders and rules to their boxes. */
bool mia__finding_boxes_take(struct boxes *b, struct finding_view *view);
/* True if some forwarding that was set in scope stood in the mailbox at that
 * time, which is known. */
bool mia__finding_boxes_forward(const struct boxes *b, uint32_t box, mia_time time);

/* ---- blindness.c ---- */

/* The spans that count in the time asked for, for the accounts asked for. */
struct box_spans {
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
};
bool mia__finding_spans_make(struct box_spans *s, const struct mia_allocator *a,
	const struct finding_view *view, struct boxes *b);
void mia__finding_spans_release(struct box_spans *s);
/* Those of one mailbox, by start; borrowed until the next call. false: memory. */
bool mia__finding_spans_of(struct box_spans *s, const struct finding_view *view, uint32_t box,
	const struct mia_span *const **ret, size_t *count);
/* MIA_BASIS_* that a span stands for; 0 for covered. */
mia_basis mia__finding_span_basis(const struct mia_span *span);
/* Whether covered and blind spans, of all accounts, together hold all of the
 * time asked for; a covered one the whole of a day that it holds in part. */
bool mia__finding_spans_hold_all(const struct finding_view *view, const struct mia_span *const *spans,
	size_t count);
/* How long they are blind within the time asked for, overlaps once. */
mia_time mia__finding_spans_blind(const struct finding_view *view, const struct mia_span *const *spans,
	size_t count);
/* What may be said of a message of which nothing is recorded there, and which
 * came at this time, as far as that is known. */
mia_basis mia__finding_box_silence(const struct finding_box *box, mia_time received);

/* ---- presumed.c ---- */

/* Rows of the inventory that speak of one message of one mailbox. */
struct inventory_run {
	uint32_t start, count; /* in placed.order */
	uint32_t box;
	mia_basis basis;   /* SYNC_FOLDER, SYNC_CONTEXT, FORWARDED, INVENTORY_NO_* */
	mia_time received; /* earliest; or unknown */
	bool named;        /* the log names it */
};
struct placed {
	struct mia_allocator a;
	uint32_t *box_of, *order;
	size_t item_cap, order_count, order_cap;
	struct inventory_run *runs; /* by box, kind of id, id */
	size_t count, cap;
	uint64_t elsewhere; /* items of mailboxes that are not known */
};
bool mia__placed_make(struct placed *p, const struct mia_allocator *a, const struct finding_view *view,
	struct boxes *b);
void mia__placed_release(struct placed *p);
/* The run of a message that the log names; NULL: the inventory has none. */
struct inventory_run *mia__placed_find(const struct placed *p, const struct finding_view *view, uint32_t box,
	const struct mia_message *message);
/* What the inventory makes of it; `logged`: where the log says that it lay. */
mia_basis mia__finding_presumed(const struct finding_view *view, const struct boxes *b,
	const struct placed *p, const struct inventory_run *run, struct mia_texts logged);
/* By message id, else by item id. */
struct mia_text mia__inventory_key(const struct mia_inventory_item *item, int *kind);

#define PRESUMED_BY_SYNC (MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_CONTEXT)
#define PRESUMED (PRESUMED_BY_SYNC | MIA_BASIS_FORWARDED)

/* ---- mailboxes.c, sentence.c ---- */

struct sentence_facts {
	const struct mia_mailbox_finding *finding;
	const struct finding_view *view;
	const struct boxes *boxes;
	const struct finding_box *box;
	uint32_t at;                         /* of the box */
	const struct mia_span *const *spans; /* of the mailbox, covered ones too */
	size_t span_count;
};
/* Adds the sentence to out, whose failure is sticky. */
void mia__sentence_write(struct buf *out, const struct sentence_facts *facts);

/* What is recorded, presumed and blind; texts and lists into kept. */
bool mia__mailbox_finding_make(struct mia_mailbox_finding *ret, const struct finding_view *view,
	const struct boxes *b, uint32_t box, struct box_spans *spans, struct arena *kept);

/* ---- the whole ---- */

struct listed_row {
	size_t listed;                   /* place on the list */
	const struct inventory_run *run; /* or NULL */
	struct mia_message message;
};

struct mia_findings {
	struct mia_allocator a;
	const struct mia_exposure *exposure;
	struct finding_view view;
	/* What the view's arrays point to. */
	const struct mia_mailbox_exposure **exposed;
	const struct mia_coverage_mailbox **covered;
	const struct mia_span **spans;
	const struct mia_forwarding **forwardings;
	const struct mia_inventory_item **items;
	const struct mia_inventory_folder **statistics;
	struct finding_folder *folders;
	size_t exposed_cap, covered_cap, span_cap, forwarding_cap, item_cap, statistic_cap, folder_cap;
	struct arena kept;
	struct boxes boxes;
	struct box_spans blind_spans;
	struct placed placed;
	struct mia_mailbox_finding *mailboxes;
	size_t mailbox_cap;
	uint32_t *extras; /* runs that only the inventory names, in order */
	size_t extra_count, extra_cap;
	uint32_t *unnamed_folders; /* statistics of folders that no row has */
	size_t unnamed_folder_count, unnamed_folder_cap;
	uint32_t *statistics_boxes;
	size_t statistics_cap;
	struct places counted; /* statistics by how many items they count */
	struct listed_row *listed;
	size_t listed_count, listed_cap;
	struct mia_findings_sums sums;
};

/* What the inventory adds to a row of the log. */
void mia__finding_messages_enrich(const struct mia_findings *f, struct mia_message *row,
	const struct inventory_run *run, uint32_t box);
/* The rows of the log and those of the inventory, without regard to a list. */
enum mia_status mia__finding_messages_begin(struct mia_finding_messages **ret, const struct mia_findings *f,
	struct mia_error *err);
/* What the inventory says of the row that was handed out last; or NULL. */
const struct inventory_run *mia__finding_messages_run(const struct mia_finding_messages *m);
/* Over a view that is filled but for its folders; mia_findings_new fills it
 * from the getters. The view's arrays are borrowed. */
enum mia_status mia__findings_over(struct mia_findings **ret, const struct mia_allocator *allocator,
	const struct mia_exposure *exposure, const struct finding_view *view, struct mia_error *err);
/* The folders of the log, for the view. */
enum mia_status mia__findings_take_folders(struct mia_findings *f, struct mia_error *err);
/* Where folder statistics belong, and which of them have no row. */
bool mia__findings_take_statistics(struct mia_findings *f);
/* Copies the texts of a list. */
bool mia__finding_keep_texts(struct arena *kept, struct mia_texts *texts);
/* Counts, marks what the log names, orders the rest. */
enum mia_status mia__findings_count(struct mia_findings *f, struct mia_error *err);
/* With a list: the rows. */
enum mia_status mia__findings_list(struct mia_findings *f, struct mia_error *err);

#endif
