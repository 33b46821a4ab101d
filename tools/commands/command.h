/*
 * A command: one row of the table in commands/table.c and a file beside it. It
 * turns options into a scope, a scope into a result and a result into a report.
 * What the audit log means is known by the library alone.
 */
#ifndef MIA_TOOLS_COMMANDS_COMMAND_H
#define MIA_TOOLS_COMMANDS_COMMAND_H

#include <stddef.h>

struct options;
struct run;

/* The worst that happened wins. */
enum exit_status {
	EXIT_COMPLETE = 0, /* everything was read and written */
	EXIT_PARTIAL = 1,  /* results written, evidence rejected or damaged */
	EXIT_USAGE = 2,
	EXIT_NOTHING = 3 /* no results */
};

struct exit_meaning {
	const char *status; /* its digit */
	const char *help;
};

struct command {
	const char *name;
	const char *summary;     /* one line, no full stop */
	const char *operands;    /* for the synopsis */
	unsigned groups;         /* enum option_group, or'ed */
	const char *description; /* paragraphs, split by an empty line */
	/* Lines that run from the root of the sources; a line that begins with
	 * "# " says what the next ones show, and names their status if not 0. */
	const char *examples;
	int report;       /* enum mia_report_kind: its formats and columns */
	int shows_sha256; /* hashing takes a fifth of the time */
	int no_evidence;  /* operands, if any, are execute's business */
	int own_output;   /* -o names what the command writes itself */
	int makes_folder; /* -o names a folder; files are named relative */
	/* Takes away operands that are no evidence; may be NULL. Says what is
	 * wrong itself and answers EXIT_USAGE. */
	enum exit_status (*prepare)(struct options *options);
	/* Tells through run->status how it went. */
	void (*execute)(struct run *run);
	/* What its exit statuses mean; ends with a NULL status. NULL: the usual. */
	const struct exit_meaning *statuses;
};

extern const struct command command_triage;
extern const struct command command_info;
extern const struct command command_sessions;
extern const struct command command_scope;
extern const struct command command_messages;
extern const struct command command_folders;
extern const struct command command_mailboxes;
extern const struct command command_subjects;
extern const struct command command_coverage;
extern const struct command command_timeline;
extern const struct command command_explain;
extern const struct command command_show;
extern const struct command command_readiness;
extern const struct command command_report;
extern const struct command command_verify;
extern const struct command command_diff;
extern const struct command command_ingest;
extern const struct command command_selftest;

/* All of them; ends with NULL. */
extern const struct command *const commands[];

#endif
