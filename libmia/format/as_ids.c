/* Internet message ids alone, each once, for programs that fetch messages by a list. */
#include "base/error.h"
#include "format/formats.h"
#include "format/once.h"

static struct mia_text
id_of(const struct table *table, const union cell *row)
{
	return mia__table_text(table, row, "internet_message_id");
}

static bool
can_stand_alone(const struct table *table, const union cell *row)
{
	return mia__id_is_plain(id_of(table, row));
}

static enum mia_status
write_ids(struct sink *sink, const struct table *table, struct once *once, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	unsigned char key[16];
	enum mia_status status;
	bool first;

	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (!can_stand_alone(table, row))
			continue;
		struct mia_text id = id_of(table, row);
		mia__hash_identity(id.ptr, id.len, key);
		if (!mia__once_add(once, key, &first))
			return mia__fail_memory(err);
		if (!first)
			continue;
		mia__sink_text(sink, id);
		mia__sink_byte(sink, '\n');
	}
	return MIA_OK;
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(table->allocator);
	struct once once;

	(void)look;
	mia__once_init(&once, &a);
	enum mia_status status = write_ids(sink, table, &once, err);
	mia__once_release(&once);
	return status;
}

const struct format mia__format_ids = {
	.name = "ids",
	.reports = FORMAT_SUITS(MESSAGES),
	.write = write_table,
	.fits = can_stand_alone,
};
