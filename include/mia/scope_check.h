/*
 * Are the values of a scope in the evidence at all? A fold that holds them
 * against what the records bear: a beginning of an id is written out in full, and
 * to a value that no record bears the nearest are named.
 */
#ifndef MIA_SCOPE_CHECK_H
#define MIA_SCOPE_CHECK_H

#include <mia/fold.h>
#include <mia/scope.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_scope_check;

/* How short the beginning of an id may be. */
#define MIA_ID_BEGINNING 4

/* True if the scope asks for values that can be checked: addresses, ids,
 * applications, accounts, mailboxes. Any thread. */
MIA_API int mia_scope_can_be_checked(const struct mia_scope *scope);
/*
 * True if an id that it asks for (session, application, device, object of a token:
 * no GUID; token: shorter than the 22 letters of one) may be the beginning of
 * one. As it stands such a scope holds no record by it, so it has to be checked
 * and replaced by mia_scope_check_scope before it is asked. Any thread.
 */
MIA_API int mia_scope_has_beginnings(const struct mia_scope *scope);

/* scope: borrowed as long as the check. Returns the usual statuses. */
MIA_API enum mia_status mia_scope_check_new(struct mia_scope_check **ret,
	const struct mia_allocator *allocator, const struct mia_scope *scope, struct mia_error *err);
MIA_API void mia_scope_check_free(struct mia_scope_check *check);
MIA_API struct mia_fold *mia_scope_check_fold(struct mia_scope_check *check);

/* What the evidence says of a value. */
enum mia_bearing {
	MIA_BORNE = 0,    /* a record bears it, or (only_named) is about it */
	MIA_BORNE_LONGER, /* no record does; one id in the evidence begins with it */
	MIA_AMBIGUOUS,    /* several ids do */
	MIA_TOO_SHORT,    /* it has less than MIA_ID_BEGINNING letters */
	MIA_NOT_BORNE     /* no record bears it, nor an id that begins with it */
};

/* A value of the scope; each is told once, wherever it stands in the scope. Texts
 * live as long as the check. */
struct mia_scope_value {
	enum mia_trait trait;
	struct mia_text value; /* as the scope has it */
	enum mia_bearing bearing;
	/* MIA_BORNE_LONGER: the one. MIA_AMBIGUOUS: the first of them. MIA_NOT_BORNE:
	 * those that differ in few letters, the nearest first, perhaps none. At most 5,
	 * in the order of bytes where nothing else decides. */
	struct mia_texts candidates;
	size_t candidate_count; /* of MIA_AMBIGUOUS all of them */
	int stated; /* some record states a value of this kind, whichever; not told of addresses */
	/* MIA_BORNE, of an application: no record is by it, but marked operations name
	 * it, such as a consent. A scope that asks for it holds no record by it. */
	int only_named;
	/* MIA_NOT_BORNE: a whole GUID, to which none in the evidence is so near that it
	 * may be a slip of the pen; and a record of access states no value of this kind,
	 * so that it may be by it: what is asked cannot be told of that record. */
	int may_be_silent;
};
/* Getters, as base.h has them. Order: that of enum mia_trait, then of the value. */
MIA_API size_t mia_scope_check_count(const struct mia_scope_check *check);
MIA_API const struct mia_scope_value *mia_scope_check_value(const struct mia_scope_check *check, size_t i);
/*
 * The scope with each beginning that one id has (MIA_BORNE_LONGER) written out;
 * all else as it was. *ret is to be freed by the caller (mia_scope_free) and is
 * independent of the check and its scope. Returns the usual statuses;
 * MIA_ERR_STATE: the check is not sealed.
 */
MIA_API enum mia_status mia_scope_check_scope(const struct mia_scope_check *check, struct mia_scope **ret,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
