/*
 * Records: framing finds where each begins and ends in the text, without
 * parsing it, and hands them out in batches that a worker decodes alone.
 */
#ifndef MIA_RECORD_RECORD_H
#define MIA_RECORD_RECORD_H

#include "base/arena.h"

#include <mia/evidence.h>

/* What a CSV column is to us; the event stage knows more of them by name. */
struct csv_header {
	struct csv_header *next; /* all headers of a source, for freeing */
	struct mia_text raw;     /* the row as it stands, without line end */
	char separator;
	enum mia_container container;
	size_t column_count;
	struct mia_text *columns; /* names, trimmed and unquoted */
	int auditdata;            /* index of the AuditData column, or -1 */
	struct arena memory;
};

enum frame_kind { FRAME_CSV, FRAME_JSON };

/* One framed record, as positions in its batch. */
struct record {
	size_t start, len;
	uint64_t number, line, offset, length;
	const struct csv_header *header; /* CSV only */
	struct mia_text page;            /* tables: what stands before the page's array */
	enum mia_reason reason;          /* already rejected by framing */
	size_t bad_at;                   /* from start: where it was noticed */
	bool last;                       /* false: more parts of this one follow */
	const char *detail;              /* static, or NULL */
};

struct batch {
	struct mia_allocator a;
	char *buf; /* SCAN_WIDTH readable bytes behind cap */
	size_t len, cap;
	struct record *records;
	size_t count, record_cap;
};

void mia__batch_init(struct batch *b, const struct mia_allocator *a);
void mia__batch_release(struct batch *b);
/* Room for cap bytes; false: out of memory. */
bool mia__batch_reserve(struct batch *b, size_t cap);

/* ---- framing ---- */

enum { JSON_LEVELS = 16 };

struct framer {
	struct mia_allocator a;
	enum frame_kind kind;
	size_t limit; /* longest record */
	enum mia_encoding encoding;
	/* place of buf[0] of the batch under work */
	uint64_t line, offset, next_record;
	uint64_t record_bytes, framing_bytes, records;
	size_t done; /* bytes of the batch already accounted for */
	bool failed; /* out of memory */

	/* a record that goes on behind the buffer */
	size_t pos;    /* scanned so far */
	bool in_quote; /* CSV: inside quotes; JSON: inside a string */
	bool escaped;  /* JSON: the next byte is escaped */
	bool skipping; /* too long: parts were handed out already */
	uint64_t skip_number, skip_line, skip_offset;

	uint64_t work;             /* bytes looked at while finding back */
	size_t hopeless;           /* up to here no row was found again */
	struct csv_header *header; /* current */
	struct csv_header *headers;

	unsigned char levels[JSON_LEVELS]; /* 'A' array, 'P' page */
	int level;
	bool in_value;
	bool in_string_value; /* an element that is itself a string */
	bool in_page_rest;
	unsigned depth;
	bool zero_indent; /* this value's lines are not indented */
	bool line_start;  /* this value began its line */
	size_t column;
	bool saw_array, saw_page;

	bool rejects;         /* the container that mia_rejects_add writes */
	bool table;           /* CSV with any header; a row is never another header */
	struct arena pages;   /* tables: the heads of JSON pages */
	struct mia_text page; /* of the page under work, or absent */
};

void mia__framer_init(struct framer *f, enum frame_kind kind, const struct mia_allocator *a, size_t limit,
	enum mia_encoding encoding, uint64_t offset);
void mia__framer_release(struct framer *f);
/*
 * Frames what it can of batch->buf[0..len) and appends to batch->records.
 * Returns how many bytes were used; the rest must stand at the beginning of
 * the next batch. At the end of the text everything is used. false in
 * f->failed: out of memory.
 */
size_t mia__framer_run(struct framer *f, struct batch *batch, bool at_end);

/* csv_frame.c, json_frame.c, rejects.c */
size_t mia__csv_frame(struct framer *f, struct batch *batch, bool at_end);
size_t mia__json_frame(struct framer *f, struct batch *batch, bool at_end);
size_t mia__rejects_frame(struct framer *f, struct batch *batch, bool at_end);

/* Hands out batch->buf[start..start+len), which begins where everything
 * before it was accounted for; bytes between are framing. */
void mia__frame_emit(struct framer *f, struct batch *batch, size_t start, size_t len, enum mia_reason reason,
	size_t bad_at, const char *detail);
/* A reject without bytes: of the source itself, or of its rest. */
void mia__frame_note(struct framer *f, struct batch *batch, enum mia_reason reason, const char *detail);
/* A part of a record longer than the limit; last ends it. */
void mia__frame_emit_part(struct framer *f, struct batch *batch, size_t start, size_t len, bool last);
/* Everything up to `to` that was not handed out is framing. */
void mia__frame_skip(struct framer *f, const struct batch *batch, size_t to);

/* ---- CSV pieces, also for the event stage and the sniffer ---- */

struct csv_cell {
	struct mia_text text; /* without the outer quotes */
	bool doubled;         /* holds "" pairs that stand for one quote */
};
/*
 * Cuts one cell at *pos of row; *pos moves behind the separator. lenient: a
 * quote followed by something else is text. Returns 1 for a cell that ended
 * at a separator, 0 for the last one, -1 when the quoting is broken (*pos
 * tells where).
 */
int mia__csv_cell(struct mia_text row, char separator, size_t *pos, bool lenient, struct csv_cell *ret);
/* Un-doubles into out (at least len bytes); returns the length. */
size_t mia__csv_undouble(struct mia_text text, char *out);
/* Reads a header row; NULL when it names nothing that an audit export has, or
 * when out of memory: then *no_memory becomes true. */
struct csv_header *mia__csv_header_new(const struct mia_allocator *a, struct mia_text row, char separator,
	bool *no_memory);
/* The same for a table of whatever columns: the separator is the one that makes
 * most of them; no column is AuditData. NULL when the row names nothing. */
struct csv_header *mia__csv_table_header_new(const struct mia_allocator *a, struct mia_text row,
	bool *no_memory);
void mia__csv_header_free(struct csv_header *header);
#define CSV_SEPARATORS ",;\t|"

/* ---- what is it? ---- */

struct sniffed {
	enum mia_container container; /* UNKNOWN: not an audit export */
	enum frame_kind kind;
	char separator;
	size_t header_start, header_len; /* CSV: the header row in the text */
	const char *note;                /* what it is instead; static */
	bool no_memory;                  /* and so nothing was found out */
};
/* head: the first bytes of the text. */
struct sniffed mia__sniff_text(struct mia_text head, const struct mia_allocator *a);
/* The same where any CSV with a header row, and any JSON, is a table. An audit
 * export is told by its own container. */
struct sniffed mia__sniff_table(struct mia_text head, const struct mia_allocator *a);
/* By the first stored bytes: "ZIP archive", "PDF document" ...; NULL: unknown. */
const char *mia__sniff_magic(const char *head, size_t len);

#endif
