/*
 * The options of all commands: one table gives the parser and the help.
 */
#ifndef MIA_TOOLS_OPTIONS_OPTIONS_H
#define MIA_TOOLS_OPTIONS_OPTIONS_H

#include <stddef.h>

#include <mia/mia.h>

#include "commands/command.h"
#include "host/sandbox.h"
#include "options/strings.h"

/* A command states which groups it takes. */
enum option_group {
	GROUP_SCOPE = 1 << 0,
	GROUP_TARGET = 1 << 1, /* explain */
	GROUP_SHOW = 1 << 2,   /* show */
	GROUP_FORMAT = 1 << 3,
	GROUP_FILE = 1 << 4,  /* -o */
	GROUP_LOAD = 1 << 5,  /* all evidence into results */
	GROUP_LIMIT = 1 << 6, /* any way of getting at records */
	GROUP_COMMON = 1 << 7,
	GROUP_TIMELINE = 1 << 8,
	GROUP_SPAN = 1 << 9, /* --since and --until alone */
	GROUP_COVERAGE = 1 << 10,
	GROUP_INVENTORY = 1 << 11,
	GROUP_HANDLED = 1 << 12,
	GROUP_LIST = 1 << 13,
	GROUP_HINTS = 1 << 14, /* sessions */
	GROUP_CASE = 1 << 15,  /* report: folder, case, examiner */
	GROUP_REDACT = 1 << 16,
	GROUP_SUBJECTS = 1 << 17,
	GROUP_DIFF = 1 << 18,
	GROUP_INGEST = 1 << 19,
	GROUP_LANGUAGE = 1 << 20,
	GROUP_MATCH = 1 << 21,       /* sessions, timeline */
	GROUP_LEVEL = 1 << 22,       /* messages, folders, mailboxes */
	GROUP_ALTERNATIVE = 1 << 23, /* scope */
	GROUP_STORE = 1 << 24,
	GROUP_TRIAGE = 1 << 25,
	GROUP_ROWS = 1 << 26, /* --columns, --sort, --top */
	GROUP_INFO = 1 << 27
};

enum when { WHEN_AUTO = 0, WHEN_ALWAYS, WHEN_NEVER };

struct option;

/* An option as it was given. */
struct given {
	const struct option *option;
	int exclude;
	const char *value; /* NULL: a switch */
};

/* Texts are borrowed from argv. */
struct options {
	struct given *given; /* all of them, in the order of the command line */
	size_t given_count;
	struct mia_scope *scope;        /* never NULL after options_new */
	struct mia_scope *alternatives; /* scope: those before '--or'; or NULL */
	struct mia_scope *asked;        /* what an expansion widened; or NULL */
	mia_time since, until;
	const char *scope_file;          /* or NULL; already part of scope */
	unsigned expand;                 /* MIA_EXPAND_...; 0: the scope as it is */
	int allow_absent;                /* ids that no record bears too */
	int chain;                       /* explain: the expansion itself is asked for */
	struct strings users, mailboxes; /* values of --user and --mailbox */
	mia_time exported_from, exported_until;
	int64_t retention_days;                /* 0: not stated */
	struct strings readiness, inventories; /* files */
	struct strings own_domains;            /* subjects */
	int offset_stated, offset_minutes;     /* --zone */
	struct strings ignored;                /* files of the evidence */
	const char *inventory_mailbox;         /* or NULL */
	const char *list;                      /* or NULL */
	enum mia_sync_reading sync;
	enum mia_language language;
	int handled;
	const char *message, *folder;          /* explain */
	const char *place, *sha256;            /* show */
	const char *redact;                    /* file of the key; or NULL */
	const char *case_id, *examiner, *date; /* report; or NULL */
	const char *time_zone;                 /* report; or NULL */
	const char *watch;                     /* sessions; or NULL */
	const char *geoip[8];                  /* sessions */
	size_t geoip_count;
	size_t picked[32]; /* scope: places of triage, from 1 */
	size_t pick_count;
	int raw;
	unsigned matches;    /* --match, as struct mia_report_options; 0: not stated */
	unsigned levels;     /* --level, likewise */
	int marks;           /* timeline */
	int all;             /* diff */
	int report;          /* of the command */
	int format;          /* enum mia_format, or -1 */
	int auditdata;       /* timeline: the bare records instead of a report */
	int csv;             /* MIA_FORMAT_CSV, MIA_FORMAT_CSV_EXCEL, or -1 */
	const char *output;  /* NULL: standard output */
	const char *rejects; /* or NULL */
	const char *store;   /* or NULL */
	int check_store;
	unsigned threads; /* 0: one a core */
	struct mia_limits limits;
	struct mia_scope_limits patterns;
	uint64_t memory; /* --memory; 0: none */
	enum when progress, color;
	const char *columns, *sort; /* or NULL */
	uint64_t top;               /* 0: all rows */
	int list_columns;           /* --columns help */
	int no_pager;
	enum sandbox_mode sandbox;
	int hashes; /* info */
	int quiet, strict, verbose;
	int help, version; /* asked for; nothing after it was looked at */
	int help_full;
	char **operands;
	size_t operand_count;
};

struct option {
	const char *name;
	char letter; /* or 0 */
	unsigned group;
	int twin;             /* stands as --not-NAME too */
	int value;            /* for `take`: a trait */
	const char *argument; /* NULL: takes none */
	enum exit_status (
		*take)(struct options *options, const struct option *option, int exclude, const char *value);
	const char *help;
};

/* Each says on standard error what is wrong. */
enum exit_status options_new(struct options *options);
void options_free(struct options *options);
enum exit_status options_parse(struct options *options, const struct command *command, int argc, char **argv);
/* The table, in the order of the help; NULL past its end. */
const struct option *options_entry(size_t i);

/* options/format.c */
enum exit_status format_take(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status format_take_csv(struct options *options, const struct option *option, int exclude,
	const char *value);
/* "table|csv|...": what --format of such a command takes, between `before` and
 * `after`. Lives until the next call; for the main thread only. */
const char *format_choices(int report, const char *before, const char *between, const char *after);
/* Whether what was asked goes together. */
enum exit_status format_finish(const struct options *options);

/* options/rows.c: which rows to show. */
enum exit_status rows_take_match(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status rows_take_level(struct options *options, const struct option *option, int exclude,
	const char *value);
/* --match as given, else what is shown of a scope: what it holds. */
unsigned rows_matches(const struct options *options);
/* options/rows.c */
enum exit_status rows_take_columns(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status rows_take_sort(struct options *options, const struct option *option, int exclude,
	const char *value);
/* Whether the report has what was asked for. */
enum exit_status rows_finish(const struct options *options);
/* "a, b, c": the columns of the report, to standard output. */
void rows_list(const struct options *options);

/* options/numbers.c */
enum exit_status number_take_top(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status number_take_threads(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status number_take_picked(struct options *options, const struct option *option, int exclude,
	const char *value);
/* Which of them an option sets: its `value`. */
enum limit {
	LIMIT_RECORD,
	LIMIT_FIELD,
	LIMIT_TEXT,
	LIMIT_PATTERN,
	LIMIT_MEMORY,
	LIMIT_FIELDS,
	LIMIT_ITEMS,
	LIMIT_DEPTH,
	LIMIT_RATIO,
	LIMIT_STEPS
};
enum exit_status number_take_limit(struct options *options, const struct option *option, int exclude,
	const char *value);

/* options/scope.c */
enum exit_status scope_take_trait(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status scope_take_since(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status scope_take_until(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status scope_take_file(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status scope_take_expand(struct options *options, const struct option *option, int exclude,
	const char *value);
/* --since and --until into the scope. */
enum exit_status scope_finish_span(struct options *options);
enum exit_status scope_finish(struct options *options);

/* options/alternatives.c: a scope of several alternatives, one after another. */
enum exit_status alternatives_take_or(struct options *options, const struct option *option, int exclude,
	const char *value);
enum exit_status alternatives_take_note(struct options *options, const struct option *option, int exclude,
	const char *value);
/* Takes the alternative over, also when this fails. */
enum exit_status alternatives_add(struct options *options, struct mia_scope *alternative);
/* Puts them together into options->scope; the last one ends with the options. */
enum exit_status alternatives_finish(struct options *options);

#endif
