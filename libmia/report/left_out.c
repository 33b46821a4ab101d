/* What a format has no place for; told beside it, since the format itself cannot. */
#include "base/error.h"
#include "format/formats.h"
#include "report/report.h"

static enum mia_status
count(const struct table *table, const struct format *format, uint64_t *ret, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	uint64_t without = 0;

	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) == MIA_OK)
		without += !format->fits(table, row);
	MIA_TRY(status);
	*ret = without;
	return MIA_OK;
}

enum mia_status
mia_format_left_out(enum mia_format format, const struct mia_findings *findings, uint64_t *ret,
	struct mia_error *err)
{
	const struct format *known = mia__format_of(format);
	struct open_table open;

	if (findings == NULL || ret == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings, or no place for the count");
	*ret = 0;
	if (known == NULL || known->fits == NULL)
		return MIA_OK;
	if (known->reports & FORMAT_SUITS(MESSAGES))
		MIA_TRY(mia__messages_open(&open, findings, false, err));
	else
		MIA_TRY(mia__folders_open(&open, findings, err));
	enum mia_status status = count(&open.table, known, ret, err);
	mia__table_close(&open);
	return status;
}
