/*
 * Tables that are no audit log: inventories, configuration exports. The same
 * sources, framing, limits and rejects as evidence, but a row is names and
 * values.
 */
#ifndef MIA_LOAD_TABLE_READER_H
#define MIA_LOAD_TABLE_READER_H

#include <stdbool.h>

#include <mia/evidence.h>

/*
 * CSV: the column's name, trimmed, and the cell, undoubled. JSON: the path of
 * a scalar, members joined by dots, elements of an array under the name of the
 * array ("toRecipients.emailAddress.address" stands once a recipient), a
 * number as it is written, a truth as "True" or "False" (as in CSV); null is
 * not there. A name may stand several times. Valid UTF-8, bytes that were none
 * made visible; value.ptr is never NULL.
 */
struct row_cell {
	struct mia_text name, value;
};

/* Borrowed until the next call. */
struct table_row {
	struct mia_place place;
	const struct row_cell *cells;
	size_t count;
	bool csv;
	/* JSON page: the text from its brace to the array, "@odata.context" in
	 * it; absent elsewhere and where it is longer than 4 KiB. */
	struct mia_text page;
};

struct table_reader;
/* Takes an evidence that was not read yet; every source is read as CSV with a
 * header row, or as JSON (object, array, page with "value", lines). An export
 * of the audit log is read as well: its rows' place.source->container says so
 * where it is CSV (CSV_TABLE is the container of all other CSV). */
enum mia_status mia__table_reader_new(struct table_reader **ret, struct mia_evidence *files,
	struct mia_error *err);
void mia__table_reader_free(struct table_reader *reader);
/* MIA_OK: *row; MIA_REJECTED: *reject; MIA_END; < 0. Single thread. The
 * sources' books balance as with mia_reader. */
enum mia_status mia__table_reader_next(struct table_reader *reader, const struct table_row **row,
	const struct mia_reject **reject, struct mia_error *err);
/* The user of a row finds that he cannot use it: it counts as rejected, not as
 * decoded; *reject describes it, until the next call. */
void mia__table_reader_refuse(struct table_reader *reader, enum mia_reason reason, const char *detail,
	const struct mia_reject **reject);

/* The same of a whole source, once its first row tells that it is none of what
 * is asked for: one reject (NOT_AN_EXPORT), its other rows are not handed out
 * and nothing of it counts as decoded. Instead of mia__table_reader_refuse. */
enum mia_status mia__table_reader_refuse_source(struct table_reader *reader, const char *detail,
	const struct mia_reject **reject, struct mia_error *err);

/* The value under the first of the names (NULL ends the list) that has one that
 * is not empty, without regard to case; an empty one where all are; the absent
 * text if there is none. Where a name stands several times, the last counts,
 * as in audit records; who wants all goes over the cells. */
struct mia_text mia__row_value(const struct table_row *row, const char *const *names);

#endif
