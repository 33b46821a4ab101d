/*
 * The whole case as a folder to hand over, its manifest, and whether it is
 * still what was written. Nothing in it depends on the time, the host, the
 * path of the evidence or the number of threads, but for what the caller says
 * (made, sandbox): two runs are byte-identical.
 */
#ifndef MIA_CASE_H
#define MIA_CASE_H

#include <mia/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An option as it was asked for ("ip", "203.0.113.7"); value absent: a switch.
 * They are written down in the manifest. */
struct mia_case_option {
	struct mia_text name, value;
};

/* Where the files go; each function answers 0, or anything else to stop
 * (MIA_ERR_SINK). write takes all of the bytes. One
 * file is open at a time. Names are relative, made by libmia, with '/' between
 * the parts ("rejects/rejects.txt"). */
struct mia_case_files {
	int (*open)(void *ctx, const char *name);
	mia_write_fn *write;
	int (*close)(void *ctx);
	void *ctx;
};

/* All results sealed and of one evidence; borrowed until the call returns. */
struct mia_case {
	size_t size; /* set by mia_case_init */
	const struct mia_evidence *evidence;
	const struct mia_sums *sums;
	const struct mia_reject_list *rejects;
	const struct mia_findings *findings;
	const struct mia_coverage *coverage;
	const struct mia_sessions *sessions;
	const struct mia_timeline *timeline;
	const struct mia_subjects *subjects; /* NULL: no inventory */
	/* Read beside the evidence; may be NULL. */
	const struct mia_evidence *inventories, *readiness;
	struct mia_text case_id, examiner; /* absent: not given */
	const struct mia_case_option *options;
	size_t option_count;
	/* Seconds since 1970 that stand for "now" where a format demands a time
	 * (SOURCE_DATE_EPOCH); MIA_CASE_NO_TIME: none is written. */
	int64_t made;
	int csv_exact; /* CSV exact instead of excel */
	/* For a copy that may leave the house: subjects and people as keyed
	 * hashes, and no rejects. NULL: as they are. */
	const struct mia_redaction *redaction;
	/* Writes all rejects (mia_rejects_begin and _add); NULL: rejects are
	 * listed in rejects/rejects.csv alone. */
	enum mia_status (
		*write_rejects)(void *ctx, mia_write_fn *write, void *write_ctx, struct mia_error *err);
	void *write_rejects_ctx;
	const char *scratch; /* directory for temporary files; NULL: /tmp */
	/* Who is held to be the intruder, as it was asked for: told in words on the
	 * page, and written as scope.json. NULL: neither. */
	const struct mia_scope *scope;
	const struct mia_zone *zone; /* local times beside UTC on the page; NULL: none */
	/* How many threads may read the results and write, that of the caller among
	 * them; 0 or 1: one. The bytes do not depend on it, nor does the thread on
	 * which the caller's functions are called, which is the caller's. */
	unsigned threads;
	/* What the caller says of the sandbox in which the evidence is read, for the
	 * manifest, such as the layers that are on; absent: it says nothing. */
	struct mia_text sandbox;
};
#define MIA_CASE_NO_TIME INT64_MIN
/* Defaults: MIA_CASE_NO_TIME, CSV for spreadsheets, no redaction. The results are
 * to be set. */
MIA_API void mia_case_init(struct mia_case *c, size_t size);
#define mia_case_init(c) mia_case_init((c), sizeof(*(c)))

/*
 * Writes every file of the folder through `files`; manifest.json and SHA256SUMS
 * come last: without them the folder is not whole. Any thread.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: a result or a function is
 * missing, or options are counted and not there;
 * MIA_ERR_STATE: a result is not sealed;
 * MIA_ERR_SINK: `files` refused;
 * MIA_ERR_IO, MIA_ERR_LIMIT: the workbook, as with mia_report_xlsx;
 * or what write_rejects failed with.
 */
MIA_API enum mia_status mia_case_write(const struct mia_case *c, const struct mia_allocator *allocator,
	const struct mia_case_files *files, struct mia_error *err);

/* A part by itself: report.html, one page without script or outside reference.
 * Any thread. Returns the usual statuses; MIA_ERR_ARGUMENT: a result is missing;
 * MIA_ERR_STATE: a result is not sealed; MIA_ERR_SINK: write refused. */
MIA_API enum mia_status mia_report_html(const struct mia_case *c, const struct mia_allocator *allocator,
	mia_write_fn *write, void *ctx, struct mia_error *err);
/*
 * Another part: exposure.xlsx, a sheet with the answer and one a report, in the
 * language of the findings; typed cells, no formula, no link. It needs room in
 * `scratch` (a private directory there, always removed; about as much as the
 * workbook). libxlsxwriter takes some MB by malloc, whatever the
 * allocator, and calls gmtime and srand: one workbook at a time.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: a result is missing, or this
 * libmia was built without libxlsxwriter;
 * MIA_ERR_STATE: a result is not sealed;
 * MIA_ERR_IO: scratch cannot be written or has no room;
 * MIA_ERR_LIMIT: too many sheets;
 * MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_report_xlsx(const struct mia_case *c, const struct mia_allocator *allocator,
	mia_write_fn *write, void *ctx, struct mia_error *err);
/* True if this libmia was built with libxlsxwriter. Any thread. */
MIA_API int mia_report_has_xlsx(void);

/*
 * Whether a folder and the evidence are still what the manifest says, file by
 * file.
 */
enum mia_verified {
	MIA_VERIFIED_SAME = 0,
	MIA_VERIFIED_CHANGED, /* other bytes than the manifest says */
	MIA_VERIFIED_MISSING,
	MIA_VERIFIED_UNKNOWN, /* there, but the manifest does not know it */
	MIA_VERIFIED_UNREADABLE,
	MIA_VERIFIED_NOT_CHECKED /* a source, and no evidence was given */
};
/* "same", "changed", "missing", "not in the manifest", "unreadable", "not
 * checked". */
MIA_API const char *mia_verified_name(enum mia_verified verified);

struct mia_verification;
/* What became of one file. Texts live as long as the verification. */
struct mia_verified_file {
	struct mia_text part; /* "result", "manifest", "sums", "source", "inventory", "readiness" */
	struct mia_text name; /* as the manifest names it, else as found */
	enum mia_verified state;
	struct mia_text found_at;     /* path of the file that was looked at, or absent */
	char expected[65], found[65]; /* SHA-256; "" where there is none */
	struct mia_text detail;       /* ASCII; why, or absent */
};
/*
 * Reads dir and, where paths are given, the evidence there: a source is the
 * same if a file with its bytes is among them, whatever its name; changed if
 * only one of its name is. What is handed out never changes: any thread.
 * Returns the usual statuses, MIA_OK also where files were changed (ask
 * mia_verification_holds); MIA_ERR_ARGUMENT: no folder, or the manifest is none
 * or of a later form;
 * MIA_ERR_IO: dir or its manifest cannot be read;
 * MIA_ERR_LIMIT: the manifest is longer than a manifest can be.
 */
MIA_API enum mia_status mia_verify(struct mia_verification **ret, const struct mia_allocator *allocator,
	const char *dir, const char *const *paths, size_t path_count, struct mia_error *err);
MIA_API void mia_verification_free(struct mia_verification *verification);
/* Getters, as base.h has them. Order: part, name. */
MIA_API size_t mia_verification_count(const struct mia_verification *verification);
MIA_API const struct mia_verified_file *mia_verification_get(const struct mia_verification *verification,
	size_t i);
/* True if nothing is changed, missing, unknown or unreadable; 0 for NULL. */
MIA_API int mia_verification_holds(const struct mia_verification *verification);
/* A row a file. Returns as a report (report.h). */
MIA_API enum mia_status mia_report_verification(const struct mia_verification *verification,
	const struct mia_report_options *options, struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
