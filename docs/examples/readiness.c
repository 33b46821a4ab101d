/* Was the owner's access logged at all? From exports of the configuration: the
 * mailboxes for which it was not, and why. */
#include <mia/readiness.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *files = NULL;
	struct mia_readiness *readiness = NULL;
	struct mia_error err = { 0 };
	int failed = 1;

	/* Settings are files like the evidence, told apart by what is in them. */
	if (mia_evidence_new(&files, NULL, NULL, &err) < 0 || mia_readiness_new(&readiness, NULL, &err) < 0)
		goto out;
	for (int i = 1; i < argc; i++)
		if (mia_evidence_add_path(files, argv[i], &err) < 0)
			goto out;
	if (mia_readiness_read(readiness, files, NULL, NULL, &err) < 0 ||
		mia_readiness_seal(readiness, &err) < 0)
		goto out;
	failed = 0;
	for (size_t i = 0; i < mia_readiness_count(readiness); i++) {
		const struct mia_readiness_mailbox *mailbox = mia_readiness_get(readiness, i);

		/* Not stated is not "no". */
		if (mailbox->owner != MIA_NO)
			continue;
		printf("%.*s:", (int)mailbox->mailbox.len, mailbox->mailbox.ptr);
		for (size_t k = 0; k < mailbox->reasons.count; k++)
			printf("%s %.*s", k > 0 ? "," : "", (int)mailbox->reasons.ptr[k].len,
				mailbox->reasons.ptr[k].ptr);
		printf("\n");
	}
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_readiness_free(readiness);
	mia_evidence_free(files);
	return failed;
}
