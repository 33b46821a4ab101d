/*
 * A matcher from the inside: what one thread needs to ask a scope. matcher.c
 * asks the scope as a whole, traits.c one value, missing.c why it cannot be told.
 */
#ifndef MIA_SCOPE_MATCHER_H
#define MIA_SCOPE_MATCHER_H

#include "scope/criteria.h"

/* Longer client strings are matched each time. */
#define MEMO_BYTES 2048

/* Records of one client come in runs: the last client's answer. */
struct memo {
	bool set;
	enum mia_match answer;
	size_t info, actor, client; /* lengths of the three texts in text */
	char text[MEMO_BYTES];
};

struct mia_matcher {
	const struct mia_scope *scope;
	enum mia_trait asked[MIA_TRAIT_COUNT]; /* cheap ones first */
	size_t asked_count;
	/* NULL where no client is asked for. */
	struct pattern_space *space;
	struct memo *memo;
	struct mia_matcher **parts; /* of all, any, none, in this order */
	size_t part_count;
};

/* The three answers are ordered, so "all of" is the least, "any of" the most. */
static inline enum mia_match
match_both(enum mia_match a, enum mia_match b)
{
	return a < b ? a : b;
}

static inline enum mia_match
match_either(enum mia_match a, enum mia_match b)
{
	return a > b ? a : b;
}

static inline enum mia_match
match_negate(enum mia_match m)
{
	return (enum mia_match)(MIA_MATCH_YES - m);
}

static inline enum mia_match
match_if(bool yes)
{
	return yes ? MIA_MATCH_YES : MIA_MATCH_NO;
}

/* traits.c: one value of one trait. space: NULL where no client is asked for. */
enum mia_match mia__match_value(struct pattern_space *space, enum mia_trait trait, const struct value *value,
	const struct mia_event *event);
/* traits.c: an address of the event is within the value; a session id of it is the value. */
bool mia__match_address(const struct value *value, const struct mia_event *event);
bool mia__match_session(const struct value *value, const struct mia_event *event);
/* traits.c: the answer where no value holds an address of the event. */
enum mia_match mia__unmatched_address(const struct mia_event *event);
/* traits.c: the next [AppId=...] in *rest, which is moved behind it; absent if none. */
struct mia_text mia__next_embedded_app(struct mia_text *rest);
/* matcher.c: all values of one trait that the scope itself asks for, and its span. */
enum mia_match mia__match_trait(const struct mia_matcher *matcher, enum mia_trait trait,
	const struct mia_event *event);
enum mia_match mia__match_time(const struct mia_scope *scope, const struct mia_event *event);

#endif
