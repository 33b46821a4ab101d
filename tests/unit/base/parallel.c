/* Pieces of work on several threads: each once, and the same failure on any
 * number of them. */
#include "test.h"

#include "base/parallel.h"

enum { PIECES = 1000 };

struct counted {
	unsigned times[PIECES];
	size_t fails[2]; /* pieces that fail; PIECES: none */
};

static enum mia_status
count(void *ctx, size_t i)
{
	struct counted *c = ctx;

	c->times[i]++;
	if (i == c->fails[0])
		return MIA_ERR_LIMIT;
	return i == c->fails[1] ? MIA_ERR_MEMORY : MIA_OK;
}

static void
each_piece_once(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads <= 24; threads += threads < 5 ? 1 : 19)
		for (size_t n = 0; n <= PIECES; n += n < 5 ? 1 : 199) {
			struct counted c = { .fails = { PIECES, PIECES } };
			assert_int_equal(mia__parallel(threads, n, count, &c), MIA_OK);
			for (size_t i = 0; i < PIECES; i++)
				assert_int_equal(c.times[i], i < n);
		}
}

static void
the_first_failure_is_told(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 8; threads += 1 + threads / 2)
		for (size_t i = 0; i < 50; i += 7) {
			/* the piece right behind fails as well, and may do so before */
			struct counted c = { .fails = { 10 * i, 10 * i + 1 } };
			assert_int_equal(mia__parallel(threads, PIECES, count, &c), MIA_ERR_LIMIT);
			for (size_t k = 0; k <= 10 * i; k++)
				assert_int_equal(c.times[k], 1);
			/* no more are begun than were at hand on the other threads */
			struct counted d = { .fails = { PIECES, 10 * i } };
			assert_int_equal(mia__parallel(threads, PIECES, count, &d), MIA_ERR_MEMORY);
		}
}

/* Each piece works in room i % AHEAD, which is free again when it was finished. */
enum { AHEAD = 5 };
struct ordered {
	size_t room[AHEAD]; /* the piece that works there, + 1 */
	size_t finished;
	size_t fails; /* the piece whose finish fails */
};

static enum mia_status
take_room(void *ctx, size_t i)
{
	struct ordered *o = ctx;

	if (o->room[i % AHEAD] != 0)
		return MIA_ERR_STATE;
	o->room[i % AHEAD] = i + 1;
	return i % 3 ? MIA_OK : MIA_ERR_LIMIT; /* is told nobody: finish looks at the room */
}

static enum mia_status
leave_room(void *ctx, size_t i)
{
	struct ordered *o = ctx;

	if (o->finished != i || o->room[i % AHEAD] != i + 1)
		return MIA_ERR_STATE;
	o->room[i % AHEAD] = 0;
	o->finished++;
	return i == o->fails ? MIA_ERR_SINK : MIA_OK;
}

static void
pieces_are_finished_in_order(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads <= 9; threads++)
		for (size_t n = 0; n <= PIECES; n += n < 7 ? 1 : 331)
			for (size_t fails = 0; fails <= n; fails += n / 3 + 1) {
				struct ordered o = { .fails = fails };
				enum mia_status status =
					mia__parallel_in_order(threads, n, AHEAD, take_room, leave_room, &o);
				assert_int_equal(status, fails < n ? MIA_ERR_SINK : MIA_OK);
				assert_int_equal(o.finished, fails < n ? fails + 1 : n);
			}
}

static void
parts_are_whole(void **state)
{
	(void)state;
	assert_int_equal(parallel_start(7, 2, 0), 0);
	assert_int_equal(parallel_start(7, 2, 1), 4);
	assert_int_equal(parallel_start(7, 2, 2), 7);
	for (size_t n = 0; n < 70; n++)
		for (size_t pieces = 1; pieces < 20; pieces++) {
			assert_int_equal(parallel_start(n, pieces, 0), 0);
			assert_int_equal(parallel_start(n, pieces, pieces), n);
			for (size_t i = 0; i < pieces; i++)
				assert_true(parallel_start(n, pieces, i) <= parallel_start(n, pieces, i + 1));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_piece_once),
		cmocka_unit_test(the_first_failure_is_told),
		cmocka_unit_test(pieces_are_finished_in_order),
		cmocka_unit_test(parts_are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
