/* Messages, folders and sessions: which value stands in which column. */
#include "../with_findings.h"
#include "made_events.h"
#include "report_fake.h"

static const struct mia_source file = { .name = "a.csv" };
static const struct mia_folder inbox = { .id = { "F1", 2 }, .path = { "\\Inbox", 6 } };

struct made {
	struct mia_item item;
	struct mia_bind bind;
	struct mia_sync sync;
	struct mia_event events[2];
};

/* One message of Ann's was handed to a client; a minute later it copied the
 * Inbox. */
static void
make(struct made *made)
{
	*made = (struct made){ .events = { made_event(1, &file, 1), made_event(2, &file, 2) } };
	for (size_t i = 0; i < 2; i++) {
		struct mia_event *event = &made->events[i];
		event->id = i ? TEXT("r-2") : TEXT("r-1");
		event->time = NOON + (mia_time)i * 60 * MIA_TIME_SECOND;
		event->mailbox_owner = TEXT("ann@contoso.example");
		event->actor = TEXT("eve@contoso.example");
		event->logon = MIA_LOGON_DELEGATE;
		event->logon_text = TEXT("delegate");
		event->session_id = TEXT("s-1");
		event->client_ip = TEXT("203.0.113.7:443");
		assert_int_equal(mia_address_parse(event->client_ip, &event->address), MIA_OK);
		event->client = TEXT("Outlook desktop");
		event->client_info = TEXT("Client=MSExchangeRPC");
		event->app_id = TEXT("app-1");
		event->throttled = MIA_NO;
		event->folders = &inbox;
		event->folder_count = 1;
	}
	made->item = made_item("<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>", "id-1", 0);
	made->item.subject = TEXT("=cmd");
	made->item.size_bytes = 1024;
	made->events[0].items = &made->item;
	made->events[0].item_count = 1;
	make_bind(&made->events[0], &made->bind);
	made->bind.unnamed = 3;
	make_sync(&made->events[1], &made->sync);
}

static void
fill(struct mia_fold *fold)
{
	struct made made;

	make(&made);
	add_event(fold, &made.events[0]);
	add_event(fold, &made.events[1]);
	seal(fold);
}

static struct kept
reported(findings_report *report, enum mia_format format)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = format,
		.write = keep,
		.ctx = &kept };
	struct mia_exposure *exposure = NULL;

	assert_int_equal(mia_exposure_new(&exposure, NULL, NULL, NULL), MIA_OK);
	/* What is not sealed must not read as "nothing is recorded". */
	assert_int_equal(report_exposure(report, exposure, NULL, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(kept.len, 0);
	fill(mia_exposure_fold(exposure));
	assert_int_equal(report_exposure(report, exposure, NULL, &options, NULL), MIA_OK);
	mia_exposure_free(exposure);
	return kept;
}

static void
messages_have_their_columns(void **state)
{
	(void)state;
	assert_kept(reported(mia_report_messages, MIA_FORMAT_CSV),
		"mailbox,internet_message_id,item_id,exposure,basis,access_count,first_access,last_access,folders,"
		"subject,size_bytes,sessions,client_ips,clients,actors,message_id_hash,record_ids,sender,received,"
		"attachment_count\n"
		"ann@contoso.example,<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>,id-1,access recorded,BIND,1,"
		"2016-07-18T00:00:00Z,2016-07-18T00:00:00Z,\\Inbox,=cmd,1024,s-1,203.0.113.7,Outlook desktop,"
		"eve@contoso.example,1de319c276884bd0c9e2f1621ada26cc,r-1,,,0\n");
	assert_kept(reported(mia_report_messages, MIA_FORMAT_NDJSON),
		"{\"mailbox\":\"ann@contoso.example\","
		"\"internet_message_id\":\"<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>\",\"item_id\":[\"id-1\"],"
		"\"exposure\":\"access recorded\",\"basis\":[\"BIND\"],\"access_count\":1,"
		"\"first_access\":\"2016-07-18T00:00:00Z\",\"last_access\":\"2016-07-18T00:00:00Z\","
		"\"folders\":[\"\\\\Inbox\"],\"subject\":\"=cmd\",\"size_bytes\":1024,\"sessions\":[\"s-1\"],"
		"\"client_ips\":[\"203.0.113.7\"],\"clients\":[\"Outlook desktop\"],\"actors\":[\"eve@contoso.example\"],"
		"\"message_id_hash\":\"1de319c276884bd0c9e2f1621ada26cc\",\"record_ids\":[\"r-1\"],"
		"\"client_ips_raw\":[\"203.0.113.7:443\"],\"sender\":null,\"received\":null,\"attachment_count\":0}\n");
}

static void
folders_have_their_columns(void **state)
{
	(void)state;
	/* A bind and a sync: the stronger level, and both bases. */
	assert_kept(reported(mia_report_folders, MIA_FORMAT_CSV),
		"mailbox,folder,folder_id,exposure,basis,sync_count,first_sync,last_sync,bind_count,first_bind,last_bind,"
		"messages_accessed,sessions,client_ips,clients,actors,folder_kql,record_ids,items,syncs_unattributed,"
		"binds_unattributed\n"
		"ann@contoso.example,\\Inbox,F1,access recorded,BIND | SYNC_FOLDER,1,2016-07-18T00:01:00Z,"
		"2016-07-18T00:01:00Z,1,2016-07-18T00:00:00Z,2016-07-18T00:00:00Z,1,s-1,203.0.113.7,Outlook desktop,"
		"eve@contoso.example,,r-1 | r-2,,0,0\n");
}

static void
sessions_have_their_columns(void **state)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept };
	struct mia_sessions *sessions = NULL;

	(void)state;
	assert_int_equal(mia_sessions_new(&sessions, NULL, NULL, NULL), MIA_OK);
	fill(mia_sessions_fold(sessions));
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_OK);
	mia_sessions_free(sessions);
	assert_kept(kept,
		"mailbox,actor,logon_type,session_id,client_ip,client,client_info,app_id,first_seen,last_seen,"
		"bind_records,sync_records,messages,folders,throttled_records,other_records,unnamed_accesses,service,"
		"unusual,mailbox_first_seen,app_name,address_kind,watch,country,network,"
		"shared,actor_info,other_app_ids,device_id,token_object_id,by_application,match,untold_records\n"
		"ann@contoso.example,eve@contoso.example,delegate,s-1,203.0.113.7,Outlook desktop,Client=MSExchangeRPC,"
		"app-1,2016-07-18T00:00:00Z,2016-07-18T00:01:00Z,1,1,1,1,0,0,3,,"
		",2016-07-18T00:00:00Z,,documentation,,,,,,,,,,yes,0\n");
}

/* Rows are chosen by level; a report that has no such column says so. */
static void
rows_are_chosen(void **state)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = options_into(&kept, MIA_FORMAT_NDJSON, 0);
	struct mia_sessions *sessions = NULL;

	(void)state;
	options.levels = 1u << MIA_LEVEL_UNATTRIBUTED;
	assert_int_equal(mia_sessions_new(&sessions, NULL, NULL, NULL), MIA_OK);
	fill(mia_sessions_fold(sessions));
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_ERR_ARGUMENT);
	options.levels = 0;
	options.matches = 1u << MIA_MATCH_CANNOT_TELL;
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_OK);
	assert_int_equal(kept.len, 0);
	options.matches |= 1u << MIA_MATCH_YES;
	assert_int_equal(mia_report_sessions(sessions, &options, NULL), MIA_OK);
	assert_true(kept.len > 0);
	free(kept.ptr);
	mia_sessions_free(sessions);
}

static size_t
characters(const char *text, const char *end)
{
	size_t count = 0;

	for (; text < end; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static void
tables_are_for_people(void **state)
{
	struct kept kept = reported(mia_report_messages, MIA_FORMAT_TABLE);

	(void)state;
	assert_non_null(strstr(kept.ptr, "access recorded"));
	assert_non_null(strstr(kept.ptr, "--columns all"));
	for (char *line = kept.ptr, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		assert_true(characters(line, end) <= 100);
	free(kept.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_have_their_columns),
		cmocka_unit_test(folders_have_their_columns),
		cmocka_unit_test(sessions_have_their_columns),
		cmocka_unit_test(rows_are_chosen),
		cmocka_unit_test(tables_are_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
