/* Pieces of work on several threads, whose results are taken in their order. */
#include <pthread.h>
#include <stdbool.h>

#include "base/parallel.h"

struct line {
	parallel_work *work;
	void *ctx;
	size_t n, ahead;
	pthread_mutex_t lock; /* what follows */
	pthread_cond_t changed;
	size_t begun, finished; /* how many */
	uint64_t done;          /* a bit for each piece that is, by number modulo ROOMS */
	bool stop;
};

/* A bit of `done` each. */
enum { ROOMS = 64 };

static uint64_t
room_of(size_t i)
{
	return UINT64_C(1) << i % ROOMS;
}

static bool
may_begin(const struct line *l)
{
	return !l->stop && l->begun < l->n && l->begun - l->finished < l->ahead;
}

/* With the lock held, which is given away while the piece is worked on. */
static void
one_piece(struct line *l)
{
	size_t i = l->begun++;

	pthread_mutex_unlock(&l->lock);
	(void)l->work(l->ctx, i);
	pthread_mutex_lock(&l->lock);
	l->done |= room_of(i);
	pthread_cond_broadcast(&l->changed);
}

static void *
help(void *arg)
{
	struct line *l = arg;

	pthread_mutex_lock(&l->lock);
	while (!l->stop && l->begun < l->n) {
		if (may_begin(l))
			one_piece(l);
		else
			pthread_cond_wait(&l->changed, &l->lock);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* The caller's part: what can be finished is; while nothing can be, it helps. */
static enum mia_status
lead(struct line *l, parallel_work *finish)
{
	enum mia_status status = MIA_OK;

	pthread_mutex_lock(&l->lock);
	while (status == MIA_OK && l->finished < l->n) {
		if (l->done & room_of(l->finished)) {
			l->done &= ~room_of(l->finished);
			pthread_mutex_unlock(&l->lock);
			status = finish(l->ctx, l->finished);
			pthread_mutex_lock(&l->lock);
			l->finished++;
			pthread_cond_broadcast(&l->changed);
		} else if (may_begin(l)) {
			one_piece(l);
		} else {
			pthread_cond_wait(&l->changed, &l->lock);
		}
	}
	l->stop = true;
	pthread_cond_broadcast(&l->changed);
	pthread_mutex_unlock(&l->lock);
	return status;
}

static enum mia_status
alone(size_t n, parallel_work *work, parallel_work *finish, void *ctx)
{
	enum mia_status status = MIA_OK;

	for (size_t i = 0; i < n && status == MIA_OK; i++) {
		(void)work(ctx, i);
		status = finish(ctx, i);
	}
	return status;
}

enum mia_status
mia__parallel_in_order(unsigned threads, size_t n, size_t ahead, parallel_work *work, parallel_work *finish,
	void *ctx)
{
	struct line l = { .work = work, .ctx = ctx, .n = n, .ahead = ahead < ROOMS ? ahead : ROOMS };
	pthread_t others[PARALLEL_MOST];
	size_t wanted = threads < PARALLEL_MOST ? threads : PARALLEL_MOST, count = 0;

	if (wanted > n)
		wanted = n;
	if (wanted < 2 || ahead < 2 || pthread_mutex_init(&l.lock, NULL) != 0)
		return alone(n, work, finish, ctx);
	if (pthread_cond_init(&l.changed, NULL) != 0) {
		pthread_mutex_destroy(&l.lock);
		return alone(n, work, finish, ctx);
	}
	while (count + 1 < wanted && pthread_create(&others[count], NULL, help, &l) == 0)
		count++;
	enum mia_status status = lead(&l, finish);
	for (size_t i = 0; i < count; i++)
		pthread_join(others[i], NULL);
	pthread_cond_destroy(&l.changed);
	pthread_mutex_destroy(&l.lock);
	return status;
}
