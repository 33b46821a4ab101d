/* 'mia ingest': evidence into a case file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/signals.h"
#include "output.h"
#include "run.h"
#include "say.h"
#include "system/file.h"

struct ingest {
	struct run *run;
	struct mia_ingest_sums sums;
	int done;
};

static enum exit_status
prepare(struct options *options)
{
	if (options->output == NULL || strcmp(options->output, "-") == 0) {
		say("no case file named: mia ingest -o CASE.db EVIDENCE...");
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

static int
on_source(void *ctx, const struct mia_ingested *source)
{
	struct ingest *ingest = ctx;

	if (ingest->run->options.quiet && source->held_as != NULL)
		return 0;
	if (source->held_as == NULL) {
		say("%s is not taken: %s; what the case file holds under this name stays",
			quoted(source->name), source->fault);
		run_worse(ingest->run, EXIT_PARTIAL);
	} else if (source->known && strcmp(source->held_as, source->name) != 0) {
		say("%s is known: the same bytes as %s", quoted(source->name), quoted(source->held_as));
	} else if (!source->known && strcmp(source->held_as, source->name) != 0) {
		say("%s has other bytes than the source of that name: it is taken as %s",
			quoted(source->name), quoted(source->held_as));
	}
	return 0;
}

/* Once something is amiss, --strict wants nothing of it. */
static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	struct run *run = ctx;

	return run_reject(run, reject) != 0 || (run->options.strict && reject->last);
}

static enum mia_status
ingest_all(struct run *run, void *into, struct mia_error *err)
{
	struct ingest *ingest = into;
	struct mia_load_options load = run_load_options(run);
	char temporary[32] = "";
	struct mia_ingest_options options = { .size = sizeof(options),
		.load = &load,
		.on_source = on_source,
		.ctx = ingest,
		.temporary = temporary };
	int directory = mia__directory_of(run->options.output), guard = -1;

	/* Some name is better than none: it only has to be free. */
	if (output_temporary_name(temporary, sizeof(temporary)) < 0)
		(void)snprintf(temporary, sizeof(temporary), ".mia-00000000.tmp");
	load.on_reject = on_reject;
	if (directory >= 0)
		guard = signals_guard(directory, temporary);
	enum mia_status status =
		mia_ingest(run->options.output, run->allocator, run->evidence, &options, &ingest->sums, err);
	signals_unguard(guard);
	if (directory >= 0)
		mia__file_close(directory);
	ingest->done = status >= 0;
	/* What was rejected is told as ever. */
	if (status == MIA_ERR_CANCELLED && run->options.strict && rejects_any(&run->rejects))
		return MIA_OK;
	return status;
}

static void
execute(struct run *run)
{
	struct ingest ingest = { .run = run };
	const struct mia_ingest_sums *sums = &ingest.sums;

	run->task = "cannot ingest";
	if (!run_read(run, ingest_all, &ingest) || !ingest.done || run->options.quiet)
		return;
	(void)fprintf(run->output.stream,
		"sources added   %" PRIu64 "\n"
		"sources known   %" PRIu64 "\n"
		"records         %" PRIu64 "\n"
		"  events        %" PRIu64 "\n"
		"  repeats       %" PRIu64 "\n"
		"  rejected      %" PRIu64 "\n",
		sums->sources_added, sums->sources_known, sums->records, sums->events, sums->repeats,
		sums->rejected);
}

const struct command command_ingest = {
	.name = "ingest",
	.summary = "the evidence as one case file (SQLite), for all commands and SQL",
	.operands = "-o CASE.db EVIDENCE...",
	.groups = GROUP_INGEST | GROUP_LOAD | GROUP_LIMIT | GROUP_COMMON,
	.shows_sha256 = 1,
	.own_output = 1,
	.description = "Puts the evidence, byte for byte, into the case file that -o names, with tables and "
		       "views for asking it in SQL; docs/casefile.md has them. Every command takes a case "
		       "file in the place of EVIDENCE and answers as it would for the files themselves.\n\n"
		       "An existing case file is added to. What it holds already is known again by its "
		       "bytes and not taken twice; other bytes under the name of a source that is there are "
		       "named 'NAME (2)'. The new state is written beside the case file and takes its place "
		       "when it is whole: whatever interrupts mia, the case file is as it was.\n\n"
		       "A case file from somebody else is evidence too and nothing in it is trusted: it is "
		       "opened read-only, and what mia reads of it is checked. To ask it in SQL, ingest it "
		       "into one of your own.",
	.examples = "# One file first, the others when they come; what is there already is known again:\n"
		    "mia ingest -o case.db fixtures/incident/portal.csv\n"
		    "mia ingest -o case.db fixtures/incident\n"
		    "# Asked as the files are asked, and in SQL:\n"
		    "mia messages --ip 203.0.113.7 case.db\n"
		    "sqlite3 -readonly case.db 'SELECT mailbox, count(*) FROM timeline GROUP BY 1'",
	.prepare = prepare,
	.execute = execute,
};
