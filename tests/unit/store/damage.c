/* What is damaged, forged or made from something else is never answered from. */
#include "stored.h"

static void
any_byte_that_was_changed_is_noticed(void **state)
{
	struct mia_evidence *e;
	struct buf want, store;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	store = read_file("a.mia");
	e = evidence_of("e.json");
	for (size_t i = 0; i < store.len; i++) {
		static const char flips[] = { 1, (char)0x80, (char)0xff };
		for (size_t k = 0; k < sizeof(flips); k++) {
			store.ptr[i] = (char)(store.ptr[i] ^ flips[k]);
			write_file("b.mia", store.ptr, store.len);
			assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_END);
			store.ptr[i] = (char)(store.ptr[i] ^ flips[k]);
		}
	}
	for (size_t len = 0; len < store.len; len++) {
		write_file("b.mia", store.ptr, len);
		assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_END);
	}
	/* Then the evidence is read, as ever. */
	struct printer p = printer_new();
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	assert_int_equal(load(e, &p.fold, NULL), MIA_OK);
	print_books(&p.out, e);
	assert_int_equal(p.out.len, want.len);
	assert_memory_equal(p.out.ptr, want.ptr, want.len);
	mia_evidence_free(e);
	mia__buf_release(&p.out);
	mia__buf_release(&want);
	mia__buf_release(&store);
	unlink("a.mia");
}

static uint64_t
number_at(const struct buf *b, size_t at)
{
	struct store_cursor c = { (unsigned char *)b->ptr + at, (unsigned char *)b->ptr + b->len, false };

	return store_fixed(&c);
}

static void
put_at(struct buf *b, size_t at, uint64_t n)
{
	for (int i = 0; i < 8; i++)
		b->ptr[at + (size_t)i] = (char)(n >> 8 * i);
}

/* Makes all sums right again: the only block is the last 32 bytes of the index. */
static void
forge(struct buf *store)
{
	size_t index = (size_t)number_at(store, 16), place = store->len - 32;
	struct store_sum sum;
	struct sha256 sha;

	mia__store_sum_begin(&sum);
	mia__store_sum_add(&sum, store->ptr + STORE_HEAD, index - STORE_HEAD);
	put_at(store, place + 24, mia__store_sum_end(&sum));
	assert_true(mia__sha256_init(&sha) && mia__sha256_begin(&sha));
	assert_true(mia__sha256_update(&sha, store->ptr, STORE_HASHED));
	assert_true(mia__sha256_update(&sha, store->ptr + index, store->len - index));
	assert_true(mia__sha256_end(&sha, (unsigned char *)store->ptr + STORE_HASHED));
	mia__sha256_release(&sha);
}

/* Whoever can write the file can make its sums right: it is read as evidence is. */
static void
a_forged_store_ends_the_load_or_says_something(void **state)
{
	struct buf want, store;
	uint64_t random = 12;
	int refused = 0, loaded = 0;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	store = read_file("a.mia");
	size_t size = (size_t)number_at(&store, 16) - STORE_HEAD;
	for (int round = 0; round < (int)fewer(4000, 500); round++) {
		struct buf forged;
		mia__buf_init(&forged, &mia__malloc_allocator);
		mia__buf_text(&forged, buf_view(&store));
		for (int k = 0; k < 1 + round % 3; k++) {
			random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			forged.ptr[STORE_HEAD + (random >> 33) % size] = (char)(random >> 20);
		}
		forge(&forged);
		write_file("b.mia", forged.ptr, forged.len);
		struct mia_evidence *e = evidence_of("e.json");
		struct printer p = printer_new();
		assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_OK);
		enum mia_status status = load(e, &p.fold, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_ARGUMENT);
		refused += status != MIA_OK;
		loaded += status == MIA_OK;
		mia_evidence_free(e);
		mia__buf_release(&p.out);
		mia__buf_release(&forged);
	}
	assert_true(refused > 0 && loaded > 0);
	mia__buf_release(&want);
	mia__buf_release(&store);
	unlink("a.mia");
}

/* ---- what does not fit ---- */

static void
assert_unfit(struct mia_evidence *e, const char *store, const char *why)
{
	struct mia_error err = { 0 };

	assert_int_equal(mia_store_use(e, store, NULL, &err), MIA_END);
	if (!strstr(err.text, why))
		fail_msg("'%s' says nothing of '%s'", err.text, why);
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	mia_evidence_free(e);
}

static void
what_was_made_from_something_else_is_not_used(void **state)
{
	struct mia_limits limits = { .size = sizeof(limits), .record_bytes = 5000 };
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	write_file("f.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	assert_unfit(evidence_of("f.json"), "a.mia", "other names");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_add_path(e, "f.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "more or fewer");
	assert_int_equal(mia_evidence_new(&e, NULL, &limits, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, "e.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "limits");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_state_offset(e, 60, NULL), MIA_OK);
	assert_unfit(e, "a.mia", "zone");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_ignore(e, "e.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "ignored");
	assert_unfit(evidence_of("e.json"), "e.json", "no store");
	/* Nothing but a time of change tells these apart. */
	write_file("e.json", few, sizeof(few) - 1);
	assert_unfit(evidence_of("e.json"), "a.mia", "changed since");
	unlink("a.mia");
}

/* Cut to 32 bits it would be right. */
static void
a_size_above_32_bits_is_not_cut(void **state)
{
	const size_t size_of_index = 24; /* where it stands in the head */
	struct buf want, store;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	store = read_file("a.mia");
	put_at(&store, size_of_index, number_at(&store, size_of_index) + (UINT64_C(1) << 32));
	forge(&store);
	write_file("b.mia", store.ptr, store.len);
	assert_unfit(evidence_of("e.json"), "b.mia", "damaged");
	put_at(&store, size_of_index, number_at(&store, size_of_index) - (UINT64_C(1) << 32));
	forge(&store);
	write_file("b.mia", store.ptr, store.len);
	struct mia_evidence *e = evidence_of("e.json");
	assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_OK);
	mia_evidence_free(e);
	mia__buf_release(&want);
	mia__buf_release(&store);
	unlink("a.mia");
}

static void
only_the_users_own_file_is_used(void **state)
{
	struct mia_error err = { 0 };
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	assert_int_equal(chmod("a.mia", 0620), 0);
	assert_unfit(evidence_of("e.json"), "a.mia", "write");
	assert_int_equal(chmod("a.mia", 0600), 0);
	assert_int_equal(symlink("a.mia", "link.mia"), 0);
	assert_unfit(evidence_of("e.json"), "link.mia", "link");
	e = evidence_of("e.json");
	assert_int_equal(mia_store_use(e, "none.mia", NULL, &err), MIA_ERR_IO);
	assert_int_equal(err.sys_errno, ENOENT);
	/* It is the very thing that would be written. */
	struct mia_store_writer *w = NULL;
	assert_int_equal(mia_store_writer_new(&w, NULL, e, "a.mia", NULL, NULL), MIA_ERR_STATE);
	mia_evidence_free(e);
	unlink("a.mia");
}

static void
what_is_said_of_the_evidence_later_ends_the_use(void **state)
{
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	e = evidence_of("e.json");
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, "f.json", NULL), MIA_OK);
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	mia_evidence_free(e);
	unlink("a.mia");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_byte_that_was_changed_is_noticed),
		cmocka_unit_test(a_forged_store_ends_the_load_or_says_something),
		cmocka_unit_test(what_was_made_from_something_else_is_not_used),
		cmocka_unit_test(a_size_above_32_bits_is_not_cut),
		cmocka_unit_test(only_the_users_own_file_is_used),
		cmocka_unit_test(what_is_said_of_the_evidence_later_ends_the_use),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
