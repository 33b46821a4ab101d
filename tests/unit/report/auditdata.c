/* The bare records of the evidence, as auditdata hands them on. */
#include "report_fake.h"

#include "failing.h"

static const char jsonl[] =
	"{\"Id\":\"1\",\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"A\",\"x\":\"\\ud800\"}\n"
	"{\"Id\":\"1\",\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"A\",\"x\":\"\\ud800\"}\n"
	"{\n\t\"Id\": \"2\",\r\n\t\"CreationTime\": \"2026-03-04T10:00:01\", \"Operation\": \"B\"\n}\n";
static const char columns_only[] = "TimeGenerated,Operation,UserId\n2026-03-04T10:00:02Z,C,a@b.example\n";
static const char csv[] =
	"CreationDate,UserIds,Operations,AuditData\n"
	"2026-03-04T10:00:03,a,D,\"{\"\"Id\"\":\"\"3\"\",\"\"CreationTime\"\":\"\"2026-03-04T10:00:03\"\",\"\"Operation\"\":\"\"D\"\"}\"\n"
	"2026-03-04T10:00:04,a,E,oops\n";

static enum mia_status
write_auditdata(struct mia_allocator *a, struct kept *kept, uint64_t *without, int *rejects,
	int (*on_reject)(void *, const struct mia_reject *), const struct mia_redaction *redaction)
{
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_NDJSON,
		.write = keep,
		.ctx = kept,
		.redaction = redaction };
	struct mia_evidence *evidence = NULL;
	enum mia_status status = mia_evidence_new(&evidence, a, NULL, NULL);

	if (status == MIA_OK)
		status = mia_evidence_add_memory(evidence, "a", jsonl, sizeof(jsonl) - 1, NULL);
	if (status == MIA_OK)
		status = mia_evidence_add_memory(evidence, "b", columns_only, sizeof(columns_only) - 1, NULL);
	if (status == MIA_OK)
		status = mia_evidence_add_memory(evidence, "c", csv, sizeof(csv) - 1, NULL);
	if (status == MIA_OK)
		status = mia_report_auditdata(evidence, NULL, &options, on_reject, rejects, without, NULL);
	mia_evidence_free(evidence);
	return status;
}

static int
count_reject(void *ctx, const struct mia_reject *reject)
{
	(void)reject;
	++*(int *)ctx;
	return 0;
}

static int
stop_at_reject(void *ctx, const struct mia_reject *reject)
{
	(void)ctx, (void)reject;
	return 1;
}

static void
records_are_bare_and_once(void **state)
{
	struct failing failing = { 0 };
	struct mia_allocator a = failing_allocator(&failing);
	struct kept kept = { .ptr = NULL };
	uint64_t without = 0;
	int rejects = 0;

	(void)state;
	assert_int_equal(write_auditdata(&a, &kept, &without, &rejects, count_reject, NULL), MIA_OK);
	assert_kept(kept,
		"{\"Id\":\"1\",\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"A\",\"x\":\"\\ud800\"}\n"
		"{ \t\"Id\": \"2\",  \t\"CreationTime\": \"2026-03-04T10:00:01\", \"Operation\": \"B\" }\n"
		"{\"Id\":\"3\",\"CreationTime\":\"2026-03-04T10:00:03\",\"Operation\":\"D\"}\n");
	assert_int_equal(without, 1);
	assert_int_equal(rejects, 1);
	assert_int_equal(failing.bytes, 0);
	struct kept none = { .ptr = NULL };
	assert_int_equal(write_auditdata(&a, &none, NULL, NULL, stop_at_reject, NULL), MIA_ERR_CANCELLED);
	free(none.ptr);
	struct kept refused = { .refuse_after = 1 };
	assert_int_equal(write_auditdata(&a, &refused, NULL, NULL, NULL, NULL), MIA_ERR_SINK);
	assert_int_equal(failing.bytes, 0);
}

static void
records_or_memory_is_told(void **state)
{
	struct failing count = { 0 };
	struct mia_allocator a = failing_allocator(&count);
	struct kept all = { .ptr = NULL };

	(void)state;
	assert_int_equal(write_auditdata(&a, &all, NULL, NULL, NULL, NULL), MIA_OK);
	for (size_t refuse = 1; refuse <= count.calls; refuse++) {
		struct failing failing = { .refuse_at = refuse };
		struct mia_allocator refusing = failing_allocator(&failing);
		struct kept kept = { .ptr = NULL };
		assert_int_equal(write_auditdata(&refusing, &kept, NULL, NULL, NULL, NULL), MIA_ERR_MEMORY);
		assert_int_equal(failing.bytes, 0);
		free(kept.ptr);
	}
	free(all.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_bare_and_once),
		cmocka_unit_test(records_or_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
