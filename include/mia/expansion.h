/*
 * Expansion: a scope widened to everything that shares a session id, an
 * AADSessionId or a UniqueTokenId with what it holds, step by step, also
 * through sign-in records (Exchange Team Blog 2019-01-04: SessionId comes out
 * of the Entra token; Management Activity API schema: AppAccessContext). A
 * fold over the whole evidence, which must then be read again under the wider
 * scope.
 */
#ifndef MIA_EXPANSION_H
#define MIA_EXPANSION_H

#include <mia/fold.h>
#include <mia/scope.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_expansion;

#define MIA_EXPAND_SESSION (1u << 0) /* SessionId and AADSessionId, one name space */
#define MIA_EXPAND_TOKEN (1u << 1)   /* UniqueTokenId */

/* scope: borrowed as long as the expansion. by: MIA_EXPAND_SESSION,
 * MIA_EXPAND_TOKEN or both. Only records that the scope holds for certain are a
 * beginning. Returns the usual statuses; MIA_ERR_ARGUMENT: the scope holds
 * everything, or `by` is none of the two. */
MIA_API enum mia_status mia_expansion_new(struct mia_expansion **ret, const struct mia_allocator *allocator,
	const struct mia_scope *scope, unsigned by, struct mia_error *err);
MIA_API void mia_expansion_free(struct mia_expansion *expansion);
MIA_API struct mia_fold *mia_expansion_fold(struct mia_expansion *expansion);

/*
 * One id that the scope was widened by, and the record that led to it: of
 * those the first by time, then key. Steps stand in the order in which they
 * follow from one another (round 0: ids of records in scope itself), then by
 * id. Texts live as long as the expansion.
 */
struct mia_expansion_step {
	unsigned round;
	unsigned by; /* MIA_EXPAND_SESSION or _TOKEN: what `id` is */
	struct mia_text id;
	struct mia_text from_id; /* the id that the record shares with the rounds before; absent in round 0 */
	struct mia_text record_id, operation, actor, client_ip, source;
	mia_time time;
	uint64_t record;  /* its number in the source */
	uint64_t records; /* distinct records that bear the id */
	uint64_t added;   /* of these: not held by the scope itself, nor kept out by its limits */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_expansion_count(const struct mia_expansion *expansion);
MIA_API const struct mia_expansion_step *mia_expansion_step(const struct mia_expansion *expansion, size_t i);
/*
 * The wider scope: what the scope holds, or bears one of the ids; what the
 * scope excludes stays out, its span and its mailboxes stay limits, and what
 * these keep out does not lead on to other ids either. Limits are those of
 * the scope as a whole; one that stands in an alternative holds for this
 * alternative only. A record without any session id cannot be told. *ret is to
 * be freed by the caller (mia_scope_free) and is independent of the expansion
 * and its scope. Returns the usual statuses; MIA_ERR_STATE: the expansion is not
 * sealed. The expansion stays usable when this fails.
 */
MIA_API enum mia_status mia_expansion_scope(const struct mia_expansion *expansion, struct mia_scope **ret,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
