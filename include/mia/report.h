/*
 * Results into bytes. Values are exact in csv exact, json and ndjson; table
 * and csv excel make hostile text harmless, reversibly.
 */
#ifndef MIA_REPORT_H
#define MIA_REPORT_H

#include <mia/expansion.h>
#include <mia/findings.h>
#include <mia/format.h>
#include <mia/load.h>
#include <mia/subjects.h>
#include <mia/timeline.h>
#include <mia/triage.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How many rows of mia_report_messages (DAT, IDS, GRAPH) or mia_report_folders
 * (KQL) have no place in the format and are not written: messages without an
 * id that can stand there, copied folders whose id cannot be converted. 0 for
 * every other format. Goes through the rows once. Any thread. Returns the usual
 * statuses.
 */
MIA_API enum mia_status mia_format_left_out(enum mia_format format, const struct mia_findings *findings,
	uint64_t *ret, struct mia_error *err);

/* A column of a report, as CSV and JSON have it. Texts are static. */
struct mia_column {
	const char *name; /* in the header of CSV, and of the member in JSON */
	const char *help; /* what it holds, in English for people */
	enum mia_column_type type;
	enum mia_column_names names; /* whom it may name */
	int json_only;               /* CSV, the workbook and a terminal do not have it */
};
/* How many columns a report has, those of JSON alone among them. 0 for
 * MIA_REPORT_OTHER and for a value that names no report. Any thread. */
MIA_API size_t mia_report_column_count(enum mia_report_kind report);
/*
 * Fills in column i, from 0, in the order in which the report has them. Returns
 * MIA_OK; MIA_ERR_ARGUMENT, and *ret as it was, where the report has no such
 * column or ret is NULL. Any thread.
 */
MIA_API enum mia_status mia_report_column(enum mia_report_kind report, size_t i, struct mia_column *ret);

struct mia_redaction;

/* How much of mia_report_info people get. */
enum mia_details {
	MIA_DETAILS_FEW = 0, /* one screen */
	MIA_DETAILS_FILES,   /* and each file with its hash */
	MIA_DETAILS_ALL      /* everything that is counted */
};
struct mia_coverage;

struct mia_report_options {
	size_t size; /* set by mia_report_options_init */
	enum mia_format format;
	unsigned width;      /* table: columns of the terminal; 0: 100 */
	int color;           /* table: may use SGR sequences */
	mia_write_fn *write; /* where the bytes go */
	void *ctx;
	/* Subjects and people become keyed hashes; NULL: they stay. Borrowed. */
	const struct mia_redaction *redaction;
	/*
	 * Which columns, in which order: names parted by commas, or "all"; NULL:
	 * all, and in a table those that have room. The short names that a table
	 * has in its head will do. For TABLE, CSV, CSV_EXCEL, JSON and NDJSON, as
	 * are sort and top. Borrowed.
	 */
	const char *columns;
	/*
	 * Columns to sort by, the first counting most, a '-' before what goes
	 * downwards: numbers by number, times by time, levels by weight, lists
	 * by how many they hold, other texts without regard to the case of ASCII
	 * letters; what is not stated comes last. NULL: the documented order; in
	 * a table of at most 5,000 rows that which suits people. Keeps all rows
	 * in memory until they are written: MIA_ERR_MEMORY. Borrowed.
	 */
	const char *sort;
	uint64_t top; /* only the first rows; 0: all. A table says how many there are */
	/* Which rows to write, as bits; 0: all. By what the scope says of them
	 * (sessions, timeline): 1u << MIA_MATCH_YES, 1u << MIA_MATCH_CANNOT_TELL. By
	 * exposure (messages, folders, mailboxes): 1u << enum mia_level. A report
	 * without such a column is refused (MIA_ERR_ARGUMENT). */
	unsigned matches;
	unsigned levels;
	/* info as a table: says whether the export was cut short. Sealed; borrowed;
	 * NULL: nothing is said. */
	const struct mia_coverage *coverage;
	enum mia_details details; /* info as a table */
	/* How many threads may put rows together and write them, that of the caller
	 * among them; 0 or 1: one. What is written does not depend on it, nor does the
	 * thread on which `write` is called, which is the caller's. */
	unsigned threads;
};
/*
 * Whether a report has the columns named in columns and sort (as above; either
 * may be NULL): for asking before the evidence is read. Any thread. Returns
 * MIA_OK; MIA_ERR_ARGUMENT: it has no such column, one stands there twice, or
 * the report has no columns; err says which.
 */
MIA_API enum mia_status mia_report_choice_check(enum mia_report_kind report, const char *columns,
	const char *sort, struct mia_error *err);
/* Defaults: a table, 100 columns wide, without colour; people and subjects as
 * they are. `write` is to be set. */
MIA_API void mia_report_options_init(struct mia_report_options *options, size_t size);
#define mia_report_options_init(options) mia_report_options_init((options), sizeof(*(options)))

/*
 * Keyed hashes in the place of subjects and people, for a copy that may leave
 * the house: HMAC-SHA-256 under the analyst's key, so that one value is one
 * hash throughout and nobody without the key can try names. What stays: ids
 * of messages, records, sessions and folders, folder names, addresses, times,
 * counts. In sentences, details, clients, file and folder names every mailbox
 * of the row and every mail address is replaced. A report that cannot be
 * redacted is refused (MIA_ERR_ARGUMENT: info, auditdata, explain as a table,
 * and the format GRAPH). key: copied. Immutable; any thread.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: the key is shorter than 16 bytes.
 */
MIA_API enum mia_status mia_redaction_new(struct mia_redaction **ret, const struct mia_allocator *allocator,
	struct mia_text key, struct mia_error *err);
MIA_API void mia_redaction_free(struct mia_redaction *redaction);
/* What stands in the place of a person (mailbox, account, address; compared
 * without regard to case) or of a subject: "person-0123456789abcdef",
 * "subject-...". Terminated; absent stays "". */
#define MIA_REDACTED_TEXT 32
MIA_API void mia_redaction_person(const struct mia_redaction *redaction, struct mia_text person, char *out);
MIA_API void mia_redaction_subject(const struct mia_redaction *redaction, struct mia_text subject, char *out);

/*
 * Each function below writes one whole report of a sealed result. The result is
 * borrowed until it returns. Any number of threads may write reports of one
 * result at a time, each with its own options. A report that failed may have
 * been written in part; the result stays usable.
 *
 * The statuses of a report: the usual ones;
 *   MIA_ERR_ARGUMENT  there is no result, no options or no write function; the
 *                     report has no such format (mia_format_suits) or cannot be
 *                     redacted in it;
 *   MIA_ERR_STATE     the result is not sealed;
 *   MIA_ERR_SINK      write refused.
 * "Returns as a report" below means these.
 */

/* A row a message. Returns as a report. */
MIA_API enum mia_status mia_report_messages(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
/* A row a folder. Returns as a report. */
MIA_API enum mia_status mia_report_folders(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
/* A row a mailbox, with its sentence. Returns as a report. */
MIA_API enum mia_status mia_report_mailboxes(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);
/* A row a span, covered or blind. Returns as a report. */
MIA_API enum mia_status mia_report_coverage(const struct mia_coverage *coverage,
	const struct mia_report_options *options, struct mia_error *err);
/* A row a mailbox, and one for the tenant. Returns as a report. */
MIA_API enum mia_status mia_report_readiness(const struct mia_readiness *readiness,
	const struct mia_report_options *options, struct mia_error *err);
/* The chain by which a scope was widened, a row an id. Returns as a report. */
MIA_API enum mia_status mia_report_expansion(const struct mia_expansion *expansion,
	const struct mia_report_options *options, struct mia_error *err);
/* A row a session. Returns as a report. */
MIA_API enum mia_status mia_report_sessions(const struct mia_sessions *sessions,
	const struct mia_report_options *options, struct mia_error *err);
/* A row an event, or an item of it. Returns as a report. */
MIA_API enum mia_status mia_report_timeline(const struct mia_timeline *timeline,
	const struct mia_report_options *options, struct mia_error *err);
/* The proof behind a message or folder: a timeline made with a target. Each
 * record with its place and the SHA-256 of its file. evidence may be NULL
 * when it is gone; then no hash is given. Returns as a report. */
MIA_API enum mia_status mia_report_explain(const struct mia_timeline *timeline,
	const struct mia_evidence *evidence, const struct mia_report_options *options, struct mia_error *err);
/* A row a person. Returns as a report. */
MIA_API enum mia_status mia_report_subjects(const struct mia_subjects *subjects,
	const struct mia_report_options *options, struct mia_error *err);
/*
 * The bare audit records in scope (yes, or cannot tell), one a line, in the
 * order of the evidence, repeats left out: what SOF-ELK, Splunk and jq eat.
 * Line breaks between the members become blanks; nothing else is changed.
 * evidence: not read yet; it is read here, on one thread. Records that were no
 * JSON (columns of Search-MailboxAuditLog and the like) are counted in
 * *without, not written. on_reject as in mia_load_options; may be NULL, as may
 * scope and without. Only write, ctx and size of the options are looked at, and
 * that there is no redaction. Returns as a report; MIA_ERR_STATE: the evidence
 * was read already; MIA_ERR_CANCELLED: on_reject asked to stop.
 */
MIA_API enum mia_status mia_report_auditdata(struct mia_evidence *evidence, const struct mia_scope *scope,
	const struct mia_report_options *options,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, uint64_t *without,
	struct mia_error *err);
/* A row a subject, in the order of what speaks for looking at it. Returns as a report. */
MIA_API enum mia_status mia_report_triage(const struct mia_triage *triage,
	const struct mia_report_options *options, struct mia_error *err);

/* What a page of triage tells beside its rows. Everything is borrowed and may be NULL. */
struct mia_triage_page {
	size_t size; /* set by mia_triage_page_init */
	const struct mia_evidence *evidence;
	const struct mia_sums *sums;         /* sealed */
	const struct mia_coverage *coverage; /* sealed; NULL: nothing is said of where the log is blind */
	/* Files and folders as they were named, for commands to paste. */
	const char *const *operands;
	size_t operand_count;
	size_t top; /* rows; 0: 10 */
	int ascii;  /* != 0: no other characters */
};
/* Defaults: no more than the rows, 10 of them. */
MIA_API void mia_triage_page_init(struct mia_triage_page *page, size_t size);
#define mia_triage_page_init(page) mia_triage_page_init((page), sizeof(*(page)))
/*
 * One screen for people: what is here, what is lost, how often mail was accessed,
 * where to look first and why, rules and forwardings, and commands to go on with.
 * A line a row, nothing wrapped; as wide as options->width (at least 60 columns).
 * The format is not looked at. Returns as a report; MIA_ERR_ARGUMENT: also with a
 * redaction.
 */
MIA_API enum mia_status mia_report_triage_page(const struct mia_triage *triage,
	const struct mia_triage_page *page, const struct mia_report_options *options, struct mia_error *err);
/* What is here: sources, hashes, containers, sums, operations, mailboxes.
 * Returns as a report; MIA_ERR_ARGUMENT: the sums were not made from this
 * evidence. */
MIA_API enum mia_status mia_report_info(const struct mia_evidence *evidence, const struct mia_sums *sums,
	const struct mia_report_options *options, struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
