/* One row a person (an address) who stands on an exposed message. */
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
	PRESUMED_COPIED,
	HANDLED,
	UNATTRIBUTED,
	CANNOT_EXCLUDE,
	MAILBOXES,
	MAILBOXES_TOTAL,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[ADDRESS] = { "address", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 1, 20, 60,
		.help = "As the inventory writes it most often; compared without regard to case. One row "
			"an address: a person with two addresses is two rows, a+b@x is another address "
			"than a@x." },
	[NAME] = { "name", MIA_COLUMN_TEXT, MIA_NAMES_PERSON, 3, 12, 40,
		.help = "The display name, likewise; empty where no inventory states one." },
	[ROLE] = { "role", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 4, 18, 18,
		.help = "'sender', 'recipient' (To, Cc, and Bcc where the inventory shows it), or both." },
	[OWN] = { "own", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 5, 7, 7,
		.help = "'own': of a domain given with --own-domain, or below one; 'outside': of another; "
			"empty: not asked, or no domain in the address." },
	[MESSAGES] = { "messages", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 2, 20, 20,
		.help = "Distinct exposed messages that name the address." },
	[ACCESS_RECORDED] = { "access_recorded", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 6, 20, 20,
		.help = "Of them, by the strongest level that holds in any mailbox: access recorded," },
	[PRESUMED_COPIED] = { "presumed_copied", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 7, 20, 20,
		.help = "presumed copied," },
	[HANDLED] = { "handled", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 9, 20, 20,
		.help = "handled (with --handled)," },
	[UNATTRIBUTED] = { "unattributed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 8, 20, 20,
		.help = "unattributed," },
	[CANNOT_EXCLUDE] = { "cannot_exclude", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 10, 20, 20,
		.help = "cannot exclude (with --list)." },
	[MAILBOXES] = { "mailboxes", MIA_COLUMN_TEXTS, MIA_NAMES_PERSON, 11, 16, 40,
		.help = "The mailboxes in which these messages were exposed: the first 100, in order." },
	[MAILBOXES_TOTAL] = { "mailboxes_total", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 12, 20, 20,
		.help = "How many mailboxes those are; 1000: so many or more." },
};
const struct report_columns mia__columns_of_people = { columns, COLUMN_TOTAL };

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
		{ PRESUMED_COPIED, MIA_LEVEL_PRESUMED_COPIED },
		{ HANDLED, MIA_LEVEL_HANDLED },
		{ UNATTRIBUTED, MIA_LEVEL_UNATTRIBUTED },
		{ CANNOT_EXCLUDE, MIA_LEVEL_CANNOT_EXCLUDE },
	};
	struct people_rows *rows = ctx;
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
	row[MAILBOXES_TOTAL].count = subject->mailboxes_total;
	return MIA_OK;
}

enum mia_status
mia__people_open(struct open_table *ret, const struct mia_subjects *subjects, struct mia_error *err)
{
	if (subjects == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no people to report");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_SUBJECTS,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "the inventory names nobody on a message that was exposed",
			.next = rows_next,
			.rewind = mia__table_rewind,
			.rows = &ret->rows.people,
		},
		.rows.people = { .subjects = subjects },
	};
	return MIA_OK;
}

enum mia_status
mia_report_subjects(const struct mia_subjects *subjects, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__people_open(&open, subjects, err));
	return mia__report_write_open(&open, options, err);
}
