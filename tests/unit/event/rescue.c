/* The second reading: records that are wrapped, flattened or written in ways that nobody announced. */
#include "decoded.h"

#include "event/rescue.h"

#define ID "c0000000-0000-4000-8000-000000000001"
#define FOLDERS "[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"InternetMessageId\":\"<m@example.org>\"}]}]"
#define BODY \
	"\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"" ID \
	"\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"carla@example.org\",\"ClientIPAddress\":\"203.0.113.7\",\"SessionId\":\"s1\"," BIND \
	",\"Folders\":" FOLDERS

static void
assert_whole(const char *text)
{
	struct decoded d = read_event(text);

	if (d.event->access != MIA_ACCESS_BIND || d.event->item_count != 1 || d.event->flags)
		print_message("# %s\n", text);
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_text(d.event->id, ID);
	assert_text(d.event->actor, "carla@example.org");
	assert_text(d.event->client_ip, "203.0.113.7");
	assert_text(d.event->session_id, "s1");
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->item_count, 1);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	assert_text(d.event->folders[d.event->items[0].folder].path, "\\Inbox");
	assert_int_equal(d.event->flags, 0);
	next(&d);
	assert_int_equal(d.status, MIA_END);
	done(&d);
}

static void
wrappers_that_nobody_announced(void **state)
{
	(void)state;
	assert_whole(
		"{\"id\":\"1772.0\",\"timestamp\":\"2026-03-18T00:00:00Z\",\"data\":{\"office365\":{" BODY
		"}}}");
	assert_whole(
		"{\"id\":\"" ID "\",\"operation\":\"MailItemsAccessed\",\"userId\":\"1003200\",\"auditData\":"
		"{\"@odata.type\":\"#x\",\"dynamicProperties\":{" BODY "}}}");
	assert_whole(
		"{\"Operation\":\"MailItemsAccessed\",\"AuditData\":{\"AdditionalProperties\":{" BODY "}}}");
	assert_whole("{\"_id\":\"1_2\",\"rawDataJson\":{" BODY "}}");
	assert_whole(
		"{\"anything\":\"{\\\"office365\\\":{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Id\\\":"
		"\\\"" ID
		"\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"UserId\\\":\\\"carla@example.org\\\","
		"\\\"ClientIPAddress\\\":\\\"203.0.113.7\\\",\\\"SessionId\\\":\\\"s1\\\",\\\"MailAccessType\\\":"
		"\\\"Bind\\\",\\\"Folders\\\":[{\\\"Path\\\":\\\"\\\\\\\\Inbox\\\",\\\"FolderItems\\\":"
		"[{\\\"InternetMessageId\\\":\\\"<m@example.org>\\\"}]}]}}\"}");
	/* Elastic without event.original. */
	assert_whole(
		"{\"event\":{\"action\":\"MailItemsAccessed\",\"id\":\"" ID "\"},\"client\":{\"address\":"
		"\"203.0.113.7\"},\"user\":{\"id\":\"x\",\"email\":\"carla@example.org\"},\"o365\":{\"audit\":{"
		"\"CreationTime\":\"2026-03-17T09:16:20\",\"UserId\":\"carla@example.org\",\"SessionId\":\"s1\"," BIND
		",\"ExchangeAggregatedFolders\":" FOLDERS "}}}");
}

static void
other_case_and_flat_names(void **state)
{
	(void)state;
	assert_whole(
		"{\"CREATIONTIME\":\"2026-03-17T09:16:20\",\"ID\":\"" ID
		"\",\"OPERATION\":\"MailItemsAccessed\",\"USERID\":\"carla@example.org\",\"CLIENTIPADDRESS\":"
		"\"203.0.113.7\",\"SESSIONID\":\"s1\",\"OPERATIONPROPERTIES\":[{\"Name\":\"MailAccessType\","
		"\"Value\":\"Bind\"}],\"FOLDERS\":" FOLDERS "}");
	/* Lists as JSON in a text, under names in another case. */
	assert_whole(
		"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"" ID
		"\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"carla@example.org\",\"ClientIPAddress\":"
		"\"203.0.113.7\",\"SessionId\":\"s1\",\"operationProperties\":\"[{\\\"Name\\\":"
		"\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}]\",\"FOLDERS\":\"[{\\\"Path\\\":"
		"\\\"\\\\\\\\Inbox\\\",\\\"FolderItems\\\":[{\\\"InternetMessageId\\\":"
		"\\\"<m@example.org>\\\"}]}]\"}");
	assert_whole(
		"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"" ID
		"\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"carla@example.org\",\"ClientIPAddress\":"
		"\"203.0.113.7\",\"SessionId\":\"s1\",\"OperationProperties[0].Name\":\"MailAccessType\","
		"\"OperationProperties[0].Value\":\"Bind\",\"Folders[0].Path\":\"\\\\Inbox\","
		"\"Folders[0].FolderItems[0].InternetMessageId\":\"<m@example.org>\"}");
	/* Lists of the values of one name, as Elastic's "fields" and Splunk have them. */
	assert_whole(
		"{\"fields\":{\"o365.audit.CreationTime\":[\"2026-03-17T09:16:20\"],\"o365.audit.Id\":[\"" ID
		"\"],\"o365.audit.Operation\":[\"MailItemsAccessed\"],\"o365.audit.UserId\":"
		"[\"carla@example.org\"],\"client.address\":[\"203.0.113.7\"],\"o365.audit.SessionId\":[\"s1\"],"
		"\"o365.audit.OperationProperties.Name\":[\"MailAccessType\",\"IsThrottled\"],"
		"\"o365.audit.OperationProperties.Value\":[\"Bind\",\"False\"],"
		"\"o365.audit.Folders.Path\":[\"\\\\Inbox\"],"
		"\"o365.audit.Folders.FolderItems.InternetMessageId\":[\"<m@example.org>\"]}}");
	/* Pairs that became members. */
	assert_whole(
		"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"" ID
		"\",\"Operation\":\"MailItemsAccessed\",\"UserId\":\"carla@example.org\",\"ClientIPAddress\":"
		"\"203.0.113.7\",\"SessionId\":\"s1\",\"OperationProperties\":{\"MailAccessType\":\"Bind\"},"
		"\"Folders\":" FOLDERS "}");
}

static void
rows(void **state)
{
	(void)state;
	assert_whole("CreationTime,Id,Operation,UserId,ClientIPAddress,SessionId,OperationProperties_0_Name,"
		     "OperationProperties_0_Value,Folders_0_Path,Folders_0_FolderItems_0_InternetMessageId,"
		     "Folders_0_FolderItems_1_InternetMessageId\n2026-03-17T09:16:20," ID
		     ",MailItemsAccessed,carla@example.org,203.0.113.7,s1,MailAccessType,Bind,\\Inbox,"
		     "<m@example.org>,\n");
	/* Python's notation; a quote in the text makes it take the other one. */
	assert_whole(
		"RawEventData\n\"{'CreationTime': '2026-03-17T09:16:20', 'Id': '" ID
		"', 'Operation': 'MailItemsAccessed', 'UserId': 'carla@example.org', 'ClientIPAddress': "
		"'203.0.113.7', 'SessionId': 's1', 'ExternalAccess': False, 'x': None, 'Subject': \"\"it's\"\", "
		"'OperationProperties': [{'Name': 'MailAccessType', 'Value': 'Bind'}], 'Folders': [{'Path': "
		"'\\\\Inbox', 'FolderItems': [{'InternetMessageId': '<m@example.org>'}]}]}\"\n");
	assert_whole(
		"Operation_s,CreationTime_t [UTC],Id_g,UserId_s,ClientIPAddress_s,SessionId_s,Workload_s,"
		"MailAccessType_s,Folders_s\nMailItemsAccessed,\"3/17/2026, 9:16:20.000 AM\"," ID
		",carla@example.org,203.0.113.7,s1,Exchange,Bind,\"[{\"\"Path\"\":\"\"\\\\Inbox\"\",\"\"FolderItems"
		"\"\":[{\"\"InternetMessageId\"\":\"\"<m@example.org>\"\"}]}]\"\n");
}

/* What the first reading has is not overruled; what contradicts it counts as well (torn.c). */
static void
the_exact_name_stays(void **state)
{
	(void)state;
	struct decoded d = read_event("{" BODY ",\"folders\":[{\"FolderItems\":[{\"InternetMessageId\":"
				      "\"<other@example.org>\"}]}],\"sessionid\":\"s2\"}");
	assert_int_equal(d.event->flags, MIA_FLAG_DUP_KEY);
	assert_int_equal(d.event->session_id.len, 0);
	assert_int_equal(d.event->item_count, 2);
	assert_text(d.event->items[0].internet_message_id, "<m@example.org>");
	assert_text(d.event->items[1].internet_message_id, "<other@example.org>");
	done(&d);
	/* Graph's own names differ in case from the record's, and mean something else. */
	d = read_event(
		"{\"id\":\"g\",\"operation\":\"MailItemsAccessed\",\"objectId\":\"\",\"userType\":\"Regular\","
		"\"auditData\":{" BODY "}}");
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

static void
what_is_no_record_stays_none(void **state)
{
	(void)state;
	assert_rejected("{\"data\":{\"operation\":\"GET\"}}", MIA_REASON_NOT_A_RECORD);
	assert_rejected("{\"a\":\"{\",\"b\":\"{'x\",\"Folders[0\":\"x\",\"[{}.[\":[[[]]]}",
		MIA_REASON_NOT_A_RECORD);
	/* Values that do not pair up: what is there counts, and the loss is said. */
	struct decoded d = read_event("CreationTime,Operation,UserId,Folders{}.FolderItems{}.Id,"
				      "Folders{}.FolderItems{}.InternetMessageId\n2026-03-17T09:16:20,"
				      "MailItemsAccessed,carla@example.org,\"A\nB\",<m@example.org>\n");
	assert_true(d.event->flags & MIA_FLAG_ITEMS_LOST);
	assert_int_equal(d.event->item_count, 3);
	done(&d);
}

/* Graph's userId is the user's key: UserPrincipalName beside it is the user. */
static void
columns_in_pascal_case(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"Id,CreatedDateTime,Operation,UserPrincipalName,UserId,AuditData\n" ID
		",2026-03-17T09:16:20Z,MailItemsAccessed,carla@example.org,1003200,\"{\"\"Id\"\":"
		"\"\"" ID "\"\",\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Operation\"\":"
		"\"\"MailItemsAccessed\"\",\"\"UserId\"\":\"\"carla@example.org\"\","
		"\"\"MailAccessType\"\":\"\"Bind\"\",\"\"OperationCount\"\":0}\"\n");
	assert_int_equal(d.event->flags, 0);
	done(&d);
}

/* The words at every place of texts of every length, cut or not, among what looks like them. */
static void
words_of_access_are_found(void **state)
{
	static const char *const words[] = { "MailAccessType", "FolderItems" };
	static const char filler[] = "sTItItsTTypeItemsssTTIIttAccessTypeItems";

	(void)state;
	for (size_t w = 0; w < 2; w++)
		for (size_t len = 0; len < 120; len++)
			for (size_t at = 0; at <= len; at++) {
				size_t n = strlen(words[w]), room = len - at < n ? len - at : n;
				char *text = malloc(len ? len : 1);
				assert_non_null(text);
				for (size_t i = 0; i < len; i++)
					text[i] = filler[i % (sizeof(filler) - 1)];
				memcpy(text + at, words[w], room);
				assert_int_equal(mia__rescue_speaks_of_access((struct mia_text){ text, len }),
					room == n);
				free(text);
			}
	assert_false(mia__rescue_speaks_of_access(TEXT_ABSENT));
}

/* A cell under a name that nobody knows holds a record: it is handed on as it stands if it is JSON. */
static void
what_is_no_json_is_no_bare_record(void **state)
{
#define ROW(text) \
	"CreationDate,UserIds,Operations,dtuADaita\n" \
	"2026-03-17,carla@example.org,MailItemsAccessed,\"" text "\"\n"
	(void)state;
	struct decoded d =
		read_event(ROW("{\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"Id\"\":\"\"1\"\"}"));
	assert_text(d.event->raw, "{\"Operation\":\"MailItemsAccessed\",\"Id\":\"1\"}");
	done(&d);
	d = read_event(ROW("{\"\"Operation\"\":\"\"MailItemsAccessed\"\"x,\"\"Id\"\":\"\"1\"\"}"));
	assert_int_equal(d.event->raw.len, 0);
	done(&d);
#undef ROW
}

/* Keys in another case, and no time: what names mail is a record all the same. */
static void
an_operation_in_another_case_without_a_time(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{\"OPERATION\":\"HardDelete\",\"UserId\":\"carla@example.org\",\"AffectedItems\":[{\"InternetMessageId\":\"<m@example.org>\"}]}");
	assert_text(d.event->operation, "HardDelete");
	assert_int_equal(d.event->item_count, 1);
	assert_true(d.event->flags & MIA_FLAG_NO_TIME);
	done(&d);
	assert_rejected("{\"OPERATION\":\"HardDelete\",\"UserId\":\"carla@example.org\"}",
		MIA_REASON_NOT_A_RECORD);
}

/* Emptied in the record, and stated by the columns around it. */
static void
an_empty_member_does_not_hide_its_column(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"RecordId,CreationDate,Operation,UserId,AuditData\n" ID
		",2026-03-17T09:16:20,MailItemsAccessed,carla@example.org,\"{\"\"Id\"\":\"\"\"\",\"\"Operation\"\":\"\"\"\",\"\"UserId\"\":\"\"\"\",\"\"CreationTime\"\":\"\"\"\",\"\"OperationProperties\"\":[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"}],\"\"Folders\"\":[{\"\"Path\"\":\"\"\\\\Inbox\"\"}]}\"\n");
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_text(d.event->id, ID);
	assert_text(d.event->actor, "carla@example.org");
	assert_int_equal(d.event->time, time_of("2026-03-17T09:16:20Z"));
	done(&d);
}

/* PowerShell's text for a list, under any case of the name: a throttled record must stay one. */
static void
properties_as_powershell_writes_them(void **state)
{
	(void)state;
	static const char *const names[] = { "OperationProperties", "operationproperties",
		"OPERATIONPROPERTIES" };
	static const char *const texts[] = { "MailAccessType:Bind IsThrottled:True",
		"MailAccessType:Bind,IsThrottled:True",
		"@{Name=MailAccessType; Value=Bind} @{Name=IsThrottled; Value=True}" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++) {
			char text[512];
			snprintf(text, sizeof(text),
				"{" ACCESSED
				",\"%s\":\"%s\",\"Folders\":\"@{Id=F1; Path=\\\\Inbox; FolderItems=System.Object[]} @{Id=F2; FolderItems=System.Object[]}\"}",
				names[i], texts[k]);
			struct decoded d = read_event(text);
			assert_int_equal(d.event->access, MIA_ACCESS_BIND);
			assert_int_equal(d.event->throttled, MIA_YES);
			assert_int_equal(d.event->folder_count, 2);
			assert_text(d.event->folders[0].path, "\\Inbox");
			assert_text(d.event->folders[1].id, "F2");
			assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
			done(&d);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrappers_that_nobody_announced),
		cmocka_unit_test(other_case_and_flat_names),
		cmocka_unit_test(rows),
		cmocka_unit_test(the_exact_name_stays),
		cmocka_unit_test(what_is_no_record_stays_none),
		cmocka_unit_test(columns_in_pascal_case),
		cmocka_unit_test(words_of_access_are_found),
		cmocka_unit_test(what_is_no_json_is_no_bare_record),
		cmocka_unit_test(an_operation_in_another_case_without_a_time),
		cmocka_unit_test(an_empty_member_does_not_hide_its_column),
		cmocka_unit_test(properties_as_powershell_writes_them),
	};
	return cmocka_run_group_tests_name("event_rescue", tests, NULL, NULL);
}
