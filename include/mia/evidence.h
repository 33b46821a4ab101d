/*
 * Evidence: the sources as exported, never changed. Sources are told apart by
 * content, never by name; gzip and the text encoding are seen through.
 */
#ifndef MIA_EVIDENCE_H
#define MIA_EVIDENCE_H

#include <mia/event.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_evidence;

/*
 * Why a record, or the rest of a source, could not be used. docs/reasons.md
 * explains each. The names are stable; numbers may grow.
 */
enum mia_reason {
	MIA_REASON_NONE = 0,
	/* of one record */
	MIA_REASON_BAD_JSON,       /* not well-formed JSON */
	MIA_REASON_NUL_BYTE,       /* a raw NUL byte inside the record */
	MIA_REASON_TOO_DEEP,       /* nested deeper than the limit */
	MIA_REASON_TOO_LONG,       /* longer than the limit */
	MIA_REASON_UNCLOSED_QUOTE, /* a CSV quote that is never closed */
	MIA_REASON_TOO_FEW_COLUMNS,
	MIA_REASON_TOO_MANY_COLUMNS,
	MIA_REASON_NO_AUDITDATA,   /* a CSV row with nothing in AuditData */
	MIA_REASON_CUT_AT_32767,   /* AuditData cut by a spreadsheet */
	MIA_REASON_NOT_A_RECORD,   /* no Operation: no audit record */
	MIA_REASON_FIELD_TOO_LONG, /* a name, id, path or subject is longer than the limit */
	MIA_REASON_TOO_MANY_FIELDS,
	MIA_REASON_TOO_MANY_ITEMS, /* items or folders */
	/* of a source, or of its rest */
	MIA_REASON_NOT_AN_EXPORT,  /* something else; the detail says what */
	MIA_REASON_EMPTY,          /* no byte in it */
	MIA_REASON_CANNOT_READ,    /* open or read failed; errno in the detail */
	MIA_REASON_GZIP_CUT,       /* ends inside a member or its trailer */
	MIA_REASON_GZIP_DAMAGED,   /* the deflate stream is broken */
	MIA_REASON_GZIP_BAD_CHECK, /* CRC or length of a member is wrong */
	MIA_REASON_GZIP_TRAILING,  /* bytes after a member that are no gzip */
	MIA_REASON_CUT,            /* the text ends inside a record or array */
	MIA_REASON_OVER_LIMIT,     /* more text than struct mia_limits allows */
	MIA_REASON_PASSED_OVER,    /* no known form, but records of access may stand in it */
	MIA_REASON_MORE_RECORDS,   /* it says itself that there are more records than it holds */
	MIA_REASON_OVER_RATIO,     /* gzip that becomes more text a byte than struct mia_limits allows */
	MIA_REASON_INPUT_CHANGED,  /* it was changed or replaced while it was read */
	MIA_REASON_COUNT
};

/* The stable name ("BAD_JSON"; "NONE" for MIA_REASON_NONE). */
MIA_API const char *mia_reason_name(enum mia_reason reason);

/*
 * A reject. `raw` is the text of the record as far as it is in memory, in
 * UTF-8 as decoded; a record longer than the limit arrives in several parts,
 * the last with `last` set; place.length is complete only then. Borrowed
 * until the callback returns (or until the next call on the reader).
 */
struct mia_reject {
	struct mia_place place;
	enum mia_reason reason;
	uint64_t bad_offset; /* where it was noticed; as place.offset */
	struct mia_text raw;
	struct mia_text header; /* the CSV header row it belongs to, or absent */
	int last;
	char detail[160]; /* ASCII, terminated */
	/* When it was logged, as far as what stands before the damage says so, in the
	 * record or the row around it; MIA_TIME_UNKNOWN, or 0: not known. */
	mia_time time;
};

/* How an export wraps its records. */
enum mia_container {
	MIA_CONTAINER_UNKNOWN = 0,
	MIA_CONTAINER_CSV_AUDITDATA, /* portal and Search-UnifiedAuditLog */
	MIA_CONTAINER_CSV_MAILBOX,   /* Search-MailboxAuditLog */
	MIA_CONTAINER_CSV_COLUMNS,   /* Sentinel and other flat columns */
	MIA_CONTAINER_JSON,          /* values one after another */
	MIA_CONTAINER_JSON_ARRAY,
	MIA_CONTAINER_JSON_PAGE, /* {"value":[...]} and its kin */
	MIA_CONTAINER_REJECTS,   /* what mia_rejects_* wrote */
	MIA_CONTAINER_CSV_TABLE  /* CSV that is no audit log: inventories, settings */
};
/* A name for people ("CSV with AuditData"). */
MIA_API const char *mia_container_name(enum mia_container container);

/* How the text of a source is written. */
enum mia_encoding {
	MIA_ENCODING_UTF8 = 0,
	MIA_ENCODING_UTF8_BOM,
	MIA_ENCODING_UTF16LE,
	MIA_ENCODING_UTF16BE
};
/* "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE". */
MIA_API const char *mia_encoding_name(enum mia_encoding encoding);

/*
 * What is known of one source. Complete once it was read to its end by a
 * reader or by mia_load; before that all numbers may be 0, also while it is
 * read (mia_load_options.on_progress tells how far that has come). The books: records == decoded + rejected,
 * text_bytes == record_bytes + framing_bytes.
 */
struct mia_source {
	const char *name; /* path as given, or the caller's name; terminated */
	enum mia_container container;
	enum mia_encoding encoding;
	int complete;           /* read to the end */
	uint64_t stored_bytes;  /* bytes as stored (gzip: compressed) */
	uint64_t text_bytes;    /* bytes as inflated, before text decoding */
	uint64_t record_bytes;  /* of these: inside records and rejects */
	uint64_t framing_bytes; /* of these: header, separators, blanks */
	uint64_t lines;
	uint64_t gzip_members; /* 0: not gzip */
	uint64_t records;      /* decoded + rejected */
	uint64_t decoded;      /* became an event (repeats included) */
	uint64_t rejected;
	uint64_t rejected_by[MIA_REASON_COUNT];
	uint64_t flagged[MIA_FLAG_COUNT]; /* events by flag; bit number as index */
	char sha256[65];                  /* of the stored bytes; "" until complete */
	char note[160];                   /* what the file is, if it is no export; ASCII */
	/* Of the bytes as inflated, where mia_load was asked for it and they were
	 * inflated to their end, or to where they are damaged; of a source that is
	 * no gzip the same as sha256; else "". */
	char text_sha256[65];
};

/*
 * Reads up to size bytes into buf; answers the count, 0 at the end, or -1. It
 * may answer fewer than asked for at any time, as read(2) does, and is then
 * called again; 0 alone means the end. After -1 (or 0) it is not called again.
 */
typedef ptrdiff_t mia_read_fn(void *ctx, void *buf, size_t size);

/* An empty evidence. allocator and limits may be NULL and are copied. Returns
 * the usual statuses; MIA_ERR_ARGUMENT also where limits->depth is above 64. */
MIA_API enum mia_status mia_evidence_new(struct mia_evidence **ret, const struct mia_allocator *allocator,
	const struct mia_limits *limits, struct mia_error *err);
/* Readers are to be freed before. Events and sources made from it die with it;
 * sealed results do not. */
MIA_API void mia_evidence_free(struct mia_evidence *evidence);

/*
 * Adds a file, or every file below a directory, hidden ones too; below it,
 * links to files are followed and links to directories are told as unreadable.
 * A file is opened when reading starts; what cannot be opened becomes a reject
 * then, not a failure here. A path that was added before is one source all the
 * same. The path is copied. An empty directory adds nothing (MIA_OK). The name of
 * a source is its path; on Windows with '/' wherever '\' parts it, so that results
 * name it by the same bytes on every system, and it can be opened by its name.
 *
 * Returns the usual statuses; MIA_ERR_IO: the path does not exist, or cannot be
 * looked at; MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_add_path(struct mia_evidence *evidence, const char *path,
	struct mia_error *err);
/*
 * Adds bytes in memory, which are borrowed until the evidence is freed. bytes
 * may be NULL where size is 0: an empty source, which becomes a reject (EMPTY).
 * The name is copied. That another source has it already is not noticed here,
 * but when reading starts (mia_load, mia_reader_new: MIA_ERR_ARGUMENT).
 * Returns the usual statuses; MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_add_memory(struct mia_evidence *evidence, const char *name,
	const void *bytes, size_t size, struct mia_error *err);
/*
 * Adds a stream that can be read once (standard input, a pipe, a decryptor), by
 * a function that is called while the evidence is read: by one thread at a time,
 * but not always by the same. -1 becomes a reject. The name as with
 * mia_evidence_add_memory.
 * Returns the usual statuses; MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_add_stream(struct mia_evidence *evidence, const char *name,
	mia_read_fn *read, void *ctx, struct mia_error *err);

/*
 * How a source of the caller's is read: open answers a handle (NULL, with errno
 * set: it cannot be opened), read and close take it. Handles of several sources,
 * and several of one, may be open at a time and on several threads; one handle
 * is used by one thread at a time, and is closed exactly once.
 */
struct mia_source_ops {
	void *(*open)(void *ctx);
	mia_read_fn *read; /* ctx: the handle */
	void (*close)(void *handle);
	void *ctx;
};
/*
 * Adds a source that can be read more than once. What fails becomes a reject, as
 * of a file; but with ENOMEM the load fails (MIA_ERR_MEMORY). size: of the bytes
 * as stored, for progress; 0: unknown. ops and the name are copied; the name as
 * with mia_evidence_add_memory.
 * Returns the usual statuses (MIA_ERR_ARGUMENT: one of the three functions is
 * NULL); MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_add_source(struct mia_evidence *evidence, const char *name,
	const struct mia_source_ops *ops, uint64_t size, struct mia_error *err);
/* Adds a source of another evidence, which must outlive this one, as if it was
 * added here. Returns the usual statuses; MIA_ERR_ARGUMENT: there is no source
 * i; MIA_ERR_STATE: it is a stream, which can be read only once, or this
 * evidence was read already. */
MIA_API enum mia_status mia_evidence_add_from(struct mia_evidence *evidence, const struct mia_evidence *from,
	size_t i, struct mia_error *err);
/* Something that lives as long as the evidence: release(ctx) is called when the
 * evidence is freed, the last kept first. Returns the usual statuses; when it
 * fails, release is not called. */
MIA_API enum mia_status mia_evidence_keep(struct mia_evidence *evidence, void (*release)(void *ctx),
	void *ctx, struct mia_error *err);
/*
 * Says that somebody has looked into a source that cannot be used, and that no
 * record of access is lost with it: by its name or, of a file, a path to it. It
 * gives no reject then, its note says that it was ignored, and no coverage is
 * blind for it. A source that can be used is read all the same. Returns the
 * usual statuses; MIA_ERR_ARGUMENT: no source of that name was added;
 * MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_ignore(struct mia_evidence *evidence, const char *name,
	struct mia_error *err);
/*
 * States the zone of times that are local and do not say their zone: LastAccessed of
 * Search-MailboxAuditLog. They become UTC by it, and such an event is not flagged
 * TIME_ZONE_UNKNOWN. Nothing else is changed: other times without a zone are UTC. The
 * offset is one for all of them: where summer time began or ended in between, read the
 * records of either side as an evidence of its own. minutes_east: as mia_offset_parse
 * gives them. The last statement counts.
 * Returns the usual statuses (MIA_ERR_ARGUMENT: not from -12 to +14 hours);
 * MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_evidence_state_offset(struct mia_evidence *evidence, int minutes_east,
	struct mia_error *err);
/*
 * Names the files by what follows the directories that all of them share, so
 * that results do not tell where the evidence lay; likewise, among themselves,
 * the other sources whose names are like paths, but no streams. Paths are
 * compared as written, from the working directory on, "." and ".." resolved;
 * what was added by two such paths of one file is one source. If two sources
 * would get one name, all keep theirs. What is added later keeps its whole
 * name. Returns the usual statuses; MIA_ERR_STATE: the evidence was read
 * already; MIA_ERR_LIMIT: more than 2^32 sources.
 */
MIA_API enum mia_status mia_evidence_name_relative(struct mia_evidence *evidence, struct mia_error *err);

/*
 * Sources, in the order of their names (bytewise), which is the order of all
 * results. The order is fixed when reading starts; a source that is added before
 * moves those behind it. 0 for NULL.
 */
MIA_API size_t mia_evidence_count(const struct mia_evidence *evidence);
/* Source i, borrowed until the evidence is freed; NULL when i is out of range. */
MIA_API const struct mia_source *mia_evidence_source(const struct mia_evidence *evidence, size_t i);
/* True if the open file descriptor fd is one of the sources (same device and
 * inode): a result must never be written over the evidence. */
MIA_API int mia_evidence_holds_file(const struct mia_evidence *evidence, int fd);

/*
 * Copies the bytes [offset, offset+length) of a source, as inflated and
 * before text decoding, to write(ctx, ...), reading the source once more to
 * its end, and writes the SHA-256 of the stored bytes to sha256 (65 bytes,
 * terminated; may be NULL). Whether that is the file that was loaded, the caller
 * sees by comparing it with mia_source.sha256. Before, after or without a load;
 * the evidence stays usable when this fails.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: there is no source i;
 * MIA_ERR_STATE: it is a stream, which can be read only once;
 * MIA_ERR_IO: the source cannot be read to its end, was changed meanwhile, holds other bytes than those of the
 * hash that its case file states, or does not reach that far;
 * MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_evidence_copy(const struct mia_evidence *evidence, size_t i, uint64_t offset,
	uint64_t length, mia_write_fn *write, void *ctx, char *sha256, struct mia_error *err);

/*
 * The pull reader: the whole evidence, record by record, on one thread.
 * mia_load (load.h) does the same on all cores.
 */
struct mia_reader;
/* A reader of the evidence, which is borrowed and is read once. Returns the usual
 * statuses; MIA_ERR_ARGUMENT: two sources have one name;
 * MIA_ERR_STATE: the evidence was loaded or read already. */
MIA_API enum mia_status mia_reader_new(struct mia_reader **ret, struct mia_evidence *evidence,
	struct mia_error *err);
MIA_API void mia_reader_free(struct mia_reader *reader);
/*
 * Returns
 *   MIA_OK            *ret is the next event, borrowed until the next call;
 *   MIA_REJECTED      *reject is the next reject, borrowed likewise; go on. One
 *                     that is long comes in several parts (`last`);
 *   MIA_END           everything was read;
 *   MIA_ERR_ARGUMENT  reader, ret or reject is NULL;
 *   MIA_ERR_MEMORY    the allocator refused; the reader may only be freed.
 * Repeats are not removed here: that is what results do. Hand each event to
 * mia_fold_add and each reject to mia_fold_reject. To stop early, free the
 * reader; results then know only of what they were given.
 */
MIA_API enum mia_status mia_reader_next(struct mia_reader *reader, const struct mia_event **ret,
	const struct mia_reject **reject, struct mia_error *err);

/*
 * Writing rejects byte for byte, so that reading them again rejects them
 * again for the same reason. Begin the file once, then add each reject (all
 * parts of a long one in order). The bytes go to write(ctx, ...). Any thread.
 * Each returns the usual statuses; MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_rejects_begin(mia_write_fn *write, void *ctx, struct mia_error *err);
MIA_API enum mia_status mia_rejects_add(const struct mia_reject *reject, mia_write_fn *write, void *ctx,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
