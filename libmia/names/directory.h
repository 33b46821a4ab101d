/*
 * Which mailbox a text means: the one answer to that question for everybody.
 * A mailbox is found by its GUID, by its whole name (a UPN or an address), or
 * by the local part of one, as admin records name their objects; without
 * regard to case. Who asks says which of these count, and what a text means
 * that several mailboxes bear.
 */
#ifndef MIA_NAMES_DIRECTORY_H
#define MIA_NAMES_DIRECTORY_H

#include "names/mailboxes.h"

/* From the best to the worst; the first by which anybody is found decides: a
 * UPN may be written like another's GUID. */
enum {
	FIND_BY_GUID = 1,
	FIND_BY_NAME = 2,
	FIND_BY_LOCAL_PART = 4, /* what stands before the first @ of a name */
};

/* What a text means that several mailboxes bear. */
enum directory_rule {
	SEVERAL_MEAN_NONE,  /* nothing may be said of the wrong mailbox */
	SEVERAL_MEAN_FIRST, /* by a GUID or a whole name: the one of the least number, marked as shared */
	SEVERAL_MEAN_ALL,   /* no mailbox may be missed. A name with several @ has several
				     local parts then: all that stands before any of them */
};

#define NOT_IN_DIRECTORY UINT32_MAX

struct directory_name {
	struct mia_text text; /* borrowed */
	uint32_t number;      /* of the mailbox, as its owner counts */
	uint32_t same;        /* how many names from here on are of this mailbox */
};

struct directory {
	struct mia_allocator a;
	/* After sort: by text without regard to case, then number; each pair once. */
	struct directory_names {
		struct directory_name *v;
		size_t count, cap;
	} guids, names;
};

struct directory_answer {
	const struct directory_name *names; /* whom the text means; borrowed */
	size_t count;                       /* 0: nobody */
	bool shared;                        /* several mailboxes bear it */
};

void mia__directory_init(struct directory *d, const struct mia_allocator *a);
void mia__directory_release(struct directory *d);
/* Empty texts are left out. The texts are borrowed. false: out of memory. */
bool mia__directory_add_guid(struct directory *d, struct mia_text guid, uint32_t number);
bool mia__directory_add_name(struct directory *d, struct mia_text name, uint32_t number);
/* Every name and GUID that any record gives a mailbox, not only the last. The
 * mailboxes are sealed; number_of has a number for each entry, or is NULL: the
 * numbers are their roots. */
bool mia__directory_add_mailboxes(struct directory *d, const struct mailbox_names *m,
	const uint32_t *number_of);
/* After the last is added and before anything is found. false: out of memory. */
bool mia__directory_sort(struct directory *d);
/* ways: those of FIND_BY_* that count. */
struct directory_answer mia__directory_find(const struct directory *d, struct mia_text text, unsigned ways,
	enum directory_rule rule);

/* Whose a thing is that names its mailbox in one way or another. */
struct directory_owner {
	struct mia_text name; /* the one that counted; borrowed */
	uint32_t number;      /* or NOT_IN_DIRECTORY */
};
/*
 * The mailbox that `named` means; else that of `second`, unless `named` is a whole
 * address (an object is often named by a directory id). A name that may mean
 * several mailboxes means none. any_second: where neither is known, the thing is
 * of the second, since users make such things in their own mailbox.
 */
struct directory_owner mia__directory_owner(const struct directory *d, struct mia_text named,
	struct mia_text second, bool any_second);

/* The one mailbox of an answer, or NOT_IN_DIRECTORY. */
static inline uint32_t
directory_number(struct directory_answer answer)
{
	return answer.count ? answer.names->number : NOT_IN_DIRECTORY;
}

#endif
