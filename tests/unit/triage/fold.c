/* Triage as a fold: the same rows however the records come, and every refusal borne. */
#include "made_triage.h"

static void
print_all(struct buf *b, const struct mia_triage *t)
{
	const struct mia_triage_sums *sums = mia_triage_sums(t);

	for (size_t i = 0; i < mia_triage_count(t); i++) {
		const struct mia_triage_row *r = mia_triage_get(t, i);
		print(b, "%s", mia_triage_kind_name(r->kind));
		print_text(b, r->subject);
		print_text(b, r->name);
		print(b, " %lld %lld %u/%u/%u/%u/%u/%u/%u/%u %u", (long long)r->first, (long long)r->last,
			(unsigned)r->events, (unsigned)r->binds, (unsigned)r->syncs, (unsigned)r->messages,
			(unsigned)r->folders, (unsigned)r->marked, (unsigned)r->signins_failed,
			(unsigned)r->signins_ok, r->weight);
		for (size_t k = 0; k < r->accounts.count; k++)
			print_text(b, r->accounts.ptr[k]);
		for (size_t k = 0; k < r->mailboxes.count; k++)
			print_text(b, r->mailboxes.ptr[k]);
		for (size_t k = 0; k < r->addresses.count; k++)
			print_text(b, r->addresses.ptr[k]);
		for (size_t k = 0; k < r->reason_count; k++) {
			print(b, " %s", r->reasons[k].rule->code);
			print_text(b, r->reasons[k].text);
		}
		print(b, "\n");
	}
	for (size_t i = 0; i < mia_triage_sent_on_count(t); i++)
		print_text(b, mia_triage_sent_on(t, i)->what);
	print(b, "\n%u %u %lld\n", (unsigned)sums->folded.contexts, (unsigned)sums->without_reason,
		(long long)sums->bucket_width);
	for (size_t i = 0; i < sums->bucket_count; i++)
		print(b, "%u/%u ", (unsigned)sums->buckets[i].binds, (unsigned)sums->buckets[i].syncs);
}

static void
any_order_gives_the_same(void **state)
{
	uint64_t numbers = 7;

	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct world *w = make_world(seed);
		struct buf wanted, got;

		mia__buf_init(&wanted, &mia__malloc_allocator);
		mia__buf_init(&got, &mia__malloc_allocator);
		for (unsigned n = 0; n < 6; n++) {
			struct mia_triage *like = triage_new(n % 2 == 0);
			struct mia_fold *fold = deal_and_merge(mia_triage_fold(like), w, &numbers);
			struct buf *b = n < 2 ? &wanted : &got;

			if (n % 2 == 0)
				buf_clear(b);
			print_all(b, (const struct mia_triage *)(const void *)fold);
			if (n >= 2 && n % 2 == 1)
				assert_same_print(&wanted, &got);
			fold->ops->free(fold);
			mia_triage_free(like);
		}
		mia__buf_release(&wanted);
		mia__buf_release(&got);
		free(w);
	}
}

static enum mia_status
run_world(const struct mia_allocator *a, const void *world)
{
	struct mia_triage *t = NULL;
	enum mia_status status = mia_triage_new(&t, a, NULL, NULL);

	if (status >= 0)
		status = fold_world(mia_triage_fold(t), world);
	mia_triage_free(t);
	return status;
}

static enum mia_status
add_act(struct mia_fold *fold, const void *world, unsigned i)
{
	static const struct mia_parameter rule[] = {
		{ { "Name", sizeof("Name") - 1 }, { ".", sizeof(".") - 1 } },
		{ { "ForwardTo", sizeof("ForwardTo") - 1 }, { "x@out.example", sizeof("x@out.example") - 1 } }
	};
	struct mia_event event = deed(i + 1, NOON + i, i % 2 ? "New-InboxRule" : "UserLoginFailed",
		"ann@own.example", "192.0.2.1");

	(void)world;
	event.parameters = rule;
	event.parameter_count = i % 2 ? 2 : 0;
	return fold->ops->add(fold, &event, NULL);
}

static enum mia_status
run_acts(const struct mia_allocator *a, const void *ctx)
{
	struct fold_steps steps = { 6, add_act, NULL };
	struct mia_triage *t = NULL;
	enum mia_status status = mia_triage_new(&t, a, NULL, NULL);

	(void)ctx;
	if (status >= 0)
		status = fold_steps(mia_triage_fold(t), &steps);
	mia_triage_free(t);
	return status;
}

static void
refusals(void **state)
{
	struct world *w = make_world(3);

	(void)state;
	refuse_each_allocation(run_world, w, MIA_OK);
	refuse_each_allocation(run_acts, NULL, MIA_OK);
	free(w);
}

static void
repeats_count_once(void **state)
{
	struct mia_triage *t = triage_new(1);

	(void)state;
	for (int twice = 0; twice < 2; twice++) {
		note_bind(t, deed(1, NOON, NULL, "ann@own.example", "192.0.2.1"), 1, 3);
		note_bind(t, deed(2, NOON + MINUTE, NULL, "ann@own.example", "192.0.2.1"), 3, 2);
		note_sync(t, deed(3, NOON, NULL, "ann@own.example", "192.0.2.1"), "F1");
		note_sync(t, deed(4, NOON, NULL, "ann@own.example", "192.0.2.1"), "F1");
		note_sign_in(t, 5, NOON, "ann@own.example", "192.0.2.1", "50126");
	}
	seal(mia_triage_fold(t));
	const struct mia_triage_row *r = row_of(t, MIA_TRIAGE_ADDRESS, "192.0.2.1");
	assert_non_null(r);
	assert_int_equal(r->events, 5);
	assert_int_equal(r->binds, 2);
	assert_int_equal(r->messages, 4); /* m3 stands in both */
	assert_int_equal(r->syncs, 2);
	assert_int_equal(r->folders, 1);
	assert_int_equal(r->signins_failed, 1);
	assert_int_equal(r->first, NOON);
	assert_int_equal(r->last, NOON + MINUTE);
	mia_triage_free(t);
}

/* As the rows of `mia messages` and the report count. */
static void
one_message_in_two_mailboxes_is_two(void **state)
{
	struct mia_triage *t = triage_new(1);
	struct mia_event event = deed(1, NOON, NULL, "ann@own.example", "192.0.2.1");

	(void)state;
	note_bind(t, event, 1, 2);
	event = deed(2, NOON, NULL, "ann@own.example", "192.0.2.1");
	event.mailbox_owner = TEXT("bob@own.example");
	note_bind(t, event, 2, 1);
	seal(mia_triage_fold(t));
	const struct mia_triage_row *r = row_of(t, MIA_TRIAGE_ADDRESS, "192.0.2.1");
	assert_int_equal(r->binds, 2);
	assert_int_equal(r->messages, 3);
	mia_triage_free(t);
}

static void
failed_access_is_none(void **state)
{
	struct mia_triage *t = triage_new(1);
	struct mia_event event = deed(1, NOON, NULL, "ann@own.example", "192.0.2.1");

	(void)state;
	event.flags = MIA_FLAG_FAILED;
	note_bind(t, event, 1, 3);
	seal(mia_triage_fold(t));
	const struct mia_triage_row *r = row_of(t, MIA_TRIAGE_ADDRESS, "192.0.2.1");
	assert_int_equal(r->binds, 0);
	assert_int_equal(r->messages, 0);
	assert_int_equal(r->events, 1);
	mia_triage_free(t);
}

static void
nothing_at_all(void **state)
{
	struct mia_triage *t = triage_new(0);

	(void)state;
	assert_null(mia_triage_sums(t));
	assert_int_equal(mia_triage_count(t), 0);
	seal(mia_triage_fold(t));
	assert_int_equal(mia_triage_count(t), 0);
	assert_null(mia_triage_get(t, 0));
	assert_int_equal(mia_triage_sums(t)->bucket_count, 0);
	mia_triage_free(t);
}

/* 0001 and 9999 in one export: a few buckets, no overflow. */
static void
wild_dates(void **state)
{
	struct mia_triage *t = triage_new(0);
	mia_time first, last;

	(void)state;
	assert_int_equal(mia_time_parse(TEXT("0001-01-01T00:00:00"), &first), MIA_OK);
	assert_int_equal(mia_time_parse(TEXT("9999-12-31T23:59:59"), &last), MIA_OK);
	note_bind(t, deed(1, first, NULL, "ann@own.example", "192.0.2.1"), 1, 1);
	note_bind(t, deed(2, last, NULL, "ann@own.example", "192.0.2.1"), 2, 1);
	seal(mia_triage_fold(t));
	const struct mia_triage_sums *sums = mia_triage_sums(t);
	assert_in_range(sums->bucket_count, 2, MIA_TRIAGE_BUCKETS);
	assert_int_equal(sums->buckets[0].binds, 1);
	assert_int_equal(sums->buckets[sums->bucket_count - 1].binds, 1);
	mia_triage_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(refusals),
		cmocka_unit_test(repeats_count_once),
		cmocka_unit_test(one_message_in_two_mailboxes_is_two),
		cmocka_unit_test(failed_access_is_none),
		cmocka_unit_test(nothing_at_all),
		cmocka_unit_test(wild_dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
