#include "base/error.h"
#include "base/text.h"
#include "report/report.h"

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
	[MAILBOX] = { "mailbox", COLUMN_TEXT, 1, 16, 40, false, COLUMN_PERSON },
	[TYPE] = { "type", COLUMN_TEXT, 6, 13, 24, false, COLUMN_OPEN },
	[OWNER] = { "owner", COLUMN_TEXT, 2, 10, 10, false, COLUMN_OPEN },
	[DELEGATE] = { "delegate", COLUMN_TEXT, 3, 10, 10, false, COLUMN_OPEN },
	[ADMIN] = { "admin", COLUMN_TEXT, 4, 10, 10, false, COLUMN_OPEN },
	[REASONS] = { "reasons", COLUMN_TEXTS, 5, 16, 60, false, COLUMN_OPEN },
	[LICENCE] = { "licence", COLUMN_TEXT, 7, 10, 10, false, COLUMN_OPEN },
	[BYPASS] = { "bypass", COLUMN_TEXT, 8, 10, 10, false, COLUMN_OPEN },
	[RETENTION_DAYS] = { "retention_days", COLUMN_SIZE, 9, 14, 14, false, COLUMN_OPEN },
	[MISSING_OWNER_ACTIONS] = { "missing_owner_actions", COLUMN_TEXTS, 10, 22, 60, false, COLUMN_OPEN },
	[COMMANDS] = { "commands", COLUMN_TEXTS, 0, 0, 0, false, COLUMN_PROSE },
	[DETAIL] = { "detail", COLUMN_TEXT, 11, 30, 120, false, COLUMN_PROSE },
	[MAILBOX_GUID] = { "mailbox_guid", COLUMN_TEXT, 0, 0, 0, true, COLUMN_PERSON },
};

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
		columns,
		COLUMN_TOTAL,
		"no audit setting and no licence is stated",
		rows_next,
		rows_rewind,
		&rows,
		NULL,
	};

	if (readiness == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no readiness to report");
	if (rows.tenant == NULL)
		return mia__fail(err, MIA_ERR_STATE, "the readiness is not sealed");
	if (!rows.tenant->stated && mia_readiness_count(readiness) == 0)
		rows.tenant = NULL;
	return mia__report_write(&table, options, err);
}
