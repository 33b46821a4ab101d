/* A record that bears a member in which another record stands: neither replaces nor hides the other. */
#include "decoded.h"

#include "record/holders.h"

#define ITEMS(id) \
	"\"OperationCount\":1,\"Folders\":[{\"Id\":\"F\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[{" \
	"\"InternetMessageId\":\"<" id "@x>\"}]}]"
#define OUTER ACCESSED "," BIND ",\"ClientIPAddress\":\"203.0.113.7\"," ITEMS("outer")
#define SEND "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"Send\"}"

enum { MOST = 8192 };

/* text as a string of JSON, with its quotes. */
static void
quote(char *to, const char *text)
{
	*to++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	memcpy(to, "\"", 2);
}

/* The bind stands, with its item; the flags are these. */
static void
assert_outer(const char *text, uint64_t flags, size_t items)
{
	struct decoded d = read_event(text);

	if (d.event->flags != flags || d.event->item_count != items || d.event->access != MIA_ACCESS_BIND)
		print_message("# %s\n# %llx, %zu items\n", text, (unsigned long long)d.event->flags,
			d.event->item_count);
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->item_count, items);
	assert_text(d.event->items[0].internet_message_id, "<outer@x>");
	assert_text(d.event->folders[d.event->items[0].folder].path, "\\Inbox");
	assert_int_equal(d.event->flags, flags);
	done(&d);
}

/* In front of the record's own members, behind them, as a string, as an object, in Elasticsearch's _source. */
static void
assert_everywhere(const char *name, const char *inner, uint64_t flags, size_t items)
{
	static const char *const around[] = { "{\"%s\":%s," OUTER "}", "{" OUTER ",\"%s\":%s}",
		"{\"_source\":{" OUTER ",\"%s\":%s}}" };
	char text[MOST], quoted[MOST];

	quote(quoted, inner);
	for (size_t i = 0; i < sizeof(around) / sizeof(*around); i++)
		for (int string = 0; string < 2; string++) {
			snprintf(text, sizeof(text), around[i], name, string ? quoted : inner);
			assert_outer(text, flags, items);
		}
}

static void
no_envelope_replaces_the_record_around_it(void **state)
{
	const struct holder *h;

	(void)state;
	for (unsigned rank = HOLDER_FIRST; (h = mia__holder_of_rank(rank)) != NULL; rank++) {
		if (h->kind != HOLDS_RECORD)
			continue;
		/* No record, and an empty one. */
		assert_everywhere(h->name.ptr, "{\"a\":1}", 0, 1);
		assert_everywhere(h->name.ptr, "{}", 0, 1);
		/* Of something else. */
		assert_everywhere(h->name.ptr, SEND, MIA_FLAG_ENVELOPE_DIFFERS, 1);
		/* Items that the record does not name are kept as well. */
		assert_everywhere(h->name.ptr, "{" ACCESSED "," BIND "," ITEMS("inner") "}",
			MIA_FLAG_ENVELOPE_DIFFERS, 2);
		assert_everywhere(h->name.ptr, "{" ITEMS("inner") "}", MIA_FLAG_ENVELOPE_DIFFERS, 2);
		/* A copy of the record is one. */
		assert_everywhere(h->name.ptr, "{" OUTER "}", 0, 1);
	}
}

/* Holders in which holders are looked for; lists; and what is called a list of records. */
static void
nor_does_what_holds_envelopes(void **state)
{
	static const char *const names[] = { "value", "records", "Records", "results", "events", "data",
		"message", "AuditData" };
	const struct holder *h;
	char text[MOST];

	(void)state;
	for (unsigned rank = HOLDER_FIRST; (h = mia__holder_of_rank(rank)) != NULL; rank++)
		if (h->kind == HOLDS_HOLDERS) {
			snprintf(text, sizeof(text), "{" OUTER ",\"%s\":{\"message\":" SEND "}}",
				h->name.ptr);
			assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
		}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(text, sizeof(text), "{" OUTER ",\"%s\":[" SEND "]}", names[i]);
		assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
		snprintf(text, sizeof(text), "{" OUTER ",\"%s\":[{\"a\":1},2]}", names[i]);
		assert_outer(text, 0, 1);
	}
}

/* Twice nested: the record in the first envelope counts, and that in it is told. */
static void
a_record_in_a_record_in_a_record(void **state)
{
	char inner[MOST / 2], text[MOST], quoted[MOST / 2];

	(void)state;
	snprintf(inner, sizeof(inner), "{" OUTER ",\"message\":" SEND "}");
	snprintf(text, sizeof(text), "{\"AuditData\":%s}", inner);
	assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
	quote(quoted, inner);
	snprintf(text, sizeof(text), "{\"AuditData\":%s}", quoted);
	assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
	snprintf(text, sizeof(text), "{" OUTER ",\"message\":%s}", quoted);
	assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
}

/* Where only the one inside is an access it counts, and what is around it is told. */
static void
an_access_inside_is_not_lost(void **state)
{
	char text[MOST];
	struct decoded d;

	(void)state;
	snprintf(text, sizeof(text),
		"{" COMMON ",\"Operation\":\"Send\",\"Item\":{\"InternetMessageId\":\"<sent@x>\"},"
		"\"message\":{" OUTER "}}");
	d = read_event(text);
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_int_equal(d.event->access, MIA_ACCESS_BIND);
	assert_int_equal(d.event->item_count, 2);
	assert_int_equal(d.event->flags, MIA_FLAG_ENVELOPE_DIFFERS);
	done(&d);
}

/* Bind around, sync inside, throttled inside: of unknown kind, and throttled. */
static void
what_both_state_is_kept(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"{" OUTER ",\"message\":{" ACCESSED
		",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":"
		"\"Sync\"},{\"Name\":\"IsThrottled\",\"Value\":\"True\"}],\"Folders\":[{\"Id\":\"G\"}]}}");

	assert_int_equal(d.event->access, MIA_ACCESS_UNSTATED);
	assert_int_equal(d.event->throttled, MIA_YES);
	assert_int_equal(d.event->folder_count, 2);
	assert_true(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS);
	assert_true(d.event->flags & MIA_FLAG_THROTTLED_UNCLEAR);
	done(&d);
}

/* A broken text in the member: the record stands, with its own items. */
static void
a_broken_text_is_none(void **state)
{
	(void)state;
	assert_outer(
		"{" OUTER
		",\"message\":\"{\\\"Folders\\\":[{\\\"Id\\\":\\\"x\\\",\\\"FolderItems\\\":[{\\\"Id\\\":\"}",
		0, 1);
}

/* Of two records in one wrapper the service's counts; where the other says something else it is told. */
static void
records_beside_each_other(void **state)
{
	(void)state;
	assert_outer("{\"_raw\":" SEND ",\"AuditData\":{" OUTER "}}", MIA_FLAG_ENVELOPE_DIFFERS, 1);
	assert_outer("{\"AuditData\":{" OUTER "},\"_raw\":\"{\\\"Operation\\\":\\\"Send\\\"}\"}",
		MIA_FLAG_ENVELOPE_DIFFERS, 1);
	assert_outer("{\"AuditData\":{" OUTER "},\"_raw\":{" OUTER "}}", 0, 1);
	/* Two records that differ in nothing but their ids are not one. */
#define RAW(n) \
	"\"_raw\":{\"Operation\":\"MailItemsAccessed\",\"Folders\":[{\"Id\":\"F\"}]," \
	"\"Id\":\"c0000000-0000-4000-8000-00000000000" n "\"}"
	assert_outer("{\"AuditData\":{" OUTER "}," RAW("2") "}", MIA_FLAG_ENVELOPE_DIFFERS, 1);
	assert_outer("{\"AuditData\":{" OUTER "}," RAW("1") "}", 0, 1);
	assert_outer("{\"AuditData\":{" OUTER ",\"SessionId\":\"s\"},\"_raw\":{" OUTER
		     ",\"SessionId\":\"t\"}}",
		MIA_FLAG_ENVELOPE_DIFFERS, 1);
}

/* A cell of a row in which the record stands in columns, and members of AuditData. */
static void
cells_replace_nothing(void **state)
{
	(void)state;
	struct decoded d = read_event(
		"Operation,CreationTime,UserId,MailAccessType,Note\n"
		"MailItemsAccessed,2026-03-17T09:16:20,c@example.org,Sync,"
		"\"{\"\"Operation\"\":\"\"Send\"\",\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\"}\"\n");
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_true(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS);
	done(&d);
	d = read_event(
		"Operations,AuditData\nMailItemsAccessed,\"{\"\"Operation\"\":\"\"MailItemsAccessed\"\","
		"\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"message\"\":{\"\"Operation\"\":"
		"\"\"Send\"\"}}\"\n");
	assert_text(d.event->operation, "MailItemsAccessed");
	assert_true(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS);
	done(&d);
}

/* Without a body of its own the record is read a second time; what is in it overrules nothing then either. */
static void
the_second_reading_overrules_nothing(void **state)
{
	static const char *const inner[] = { "\"message.Operation\":\"Send\"",
		"\"x\":\"{\\\"Operation\\\":\\\"Send\\\"}\"", ("\"data\":{\"office365\":" SEND "}"),
		("\"message\":" SEND) };
	char text[MOST];

	(void)state;
	for (size_t i = 0; i < sizeof(inner) / sizeof(*inner); i++) {
		snprintf(text, sizeof(text), "{" ACCESSED ",\"SessionId\":\"s\",%s}", inner[i]);
		struct decoded d = read_event(text);
		assert_text(d.event->operation, "MailItemsAccessed");
		assert_text(d.event->session_id, "s");
		assert_true(d.event->flags & MIA_FLAG_ENVELOPE_DIFFERS);
		done(&d);
	}
}

/* A record in a text says that the access failed, and is otherwise the same: nothing is taken away. */
static void
a_failure_inside_takes_nothing_away(void **state)
{
	(void)state;
	static const char *const results[] = { "Failed", "False", " failure " };
	char text[MOST], inner[MOST], quoted[MOST];

	for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++) {
		snprintf(inner, sizeof(inner), "{" OUTER ",\"ResultStatus\":\"%s\"}", results[i]);
		quote(quoted, inner);
		snprintf(text, sizeof(text), "{" OUTER ",\"message\":%s}", quoted);
		assert_outer(text, MIA_FLAG_ENVELOPE_DIFFERS, 1);
		snprintf(text, sizeof(text), "{" OUTER ",\"ResultStatus\":\"Failed\",\"message\":%s}",
			quoted);
		assert_outer(text, MIA_FLAG_FAILED, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_envelope_replaces_the_record_around_it),
		cmocka_unit_test(nor_does_what_holds_envelopes),
		cmocka_unit_test(a_failure_inside_takes_nothing_away),
		cmocka_unit_test(a_record_in_a_record_in_a_record),
		cmocka_unit_test(an_access_inside_is_not_lost),
		cmocka_unit_test(what_both_state_is_kept),
		cmocka_unit_test(a_broken_text_is_none),
		cmocka_unit_test(records_beside_each_other),
		cmocka_unit_test(cells_replace_nothing),
		cmocka_unit_test(the_second_reading_overrules_nothing),
	};
	return cmocka_run_group_tests_name("event_inner", tests, NULL, NULL);
}
