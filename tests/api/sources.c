/*
 * Sources by functions that open them anew: what fails is told as of a file,
 * and the same again on every reading; what is kept with an evidence is
 * released with it.
 */
#include "test.h"
#include "unit/failing.h"

#include <errno.h>

static const char text[] = "{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"1\",\"Operation\":\"Send\"}\n"
			   "{\"CreationTime\":\"2026-03-04T10:00:01\",\"Id\":\"2\",\"Operation\":\"Send\"}\n";

struct made {
	int cannot_open;  /* errno */
	size_t fails_at;  /* 0: never */
	int open, opened; /* handles now, and ever */
};

struct handle {
	struct made *made;
	size_t at;
};

static void *
made_open(void *ctx)
{
	struct made *made = ctx;
	struct handle *h;

	errno = made->cannot_open;
	if (made->cannot_open)
		return NULL;
	h = calloc(1, sizeof(*h));
	assert_non_null(h);
	h->made = made;
	made->open++;
	made->opened++;
	return h;
}

static ptrdiff_t
made_read(void *ctx, void *buf, size_t size)
{
	struct handle *h = ctx;
	size_t end = h->made->fails_at ? h->made->fails_at : sizeof(text) - 1;
	size_t n = end - h->at < size ? end - h->at : size;

	if (n == 0 && h->made->fails_at)
		return -1;
	memcpy(buf, text + h->at, n);
	h->at += n;
	return (ptrdiff_t)n;
}

static void
made_close(void *ctx)
{
	struct handle *h = ctx;

	h->made->open--;
	free(h);
}

static struct mia_evidence *
evidence_of(struct made *made)
{
	struct mia_evidence *e = NULL;

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_source(e, "made",
				 &(struct mia_source_ops){ made_open, made_read, made_close, made },
				 sizeof(text) - 1, NULL),
		MIA_OK);
	return e;
}

/* The number of events, and the last reject. */
static size_t
read_all(struct mia_evidence *e, struct mia_reject *told)
{
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;
	size_t events = 0;

	told->reason = MIA_REASON_NONE;
	assert_int_equal(mia_reader_new(&reader, e, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
		if (status == MIA_OK)
			events++;
		else
			*told = *reject;
		assert_true(status >= 0);
	}
	mia_reader_free(reader);
	return events;
}

static void
what_cannot_be_opened_is_told_with_its_errno(void **state)
{
	(void)state;
	struct made made = { .cannot_open = EACCES };
	struct mia_evidence *e = evidence_of(&made);
	struct mia_reject told;

	assert_int_equal(read_all(e, &told), 0);
	assert_int_equal(told.reason, MIA_REASON_CANNOT_READ);
	assert_string_equal(told.detail, "cannot open: Permission denied");
	assert_string_equal(mia_evidence_source(e, 0)->sha256, "");
	mia_evidence_free(e);
}

static void
what_fails_halfway_gives_what_stood_before(void **state)
{
	(void)state;
	struct made made = { .fails_at = 80 };
	struct mia_evidence *e = evidence_of(&made);
	struct mia_reject told;

	assert_int_equal(read_all(e, &told), 1);
	assert_int_equal(told.reason, MIA_REASON_CANNOT_READ);
	assert_string_equal(told.detail, "read failed after 80 bytes");
	assert_false(mia_evidence_source(e, 0)->complete);
	mia_evidence_free(e);
	assert_int_equal(made.open, 0);
}

static int
gather(void *ctx, const void *bytes, size_t size)
{
	strncat(ctx, bytes, size);
	return 0;
}

static void
its_bytes_can_be_cut_out_and_taken_over(void **state)
{
	(void)state;
	struct made made = { 0 };
	struct mia_evidence *e = evidence_of(&made), *other = NULL;
	struct mia_reject told;
	char got[100] = "", sha256[65];

	assert_int_equal(read_all(e, &told), 2);
	assert_int_equal(mia_evidence_copy(e, 0, 2, 12, gather, got, sha256, NULL), MIA_OK);
	assert_string_equal(got, "CreationTime");
	assert_string_equal(sha256, mia_evidence_source(e, 0)->sha256);
	assert_int_equal(mia_evidence_new(&other, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_from(other, e, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_add_from(other, e, 0, NULL), MIA_OK);
	assert_int_equal(read_all(other, &told), 2);
	assert_string_equal(mia_evidence_source(other, 0)->name, "made");
	mia_evidence_free(other);
	mia_evidence_free(e);
	assert_int_equal(made.opened, 3);
	assert_int_equal(made.open, 0);
}

static void
only_a_stream_cannot_be_taken_over(void **state)
{
	(void)state;
	struct mia_evidence *e = NULL, *other = NULL;
	struct handle h = { 0 };

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_new(&other, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_stream(e, "-", made_read, &h, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_from(other, e, 0, NULL), MIA_ERR_STATE);
	mia_evidence_free(other);
	mia_evidence_free(e);
}

static void
functions_must_all_be_there(void **state)
{
	(void)state;
	struct mia_evidence *e = NULL;
	struct mia_source_ops none = { made_open, NULL, made_close, NULL };

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_source(e, "x", &none, 0, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_add_source(e, "x", NULL, 0, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_keep(e, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	mia_evidence_free(e);
}

struct released {
	const char *name;
	char *order;
};

static void
release(void *ctx)
{
	const struct released *r = ctx;

	strcat(r->order, r->name);
}

static void
what_is_kept_goes_with_the_evidence_the_last_first(void **state)
{
	(void)state;
	char order[8] = "";
	struct released a = { "a", order }, b = { "b", order };
	struct mia_evidence *e = NULL;

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_keep(e, release, &a, NULL), MIA_OK);
	assert_int_equal(mia_evidence_keep(e, release, &b, NULL), MIA_OK);
	assert_string_equal(order, "");
	mia_evidence_free(e);
	assert_string_equal(order, "ba");
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	for (size_t n = 1, refused = 1; refused; n++) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&failing);
		struct made made = { 0 };
		char order[8] = "";
		struct released r = { "r", order };
		struct mia_evidence *e = NULL, *other = NULL;
		struct mia_load_options options = { .size = sizeof(options), .threads = 1 };
		enum mia_status status;
		int kept = 0;

		if ((status = mia_evidence_new(&e, &a, NULL, NULL)) == MIA_OK &&
			(status = mia_evidence_add_source(e, "m",
				 &(struct mia_source_ops){ made_open, made_read, made_close, &made }, 0,
				 NULL)) == MIA_OK &&
			(status = mia_evidence_keep(e, release, &r, NULL)) == MIA_OK &&
			(kept = 1, status = mia_evidence_new(&other, &a, NULL, NULL)) == MIA_OK &&
			(status = mia_evidence_add_from(other, e, 0, NULL)) == MIA_OK)
			status = mia_load(other, NULL, 0, &options, NULL);
		refused = failing.calls >= n;
		mia_evidence_free(other);
		mia_evidence_free(e);
		assert_int_equal(status, refused ? MIA_ERR_MEMORY : MIA_OK);
		assert_int_equal(failing.bytes, 0);
		assert_int_equal(made.open, 0);
		assert_string_equal(order, kept ? "r" : "");
	}
}

/* A total that is no total would have the tool show wrong parts of a hundred. */
static int
note_total(void *ctx, const struct mia_progress *progress)
{
	*(uint64_t *)ctx = progress->total_bytes;
	return 0;
}

static void
its_size_serves_for_progress(void **state)
{
	(void)state;
	for (int known = 0; known < 2; known++) {
		struct made made = { 0 };
		struct mia_evidence *e = NULL;
		uint64_t total = 99;
		struct mia_load_options options = { .size = sizeof(options),
			.threads = 1,
			.on_progress = note_total,
			.ctx = &total };

		assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_source(e, "m",
					 &(struct mia_source_ops){ made_open, made_read, made_close, &made },
					 known ? sizeof(text) - 1 : 0, NULL),
			MIA_OK);
		assert_int_equal(mia_load(e, NULL, 0, &options, NULL), MIA_OK);
		assert_int_equal(total, known ? sizeof(text) - 1 : 0);
		mia_evidence_free(e);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_opened_is_told_with_its_errno),
		cmocka_unit_test(what_fails_halfway_gives_what_stood_before),
		cmocka_unit_test(its_bytes_can_be_cut_out_and_taken_over),
		cmocka_unit_test(only_a_stream_cannot_be_taken_over),
		cmocka_unit_test(functions_must_all_be_there),
		cmocka_unit_test(what_is_kept_goes_with_the_evidence_the_last_first),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(its_size_serves_for_progress),
	};
	return cmocka_run_group_tests_name("api-sources", tests, NULL, NULL);
}
