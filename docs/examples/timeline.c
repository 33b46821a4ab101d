/* Two results of one load: the timeline of whoever came from an address or a
 * prefix, and his sessions. */
#include <inttypes.h>
#include <mia/load.h>
#include <mia/timeline.h>
#include <stdio.h>

static int
print(const struct mia_timeline *timeline, const struct mia_sessions *sessions)
{
	size_t rows = mia_timeline_count(timeline);

	printf("%zu rows\n", rows);
	for (size_t i = 0; i<rows; i += rows> 1 ? rows - 1 : 1) {
		struct mia_timeline_row row;
		char when[MIA_TIME_TEXT];

		if (mia_timeline_row(timeline, i, &row) < 0)
			return 1;
		mia_time_format(row.time, when);
		printf("%s %.*s%s\n", when, (int)row.operation.len, row.operation.ptr,
			row.match == MIA_MATCH_YES ? "" : " (cannot be told)");
	}
	printf("%zu sessions\n", mia_sessions_count(sessions));
	for (size_t i = 0; i < mia_sessions_count(sessions); i++) {
		const struct mia_session *session = mia_sessions_get(sessions, i);

		if (session->messages > 0)
			printf("%.*s: %" PRIu64 " messages by %.*s\n", (int)session->mailbox.len,
				session->mailbox.ptr, session->messages, (int)session->client.len,
				session->client.ptr);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_timeline_options rows;
	struct mia_sessions_options contexts;
	struct mia_error err = { 0 };
	int failed = 1;

	mia_timeline_options_init(&rows);
	mia_sessions_options_init(&contexts);
	if (argc == 3 && mia_evidence_new(&evidence, NULL, NULL, &err) >= 0 &&
		mia_evidence_add_path(evidence, argv[2], &err) >= 0 &&
		mia_scope_new(&scope, NULL, &err) >= 0 &&
		mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, mia_text_of(argv[1]), &err) >= 0) {
		rows.scope = contexts.scope = scope;
		if (mia_timeline_new(&timeline, NULL, &rows, &err) >= 0 &&
			mia_sessions_new(&sessions, NULL, &contexts, &err) >= 0) {
			struct mia_fold *folds[] = { mia_timeline_fold(timeline),
				mia_sessions_fold(sessions) };
			if (mia_load(evidence, folds, 2, NULL, &err) >= 0)
				failed = print(timeline, sessions);
		}
	}
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_sessions_free(sessions);
	mia_timeline_free(timeline);
	mia_scope_free(scope); /* after what borrows it */
	mia_evidence_free(evidence);
	return failed;
}
