/*
 * Purview content search: the folders that were copied, by their folderid, in
 * queries of under 10,000 characters (Microsoft, "Limits for content search").
 * A query holds folders of one mailbox. Nothing of the evidence stands in it
 * but 48 hexadecimal digits made from the folder's id.
 */
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "format/formats.h"

#define QUERY_MOST 10000
#define OR " OR "

static bool
was_copied(const struct table *table, const union cell *row)
{
	size_t basis = mia__table_column(table, "basis"), syncs = mia__table_column(table, "sync_count");

	if (syncs != NO_COLUMN && row[syncs].count)
		return true;
	for (size_t i = 0; basis != NO_COLUMN && i < row[basis].texts.count; i++)
		if (text_starts(row[basis].texts.ptr[i], TEXT("SYNC_")))
			return true;
	return false;
}

/* A folder that was not copied is no matter of the search. */
static bool
has_term(const struct table *table, const union cell *row)
{
	return !was_copied(table, row) || mia__table_text(table, row, "folder_kql").len != 0;
}

/* The mailbox of the row before may be gone; its hash is enough. */
struct query {
	size_t len;
	uint64_t mailbox;
};

static void
put_term(struct sink *sink, struct query *query, uint64_t mailbox, struct mia_text term)
{
	bool begins = query->len == 0;

	if (!begins && (query->mailbox != mailbox || query->len + strlen(OR) + term.len >= QUERY_MOST)) {
		mia__sink_byte(sink, '\n');
		begins = true;
	}
	if (begins)
		query->len = 0;
	else
		mia__sink_str(sink, OR);
	query->len += term.len + (begins ? 0 : strlen(OR));
	query->mailbox = mailbox;
	mia__sink_text(sink, term);
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	struct query query = { 0 };
	enum mia_status status;

	(void)look;
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (was_copied(table, row) && has_term(table, row))
			put_term(sink, &query, mia__hash_content(0, mia__table_text(table, row, "mailbox")),
				mia__table_text(table, row, "folder_kql"));
	}
	if (query.len)
		mia__sink_byte(sink, '\n');
	return MIA_OK;
}

const struct format mia__format_kql = {
	.name = "kql",
	.reports = FORMAT_SUITS(FOLDERS),
	.write = write_table,
	.fits = has_term,
};
