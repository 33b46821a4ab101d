/*
 * Bodies for POST https://graph.microsoft.com/v1.0/$batch, which takes 20
 * requests at a time. Only GET. Everything of the evidence is encoded down to
 * unreserved characters (RFC 3986, 2.3), so it can end neither the string
 * literal (OData: a quote stands doubled), nor the query, nor the JSON.
 */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"

#define BATCH 20

static void
put_encoded(struct sink *sink, struct mia_text text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~') {
			mia__sink_byte(sink, (char)c);
			continue;
		}
		for (int doubled = c == '\''; doubled >= 0; doubled--) {
			mia__sink_byte(sink, '%');
			mia__sink_byte(sink, digits[c >> 4]);
			mia__sink_byte(sink, digits[c & 15]);
		}
	}
}

static void
put_request(struct sink *sink, unsigned number, struct mia_text mailbox, struct mia_text id)
{
	mia__sink_str(sink, number == 1 ? "{\"requests\":[" : ",");
	mia__sink_str(sink, "{\"id\":\"");
	mia__sink_uint(sink, number);
	mia__sink_str(sink, "\",\"method\":\"GET\",\"url\":\"/users/");
	put_encoded(sink, mailbox);
	mia__sink_str(sink, "/messages?$filter=internetMessageId%20eq%20%27");
	put_encoded(sink, id);
	mia__sink_str(sink, "%27&$select=id,internetMessageId,subject,from,toRecipients,receivedDateTime\"}");
}

/* A mailbox is asked for by its user principal name: the audit log's
 * MailboxGuid is no id of Graph's, and Graph refuses a path with a $ in front. */
static bool
is_user_name(struct mia_text mailbox)
{
	return mia__id_is_plain(mailbox) && *mailbox.ptr != '$' &&
		memchr(mailbox.ptr, '@', mailbox.len) != NULL;
}

static bool
can_be_asked_for(const struct table *table, const union cell *row)
{
	return mia__id_is_plain(mia__table_text(table, row, "internet_message_id")) &&
		is_user_name(mia__table_text(table, row, "mailbox"));
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	unsigned number = 0;

	(void)look;
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (!can_be_asked_for(table, row))
			continue;
		put_request(sink, ++number, mia__table_text(table, row, "mailbox"),
			mia__table_text(table, row, "internet_message_id"));
		if (number == BATCH) {
			mia__sink_str(sink, "]}\n");
			number = 0;
		}
	}
	if (number)
		mia__sink_str(sink, "]}\n");
	return MIA_OK;
}

const struct format mia__format_graph = {
	.name = "graph",
	.reports = FORMAT_SUITS(MESSAGES),
	.shows_people = true,
	.write = write_table,
	.fits = can_be_asked_for,
};
