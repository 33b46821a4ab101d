/*
 * What records out of scope say of items is left out where accesses say it all,
 * and read again where a row lacks it. A pipe is kept whole from the start.
 * Either way the rows say the same.
 */
#include "test.h"

#include <stdbool.h>
#include <stdio.h>

#define INTRUDER "203.0.113.7"
#define OWNER "198.51.100.23"

/* More than enough for the exposure to take all accesses to be alike. */
#define FULL_RECORDS 300
#define TEXT_SIZE ((size_t)FULL_RECORDS * 640)

struct text {
	char bytes[TEXT_SIZE];
	size_t len, pos;
	int opened;
};

static void
put(struct text *t, unsigned id, const char *operation, const char *ip, const char *item)
{
	bool bind = strcmp(operation, "MailItemsAccessed") == 0;
	int n = snprintf(t->bytes + t->len, sizeof(t->bytes) - t->len,
		"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"00000000-0000-4000-8000-%012u\","
		"\"Operation\":\"%s\",\"MailboxOwnerUPN\":\"anna@fjordlight.example\","
		"\"UserId\":\"anna@fjordlight.example\",\"ClientIPAddress\":\"%s\",%s%s%s}\n",
		id, operation, ip,
		bind ? "\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],"
		       "\"Folders\":[{\"Id\":\"F1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":["
		     : "\"Item\":",
		item, bind ? "]}]" : "");

	assert_true(n > 0 && (size_t)n < sizeof(t->bytes) - t->len);
	t->len += (size_t)n;
}

static void
put_full(struct text *t)
{
	char item[120];

	for (unsigned i = 0; i < FULL_RECORDS; i++) {
		snprintf(item, sizeof(item),
			"{\"InternetMessageId\":\"<full%u@example.org>\",\"SizeInBytes\":7,\"Subject\":\"Full\"}",
			i);
		put(t, 1000 + i, "MailItemsAccessed", OWNER, item);
	}
}

static void *
open_anew(void *ctx)
{
	struct text *t = ctx;

	t->opened++;
	t->pos = 0;
	return t;
}

static ptrdiff_t
read_some(void *ctx, void *buf, size_t size)
{
	struct text *t = ctx;
	size_t left = t->len - t->pos, n = size < left ? size : left;

	memcpy(buf, t->bytes + t->pos, n);
	t->pos += n;
	return (ptrdiff_t)n;
}

static void
close_none(void *ctx)
{
	(void)ctx;
}

/* "id subject size" of each message; returns how often the text was opened. */
static int
ask(struct text *t, bool stream, char *out, size_t size)
{
	struct mia_text address = { INTRUDER, sizeof(INTRUDER) - 1 };
	struct mia_evidence *evidence = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_messages *messages = NULL;
	struct mia_scope *scope = NULL;
	const struct mia_message *m;
	size_t len = 0;

	t->opened = 0;
	t->pos = 0;
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	if (stream)
		assert_int_equal(mia_evidence_add_stream(evidence, "-", read_some, t, NULL), MIA_OK);
	else
		assert_int_equal(mia_evidence_add_source(evidence, "m",
					 &(struct mia_source_ops){ open_anew, read_some, close_none, t },
					 t->len, NULL),
			MIA_OK);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, address, NULL), MIA_OK);
	struct mia_exposure_options options = { .size = sizeof(options), .scope = scope };
	assert_int_equal(mia_exposure_new(&exposure, NULL, &options, NULL), MIA_OK);
	struct mia_fold *folds[] = { mia_exposure_fold(exposure) };
	/* On several, each thread learns alone what items are like. */
	struct mia_load_options load;
	mia_load_options_init(&load);
	load.threads = 1;
	assert_int_equal(mia_load(evidence, folds, 1, &load, NULL), MIA_OK);
	assert_int_equal(mia_messages_new(&messages, exposure, NULL), MIA_OK);
	while (mia_messages_next(messages, &m, NULL) == MIA_OK)
		len += (size_t)snprintf(out + len, size - len, "%.*s %.*s %lld\n",
			(int)m->internet_message_id.len, m->internet_message_id.ptr,
			m->subject.ptr ? (int)m->subject.len : 1, m->subject.ptr ? m->subject.ptr : "-",
			(long long)m->size_bytes);
	mia_messages_free(messages);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return t->opened;
}

static void
check(struct text *t, const char *wanted, int openings)
{
	char rows[600];

	assert_int_equal(ask(t, false, rows, sizeof(rows)), openings);
	assert_string_equal(rows, wanted);
	ask(t, true, rows, sizeof(rows));
	assert_string_equal(rows, wanted);
}

static void
nothing_lacks(void **state)
{
	static struct text t;

	(void)state;
	t.len = 0;
	put_full(&t);
	/* The owner's draft had other words, which come first in the alphabet. */
	put(&t, 1, "Update", OWNER,
		"{\"InternetMessageId\":\"<a@example.org>\",\"SizeInBytes\":9999,\"Subject\":\"Aaa\"}");
	put(&t, 2, "MailItemsAccessed", INTRUDER,
		"{\"InternetMessageId\":\"<a@example.org>\",\"SizeInBytes\":10,\"Subject\":\"Offer\"}");
	check(&t, "<a@example.org> Offer 10\n", 1);
	/* What one record in scope leaves open another says. */
	put(&t, 3, "MailItemsAccessed", INTRUDER, "{\"InternetMessageId\":\"<a@example.org>\"}");
	check(&t, "<a@example.org> Offer 10\n", 2); /* a size is missing: read again, as ever */
	t.len = 0;
	put_full(&t);
	put(&t, 2, "MailItemsAccessed", INTRUDER,
		"{\"InternetMessageId\":\"<a@example.org>\",\"SizeInBytes\":10,\"Subject\":\"Offer\"}");
	put(&t, 3, "MailItemsAccessed", INTRUDER,
		"{\"InternetMessageId\":\"<a@example.org>\",\"SizeInBytes\":11}");
	check(&t, "<a@example.org> Offer 11\n", 1);
}

static void
a_row_lacks_its_subject(void **state)
{
	static struct text t;

	(void)state;
	t.len = 0;
	put_full(&t);
	put(&t, 1, "Send", OWNER, "{\"InternetMessageId\":\"<b@example.org>\",\"Subject\":\"Sent\"}");
	put(&t, 2, "Move", OWNER, "{\"InternetMessageId\":\"<b@example.org>\",\"Subject\":\"Moved\"}");
	put(&t, 3, "MailItemsAccessed", INTRUDER,
		"{\"InternetMessageId\":\"<b@example.org>\",\"SizeInBytes\":10},"
		"{\"InternetMessageId\":\"<c@example.org>\",\"SizeInBytes\":20,\"Subject\":\"Own\"},"
		"{\"InternetMessageId\":\"<d@example.org>\",\"SizeInBytes\":30}");
	put(&t, 4, "MailItemsAccessed", OWNER,
		"{\"InternetMessageId\":\"<c@example.org>\",\"SizeInBytes\":99,\"Subject\":\"Of another\"}");
	/* Of two the bytewise least; <d> has none in any record. */
	check(&t, "<b@example.org> Moved 10\n<c@example.org> Own 20\n<d@example.org> - 30\n", 2);
}

/* As in most real exports: no bind says a subject, so all that do are kept. */
static void
binds_say_no_subject(void **state)
{
	static struct text t;
	char item[100];

	(void)state;
	t.len = 0;
	for (unsigned i = 0; i < FULL_RECORDS; i++) {
		snprintf(item, sizeof(item),
			"{\"InternetMessageId\":\"<n%u@example.org>\",\"SizeInBytes\":7}", i);
		put(&t, 1000 + i, "MailItemsAccessed", OWNER, item);
	}
	put(&t, 1, "Send", OWNER, "{\"InternetMessageId\":\"<n5@example.org>\",\"Subject\":\"Sent\"}");
	put(&t, 2, "MailItemsAccessed", INTRUDER,
		"{\"InternetMessageId\":\"<n5@example.org>\",\"SizeInBytes\":8}");
	check(&t, "<n5@example.org> Sent 8\n", 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_lacks),
		cmocka_unit_test(a_row_lacks_its_subject),
		cmocka_unit_test(binds_say_no_subject),
	};
	return cmocka_run_group_tests_name("api-notes", tests, NULL, NULL);
}
