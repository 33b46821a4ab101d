/* The tables: which columns of which report, and in which words. */
#include "base/error.h"
#include "report/case_reports.h"
#include "report/html/page.h"

static const struct html_column message_columns[] = {
	{ "subject", T_COL_SUBJECT, HTML_SUBJECT },
	{ "sender", T_COL_SENDER, HTML_PERSON },
	{ "received", T_COL_RECEIVED, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS, HTML_PLAIN },
	{ "access_count", T_COL_ACCESSES, HTML_PLAIN },
	{ "first_access", T_COL_FIRST_ACCESS, HTML_PLAIN },
	{ "last_access", T_COL_LAST_ACCESS, HTML_PLAIN },
	{ "client_ips", T_COL_IPS, HTML_KEPT },
	{ "internet_message_id", T_COL_MESSAGE_ID, HTML_ID },
};

static const struct html_column folder_columns[] = {
	{ "folder", T_COL_FOLDER, HTML_PLAIN },
	{ "exposure", T_COL_LEVEL, HTML_LEVEL },
	{ "sync_count", T_COL_SYNC_COUNT, HTML_PLAIN },
	{ "syncs_unattributed", T_COL_SYNC_UNTOLD, HTML_PLAIN },
	{ "first_sync", T_COL_FIRST_SYNC, HTML_PLAIN },
	{ "last_sync", T_COL_LAST_SYNC, HTML_PLAIN },
	{ "items", T_COL_ITEMS, HTML_PLAIN },
	{ "bind_count", T_COL_BIND_COUNT, HTML_PLAIN },
	{ "binds_unattributed", T_COLUMN_BINDS_UNATTRIBUTED, HTML_PLAIN },
	{ "first_bind", T_COL_FIRST_BIND, HTML_PLAIN },
	{ "last_bind", T_COL_LAST_BIND, HTML_PLAIN },
	{ "messages_accessed", T_COL_MESSAGES_BOUND, HTML_PLAIN },
};

static const struct html_column session_columns[] = {
	{ "first_seen", T_COL_FIRST_SEEN, HTML_PLAIN },
	{ "last_seen", T_COL_LAST_SEEN, HTML_PLAIN },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "logon_type", T_COL_LOGON, HTML_PLAIN },
	{ "client_ip", T_COL_IP, HTML_KEPT },
	{ "country", T_COL_COUNTRY, HTML_KEPT },
	{ "network", T_COL_NETWORK, HTML_PLAIN },
	{ "watch", T_COL_WATCH, HTML_PLAIN },
	{ "client", T_COL_CLIENT, HTML_PLAIN },
	{ "app_name", T_COL_APP, HTML_PLAIN },
	{ "bind_records", T_COL_BIND_RECORDS, HTML_PLAIN },
	{ "messages", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "sync_records", T_COL_SYNC_RECORDS, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS_SYNCED, HTML_PLAIN },
	{ "other_records", T_COL_OTHER_RECORDS, HTML_PLAIN },
	{ "unusual", T_COL_UNUSUAL, HTML_WORD },
	{ "session_id", T_COL_SESSION, HTML_KEPT },
};

static const struct html_column coverage_columns[] = {
	{ "start", T_COL_FROM, HTML_PLAIN },
	{ "end", T_COL_UNTIL, HTML_PLAIN },
	{ "reason", T_COL_REASON, HTML_WORD },
	{ "blind", T_COL_BLIND, HTML_WORD },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "detail", T_COL_DETAIL, HTML_PROSE },
	{ "until", T_COL_ENDED_BY, HTML_WORD },
	{ "source", T_COL_SOURCE, HTML_PLAIN },
	{ "rule", T_COL_RULE, HTML_WORD },
	{ "record_id", T_COL_RECORD_ID, HTML_ID },
};

static const struct html_column people_columns[] = {
	{ "address", T_COL_ADDRESS, HTML_PERSON },
	{ "name", T_COL_NAME, HTML_PERSON },
	{ "role", T_COL_ROLE, HTML_WORD },
	{ "own", T_COL_OWN, HTML_WORD },
	{ "messages", T_COL_ALL, HTML_PLAIN },
	{ "access_recorded", T_COL_LEVEL_0, HTML_PLAIN },
	{ "presumed_copied", T_COL_LEVEL_1, HTML_PLAIN },
	{ "handled", T_COL_LEVEL_2, HTML_PLAIN },
	{ "unattributed", T_COL_LEVEL_3, HTML_PLAIN },
	{ "cannot_exclude", T_COL_LEVEL_4, HTML_PLAIN },
	{ "mailboxes", T_COL_MAILBOXES, HTML_PERSON },
};

/* The sections by report; note: T_TITLE where there is none. */
static const struct section {
	enum text_id heading, note;
	struct html_table table;
} sections[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = { T_H_MESSAGES, T_TITLE,
		HTML_TABLE(T_CAP_MESSAGES, T_NONE_MESSAGES, "mailbox", message_columns) },
	[MIA_REPORT_FOLDERS] = { T_H_FOLDERS, T_FOLDERS_NOTE,
		HTML_TABLE(T_CAP_FOLDERS, T_NONE_FOLDERS, "mailbox", folder_columns) },
	[MIA_REPORT_SUBJECTS] = { T_H_PEOPLE, T_PEOPLE_NOTE,
		HTML_TABLE(T_CAP_PEOPLE, T_NONE_PEOPLE, NULL, people_columns) },
	[MIA_REPORT_SESSIONS] = { T_H_SESSIONS, T_SESSIONS_NOTE,
		HTML_TABLE(T_CAP_SESSIONS, T_NONE_SESSIONS, "mailbox", session_columns) },
	[MIA_REPORT_COVERAGE] = { T_H_COVERAGE, T_COVERAGE_NOTE,
		HTML_TABLE(T_CAP_COVERAGE, T_NONE_COVERAGE, "mailbox", coverage_columns) },
};

/* A table a level, so that each number of the first page is a table that can be counted. */
static enum mia_status
put_messages(struct page *page, const struct html_table *spec, const struct table *table, const char *file,
	struct mia_error *err)
{
	const struct mia_findings_sums *sums = mia_findings_sums(page->c->findings);
	char id[] = HTML_MESSAGES_ID "-0";
	struct html_rows rows = { .file = file, .id = id, .column = "exposure" };

	if (sums->messages == 0)
		mia__html_tell_paragraph(page, spec->none);
	for (int level = 0; level < MIA_LEVEL_COUNT; level++) {
		if (sums->by_level[level] == 0)
			continue;
		id[sizeof(id) - 2] = (char)('0' + level);
		rows.word = mia_level_name((enum mia_level)level);
		rows.count = sums->by_level[level];
		mia__html_put(page, "<h3 class=\"level\" id=\"");
		mia__html_put(page, id);
		mia__html_put(page, "\">");
		mia__html_tell_level(page, (enum mia_level)level);
		mia__html_tell(page, T_LIST_COLON);
		mia__html_tell_number(page, T_MESSAGES_COUNT, sums->by_level[level]);
		mia__html_put(page, "</h3>\n");
		MIA_TRY(mia__html_put_table(page, spec, &rows, table, err));
	}
	return MIA_OK;
}

/* Those of which it cannot be told stand in the CSV, and are no session of the intruder. */
static void
tell_sessions_untold(struct page *page)
{
	const struct mia_sessions *sessions = page->c->sessions;
	uint64_t untold = 0;

	for (size_t i = 0; i < mia_sessions_count(sessions); i++)
		untold += mia_sessions_get(sessions, i)->match != MIA_MATCH_YES;
	if (untold == 0)
		return;
	mia__html_tell_count(page, T_SESSIONS_UNTOLD, untold);
}

static enum mia_status
put_section(struct page *page, const struct case_report *report, struct mia_error *err)
{
	const struct section *section = &sections[report->kind];
	struct html_rows rows = { .file = report->in[CASE_FOLDER].name, .id = report->in[CASE_PAGE].name };
	struct open_table open;

	mia__html_put(page, "<section class=\"wide\">\n");
	mia__html_tell_heading(page, 2, report->in[CASE_PAGE].name, section->heading);
	if (section->note != T_TITLE)
		mia__html_tell_paragraph(page, section->note);
	if (report->kind == MIA_REPORT_SESSIONS) {
		rows.column = "match";
		rows.word = "yes";
		tell_sessions_untold(page);
	}
	MIA_TRY(report->open(&open, page->c, true, err));
	enum mia_status status = report->kind == MIA_REPORT_MESSAGES
		? put_messages(page, &section->table, &open.table, rows.file, err)
		: mia__html_put_table(page, &section->table, &rows, &open.table, err);
	mia__table_close(&open);
	mia__html_put(page, "</section>\n");
	return status;
}

enum mia_status
mia__html_put_tables(struct page *page, struct mia_error *err)
{
	const struct case_report *report;

	for (size_t place = 1; (report = mia__case_report_at(CASE_PAGE, place)); place++)
		if (!mia__case_report_absent(report, page->c))
			MIA_TRY(put_section(page, report, err));
	return MIA_OK;
}
