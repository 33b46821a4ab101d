/*
 * Two programs' worth of work at once, through the shared library alone: two
 * evidences loaded on two threads, one sealed result and one scope read by
 * several. Run under the thread sanitizer by scripts/test.sh.
 */
#include "test.h"

#include <pthread.h>

enum {
	record_count = 400,
	again_every = 10, /* every tenth record stands in the evidence twice */
	record_space = 1200
};

/*
 * Record i of a mailbox: one second after record i - 1, from the intruder's
 * address, a bind of two items: one of its own and one that all records name.
 */
static size_t
write_record(char *out, const char *who, int i)
{
	int n = snprintf(out, record_space,
		"{\"Id\":\"00000000-0000-4000-8000-%c%011d\",\"CreationTime\":\"2026-03-02T10:%02d:%02d\","
		"\"Operation\":\"MailItemsAccessed\",\"RecordType\":50,\"UserId\":\"%s@example.org\","
		"\"MailboxOwnerUPN\":\"%s@example.org\",\"LogonType\":0,\"ClientIPAddress\":\"203.0.113.77\","
		"\"ClientInfoString\":\"Client=OWA;Action=ViaProxy\",\"SessionId\":\"session-%s\","
		"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"OperationCount\":2,"
		"\"Folders\":[{\"Id\":\"LgAAAA-%s\",\"Path\":\"\\\\Inbox\",\"FolderItems\":["
		"{\"InternetMessageId\":\"<%s-%d@example.org>\"},{\"InternetMessageId\":\"<%s-all@example.org>\"}]}]}\n",
		who[0], i, i / 60, i % 60, who, who, who, who, who, i, who);
	return (size_t)n;
}

struct job {
	const char *who;
	unsigned threads;
	/* What was found; asserted on the main thread, as cmocka wants it. */
	enum mia_status status;
	struct mia_error err;
	struct mia_totals totals;
	uint64_t messages, common_count;
	mia_time common_first, common_last;
	size_t rows, sessions;
	struct mia_exposure *exposure; /* sealed; freed by the main thread */
};

static enum mia_status
read_messages(const struct mia_exposure *exposure, struct job *job, struct mia_error *err)
{
	struct mia_messages *cursor = NULL;
	const struct mia_message *message = NULL;
	char common[64];
	size_t len = (size_t)snprintf(common, sizeof(common), "<%s-all@example.org>", job->who);

	enum mia_status status = mia_messages_new(&cursor, exposure, err);
	job->messages = 0;
	while (status >= 0 && (status = mia_messages_next(cursor, &message, err)) == MIA_OK) {
		job->messages++;
		if (message->internet_message_id.len == len &&
			memcmp(message->internet_message_id.ptr, common, len) == 0) {
			job->common_count = message->access_count;
			job->common_first = message->first_access;
			job->common_last = message->last_access;
		}
	}
	mia_messages_free(cursor);
	return status;
}

static enum mia_status
load(struct job *job, const char *text, size_t len)
{
	struct mia_error *err = &job->err;
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_load_options options = { .size = sizeof(options), .threads = job->threads };
	enum mia_status status;

	if ((status = mia_evidence_new(&evidence, NULL, NULL, err)) >= 0 &&
		(status = mia_evidence_add_memory(evidence, job->who, text, len, err)) >= 0 &&
		(status = mia_sums_new(&sums, NULL, err)) >= 0 &&
		(status = mia_timeline_new(&timeline, NULL, NULL, err)) >= 0 &&
		(status = mia_sessions_new(&sessions, NULL, NULL, err)) >= 0 &&
		(status = mia_exposure_new(&job->exposure, NULL, NULL, err)) >= 0) {
		struct mia_fold *const folds[] = { mia_sums_fold(sums), mia_timeline_fold(timeline),
			mia_sessions_fold(sessions), mia_exposure_fold(job->exposure) };
		status = mia_load(evidence, folds, sizeof(folds) / sizeof(*folds), &options, err);
	}
	if (status >= 0) {
		job->totals = *mia_sums_totals(sums);
		job->rows = mia_timeline_count(timeline);
		job->sessions = mia_sessions_count(sessions);
	}
	mia_sessions_free(sessions);
	mia_timeline_free(timeline);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return status;
}

static void *
run(void *arg)
{
	struct job *job = arg;
	char *text = malloc((size_t)record_count * 2 * record_space);
	size_t len = 0;

	job->status = MIA_ERR_MEMORY;
	if (!text)
		return NULL;
	for (int i = 0; i < record_count; i++) {
		len += write_record(text + len, job->who, i);
		if (i % again_every == 0)
			len += write_record(text + len, job->who, i);
	}
	job->status = load(job, text, len);
	free(text);
	/* The evidence is gone; a sealed result stands on its own. */
	if (job->status >= 0)
		job->status = read_messages(job->exposure, job, &job->err);
	return NULL;
}

static mia_time
time_of(const char *text)
{
	mia_time time = 0;
	assert_int_equal(mia_time_parse((struct mia_text){ text, strlen(text) }, &time), MIA_OK);
	return time;
}

static void
assert_found(const struct job *job)
{
	if (job->status < 0)
		print_message("# %s: %s\n", mia_status_name(job->status), job->err.text);
	assert_true(job->status >= 0);
	assert_int_equal(job->totals.records, record_count + record_count / again_every);
	assert_int_equal(job->totals.events, record_count);
	assert_int_equal(job->totals.repeats, record_count / again_every);
	assert_int_equal(job->totals.rejected, 0);
	assert_int_equal(job->totals.binds, record_count);
	/* One message of each record, and the one that all name. */
	assert_int_equal(job->messages, record_count + 1);
	assert_int_equal(job->common_count, record_count);
	assert_int_equal(job->common_first, time_of("2026-03-02T10:00:00Z"));
	assert_int_equal(job->common_last, time_of("2026-03-02T10:06:39Z")); /* 399 s later */
	assert_int_equal(job->rows, 2 * record_count);
	assert_int_equal(job->sessions, 1);
}

static void
two_evidences_on_two_threads(void **state)
{
	(void)state;
	struct job jobs[2] = { { .who = "anna", .threads = 2 }, { .who = "boris", .threads = 2 } };
	pthread_t threads[2];
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run, &jobs[i]), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_found(&jobs[i]);
		mia_exposure_free(jobs[i].exposure);
	}
}

static void *
read_again(void *arg)
{
	struct job *job = arg;
	job->status = read_messages(job->exposure, job, &job->err);
	return NULL;
}

static void
one_sealed_result_read_by_two_threads(void **state)
{
	(void)state;
	struct job first = { .who = "anna", .threads = 1 };
	run(&first);
	assert_found(&first);
	struct job jobs[2] = { first, first };
	pthread_t threads[2];
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_again, &jobs[i]), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < 2; i++)
		assert_found(&jobs[i]);
	mia_exposure_free(first.exposure);
}

struct question {
	const struct mia_scope *scope;
	enum mia_status status;
	unsigned yes, no, cannot_tell;
};

static void *
ask(void *arg)
{
	struct question *question = arg;
	struct mia_matcher *matcher = NULL;
	struct mia_error err;
	question->status = mia_matcher_new(&matcher, question->scope, &err);
	for (unsigned i = 0; question->status >= 0 && i < 300; i++) {
		/* A third from the intruder, a third from elsewhere, a third untold. */
		static const char *const clients[] = { "Client=OWA;x", "Client=REST;x", NULL };
		const char *client = clients[i % 3];
		struct mia_event event = { .time = MIA_TIME_UNKNOWN,
			.logon = MIA_LOGON_UNKNOWN,
			.client_info = { client, client ? strlen(client) : 0 } };
		switch (mia_matcher_match(matcher, &event)) {
		case MIA_MATCH_YES:
			question->yes++;
			break;
		case MIA_MATCH_NO:
			question->no++;
			break;
		case MIA_MATCH_CANNOT_TELL:
			question->cannot_tell++;
			break;
		}
	}
	mia_matcher_free(matcher);
	return NULL;
}

static void
one_scope_asked_by_two_threads(void **state)
{
	(void)state;
	struct mia_error err;
	struct mia_scope *scope = NULL;
	assert_int_equal(mia_scope_new(&scope, NULL, &err), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_CLIENT, 0, (struct mia_text){ "^Client=OWA", 11 },
				 &err),
		MIA_OK);
	struct question questions[2] = { { .scope = scope }, { .scope = scope } };
	pthread_t threads[2];
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask, &questions[i]), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(questions[i].status, MIA_OK);
		assert_int_equal(questions[i].yes, 100);
		assert_int_equal(questions[i].no, 100);
		assert_int_equal(questions[i].cannot_tell, 100);
	}
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_evidences_on_two_threads),
		cmocka_unit_test(one_sealed_result_read_by_two_threads),
		cmocka_unit_test(one_scope_asked_by_two_threads),
	};
	return cmocka_run_group_tests_name("api-threads", tests, NULL, NULL);
}
