/* The output formats as a list, and what those for other tools share: which
 * texts they can take, and how a row reads on a timeline. */
#ifndef MIA_FORMAT_FORMATS_H
#define MIA_FORMAT_FORMATS_H

#include "format/table.h"

/* How a table shall look on a terminal. */
struct format_look {
	unsigned width;   /* columns; 0: FORMAT_WIDTH */
	int color;        /* may use SGR sequences */
	unsigned threads; /* that may put rows together; 0: one */
};
#define FORMAT_WIDTH 100

/* A format. It stands at the end of its file, as_NAME.c. */
struct format {
	const char *name;  /* on the command line */
	unsigned reports;  /* which can be written so: FORMAT_SUITS(...), or'ed */
	bool shows_people; /* of no use with hashes in the place of people */
	/* All of the table. */
	enum mia_status (*write)(struct sink *sink, const struct table *table, const struct format_look *look,
		struct mia_error *err);
	/* false: the row ought to be written and cannot stand in this format.
	 * write leaves it out, mia_format_left_out counts it. NULL: every row can. */
	bool (*fits)(const struct table *table, const union cell *row);
};
#define FORMAT_SUITS(report) (1u << MIA_REPORT_##report)
#define FORMAT_SUITS_ALL (~0u)

/* Every format: the end of its value in enum mia_format, and its NAME. */
#define FORMATS(ROW) \
	ROW(TABLE, table) \
	ROW(CSV, csv) \
	ROW(CSV_EXCEL, csv_excel) \
	ROW(JSON, json) \
	ROW(NDJSON, ndjson) \
	ROW(TIMESKETCH, timesketch) \
	ROW(ECS, ecs) \
	ROW(TLN, tln) \
	ROW(BODYFILE, bodyfile) \
	ROW(DAT, dat) \
	ROW(IDS, ids) \
	ROW(GRAPH, graph) \
	ROW(KQL, kql)
#define FORMAT_DECLARED(value, name) extern const struct format mia__format_##name;
FORMATS(FORMAT_DECLARED)

/* NULL where the value names no format. */
const struct format *mia__format_of(enum mia_format format);

/* One object; kind, unless NULL, becomes its first member "kind". */
void mia__as_json_object(struct sink *sink, const char *kind, const struct column *columns,
	size_t column_count, const union cell *row);
/* How a text of the evidence is written. */
typedef void put_text(struct sink *sink, struct mia_text text);
/* The members of it alone, `before` in front of the first, each text by `inside`. */
void mia__as_json_members(struct sink *sink, const char *before, const struct column *columns,
	size_t column_count, const union cell *row, put_text *inside);

/* One point in time of a row. */
struct moment {
	mia_time time; /* or unknown: then it is the only one */
	const char *what;
};
#define MOMENTS 4
/* At least one; a last time that is the first is not told twice. */
size_t mia__describe_moments(const struct table *table, const union cell *row, struct moment ret[MOMENTS]);
typedef void write_moment(struct sink *sink, const struct table *table, const union cell *row,
	const struct moment *moment);
/* All rows, a line for each moment. */
enum mia_status mia__each_moment(struct sink *sink, const struct table *table, write_moment *write,
	struct mia_error *err);
/* The row in one line: words of ours, and values of the evidence, each through
 * put. Bind and sync stay two things. */
void mia__describe_row(struct sink *sink, const struct table *table, const union cell *row, put_text *put);

/* Whether an internet message id can stand on a line of its own and in a
 * query: not absent, UTF-8, no blank, nothing hidden, no longer than RFC 5322
 * lets a line be. */
bool mia__id_is_plain(struct mia_text id);

#endif
