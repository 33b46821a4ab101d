/* One row an id by which a scope was widened. */
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
	[ROUND] = { "round", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 1, 5, 10,
		.help = "0: the id stands on a record that the scope itself holds; then one more for each "
			"step." },
	[BY] = { "by", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 7, 7,
		.help = "'session' (SessionId or AADSessionId) or 'token' (UniqueTokenId)." },
	[ID] = { "id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 8, 36,
		.help = "Of several ways to write a GUID the bytewise least." },
	[FROM_ID] = { "from_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 5, 8, 36,
		.help = "The id, known from the rounds before, that stands on the same record; empty in "
			"round 0." },
	[RECORD_ID] = { "record_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 11, 18, 36,
		.help = "The record that led to the id; of several the first by time." },
	[TIME] = { "time", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 6, 14, 28, .help = "Its time." },
	[OPERATION] = { "operation", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 7, 17, 30,
		.help = "Its operation as written." },
	[ACTOR] = { "actor", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 8, 14, 40,
		.help = "The account that acted (UserId)." },
	[CLIENT_IP] = { "client_ip", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 9, 15, 45,
		.help = "Its client address." },
	[RECORDS] = { "records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 10, 20, 20,
		.help = "Distinct records that bear the id." },
	[ADDED] = { "added", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 4, 20, 20,
		.help = "Of these: not held by the scope itself, nor kept out by its limits." },
	[SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_FILE,
		.help = "The file of the record that led to the id." },
	[RECORD] = { "record", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Number of that record in it, from 1." },
};
const struct report_columns mia__columns_of_expansion = { columns, COLUMN_TOTAL };

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
		.kind = MIA_REPORT_EXPANSION,
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "no record in scope bears an id to widen the scope by",
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = &rows,
	};

	if (expansion == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no expansion to report");
	if (!expansion->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the expansion is not sealed");
	return mia__report_write(&table, options, err);
}
