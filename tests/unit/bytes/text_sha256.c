/* The hash of what a source holds, inflated; values by FIPS 180-2, appendix B. */
#include "test.h"

#include <zlib.h>

#include "bytes/bytes.h"

#define SHA256_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define LONG_TEXT "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
#define SHA256_LONG "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"

struct stored {
	unsigned char bytes[200000];
	size_t size;
};

static void
add(struct stored *s, const void *bytes, size_t size)
{
	assert_true(s->size + size <= sizeof(s->bytes));
	memcpy(s->bytes + s->size, bytes, size);
	s->size += size;
}

static void
add_member(struct stored *s, const void *text, size_t size)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)text, .avail_in = (uInt)size };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = s->bytes + s->size;
	z.avail_out = (uInt)(sizeof(s->bytes) - s->size);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	s->size = sizeof(s->bytes) - z.avail_out;
	deflateEnd(&z);
}

static struct mia_source
load_stored(const struct stored *s, const struct mia_load_options *load)
{
	struct mia_evidence *evidence = NULL;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "s", s->bytes, s->size, NULL), MIA_OK);
	assert_int_equal(mia_load(evidence, NULL, 0, load, NULL), MIA_OK);
	struct mia_source ret = *mia_evidence_source(evidence, 0);
	mia_evidence_free(evidence);
	return ret;
}

static struct mia_source
load_hashed(const struct stored *s)
{
	return load_stored(s,
		&(struct mia_load_options){ .size = sizeof(struct mia_load_options), .text_sha256 = 1 });
}

static void
what_is_no_gzip_has_one_hash(void **state)
{
	(void)state;
	static struct stored s;
	s.size = 0;
	add(&s, "abc", 3);
	struct mia_source source = load_hashed(&s);
	assert_string_equal(source.sha256, SHA256_ABC);
	assert_string_equal(source.text_sha256, SHA256_ABC);
}

static void
members_are_hashed_as_one_text(void **state)
{
	(void)state;
	static struct stored s;
	s.size = 0;
	add_member(&s, LONG_TEXT, strlen(LONG_TEXT));
	struct mia_source source = load_hashed(&s);
	assert_string_equal(source.text_sha256, SHA256_LONG);
	assert_string_not_equal(source.sha256, SHA256_LONG);
	/* What is behind the members is none of the text. */
	s.size = 0;
	add_member(&s, "a", 1);
	add_member(&s, "bc", 2);
	add(&s, "rubbish", 7);
	source = load_hashed(&s);
	assert_string_equal(source.text_sha256, SHA256_ABC);
	assert_int_equal(source.rejected_by[MIA_REASON_GZIP_TRAILING], 1);
}

/* The bytes, not what they decode to: sha256sum of the text with its mark. */
static void
text_is_hashed_before_it_is_decoded(void **state)
{
	(void)state;
	static struct stored s;
	s.size = 0;
	add_member(&s, "\xef\xbb\xbf", 3);
	struct mia_source source = load_hashed(&s);
	assert_int_equal(source.encoding, MIA_ENCODING_UTF8_BOM);
	assert_string_equal(source.text_sha256,
		"f1945cd6c19e56b3c1c78943ef5ec18116907a4ca1efc40a57d48ab1db7adfc5");
}

static void
only_where_it_is_asked_for(void **state)
{
	(void)state;
	static struct stored s;
	struct mia_load_options load = { .size = sizeof(load) };
	s.size = 0;
	add_member(&s, "abc", 3);
	assert_string_equal(load_stored(&s, &load).text_sha256, "");
	assert_string_equal(load_stored(&s, NULL).text_sha256, "");
	load.text_sha256 = load.without_sha256 = 1;
	assert_string_equal(load_stored(&s, &load).text_sha256, "");
	load.without_sha256 = 0;
	assert_string_equal(load_stored(&s, &load).text_sha256, SHA256_ABC);
}

/* Of what is no export only as much is inflated as it takes to find the name of
 * an operation of access; the hash of the stored bytes is that of all of them. */
static void
no_hash_of_what_was_left_out(void **state)
{
	(void)state;
	static struct stored s;
	static char noise[150000];
	uint64_t number = 1;
	for (size_t i = 0; i < sizeof(noise); i++) {
		number = number * UINT64_C(6364136223846793005) + 1;
		noise[i] = (char)(1 + (number >> 40) % 200);
	}
	s.size = 0;
	add_member(&s, noise, sizeof(noise));
	struct mia_source source = load_hashed(&s);
	assert_int_equal(source.rejected_by[MIA_REASON_NOT_AN_EXPORT], 1);
	assert_int_equal(strlen(source.text_sha256), 64);
	memcpy(noise + 100, "MailItemsAccessed", 17);
	s.size = 0;
	add_member(&s, noise, sizeof(noise));
	source = load_hashed(&s);
	assert_int_equal(source.rejected_by[MIA_REASON_PASSED_OVER], 1);
	assert_int_equal(source.stored_bytes, s.size);
	assert_int_equal(strlen(source.sha256), 64);
	assert_string_equal(source.text_sha256, "");
}

/* Nor of a text longer than allowed. */
static void
the_limit_of_text_is_exact(void **state)
{
	(void)state;
	static struct stored s;
	s.size = 0;
	add_member(&s, LONG_TEXT, strlen(LONG_TEXT));
	for (uint64_t limit = strlen(LONG_TEXT) - 1; limit <= strlen(LONG_TEXT); limit++) {
		struct origin origin = { .kind = ORIGIN_MEMORY, .memory = s.bytes, .memory_size = s.size };
		struct fault fault;
		struct bytes b;
		char piece[16], sha256[65], text_sha256[65];
		assert_true(mia__bytes_open(&b, &origin, &mia__malloc_allocator, limit, true) &&
			mia__bytes_hash_text(&b));
		while (mia__bytes_read(&b, piece, sizeof(piece)) > 0 || mia__bytes_take_fault(&b, &fault))
			;
		assert_true(mia__bytes_finish(&b, sha256) && mia__bytes_finish_text(&b, sha256, text_sha256));
		assert_string_equal(text_sha256, limit == strlen(LONG_TEXT) ? SHA256_LONG : "");
		mia__bytes_close(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_gzip_has_one_hash),
		cmocka_unit_test(members_are_hashed_as_one_text),
		cmocka_unit_test(text_is_hashed_before_it_is_decoded),
		cmocka_unit_test(only_where_it_is_asked_for),
		cmocka_unit_test(no_hash_of_what_was_left_out),
		cmocka_unit_test(the_limit_of_text_is_exact),
	};
	return cmocka_run_group_tests_name("hashes of texts", tests, NULL, NULL);
}
