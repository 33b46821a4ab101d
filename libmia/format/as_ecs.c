/*
 * NDJSON in the Elastic Common Schema 8.11. What the schema has a field for
 * stands there, with event.dataset, provider and action as Elastic's own
 * Microsoft 365 rules ask for them; all of the row stands under "mia".
 */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"

#define ECS_VERSION "8.11.0"

/* The cell's values, one or several, of either kind of column. */
static struct mia_texts
values(const struct table *table, const union cell *row, const char *name, struct mia_text *one)
{
	size_t i = mia__table_column(table, name);

	if (i != NO_COLUMN && table->columns[i].kind == MIA_COLUMN_TEXTS)
		return row[i].texts;
	*one = mia__table_text(table, row, name);
	return (struct mia_texts){ one, one->len != 0 };
}

static void
string(struct sink *sink, struct mia_text value)
{
	mia__sink_byte(sink, '"');
	mia__safe_json_visible(sink, value);
	mia__sink_byte(sink, '"');
}

static void
text_member(struct sink *sink, const char *name, struct mia_text value)
{
	if (value.len == 0)
		return;
	mia__sink_byte(sink, ',');
	mia__safe_json(sink, text_of(name));
	mia__sink_byte(sink, ':');
	string(sink, value);
}

static void
time_member(struct sink *sink, const char *name, mia_time time)
{
	if (time == MIA_TIME_UNKNOWN)
		return;
	mia__sink_str(sink, ",\"");
	mia__sink_str(sink, name);
	mia__sink_str(sink, "\":\"");
	mia__sink_micro_time(sink, time, "Z\"");
}

static mia_time
time_cell(const struct table *table, const union cell *row, const char *name)
{
	size_t i = mia__table_column(table, name);

	return i == NO_COLUMN ? MIA_TIME_UNKNOWN : row[i].time;
}

/* Which of several values to write, and how. */
enum which { EVERY, MAIL_ADDRESS, ADDRESS };

static bool
wanted(struct mia_text value, enum which which, char *scratch, struct mia_text *ret)
{
	struct mia_address address;

	*ret = value;
	if (which == MAIL_ADDRESS)
		return memchr(value.ptr ? value.ptr : "", '@', value.len) != NULL;
	if (which == EVERY)
		return value.len != 0;
	/* A field of type ip takes nothing else, and a document with it is lost. */
	if (mia_address_parse(value, &address) < 0)
		return false;
	*ret = (struct mia_text){ scratch, mia_address_format(&address, scratch) };
	return ret->len != 0;
}

/* An array where there is any; returns whether. */
static bool
array_member(struct sink *sink, const char *before, const char *name, struct mia_texts list, enum which which)
{
	char scratch[MIA_ADDRESS_TEXT];
	struct mia_text value;
	bool any = false;

	for (size_t i = 0; i < list.count; i++) {
		if (!wanted(list.ptr[i], which, scratch, &value))
			continue;
		mia__sink_str(sink, any ? "," : before);
		if (!any) {
			mia__safe_json(sink, text_of(name));
			mia__sink_str(sink, ":[");
		}
		string(sink, value);
		any = true;
	}
	if (any)
		mia__sink_byte(sink, ']');
	return any;
}

static bool
has_failed(const struct table *table, const union cell *row)
{
	struct mia_text one;
	struct mia_texts flags = values(table, row, "flags", &one);

	for (size_t i = 0; i < flags.count; i++)
		if (text_equal(flags.ptr[i], TEXT("FAILED")))
			return true;
	return false;
}

static void
event_members(struct sink *sink, const struct table *table, const union cell *row)
{
	struct mia_text access = mia__table_text(table, row, "access"), one;

	if (access.len || mia__table_text(table, row, "internet_message_id").len ||
		mia__table_text(table, row, "item_id").len)
		mia__sink_str(sink, ",\"category\":[\"email\"]");
	/* What the schema expects beside "email" is "info". */
	mia__sink_str(sink, access.len ? ",\"type\":[\"access\",\"info\"]" : ",\"type\":[\"info\"]");
	mia__sink_str(sink, ",\"module\":\"o365\",\"dataset\":\"o365.audit\"");
	if (access.len)
		mia__sink_str(sink, ",\"provider\":\"Exchange\"");
	text_member(sink, "action", mia__table_text(table, row, "operation"));
	text_member(sink, "id", mia__table_text(table, row, "record_id"));
	if (has_failed(table, row))
		mia__sink_str(sink, ",\"outcome\":\"failure\"");
	mia__sink_byte(sink, '}');
	if (array_member(sink, ",\"user\":{", "name", values(table, row, "actor", &one), EVERY)) {
		(void)array_member(sink, ",", "email", values(table, row, "actor", &one), MAIL_ADDRESS);
		mia__sink_byte(sink, '}');
	}
}

/* A row of messages is a finding from several records. */
static void
finding_members(struct sink *sink, const struct table *table, const union cell *row)
{
	bool recorded = text_equal(mia__table_text(table, row, "exposure"), TEXT("access recorded"));
	struct mia_text one;

	mia__sink_str(sink, ",\"category\":[\"email\"]");
	mia__sink_str(sink, recorded ? ",\"type\":[\"access\",\"info\"]" : ",\"type\":[\"info\"]");
	mia__sink_str(sink, ",\"module\":\"libmia\",\"dataset\":\"libmia.messages\"");
	text_member(sink, "action", mia__table_text(table, row, "exposure"));
	time_member(sink, "start", time_cell(table, row, "first_access"));
	time_member(sink, "end", time_cell(table, row, "last_access"));
	mia__sink_byte(sink, '}');
	if (array_member(sink, ",\"user\":{", "name", values(table, row, "actors", &one), EVERY)) {
		(void)array_member(sink, ",", "email", values(table, row, "actors", &one), MAIL_ADDRESS);
		mia__sink_byte(sink, '}');
	}
}

static void
email_members(struct sink *sink, const struct table *table, const union cell *row)
{
	struct mia_text id = mia__table_text(table, row, "internet_message_id");
	struct mia_text subject = mia__table_text(table, row, "subject"),
			sender = mia__table_text(table, row, "sender");

	/* The schema writes a message id without its brackets. */
	if (id.len > 2 && id.ptr[0] == '<' && id.ptr[id.len - 1] == '>')
		id = (struct mia_text){ id.ptr + 1, id.len - 2 };
	if (id.len == 0 && subject.len == 0 && sender.len == 0)
		return;
	mia__sink_str(sink, ",\"email\":{\"direction\":\"unknown\"");
	text_member(sink, "message_id", id);
	text_member(sink, "subject", subject);
	if (sender.len) {
		mia__sink_str(sink, ",\"from\":{\"address\":[");
		string(sink, sender);
		mia__sink_str(sink, "]}");
	}
	time_member(sink, "delivery_timestamp", time_cell(table, row, "received"));
	mia__sink_byte(sink, '}');
}

static void
write_line(struct sink *sink, const struct table *table, const union cell *row, const struct moment *moment)
{
	bool finding = table->kind == MIA_REPORT_MESSAGES;
	struct mia_text one;
	struct mia_texts from = values(table, row, finding ? "client_ips" : "client_ip", &one);

	mia__sink_str(sink, "{\"@timestamp\":\"");
	mia__sink_micro_time(sink, moment->time, "Z\"");
	mia__sink_str(sink, ",\"ecs\":{\"version\":\"" ECS_VERSION "\"},\"message\":\"");
	mia__describe_row(sink, table, row, mia__safe_json_visible);
	mia__sink_str(sink, "\",\"event\":{\"kind\":\"event\"");
	if (finding)
		finding_members(sink, table, row);
	else
		event_members(sink, table, row);
	if (array_member(sink, ",\"source\":{", "address", from, EVERY)) {
		(void)array_member(sink, ",", "ip", from, ADDRESS);
		mia__sink_byte(sink, '}');
	}
	email_members(sink, table, row);
	mia__sink_str(sink,
		moment->time == MIA_TIME_UNKNOWN ? ",\"mia\":{\"time_not_stated\":true"
						 : ",\"mia\":{\"time_not_stated\":false");
	mia__as_json_members(sink, ",", table->columns, table->column_count, row, mia__safe_json_visible);
	mia__sink_str(sink, "}}\n");
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	struct moment moments[MOMENTS];
	enum mia_status status;

	(void)look;
	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		/* One document a row: the last time stands in event.end. */
		(void)mia__describe_moments(table, row, moments);
		write_line(sink, table, row, &moments[0]);
	}
	return MIA_OK;
}

const struct format mia__format_ecs = {
	.name = "ecs",
	.reports = FORMAT_SUITS(MESSAGES) | FORMAT_SUITS(TIMELINE),
	.write = write_table,
};
