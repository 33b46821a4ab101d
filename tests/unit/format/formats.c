/* The formats for other tools: what no evidence of the other tests brings
 * about, and the boundaries. What they look like is in tests/cli/formats-*. */
#include "report_fake.h"

#include "failing.h"
#include "format/formats.h"
#include "format/safe.h"

static const struct column messages[] = {
	{ .name = "mailbox", .kind = MIA_COLUMN_TEXT },
	{ .name = "internet_message_id", .kind = MIA_COLUMN_TEXT },
	{ .name = "exposure", .kind = MIA_COLUMN_TEXT },
	{ .name = "access_count", .kind = MIA_COLUMN_COUNT },
	{ .name = "first_access", .kind = MIA_COLUMN_TIME },
	{ .name = "last_access", .kind = MIA_COLUMN_TIME },
	{ .name = "basis", .kind = MIA_COLUMN_TEXTS },
};
#define MESSAGES (sizeof(messages) / sizeof(*messages))

static const struct column folders[] = {
	{ .name = "mailbox", .kind = MIA_COLUMN_TEXT },
	{ .name = "basis", .kind = MIA_COLUMN_TEXTS },
	{ .name = "sync_count", .kind = MIA_COLUMN_COUNT },
	{ .name = "folder_kql", .kind = MIA_COLUMN_TEXT },
};
#define FOLDERS (sizeof(folders) / sizeof(*folders))

static const struct column events[] = {
	{ .name = "time", .kind = MIA_COLUMN_TIME },
	{ .name = "operation", .kind = MIA_COLUMN_TEXT },
	{ .name = "access", .kind = MIA_COLUMN_TEXT },
	{ .name = "mailbox", .kind = MIA_COLUMN_TEXT },
	{ .name = "actor", .kind = MIA_COLUMN_TEXT },
	{ .name = "subject", .kind = MIA_COLUMN_TEXT },
	{ .name = "size_bytes", .kind = MIA_COLUMN_SIZE },
	{ .name = "mark", .kind = MIA_COLUMN_TEXT },
	{ .name = "client_ip", .kind = MIA_COLUMN_TEXT },
};
#define EVENTS (sizeof(events) / sizeof(*events))

static void
message_row(union cell *row, struct mia_text mailbox, struct mia_text id)
{
	static struct mia_text basis[2] = { { "BIND", 4 }, { "SYNC_FOLDER", 11 } };

	memset(row, 0, MESSAGES * sizeof(*row));
	row[0].text = mailbox;
	row[1].text = id;
	row[2].text = TEXT("access recorded");
	row[3].count = 1;
	row[4].time = row[5].time = MIA_TIME_UNKNOWN;
	row[6].texts = (struct mia_texts){ basis, 2 };
}

static void
event_row(union cell *row, mia_time time, const char *access, struct mia_text subject)
{
	memset(row, 0, EVENTS * sizeof(*row));
	row[0].time = time;
	row[1].text = TEXT("MailItemsAccessed");
	row[2].text = text_of(access);
	row[3].text = TEXT("a|b");
	row[5].text = subject;
	row[6].size = MIA_SIZE_UNKNOWN;
}

static size_t
lines(struct kept kept)
{
	size_t count = 0;

	for (size_t i = 0; i < kept.len; i++)
		count += kept.ptr[i] == '\n';
	return count;
}

static void
a_batch_holds_twenty(void **state)
{
	union cell rows[21 * MESSAGES];

	(void)state;
	for (size_t i = 0; i < 21; i++)
		message_row(rows + i * MESSAGES, TEXT("a@b.example"), TEXT("<x@y.example>"));
	struct kept twenty =
		written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_GRAPH, 0, messages, MESSAGES, rows, 20);
	struct kept more = written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_GRAPH, 0, messages, MESSAGES, rows, 21);
	assert_int_equal(lines(twenty), 1);
	assert_int_equal(lines(more), 2);
	assert_memory_equal(more.ptr, twenty.ptr, twenty.len);
	assert_memory_equal(more.ptr + twenty.len, "{\"requests\":[{\"id\":\"1\",", 22);
	free(twenty.ptr);
	free(more.ptr);
	assert_kept(written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_GRAPH, 0, messages, MESSAGES, rows, 0), "");
}

static void
an_id_cannot_leave_its_request(void **state)
{
	union cell rows[6 * MESSAGES];

	(void)state;
	message_row(rows, TEXT("a/../b?x@y.example"), TEXT("<'&$#\"\\%\xc3\xa9>"));
	message_row(rows + MESSAGES, TEXT("f0000000-0000-4000-8000-000000000001"), TEXT("<x@y.example>"));
	message_row(rows + 2 * MESSAGES, TEXT("$a@y.example"), TEXT("<x@y.example>"));
	message_row(rows + 3 * MESSAGES, TEXT("a@y.example"), TEXT("<x y>"));
	message_row(rows + 4 * MESSAGES, TEXT("a@y.example"), TEXT("<\xff>"));
	message_row(rows + 5 * MESSAGES, TEXT("a@y.example"), TEXT_ABSENT);
	assert_kept(written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_GRAPH, 0, messages, MESSAGES, rows, 6),
		"{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users/a%2F..%2Fb%3Fx%40y.example/messages"
		"?$filter=internetMessageId%20eq%20%27%3C%27%27%26%24%23%22%5C%25%C3%A9%3E%27"
		"&$select=id,internetMessageId,subject,from,toRecipients,receivedDateTime\"}]}\n");
}

static void
an_id_is_as_long_as_a_line_may_be(void **state)
{
	char text[999];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_true(mia__id_is_plain((struct mia_text){ text, 998 }));
	assert_false(mia__id_is_plain((struct mia_text){ text, 999 }));
	assert_false(mia__id_is_plain(TEXT("")));
}

static void
a_query_is_shorter_than_10000(void **state)
{
	static const char term[] = "folderid:000000000000000000000000000000000000000000000000";
	struct mia_text sync[] = { { "SYNC_CONTEXT", 12 } };
	union cell rows[165 * FOLDERS];

	(void)state;
	memset(rows, 0, sizeof(rows));
	for (size_t i = 0; i < 165; i++) {
		rows[i * FOLDERS].text = TEXT("a@b.example");
		rows[i * FOLDERS + 2].count = 1;
		rows[i * FOLDERS + 3].text = text_of(term);
	}
	/* 163 terms are 163 * 57 + 162 * 4 = 9,939 characters, 164 are 10,000. */
	struct kept one = written_as(MIA_REPORT_FOLDERS, MIA_FORMAT_KQL, 0, folders, FOLDERS, rows, 163);
	struct kept two = written_as(MIA_REPORT_FOLDERS, MIA_FORMAT_KQL, 0, folders, FOLDERS, rows, 164);
	assert_int_equal(lines(one), 1);
	assert_int_equal(one.len, 9940);
	assert_int_equal(lines(two), 2);
	assert_int_equal(two.len, 9940 + 58);
	free(one.ptr);
	free(two.ptr);
	/* Only copied folders; one mailbox a query. */
	rows[2].count = 0;
	rows[FOLDERS + 1].texts = (struct mia_texts){ sync, 1 };
	rows[FOLDERS + 2].count = 0;
	rows[2 * FOLDERS].text = TEXT("c@b.example");
	struct kept boxes = written_as(MIA_REPORT_FOLDERS, MIA_FORMAT_KQL, 0, folders, FOLDERS, rows, 3);
	assert_int_equal(boxes.len, 2 * 58);
	free(boxes.ptr);
}

static void
a_row_without_a_time_is_not_lost(void **state)
{
	union cell row[EVENTS];

	(void)state;
	event_row(row, MIA_TIME_UNKNOWN, "sync", TEXT_ABSENT);
	assert_kept(written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_TLN, 0, events, EVENTS, row, 1),
		"0|M365|a\\x7cb||time not stated; folder copied: mailbox a\\x7cb\n");
	assert_kept(written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_BODYFILE, 0, events, EVENTS, row, 1),
		"0|time not stated; folder copied: mailbox a%7Cb|0|----------|0|0|0|1|0|0|0\n");
	assert_kept(written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_TIMESKETCH, 0, events, EVENTS, row, 1),
		"{\"message\":\"folder copied: mailbox a|b\",\"datetime\":\"1970-01-01T00:00:00.000000+00:00\",\"timestamp\":0,"
		"\"timestamp_desc\":\"Time not stated\",\"data_type\":\"libmia:timeline\",\"time_not_stated\":true,\"time\":null,"
		"\"operation\":\"MailItemsAccessed\",\"access\":\"sync\",\"mailbox\":\"a|b\",\"actor\":null,\"subject\":null,"
		"\"size_bytes\":null,\"mark\":null,\"client_ip\":null}\n");
}

static void
times_are_rounded_down(void **state)
{
	union cell row[EVENTS];

	(void)state;
	/* 100 ns before 1970, and 1.9 microseconds after a second. */
	event_row(row, -1, "bind", TEXT_ABSENT);
	assert_kept(written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_TLN, 0, events, EVENTS, row, 1),
		"-1|M365|a\\x7cb||access recorded: mailbox a\\x7cb\n");
	struct kept before =
		written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_TIMESKETCH, 0, events, EVENTS, row, 1);
	assert_non_null(
		strstr(before.ptr, "\"datetime\":\"1969-12-31T23:59:59.999999+00:00\",\"timestamp\":-1,"));
	free(before.ptr);
	event_row(row, MIA_TIME_SECOND + 19, "bind", TEXT_ABSENT);
	struct kept after = written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_TIMESKETCH, 0, events, EVENTS, row, 1);
	assert_non_null(strstr(after.ptr,
		"\"datetime\":\"1970-01-01T00:00:01.000001+00:00\",\"timestamp\":1000001,"));
	free(after.ptr);
}

static void
a_first_and_a_last_time_are_two_lines(void **state)
{
	union cell row[MESSAGES];

	(void)state;
	message_row(row, TEXT("a@b.example"), TEXT("<x@y.example>"));
	row[4].time = row[5].time = MIA_TIME_SECOND;
	struct kept one =
		written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_TIMESKETCH, 0, messages, MESSAGES, row, 1);
	assert_int_equal(lines(one), 1);
	assert_non_null(strstr(one.ptr, "First access recorded"));
	free(one.ptr);
	row[5].time = 2 * MIA_TIME_SECOND;
	struct kept two =
		written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_TIMESKETCH, 0, messages, MESSAGES, row, 1);
	assert_int_equal(lines(two), 2);
	assert_non_null(strstr(two.ptr, "\"timestamp\":2000000,\"timestamp_desc\":\"Last access recorded\""));
	free(two.ptr);
}

static void
what_is_no_address_is_no_ip(void **state)
{
	union cell row[EVENTS];

	(void)state;
	event_row(row, 0, "bind", TEXT_ABSENT);
	row[8].text = TEXT("host.example");
	struct kept kept = written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_ECS, 0, events, EVENTS, row, 1);
	assert_non_null(strstr(kept.ptr, "\"source\":{\"address\":[\"host.example\"]}"));
	free(kept.ptr);
	row[8].text = TEXT("2001:DB8::1");
	kept = written_as(MIA_REPORT_TIMELINE, MIA_FORMAT_ECS, 0, events, EVENTS, row, 1);
	assert_non_null(
		strstr(kept.ptr, "\"source\":{\"address\":[\"2001:DB8::1\"],\"ip\":[\"2001:db8::1\"]}"));
	free(kept.ptr);
}

static void
delimiters_of_a_load_file_are_told(void **state)
{
	union cell row[MESSAGES];

	(void)state;
	message_row(row, TEXT("a\n\xc3\xbe@b.example"), TEXT("<x\x14\xc2\xae>"));
	assert_kept(written_as(MIA_REPORT_MESSAGES, MIA_FORMAT_DAT, 0, messages, MESSAGES, row, 1),
		"\xef\xbb\xbf\xc3\xbe"
		"EDRMMIH\xc3\xbe\x14\xc3\xbe"
		"MESSAGEID\xc3\xbe\x14\xc3\xbe"
		"CUSTODIAN\xc3\xbe\x14\xc3\xbe"
		"MIA_LEVEL\xc3\xbe\x14\xc3\xbe"
		"MIA_BASIS\xc3\xbe\x14\xc3\xbe"
		"MIA_FIRST\xc3\xbe\x14\xc3\xbe"
		"MIA_LAST\xc3\xbe\x14\xc3\xbe"
		"MIA_ESCAPED\xc3\xbe\r\n"
		"\xc3\xbe\xc3\xbe\x14\xc3\xbe<x\\x14\\u{ae}>\xc3\xbe\x14\xc3\xbe"
		"a\xc2\xae\\u{fe}@b.example\xc3\xbe\x14\xc3\xbe"
		"access recorded\xc3\xbe\x14\xc3\xbe"
		"BIND; SYNC_FOLDER\xc3\xbe\x14\xc3\xbe\xc3\xbe\x14\xc3\xbe\xc3\xbe\x14\xc3\xbe"
		"MESSAGEID; CUSTODIAN\xc3\xbe\r\n");
}

/* Undoes \xNN (bytes), \u{...} and \\ before them; everything else is itself. */
static size_t
undo(const char *s, size_t size, char *out)
{
	size_t n = 0, i = 0;

	while (i < size) {
		size_t back = 0;
		while (i + back < size && s[i + back] == '\\')
			back++;
		const char *digit = "0123456789abcdef";
		bool escape = size - i - back >= 3 && s[i + back] == 'x' && strchr(digit, s[i + back + 1]) &&
			strchr(digit, s[i + back + 2]);
		if (back && escape) {
			for (size_t k = 0; k < back / 2; k++)
				out[n++] = '\\';
			i += back;
			if (back % 2 == 0)
				continue;
			char digits[3] = { s[i + 1], s[i + 2], 0 };
			out[n++] = (char)strtol(digits, NULL, 16);
			i += 3;
			continue;
		}
		for (size_t k = 0; k < back; k++)
			out[n++] = s[i + k];
		i += back;
		if (!back)
			out[n++] = s[i++];
	}
	return n;
}

static void
piped_text_can_be_had_back(void **state)
{
	static const char alphabet[] = "\\\\|x7c\n0\xff";
	char text[6], back[64];

	(void)state;
	for (unsigned n = 0; n < 9 * 9 * 9 * 9 * 9 * 9; n++) {
		unsigned left = n;
		for (size_t i = 0; i < sizeof(text); i++, left /= 9)
			text[i] = alphabet[left % 9];
		struct kept kept = { .ptr = NULL };
		struct sink sink;
		mia__sink_init(&sink, keep, &kept);
		mia__safe_piped(&sink, (struct mia_text){ text, sizeof(text) });
		assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
		assert_null(memchr(kept.ptr, '|', kept.len));
		assert_null(memchr(kept.ptr, '\n', kept.len));
		assert_int_equal(undo(kept.ptr, kept.len, back), sizeof(text));
		assert_memory_equal(back, text, sizeof(text));
		free(kept.ptr);
	}
}

static void
each_id_stands_once_or_memory_is_told(void **state)
{
	enum { IDS = 300 };
	static union cell rows[2 * IDS * MESSAGES];
	static char ids[IDS][16];
	size_t needed = 0;

	(void)state;
	for (size_t i = 0; i < 2 * IDS; i++) {
		int n = snprintf(ids[i % IDS], sizeof(ids[0]), "<%03zu@y>", i % IDS);
		message_row(rows + i * MESSAGES, TEXT("a@b.example"),
			(struct mia_text){ ids[i % IDS], (size_t)n });
	}
	for (size_t refuse = 0; refuse <= needed; refuse++) {
		struct failing failing = { .refuse_at = refuse };
		struct mia_allocator a = failing_allocator(&failing);
		struct fake_rows fake = { .cells = rows, .row_count = 2 * IDS, .column_count = MESSAGES };
		struct table table = {
			.kind = MIA_REPORT_MESSAGES,
			.columns = messages,
			.column_count = MESSAGES,
			.none = "none",
			.next = fake_next,
			.rewind = fake_rewind,
			.rows = &fake,
			.allocator = &a,
		};
		struct kept kept = { .ptr = NULL };
		struct mia_report_options options = { .size = sizeof(options),
			.format = MIA_FORMAT_IDS,
			.write = keep,
			.ctx = &kept };
		assert_int_equal(mia__report_write(&table, &options, NULL), refuse ? MIA_ERR_MEMORY : MIA_OK);
		if (refuse == 0) {
			needed = failing.calls;
			assert_int_equal(lines(kept), IDS);
			assert_memory_equal(kept.ptr, "<000@y>\n<001@y>\n", 16);
		}
		assert_int_equal(failing.bytes, 0);
		free(kept.ptr);
	}
	assert_true(needed > 2);
}

/* What fits is what is written; of the rest some is counted, and some is no
 * matter of the format. */
static void
a_row_fits_or_is_left_out(void **state)
{
	static const struct {
		enum mia_format format;
		const char *mailbox, *id;
		bool fits;
	} rows[] = {
		{ MIA_FORMAT_DAT, "guid", "<a b>", true },
		{ MIA_FORMAT_DAT, "a@b.example", NULL, false },
		{ MIA_FORMAT_IDS, "guid", "<a@b>", true },
		{ MIA_FORMAT_IDS, "guid", "<a b>", false },
		{ MIA_FORMAT_IDS, "guid", NULL, false },
		{ MIA_FORMAT_GRAPH, "a@b.example", "<a@b>", true },
		{ MIA_FORMAT_GRAPH, "a@b.example", "<a b>", false },
		{ MIA_FORMAT_GRAPH, "guid", "<a@b>", false },
		{ MIA_FORMAT_GRAPH, "$a@b.example", "<a@b>", false },
	};
	struct mia_text sync[] = { { "SYNC_FOLDER", 11 } };
	struct table table = { .columns = messages, .column_count = MESSAGES };
	union cell row[MESSAGES];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		message_row(row, text_of(rows[i].mailbox), text_of(rows[i].id));
		assert_int_equal(mia__format_of(rows[i].format)->fits(&table, row), rows[i].fits);
	}
	/* A copied folder without a term is missing; one that only binds name is not. */
	table = (struct table){ .columns = folders, .column_count = FOLDERS };
	memset(row, 0, sizeof(row));
	assert_true(mia__format_of(MIA_FORMAT_KQL)->fits(&table, row));
	row[1].texts = (struct mia_texts){ sync, 1 };
	assert_false(mia__format_of(MIA_FORMAT_KQL)->fits(&table, row));
	row[3].text = TEXT("folderid:0");
	assert_true(mia__format_of(MIA_FORMAT_KQL)->fits(&table, row));
	assert_null(mia__format_of(MIA_FORMAT_CSV)->fits);
}

static void
each_report_has_its_formats(void **state)
{
	union cell row[EVENTS];
	struct fake_rows fake = { .cells = row, .row_count = 1, .column_count = EVENTS };
	struct table table = {
		.kind = MIA_REPORT_TIMELINE,
		.columns = events,
		.column_count = EVENTS,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &fake,
	};
	struct kept kept = { .ptr = NULL };
	struct mia_error err;

	(void)state;
	event_row(row, 0, "bind", TEXT_ABSENT);
	for (enum mia_format format = MIA_FORMAT_TABLE; format <= MIA_FORMAT_KQL; format++) {
		struct mia_report_options options = { .size = sizeof(options),
			.format = format,
			.write = keep,
			.ctx = &kept };
		enum mia_status wanted =
			mia_format_suits(format, MIA_REPORT_TIMELINE) ? MIA_OK : MIA_ERR_ARGUMENT;
		assert_int_not_equal(mia_format_name(format)[0], 0);
		assert_int_equal(mia__report_write(&table, &options, &err), wanted);
	}
	assert_string_equal(mia_format_name(MIA_FORMAT_COUNT), "");
	assert_int_equal(MIA_FORMAT_COUNT, MIA_FORMAT_KQL + 1);
	assert_false(mia_format_suits((enum mia_format)(MIA_FORMAT_KQL + 1), MIA_REPORT_MESSAGES));
	assert_false(mia_format_suits(MIA_FORMAT_IDS, MIA_REPORT_OTHER));
	assert_true(mia_format_suits(MIA_FORMAT_JSON, MIA_REPORT_OTHER));
	assert_false(mia_format_suits(MIA_FORMAT_TLN, MIA_REPORT_SUBJECTS));
	assert_false(mia_format_suits(MIA_FORMAT_CSV, MIA_REPORT_COUNT));
	/* A table is what it says it is, whatever its columns are called. */
	table.kind = MIA_REPORT_OTHER;
	struct mia_report_options tln = { .size = sizeof(tln),
		.format = MIA_FORMAT_TLN,
		.write = keep,
		.ctx = &kept };
	assert_int_equal(mia__report_write(&table, &tln, &err), MIA_ERR_ARGUMENT);
	table.kind = MIA_REPORT_TIMELINE;
	/* The sink's refusal is the answer, in every format. */
	for (enum mia_format format = MIA_FORMAT_TIMESKETCH; format <= MIA_FORMAT_BODYFILE; format++) {
		struct kept full = { .refuse_after = 1 };
		struct mia_report_options options = { .size = sizeof(options),
			.format = format,
			.write = keep,
			.ctx = &full };
		assert_int_equal(mia__report_write(&table, &options, &err), MIA_ERR_SINK);
	}
	free(kept.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_holds_twenty),
		cmocka_unit_test(an_id_cannot_leave_its_request),
		cmocka_unit_test(an_id_is_as_long_as_a_line_may_be),
		cmocka_unit_test(a_query_is_shorter_than_10000),
		cmocka_unit_test(a_row_without_a_time_is_not_lost),
		cmocka_unit_test(times_are_rounded_down),
		cmocka_unit_test(a_first_and_a_last_time_are_two_lines),
		cmocka_unit_test(what_is_no_address_is_no_ip),
		cmocka_unit_test(delimiters_of_a_load_file_are_told),
		cmocka_unit_test(piped_text_can_be_had_back),
		cmocka_unit_test(each_id_stands_once_or_memory_is_told),
		cmocka_unit_test(a_row_fits_or_is_left_out),
		cmocka_unit_test(each_report_has_its_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
