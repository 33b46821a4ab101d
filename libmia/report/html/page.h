/*
 * The report as one page. Each part writes into the page's sink; whatever
 * comes from the evidence passes through one of the functions below, which
 * make it harmless and, for a redacted copy, replace people and subjects.
 */
#ifndef MIA_REPORT_HTML_PAGE_H
#define MIA_REPORT_HTML_PAGE_H

#include <mia/case.h>
#include <mia/summary.h>

#include "base/alloc.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "texts/texts.h"
#include "report/redact.h"
#include "report/report.h"

/* Rows of a table; the CSV has the rest. */
#define HTML_ROWS 1000
/* Bytes of a cell that are shown. */
#define CELL_MOST 4000
/* A table with more rows is closed when the page opens. */
#define HTML_ROWS_OPEN 25
/* Bytes of an address, an account or an id that is never broken; what is
 * longer nobody wrote for people. */
#define HTML_KEPT_MOST 64
#define HTML_ID_MOST 100
/* Where the messages stand; "-" and the level: those of one level. */
#define HTML_MESSAGES_ID "messages"
/* Pictures; the tables have all mailboxes. */
#define HTML_PICTURES 20

struct acts; /* acts.h */

struct page {
	const struct mia_case *c;
	enum mia_language language;
	struct mia_summary *summary;
	struct acts *acts;
	struct mia_allocator a;
	unsigned ids; /* handed out, so that labels find what they label */
	/* For a redacted copy: whom sentences may name, and room to write one. */
	struct redact_people people;
	struct buf prose;
	enum mia_status status; /* of what cannot say by itself that memory was refused */
	struct sink sink;
};

/* ---- write.c ---- */

/* Markup of our own. */
void mia__html_put(struct page *page, const char *markup);
/* A number as people write it: 12,345; as the language has it. */
struct mia_text mia__html_number_text(const struct page *page, uint64_t number,
	char room[static NUMBER_TEXT]);

/* A time in two pieces: a line may end between date and time alone. */
void mia__html_put_moment(struct page *page, mia_time time);
/* In a sentence: with UTC. */
void mia__html_put_time(struct page *page, mia_time time);

/* A text of the table of texts; what fills it in is our own. */
void mia__html_tell(struct page *page, enum text_id text);
/* Without markup: for attributes, titles and what is drawn. */
void mia__html_tell_plain(struct page *page, enum text_id text);
void mia__html_tell_filled(struct page *page, enum text_id text, struct mia_text first,
	struct mia_text second, struct mia_text third);
/* The form that the number asks for. */
void mia__html_tell_number(struct page *page, enum text_id text, uint64_t number);
/* "access recorded", in the language of the page. */
void mia__html_tell_level(struct page *page, enum mia_level level);
void mia__html_tell_paragraph(struct page *page, enum text_id text);
/* A paragraph with one number, and with two and a third place. */
void mia__html_tell_count(struct page *page, enum text_id text, uint64_t number);
void mia__html_tell_counts(struct page *page, enum text_id text, uint64_t first, uint64_t second,
	struct mia_text third);
/* <h2 id=...> or <h3>. */
void mia__html_tell_heading(struct page *page, int level, const char *id, enum text_id text);

/* The kinds of what the evidence says. */
enum html_kind {
	HTML_PLAIN,
	HTML_KEPT,  /* never broken: an address, the id of a session */
	HTML_ID,    /* likewise, but in print */
	HTML_WORD,  /* one of our own words */
	HTML_LEVEL, /* likewise, told in the language of the page */
	HTML_PERSON,
	HTML_SUBJECT,
	HTML_PROSE /* a sentence, which may name people */
};
/* In an element of its own, so that its direction stays inside; as it is. */
void mia__html_put_shown(struct page *page, enum html_kind kind, struct mia_text text);
/* The same, people and subjects replaced where that is asked. Failure to do so
 * is sticky: page->status. */
void mia__html_put_evidence(struct page *page, enum html_kind kind, struct mia_text text);
/* The same without an element, for titles. */
void mia__html_put_evidence_plain(struct page *page, enum html_kind kind, struct mia_text text);
/* A mailbox by its name, else its GUID. */
void mia__html_put_mailbox(struct page *page, struct mia_text mailbox, struct mia_text guid);

/* ---- table.c ---- */

struct html_column {
	const char *name; /* of the table's column */
	enum text_id heading;
	enum html_kind kind;
};

struct html_table {
	enum text_id caption, none;
	/* The column whose value heads the rows that share it; NULL: each row says it. */
	const char *group;
	const struct html_column *columns;
	size_t column_count;
};

#define HTML_TABLE(caption, none, group, columns) \
	{ \
		caption, none, group, columns, sizeof(columns) / sizeof(*(columns)) \
	}

/* Which rows of a table, and where all of them are. */
struct html_rows {
	const char *file;   /* that has all rows; NULL: none has */
	const char *id;     /* groups are ID-0, ID-1, ... to links; NULL: no link leads there */
	const char *column; /* only rows with this word in that column; NULL: all */
	const char *word;
	bool closed;    /* on the screen, however few they are */
	size_t most;    /* rows that are shown; 0: HTML_ROWS */
	uint64_t count; /* how many such rows there are; 0: they are to be counted */
};

/* The table, people and subjects replaced where that is asked. */
enum mia_status mia__html_put_table(struct page *page, const struct html_table *spec,
	const struct html_rows *rows, const struct table *table, struct mia_error *err);
/* The frame of a small table that a part fills itself: cells and all. */
void mia__html_table_open(struct page *page, enum text_id caption, const enum text_id *headings,
	size_t count);
/* The same as wide as the page. */
void mia__html_table_open_wide(struct page *page, enum text_id caption, const enum text_id *headings,
	size_t count);
void mia__html_table_close(struct page *page);
/* <td> with a number; target: the id that it leads to, or NULL. */
void mia__html_put_count(struct page *page, uint64_t count, const char *target);
/* Two <td>, each with a time. */
void mia__html_put_moments(struct page *page, mia_time first, mia_time last);

/* ---- the parts ---- */

enum mia_status mia__html_put_box(struct page *page, struct mia_error *err);
/* Who is held to be the intruder, in words. */
enum mia_status mia__html_put_scope_words(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_scope(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_answer(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_pictures(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_tables(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_method(struct page *page, struct mia_error *err);
enum mia_status mia__html_put_evidence_sums(struct page *page, struct mia_error *err);

/* ---- style.c ---- */

extern const char mia__html_style[];
/* "'sha256-...'" of the style, so that nothing else may style the page; 60
 * bytes, terminated. false: the hash cannot be made. */
#define STYLE_SOURCE 60
bool mia__html_style_source(char out[static STYLE_SOURCE]);

#endif
