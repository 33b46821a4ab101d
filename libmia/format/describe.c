/* How a row of each report reads on a timeline; one table of words. */
#include "format/formats.h"

#include "base/error.h"
#include "base/text.h"

#define PARTS 12

struct part {
	const char *label, *column;
};

static const struct form {
	struct {
		const char *column, *what;
	} moments[MOMENTS];
	const char *lead; /* the column that says what happened */
	struct part parts[PARTS + 1];
} forms[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = {
		{ { "first_access", "First access recorded" }, { "last_access", "Last access recorded" } },
		"exposure",
		{ { "message", "internet_message_id" }, { "item", "item_id" }, { "subject", "subject" },
			{ "folder", "folders" }, { "mailbox", "mailbox" }, { "by", "actors" }, { "from", "client_ips" } },
	},
	[MIA_REPORT_FOLDERS] = {
		{ { "first_sync", "First copy of the folder recorded" }, { "last_sync", "Last copy of the folder recorded" },
			{ "first_bind", "First access in the folder recorded" }, { "last_bind", "Last access in the folder recorded" } },
		"exposure",
		{ { "folder", "folder" }, { "folder id", "folder_id" }, { "mailbox", "mailbox" }, { "by", "actors" },
			{ "from", "client_ips" } },
	},
	[MIA_REPORT_SESSIONS] = {
		{ { "first_seen", "Session first seen" }, { "last_seen", "Session last seen" } },
		NULL,
		{ { "session", "session_id" }, { "mailbox", "mailbox" }, { "by", "actor" }, { "from", "client_ip" },
			{ "client", "client" }, { "bind records", "bind_records" }, { "sync records", "sync_records" },
			{ "other records", "other_records" } },
	},
	[MIA_REPORT_COVERAGE] = {
		{ { "start", "Span begins" }, { "end", "Span ends" } },
		"reason",
		{ { "mailbox", "mailbox" }, { "blind for", "blind" }, { "because", "detail" }, { "record", "record_id" } },
	},
	[MIA_REPORT_TIMELINE] = {
		{ { "time", NULL } },
		NULL,
		{ { "", "what" }, { "until", "until" }, { "message", "internet_message_id" }, { "item", "item_id" },
			{ "subject", "subject" }, { "folder", "folder" }, { "mailbox", "mailbox" }, { "by", "actor" }, { "from", "client_ip" }, { "mark", "mark" },
			/* FAILED above all: an access that failed exposes nothing. */
			{ "flags", "flags" }, { "record", "record_id" } },
	},
};

static const struct form *
form_of(const struct table *table)
{
	return &forms[table->kind];
}

static struct mia_text
event_word(const struct table *table, const union cell *row, bool for_moment)
{
	struct mia_text access = mia__table_text(table, row, "access");

	if (access.len == 0)
		return for_moment ? TEXT("Event recorded") : mia__table_text(table, row, "operation");
	if (text_equal(access, TEXT("bind")))
		return for_moment ? TEXT("Access recorded") : TEXT("access recorded");
	if (text_equal(access, TEXT("sync")))
		return for_moment ? TEXT("Folder copied") : TEXT("folder copied");
	return for_moment ? TEXT("Access recorded") : TEXT("access recorded, its kind not stated");
}

size_t
mia__describe_moments(const struct table *table, const union cell *row, struct moment ret[MOMENTS])
{
	const struct form *form = form_of(table);
	size_t count = 0;

	for (size_t i = 0; i < MOMENTS && form->moments[i].column; i++) {
		size_t column = mia__table_column(table, form->moments[i].column);
		mia_time time = column == NO_COLUMN ? MIA_TIME_UNKNOWN : row[column].time;
		/* Columns come in pairs, the first and the last of one thing. */
		bool told = i % 2 && count && ret[count - 1].time == time;
		if (time == MIA_TIME_UNKNOWN || told)
			continue;
		ret[count].time = time;
		ret[count++].what =
			form->moments[i].what ? form->moments[i].what : event_word(table, row, true).ptr;
	}
	if (count == 0)
		ret[count++] = (struct moment){ MIA_TIME_UNKNOWN, "Time not stated" };
	return count;
}

static bool
put_cell(struct sink *sink, const char *before, const char *label, const struct column *column,
	const union cell *cell, put_text *put)
{
	struct cell_pieces pieces;
	struct mia_text piece;
	bool any = false;

	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece)) {
		if (piece.len == 0)
			continue;
		if (!any) {
			mia__sink_str(sink, before);
			mia__sink_str(sink, label);
			if (*label)
				mia__sink_byte(sink, ' ');
		}
		put(sink, piece);
		any = true;
	}
	return any;
}

void
mia__describe_row(struct sink *sink, const struct table *table, const union cell *row, put_text *put)
{
	const struct form *form = form_of(table);
	const char *before = "";
	size_t column;

	if (form->lead && (column = mia__table_column(table, form->lead)) != NO_COLUMN &&
		put_cell(sink, "", "", &table->columns[column], &row[column], put))
		before = ": ";
	if (table->kind == MIA_REPORT_TIMELINE) {
		put(sink, event_word(table, row, false));
		before = ": ";
	}
	for (const struct part *part = form->parts; part->label; part++) {
		column = mia__table_column(table, part->column);
		if (column != NO_COLUMN &&
			put_cell(sink, before, part->label, &table->columns[column], &row[column], put))
			before = "; ";
	}
}

enum mia_status
mia__each_moment(struct sink *sink, const struct table *table, write_moment *write, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	struct moment moments[MOMENTS];
	enum mia_status status;

	MIA_TRY(table->rewind(table->rows, err));
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		size_t count = mia__describe_moments(table, row, moments);
		for (size_t i = 0; i < count; i++)
			write(sink, table, row, &moments[i]);
	}
	return MIA_OK;
}
