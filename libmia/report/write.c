/* One report in the format and to the place that the caller's options name. */
#include "base/error.h"
#include "format/formats.h"
#include "report/redact.h"
#include "report/report.h"

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

	MIA_TRY(mia__report_take(&own, options, err));
	return mia__redact_table(table, own.redaction, write_open, &own, err);
}

enum mia_status
mia__report_use(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct report_use *use = ctx;

	return mia__report_write(table, use->options, err);
}
