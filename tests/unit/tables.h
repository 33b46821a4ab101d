/* One text as a table, as an inventory's file would go. */
#ifndef MIA_TESTS_TABLES_H
#define MIA_TESTS_TABLES_H

#include "test.h"

#include "base/text.h"
#include "load/table_reader.h"

struct table {
	struct mia_evidence *files;
	struct table_reader *reader;
	const struct table_row *row;
	const struct mia_reject *reject;
	enum mia_status status;
};

static inline struct table
open_bytes(const void *bytes, size_t size, const struct mia_limits *limits)
{
	struct table t = { .status = MIA_OK };

	assert_int_equal(mia_evidence_new(&t.files, NULL, limits, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(t.files, "table", bytes, size, NULL), MIA_OK);
	assert_int_equal(mia__table_reader_new(&t.reader, t.files, NULL), MIA_OK);
	return t;
}

static inline void
next_row(struct table *t)
{
	t->status = mia__table_reader_next(t->reader, &t->row, &t->reject, NULL);
}

static inline struct table
open_text(const char *text)
{
	struct table t = open_bytes(text, strlen(text), NULL);

	next_row(&t);
	return t;
}

static inline void
close_table(struct table *t)
{
	mia__table_reader_free(t->reader);
	mia_evidence_free(t->files);
}

static inline struct mia_text
value(const struct table *t, const char *name)
{
	const char *names[] = { name, NULL };

	return mia__row_value(t->row, names);
}

/* To the end; then the books of the one source. */
static inline void
assert_books(struct table *t, uint64_t decoded, uint64_t rejected)
{
	const struct mia_source *s = mia_evidence_source(t->files, 0);

	while (t->status != MIA_END) {
		assert_true(t->status >= 0);
		next_row(t);
	}
	assert_true(s->complete);
	assert_int_equal(s->decoded, decoded);
	assert_int_equal(s->rejected, rejected);
	assert_int_equal(s->records, decoded + rejected);
	assert_int_equal(s->text_bytes, s->record_bytes + s->framing_bytes);
}

#define assert_row(t) assert_int_equal((t).status, MIA_OK)
#define assert_reject(t, reason_) \
	do { \
		assert_int_equal((t).status, MIA_REJECTED); \
		assert_string_equal(mia_reason_name((t).reject->reason), #reason_); \
	} while (0)

#endif
