/* The tables of the evidence in a case file: making them, and telling whether
 * a file has them. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "casefile/casefile.h"

/*
 * The tables of the evidence. Their text is compared letter by letter before
 * anything is taken from them, comments included: a later form gets another
 * number (CASEFILE_FORM).
 */
static const struct {
	const char *name, *sql;
} kept[] = {
	{ "casefile",
		"CREATE TABLE casefile ( -- one row\n"
		"	made_by TEXT NOT NULL, -- program and version\n"
		"	max_record INTEGER NOT NULL, -- longest record taken, in bytes\n"
		"	seal TEXT NOT NULL -- SHA-256 over sources, contents and chunks\n"
		")" },
	{ "sources",
		"CREATE TABLE sources ( -- in the order of their names\n"
		"	number INTEGER PRIMARY KEY,\n"
		"	name TEXT NOT NULL, -- as ingested\n"
		"	content INTEGER NOT NULL, -- contents.number\n"
		"	fault TEXT NOT NULL -- why it could not be read to its end; '': it was\n"
		")" },
	{ "contents",
		"CREATE TABLE contents ( -- the bytes of a source; equal ones once\n"
		"	number INTEGER PRIMARY KEY,\n"
		"	sha256 TEXT NOT NULL, -- of the bytes as stored in the source\n"
		"	stored_bytes INTEGER NOT NULL,\n"
		"	first_chunk INTEGER NOT NULL, -- chunks.number\n"
		"	chunk_count INTEGER NOT NULL\n"
		")" },
	{ "chunks",
		"CREATE TABLE chunks (\n"
		"	number INTEGER PRIMARY KEY,\n"
		"	size INTEGER NOT NULL, -- bytes of the source, at most 1048576\n"
		"	deflated INTEGER NOT NULL, -- 1: raw deflate (RFC 1951); 0: as they are\n"
		"	sha256 BLOB NOT NULL, -- of the column bytes\n"
		"	bytes BLOB NOT NULL\n"
		")" },
};
enum { KEPT = sizeof(kept) / sizeof(*kept) };

enum mia_status
mia__schema_make(sqlite3 *db, struct mia_error *err)
{
	for (size_t i = 0; i < KEPT; i++)
		MIA_TRY(mia__db_exec(db, kept[i].sql, err));
	return MIA_OK;
}

static struct mia_text
column_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text ? (struct mia_text){ text, (size_t)sqlite3_column_bytes(statement, column) }
		    : TEXT_ABSENT;
}

/* Which of the tables a row of the schema belongs to; KEPT: none. */
static size_t
find(struct mia_text name)
{
	size_t i = 0;

	while (i < KEPT && !text_equal_nocase(name, text_of(kept[i].name)))
		i++;
	return i;
}

enum mia_status
mia__schema_check(sqlite3 *db, struct mia_error *err)
{
	sqlite3_stmt *rows = NULL;
	size_t found = 0;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema", &rows, err));
	while ((status = mia__db_step(db, rows, err)) == MIA_OK) {
		struct mia_text name = column_text(rows, 1);
		size_t table = find(column_text(rows, 2));
		if (table == KEPT && find(name) == KEPT)
			continue;
		/* A view or an index of that name, or something on the table. */
		if (table == KEPT || !text_equal(column_text(rows, 0), TEXT("table")) ||
			!text_equal(name, text_of(kept[table].name)) ||
			!text_equal(column_text(rows, 2), name) ||
			!text_equal(column_text(rows, 3), text_of(kept[table].sql)))
			break;
		found++;
	}
	sqlite3_finalize(rows);
	if (status < 0)
		return status;
	if (status != MIA_END || found != KEPT)
		return mia__fail(err, MIA_ERR_ARGUMENT, "its tables are not those of a case file");
	return MIA_OK;
}
