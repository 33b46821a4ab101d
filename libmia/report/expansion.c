#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "scope/expansion.h"

enum {
	ROUND,
	BY,
	ID,
	FROM_ID,
	RECORD_ID,
	TIME,
	OPERATION,
	ACTOR,
	CLIENT_IP,
	RECORDS,
	ADDED,
	SOURCE,
	RECORD,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[ROUND] = { "round", COLUMN_COUNT, 1, 5, 10, false, COLUMN_OPEN },
	[BY] = { "by", COLUMN_TEXT, 2, 7, 7, false, COLUMN_OPEN },
	[ID] = { "id", COLUMN_TEXT, 3, 18, 36, false, COLUMN_OPEN },
	[FROM_ID] = { "from_id", COLUMN_TEXT, 5, 18, 36, false, COLUMN_OPEN },
	[RECORD_ID] = { "record_id", COLUMN_TEXT, 11, 18, 36, false, COLUMN_OPEN },
	[TIME] = { "time", COLUMN_TIME, 6, 20, 28, false, COLUMN_OPEN },
	[OPERATION] = { "operation", COLUMN_TEXT, 7, 17, 30, false, COLUMN_PROSE },
	[ACTOR] = { "actor", COLUMN_TEXT, 8, 14, 40, false, COLUMN_PERSON },
	[CLIENT_IP] = { "client_ip", COLUMN_TEXT, 9, 15, 45, false, COLUMN_OPEN },
	[RECORDS] = { "records", COLUMN_COUNT, 10, 20, 20, false, COLUMN_OPEN },
	[ADDED] = { "added", COLUMN_COUNT, 4, 20, 20, false, COLUMN_OPEN },
	[SOURCE] = { "source", COLUMN_TEXT, 0, 0, 0, false, COLUMN_FILE },
	[RECORD] = { "record", COLUMN_COUNT, 0, 0, 0, false, COLUMN_OPEN },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_expansion *expansion;
};

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;

	(void)err;
	if (rows->at == mia_expansion_count(rows->expansion))
		return MIA_END;
	const struct mia_expansion_step *step = mia_expansion_step(rows->expansion, rows->at++);
	row[ROUND].count = step->round;
	row[BY].text = step->by == MIA_EXPAND_SESSION ? TEXT("session") : TEXT("token");
	row[ID].text = step->id;
	row[FROM_ID].text = step->from_id;
	row[RECORD_ID].text = step->record_id;
	row[TIME].time = step->time;
	row[OPERATION].text = step->operation;
	row[ACTOR].text = step->actor;
	row[CLIENT_IP].text = step->client_ip;
	row[RECORDS].count = step->records;
	row[ADDED].count = step->added;
	row[SOURCE].text = step->source;
	row[RECORD].count = step->record;
	return MIA_OK;
}

enum mia_status
mia_report_expansion(const struct mia_expansion *expansion, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct rows rows = { .expansion = expansion };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no record in scope bears an id to widen the scope by",
		rows_next,
		mia__table_rewind,
		&rows,
		NULL,
	};

	if (expansion == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no expansion to report");
	if (!expansion->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the expansion is not sealed");
	return mia__report_write(&table, options, err);
}
