#include "base/error.h"
#include "format/safe.h"
#include "report/basis.h"
#include "report/redact.h"
#include "report/report.h"

#define DEFAULT_WIDTH 100

enum {
	MAILBOX,
	MAILBOX_GUID,
	EXPOSURE,
	BASIS,
	MESSAGES_ACCESSED,
	FOLDERS_SYNCED,
	MESSAGES_PRESUMED,
	FIRST_ACCESS,
	LAST_ACCESS,
	BLIND_HOURS,
	UNATTRIBUTED_RECORDS,
	SESSIONS,
	CLIENT_IPS,
	UNNAMED_ACCESSES,
	MESSAGES_HANDLED,
	SOURCES,
	SENTENCE,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 1, 16, 40, false, COLUMN_PERSON },
	[MAILBOX_GUID] = { "mailbox_guid", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PERSON },
	[EXPOSURE] = { "exposure", COLUMN_TEXT, 2, 18, 18, false, COLUMN_OPEN },
	[BASIS] = { "basis", COLUMN_TEXTS, 3, 11, 40, false, COLUMN_OPEN },
	[MESSAGES_ACCESSED] = { "messages_accessed", COLUMN_COUNT, 4, 20, 20, false, COLUMN_OPEN },
	[FOLDERS_SYNCED] = { "folders_synced", COLUMN_COUNT, 5, 20, 20, false, COLUMN_OPEN },
	[MESSAGES_PRESUMED] = { "messages_presumed", COLUMN_SIZE, 7, 20, 20, false, COLUMN_OPEN },
	[FIRST_ACCESS] = { "first_access", COLUMN_TIME, 8, 20, 28, false, COLUMN_OPEN },
	[LAST_ACCESS] = { "last_access", COLUMN_TIME, 9, 20, 28, false, COLUMN_OPEN },
	[BLIND_HOURS] = { "blind_hours", COLUMN_COUNT, 6, 20, 20, false, COLUMN_OPEN },
	[UNATTRIBUTED_RECORDS] = { "unattributed_records", COLUMN_COUNT, 10, 20, 20, false, COLUMN_OPEN },
	[SESSIONS] = { "sessions", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_OPEN },
	[CLIENT_IPS] = { "client_ips", COLUMN_TEXTS, 11, 15, 45, false, COLUMN_OPEN },
	[UNNAMED_ACCESSES] = { "unnamed_accesses", COLUMN_COUNT, 12, 20, 20, false, COLUMN_OPEN },
	[MESSAGES_HANDLED] = { "messages_handled", COLUMN_COUNT, 13, 20, 20, false, COLUMN_OPEN },
	[SOURCES] = { "sources", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_FILE },
	[SENTENCE] = { "sentence", COLUMN_TEXT, 0, 0, 0, false, COLUMN_PROSE },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_findings *findings;
	struct mia_text basis[MIA_BASIS_COUNT];
};

/* An hour begun is an hour, so that no blindness becomes 0. */
static uint64_t
hours(mia_time time)
{
	const mia_time hour = 3600 * MIA_TIME_SECOND;

	return time <= 0 ? 0 : (uint64_t)(time / hour) + (time % hour != 0);
}

static int64_t
presumed(const struct mia_mailbox_finding *finding)
{
	if (!finding->presumed_known || finding->messages_presumed > INT64_MAX)
		return MIA_SIZE_UNKNOWN;
	return (int64_t)finding->messages_presumed;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
	const struct mia_mailbox_finding *finding = mia_findings_mailbox(rows->findings, rows->at);

	(void)err;
	if (!finding)
		return MIA_END;
	rows->at++;
	row[MAILBOX].text = finding->mailbox;
	row[MAILBOX_GUID].text = finding->mailbox_guid;
	row[EXPOSURE].text = text_of(mia_level_name(finding->level));
	row[BASIS].texts = basis_names(finding->basis, rows->basis);
	row[MESSAGES_ACCESSED].count = finding->messages_accessed;
	row[FOLDERS_SYNCED].count = finding->folders_synced;
	row[MESSAGES_PRESUMED].size = presumed(finding);
	row[FIRST_ACCESS].time = finding->first_access;
	row[LAST_ACCESS].time = finding->last_access;
	row[BLIND_HOURS].count = hours(finding->blind);
	row[UNATTRIBUTED_RECORDS].count = finding->unattributed_records;
	row[SESSIONS].texts = finding->sessions;
	row[CLIENT_IPS].texts = finding->client_ips;
	row[UNNAMED_ACCESSES].count = finding->unnamed_accesses;
	row[MESSAGES_HANDLED].count = finding->messages_handled;
	row[SOURCES].texts = finding->sources;
	row[SENTENCE].text = finding->sentence;
	return MIA_OK;
}

static size_t
shown_width(struct mia_text text)
{
	struct safe_unit unit;
	size_t width = 0;

	for (size_t at = 0; at < text.len; at += unit.taken) {
		mia__safe_terminal_unit(text.ptr + at, text.len - at, &unit);
		width += unit.width;
	}
	return width;
}

/* A word that is wider than the terminal is broken, not cut. */
static size_t
show_word(struct sink *sink, struct mia_text word, size_t at, size_t room)
{
	struct safe_unit unit;

	for (size_t i = 0; i < word.len; i += unit.taken) {
		mia__safe_terminal_unit(word.ptr + i, word.len - i, &unit);
		if (at && at + unit.width > room) {
			mia__sink_byte(sink, '\n');
			at = 0;
		}
		mia__sink_add(sink, unit.text, unit.len);
		at += unit.width;
	}
	return at;
}

static void
show_wrapped(struct sink *sink, struct mia_text text, size_t room)
{
	size_t column = 0;

	for (size_t at = 0; at < text.len;) {
		size_t end = at;
		while (end < text.len && text.ptr[end] != ' ')
			end++;
		struct mia_text word = { text.ptr + at, end - at };
		if (column && column + 1 + shown_width(word) > room) {
			mia__sink_byte(sink, '\n');
			column = 0;
		} else if (column) {
			mia__sink_byte(sink, ' ');
			column++;
		}
		column = show_word(sink, word, column, room);
		at = end + 1;
	}
	mia__sink_byte(sink, '\n');
}

/* A sentence has no room in a table; it stands below. */
static enum mia_status
write_for_people(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct mia_report_options *options = ctx;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	struct sink sink;

	mia__sink_init(&sink, options->write, options->ctx);
	MIA_TRY(mia__as_table(&sink, table, &(struct format_look){ options->width, options->color }, err));
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink.failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		mia__sink_byte(&sink, '\n');
		show_wrapped(&sink, row[SENTENCE].text, options->width ? options->width : DEFAULT_WIDTH);
	}
	return mia__sink_finish(&sink, err);
}

static enum mia_status
write_redacted(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct mia_report_options *options = ctx;

	return mia__redact_table(table, options->redaction, write_for_people, ctx, err);
}

static bool
rows_people(void *ctx, struct redact_people *people)
{
	const struct rows *rows = ctx;

	return mia__redact_people_of_findings(people, rows->findings);
}

enum mia_status
mia__table_of_mailboxes(const struct mia_findings *findings, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .findings = findings };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"the evidence names no mailbox",
		rows_next,
		mia__table_rewind,
		&rows,
		rows_people,
	};

	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	return use(ctx, &table, err);
}

enum mia_status
mia_report_mailboxes(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };
	struct mia_report_options own;

	MIA_TRY(mia__report_take(&own, options, err));
	if (options->format == MIA_FORMAT_TABLE)
		return mia__table_of_mailboxes(findings, write_redacted, &own, err);
	return mia__table_of_mailboxes(findings, mia__report_use, &use, err);
}
