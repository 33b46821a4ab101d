/* Who is held to be the intruder: asks a scope about each record, repeats too. It
 * answers yes, no, or cannot tell, which is never a no. */
#include <mia/evidence.h>
#include <mia/scope.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL;
	struct mia_matcher *matcher = NULL;
	struct mia_reader *reader = NULL;
	struct mia_error err = { 0 };
	const struct mia_event *event;
	const struct mia_reject *reject;
	unsigned answers[3] = { 0 };
	enum mia_status status;

	if (argc != 3) {
		fprintf(stderr, "usage: %s SESSION EVIDENCE\n", argv[0]);
		return 2;
	}
	if ((status = mia_evidence_new(&evidence, NULL, NULL, &err)) >= 0 &&
		(status = mia_evidence_add_path(evidence, argv[2], &err)) >= 0 &&
		(status = mia_scope_new(&scope, NULL, &err)) >= 0 &&
		/* Values of one trait are alternatives; different traits must all hold. */
		(status = mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of(argv[1]), &err)) >= 0 &&
		/* From now on the scope must not change: the matcher borrows it. */
		(status = mia_matcher_new(&matcher, scope, &err)) >= 0)
		status = mia_reader_new(&reader, evidence, &err);
	while (status >= 0 && (status = mia_reader_next(reader, &event, &reject, &err)) >= 0 &&
		status != MIA_END)
		if (status == MIA_OK)
			answers[mia_matcher_match(matcher, event)]++;
	if (status < 0)
		fprintf(stderr, "%s\n", err.text);
	else
		printf("yes %u, no %u, cannot tell %u\n", answers[MIA_MATCH_YES], answers[MIA_MATCH_NO],
			answers[MIA_MATCH_CANNOT_TELL]);
	mia_reader_free(reader);
	mia_matcher_free(matcher);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return status < 0;
}
