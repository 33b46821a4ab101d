/*
 * The fast path learns which keys follow which. What it learned from earlier
 * records must not change what a later one says: each record here is decoded by
 * one decoder after all the others, and by yajl alone, and must be the same event.
 */
#include "failing.h"

#include "base/error.h"
#include "event/decode.h"

struct both {
	struct decoder fast, plain;
	struct batch batch;
	struct csv_header *header;
};

static void
begin(struct both *b)
{
	bool no_memory = false;

	memset(b, 0, sizeof(*b));
	assert_true(mia__decoder_init(&b->fast, &mia__malloc_allocator, 0));
	assert_true(mia__decoder_init(&b->plain, &mia__malloc_allocator, 0));
	b->plain.without_skim = true;
	mia__batch_init(&b->batch, &mia__malloc_allocator);
	b->header = mia__csv_header_new(&mia__malloc_allocator,
		(struct mia_text){ "Operation,AuditData", strlen("Operation,AuditData") }, ',', &no_memory);
	assert_non_null(b->header);
}

static void
end(struct both *b)
{
	mia__csv_header_free(b->header);
	mia__decoder_release(&b->fast);
	mia__decoder_release(&b->plain);
	mia__batch_release(&b->batch);
}

static void
same_text(struct mia_text a, struct mia_text b)
{
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.ptr, b.ptr, a.len);
}

/* By both ways; behind the text stand bytes that would go on with it. NULL: both refused it. */
static const struct mia_event *
decode(struct both *b, const char *text, const char *behind, const struct csv_header *header)
{
	static const struct mia_source source;
	size_t len = strlen(text);
	struct record record = { .len = len, .length = len, .number = 1, .last = true, .header = header };
	const struct mia_event *x = &b->fast.event, *y = &b->plain.event;

	assert_true(mia__batch_reserve(&b->batch, len + SKIM_PADDING));
	memset(b->batch.buf, 0, len + SKIM_PADDING);
	memcpy(b->batch.buf, text, len);
	memcpy(b->batch.buf + len, behind, strlen(behind));
	enum mia_status status = mia__decode_record(&b->fast, &b->batch, &record, &source);
	assert_int_equal(mia__decode_record(&b->plain, &b->batch, &record, &source), status);
	if (status != MIA_OK) {
		assert_int_equal(b->fast.reject.reason, b->plain.reject.reason);
		return NULL;
	}
	assert_memory_equal(x->key, y->key, sizeof(x->key));
	assert_int_equal(x->content, y->content);
	assert_int_equal(x->flags, y->flags);
	same_text(x->id, y->id);
	same_text(x->actor, y->actor);
	same_text(x->session_id, y->session_id);
	same_text(x->client_ip, y->client_ip);
	assert_int_equal(x->item_count, y->item_count);
	for (size_t i = 0; i < x->item_count; i++)
		same_text(x->items[i].subject, y->items[i].subject);
	return x;
}

static const struct mia_event *
bare(struct both *b, const char *text)
{
	return decode(b, text, "", NULL);
}

/* The record in a cell, its quotes doubled. */
static const struct mia_event *
cell(struct both *b, const char *text)
{
	static char row[8192];
	size_t n = (size_t)snprintf(row, sizeof(row), "Send,\"");

	for (; *text; text++) {
		assert_true(n + 3 < sizeof(row));
		row[n++] = *text;
		if (*text == '"')
			row[n++] = '"';
	}
	row[n++] = '"';
	row[n] = '\0';
	return decode(b, row, "", b->header);
}

#define SEND "\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"Operation\":\"Send\""

static void
what_was_learned_is_used(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	assert_non_null(bare(&b, "{" SEND ",\"UserId\":\"a@contoso.example\"}"));
	unsigned learned = b.fast.known.count;
	/* CreationTime, Id, Operation, UserId */
	assert_int_equal(learned - KNOWN_FIRST, 4);
	const struct mia_event *e = bare(&b, "{" SEND ",\"UserId\":\"b@contoso.example\"}");
	same_text(e->actor, (struct mia_text){ "b@contoso.example", 17 });
	assert_int_equal(b.fast.known.count, learned);
	end(&b);
}

/* A key is learned with the comma in front of it and may not bring it along to the beginning. */
static void
a_comma_in_front_stays_a_fault(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	assert_non_null(bare(&b, "{\"Id\":\"1\"," SEND "}"));
	assert_non_null(bare(&b, "{" SEND ",\"UserId\":\"a\"}"));
	assert_null(bare(&b, "{,\"Id\":\"1\"," SEND "}"));
	assert_null(bare(&b, "{,\"UserId\":\"a\"," SEND "}"));
	assert_null(bare(&b, "{" SEND ",\"UserId\":\"a\",}"));
	assert_null(bare(&b, "{" SEND ",,\"UserId\":\"a\"}"));
	assert_null(bare(&b, "{" SEND "\"UserId\":\"a\"}"));
	end(&b);
}

/* The same bytes mean another thing where quotes are doubled, and in another object. */
static void
kinds_are_kept_apart(void **state)
{
	struct both b;
	const struct mia_event *e;

	(void)state;
	begin(&b);
	for (int i = 0; i < 3; i++) {
		e = cell(&b, "{" SEND ",\"SessionId\":\"s\",\"UserId\":\"a\"}");
		same_text(e->session_id, (struct mia_text){ "s", 1 });
		e = bare(&b, "{" SEND ",\"SessionId\":\"s\",\"UserId\":\"a\"}");
		same_text(e->session_id, (struct mia_text){ "s", 1 });
		/* An empty key, and then text where none may stand. */
		assert_null(bare(&b, "{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\"," SEND "}"));
		/* Subject is the item's here, and of no use there. */
		e = bare(&b, "{" SEND ",\"Item\":{\"Subject\":\"x\",\"Id\":\"i\"}}");
		same_text(e->items[0].subject, (struct mia_text){ "x", 1 });
		e = bare(&b, "{" SEND ",\"Other\":{\"Subject\":\"y\",\"Id\":\"i\"}}");
		assert_int_equal(e->item_count, 0);
		/* The value of one key as an object, as an array, as a text. */
		e = bare(&b, "{" SEND ",\"AffectedItems\":[{\"Subject\":\"x\"},{\"Subject\":\"z\"}]}");
		assert_int_equal(e->item_count, 2);
		bare(&b, "{" SEND ",\"AffectedItems\":{\"Subject\":\"x\"}}");
		bare(&b, "{" SEND ",\"AffectedItems\":\"Subject\"}");
		bare(&b, "{" SEND ",\"AffectedItems\":null,\"UserId\":7}");
	}
	end(&b);
}

/* A key that stands twice is odd, however often it was met once. */
static void
a_key_twice_is_seen(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	for (int i = 0; i < 3; i++) {
		const struct mia_event *e = bare(&b, "{" SEND ",\"UserId\":\"a\",\"UserId\":\"b\"}");
		assert_true(e->flags & MIA_FLAG_DUP_KEY);
		assert_int_equal(e->actor.len, 0);
		e = bare(&b, "{" SEND ",\"UserId\":\"a\",\"ClientIP\":\"192.0.2.1\"}");
		assert_false(e->flags & MIA_FLAG_DUP_KEY);
	}
	end(&b);
}

/* What stands behind a record belongs to the next one, even where it would go on with a known key. */
static void
the_end_of_the_text_is_the_end(void **state)
{
	static const char whole[] = "{" SEND ",\"UserId\":\"a\",\"ClientIP\":\"192.0.2.1\"}";
	struct both b;
	char cut[sizeof(whole)];

	(void)state;
	begin(&b);
	assert_non_null(bare(&b, whole));
	for (size_t n = 1; n < sizeof(whole) - 1; n++) {
		char behind[SKIM_PADDING] = "";
		memcpy(cut, whole, n);
		cut[n] = '\0';
		snprintf(behind, sizeof(behind), "%s", whole + n);
		assert_null(decode(&b, cut, behind, NULL));
	}
	end(&b);
}

/* More different keys than there is room for: all are forgotten before the next record. */
static void
too_many_keys_are_forgotten(void **state)
{
	static char text[65536];
	struct both b;

	(void)state;
	begin(&b);
	for (int round = 0; round < 4; round++) {
		size_t n = (size_t)snprintf(text, sizeof(text), "{" SEND ",\"UserId\":\"a\"");
		for (int i = 0; i < KNOWN_MOST; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n, ",\"k%d.%d\":{\"a\":%d}", round, i,
				i);
		snprintf(text + n, sizeof(text) - n, ",\"ClientIP\":\"192.0.2.1\"}");
		const struct mia_event *e = bare(&b, text);
		same_text(e->actor, (struct mia_text){ "a", 1 });
		same_text(e->client_ip, (struct mia_text){ "192.0.2.1", 9 });
		assert_int_equal(b.fast.known.count, KNOWN_MOST);
		e = bare(&b, "{" SEND ",\"UserId\":\"b\"}");
		same_text(e->actor, (struct mia_text){ "b", 1 });
		assert_int_equal(b.fast.known.count, KNOWN_FIRST + 4);
	}
	end(&b);
}

/* Longer than a known key can be, with its quotes, comma and colon. */
static void
long_keys_are_read_each_time(void **state)
{
	struct both b;

	(void)state;
	begin(&b);
	for (int i = 0; i < 3; i++) {
		const struct mia_event *e = bare(&b,
			"{" SEND ",\"AuditOperationsCountInAggregatedRecord\":1,"
			"\"AnotherNameThatIsLongerThanFortyBytesAltogether\":\"\",\"UserId\":\"a\"}");
		same_text(e->actor, (struct mia_text){ "a", 1 });
		/* Not as the first of its object, either. */
		e = bare(&b,
			"{\"AnotherNameThatIsLongerThanFortyBytesAltogether\":[]," SEND ",\"UserId\":\"a\"}");
		same_text(e->actor, (struct mia_text){ "a", 1 });
	}
	end(&b);
}

/* As Python and jq write: blanks are part of what is learned, and may change. */
static void
blanks_may_differ(void **state)
{
	static const char *const texts[] = {
		"{\"CreationTime\": \"2026-03-17T09:16:20\", \"Id\": \"1\", \"Operation\": \"Send\", \"UserId\": \"a\"}",
		"{\n  \"CreationTime\": \"2026-03-17T09:16:20\",\n  \"Id\": \"1\",\n  \"Operation\": \"Send\",\n  \"UserId\": \"a\"\n}",
		"{ \"CreationTime\" : \"2026-03-17T09:16:20\" , \"Id\":\t\"1\",\"Operation\":\"Send\",\r\n\"UserId\":  \"a\" }",
	};
	struct both b;

	(void)state;
	begin(&b);
	for (size_t i = 0; i < 9; i++) {
		const struct mia_event *e = bare(&b, texts[i % 3]);
		same_text(e->actor, (struct mia_text){ "a", 1 });
	}
	end(&b);
}

/* Text where an object should stand: what a conversion left, or a word. Neither way may pass over it. */
static void
texts_in_lists(void **state)
{
	static const char *const lists[] = { "Folders", "AffectedItems", "OperationProperties", "Parameters",
		"ModifiedProperties", "Messages", "ExtendedProperties", "DeviceProperties", "Target",
		"Unknown" };
	static const char *const texts[] = { "System.Object[]", "x", "@{Id=RgA1; Name=a; Value=b}",
		"MailAccessType:Bind", "" };
	static const char *const operations[] = { "MailItemsAccessed", "AttachmentAccess", "Set-Mailbox" };
	char text[512];
	struct both b;

	(void)state;
	begin(&b);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			for (size_t o = 0; o < 3; o++) {
				snprintf(text, sizeof(text),
					"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"Operation\":"
					"\"%s\",\"%s\":[\"%s\"]}",
					operations[o], lists[i], texts[k]);
				assert_non_null(bare(&b, text));
				assert_non_null(cell(&b, text));
				snprintf(text, sizeof(text),
					"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"Operation\":"
					"\"%s\",\"%s\":[{\"Id\":\"F\",\"FolderItems\":[\"%s\"]}]}",
					operations[o], lists[i], texts[k]);
				assert_non_null(bare(&b, text));
			}
	const struct mia_event *e = bare(&b, "{" SEND ",\"AffectedItems\":[\"System.Object[]\"]}");
	assert_true(e->flags & MIA_FLAG_ITEMS_LOST);
	end(&b);
}

/* A row whose cells need room: whoever is refused it says so. */
static void
any_allocation_of_a_row_may_fail(void **state)
{
	static const char row[] =
		"Send,\"{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"1\"\","
		"\"\"Operation\"\":\"\"Send\"\",\"\"AffectedItems\"\":[{\"\"Subject\"\":\"\"a\\\"\"b\"\"}]}\"";
	static const struct mia_source source;
	struct both b;
	bool all = false;

	(void)state;
	begin(&b);
	assert_true(mia__batch_reserve(&b.batch, sizeof(row) + SKIM_PADDING));
	for (size_t n = 1; !all; n++) {
		struct record record = { .len = sizeof(row) - 1,
			.length = sizeof(row) - 1,
			.number = 1,
			.last = true,
			.header = b.header };
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct decoder d;
		memset(b.batch.buf, 0, sizeof(row) + SKIM_PADDING);
		memcpy(b.batch.buf, row, sizeof(row) - 1);
		bool began = mia__decoder_init(&d, &a, 0);
		d.without_skim = n % 2;
		enum mia_status status =
			began ? mia__decode_record(&d, &b.batch, &record, &source) : MIA_ERR_MEMORY;
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&f, status == MIA_OK);
		mia__decoder_release(&d);
		assert_int_equal(f.bytes, 0);
		all = status == MIA_OK && n > 40;
	}
	end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_learned_is_used),
		cmocka_unit_test(a_comma_in_front_stays_a_fault),
		cmocka_unit_test(kinds_are_kept_apart),
		cmocka_unit_test(a_key_twice_is_seen),
		cmocka_unit_test(the_end_of_the_text_is_the_end),
		cmocka_unit_test(too_many_keys_are_forgotten),
		cmocka_unit_test(long_keys_are_read_each_time),
		cmocka_unit_test(blanks_may_differ),
		cmocka_unit_test(texts_in_lists),
		cmocka_unit_test(any_allocation_of_a_row_may_fail),
	};
	return cmocka_run_group_tests_name("event-known-keys", tests, NULL, NULL);
}
