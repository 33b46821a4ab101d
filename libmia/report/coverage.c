/* One row a span of time in which the log is blind, or covered. */
#include "base/error.h"
#include "base/text.h"
#include "coverage/coverage.h"
#include "report/report.h"
#include "report/words.h"

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
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 1, 8, 40,
		.help = "Whose mailbox; empty: every mailbox of the tenant." },
	[START] = { "start", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 4, 14, 28,
		.help = "When the span begins; empty: open." },
	[END] = { "end", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 5, 14, 28,
		.help = "When it ends, itself not part of it; empty: open." },
	[REASON] = { "reason", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 12, 22,
		.help = "covered, throttled, throttling suspected, not logged, auditing switched off, "
			"before the evidence, after the evidence, silence, export cut short, rejected "
			"records, late records." },
	[RULE] = { "rule", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 9, 12, 24,
		.help = "The rule that says so; docs/rules.md explains each." },
	[RECORD_ID] = { "record_id", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The record it rests on, if one." },
	[DETAIL] = { "detail", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 6, 30, 80,
		.help = "One sentence with the measure." },
	[ACTOR] = { "actor", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 7, 14, 40,
		.help = "What this account did, in any mailbox; empty: whoever." },
	[BLIND] = { "blind", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 3, 13, 13, .words = mia__words_of_doubts,
		.help = "What the log does not tell there: binds, syncs." },
	[UNTIL] = { "until", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 10, 12, 20, .help = "What ended the span." },
	[SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_FILE, 8, 8, 40,
		.help = "The file it rests on, if one." },
	[MAILBOX_GUID] = { "mailbox_guid", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, .help = "MailboxGuid.",
		.json_only = true },
};
const struct report_columns mia__columns_of_coverage = { columns, COLUMN_TOTAL };

static struct mia_texts
blind_names(struct coverage_rows *rows, unsigned blind)
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
	struct coverage_rows *rows = ctx;

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
mia__coverage_open(struct open_table *ret, const struct mia_coverage *coverage, bool for_people,
	struct mia_error *err)
{
	if (coverage == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no coverage to report");
	if (!coverage->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the coverage is not sealed");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_COVERAGE,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "no rule says anything about the evidence: it names no mailbox",
			.next = rows_next,
			.rewind = mia__table_rewind,
			.rows = &ret->rows.coverage,
			.allocator = &coverage->a,
		},
		.rows.coverage = { .coverage = coverage, .for_people = for_people },
	};
	return MIA_OK;
}

enum mia_status
mia_report_coverage(const struct mia_coverage *coverage, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__coverage_open(&open, coverage, options->format == MIA_FORMAT_TABLE, err));
	return mia__report_write_open(&open, options, err);
}
