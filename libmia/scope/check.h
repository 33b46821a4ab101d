/* What a check of a scope keeps: values that are asked for, texts that records bear. */
#ifndef MIA_SCOPE_CHECK_H_PRIVATE
#define MIA_SCOPE_CHECK_H_PRIVATE

#include <mia/scope_check.h>

#include "base/buf.h"
#include "base/arena.h"
#include "base/intern.h"
#include "base/text.h"
#include "scope/criteria.h"

/* A value of the scope, or of one of its parts. */
struct asked {
	enum mia_trait trait;
	const struct value *value;
	bool borne;
	uint32_t next; /* + 1: another that is the same but for its case; 0: none */
	bool by_it;    /* after seal: a record is by it, not only about it */
};

struct mia_scope_check {
	struct mia_fold fold;
	struct mia_allocator a;
	const struct mia_scope *scope; /* borrowed */
	struct asked *asked;           /* each once, by trait and text */
	size_t asked_count, asked_cap;
	struct intern keys;   /* what `asked` looks for, so that each text is looked up once */
	uint32_t *first;      /* by key: the first asked of it */
	uint32_t *beginnings; /* of asked: those of which a longer text may be meant */
	size_t beginning_count;
	struct buf key;
	unsigned wants;                        /* bits by enum mia_trait */
	unsigned silent;                       /* likewise: a record of access states none */
	struct intern known[MIA_TRAIT_COUNT];  /* what records bear */
	struct intern longer[MIA_TRAIT_COUNT]; /* of it all that begins with a value */
	bool too_many[MIA_TRAIT_COUNT];        /* at the seal: no nearest are sought */
	struct intern named;                   /* applications that marked operations are about */
	struct mia_act_reader *acts;
	struct arena kept;              /* after seal: values and their lists */
	struct mia_scope_value *values; /* after seal: one for each asked */
	bool sealed;
};

bool mia__scope_check_begins(enum mia_trait trait, struct mia_text text, struct mia_text with);
/* The order of `asked`. */
static inline int
asked_compare(const struct asked *a, const struct asked *b)
{
	return a->trait != b->trait ? (int)a->trait - (int)b->trait
				    : text_compare(a->value->text, b->value->text);
}
/* check_answer.c: from what was gathered to the values. false: out of memory. */
bool mia__scope_check_answer(struct mia_scope_check *c);

#endif
