/* The keyed sum that holds a second reading against the first. */
#include "test.h"

#include "base/hash.h"

static uint64_t
sum_of(struct hash_key key, const void *bytes, size_t size, size_t piece)
{
	struct hash_sum s;

	mia__hash_sum_begin(&s, key);
	for (size_t at = 0; at < size; at += piece)
		mia__hash_sum_add(&s, (const char *)bytes + at, size - at < piece ? size - at : piece);
	return mia__hash_sum_end(&s);
}

/* A network may bring the same bytes in other pieces. */
static void
pieces_make_no_difference(void **state)
{
	const struct hash_key key = { 1, 2 };
	char bytes[100];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7);
	for (size_t size = 0; size <= sizeof(bytes); size++)
		for (size_t piece = 1; piece <= 40; piece++)
			assert_int_equal(sum_of(key, bytes, size, piece),
				sum_of(key, bytes, size, sizeof(bytes)));
}

static void
every_bit_and_every_length_counts(void **state)
{
	const struct hash_key key = { 3, 4 }, other = { 3, 5 };
	unsigned char bytes[64] = { 0 };
	uint64_t sum = sum_of(key, bytes, sizeof(bytes), 64);

	(void)state;
	for (size_t bit = 0; bit < 8 * sizeof(bytes); bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_not_equal(sum_of(key, bytes, sizeof(bytes), 64), sum);
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	/* Zeros behind are no filling. */
	for (size_t size = 0; size < sizeof(bytes); size++)
		assert_int_not_equal(sum_of(key, bytes, size, 64), sum);
	assert_int_not_equal(sum_of(other, bytes, sizeof(bytes), 64), sum);
}

/* With mia__hash_content a word that is the constant makes all before it count for nothing. */
static void
no_word_that_is_known_makes_what_is_before_count_for_nothing(void **state)
{
	static const uint64_t words[] = { UINT64_C(0xe7037ed1a0b428db), UINT64_C(0x8ebc6af09c88c6e3), 0,
		UINT64_MAX };
	const struct hash_key key = mia__hash_random_key();

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		uint64_t a[4] = { 1, 1, words[i], words[i] }, b[4] = { 2, 2, words[i], words[i] };
		assert_int_not_equal(sum_of(key, a, sizeof(a), 64), sum_of(key, b, sizeof(b), 64));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_make_no_difference),
		cmocka_unit_test(every_bit_and_every_length_counts),
		cmocka_unit_test(no_word_that_is_known_makes_what_is_before_count_for_nothing),
	};

	return cmocka_run_group_tests_name("base-hash-sum", tests, NULL, NULL);
}
