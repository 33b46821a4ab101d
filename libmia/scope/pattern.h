/*
 * The analyst's patterns, and the wall in front of PCRE2: no other file knows
 * it. Patterns come from the analyst, subjects from the attacker, so matching
 * is bounded, and running into a bound is never a "no": else a crafted client
 * could hide itself.
 */
#ifndef MIA_SCOPE_PATTERN_H
#define MIA_SCOPE_PATTERN_H

#include <mia/scope.h>

/* Compiled; never changes, any number of threads may match it. */
struct pattern;
/* What one thread needs in order to match. */
struct pattern_space;

/* What holds where no others are set. */
extern const struct mia_scope_limits mia__pattern_limits;

/* MIA_ERR_PATTERN: err says what is wrong with it and at which byte. */
enum mia_status mia__pattern_new(struct pattern **ret, const struct mia_allocator *a, struct mia_text source,
	size_t most, struct mia_error *err);
void mia__pattern_free(struct pattern *pattern);

enum mia_status mia__pattern_space_new(struct pattern_space **ret, const struct mia_allocator *a,
	const struct mia_scope_limits *limits, struct mia_error *err);
void mia__pattern_space_free(struct pattern_space *space);

/* Cannot tell: a bound was met, memory was refused, or the text is no UTF-8. */
enum mia_match mia__pattern_match(const struct pattern *pattern, struct pattern_space *space,
	struct mia_text subject);

#endif
