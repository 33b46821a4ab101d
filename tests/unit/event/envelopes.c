/* Where the record stands in what log platforms and exports wrap around it,
 * and what happens when the two disagree. */
#include "decoded.h"

#define RECORD "{" ACCESSED "," BIND ",\"OperationCount\":0}"
/* The same as the value of a string. */
#define QUOTED \
	"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Id\\\":\\\"c0000000-0000-4000-8000-000000000001\\\",\\\"UserId\\\":\\\"carla@example.org\\\",\\\"MailboxGuid\\\":\\\"b0000000-0000-4000-8000-000000000001\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"OperationProperties\\\":[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}],\\\"OperationCount\\\":0}"
/* And as a CSV cell. */
#define CELL \
	"\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"c0000000-0000-4000-8000-000000000001\"\",\"\"UserId\"\":\"\"carla@example.org\"\",\"\"MailboxGuid\"\":\"\"b0000000-0000-4000-8000-000000000001\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"OperationProperties\"\":[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"}],\"\"OperationCount\"\":0}\""

static void
one_record_in_every_envelope(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"[" RECORD "]",
		"{\"value\":[{\"auditData\":" RECORD "}]}",
		"\"" QUOTED "\"",
		"[\"" QUOTED "\"]",
		"{\"RecordType\":50,\"AuditData\":\"" QUOTED "\"}",
		"{\"AuditData\":" RECORD
		",\"Identity\":\"c0000000-0000-4000-8000-000000000001\",\"UserIds\":\"someone\"}",
		/* Graph: userId is the UserKey, and createdDateTime may lag */
		"{\"id\":\"c0000000-0000-4000-8000-000000000001\",\"createdDateTime\":\"2026-03-17T09:20:00Z\",\"operation\":\"MailItemsAccessed\",\"userId\":\"100320000000B001\",\"userPrincipalName\":\"Not Available\",\"clientIp\":null,\"auditData\":" RECORD
		"}",
		"{\"auditData\":\"" QUOTED "\"}",
		/* Defender */
		"{\"ActionType\":\"MailItemsAccessed\",\"Timestamp\":\"2026-03-17T09:30:00Z\",\"IPAddress\":\"192.0.2.1\",\"RawEventData\":" RECORD
		"}",
		"{\"time\":\"2026-03-17T09:30:00Z\",\"properties\":{\"ActionType\":\"x\",\"RawEventData\":\"" QUOTED
		"\"}}",
		/* Elastic: the original before the re-typed copy, which has parallel lists */
		"{\"@timestamp\":\"2026-03-17T09:16:20Z\",\"event\":{\"action\":\"MailItemsAccessed\",\"original\":\"" QUOTED
		"\"},\"o365\":{\"audit\":{\"Operation\":\"MailItemsAccessed\",\"UserId\":\"copy@example.org\",\"OperationProperties\":{\"Name\":[\"MailAccessType\"],\"Value\":[\"Sync\"]}}}}",
		"{\"o365\":{\"audit\":" RECORD "},\"event\":{\"id\":\"x\",\"original\":\"" QUOTED "\"}}",
		"{\"o365\":{\"audit\":" RECORD "}}",
		"{\"_source\":{\"message\":\"" QUOTED "\"}}",
		"Mar 17 09:16:21 host o365: " RECORD,
		"CreationDate,UserIds,Operations,AuditData\n3/17/2026 9:16:20 AM,carla@example.org,MailItemsAccessed," CELL
		"\n",
		"AuditData;Operation\n" CELL ";MailItemsAccessed\n",
		/* Advanced hunting and Splunk, saved as CSV */
		"Timestamp,ActionType,IPAddress,RawEventData\n2026-03-17T09:30:00Z,MailItemsAccessed,192.0.2.1," CELL
		"\n",
		"_raw,_time,Operation\n" CELL ",1,MailItemsAccessed\n",
	};
	struct decoded want = read_event(RECORD);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct decoded d = read_event(texts[i]);
		if (memcmp(d.event->key, want.event->key, sizeof(want.event->key)) != 0 ||
			d.event->access != MIA_ACCESS_BIND || d.event->flags)
			print_message("# %s\n", texts[i]);
		assert_memory_equal(d.event->key, want.event->key, sizeof(want.event->key));
		assert_int_equal(d.event->access, MIA_ACCESS_BIND);
		assert_text(d.event->actor, "carla@example.org");
		assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
		assert_int_equal(d.event->flags, 0);
		next(&d);
		assert_int_equal(d.status, MIA_END);
		done(&d);
	}
	done(&want);
}

/* Without a record inside, the envelope is what there is. */
static void
an_envelope_alone_is_used(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{\"id\":\"g1\",\"createdDateTime\":\"2026-03-17T09:20:00Z\",\"operation\":\"Send\",\"userId\":\"100320000000B001\",\"userPrincipalName\":\"carla@example.org\",\"service\":\"Exchange\",\"message\":\"no JSON\"}");
	assert_text(d.event->operation, "Send");
	assert_text(d.event->actor, "carla@example.org");
	assert_text(d.event->id, "g1");
	assert_text(d.event->workload, "Exchange");
	done(&d);
	assert_rejected("{\"AuditData\":\"{\\\"Operation\\\":\"}", MIA_REASON_BAD_JSON);
}

/* Sentinel: other names, enumerations by name, structure in strings. */
static void
flat_platform_columns(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{\"RecordType\":\"50\",\"TimeGenerated\":\"2026-03-17T09:16:20Z\",\"Operation\":\"MailItemsAccessed\",\"OfficeWorkload\":\"Exchange\",\"UserId\":\"carla@example.org\",\"Logon_Type\":\"Owner\",\"Client_IPAddress\":\"203.0.113.7\",\"OfficeId\":\"c1\",\"OperationProperties\":\"[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}]\"}");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->bind->operation_count, -1);
	assert_int_equal(d.event->logon, MIA_LOGON_OWNER);
	assert_text(d.event->client_ip, "203.0.113.7");
	assert_text(d.event->id, "c1");
	assert_text(d.event->record_type, "50");
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	done(&d);
	d = read_event(
		"\"TimeGenerated [UTC]\",OfficeWorkload,Operation,UserId,OfficeId\n\"3/17/2026, 9:16:20.000 AM\",Exchange,Send,carla@example.org,c1\n");
	assert_text(d.event->operation, "Send");
	assert_text(d.event->id, "c1");
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

/* Search-MailboxAuditLog: Identity names a log entry and is no record id. */
static void
mailbox_log_rows(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"Operation,OperationResult,LogonType,FolderPathName,ItemInternetMessageId,ItemSubject,LastAccessed,Identity,MailboxGuid,OperationProperties,AuditOperationsCountInAggregatedRecord,AggregatedRecordFoldersData\n"
		"MailItemsAccessed,Succeeded,Delegate,,,,3/17/2026 9:16:20 AM,RgAAlog1,b0000000-0000-4000-8000-000000000001,MailAccessType:Bind IsThrottled:False,2,\"[{\"\"path\"\":\"\"\\\\Inbox\"\",\"\"FolderItems\"\":[{\"\"internetmessageid\"\":\"\"<m@example.org>\"\"}]}]\"\n"
		"SoftDelete,Succeeded,Owner,\\Inbox,<m@example.org>,s,3/17/2026 9:20:00 AM,RgAAlog2,b0000000-0000-4000-8000-000000000001,,,\n");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->flags & ~MIA_FLAG_TIME_ZONE_UNKNOWN, MIA_FLAG_NO_ID | MIA_FLAG_UNNAMED);
	assert_int_equal(d.event->bind->unnamed, 1);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	assert_text(d.event->folders[0].path, "\\Inbox");
	assert_int_equal(d.event->logon, MIA_LOGON_DELEGATE);
	next(&d);
	assert_int_equal(d.status, MIA_OK);
	assert_text(d.event->operation, "SoftDelete");
	assert_int_equal(d.event->item_count, 1);
	assert_text(d.event->items[0].subject, "s");
	assert_text(d.event->folders[d.event->items[0].folder].path, "\\Inbox");
	done(&d);
}

/* Run-MailboxAuditLogSearcher has no address and no id: a display name, and a subject. */
static void
rows_of_the_script_of_exchange_server(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"MailboxResolvedOwnerName,LogonUserDisplayName,Subject,OperationResult,CrossMailboxOp,Operation,LogonType,FolderPathName,ClientIPAddress,LastAccessed\n"
		"Carla Diaz,Records Admin,Q3 figures,Succeeded,,MessageBind,Admin,\\Inbox,198.51.100.40,3/17/2026 9:50:00 AM\n"
		",Records Admin,,Succeeded,,FolderBind,Admin,\\Inbox,198.51.100.40,3/17/2026 9:50:00 AM\n");
	assert_text(d.event->mailbox_owner, "Carla Diaz");
	assert_null(d.event->mailbox_guid.ptr);
	assert_null(d.event->actor.ptr);
	assert_text(d.event->operation, "MessageBind");
	assert_int_equal(d.event->logon, MIA_LOGON_ADMIN);
	assert_int_equal(d.event->item_count, 1);
	assert_text(d.event->items[0].subject, "Q3 figures");
	assert_text(d.event->folders[0].path, "\\Inbox");
	next(&d);
	assert_int_equal(d.event->mailbox_owner.len, 0);
	assert_int_equal(d.event->item_count, 0);
	done(&d);
	/* A name or a GUID of the mailbox comes first. */
	d = read_event(
		"MailboxResolvedOwnerName,MailboxGuid,Operation,OperationResult,LastAccessed\n"
		"Carla Diaz,b0000000-0000-4000-8000-000000000001,FolderBind,Succeeded,3/17/2026 9:50:00 AM\n");
	assert_null(d.event->mailbox_owner.ptr);
	done(&d);
}

static uint64_t
row_flags(const char *row)
{
	char text[2048];
	snprintf(text, sizeof(text), "RecordId,CreationDate,Operation,UserId,AuditData\n%s," CELL "\n", row);
	struct decoded d = read_event(text);
	uint64_t flags = d.event->flags;
	/* Whatever the columns say, the record counts. */
	assert_text(d.event->actor, "carla@example.org");
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_text(d.event->id, "c0000000-0000-4000-8000-000000000001");
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	done(&d);
	return flags;
}

#define ID "c0000000-0000-4000-8000-000000000001"

static void
columns_that_disagree_are_flagged(void **state)
{
	(void)state;
	assert_int_equal(row_flags(ID ",3/17/2026 9:16:20 AM,MailItemsAccessed,carla@example.org"), 0);
	assert_int_equal(row_flags(ID ",17.03.2026 09:16:20,mailitemsaccessed,CARLA@example.org"), 0);
	assert_int_equal(row_flags(ID ",2026-03-17T09:16:20.0000000Z ,,"), 0);
	assert_int_equal(row_flags("C0000000-0000-4000-8000-000000000001,,,"), 0);
	assert_int_equal(row_flags(ID ",3/18/2026 9:16:20 AM,,"), MIA_FLAG_ENVELOPE_DIFFERS);
	assert_int_equal(row_flags(ID ",,Send,"), MIA_FLAG_ENVELOPE_DIFFERS);
	assert_int_equal(row_flags(ID ",,,dan@example.org"), MIA_FLAG_ENVELOPE_DIFFERS);
	assert_int_equal(row_flags("c0000000-0000-4000-8000-000000000002,,,"), MIA_FLAG_ENVELOPE_DIFFERS);
	/* A date that cannot be read contradicts nothing. */
	assert_int_equal(row_flags(ID ",yesterday,,"), 0);
}

/* The date column is in the exporting machine's culture: 3/12 is 3 December
 * as well as 12 March (a real export shows the former). */
static void
either_reading_of_a_date_agrees(void **state)
{
	(void)state;
	static const struct {
		const char *date;
		int differs;
	} dates[] = {
		{ "3/12/2025 7:31:34 AM", 0 },
		{ "12/3/2025 7:31:34 AM", 0 },
		{ "03.12.2025 07:31:34", 0 },
		{ "4/12/2025 7:31:34 AM", 1 },
		{ "12.03.2025 07:31:34", 1 },
		{ "3/12/2025 7:31:35 AM", 1 },
	};
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		char text[512];
		snprintf(text, sizeof(text),
			"CreationDate,AuditData\n%s,\"{\"\"CreationTime\"\":\"\"2025-12-03T07:31:34\"\",\"\"Operation\"\":\"\"Send\"\",\"\"Id\"\":\"\"x\"\"}\"\n",
			dates[i].date);
		struct decoded d = read_event(text);
		if (!!(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS) != dates[i].differs)
			print_message("# %s\n", dates[i].date);
		assert_int_equal(d.event->flags, dates[i].differs ? MIA_FLAG_ENVELOPE_DIFFERS : 0);
		assert_int_equal(d.event->time, time_of("2025-12-03T07:31:34Z"));
		done(&d);
	}
}

/* Two keys that contradict: torn.c. */
static void
a_key_twice_is_told(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{" COMMON ",\"Operation\":\"Send\",\"UserId\":\"boris@example.org\"}",
		"{" COMMON ",\"Operation\":\"Send\",\"User\\u0049d\":\"boris@example.org\"}",
		"{" COMMON
		",\"Operation\":\"Send\",\"UserId\":\"b@example.org\",\"UserId\":\"boris@example.org\"}",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct decoded d = read_event(texts[i]);
		assert_int_equal(d.event->actor.len, 0);
		assert_int_equal(d.event->flags, MIA_FLAG_DUP_KEY);
		done(&d);
	}
	struct decoded d;
	/* Names that differ in case are two names; the schema's own counts. */
	d = read_event("{" COMMON ",\"operation\":\"other\",\"Operation\":\"Send\"}");
	assert_text(d.event->operation, "Send");
	assert_int_equal(d.event->flags, 0);
	done(&d);
	/* A key that we do not need may stand there as often as it likes. */
	d = read_event("{" COMMON ",\"Operation\":\"Send\",\"Version\":1,\"Version\":2}");
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

#define SEND(subject) \
	"{" COMMON \
	",\"Operation\":\"Send\",\"Item\":{\"InternetMessageId\":\"<m@example.org>\",\"Subject\":\"" subject \
	"\"}}"

static void
lone_surrogates_become_readable(void **state)
{
	(void)state;
	struct decoded d = read_event(SEND("Offer \\ud83d!"));
	assert_text(d.event->items[0].subject,
		"Offer \xef\xbf\xbd"
		"d83d!");
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_SURROGATE);
	done(&d);
	d = read_event(SEND("\\uDE00\\ud83d\\u0041"));
	assert_text(d.event->items[0].subject,
		"\xef\xbf\xbd"
		"DE00\xef\xbf\xbd"
		"d83dA");
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_SURROGATE);
	done(&d);
	/* A pair is a character; a backslash in front makes it text. */
	d = read_event(SEND("\\ud83d\\ude00 \\\\ud83d"));
	assert_text(d.event->items[0].subject, "\xf0\x9f\x98\x80 \\ud83d");
	assert_int_equal(d.event->flags, 0);
	done(&d);
	/* The first and the last pair, and what stands next to the surrogates. */
	d = read_event(SEND("\\ud800\\udc00\\udbff\\udfff\\ud7ff\\ue000"));
	assert_text(d.event->items[0].subject, "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80");
	assert_int_equal(d.event->flags, 0);
	done(&d);
	d = read_event(SEND("\\udc00 \\udfff \\ud800"));
	assert_text(d.event->items[0].subject,
		"\xef\xbf\xbd"
		"dc00 \xef\xbf\xbd"
		"dfff \xef\xbf\xbd"
		"d800");
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_SURROGATE);
	done(&d);
}

static void
bytes_that_are_no_utf8_become_readable(void **state)
{
	(void)state;
	struct decoded d = read_event(SEND("M\xfcller \xc0\xaf \xc3\xbc"));
	assert_text(d.event->items[0].subject,
		"M\xef\xbf\xbd"
		"FCller \xef\xbf\xbd"
		"C0\xef\xbf\xbd"
		"AF \xc3\xbc");
	assert_int_equal(d.event->flags, MIA_FLAG_BAD_UTF8);
	done(&d);
}

static void
what_cannot_be_decoded_is_rejected(void **state)
{
	(void)state;
	assert_rejected("{\"a\":1}", MIA_REASON_NOT_A_RECORD);
	assert_rejected("{\"Operation\":\"\"}", MIA_REASON_NOT_A_RECORD);
	assert_rejected("{\"Operation\":\" \"}", MIA_REASON_NOT_A_RECORD);
	assert_rejected("{\"Operation\":{\"x\":1}}", MIA_REASON_NOT_A_RECORD);
	assert_rejected("{\"Operation\":\"Send\",}", MIA_REASON_BAD_JSON);
	assert_rejected("{'Operation':'Send'}", MIA_REASON_BAD_JSON);
	assert_rejected("{\"Operation\":\"\\x\"}", MIA_REASON_BAD_JSON);
	assert_rejected("{\"Operation\":Send}", MIA_REASON_BAD_JSON);
	assert_rejected("{\"Operation\":\"Send\" \"x\":1}", MIA_REASON_BAD_JSON);
	assert_rejected("AuditData,x\n,y\n", MIA_REASON_NO_AUDITDATA);
	assert_rejected("AuditData,x\n{},y,z\n", MIA_REASON_TOO_MANY_COLUMNS);
	assert_rejected("AuditData,x\n{}\n", MIA_REASON_TOO_FEW_COLUMNS);
	assert_rejected("AuditData,x\n\"{\"\"Operation\"\":\",y\n", MIA_REASON_BAD_JSON);
	struct decoded d = read_bytes("{\"Operation\":\"Se\0nd\"}", 21);
	assert_int_equal(d.status, MIA_REJECTED);
	assert_int_equal(d.reject->reason, MIA_REASON_NUL_BYTE);
	done(&d);
	/* Where no end is found before decoding, too: as the reject is named when it is read again. */
	d = read_bytes("{\"a\":\"b\n\0\"x\":\"y\"\n\n", 18);
	assert_int_equal(d.status, MIA_REJECTED);
	assert_int_equal(d.reject->reason, MIA_REASON_NUL_BYTE);
	done(&d);
	/* The escape is a character like any other. */
	d = read_event("{" COMMON ",\"Operation\":\"Se\\u0000nd\"}");
	assert_text(d.event->operation, "Se\0nd");
	done(&d);
}

static void
nesting_has_a_limit(void **state)
{
	(void)state;
	char text[400];
	for (int depth = 63; depth <= 65; depth++) {
		size_t len = (size_t)snprintf(text, sizeof(text), "{\"Operation\":\"Send\",\"x\":");
		for (int i = 1; i < depth; i++)
			text[len++] = '[';
		for (int i = 1; i < depth; i++)
			text[len++] = ']';
		text[len++] = '}';
		struct decoded d = read_bytes(text, len);
		assert_int_equal(d.status, depth <= 64 ? MIA_OK : MIA_REJECTED);
		if (d.status == MIA_REJECTED)
			assert_int_equal(d.reject->reason, MIA_REASON_TOO_DEEP);
		done(&d);
	}
}

/* A reject of a row carries its header, so that the row can be read again. */
static void
a_rejected_row_brings_its_header(void **state)
{
	(void)state;
	struct decoded d = read_bytes("AuditData,x\n,y\n", 15);
	assert_int_equal(d.status, MIA_REJECTED);
	assert_text(d.reject->header, "AuditData,x");
	assert_text(d.reject->raw, ",y");
	assert_int_equal(d.reject->place.line, 2);
	assert_int_equal(d.reject->place.offset, 12);
	assert_int_equal(d.reject->place.length, 2);
	assert_true(d.reject->last);
	done(&d);
}

/* One bad byte in each place of a row: in front of the record, in it, where the fast path takes
 * it or not, and behind it. */
static void
bad_bytes_are_seen_wherever_they_stand(void **state)
{
	static const char row[] =
		"CreationDate,UserIds,Operations,AuditData,More\n"
		"2026-03-17T09:16:20Z,?,Send,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"i\"\","
		"\"\"Operation\"\":\"\"Send\"\",\"\"?\"\":\"\"?\"\",\"\"Workload\"\":\"\"?\"\"}\",?\n";
	size_t places = 0;

	(void)state;
	for (size_t at = 0; at < sizeof(row) - 1; at++) {
		char text[sizeof(row)];
		for (size_t i = 0; i < sizeof(row); i++)
			text[i] = row[i] == '?' ? 'x' : row[i];
		if (row[at] != '?')
			continue;
		places++;
		text[at] = '\xe9';
		struct decoded d = read_bytes(text, sizeof(text) - 1);
		assert_int_equal(d.status, MIA_OK);
		assert_text(d.event->operation, "Send");
		assert_int_equal(d.event->flags, MIA_FLAG_BAD_UTF8);
		done(&d);
	}
	assert_int_equal(places, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_record_in_every_envelope),
		cmocka_unit_test(an_envelope_alone_is_used),
		cmocka_unit_test(flat_platform_columns),
		cmocka_unit_test(mailbox_log_rows),
		cmocka_unit_test(rows_of_the_script_of_exchange_server),
		cmocka_unit_test(columns_that_disagree_are_flagged),
		cmocka_unit_test(either_reading_of_a_date_agrees),
		cmocka_unit_test(a_key_twice_is_told),
		cmocka_unit_test(lone_surrogates_become_readable),
		cmocka_unit_test(bytes_that_are_no_utf8_become_readable),
		cmocka_unit_test(what_cannot_be_decoded_is_rejected),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(a_rejected_row_brings_its_header),
		cmocka_unit_test(bad_bytes_are_seen_wherever_they_stand),
	};
	return cmocka_run_group_tests_name("event_envelopes", tests, NULL, NULL);
}
