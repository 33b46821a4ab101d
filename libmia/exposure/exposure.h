/*
 * How an exposure is stored: records, and pairs of what they name. Everything
 * a row says is put together from these when a cursor comes to it, so that a
 * message costs little more than its name and its accesses. Private.
 */
#ifndef MIA_EXPOSURE_EXPOSURE_H
#define MIA_EXPOSURE_EXPOSURE_H

#include <mia/exposure.h>

#include "base/buf.h"
#include "base/widen.h"
#include "exposure/item_ids.h"
#include "exposure/item_notes.h"
#include "exposure/keyset.h"
#include "names/answers.h"
#include "names/folders.h"
#include "names/lasting.h"

/*
 * A record of an access, in scope or unattributed. Versions of one record
 * that differ stand side by side (after seal: as neighbours, since the order
 * is that of the key), count once, and answer together.
 */
struct exposure_record {
	unsigned char key[16];
	mia_time time;
	/* Of a bind: operations beyond the items; of an attachment access: the
	 * attachments; else UNNAMED_NOT_STATED. */
	uint64_t unnamed;
	uint32_t mailbox;                                /* a number of mailboxes; after seal the root */
	uint32_t session, ip, ip_raw, client, actor, id; /* in texts */
	uint8_t match;                                   /* enum mia_match; after seal that of all versions */
	uint8_t access;    /* enum mia_access; after seal stated if any states it; or as below */
	uint8_t names;     /* NAMES_ITEM, LOST_ITEMS */
	uint8_t operation; /* of EXPOSURE_HANDLED: its place among the bases */
};
enum { EXPOSURE_ATTACHMENT = 4, EXPOSURE_HANDLED, EXPOSURE_MESSAGE_BIND, EXPOSURE_FOLDER_BIND };
enum { NAMES_ITEM = 1, LOST_ITEMS = 2 };
#define UNNAMED_NOT_STATED UINT64_MAX

/* The number of a folder of the event at hand, and whether an item lies in it. */
struct folder_use {
	uint32_t number;
	bool used;
};

/* One item that a record names, and the folder in which it does. */
struct exposure_pair {
	uint32_t identity; /* in texts, its kind as first byte; 0: no name */
	uint32_t record;
	uint32_t folder;  /* a number of foldernames, or MIA_NO_FOLDER */
	uint32_t item_id; /* in item_ids; or */
};
#define WHOLE_FOLDER UINT32_MAX /* the record names the folder itself */

/* A run of pairs (messages), or of by_folder (folders). */
struct exposure_row {
	mia_time first;
	mia_basis basis;
	uint32_t start, count;
};

/* Another name of an item: what an access calls it by, and its message id. */
struct exposure_alias {
	uint32_t mailbox;
	uint32_t identity;   /* in texts, its kind as first byte */
	uint32_t message_id; /* likewise */
};

/* A record that sets, changes or removes forwarding; whose rule it is, is
 * found out at the seal. Texts are numbers. */
struct exposure_rule {
	unsigned char key[16];
	mia_time time;
	uint32_t mailbox, alternative; /* as named; and in the second place */
	uint32_t operation, name, id;
	uint32_t texts; /* a run in rule_texts: targets, then conditions */
	uint16_t target_count, condition_count;
	uint8_t match;
	uint8_t kind;       /* RULE_*, forwarding.c */
	uint8_t of_mailbox; /* forwarding of the mailbox, not by an inbox rule */
};

/* Where a record, in scope or not, says that a message of the list lay. */
struct exposure_placement {
	uint32_t listed;  /* which id, placements.c */
	uint32_t mailbox; /* after seal the root */
	uint32_t folder;  /* a number of foldernames, after seal the root; or MIA_NO_FOLDER */
	mia_time first;   /* the earliest record that says so; unknown: some time */
};

struct exposure_placements {
	struct intern message_ids, item_ids; /* on the list: as "<id>", and as written */
	struct exposure_placement *v;
	size_t count, cap; /* after seal: by listed, mailbox, folder, each once */
};

/* What the scope asks, for findings. */
struct exposure_question {
	mia_time since, until;
	struct mia_texts actors; /* accounts, if no others can be in scope */
	bool by_someone;         /* it asks who came, not only when and where */
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
	struct exposure_question question;
	struct mia_matcher *matcher; /* NULL: everything is in scope */
	struct mailbox_names mailboxes;
	struct folder_names foldernames;
	struct intern texts;
	struct item_ids item_ids;
	struct item_notes subjects;
	struct intern appearances; /* (mailbox, file) of records in scope; two numbers each */
	struct exposure_alias *aliases;
	size_t alias_count, alias_cap;
	struct exposure_rule *rules;
	size_t rule_count, rule_cap;
	struct lasting_notes lasting; /* when each ended */
	uint32_t *rule_texts;
	size_t rule_text_count, rule_text_cap;
	struct exposure_placements placements;
	struct answers operations; /* add.c */
	struct buf scratch;
	struct folder_use *folder_uses; /* scratch of one event */
	size_t folder_use_cap;
	struct exposure_record *records;
	size_t record_count, record_cap;
	struct exposure_pair *pairs;
	size_t pair_count, pair_cap;
	/* Records that are counted but not kept. */
	struct keyset other_in_scope, other_binds, other_syncs, failed, throttled;
	struct keyset not_excluded; /* versions that failed, of accesses that may be in scope */
	struct mia_exposure_sums sums;
	struct mia_untold untold;
	bool sealed;
	unsigned threads; /* that merge and seal may use */
	/* What records out of scope say of items is most of what there is to
	 * remember, and needed only where those in scope do not say it (notes.c). */
	bool lean, left_out, unsized;
	bool others_left_out, others_wanted;
	uint32_t full_items; /* that accesses named so far, all with subject and size; or NOT_ALL_FULL */
	/* Message ids of items that an access calls by another id likewise. */
	/* What the scope answered of the event that is added next, if it was asked already. */
	bool asked;
	enum mia_match answered;
	bool aliases_left_out, aliases_wanted;
	bool again, again_sized; /* the second reading; that sizes asked for */
	/* After seal. */
	uint32_t *by_folder; /* pairs that have a folder, by folder and record */
	size_t by_folder_count;
	uint32_t *mailbox_ranks;   /* place of each mailbox in the output */
	uint32_t *mailbox_members; /* entries, those of one root together, of those with a GUID one */
	size_t member_count;
	size_t mailbox_cap; /* of these two */
	struct exposure_rows messages, folders;
	struct arena kept; /* what the next two hang from */
	struct mia_mailbox_exposure *mailbox_rows;
	size_t mailbox_row_count;
	struct mia_forwarding *forwardings;
	uint32_t *forwarding_roots; /* their mailboxes, or NOT_IN_DIRECTORY */
	size_t forwarding_count;
};

#define BASIS_ACCESSED \
	(MIA_BASIS_BIND | MIA_BASIS_ATTACHMENT | MIA_BASIS_KIND_NOT_STATED | MIA_BASIS_MESSAGE_BIND)
#define BASIS_ATTRIBUTED (BASIS_ACCESSED | MIA_BASIS_FOLDER_BIND | MIA_BASIS_SYNC_FOLDER)

/*
 * What a pair is evidence of: one bit of MIA_BASIS_*. A record that does not
 * state its kind is an access all the same, and in scope if it fits. Where the
 * scope cannot tell either, it counts as a bind of the items that it names, and
 * as a sync of a folder of which it names none.
 */
static inline mia_basis
exposure_basis(const struct exposure_record *record, const struct exposure_pair *pair)
{
	bool attributed = record->match == MIA_MATCH_YES;

	if (record->access == EXPOSURE_HANDLED)
		return attributed ? UINT64_C(1) << record->operation : MIA_BASIS_HANDLED_UNATTR;
	if (record->access == EXPOSURE_ATTACHMENT)
		return attributed ? MIA_BASIS_ATTACHMENT : MIA_BASIS_ATTACHMENT_UNATTR;
	if (record->access == EXPOSURE_MESSAGE_BIND)
		return attributed ? MIA_BASIS_MESSAGE_BIND : MIA_BASIS_BIND_UNATTR;
	if (record->access == EXPOSURE_FOLDER_BIND)
		return attributed ? MIA_BASIS_FOLDER_BIND : MIA_BASIS_BIND_UNATTR;
	if (record->access == MIA_ACCESS_UNSTATED && attributed)
		return MIA_BASIS_KIND_NOT_STATED;
	bool sync = record->access == MIA_ACCESS_SYNC ||
		(record->access == MIA_ACCESS_UNSTATED && pair->item_id == WHOLE_FOLDER);

	if (sync)
		return attributed ? MIA_BASIS_SYNC_FOLDER : MIA_BASIS_SYNC_UNATTR;
	return attributed ? MIA_BASIS_BIND : MIA_BASIS_BIND_UNATTR;
}

/*
 * Whether a row is told over this pair: where an access is attributed, only
 * over those; else over what was handled in scope, if anything; so that an
 * access of unknown origin never mixes with the intruder's times, sessions and
 * addresses. The rest shows in the basis.
 */
static inline bool
exposure_covers(mia_basis row_basis, mia_basis pair_basis)
{
	if (row_basis & BASIS_ATTRIBUTED)
		return (pair_basis & BASIS_ATTRIBUTED) != 0;
	return !(row_basis & MIA_BASIS_HANDLED) || (pair_basis & MIA_BASIS_HANDLED);
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

/* add.c */
enum mia_status mia__exposure_add(struct mia_fold *fold, const struct mia_event *event,
	struct mia_error *err);
/* notes.c: subjects and sizes. As mia_fold_ops.wants_items: not of what is out of scope, once that is
 * left out. */
int mia__exposure_wants_items(struct mia_fold *fold, const struct mia_event *event);
/* False: out of memory. */
bool mia__exposure_note_items(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox,
	enum mia_match match);
/* A row rests on these items of a record: is all said of them? */
void mia__exposure_want_notes(struct mia_exposure *e, const struct mia_item *items, size_t count,
	bool access);
/* Whether what was left out is needed after all; the second before it is noted. */
bool mia__exposure_wants_notes(const struct mia_exposure *e);
void mia__exposure_note_again(struct mia_exposure *e);
/* aliases.c; false: out of memory. */
bool mia__exposure_note_aliases(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox);
bool mia__exposure_resolve_aliases(struct mia_exposure *e);
/* question.c */
bool mia__scope_asks_who(const struct mia_scope *scope);
bool mia__exposure_keep_question(struct mia_exposure *e); /* false: out of memory */
/* placements.c; false: out of memory. */
bool mia__exposure_want_places(struct mia_exposure *e);
bool mia__exposure_note_places(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox);
bool mia__exposure_seal_places(struct mia_exposure *e);
/* The id in the form of the log, "<id>", in the arena. */
bool mia__exposure_canonical_id(struct arena *kept, struct mia_text text, struct mia_text *ret);
/* After the seal: where a message of the list lay, by its message id in the
 * form of the log, or by an item id. Returns how many. */
size_t mia__exposure_places_of(const struct mia_exposure *e, bool item, struct mia_text id,
	const struct exposure_placement **ret);
/* forwarding.c; false: out of memory. */
bool mia__exposure_note_rule(struct mia_exposure *e, const struct mia_event *event, enum mia_match match);
bool mia__exposure_make_forwardings(struct mia_exposure *e);
/* mailboxes.c; after the rows and the forwardings. */
bool mia__exposure_make_mailboxes(struct mia_exposure *e);
/* messages.c; rows start to end - 1 alone, of a new cursor. */
void mia__messages_limit(struct mia_messages *messages, size_t start, size_t end);
/* Rows of a new cursor that say mailbox, basis and level alone, and internet_message_id. */
void mia__messages_brief(struct mia_messages *messages);
/* How many messages there are of each level, by enum mia_level, added up
 * without putting their rows together. */
void mia__exposure_count_levels(const struct mia_exposure *e, uint64_t by_level[6]);
enum mia_status mia__exposure_seal(struct mia_fold *fold, struct mia_error *err);
/* Rows from the sealed records and pairs. false: out of memory. */
bool mia__exposure_make_rows(struct mia_exposure *e);

#endif
