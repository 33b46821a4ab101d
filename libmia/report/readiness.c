/* One row an account: whether its access to mail was logged. */
#include "base/error.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"

enum {
	MAILBOX,
	TYPE,
	OWNER,
	DELEGATE,
	ADMIN,
	REASONS,
	LICENCE,
	BYPASS,
	RETENTION_DAYS,
	MISSING_OWNER_ACTIONS,
	COMMANDS,
	DETAIL,
	MAILBOX_GUID,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { "mailbox", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 1, 16, 40,
		.help = "UPN, else address, GUID or name; empty: what holds for the whole tenant." },
	[TYPE] = { "type", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 6, 13, 24,
		.help = "RecipientTypeDetails; tenant." },
	[OWNER] = { "owner", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 10, 10, .words = mia__words_of_logged,
		.help = "Was MailItemsAccessed logged for the owner: yes, no or not stated." },
	[DELEGATE] = { "delegate", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 10, 10,
		.words = mia__words_of_logged, .help = "The same for delegates." },
	[ADMIN] = { "admin", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 4, 10, 10, .words = mia__words_of_logged,
		.help = "The same for administrators." },
	[REASONS] = { "reasons", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 5, 16, 60,
		.help = "Why not yes: stable names, see docs/readiness.md." },
	[LICENCE] = { "licence", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 7, 10, 10,
		.help = "E3 or above, or plan M365_ADVANCED_AUDITING." },
	[BYPASS] = { "bypass", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 8, 10, 10,
		.help = "yes: what this account does is logged nowhere." },
	[RETENTION_DAYS] = { "retention_days", MIA_COLUMN_SIZE, MIA_NAMES_NOBODY, 9, 14, 14,
		.help = "AuditLogAgeLimit: of the store in the mailbox, not of the unified log." },
	[MISSING_OWNER_ACTIONS] = { "missing_owner_actions", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 10, 22, 60,
		.help = "Of eleven actions of owners, those that are not logged." },
	[COMMANDS] = { "commands", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE,
		.help = "PowerShell that puts it right, in order; none for a name that cannot be quoted "
			"safely." },
	[DETAIL] = { "detail", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 11, 30, 120,
		.help = "The reasons in words." },
	[MAILBOX_GUID] = { "mailbox_guid", MIA_COLUMN_TEXT, MIA_NAMES_PERSON,
		.help = "ExchangeGuid, in lower case.", .json_only = true },
};
const struct report_columns mia__columns_of_readiness = { columns, COLUMN_TOTAL };

struct rows {
	const struct mia_readiness *readiness;
	const struct mia_readiness_tenant *tenant; /* NULL: nothing is known */
	bool tenant_told;
	size_t at;
};

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct rows *rows = ctx;

	(void)err;
	rows->at = 0;
	rows->tenant_told = rows->tenant == NULL;
	return MIA_OK;
}

/* An empty cell could be taken for a no. */
static struct mia_text
word(enum mia_known known)
{
	return known == MIA_YES ? TEXT("yes") : known == MIA_NO ? TEXT("no") : TEXT("not stated");
}

static void
tenant_row(const struct mia_readiness_tenant *tenant, union cell *row)
{
	row[MAILBOX].text = TEXT_ABSENT;
	row[TYPE].text = TEXT("tenant");
	row[OWNER].text = row[DELEGATE].text = row[ADMIN].text = word(tenant->logged);
	row[REASONS].texts = tenant->reasons;
	row[LICENCE].text = row[BYPASS].text = row[MAILBOX_GUID].text = TEXT_ABSENT;
	row[RETENTION_DAYS].size = -1;
	row[MISSING_OWNER_ACTIONS].texts = (struct mia_texts){ NULL, 0 };
	row[COMMANDS].texts = tenant->commands;
	row[DETAIL].text = tenant->detail;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;

	(void)err;
	if (!rows->tenant_told) {
		rows->tenant_told = true;
		tenant_row(rows->tenant, row);
		return MIA_OK;
	}
	if (rows->at == mia_readiness_count(rows->readiness))
		return MIA_END;
	const struct mia_readiness_mailbox *mailbox = mia_readiness_get(rows->readiness, rows->at++);
	row[MAILBOX].text = mailbox->mailbox;
	row[TYPE].text = mailbox->type;
	row[OWNER].text = word(mailbox->owner);
	row[DELEGATE].text = word(mailbox->delegate);
	row[ADMIN].text = word(mailbox->admin);
	row[REASONS].texts = mailbox->reasons;
	row[LICENCE].text = word(mailbox->licence);
	row[BYPASS].text = word(mailbox->bypass);
	row[RETENTION_DAYS].size = mailbox->age_limit_days;
	row[MISSING_OWNER_ACTIONS].texts = mailbox->missing_owner_actions;
	row[COMMANDS].texts = mailbox->commands;
	row[DETAIL].text = mailbox->detail;
	row[MAILBOX_GUID].text = mailbox->guid;
	return MIA_OK;
}

enum mia_status
mia_report_readiness(const struct mia_readiness *readiness, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct rows rows = { .readiness = readiness, .tenant = mia_readiness_tenant(readiness) };
	const struct table table = {
		.kind = MIA_REPORT_READINESS,
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "no audit setting and no licence is stated",
		.next = rows_next,
		.rewind = rows_rewind,
		.rows = &rows,
	};

	if (readiness == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no readiness to report");
	if (rows.tenant == NULL)
		return mia__fail(err, MIA_ERR_STATE, "the readiness is not sealed");
	if (!rows.tenant->stated && mia_readiness_count(readiness) == 0)
		rows.tenant = NULL;
	return mia__report_write(&table, options, err);
}
