/* Columns as data: a report is a list of columns and a function that hands
 * out the next row; each format is one function over the two. */
#ifndef MIA_FORMAT_TABLE_H
#define MIA_FORMAT_TABLE_H

#include <mia/format.h>

#include "format/sink.h"

/* Colours on a terminal. None of them means that all is well. */
enum paint { PAINT_NONE, PAINT_RED, PAINT_MAGENTA, PAINT_YELLOW, PAINT_CYAN };

/* A word that a cell may hold. A list of them begins with what weighs most,
 * for sorting, and ends with a NULL text: the colour of all other texts. */
struct column_word {
	const char *text;
	enum paint paint;
};

struct column {
	const char *name;
	enum mia_column_type kind;
	enum mia_column_names names;
	/* On a terminal: its place from the left, and the higher the sooner it is
	 * left out; 0 is shown only when asked for. At least min columns wide (if
	 * it needs them), at most max. */
	unsigned char rank, min, max;
	const char *help; /* for people: the tool's help and its manual */
	bool json_only;
	bool below;                      /* a text that on a terminal has its room below the rows */
	bool rare;                       /* few rows have it, and those matter: shown all the same */
	const char *title;               /* a short name for the head of a table; NULL: name */
	const struct column_word *words; /* or NULL */
	/* On a terminal: number of the column, + 1, whose place this one takes where that
	 * says nothing; 0: none. So that rows can be told apart. */
	unsigned char instead;
};

static inline const char *
column_title(const struct column *column)
{
	return column->title ? column->title : column->name;
}

struct named_count {
	const char *name;
	uint64_t count;
};

union cell {
	struct mia_text text;
	struct mia_texts texts;
	mia_time time;
	uint64_t count;
	int64_t size;
	struct {
		const struct named_count *ptr;
		size_t count;
	} counts;
};

#define TABLE_COLUMNS 48

struct redact_people;
struct table;

/* How the rows of a table are parted, for several threads. Constant. */
struct table_parts {
	/* That of the tables that this goes with: whoever puts another into the place of
	 * it loses the parts. */
	enum mia_status (*next)(void *rows, union cell *row, struct mia_error *err);
	/* How many rows there are to part, some of which may be left out; 0: none can be. */
	size_t (*count)(const void *rows);
	/* A table of rows start to end - 1 in *ret, to be used on one thread, and at the
	 * same time as others; the one that is parted is not used meanwhile. */
	enum mia_status (
		*part)(void *rows, size_t start, size_t end, struct table *ret, struct mia_error *err);
	void (*close)(struct table *part);
};

struct table {
	enum mia_report_kind kind; /* MIA_REPORT_OTHER: none that has a name outside */
	const struct column *columns;
	size_t column_count; /* at most TABLE_COLUMNS */
	const char *none;    /* for a terminal: what it means that there is no row */
	/* MIA_OK and the row, MIA_END, or < 0. What the cells point to lives
	 * until the next call. */
	enum mia_status (*next)(void *rows, union cell *row, struct mia_error *err);
	/* Back to the first row; also called before the first next. */
	enum mia_status (*rewind)(void *rows, struct mia_error *err);
	void *rows;
	const struct table_parts *parts; /* or NULL */
	/* Adds who may be named in prose besides the people of the same row and
	 * mail addresses; false when memory is refused. May be NULL. */
	bool (*people)(void *rows, struct redact_people *people);
	/* For a format that must remember what it wrote; NULL: malloc's. */
	const struct mia_allocator *allocator;
	/* For a terminal: the order that people want, as mia_report_options.sort
	 * says it; NULL: that of the rows. */
	const char *order;
	bool bare;       /* part of a text that says itself what is left out */
	bool asked;      /* the columns were chosen by name: all of them are shown */
	uint64_t of_all; /* how many rows there were before some were cut off, or 0 */
};

/* What stands in the place of a mailbox where a span is of all of them. */
extern const char mia__table_whole_tenant[];

/* How many rows can be parted; 0: none. */
size_t mia__table_count(const struct table *table);

/* For rows that begin with their position, a size_t. */
enum mia_status mia__table_rewind(void *rows, struct mia_error *err);

/* The pieces of a cell's text, separators included. */
struct cell_pieces {
	const struct column *column;
	const union cell *cell;
	size_t step;
	char scratch[MIA_TIME_TEXT];
};
void mia__cell_pieces_init(struct cell_pieces *pieces, const struct column *column, const union cell *cell);
/* false, and *ret as it was, when nothing is left. */
bool mia__cell_pieces_next(struct cell_pieces *pieces, struct mia_text *ret);

#define NO_COLUMN SIZE_MAX
size_t mia__table_column(const struct table *table, const char *name);
/* The text of a MIA_COLUMN_TEXT by the column's name; absent where there is none. */
struct mia_text mia__table_text(const struct table *table, const union cell *row, const char *name);

#endif
