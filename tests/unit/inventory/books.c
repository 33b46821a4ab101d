/* Every row of an inventory is accounted for, however it comes. */
#include "failing.h"
#include "inventoried.h"

#include <zlib.h>

#define TRACE "Received,SenderAddress,RecipientAddress,Subject,Status,Size,MessageId\n"
#define ROW(to, id) "2026-03-04T10:00:00Z,s@y.example," to ",s,Delivered,5," id "\n"

static void
good_bad_good(void **state)
{
	struct inventoried i = read_inventory(TRACE ROW("b@x.example", "<1@x>") "too,few\n" ROW("b@x.example",
						      "<2@x>") ROW(" ", "<3@x>") ROW("b@x.example", "<4@x>"),
		NULL);

	(void)state;
	assert_int_equal(i.sums->rows, 5);
	assert_int_equal(i.sums->items, 3);
	assert_int_equal(i.sums->rejected, 2);
	assert_int_equal(i.told.count, 2);
	assert_int_equal(i.told.reason, MIA_REASON_NOT_A_RECORD);
	assert_string_equal(i.told.detail, "no recipient");
	assert_int_equal(i.told.record, 4);
	forget(&i);
	i = read_inventory(
		"{\"id\":\"1\",\"internetMessageId\":\"<1@x>\",\"parentFolderId\":\"f\"}\n{\"id\":}\n{\"id\":\"2\",\"@removed\":{\"reason\":\"deleted\"}}\n{\"id\":\"3\",\"internetMessageId\":\"<3@x>\",\"parentFolderId\":\"f\"}\n",
		NULL);
	assert_int_equal(i.sums->items, 2);
	assert_int_equal(i.sums->rejected, 2);
	assert_string_equal(i.told.detail, "not of the kind that the source began with");
	forget(&i);
}

static void
repeats_count_once(void **state)
{
	/* The same row; the same but for one value; the same of another kind. */
	struct inventoried i = read_inventory(TRACE ROW("b@x.example", "<1@x>") ROW("b@x.example", "<1@x>")
						      ROW("b@x.example", "<1@x>") ROW("c@x.example", "<1@x>"),
		NULL);

	(void)state;
	assert_int_equal(i.sums->items, 2);
	assert_int_equal(i.sums->repeats, 2);
	/* b, c, and one copy of the sender. */
	assert_int_equal(mia_inventory_item_count(i.inventory), 3);
	assert_int_equal(item_of(&i, "s@y.example", "<1@x>")->recipients.count, 2);
	assert_int_equal(item_of(&i, "b@x.example", "<1@x>")->place.record, 1);
	forget(&i);
	i = read_inventory(
		"FolderPath,ItemsInFolder,Identity\n/Inbox,1,b@x.example\\Inbox\n/Inbox,1,b@x.example\\Inbox\n/Inbox,2,b@x.example\\Inbox\n",
		NULL);
	assert_int_equal(i.sums->folders, 2);
	assert_int_equal(i.sums->repeats, 1);
	forget(&i);
}

static void
strangers_are_told_by_what_they_are(void **state)
{
	static const struct {
		const char *text, *detail;
	} forms[] = {
		{ "CreationDate,UserIds,Operations,AuditData\n2026,u,MailItemsAccessed,\"{\"\"a\"\":1}\"\n2026,u,x,\"{}\"\n",
			"audit export: give it as evidence, not as an inventory" },
		{ "{\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"MailItemsAccessed\"}\n{\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"Send\"}\n",
			"audit export: give it as evidence, not as an inventory" },
		{ "Identity,AuditEnabled,DefaultAuditSet\na,True,Owner\n",
			"audit configuration, not an inventory" },
		{ "{\"id\":\"1\",\"displayName\":\"Inbox\",\"parentFolderId\":\"2\",\"childFolderCount\":0}",
			"Graph mail folders: no messages; list the messages of the folders" },
		{ "Name,Phone\nAnna,1\nBo,2\n",
			"CSV with columns of none of the inventories that mia knows" },
		{ "{\"hello\":\"world\"}", "JSON with members of none of the inventories that mia knows" },
		{ "<html>", "HTML page" },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		struct inventoried i = read_inventory(forms[k].text, NULL);
		assert_int_equal(i.told.count, 1);
		assert_int_equal(i.told.reason, MIA_REASON_NOT_AN_EXPORT);
		assert_string_equal(i.told.detail, forms[k].detail);
		assert_string_equal(mia_evidence_source(i.files, 0)->note, forms[k].detail);
		assert_int_equal(i.sums->rows, 1);
		assert_int_equal(mia_inventory_item_count(i.inventory), 0);
		forget(&i);
	}
}

/* Columns in another order, more of them, other separators and encodings. */
static void
the_same_list_in_other_clothes(void **state)
{
	static const char text[] =
		"#TYPE Selected\r\n\"MessageId\";\"received\";\"Sender Address\";\"RECIPIENT_ADDRESS\";\"Subject\";\"Organization\";\"Size\"\r\n"
		"\"<1@x>\";\"2026-03-04T10:00:00Z\";\"\";\"b@x.example\";\"one; two\";\"o\";\"5\"\r\n";
	unsigned char wide[2 * sizeof(text)], packed[1024];
	z_stream z = { 0 };
	size_t n = 2;

	(void)state;
	wide[0] = 0xff, wide[1] = 0xfe;
	for (size_t k = 0; k + 1 < sizeof(text); k++)
		wide[n++] = (unsigned char)text[k], wide[n++] = 0;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = wide;
	z.avail_in = (unsigned)n;
	z.next_out = packed;
	z.avail_out = sizeof(packed);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	const struct {
		const void *bytes;
		size_t size;
	} forms[] = { { text, sizeof(text) - 1 }, { wide, n }, { packed, sizeof(packed) - z.avail_out } };
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		struct inventoried i = read_inventory_bytes(forms[k].bytes, forms[k].size, NULL);
		const struct mia_inventory_item *item = item_of(&i, "b@x.example", "<1@x>");
		assert_text(item->subject, "one; two");
		assert_int_equal(item->size_bytes, 5);
		assert_int_equal(item->received, time_of("2026-03-04T10:00:00Z"));
		assert_int_equal(mia_inventory_item_count(i.inventory), 1);
		forget(&i);
	}
	deflateEnd(&z);
}

/* Several calls, in any order, give what one gives. */
static void
files_may_come_one_by_one(void **state)
{
	static const char *const names[] = { "inventory/message-trace.csv", "inventory/historical-trace.csv",
		"inventory/ediscovery-results.csv", "inventory/email-events.csv",
		"inventory/graph-messages.json" };
	enum { N = sizeof(names) / sizeof(*names) };
	struct inventoried all =
		read_fixtures((const char *const[]){ names[0], names[1], names[2], names[3], names[4], NULL },
			NULL);
	struct mia_evidence *files[N];
	struct mia_inventory *inventory;

	(void)state;
	assert_int_equal(mia_inventory_new(&inventory, NULL, NULL), MIA_OK);
	for (size_t k = N; k-- > 0;) {
		char path[1024];
		snprintf(path, sizeof(path), "%s/%s", getenv("MIA_FIXTURES"), names[k]);
		assert_int_equal(mia_evidence_new(&files[k], NULL, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_path(files[k], path, NULL), MIA_OK);
		assert_int_equal(mia_inventory_read(inventory, files[k], text_of(NULL), NULL, NULL, NULL),
			MIA_OK);
	}
	assert_int_equal(mia_inventory_item_count(inventory), 0); /* not before seal */
	assert_int_equal(mia_inventory_seal(inventory, NULL), MIA_OK);
	assert_memory_equal(mia_inventory_sums(inventory), all.sums, sizeof(*all.sums));
	assert_int_equal(mia_inventory_item_count(inventory), mia_inventory_item_count(all.inventory));
	for (size_t k = 0; k < mia_inventory_item_count(inventory); k++) {
		const struct mia_inventory_item *a = mia_inventory_item(inventory, k),
						*b = mia_inventory_item(all.inventory, k);
		assert_true(text_equal(a->mailbox, b->mailbox) &&
			text_equal(a->internet_message_id, b->internet_message_id));
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->received, b->received);
		assert_int_equal(a->place.record, b->place.record);
		assert_string_equal(a->place.source->name, b->place.source->name);
	}
	assert_int_equal(mia_inventory_read(inventory, files[0], text_of(NULL), NULL, NULL, NULL),
		MIA_ERR_STATE);
	assert_int_equal(mia_inventory_seal(inventory, NULL), MIA_OK);
	mia_inventory_free(inventory);
	for (size_t k = 0; k < N; k++)
		mia_evidence_free(files[k]);
	forget(&all);
}

static int
stop(void *ctx, const struct mia_reject *reject)
{
	(void)ctx;
	(void)reject;
	return 1;
}

static void
wrong_use_is_told(void **state)
{
	struct mia_evidence *files;
	struct mia_inventory *inventory;

	(void)state;
	assert_int_equal(mia_inventory_new(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_inventory_seal(NULL, NULL), MIA_ERR_ARGUMENT);
	mia_inventory_free(NULL);
	assert_int_equal(mia_inventory_new(&inventory, NULL, NULL), MIA_OK);
	assert_int_equal(mia_inventory_read(inventory, NULL, text_of(NULL), NULL, NULL, NULL),
		MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_new(&files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(files, "a", "Name,Phone\n1,2\n", 15, NULL), MIA_OK);
	assert_int_equal(mia_inventory_read(inventory, files, text_of(NULL), stop, NULL, NULL),
		MIA_ERR_CANCELLED);
	mia_inventory_free(inventory);
	mia_evidence_free(files);
	for (int k = -1; k < 9; k++)
		assert_non_null(mia_inventory_kind_name((enum mia_inventory_kind)k));
}

static void
an_empty_inventory_is_well(void **state)
{
	struct inventoried i = read_inventory(TRACE, NULL);

	(void)state;
	assert_int_equal(i.sums->rows, 0);
	assert_int_equal(mia_inventory_item_count(i.inventory), 0);
	assert_null(mia_inventory_item(i.inventory, 0));
	forget(&i);
}

/* A row with thousands of recipients: each is an item with all of them. */
static void
many_recipients_share_one_list(void **state)
{
	enum { N = 20000 };
	char *text = malloc(64 * N);
	size_t len = 0;

	(void)state;
	assert_non_null(text);
	len += (size_t)sprintf(text,
		"origin_timestamp_utc,sender_address,recipient_status,message_id\n2026-03-04,,\"");
	for (int k = 0; k < N; k++)
		len += (size_t)sprintf(text + len, "u%d@x.example##Receive, Deliver;", k);
	len += (size_t)sprintf(text + len, "\",<m@x>\n");
	struct inventoried i = read_inventory_bytes(text, len, NULL);
	assert_int_equal(mia_inventory_item_count(i.inventory), N);
	assert_int_equal(i.sums->items, 1);
	assert_int_equal(mia_inventory_item(i.inventory, N - 1)->recipients.count, N);
	assert_ptr_equal(mia_inventory_item(i.inventory, 0)->recipients.ptr,
		mia_inventory_item(i.inventory, N - 1)->recipients.ptr);
	forget(&i);
	free(text);
}

/* Bytes turned over at random, the same way every time: whatever comes of it,
 * every row is accounted for (take_files asserts it). */
static void
damaged_lists_keep_their_books(void **state)
{
	static const char *const names[] = { "message-trace.csv", "historical-trace.csv",
		"folder-statistics.csv", "ediscovery-results.csv", "review-set.csv", "email-events.csv",
		"graph-messages.json" };
	static const char likely[] = "\"\",;\n\\{}[]:@<>#/0a\xff";
	uint64_t seed = 20260304;
	size_t rejected = 0;

	(void)state;
	for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
		char path[1024], text[8192], damaged[sizeof(text)];
		snprintf(path, sizeof(path), "%s/inventory/%s", getenv("MIA_FIXTURES"), names[k]);
		FILE *file = fopen(path, "rb");
		assert_non_null(file);
		size_t size = fread(text, 1, sizeof(text), file);
		fclose(file);
		assert_true(size > 0 && size < sizeof(text));
		for (int round = 0; round < 300; round++) {
			memcpy(damaged, text, size);
			for (int n = 1 + round % 8; n; n--) {
				seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
				damaged[(seed >> 33) % size] = likely[(seed >> 20) % (sizeof(likely) - 1)];
			}
			struct inventoried i = read_inventory_bytes(damaged,
				round % 3 ? size : size - (size_t)((seed >> 40) % size),
				round % 2 ? NULL : "owner@x.example");
			rejected += i.told.count;
			forget(&i);
		}
	}
	assert_true(rejected > 500);
}

static enum mia_status
read_refused(struct failing *f)
{
	static const char *const names[] = { "message-trace.csv", "folder-statistics.csv",
		"ediscovery-results.csv", "graph-messages.json" };
	struct mia_allocator a = failing_allocator(f);
	struct mia_evidence *files = NULL;
	struct mia_inventory *inventory = NULL;
	enum mia_status status = mia_evidence_new(&files, &a, NULL, NULL);

	for (size_t k = 0; status == MIA_OK && k < sizeof(names) / sizeof(*names); k++) {
		char path[1024];
		snprintf(path, sizeof(path), "%s/inventory/%s", getenv("MIA_FIXTURES"), names[k]);
		status = mia_evidence_add_path(files, path, NULL);
	}
	if (status == MIA_OK)
		status = mia_inventory_new(&inventory, &a, NULL);
	if (status == MIA_OK)
		status = mia_inventory_read(inventory, files, text_of(NULL), NULL, NULL, NULL);
	if (status == MIA_OK)
		status = mia_inventory_seal(inventory, NULL);
	mia_inventory_free(inventory);
	mia_evidence_free(files);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	struct failing f = { 0 };
	size_t calls;

	(void)state;
	assert_int_equal(read_refused(&f), MIA_OK);
	assert_int_equal(f.bytes, 0);
	calls = f.calls;
	assert_true(calls > 50);
	for (size_t at = 1; at <= calls; at++) {
		f = (struct failing){ .refuse_at = at };
		assert_int_equal(read_refused(&f), MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_bad_good),
		cmocka_unit_test(repeats_count_once),
		cmocka_unit_test(strangers_are_told_by_what_they_are),
		cmocka_unit_test(the_same_list_in_other_clothes),
		cmocka_unit_test(files_may_come_one_by_one),
		cmocka_unit_test(wrong_use_is_told),
		cmocka_unit_test(an_empty_inventory_is_well),
		cmocka_unit_test(many_recipients_share_one_list),
		cmocka_unit_test(damaged_lists_keep_their_books),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("inventory_books", tests, NULL, NULL);
}
