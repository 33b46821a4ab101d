/*
 * What is this text? Told by its first bytes, never by its name.
 */
#ifndef MIA_RECORD_SNIFF_H
#define MIA_RECORD_SNIFF_H

#include <stdbool.h>

#include "base/alloc.h"

#include <mia/evidence.h>

struct framing;

struct sniffed {
	enum mia_container container;    /* UNKNOWN: nothing for us */
	const struct framing *framing;   /* how it is framed; NULL with UNKNOWN */
	char separator;                  /* CSV */
	size_t header_start, header_len; /* CSV: the header row in the text */
	const char *note;                /* what it is instead; static */
	bool packed;                     /* with note: what it holds cannot be seen in its bytes */
	bool no_memory;                  /* and so nothing was found out */
};
/* head: the first bytes of the text. tables: any CSV with a header row, and any
 * JSON, is taken as a table; an audit export is told by its own container. */
struct sniffed mia__sniff_text(struct mia_text head, bool tables, const struct mia_allocator *a);
/* By the first stored bytes: "ZIP archive", "PDF document" ...; NULL: unknown. *packed: what it holds
 * cannot be seen in its bytes. */
const char *mia__sniff_magic(const char *head, size_t len, bool *packed);

#endif
