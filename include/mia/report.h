/*
 * Results into bytes. Values are exact in csv exact, json and ndjson; table
 * and csv excel make hostile text harmless, reversibly.
 */
#ifndef MIA_REPORT_H
#define MIA_REPORT_H

#include <mia/expansion.h>
#include <mia/findings.h>
#include <mia/load.h>
#include <mia/timeline.h>

#ifdef __cplusplus
extern "C" {
#endif

enum mia_format {
	MIA_FORMAT_TABLE = 0, /* for a terminal; controls and bidi marks escaped */
	MIA_FORMAT_CSV,       /* RFC 4180, UTF-8, LF, values exactly as they are */
	MIA_FORMAT_CSV_EXCEL, /* BOM, CRLF, formulas defused, column csv_escaped */
	MIA_FORMAT_JSON,      /* one array of objects */
	MIA_FORMAT_NDJSON     /* one object a line */
};

struct mia_report_options {
	size_t size;          /* sizeof(struct mia_report_options) */
	enum mia_format format;
	unsigned width;       /* table: columns of the terminal; 0: 100 */
	int color;            /* table: may use SGR sequences */
	mia_write_fn *write;  /* where the bytes go */
	void *ctx;
};

/* Each writes one whole report of a sealed result. MIA_ERR_SINK when write
 * refused. Any thread, each with its own options. */
MIA_API enum mia_status mia_report_messages(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_folders(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_mailboxes(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_coverage(const struct mia_coverage *coverage,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_readiness(const struct mia_readiness *readiness,
	const struct mia_report_options *options, struct mia_error *err);
/* The chain by which a scope was widened. */
MIA_API enum mia_status mia_report_expansion(const struct mia_expansion *expansion,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_sessions(const struct mia_sessions *sessions,
	const struct mia_report_options *options, struct mia_error *err);
MIA_API enum mia_status mia_report_timeline(const struct mia_timeline *timeline,
	const struct mia_report_options *options, struct mia_error *err);
/* The proof behind a message or folder: a timeline made with a target. Each
 * record with its place and the SHA-256 of its file. evidence may be NULL
 * when it is gone; then no hash is given. */
MIA_API enum mia_status mia_report_explain(const struct mia_timeline *timeline,
	const struct mia_evidence *evidence, const struct mia_report_options *options,
	struct mia_error *err);
/* What is here: sources, hashes, containers, sums, operations, mailboxes. */
MIA_API enum mia_status mia_report_info(const struct mia_evidence *evidence,
	const struct mia_sums *sums, const struct mia_report_options *options,
	struct mia_error *err);

/*
 * Makes evidence text harmless for a terminal: C0, C1, DEL, bidi marks, line
 * separators, zero-width and invalid UTF-8 as \x.. or \u{..}; a backslash
 * that could be taken for the beginning of such an escape is doubled. Passes
 * the pieces to write(ctx, ...). Any thread.
 */
MIA_API enum mia_status mia_safe_terminal(struct mia_text text, mia_write_fn *write, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
