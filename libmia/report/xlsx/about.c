/* The first sheet: what somebody needs who gets nothing but the workbook. */
#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "report/redact.h"
#include "report/xlsx/xlsx.h"

enum { WHAT, VALUE, COLUMN_TOTAL };

static const struct column columns[COLUMN_TOTAL] = {
	[WHAT] = { .name = "what", .kind = MIA_COLUMN_TEXT, .min = 26, .max = 26 },
	/* What was asked for names people. */
	[VALUE] = { .name = "value",
		.kind = MIA_COLUMN_TEXT,
		.min = 60,
		.max = 60,
		.names = MIA_NAMES_PROSE },
};

struct line {
	struct mia_text what, value;
};

struct about {
	size_t at; /* first: mia__table_rewind */
	const struct mia_findings *findings;
	struct mia_allocator a;
	struct arena kept;
	struct line *lines;
	size_t count, cap;
	bool failed;
};

static const struct {
	const char *what, *value;
} notes[] = {
	{ "bind",
		"A bind record names single messages that a client fetched or opened, or that were handled through it. "
		"It does not say how long or by whom the screen was looked at." },
	{ "sync",
		"A sync record names a folder that was copied to a client as a whole. Which messages lay in it at "
		"that time the record does not say; they are presumed copied." },
	{ "bind and sync",
		"They are two facts and are never added up: the same message may be behind both, and one sync "
		"may stand for any number of messages." },
	{ "exposure",
		"access recorded, presumed copied, unattributed, cannot be excluded: docs/records.md of libmia has "
		"each level and basis. Nothing in this workbook shows that a message was left alone: where the log "
		"is blind (sheet coverage), access cannot be excluded." },
	{ "times",
		"UTC. A column holds dates where all its times are whole seconds, else text that is exact to 100 ns." },
	{ "empty cells", "Not stated, or unknown; never zero and never \"no\"." },
	{ "xlsx_escaped",
		"The columns of the row in which a text is not shown as the evidence has it: characters that "
		"are hidden or that a workbook cannot hold are named between \xe2\x9f\xa8 and \xe2\x9f\xa9 by their "
		"number (U+ and hexadecimal digits), bytes that are no UTF-8 by their value (\\x and two digits), and "
		"a text of more than 32,767 characters is cut with a note. CSV exact and "
		"JSON have the values as they are." },
	{ "cells", "Texts are texts and numbers numbers; there is no formula, link or macro." },
};

static void
add(struct about *about, struct mia_text what, struct mia_text value)
{
	if (!mia__grow(&about->a, &about->lines, &about->cap, about->count + 1, sizeof(*about->lines)))
		about->failed = true;
	else
		about->lines[about->count++] = (struct line){ what, value };
}

static void
add_copy(struct about *about, struct mia_text what, struct mia_text value)
{
	what = mia__arena_text(&about->kept, what);
	value = mia__arena_text(&about->kept, value);
	if (what.ptr == NULL || value.ptr == NULL)
		about->failed = true;
	add(about, what, value);
}

static void
add_value(struct about *about, const struct mia_redaction *redaction, struct mia_text what,
	const struct mia_case_option *option)
{
	struct buf value;

	mia__buf_init(&value, &about->a);
	if (mia__redact_option(redaction, option, &value, NULL) != MIA_OK)
		about->failed = true;
	add_copy(about, what, option->value.ptr ? buf_view(&value) : TEXT("given"));
	mia__buf_release(&value);
}

static void
add_case(struct about *about, const struct mia_case *c)
{
	char text[256];
	struct buf name;

	mia__buf_init(&name, &about->a);
	add(about, TEXT("question"),
		TEXT("Which messages and folders were accessible to what the options name, and "
		     "where can the log not tell?"));
	add(about, TEXT("case"), c->case_id.ptr ? c->case_id : TEXT("not given"));
	add(about, TEXT("examiner"), c->examiner.ptr ? c->examiner : TEXT("not given"));
	if (c->made != MIA_CASE_NO_TIME && c->made >= 0 && c->made <= INT64_MAX / MIA_TIME_SECOND) {
		mia_time_format(c->made * MIA_TIME_SECOND, text);
		add_copy(about, TEXT("made"), text_of(text));
	}
	for (size_t i = 0; i < c->option_count; i++) {
		buf_clear(&name);
		mia__buf_str(&name, "option ");
		mia__buf_text(&name, c->options[i].name);
		add_value(about, c->redaction, buf_view(&name), &c->options[i]);
	}
	if (c->redaction)
		add(about, TEXT("redacted copy"),
			TEXT("People and subjects are keyed hashes throughout: the same hash is "
			     "the same person or subject. Rejected records are left out."));
	if (c->option_count == 0)
		add(about, TEXT("option"), TEXT("none"));
	add_copy(about, TEXT("libmia"), text_of(mia_version()));
	mia_version_libraries(text, sizeof(text));
	add_copy(about, TEXT("libraries"), text_of(text));
	if (name.failed)
		about->failed = true;
	mia__buf_release(&name);
}

static void
add_sheet(struct about *about, struct buf *text, const struct xlsx_sheet *sheet, const char *next)
{
	char digits[20];

	buf_clear(text);
	mia__buf_add(text, digits, mia__number_format(sheet->rows, digits));
	mia__buf_str(text, sheet->rows == 1 ? " row" : " rows");
	if (sheet->rows == 0 && sheet->none) {
		mia__buf_str(text, ": ");
		mia__buf_str(text, sheet->none);
	}
	if (next) {
		mia__buf_str(text, "; goes on in sheet \"");
		mia__buf_str(text, next);
		mia__buf_byte(text, '"');
	}
	if (text->failed)
		about->failed = true;
	else
		add_copy(about, text_of(sheet->name), buf_view(text));
}

static void
add_sheets(struct about *about, const struct xlsx_book *book, size_t self)
{
	struct buf text;

	mia__buf_init(&text, &about->a);
	add(about, TEXT("sheets"),
		TEXT("A sheet of a workbook holds 1,048,575 rows below its header; more go on in "
		     "a next sheet."));
	for (size_t i = 0; i < book->sheet_count; i++) {
		bool more = i + 1 < book->sheet_count && book->sheets[i + 1].part > 1;
		if (i != self)
			add_sheet(about, &text, &book->sheets[i], more ? book->sheets[i + 1].name : NULL);
	}
	mia__buf_release(&text);
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct about *about = ctx;

	(void)err;
	if (about->at == about->count)
		return MIA_END;
	row[WHAT].text = about->lines[about->at].what;
	row[VALUE].text = about->lines[about->at++].value;
	return MIA_OK;
}

static bool
add_people(void *ctx, struct redact_people *people)
{
	const struct about *about = ctx;

	return about->findings == NULL || mia__redact_people_of_findings(people, about->findings);
}

static enum mia_status
fill(struct about *about, struct xlsx_book *book, size_t at, const struct mia_case *c, struct mia_error *err)
{
	const struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = about,
		.people = add_people,
	};
	struct redacted_table redacted;

	add_case(about, c);
	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		add(about, text_of(notes[i].what), text_of(notes[i].value));
	add_sheets(about, book, at);
	if (about->failed)
		return mia__fail_memory(err);
	MIA_TRY(mia__redacted_open(&redacted, &table, c->redaction, err));
	enum mia_status status = mia__xlsx_book_fill(book, at, &redacted.table, err);
	mia__redacted_close(&redacted);
	return status;
}

enum mia_status
mia__xlsx_about(struct xlsx_book *book, size_t at, const struct mia_case *c, struct mia_error *err)
{
	struct about about = { .findings = c->findings, .a = book->a };

	mia__arena_init(&about.kept, &about.a);
	enum mia_status status = fill(&about, book, at, c, err);
	mia__arena_release(&about.kept);
	mia__dealloc(&about.a, about.lines, about.cap, sizeof(*about.lines));
	return status;
}
