/*
 * A source that says something else the second time it is read: what only the
 * second reading says is no row, and the source is told of and blinds the
 * whole.
 */
#include "test.h"

#include <stdio.h>

#define RECORD(id, session, item) \
	"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"00000000-0000-4000-8000-00000000000" id \
	"\",\"Operation\":\"MailItemsAccessed\",\"MailboxOwnerUPN\":\"anna@fjordlight.example\"," \
	"\"SessionId\":\"" session \
	"\",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}]," \
	"\"Folders\":[{\"Id\":\"F1\",\"FolderItems\":[" item "]}]}\n"
#define UNSIZED "{\"InternetMessageId\":\"<one@example.org>\"}"
#define SIZED "{\"InternetMessageId\":\"<one@example.org>\",\"SizeInBytes\":7}"
#define OTHER "{\"InternetMessageId\":\"<two@example.org>\",\"SizeInBytes\":9}"

/* Of the message that the intruder opened, the owner's access alone states the size. */
static const char first[] = RECORD("1", "s", UNSIZED) RECORD("2", "t", SIZED);
static const char other[] = RECORD("3", "s", OTHER) RECORD("2", "t", SIZED);
/* As long as the first. */
static const char alike[] = RECORD("1", "s", UNSIZED) RECORD("2", "u", SIZED);

struct source {
	const char *texts[2];
	int fails; /* the second reading, at its end */
	int opened;
	size_t pos;
};

static void *
open_next(void *ctx)
{
	struct source *s = ctx;

	s->opened++;
	s->pos = 0;
	return s;
}

static ptrdiff_t
read_some(void *ctx, void *buf, size_t size)
{
	struct source *s = ctx;
	const char *text = s->texts[s->opened > 1];
	size_t left = strlen(text) - s->pos, n = size < left ? size : left;

	if (s->opened > 1 && s->fails && left == 0)
		return -1;
	memcpy(buf, text + s->pos, n);
	s->pos += n;
	return (ptrdiff_t)n;
}

static void
close_none(void *handle)
{
	(void)handle;
}

struct told {
	unsigned count;
	enum mia_reason reason;
};

static int
tell(void *ctx, const struct mia_reject *reject)
{
	struct told *told = ctx;

	told->count++;
	told->reason = reject->reason;
	return 0;
}

static size_t
spans_of_rule(const struct mia_coverage *coverage, const char *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < mia_coverage_count(coverage); i++)
		n += strcmp(mia_coverage_span(coverage, i)->rule, rule) == 0;
	return n;
}

/* The number of messages in scope; told: what was rejected. */
static size_t
messages(struct source source, struct told *told, size_t *blind, uint64_t *rejected, int *opened)
{
	const struct mia_source_ops ops = { open_next, read_some, close_none, &source };
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_sums *sums = NULL;
	struct mia_exposure_options options = { .size = sizeof(options) };
	struct mia_load_options load = { .size = sizeof(load), .threads = 1, .on_reject = tell, .ctx = told };

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_source(evidence, "x", &ops, 0, NULL), MIA_OK);
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, (struct mia_text){ "s", 1 }, NULL),
		MIA_OK);
	options.scope = scope;
	assert_int_equal(mia_exposure_new(&exposure, NULL, &options, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&coverage, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	/* The sums and the coverage stand before the fold that asks for more. */
	struct mia_fold *folds[] = { mia_sums_fold(sums), mia_coverage_fold(coverage),
		mia_exposure_fold(exposure) };
	assert_int_equal(mia_load(evidence, folds, 3, &load, NULL), MIA_OK);
	size_t count = (size_t)mia_exposure_sums(exposure)->messages;
	*blind = spans_of_rule(coverage, "input-changed");
	*rejected = mia_sums_totals(sums)->rejected;
	*opened = source.opened;
	assert_int_equal(mia_sums_totals(sums)->records,
		mia_sums_totals(sums)->events + mia_sums_totals(sums)->repeats + *rejected);
	const struct mia_source *books = mia_evidence_source(evidence, 0);
	assert_int_equal(books->records, books->decoded + books->rejected);
	assert_int_equal(books->complete, *rejected == 0);
	mia_exposure_free(exposure);
	mia_coverage_free(coverage);
	mia_sums_free(sums);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return count;
}

static void
a_second_reading_of_other_bytes_is_told(void **state)
{
	static const struct {
		struct source source;
		unsigned told;
	} cases[] = {
		{ { .texts = { first, first } }, 0 },
		{ { .texts = { first, other } }, 1 },
		{ { .texts = { first, alike } }, 1 },
		{ { .texts = { first, "" } }, 1 },
		{ { .texts = { first, first }, .fails = 1 }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct told told = { 0 };
		size_t blind;
		uint64_t rejected;
		int opened;
		/* <two@example.org> is in no hash and in no sum. */
		assert_int_equal(messages(cases[i].source, &told, &blind, &rejected, &opened), 1);
		assert_int_equal(opened, 2);
		assert_int_equal(told.count, cases[i].told);
		assert_int_equal(rejected, cases[i].told);
		assert_int_equal(blind > 0, cases[i].told);
		if (cases[i].told)
			assert_int_equal(told.reason, MIA_REASON_INPUT_CHANGED);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_reading_of_other_bytes_is_told),
	};

	return cmocka_run_group_tests_name("api-changed", tests, NULL, NULL);
}
