/* Addresses and display names, as other systems write them. */
#ifndef MIA_INVENTORY_MAIL_ADDRESSES_H
#define MIA_INVENTORY_MAIL_ADDRESSES_H

#include "base/buf.h"

/* name: absent where none is written, or only the address once more. */
struct person {
	struct mia_text name, address;
};

bool mia__mail_address_is(struct mia_text value);
/* a@x out of "Name <a@x>", "smtp:a@x", "'a@x'" and "a@x"; else the trimmed
 * text as the address. */
struct person mia__mail_person_in(struct mia_text value);
struct mia_text mia__mail_address_in(struct mia_text value);
/* A name that says something beside the address; else absent. */
struct mia_text mia__mail_person_name(struct mia_text name, struct mia_text address);

/* The people of a list: "Berg, Anna <a@x>; b@y". Linear in its length. */
struct people {
	struct mia_text left;
	bool quotes_end; /* no quote is closed in what is left */
};
bool mia__mail_person_next(struct people *people, struct person *ret);

/* For a list of recipients: two lines, the address and the name. */
void mia__mail_address_add(struct buf *to, struct person person);
void mia__mail_addresses_add(struct buf *to, struct mia_text list);

#endif
