/* Tables: what cannot be used, with books like the evidence's. */
#include "failing.h"
#include "tables.h"

static void
bad_rows_do_not_take_others_with_them(void **state)
{
	struct table t = open_text("a,b\ngood,1\nfew\ngood,2\nmany,1,2\ngood,3\n");

	(void)state;
	assert_row(t);
	next_row(&t);
	assert_reject(t, TOO_FEW_COLUMNS);
	assert_text(t.reject->raw, "few");
	assert_text(t.reject->header, "a,b");
	assert_string_equal(t.reject->detail, "1 columns where the header has 2");
	assert_int_equal(t.reject->place.record, 2);
	assert_int_equal(t.reject->place.line, 3);
	assert_int_equal(t.reject->place.offset, 11);
	next_row(&t);
	assert_row(t);
	assert_text(value(&t, "b"), "2");
	next_row(&t);
	assert_reject(t, TOO_MANY_COLUMNS);
	assert_string_equal(t.reject->detail, "3 columns where the header has 2");
	assert_books(&t, 3, 2);
	close_table(&t);
}

static void
what_is_no_object_is_no_row(void **state)
{
	struct table t = open_text("[{\"a\":1},2,\"text\",[3],{\"a\":}, {\"a\":4}]");

	(void)state;
	assert_row(t);
	next_row(&t);
	assert_reject(t, NOT_A_RECORD);
	next_row(&t);
	assert_reject(t, NOT_A_RECORD);
	next_row(&t);
	assert_reject(t, NOT_A_RECORD);
	next_row(&t);
	assert_reject(t, BAD_JSON);
	assert_text(t.reject->raw, "{\"a\":}");
	next_row(&t);
	assert_row(t);
	assert_text(value(&t, "a"), "4");
	assert_books(&t, 2, 4);
	close_table(&t);
}

static void
depth_and_length_have_limits(void **state)
{
	struct mia_limits limits = { .size = sizeof(limits), .depth = 3, .record_bytes = 40 };
	const char *text =
		"{\"a\":{\"b\":{\"c\":1}}}\n{\"a\":{\"b\":{\"c\":[1]}}}\n{\"a\":\"0123456789012345678901234567890123456789\"}\n{\"a\":2}\n";
	struct table t = open_bytes(text, strlen(text), &limits);

	(void)state;
	next_row(&t);
	assert_row(t);
	assert_text(value(&t, "a.b.c"), "1");
	next_row(&t);
	assert_reject(t, TOO_DEEP);
	next_row(&t);
	assert_reject(t, TOO_LONG);
	assert_true(t.reject->last);
	next_row(&t);
	assert_row(t);
	assert_books(&t, 2, 2);
	close_table(&t);
}

static void
long_names_around_many_values_are_refused(void **state)
{
	size_t len = 0, cap = 1 << 20;
	char *text = malloc(cap);

	(void)state;
	assert_non_null(text);
	len += (size_t)snprintf(text, cap, "{\"%065536d\":{\"m\":1", 7);
	for (int i = 0; i < 1000; i++)
		len += (size_t)snprintf(text + len, cap - len, ",\"m\":1");
	len += (size_t)snprintf(text + len, cap - len, "}}\n{\"good\":1}");
	struct table t = open_bytes(text, len, NULL);
	next_row(&t);
	assert_reject(t, TOO_LONG);
	next_row(&t);
	assert_row(t);
	assert_books(&t, 1, 1);
	close_table(&t);
	free(text);
}

static void
what_is_no_table_says_what_it_is(void **state)
{
	static const struct {
		const char *text, *note;
	} forms[] = {
		{ "%PDF-1.4 a,b", "PDF document" },
		{ "<!DOCTYPE html><html>a,b", "HTML page" },
		{ "\x01\x02\x03,\x04\n", "neither CSV with a header row nor JSON" },
		{ ",,\n1,2,3\n", "neither CSV with a header row nor JSON" },
		{ "\"a\n\"b\",c\n", "neither CSV with a header row nor JSON" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct table t = open_text(forms[i].text);
		assert_reject(t, NOT_AN_EXPORT);
		assert_string_equal(t.reject->detail, forms[i].note);
		assert_books(&t, 0, 1);
		close_table(&t);
	}
	struct table t = open_text("");
	assert_reject(t, EMPTY);
	assert_books(&t, 0, 1);
	close_table(&t);
}

static void
audit_exports_are_told_by_their_container(void **state)
{
	struct table t =
		open_text("CreationDate,Operations,AuditData\n2026,MailItemsAccessed,\"{\"\"a\"\":1}\"\n");

	(void)state;
	assert_row(t);
	assert_int_equal(t.row->place.source->container, MIA_CONTAINER_CSV_AUDITDATA);
	assert_text(value(&t, "AuditData"), "{\"a\":1}");
	assert_books(&t, 1, 0);
	close_table(&t);
}

static void
the_user_may_refuse_a_row(void **state)
{
	struct table t = open_text("a,b\n1,2\nM\xfc,4\n5,6\n");

	(void)state;
	next_row(&t);
	assert_row(t);
	mia__table_reader_refuse(t.reader, MIA_REASON_NOT_A_RECORD, "no address", &t.reject);
	assert_int_equal(t.reject->reason, MIA_REASON_NOT_A_RECORD);
	assert_string_equal(t.reject->detail, "no address");
	assert_text(t.reject->raw, "M\xfc,4");
	assert_text(t.reject->header, "a,b");
	assert_int_equal(t.reject->place.record, 2);
	assert_int_equal(t.reject->place.line, 3);
	assert_true(t.reject->last);
	assert_books(&t, 2, 1);
	assert_int_equal(mia_evidence_source(t.files, 0)->rejected_by[MIA_REASON_NOT_A_RECORD], 1);
	assert_int_equal(mia_evidence_source(t.files, 0)->flagged[__builtin_ctzll(MIA_FLAG_BAD_UTF8)], 0);
	close_table(&t);
}

static void
the_user_may_refuse_a_source(void **state)
{
	(void)state;
	for (int size = 2; size <= 200000; size += 199998) {
		size_t len = 0, cap = 4 * (size_t)size + 64;
		char *text = malloc(cap);
		assert_non_null(text);
		len += (size_t)snprintf(text, cap, "a,b\nshort\n");
		for (int i = 0; i < size; i++)
			len += (size_t)snprintf(text + len, cap - len, "1,2\n");
		struct table t = open_bytes(text, len, NULL);
		assert_int_equal(mia_evidence_count(t.files), 1);
		next_row(&t);
		assert_reject(t, TOO_FEW_COLUMNS);
		next_row(&t);
		assert_row(t);
		assert_int_equal(mia__table_reader_refuse_source(t.reader, "a list of numbers", &t.reject,
					 NULL),
			MIA_OK);
		assert_int_equal(t.reject->reason, MIA_REASON_NOT_AN_EXPORT);
		assert_string_equal(t.reject->detail, "a list of numbers");
		assert_int_equal(t.reject->place.record, 2);
		next_row(&t);
		assert_int_equal(t.status, MIA_END);
		assert_books(&t, 0, 2);
		assert_string_equal(mia_evidence_source(t.files, 0)->note, "a list of numbers");
		assert_int_equal(strlen(mia_evidence_source(t.files, 0)->sha256), 64);
		assert_int_equal(mia_evidence_source(t.files, 0)->stored_bytes, len);
		close_table(&t);
		free(text);
	}
}

struct written {
	char text[4096];
	size_t len;
};

static int
write_text(void *ctx, const void *bytes, size_t size)
{
	struct written *w = ctx;

	assert_true(w->len + size < sizeof(w->text));
	memcpy(w->text + w->len, bytes, size);
	w->len += size;
	return 0;
}

static void
rejects_of_a_table_can_be_read_again(void **state)
{
	struct written w = { .len = 0 };
	struct table t = open_text("a;b\n1;2;3\n");

	(void)state;
	assert_reject(t, TOO_MANY_COLUMNS);
	assert_int_equal(mia_rejects_begin(write_text, &w, NULL), MIA_OK);
	assert_int_equal(mia_rejects_add(t.reject, write_text, &w, NULL), MIA_OK);
	close_table(&t);
	t = open_bytes(w.text, w.len, NULL);
	next_row(&t);
	assert_reject(t, TOO_MANY_COLUMNS);
	assert_string_equal(t.reject->detail, "3 columns where the header has 2");
	assert_text(t.reject->header, "a;b");
	assert_books(&t, 0, 1);
	close_table(&t);
}

static void
evidence_is_read_once(void **state)
{
	struct table t = open_text("a,b\n");
	struct table_reader *again = NULL;
	struct mia_reader *reader = NULL;

	(void)state;
	assert_int_equal(t.status, MIA_END);
	assert_int_equal(mia__table_reader_new(&again, t.files, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_reader_new(&reader, t.files, NULL), MIA_ERR_STATE);
	assert_int_equal(mia__table_reader_new(NULL, t.files, NULL), MIA_ERR_ARGUMENT);
	close_table(&t);
}

static enum mia_status
read_refused(struct failing *f, size_t *rows)
{
	static const char csv[] = "#TYPE x\n\"a\xff\",b\n1,\"2\"\"\"\nfew\n3\xff,4\n";
	static const char json[] = "[{\"a\":\"\\ud800\\n\",\"b\":[{\"c\":1},{\"c\":\"x\\ty\"}]},5]";
	struct mia_allocator a = failing_allocator(f);
	struct mia_evidence *files = NULL;
	struct table_reader *reader = NULL;
	const struct table_row *row;
	const struct mia_reject *reject;
	enum mia_status status = mia_evidence_new(&files, &a, NULL, NULL);

	if (status == MIA_OK)
		status = mia_evidence_add_memory(files, "a.csv", csv, sizeof(csv) - 1, NULL);
	if (status == MIA_OK)
		status = mia_evidence_add_memory(files, "b.json", json, sizeof(json) - 1, NULL);
	if (status == MIA_OK)
		status = mia__table_reader_new(&reader, files, NULL);
	while (status == MIA_OK || status == MIA_REJECTED) {
		status = mia__table_reader_next(reader, &row, &reject, NULL);
		*rows += status == MIA_OK;
		if (status == MIA_REJECTED && reject->reason == MIA_REASON_NOT_A_RECORD)
			status = mia__table_reader_refuse_source(reader, "x", &reject, NULL);
	}
	mia__table_reader_free(reader);
	mia_evidence_free(files);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	struct failing f = { 0 };
	size_t rows = 0, calls;

	(void)state;
	assert_int_equal(read_refused(&f, &rows), MIA_END);
	assert_int_equal(rows, 3);
	assert_int_equal(f.bytes, 0);
	calls = f.calls;
	assert_true(calls > 20);
	for (size_t at = 1; at <= calls; at++) {
		f = (struct failing){ .refuse_at = at };
		assert_int_equal(read_refused(&f, &rows), MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_rows_do_not_take_others_with_them),
		cmocka_unit_test(what_is_no_object_is_no_row),
		cmocka_unit_test(depth_and_length_have_limits),
		cmocka_unit_test(long_names_around_many_values_are_refused),
		cmocka_unit_test(what_is_no_table_says_what_it_is),
		cmocka_unit_test(audit_exports_are_told_by_their_container),
		cmocka_unit_test(the_user_may_refuse_a_row),
		cmocka_unit_test(the_user_may_refuse_a_source),
		cmocka_unit_test(rejects_of_a_table_can_be_read_again),
		cmocka_unit_test(evidence_is_read_once),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("rows_books", tests, NULL, NULL);
}
