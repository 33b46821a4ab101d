/*
 * One run of a command: evidence, where results go, and the worst that
 * happened. Every step says itself what went wrong.
 */
#ifndef MIA_TOOLS_RUN_H
#define MIA_TOOLS_RUN_H

#include <mia/mia.h>

#include "commands/command.h"
#include "companions.h"
#include "confine.h"
#include "kept.h"
#include "options/options.h"
#include "output.h"
#include "progress.h"
#include "rejects.h"

struct run {
	const struct command *command;
	struct options options;
	struct mia_ceiling *ceiling;           /* --memory; or NULL */
	const struct mia_allocator *allocator; /* for all that the library makes; NULL: malloc */
	struct mia_evidence *evidence;
	struct output output;
	struct rejects rejects;
	struct companions companions;
	struct progress progress;
	struct kept kept;                /* --store */
	struct confined confined;        /* --sandbox */
	const char *task;                /* what failed, if reading did; NULL: reading */
	struct mia_redaction *redaction; /* or NULL */
	int loaded;                      /* all evidence was gone through */
	enum exit_status status;
};

void run_worse(struct run *run, enum exit_status status);
/* Takes the operands as evidence and opens output and rejects. */
void run_open(struct run *run);
/* An evidence without sources, with the limits that were asked for. */
enum mia_status run_new_evidence(const struct run *run, struct mia_evidence **ret, struct mia_error *err);
/* Takes the operands as evidence. */
enum exit_status run_add_evidence(struct run *run);
/* Without the directories that they share, if the command wants that. */
enum exit_status run_name_sources(const struct run *run, struct mia_evidence *evidence);
/* A library call failed: says so, no results. */
void run_failed(struct run *run, const char *what, const struct mia_error *err);
/* Reads the evidence into the folds. True if a report is due. */
int run_load(struct run *run, struct mia_fold *const *folds, size_t count);
/* What a load is to be told: options, rejects, progress; ctx is the run. */
struct mia_load_options run_load_options(struct run *run);
/* The same ahead of another load, which will tell what had to be rejected. */
int run_load_ahead(struct run *run, struct mia_fold *const *folds, size_t count);
/* For what is read otherwise than into folds: keeps a reject; ctx is the run. */
int run_reject(void *run, const struct mia_reject *reject);
/* The same around `read`, which goes through all of run->evidence. */
int run_read(struct run *run, enum mia_status (*read)(struct run *run, void *into, struct mia_error *err),
	void *into);
/* How many threads the options ask for. */
unsigned run_threads(const struct options *options);
/* How and where the report is to be written. */
struct mia_report_options run_report(struct run *run);
/* What the report function answered. */
void run_reported(struct run *run, enum mia_status status, const struct mia_error *err);
/* True if notes to the results shall be told. */
int run_notes(const struct run *run);
/* Commits or discards, and frees everything. */
enum exit_status run_close(struct run *run);

#endif
