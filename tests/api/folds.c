/* Folds of a program's own: who calls them, what they may answer, how they are
 * sealed; and the set of keys that helps to write one. */
#include <pthread.h>

#include "test.h"
#include "unit/failing.h"

/* What went on in all folds of one kind. Written under the lock: spawned folds
 * are filled by other threads. */
struct witness {
	pthread_mutex_t lock;
	pthread_t main;
	size_t spawned, freed, sealed, adds, rejects, told;
	unsigned threads; /* that the fold was told of */
	int elsewhere;    /* spawn, merge, seal or free came from another thread */
	int crossed;      /* one fold was filled by two threads */
	/* what to answer, from the nth add on; and how to spawn */
	enum mia_status add_answers, spawn_answers, seal_answers;
	int silent; /* fail without a text */
};

struct counting {
	struct mia_fold base;
	struct witness *witness;
	struct mia_key_set *keys;
	pthread_t filler;
	int filled;
};

static void
note_thread(struct witness *w)
{
	if (!pthread_equal(w->main, pthread_self()))
		w->elsewhere = 1;
}

static void counting_free(struct mia_fold *fold);
static const struct mia_fold_ops counting_ops;

static struct counting *
counting_new(struct witness *w)
{
	struct counting *c = calloc(1, sizeof(*c));

	assert_non_null(c);
	*c = (struct counting){ .base = { &counting_ops, 0 }, .witness = w };
	assert_int_equal(mia_key_set_new(&c->keys, NULL, NULL), MIA_OK);
	return c;
}

static enum mia_status
counting_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct witness *w = ((const struct counting *)like)->witness;

	assert_non_null(err);
	note_thread(w);
	w->spawned++;
	*ret = &counting_new(w)->base;
	if (w->spawn_answers == MIA_OK)
		return MIA_OK;
	/* As a fold may do that fails at its last step: what it made is gone, and
	 * *ret still points there. */
	counting_free(*ret);
	return w->silent ? w->spawn_answers : mia_error_set(err, w->spawn_answers, "no %s", "fold");
}

static enum mia_status
counting_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct counting *c = (struct counting *)fold;

	assert_non_null(err);
	if (c->filled && !pthread_equal(c->filler, pthread_self()))
		c->witness->crossed = 1;
	c->filler = pthread_self();
	c->filled = 1;
	pthread_mutex_lock(&c->witness->lock);
	c->witness->adds++;
	pthread_mutex_unlock(&c->witness->lock);
	if (c->witness->add_answers != MIA_OK)
		return c->witness->silent ? c->witness->add_answers
					  : mia_error_set(err, c->witness->add_answers, "add %d", 7);
	return mia_key_set_add(c->keys, event->key, NULL, err);
}

static enum mia_status
counting_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct counting *c = (struct counting *)fold;

	(void)err;
	assert_true(reject->last);
	pthread_mutex_lock(&c->witness->lock);
	c->witness->rejects++;
	pthread_mutex_unlock(&c->witness->lock);
	return MIA_OK;
}

static enum mia_status
counting_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	note_thread(((struct counting *)fold)->witness);
	return mia_key_set_merge(((struct counting *)fold)->keys, ((struct counting *)from)->keys, err);
}

static enum mia_status
counting_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct witness *w = ((struct counting *)fold)->witness;

	(void)err;
	note_thread(w);
	w->sealed++;
	return w->seal_answers;
}

static void
counting_free(struct mia_fold *fold)
{
	struct counting *c = (struct counting *)fold;

	note_thread(c->witness);
	c->witness->freed++;
	mia_key_set_free(c->keys);
	free(c);
}

static void
counting_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	struct witness *w = ((struct counting *)fold)->witness;

	note_thread(w);
	assert_int_equal(mia_key_set_count(((struct counting *)fold)->keys), 0);
	w->told++;
	w->threads = threads;
}

static const struct mia_fold_ops counting_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = counting_spawn,
	.add = counting_add,
	.reject = counting_reject,
	.merge = counting_merge,
	.seal = counting_seal,
	.free = counting_free,
	.may_use_threads = counting_may_use_threads,
};

static struct witness
new_witness(void)
{
	struct witness w = { .main = pthread_self() };

	pthread_mutex_init(&w.lock, NULL);
	return w;
}

/* Of the folder of fixtures named. */
static struct mia_evidence *
evidence_of(const char *folder)
{
	struct mia_evidence *evidence = NULL;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", getenv("MIA_FIXTURES"), folder);
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(evidence, path, NULL), MIA_OK);
	return evidence;
}

static enum mia_status
load_into(struct mia_fold *fold, unsigned threads, struct mia_error *err)
{
	struct mia_evidence *evidence = evidence_of("incident");
	struct mia_load_options options;

	mia_load_options_init(&options);
	options.threads = threads;
	enum mia_status status = mia_load(evidence, &fold, 1, &options, err);
	mia_evidence_free(evidence);
	return status;
}

/* fixtures/README.md: 33 records, 2 of them repeats (r07 and r10 stand in two
 * exports each). */
static void
a_fold_counts_each_record_once(void **state)
{
	(void)state;
	static const unsigned threads[] = { 1, 2, 5 };

	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		struct witness w = new_witness();
		struct counting *c = counting_new(&w);

		assert_int_equal(load_into(&c->base, threads[i], NULL), MIA_OK);
		assert_int_equal(w.adds, 33);
		assert_int_equal(mia_key_set_count(c->keys), 31);
		/* Who called what, as fold.h says. */
		assert_int_equal(w.spawned, threads[i] - 1);
		assert_int_equal(w.freed, threads[i] - 1);
		assert_int_equal(w.sealed, 1);
		assert_int_equal(w.told, 1);
		assert_int_equal(w.threads, threads[i]);
		assert_false(w.elsewhere);
		assert_false(w.crossed);
		/* Sealed: nothing goes in any more, and sealing again does nothing. */
		struct mia_event event = { .time = MIA_TIME_UNKNOWN };
		struct counting *other = counting_new(&w);
		assert_int_equal(mia_fold_add(&c->base, &event, NULL), MIA_ERR_STATE);
		assert_int_equal(mia_fold_merge(&c->base, &other->base, NULL), MIA_ERR_STATE);
		assert_int_equal(mia_fold_merge(&other->base, &c->base, NULL), MIA_ERR_STATE);
		assert_int_equal(mia_fold_seal(&c->base, NULL), MIA_OK);
		assert_int_equal(w.sealed, 1);
		assert_int_equal(load_into(&c->base, 1, NULL), MIA_ERR_STATE);
		counting_free(&other->base);
		counting_free(&c->base);
	}
}

/* A status that a fold may not give ends nothing quietly. */
static void
a_positive_status_is_a_failure(void **state)
{
	(void)state;
	static const enum mia_status positive[] = { MIA_END, MIA_REJECTED, (enum mia_status)77 };

	for (size_t i = 0; i < sizeof(positive) / sizeof(*positive); i++) {
		for (unsigned threads = 1; threads < 4; threads++) {
			struct mia_error err = { 0 };
			struct witness w = new_witness();
			struct counting *c = counting_new(&w);
			w.add_answers = positive[i];
			assert_int_equal(load_into(&c->base, threads, &err), MIA_ERR_ARGUMENT);
			assert_int_equal(err.status, MIA_ERR_ARGUMENT);
			assert_non_null(strstr(err.text, "add of a fold answered"));
			assert_int_equal(w.sealed, 0);
			assert_int_equal(w.freed, w.spawned);
			counting_free(&c->base);
		}
		struct mia_event event = { .time = MIA_TIME_UNKNOWN };
		struct witness w = new_witness();
		struct counting *c = counting_new(&w);
		w.add_answers = w.seal_answers = positive[i];
		assert_int_equal(mia_fold_add(&c->base, &event, NULL), MIA_ERR_ARGUMENT);
		assert_int_equal(mia_fold_seal(&c->base, NULL), MIA_ERR_ARGUMENT);
		assert_false(c->base.sealed);
		counting_free(&c->base);
	}
}

static void
a_failure_is_told_with_its_reason(void **state)
{
	(void)state;
	struct mia_event event = { .time = MIA_TIME_UNKNOWN };
	struct mia_error err = { .status = MIA_ERR_IO, .text = "an older failure" };
	struct witness w = new_witness();
	struct counting *c = counting_new(&w);

	w.add_answers = MIA_ERR_LIMIT;
	assert_int_equal(mia_fold_add(&c->base, &event, &err), MIA_ERR_LIMIT);
	assert_string_equal(err.text, "add 7");
	assert_int_equal(load_into(&c->base, 2, &err), MIA_ERR_LIMIT);
	assert_string_equal(err.text, "add 7");
	/* Without a text one is made; an older text is not taken for it. */
	w.silent = 1;
	assert_int_equal(mia_fold_add(&c->base, &event, &err), MIA_ERR_LIMIT);
	assert_int_equal(err.status, MIA_ERR_LIMIT);
	assert_string_equal(err.text, "add of a fold failed without saying why (MIA_ERR_LIMIT)");
	counting_free(&c->base);
}

/* What a failing spawn left in its result was freed once, by itself. */
static void
a_failing_spawn_is_not_freed_again(void **state)
{
	(void)state;
	static const enum mia_status answers[] = { MIA_ERR_MEMORY, MIA_END };

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		struct mia_error err = { 0 };
		struct witness w = new_witness();
		struct counting *c = counting_new(&w);
		w.spawn_answers = answers[i];
		w.silent = i == 0;
		assert_int_equal(load_into(&c->base, 3, &err),
			answers[i] < 0 ? MIA_ERR_MEMORY : MIA_ERR_ARGUMENT);
		assert_non_null(strstr(err.text, "spawn"));
		assert_int_equal(w.spawned, 1);
		assert_int_equal(w.freed, 1);
		assert_int_equal(w.adds, 0);
		counting_free(&c->base);
	}
}

static void
what_is_no_fold_is_refused(void **state)
{
	(void)state;
	struct mia_fold_ops short_ops = counting_ops;
	struct mia_fold no_ops = { NULL, 0 }, of_another_version = { &short_ops, 0 };
	struct mia_reject reject = { .last = 1 };

	short_ops.size--;
	assert_int_equal(load_into(NULL, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(load_into(&no_ops, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(load_into(&of_another_version, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_fold_reject(NULL, &reject, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_fold_seal(NULL, NULL), MIA_ERR_ARGUMENT);
}

/* By hand, a fold gets what mia_load would hand over: the same rejects, the
 * same blind spans. bad/ has rejects of every kind. */
static void
rejects_by_hand(void **state)
{
	(void)state;
	struct mia_evidence *evidence = evidence_of("bad"), *again = evidence_of("bad");
	struct mia_reject_list *by_hand = NULL, *by_load = NULL;
	struct mia_coverage *blind_by_hand = NULL, *blind_by_load = NULL;
	struct witness w = new_witness();
	struct counting *c = counting_new(&w);
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	assert_int_equal(mia_reject_list_new(&by_hand, NULL, NULL), MIA_OK);
	assert_int_equal(mia_reject_list_new(&by_load, NULL, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&blind_by_hand, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&blind_by_load, NULL, NULL, NULL), MIA_OK);
	struct mia_fold *folds[] = { mia_reject_list_fold(by_hand), mia_coverage_fold(blind_by_hand),
		&c->base };
	struct mia_fold *loaded[] = { mia_reject_list_fold(by_load), mia_coverage_fold(blind_by_load) };
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(status == MIA_OK ? mia_fold_add(folds[i], event, NULL)
							  : mia_fold_reject(folds[i], reject, NULL),
				MIA_OK);
	}
	mia_reader_free(reader);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(mia_fold_seal(folds[i], NULL), MIA_OK);
	assert_int_equal(mia_load(again, loaded, 2, NULL, NULL), MIA_OK);
	assert_true(mia_reject_list_count(by_load) > 0);
	assert_int_equal(mia_reject_list_count(by_hand), mia_reject_list_count(by_load));
	assert_int_equal(w.rejects, mia_reject_list_count(by_load));
	size_t rejected = 0;
	assert_int_equal(mia_coverage_count(blind_by_hand), mia_coverage_count(blind_by_load));
	for (size_t i = 0; i < mia_coverage_count(blind_by_load); i++) {
		const struct mia_span *a = mia_coverage_span(blind_by_hand, i);
		const struct mia_span *b = mia_coverage_span(blind_by_load, i);
		assert_true(a->start == b->start && a->end == b->end && a->reason == b->reason);
		rejected += b->reason == MIA_COVERAGE_REJECTED;
	}
	assert_true(rejected > 0);
	mia_reject_list_free(by_hand);
	mia_reject_list_free(by_load);
	mia_coverage_free(blind_by_hand);
	mia_coverage_free(blind_by_load);
	counting_free(&c->base);
	mia_evidence_free(evidence);
	mia_evidence_free(again);
}

/* Numbers as keys, each as 16 bytes; 0 is the key that is all zero. */
static const unsigned char *
key_of(uint64_t number, unsigned char key[16])
{
	memset(key, 0, 16);
	memcpy(key + 4, &number, sizeof(number));
	return key;
}

static void
a_set_of_keys_knows_what_is_new(void **state)
{
	(void)state;
	enum { COUNT = 3000 };
	struct mia_key_set *odd = NULL, *all = NULL;
	unsigned char key[16];
	int is_new = -1;

	assert_int_equal(mia_key_set_new(&odd, NULL, NULL), MIA_OK);
	assert_int_equal(mia_key_set_new(&all, NULL, NULL), MIA_OK);
	for (uint64_t i = 1; i < COUNT; i += 2) {
		assert_int_equal(mia_key_set_add(odd, key_of(i, key), &is_new, NULL), MIA_OK);
		assert_int_equal(is_new, 1);
		assert_int_equal(mia_key_set_add(odd, key, &is_new, NULL), MIA_OK);
		assert_int_equal(is_new, 0);
	}
	for (uint64_t i = 0; i < COUNT; i++)
		assert_int_equal(mia_key_set_has(odd, key_of(i, key)), i % 2);
	assert_int_equal(mia_key_set_count(odd), COUNT / 2);
	for (uint64_t i = 0; i < COUNT; i += 3)
		assert_int_equal(mia_key_set_add(all, key_of(i, key), NULL, NULL), MIA_OK);
	/* 1,500 odd numbers, 1,000 multiples of 3 with 0 among them, 500 are both. */
	assert_int_equal(mia_key_set_merge(all, odd, NULL), MIA_OK);
	assert_int_equal(mia_key_set_merge(all, all, NULL), MIA_OK);
	assert_int_equal(mia_key_set_count(all), 2000);
	assert_int_equal(mia_key_set_count(odd), COUNT / 2);
	assert_true(mia_key_set_has(all, key_of(0, key)));
	assert_false(mia_key_set_has(all, key_of(2, key)));
	assert_int_equal(mia_key_set_add(all, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_key_set_count(NULL), 0);
	mia_key_set_free(odd);
	mia_key_set_free(all);
	mia_key_set_free(NULL);
}

/* After a refusal the set is as it was, and can be used. */
static void
a_set_of_keys_without_memory(void **state)
{
	(void)state;
	for (size_t n = 1;; n++) {
		struct failing failing = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_key_set *set = NULL;
		unsigned char key[16];
		size_t refused = 0;
		if (mia_key_set_new(&set, &a, NULL) != MIA_OK) {
			assert_int_equal(failing.bytes, 0);
			continue;
		}
		for (uint64_t i = 0; i < 200; i++)
			if (mia_key_set_add(set, key_of(i, key), NULL, NULL) != MIA_OK) {
				refused++;
				assert_int_equal(mia_key_set_count(set), i);
				assert_int_equal(mia_key_set_add(set, key, NULL, NULL), MIA_OK);
			}
		assert_int_equal(mia_key_set_count(set), 200);
		mia_key_set_free(set);
		assert_int_equal(failing.bytes, 0);
		if (!refused)
			break;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fold_counts_each_record_once),
		cmocka_unit_test(a_positive_status_is_a_failure),
		cmocka_unit_test(a_failure_is_told_with_its_reason),
		cmocka_unit_test(a_failing_spawn_is_not_freed_again),
		cmocka_unit_test(what_is_no_fold_is_refused),
		cmocka_unit_test(rejects_by_hand),
		cmocka_unit_test(a_set_of_keys_knows_what_is_new),
		cmocka_unit_test(a_set_of_keys_without_memory),
	};
	return cmocka_run_group_tests_name("api-folds", tests, NULL, NULL);
}
