/* Deflating is most of the work of an ingest, and each chunk stands for itself: so
 * that the threads do not show in the file. */
#include "casefile/deflating.h"

#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "bytes/zmemory.h"
#include "system/machine.h"

/* Fast rather than small: audit records shrink well at any level. */
enum { LEVEL = 1 };

static bool
deflater_init(struct deflater *e, struct deflating *d)
{
	e->all = d;
	e->z = (z_stream){ .zalloc = mia__zmemory_take, .zfree = mia__zmemory_give, .opaque = &d->a };
	e->z_open = deflateInit2(&e->z, LEVEL, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) == Z_OK;
	return e->z_open && mia__sha256_init(&e->sha);
}

/* A piece that is worth it, deflated; the hash of what it is then. */
static void
work_on(struct deflater *e, struct piece *p)
{
	p->chunk = (struct chunk){ .size = (uint32_t)p->size };
	p->bytes = p->in;
	p->len = p->size;
	e->z.next_in = p->in;
	e->z.avail_in = (uInt)p->size;
	e->z.next_out = p->out;
	e->z.avail_out = (uInt)(p->size - p->size / 16);
	if (!p->as_it_is && deflateReset(&e->z) == Z_OK && deflate(&e->z, Z_FINISH) == Z_STREAM_END) {
		p->chunk.deflated = true;
		p->bytes = p->out;
		p->len = (size_t)(e->z.next_out - p->out);
	}
	p->failed = !mia__sha256_begin(&e->sha) || !mia__sha256_update(&e->sha, p->bytes, p->len) ||
		!mia__sha256_end(&e->sha, p->chunk.sha256);
}

/* One piece that nobody began yet; with the lock held. */
static void
work_on_next(struct deflater *e)
{
	struct deflating *d = e->all;
	struct piece *p = &d->pieces[d->begun++ % d->piece_count];

	pthread_mutex_unlock(&d->lock);
	work_on(e, p);
	pthread_mutex_lock(&d->lock);
	p->done = true;
	pthread_cond_broadcast(&d->changed);
}

static void *
work(void *arg)
{
	struct deflater *e = arg;
	struct deflating *d = e->all;

	pthread_mutex_lock(&d->lock);
	while (!d->stop)
		if (d->begun < d->given)
			work_on_next(e);
		else
			pthread_cond_wait(&d->changed, &d->lock);
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

enum mia_status
mia__deflating_init(struct deflating *d, const struct mia_allocator *a, unsigned threads,
	struct mia_error *err)
{
	size_t wanted = threads ? threads : mia__cores();

	memset(d, 0, sizeof(*d));
	d->a = *a;
	wanted = wanted < DEFLATERS_MOST ? wanted : DEFLATERS_MOST;
	d->lock_made = pthread_mutex_init(&d->lock, NULL) == 0;
	d->changed_made = d->lock_made && pthread_cond_init(&d->changed, NULL) == 0;
	if (!d->changed_made)
		return mia__fail_memory(err);
	for (; d->piece_count < 2 * wanted; d->piece_count++) {
		struct piece *p = &d->pieces[d->piece_count];
		p->in = mia__alloc(a, CASEFILE_CHUNK, 1);
		p->out = mia__alloc(a, CASEFILE_CHUNK, 1);
		if (!p->in || !p->out)
			return mia__fail_memory(err);
	}
	for (; d->deflater_count < wanted; d->deflater_count++)
		if (!deflater_init(&d->deflaters[d->deflater_count], d))
			return mia__fail_memory(err);
	/* Where a thread cannot be had, the others do its work. */
	for (size_t i = 1; i < d->deflater_count; i++)
		d->deflaters[i].started =
			pthread_create(&d->deflaters[i].thread, NULL, work, &d->deflaters[i]) == 0;
	return MIA_OK;
}

void
mia__deflating_release(struct deflating *d)
{
	if (d->changed_made) {
		pthread_mutex_lock(&d->lock);
		d->stop = true;
		pthread_cond_broadcast(&d->changed);
		pthread_mutex_unlock(&d->lock);
	}
	for (size_t i = 0; i < DEFLATERS_MOST; i++) {
		struct deflater *e = &d->deflaters[i];
		if (e->started)
			pthread_join(e->thread, NULL);
		if (e->z_open)
			deflateEnd(&e->z);
		mia__sha256_release(&e->sha);
	}
	for (size_t i = 0; i < PIECES_MOST; i++) {
		mia__dealloc(&d->a, d->pieces[i].in, CASEFILE_CHUNK, 1);
		mia__dealloc(&d->a, d->pieces[i].out, CASEFILE_CHUNK, 1);
	}
	if (d->changed_made)
		pthread_cond_destroy(&d->changed);
	if (d->lock_made)
		pthread_mutex_destroy(&d->lock);
}

struct piece *
mia__deflating_room(struct deflating *d)
{
	return d->given - d->taken < d->piece_count ? &d->pieces[d->given % d->piece_count] : NULL;
}

void
mia__deflating_give(struct deflating *d)
{
	pthread_mutex_lock(&d->lock);
	d->pieces[d->given % d->piece_count].done = false;
	d->given++;
	pthread_cond_broadcast(&d->changed);
	pthread_mutex_unlock(&d->lock);
}

const struct piece *
mia__deflating_take(struct deflating *d)
{
	struct piece *p = &d->pieces[d->taken % d->piece_count];

	if (d->taken == d->given)
		return NULL;
	pthread_mutex_lock(&d->lock);
	while (!p->done)
		if (d->begun < d->given)
			work_on_next(&d->deflaters[0]);
		else
			pthread_cond_wait(&d->changed, &d->lock);
	pthread_mutex_unlock(&d->lock);
	d->taken++;
	return p;
}
