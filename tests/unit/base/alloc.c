/* Memory: allocator, arena, buffer, and the interning that stands on them. */
#include "failing.h"

#include "base/buf.h"
#include "base/arena.h"
#include "base/intern.h"
#include "base/text.h"

static void
alloc_zeroes_and_checks_sizes(void **state)
{
	(void)state;
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	unsigned char *p = mia__alloc(&a, 10, 3);
	for (size_t i = 0; i < 30; i++)
		assert_int_equal(p[i], 0);
	assert_int_equal(f.bytes, 30);
	p[29] = 7;
	p = mia__realloc(&a, p, 10, 20, 3);
	assert_int_equal(p[29], 7);
	mia__dealloc(&a, p, 20, 3);
	mia__dealloc(&a, NULL, 20, 3);
	assert_int_equal(f.bytes, 0);

	size_t calls = f.calls;
	assert_null(mia__alloc(&a, SIZE_MAX / 2, 3));
	assert_null(mia__realloc(&a, NULL, 0, SIZE_MAX / 2, 3));
	assert_int_equal(f.calls, calls);

	struct mia_allocator std = mia__allocator_or_default(NULL);
	p = mia__alloc(&std, 1, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	mia__dealloc(&std, p, 1, 100);
}

static void
grow_keeps_the_array_when_refused(void **state)
{
	(void)state;
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	uint32_t *v = NULL;
	size_t cap = 0;
	for (uint32_t i = 0; i < 1000; i++) {
		assert_true(mia__grow(&a, &v, &cap, i + 1, sizeof(*v)));
		assert_true(cap > i);
		v[i] = i;
	}
	/* Doubling: a thousand elements need few calls. */
	assert_true(f.calls <= 10);
	size_t before = cap;
	f.refuse_at = f.calls + 1;
	assert_false(mia__grow(&a, &v, &cap, cap + 1, sizeof(*v)));
	assert_int_equal(cap, before);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	assert_false(mia__grow(&a, &v, &cap, SIZE_MAX, sizeof(*v)));
	mia__dealloc(&a, v, cap, sizeof(*v));
	assert_int_equal(f.bytes, 0);
}

/* What was taken from either arena stays, and both can go on. */
static void
arena_takes_over_another(void **state)
{
	(void)state;
	for (unsigned first = 0; first < 2; first++) {
		struct failing f = { .refuse_at = 0 };
		struct mia_allocator a = failing_allocator(&f);
		struct arena arena, from;
		mia__arena_init(&arena, &a);
		mia__arena_init(&from, &a);
		mia__arena_adopt(&arena, &from);
		struct mia_text own = { NULL, 0 }, big = { NULL, 0 };
		if (first)
			own = mia__arena_text(&arena, TEXT("own"));
		struct mia_text theirs = mia__arena_text(&from, TEXT("theirs"));
		big.ptr = mia__arena_take(&from, 100000);
		mia__arena_adopt(&arena, &from);
		struct mia_text more = mia__arena_text(&arena, TEXT("more"));
		struct mia_text again = mia__arena_text(&from, TEXT("again"));
		mia__arena_release(&from);
		(void)again;
		assert_true(!first || text_equal(own, TEXT("own")));
		assert_true(text_equal(theirs, TEXT("theirs")));
		assert_non_null(big.ptr);
		assert_true(text_equal(more, TEXT("more")));
		mia__arena_rewind(&arena);
		assert_non_null(mia__arena_take(&arena, 100000));
		mia__arena_release(&arena);
		assert_int_equal(f.bytes, 0);
	}
}

static void
arena_aligns_keeps_and_reuses(void **state)
{
	(void)state;
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	struct arena arena;
	mia__arena_init(&arena, &a);
	mia__arena_rewind(&arena);
	size_t calls = 0;
	static const size_t sizes[] = { 1, 0, 17, 5000, 3, 100000, 64, 3000000, 16, 9 };
	for (int round = 0; round < 3; round++) {
		unsigned char *taken[10];
		for (size_t i = 0; i < 10; i++) {
			/* Another order each round: still nothing new is needed. */
			size_t k = (i * 3 + (size_t)round * 7) % 10;
			taken[k] = mia__arena_take(&arena, sizes[k]);
			assert_non_null(taken[k]);
			assert_int_equal((uintptr_t)taken[k] % 16, 0);
			memset(taken[k], (int)k, sizes[k]);
		}
		for (size_t k = 0; k < 10; k++)
			for (size_t i = 0; i < sizes[k]; i += sizes[k] / 10 + 1)
				assert_int_equal(taken[k][i], k);
		if (round == 0)
			calls = f.calls;
		mia__arena_rewind(&arena);
	}
	/* The chunks of the first round serve the same order again. */
	assert_true(f.calls <= calls + 4);
	assert_null(mia__arena_take(&arena, SIZE_MAX));
	assert_null(mia__arena_take(&arena, SIZE_MAX - 64));

	struct mia_text empty = mia__arena_text(&arena, TEXT(""));
	assert_non_null(empty.ptr);
	assert_int_equal(empty.len, 0);
	assert_absent(mia__arena_text(&arena, TEXT_ABSENT));
	char word[] = "word";
	struct mia_text copy = mia__arena_text(&arena, text_of(word));
	word[0] = 'c';
	assert_text(copy, "word");
	mia__arena_release(&arena);
	assert_int_equal(f.bytes, 0);
}

static void
arena_steady_state_allocates_nothing(void **state)
{
	(void)state;
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	struct arena arena;
	mia__arena_init(&arena, &a);
	size_t after_first = 0;
	for (int record = 0; record < 50; record++) {
		mia__arena_rewind(&arena);
		for (size_t i = 0; i < 300; i++)
			assert_non_null(mia__arena_take(&arena, i * 7));
		if (record == 0)
			after_first = f.calls;
	}
	assert_int_equal(f.calls, after_first);
	mia__arena_release(&arena);
	assert_int_equal(f.bytes, 0);
}

static void
buf_failure_is_sticky(void **state)
{
	(void)state;
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	struct buf b;
	mia__buf_init(&b, &a);
	assert_int_equal(buf_view(&b).len, 0);
	assert_non_null(buf_view(&b).ptr);
	mia__buf_text(&b, TEXT("n="));
	mia__buf_str(&b, "0");
	mia__buf_byte(&b, ' ');
	mia__buf_str(&b, "18446744073709551615");
	mia__buf_str(&b, ".");
	mia__buf_add(&b, NULL, 0);
	assert_text(buf_view(&b), "n=0 18446744073709551615.");
	buf_clear(&b);
	assert_text(buf_view(&b), "");

	f.refuse_at = f.calls + 1;
	while (!b.failed)
		mia__buf_str(&b, "0123456789");
	/* The allocator would give again, but there is a hole in the text now. */
	size_t len = b.len;
	mia__buf_byte(&b, 'x');
	assert_false(mia__buf_reserve(&b, 1));
	assert_int_equal(b.len, len);
	mia__buf_release(&b);
	assert_int_equal(f.bytes, 0);

	mia__buf_init(&b, &a);
	assert_false(mia__buf_reserve(&b, SIZE_MAX));
	mia__buf_release(&b);
	assert_int_equal(f.bytes, 0);
}

static void
intern_numbers_equal_bytes_equally(void **state)
{
	(void)state;
	struct intern in;
	uint32_t id, again;
	mia__intern_init(&in, NULL);
	assert_int_equal(mia__intern_find(&in, TEXT("a")), 0);
	assert_true(mia__intern_add(&in, TEXT_ABSENT, &id));
	assert_int_equal(id, 0);
	assert_absent(intern_text(&in, 0));
	/* There and empty is a text, and not the absent one. */
	assert_true(mia__intern_add(&in, TEXT(""), &id));
	assert_int_equal(id, 1);
	assert_text(intern_text(&in, 1), "");
	assert_true(mia__intern_add(&in, TEXT("a\0b"), &id));
	assert_int_equal(id, 2);
	assert_true(mia__intern_add(&in, TEXT("a\0c"), &id));
	assert_int_equal(id, 3);
	assert_true(mia__intern_add(&in, TEXT("A"), &id));
	assert_int_equal(id, 4);

	char text[16];
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 20000; i++) {
			int n = snprintf(text, sizeof(text), "text %u", i);
			assert_true(mia__intern_add(&in, (struct mia_text){ text, (size_t)n }, &id));
			assert_int_equal(id, i + 5);
		}
	assert_int_equal(in.count, 20005);
	assert_text(intern_text(&in, 5), "text 0");
	assert_text(intern_text(&in, 20004), "text 19999");
	assert_text(intern_text(&in, 2), "a\0b");
	assert_int_equal(mia__intern_find(&in, TEXT("text 17")), 22);
	assert_int_equal(mia__intern_find(&in, TEXT("text 20000")), 0);
	assert_int_equal(mia__intern_find(&in, TEXT_ABSENT), 0);
	assert_true(mia__intern_add(&in, TEXT("a\0c"), &again));
	assert_int_equal(again, 3);
	mia__intern_release(&in);
}

static void
intern_survives_each_refusal(void **state)
{
	(void)state;
	for (size_t n = 1;; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct intern in;
		char text[200];
		mia__intern_init(&in, &a);
		size_t refused = 0;
		for (uint32_t i = 1; i <= 300; i++) {
			uint32_t id = 0;
			memset(text, 'x', sizeof(text));
			snprintf(text, sizeof(text), "%u", i);
			struct mia_text t = { text, sizeof(text) };
			if (!mia__intern_add(&in, t, &id)) {
				refused++;
				/* What went before is still there, and the next try goes. */
				assert_int_equal(in.count, i);
				assert_int_equal(mia__intern_find(&in, t), 0);
				assert_true(mia__intern_add(&in, t, &id));
			}
			assert_int_equal(id, i);
			assert_int_equal(mia__intern_find(&in, t), i);
		}
		mia__intern_release(&in);
		assert_int_equal(f.bytes, 0);
		assert_true(refused <= 1);
		if (!refused)
			break;
	}
}

/* Number 1 to `count` are "NAME i * step". */
static void
fill_intern(struct intern *in, uint32_t count, uint32_t step)
{
	char text[32];
	uint32_t id;

	for (uint32_t i = 1; i <= count; i++) {
		int n = snprintf(text, sizeof(text), "name %u", i * step);
		assert_true(mia__intern_add(in, (struct mia_text){ text, (size_t)n }, &id));
		assert_int_equal(id, i);
	}
}

/* Multiples of 2 and of 3: half of the second is known to the first. */
static void
merge_and_look(bool one_key, uint32_t twos, uint32_t threes)
{
	uint32_t *map = calloc(threes + 1, sizeof(*map)), id;
	struct intern in, from;
	char text[32];

	mia__intern_init(&in, NULL);
	mia__intern_init(&from, NULL);
	if (one_key)
		from.key = in.key;
	fill_intern(&in, twos, 2);
	fill_intern(&from, threes, 3);
	assert_true(mia__intern_merge(&in, &from, map));
	mia__intern_release(&from);
	uint32_t known = (3 * threes <= 2 * twos ? 3 * threes : 2 * twos) / 6;
	assert_int_equal(in.count - 1, twos + threes - known);
	assert_int_equal(map[0], 0);
	for (uint32_t i = 1; i <= threes; i++) {
		int n = snprintf(text, sizeof(text), "name %u", i * 3);
		assert_int_equal(intern_text(&in, map[i]).len, n);
		assert_memory_equal(intern_text(&in, map[i]).ptr, text, (size_t)n);
		assert_int_equal(mia__intern_find(&in, (struct mia_text){ text, (size_t)n }), map[i]);
	}
	for (uint32_t i = 1; i <= twos; i++) {
		int n = snprintf(text, sizeof(text), "name %u", i * 2);
		assert_int_equal(mia__intern_find(&in, (struct mia_text){ text, (size_t)n }), i);
	}
	/* and goes on where it was, in both ways of adding */
	assert_true(mia__intern_add(&in, TEXT("new"), &id));
	assert_int_equal(id, in.count - 1);
	uint32_t begun = mia__intern_begin(&in, TEXT("new"));
	assert_true(mia__intern_end(&in, TEXT("new"), begun, &id));
	assert_int_equal(id, in.count - 1);
	/* closed, it still knows its texts */
	mia__intern_close(&in);
	assert_text(intern_text(&in, id), "new");
	mia__intern_release(&in);
	free(map);
}

static void
intern_takes_what_another_has(void **state)
{
	(void)state;
	static const uint32_t counts[] = { 0, 1, 40, 5000, 30000 };

	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 5; k++) {
			merge_and_look(true, counts[i], counts[k]);
			merge_and_look(false, counts[i], counts[k]);
		}
}

/* A chunk has 64 KiB: texts that just fit, just do not, and take several. */
static void
intern_keeps_long_texts(void **state)
{
	(void)state;
	enum { CHUNK = 65536 };
	static const size_t lengths[] = { CHUNK - 8, CHUNK - 4, CHUNK - 3, CHUNK, 5 * CHUNK + 1, 7,
		3 * CHUNK - 4 };
	uint32_t ids[7], map[9];
	struct intern in, other;
	char *text = malloc(6 * CHUNK);

	mia__intern_init(&in, NULL);
	mia__intern_init(&other, NULL);
	other.key = in.key;
	assert_true(mia__intern_add(&other, TEXT("first"), &ids[0]));
	for (size_t i = 0; i < 7; i++) {
		memset(text, (int)('a' + i), lengths[i]);
		assert_true(mia__intern_add(&in, (struct mia_text){ text, lengths[i] }, &ids[i]));
	}
	for (size_t round = 0; round < 2; round++) {
		const struct intern *now = round ? &other : &in;
		for (size_t i = 0; i < 7; i++) {
			struct mia_text t = intern_text(now, round ? map[ids[i]] : ids[i]);
			memset(text, (int)('a' + i), lengths[i]);
			assert_int_equal(t.len, lengths[i]);
			assert_memory_equal(t.ptr, text, lengths[i]);
		}
		if (round == 0)
			assert_true(mia__intern_merge(&other, &in, map));
	}
	assert_text(intern_text(&other, 1), "first");
	mia__intern_release(&in);
	mia__intern_release(&other);
	free(text);
}

static void
intern_merges_or_gives_all_back(void **state)
{
	(void)state;
	for (size_t n = 1;; n++) {
		struct failing f = { 0 };
		struct mia_allocator a = failing_allocator(&f);
		struct intern in, from;
		uint32_t map[2001];
		mia__intern_init(&in, &a);
		mia__intern_init(&from, &a);
		if (n % 2)
			from.key = in.key;
		fill_intern(&in, 300, 2);
		fill_intern(&from, 2000, 3);
		f.refuse_at = f.calls + n / 2 + 1;
		bool ok = mia__intern_merge(&in, &from, map);
		mia__intern_release(&in);
		mia__intern_release(&from);
		assert_int_equal(f.bytes, 0);
		if (ok && n > 20)
			break;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alloc_zeroes_and_checks_sizes),
		cmocka_unit_test(grow_keeps_the_array_when_refused),
		cmocka_unit_test(arena_aligns_keeps_and_reuses),
		cmocka_unit_test(arena_takes_over_another),
		cmocka_unit_test(arena_steady_state_allocates_nothing),
		cmocka_unit_test(buf_failure_is_sticky),
		cmocka_unit_test(intern_numbers_equal_bytes_equally),
		cmocka_unit_test(intern_survives_each_refusal),
		cmocka_unit_test(intern_takes_what_another_has),
		cmocka_unit_test(intern_keeps_long_texts),
		cmocka_unit_test(intern_merges_or_gives_all_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
