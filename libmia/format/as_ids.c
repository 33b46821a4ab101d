/* Internet message ids alone, for programs that fetch messages by a list. */
#include "base/error.h"
#include "format/formats.h"
#include "format/once.h"

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
		struct mia_text id = mia__table_text(table, row, "internet_message_id");
		if (!mia__id_is_plain(id))
			continue;
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

enum mia_status
mia__as_ids(struct sink *sink, const struct table *table, const struct mia_allocator *a,
	struct mia_error *err)
{
	struct once once;

	mia__once_init(&once, a);
	enum mia_status status = write_ids(sink, table, &once, err);
	mia__once_release(&once);
	return status;
}
