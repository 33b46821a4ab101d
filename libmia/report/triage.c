/* Where to look first: a row an application, an address, a session or an account. */
#include "base/error.h"
#include "base/text.h"
#include "report/redact.h"
#include "report/report.h"
#include "triage/gather.h"

enum {
	PLACE,
	KIND,
	SUBJECT,
	NAME,
	REASONS,
	WEIGHT,
	ACCOUNTS,
	MAILBOXES,
	FIRST_SEEN,
	LAST_SEEN,
	EVENTS,
	BIND_RECORDS,
	SYNC_RECORDS,
	MESSAGES,
	FOLDERS,
	MARKED_RECORDS,
	SIGNINS_FAILED,
	SIGNINS_OK,
	REASON_CODES,
	OPTION,
	CLIENT_IPS,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[PLACE] = { "place", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 1, 5, 5,
		.help = "From 1: what most speaks for looking at. 'mia scope --pick' takes these numbers." },
	[KIND] = { "kind", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 7, 7,
		.help = "app, address, session; account for what none of these bears." },
	[SUBJECT] = { "subject", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 3, 15, 45,
		.help = "The application id, address, session id or account." },
	[NAME] = { "name", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 5, 8, 30,
		.help = "Of an application: as the records call it, else that of a well-known id. Anybody can "
			"choose any name." },
	[REASONS] = { "reasons", MIA_COLUMN_TEXTS, MIA_NAMES_PROSE, 4, 30, 90,
		.help = "Why to look at it, with numbers. A reason is no verdict." },
	[WEIGHT] = { "weight", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 6, 6, 6,
		.help = "The sum of the weights of the reasons, which docs/triage.md lists." },
	[ACCOUNTS] = { "accounts", MIA_COLUMN_TEXTS, MIA_NAMES_PERSON, 7, 14, 40,
		.help = "Who acted with it, failed sign-ins among them; of an application also who gave consent." },
	[MAILBOXES] = { "mailboxes", MIA_COLUMN_TEXTS, MIA_NAMES_PERSON, 8, 14, 40,
		.help = "Mailboxes that its records are of." },
	[FIRST_SEEN] = { "first_seen", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 9, 20, 28,
		.help = "Its first record; of an application also its first consent." },
	[LAST_SEEN] = { "last_seen", MIA_COLUMN_TIME, MIA_NAMES_NOBODY, 10, 20, 28,
		.help = "Likewise the last." },
	[EVENTS] = { "events", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 17, 20, 20, .help = "Distinct records." },
	[BIND_RECORDS] = { "bind_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 15, 20, 20,
		.help = "Records of access to single items." },
	[SYNC_RECORDS] = { "sync_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 16, 20, 20,
		.help = "Records of folders copied to a client." },
	[MESSAGES] = { "messages", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 11, 20, 20,
		.help = "Distinct messages that the binds name." },
	[FOLDERS] = { "folders", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 12, 20, 20,
		.help = "Distinct folders that the syncs copied." },
	[MARKED_RECORDS] = { "marked_records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 18, 20, 20,
		.help = "Records that bear a mark, sign-ins left out." },
	[SIGNINS_FAILED] = { "signins_failed", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 13, 20, 20,
		.help = "Sign-ins that failed, whatever the cause." },
	[SIGNINS_OK] = { "signins_ok", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, 14, 20, 20,
		.help = "Sign-ins that went well." },
	[REASON_CODES] = { "reason_codes", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY,
		.help = "The stable names of the reasons, in the order of reasons." },
	[OPTION] = { "option", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "The option of the other commands that takes the subject: --app, --ip, --session, --user." },
	[CLIENT_IPS] = { "client_ips", MIA_COLUMN_TEXTS, MIA_NAMES_NOBODY, 13, 15, 45,
		.help = "From where, of all but addresses; those of Microsoft are left out." },
};
const struct report_columns mia__columns_of_triage = { columns, COLUMN_TOTAL };

const char *
mia__triage_option(enum mia_triage_kind kind)
{
	static const char *const options[MIA_TRIAGE_KIND_COUNT] = { "--app", "--ip", "--session", "--user" };

	return options[kind];
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct triage_rows *rows = ctx;
	size_t at;

	(void)err;
	if (!mia__range_next(&rows->range, mia_triage_count(rows->triage), &at))
		return MIA_END;
	const struct mia_triage_row *r = mia_triage_get(rows->triage, at);
	for (size_t i = 0; i < r->reason_count; i++) {
		rows->reasons[i] = r->reasons[i].text;
		rows->codes[i] = text_of(r->reasons[i].rule->code);
	}
	row[PLACE].count = at + 1;
	row[KIND].text = text_of(mia_triage_kind_name(r->kind));
	row[SUBJECT].text = r->subject;
	row[NAME].text = r->name;
	row[REASONS].texts = (struct mia_texts){ rows->reasons, r->reason_count };
	row[WEIGHT].count = r->weight;
	row[ACCOUNTS].texts = r->accounts;
	row[MAILBOXES].texts = r->mailboxes;
	row[FIRST_SEEN].time = r->first;
	row[LAST_SEEN].time = r->last;
	row[EVENTS].count = r->events;
	row[BIND_RECORDS].count = r->binds;
	row[SYNC_RECORDS].count = r->syncs;
	row[MESSAGES].count = r->messages;
	row[FOLDERS].count = r->folders;
	row[MARKED_RECORDS].count = r->marked;
	row[SIGNINS_FAILED].count = r->signins_failed;
	row[SIGNINS_OK].count = r->signins_ok;
	row[REASON_CODES].texts = (struct mia_texts){ rows->codes, r->reason_count };
	row[OPTION].text = text_of(mia__triage_option(r->kind));
	row[CLIENT_IPS].texts = r->addresses;
	return MIA_OK;
}

/* Words name people by what stands before the @ as well: "all mail of anna.berg". */
static bool
rows_people(void *ctx, struct redact_people *people)
{
	const struct triage_rows *rows = ctx;

	for (size_t i = 0; i < mia_triage_count(rows->triage); i++) {
		const struct mia_triage_row *r = mia_triage_get(rows->triage, i);
		for (size_t k = 0; k < r->accounts.count; k++) {
			struct mia_text name = r->accounts.ptr[k];
			const char *at = memchr(name.ptr, '@', name.len);
			if (at)
				name.len = (size_t)(at - name.ptr);
			if (!mia__redact_people_add(people, name))
				return false;
		}
	}
	return true;
}

static size_t
rows_count(const void *ctx)
{
	return mia_triage_count(((const struct triage_rows *)ctx)->triage);
}

static const struct table_parts parts = { rows_next, rows_count, mia__range_part, mia__range_close };

enum mia_status
mia__triage_open(struct open_table *ret, const struct mia_triage *triage, struct mia_error *err)
{
	if (triage == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no triage to report");
	if (mia_triage_sums(triage) == NULL)
		return mia__fail(err, MIA_ERR_STATE, "the triage is not sealed");
	*ret = (struct open_table){
		.table = {
			.kind = MIA_REPORT_TRIAGE,
			.columns = columns,
			.column_count = COLUMN_TOTAL,
			.none = "no reason speaks for looking at anything first; that is no finding",
			.next = rows_next,
			.rewind = mia__range_rewind,
			.people = rows_people,
			.rows = &ret->rows.triage,
			.parts = &parts,
			.allocator = &triage->a,
		},
		.rows.triage = { .triage = triage },
	};
	return MIA_OK;
}

enum mia_status
mia_report_triage(const struct mia_triage *triage, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct open_table open;

	MIA_TRY(mia__report_check(options, err));
	MIA_TRY(mia__triage_open(&open, triage, err));
	return mia__report_write_open(&open, options, err);
}
