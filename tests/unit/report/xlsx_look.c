/* How tables lie on a sheet, and what stands at the foot of a page. */
#include "made_case.h"

#include "report/by_mailbox.h"
#include "report/xlsx/book.h"
#include "report/xlsx/layout.h"
#include "report/xlsx/rows.h"

#define WHOLE (INT64_C(1767225600) * MIA_TIME_SECOND) /* 2026-01-01 */

enum { EMPTY, SUBJECT, TIME, COUNT, RAW, MAILBOX, EXPOSURE, COLUMNS };

static const struct column columns[COLUMNS] = {
	[EMPTY] = { .name = "sender", .kind = MIA_COLUMN_TEXT },
	[SUBJECT] = { .name = "subject", .kind = MIA_COLUMN_TEXT },
	[TIME] = { .name = "received", .kind = MIA_COLUMN_TIME },
	[COUNT] = { .name = "attachment_count", .kind = MIA_COLUMN_COUNT },
	[RAW] = { .name = "client_ips_raw", .kind = MIA_COLUMN_TEXT, .json_only = true },
	[MAILBOX] = { .name = "mailbox", .kind = MIA_COLUMN_TEXT },
	[EXPOSURE] = { .name = "exposure", .kind = MIA_COLUMN_TEXT },
};

static struct xlsx_layout
layout_of(const union cell *cells, size_t rows, enum mia_language language)
{
	struct fake_rows fake = { .cells = cells, .row_count = rows, .column_count = COLUMNS };
	const struct table table = {
		.kind = MIA_REPORT_MESSAGES,
		.columns = columns,
		.column_count = COLUMNS,
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &fake,
	};
	struct xlsx_layout layout;

	assert_int_equal(mia__xlsx_layout_of(&layout, &table, language, 1000, NULL), MIA_OK);
	return layout;
}

static void
assert_order(const struct xlsx_layout *layout, const size_t *wanted)
{
	assert_int_equal(layout->count, COLUMNS - 1);
	for (size_t i = 0; i < COLUMNS - 1; i++)
		assert_int_equal(layout->order[i], wanted[i]);
}

static void
what_people_look_for_comes_first(void **state)
{
	const union cell cells[COLUMNS] = {
		[EMPTY] = { .text = TEXT_ABSENT },
		[SUBJECT] = { .text = BYTES("hello") },
		[TIME] = { .time = WHOLE },
		[RAW] = { .text = BYTES("unseen") },
		[MAILBOX] = { .text = BYTES("anna@x.example") },
		[EXPOSURE] = { .text = BYTES("access recorded") },
	};

	(void)state;
	struct xlsx_layout layout = layout_of(cells, 1, MIA_ENGLISH);
	/* The sheet of messages begins with level and mailbox; the sender, of whom
	 * nothing is known, is last; what only JSON has is not there. */
	assert_order(&layout, (const size_t[]){ EXPOSURE, MAILBOX, SUBJECT, TIME, COUNT, EMPTY });
	assert_int_equal(layout.printed, COLUMNS - 1);
	assert_false(layout.shown[TIME].inexact);
	/* No row: nothing is emptier than the rest. */
	layout = layout_of(cells, 0, MIA_ENGLISH);
	assert_order(&layout, (const size_t[]){ EXPOSURE, MAILBOX, SUBJECT, EMPTY, TIME, COUNT });
}

static void
columns_are_as_wide_as_what_they_hold(void **state)
{
	static const char subject[] = "a subject that goes on and on, far beyond what a column can have";
	union cell cells[COLUMNS] = {
		[EMPTY] = { .text = TEXT_ABSENT },
		[SUBJECT] = { .text = { subject, sizeof(subject) - 1 } },
		[TIME] = { .time = WHOLE + 1 },
		[RAW] = { .text = TEXT_ABSENT },
		[MAILBOX] = { .text = BYTES("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
					    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9") },
		[EXPOSURE] = { .text = BYTES("handled") },
	};

	(void)state;
	struct xlsx_layout layout = layout_of(cells, 1, MIA_ENGLISH);
	/* 15 characters, not 30 bytes; a margin of two. */
	assert_true(layout.width[1] == 17);
	assert_true(layout.width[2] == 42);
	assert_true(layout.shown[TIME].inexact);
	/* As wide as the longest level in the language. */
	struct xlsx_layout german = layout_of(cells, 1, MIA_GERMAN);
	assert_true(layout.width[0] == strlen("access recorded") + 2);
	assert_true(german.width[0] == strlen("kein Zugriff aufgezeichnet") + 2);
}

static void
lines_are_counted_by_words(void **state)
{
	(void)state;
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT(""), 20), 1);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("one two"), 20), 1);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("four seven"), 10), 1);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("seven eight"), 10), 2);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("a\nb\nc"), 10), 3);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("abcdefghijklmnopqrstuvwxyzabcdefghi"), 10), 4);
	assert_int_equal(mia__xlsx_wrapped_lines(TEXT("a b"), 0), 1);
}

static void
assert_foot(const char *of, size_t len, const char *wanted)
{
	struct xlsx_book book;

	assert_int_equal(mia__xlsx_book_open(&book, NULL, NULL, 0, 10, NULL), MIA_OK);
	assert_int_equal(mia__xlsx_book_of(&book, (struct mia_text){ of, len }, NULL), MIA_OK);
	assert_int_equal(book.of.len, strlen(wanted));
	assert_memory_equal(book.of.ptr, wanted, book.of.len);
	mia__xlsx_book_release(&book);
}

static void
the_case_is_no_code_in_the_foot(void **state)
{
	char of[200], wanted[200];

	(void)state;
	assert_foot("17 & 4 &P", 9, "17 && 4 &&P");
	assert_foot("a\nb\x01", 4, "a b\xe2\x9f\xa8U+0001\xe2\x9f\xa9");
	/* 60 bytes, and no character cut in two. */
	memset(of, 'x', 59);
	memcpy(of + 59, "\xc3\xa9 and more", 11);
	memset(wanted, 'x', 59);
	memcpy(wanted + 59, "\xe2\x80\xa6", 4);
	assert_foot(of, 70, wanted);
}

#define RECORD(id, session, item, mailbox) \
	"{\"Id\":\"" id "\",\"CreationTime\":\"2026-05-18T09:00:00\",\"Operation\":\"MailItemsAccessed\"," \
	"\"RecordType\":2,\"UserId\":\"a@x.example\"," mailbox "\"SessionId\":\"" session "\"," \
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}]," \
	"\"Folders\":[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"InternetMessageId\":\"<" item \
	"@x.example>\",\"Id\":\"i" item "\"}]}]}\n"
#define BOX(name) "\"MailboxOwnerUPN\":\"" name "\","

static void
messages_are_counted_in_their_mailbox(void **state)
{
	static const char records[] = RECORD("1", "s", "one", BOX("b@x.example"))
		RECORD("2", "s", "two", BOX("b@x.example")) RECORD("3", "s", "one", BOX("a@x.example"))
			RECORD("4", "", "three", BOX("a@x.example")) RECORD("5", "s", "four", "");
	struct made_case *made = make_case(records, "s");
	struct mia_allocator a = mia__allocator_or_default(NULL);
	struct mailbox_counts *counts;
	size_t count = mia_findings_mailbox_count(made->findings);
	uint64_t sums[MIA_LEVEL_COUNT] = { 0 };

	(void)state;
	/* What names no mailbox is the first. */
	assert_int_equal(count, 3);
	assert_int_equal(mia__by_mailbox(&counts, &a, made->findings, NULL), MIA_OK);
	assert_true(text_equal(mia_findings_mailbox(made->findings, 1)->mailbox, TEXT("a@x.example")));
	assert_int_equal(counts[0].messages[MIA_LEVEL_ACCESS_RECORDED], 1);
	assert_int_equal(counts[1].messages[MIA_LEVEL_ACCESS_RECORDED], 1);
	assert_int_equal(counts[1].messages[MIA_LEVEL_UNATTRIBUTED], 1);
	assert_int_equal(counts[2].messages[MIA_LEVEL_ACCESS_RECORDED], 2);
	for (size_t i = 0; i <= count; i++)
		for (int level = 0; level < MIA_LEVEL_COUNT; level++)
			sums[level] += counts[i].messages[level];
	assert_memory_equal(sums, mia_findings_sums(made->findings)->by_level, sizeof(sums));
	mia__dealloc(&a, counts, count + 1, sizeof(*counts));
	free_case(made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_look_for_comes_first),
		cmocka_unit_test(columns_are_as_wide_as_what_they_hold),
		cmocka_unit_test(lines_are_counted_by_words),
		cmocka_unit_test(the_case_is_no_code_in_the_foot),
		cmocka_unit_test(messages_are_counted_in_their_mailbox),
	};

	return cmocka_run_group_tests_name("xlsx_look", tests, NULL, NULL);
}
