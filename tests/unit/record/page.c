/* What the answer of a service says of itself: each mark by itself, what only looks like one, and how
 * pages add up to chains. */
#include "test.h"

#include "base/text.h"
#include "record/json_page.h"
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
		{ "\"Operation\\\":\\\"Send\\\"", OPERATION },
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

/* ---- what makes a page ---- */

enum { NONE, PAGE = 1, TABLES = 2, ROWS = 4, BESIDE = 8 };

static unsigned
opened(const char *text, size_t *inside)
{
	struct json_page page;

	assert_true(mia__json_page_open(text, strlen(text), true, &page));
	*inside = page.inside;
	return (page.inside ? PAGE : 0) | (page.of_tables ? TABLES : 0) | (page.of_rows ? ROWS : 0) |
		(page.beside ? BESIDE : 0);
}

static void
each_member_that_makes_a_page(void **state)
{
	static const struct {
		const char *text;
		unsigned is;
	} rows[] = {
		{ "{\"value\":[{\"a\":1}]}", PAGE },
		{ "{ \"value\" : [ {\"a\":1} ] }", PAGE },
		{ "{\"events\":[{\"a\":1}]}", PAGE },
		{ "{\"records\":[{\"a\":1}]}", PAGE },
		{ "{\"Records\":[{\"a\":1}]}", PAGE },
		{ "{\"results\":[{\"a\":1}]}", PAGE },
		{ "{\"data\":[{\"a\":1}]}", PAGE },
		{ "{\"hits\":{\"hits\":[{\"a\":1}]}}", PAGE },
		{ "{\"hits\":{\"total\":7,\"hits\":[{\"a\":1}]}}", PAGE },
		{ "{\"value\":{\"value\":[{\"a\":1}]}}", NONE },
		{ "{\"other\":[{\"a\":1}]}", NONE },
		{ "{\"value\":[]}", PAGE },
		{ "{\"value\":[],\"a\":1}", PAGE },
		{ "{\"other\":[]}", NONE },
		{ "{\"value\":\"[{\"}", NONE },
		/* Whatever the array is called, if a record stands in it. */
		{ "{\"other\":[{\"Operation\":\"Send\",\"CreationTime\":\"x\"}]}", PAGE },
		{ "{\"a\":1,\"b\":\"x\",\"c\":null,\"value\":[{\"a\":1}]}", PAGE },
		/* Behind an object or a list the page must show itself. */
		{ "{\"a\":{},\"value\":[{\"a\":1}]}", NONE },
		{ "{\"a\":[1],\"value\":[{\"a\":1}]}", NONE },
		{ "{\"a\":[],\"value\":[{\"a\":1}]}", PAGE },
		{ "{\"a\":{},\"value\":[{\"Operation\":\"Send\",\"CreationTime\":\"x\"}]}", PAGE },
		/* What a record has in front. */
		{ "{\"Operation\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"operation\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"CreationTime\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"RecordType\":2,\"value\":[{\"a\":1}]}", NONE },
		{ "{\"Id\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"AuditData\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"auditData\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"RawEventData\":\"x\",\"value\":[{\"a\":1}]}", NONE },
		{ "{\"AppAccessContext\":{},\"value\":[{\"Operation\":\"Send\",\"CreationTime\":\"x\"}]}",
			NONE },
		{ "{\"id\":\"x\",\"value\":[{\"a\":1}]}", PAGE },
		/* Rows of tables. */
		{ "{\"tables\":[{\"a\":1}]}", PAGE | TABLES },
		{ "{\"Tables\":[{\"a\":1}]}", PAGE | TABLES },
		{ "{\"rows\":[[1]]}", PAGE | ROWS },
		{ "{\"rows\":[]}", PAGE | ROWS },
		{ "{\"columns\":[1],\"value\":[[1]]}", PAGE | ROWS },
		{ "{\"schema\":[1],\"data\":[[1]]}", PAGE | ROWS },
		{ "{\"fields\":[1],\"results\":[[1]]}", PAGE | ROWS },
		{ "{\"column\":[1],\"value\":[[1]]}", NONE },
		{ "{\"value\":[[1]]}", NONE },
		{ "{\"columns\":[1],\"other\":[[1]]}", NONE },
		/* Of an answer, but with no rows of its result. */
		{ "{\"FrameType\":\"DataSetHeader\"}", BESIDE },
		{ "{\"FrameType\":\"DataSetCompletion\"}", BESIDE },
		{ "{\"FrameType\":\"TableHeader\"}", BESIDE },
		{ "{\"FrameType\":\"TableProgress\"}", BESIDE },
		{ "{\"FrameType\":\"TableCompletion\"}", BESIDE },
		{ "{\"FrameType\":\"DataTable\"}", NONE },
		{ "{\"FrameTypes\":\"TableHeader\"}", NONE },
		{ "{\"FrameType\":\"DataTable\",\"TableKind\":\"PrimaryResult\",\"rows\":[[1]]}",
			PAGE | ROWS },
		{ "{\"TableKind\":\"QueryProperties\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKind\":\"QueryCompletionInformation\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKind\":\"QueryTraceLog\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKind\":\"QueryPerfLog\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKind\":\"QueryPlan\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKind\":\"TableOfContents\",\"rows\":[[1]]}", BESIDE },
		{ "{\"TableKinds\":\"QueryPlan\",\"rows\":[[1]]}", PAGE | ROWS },
		/* Nothing that can be told. */
		{ "{}", NONE },
		{ "{\"a\"", NONE },
		{ "{a:1}", NONE },
		{ "{\"value\":[", NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t inside;
		unsigned is = opened(rows[i].text, &inside);
		if (is != rows[i].is)
			fail_msg("%s: %u", rows[i].text, is);
		if (inside)
			assert_int_equal(rows[i].text[inside - 1], '[');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mark_by_itself),
		cmocka_unit_test(pages_make_chains),
		cmocka_unit_test(each_member_that_makes_a_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
