/*
 * The words of what can be quoted of a mailbox, and putting them together.
 * All wording stands in the table of wording.c. Private.
 */
#ifndef MIA_FINDINGS_WORDING_H
#define MIA_FINDINGS_WORDING_H

#include "findings/sentence.h"

enum wording {
	ACCESSED,
	NAMELESS,
	NOTHING,
	SILENT,
	EXPECTED,
	WHOLE_LOG,
	COPIED,
	OTHERS,
	WHOLE,
	BY_INVENTORY,
	BY_STATISTICS,
	OPENED,
	HANDLED,
	FORWARDED,
	FORWARDED_COUNT,
	FORWARDED_UNTOLD,
	LASTING,
	UNATTRIBUTED,
	UNATTRIBUTED_FURTHER,
	UNNAMED,
	KIND_NOT_STATED,
	LOST,
	ANYBODYS,
	BLIND,
	BLIND_FURTHER,
	BLIND_BINDS,
	BLIND_BINDS_FURTHER,
	BLIND_SYNCS,
	BLIND_SYNCS_FURTHER,
	FINDINGS,
	BLIND_MORE,
	BLIND_NO_RULE,
	BLIND_REST,
	FILES,
	MORE_FILES,
	WORDINGS
};

struct sentence {
	struct buf *out, *text; /* text: what %T stands for */
	const struct sentence_facts *facts;
	mia_time from, until;
	const char *from_known, *until_known; /* how; or NULL */
	bool told;                            /* what is recorded was told before */
	bool open_ended;                      /* the span is one of blindness */
};

static inline void
between(struct sentence *s, mia_time from, mia_time until)
{
	s->from = from;
	s->until = until;
}

/* A whole sentence. What was put into text is used up. */
void mia__wording_say(struct sentence *s, enum wording wording, uint64_t n);
/* A part of one, into what %T stands for. */
void mia__wording_part(struct sentence *s, enum wording wording, uint64_t n);
/* Why a span is blind, to stand behind "because". */
const char *mia__wording_why(const struct mia_span *span);
/* The same into what %T stands for, with the account if it is one's, and with
 * how many findings say so. */
void mia__wording_part_why(struct sentence *s, const struct mia_span *span, uint64_t findings);

#endif
