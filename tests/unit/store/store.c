/* A store gives back every member of every event; and what it is packed by. */
#include "stored.h"
#include "base/text.h"
#include "store/reader.h"

#include <ftw.h>

/* ---- the same again ---- */

static int round_trips;

static int
round_trip(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)at;
	if (kind != FTW_F || st->st_size > 1 << 20)
		return 0;
	struct buf want = write_store(path, "a.mia");
	struct mia_evidence *e = evidence_of(path);
	struct printer p = printer_new();
	struct mia_error err = { 0 };

	if (mia_store_use(e, "a.mia", NULL, &err) != MIA_OK)
		fail_msg("%s: %s", path, err.text);
	assert_int_equal(load(e, &p.fold, NULL), MIA_OK);
	print_books(&p.out, e);
	if (p.out.len != want.len || (want.len && memcmp(p.out.ptr, want.ptr, want.len) != 0))
		fail_msg("%s: another event, reject or book than was written", path);
	mia_evidence_free(e);
	mia__buf_release(&p.out);
	mia__buf_release(&want);
	unlink("a.mia");
	round_trips++;
	return 0;
}

static void
every_member_of_every_fixture_comes_back(void **state)
{
	(void)state;
	assert_non_null(getenv("MIA_FIXTURES"));
	assert_int_equal(nftw(getenv("MIA_FIXTURES"), round_trip, 16, FTW_PHYS), 0);
	assert_true(round_trips > 100);
}

static void
an_event_without_items_is_given_where_none_are_wanted(void **state)
{
	struct printer whole = printer_new(), bare = printer_new();
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	e = evidence_of("e.json");
	bare.without_items = true;
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_not_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	assert_int_equal(load(e, &bare.fold, NULL), MIA_OK);
	mia_evidence_free(e);
	/* Two items of a bind stand as the event's and as the bind's. */
	assert_true(bare.out.len + 4 * 40 < want.len);
	e = evidence_of("e.json");
	bare.out.len = 0;
	bare.fold.sealed = 0;
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_equal(load(e, &bare.fold, &whole.fold), MIA_OK);
	assert_int_equal(bare.out.len, whole.out.len);
	mia_evidence_free(e);
	mia__buf_release(&bare.out);
	mia__buf_release(&whole.out);
	mia__buf_release(&want);
	unlink("a.mia");
}

/* Each call for memory refused once: writing, using, loading. */
static void
refused_memory_is_told(void **state)
{
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	for (size_t at = 1, done = 0; !done; at++) {
		struct failing f = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_evidence *e = NULL;
		struct mia_store_writer *w = NULL;
		struct printer p = printer_new();
		enum mia_status status = mia_evidence_new(&e, &a, NULL, NULL);
		if (status == MIA_OK)
			status = mia_evidence_add_path(e, "e.json", NULL);
		if (status == MIA_OK && at % 2)
			status = mia_store_use(e, "a.mia", NULL, NULL);
		if (status == MIA_OK)
			status = mia_store_writer_new(&w, &a, e, "b.mia", NULL, NULL);
		if (status == MIA_OK)
			status = load(e, &p.fold, mia_store_writer_fold(w));
		if (status == MIA_OK)
			status = mia_store_writer_finish(w, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		done = f.calls < at;
		mia_store_writer_free(w);
		mia_evidence_free(e);
		mia__buf_release(&p.out);
		assert_int_equal(f.bytes, 0);
		unlink("b.mia");
	}
	unlink("a.mia");
}

static void
ids_are_packed_and_unpacked(void **state)
{
	static const char *const ids[] = { "", "a", "ab", "0123456789", "DEADBEEF1", "deadbeef", "Az09+/x",
		"Az09+/xy", "a b",
		("\xc3\xa9"
		 "0"),
		"A-B" };

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct buf b;
		char out[64];
		size_t len = 99;
		mia__buf_init(&b, &mia__malloc_allocator);
		mia__store_pack(&b, (struct mia_text){ ids[i], strlen(ids[i]) });
		struct store_cursor c = { (unsigned char *)b.ptr, (unsigned char *)b.ptr + b.len, false };
		assert_true(mia__store_unpack(&c, out, sizeof(out), &len));
		assert_int_equal(len, strlen(ids[i]));
		assert_memory_equal(out, ids[i], len);
		assert_ptr_equal(c.at, c.end);
		for (size_t cut = 0; cut < b.len; cut++) {
			c = (struct store_cursor){ (unsigned char *)b.ptr, (unsigned char *)b.ptr + cut,
				false };
			assert_false(mia__store_unpack(&c, out, sizeof(out), &len));
		}
		mia__buf_release(&b);
	}
	/* 8 digits of base64 are 6 bytes, 8 hexadecimal digits 4, and one that says so. */
	struct buf b;
	mia__buf_init(&b, &mia__malloc_allocator);
	mia__store_pack(&b, (struct mia_text){ "Az09+/xy", 8 });
	assert_int_equal(b.len, 7);
	mia__store_pack(&b, (struct mia_text){ "DEADBEEF", 8 });
	assert_int_equal(b.len, 12);
	mia__buf_release(&b);
}

/* What a text that comes once takes; what it comes back as. */
static void
times_and_tokens_are_stored_in_fewer_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t bytes; /* 0: it is to be stored as it stands */
	} texts[] = {
		{ "2026-03-04T10:00:00", 2 }, /* the time of the event: its code, and 0 */
		{ "2026-03-04T10:00:00Z", 2 },
		{ "2026-03-04T09:50:00", 3 }, /* -600, of which two bytes are made */
		{ "0001-01-01T00:00:00", 7 }, /* 2025 years before: 6.4e10 s, twice that needs 37 bits */
		{ "9999-12-31T23:59:59Z", 7 }, { "0000-12-31T23:59:59Z", 0 },
		{ "2026-03-04 10:00:00", 0 }, /* not as it would be written */
		{ "2026-03-04T10:00:00z", 0 }, { "2026-03-04T24:00:00", 0 }, { "2026-02-30T10:00:00", 0 },
		{ "2026-03-04T10:00:0", 0 },
		{ "Gz1GROZuLC0jh9i9dqJc/F", 19 }, /* 22 of 6 bits in 17 bytes, length and code */
		{ "0123456789abcdef0123456789abcdef", 19 }, { "DEADBEEF", 6 }, { "DEADBEE", 0 },
		{ "not-a-token", 0 }, { "0123456789abcdef0123456789abcdef01234", 0 }, /* 37 */
	};
	mia_time time;
	struct reader *r = calloc(1, sizeof(*r));

	(void)state;
	assert_non_null(r);
	assert_int_equal(mia_time_parse(TEXT("2026-03-04T10:00:00.9Z"), &time), MIA_OK);
	r->time = (uint64_t)time;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct mia_text want = text_of(texts[i].text), got;
		struct buf b;
		mia__buf_init(&b, &mia__malloc_allocator);
		assert_int_equal(mia__store_put_once(&b, want, (uint64_t)time), texts[i].bytes != 0);
		assert_int_equal(b.len, texts[i].bytes);
		for (size_t end = 1; end <= b.len; end++) {
			r->at = (struct store_cursor){ (unsigned char *)b.ptr, (unsigned char *)b.ptr + end,
				false };
			r->guid_count = 0;
			bool whole = mia__store_take_once(r, store_number(&r->at), &got);
			assert_int_equal(whole, end == b.len);
			if (whole && (got.len != want.len || memcmp(got.ptr, want.ptr, want.len) != 0))
				fail_msg("%s came back as %.*s", texts[i].text, (int)got.len, got.ptr);
		}
		mia__buf_release(&b);
	}
	free(r);
}

static void
what_no_writer_makes_is_no_time(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	struct mia_text got;

	(void)state;
	assert_non_null(r);
	for (unsigned shift = 0; shift < 64; shift++) {
		struct buf b;
		mia__buf_init(&b, &mia__malloc_allocator);
		mia__store_put_number(&b, UINT64_MAX << shift);
		r->at = (struct store_cursor){ (unsigned char *)b.ptr, (unsigned char *)b.ptr + b.len,
			false };
		r->time = (uint64_t)MIA_TIME_UNKNOWN;
		r->guid_count = 0;
		/* What is known of no time at all is 29,228 years before 1970. */
		assert_false(mia__store_take_once(r, TEXT_TIME, &got));
		mia__buf_release(&b);
	}
	/* More of them than an event has texts. */
	r->guid_count = GUIDS;
	assert_false(mia__store_take_once(r, TEXT_TIME, &got));
	assert_false(mia__store_take_once(r, TEXT_PACKED, &got));
	free(r);
}

static void
a_record_with_times_and_tokens_comes_back(void **state)
{
	static const char *const both[][2] = { { "2026-03-04T09:50:00", "Gz1GROZuLC0jh9i9dqJc/F" },
		{ "2026-03-04T09:50:00Z", "Gz1GROZuLC0jh9i9dqJc_F" }, { "", "" },
		{ "3/4/2026 9:50:00 AM", "0bb43244-5d0a-6b87-2cd3-57827ea09f72" },
		{ "1601-01-01T00:00:00", "DEADBEEF" } };
	struct buf b;

	(void)state;
	mia__buf_init(&b, &mia__malloc_allocator);
	for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++) {
		mia__buf_str(&b,
			"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Operation\":\"Send\",\"Id\":\"");
		mia__buf_byte(&b, (char)('a' + i));
		mia__buf_str(&b, "\",\"AppAccessContext\":{\"IssuedAtTime\":\"");
		mia__buf_str(&b, both[i][0]);
		mia__buf_str(&b, "\",\"UniqueTokenId\":\"");
		mia__buf_str(&b, both[i][1]);
		mia__buf_str(&b, "\"}}\n");
	}
	write_file("t.json", b.ptr, b.len);
	int before = round_trips;
	struct stat st = { .st_size = (off_t)b.len };
	assert_int_equal(round_trip("t.json", &st, FTW_F, NULL), 0);
	assert_int_equal(round_trips, before + 1);
	unlink("t.json");
	mia__buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_packed_and_unpacked),
		cmocka_unit_test(times_and_tokens_are_stored_in_fewer_bytes),
		cmocka_unit_test(what_no_writer_makes_is_no_time),
		cmocka_unit_test(a_record_with_times_and_tokens_comes_back),
		cmocka_unit_test(every_member_of_every_fixture_comes_back),
		cmocka_unit_test(an_event_without_items_is_given_where_none_are_wanted),
		cmocka_unit_test(refused_memory_is_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
