/* Asking triage for the words of one reason. */
#ifndef MIA_TESTS_TRIAGE_REASONS_H
#define MIA_TESTS_TRIAGE_REASONS_H

#include "made_triage.h"

#include "triage/reasons.h"

#define ANN "ann@own.example"
#define BOB "bob@own.example"
#define IP "203.0.113.7"
#define HOME "198.51.100.23"
#define SESSION "5e55a77a-0000-4000-8000-00000000000a"

/* The evidence knows own.example by a bind of its owner at home, well before. */
static inline struct mia_triage *
begun(void)
{
	struct mia_triage *t = triage_new(0);

	note_bind(t, deed(900, NOON - 1000 * MINUTE, NULL, ANN, HOME), 900, 1);
	return t;
}

static inline void
holds(struct mia_triage *t, enum mia_triage_kind kind, const char *subject, const char *code,
	const char *words)
{
	struct mia_text text = reason_of(t, kind, subject, code);

	if (!text.ptr || !text_equal(text, mia_text_of(words)))
		fail_msg("%s of %s: \"%.*s\", not \"%s\"", code, subject, (int)text.len,
			text.ptr ? text.ptr : "", words);
}

static inline void
holds_not(struct mia_triage *t, enum mia_triage_kind kind, const char *subject, const char *code)
{
	struct mia_text text = reason_of(t, kind, subject, code);

	if (text.ptr)
		fail_msg("%s of %s: \"%.*s\"", code, subject, (int)text.len, text.ptr);
}

static inline void
sealed(struct mia_triage *t)
{
	seal(mia_triage_fold(t));
}

#endif
