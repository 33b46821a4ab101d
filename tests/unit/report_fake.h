/* A table of rows in memory, and a sink that keeps what it gets. */
#ifndef MIA_TESTS_REPORT_FAKE_H
#define MIA_TESTS_REPORT_FAKE_H

#include "test.h"

#include "base/text.h"
#include "report/report.h"

struct kept {
	char *ptr;
	size_t len, cap;
	size_t refuse_after; /* bytes; 0: never */
	size_t refused;      /* calls */
	size_t calls;
};

static inline int
keep(void *ctx, const void *bytes, size_t size)
{
	struct kept *kept = ctx;

	kept->calls++;
	if (kept->refuse_after && kept->len + size > kept->refuse_after) {
		kept->refused++;
		return -1;
	}
	if (kept->len + size + 1 > kept->cap) {
		kept->cap = (kept->len + size + 1) * 2;
		kept->ptr = realloc(kept->ptr, kept->cap);
		assert_non_null(kept->ptr);
	}
	memcpy(kept->ptr + kept->len, bytes, size);
	kept->len += size;
	kept->ptr[kept->len] = '\0';
	return 0;
}

static inline struct mia_report_options
options_into(struct kept *kept, enum mia_format format, unsigned width)
{
	return (struct mia_report_options){
		.size = sizeof(struct mia_report_options),
		.format = format,
		.width = width,
		.write = keep,
		.ctx = kept,
	};
}

struct fake_rows {
	const union cell *cells; /* column_count a row */
	size_t row_count, column_count, at;
	bool fail_at_end;
};

static inline enum mia_status
fake_rewind(void *ctx, struct mia_error *err)
{
	struct fake_rows *rows = ctx;

	(void)err;
	rows->at = 0;
	return MIA_OK;
}

static inline enum mia_status
fake_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct fake_rows *rows = ctx;

	(void)err;
	if (rows->at == rows->row_count)
		return rows->fail_at_end ? MIA_ERR_MEMORY : MIA_END;
	memcpy(row, rows->cells + rows->at * rows->column_count, rows->column_count * sizeof(*row));
	rows->at++;
	return MIA_OK;
}

/* Writes the rows as those of a report and hands out the bytes, terminated. */
static inline struct kept
written_as(enum mia_report_kind kind, enum mia_format format, unsigned width, const struct column *columns,
	size_t column_count, const union cell *cells, size_t row_count)
{
	struct kept kept = { .ptr = NULL };
	struct fake_rows rows = { .cells = cells, .row_count = row_count, .column_count = column_count };
	struct table table = {
		.kind = kind,
		.columns = columns,
		.column_count = column_count,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct mia_report_options options = options_into(&kept, format, width);
	struct mia_error err;

	assert_int_equal(mia__report_write(&table, &options, &err), MIA_OK);
	return kept;
}

/* The same of a report that has no name. */
static inline struct kept
written_in(enum mia_format format, unsigned width, const struct column *columns, size_t column_count,
	const union cell *cells, size_t row_count)
{
	return written_as(MIA_REPORT_OTHER, format, width, columns, column_count, cells, row_count);
}

/* Frees what was kept. */
static inline void
assert_kept_bytes(struct kept kept, const char *bytes, size_t size)
{
	assert_string_equal(kept.ptr ? kept.ptr : "", bytes);
	assert_int_equal(kept.len, size);
	free(kept.ptr);
}
#define assert_kept(kept, literal) assert_kept_bytes(kept, literal, sizeof(literal) - 1)

#define BYTES(literal) ((struct mia_text){ (literal), sizeof(literal) - 1 })

#endif
