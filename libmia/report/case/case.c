#include "report/case/case.h"

#include "base/error.h"
#include "base/text.h"
#include "report/case_options.h"
#include "report/report.h"

int
mia__case_write_bytes(void *writer, const void *bytes, size_t size)
{
	struct case_writer *w = writer;
	struct case_result *result = &w->results[w->count - 1];
	const char *text = bytes;

	/* A line feed between quotes belongs to a cell; doubled quotes cancel out. */
	for (size_t i = 0; result->is_table && i < size; i++) {
		w->quoted ^= text[i] == '"';
		result->rows += text[i] == '\n' && !w->quoted;
	}
	result->size += size;
	if (!mia__sha256_update(&w->sha, bytes, size))
		return 1;
	return w->files->write(w->files->ctx, bytes, size);
}

/* What is in a file. */
typedef enum mia_status case_content(struct case_writer *w, struct mia_error *err);

static enum mia_status
write_file(struct case_writer *w, const char *name, case_content *content, bool is_table,
	struct mia_error *err)
{
	struct case_result *result = &w->results[w->count++];
	unsigned char hash[32];

	*result = (struct case_result){ .name = name, .is_table = is_table };
	w->quoted = false;
	if (!mia__sha256_begin(&w->sha))
		return mia__fail_memory(err);
	if (w->files->open(w->files->ctx, name) != 0)
		return mia__fail(err, MIA_ERR_SINK, "%s could not be opened", name);
	enum mia_status status = content(w, err);
	if (w->files->close(w->files->ctx) != 0 && status >= 0)
		status = mia__fail(err, MIA_ERR_SINK, "%s could not be closed", name);
	MIA_TRY(status);
	if (!mia__sha256_end(&w->sha, hash))
		return mia__fail_memory(err);
	mia__sha256_hex(hash, result->sha256);
	if (is_table && result->rows > 0)
		result->rows--;
	return MIA_OK;
}

static void
leave_out(struct case_writer *w, const char *name, const char *why)
{
	w->absences[w->absence_count++] = (struct case_absence){ name, why };
}

static struct mia_report_options
csv_options(struct case_writer *w)
{
	return (struct mia_report_options){
		.size = sizeof(struct mia_report_options),
		.format = w->c->csv_exact ? MIA_FORMAT_CSV : MIA_FORMAT_CSV_EXCEL,
		.write = mia__case_write_bytes,
		.ctx = w,
		.redaction = w->c->redaction,
	};
}

#define TABLE_CONTENT(name, report, member) \
	static enum mia_status write_##name(struct case_writer *w, struct mia_error *err) \
	{ \
		struct mia_report_options options = csv_options(w); \
		return report(w->c->member, &options, err); \
	}
TABLE_CONTENT(messages, mia_report_messages, findings)
TABLE_CONTENT(folders, mia_report_folders, findings)
TABLE_CONTENT(mailboxes, mia_report_mailboxes, findings)
TABLE_CONTENT(sessions, mia_report_sessions, sessions)
TABLE_CONTENT(coverage, mia_report_coverage, coverage)
TABLE_CONTENT(timeline, mia_report_timeline, timeline)
TABLE_CONTENT(subjects, mia_report_subjects, subjects)
TABLE_CONTENT(reject_list, mia__report_rejects, rejects)

static enum mia_status
write_html(struct case_writer *w, struct mia_error *err)
{
	return mia_report_html(w->c, &w->a, mia__case_write_bytes, w, err);
}

static enum mia_status
write_xlsx(struct case_writer *w, struct mia_error *err)
{
	return mia_report_xlsx(w->c, &w->a, mia__case_write_bytes, w, err);
}

static enum mia_status
write_reject_bytes(struct case_writer *w, struct mia_error *err)
{
	return w->c->write_rejects(w->c->write_rejects_ctx, mia__case_write_bytes, w, err);
}

/* As sha256sum -c eats it; no name here needs its escapes. */
static enum mia_status
write_sums(struct case_writer *w, struct mia_error *err)
{
	struct sink sink;

	mia__sink_init(&sink, mia__case_write_bytes, w);
	for (size_t i = 0; i + 1 < w->count; i++) {
		mia__sink_str(&sink, w->results[i].sha256);
		mia__sink_str(&sink, "  ");
		mia__sink_str(&sink, w->results[i].name);
		mia__sink_byte(&sink, '\n');
	}
	return mia__sink_finish(&sink, err);
}

static enum mia_status
write_tables(struct case_writer *w, struct mia_error *err)
{
	static const struct {
		const char *name;
		case_content *content;
	} tables[] = {
		{ "messages.csv", write_messages },
		{ "folders.csv", write_folders },
		{ "mailboxes.csv", write_mailboxes },
		{ "sessions.csv", write_sessions },
		{ "coverage.csv", write_coverage },
		{ "timeline.csv", write_timeline },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		MIA_TRY(write_file(w, tables[i].name, tables[i].content, true, err));
	if (w->c->subjects)
		return write_file(w, "subjects.csv", write_subjects, true, err);
	leave_out(w, "subjects.csv", "no inventory was given, and the audit log names nobody on a message");
	return MIA_OK;
}

static enum mia_status
write_rejects(struct case_writer *w, struct mia_error *err)
{
	if (w->c->redaction) {
		leave_out(w, "rejects", "this is a redacted copy, and rejects are the evidence as it is");
		return MIA_OK;
	}
	MIA_TRY(write_file(w, "rejects/rejects.csv", write_reject_list, true, err));
	if (w->c->write_rejects)
		return write_file(w, "rejects/rejects.txt", write_reject_bytes, false, err);
	leave_out(w, "rejects/rejects.txt", "the rejected records themselves were not asked for");
	return MIA_OK;
}

static enum mia_status
write_all(struct case_writer *w, struct mia_error *err)
{
	MIA_TRY(write_tables(w, err));
	MIA_TRY(write_file(w, "report.html", write_html, false, err));
	if (mia_report_has_xlsx())
		MIA_TRY(write_file(w, "exposure.xlsx", write_xlsx, false, err));
	else
		leave_out(w, "exposure.xlsx", "this libmia was built without libxlsxwriter");
	MIA_TRY(write_rejects(w, err));
	MIA_TRY(write_file(w, "manifest.json", mia__case_manifest, false, err));
	return write_file(w, "SHA256SUMS", write_sums, false, err);
}

static enum mia_status
check(const struct mia_case *c, const struct mia_case_files *files, struct mia_error *err)
{
	if (!files || !files->open || !files->write || !files->close)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no functions to write files with");
	if (!c->evidence || !c->sums || !c->rejects || !c->findings || !c->coverage || !c->sessions ||
		!c->timeline)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a result of the case is missing");
	if (c->option_count && !c->options)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the options of the case are missing");
	if (!mia_sums_totals(c->sums))
		return mia__fail(err, MIA_ERR_STATE, "the sums are not sealed");
	return MIA_OK;
}

enum mia_status
mia_case_write(const struct mia_case *c, const struct mia_allocator *allocator,
	const struct mia_case_files *files, struct mia_error *err)
{
	struct mia_case own;
	struct case_writer w = { .c = &own, .files = files };

	MIA_TRY(mia__case_take(&own, c, err));
	MIA_TRY(check(&own, files, err));
	w.a = mia__allocator_or_default(allocator);
	if (!mia__sha256_init(&w.sha))
		return mia__fail_memory(err);
	enum mia_status status = write_all(&w, err);
	mia__sha256_release(&w.sha);
	return status;
}
