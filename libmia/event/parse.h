/*
 * The parts of decoding one record, between the files of this folder: yajl's
 * way, the fast way, and what they share.
 */
#ifndef MIA_EVENT_PARSE_H
#define MIA_EVENT_PARSE_H

#include "event/decode.h"

/* What the members of folders, items and pairs are: level.slot of their contexts. */
enum member {
	M_NONE,
	M_ID,
	M_PATH,
	M_NAME,
	M_ITEMS,
	M_MESSAGE_ID,
	M_IMMUTABLE,
	M_SIZE,
	M_SUBJECT,
	M_PARENT,
	M_VALUE,
	M_SESSION, /* a property whose name is its key */
	M_REQUEST,
	M_MEMBER, /* permissions of a folder */
	M_MEMBER_SID,
	M_RIGHTS
};

/* inner.c, beside.c: a record in a record, and one beside another.
 * A slot of items, folders, properties or parameters. */
static inline bool
mia__is_body(enum slot slot)
{
	return slot >= SLOT_SCALARS && slot < SLOT_APP_CONTEXT;
}
/* Not read in this reading, in what is around a record. */
static inline bool
mia__other_passes(const struct decoder *d, enum slot slot)
{
	return d->reading != READ_ALL &&
		(d->reading == READ_OUTER ? slot == SLOT_RECORD : mia__is_body(slot));
}
/* A text that may be a record and does not count, or a member of such a record. */
void mia__other_text(struct decoder *d, struct mia_text text);
void mia__other_member(struct decoder *d, enum member m, struct mia_text v);
/* What SET_RECORD holds is not the record that counts after all. */
void mia__other_slots(struct decoder *d, const struct slots *slots);
/* Whether the record around the one that was read is one of its own; then what both say: MIA_OK, or as
 * mia__decode_json_failed. text: all of it. */
bool mia__inner_is_doubtful(const struct decoder *d);
enum mia_status mia__inner_settle(struct decoder *d, struct mia_text text);
/* An object of such a record ends: it is kept if it is an access. Where it began, and whether it is one, stand
 * in level.seen, of which the members of such records need but the first word. */
enum { OTHER_START = 1, OTHER_IS_ACCESS = 2 };
void mia__other_end(struct decoder *d, const struct level *l);
struct mia_text mia__slots_operation(const struct slots *s);
/* By the names of the schema, which envelopes have in common with records. */
bool mia__slots_are_of_one_record(const struct slots *a, const struct slots *b);
/* Also one that only looks so. */
bool mia__counts_as_access(struct decoder *d, struct mia_text operation);
/* At the end: reads these. */
enum json_result mia__other_take(struct decoder *d);
/* At the end: flags the event where a record that does not count says something else. */
enum json_result mia__other_read(struct decoder *d);
bool mia__other_differs(const struct decoder *d);

/* json_record.c: parses text with `context` as its root and set for scalars. */
enum json_result mia__decode_json(struct decoder *d, struct mia_text text, enum context context,
	enum slot_set set);
/* The steps of it, shared with the fast path (skim.c). */
bool mia__decode_key(struct decoder *d, struct level *l, struct mia_text key); /* true: stood here already */
/* What a key of this object means to us: fills slot and rank; its bit in l->seen, or -1 for names that
 * we do not need. Nothing but the key and the context decides it (known_keys.h). */
int mia__decode_find_key(const struct decoder *d, struct level *l, struct mia_text key, bool *other_case);
void mia__decode_member(struct decoder *d, const struct level *l, struct mia_text v, bool is_string);
/* torn.c: a value where one is. A scalar of a set, unless it is for the same thing by another name and no scope
 * asks for it; one of a set; one of an item, at `place`. */
void mia__decode_second(struct decoder *d, const struct level *l, struct mia_text v);
void mia__decode_again(struct decoder *d, enum slot_set set, enum slot slot, struct mia_text v);
void mia__decode_again_item(struct decoder *d, const struct level *l, struct mia_text *place,
	struct mia_text v);
bool mia__decode_is_of_scope(enum slot slot);
/* In front of a list of texts that stand beside others; and "a" and "b" with something between them. */
void mia__decode_push(struct decoder *d, struct more_doc **list, struct mia_text text, enum slot slot);
struct mia_text mia__decode_joined(struct decoder *d, struct mia_text a, struct mia_text between,
	struct mia_text b);
/* A document, perhaps beside another; and what stands in several lists, once. */
void mia__decode_add_doc(struct decoder *d, enum slot slot, struct mia_text text);
void mia__decode_drop_repeats(struct decoder *d);
/* Whether the items and folders from these on stand before them already. */
bool mia__decode_stand_before(const struct decoder *d, size_t items, size_t folders);
bool mia__is_access_operation(struct mia_text operation);
/* Two accesses become one, whose values are those of the set and `second`; more: which names items of its own. */
void mia__torn_unite(struct decoder *d, enum slot_set set, const struct slots *second, bool more);
/* At the end: what contradicts counts as not stated. */
void mia__torn_settle(struct decoder *d);
/* Where the value of this member goes that is kept as it stands; NULL: mia__decode_member knows more of it. */
static inline struct mia_text *
decode_place(struct decoder *d, const struct level *l)
{
	if (l->context == CTX_OBJECT || l->context == CTX_EVENT)
		return l->slot > SLOT_THROTTLED && l->slot < SLOT_SCALARS ? &d->sets[l->set].v[l->slot]
									  : NULL;
	if (l->context != CTX_ITEM && l->context != CTX_MESSAGE)
		return NULL;
	struct mia_item *item = l->context == CTX_ITEM ? &d->items[l->index] : &d->messages[l->index];
	switch (l->slot) {
	case M_ID:
		return &item->id;
	case M_MESSAGE_ID:
		return &item->internet_message_id_raw;
	case M_IMMUTABLE:
		return &item->immutable_id;
	case M_SUBJECT:
		return &item->subject;
	default:
		return NULL;
	}
}
/* Of two names for one thing the first stays, but where the two contradict in what a scope asks for; of one name
 * twice: torn.c. An item has one name for a thing. */
static inline void
decode_put(struct decoder *d, const struct level *l, struct mia_text *place, struct mia_text v)
{
	if ((l->context != CTX_OBJECT && l->context != CTX_EVENT) || !place->ptr)
		*place = v;
	else
		mia__decode_second(d, l, v);
}
/* An object begins, or ends. */
bool mia__decode_begin_known(struct decoder *d, struct level *l, const struct level *above);
void mia__decode_end_known(struct decoder *d, enum context context);
static inline bool
mia__decode_begin(struct decoder *d, struct level *l, const struct level *above)
{
	/* Most are passed over. */
	return l->context <= CTX_PROPERTIES || mia__decode_begin_known(d, l, above);
}
static inline void
mia__decode_end(struct decoder *d, enum context context)
{
	if (context >= CTX_PROPERTY && context <= CTX_CHANGE)
		mia__decode_end_known(d, context);
	else if (context == CTX_TARGET)
		mia__decode_end_known(d, context);
}
/* contexts.c: what an object or array is that begins in `above`, and in which set its values lie. */
enum context mia__decode_object_context(const struct level *above, unsigned char *set);
enum context mia__decode_array_context(const struct level *above);

/* skim.c: the same result for records that hold nothing odd, many times
 * faster. quote: 1, or 2 for a CSV cell with doubled quotes and what stands
 * behind it. *used: where the object ended. false: nothing is said, parse with
 * yajl (or d->no_memory). text needs SKIM_PADDING readable bytes behind its end.
 * Sets d->valid if it takes the object and all of text, also what stands behind it, is valid UTF-8. */
bool mia__decode_skim(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set,
	size_t *used);
/* The same, compiled for processors with wider registers (libmia/meson.build). */
bool mia__decode_skim_wide(struct decoder *d, struct mia_text text, unsigned quote, enum slot_set set,
	size_t *used);
/* limits.c: counts the members of an object that skim.c took, if they may be too many. */
void mia__limits_count_fields(struct decoder *d, struct mia_text text, unsigned quote);
/* MIA_OK, or MIA_REJECTED: the event that was made of text holds too much. */
enum mia_status mia__limits_check(struct decoder *d, struct mia_text text);
/* Forgets the values of one set, and folders and items. */
void mia__decode_forget(struct decoder *d, enum slot_set set);

/* Parses the pending record text and the pending documents. */
enum json_result mia__decode_pending(struct decoder *d);
/* Forgets what an envelope said of folders, items and parameters. */
void mia__decode_forget_items(struct decoder *d);
bool mia__decode_add_folder(struct decoder *d);
bool mia__decode_add_item(struct decoder *d);
bool mia__decode_add_message(struct decoder *d);
void mia__decode_property(struct decoder *d, struct mia_text name, struct mia_text value);
/* MailAccessType or IsThrottled is stated, perhaps again: then what is more careful stays, and is flagged. */
void mia__decode_state(struct decoder *d, enum slot_set set, enum slot slot, struct mia_text value);
/* Whether the property's name is one of the two; then its value is taken, or that it has none that can be read. */
bool mia__decode_take_stated(struct decoder *d, struct mia_text name, struct mia_text value);
/* Its key stands twice, or that of a parameter; it ends. */
void mia__decode_again_property(struct decoder *d, const struct level *l);
void mia__decode_end_property(struct decoder *d, enum context context);
void mia__decode_parameter(struct decoder *d, struct mia_text name, struct mia_text value);
/* One more value of a parameter whose value is a list, or an object. */
void mia__decode_value(struct decoder *d, struct mia_text value);

/* cut.c: what is left of a record that was cut or broken. mia__cut_keep: the
 * event is kept with what stands before the fault (flagged), or cannot be.
 * mia__cut_is_json: a broken text that began as JSON. mia__cut_list: a list of ids
 * in a cell, without the last one if a spreadsheet cut it.
 * mia__cut_time: when a rejected text, which is one record, was logged, or unknown. */
bool mia__cut_keep(struct decoder *d);
/* No other record stands behind the fault: what is kept must not hide it. */
bool mia__cut_holds_one(struct mia_text text);
bool mia__cut_is_json(struct mia_text text);
struct mia_text mia__cut_list(struct decoder *d, struct mia_text list);
bool mia__cut_by_spreadsheet(struct mia_text text);
mia_time mia__cut_time(const struct decoder *d, struct mia_text text);

/* csv_record.c */
enum mia_status mia__decode_csv(struct decoder *d, struct mia_text row, const struct csv_header *header,
	size_t *bad_at);

#endif
