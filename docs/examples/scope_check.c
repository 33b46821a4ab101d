/* The beginning of a session's id written out by the evidence, and the scope file
 * that comes of it; to an id that no record bears, the nearest. */
#include <mia/load.h>
#include <mia/scope_check.h>
#include <stdio.h>

static int
print(void *ctx, const void *bytes, size_t size)
{
	return fwrite(bytes, 1, size, ctx) != size;
}

static void
tell(const struct mia_scope_value *value)
{
	static const char *const said[] = { "is borne", "is the beginning of", "is the beginning of each of",
		"is too short", "is not borne; near it" };

	printf("%.*s %s", (int)value->value.len, value->value.ptr, said[value->bearing]);
	for (size_t i = 0; i < value->candidates.count; i++)
		printf(" %.*s", (int)value->candidates.ptr[i].len, value->candidates.ptr[i].ptr);
	printf("\n");
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL, *whole = NULL;
	struct mia_scope_check *check = NULL;
	struct mia_error err = { 0 };
	enum mia_status status;

	if (argc != 3) {
		fprintf(stderr, "usage: %s SESSION EVIDENCE\n", argv[0]);
		return 2;
	}
	if ((status = mia_scope_new(&scope, NULL, &err)) >= 0 &&
		(status = mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of(argv[1]), &err)) >= 0 &&
		(status = mia_scope_set_note(scope, mia_text_of("an example"), &err)) >= 0 &&
		(status = mia_evidence_new(&evidence, NULL, NULL, &err)) >= 0 &&
		(status = mia_evidence_add_path(evidence, argv[2], &err)) >= 0 &&
		(status = mia_scope_check_new(&check, NULL, scope, &err)) >= 0) {
		struct mia_fold *folds[] = { mia_scope_check_fold(check) };

		status = mia_load(evidence, folds, 1, NULL, &err);
	}
	for (size_t i = 0; status >= 0 && i < mia_scope_check_count(check); i++)
		tell(mia_scope_check_value(check, i));
	/* What is in doubt stays as it was given. */
	if (status >= 0 && (status = mia_scope_check_scope(check, &whole, &err)) >= 0)
		status = mia_scope_write(whole, print, stdout, &err);
	if (status < 0)
		fprintf(stderr, "%s\n", err.text);
	mia_scope_free(whole);
	mia_scope_check_free(check);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return status < 0;
}
