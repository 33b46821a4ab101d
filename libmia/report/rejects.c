/* The list of rejects as a table. */
#include "base/error.h"
#include "base/text.h"
#include "report/report.h"

enum { SOURCE, RECORD, LINE, OFFSET, LENGTH, BAD_OFFSET, REASON, DETAIL, COLUMN_TOTAL };

static const struct column columns[COLUMN_TOTAL] = {
	[SOURCE] = { .name = "source", .kind = COLUMN_TEXT },
	[RECORD] = { .name = "record", .kind = COLUMN_COUNT },
	[LINE] = { .name = "line", .kind = COLUMN_COUNT },
	[OFFSET] = { .name = "offset", .kind = COLUMN_COUNT },
	[LENGTH] = { .name = "length", .kind = COLUMN_COUNT },
	[BAD_OFFSET] = { .name = "bad_offset", .kind = COLUMN_COUNT },
	[REASON] = { .name = "reason", .kind = COLUMN_TEXT },
	[DETAIL] = { .name = "detail", .kind = COLUMN_TEXT },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_reject_list *rejects;
};

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;

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

enum mia_status
mia__table_of_rejects(const struct mia_reject_list *rejects, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .rejects = rejects };
	const struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "nothing was rejected",
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = &rows,
	};

	return use(ctx, &table, err);
}

enum mia_status
mia__report_rejects(const struct mia_reject_list *rejects, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	return mia__table_of_rejects(rejects, mia__report_use, &use, err);
}
