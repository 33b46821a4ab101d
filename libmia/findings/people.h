/*
 * The people behind exposed messages: messages, then who is named on each,
 * then one row an address. Everything is numbered and counted as it comes;
 * only texts decide the order of what comes out. Private.
 */
#ifndef MIA_FINDINGS_PEOPLE_H
#define MIA_FINDINGS_PEOPLE_H

#include <mia/subjects.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/sort.h"
#include "findings/findings.h"
#include "inventory/mail_addresses.h"

/* ---- people_messages.c ---- */

/* One message in whatever mailboxes it was exposed. */
struct exposed_message {
	enum mia_level level;  /* the strongest */
	uint32_t mailboxes;    /* in sets */
	uint32_t start, count; /* inventory items that name its people, in items */
};

struct exposed {
	struct mia_allocator a;
	struct exposed_message *messages;
	size_t count, cap;
	struct intern ids; /* internet message ids */
	uint32_t *of_id;   /* their messages */
	size_t of_id_cap;
	struct intern mailboxes, sets; /* a set: ranks of mailboxes, ascending */
	struct mia_text *ranked;       /* mailboxes by rank; texts of the intern */
	size_t ranked_cap;
	uint32_t *items; /* those of one message together */
	size_t item_cap;
	/* While it is made: (message, mailbox), (message, item). */
	struct sort_pair *lies, *named;
	size_t lie_count, lie_cap, named_count, named_cap;
};
void mia__exposed_init(struct exposed *e, const struct mia_allocator *a);
void mia__exposed_release(struct exposed *e);
enum mia_status mia__exposed_take(struct exposed *e, const struct mia_findings *f, struct mia_error *err);

/* ---- people_addresses.c ---- */

struct written {
	uint32_t person, stamp; /* the message that it was last counted for, from 1 */
	uint32_t messages;
};

struct people_address {
	struct mia_subject row;
	uint32_t stamp, set;              /* the message that was last counted; the set last added */
	uint32_t best_address, best_name; /* numbers of spellings, of names; 0: none */
};

struct people_addresses {
	struct mia_allocator a;
	struct people_address *people;
	size_t count, cap;
	struct intern addresses;       /* lower case; person + 1 */
	struct intern spellings;       /* addresses as written */
	struct intern names;           /* a person's number, then the name */
	struct written *spelt, *named; /* by number */
	size_t spelt_cap, named_cap;
	struct sort_pair *sets; /* (person, set of mailboxes) */
	size_t set_count, set_cap;
	struct buf scratch;
	bool anyone; /* was named on the message at hand */
};
void mia__people_init(struct people_addresses *p, const struct mia_allocator *a);
void mia__people_release(struct people_addresses *p);
/* Counts those whom the items of a message name. */
bool mia__people_take(struct people_addresses *p, const struct mia_findings *f, struct exposed *e,
	uint32_t message);
/* In order, with texts in kept. */
bool mia__people_finish(struct people_addresses *p, const struct exposed *e, struct arena *kept,
	struct mia_texts own_domains, struct mia_subject **ret);
bool mia__own_domain_usable(struct mia_text domain);

/* ---- people_bounds.c ---- */

/* Whether more messages may have been exposed than rows name. */
bool mia__people_unbounded(bool *ret, const struct mia_findings *f);

#endif
