/* Whether what was written is what it says to be. */
#include "base/utf8.h"
#include "format/safe.h"
#include "fuzz.h"

/* ---- nothing hidden ---- */

/* A list of its own: what the library thinks of as hidden is what is under test. */
static bool
is_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
		(c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
		(c >= 0x2060 && c <= 0x2069) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff ||
		(c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

void
fuzz_check_guarded(const char *what, struct mia_text text, const char *allowed)
{
	for (size_t i = 0, n; i < text.len; i += n) {
		uint32_t c;
		n = mia__utf8_decode(text.ptr + i, text.len - i, &c);
		if (n == 0)
			DIE("%s: no UTF-8 at %zu: %02x", what, i, (unsigned char)text.ptr[i]);
		if (is_hidden(c) && !(c && c < 0x80 && strchr(allowed, (int)c)))
			DIE("%s: U+%04X at %zu behind '%.*s'", what, c, i, i < 60 ? (int)i : 60,
				text.ptr + (i < 60 ? 0 : i - 60));
	}
}

/* ---- lines ---- */

typedef void each_line(const char *what, struct mia_text line);

static void
lines(const char *what, const struct fuzz_output *o, each_line *each)
{
	for (size_t at = 0, n; at < o->len; at += n + 1) {
		const char *lf = memchr(o->ptr + at, '\n', o->len - at);
		if (!lf)
			DIE("%s: the last line has no end", what);
		n = (size_t)(lf - o->ptr) - at;
		each(what, (struct mia_text){ o->ptr + at, n });
	}
}

static void
json_line(const char *what, struct mia_text line)
{
	static struct fuzz_json json;

	if (!fuzz_json_read(&json, line))
		DIE("%s: a line is no JSON: '%.*s'", what, (int)(line.len < 300 ? line.len : 300), line.ptr);
}

static size_t
pipes(struct mia_text line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.len; i++)
		n += line.ptr[i] == '|';
	return n;
}

static void
tln_line(const char *what, struct mia_text line)
{
	if (pipes(line) != 4)
		DIE("%s: %zu pipes: '%.*s'", what, pipes(line), (int)line.len, line.ptr);
}

static void
body_line(const char *what, struct mia_text line)
{
	if (pipes(line) != 10)
		DIE("%s: %zu pipes: '%.*s'", what, pipes(line), (int)line.len, line.ptr);
}

static void
any_line(const char *what, struct mia_text line)
{
	(void)what;
	(void)line;
}

/* ---- values ---- */

/* What CSV has for a value of JSON. */
static struct mia_text
as_cell(const struct fuzz_json *json, size_t at, struct fuzz_output *to)
{
	const struct fuzz_value *v = &json->values[at];

	if (v->kind == 'n')
		return (struct mia_text){ "", 0 };
	if (v->kind == '"' || v->kind == '#')
		return v->text;
	to->len = 0;
	for (size_t i = at + 1; i < v->next; i++) {
		const struct fuzz_value *part = &json->values[i];
		if (i > at + 1)
			fuzz_write(to, " | ", 3);
		if (v->kind == '{') {
			fuzz_write(to, part->key.ptr, part->key.len);
			fuzz_write(to, "=", 1);
		}
		MUST(part->next == i + 1);
		fuzz_write(to, part->text.ptr, part->text.len);
	}
	return (struct mia_text){ to->len ? to->ptr : "", to->len };
}

static bool
same_text(struct mia_text a, struct mia_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Excel has blanks for line breaks, and an apostrophe before what would run. */
static bool
undone_same(struct mia_text cell, struct mia_text value)
{
	static struct fuzz_output undone;
	size_t n;

	undone.len = 0;
	fuzz_write(&undone, cell.ptr, cell.len + (cell.len == 0));
	n = mia__excel_undo(cell, undone.ptr);
	if (n != value.len && value.len < 30000) /* a line break of several bytes is one blank */
		return memchr(value.ptr, '\n', value.len) || memchr(value.ptr, '\r', value.len) ||
			memmem(value.ptr, value.len, "\xc2\x85", 2) ||
			memmem(value.ptr, value.len, "\xe2\x80", 2);
	for (size_t i = 0; i < n && value.len < 30000; i++)
		if (undone.ptr[i] != value.ptr[i] && undone.ptr[i] != ' ')
			return false;
	return true;
}

static bool
may_run(struct mia_text cell)
{
	return cell.len && strchr("=+-@\t\r\n", *cell.ptr) && *cell.ptr;
}

static void
compare_cell(const char *name, struct mia_text cell, struct mia_text value, bool excel, bool is_text,
	bool escaped)
{
	if (excel && is_text && may_run(cell))
		DIE("csv excel: %s begins a formula: '%.*s'", name, (int)cell.len, cell.ptr);
	if (excel && (memchr(cell.ptr, '\n', cell.len) || memchr(cell.ptr, '\r', cell.len)))
		DIE("csv excel: %s breaks a line: '%.*s'", name, (int)cell.len, cell.ptr);
	if (excel && escaped ? !undone_same(cell, value) : !same_text(cell, value))
		DIE("%s: CSV%s has '%.*s', JSON '%.*s'", name, excel ? " excel" : "", (int)cell.len, cell.ptr,
			(int)value.len, value.ptr);
}

/* Columns of a report that stand in CSV. */
static size_t
columns_of(enum mia_report_kind kind, struct mia_column columns[static 128])
{
	size_t n = 0;

	for (size_t i = 0; i < mia_report_column_count(kind); i++) {
		MUST(mia_report_column(kind, i, &columns[n]) == MIA_OK);
		n += !columns[n].json_only;
	}
	return n;
}

static void
compare_row(const struct fuzz_json *json, size_t object, const struct mia_text *cells,
	const struct mia_column *columns, size_t count, bool excel)
{
	static struct fuzz_output joined;
	bool escaped = excel && same_text(cells[count], mia_text_of("1")), differs = false;
	size_t column = 0;

	for (size_t at = object + 1; at < json->values[object].next; at = json->values[at].next) {
		if (column == count || !same_text(json->values[at].key, mia_text_of(columns[column].name)))
			continue;
		struct mia_text value = as_cell(json, at, &joined);
		bool is_text = json->values[at].kind != '#';
		compare_cell(columns[column].name, cells[column], value, excel, is_text, escaped);
		differs |= !same_text(cells[column], value);
		column++;
	}
	if (column < count)
		DIE("JSON has no %s in its place", columns[column].name);
	if (excel && escaped != differs)
		DIE("csv_escaped is %d, and the row %s", escaped, differs ? "differs" : "is the same");
}

/* Both readers, and then cell by cell. */
static void
compare_csv(enum mia_report_kind kind, const struct fuzz_output *csv, const struct fuzz_output *json,
	bool excel)
{
	static struct fuzz_csv table;
	static struct fuzz_json document;
	struct mia_column columns[128];
	size_t count = columns_of(kind, columns), row = 1;

	if (!fuzz_csv_read(&table, (struct mia_text){ csv->ptr, csv->len }, excel))
		DIE("%s is no CSV", excel ? "csv excel" : "csv");
	if (!fuzz_json_read(&document, (struct mia_text){ json->ptr, json->len }))
		DIE("json is no JSON");
	MUST(document.values[0].kind == '[');
	MUST(table.columns == count + excel);
	for (size_t i = 0; i < count; i++)
		MUST(same_text(table.cells[i], mia_text_of(columns[i].name)));
	MUST(table.rows == document.values[0].count + 1);
	for (size_t at = 1; at < document.count; at = document.values[at].next, row++)
		compare_row(&document, at, table.cells + row * table.columns, columns, count, excel);
}

/* ---- one report in one format ---- */

static void
guard(enum mia_format format, const char *what, const struct fuzz_output *o)
{
	static struct fuzz_json json;
	struct mia_text all = { o->ptr, o->len };

	switch (format) {
	case MIA_FORMAT_CSV:
	case MIA_FORMAT_CSV_EXCEL: {
		static struct fuzz_csv csv;
		if (!fuzz_csv_read(&csv, all, format == MIA_FORMAT_CSV_EXCEL))
			DIE("%s: no CSV", what);
		break;
	}
	case MIA_FORMAT_DAT:
		MUST(all.len >= 3);
		all.ptr += 3;
		all.len -= 3;
		fuzz_check_guarded(what, all, "\r\n\x14");
		break;
	case MIA_FORMAT_JSON:
		fuzz_check_guarded(what, all, "\n");
		if (!fuzz_json_read(&json, all))
			DIE("%s: no JSON", what);
		break;
	case MIA_FORMAT_NDJSON:
	case MIA_FORMAT_TIMESKETCH:
	case MIA_FORMAT_ECS:
	case MIA_FORMAT_GRAPH:
		fuzz_check_guarded(what, all, "\n");
		lines(what, o, json_line);
		break;
	default:
		fuzz_check_guarded(what, all, "\n");
		lines(what, o,
			format == MIA_FORMAT_TLN                ? tln_line
				: format == MIA_FORMAT_BODYFILE ? body_line
								: any_line);
	}
}

void
fuzz_check_report(enum mia_report_kind kind, fuzz_report *report, const void *result, enum mia_format format,
	struct choice *choice)
{
	static struct fuzz_output first, second;
	struct mia_report_options options;
	struct mia_column column;
	char what[64];
	bool csv = format == MIA_FORMAT_CSV || format == MIA_FORMAT_CSV_EXCEL;

	mia_report_options_init(&options);
	options.format = format;
	options.write = fuzz_write;
	options.ctx = &first;
	options.width = 20 + 40 * fuzz_choose(choice, 5);
	if (kind != MIA_REPORT_INFO && format <= MIA_FORMAT_NDJSON && fuzz_choose(choice, 4) == 0 &&
		mia_report_column(kind, fuzz_choose(choice, 40), &column) == MIA_OK && !column.json_only) {
		options.sort = column.name;
		options.top = 1 + fuzz_choose(choice, 3);
	}
	snprintf(what, sizeof(what), "report %d as %s", (int)kind, mia_format_name(format));
	first.len = 0;
	OK(report(result, &options, err));
	guard(format, what, &first);
	if (!csv || kind == MIA_REPORT_INFO)
		return;
	options.format = MIA_FORMAT_JSON;
	options.ctx = &second;
	second.len = 0;
	OK(report(result, &options, err));
	compare_csv(kind, &first, &second, format == MIA_FORMAT_CSV_EXCEL);
}

/* ---- the reports of a load ---- */

#define REPORT(name, call) \
	static enum mia_status report_##name(const void *result, const struct mia_report_options *options, \
		struct mia_error *err) \
	{ \
		const struct fuzz_results *r = result; \
		return call; \
	}
REPORT(messages, mia_report_messages(r->findings, options, err))
REPORT(folders, mia_report_folders(r->findings, options, err))
REPORT(mailboxes, mia_report_mailboxes(r->findings, options, err))
REPORT(sessions, mia_report_sessions(r->sessions, options, err))
REPORT(coverage, mia_report_coverage(r->coverage, options, err))
REPORT(timeline, mia_report_timeline(r->timeline, options, err))
REPORT(triage, mia_report_triage(r->triage, options, err))
REPORT(info, mia_report_info(r->evidence, r->sums, options, err))
REPORT(expansion, mia_report_expansion(r->expansion, options, err))
REPORT(subjects, mia_report_subjects(r->subjects, options, err))
REPORT(readiness, mia_report_readiness(r->readiness, options, err))

static const struct {
	enum mia_report_kind kind;
	fuzz_report *report;
} reports[] = {
	{ MIA_REPORT_MESSAGES, report_messages },
	{ MIA_REPORT_FOLDERS, report_folders },
	{ MIA_REPORT_MAILBOXES, report_mailboxes },
	{ MIA_REPORT_SESSIONS, report_sessions },
	{ MIA_REPORT_COVERAGE, report_coverage },
	{ MIA_REPORT_TIMELINE, report_timeline },
	{ MIA_REPORT_TRIAGE, report_triage },
	{ MIA_REPORT_INFO, report_info },
	{ MIA_REPORT_EXPANSION, report_expansion },
	{ MIA_REPORT_SUBJECTS, report_subjects },
	{ MIA_REPORT_READINESS, report_readiness },
};
enum { REPORTS = sizeof(reports) / sizeof(*reports) };

static bool
is_there(const struct fuzz_results *r, enum mia_report_kind kind)
{
	return kind == MIA_REPORT_EXPANSION    ? r->expansion != NULL
		: kind == MIA_REPORT_SUBJECTS  ? r->subjects != NULL
		: kind == MIA_REPORT_READINESS ? r->readiness != NULL
					       : true;
}

void
fuzz_check_some_report(const struct fuzz_results *r, struct choice *choice)
{
	unsigned which = fuzz_choose(choice, REPORTS);
	enum mia_format format = (enum mia_format)fuzz_choose(choice, MIA_FORMAT_COUNT);
	uint64_t left_out;

	while (!is_there(r, reports[which].kind) || !mia_format_suits(format, reports[which].kind))
		which = (which + 1) % REPORTS;
	fuzz_check_report(reports[which].kind, reports[which].report, r, format, choice);
	OK(mia_format_left_out(format, r->findings, &left_out, err));
}

void
fuzz_write_all(const struct fuzz_results *r, struct fuzz_output *output)
{
	struct mia_report_options options;

	mia_report_options_init(&options);
	options.format = MIA_FORMAT_NDJSON;
	options.write = fuzz_write;
	options.ctx = output;
	for (size_t i = 0; i < REPORTS; i++)
		if (is_there(r, reports[i].kind))
			OK(reports[i].report(r, &options, err));
}
