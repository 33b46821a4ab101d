/* From one address to all that shares a session or a token with it: widens the
 * scope, tells the record behind each step, and asks the evidence again. */
#include <inttypes.h>
#include <mia/expansion.h>
#include <mia/exposure.h>
#include <mia/load.h>
#include <stdio.h>

/* An evidence is read once: to ask again, it is made again. */
static enum mia_status
load(const char *path, struct mia_fold *fold, struct mia_error *err)
{
	struct mia_evidence *evidence = NULL;
	enum mia_status status = mia_evidence_new(&evidence, NULL, NULL, err);

	if (status >= 0)
		status = mia_evidence_add_path(evidence, path, err);
	if (status >= 0)
		status = mia_load(evidence, &fold, 1, NULL, err);
	mia_evidence_free(evidence);
	return status;
}

int
main(int argc, char **argv)
{
	struct mia_scope *scope = NULL, *wide = NULL;
	struct mia_expansion *expansion = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_exposure_options asked;
	struct mia_error err = { 0 };
	int failed = 1;

	if (argc != 3 || mia_scope_new(&scope, NULL, &err) < 0 ||
		mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, mia_text_of(argv[1]), &err) < 0 ||
		mia_expansion_new(&expansion, NULL, scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN, &err) < 0 ||
		load(argv[2], mia_expansion_fold(expansion), &err) < 0)
		goto out;
	for (size_t i = 0; i < mia_expansion_count(expansion); i++) {
		const struct mia_expansion_step *step = mia_expansion_step(expansion, i);

		printf("%s %.*s, borne by %" PRIu64 " records, from record %" PRIu64 "\n",
			step->by == MIA_EXPAND_SESSION ? "session" : "token", (int)step->id.len, step->id.ptr,
			step->records, step->record);
	}
	/* The wider scope stands on its own. */
	mia_exposure_options_init(&asked);
	if (mia_expansion_scope(expansion, &wide, &err) < 0)
		goto out;
	asked.scope = wide;
	if (mia_exposure_new(&exposure, NULL, &asked, &err) < 0 ||
		load(argv[2], mia_exposure_fold(exposure), &err) < 0)
		goto out;
	failed = 0;
	printf("%" PRIu64 " binds in the wider scope\n", mia_exposure_sums(exposure)->binds);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_exposure_free(exposure);
	mia_scope_free(wide);
	mia_expansion_free(expansion);
	mia_scope_free(scope);
	return failed;
}
