/* How a table is laid out for eyes: what its columns hold, which of them are
 * shown and how wide, and a cell on one line. */
#ifndef MIA_FORMAT_EYES_H
#define MIA_FORMAT_EYES_H

#include "base/alloc.h"
#include "format/table.h"

#define EYES_GAP 2
#define EYES_DOMAIN 256

/* The different GUIDs of a column, in order; of too many none is shortened. */
struct eyes_guids {
	unsigned char (*ptr)[16];
	size_t count;
	bool too_many;
};

struct eyes_column {
	struct eyes_guids guids;
	size_t natural; /* columns that its widest cell needs, or the most it may have */
	size_t width;   /* 0: not shown */
	uint64_t filled;
	uint64_t telling; /* filled, and not 0 */
	uint64_t first;   /* hash of its first cell */
	bool differs;     /* not the same in all rows */
	bool lifted;      /* said once above the rows */
};

struct eyes {
	const struct table *table;
	struct mia_allocator a;
	uint64_t rows;
	/* The domain that most people of the table share; its name is said once. */
	char domain[EYES_DOMAIN];
	size_t domain_len; /* 0: none is left out */
	/* All times of the table are of this year, which is said once. */
	char year[4];
	bool one_year;
	size_t shown[TABLE_COLUMNS]; /* from left to right */
	size_t shown_count;
	size_t hidden; /* columns that hold something and have no room */
	bool cut;      /* some cell was shortened */
	struct eyes_column columns[TABLE_COLUMNS];
};

/* Goes through the rows twice. What it needs does not grow with them. */
enum mia_status mia__eyes_look(struct eyes *eyes, const struct table *table, size_t room,
	struct mia_error *err);
void mia__eyes_release(struct eyes *eyes);
/* Which columns are shown, how wide, and which are said once. */
void mia__eyes_choose(struct eyes *eyes, size_t room);

/* How many columns the cell takes; stops counting beyond most. */
size_t mia__eyes_width(const struct eyes *eyes, size_t column, const union cell *cell, size_t most);
/* The cell in width columns at most: of a list the first that have room and how
 * many more there are; of anything else the middle is left out. Answers
 * how many columns it took. */
size_t mia__eyes_cell(struct sink *sink, struct eyes *eyes, size_t column, const union cell *cell,
	size_t width);

/* How many characters of a GUID tell it from all others of its column. */
size_t mia__eyes_guid_shown(const struct eyes_guids *guids, struct mia_text guid);
/* Where the domain of a mail address begins, behind its last @; 0: it has none. */
size_t mia__eyes_domain(struct mia_text text);

static inline bool
column_is_number(const struct column *column)
{
	return column->kind == MIA_COLUMN_COUNT || column->kind == MIA_COLUMN_SIZE;
}

#endif
