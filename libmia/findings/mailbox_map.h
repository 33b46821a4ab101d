/* Which mailbox of the exposure is which of the coverage, of a span, of the
 * inventory: the mailboxes of the findings, and finding one. */
#ifndef MIA_FINDINGS_MAILBOX_MAP_H
#define MIA_FINDINGS_MAILBOX_MAP_H

#include "findings/places.h"
#include "findings/view.h"
#include "names/directory.h"

#define NO_FINDING_BOX NOT_IN_DIRECTORY

/* One mailbox: what exposure and coverage say of it, and what the spans and
 * the inventory add. A box is a mailbox in the order of the output; its number
 * is its place there. (The coverage numbers mailboxes of its own, in the same
 * way.) */
struct finding_box {
	struct mia_text mailbox, guid;
	const struct mia_mailbox_exposure *exposed; /* or NULL */
	const struct mia_coverage_mailbox *covered; /* or NULL */
	/* blindness.c */
	mia_basis blind; /* bits of MIA_BASIS_CANNOT_EXCLUDE, by spans and by accesses that name no mailbox */
	bool any_covered;         /* a covered span lies in the time asked for */
	bool whole;               /* one holds all of it, to the day */
	bool open;                /* mailboxes.c: no rule shows the records to be complete */
	bool nameless_access;     /* one is recorded that names no mailbox: it may be of this one */
	bool name_elsewhere;      /* another mailbox bears the name in some records, and was accessed */
	uint64_t shared_accesses; /* records of access by a name that this mailbox shares, without a GUID */
	/* presumed.c */
	size_t rule_start, rule_count; /* in boxes.rules and rules_by_start */
	bool synced;                   /* a sync in scope */
	mia_time last_sync;            /* of them; unknown: not limited */
	mia_time first_rule;           /* the earliest start of its forwardings; unknown: ever */
	uint64_t untold_rules;         /* of which the scope cannot tell who set them */
	uint64_t maybe_rules;          /* of which it cannot be told whether they are of this mailbox */
	/* Folders that were copied, or may have been, that are not known by an id; by a path. */
	uint64_t copies_without_id, copies_without_path;
	bool lists_messages, lists_contents;
	uint64_t listed, presumed, presumed_synced, presumed_forwarded;
	uint64_t counted_folders, counted_items; /* copied ones, by folder statistics */
};

struct finding_boxes {
	struct mia_allocator a;
	struct finding_box *boxes; /* by name, guid */
	size_t count, cap;
	struct directory directory; /* every name and GUID of a box; numbers are those of boxes */
	struct directory guidless;  /* names of boxes without a GUID */
	/* The view's folders by -position, under their box and under none
	 * (NO_FINDING_BOX); those that were copied, by their last sync, unknown highest. */
	struct places folders, copied;
	struct places maybe_copied; /* the same of syncs that the scope cannot tell */
	/* Forwardings that were set in scope: by box, then in the view's order;
	 * and by box, then start, with the latest end so far of the box. */
	uint32_t *rules;
	struct box_rule {
		uint32_t box, rule;
		mia_time start, reach; /* reach: unknown for ever */
	} * rules_by_start;
	size_t rule_cap, rule_by_start_cap;
};

/* Joins the mailboxes of exposure, coverage and forwardings (of which one may be
 * of a mailbox that no other record names): the same GUID, else the same name
 * without regard to case. A name that stands with several GUIDs joins
 * none of them. false: memory; mia__finding_boxes_release in any case. */
bool mia__finding_boxes_make(struct finding_boxes *b, const struct mia_allocator *a,
	const struct finding_view *view);
void mia__finding_boxes_release(struct finding_boxes *b);
/* name: UPN, address or GUID; not a local part, since rows name mailboxes in
 * full. NO_FINDING_BOX: none, or several. */
uint32_t mia__finding_boxes_find(const struct finding_boxes *b, struct mia_text name, struct mia_text guid);
/* The same of what the log says, whose records without a GUID are a row of their own where
 * several bear the name. */
uint32_t mia__finding_boxes_of_log(const struct finding_boxes *b, struct mia_text name, struct mia_text guid);
/* Of several that bear the name the first in which a folder was copied or mail forwarded. */
uint32_t mia__finding_boxes_gravest(const struct finding_boxes *b, struct mia_text name);
/* All that an administrator may mean by a name, an alias, or a path that ends in one. */
struct directory_answer mia__finding_boxes_meant(const struct finding_boxes *b, struct mia_text name);
/* A record names it, not only a rule of which nobody knows whose it is. */
bool mia__finding_box_is_known(const struct finding_box *box);
/* More that share a name are not told apart from all there are: the evidence
 * decides how many, and how many things name them. */
enum { SHARED_BY = 16 };
/* Mailboxes by the name that they share, each name looked through once. */
struct box_sharers {
	uint32_t *known; /* by place in directory.names: where its list begins, + 1; 0: not looked for */
	size_t name_count;
	uint32_t *lists; /* how many, then these */
	size_t list_count, list_cap;
};
void mia__box_sharers_init(struct box_sharers *s, const struct finding_boxes *b);
void mia__box_sharers_release(struct box_sharers *s, const struct finding_boxes *b);
/* Those of a name, SHARED_BY at most; valid until the next call. false: memory. */
bool mia__box_sharers_of(struct box_sharers *s, const struct finding_boxes *b, struct mia_text name,
	const uint32_t **ret, size_t *count);
/* Is it known which mailbox that is, by more than a display name? */
bool mia__finding_box_is_told(const struct finding_box *box);
/* Accesses in scope, or unattributed, of which no record says the mailbox. */
uint64_t mia__finding_boxes_nameless(const struct finding_boxes *b);
bool mia__finding_rules_take(struct finding_boxes *b, const struct finding_view *view); /* rules.c */
/* Puts the view's folders and rules to their boxes. */
bool mia__finding_boxes_take(struct finding_boxes *b, struct finding_view *view);
/* True if some forwarding that was set in scope stood in the mailbox at that
 * time, which is known. */
bool mia__finding_boxes_forward(const struct finding_boxes *b, uint32_t box, mia_time time);

#endif
