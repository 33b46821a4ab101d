#include "base/error.h"
#include "base/text.h"
#include "coverage/coverage.h"
#include "report/report.h"

enum {
	MAILBOX,
	START,
	END,
	REASON,
	RULE,
	RECORD_ID,
	DETAIL,
	ACTOR,
	BLIND,
	UNTIL,
	SOURCE,
	MAILBOX_GUID,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 1, 14, 40, false, COLUMN_PERSON },
	[START] = { "start", COLUMN_TIME, 2, 20, 28, false, COLUMN_OPEN },
	[END] = { "end", COLUMN_TIME, 3, 20, 28, false, COLUMN_OPEN },
	[REASON] = { "reason", COLUMN_TEXT, 4, 12, 22, false, COLUMN_OPEN },
	[RULE] = { "rule", COLUMN_TEXT, 8, 12, 24, false, COLUMN_OPEN },
	[RECORD_ID] = { "record_id", COLUMN_TEXT, 0, 0, 0, false, COLUMN_OPEN },
	[DETAIL] = { "detail", COLUMN_TEXT, 6, 30, 80, false, COLUMN_PROSE },
	[ACTOR] = { "actor", COLUMN_TEXT, 7, 14, 40, false, COLUMN_PERSON },
	[BLIND] = { "blind", COLUMN_TEXTS, 5, 13, 13, false, COLUMN_OPEN },
	[UNTIL] = { "until", COLUMN_TEXT, 9, 12, 20, false, COLUMN_OPEN },
	[SOURCE] = { "source", COLUMN_TEXT, 0, 0, 0, false, COLUMN_FILE },
	[MAILBOX_GUID] = { "mailbox_guid", COLUMN_TEXT, 0, 0, 0, true, COLUMN_PERSON },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_coverage *coverage;
	bool for_people;
	struct mia_text blind[2];
};

static struct mia_texts
blind_names(struct rows *rows, unsigned blind)
{
	size_t count = 0;

	if (blind & MIA_BLIND_BINDS)
		rows->blind[count++] = TEXT("binds");
	if (blind & MIA_BLIND_SYNCS)
		rows->blind[count++] = TEXT("syncs");
	return (struct mia_texts){ rows->blind, count };
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;

	(void)err;
	if (rows->at == mia_coverage_count(rows->coverage))
		return MIA_END;
	const struct mia_span *span = mia_coverage_span(rows->coverage, rows->at++);
	row[MAILBOX].text = span->mailbox;
	/* An empty cell would look like something that is missing. */
	if (!span->mailbox.ptr && rows->for_people)
		row[MAILBOX].text = text_of(mia__table_whole_tenant);
	row[START].time = span->start;
	row[END].time = span->end;
	row[REASON].text = text_of(mia_coverage_reason_name(span->reason));
	row[RULE].text = text_of(span->rule);
	row[RECORD_ID].text = span->record_id;
	row[DETAIL].text = span->detail;
	row[ACTOR].text = span->actor;
	row[BLIND].texts = blind_names(rows, span->blind);
	row[UNTIL].text = *span->until_rule ? text_of(span->until_rule) : TEXT_ABSENT;
	row[SOURCE].text = span->source;
	row[MAILBOX_GUID].text = span->mailbox_guid;
	return MIA_OK;
}

enum mia_status
mia__table_of_coverage(const struct mia_coverage *coverage, bool for_people, table_use *use, void *ctx,
	struct mia_error *err)
{
	struct rows rows = { .coverage = coverage, .for_people = for_people };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"no rule says anything about the evidence: it names no mailbox",
		rows_next,
		mia__table_rewind,
		&rows,
		NULL,
	};

	if (coverage == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no coverage to report");
	if (!coverage->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the coverage is not sealed");
	return use(ctx, &table, err);
}

enum mia_status
mia_report_coverage(const struct mia_coverage *coverage, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	MIA_TRY(mia__report_check(options, err));
	return mia__table_of_coverage(coverage, options->format == MIA_FORMAT_TABLE, mia__report_use, &use,
		err);
}
