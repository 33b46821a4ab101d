/*
 * The forms in which a report can be written, and text of the evidence on a
 * terminal.
 */
#ifndef MIA_FORMAT_H
#define MIA_FORMAT_H

#include <mia/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The form of a report. */
enum mia_format {
	MIA_FORMAT_TABLE = 0, /* for a terminal; controls and bidi marks escaped */
	MIA_FORMAT_CSV,       /* RFC 4180, UTF-8, LF, values exactly as they are */
	MIA_FORMAT_CSV_EXCEL, /* BOM, CRLF, formulas defused, column csv_escaped */
	MIA_FORMAT_JSON,      /* one array of objects */
	MIA_FORMAT_NDJSON,    /* one object a line */
	/* For other tools; docs/formats.md has each. A report that has no such
	 * form answers MIA_ERR_ARGUMENT: mia_format_suits. */
	MIA_FORMAT_TIMESKETCH, /* messages, folders, sessions, coverage, timeline: JSONL for Timesketch */
	MIA_FORMAT_ECS,        /* messages, timeline: NDJSON, Elastic Common Schema */
	MIA_FORMAT_TLN,        /* timeline: Time|Source|Host|User|Description */
	MIA_FORMAT_BODYFILE,   /* timeline: for mactime */
	MIA_FORMAT_DAT,        /* messages: Concordance overlay with the EDRM message id hash */
	MIA_FORMAT_IDS,        /* messages: one internet message id a line */
	MIA_FORMAT_GRAPH,      /* messages: Microsoft Graph $batch bodies, one a line */
	MIA_FORMAT_KQL         /* folders: Purview content search queries, one a line */
};
#define MIA_FORMAT_COUNT 13

/* The reports that take a format. */
enum mia_report_kind {
	MIA_REPORT_MESSAGES = 0,
	MIA_REPORT_FOLDERS,
	MIA_REPORT_MAILBOXES,
	MIA_REPORT_SESSIONS,
	MIA_REPORT_COVERAGE,
	MIA_REPORT_TIMELINE,
	MIA_REPORT_OTHER
};
/* True if a report can be written so. Any thread. */
MIA_API int mia_format_suits(enum mia_format format, enum mia_report_kind report);
/* The name of a format ("timesketch"), as on the command line; "csv excel" for
 * MIA_FORMAT_CSV_EXCEL, which the command line says otherwise. */
MIA_API const char *mia_format_name(enum mia_format format);

/*
 * Makes evidence text harmless for a terminal: C0, C1, DEL, bidi marks, line
 * separators, zero-width and invalid UTF-8 as \x.. or \u{..}; a backslash
 * that could be taken for the beginning of such an escape is doubled. Passes
 * the pieces to write(ctx, ...). Needs no memory. Any thread.
 * Returns MIA_OK; MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_safe_terminal(struct mia_text text, mia_write_fn *write, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
