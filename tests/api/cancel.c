/* Stopping a load from elsewhere, and being told of its end. */
#include <pthread.h>
#include <unistd.h>

#include "test.h"

#define RECORD(id, ip, item) \
	"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"00000000-0000-4000-8000-00000000000" id \
	"\",\"Operation\":\"MailItemsAccessed\",\"MailboxOwnerUPN\":\"anna@fjordlight.example\"," \
	"\"ClientIPAddress\":\"" ip \
	"\",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}]," \
	"\"Folders\":[{\"Id\":\"F1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[" item "]}]}\n"
/* The owner's record says the size that the intruder's does not. */
static const char lines[] =
	RECORD("1", "198.51.100.23", "{\"InternetMessageId\":\"<first@example.org>\",\"SizeInBytes\":1111}")
		RECORD("2", "203.0.113.7", "{\"InternetMessageId\":\"<first@example.org>\"}");

/* A stream without an end: the two records again and again, at most 100 bytes at
 * each read. */
struct endless {
	pthread_mutex_t lock;
	struct mia_cancel *cancel;
	size_t reads, ask_at; /* 0: somebody else asks */
	size_t at;
};

static size_t
copy_some(void *buf, size_t size, size_t at)
{
	size_t left = sizeof(lines) - 1 - at, n = size < 100 ? size : 100;

	n = n < left ? n : left;
	memcpy(buf, lines + at, n);
	return n;
}

static ptrdiff_t
endless_read(void *ctx, void *buf, size_t size)
{
	struct endless *e = ctx;

	pthread_mutex_lock(&e->lock);
	if (++e->reads == e->ask_at)
		mia_cancel_ask(e->cancel);
	pthread_mutex_unlock(&e->lock);
	size_t n = copy_some(buf, size, e->at);
	e->at = (e->at + n) % (sizeof(lines) - 1);
	return (ptrdiff_t)n;
}

static int
tell_reject(void *ctx, const struct mia_reject *reject)
{
	(void)reject;
	(*(size_t *)ctx)++;
	return 0;
}

static enum mia_status
load_endless(struct endless *e, size_t *rejects, struct mia_error *err)
{
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_load_options options;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_stream(evidence, "endless", endless_read, e, NULL), MIA_OK);
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	mia_load_options_init(&options);
	options.threads = 2;
	options.on_reject = tell_reject;
	options.ctx = rejects;
	options.cancel = e->cancel;
	struct mia_fold *fold = mia_sums_fold(sums);
	enum mia_status status = mia_load(evidence, &fold, 1, &options, err);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return status;
}

/* Asked within a read, no other read follows, however much of a block is
 * missing; and nobody is told that the stream is broken. */
static void
no_read_follows_the_wish(void **state)
{
	(void)state;
	static const size_t moments[] = { 1, 2, 700, 5000 };

	for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
		struct endless e = { .ask_at = moments[i] };
		struct mia_error err = { 0 };
		size_t rejects = 0;
		pthread_mutex_init(&e.lock, NULL);
		assert_int_equal(mia_cancel_new(&e.cancel, NULL, NULL), MIA_OK);
		assert_false(mia_cancel_asked(e.cancel));
		assert_int_equal(load_endless(&e, &rejects, &err), MIA_ERR_CANCELLED);
		assert_int_equal(err.status, MIA_ERR_CANCELLED);
		assert_int_equal(e.reads, moments[i]);
		assert_int_equal(rejects, 0);
		assert_true(mia_cancel_asked(e.cancel));
		mia_cancel_free(e.cancel);
	}
	mia_cancel_free(NULL);
	mia_cancel_ask(NULL);
	assert_false(mia_cancel_asked(NULL));
}

static void *
ask_later(void *arg)
{
	struct endless *e = arg;

	for (size_t reads = 0; reads < 1000;) {
		usleep(1000);
		pthread_mutex_lock(&e->lock);
		reads = e->reads;
		pthread_mutex_unlock(&e->lock);
	}
	mia_cancel_ask(e->cancel);
	return NULL;
}

/* The load of a stream without an end ends: the wish came from another thread. */
static void
another_thread_stops_it(void **state)
{
	(void)state;
	struct endless e = { .ask_at = 0 };
	size_t rejects = 0;
	pthread_t thread;

	pthread_mutex_init(&e.lock, NULL);
	assert_int_equal(mia_cancel_new(&e.cancel, NULL, NULL), MIA_OK);
	assert_int_equal(pthread_create(&thread, NULL, ask_later, &e), 0);
	assert_int_equal(load_endless(&e, &rejects, NULL), MIA_ERR_CANCELLED);
	pthread_join(thread, NULL);
	assert_true(e.reads >= 1000);
	/* It is not taken back: the next load does not read a byte. */
	e.reads = 0;
	assert_int_equal(load_endless(&e, &rejects, NULL), MIA_ERR_CANCELLED);
	assert_int_equal(e.reads, 0);
	mia_cancel_free(e.cancel);
}

/* An exposure may want a second reading (tests/api/sizes.c): that one stops too. */
struct opened {
	struct mia_cancel *cancel;
	int count, ask_at;
	size_t at;
};

static void *
open_counted(void *ctx)
{
	struct opened *o = ctx;

	o->at = 0;
	if (++o->count == o->ask_at)
		mia_cancel_ask(o->cancel);
	return o;
}

static ptrdiff_t
read_counted(void *handle, void *buf, size_t size)
{
	struct opened *o = handle;
	size_t n = copy_some(buf, size, o->at);

	o->at += n;
	return (ptrdiff_t)n;
}

static void
close_counted(void *handle)
{
	(void)handle;
}

static void
the_second_reading_stops_too(void **state)
{
	(void)state;
	for (int ask_at = 0; ask_at <= 2; ask_at++) {
		struct opened o = { .ask_at = ask_at };
		struct mia_evidence *evidence = NULL;
		struct mia_exposure_options asked;
		struct mia_exposure *exposure = NULL;
		struct mia_scope *scope = NULL;
		struct mia_load_options options;

		assert_int_equal(mia_cancel_new(&o.cancel, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_source(evidence, "m",
					 &(struct mia_source_ops){ open_counted, read_counted, close_counted,
						 &o },
					 0, NULL),
			MIA_OK);
		assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
		assert_int_equal(mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, mia_text_of("203.0.113.7"), NULL),
			MIA_OK);
		mia_exposure_options_init(&asked);
		asked.scope = scope;
		assert_int_equal(mia_exposure_new(&exposure, NULL, &asked, NULL), MIA_OK);
		mia_load_options_init(&options);
		options.threads = 1;
		options.cancel = o.cancel;
		struct mia_fold *fold = mia_exposure_fold(exposure);
		assert_int_equal(mia_load(evidence, &fold, 1, &options, NULL),
			ask_at == 0 ? MIA_OK : MIA_ERR_CANCELLED);
		assert_int_equal(o.count, ask_at == 0 ? 2 : ask_at);
		mia_exposure_free(exposure);
		mia_scope_free(scope);
		/* The evidence does not keep the switch. */
		mia_cancel_free(o.cancel);
		mia_evidence_free(evidence);
	}
}

struct progress {
	struct mia_progress last;
	size_t calls;
	int answer;
};

static int
tell_progress(void *ctx, const struct mia_progress *progress)
{
	struct progress *p = ctx;

	p->last = *progress;
	p->calls++;
	return p->answer;
}

/* However short a load is, its last news is the end: 33 records in 3 files of
 * 19,706, 19,157 and 19,045 bytes, none rejected. */
static void
the_last_news_is_the_end(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads < 4; threads++) {
		for (int answer = 0; answer < 2; answer++) {
			struct progress p = { .answer = answer };
			struct mia_evidence *evidence = NULL;
			struct mia_load_options options;
			char path[512];

			snprintf(path, sizeof(path), "%s/incident", getenv("MIA_FIXTURES"));
			assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
			assert_int_equal(mia_evidence_add_path(evidence, path, NULL), MIA_OK);
			mia_load_options_init(&options);
			options.threads = threads;
			options.on_progress = tell_progress;
			options.ctx = &p;
			assert_int_equal(mia_load(evidence, NULL, 0, &options, NULL),
				answer ? MIA_ERR_CANCELLED : MIA_OK);
			assert_true(p.calls > 0);
			if (!answer) {
				assert_int_equal(p.last.records, 33);
				assert_int_equal(p.last.rejected, 0);
				assert_int_equal(p.last.sources, 3);
				assert_int_equal(p.last.sources_done, 3);
				assert_int_equal(p.last.stored_bytes, 19706 + 19157 + 19045);
				assert_int_equal(p.last.total_bytes, p.last.stored_bytes);
			}
			mia_evidence_free(evidence);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_read_follows_the_wish),
		cmocka_unit_test(another_thread_stops_it),
		cmocka_unit_test(the_second_reading_stops_too),
		cmocka_unit_test(the_last_news_is_the_end),
	};
	return cmocka_run_group_tests_name("api-cancel", tests, NULL, NULL);
}
