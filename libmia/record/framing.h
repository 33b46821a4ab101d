/*
 * Framing finds where each record begins and ends in the text, without parsing
 * it, and hands the records out in batches. Each manner of framing is a row of
 * the table in framing.c.
 */
#ifndef MIA_RECORD_FRAMING_H
#define MIA_RECORD_FRAMING_H

#include "base/arena.h"
#include "record/batch.h"
#include "record/page_marks.h"

struct framer;
struct sniffed;

/*
 * How sure a framing is that a text is its own; the surest frames it. Among
 * tables whatever has columns is taken, and a line of JSON is a row of odd
 * columns as well: there JSON goes first.
 */
enum framing_bid {
	BID_NONE,
	BID_ROWS,    /* a first line that may name columns */
	BID_LIKELY,  /* it begins as such texts do */
	BID_COLUMNS, /* the columns of an audit export */
	BID_OWN      /* our own mark stands there */
};

struct framing {
	const char *name;
	/* A record that was cut looks whole when it is cut between its cells or entries. */
	bool cut_is_unseen;
	/* Looks at the first bytes of a text; what it finds out goes to *ret, if it bids. */
	enum framing_bid (
		*bid)(struct mia_text head, bool tables, const struct mia_allocator *a, struct sniffed *ret);
	/* Makes ready what the first bytes tell, by *what; NULL: nothing. false: no memory. */
	bool (*begin)(struct framer *f, const struct sniffed *what, struct mia_text head);
	/* See mia__framer_run. */
	size_t (*frame)(struct framer *f, struct batch *batch, bool at_end);
};

/* The framing that bids most for the text, in *ret; ret->framing is NULL if none bids. */
void mia__framing_choose(struct mia_text head, bool tables, const struct mia_allocator *a,
	struct sniffed *ret);

/* csv_frame.c */
struct csv_framing {
	size_t pos; /* scanned so far, of a row that goes on behind the buffer */
	bool in_quote;
	uint64_t work;   /* bytes looked at while finding back */
	size_t hopeless; /* up to here no row was found again */
	size_t judged;   /* of a row with broken quoting: where the last line ends behind which none begins */
};

/* json_frame.c */
enum { JSON_LEVELS = 16 };
enum json_level { JSON_ARRAY = 0, JSON_OBJECTS = 3, JSON_OF_TABLES = 4, JSON_OF_ROWS = 8 };
/* The brackets that are open inside a value. */
struct json_open {
	unsigned depth;
	bool deep;       /* deeper once than `arrays` tells of */
	uint64_t arrays; /* which of them are arrays, the innermost lowest */
};
struct json_framing {
	size_t pos;    /* scanned so far, of a value that goes on behind the buffer */
	bool in_quote; /* inside a string */
	bool escaped;  /* the next byte is escaped */
	struct json_open open;
	bool in_value;
	bool in_string_value; /* an element that is itself a string */
	bool in_page_rest;
	bool is_framing;  /* this value tells of a query and is no record */
	bool is_row;      /* this value is a row of the table */
	bool bare;        /* the first value had no prefix, so that unprintable ones are damage */
	bool begun;       /* there was one */
	bool zero_indent; /* this value's lines are not indented */
	bool line_start;  /* this value began its line */
	size_t column;
	unsigned char
		levels[JSON_LEVELS]; /* JSON_ARRAY, or a page: how many objects around it, and of what */
	int level;
	uint64_t work;                  /* bytes looked at while finding back */
	const struct csv_header *table; /* the columns named last, or NULL */
};

struct framer {
	struct mia_allocator a;
	const struct framing *framing; /* NULL: not known yet; notes can be told all the same */
	enum mia_container container;  /* as far as the text was read */
	bool tables;                   /* any CSV with a header; a row is never another header */
	size_t limit;                  /* longest record */
	char feed;                     /* ends lines: LF, or CR where most stand alone */
	enum mia_encoding encoding;
	/* place of buf[0] of the batch under work */
	uint64_t line, offset, next_record;
	uint64_t record_bytes, framing_bytes, records;
	size_t done; /* bytes of the batch already accounted for */
	bool failed; /* out of memory */

	/* a record that is too long: parts were handed out already */
	bool skipping;
	uint64_t skip_number, skip_line, skip_offset;

	/* what records are handed out with */
	const struct csv_header *header; /* the current one, or NULL */
	struct csv_header *headers;      /* all */
	size_t header_count;
	struct mia_text page;    /* tables: the head of the JSON page under work, or absent */
	struct arena pages;      /* such heads */
	struct page_marks marks; /* JSON: what its pages say of themselves */

	union { /* of the framing */
		struct csv_framing csv;
		struct json_framing json;
	} of;
};

void mia__framer_init(struct framer *f, const struct mia_allocator *a, size_t limit, bool tables);
void mia__framer_release(struct framer *f);
/* Once it is known what the text is: what->framing is not NULL, head holds the header row that
 * *what tells of. Nothing was framed before. false: no memory. */
bool mia__framer_begin(struct framer *f, const struct sniffed *what, struct mia_text head,
	enum mia_encoding encoding, uint64_t offset);
/*
 * Frames what it can of batch->buf[0..len) and appends to batch->records.
 * Returns how many bytes were used; the rest must stand at the beginning of
 * the next batch. At the end of the text everything is used. f->failed: out of
 * memory.
 */
size_t mia__framer_run(struct framer *f, struct batch *batch, bool at_end);

/* ---- for framings ---- */

/* What ends the lines of a text that begins so. */
char mia__line_feed(struct mia_text head);

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
/* From here on the header counts; f owns it. */
void mia__frame_header(struct framer *f, struct csv_header *header);

/* The framings: csv_frame.c, json_frame.c, rejects.c. */
extern const struct framing mia__framing_csv, mia__framing_json, mia__framing_rejects;

#endif
