/* What one session had access to: walks the messages with a cursor, and tells
 * what the log counted without naming it. */
#include <inttypes.h>
#include <mia/exposure.h>
#include <mia/load.h>
#include <stdio.h>

static enum mia_status
print_messages(const struct mia_exposure *exposure, struct mia_error *err)
{
	struct mia_messages *messages = NULL;
	const struct mia_message *message; /* lives until the next call */
	uint64_t by_level[MIA_LEVEL_COUNT] = { 0 };
	enum mia_status status = mia_messages_new(&messages, exposure, err);

	while (status >= 0 && (status = mia_messages_next(messages, &message, err)) == MIA_OK) {
		char basis[MIA_BASIS_TEXT], first[MIA_TIME_TEXT];

		by_level[message->level]++;
		if (message->access_count < 2)
			continue;
		mia_basis_format(message->basis, basis);
		mia_time_format(message->first_access, first);
		printf("%.*s: %" PRIu64 " times since %s, %s\n", (int)message->internet_message_id.len,
			message->internet_message_id.ptr, message->access_count, first, basis);
	}
	mia_messages_free(messages);
	for (int level = 0; status >= 0 && level < MIA_LEVEL_COUNT; level++)
		if (by_level[level] > 0)
			printf("%s: %" PRIu64 "\n", mia_level_name((enum mia_level)level), by_level[level]);
	return status;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_exposure_options asked;
	struct mia_error err = { 0 };
	int failed = 1;

	mia_exposure_options_init(&asked);
	if (argc != 3 || mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[2], &err) < 0 || mia_scope_new(&scope, NULL, &err) < 0 ||
		mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of(argv[1]), &err) < 0)
		goto out;
	asked.scope = scope;
	if (mia_exposure_new(&exposure, NULL, &asked, &err) < 0)
		goto out;
	struct mia_fold *fold = mia_exposure_fold(exposure);
	if (mia_load(evidence, &fold, 1, NULL, &err) < 0 || print_messages(exposure, &err) < 0)
		goto out;
	failed = 0;
	printf("operations without a name: %" PRIu64 "\n", mia_exposure_sums(exposure)->unnamed);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return failed;
}
