/* One report in the format and to the place that the caller's options name. */
#include "base/error.h"
#include "format/formats.h"
#include "report/redact.h"
#include "report/report.h"

enum mia_status
mia__report_check(const struct mia_report_options *options, struct mia_error *err)
{
	if (options == NULL || options->size < sizeof(*options) || options->write == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"a report needs options with their size and a write function");
	if (mia_format_name(options->format) == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "unknown report format %d", (int)options->format);
	return MIA_OK;
}

static enum mia_status
write_open(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct mia_report_options *options = ctx;
	struct sink sink;

	struct format_look look = { options->width, options->color };

	MIA_TRY(mia__formats_check(table, options->format, err));
	/* A hash in the place of a mailbox would ask for a mailbox that is not there. */
	if (options->redaction && options->format == MIA_FORMAT_GRAPH)
		return mia__fail(err, MIA_ERR_ARGUMENT, "requests need the names that redaction takes away");
	mia__sink_init(&sink, options->write, options->ctx);
	MIA_TRY(mia__formats_write(&sink, table, options->format, &look, err));
	return mia__sink_finish(&sink, err);
}

enum mia_status
mia__report_write(const struct table *table, const struct mia_report_options *options, struct mia_error *err)
{
	struct mia_report_options own;

	MIA_TRY(mia__report_check(options, err));
	own = *options;
	return mia__redact_table(table, options->redaction, write_open, &own, err);
}

enum mia_status
mia__report_use(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct report_use *use = ctx;

	return mia__report_write(table, use->options, err);
}
