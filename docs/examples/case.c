/* A case to hand over: writes the whole folder, or says of one that was written
 * before whether it is still what its manifest says. */
#include <mia/case.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct folder {
	const char *path;
	FILE *file; /* one is open at a time */
};

static int
folder_open(void *ctx, const char *name)
{
	struct folder *folder = ctx;
	char path[1024];

	/* A name may have a directory in front: "rejects/rejects.csv". */
	const char *slash = strchr(name, '/');
	if (slash != NULL) {
		snprintf(path, sizeof(path), "%s/%.*s", folder->path, (int)(slash - name), name);
		mkdir(path, 0777);
	}
	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	folder->file = fopen(path, "wbx");
	return folder->file == NULL;
}

static int
folder_write(void *ctx, const void *bytes, size_t size)
{
	return fwrite(bytes, 1, size, ((struct folder *)ctx)->file) != size;
}

static int
folder_close(void *ctx)
{
	return fclose(((struct folder *)ctx)->file) != 0;
}

static enum mia_status
write_case(const char *path, const char *from, struct mia_error *err)
{
	struct folder folder = { path, NULL };
	struct mia_case_files files = { folder_open, folder_write, folder_close, &folder };
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_reject_list *rejects = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_findings *findings = NULL;
	struct mia_case c;
	enum mia_status status;

	if ((status = mia_evidence_new(&evidence, NULL, NULL, err)) >= 0 &&
		(status = mia_evidence_add_path(evidence, from, err)) >= 0 &&
		(status = mia_sums_new(&sums, NULL, err)) >= 0 &&
		(status = mia_reject_list_new(&rejects, NULL, err)) >= 0 &&
		(status = mia_exposure_new(&exposure, NULL, NULL, err)) >= 0 &&
		(status = mia_coverage_new(&coverage, NULL, NULL, err)) >= 0 &&
		(status = mia_sessions_new(&sessions, NULL, NULL, err)) >= 0 &&
		(status = mia_timeline_new(&timeline, NULL, NULL, err)) >= 0) {
		struct mia_fold *folds[] = { mia_sums_fold(sums), mia_reject_list_fold(rejects),
			mia_exposure_fold(exposure), mia_coverage_fold(coverage), mia_sessions_fold(sessions),
			mia_timeline_fold(timeline) };
		if ((status = mia_load(evidence, folds, 6, NULL, err)) >= 0)
			status = mia_findings_new(&findings, NULL, exposure, coverage, NULL, err);
	}
	if (status >= 0) {
		mia_case_init(&c);
		c.evidence = evidence;
		c.sums = sums;
		c.rejects = rejects;
		c.findings = findings;
		c.coverage = coverage;
		c.sessions = sessions;
		c.timeline = timeline;
		c.case_id = mia_text_of("2026-017");
		status = mia_case_write(&c, NULL, &files, err);
	}
	mia_findings_free(findings);
	mia_timeline_free(timeline);
	mia_sessions_free(sessions);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_reject_list_free(rejects);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return status;
}

int
main(int argc, char **argv)
{
	struct mia_verification *verification = NULL;
	struct mia_error err = { 0 };

	if (argc < 2 || (argc == 3 && write_case(argv[1], argv[2], &err) < 0) ||
		mia_verify(&verification, NULL, argv[1], NULL, 0, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	for (size_t i = 0; i < mia_verification_count(verification); i++) {
		const struct mia_verified_file *file = mia_verification_get(verification, i);

		/* The sources were not named here, so they are not checked. */
		if (file->state != MIA_VERIFIED_SAME && file->state != MIA_VERIFIED_NOT_CHECKED)
			printf("%s: %.*s\n", mia_verified_name(file->state), (int)file->name.len,
				file->name.ptr);
	}
	int holds = mia_verification_holds(verification);
	printf(holds ? "as its manifest says\n" : "not as its manifest says\n");
	mia_verification_free(verification);
	return !holds;
}
