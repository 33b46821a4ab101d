/* Addresses and display names, as other systems write them. */
#ifndef MIA_INVENTORY_MAIL_ADDRESSES_H
#define MIA_INVENTORY_MAIL_ADDRESSES_H

#include "base/buf.h"

/* name: absent where none is written, or only the address once more. */
struct person {
	struct mia_text name, address;
};

bool is_address(struct mia_text value);
/* a@x out of "Name <a@x>", "smtp:a@x", "'a@x'" and "a@x"; else the trimmed
 * text as the address. */
struct person person_in(struct mia_text value);
struct mia_text address_in(struct mia_text value);
/* A name that says something beside the address; else absent. */
struct mia_text person_name(struct mia_text name, struct mia_text address);

/* The people of a list: "Berg, Anna <a@x>; b@y". Linear in its length. */
struct people {
	struct mia_text left;
	bool quotes_end;           /* no quote is closed in what is left */
};
bool person_next(struct people *people, struct person *ret);

/* For a list of recipients: two lines, the address and the name. */
void add_person(struct buf *to, struct person person);
void add_people(struct buf *to, struct mia_text list);

#endif
