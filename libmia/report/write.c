/* One report in the format and to the place that the caller's options name. */
#include "base/error.h"
#include "format/formats.h"
#include "report/filter.h"
#include "report/redact.h"
#include "report/report.h"
#include "report/select.h"

void
mia__table_close(struct open_table *open)
{
	if (open->close)
		open->close(open);
}

static const struct mia_report_options defaults = { .size = sizeof(defaults) };

#undef mia_report_options_init
void
mia_report_options_init(struct mia_report_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia__report_take(struct mia_report_options *own, const struct mia_report_options *options,
	struct mia_error *err)
{
	*own = defaults;
	MIA_TRY(mia__options_take(own, sizeof(*own), options, "mia_report_options", err));
	if (own->write == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a report needs options with a write function");
	if (mia_format_name(own->format)[0] == '\0')
		return mia__fail(err, MIA_ERR_ARGUMENT, "unknown report format %d", (int)own->format);
	return MIA_OK;
}

enum mia_status
mia__report_check(const struct mia_report_options *options, struct mia_error *err)
{
	struct mia_report_options own;

	return mia__report_take(&own, options, err);
}

static enum mia_status
check_form(const struct table *table, const struct mia_report_options *options, struct mia_error *err)
{
	const struct format *format = mia__format_of(options->format);

	if (!mia_format_suits(options->format, table->kind))
		return mia__fail(err, MIA_ERR_ARGUMENT, "this report cannot be written as %s", format->name);
	/* A hash in the place of a mailbox would ask for a mailbox that is not there. */
	if (options->redaction && format->shows_people)
		return mia__fail(err, MIA_ERR_ARGUMENT, "requests need the names that redaction takes away");
	return MIA_OK;
}

static enum mia_status
write_selected(const struct table *table, const struct mia_report_options *options, struct mia_error *err)
{
	const struct format_look look = { options->width, options->color, options->threads };
	struct selected_table selected;
	struct sink sink;

	MIA_TRY(mia__selected_open(&selected, table, options, err));
	mia__sink_init(&sink, options->write, options->ctx);
	enum mia_status status = mia__format_of(options->format)->write(&sink, &selected.table, &look, err);
	if (status >= 0)
		status = mia__sink_finish(&sink, err);
	mia__selected_close(&selected);
	return status;
}

enum mia_status
mia__report_write(const struct table *table, const struct mia_report_options *options, struct mia_error *err)
{
	struct mia_report_options own;
	struct filtered_table filtered;
	struct redacted_table redacted;

	MIA_TRY(mia__report_take(&own, options, err));
	options = &own;
	MIA_TRY(check_form(table, options, err));
	MIA_TRY(mia__filtered_open(&filtered, table, options->matches, options->levels, err));
	MIA_TRY(mia__redacted_open(&redacted, &filtered.table, options->redaction, err));
	enum mia_status status = write_selected(&redacted.table, options, err);
	mia__redacted_close(&redacted);
	return status;
}

enum mia_status
mia__report_write_open(struct open_table *open, const struct mia_report_options *options,
	struct mia_error *err)
{
	enum mia_status status = mia__report_write(&open->table, options, err);

	mia__table_close(open);
	return status;
}
