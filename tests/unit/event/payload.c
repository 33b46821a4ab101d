/* Records of access whose body is not found: damage, never an access to nothing. */
#include "decoded.h"

static void
an_access_of_which_nothing_is_left_is_damage(void **state)
{
	(void)state;
	struct decoded d = read_event("{" ACCESSED ",\"OperationCount\":3}");
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->stated_count, 3);
	done(&d);
	/* The body under a name that nobody knows. */
	d = read_event("{" ACCESSED ",\"Ordner\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->stated_count, MIA_NOT_COUNTED);
	done(&d);
	d = read_event("{" ACCESSED "," BIND "}");
	assert_int_equal(d.event->flags, MIA_FLAG_PAYLOAD_LOST);
	done(&d);
	d = read_event("{" ACCESSED "," BIND ",\"OperationCount\":2}");
	assert_int_equal(d.event->flags, MIA_FLAG_UNNAMED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->bind->unnamed, 2);
	done(&d);
	d = read_event("{" ACCESSED "," SYNC "}");
	assert_int_equal(d.event->flags, MIA_FLAG_PAYLOAD_LOST);
	done(&d);
}

static void
what_is_there_is_not_lost(void **state)
{
	(void)state;
	/* Operations counted and not named are a statement of the log itself, if the folder stands there. */
	struct decoded d = read_event(
		"{" ACCESSED "," BIND ",\"OperationCount\":2,\"Folders\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_UNNAMED);
	assert_int_equal(d.event->stated_count, 2);
	done(&d);
	d = read_event("{" ACCESSED ",\"Folders\":[{\"Path\":\"\\\\Inbox\"}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED);
	done(&d);
	d = read_event("{" COMMON ",\"Operation\":\"Send\",\"OperationCount\":2}");
	assert_int_equal(d.event->flags, 0);
	assert_int_equal(d.event->stated_count, MIA_NOT_COUNTED);
	done(&d);
}

static void
an_access_under_another_operation_is_told(void **state)
{
	(void)state;
	struct decoded d = read_event("{" COMMON ",\"Operation\":\"MailItemsAccesse\"," BIND "}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
	d = read_event(
		"{" COMMON ",\"Operation\":\"X\",\"Folders\":[{\"FolderItems\":[{\"InternetMessageId\":"
		"\"<m@example.org>\"}]}]}");
	assert_int_equal(d.event->flags, MIA_FLAG_ACCESS_UNSTATED | MIA_FLAG_PAYLOAD_LOST);
	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	done(&d);
}

static void
nothing_in_words_is_no_lost_item(void **state)
{
	(void)state;
	static const char *const words[] = { "None", "null", "nan", " ", "" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		char text[1024];
		snprintf(text, sizeof(text),
			"{%s,%s,\"Item\":\"%s\",\"Folders\":[{\"Path\":\"\\\\Inbox\","
			"\"FolderItems\":\"%s\"}]}",
			ACCESSED, SYNC, words[i], words[i]);
		struct decoded d = read_event(text);
		assert_int_equal(d.event->flags, 0);
		done(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_access_of_which_nothing_is_left_is_damage),
		cmocka_unit_test(what_is_there_is_not_lost),
		cmocka_unit_test(an_access_under_another_operation_is_told),
		cmocka_unit_test(nothing_in_words_is_no_lost_item),
	};
	return cmocka_run_group_tests_name("event_payload", tests, NULL, NULL);
}
