/*
 * Putting together what can be quoted of a mailbox. The words are those of
 * texts/; here is what fills them in. Private.
 */
#ifndef MIA_FINDINGS_WORDING_H
#define MIA_FINDINGS_WORDING_H

#include "findings/sentence.h"
#include "texts/texts.h"

struct sentence {
	struct buf *out;
	struct buf text, span, lead; /* text: what %5 stands for */
	const struct sentence_facts *facts;
	enum mia_language language;
	mia_time from, until;
	enum text_id from_known, until_known; /* how; TEXTS: not to be said */
	bool led;                             /* the mailbox was named before */
	bool attributed;                      /* whose sessions was said before */
	bool of_all;                          /* what is said holds for all mailboxes */
	bool open_ended;                      /* the span is one of blindness */
	bool caveat;                          /* more than that nothing is recorded was said */
};
void mia__wording_begin(struct sentence *s, struct buf *out, const struct sentence_facts *facts);
/* Failure to get memory goes to out. */
void mia__wording_end(struct sentence *s);

static inline void
between(struct sentence *s, mia_time from, mia_time until)
{
	s->from = from;
	s->until = until;
}

/* A whole sentence. What was put into text is used up. */
void mia__wording_say(struct sentence *s, enum text_id text, uint64_t n);
/* A part of one, into text; %1 and %2 as given, %4 the time. */
void mia__wording_part(struct sentence *s, enum text_id part, struct mia_text first, struct mia_text second);
/* The same of a number. */
void mia__wording_part_of(struct sentence *s, enum text_id part, uint64_t n);

/* " between ... and ...", with the blank; nothing where both are unknown. */
void mia__wording_span(struct buf *out, enum mia_language language, mia_time from, mia_time until);

/* ---- because.c: why access cannot be excluded ---- */

/* Which of the texts T_WHY_ says why a span is blind. */
enum text_id mia__why_of_span(const struct mia_span *span);
/* The text, with the account if it is one's; added to out. */
void mia__why_into(struct buf *out, enum mia_language language, enum text_id why, struct mia_text actor);
/* What would settle it; TEXTS: nothing would. */
enum text_id mia__cure_of(enum text_id why);

#endif
