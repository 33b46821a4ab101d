/* What admin records, searches and accesses to attachments say besides: by the
 * fast path and by yajl alone, which must give the same event. */
#include "decoded.h"
#include "failing.h"

#include "base/error.h"
#include "event/decode.h"

struct both {
	struct decoder fast, plain;
	struct batch batch;
};

static void
begin(struct both *b)
{
	memset(b, 0, sizeof(*b));
	assert_true(mia__decoder_init(&b->fast, &mia__malloc_allocator, 0));
	assert_true(mia__decoder_init(&b->plain, &mia__malloc_allocator, 0));
	b->plain.without_skim = true;
	mia__batch_init(&b->batch, &mia__malloc_allocator);
}

static void
end(struct both *b)
{
	mia__decoder_release(&b->fast);
	mia__decoder_release(&b->plain);
	mia__batch_release(&b->batch);
}

static void
same_text(struct mia_text a, struct mia_text b)
{
	assert_int_equal(a.ptr != NULL, b.ptr != NULL);
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.ptr, b.ptr, a.len);
}

/* The event of one record by both ways; borrowed until the next. */
static const struct mia_event *
decoded(struct both *b, const char *text)
{
	static const struct mia_source source;
	struct record record = { .len = strlen(text), .length = strlen(text), .number = 1, .last = true };
	const struct mia_event *x = &b->fast.event, *y = &b->plain.event;

	assert_true(mia__batch_reserve(&b->batch, record.len + SKIM_PADDING));
	memcpy(b->batch.buf, text, record.len);
	memset(b->batch.buf + record.len, 'x', SKIM_PADDING);
	enum mia_status fast = mia__decode_record(&b->fast, &b->batch, &record, &source);
	if (fast != MIA_OK)
		print_message("# %s: %s\n", text, b->fast.reject.detail);
	assert_int_equal(fast, MIA_OK);
	assert_int_equal(mia__decode_record(&b->plain, &b->batch, &record, &source), MIA_OK);
	assert_memory_equal(x->key, y->key, sizeof(x->key));
	assert_int_equal(x->content, y->content);
	assert_int_equal(x->flags, y->flags);
	same_text(x->object_id, y->object_id);
	assert_int_equal(x->parameter_count, y->parameter_count);
	for (size_t i = 0; i < x->parameter_count; i++) {
		same_text(x->parameters[i].name, y->parameters[i].name);
		same_text(x->parameters[i].value, y->parameters[i].value);
	}
	assert_int_equal(x->item_count, y->item_count);
	for (size_t i = 0; i < x->item_count; i++)
		same_text(x->items[i].id, y->items[i].id);
	assert_int_equal(x->attachment_count, y->attachment_count);
	assert_int_equal(x->result_index, y->result_index);
	assert_int_equal(x->result_count, y->result_count);
	return x;
}

static const struct mia_event *
with(struct both *b, const char *operation, const char *members)
{
	static char text[4096];

	snprintf(text, sizeof(text), "{" COMMON ",\"Operation\":\"%s\"%s%s}", operation, *members ? "," : "",
		members);
	return decoded(b, text);
}

static void
assert_parameter(const struct mia_event *event, const char *name, const char *value)
{
	struct mia_text t = mia_event_parameter(event, name);

	assert_int_equal(t.ptr != NULL, value != NULL);
	if (value && !text_equal(t, text_of(value)))
		fail_msg("%s is \"%.*s\", not \"%s\"", name, (int)t.len, t.ptr, value);
}

#define ATTACHMENT(members) with(&b, "AttachmentAccess", members)
#define RULE "{\"Name\":\"Name\",\"Value\":\".\"},{\"Name\":\"MarkAsRead\",\"Value\":\"True\"}"

static void
parameters_stand_in_many_forms(void **state)
{
	static const char *const forms[] = {
		"\"Parameters\":[" RULE "]",
		"\"Parameters\":[{\"Value\":\".\",\"Name\":\"Name\"},{\"value\":true,\"name\":\"MarkAsRead\"}]",
		/* Sentinel writes structure as text. */
		"\"Parameters\":\"[{\\\"Name\\\":\\\"Name\\\",\\\"Value\\\":\\\".\\\"},{\\\"Name\\\":\\\"MarkAsRead\\\",\\\"Value\\\":\\\"True\\\"}]\"",
		"\"Parameters\":[\"@{Name=Name; Value=.}\",\"@{Name=MarkAsRead; Value=True}\"]",
		"\"Parameters\":\"-Name \\\".\\\" -MarkAsRead \\\"True\\\"\"",
		"\"Parameters\":\"-Name . -MarkAsRead:True\"",
	};
	struct both b;

	(void)state;
	begin(&b);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const struct mia_event *e = with(&b, "New-InboxRule", forms[i]);
		assert_int_equal(e->parameter_count, 2);
		assert_parameter(e, "name", ".");
		assert_parameter(e, "MARKASREAD", "True");
		assert_parameter(e, "MarkAs", NULL);
		assert_int_equal(e->flags, 0);
		assert_int_equal(e->item_count, 0);
	}
#define COUNT(json) with(&b, "New-InboxRule", "\"Parameters\":" json)->parameter_count
	assert_int_equal(COUNT("[]"), 0);
	assert_int_equal(COUNT("null"), 0);
	assert_int_equal(COUNT("[null,7,{}]"), 0);
	assert_int_equal(COUNT("{\"Name\":\"Force\",\"Value\":\"True\"}"), 1);
	assert_int_equal(with(&b, "New-InboxRule", "\"Parameters\":\"System.Object[]\"")->parameter_count, 0);
	end(&b);
}

static void
values_of_any_kind_are_text(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
#define VALUE(json) \
	with(&b, "Set-Mailbox", \
		"\"Parameters\":[{\"Name\":\"A\",\"Value\":" json "},{\"Name\":\"B\",\"Value\":\"b\"}]")
	assert_parameter(VALUE("90"), "A", "90");
	assert_parameter(VALUE("false"), "A", "False");
	/* Set to nothing is not the same as not set. */
	assert_parameter(VALUE("\"\""), "A", "");
	assert_parameter(VALUE("null"), "A", "");
	assert_parameter(VALUE("[]"), "A", "");
	assert_parameter(VALUE("[\"x@example.org\",\"y@example.org\"]"), "A", "x@example.org,y@example.org");
	assert_parameter(VALUE("[1,[true,\"\\u003cz\\u003e\"],{\"Id\":\"w\",\"More\":{\"Deep\":2}}]"), "A",
		"1,True,<z>,w,2");
	assert_parameter(VALUE("{\"Address\":\"x@example.org\"}"), "A", "x@example.org");
	assert_parameter(VALUE("{\"Address\":\"x@example.org\"}"), "B", "b");
	/* Escapes: letters only, and others, which cannot wait. */
	assert_parameter(VALUE("\"a\\\\b\\r\\n\\\"c\\\"\""), "A", "a\\b\r\n\"c\"");
	assert_parameter(VALUE("\"\\u003ca@example.org\\u003e\""), "A", "<a@example.org>");
	assert_parameter(VALUE("\"\\u003ca@example.org\\u003e\""), "B", "b");
#undef VALUE
	/* A text of PowerShell may hold what parts its members. */
	const struct mia_event *e = with(&b, "Set-Mailbox",
		"\"Parameters\":[\"@{Name=ForwardTo; Value=a@example.org; b@example.org; Name=no}\"]");
	assert_int_equal(e->parameter_count, 1);
	assert_parameter(e, "ForwardTo", "a@example.org; b@example.org; Name=no");
	e = with(&b, "New-ComplianceSearchAction",
		"\"Parameters\":\"-SearchName \\\"The \\\"big\\\" -5 case\\\" -Export -Format FxStream\"");
	assert_int_equal(e->parameter_count, 3);
	assert_parameter(e, "SearchName", "The \"big\" -5 case");
	assert_parameter(e, "Export", "");
	assert_parameter(e, "Format", "FxStream");
	end(&b);
}

static void
changes_of_the_directory_are_parameters(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	const struct mia_event *e = with(&b, "Update user.",
		"\"ObjectId\":\"carla@example.org\",\"ModifiedProperties\":["
		"{\"Name\":\"StrongAuthenticationMethod\",\"NewValue\":\"[\\r\\n 1\\r\\n]\",\"OldValue\":\"[]\"},{\"Name\":\"Gone\",\"OldValue\":\"x\"}]");
	assert_int_equal(e->parameter_count, 2);
	assert_parameter(e, "StrongAuthenticationMethod", "[\r\n 1\r\n]");
	assert_parameter(e, "Gone", "");
	assert_true(text_equal(e->object_id, TEXT("carla@example.org")));
	e = with(&b, "Update user.", "\"ModifiedProperties\":[\"@{Name=A; NewValue=n; OldValue=o}\"]");
	assert_int_equal(e->parameter_count, 1);
	assert_parameter(e, "A", "n");
	/* Records of a mailbox's items name what a client changed. */
	e = with(&b, "Update", "\"ModifiedProperties\":[\"ItemSubject\",\"RecipientsTo\"]");
	assert_int_equal(e->parameter_count, 0);
	assert_int_equal(e->flags, 0);
	end(&b);
}

static void
a_key_twice_is_told(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	const struct mia_event *e = with(&b, "Set-Mailbox",
		"\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"}],\"Parameters\":[{\"Name\":\"B\",\"Value\":\"2\"}]");
	assert_int_equal(e->flags, MIA_FLAG_DUP_KEY);
	assert_int_equal(e->parameter_count, 2);
	assert_parameter(e, "A", "1");
	assert_parameter(e, "B", "2");
	e = with(&b, "Set-Mailbox", "\"Parameters\":[{\"Name\":\"A\",\"Value\":[\"1\"],\"Value\":\"2\"}]");
	assert_int_equal(e->parameter_count, 2);
	assert_true(text_equal(e->parameters[1].value, TEXT("2")));
	e = ATTACHMENT(
		"\"Messages\":[{\"Id\":\"RgA1\"}],\"Messages\":[{\"Id\":\"RgA2\",\"MessageItems\":[{}]}]");
	assert_int_equal(e->flags, MIA_FLAG_DUP_KEY);
	assert_int_equal(e->item_count, 2);
	assert_true(text_equal(e->items[0].id, TEXT("RgA1")));
	assert_true(text_equal(e->items[1].id, TEXT("RgA2")));
	assert_int_equal(e->attachment_count, 1);
	/* A name of a parameter twice is none: both stand, the first is found. */
	e = with(&b, "Set-Mailbox",
		"\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"},{\"Name\":\"A\",\"Value\":\"2\"}]");
	assert_int_equal(e->flags, 0);
	assert_int_equal(e->parameter_count, 2);
	assert_parameter(e, "A", "1");
	end(&b);
}

/* What is no document must not cost the event. */
static void
rubbish_in_place_of_parameters_is_flagged(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	const struct mia_event *e =
		with(&b, "Set-Mailbox", "\"Parameters\":\"{Identity, ForwardingSmtpAddress}\"");
	assert_int_equal(e->flags, MIA_FLAG_BAD_VALUE);
	assert_int_equal(e->parameter_count, 0);
	e = with(&b, "Update user.", "\"ModifiedProperties\":\"[A, B]\"");
	assert_int_equal(e->flags, MIA_FLAG_BAD_VALUE);
	end(&b);
}

#define MESSAGE \
	"{\"Path\":\"Messages\",\"Id\":\"RgA1\",\"MessageItems\":[{\"SizeInBytes\":2379,\"Id\":\"RgA1x\"},{\"Id\":\"RgA1y\"}]}"

static void
attachments_name_their_messages(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	/* Six operations are stated and three attachments named: nothing is made up. */
	const struct mia_event *e = ATTACHMENT(
		"\"OperationCount\":6,\"Messages\":[" MESSAGE
		",{\"Id\":\"RgA2\",\"ImmutableId\":\"AAk2\",\"InternetMessageId\":\"two@example.org\",\"MessageItems\":{\"Id\":\"RgA2x\"}}]");
	assert_int_equal(e->access, MIA_ACCESS_NONE);
	assert_null(e->bind);
	assert_int_equal(e->item_count, 2);
	assert_int_equal(e->attachment_count, 3);
	assert_int_equal(e->flags, MIA_FLAG_MESSAGE_ID_REWRITTEN);
	assert_true(text_equal(e->items[0].id, TEXT("RgA1")));
	assert_null(e->items[0].internet_message_id.ptr);
	assert_int_equal(e->items[0].folder, MIA_NO_FOLDER);
	/* The attachment's is not the message's. */
	assert_int_equal(e->items[0].size_bytes, MIA_SIZE_UNKNOWN);
	assert_true(text_equal(e->items[1].immutable_id, TEXT("AAk2")));
	assert_true(text_equal(e->items[1].internet_message_id, TEXT("<two@example.org>")));
	e = ATTACHMENT(
		"\"Messages\":\"[{\\\"Id\\\":\\\"RgA1\\\",\\\"MessageItems\\\":[{\\\"Id\\\":\\\"x\\\"}]}]\"");
	assert_int_equal(e->item_count, 1);
	assert_int_equal(e->attachment_count, 1);
	e = ATTACHMENT("\"Messages\":[\"@{Path=Messages; Id=RgA1; MessageItems=System.Object[]}\"]");
	assert_int_equal(e->item_count, 1);
	assert_true(text_equal(e->items[0].id, TEXT("RgA1")));
	assert_int_equal(e->attachment_count, 0);
	assert_int_equal(e->flags, MIA_FLAG_ITEMS_LOST);
	e = ATTACHMENT("\"Messages\":\"@{Id=RgA1; InternetMessageId=<one@x>}\"");
	assert_true(e->item_count == 1 && text_equal(e->items[0].internet_message_id, TEXT("<one@x>")));
	/* Only this operation has messages there: of an access nothing else is left. */
	static const char *const others[] = { "MailItemsAccessed", "MessagesListed", "AttachmentAccessed" };
	for (size_t i = 0; i < 3; i++) {
		e = with(&b, others[i], BIND ",\"Messages\":[" MESSAGE ",\"System.Object[]\"]");
		assert_int_equal(e->item_count, 0);
		assert_int_equal(e->attachment_count, 0);
		/* A kind of access under another operation: its name was lost. */
		assert_int_equal(e->flags, MIA_FLAG_PAYLOAD_LOST | (i ? MIA_FLAG_ACCESS_UNSTATED : 0));
	}
	end(&b);
}

/* ---- beside a record ---- */

#define INNER \
	"{\\\"CreationTime\\\":\\\"2026-03-17T09:16:20\\\",\\\"Id\\\":\\\"1\\\",\\\"Operation\\\":\\\"Send\\\",\\\"ResultIndex\\\":77}"

static void
the_place_in_a_search_stands_beside_the_record(void **state)
{
	static const char *const csv =
		"CreationDate,UserIds,Operations,AuditData,ResultIndex,ResultCount\n"
		"2026-03-17T09:16:20,carla@example.org,Send,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"1\"\",\"\"Operation\"\":\"\"Send\"\",\"\"UserId\"\":\"\"carla@example.org\"\"}\",17,5000\n";
	struct decoded d = read_event(csv);
	struct both b;

	(void)state;
	assert_int_equal(d.event->result_index, 17);
	assert_int_equal(d.event->result_count, 5000);
	done(&d);
	begin(&b);
	const struct mia_event *e =
		decoded(&b, "{\"ResultIndex\":3,\"ResultCount\":\"40\",\"AuditData\":\"" INNER "\"}");
	assert_int_equal(e->result_index, 3);
	assert_int_equal(e->result_count, 40);
	e = decoded(&b,
		"{\"AuditData\":{" COMMON ",\"Operation\":\"Send\"},\"ResultIndex\":3,\"ResultCount\":40}");
	assert_int_equal(e->result_index, 3);
	assert_int_equal(e->result_count, 40);
	/* A search that failed says so with -1 and 0. */
	e = decoded(&b, "{\"ResultIndex\":-1,\"ResultCount\":0,\"AuditData\":\"" INNER "\"}");
	assert_int_equal(e->result_index, MIA_NOT_COUNTED);
	assert_int_equal(e->result_count, 0);
	e = decoded(&b, "{\"ResultIndex\":\"many\",\"AuditData\":\"" INNER "\"}");
	assert_int_equal(e->result_index, MIA_NOT_COUNTED);
	assert_int_equal(e->result_count, MIA_NOT_COUNTED);
	/* In a record it is something else. */
	e = with(&b, "Send", "\"ResultIndex\":1,\"ResultCount\":2");
	assert_int_equal(e->result_index, MIA_NOT_COUNTED);
	assert_int_equal(e->result_count, MIA_NOT_COUNTED);
	end(&b);
}

/* ---- identity ---- */

#define NO_ID \
	"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"Set-Mailbox\",\"UserId\":\"carla@example.org\""

static void
records_that_change_different_things_are_different(void **state)
{
	(void)state;
	const char *one = NO_ID ",\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"}]}";
	assert_true(same_key(one, one));
	assert_false(same_key(one,
		NO_ID ",\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"2\"}]}"));
	assert_false(same_key(one,
		NO_ID ",\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"B\",\"Value\":\"1\"}]}"));
	assert_false(same_key(one,
		NO_ID ",\"ObjectId\":\"p\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"}]}"));
	assert_false(same_key(one, NO_ID ",\"ObjectId\":\"o\"}"));
}

static uint64_t
content_of(struct both *b, const char *operation, const char *members)
{
	return with(b, operation, members)->content;
}

static void
versions_that_change_different_things_differ(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	uint64_t one = content_of(&b, "Set-Mailbox",
		"\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"},{\"Name\":\"B\",\"Value\":\"2\"}]");
	/* The order is no difference; a value in the place of another is. */
	assert_true(one ==
		content_of(&b, "Set-Mailbox",
			"\"Parameters\":[{\"Name\":\"B\",\"Value\":\"2\"},{\"Name\":\"A\",\"Value\":\"1\"}],\"ObjectId\":\"o\""));
	assert_true(one !=
		content_of(&b, "Set-Mailbox",
			"\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"2\"},{\"Name\":\"B\",\"Value\":\"1\"}]"));
	assert_true(one !=
		content_of(&b, "Set-Mailbox",
			"\"ObjectId\":\"p\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"1\"},{\"Name\":\"B\",\"Value\":\"2\"}]"));
	one = content_of(&b, "AttachmentAccess", "\"Messages\":[" MESSAGE "]");
	assert_true(one !=
		content_of(&b, "AttachmentAccess", "\"Messages\":[{\"Id\":\"RgA1\",\"MessageItems\":[{}]}]"));
	assert_true(one !=
		content_of(&b, "AttachmentAccess",
			"\"Messages\":[{\"Id\":\"RgA2\",\"MessageItems\":[{},{}]}]"));
	/* The place in a search is none of the record's. */
	one = decoded(&b, "{\"ResultIndex\":3,\"ResultCount\":40,\"AuditData\":\"" INNER "\"}")->content;
	assert_true(one ==
		decoded(&b, "{\"ResultIndex\":1,\"ResultCount\":2,\"AuditData\":\"" INNER "\"}")->content);
	end(&b);
}

/* ---- the table of names ---- */

static void
names_are_found_by_their_length(void **state)
{
	static const struct {
		const char *name;
		enum slot slot;
	} known[] = { { "Id", SLOT_ID }, { "_raw", SLOT_RECORD }, { "AppId", SLOT_APP },
		{ "UserId", SLOT_USER }, { "rawData", SLOT_RECORD }, { "ClientIP", SLOT_IP },
		{ "original", SLOT_RECORD }, { "ObjectId", SLOT_OBJECT }, { "Messages", SLOT_MESSAGES },
		{ "AuditData", SLOT_RECORD }, { "o365audit", SLOT_RECORD },
		{ "ActionType", SLOT_OPERATION_ALT }, { "Parameters", SLOT_PARAMETERS },
		{ "ClientAppId", SLOT_CLIENT_APP }, { "ResultIndex", SLOT_RESULT_INDEX },
		{ "ResultCount", SLOT_RESULT_COUNT }, { "AADSessionId", SLOT_AAD_SESSION },
		{ "AffectedItems", SLOT_AFFECTED }, { "UniqueTokenId", SLOT_TOKEN },
		{ "ActorIpAddress", SLOT_IP_ACTOR }, { "OfficeObjectId", SLOT_OBJECT },
		{ "ActorInfoString", SLOT_ACTOR_INFO }, { "AppAccessContext", SLOT_APP_CONTEXT },
		{ "SourceItemIdsList", SLOT_SOURCE_IDS }, { "auditLogRecordType", SLOT_RECORD_TYPE },
		{ "ModifiedProperties", SLOT_MODIFIED }, { "OperationProperties", SLOT_PROPERTIES },
		{ "ItemInternetMessageId", SLOT_ITEM_MESSAGE_ID },
		{ "AggregatedRecordFoldersData", SLOT_FOLDERS },
		{ "SourceItemInternetMessageIdsList", SLOT_SOURCE_MESSAGE_IDS },
		{ "AuditOperationsCountInAggregatedRecord", SLOT_COUNT_STATED } };

	static struct field_index index;

	(void)state;
	mia__fields_index(&index);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		int field = mia__field_find(&index, known[i].name, strlen(known[i].name));
		assert_true(field >= 0);
		assert_int_equal(index.fields[field].slot, known[i].slot);
	}
	assert_int_equal(mia__field_find(&index, "objectId", 8), -1); /* Graph's envelope */
	assert_int_equal(mia__field_find(&index, "", 0), -1);
	/* One byte longer than any name that has room, and one byte shorter than a known one. */
	assert_int_equal(mia__field_find(&index, "AuditOperationsCountInAggregatedRecordXYZ", 41), -1);
	assert_int_equal(mia__field_find(&index, "AuditDat", 8), -1);
}

/* ---- short of memory ---- */

static void
any_allocation_may_fail(void **state)
{
	static const char *const texts[] = {
		"{" COMMON
		",\"Operation\":\"Set-Mailbox\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"a\\nb\"},{\"Name\":\"B\",\"Value\":\"b\"}]}",
		"{" COMMON
		",\"Operation\":\"Set-Mailbox\",\"Parameters\":[{\"Name\":\"A\",\"Value\":[\"1\",\"2\"]}]}",
		"{" COMMON ",\"Operation\":\"Set-Mailbox\",\"Parameters\":\"-A b -C d\"}",
		"{" COMMON ",\"Operation\":\"AttachmentAccess\",\"Messages\":[" MESSAGE "]}",
		"{" COMMON
		",\"Operation\":\"AttachmentAccess\",\"Messages\":[\"@{Id=RgA1; MessageItems=System.Object[]}\"]}",
	};
	static const struct mia_source source;
	struct batch batch;

	(void)state;
	mia__batch_init(&batch, &mia__malloc_allocator);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct record record = { .len = strlen(texts[i]),
			.length = strlen(texts[i]),
			.number = 1,
			.last = true };
		size_t refused = 0;
		assert_true(mia__batch_reserve(&batch, record.len + SKIM_PADDING));
		memcpy(batch.buf, texts[i], record.len);
		for (size_t n = 1;; n++) {
			struct failing f = { .refuse_at = n };
			struct mia_allocator a = failing_allocator(&f);
			struct decoder d;
			bool began = mia__decoder_init(&d, &a, 0);
			enum mia_status status =
				began ? mia__decode_record(&d, &batch, &record, &source) : MIA_ERR_MEMORY;
			assert_int_equal(status, f.calls >= n ? MIA_ERR_MEMORY : MIA_OK);
			mia__decoder_release(&d);
			assert_int_equal(f.bytes, 0);
			if (status == MIA_OK)
				break;
			refused++;
		}
		assert_true(refused > 1);
	}
	mia__batch_release(&batch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_stand_in_many_forms),
		cmocka_unit_test(values_of_any_kind_are_text),
		cmocka_unit_test(changes_of_the_directory_are_parameters),
		cmocka_unit_test(a_key_twice_is_told),
		cmocka_unit_test(rubbish_in_place_of_parameters_is_flagged),
		cmocka_unit_test(attachments_name_their_messages),
		cmocka_unit_test(the_place_in_a_search_stands_beside_the_record),
		cmocka_unit_test(records_that_change_different_things_are_different),
		cmocka_unit_test(versions_that_change_different_things_differ),
		cmocka_unit_test(names_are_found_by_their_length),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("event-parameters", tests, NULL, NULL);
}
