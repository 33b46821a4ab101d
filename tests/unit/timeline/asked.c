/* A timeline that was asked for one message or one folder. */
#include "made_timeline.h"

static const struct mia_source file_a = { .name = "a.csv" };

/* Rows of one bind and one move when this message or folder is asked for. */
static void
expect_rows(const char *message, const char *folder, size_t rows)
{
	struct mia_timeline *t = timeline_asking(NULL, message, folder);
	struct mia_folder inbox = { .id = TEXT("F1"), .path = TEXT("\\Inbox") };
	struct mia_folder by_id[] = { { .id = TEXT("F1") }, { .id = TEXT("F2"), .name = TEXT("Case") } };
	struct mia_item items[] = { made_item("<m1@x>", "S1", 0), made_item("<m2@x>", "S2", 1) };
	struct mia_event event[3];
	struct mia_bind bind;

	for (unsigned i = 0; i < 3; i++)
		event[i] = made_event(i, &file_a, i + 1);
	items[0].immutable_id = TEXT("I1");
	event[0].folders = by_id, event[0].folder_count = 2;
	event[0].items = items, event[0].item_count = 2;
	make_bind(&event[0], &bind);
	event[1].folders = by_id, event[1].folder_count = 2;
	event[1].items = items, event[1].item_count = 2;
	event[2].folders = &inbox, event[2].folder_count = 1;
	for (unsigned i = 0; i < 3; i++)
		add(t, &event[i]);
	seal(mia_timeline_fold(t));
	if (mia_timeline_count(t) != rows)
		fail_msg("%s, %s: %zu rows", message ? message : "-", folder ? folder : "-",
			mia_timeline_count(t));
	mia_timeline_free(t);
}

static void
asking_for_a_message(void **state)
{
	(void)state;
	expect_rows(NULL, NULL, 4);
	expect_rows("<m1@x>", NULL, 2);
	expect_rows("  m1@x ", NULL, 2);
	expect_rows("<M1@x>", NULL, 0);
	expect_rows("I1", NULL, 2);
	expect_rows("S1", NULL, 2);
	expect_rows("S2", NULL, 2);
	expect_rows("m", NULL, 0);
	expect_rows("", NULL, 0);
	expect_rows("<>", NULL, 0);
}

static void
asking_for_a_folder(void **state)
{
	(void)state;
	expect_rows(NULL, "F1", 3);
	expect_rows(NULL, "\\Inbox", 3);
	expect_rows(NULL, "F2", 2);
	expect_rows(NULL, "Case", 2);
	expect_rows(NULL, "\\inbox", 0);
	expect_rows(NULL, "", 0);
	expect_rows("<m2@x>", "F1", 0);
	expect_rows("<m1@x>", "F1", 2);
}

/* A whole event that names several messages shows the one asked for. */
static void
asked_message_is_the_one_shown(void **state)
{
	(void)state;
	struct mia_timeline *t = timeline_asking(NULL, "m2@x", NULL);
	struct mia_item items[] = { made_item("<m1@x>", NULL, 0), made_item("<m2@x>", NULL, 0) };
	struct mia_event event = made_event(1, &file_a, 1);

	event.items = items, event.item_count = 2;
	add(t, &event);
	seal_with(t, 1);
	assert_text(row_of(t, 0).internet_message_id, "<m2@x>");
	mia_timeline_free(t);
}

/* Of a rule, a bind, a Set-Mailbox that forwards and one that does not, two bear
 * a mark, also where what was spawned took them in. */
static void
asking_for_marks(void **state)
{
	struct mia_timeline_options options = { .size = sizeof(options), .marks_only = 1 };
	struct mia_parameter forwards = { TEXT("ForwardingSmtpAddress"), TEXT("smtp:x@example.org") },
			     renames = { TEXT("DisplayName"), TEXT("x") };
	struct mia_item item = made_item("<m1@x>", "S1", 0);
	struct mia_folder folder = { .id = TEXT("F1") };
	struct mia_event event[4];
	struct mia_bind bind;

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		event[i] = made_event(i, &file_a, i + 1);
	event[0].operation = TEXT("New-InboxRule");
	event[1].folders = &folder, event[1].folder_count = 1;
	event[1].items = &item, event[1].item_count = 1;
	make_bind(&event[1], &bind);
	event[2].operation = event[3].operation = TEXT("Set-Mailbox");
	event[2].parameters = &forwards, event[2].parameter_count = 1;
	event[3].parameters = &renames, event[3].parameter_count = 1;
	for (int marks_only = 0; marks_only < 2; marks_only++) {
		struct mia_timeline *t;
		struct mia_fold *spawned;
		options.marks_only = marks_only;
		assert_int_equal(mia_timeline_new(&t, NULL, &options, NULL), MIA_OK);
		struct mia_fold *fold = mia_timeline_fold(t);
		assert_int_equal(fold->ops->spawn(fold, &spawned, NULL), MIA_OK);
		for (unsigned i = 0; i < 4; i++)
			add_event(i < 2 ? fold : spawned, &event[i]);
		assert_int_equal(fold->ops->merge(fold, spawned, NULL), MIA_OK);
		spawned->ops->free(spawned);
		seal_with(t, marks_only ? 2 : 4);
		assert_true(text_equal(row_of(t, 0).mark, TEXT("inbox rule")));
		assert_true(text_equal(row_of(t, marks_only ? 1 : 2).mark, TEXT("forwarding")));
		if (!marks_only) {
			assert_null(row_of(t, 1).mark.ptr);
			assert_null(row_of(t, 3).mark.ptr);
		}
		mia_timeline_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asking_for_a_message),
		cmocka_unit_test(asking_for_a_folder),
		cmocka_unit_test(asked_message_is_the_one_shown),
		cmocka_unit_test(asking_for_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
