/* What the answer of a service says of itself: each mark by itself, what only looks like one, and how
 * pages add up to chains. */
#include "test.h"

#include "base/text.h"
#include "record/page_marks.h"

static struct page_marks
marks_of(const char *text, bool *operation)
{
	struct page_marks m = { .count = 0 };

	*operation = mia__page_look(&m, text_of(text));
	return m;
}

static void
each_mark_by_itself(void **state)
{
	enum { GOES_ON = 1, CUT = 2, OPERATION = 4 };
	static const struct {
		const char *text;
		unsigned says;
	} rows[] = {
		{ "{\"@odata.nextLink\":\"https://x\"", GOES_ON },
		{ "{\"nextLink\" : \"https://x\"", GOES_ON },
		{ "{\"nextLink\":\"\"", 0 },
		{ "{\"nextLink\":null", 0 },
		{ "{\"nextLink\":\"null\"", 0 },
		{ "{\"nextLinks\":\"https://x\"", 0 },
		{ "{\"hasNext\":true", GOES_ON },
		{ "{\"HASNEXT\":\"True\"", GOES_ON },
		{ "{\"hasNext\":1}", GOES_ON },
		{ "{\"hasNext\":false", 0 },
		{ "{\"hasNext\":0", 0 },
		{ "{\"hasNext\":11", 0 },
		{ "{\"hasMore\":true,", GOES_ON },
		{ "{\"hasMores\":true", 0 },
		{ "{\"isRecordCountLimitExceeded\":true", CUT },
		{ "{\"moreRecordsAvailable\":true", CUT },
		{ "{\"HasErrors\":true]", CUT },
		{ "{\"Cancelled\":true", CUT },
		{ "{\"preview\":true", CUT },
		{ "{\"timed_out\":true", CUT },
		{ "{\"terminated_early\":true\n", CUT },
		{ "{\"timed_out\":false", 0 },
		{ "{\"timed_out\":\"untrue\"", 0 },
		{ "{\"error\":{\"code\":\"PartialError\"", CUT },
		{ "{\"code\":\"Other\"", 0 },
		{ "{\"codes\":\"PartialError\"", 0 },
		{ "{\"Operation\":\"Send\"", OPERATION },
		{ "{\"Operations\":\"Send\"", OPERATION },
		{ "{\"ActionType\":\"Send\"", OPERATION },
		{ "{\"_source.Operation\":\"Send\"", OPERATION },
		{ "{\"Operational\":\"Send\"", 0 },
		{ "{\"raw\":\"{\\\"Operation\\\":\\\"Send\\\"}\"", OPERATION },
		/* A value is no key, nor is a string without a colon. */
		{ "{\"a\":\"hasNext\",\"b\":\"timed_out\"", 0 },
		{ "[\"hasNext\",true", 0 },
		{ "[\"hasNext\" true", 0 },
		{ "{\"a\":\"Operation\"", 0 },
		/* What stands behind the first one counts too, at any depth. */
		{ "{\"a\":1,\"b\":{\"c\":[{\"hasMore\" :\t\r\n true , \"timed_out\":true", GOES_ON | CUT },
		{ "{\"a\":\"x\\\"y\",\"hasNext\":true", GOES_ON },
		/* A text that ends within a value: what it names is known. */
		{ "{\"Operation\":\"Se", OPERATION },
		{ "{\"a\":\"Se", 0 },
		{ "{\"hasNext\":", 0 },
		{ "{\"hasNext\"", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool operation;
		struct page_marks m = marks_of(rows[i].text, &operation);
		unsigned says = (m.goes_on ? GOES_ON : 0) | (m.cut ? CUT : 0) | (operation ? OPERATION : 0);
		if (says != rows[i].says)
			fail_msg("%s: %u", rows[i].text, says);
		assert_int_equal(mia__says_cut(text_of(rows[i].text)), (rows[i].says & CUT) != 0);
		assert_int_equal(mia__json_names_operation(text_of(rows[i].text)),
			(rows[i].says & OPERATION) != 0);
	}
}

/* Two pages of one query and the last of it, then one of another query. */
static void
pages_make_chains(void **state)
{
	static const struct {
		const char *head, *tail;
		bool records;
	} pages[] = {
		{ "{\"@odata.context\":\"q1\",", ",\"@odata.nextLink\":\"x\"}", true },
		{ "{\"@odata.context\":\"q1\",\"@odata.nextLink\":\"x\",", "}", true },
		{ "{\"@odata.context\":\"q1\",", "}", true },
		{ "{", "}", false }, /* no page of records, and no link: nothing */
		{ "{", ",\"hasMore\":true}", false },
		{ "{\"@odata.context\":\"q2\",", "}", true },
	};
	struct page_marks m = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		assert_false(mia__page_begin(&m, text_of(pages[i].head)));
		assert_false(mia__page_look(&m, text_of(pages[i].tail)));
		assert_true(mia__page_end(&m, &mia__malloc_allocator, pages[i].records));
		if (pages[i].records || i == 4)
			assert_false(m.goes_on);
	}
	assert_int_equal(m.count, 3);
	assert_int_equal(m.chains[0].go_on, 2);
	assert_int_equal(m.chains[0].end, 1);
	assert_int_not_equal(m.chains[0].context, 0);
	assert_int_equal(m.chains[1].go_on, 1);
	assert_int_equal(m.chains[1].end, 0);
	assert_int_equal(m.chains[1].context, 0);
	assert_int_equal(m.chains[2].go_on, 0);
	assert_int_equal(m.chains[2].end, 1);
	assert_int_not_equal(m.chains[2].context, m.chains[0].context);
	mia__dealloc(&mia__malloc_allocator, m.chains, m.cap, sizeof(*m.chains));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mark_by_itself),
		cmocka_unit_test(pages_make_chains),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
