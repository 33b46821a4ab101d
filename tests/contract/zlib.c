/*
 * Why libmia reads gzip with inflate and not with gzread: the one says what
 * is wrong and keeps what was good, the other is silent or drops both.
 */
#include "test.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { plain_size = 8000, space = 64 * 1024 };

struct file {
	unsigned char bytes[space];
	size_t len;
};

static void
add(struct file *file, const void *bytes, size_t len)
{
	assert_true(file->len + len <= space);
	memcpy(file->bytes + file->len, bytes, len);
	file->len += len;
}

/* 8000 bytes of text that deflate cannot make tiny. */
static void
add_member(struct file *file)
{
	unsigned char plain[plain_size];
	uint32_t seed = 1;
	for (size_t i = 0; i < plain_size; i++) {
		seed = seed * 1664525u + 1013904223u;
		plain[i] = (unsigned char)('a' + (seed >> 24) % 26);
	}
	z_stream z = { .next_in = plain, .avail_in = plain_size };
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = file->bytes + file->len;
	z.avail_out = (uInt)(space - file->len);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	file->len += z.total_out;
	deflateEnd(&z);
}

struct gz {
	long delivered;
	int last, error, close;
};

static struct gz
read_gz(const struct file *file)
{
	static unsigned char out[3 * plain_size];
	struct gz gz = { .delivered = 0 };
	int fd = memfd_create("contract", 0);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file->bytes, file->len), file->len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	gzFile in = gzdopen(fd, "rb");
	assert_non_null(in);
	while ((gz.last = gzread(in, out, sizeof(out))) > 0)
		gz.delivered += gz.last;
	gzerror(in, &gz.error);
	gz.close = gzclose(in);
	return gz;
}

struct inflated {
	unsigned long delivered;
	int status;
	unsigned left; /* input bytes not taken */
};

static struct inflated
inflate_one(const unsigned char *bytes, size_t len)
{
	static unsigned char out[3 * plain_size];
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (uInt)len };
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_out = out;
	z.avail_out = sizeof(out);
	int status = inflate(&z, Z_NO_FLUSH);
	struct inflated result = { z.total_out, status, z.avail_in };
	inflateEnd(&z);
	return result;
}

static void
two_members_are_one_text(void **state)
{
	(void)state;
	struct file file = { .len = 0 };
	add_member(&file);
	size_t first = file.len;
	add_member(&file);

	struct gz gz = read_gz(&file);
	assert_int_equal(gz.delivered, 2 * plain_size);
	assert_int_equal(gz.error, Z_OK);

	/* inflate stops behind the first; the second begins where it stopped. */
	struct inflated one = inflate_one(file.bytes, file.len);
	assert_int_equal(one.status, Z_STREAM_END);
	assert_int_equal(one.delivered, plain_size);
	assert_int_equal(one.left, file.len - first);
	struct inflated two = inflate_one(file.bytes + first, file.len - first);
	assert_int_equal(two.status, Z_STREAM_END);
	assert_int_equal(two.left, 0);
}

static void
zero_padding_hides_the_second_member_from_gzread(void **state)
{
	(void)state;
	static const unsigned char zeros[100];
	struct file file = { .len = 0 };
	add_member(&file);
	size_t first = file.len;
	add(&file, zeros, sizeof(zeros));
	add_member(&file);

	struct gz gz = read_gz(&file);
	assert_int_equal(gz.delivered, plain_size); /* half, and not a word */
	assert_int_equal(gz.error, Z_OK);
	assert_int_equal(gz.close, Z_OK);

	struct inflated one = inflate_one(file.bytes, file.len);
	assert_int_equal(one.status, Z_STREAM_END);
	assert_int_equal(one.left, file.len - first);
}

static void
garbage_behind_a_member_is_dropped_by_gzread(void **state)
{
	(void)state;
	struct file file = { .len = 0 };
	add_member(&file);
	add(&file, "GARBAGE here", 12);

	struct gz gz = read_gz(&file);
	assert_int_equal(gz.delivered, plain_size);
	assert_int_equal(gz.last, 0);
	assert_int_equal(gz.error, Z_OK);
	assert_int_equal(gz.close, Z_OK);

	struct inflated one = inflate_one(file.bytes, file.len);
	assert_int_equal(one.status, Z_STREAM_END);
	assert_int_equal(one.left, 12);
}

static void
wrong_check_or_length_costs_gzread_everything(void **state)
{
	(void)state;
	for (size_t from_end = 1; from_end <= 8; from_end += 7) { /* ISIZE, then CRC */
		struct file file = { .len = 0 };
		add_member(&file);
		file.bytes[file.len - from_end] ^= 0x55;

		struct gz gz = read_gz(&file);
		assert_int_equal(gz.delivered, 0);
		assert_int_equal(gz.last, -1);
		assert_int_equal(gz.error, Z_DATA_ERROR);
		assert_int_equal(gz.close, Z_OK);

		struct inflated one = inflate_one(file.bytes, file.len);
		assert_int_equal(one.status, Z_DATA_ERROR);
		assert_int_equal(one.delivered, plain_size);
	}
}

static void
cut_stream_looks_like_the_end_to_gzread(void **state)
{
	(void)state;
	struct file whole = { .len = 0 };
	add_member(&whole);

	struct file file = whole;
	file.len = whole.len / 2;
	struct gz gz = read_gz(&file);
	assert_true(gz.delivered > 0 && gz.delivered < plain_size);
	assert_int_equal(gz.last, 0);
	assert_int_equal(gz.error, Z_BUF_ERROR);
	assert_int_equal(gz.close, Z_BUF_ERROR);
	struct inflated half = inflate_one(file.bytes, file.len);
	assert_true(half.status == Z_OK || half.status == Z_BUF_ERROR); /* wants more */
	assert_int_equal(half.left, 0);
	assert_int_equal(half.delivered, gz.delivered);

	file.len = whole.len - 4; /* inside the trailer */
	gz = read_gz(&file);
	assert_int_equal(gz.delivered, plain_size);
	assert_int_equal(gz.last, 0);
	assert_int_equal(gz.error, Z_BUF_ERROR);
	struct inflated trailer = inflate_one(file.bytes, file.len);
	assert_int_not_equal(trailer.status, Z_STREAM_END);
	assert_int_equal(trailer.delivered, plain_size);
}

static void
damaged_stream_keeps_what_was_good(void **state)
{
	(void)state;
	/* A block of the reserved type 3, behind a good stored block. */
	static const unsigned char broken[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x00, 3, 0, 0xfc, 0xff,
		'a', 'b', 'c', 0x07, 0, 0, 0 };
	struct inflated one = inflate_one(broken, sizeof(broken));
	assert_int_equal(one.status, Z_DATA_ERROR);
	assert_int_equal(one.delivered, 3);
}

static void
what_is_not_gzip_passes_through_gzread(void **state)
{
	(void)state;
	struct file file = { .len = 0 };
	add(&file, "{\"Operation\":1}", 15);
	struct gz gz = read_gz(&file);
	assert_int_equal(gz.delivered, 15);
	assert_int_equal(gz.error, Z_OK);

	struct inflated one = inflate_one(file.bytes, file.len);
	assert_int_equal(one.status, Z_DATA_ERROR);
	assert_int_equal(one.delivered, 0);
}

static void
reset_reads_the_next_member_without_new_memory(void **state)
{
	(void)state;
	static unsigned char out[3 * plain_size];
	struct file file = { .len = 0 };
	add_member(&file);
	add_member(&file);
	z_stream z = { .next_in = file.bytes, .avail_in = (uInt)file.len };
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_out = out;
	z.avail_out = sizeof(out);
	assert_int_equal(inflate(&z, Z_NO_FLUSH), Z_STREAM_END);
	assert_int_equal(inflateReset(&z), Z_OK);
	assert_int_equal(inflate(&z, Z_NO_FLUSH), Z_STREAM_END);
	assert_int_equal(z.total_out, plain_size); /* of this member alone */
	assert_int_equal(z.avail_in, 0);
	inflateEnd(&z);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_members_are_one_text),
		cmocka_unit_test(zero_padding_hides_the_second_member_from_gzread),
		cmocka_unit_test(garbage_behind_a_member_is_dropped_by_gzread),
		cmocka_unit_test(wrong_check_or_length_costs_gzread_everything),
		cmocka_unit_test(cut_stream_looks_like_the_end_to_gzread),
		cmocka_unit_test(damaged_stream_keeps_what_was_good),
		cmocka_unit_test(what_is_not_gzip_passes_through_gzread),
		cmocka_unit_test(reset_reads_the_next_member_without_new_memory),
	};
	return cmocka_run_group_tests_name("contract-zlib", tests, NULL, NULL);
}
