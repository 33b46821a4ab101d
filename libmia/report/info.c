/* What is in the evidence: for people as text, for programs as JSON, as CSV its sources. */
#include "base/error.h"
#include "format/formats.h"
#include "report/info.h"
#include "report/redact.h"
#include "report/select.h"

/* The members of the JSON form, in order; one object or a list of them. */
static const struct part {
	const char *name;
	const char *kind;
	const struct table *table;
	bool list;
} parts[] = {
	{ "sources", "source", &mia__info_sources, true },
	{ "totals", "totals", &mia__info_totals, false },
	{ "operations", "operation", &mia__info_operations, true },
	{ "mailboxes", "mailbox", &mia__info_mailboxes, true },
};
#define PARTS (sizeof(parts) / sizeof(*parts))

/* lines: an object a line with its kind; else the members of one object. */
static enum mia_status
json_part(struct sink *sink, const struct part *part, struct info_rows *info, bool lines,
	struct mia_error *err)
{
	const struct table *table = part->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	const char *before = "";

	MIA_TRY(table->rewind(info, err));
	while (!sink->failed && (status = table->next(info, row, err)) != MIA_END) {
		MIA_TRY(status);
		mia__sink_str(sink, before);
		mia__as_json_object(sink, lines ? part->kind : NULL, table->columns, table->column_count,
			row);
		if (lines)
			mia__sink_byte(sink, '\n');
		before = lines ? "" : ",\n";
	}
	return MIA_OK;
}

static enum mia_status
info_json(struct sink *sink, struct info_rows *info, bool lines, struct mia_error *err)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (!lines) {
			mia__sink_str(sink, i ? ",\n\"" : "{\"");
			mia__sink_str(sink, parts[i].name);
			mia__sink_str(sink, parts[i].list ? "\":[\n" : "\":");
		}
		MIA_TRY(json_part(sink, &parts[i], info, lines, err));
		if (!lines && parts[i].list)
			mia__sink_byte(sink, ']');
	}
	if (!lines)
		mia__sink_str(sink, "}\n");
	return MIA_OK;
}

enum mia_status
mia_report_info(const struct mia_evidence *evidence, const struct mia_sums *sums,
	const struct mia_report_options *options, struct mia_error *err)
{
	struct open_table open;
	struct mia_report_options own;
	struct sink sink;

	if (evidence == NULL || sums == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "info needs the evidence and its sums");
	if (mia_sums_totals(sums) == NULL)
		return mia__fail(err, MIA_ERR_STATE, "the sums are not sealed");
	MIA_TRY(mia__report_take(&own, options, err));
	options = &own;
	MIA_TRY(mia__redact_refuse(options, "what is in the evidence", err));
	if (options->format != MIA_FORMAT_CSV && options->format != MIA_FORMAT_CSV_EXCEL)
		MIA_TRY(mia__select_refuse(options, "what is in the evidence", err));
	mia__info_open(&open, &mia__info_sources, evidence, sums);
	if (options->format == MIA_FORMAT_CSV || options->format == MIA_FORMAT_CSV_EXCEL)
		return mia__report_write_open(&open, options, err);
	mia__sink_init(&sink, options->write, options->ctx);
	if (options->format == MIA_FORMAT_TABLE)
		MIA_TRY(mia__info_text(&sink, &open.rows.info, options, err));
	else
		MIA_TRY(info_json(&sink, &open.rows.info, options->format == MIA_FORMAT_NDJSON, err));
	return mia__sink_finish(&sink, err);
}
