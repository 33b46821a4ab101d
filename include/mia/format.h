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

/* The reports, each by the function that writes it. */
enum mia_report_kind {
	MIA_REPORT_OTHER = 0,    /* none of those that follow */
	MIA_REPORT_MESSAGES,     /* mia_report_messages */
	MIA_REPORT_FOLDERS,      /* mia_report_folders */
	MIA_REPORT_MAILBOXES,    /* mia_report_mailboxes */
	MIA_REPORT_SESSIONS,     /* mia_report_sessions */
	MIA_REPORT_COVERAGE,     /* mia_report_coverage */
	MIA_REPORT_TIMELINE,     /* mia_report_timeline */
	MIA_REPORT_SUBJECTS,     /* mia_report_subjects */
	MIA_REPORT_READINESS,    /* mia_report_readiness */
	MIA_REPORT_EXPANSION,    /* mia_report_expansion */
	MIA_REPORT_EXPLAIN,      /* mia_report_explain */
	MIA_REPORT_DIFF,         /* mia_report_diff */
	MIA_REPORT_VERIFICATION, /* mia_report_verification */
	MIA_REPORT_INFO,         /* mia_report_info as CSV: the sources */
	MIA_REPORT_REJECTS,      /* rejects/rejects.csv of mia_case_write */
	MIA_REPORT_TRIAGE,       /* mia_report_triage */
	MIA_REPORT_COUNT         /* how many there are; new ones come before it */
};
/* Whether a report can be written so. 0 for a value that names no format or no
 * report. Any thread. */
MIA_API int mia_format_suits(enum mia_format format, enum mia_report_kind report);
/* The name of a format ("timesketch"), as on the command line; "csv excel" for
 * MIA_FORMAT_CSV_EXCEL, which the command line says otherwise. */
MIA_API const char *mia_format_name(enum mia_format format);

/* What a column of a report holds. Not stated: null in JSON, empty in CSV. */
enum mia_column_type {
	MIA_COLUMN_TEXT = 0, /* JSON: a string */
	MIA_COLUMN_TEXTS,    /* JSON: an array of strings, never null; CSV: joined by " | " */
	MIA_COLUMN_TIME,     /* JSON: a string */
	MIA_COLUMN_COUNT,    /* JSON: a number, never null */
	MIA_COLUMN_SIZE,     /* JSON: a number */
	MIA_COLUMN_COUNTS    /* JSON: an object of numbers, never null; CSV: NAME=2 | NAME=1 */
};
/* Who or what a column may name; a redacted copy has hashes in the place of
 * all but the first. */
enum mia_column_names {
	MIA_NAMES_NOBODY = 0,
	MIA_NAMES_PERSON,  /* a mailbox, an account, an address, a display name */
	MIA_NAMES_SUBJECT, /* the subject of a mail */
	MIA_NAMES_FILE,    /* exports are often named after whose they are */
	MIA_NAMES_PROSE    /* people may stand anywhere in the text */
};

/*
 * Makes evidence text harmless for a terminal: C0, C1, DEL, bidi marks, line
 * separators, zero-width, what looks like a blank and is none (U+00A0, U+2800,
 * U+3000), and invalid UTF-8 as \x.. or \u{..}; a backslash
 * that could be taken for the beginning of such an escape is doubled. Passes
 * the pieces to write(ctx, ...). Needs no memory. Any thread.
 * Returns MIA_OK; MIA_ERR_SINK: write refused.
 */
MIA_API enum mia_status mia_safe_terminal(struct mia_text text, mia_write_fn *write, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
