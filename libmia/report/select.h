/* A table over a table: chosen columns, another order, the first rows only. */
#ifndef MIA_REPORT_SELECT_H
#define MIA_REPORT_SELECT_H

#include <mia/report.h>

#include "base/arena.h"
#include "format/table.h"

struct sort_key {
	size_t column;
	bool down;
};

struct selected_table {
	struct table table; /* what is to be written */
	const struct table *inner;
	struct column columns[TABLE_COLUMNS];
	size_t from[TABLE_COLUMNS]; /* their places in inner */
	struct sort_key keys[TABLE_COLUMNS];
	size_t key_count;
	bool needed[TABLE_COLUMNS]; /* of inner: shown, or sorted by */
	uint64_t top;               /* 0: all */
	uint64_t at;
	/* Rows in another order are kept; else NULL. */
	struct mia_allocator a;
	struct arena texts;
	union cell *cells; /* inner->column_count a row */
	size_t row_count, room;
	uint32_t *order;
};

/* What the options ask for, over inner. Nothing is copied where nothing is
 * sorted. Returns MIA_OK; MIA_ERR_ARGUMENT: no such column, or the format has
 * none; MIA_ERR_MEMORY; what inner answers. Close it only after MIA_OK. */
enum mia_status mia__selected_open(struct selected_table *ret, const struct table *inner,
	const struct mia_report_options *options, struct mia_error *err);
void mia__selected_close(struct selected_table *selected);
/* < 0, 0, > 0; down: the other way round, but what is not stated stays last. */
int mia__compare_cells(const struct column *column, const union cell *x, const union cell *y, bool down);
/* MIA_ERR_ARGUMENT where options ask for what only rows can have. */
enum mia_status mia__select_refuse(const struct mia_report_options *options, const char *what,
	struct mia_error *err);

#endif
