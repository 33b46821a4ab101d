/* Each row of the table of holders means for every reader of wrappers what it says. */
#include "decoded.h"

#include <stdio.h>

#include "event/fields.h"
#include "record/holders.h"

#define RECORD "{" ACCESSED "," BIND "}"
#define QUOTED \
	"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Id\\\":\\\"c0000000-0000-4000-8000-000000000001\\\",\\\"UserId\\\":\\\"carla@example.org\\\",\\\"MailboxGuid\\\":\\\"b0000000-0000-4000-8000-000000000001\\\",\\\"Operation\\\":\\\"MailItemsAccessed\\\",\\\"OperationProperties\\\":[{\\\"Name\\\":\\\"MailAccessType\\\",\\\"Value\\\":\\\"Bind\\\"}]}"
#define CELL \
	"\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"c0000000-0000-4000-8000-000000000001\"\",\"\"UserId\"\":\"\"carla@example.org\"\",\"\"MailboxGuid\"\":\"\"b0000000-0000-4000-8000-000000000001\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"OperationProperties\"\":[{\"\"Name\"\":\"\"MailAccessType\"\",\"\"Value\"\":\"\"Bind\"\"}]}\""

enum { TEXT_MOST = 2048 };

/* Writes the format into text; its %s is the name of the holder, each time. */
static void
make(char text[TEXT_MOST], const char *format, const struct holder *h)
{
	int len = snprintf(text, TEXT_MOST, format, h->name.ptr, h->name.ptr);

	assert_true(len > 0 && len < TEXT_MOST);
}

/* The text is one event: the bind of RECORD. */
static void
assert_bind(const char *text)
{
	struct decoded d = read_event(text);

	if (!text_equal(d.event->actor, text_of("carla@example.org")) || d.event->access != MIA_ACCESS_BIND)
		print_message("# %s\n", text);
	assert_text(d.event->actor, "carla@example.org");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	next(&d);
	assert_int_equal(d.status, MIA_END);
	done(&d);
}

/* Walks the rows of one kind; each names the row that fails. */
#define each_row(h, kind_) \
	unsigned rank = HOLDER_FIRST; \
	((h) = mia__holder_of_rank(rank)) != NULL; \
	rank++) \
		if ((h)->kind == (kind_)

static void
a_record_is_found_as_object_and_as_text(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		make(text, "{\"Operation\":\"Send\",\"%s\":" RECORD "}", h);
		assert_bind(text);
		make(text, "{\"Operation\":\"Send\",\"%s\":\"" QUOTED "\"}", h);
		assert_bind(text);
	}
}

static void
the_smaller_rank_counts(void **state)
{
	const struct holder *h, *before = NULL;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		if (before) {
			/* As objects and as texts, whichever stands first. */
			snprintf(text, sizeof(text), "{\"%s\":{\"Operation\":\"Send\"},\"%s\":" RECORD "}",
				h->name.ptr, before->name.ptr);
			assert_bind(text);
			snprintf(text, sizeof(text), "{\"%s\":" RECORD ",\"%s\":{\"Operation\":\"Send\"}}",
				before->name.ptr, h->name.ptr);
			assert_bind(text);
			snprintf(text, sizeof(text),
				"{\"%s\":\"{\\\"Operation\\\":\\\"Send\\\"}\",\"%s\":\"" QUOTED "\"}",
				h->name.ptr, before->name.ptr);
			assert_bind(text);
		}
		before = h;
	}
}

/* Beside what is a record of its own, which may lack what stood in it. */
static void
a_record_that_is_no_json_is_damage(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		make(text, "{\"Operation\":\"Send\",\"UserId\":\"u\",\"%s\":\"{\\\"Operation\\\":\"}", h);
		struct decoded d = read_event(text);
		assert_text(d.event->operation, "Send");
		assert_int_equal(d.event->flags & MIA_FLAG_ITEMS_LOST, MIA_FLAG_ITEMS_LOST);
		done(&d);
		/* Nothing around it says what it was. */
		make(text, "{\"UserId\":\"u\",\"%s\":\"{\\\"Operation\\\":\"}", h);
		if (!(h->flags & HOLDER_ANYTHING))
			assert_rejected(text, MIA_REASON_BAD_JSON);
	}
}

static void
a_column_holds_the_record(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		/* Of other names the cell is found by what stands in it. */
		make(text, "Other,%s\nx," CELL "\n", h);
		assert_bind(text);
	}
	assert_bind("Number,Column 4\n1," CELL "\n");
}

static void
holders_lie_in_holders(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_HOLDERS)) {
		make(text, "{\"other\":1,\"%s\":{\"AuditData\":" RECORD "}}", h);
		assert_bind(text);
		make(text, "{\"other\":1,\"%s\":{\"AuditData\":\"" QUOTED "\"}}", h);
		assert_bind(text);
	}
}

/* Elastic's "event" has a holder of its own, which the first reading knows. What it
 * does not know is found by the second, where an operation lacks its items, or where
 * what only accesses have stands in it. */
static void
an_event_holds_those_that_say_so(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		make(text, "{\"event\":{\"action\":\"Send\",\"%s\":\"" QUOTED "\"}}", h);
		assert_bind(text);
		make(text, "{\"event\":{\"action\":\"UserLoggedIn\",\"%s\":\"" QUOTED "\"}}", h);
		assert_bind(text);
	}
}

/* The text is a page of two records, and the container says so. */
static void
assert_page_of_two(const char *text)
{
	struct decoded d = read_event(text);

	next(&d);
	if (d.status != MIA_OK)
		print_message("# %s\n", text);
	assert_int_equal(d.status, MIA_OK);
	next(&d);
	assert_int_equal(d.status, MIA_END);
	assert_int_equal(mia_evidence_source(d.evidence, 0)->container, MIA_CONTAINER_JSON_PAGE);
	done(&d);
}

static void
assert_lost_and_two(const char *text)
{
	struct decoded d = read_bytes(text, strlen(text));

	assert_int_equal(d.status, MIA_REJECTED);
	assert_int_equal(d.reject->reason, MIA_REASON_BAD_JSON);
	for (int i = 0; i < 2; i++) {
		next(&d);
		assert_int_equal(d.status, MIA_OK);
	}
	next(&d);
	assert_int_equal(d.status, MIA_END);
	done(&d);
}

static void
a_page_is_an_array_of_records(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_PAGE)) {
		make(text, "{\"next\":\"x\",\"%s\":[" RECORD "," RECORD "]}", h);
		assert_page_of_two(text);
		make(text, "{\"%s\":{\"%s\":[" RECORD "," RECORD "]}}", h);
		if (h->flags & HOLDER_TWICE)
			assert_page_of_two(text);
		else
			assert_rejected(text, MIA_REASON_NOT_A_RECORD);
	}
}

/* {"AuditData":{...},"value":[...]} is one record with a list in it. Under other names it is a page, and the
 * record in front is told to be lost. */
static void
a_record_in_front_of_an_array_makes_no_page(void **state)
{
	const struct holder *h;
	char text[TEXT_MOST];

	(void)state;
	for (each_row(h, HOLDS_RECORD)) {
		make(text,
			"{\"%s\":\"" QUOTED
			"\",\"value\":[{\"Operation\":\"Send\"},{\"Operation\":\"Send\"}]}",
			h);
		if (h->flags & HOLDER_NO_PAGE)
			assert_bind(text);
		else
			assert_lost_and_two(text);
	}
}

/* Names are told apart by the index of fields, in which each has a place. */
static void
each_name_stands_once(void **state)
{
	static struct field_index index;
	const struct holder *h;

	(void)state;
	mia__fields_index(&index);
	for (unsigned rank = HOLDER_FIRST; (h = mia__holder_of_rank(rank)) != NULL; rank++) {
		int field = mia__field_find(&index, h->name.ptr, h->name.len);
		assert_int_equal(mia__holder_find(h->name, h->kind, 0), rank);
		if (field < 0 || index.fields[field].rank != rank)
			fail_msg(
				"'%s' is no field of its own: FIELD_MOST or FIELD_LONGEST is too small, or the name stands twice",
				h->name.ptr);
	}
	assert_null(mia__holder_of_rank(HOLDER_NONE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_found_as_object_and_as_text),
		cmocka_unit_test(the_smaller_rank_counts),
		cmocka_unit_test(a_record_that_is_no_json_is_damage),
		cmocka_unit_test(a_column_holds_the_record),
		cmocka_unit_test(holders_lie_in_holders),
		cmocka_unit_test(an_event_holds_those_that_say_so),
		cmocka_unit_test(a_page_is_an_array_of_records),
		cmocka_unit_test(a_record_in_front_of_an_array_makes_no_page),
		cmocka_unit_test(each_name_stands_once),
	};
	return cmocka_run_group_tests_name("event_holders", tests, NULL, NULL);
}
