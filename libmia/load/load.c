/*
 * All cores, no stages: each worker takes a batch of framed records from a
 * source (see take.c) and decodes it alone, into folds of its own. With many
 * files each worker takes a file of its own first, then helps with the others.
 * Merging is order-free, so nothing depends on who did what.
 */
#include <pthread.h>
#include <time.h>

#include "base/error.h"
#include "base/parallel.h"
#include "event/decode.h"
#include "load/again.h"
#include "load/options.h"
#include "load/source.h"
#include "system/machine.h"

#include <mia/load.h>

struct load {
	struct mia_evidence *evidence;
	const struct mia_load_options *options;
	size_t fold_count;
	pthread_mutex_t lock; /* what follows, and the caller's callbacks */
	enum mia_status status;
	struct mia_error error;
	struct mia_progress progress;
	int64_t told; /* when progress was told last, in ms */
};

struct worker {
	struct load *load;
	pthread_t thread;
	bool started;
	struct mia_fold **folds;
	struct decoder decoder;
	struct batch batch;
};

/* Flags that a reader of the evidence should be told of one by one. */
static const uint64_t told_flags = MIA_FLAG_DUP_KEY | MIA_FLAG_BAD_SURROGATE | MIA_FLAG_BAD_UTF8 |
	MIA_FLAG_ENVELOPE_DIFFERS | MIA_FLAG_ITEMS_LOST | MIA_FLAG_TIME_AMBIGUOUS | MIA_FLAG_TIME_UNREADABLE |
	MIA_FLAG_NO_TIME | MIA_FLAG_BAD_VALUE | MIA_FLAG_PAYLOAD_LOST | MIA_FLAG_THROTTLED_UNCLEAR |
	MIA_FLAG_OPERATION_ODD;

static bool
fail(struct load *l, enum mia_status status, const struct mia_error *err)
{
	pthread_mutex_lock(&l->lock);
	if (l->status == MIA_OK) {
		l->status = status;
		if (err)
			l->error = *err;
	}
	pthread_mutex_unlock(&l->lock);
	return false;
}

static bool
hand_over(struct load *l, const struct mia_event *event, const struct mia_reject *reject)
{
	int stop = 0;

	pthread_mutex_lock(&l->lock);
	if (event && l->options->on_event)
		stop = l->options->on_event(l->options->ctx, event);
	if (reject && l->options->on_reject)
		stop = l->options->on_reject(l->options->ctx, reject);
	pthread_mutex_unlock(&l->lock);
	return !stop || fail(l, MIA_ERR_CANCELLED, NULL);
}

static bool
is_cancelled(const struct load *l)
{
	return mia_cancel_asked(l->options->cancel);
}

static bool
one_reject(struct worker *w, const struct mia_reject *reject)
{
	struct load *l = w->load;
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;

	for (size_t i = 0; status == MIA_OK && reject->last && i < l->fold_count; i++)
		if (w->folds[i]->ops->reject)
			status = mia__fold_answer(w->folds[i]->ops->reject(w->folds[i], reject, &err),
				"reject", &err);
	if (status == MIA_OK && l->options->on_reject)
		return hand_over(l, NULL, reject);
	return status == MIA_OK || fail(l, status, &err);
}

/* What only all sources together show; when all threads have ended. */
static void
tell_more(struct worker *w)
{
	struct load *l = w->load;
	struct mia_error err = { 0 };
	struct mia_reject reject;
	enum mia_status status;

	while (l->status == MIA_OK && !is_cancelled(l)) {
		status = mia__evidence_next_more(l->evidence, &reject, &err);
		if (status == MIA_END)
			return;
		if (status != MIA_REJECTED)
			fail(l, status, &err);
		else if (!one_reject(w, &reject))
			return;
		else
			l->progress.records++, l->progress.rejected++;
	}
}

static bool
one_event(struct worker *w, const struct mia_event *event)
{
	struct load *l = w->load;
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;

	for (size_t i = 0; status == MIA_OK && i < l->fold_count; i++)
		status = mia__fold_answer(w->folds[i]->ops->add(w->folds[i], event, &err), "add", &err);
	if (status == MIA_OK && event->flags & told_flags && l->options->on_event)
		return hand_over(l, event, NULL);
	return status == MIA_OK || fail(l, status, &err);
}

static bool
one_record(struct worker *w, struct source *s, const struct record *record, struct tally *tally)
{
	struct load *l = w->load;
	struct decoder *d = &w->decoder;
	struct mia_error err = { 0 };
	enum mia_status status = mia__decode_record(d, &w->batch, record, &s->pub);

	if (status == MIA_OK) {
		mia__tally_event(tally, &d->event);
		return one_event(w, &d->event);
	} else if (status == MIA_REJECTED) {
		mia__tally_reject(tally, &d->reject);
		return one_reject(w, &d->reject);
	}
	mia__fail_memory(&err);
	return fail(l, status, &err);
}

static bool
report_progress(struct load *l, const struct tally *tally, uint64_t stored, bool done)
{
	struct timespec now;
	int64_t ms;
	int stop = 0;

	pthread_mutex_lock(&l->lock);
	l->progress.records += tally->decoded + tally->rejected;
	l->progress.rejected += tally->rejected;
	l->progress.stored_bytes += stored;
	l->progress.sources_done += done;
	if (l->options->on_progress) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
		if (ms - l->told >= 100) {
			l->told = ms;
			stop = l->options->on_progress(l->options->ctx, &l->progress);
		}
	}
	if (stop && l->status == MIA_OK)
		l->status = MIA_ERR_CANCELLED;
	stop = l->status != MIA_OK;
	pthread_mutex_unlock(&l->lock);
	return !stop;
}

/* The last news is that of the end, however short ago the one before was. */
static void
report_end(struct load *l)
{
	if (l->status != MIA_OK)
		return;
	if (is_cancelled(l) ||
		(l->options->on_progress && l->options->on_progress(l->options->ctx, &l->progress) != 0))
		l->status = MIA_ERR_CANCELLED;
}

/* Works on one source until nothing is left of it. */
static bool
work_source(struct worker *w, struct source *s)
{
	struct load *l = w->load;

	for (;;) {
		struct tally tally = { 0 };
		struct mia_error err = { 0 };
		struct taken taken;
		enum mia_status status = mia__source_take(s, l->evidence, &w->batch, &taken, &err);
		if (status < 0)
			return fail(l, status, &err);
		/* What was taken may end where the wish to stop cut it. */
		if (is_cancelled(l))
			return fail(l, MIA_ERR_CANCELLED, NULL);
		for (size_t i = 0; status == MIA_OK && i < w->batch.count; i++)
			if (!one_record(w, s, &w->batch.records[i], &tally))
				return false;
		mia__source_count(s, &tally);
		if (!report_progress(l, &tally, taken.stored, taken.done))
			return false;
		if (status == MIA_END)
			return true;
	}
}

static bool
replayed(void *ctx, const struct mia_event *event, const struct mia_reject *reject)
{
	return event ? one_event(ctx, event) : one_reject(ctx, reject);
}

static bool
replay_goes_on(void *ctx, uint64_t decoded, uint64_t rejected)
{
	struct worker *w = ctx;

	return report_progress(w->load, &(struct tally){ .decoded = decoded, .rejected = rejected }, 0,
		       false) &&
		!is_cancelled(w->load);
}

/* Events that were kept, in the place of those of the sources. */
static void
work_replay(struct worker *w)
{
	struct load *l = w->load;
	const struct replay_into into = { w->folds, l->fold_count, replayed, replay_goes_on, w };
	struct mia_error err = { 0 };
	enum mia_status status = mia__replay(&l->evidence->replay, &into, &err);

	if (status < 0)
		fail(l, status, &err);
	else if (is_cancelled(l))
		fail(l, MIA_ERR_CANCELLED, NULL);
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct mia_evidence *e = w->load->evidence;

	if (e->replay.ctx) {
		work_replay(w);
		return NULL;
	}
	for (size_t i = 0; i < e->count; i++) {
		struct source *s = e->sources[i];
		bool taken;
		pthread_mutex_lock(&s->turn);
		taken = s->taken;
		s->taken = true;
		pthread_mutex_unlock(&s->turn);
		if (!taken && !work_source(w, s))
			return NULL;
	}
	for (size_t i = 0; i < e->count; i++)
		if (!work_source(w, e->sources[i]))
			return NULL;
	return NULL;
}

/* A pipe may bring any amount. */
static bool
has_pipe(const struct mia_evidence *evidence)
{
	bool has = false;

	for (size_t i = 0; i < evidence->count; i++)
		has |= evidence->sources[i]->is_file && !evidence->sources[i]->is_regular;
	return has;
}

enum { BYTES_A_THREAD = 64 * 1024 };

/* Where the caller states no number: one a core, as far as there is work for them. */
static unsigned
thread_count(const struct mia_load_options *options, const struct mia_evidence *evidence)
{
	uint64_t most = mia__cores();
	uint64_t total = mia__evidence_total_bytes(evidence);

	if (options->threads)
		return options->threads < 256 ? options->threads : 256;
	if (total / BYTES_A_THREAD < most && total > 0 && !has_pipe(evidence))
		most = 1 + total / BYTES_A_THREAD;
	return (unsigned)most;
}

/* What a failing spawn left in its result is not freed here: it may have freed
 * it itself. */
static enum mia_status
spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct mia_fold *made = NULL;

	MIA_TRY(mia__fold_answer(like->ops->spawn(like, &made, err), "spawn", err));
	if (!made)
		return mia__fail(err, MIA_ERR_ARGUMENT, "spawn of a fold answered MIA_OK and made none");
	*ret = made;
	return MIA_OK;
}

/* The first worker folds into the caller's folds, the others into their own. */
static bool
worker_init(struct worker *w, struct load *l, struct mia_fold *const *folds, bool first)
{
	struct mia_error err = { 0 };

	w->load = l;
	mia__batch_init(&w->batch, &l->evidence->a);
	if (!mia__decoder_init(&w->decoder, &l->evidence->a, &l->evidence->limits))
		return fail(l, mia__fail_memory(&err), &err);
	mia__evidence_tell(l->evidence, &w->decoder);
	w->decoder.without_raw = w->decoder.without_content = true;
	if (l->fold_count) {
		w->folds = mia__alloc(&l->evidence->a, l->fold_count, sizeof(*w->folds));
		if (!w->folds)
			return fail(l, mia__fail_memory(&err), &err);
	}
	for (size_t i = 0; i < l->fold_count; i++) {
		enum mia_status status = MIA_OK;
		if (folds[i]->ops->wants_raw)
			w->decoder.without_raw = false;
		if (!folds[i]->ops->without_content)
			w->decoder.without_content = false;
		if (first)
			w->folds[i] = folds[i];
		else
			status = spawn(folds[i], &w->folds[i], &err);
		if (status < 0)
			return fail(l, status, &err);
	}
	return true;
}

static void
worker_release(struct worker *w, bool first)
{
	struct load *l = w->load;

	if (!l)
		return;
	mia__decoder_release(&w->decoder);
	mia__batch_release(&w->batch);
	for (size_t i = 0; w->folds && !first && i < l->fold_count; i++)
		if (w->folds[i])
			w->folds[i]->ops->free(w->folds[i]);
	if (w->folds)
		mia__dealloc(&l->evidence->a, w->folds, l->fold_count, sizeof(*w->folds));
}

static bool
changed(void *ctx, const struct mia_reject *reject)
{
	struct worker *w = ctx;

	w->load->progress.records++, w->load->progress.rejected++;
	return one_reject(w, reject);
}

/* No fold is sealed before all are read, since a second reading may have something to tell to each. */
static void
seal(struct load *l, struct worker *first, struct mia_fold *const *folds)
{
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;

	for (size_t k = 0; l->status == MIA_OK && k < l->fold_count; k++) {
		if (folds[k]->ops->wants_more && folds[k]->ops->wants_more(folds[k]))
			status = mia__read_again(l->evidence, folds[k], l->options->cancel,
				&(struct read_again_tell){ changed, first }, &err);
		if (status < 0)
			fail(l, status, &err);
	}
	for (size_t k = 0; l->status == MIA_OK && k < l->fold_count; k++) {
		status = mia__fold_answer(folds[k]->ops->seal(folds[k], &err), "seal", &err);
		if (status < 0)
			fail(l, status, &err);
		else
			folds[k]->sealed = 1;
	}
}

static void
run(struct load *l, struct worker *workers, unsigned threads, struct mia_fold *const *folds)
{
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;

	bool again = mia__evidence_is_rereadable(l->evidence), asked = false;

	for (size_t k = 0; k < l->fold_count; k++) {
		asked |= folds[k]->ops->may_leave_out != NULL;
		if (folds[k]->ops->may_leave_out)
			folds[k]->ops->may_leave_out(folds[k], again);
		if (folds[k]->ops->may_use_threads)
			folds[k]->ops->may_use_threads(folds[k], threads);
	}
	mia__evidence_sum(l->evidence, again && asked);
	for (unsigned i = 0; i < threads; i++)
		if (!worker_init(&workers[i], l, folds, i == 0))
			return;
	for (unsigned i = 1; i < threads; i++)
		workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
	work(&workers[0]);
	for (unsigned i = 1; i < threads; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
	tell_more(&workers[0]);
	report_end(l);
	/* Decoding memory is given back before merging asks for more. */
	for (unsigned i = 0; i < threads; i++) {
		mia__batch_release(&workers[i].batch);
		for (size_t k = 0; i > 0 && l->status == MIA_OK && k < l->fold_count; k++) {
			status = mia__fold_answer(folds[k]->ops->merge(folds[k], workers[i].folds[k], &err),
				"merge", &err);
			workers[i].folds[k]->ops->free(workers[i].folds[k]);
			workers[i].folds[k] = NULL;
			if (status < 0)
				fail(l, status, &err);
		}
	}
	seal(l, &workers[0], folds);
}

static enum mia_status
check_folds(struct mia_fold *const *folds, size_t count, struct mia_error *err)
{
	if (count && !folds)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no folds to load into");
	for (size_t i = 0; i < count; i++) {
		MIA_TRY(mia__fold_check(folds[i], err));
		if (folds[i]->sealed)
			return mia__fail(err, MIA_ERR_STATE, "a fold is sealed");
	}
	return MIA_OK;
}

enum mia_status
mia_load(struct mia_evidence *evidence, struct mia_fold *const *folds, size_t fold_count,
	const struct mia_load_options *options, struct mia_error *err)
{
	struct mia_load_options own;
	struct load l = { .evidence = evidence, .options = &own, .fold_count = fold_count };
	struct read_how how = { false };
	struct worker *workers;
	unsigned threads;

	MIA_TRY(mia__load_options_take(&own, options, err));
	MIA_TRY(check_folds(folds, fold_count, err));
	how.without_sha256 = own.without_sha256 != 0;
	how.text_sha256 = own.text_sha256 != 0 && !how.without_sha256;
	MIA_TRY(mia__evidence_begin(evidence, &how, err));
	l.progress.total_bytes = mia__evidence_total_bytes(evidence);
	threads = thread_count(l.options, evidence);
	workers = mia__alloc(&evidence->a, threads, sizeof(*workers));
	if (!workers)
		return mia__fail_memory(err);
	pthread_mutex_init(&l.lock, NULL);
	l.progress.sources = evidence->count;
	mia__evidence_watch_cancel(evidence, own.cancel);
	mia__replay_begin(evidence, folds, fold_count);
	run(&l, workers, threads, folds);
	for (unsigned i = 0; i < threads; i++)
		worker_release(&workers[i], i == 0);
	mia__dealloc(&evidence->a, workers, threads, sizeof(*workers));
	pthread_mutex_destroy(&l.lock);
	mia__evidence_watch_cancel(evidence, NULL);
	mia__evidence_sum(evidence, false);
	if (l.status < 0 && l.status != MIA_ERR_CANCELLED && err)
		*err = l.error;
	if (l.status == MIA_ERR_CANCELLED)
		return mia__fail(err, MIA_ERR_CANCELLED, "stopped by the caller");
	return l.status;
}
