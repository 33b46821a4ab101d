/* Pieces of work on several threads: whoever is free takes the next. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdbool.h>

#include "system/machine.h"

struct shared {
	parallel_work *work;
	void *ctx;
	size_t n;
	pthread_mutex_t lock; /* what follows */
	size_t next;
	size_t failed; /* the first piece that failed */
	enum mia_status status;
};

static bool
take(struct shared *s, size_t *ret)
{
	pthread_mutex_lock(&s->lock);
	bool any = s->next < s->n && s->status == MIA_OK;
	if (any)
		*ret = s->next++;
	pthread_mutex_unlock(&s->lock);
	return any;
}

/* Those before it were all begun, so that the first in order is known at the end. */
static void
fail(struct shared *s, size_t i, enum mia_status status)
{
	pthread_mutex_lock(&s->lock);
	if (s->status == MIA_OK || i < s->failed) {
		s->failed = i;
		s->status = status;
	}
	pthread_mutex_unlock(&s->lock);
}

static void *
run(void *arg)
{
	struct shared *s = arg;
	size_t i;

	while (take(s, &i)) {
		enum mia_status status = s->work(s->ctx, i);
		if (status != MIA_OK)
			fail(s, i, status);
	}
	return NULL;
}

static enum mia_status
run_alone(size_t n, parallel_work *work, void *ctx)
{
	enum mia_status status = MIA_OK;

	for (size_t i = 0; i < n && status == MIA_OK; i++)
		status = work(ctx, i);
	return status;
}

enum mia_status
mia__parallel(unsigned threads, size_t n, parallel_work *work, void *ctx)
{
	struct shared s = { .work = work, .ctx = ctx, .n = n, .status = MIA_OK };
	pthread_t others[PARALLEL_MOST];
	size_t wanted = threads < PARALLEL_MOST ? threads : PARALLEL_MOST, count = 0;

	if (wanted > n)
		wanted = n;
	if (wanted < 2 || pthread_mutex_init(&s.lock, NULL) != 0)
		return run_alone(n, work, ctx);
	while (count + 1 < wanted && pthread_create(&others[count], NULL, run, &s) == 0)
		count++;
	run(&s);
	for (size_t i = 0; i < count; i++)
		pthread_join(others[i], NULL);
	pthread_mutex_destroy(&s.lock);
	return s.status;
}
