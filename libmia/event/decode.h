/*
 * One framed record into one event. A decoder belongs to one thread; in the
 * steady state it allocates nothing.
 */
#ifndef MIA_EVENT_DECODE_H
#define MIA_EVENT_DECODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/number.h"
#include "bytes/bytes.h"
#include "event/clients.h"
#include "event/fields.h"
#include "event/json.h"
#include "event/known_keys.h"
#include "event/looks.h"
#include "record/batch.h"
#include "record/csv.h"
#include "record/holders.h"

#include <mia/event.h>

struct slots {
	struct mia_text v[SLOT_SCALARS];
	uint64_t torn; /* bits: slots of which two values contradict (torn.c); their value is "a | b" */
};

/* Where a value of the record was found. */
enum slot_set {
	SET_RECORD, /* the audit record itself (AuditData, RawEventData, ...) */
	SET_TOP,    /* the outermost object, or the CSV row */
	SET_NESTED, /* other parts of an envelope */
	SET_COUNT
};

/* Structure that stands inside a string and is parsed after its record. */
enum { DOCS = SLOT_TOTAL - SLOT_SCALARS };

/* One that stands beside another of its name, or of another name for the same. */
struct more_doc {
	struct more_doc *next;
	struct mia_text text;
	unsigned char slot;
};

struct pending_record {
	struct mia_text text;
	unsigned char rank; /* of its holder; HOLDER_NONE: there is none */
};

enum context {
	CTX_SKIP,
	CTX_OBJECT, /* a record or envelope; its set is in the level */
	CTX_EVENT,
	CTX_PROPERTIES,
	CTX_PROPERTY,
	CTX_DEVICES,
	CTX_DEVICE, /* a property of a sign-in: DeviceProperties, ExtendedProperties */
	CTX_PARAMETERS,
	CTX_PARAMETER,
	CTX_MODIFIED,
	CTX_CHANGE, /* ModifiedProperties: NewValue, not Value */
	CTX_VALUES, /* a parameter's value that is structure */
	CTX_MESSAGES,
	CTX_MESSAGE,
	CTX_ATTACHMENTS,
	CTX_ATTACHMENT,
	CTX_FOLDERS,
	CTX_FOLDER,
	CTX_FOLDER_ITEMS,
	CTX_ITEM,
	CTX_ITEMS,
	CTX_NAMED_FOLDER, /* ParentFolder, Folder, DestFolder */
	CTX_APP_CONTEXT,
	CTX_TARGETS,
	CTX_TARGET,
	CTX_OTHER /* what may be a record and does not count (inner.c) */
};

/* Which record of a text that holds one in another is read. */
enum reading {
	READ_ALL,   /* the one inside counts, with what is around it */
	READ_INNER, /* the same, without items, folders and parameters around it */
	READ_OUTER  /* the one around, as if it held none */
};

/* What a record that does not count says of itself. */
struct other_record {
	struct mia_text operation, time, session, mailbox, id;
	bool several; /* operations that differ */
};
enum { OTHER_TEXTS = 4 };

struct level {
	unsigned char context;
	unsigned char set;
	unsigned char slot; /* objects: what the next value is */
	unsigned char rank; /* objects: of the holder that the next value is, or HOLDER_NONE */
	bool array;
	bool again;     /* objects: the key of the next value stood here before */
	uint32_t index; /* the item or folder that this object is */
	uint64_t seen[FIELD_MOST / 64];
};

/* See struct mia_limits. */
struct decode_limits {
	unsigned depth;
	size_t field_bytes, fields, items;
};
extern const struct decode_limits mia__decode_limits; /* the defaults */

struct decoder {
	struct mia_allocator a;
	struct arena arena;
	struct json json;
	struct sha256 sha;
	struct buf scratch;  /* the record, repaired */
	struct buf identity; /* what its identity is a hash of */
	struct decode_limits limits;
	bool offset_stated;   /* of local times that do not say their zone */
	int offset_minutes;   /* east of UTC */
	bool without_raw;     /* nobody asks for event->raw */
	bool without_content; /* nobody asks for event->content */
	bool without_skim;    /* everything through yajl: the oracle of the tests */

	/* one record */
	struct slots sets[SET_COUNT];
	bool has_record;
	/* The record's text is valid UTF-8. skim.c says so of a text that it takes;
	 * false: nobody has looked. */
	bool valid;
	unsigned char record_rank; /* of the holder whose record filled SET_RECORD */
	struct mia_text raw;       /* that record, or all of the text, as JSON */
	size_t raw_start;          /* where the record object under way begins */
	unsigned raw_depth;        /* and how deep; 0: none is under way */
	struct pending_record pending;
	enum reading reading;
	bool outer_body;  /* items, folders, properties or parameters stand around the record */
	bool outer_alone; /* a text in it was no record, and was read into its place */
	struct other_record other;
	struct mia_text other_texts[OTHER_TEXTS]; /* such records as text */
	size_t other_count;
	struct more_doc *other_accesses; /* records beside the one that counts which are accesses */
	bool other_taken;                /* they are being read */
	struct mia_text docs[DOCS];
	struct more_doc *more_docs;
	bool lists_again;   /* items or folders stand in two lists for one thing */
	bool columns_again; /* an item or a folder has two ids, in columns of its own */
	uint64_t flags;
	size_t members; /* of all objects; those of short texts that the fast path took are not counted */
	struct mia_folder *folders;
	size_t folder_count, folder_cap;
	struct mia_item *items;
	size_t item_count, item_cap;
	size_t sync_items;             /* items under Folders: a sync should have none */
	struct mia_text item_id_alone; /* Item.Id that names a folder */
	struct mia_parameter *parameters;
	size_t parameter_count, parameter_cap;
	struct mia_item *messages; /* whose attachments were accessed */
	size_t message_count, message_cap;
	uint64_t attachment_count;
	bool attachments_lost;
	bool custom_table; /* whose TimeGenerated is the time of arrival */
	bool other_case;   /* a key stood there that is a field's in another case */

	/* the parse under way */
	struct mia_text text;
	struct level stack[JSON_DEPTH + 1];
	unsigned depth;
	bool too_deep, no_memory;
	struct mia_text property_name, property_value; /* or of a parameter */
	struct more_doc *other_names, *other_values;   /* of these: what stood there before */
	struct buf values;                             /* what a structured value holds */
	bool structured;

	struct client_names clients;
	struct known_operations operations;
	struct field_index fields;
	struct known_keys known;
	uint64_t *marks; /* skim.c */
	size_t mark_cap;

	/* the columns of the last header */
	const struct csv_header *header;
	unsigned char *column_slots;
	size_t column_cap;

	struct mia_bind bind;
	struct mia_sync sync;
	struct mia_event event;
	struct mia_reject reject;
};

/* limits: 0 is the default; NULL: all are. */
bool mia__decoder_init(struct decoder *d, const struct mia_allocator *a, const struct mia_limits *limits);
void mia__decoder_release(struct decoder *d);
/*
 * MIA_OK: d->event; MIA_REJECTED: d->reject; MIA_ERR_MEMORY. The event's
 * texts lie in the batch or in the decoder, until the next call. Behind the
 * record SKIM_PADDING bytes of the batch must be readable.
 */
enum { SKIM_PADDING = 64 };
enum mia_status mia__decode_record(struct decoder *d, const struct batch *batch, const struct record *record,
	const struct mia_source *source);

/*
 * The same with another judge of the text, which is valid UTF-8, than the one
 * that makes events: rejects come about in one way. It answers as decode does
 * and fills d->reject.reason and .detail; *bad_at is where, in text.
 */
typedef enum mia_status decode_judge(struct decoder *d, struct mia_text text, const struct csv_header *header,
	size_t *bad_at, void *ctx);
enum mia_status mia__decode_as(struct decoder *d, const struct batch *batch, const struct record *record,
	const struct mia_source *source, decode_judge *judge, void *ctx);

/* For judges: makes lone surrogate escapes visible before yajl hides them. */
struct mia_text mia__decode_surrogates(struct decoder *d, struct mia_text text);
/* For judges: fills d->reject after a parse that failed; MIA_REJECTED or MIA_ERR_MEMORY. */
enum mia_status mia__decode_json_failed(struct decoder *d, enum json_result r, struct mia_text text);
/* For judges: the record is refused; MIA_REJECTED. */
enum mia_status mia__decode_refuse(struct decoder *d, enum mia_reason reason, const char *detail);
/* For judges: a value of d->text, or of yajl, as long as the event lives. Absent: no memory. */
struct mia_text mia__decode_keep(struct decoder *d, const char *ptr, size_t len);

#endif
