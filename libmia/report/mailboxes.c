/* One row a mailbox: its exposure, and the sentence that can be quoted. */
#include "base/error.h"
#include "findings/findings.h"
#include "report/basis.h"
#include "report/redact.h"
#include "report/report.h"
#include "report/words.h"

enum {
	MAILBOX,
	MAILBOX_GUID,
	EXPOSURE,
	BASIS,
	MESSAGES_ACCESSED,
	FOLDERS_SYNCED,
	MESSAGES_PRESUMED,
	FIRST_ACCESS,
	LAST_ACCESS,
	BLIND_HOURS,
	UNATTRIBUTED_RECORDS,
	SESSIONS,
	CLIENT_IPS,
	UNNAMED_ACCESSES,
	MESSAGES_HANDLED,
	SOURCES,
	SENTENCE,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 1, 8, 40,
		.help = "UPN as last written, else the GUID." },
	[MAILBOX_GUID] = { "mailbox_guid", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, .help = "MailboxGuid." },
	[EXPOSURE] = { "exposure", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 18, 18,
		.words = mia__words_of_levels,
		.help = "The strongest that holds: 'access recorded', 'presumed copied', 'handled', "
			"'unattributed', 'cannot exclude' (the log is blind there), 'none recorded' (none "
			"is, and no rule found a sign that records are missing)." },
	[BASIS] = { "basis", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 12, 11, 40,
		.help = "All that it rests on; docs/records.md explains each." },
	[MESSAGES_ACCESSED] = { "messages_accessed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 3, 20, 20,
		.title = "messages",
		.help = "Distinct messages that binds or AttachmentAccess in scope name." },
	[FOLDERS_SYNCED] = { "folders_synced", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 4, 20, 20,
		.title = "folders",
		.help = "Folders that syncs in scope copied. Never added to the former." },
	[MESSAGES_PRESUMED] = { "messages_presumed", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, 5, 20, 20,
		.title = "presumed",
		.help = "Messages of the inventory that are presumed copied with copied folders or by "
			"forwarding; empty where no inventory tells." },
	[FIRST_ACCESS] = { "first_access", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 8, 14, 28, .title = "first",
		.help = "Time of the first access in scope, within about two minutes." },
	[LAST_ACCESS] = { "last_access", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 9, 14, 28, .title = "last",
		.help = "Time of the last, likewise." },
	[BLIND_HOURS] = { "blind_hours", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 6, 20, 20,
		.help = "Hours of the time asked for in which the log is blind, rounded up." },
	[UNATTRIBUTED_RECORDS] = { "unattributed_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 7, 20, 20,
		.title = "unattributed", .help = "Records of which the scope cannot tell." },
	[SESSIONS] = { "sessions", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, .help = "Session ids." },
	[CLIENT_IPS] = { "client_ips", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 13, 15, 45,
		.help = "Client addresses, without port." },
	[UNNAMED_ACCESSES] = { "unnamed_accesses", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 11, 20, 20,
		.title = "unnamed",
		.help = "Operations in scope that the log counts beyond the items it names." },
	[MESSAGES_HANDLED] = { "messages_handled", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 10, 20, 20,
		.title = "handled", .help = "With --handled: messages that other operations in scope name." },
	[SOURCES] = { "sources", MIA_COLUMN_TEXTS, MIA_NAMES_FILE, .help = "Files that name the mailbox." },
	[SENTENCE] = { "sentence", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "What can be quoted: what is recorded, what cannot be excluded and why, and from "
			"which files.",
		.below = true },
};
const struct report_columns mia__columns_of_mailboxes = { columns, COLUMN_TOTAL };

static int64_t
presumed(const struct mia_mailbox_finding *finding)
{
	if (!finding->presumed_known || finding->messages_presumed > INT64_MAX)
		return MIA_SIZE_UNKNOWN;
	return (int64_t)finding->messages_presumed;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct mailbox_rows *rows = ctx;
	const struct mia_mailbox_finding *finding = mia_findings_mailbox(rows->findings, rows->at);

	(void)err;
	if (!finding)
		return MIA_END;
	rows->at++;
	row[MAILBOX].text = finding->mailbox;
	row[MAILBOX_GUID].text = finding->mailbox_guid;
	row[EXPOSURE].text = text_of(mia_level_name(finding->level));
	row[BASIS].texts = basis_names(finding->basis, rows->basis);
	row[MESSAGES_ACCESSED].count = finding->messages_accessed;
	row[FOLDERS_SYNCED].count = finding->folders_synced;
	row[MESSAGES_PRESUMED].size = presumed(finding);
	row[FIRST_ACCESS].time = finding->first_access;
	row[LAST_ACCESS].time = finding->last_access;
	row[BLIND_HOURS].count = mia__hours_begun(finding->blind);
	row[UNATTRIBUTED_RECORDS].count = finding->unattributed_records;
	row[SESSIONS].texts = finding->sessions;
	row[CLIENT_IPS].texts = finding->client_ips;
	row[UNNAMED_ACCESSES].count = finding->unnamed_accesses;
	row[MESSAGES_HANDLED].count = finding->messages_handled;
	row[SOURCES].texts = finding->sources;
	row[SENTENCE].text = finding->sentence;
	return MIA_OK;
}

static bool
rows_people(void *ctx, struct redact_people *people)
{
	const struct mailbox_rows *rows = ctx;

	return mia__redact_people_of_findings(people, rows->findings);
}

enum mia_status
mia__mailboxes_open(struct open_table *ret, const struct mia_findings *findings, struct mia_error *err)
{
	if (findings == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no findings to report");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_MAILBOXES,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "the evidence names no mailbox",
			.next = rows_next,
			.rewind = mia__table_rewind,
			.rows = &ret->rows.mailboxes,
			.people = rows_people,
			.allocator = &findings->a,
		},
		.rows.mailboxes = { .findings = findings },
	};
	return MIA_OK;
}

enum mia_status
mia_report_mailboxes(const struct mia_findings *findings, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__mailboxes_open(&open, findings, err));
	return mia__report_write_open(&open, options, err);
}
