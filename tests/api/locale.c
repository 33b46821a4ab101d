/*
 * A program that took up its user's language and time zone gets the same
 * answers. scripts/test.sh runs this in Turkish, where the capital of i is not
 * I and a fraction begins with a comma, and in Kathmandu, at UTC+05:45.
 */
#include "../with_findings.h"
#include "test.h"

#include <locale.h>
#include <time.h>

static struct mia_text
text(const char *s)
{
	return (struct mia_text){ s, strlen(s) };
}

static enum mia_match
asked(enum mia_trait trait, const char *value, const struct mia_event *event)
{
	struct mia_error err;
	struct mia_scope *scope = NULL;
	struct mia_matcher *matcher = NULL;
	assert_int_equal(mia_scope_new(&scope, NULL, &err), MIA_OK);
	assert_int_equal(mia_scope_add(scope, trait, 0, text(value), &err), MIA_OK);
	assert_int_equal(mia_matcher_new(&matcher, scope, &err), MIA_OK);
	enum mia_match match = mia_matcher_match(matcher, event);
	mia_matcher_free(matcher);
	mia_scope_free(scope);
	return match;
}

static void
i_is_the_small_letter_of_capital_i(void **state)
{
	(void)state;
	struct mia_event event = { .time = MIA_TIME_UNKNOWN,
		.logon = MIA_LOGON_UNKNOWN,
		.actor = text("INFO@EXAMPLE.ORG"),
		.mailbox_owner = text("Billing@Example.org"),
		.client_info = text("Client=REST;Mail.INBOX") };
	assert_int_equal(asked(MIA_TRAIT_USER, "info@example.org", &event), MIA_MATCH_YES);
	assert_int_equal(asked(MIA_TRAIT_MAILBOX, "BILLING@EXAMPLE.ORG", &event), MIA_MATCH_YES);
	assert_int_equal(asked(MIA_TRAIT_CLIENT, "(?i)mail\\.inbox$", &event), MIA_MATCH_YES);
}

static void
times_are_utc(void **state)
{
	(void)state;
	mia_time time = 0;
	char out[MIA_TIME_TEXT];
	assert_int_equal(mia_time_parse(text("2026-03-02T10:00:00"), &time), MIA_OK);
	/* 20514 days after 1970-01-01, and ten hours. */
	assert_true(time == (INT64_C(20514) * 86400 + 36000) * MIA_TIME_SECOND);
	mia_time_format(time, out);
	assert_string_equal(out, "2026-03-02T10:00:00Z");
	assert_int_equal(mia_time_parse(text("2026-03-02T10:00:00.5"), &time), MIA_OK);
	mia_time_format(time, out);
	assert_string_equal(out, "2026-03-02T10:00:00.5Z");
}

struct bytes {
	char ptr[4096];
	size_t len;
};

static int
collect(void *ctx, const void *bytes, size_t size)
{
	struct bytes *out = ctx;
	if (size > sizeof(out->ptr) - out->len)
		return 1;
	memcpy(out->ptr + out->len, bytes, size);
	out->len += size;
	return 0;
}

/* The size stands as 1156492.00, as real records have it; the row's time is
 * written by the library. */
static void
numbers_have_a_point_and_reports_are_the_same(void **state)
{
	(void)state;
	static const char record[] =
		"{\"Id\":\"00000000-0000-4000-8000-000000000001\",\"CreationTime\":\"2026-03-02T10:00:00\","
		"\"Operation\":\"MailItemsAccessed\",\"RecordType\":50,\"UserId\":\"info@example.org\","
		"\"MailboxOwnerUPN\":\"info@example.org\",\"LogonType\":0,\"ClientIPAddress\":\"203.0.113.77\","
		"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"OperationCount\":1,"
		"\"Folders\":[{\"Id\":\"LgAAAA1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":["
		"{\"InternetMessageId\":\"<one@example.org>\",\"SizeInBytes\":1156492.00}]}]}\n";
	struct mia_error err = { .status = MIA_OK };
	struct mia_evidence *evidence = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_messages *cursor = NULL;
	const struct mia_message *message = NULL;
	struct bytes out = { .len = 0 };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = collect,
		.ctx = &out };

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, &err), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "one", record, sizeof(record) - 1, &err), MIA_OK);
	assert_int_equal(mia_exposure_new(&exposure, NULL, NULL, &err), MIA_OK);
	struct mia_fold *fold = mia_exposure_fold(exposure);
	assert_int_equal(mia_load(evidence, &fold, 1, NULL, &err), MIA_OK);
	assert_int_equal(mia_messages_new(&cursor, exposure, &err), MIA_OK);
	assert_int_equal(mia_messages_next(cursor, &message, &err), MIA_OK);
	assert_int_equal(message->size_bytes, 1156492);
	mia_messages_free(cursor);

	assert_int_equal(report_exposure(mia_report_messages, exposure, NULL, &options, &err), MIA_OK);
	assert_true(collect(&out, "", 1) == 0);
	assert_non_null(strstr(out.ptr, ",1156492,"));
	assert_non_null(strstr(out.ptr, ",2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,"));
	mia_exposure_free(exposure);
	mia_evidence_free(evidence);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(i_is_the_small_letter_of_capital_i),
		cmocka_unit_test(times_are_utc),
		cmocka_unit_test(numbers_have_a_point_and_reports_are_the_same),
	};
	setlocale(LC_ALL, "");
	tzset();
	return cmocka_run_group_tests_name("api-locale", tests, NULL, NULL);
}
