#include "base/error.h"
#include "base/text.h"
#include "report/report.h"

enum {
	ADDRESS,
	NAME,
	ROLE,
	OWN,
	MESSAGES,
	ACCESS_RECORDED,
	PRESUMED_ACQUIRED,
	HANDLED,
	UNATTRIBUTED,
	CANNOT_EXCLUDE,
	MAILBOXES,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[ADDRESS] = { "address", COLUMN_TEXT, 1, 20, 60, false, COLUMN_PERSON },
	[NAME] = { "name", COLUMN_TEXT, 3, 12, 40, false, COLUMN_PERSON },
	[ROLE] = { "role", COLUMN_TEXTS, 4, 18, 18, false, COLUMN_OPEN },
	[OWN] = { "own", COLUMN_TEXT, 5, 7, 7, false, COLUMN_OPEN },
	[MESSAGES] = { "messages", COLUMN_COUNT, 2, 20, 20, false, COLUMN_OPEN },
	[ACCESS_RECORDED] = { "access_recorded", COLUMN_COUNT, 6, 20, 20, false, COLUMN_OPEN },
	[PRESUMED_ACQUIRED] = { "presumed_acquired", COLUMN_COUNT, 7, 20, 20, false, COLUMN_OPEN },
	[HANDLED] = { "handled", COLUMN_COUNT, 9, 20, 20, false, COLUMN_OPEN },
	[UNATTRIBUTED] = { "unattributed", COLUMN_COUNT, 8, 20, 20, false, COLUMN_OPEN },
	[CANNOT_EXCLUDE] = { "cannot_exclude", COLUMN_COUNT, 10, 20, 20, false, COLUMN_OPEN },
	[MAILBOXES] = { "mailboxes", COLUMN_TEXTS, 11, 16, 40, false, COLUMN_PERSON },
};

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_subjects *subjects;
	struct mia_text roles[2];
};

static struct mia_texts
role_names(unsigned roles, struct mia_text names[static 2])
{
	size_t count = 0;

	if (roles & MIA_ROLE_SENDER)
		names[count++] = TEXT("sender");
	if (roles & MIA_ROLE_RECIPIENT)
		names[count++] = TEXT("recipient");
	return (struct mia_texts){ names, count };
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	static const struct {
		int column;
		enum mia_level level;
	} levels[] = {
		{ ACCESS_RECORDED, MIA_LEVEL_ACCESS_RECORDED },
		{ PRESUMED_ACQUIRED, MIA_LEVEL_PRESUMED_ACQUIRED },
		{ HANDLED, MIA_LEVEL_HANDLED },
		{ UNATTRIBUTED, MIA_LEVEL_UNATTRIBUTED },
		{ CANNOT_EXCLUDE, MIA_LEVEL_CANNOT_EXCLUDE },
	};
	struct rows *rows = ctx;
	const struct mia_subject *subject = mia_subjects_get(rows->subjects, rows->at);

	(void)err;
	if (!subject)
		return MIA_END;
	rows->at++;
	row[ADDRESS].text = subject->address;
	row[NAME].text = subject->name;
	row[ROLE].texts = role_names(subject->roles, rows->roles);
	row[OWN].text = subject->own == MIA_YES ? TEXT("own")
		: subject->own == MIA_NO        ? TEXT("outside")
						: TEXT_ABSENT;
	row[MESSAGES].count = subject->messages_total;
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		row[levels[i].column].count = subject->messages[levels[i].level];
	row[MAILBOXES].texts = subject->mailboxes;
	return MIA_OK;
}

enum mia_status
mia__table_of_people(const struct mia_subjects *subjects, table_use *use, void *ctx, struct mia_error *err)
{
	struct rows rows = { .subjects = subjects };
	const struct table table = {
		columns,
		COLUMN_TOTAL,
		"the inventory names nobody on a message that was exposed",
		rows_next,
		mia__table_rewind,
		&rows,
		NULL,
	};

	if (!subjects)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no people to report");
	return use(ctx, &table, err);
}

enum mia_status
mia_report_subjects(const struct mia_subjects *subjects, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct report_use use = { options };

	MIA_TRY(mia__report_check(options, err));
	return mia__table_of_people(subjects, mia__report_use, &use, err);
}
