/* A record must not pass for what stands between records, whatever an attacker wrote into it. */
#include "framed.h"

#include "decoded.h"

/* Search-MailboxAuditLog, with few of its columns. */
#define LOG "Operation,OperationResult,LastAccessed,LogonUserDisplayName,FolderName,ItemSubject\n"
#define ROW "MessageBind,Succeeded,3/17/2026 9:16:20 AM,Carla Diaz,Inbox,Tender\n"

#define RECORD_CELL \
	"\"{\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\"}\"\n"

/* How often the texts are events and rejects. */
struct books {
	unsigned events, rejected, operations;
	uint64_t flags;
};

static struct books
read_all(const char *text)
{
	struct decoded d = read_bytes(text, strlen(text));
	struct books books = { 0 };

	for (; d.status != MIA_END; next(&d)) {
		assert_true(d.status == MIA_OK || d.status == MIA_REJECTED);
		books.rejected += d.status == MIA_REJECTED;
		if (d.status != MIA_OK)
			continue;
		books.events++;
		books.flags |= d.event->flags;
		books.operations += text_equal(d.event->operation, TEXT("MessageBind")) ||
			text_equal(d.event->operation, TEXT("MailItemsAccessed"));
	}
	done(&d);
	return books;
}

static void
assert_books(const char *text, unsigned events, unsigned rejected)
{
	struct books books = read_all(text);

	if (books.events != events || books.rejected != rejected || books.operations != events)
		print_message("# %s\n", text);
	assert_int_equal(books.events, events);
	assert_int_equal(books.rejected, rejected);
	assert_int_equal(books.operations, events);
}

/* A display name, a folder, a subject that are names of columns: three events each. */
static void
a_row_of_a_record_is_no_header(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"MessageBind,Succeeded,3/17/2026 9:20:00 AM,Operation,OperationResult,\n",
		"MessageBind,OperationResult,3/17/2026 9:20:00 AM,LastAccessed,FolderPathName,Operation\n",
		"MessageBind,,,Operation,OperationResult,LastAccessed\n",
		"MessageBind,Operation,AuditData,RecordType,UserId,CreationDate\n",
		/* in another separator */
		"MessageBind,Succeeded,3/17/2026 9:20:00 AM,Operation;OperationResult,Operation;AuditData,\n",
		"\xef\xbb\xbfMessageBind,Succeeded,,Operation,OperationResult,\n",
	};
	char text[2048];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(text, sizeof(text), "%s%s%s%s", LOG, ROW, rows[i], ROW);
		struct books books = read_all(text);
		if (books.events != 3 || books.rejected)
			print_message("# %s\n", rows[i]);
		assert_int_equal(books.events, 3);
		assert_int_equal(books.rejected, 0);
	}
}

/* What names columns and is no whole header is rejected, and the rows behind it keep their columns. */
static void
half_a_header_is_a_reject(void **state)
{
	(void)state;
	assert_books(LOG ROW "Operation,OperationResult,LastAccessed,Operation,FolderName,ItemSubject\n" ROW,
		2, 1);
	assert_books(LOG ROW "Operation,OperationResult,LastAccessed,,FolderName,ItemSubject\n" ROW, 2, 1);
	assert_books(LOG ROW "Operation,OperationResult,LastAccessed,My own,FolderName,ItemSubject\n" ROW, 2,
		1);
	assert_books(LOG ROW "Operation,OperationResult,My own\n" ROW, 2, 1);
}

/* Exports one behind the other: of the same columns, in another order, of another layout, and back. */
static void
exports_may_be_appended(void **state)
{
	(void)state;
	assert_books(LOG ROW LOG ROW, 2, 0);
	assert_books(LOG ROW "\xef\xbb\xbf" LOG ROW, 2, 0);
	assert_books(LOG ROW "\"Operation\",OperationResult,LastAccessed,LogonUserDisplayName,FolderName,"
			     "ItemSubject\n" ROW,
		2, 0);
	assert_books(LOG ROW
		"LastAccessed;Operation;OperationResult\n3/17/2026 9:16:20 AM;MessageBind;Failed\n" LOG ROW,
		3, 0);
	assert_books(LOG ROW
		"RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits\n"
		"1,2026-03-17T09:16:20Z,50,MailItemsAccessed,c@example.org,\"{\"\"Operation\"\":"
		"\"\"MailItemsAccessed\"\",\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\"}\",\n",
		2, 0);
	/* A column of one's own, which the first header has too. */
	assert_books("Operation,LastAccessed,My own\nMessageBind,3/17/2026 9:16:20 AM,x\n"
		     "LastAccessed,Operation,My own\n3/17/2026 9:16:20 AM,MessageBind,x\n",
		2, 0);
}

/* "#TYPE" and "sep=" as the subject of a mail, in the first column. */
static void
marks_of_a_file_are_lines_of_their_own(void **state)
{
	(void)state;
#define SUBJECT_FIRST "ItemSubject,Operation,LastAccessed\n"
	assert_books(SUBJECT_FIRST "#TYPE x,MessageBind,3/17/2026 9:16:20 AM\n", 1, 0);
	assert_books("ItemSubject,Operation,LastAccessed,FolderName\n"
		     "#TYPE a[,MessageBind,3/17/2026 9:16:20 AM,]\n",
		1, 0);
	assert_books(SUBJECT_FIRST "sep=,MessageBind,3/17/2026 9:16:20 AM\n", 1, 0);
	assert_books(
		"#TYPE System.Collections.Generic.List`1[[System.Object, mscorlib]]\nsep=,\n" SUBJECT_FIRST
		"sep=,,\n#TYPE Selected.Object\nx,MessageBind,3/17/2026 9:16:20 AM\n",
		1, 0);
}

/* The mark of a list of one column is no cell of it; two exports in turns are two layouts, however often. */
static void
a_known_header_is_known_again(void **state)
{
	enum { TURNS = 70 };
	static const char other[] =
		"LastAccessed,Operation,OperationResult\n3/17/2026 9:16:20 AM,MessageBind,Failed\n";
	char *text = malloc(TURNS * (sizeof(LOG) + sizeof(ROW) + sizeof(other)));
	size_t len = 0;

	(void)state;
	assert_books("AuditData\n" RECORD_CELL "#TYPE System.Object\n" RECORD_CELL, 2, 0);
	assert_non_null(text);
	for (unsigned i = 0; i < TURNS; i++)
		len += (size_t)sprintf(text + len, "%s%s%s", LOG, ROW, other);
	assert_books(text, 2 * TURNS, 0);
	free(text);
}

/* Any number of headers costs the memory of a few. */
static void
a_flood_of_headers_is_kept_once(void **state)
{
	(void)state;
	static const char *const names[] = { "UserId", "UserIds", "RecordType", "Workload", "ClientIP",
		"Identity", "SessionId", "ObjectId" };
	enum { ROWS = 3000, COLUMNS = 8, MOST = 160 };
	struct framer f;
	struct sniffed what;
	struct batch batch;
	size_t len = 0;
	char *text = malloc(ROWS * MOST);

	assert_non_null(text);
	for (unsigned i = 0; i < ROWS; i++) {
		unsigned rest = i;
		bool used[COLUMNS] = { false };
		len += (size_t)sprintf(text + len, "Operation,CreationTime");
		for (unsigned n = COLUMNS; n > 0; n--) {
			unsigned k = rest % n, at = 0;
			rest /= n;
			while (used[at] || k--)
				at++;
			used[at] = true;
			len += (size_t)sprintf(text + len, ",%s", names[at]);
		}
		text[len++] = '\n';
	}
	what = mia__sniff_text((struct mia_text){ text, len }, false, &mia__malloc_allocator);
	mia__framer_init(&f, &mia__malloc_allocator, 1 << 20, false);
	assert_true(mia__framer_begin(&f, &what, (struct mia_text){ text, len }, MIA_ENCODING_UTF8, 0));
	mia__batch_init(&batch, &mia__malloc_allocator);
	assert_true(mia__batch_append(&batch, text, len) && mia__batch_reserve(&batch, len + 64));
	mia__framer_run(&f, &batch, true);
	assert_false(f.failed);
	assert_int_equal(f.header_count, 64);
	assert_int_equal(batch.count, ROWS - 64);
	mia__batch_release(&batch);
	mia__framer_release(&f);
	free(text);
}

/* ---- JSON ---- */

#define IN_TIME "\"CreationTime\":\"2026-03-17T09:16:20\""
#define ACCESS "\"Operation\":\"MailItemsAccessed\"," IN_TIME

static void
a_record_does_not_tell_of_a_query(void **state)
{
	(void)state;
	assert_books("{\"FrameType\":\"TableCompletion\"," ACCESS "}\n", 1, 0);
	assert_books("{" ACCESS ",\"TableKind\":\"QueryPlan\"}\n", 1, 0);
	assert_books("{\"TableKind\":\"QueryPlan\"," ACCESS "}\n", 1, 0);
	/* A table whose only column bears the name of that which tells of a query. */
	assert_books("{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"Value\"}],\"rows\":[[\"{"
		     "\\\"Operation\\\":"
		     "\\\"MailItemsAccessed\\\",\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\"}\"]]}]}",
		1, 0);
	/* What does tell of a query is framing, as ever. */
	assert_books("{\"FrameType\":\"TableCompletion\",\"TableId\":1,\"RowCount\":1}\n{" ACCESS "}\n", 1,
		0);
}

static void
a_record_is_no_page(void **state)
{
	(void)state;
	assert_books("{\"value\":[]," ACCESS "}\n", 1, 0);
	assert_books("{\"value\":[],\"x\":{\"y\":1},\"records\":[]," ACCESS "}\n", 1, 0);
	assert_books("{\"@odata.context\":\"x\",\"value\":[]}\n{" ACCESS "}\n", 1, 0);
	/* Its array holds objects, which are elements of their own; an access around it is read, anything else told. */
	assert_books("{\"value\":[{\"x\":1}]," ACCESS "}\n", 1, 1);
	assert_books("{\"value\":[{" ACCESS "}]," ACCESS "}\n", 2, 0);
	assert_books("{\"meta\":{" ACCESS "},\"value\":[{" ACCESS "}]}\n", 1, 1);
	assert_books("{\"OPERATION\":\"MailItemsAccessed\",\"value\":[{" ACCESS "}]}\n", 1, 1);
	assert_books("{\"value\":[{" ACCESS
		     "}],\"more\":\"{\\\"Operation\\\":\\\"MailItemsAccessed\\\"}\"}\n",
		1, 1);
}

/* Text in front of an object is a collector's prefix, but not the first half of a record. */
static void
half_a_record_is_no_prefix(void **state)
{
	(void)state;
	assert_books("Mar 17 09:16:21 host o365: {" ACCESS "}\n", 1, 0);
	assert_books("\"Operation\":\"MailItemsAccessed\",\"message\":{" ACCESS "}}\n{" ACCESS "}\n", 1, 1);
	assert_books("x\"Operation\":\"MailItemsAccessed\",\"message\":{" ACCESS "}}\n{" ACCESS "}\n", 1, 1);
}

/* An array on one line: whatever broke the second of its four records costs that one alone. */
static void
damage_costs_one_element(void **state)
{
	static const struct {
		const char *broken;
		unsigned events, rejected;
	} cases[] = {
		{ "{" ACCESS ",\"a\":\"x\ny\"}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"x\ry\"}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"x\ty\"}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"x\"y\"}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"xy}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"x\\\"}", 3, 1 },
		{ "{" ACCESS ",\"a\":\"x\\q\"}", 3, 1 },
		{ "{" ACCESS ",\"a\"", 3, 1 },
		{ "{" ACCESS ",\"a\" 1}", 3, 1 },
		{ "{" ACCESS, 3, 1 },
		/* The record is whole, and something stands behind it. */
		{ "{" ACCESS "}}", 4, 1 },
		{ "{" ACCESS "}]", 4, 1 },
	};
	char text[2048];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(text, sizeof(text), "[{" ACCESS "},%s,{" ACCESS "},{" ACCESS "}]", cases[i].broken);
		assert_books(text, cases[i].events, cases[i].rejected);
		snprintf(text, sizeof(text), "{\"value\":[{" ACCESS "},%s,{" ACCESS "},{" ACCESS "}]}",
			cases[i].broken);
		assert_books(text, cases[i].events, cases[i].rejected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_of_a_record_is_no_header),
		cmocka_unit_test(half_a_header_is_a_reject),
		cmocka_unit_test(exports_may_be_appended),
		cmocka_unit_test(marks_of_a_file_are_lines_of_their_own),
		cmocka_unit_test(a_known_header_is_known_again),
		cmocka_unit_test(a_flood_of_headers_is_kept_once),
		cmocka_unit_test(a_record_does_not_tell_of_a_query),
		cmocka_unit_test(a_record_is_no_page),
		cmocka_unit_test(half_a_record_is_no_prefix),
		cmocka_unit_test(damage_costs_one_element),
	};
	return cmocka_run_group_tests_name("record_between", tests, NULL, NULL);
}
