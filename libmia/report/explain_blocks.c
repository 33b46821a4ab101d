/* The proof in words: what a lawyer reads and an expert checks. */
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "format/safe.h"
#include "report/explain.h"
#include "report/words.h"
#include "system/machine.h"

#define LABEL 12

static void
label(struct sink *sink, const char *name)
{
	mia__sink_str(sink, "  ");
	mia__sink_str(sink, name);
	mia__sink_blanks(sink, LABEL - strlen(name));
}

static void
value(struct sink *sink, struct mia_text text)
{
	if (text.ptr == NULL)
		mia__sink_str(sink, "(not stated)");
	else if (text.len == 0)
		mia__sink_str(sink, "(empty)");
	else
		mia__safe_terminal(sink, text);
}

static void
line(struct sink *sink, const char *name, struct mia_text text)
{
	label(sink, name);
	value(sink, text);
	mia__sink_byte(sink, '\n');
}

/* A line only where there is something to say. */
static void
line_if_stated(struct sink *sink, const char *name, struct mia_text text)
{
	if (text.ptr)
		line(sink, name, text);
}

static void
line_with_raw(struct sink *sink, const char *name, struct mia_text text, const char *what,
	struct mia_text raw)
{
	label(sink, name);
	value(sink, text);
	if (raw.ptr && !text_equal(text, raw)) {
		mia__sink_str(sink, " (");
		mia__sink_str(sink, what);
		mia__sink_str(sink, ": ");
		value(sink, raw);
		mia__sink_byte(sink, ')');
	}
	mia__sink_byte(sink, '\n');
}

static void
show_when(struct sink *sink, const struct mia_timeline_row *row)
{
	char time[MIA_TIME_TEXT];
	size_t len = mia_time_format(row->time, time);

	label(sink, "time");
	value(sink, len ? (struct mia_text){ time, len } : TEXT_ABSENT);
	if (len && row->access == MIA_ACCESS_BIND)
		mia__sink_str(sink, " (within about two minutes: the log gathers accesses)");
	mia__sink_byte(sink, '\n');
}

static void
show_who(struct sink *sink, const struct mia_timeline_row *row)
{
	show_when(sink, row);
	line(sink, "operation", row->operation);
	if (row->match == MIA_MATCH_CANNOT_TELL)
		line(sink, "scope",
			TEXT("cannot tell: what the scope asks about is missing from the record"));
	line(sink, "mailbox", row->mailbox);
	line(sink, "actor", row->actor);
	line(sink, "logon", row->logon);
	line_with_raw(sink, "address", row->client_ip, "as written", row->client_ip_raw);
	line(sink, "session", row->session_id);
	line_with_raw(sink, "client", row->client, "as written", row->client_info);
	line(sink, "app", row->app_id);
	line(sink, "throttled", mia__word_known(row->throttled));
}

/* What the record says of one item or folder. */
static void
show_what(struct sink *sink, const struct mia_timeline_row *row)
{
	char digits[20];

	line(sink, "access", text_of(mia__words_access(row)));
	if (row->folder.ptr || row->folder_id.ptr)
		line_with_raw(sink, "folder", row->folder, "id", row->folder_id);
	line_if_stated(sink, "message id", row->internet_message_id);
	line_if_stated(sink, "item id", row->item_id);
	line_if_stated(sink, "subject", row->subject);
	if (row->size_bytes >= 0)
		line(sink, "size",
			(struct mia_text){ digits, mia__number_format((uint64_t)row->size_bytes, digits) });
}

static void
show_flags(struct sink *sink, uint64_t flags)
{
	for (unsigned bit = 0; bit < MIA_FLAG_COUNT; bit++) {
		uint64_t flag = UINT64_C(1) << bit;
		const char *name = flags & flag ? mia_flag_name(flag) : NULL;
		const char *words = mia__words_flag(flag);
		if (name == NULL)
			continue;
		label(sink, "flag");
		mia__sink_str(sink, name);
		if (words) {
			mia__sink_str(sink, ": ");
			mia__sink_str(sink, words);
		}
		mia__sink_byte(sink, '\n');
	}
}

static void
number(struct sink *sink, const char *before, uint64_t n)
{
	mia__sink_str(sink, before);
	mia__sink_uint(sink, n);
}

/* A file name may hold anything, the shell's own signs too. */
static void
show_command(struct sink *sink, const struct mia_timeline_row *row)
{
	struct mia_text source = row->source;
	void (*word)(struct sink *, struct mia_text, struct mia_text) =
		mia__shell_is_posix() ? mia__safe_shell : mia__safe_windows_shell;
	char place[21] = "#";

	label(sink, "its bytes");
	mia__sink_str(sink, source.len && *source.ptr == '-' ? "mia show -- " : "mia show ");
	word(sink, source, (struct mia_text){ place, 1 + mia__number_format(row->record, place + 1) });
	mia__sink_byte(sink, ' ');
	word(sink, source, TEXT(""));
	mia__sink_byte(sink, '\n');
}

static void
show_place(struct sink *sink, struct explain_rows *rows, const struct mia_timeline_row *row)
{
	struct mia_text sha256 = mia__explain_sha256(rows, row->source);

	line(sink, "source", row->source);
	label(sink, "sha-256");
	if (sha256.ptr)
		mia__sink_text(sink, sha256);
	else
		mia__sink_str(sink, "(not known: the file was not read to its end, or is not at hand)");
	mia__sink_byte(sink, '\n');
	label(sink, "place");
	number(sink, "record ", row->record);
	number(sink, ", line ", row->line);
	number(sink, ", byte ", row->offset);
	number(sink, ", length ", row->length);
	mia__sink_byte(sink, '\n');
	show_command(sink, row);
}

static bool
same_record(const struct mia_timeline_row *a, const struct mia_timeline_row *b)
{
	return a->record == b->record && a->offset == b->offset && text_equal(a->source, b->source) &&
		text_equal(a->record_id, b->record_id);
}

static void
show_heading(struct sink *sink, uint64_t nth, const struct mia_timeline_row *row, bool color)
{
	if (nth > 1)
		mia__sink_byte(sink, '\n');
	if (color)
		mia__sink_str(sink, "\x1b[1m");
	number(sink, "Record ", nth);
	mia__sink_str(sink, ": ");
	value(sink, row->record_id);
	mia__sink_str(sink, color ? "\x1b[0m\n" : "\n");
}

enum mia_status
mia__explain_blocks(struct sink *sink, struct explain_rows *rows, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct mia_timeline_row row, before = { .time = MIA_TIME_UNKNOWN };
	enum mia_status status;
	uint64_t blocks = 0;

	MIA_TRY(mia__explain_rewind(rows, err));
	while (!sink->failed && (status = mia__explain_row(rows, &row, err)) != MIA_END) {
		MIA_TRY(status);
		if (blocks && same_record(&row, &before)) {
			show_what(sink, &row);
			continue;
		}
		if (blocks) {
			show_flags(sink, before.flags);
			show_place(sink, rows, &before);
		}
		show_heading(sink, ++blocks, &row, options->color != 0);
		show_who(sink, &row);
		show_what(sink, &row);
		before = row;
	}
	if (blocks == 0) {
		mia__sink_str(sink, "no record in scope names it\n");
		return MIA_OK;
	}
	show_flags(sink, before.flags);
	show_place(sink, rows, &before);
	return MIA_OK;
}
