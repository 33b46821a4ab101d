/* The list of rejects is the same in whatever order they come. */
#include "made_events.h"

static struct mia_source a_csv = { .name = "a.csv" }, b_csv = { .name = "b.csv" }, noname;

static struct mia_reject_list *
new_list(void)
{
	struct mia_reject_list *list = NULL;

	assert_int_equal(mia_reject_list_new(&list, NULL, NULL), MIA_OK);
	return list;
}

static struct mia_reject
made_reject(const struct mia_source *source, uint64_t record, uint64_t offset, enum mia_reason reason,
	const char *detail)
{
	struct mia_reject reject = {
		.place = { .source = source,
			.record = record,
			.line = record + 1,
			.offset = offset,
			.length = 90 },
		.reason = reason,
		.bad_offset = offset + 7,
		.last = 1,
	};

	snprintf(reject.detail, sizeof(reject.detail), "%s", detail);
	return reject;
}

static enum mia_status
take(struct mia_fold *fold, struct mia_reject reject)
{
	return fold->ops->reject(fold, &reject, NULL);
}

static void
bring(struct mia_reject_list *list, struct mia_reject reject)
{
	assert_int_equal(take(mia_reject_list_fold(list), reject), MIA_OK);
}

static void
assert_listed(const struct mia_reject_list *list, size_t i, const char *source, uint64_t record,
	uint64_t offset, enum mia_reason reason, const char *detail)
{
	const struct mia_listed_reject *got = mia_reject_list_get(list, i);

	assert_non_null(got);
	assert_same_text(got->source, text_of(source));
	assert_int_equal(got->record, record);
	assert_int_equal(got->line, record + 1);
	assert_int_equal(got->offset, offset);
	assert_int_equal(got->length, 90);
	assert_int_equal(got->bad_offset, offset + 7);
	assert_int_equal(got->reason, reason);
	assert_same_text(got->detail, text_of(detail));
}

/* By source, record and place; not in the order in which they came. */
static void
order_is_that_of_the_evidence(void **state)
{
	(void)state;
	struct mia_reject_list *list = new_list();
	bring(list, made_reject(&b_csv, 1, 0, MIA_REASON_EMPTY, "the file is empty"));
	bring(list, made_reject(&a_csv, 10, 900, MIA_REASON_BAD_JSON, "premature EOF"));
	bring(list, made_reject(&a_csv, 2, 950, MIA_REASON_NUL_BYTE, "a NUL byte"));
	bring(list, made_reject(&a_csv, 2, 90, MIA_REASON_CUT, ""));
	bring(list, made_reject(&noname, 3, 0, MIA_REASON_BAD_JSON, "x"));
	assert_int_equal(mia_reject_list_count(list), 0);
	assert_null(mia_reject_list_get(list, 0));
	seal(mia_reject_list_fold(list));
	assert_int_equal(mia_reject_list_count(list), 5);
	assert_listed(list, 0, "", 3, 0, MIA_REASON_BAD_JSON, "x");
	assert_listed(list, 1, "a.csv", 2, 90, MIA_REASON_CUT, "");
	assert_listed(list, 2, "a.csv", 2, 950, MIA_REASON_NUL_BYTE, "a NUL byte");
	assert_listed(list, 3, "a.csv", 10, 900, MIA_REASON_BAD_JSON, "premature EOF");
	assert_listed(list, 4, "b.csv", 1, 0, MIA_REASON_EMPTY, "the file is empty");
	assert_null(mia_reject_list_get(list, 5));
	mia_reject_list_free(list);
}

/* What was read twice is one reject; what differs in anything is two. */
static void
repeats_are_one(void **state)
{
	(void)state;
	struct mia_reject_list *list = new_list(), *other = new_list();
	struct mia_reject reject = made_reject(&a_csv, 4, 400, MIA_REASON_BAD_JSON, "x");
	bring(list, reject);
	bring(list, reject);
	bring(other, reject);
	reject.place.source = &b_csv;
	bring(other, reject);
	assert_int_equal(mia_fold_merge(mia_reject_list_fold(list), mia_reject_list_fold(other), NULL),
		MIA_OK);
	mia_reject_list_free(other);
	seal(mia_reject_list_fold(list));
	assert_int_equal(mia_reject_list_count(list), 2);
	assert_listed(list, 0, "a.csv", 4, 400, MIA_REASON_BAD_JSON, "x");
	assert_listed(list, 1, "b.csv", 4, 400, MIA_REASON_BAD_JSON, "x");
	mia_reject_list_free(list);
}

/* A record longer than the limit comes in parts; its length is known with the last. */
static void
parts_of_one_record_are_one(void **state)
{
	(void)state;
	struct mia_reject_list *list = new_list();
	struct mia_reject part = made_reject(&a_csv, 4, 400, MIA_REASON_TOO_LONG, "so far");
	part.last = 0;
	part.place.length = 16;
	bring(list, part);
	part.place.length = 32;
	bring(list, part);
	bring(list, made_reject(&a_csv, 4, 400, MIA_REASON_TOO_LONG, "in all"));
	seal(mia_reject_list_fold(list));
	assert_int_equal(mia_reject_list_count(list), 1);
	assert_listed(list, 0, "a.csv", 4, 400, MIA_REASON_TOO_LONG, "in all");
	mia_reject_list_free(list);
}

#define MADE 40
static void
make_rejects(struct mia_reject made[MADE], uint64_t seed)
{
	static const char *const details[] = { "", "a NUL byte", "premature EOF" };
	static const struct mia_source *const sources[] = { &a_csv, &b_csv, &noname };

	for (unsigned i = 0; i < MADE; i++) {
		made[i] = made_reject(sources[next_number(&seed, 3)], next_number(&seed, 4),
			next_number(&seed, 3) * 100, (enum mia_reason)(1 + next_number(&seed, 2)),
			details[next_number(&seed, 3)]);
		made[i].place.line += next_number(&seed, 2);
		made[i].place.length += next_number(&seed, 2);
		made[i].bad_offset += next_number(&seed, 2);
	}
}

static void
assert_same_lists(const struct mia_reject_list *x, const struct mia_reject_list *y)
{
	assert_int_equal(mia_reject_list_count(x), mia_reject_list_count(y));
	for (size_t i = 0; i < mia_reject_list_count(x); i++) {
		struct mia_listed_reject a = *mia_reject_list_get(x, i), b = *mia_reject_list_get(y, i);
		assert_same_text(a.source, b.source);
		assert_same_text(a.detail, b.detail);
		assert_true(a.record == b.record && a.line == b.line && a.offset == b.offset &&
			a.length == b.length && a.bad_offset == b.bad_offset && a.reason == b.reason);
	}
}

static void
any_split_gives_the_same(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct mia_reject made[MADE];
		struct mia_reject_list *plain = new_list(), *lists[5];
		uint64_t numbers = seed * 77;
		unsigned count = 1 + next_number(&numbers, 5), start = next_number(&numbers, MADE);
		make_rejects(made, seed);
		for (unsigned k = 0; k < count; k++)
			lists[k] = new_list();
		for (unsigned i = 0; i < MADE; i++) {
			bring(plain, made[i]);
			bring(lists[next_number(&numbers, count)], made[(start + i * 7) % MADE]);
			if (next_number(&numbers, 3) == 0)
				bring(lists[next_number(&numbers, count)], made[i]);
		}
		while (count > 1) {
			unsigned into = next_number(&numbers, count), from = next_number(&numbers, count - 1);
			from += from >= into;
			assert_int_equal(mia_fold_merge(mia_reject_list_fold(lists[into]),
						 mia_reject_list_fold(lists[from]), NULL),
				MIA_OK);
			mia_reject_list_free(lists[from]);
			lists[from] = lists[--count];
		}
		seal(mia_reject_list_fold(plain));
		seal(mia_reject_list_fold(lists[0]));
		assert_true(mia_reject_list_count(plain) > 1);
		assert_same_lists(plain, lists[0]);
		mia_reject_list_free(lists[0]);
		mia_reject_list_free(plain);
	}
}

/* With its place in the file, from bytes to the list, on several threads. */
static void
as_loaded(void **state)
{
	(void)state;
	static const char broken[] = "{\"Operation\":\"X\",\"Id\":\"1\"}\n{\"Operation\":\n{\"Id\":\"2\"}\n";
	for (unsigned threads = 1; threads <= 3; threads++) {
		struct mia_evidence *evidence = NULL;
		struct mia_reject_list *list = new_list();
		struct mia_load_options load = { .size = sizeof(load), .threads = threads };
		assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_memory(evidence, "z", "", 0, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_memory(evidence, "a.json", broken, sizeof(broken) - 1,
					 NULL),
			MIA_OK);
		assert_int_equal(mia_load(evidence, (struct mia_fold *[]){ mia_reject_list_fold(list) }, 1,
					 &load, NULL),
			MIA_OK);
		mia_evidence_free(evidence);
		size_t count = mia_reject_list_count(list);
		assert_true(count >= 2);
		const struct mia_listed_reject *first = mia_reject_list_get(list, 0),
					       *last = mia_reject_list_get(list, count - 1);
		assert_text(first->source, "a.json");
		assert_int_equal(first->record, 2);
		assert_int_equal(first->line, 2);
		assert_int_equal(first->offset, 27);
		assert_text(last->source, "z");
		assert_int_equal(last->reason, MIA_REASON_EMPTY);
		mia_reject_list_free(list);
	}
}

static void
misuse_is_said(void **state)
{
	(void)state;
	struct mia_reject_list *list = new_list(), *other = new_list();
	struct mia_event event = made_event(1, &a_csv, 1);
	struct mia_fold *fold = mia_reject_list_fold(list);
	assert_int_equal(mia_reject_list_new(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_null(mia_reject_list_fold(NULL));
	mia_reject_list_free(NULL);
	assert_int_equal(mia_fold_add(fold, &event, NULL), MIA_OK);
	seal(fold);
	seal(fold);
	assert_int_equal(mia_reject_list_count(list), 0);
	assert_int_equal(mia_fold_add(fold, &event, NULL), MIA_ERR_STATE);
	assert_int_equal(take(fold, made_reject(&a_csv, 1, 0, MIA_REASON_EMPTY, "")), MIA_ERR_STATE);
	assert_int_equal(mia_fold_merge(fold, mia_reject_list_fold(other), NULL), MIA_ERR_STATE);
	assert_int_equal(mia_fold_merge(mia_reject_list_fold(other), fold, NULL), MIA_ERR_STATE);
	mia_reject_list_free(list);
	mia_reject_list_free(other);
}

static enum mia_status
fold_rejects(struct mia_fold *fold, const struct mia_reject made[MADE])
{
	struct mia_fold *other = NULL;
	enum mia_status status = fold->ops->spawn(fold, &other, NULL);

	if (status < 0)
		return status;
	for (unsigned i = 0; status >= 0 && i < MADE; i++)
		status = take(i % 2 ? other : fold, made[i]);
	if (status >= 0)
		status = fold->ops->merge(fold, other, NULL);
	if (status >= 0)
		status = fold->ops->seal(fold, NULL);
	fold->ops->free(other);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct mia_reject made[MADE];
	enum mia_status status = MIA_ERR_MEMORY;
	make_rejects(made, 5);
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_reject_list *list = NULL;
		status = mia_reject_list_new(&list, &a, NULL);
		if (status == MIA_OK)
			status = fold_rejects(mia_reject_list_fold(list), made);
		mia_reject_list_free(list);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
		assert_true(n < 1000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_that_of_the_evidence),
		cmocka_unit_test(repeats_are_one),
		cmocka_unit_test(parts_of_one_record_are_one),
		cmocka_unit_test(any_split_gives_the_same),
		cmocka_unit_test(as_loaded),
		cmocka_unit_test(misuse_is_said),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
