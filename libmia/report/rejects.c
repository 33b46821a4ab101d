/* The list of rejects as a table. */
#include "base/error.h"
#include "base/text.h"
#include "report/report.h"

enum { SOURCE, RECORD, LINE, OFFSET, LENGTH, BAD_OFFSET, REASON, DETAIL, COLUMN_TOTAL };

static const struct column columns[COLUMN_TOTAL] = {
	[SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "The file." },
	[RECORD] = { "record", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Number of the record in it, from 1." },
	[LINE] = { "line", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Line on which it begins, from 1." },
	[OFFSET] = { "offset", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Byte offset of the record in the file as inflated." },
	[LENGTH] = { "length", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Its length in bytes." },
	[BAD_OFFSET] = { "bad_offset", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Where in the file it went wrong." },
	[REASON] = { "reason", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "Why it could not be used; docs/reasons.md explains each." },
	[DETAIL] = { "detail", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "What exactly was found." },
};
const struct report_columns mia__columns_of_rejects = { columns, COLUMN_TOTAL };

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct reject_rows *rows = ctx;

	(void)err;
	if (rows->at == mia_reject_list_count(rows->rejects))
		return MIA_END;
	const struct mia_listed_reject *reject = mia_reject_list_get(rows->rejects, rows->at++);
	row[SOURCE].text = reject->source;
	row[RECORD].count = reject->record;
	row[LINE].count = reject->line;
	row[OFFSET].count = reject->offset;
	row[LENGTH].count = reject->length;
	row[BAD_OFFSET].count = reject->bad_offset;
	row[REASON].text = text_of(mia_reason_name(reject->reason));
	row[DETAIL].text = reject->detail;
	return MIA_OK;
}

void
mia__rejects_open(struct open_table *ret, const struct mia_reject_list *rejects)
{
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_REJECTS,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "nothing was rejected",
			.next = rows_next,
			.rewind = mia__table_rewind,
			.rows = &ret->rows.rejects,
		},
		.rows.rejects = { .rejects = rejects },
	};
}
