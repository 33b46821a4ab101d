/* What a text is, by its first bytes. */
#include "test.h"

#include "base/text.h"
#include "record/framing.h"
#include "record/sniff.h"

static struct sniffed
sniff(const char *text)
{
	struct sniffed s = mia__sniff_text(text_of(text), false, &mia__malloc_allocator);

	assert_false(s.no_memory);
	return s;
}

static void
assert_csv(const char *text, enum mia_container container, char separator)
{
	struct sniffed s = sniff(text);

	if (s.container != container)
		print_message("# %s\n", text);
	assert_int_equal(s.container, container);
	assert_ptr_equal(s.framing, &mia__framing_csv);
	assert_int_equal(s.separator, separator);
}

static void
audit_exports_are_known_by_their_columns(void **state)
{
	(void)state;
	assert_csv(
		"RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\nx",
		MIA_CONTAINER_CSV_AUDITDATA, ',');
	assert_csv("CreationDate,UserIds,Operations,AuditData\n", MIA_CONTAINER_CSV_AUDITDATA, ',');
	assert_csv("auditdata\tfoo\n", MIA_CONTAINER_CSV_AUDITDATA, '\t');
	assert_csv("\"RecordType\";\"CreationDate\";\"UserIds\";\"Operations\";\"AuditData\"\n",
		MIA_CONTAINER_CSV_AUDITDATA, ';');
	assert_csv("#TYPE System.Object\r\n\"AuditData\",\"x\"\r\n", MIA_CONTAINER_CSV_AUDITDATA, ',');
	assert_csv("sep=;\r\nx;AuditData\r\n", MIA_CONTAINER_CSV_AUDITDATA, ';');
	assert_csv("Timestamp,ActionType,Application,RawEventData\n", MIA_CONTAINER_CSV_AUDITDATA, ',');
	assert_csv("RunspaceId,Operation,OperationResult,FolderPathName,LastAccessed\n",
		MIA_CONTAINER_CSV_MAILBOX, ',');
	assert_csv(
		"MailboxResolvedOwnerName,LogonUserDisplayName,Subject,OperationResult,CrossMailboxOp,Operation\n",
		MIA_CONTAINER_CSV_MAILBOX, ',');
	assert_csv("\"TimeGenerated [UTC]\",OfficeWorkload,Operation,UserId\n", MIA_CONTAINER_CSV_COLUMNS,
		',');
}

static void
a_case_file_is_no_database_like_others(void **state)
{
	(void)state;
	static const char database[] = "SQLite database: export what it holds as CSV or JSON";
	char head[100] = "SQLite format 3";
	bool packed;

	memcpy(head + 68, "MIA1", 4);
	assert_string_equal(mia__sniff_magic(head, 100, &packed),
		"a case file of libmia: name it itself, not its directory");
	assert_false(packed);
	assert_string_equal(mia__sniff_magic(head, 71, &packed), database);
	assert_true(packed);
	head[71] = '2';
	assert_string_equal(mia__sniff_magic(head, 100, &packed), database);
}

static void
the_header_row_is_found(void **state)
{
	(void)state;
	struct sniffed s = sniff("#TYPE Selected\r\nx,AuditData\r\nrow");
	assert_int_equal(s.header_start, 16);
	assert_int_equal(s.header_len, 11);
}

static void
json_is_known_by_its_first_brace(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{\"Operation\":\"Send\"}",
		" \r\n[",
		"[]",
		"{",
		"Mar  4 host app[1]: {\"Id\":\"x\"}",
		"\"{\\\"Id\\\":\\\"x\\\"}\"\n",
		/* a JSON record that speaks of AuditData is no CSV */
		"{\"AuditData\":\"{}\",\"Operation\":\"x\"}\n",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct sniffed s = sniff(texts[i]);
		if (s.container != MIA_CONTAINER_JSON)
			print_message("# %s\n", texts[i]);
		assert_int_equal(s.container, MIA_CONTAINER_JSON);
		assert_ptr_equal(s.framing, &mia__framing_json);
	}
}

static void
other_things_are_named(void **state)
{
	(void)state;
	static const struct {
		const char *text, *note;
	} others[] = {
		{ "%PDF-1.7\n", "PDF document" },
		{ "SQLite format 3", "SQLite database" },
		{ "MZ\x90", "Windows program" },
		{ "<!DOCTYPE html><html>", "HTML page" },
		{ "<?xml version=\"1.0\"?><a/>", "XML document" },
		{ "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">",
			"PowerShell CLIXML; export as CSV or JSON instead" },
		{ "SenderAddress,RecipientAddress,Subject\n", "message trace CSV" },
		{ "FolderPath,ItemsInFolder,FolderSize\n", "mailbox folder statistics" },
		{ "Just some notes.\nNothing else.\n",
			"neither CSV with the columns of an audit export nor JSON" },
		/* a word that looks like a column, but in prose */
		{ "The Operation was a success.\n",
			"neither CSV with the columns of an audit export nor JSON" },
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct sniffed s = sniff(others[i].text);
		assert_int_equal(s.container, MIA_CONTAINER_UNKNOWN);
		/* Advice may stand behind the name. */
		assert_int_equal(strncmp(s.note, others[i].note, strlen(others[i].note)), 0);
	}
	bool packed;
	assert_string_equal(mia__sniff_magic("PK\3\4xxxx[Content_Types].xml", 27, &packed),
		"Excel workbook (XLSX): save it as CSV, or better, use the original export");
	assert_string_equal(mia__sniff_magic("PK\3\4xxxx", 8, &packed), "ZIP archive: unpack it first");
	assert_true(packed);
	assert_null(mia__sniff_magic("", 0, &packed));
	assert_null(mia__sniff_magic("P", 1, &packed));
	assert_false(packed);
}

/* The names of columns in a line of JSON, behind a prefix or not, are of a text in it, and no header. */
static void
the_surest_framing_takes_the_text(void **state)
{
	(void)state;
	static const char *const texts[] = { "AuditData,{\"a\":1}\n", "{\"Subject\":\"x,AuditData,y\"}\n",
		"{\"Subject\":\"x,Operation,LastAccessed,y\"}\n",
		"Mar 17 host o365: {\"Subject\":\"x|Operation|OperationResult|y\"}\n",
		"{\"Operation\":\"Send\",\"CreationTime\":1}\n{\"Subject\":\"{'Operation\"}\n" };
	struct sniffed s;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		s = sniff(texts[i]);
		if (s.framing != &mia__framing_json)
			print_message("# %s\n", texts[i]);
		assert_ptr_equal(s.framing, &mia__framing_json);
		assert_int_equal(s.container, MIA_CONTAINER_JSON);
	}
	s = mia__sniff_text(text_of(texts[0]), true, &mia__malloc_allocator);
	assert_ptr_equal(s.framing, &mia__framing_json);
	/* A subject that names the schema of CLIXML. */
	s = sniff("{\"Subject\":\"http://schemas.microsoft.com/powershell/2004/04\"}\n");
	assert_ptr_equal(s.framing, &mia__framing_json);
	/* A row of a record, in front of which the header was lost. */
	s = sniff("2026-03-17T09:16:20Z,MessageBind,Operation,OperationResult\n");
	assert_null(s.framing);
	/* Any row that names something is the header of a table, and of no export. */
	s = mia__sniff_text(TEXT("sep=;\nname;size\n"), true, &mia__malloc_allocator);
	assert_ptr_equal(s.framing, &mia__framing_csv);
	assert_int_equal(s.container, MIA_CONTAINER_CSV_TABLE);
	assert_int_equal(s.separator, ';');
	assert_int_equal(s.header_start, 6);
	assert_int_equal(s.header_len, 9);
	s = sniff("name;size\n");
	assert_null(s.framing);
	assert_int_equal(s.container, MIA_CONTAINER_UNKNOWN);
}

static void
our_own_rejects_are_known(void **state)
{
	(void)state;
	assert_int_equal(sniff("MIA-REJECTS 1\n").container, MIA_CONTAINER_REJECTS);
	assert_ptr_equal(sniff("MIA-REJECTS 1\n").framing, &mia__framing_rejects);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(audit_exports_are_known_by_their_columns),
		cmocka_unit_test(a_case_file_is_no_database_like_others),
		cmocka_unit_test(the_header_row_is_found),
		cmocka_unit_test(json_is_known_by_its_first_brace),
		cmocka_unit_test(other_things_are_named),
		cmocka_unit_test(the_surest_framing_takes_the_text),
		cmocka_unit_test(our_own_rejects_are_known),
	};
	return cmocka_run_group_tests_name("sniff", tests, NULL, NULL);
}
