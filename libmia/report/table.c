#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "report/redact.h"
#include "report/table.h"
#include "report/formats.h"

const char table_whole_tenant[] = "(whole tenant)";

enum mia_status
table_rewind(void *rows, struct mia_error *err)
{
	(void)err;
	*(size_t *)rows = 0;
	return MIA_OK;
}

void
cell_pieces_init(struct cell_pieces *pieces, const struct column *column, const union cell *cell)
{
	pieces->column = column;
	pieces->cell = cell;
	pieces->step = 0;
}

static bool
number_piece(struct cell_pieces *pieces, uint64_t number, struct mia_text *ret)
{
	*ret = (struct mia_text){ pieces->scratch, number_format(number, pieces->scratch) };
	return true;
}

static bool
size_piece(struct cell_pieces *pieces, int64_t size, struct mia_text *ret)
{
	if (size == MIA_SIZE_UNKNOWN)
		return false;
	pieces->scratch[0] = '-';
	if (size >= 0)
		return number_piece(pieces, (uint64_t)size, ret);
	*ret = (struct mia_text){ pieces->scratch,
		1 + number_format(0 - (uint64_t)size, pieces->scratch + 1) };
	return true;
}

static bool
texts_piece(const struct mia_texts *texts, size_t step, struct mia_text *ret)
{
	if (step + 1 >= 2 * texts->count)
		return false;
	*ret = step % 2 ? TEXT(" | ") : texts->ptr[step / 2];
	return true;
}

static bool
counts_piece(struct cell_pieces *pieces, size_t step, struct mia_text *ret)
{
	const union cell *cell = pieces->cell;

	if (step + 1 >= 4 * cell->counts.count)
		return false;
	switch (step % 4) {
	case 0:
		*ret = text_of(cell->counts.ptr[step / 4].name);
		return true;
	case 1:
		*ret = TEXT("=");
		return true;
	case 2:
		return number_piece(pieces, cell->counts.ptr[step / 4].count, ret);
	default:
		*ret = TEXT(" | ");
		return true;
	}
}

bool
cell_pieces_next(struct cell_pieces *pieces, struct mia_text *ret)
{
	const union cell *cell = pieces->cell;
	size_t step = pieces->step++;

	if (pieces->column->kind == COLUMN_TEXTS)
		return texts_piece(&cell->texts, step, ret);
	if (pieces->column->kind == COLUMN_COUNTS)
		return counts_piece(pieces, step, ret);
	if (step > 0)
		return false;
	switch (pieces->column->kind) {
	case COLUMN_TIME:
		*ret = (struct mia_text){ pieces->scratch, mia_time_format(cell->time, pieces->scratch) };
		return true;
	case COLUMN_COUNT:
		return number_piece(pieces, cell->count, ret);
	case COLUMN_SIZE:
		return size_piece(pieces, cell->size, ret);
	default:
		*ret = cell->text;
		return true;
	}
}

enum mia_status
report_check(const struct mia_report_options *options, struct mia_error *err)
{
	if (options == NULL || options->size < sizeof(*options) || options->write == NULL)
		return mia_fail(err, MIA_ERR_ARGUMENT, "a report needs options with their size and a write function");
	if (mia_format_name(options->format) == NULL)
		return mia_fail(err, MIA_ERR_ARGUMENT, "unknown report format %d", (int)options->format);
	return MIA_OK;
}

static enum mia_status
write_rows(struct sink *sink, const struct table *table, const struct mia_report_options *options,
	struct mia_error *err)
{
	switch (options->format) {
	case MIA_FORMAT_CSV:
	case MIA_FORMAT_CSV_EXCEL:
		return as_csv(sink, table, options->format == MIA_FORMAT_CSV_EXCEL, err);
	case MIA_FORMAT_JSON:
	case MIA_FORMAT_NDJSON:
		return as_json(sink, table, options->format == MIA_FORMAT_NDJSON, err);
	case MIA_FORMAT_TIMESKETCH:
		return as_timesketch(sink, table, err);
	case MIA_FORMAT_ECS:
		return as_ecs(sink, table, err);
	case MIA_FORMAT_TLN:
		return as_tln(sink, table, err);
	case MIA_FORMAT_BODYFILE:
		return as_bodyfile(sink, table, err);
	case MIA_FORMAT_DAT:
		return as_dat(sink, table, err);
	case MIA_FORMAT_IDS:
		return mia_fail(err, MIA_ERR_STATE, "ids want memory: see ids_use");
	case MIA_FORMAT_GRAPH:
		return as_graph(sink, table, err);
	case MIA_FORMAT_KQL:
		return as_kql(sink, table, err);
	case MIA_FORMAT_TABLE:
		break;
	}
	return as_table(sink, table, options, err);
}

static enum mia_status
write_open(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct mia_report_options *options = ctx;
	struct sink sink;

	MIA_TRY(formats_check(table, options, err));
	sink_init(&sink, options->write, options->ctx);
	MIA_TRY(write_rows(&sink, table, options, err));
	return sink_finish(&sink, err);
}

enum mia_status
report_write(const struct table *table, const struct mia_report_options *options, struct mia_error *err)
{
	struct mia_report_options own;

	MIA_TRY(report_check(options, err));
	own = *options;
	return with_redacted(table, options->redaction, write_open, &own, err);
}

enum mia_status
report_use(void *ctx, const struct table *table, struct mia_error *err)
{
	const struct report_use *use = ctx;

	return report_write(table, use->options, err);
}
