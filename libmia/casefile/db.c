/*
 * How SQLite is opened: a stranger's file read-only and with nothing in it
 * trusted (https://sqlite.org/security.html), a new one for a single
 * transaction into a file that nobody else knows yet. SQLite takes its memory
 * from its own allocator, which is the whole program's and not ours to set.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "casefile/casefile.h"

enum mia_status
mia__db_fail(sqlite3 *db, int rc, const char *what, struct mia_error *err)
{
	char said[160];

	if ((rc & 0xff) == SQLITE_NOMEM)
		return mia__fail_memory(err);
	mia__escape_ascii(text_of(db ? sqlite3_errmsg(db) : sqlite3_errstr(rc)), said, sizeof(said));
	switch (rc & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR:
	case SQLITE_TOOBIG:
	case SQLITE_MISMATCH:
		return mia__fail(err, MIA_ERR_ARGUMENT, "%s: %s", what, said);
	default:
		return mia__fail(err, MIA_ERR_IO, "%s: %s", what, said);
	}
}

enum mia_status
mia__db_exec(sqlite3 *db, const char *sql, struct mia_error *err)
{
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? MIA_OK : mia__db_fail(db, rc, "cannot write the case file", err);
}

enum mia_status
mia__db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct mia_error *err)
{
	int rc = sqlite3_prepare_v2(db, sql, -1, ret, NULL);

	return rc == SQLITE_OK ? MIA_OK : mia__db_fail(db, rc, "the case file cannot be asked", err);
}

enum mia_status
mia__db_step(sqlite3 *db, sqlite3_stmt *statement, struct mia_error *err)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_ROW)
		return MIA_OK;
	return rc == SQLITE_DONE ? MIA_END : mia__db_fail(db, rc, "the case file is damaged", err);
}

enum mia_status
mia__db_run(sqlite3 *db, sqlite3_stmt *statement, struct mia_error *err)
{
	int rc = sqlite3_step(statement);
	enum mia_status status =
		rc == SQLITE_DONE ? MIA_OK : mia__db_fail(db, rc, "cannot write the case file", err);

	sqlite3_reset(statement);
	return status;
}

static enum mia_status
open_with(sqlite3 **ret, const char *name, int flags, struct mia_error *err)
{
	sqlite3 *db = NULL;

	/* Several connections at a time must at least be possible. */
	if (sqlite3_threadsafe() == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "this SQLite was built without threads");
	int rc = sqlite3_open_v2(name, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (rc != SQLITE_OK) {
		enum mia_status status = mia__db_fail(db, rc, "the case file cannot be opened", err);
		sqlite3_close(db);
		return status;
	}
	*ret = db;
	return MIA_OK;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
		c == '.' || c == '-' || c == '_';
}

/* immutable: a journal that lies beside the file is not a part of it, and
 * must not be rolled back into it. */
static void
add_uri(struct buf *uri, const char *path)
{
	static const char digits[] = "0123456789abcdef";

	mia__buf_str(uri, path[0] == '/' ? "file://" : "file:");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		if (is_plain(*path)) {
			mia__buf_byte(uri, *path);
		} else {
			mia__buf_byte(uri, '%');
			mia__buf_byte(uri, digits[c >> 4]);
			mia__buf_byte(uri, digits[c & 15]);
		}
	}
	mia__buf_str(uri, "?mode=ro&immutable=1");
	mia__buf_byte(uri, '\0');
}

static void
limit(sqlite3 *db)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 2 * CASEFILE_CHUNK },
		{ SQLITE_LIMIT_SQL_LENGTH, 16384 },
		{ SQLITE_LIMIT_COLUMN, 100 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 20 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 3 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 10 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
}

static void
distrust(sqlite3 *db)
{
	static const struct {
		int what, on;
	} settings[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
		{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		sqlite3_db_config(db, settings[i].what, settings[i].on, NULL);
}

enum mia_status
mia__db_open_stranger(sqlite3 **ret, const struct mia_allocator *a, const char *path, struct mia_error *err)
{
	struct buf uri;
	sqlite3 *db = NULL;
	enum mia_status status;

	mia__buf_init(&uri, a);
	add_uri(&uri, path);
	status = uri.failed ? mia__fail_memory(err)
			    : open_with(&db, uri.ptr, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
	mia__buf_release(&uri);
	if (status < 0)
		return status;
	limit(db);
	distrust(db);
	int rc = sqlite3_exec(db,
		"PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
		"PRAGMA query_only=ON; PRAGMA temp_store=MEMORY",
		NULL, NULL, NULL);
	if (rc != SQLITE_OK) {
		status = mia__db_fail(db, rc, "the case file cannot be opened", err);
		sqlite3_close(db);
		return status;
	}
	*ret = db;
	return MIA_OK;
}

enum mia_status
mia__db_open_new(sqlite3 **ret, const struct mia_allocator *a, const char *path, struct mia_error *err)
{
	struct buf pragmas;
	sqlite3 *db = NULL;
	char numbers[160];
	enum mia_status status;

	MIA_TRY(open_with(&db, path, SQLITE_OPEN_READWRITE, err));
	distrust(db);
	/* The file gets its name only when it is whole and on the disk. The
	 * journal is for taking back a source that is there already. */
	snprintf(numbers, sizeof(numbers),
		"PRAGMA page_size=%d; PRAGMA application_id=%d; PRAGMA user_version=%d;", CASEFILE_PAGE,
		CASEFILE_APPLICATION_ID, CASEFILE_FORM);
	mia__buf_init(&pragmas, a);
	mia__buf_str(&pragmas,
		"PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA locking_mode=EXCLUSIVE;"
		"PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");
	mia__buf_str(&pragmas, numbers);
	mia__buf_byte(&pragmas, '\0');
	status = pragmas.failed ? mia__fail_memory(err) : mia__db_exec(db, pragmas.ptr, err);
	mia__buf_release(&pragmas);
	if (status < 0)
		sqlite3_close(db);
	else
		*ret = db;
	return status;
}
