/*
 * Texts that look like another one to a reader and are not: with characters that are not seen, letters of other
 * alphabets, blanks, digits for letters. A record of access, or of a
 * rule that forwards, whose operation was changed so must not be passed over.
 */
#ifndef MIA_EVENT_LOOKS_H
#define MIA_EVENT_LOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include <mia/base.h>

/* Whether the text holds what looks like this word, which is ASCII. The word itself looks like itself. */
bool mia__looks_like(struct mia_text text, struct mia_text word);

/* The operations asked for last, since few occur. */
enum { OPERATIONS_KNOWN = 16, OPERATION_KEPT = 47 };
struct known_operations {
	struct known_operation {
		unsigned char len; /* 0: none */
		unsigned char odd; /* enum operation_odd */
		char text[OPERATION_KEPT];
	} kept[OPERATIONS_KNOWN];
	unsigned next;
};

enum operation_odd {
	OPERATION_PLAIN,
	ODD_ACCESS, /* it looks like an operation of access and is none */
	ODD_ACT,    /* like one that sets rules, forwarding or auditing, and is none */
};

enum operation_odd mia__operation_is_odd(struct known_operations *known, struct mia_text operation);

#endif
