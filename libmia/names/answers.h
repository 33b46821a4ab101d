/*
 * What was answered to a short text before. Evidence has some dozens of
 * operations, and the same is asked of each record: an answer that depends on
 * the text alone is looked up in two steps instead of being found anew among
 * all names that count. A text that comes to a taken place takes it over, so
 * that whoever writes the evidence can make this slow, but not large or wrong.
 */
#ifndef MIA_NAMES_ANSWERS_H
#define MIA_NAMES_ANSWERS_H

#include "base/text.h"

enum { ANSWERS = 64, ANSWER_TEXT = 30 };

struct answers {
	struct answer {
		uint8_t length, answer; /* length 0: nobody has asked */
		char text[ANSWER_TEXT];
	} v[ANSWERS];
};

/* By length and four letters of the text, which is not empty. */
static inline size_t
answer_place(struct mia_text t)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	uint32_t letters = p[0] | (uint32_t)p[t.len / 3] << 8 | (uint32_t)p[t.len / 2] << 16 |
		(uint32_t)p[t.len - 1] << 24;

	return ((letters ^ (uint32_t)t.len) * UINT32_C(2654435761)) >> 26;
}

/* What ask(t) answers. */
static inline uint8_t
answer_to(struct answers *answers, struct mia_text t, uint8_t (*ask)(struct mia_text t))
{
	if (t.len == 0 || t.len > ANSWER_TEXT)
		return ask(t);
	struct answer *a = &answers->v[answer_place(t)];
	if (a->length != t.len || memcmp(a->text, t.ptr, t.len) != 0) {
		a->answer = ask(t);
		a->length = (uint8_t)t.len;
		memcpy(a->text, t.ptr, t.len);
	}
	return a->answer;
}

#endif
