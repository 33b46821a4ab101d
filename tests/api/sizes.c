/*
 * A size that only a record out of scope states: mia_load leaves such sizes
 * out at first and reads again where one is missing; what cannot be read again
 * is kept from the start. Either way the row says the same.
 */
#include "test.h"
#include "unit/failing.h"

#define RECORD(id, ip, guid, item) \
	"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"00000000-0000-4000-8000-00000000000" id \
	"\",\"Operation\":\"MailItemsAccessed\"," guid \
	"\"MailboxOwnerUPN\":\"anna@fjordlight.example\",\"UserId\":\"anna@fjordlight.example\",\"ClientIPAddress\":\"" ip \
	"\"," \
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":\"False\"}]," \
	"\"Folders\":[{\"Id\":\"F1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[" item "]}]}\n"

/* The owner's records say the sizes, before and after; the last names the same
 * mailbox by its GUID too. What the access in scope says itself comes first. */
static const char evidence_text[] = RECORD("1", "198.51.100.23", "",
	"{\"InternetMessageId\":\"<first@example.org>\",\"SizeInBytes\":1111}") RECORD("2", "203.0.113.7", "",
	"{\"InternetMessageId\":\"<first@example.org>\"},{\"InternetMessageId\":\"<last@example.org>\"},"
	"{\"InternetMessageId\":\"<own@example.org>\",\"SizeInBytes\":10},{\"InternetMessageId\":\"<nobody@example.org>\"}")
	RECORD("3", "198.51.100.23", "\"MailboxGuid\":\"a0000000-0000-4000-8000-00000000a001\",",
		"{\"InternetMessageId\":\"<last@example.org>\",\"SizeInBytes\":2222},"
		"{\"InternetMessageId\":\"<own@example.org>\",\"SizeInBytes\":99}");

struct stream {
	size_t pos;
};

static ptrdiff_t
read_some(void *ctx, void *buf, size_t size)
{
	struct stream *s = ctx;
	size_t left = sizeof(evidence_text) - 1 - s->pos, n = size < left ? size : left;

	memcpy(buf, evidence_text + s->pos, n);
	s->pos += n;
	return (ptrdiff_t)n;
}

static void *
open_anew(void *ctx)
{
	(*(int *)ctx)++;
	return calloc(1, sizeof(struct stream));
}

enum how { MEMORY, STREAM, OPENED };

static void
check(enum how how)
{
	static const struct {
		const char *id;
		int64_t size;
	} wanted[] = {
		/* in the order of their ids, which have one time */
		{ "<first@example.org>", 1111 },
		{ "<last@example.org>", 2222 },
		{ "<nobody@example.org>", MIA_SIZE_UNKNOWN },
		{ "<own@example.org>", 10 },
	};
	struct mia_text address = { "203.0.113.7", 11 };
	struct mia_evidence *evidence = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_messages *messages = NULL;
	struct mia_scope *scope = NULL;
	struct stream at = { 0 };
	int opened = 0;
	const struct mia_message *message;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	if (how == OPENED)
		assert_int_equal(mia_evidence_add_source(evidence, "m",
					 &(struct mia_source_ops){ open_anew, read_some, free, &opened },
					 sizeof(evidence_text) - 1, NULL),
			MIA_OK);
	else if (how == STREAM)
		assert_int_equal(mia_evidence_add_stream(evidence, "-", read_some, &at, NULL), MIA_OK);
	else
		assert_int_equal(mia_evidence_add_memory(evidence, "m", evidence_text,
					 sizeof(evidence_text) - 1, NULL),
			MIA_OK);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, address, NULL), MIA_OK);
	assert_int_equal(mia_exposure_new(&exposure, NULL,
				 &(struct mia_exposure_options){ .size = sizeof(struct mia_exposure_options),
					 .scope = scope },
				 NULL),
		MIA_OK);
	struct mia_fold *folds[] = { mia_exposure_fold(exposure) };
	assert_int_equal(mia_load(evidence, folds, 1, NULL, NULL), MIA_OK);
	assert_int_equal(mia_exposure_sums(exposure)->binds, 1);
	assert_int_equal(mia_exposure_sums(exposure)->binds_in_evidence, 3);
	assert_int_equal(mia_messages_new(&messages, exposure, NULL), MIA_OK);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		assert_int_equal(mia_messages_next(messages, &message, NULL), MIA_OK);
		assert_int_equal(message->internet_message_id.len, strlen(wanted[i].id));
		assert_memory_equal(message->internet_message_id.ptr, wanted[i].id, strlen(wanted[i].id));
		assert_int_equal(message->size_bytes, wanted[i].size);
		assert_int_equal(message->access_count, 1);
	}
	assert_int_equal(mia_messages_next(messages, &message, NULL), MIA_END);
	assert_int_equal(opened, how == OPENED ? 2 : 0);
	mia_messages_free(messages);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
}

static void
read_again(void **state)
{
	(void)state;
	check(MEMORY);
	check(OPENED);
}

static void
not_to_be_read_again(void **state)
{
	(void)state;
	check(STREAM);
}

/* Each allocation refused in turn, those of the second reading included. */
static void
refused_memory_while_reading_again(void **state)
{
	(void)state;
	struct mia_text address = { "203.0.113.7", 11 };
	struct mia_load_options options = { .size = sizeof(options), .threads = 1 };
	size_t refused;

	for (size_t n = 1;; n++) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_evidence *evidence = NULL;
		struct mia_exposure *exposure = NULL;
		struct mia_scope *scope = NULL;
		enum mia_status status;

		if ((status = mia_evidence_new(&evidence, &a, NULL, NULL)) == MIA_OK &&
			(status = mia_evidence_add_memory(evidence, "m", evidence_text,
				 sizeof(evidence_text) - 1, NULL)) == MIA_OK &&
			(status = mia_scope_new(&scope, &a, NULL)) == MIA_OK &&
			(status = mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, address, NULL)) == MIA_OK &&
			(status = mia_exposure_new(&exposure, &a,
				 &(struct mia_exposure_options){ .size = sizeof(struct mia_exposure_options),
					 .scope = scope },
				 NULL)) == MIA_OK) {
			struct mia_fold *folds[] = { mia_exposure_fold(exposure) };
			status = mia_load(evidence, folds, 1, &options, NULL);
		}
		refused = failing.calls >= n;
		mia_exposure_free(exposure);
		mia_scope_free(scope);
		mia_evidence_free(evidence);
		assert_int_equal(status, refused ? MIA_ERR_MEMORY : MIA_OK);
		assert_int_equal(failing.bytes, 0);
		if (!refused)
			break;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_again),
		cmocka_unit_test(not_to_be_read_again),
		cmocka_unit_test(refused_memory_while_reading_again),
	};
	return cmocka_run_group_tests_name("api-sizes", tests, NULL, NULL);
}
