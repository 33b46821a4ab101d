/*
 * How an exposure is stored: records, and pairs of what they name. Everything
 * a row says is put together from these when a cursor comes to it, so that a
 * message costs little more than its name and its accesses. Private.
 */
#ifndef MIA_EXPOSURE_EXPOSURE_H
#define MIA_EXPOSURE_EXPOSURE_H

#include <mia/exposure.h>

#include "event/foldernames.h"
#include "exposure/keyset.h"
#include "base/buf.h"
#include "exposure/subjects.h"

/*
 * A record of an access, in scope or unattributed. Versions of one record
 * that differ stand side by side (after seal: as neighbours, since the order
 * is that of the key), count once, and answer together.
 */
struct exposure_record {
	unsigned char key[16];
	mia_time time;
	uint64_t unnamed;  /* of a bind; else UNNAMED_NOT_STATED */
	uint32_t mailbox;  /* a number of mailboxes; after seal the root */
	uint32_t session, ip, ip_raw, client, actor, id; /* in texts */
	uint8_t match;     /* enum mia_match; after seal that of all versions */
	uint8_t access;    /* enum mia_access; after seal stated if any states it */
	uint8_t names;     /* whether it names an item */
};
#define UNNAMED_NOT_STATED UINT64_MAX

/* One item that a record names, and the folder in which it does. */
struct exposure_pair {
	uint32_t identity; /* in texts, its kind as first byte; 0: no name */
	uint32_t record;
	uint32_t folder;   /* a number of foldernames, or MIA_NO_FOLDER */
	uint32_t item_id;  /* in texts; or */
};
#define WHOLE_FOLDER UINT32_MAX /* the record names the folder itself */

/* A run of pairs (messages), or of by_folder (folders). */
struct exposure_row {
	mia_time first;
	uint32_t start, count;
};

struct exposure_rows {
	struct exposure_row *rows;
	uint32_t *order;
	size_t count, cap;
};

struct mia_exposure {
	struct mia_fold fold;
	struct mia_allocator a;
	struct mia_exposure_options options; /* its scope: NULL after seal */
	struct mia_matcher *matcher; /* NULL: everything is in scope */
	struct mailboxes mailboxes;
	struct foldernames foldernames;
	struct intern texts;
	struct subjects subjects;
	struct buf scratch;
	struct folder_use *folder_uses; /* scratch of one event */
	size_t folder_use_cap;
	struct exposure_record *records;
	size_t record_count, record_cap;
	struct exposure_pair *pairs;
	size_t pair_count, pair_cap;
	/* Records that are counted but not kept. */
	struct keyset other_in_scope, other_binds, other_syncs, failed, throttled;
	struct mia_exposure_sums sums;
	bool sealed;
	/* Sizes of items out of scope are most of what there is to remember, and
	 * are needed only where an access in scope states none. */
	bool lean, left_out, unsized;
	/* After seal. */
	uint32_t *by_folder; /* pairs that have a folder, by folder and record */
	size_t by_folder_count;
	uint32_t *mailbox_ranks;   /* place of each mailbox in the output */
	uint32_t *mailbox_members; /* entries, those of one root together */
	size_t mailbox_cap;        /* of these two */
	struct exposure_rows messages, folders;
};

#define BASIS_ATTRIBUTED (MIA_BASIS_BIND | MIA_BASIS_SYNC_FOLDER)

/*
 * What a pair is evidence of: one bit of MIA_BASIS_*. A record that does not
 * state its type of access is neither bind nor sync for sure, so whatever the
 * scope says of it, it stays unattributed: as a bind of the items it names, as
 * a sync of a folder of which it names none.
 */
static inline mia_basis
exposure_basis(const struct exposure_record *record, const struct exposure_pair *pair)
{
	bool attributed = record->match == MIA_MATCH_YES && record->access != MIA_ACCESS_UNSTATED;
	bool sync = record->access == MIA_ACCESS_SYNC ||
		(record->access == MIA_ACCESS_UNSTATED && pair->item_id == WHOLE_FOLDER);

	if (sync)
		return attributed ? MIA_BASIS_SYNC_FOLDER : MIA_BASIS_SYNC_UNATTR;
	return attributed ? MIA_BASIS_BIND : MIA_BASIS_BIND_UNATTR;
}

/*
 * Whether a row is told over this pair: where anything is attributed, only
 * over that, so that an access of unknown origin never mixes with the
 * intruder's times, sessions and addresses; it shows in the basis.
 */
static inline bool
exposure_covers(mia_basis row_basis, mia_basis pair_basis)
{
	return !(row_basis & BASIS_ATTRIBUTED) || (pair_basis & BASIS_ATTRIBUTED);
}

/* The i-th pair of a run; index is by_folder, or NULL where the pairs
 * themselves are the run. */
static inline const struct exposure_pair *
exposure_pair_at(const struct mia_exposure *e, const uint32_t *index, size_t i)
{
	return &e->pairs[index ? index[i] : i];
}

static inline mia_basis
exposure_row_basis(const struct mia_exposure *e, const uint32_t *index, size_t start, size_t count)
{
	mia_basis basis = 0;

	for (size_t i = start; i < start + count; i++) {
		const struct exposure_pair *pair = exposure_pair_at(e, index, i);
		basis |= exposure_basis(&e->records[pair->record], pair);
	}
	return basis;
}

enum mia_status exposure_seal(struct mia_fold *fold, struct mia_error *err);
/* Rows from the sealed records and pairs. false: out of memory. */
bool exposure_make_rows(struct mia_exposure *e);

#endif
