/* Stored bytes into text: gzip members and text encodings. */
#include "test.h"

#include <zlib.h>

#include "bytes/bytes.h"

/* Bytes that a test builds up. */
struct stored {
	unsigned char bytes[8192];
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
add_member(struct stored *s, const char *text)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)text;
	z.avail_in = (uInt)strlen(text);
	z.next_out = s->bytes + s->size;
	z.avail_out = (uInt)(sizeof(s->bytes) - s->size);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	s->size = sizeof(s->bytes) - z.avail_out;
	deflateEnd(&z);
}

/* What reading came to. */
struct got {
	char text[8192];
	size_t len;
	struct fault faults[8];
	size_t fault_count, faulty_at; /* how much text stood in front of the first */
	uint64_t members, stored_bytes, text_bytes;
	enum mia_encoding encoding;
	char sha256[65];
};

struct drip {
	const struct stored *stored;
	size_t at, size;
};

static ptrdiff_t
drip_read(void *ctx, void *buf, size_t size)
{
	struct drip *d = ctx;
	size_t n = d->stored->size - d->at;

	n = n < d->size ? n : d->size;
	n = n < size ? n : size;
	memcpy(buf, d->stored->bytes + d->at, n);
	d->at += n;
	return (ptrdiff_t)n;
}

static struct got
read_origin(const struct origin *origin, size_t piece, uint64_t limit)
{
	struct got got = { .len = 0 };
	struct bytes b;
	size_t n;

	assert_true(mia__bytes_open(&b, origin, &mia__malloc_allocator, limit, true));
	for (;;) {
		n = mia__bytes_read(&b, got.text + got.len, piece);
		got.len += n;
		assert_true(got.len + piece <= sizeof(got.text));
		if (n > 0)
			continue;
		if (!mia__bytes_take_fault(&b, &got.faults[got.fault_count]))
			break;
		if (got.fault_count++ == 0)
			got.faulty_at = got.len;
		assert_true(got.fault_count < 8);
	}
	assert_true(mia__bytes_finish(&b, got.sha256));
	got.members = b.members;
	got.stored_bytes = b.stored_bytes;
	got.text_bytes = b.text_bytes;
	got.encoding = b.encoding;
	mia__bytes_close(&b);
	return got;
}

/* The same from memory and from streams in small pieces. */
static struct got
read_stored(const struct stored *s)
{
	static const size_t sizes[] = { 1, 2, 3, 7 };
	struct origin origin = { .kind = ORIGIN_MEMORY, .memory = s->bytes, .memory_size = s->size };
	struct got want = read_origin(&origin, 1024, 0);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct drip drip = { s, 0, sizes[i] };
		struct got got = read_origin(&(struct origin){ .kind = ORIGIN_STREAM,
						     .read = drip_read,
						     .read_ctx = &drip },
			8, 0);
		assert_int_equal(got.len, want.len);
		assert_memory_equal(got.text, want.text, want.len);
		assert_int_equal(got.fault_count, want.fault_count);
		for (size_t k = 0; k < want.fault_count; k++)
			assert_int_equal(got.faults[k].reason, want.faults[k].reason);
		assert_int_equal(got.faulty_at, want.faulty_at);
		assert_int_equal(got.members, want.members);
		assert_int_equal(got.text_bytes, want.text_bytes);
		assert_string_equal(got.sha256, want.sha256);
	}
	assert_int_equal(want.stored_bytes, s->size);
	return want;
}

#define assert_got(got, literal) assert_text(((struct mia_text){ (got).text, (got).len }), literal)

static void
assert_fault(const struct got *got, enum mia_reason reason)
{
	assert_int_equal(got->fault_count, 1);
	assert_int_equal(got->faults[0].reason, reason);
}

static void
plain_bytes_are_passed_on(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s, "abc", 3);
	struct got got = read_stored(&s);
	assert_got(got, "abc");
	assert_int_equal(got.fault_count, 0);
	assert_int_equal(got.members, 0);
	/* FIPS 180-2, appendix B.1 */
	assert_string_equal(got.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
nothing_is_read_from_nothing(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	struct got got = read_stored(&s);
	assert_int_equal(got.len, 0);
	assert_int_equal(got.fault_count, 0);
	assert_string_equal(got.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
half_a_magic_is_no_gzip(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s, "\x1f", 1);
	struct got got = read_stored(&s);
	assert_got(got, "\x1f");
	assert_int_equal(got.fault_count, 0);
}

static void
members_are_joined(void **state)
{
	(void)state;
	static const char zeros[600];
	struct stored s = { .size = 0 };
	add_member(&s, "one ");
	add_member(&s, "two ");
	add_member(&s, "");
	add(&s, zeros, sizeof(zeros));
	add_member(&s, "three");
	add(&s, zeros, 1);
	struct got got = read_stored(&s);
	assert_got(got, "one two three");
	assert_int_equal(got.fault_count, 0);
	assert_int_equal(got.members, 4);
	assert_int_equal(got.text_bytes, 13);
}

static void
a_cut_member_gives_what_there_is(void **state)
{
	(void)state;
	struct stored whole = { .size = 0 };
	add_member(&whole, "one");
	size_t first = whole.size;
	add_member(&whole, "two");
	/* In the header, the body, the trailer of the second member. */
	for (size_t size = first + 1; size < whole.size; size++) {
		struct stored s = whole;
		s.size = size;
		struct got got = read_stored(&s);
		assert_fault(&got, MIA_REASON_GZIP_CUT);
		assert_in_range(got.len, 3, 6);
		assert_memory_equal(got.text, "onetwo", got.len);
		if (size >= whole.size - 8)
			assert_int_equal(got.len, 6);
	}
}

/* A match stands for many bytes: none of them may be lost where the file ends
 * and the reader had no room for all. */
static void
text_held_back_by_inflate_is_not_lost(void **state)
{
	(void)state;
	char text[1801];
	struct stored s = { .size = 0 };
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	add_member(&s, text);
	s.size -= 8; /* the trailer */
	struct got got = read_stored(&s);
	assert_fault(&got, MIA_REASON_GZIP_CUT);
	assert_int_equal(got.len, 1800);
}

static void
a_wrong_check_is_told_and_the_next_member_read(void **state)
{
	(void)state;
	/* The trailer is CRC-32, then the length. */
	for (size_t from_end = 1; from_end <= 8; from_end++) {
		struct stored s = { .size = 0 };
		add_member(&s, "one");
		s.bytes[s.size - from_end] ^= 1;
		add_member(&s, "two");
		struct got got = read_stored(&s);
		assert_fault(&got, MIA_REASON_GZIP_BAD_CHECK);
		assert_got(got, "onetwo");
		assert_int_equal(got.faulty_at, 3);
		assert_int_equal(got.members, 2);
	}
}

static void
what_is_no_member_is_told(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add_member(&s, "one");
	add(&s, "\0\0rubbish", 9);
	struct got got = read_stored(&s);
	assert_fault(&got, MIA_REASON_GZIP_TRAILING);
	assert_got(got, "one");
	s.size = 0;
	add_member(&s, "one");
	add(&s, "\x1f\x8c", 2);
	got = read_stored(&s);
	assert_fault(&got, MIA_REASON_GZIP_TRAILING);
	assert_got(got, "one");
	/* Half a magic at the end may have been a member. */
	s.size--;
	got = read_stored(&s);
	assert_fault(&got, MIA_REASON_GZIP_CUT);
}

static void
a_broken_stream_ends_there(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add_member(&s, "one");
	size_t first = s.size;
	add_member(&s, "two");
	s.bytes[first + 10] = 0x07; /* a block of the reserved type 3 */
	struct got got = read_stored(&s);
	assert_fault(&got, MIA_REASON_GZIP_DAMAGED);
	assert_got(got, "one");
}

static void
utf8_marks_are_dropped(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s,
		"\xef\xbb\xbf"
		"a\xc3\xb8",
		6);
	struct got got = read_stored(&s);
	assert_got(got, "a\xc3\xb8");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF8_BOM);
	assert_int_equal(got.text_bytes, 6);
	/* A mark alone is an empty text. */
	s.size = 3;
	got = read_stored(&s);
	assert_int_equal(got.len, 0);
	assert_int_equal(got.fault_count, 0);
}

static void
utf16_becomes_utf8(void **state)
{
	(void)state;
	/* a, o with stroke, U+20AC, U+1F4E7 as D83D DCE7 */
	static const char little[] = "\xff\xfe"
				     "a\0"
				     "\xf8\0"
				     "\xac\x20"
				     "\x3d\xd8\xe7\xdc";
	static const char big[] = "\xfe\xff"
				  "\0a"
				  "\0\xf8"
				  "\x20\xac"
				  "\xd8\x3d\xdc\xe7";
	struct stored s = { .size = 0 };
	add(&s, little, sizeof(little) - 1);
	struct got got = read_stored(&s);
	assert_got(got, "a\xc3\xb8\xe2\x82\xac\xf0\x9f\x93\xa7");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF16LE);
	/* 12 bytes and the mark of two; counted back from the text. */
	assert_int_equal(got.text_bytes, 12);
	assert_int_equal(mia__bytes_source_length(got.encoding, got.text, got.len), 10);
	s.size = 0;
	add(&s, big, sizeof(big) - 1);
	got = read_stored(&s);
	assert_got(got, "a\xc3\xb8\xe2\x82\xac\xf0\x9f\x93\xa7");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF16BE);
	assert_int_equal(got.fault_count, 0);
}

static void
utf16_without_a_mark_is_known_by_its_zeros(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s, "{\0\"\0a\0", 6);
	struct got got = read_stored(&s);
	assert_got(got, "{\"a");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF16LE);
	s.size = 0;
	add(&s, "\0{\0\"\0a", 6);
	got = read_stored(&s);
	assert_got(got, "{\"a");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF16BE);
}

/* Three bytes each, which are no valid UTF-8, so that the record is flagged. */
static void
lone_surrogates_stay_visible(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s,
		"\xff\xfe"
		"\x3d\xd8"
		"a\0"
		"\xe7\xdc"
		"b\0"
		"\x3d\xd8"
		"\x3d\xd8\xe7\xdc"
		"\x3d\xd8",
		18);
	struct got got = read_stored(&s);
	assert_got(got,
		"\xed\xa0\xbd"
		"a"
		"\xed\xb3\xa7"
		"b"
		"\xed\xa0\xbd"
		"\xf0\x9f\x93\xa7"
		"\xed\xa0\xbd");
	assert_int_equal(mia__bytes_source_length(got.encoding, got.text, got.len), 16);
}

static void
an_odd_byte_is_told(void **state)
{
	(void)state;
	struct stored s = { .size = 0 };
	add(&s,
		"\xff\xfe"
		"a\0"
		"b",
		5);
	struct got got = read_stored(&s);
	assert_fault(&got, MIA_REASON_CUT);
	assert_got(got, "a");
	/* The second half of a pair is missing by one byte. */
	s.size = 0;
	add(&s,
		"\xff\xfe"
		"a\0"
		"\x3d\xd8\xe7",
		7);
	got = read_stored(&s);
	assert_fault(&got, MIA_REASON_CUT);
	assert_got(got, "a\xed\xa0\xbd");
}

static void
gzip_around_utf16(void **state)
{
	(void)state;
	struct stored s = { .size = 0 }, packed = { .size = 0 };
	z_stream z = { 0 };
	add(&s,
		"\xff\xfe"
		"h\0i\0",
		6);
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = s.bytes;
	z.avail_in = (uInt)s.size;
	z.next_out = packed.bytes;
	z.avail_out = sizeof(packed.bytes);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	packed.size = sizeof(packed.bytes) - z.avail_out;
	deflateEnd(&z);
	struct got got = read_stored(&packed);
	assert_got(got, "hi");
	assert_int_equal(got.encoding, MIA_ENCODING_UTF16LE);
	assert_int_equal(got.text_bytes, 6);
}

static void
the_limit_of_text_is_exact(void **state)
{
	(void)state;
	struct stored s = { .size = 0 }, packed = { .size = 0 };
	add(&s, "0123456789", 10);
	add_member(&packed, "0123456789");
	const struct stored *both[] = { &s, &packed };
	for (size_t i = 0; i < 2; i++) {
		struct origin origin = { .kind = ORIGIN_MEMORY,
			.memory = both[i]->bytes,
			.memory_size = both[i]->size };
		struct got got = read_origin(&origin, 1024, 10);
		assert_got(got, "0123456789");
		assert_int_equal(got.fault_count, 0);
		got = read_origin(&origin, 1024, 9);
		assert_got(got, "012345678");
		assert_fault(&got, MIA_REASON_OVER_LIMIT);
		assert_int_equal(got.text_bytes, 9);
		/* The hash is over all that is stored. */
		assert_int_equal(got.stored_bytes, both[i]->size);
	}
}

static void
a_file_that_is_none_is_told(void **state)
{
	(void)state;
	struct got got =
		read_origin(&(struct origin){ .kind = ORIGIN_FILE, .path = "/nonexistent/export.csv" }, 1024,
			0);
	assert_fault(&got, MIA_REASON_CANNOT_READ);
	assert_string_equal(got.faults[0].detail, "cannot open: No such file or directory");
	assert_string_equal(got.sha256, "");
	got = read_origin(&(struct origin){ .kind = ORIGIN_FILE, .path = "/dev/null" }, 1024, 0);
	assert_fault(&got, MIA_REASON_CANNOT_READ);
	assert_string_equal(got.sha256, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_bytes_are_passed_on),
		cmocka_unit_test(nothing_is_read_from_nothing),
		cmocka_unit_test(half_a_magic_is_no_gzip),
		cmocka_unit_test(members_are_joined),
		cmocka_unit_test(a_cut_member_gives_what_there_is),
		cmocka_unit_test(text_held_back_by_inflate_is_not_lost),
		cmocka_unit_test(a_wrong_check_is_told_and_the_next_member_read),
		cmocka_unit_test(what_is_no_member_is_told),
		cmocka_unit_test(a_broken_stream_ends_there),
		cmocka_unit_test(utf8_marks_are_dropped),
		cmocka_unit_test(utf16_becomes_utf8),
		cmocka_unit_test(utf16_without_a_mark_is_known_by_its_zeros),
		cmocka_unit_test(lone_surrogates_stay_visible),
		cmocka_unit_test(an_odd_byte_is_told),
		cmocka_unit_test(gzip_around_utf16),
		cmocka_unit_test(the_limit_of_text_is_exact),
		cmocka_unit_test(a_file_that_is_none_is_told),
	};
	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
