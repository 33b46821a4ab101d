/* People and subjects as keyed hashes: each hash is what openssl gives. */
#include "failing.h"
#include "made_findings.h"
#include "report_fake.h"

#include "report/redact.h"

/* printf 'person-anna@x.example' | openssl dgst -sha256 -hmac 0123456789abcdef */
#define ANNA "person-a727aed456a3f050"
#define INVOICE "subject-beed16bca1f3d246"

static struct mia_redaction *
new_redaction(const char *key, const struct mia_allocator *a)
{
	struct mia_redaction *r = NULL;

	assert_int_equal(mia_redaction_new(&r, a, text_of(key), NULL), MIA_OK);
	return r;
}

static const char *
person(const struct mia_redaction *r, const char *text)
{
	static char out[4][MIA_REDACTED_TEXT];
	static unsigned at;

	at = (at + 1) % 4;
	mia_redaction_person(r, text_of(text), out[at]);
	return out[at];
}

static void
hashes_are_hmac_under_the_key(void **state)
{
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL),
			     *other = new_redaction("0123456789abcdeg", NULL);
	char out[MIA_REDACTED_TEXT];

	(void)state;
	assert_string_equal(person(r, "anna@x.example"), ANNA);
	assert_string_equal(person(r, "ANNA@X.Example"), ANNA);
	assert_string_not_equal(person(r, "anna@y.example"), ANNA);
	assert_string_not_equal(person(other, "anna@x.example"), ANNA);
	mia_redaction_subject(r, TEXT("Invoice 17"), out);
	assert_string_equal(out, INVOICE);
	/* Case may matter in a subject, and a subject is nobody. */
	mia_redaction_subject(r, TEXT("invoice 17"), out);
	assert_string_not_equal(out, INVOICE);
	mia_redaction_subject(r, TEXT("anna@x.example"), out);
	assert_null(strstr(out, &ANNA[strlen("person-")]));
	assert_string_equal(person(r, NULL), "");
	assert_string_equal(person(r, ""), "");
	mia_redaction_free(r);
	mia_redaction_free(other);
	mia_redaction_free(NULL);
}

static void
a_short_key_is_refused(void **state)
{
	struct mia_redaction *r = NULL;

	(void)state;
	assert_int_equal(mia_redaction_new(&r, NULL, TEXT("0123456789abcde"), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_redaction_new(&r, NULL, TEXT_ABSENT, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_redaction_new(NULL, NULL, TEXT("0123456789abcdef"), NULL), MIA_ERR_ARGUMENT);
	assert_null(r);
}

static void
long_names_are_hashed_whole(void **state)
{
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	char name[600], lower[600];

	(void)state;
	memset(name, 'A', sizeof(name) - 1);
	memset(lower, 'a', sizeof(lower) - 1);
	name[sizeof(name) - 1] = lower[sizeof(lower) - 1] = '\0';
	assert_string_equal(person(r, name), person(r, lower));
	name[sizeof(name) - 2] = 'B';
	assert_string_not_equal(person(r, name), person(r, lower));
	mia_redaction_free(r);
}

/* `wanted` has each person between {}. */
static void
assert_prose(const struct mia_redaction *r, const struct redact_people *people, struct mia_texts near,
	const char *text, const char *wanted)
{
	char full[1024] = "", name[256];
	struct buf out;

	for (; *wanted; wanted++) {
		size_t len = strcspn(wanted, "{");
		strncat(full, wanted, len);
		wanted += len;
		if (!*wanted)
			break;
		len = strcspn(++wanted, "}");
		memcpy(name, wanted, len);
		name[len] = '\0';
		strcat(full, person(r, name));
		wanted += len;
	}
	mia__buf_init(&out, &mia__malloc_allocator);
	assert_int_equal(mia__redact_prose(r, people, near, text_of(text), &out, NULL), MIA_OK);
	mia__buf_byte(&out, '\0');
	assert_string_equal(out.ptr, full);
	mia__buf_release(&out);
}

static void
addresses_in_prose(void **state)
{
	static const char *const cases[][2] = {
		{ "In anna@x.example, access is recorded.", "In {anna@x.example}, access is recorded." },
		{ "forwarded to anna@x.example.", "forwarded to {anna@x.example}." },
		{ "Anna@X.EXAMPLE", "{anna@x.example}" },
		{ "a@x, b@x and smtp:c@x;d@x", "{a@x}, {b@x} and smtp:{c@x};{d@x}" },
		{ "<anna@x.example>", "<{anna@x.example}>" },
		{ "'anna@x.example'", "'{anna@x.example}'" },
		{ "o'brien+tag@x.example", "{o'brien+tag@x.example}" },
		{ "export/2026/anna@x.example.csv", "export/2026/{anna@x.example.csv}" },
		{ "\"anna berg\"@x.example said", "{\"anna berg\"@x.example} said" },
		{ "\"quoted\" but no address", "\"quoted\" but no address" },
		{ "\"never closed @x", "\"never closed {@x}" },
		{ "anna=x.example@bounce.example", "{anna=x.example@bounce.example}" },
		{ "a@b@c", "{a@b@c}" },
		{ "bj\xc3\xb8rn@x.example", "{bj\xc3\xb8rn@x.example}" },
		{ "\xff@x", "{\xff@x}" },
		{ "@", "@" },
		{ "a @ b", "a @ b" },
		{ "...@...", "...@..." },
		{ "", "" },
		{ "no one at 12:30", "no one at 12:30" },
	};
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_prose(r, NULL, (struct mia_texts){ NULL, 0 }, cases[i][0], cases[i][1]);
	mia_redaction_free(r);
}

static void
known_people_in_prose(void **state)
{
	static const struct mia_text near[] = { { "ANNA", 4 }, { "anna@x.example", 14 } };
	static const char *const known[] = {
		"/o=Org/cn=anna",
		"/o=Org/cn=anna-berg",
		"NT AUTHORITY\\SYSTEM",
		"11111111-2222-4333-8444-555555555555",
		"",
		"nt authority\\system",
	};
	static const char *const cases[][2] = {
		{ "Anna, joanna, annabel and anna.", "{anna}, joanna, annabel and {anna}." },
		/* What is known goes first, so that one person is one hash; the longest
		 * name, and never a part of an address. */
		{ "anna@x.example.csv", "{anna@x.example}.csv" },
		{ "anna@y.example", "{anna@y.example}" },
		{ "mary.anna@x.example", "{mary.anna@x.example}" },
		{ "to /O=Org/cn=Anna-Berg.", "to {/o=org/cn=anna-berg}." },
		{ "to /o=org/cn=anna-bergen", "to {/o=org/cn=anna}-bergen" },
		{ "by nt authority\\system (x)", "by {nt authority\\system} (x)" },
		{ "In 11111111-2222-4333-8444-555555555555, access",
			"In {11111111-2222-4333-8444-555555555555}, access" },
		{ "In 11111111-2222-4333-8444-555555555556, access",
			"In 11111111-2222-4333-8444-555555555556, access" },
	};
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	struct redact_people people;

	(void)state;
	mia__redact_people_init(&people, &mia__malloc_allocator);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_true(mia__redact_people_add(&people, text_of(known[i])));
	assert_true(mia__redact_people_seal(&people));
	assert_int_equal(people.people.count, 4);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_prose(r, &people, (struct mia_texts){ near, 2 }, cases[i][0], cases[i][1]);
	mia__redact_people_release(&people);
	mia_redaction_free(r);
}

static const struct column columns[] = {
	{ .name = "mailbox",
		.kind = MIA_COLUMN_TEXT,
		.rank = 1,
		.min = 10,
		.max = 40,
		.names = MIA_NAMES_PERSON },
	{ .name = "actors",
		.kind = MIA_COLUMN_TEXTS,
		.rank = 2,
		.min = 10,
		.max = 80,
		.names = MIA_NAMES_PERSON },
	{ .name = "subject",
		.kind = MIA_COLUMN_TEXT,
		.rank = 3,
		.min = 10,
		.max = 40,
		.names = MIA_NAMES_SUBJECT },
	{ .name = "detail",
		.kind = MIA_COLUMN_TEXT,
		.rank = 4,
		.min = 10,
		.max = 90,
		.names = MIA_NAMES_PROSE },
	{ .name = "message_id", .kind = MIA_COLUMN_TEXT, .rank = 5, .min = 10, .max = 40 },
	{ .name = "count", .kind = MIA_COLUMN_COUNT, .rank = 6, .min = 10, .max = 40 },
};
static const struct mia_text actors[] = { { "Anna@x.example", 14 }, { NULL, 0 } };
static const union cell cells[2][6] = {
	{ { .text = { "anna@x.example", 14 } }, { .texts = { actors, 2 } }, { .text = { "Invoice 17", 10 } },
		{ .text = { "of anna@x.example", 17 } }, { .text = { "<anna@x.example>", 16 } },
		{ .count = 7 } },
	{ { .text = { NULL, 0 } }, { .texts = { NULL, 0 } }, { .text = { "", 0 } }, { .text = { NULL, 0 } },
		{ .text = { NULL, 0 } }, { .count = 0 } },
};

static enum mia_status
write_cells(const struct mia_redaction *r, enum mia_format format, struct kept *kept)
{
	struct fake_rows rows = { .cells = &cells[0][0], .row_count = 2, .column_count = 6 };
	struct table table = {
		.columns = columns,
		.column_count = 6,
		.none = "none",
		.next = fake_next,
		.rewind = fake_rewind,
		.rows = &rows,
	};
	struct mia_report_options options = {
		.size = sizeof(options),
		.format = format,
		.width = 200,
		.write = keep,
		.ctx = kept,
		.redaction = r,
	};

	return mia__report_write(&table, &options, NULL);
}

static void
a_table_is_redacted_by_its_columns(void **state)
{
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	struct kept kept = { .ptr = NULL }, shown = { .ptr = NULL };

	(void)state;
	assert_int_equal(write_cells(r, MIA_FORMAT_NDJSON, &kept), MIA_OK);
	assert_kept(kept,
		"{\"mailbox\":\"" ANNA "\",\"actors\":[\"" ANNA "\",null],\"subject\":\"" INVOICE "\","
		"\"detail\":\"of " ANNA "\",\"message_id\":\"<anna@x.example>\",\"count\":7}\n"
		"{\"mailbox\":null,\"actors\":[],\"subject\":\"\",\"detail\":null,\"message_id\":null,\"count\":0}\n");
	assert_int_equal(write_cells(r, MIA_FORMAT_TABLE, &shown), MIA_OK);
	assert_null(strstr(shown.ptr, "Invoice"));
	assert_non_null(strstr(shown.ptr, ANNA));
	free(shown.ptr);
	mia_redaction_free(r);
}

/* A sentence names who is in no cell of its row: the account whose actions are
 * not logged, the one mail is forwarded to. */
static void
sentences_name_nobody(void **state)
{
	static const struct mia_text target = { "/o=Org/cn=mallory", 17 };
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	struct mia_exposure *exposure = empty_exposure();
	struct kept kept[2] = { { .ptr = NULL }, { .ptr = NULL } };
	struct made_view v;

	(void)state;
	begin_view(&v);
	add_exposed(&v, "ann@x", "11111111-2222-4333-8444-555555555555");
	add_covered(&v, "ann@x", "11111111-2222-4333-8444-555555555555", 1);
	add_span(&v, "ann@x", MIA_COVERAGE_AUDITING_OFF, HOURS(1), HOURS(2))->actor = TEXT("svc-backup");
	v.forwardings[0] = (struct mia_forwarding){
		.mailbox = TEXT("ann@x"),
		.match = MIA_MATCH_YES,
		.start = HOURS(1),
		.end = MIA_TIME_UNKNOWN,
		.targets = { &target, 1 },
	};
	v.view.forwarding_count = 1;
	struct mia_findings *findings = make_findings(exposure, &v);
	struct mia_text sentence = mia_findings_mailbox(findings, 0)->sentence;
	assert_true(mia__text_find(sentence, TEXT("svc-backup")) >= 0);
	assert_true(mia__text_find(sentence, target) >= 0);
	for (size_t i = 0; i < 2; i++) {
		struct mia_report_options options = {
			.size = sizeof(options),
			.format = i ? MIA_FORMAT_TABLE : MIA_FORMAT_CSV,
			.width = 1000,
			.write = keep,
			.ctx = &kept[i],
			.redaction = r,
		};
		assert_int_equal(mia_report_mailboxes(findings, &options, NULL), MIA_OK);
		assert_null(strstr(kept[i].ptr, "svc-backup"));
		assert_null(strstr(kept[i].ptr, "mallory"));
		assert_null(strstr(kept[i].ptr, "ann@x"));
		assert_null(strstr(kept[i].ptr, "11111111"));
		assert_non_null(strstr(kept[i].ptr, person(r, "svc-backup")));
		assert_non_null(strstr(kept[i].ptr, person(r, "/o=org/cn=mallory")));
		free(kept[i].ptr);
	}
	mia_findings_free(findings);
	mia_exposure_free(exposure);
	mia_redaction_free(r);
}

static void
what_cannot_be_redacted_is_refused(void **state)
{
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.write = keep,
		.ctx = &kept,
		.redaction = r };
	struct mia_timeline_options asked = { .size = sizeof(asked) };
	struct mia_timeline *timeline = NULL;
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;

	(void)state;
	assert_int_equal(mia_timeline_new(&timeline, NULL, &asked, NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_timeline_fold(timeline), NULL), MIA_OK);
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_sums_fold(sums), NULL), MIA_OK);
	assert_int_equal(mia_report_explain(timeline, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	for (options.format = MIA_FORMAT_TABLE; options.format <= MIA_FORMAT_NDJSON; options.format++)
		assert_int_equal(mia_report_info(evidence, sums, &options, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(kept.len, 0);
	mia_timeline_free(timeline);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	mia_redaction_free(r);
}

static void
any_allocation_may_fail(void **state)
{
	struct failing failing = { 0 };
	struct mia_allocator a = failing_allocator(&failing);
	struct kept kept = { .ptr = NULL };
	struct mia_redaction *r = NULL;
	size_t needed = SIZE_MAX;

	(void)state;
	failing.refuse_at = 1;
	assert_int_equal(mia_redaction_new(&r, &a, TEXT("0123456789abcdef"), NULL), MIA_ERR_MEMORY);
	assert_null(r);
	failing.refuse_at = 0;
	r = new_redaction("0123456789abcdef", &a);
	for (size_t refuse = 0; refuse <= needed || refuse == 0; refuse++) {
		failing.calls = 0;
		failing.refuse_at = refuse;
		kept.len = 0;
		assert_int_equal(write_cells(r, MIA_FORMAT_JSON, &kept), refuse ? MIA_ERR_MEMORY : MIA_OK);
		if (refuse == 0)
			needed = failing.calls;
		else
			assert_null(kept.len ? strstr(kept.ptr, "Invoice") : NULL);
	}
	assert_true(needed > 1);
	mia_redaction_free(r);
	assert_int_equal(failing.bytes, 0);
	free(kept.ptr);
}

/* Whole, and before the people and addresses in them; the letter case of a file
 * is a part of its name. */
static void
files_in_prose(void **state)
{
	struct mia_redaction *r = new_redaction("0123456789abcdef", NULL);
	struct redact_people people;
	char hash[MIA_REDACTED_TEXT], wanted[256];
	struct buf out;

	(void)state;
	mia__redact_people_init(&people, &mia__malloc_allocator);
	assert_true(mia__redact_people_add(&people, TEXT("anna berg")));
	assert_true(mia__redact_people_add_file(&people, TEXT("x/Anna Berg, 2026.csv")));
	assert_true(mia__redact_people_add_file(&people, TEXT("x")));
	assert_true(mia__redact_people_seal(&people));
	assert_int_equal(mia__redact_file(r, TEXT("x/Anna Berg, 2026.csv"), hash, NULL), MIA_OK);
	assert_memory_equal(hash, "file-", 5);
	snprintf(wanted, sizeof(wanted), "This rests on 2 files: %s and ", hash);
	strcat(wanted, person(r, "a@x.example"));
	strcat(wanted, ".");
	mia__buf_init(&out, &mia__malloc_allocator);
	assert_int_equal(mia__redact_prose(r, &people, (struct mia_texts){ NULL, 0 },
				 TEXT("This rests on 2 files: x/Anna Berg, 2026.csv and a@x.example."), &out,
				 NULL),
		MIA_OK);
	mia__buf_byte(&out, '\0');
	assert_string_equal(out.ptr, wanted);
	buf_clear(&out);
	assert_int_equal(mia__redact_prose(r, &people, (struct mia_texts){ NULL, 0 }, TEXT("box xx 1x"), &out,
				 NULL),
		MIA_OK);
	mia__buf_byte(&out, '\0');
	assert_string_equal(out.ptr, "box xx 1x");
	mia__buf_release(&out);
	mia__redact_people_release(&people);
	mia_redaction_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_hmac_under_the_key),
		cmocka_unit_test(a_short_key_is_refused),
		cmocka_unit_test(long_names_are_hashed_whole),
		cmocka_unit_test(addresses_in_prose),
		cmocka_unit_test(known_people_in_prose),
		cmocka_unit_test(files_in_prose),
		cmocka_unit_test(a_table_is_redacted_by_its_columns),
		cmocka_unit_test(sentences_name_nobody),
		cmocka_unit_test(what_cannot_be_redacted_is_refused),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("redaction", tests, NULL, NULL);
}
