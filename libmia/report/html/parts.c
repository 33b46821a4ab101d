/* The tables: which columns of which report, and in which words. */
#include "base/error.h"
#include "report/case_reports.h"
#include "report/html/page.h"

static const struct html_column message_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "internet_message_id", T_COL_MESSAGE_ID, HTML_ID },
	{ "subject", T_COL_SUBJECT, HTML_SUBJECT },
	{ "sender", T_COL_SENDER, HTML_PERSON },
	{ "received", T_COL_RECEIVED, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS, HTML_PLAIN },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "access_count", T_COL_ACCESSES, HTML_PLAIN },
	{ "first_access", T_COL_FIRST_ACCESS, HTML_PLAIN },
	{ "last_access", T_COL_LAST_ACCESS, HTML_PLAIN },
	{ "client_ips", T_COL_IPS, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
};

static const struct html_column folder_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "folder", T_COL_FOLDER, HTML_PLAIN },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "sync_count", T_COL_SYNC_COUNT, HTML_PLAIN },
	{ "first_sync", T_COL_FIRST_SYNC, HTML_PLAIN },
	{ "last_sync", T_COL_LAST_SYNC, HTML_PLAIN },
	{ "items", T_COL_ITEMS, HTML_PLAIN },
	{ "bind_count", T_COL_BIND_COUNT, HTML_PLAIN },
	{ "first_bind", T_COL_FIRST_BIND, HTML_PLAIN },
	{ "last_bind", T_COL_LAST_BIND, HTML_PLAIN },
	{ "messages_accessed", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
};

static const struct html_column mailbox_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "exposure", T_COL_LEVEL, HTML_WORD },
	{ "messages_accessed", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "folders_synced", T_COL_FOLDERS_SYNCED, HTML_PLAIN },
	{ "messages_presumed", T_COL_PRESUMED, HTML_PLAIN },
	{ "messages_handled", T_COL_HANDLED, HTML_PLAIN },
	{ "first_access", T_COL_FIRST_ACCESS, HTML_PLAIN },
	{ "last_access", T_COL_LAST_ACCESS, HTML_PLAIN },
	{ "blind_hours", T_COL_BLIND_HOURS, HTML_PLAIN },
	{ "unattributed_records", T_COL_UNATTRIBUTED, HTML_PLAIN },
	{ "unnamed_accesses", T_COL_UNNAMED, HTML_PLAIN },
	{ "basis", T_COL_BASIS, HTML_WORD },
	{ "sources", T_COL_SOURCE, HTML_PLAIN },
};

static const struct html_column session_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "logon_type", T_COL_LOGON, HTML_PLAIN },
	{ "session_id", T_COL_SESSION, HTML_PLAIN },
	{ "client_ip", T_COL_IP, HTML_PLAIN },
	{ "client", T_COL_CLIENT, HTML_PLAIN },
	{ "first_seen", T_COL_FIRST_SEEN, HTML_PLAIN },
	{ "last_seen", T_COL_LAST_SEEN, HTML_PLAIN },
	{ "bind_records", T_COL_BIND_RECORDS, HTML_PLAIN },
	{ "messages", T_COL_MESSAGES_BOUND, HTML_PLAIN },
	{ "sync_records", T_COL_SYNC_RECORDS, HTML_PLAIN },
	{ "folders", T_COL_FOLDERS_SYNCED, HTML_PLAIN },
	{ "unusual", T_COL_UNUSUAL, HTML_WORD },
	{ "watch", T_COL_WATCH, HTML_PLAIN },
	{ "country", T_COL_COUNTRY, HTML_PLAIN },
	{ "network", T_COL_NETWORK, HTML_PLAIN },
};

static const struct html_column coverage_columns[] = {
	{ "mailbox", T_COL_MAILBOX, HTML_PERSON },
	{ "actor", T_COL_ACTOR, HTML_PERSON },
	{ "start", T_COL_FROM, HTML_PLAIN },
	{ "end", T_COL_UNTIL, HTML_PLAIN },
	{ "reason", T_COL_REASON, HTML_WORD },
	{ "blind", T_COL_BLIND, HTML_WORD },
	{ "rule", T_COL_RULE, HTML_WORD },
	{ "detail", T_COL_DETAIL, HTML_PROSE },
	{ "until", T_COL_ENDED_BY, HTML_WORD },
	{ "source", T_COL_SOURCE, HTML_PLAIN },
	{ "record_id", T_COL_RECORD_ID, HTML_PLAIN },
};

static const struct html_column people_columns[] = {
	{ "address", T_COL_ADDRESS, HTML_PERSON },
	{ "name", T_COL_NAME, HTML_PERSON },
	{ "role", T_COL_ROLE, HTML_WORD },
	{ "own", T_COL_OWN, HTML_WORD },
	{ "messages", T_COL_ALL, HTML_PLAIN },
	{ "access_recorded", T_COL_ACCESS_RECORDED, HTML_PLAIN },
	{ "presumed_copied", T_COL_PRESUMED_COPIED, HTML_PLAIN },
	{ "handled", T_COL_LEVEL_HANDLED, HTML_PLAIN },
	{ "unattributed", T_COL_LEVEL_UNATTRIBUTED, HTML_PLAIN },
	{ "cannot_exclude", T_COL_LEVEL_CANNOT, HTML_PLAIN },
	{ "mailboxes", T_COL_MAILBOXES, HTML_PERSON },
};

/* The sections by report; note: T_TITLE where there is none. */
static const struct section {
	enum text_id heading, note;
	struct html_table table;
} sections[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = { T_H_MESSAGES, T_TITLE,
		HTML_TABLE(T_CAP_MESSAGES, T_NONE_MESSAGES, message_columns) },
	[MIA_REPORT_FOLDERS] = { T_H_FOLDERS, T_FOLDERS_NOTE,
		HTML_TABLE(T_CAP_FOLDERS, T_NONE_FOLDERS, folder_columns) },
	[MIA_REPORT_MAILBOXES] = { T_H_MAILBOXES, T_TITLE,
		HTML_TABLE(T_CAP_MAILBOXES, T_NONE_MAILBOXES, mailbox_columns) },
	[MIA_REPORT_SUBJECTS] = { T_H_PEOPLE, T_PEOPLE_NOTE,
		HTML_TABLE(T_CAP_PEOPLE, T_NONE_PEOPLE, people_columns) },
	[MIA_REPORT_SESSIONS] = { T_H_SESSIONS, T_SESSIONS_NOTE,
		HTML_TABLE(T_CAP_SESSIONS, T_NONE_SESSIONS, session_columns) },
	[MIA_REPORT_COVERAGE] = { T_H_COVERAGE, T_COVERAGE_NOTE,
		HTML_TABLE(T_CAP_COVERAGE, T_NONE_COVERAGE, coverage_columns) },
};

static enum mia_status
put_section(struct page *page, const struct case_report *report, struct mia_error *err)
{
	const struct section *section = &sections[report->kind];
	struct open_table open;

	mia__html_put(page, "<section class=\"wide\">\n");
	mia__html_tell_heading(page, 2, report->in[CASE_PAGE].name, section->heading);
	if (section->note != T_TITLE)
		mia__html_tell_paragraph(page, section->note);
	MIA_TRY(report->open(&open, page->c, true, err));
	enum mia_status status =
		mia__html_put_table(page, &section->table, &open.table, report->in[CASE_FOLDER].name, err);
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
