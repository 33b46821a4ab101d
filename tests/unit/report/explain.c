/* The timeline and the evidence are played here, so that rows can be what no
 * timeline of today would make. */
#include "report_fake.h"

#define MAX_ROWS 4

struct mia_timeline {
	struct mia_timeline_row rows[MAX_ROWS];
	size_t count;
	bool unsealed;
};

size_t
mia_timeline_count(const struct mia_timeline *timeline)
{
	return timeline->unsealed ? 0 : timeline->count;
}

enum mia_status
mia_timeline_row(const struct mia_timeline *timeline, size_t i, struct mia_timeline_row *ret)
{
	if (timeline->unsealed)
		return MIA_ERR_STATE;
	if (i >= timeline->count)
		return MIA_ERR_ARGUMENT;
	*ret = timeline->rows[i];
	return MIA_OK;
}

struct mia_evidence {
	struct mia_source sources[2];
};

size_t
mia_evidence_count(const struct mia_evidence *evidence)
{
	return sizeof(evidence->sources) / sizeof(*evidence->sources);
}

const struct mia_source *
mia_evidence_source(const struct mia_evidence *evidence, size_t i)
{
	return i < mia_evidence_count(evidence) ? &evidence->sources[i] : NULL;
}

static struct mia_timeline_row
bind_row(void)
{
	return (struct mia_timeline_row){
		.time = 90 * MIA_TIME_SECOND,
		.until = MIA_TIME_UNKNOWN,
		.access = MIA_ACCESS_BIND,
		.match = MIA_MATCH_YES,
		.throttled = MIA_NO,
		.record = 17,
		.line = 18,
		.offset = 4000,
		.length = 250,
		.size_bytes = 1024,
		.operation = BYTES("MailItemsAccessed"),
		.mailbox = BYTES("alice@contoso.example"),
		.client_ip = BYTES("203.0.113.7"),
		.client_ip_raw = BYTES("203.0.113.7:443"),
		.folder = BYTES("\\Inbox"),
		.internet_message_id = BYTES("<m1@example>"),
		.record_id = BYTES("id-1"),
		.source = BYTES("it's.csv"),
	};
}

static struct kept
explained(const struct mia_timeline *timeline, enum mia_format format)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = format,
		.write = keep,
		.ctx = &kept };

	assert_int_equal(mia_report_explain(timeline, NULL, &options, NULL), MIA_OK);
	return kept;
}

static void
a_bind_is_told_in_words(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };

	(void)state;
	assert_kept(explained(&timeline, MIA_FORMAT_TABLE),
		"Record 1: id-1\n"
		"  time        1970-01-01T00:01:30Z (within about two minutes: the log gathers accesses)\n"
		"  operation   MailItemsAccessed\n"
		"  mailbox     alice@contoso.example\n"
		"  actor       (not stated)\n"
		"  logon       (not stated)\n"
		"  address     203.0.113.7 (as written: 203.0.113.7:443)\n"
		"  session     (not stated)\n"
		"  client      (not stated)\n"
		"  app         (not stated)\n"
		"  throttled   no\n"
		"  access      BIND: this item was handed to a client; the log does not show whether it was read\n"
		"  folder      \\Inbox\n"
		"  message id  <m1@example>\n"
		"  size        1024\n"
		"  source      it's.csv\n"
		"  sha-256     (not known: the file was not read to its end, or is not at hand)\n"
		"  place       record 17, line 18, byte 4000, length 250\n"
		"  its bytes   mia show 'it'\\''s.csv#17' 'it'\\''s.csv'\n");
}

static void
rows_of_one_record_make_one_block(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row(), bind_row(), bind_row() }, .count = 3 };
	struct kept kept;

	(void)state;
	timeline.rows[1].folder = BYTES("\\Sent Items");
	timeline.rows[2].record = 18;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_non_null(strstr(kept.ptr, "Record 2: id-1\n"));
	assert_null(strstr(kept.ptr, "Record 3"));
	assert_non_null(strstr(kept.ptr, "\\Sent Items\n"));
	free(kept.ptr);
}

static void
each_record_has_the_hash_of_its_file(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row(), bind_row(), bind_row() }, .count = 3 };
	struct mia_evidence evidence = {
		.sources = { { .name = "a.csv", .sha256 = "aaaa" },
			{ .name = "it's.csv", .sha256 = "1111" } },
	};
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_TABLE,
		.write = keep,
		.ctx = &kept };
	const char *at;

	(void)state;
	timeline.rows[1].source = BYTES("a.csv");
	timeline.rows[2].source = BYTES("elsewhere.csv");
	assert_int_equal(mia_report_explain(&timeline, &evidence, &options, NULL), MIA_OK);
	at = strstr(kept.ptr, "  sha-256     1111\n");
	assert_non_null(at);
	at = strstr(at, "  sha-256     aaaa\n");
	assert_non_null(at);
	assert_non_null(strstr(at, "  sha-256     (not known"));
	free(kept.ptr);
}

static void
words_never_say_more_than_the_record(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };
	struct mia_timeline_row *row = timeline.rows;
	struct kept kept;

	(void)state;
	row->access = MIA_ACCESS_SYNC;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_non_null(
		strstr(kept.ptr, "SYNC: this folder was copied to a client; the log names no items\n"));
	free(kept.ptr);
	row->flags = MIA_FLAG_ITEMS_UNDER_SYNC;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_null(strstr(kept.ptr, "names no items"));
	assert_non_null(strstr(kept.ptr, "  flag        ITEMS_UNDER_SYNC: "));
	free(kept.ptr);
	row->flags = MIA_FLAG_FAILED;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_null(strstr(kept.ptr, "was copied"));
	free(kept.ptr);
	row->access = MIA_ACCESS_BIND;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_null(strstr(kept.ptr, "was handed"));
	free(kept.ptr);
	row->access = MIA_ACCESS_UNSTATED;
	row->match = MIA_MATCH_CANNOT_TELL;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_non_null(strstr(kept.ptr, "  access      UNSTATED: "));
	assert_non_null(strstr(kept.ptr, "  scope       cannot tell"));
	free(kept.ptr);
	/* The log holds what was moved; whether it was opened too, it does not say. */
	row->access = MIA_ACCESS_NONE;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	assert_non_null(strstr(kept.ptr, "  access      (not an access record: "));
	assert_null(strstr(kept.ptr, "no access"));
	free(kept.ptr);
}

static void
every_flag_has_words(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };
	struct kept kept;
	unsigned told = 0;

	(void)state;
	timeline.rows[0].flags = (UINT64_C(1) << MIA_FLAG_COUNT) - 1;
	kept = explained(&timeline, MIA_FORMAT_TABLE);
	for (const char *at = kept.ptr; (at = strstr(at, "  flag        ")) != NULL; told++) {
		const char *colon = strstr(at, ": ");
		assert_non_null(colon);
		assert_true(colon < strchr(at, '\n'));
		at = colon;
	}
	assert_int_equal(told, MIA_FLAG_COUNT);
	free(kept.ptr);
}

static void
hostile_text_stays_on_its_line(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };
	struct mia_timeline_row *row = timeline.rows;
	struct kept plain = explained(&timeline, MIA_FORMAT_TABLE), hostile;
	struct mia_text text = BYTES("x\n\x1b[2J\r\xe2\x80\xae\xc2\x9b\xff'; reboot #");
	size_t lines[2] = { 0, 0 };

	(void)state;
	row->subject = row->mailbox = row->source = row->record_id = row->client_info = text;
	hostile = explained(&timeline, MIA_FORMAT_TABLE);
	for (size_t i = 0; i < plain.len; i++)
		lines[0] += plain.ptr[i] == '\n';
	for (size_t i = 0; i < hostile.len; i++) {
		unsigned char c = (unsigned char)hostile.ptr[i];
		lines[1] += c == '\n';
		assert_true(c == '\n' || (c >= 0x20 && c < 0x7f));
	}
	/* One more line: the subject. */
	assert_int_equal(lines[1], lines[0] + 1);
	assert_non_null(strstr(hostile.ptr,
		"mia show $'x\\x0a\\x1b[2J\\x0d\\xe2\\x80\\xae\\xc2\\x9b\\xff\\x27; reboot ##17' "));
	free(plain.ptr);
	free(hostile.ptr);
}

static void
columns_are_fixed(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };

	(void)state;
	timeline.rows[0].flags = MIA_FLAG_NO_ID | MIA_FLAG_UNNAMED;
	assert_kept(explained(&timeline, MIA_FORMAT_CSV),
		"time,operation,access,match,mailbox,actor,logon_type,client_ip,client_ip_raw,session_id,client,"
		"client_info,app_id,folder,folder_id,internet_message_id,item_id,subject,size_bytes,throttled,flags,"
		"record_id,source,source_sha256,record,line,offset,length\n"
		"1970-01-01T00:01:30Z,MailItemsAccessed,bind,yes,alice@contoso.example,,,203.0.113.7,203.0.113.7:443,,,"
		",,\\Inbox,,<m1@example>,,,1024,no,NO_ID | UNNAMED,id-1,it's.csv,,17,18,4000,250\n");
}

static void
the_timeline_has_its_columns(void **state)
{
	struct mia_timeline timeline = { .rows = { bind_row() }, .count = 1 };
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept };

	(void)state;
	assert_int_equal(mia_report_timeline(&timeline, &options, NULL), MIA_OK);
	assert_kept(kept,
		"time,operation,access,mailbox,actor,logon_type,client_ip,session_id,client,app_id,folder,"
		"internet_message_id,item_id,subject,size_bytes,throttled,mark,flags,record_id,source,record,offset,"
		"rule,conditions,target,grantee,act_app_id,act_app_name,permissions,object,detail,until,"
		"until_record_id,what,match\n"
		"1970-01-01T00:01:30Z,MailItemsAccessed,bind,alice@contoso.example,,,203.0.113.7,,,,\\Inbox,"
		"<m1@example>,,,1024,no,,,id-1,it's.csv,17,4000,,,,,,,,,,,,,yes\n");
}

static void
nothing_and_not_ready_are_two_things(void **state)
{
	struct mia_timeline timeline = { .count = 0 };
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_TABLE,
		.write = keep,
		.ctx = &kept };

	(void)state;
	assert_kept(explained(&timeline, MIA_FORMAT_TABLE), "no record in scope names it\n");
	assert_kept(explained(&timeline, MIA_FORMAT_JSON), "[]\n");
	timeline.unsealed = true;
	for (int format = MIA_FORMAT_TABLE; format <= MIA_FORMAT_NDJSON; format++) {
		options.format = (enum mia_format)format;
		assert_int_equal(mia_report_explain(&timeline, NULL, &options, NULL), MIA_ERR_STATE);
		assert_int_equal(mia_report_timeline(&timeline, &options, NULL), MIA_ERR_STATE);
	}
	assert_int_equal(mia_report_explain(NULL, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(kept.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bind_is_told_in_words),
		cmocka_unit_test(rows_of_one_record_make_one_block),
		cmocka_unit_test(each_record_has_the_hash_of_its_file),
		cmocka_unit_test(words_never_say_more_than_the_record),
		cmocka_unit_test(every_flag_has_words),
		cmocka_unit_test(hostile_text_stays_on_its_line),
		cmocka_unit_test(columns_are_fixed),
		cmocka_unit_test(the_timeline_has_its_columns),
		cmocka_unit_test(nothing_and_not_ready_are_two_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
