/* --store: answers from what an earlier run kept, and keeps it. */
#include "kept.h"

#include <errno.h>

#include "host/signals.h"
#include "output.h"
#include "run.h"
#include "say.h"
#include "spare.h"
#include "system/file.h"
#include "system/machine.h"

/* Evidence may be read twice, but it is said once. */
static int
may_say(struct run *run)
{
	int may = !run->kept.told && !run->options.quiet;

	run->kept.told = 1;
	return may;
}

static void
tell_used(struct run *run)
{
	char time[MIA_TIME_TEXT];

	mia_time written = mia_store_written(run->evidence);

	(void)mia_time_format(written - written % MIA_TIME_SECOND, time);
	if (may_say(run))
		say("answered from the store %s: the evidence as of %s", quoted(run->options.store), time);
}

static void
tell_unused(struct run *run, const char *why)
{
	if (may_say(run))
		say("the store %s is not used, and the evidence is read: %s", quoted(run->options.store),
			why);
}

/* What a store does not hold. */
static const char *
cannot_serve(const struct run *run)
{
	if (run->options.rejects != NULL)
		return "it does not hold the bytes that '--rejects' wants";
	return run->options.auditdata ? "it does not hold the records as they stand" : NULL;
}

enum exit_status
kept_use(struct run *run)
{
	struct mia_store_options options = { .size = sizeof(options),
		.threads = run->options.threads,
		.check_sources = run->options.check_store };
	struct mia_error err = { 0 };

	run->kept.wanted = 0;
	if (run->options.store == NULL)
		return EXIT_COMPLETE;
	if (cannot_serve(run) != NULL) {
		tell_unused(run, cannot_serve(run));
		return EXIT_COMPLETE;
	}
	int fd = mia__file_open(SYSTEM_HERE, run->options.store, FILE_READ_NO_LINK);
	int within = fd >= 0 && mia_evidence_holds_file(run->evidence, fd);
	if (fd >= 0)
		mia__file_close(fd);
	if (within) {
		say("the store %s is part of the evidence: keep it elsewhere", quoted(run->options.store));
		return EXIT_USAGE;
	}
	if (spare_given_by(run, run->options.store, "store") != EXIT_COMPLETE)
		return EXIT_USAGE;
	switch (mia_store_use(run->evidence, run->options.store, &options, &err)) {
	case MIA_OK:
		tell_used(run);
		break;
	case MIA_END:
		tell_unused(run, err.text);
		break;
	case MIA_ERR_IO:
		run->kept.wanted = err.sys_errno == ENOENT;
		if (!run->kept.wanted)
			tell_unused(run, mia__errno_text(err.sys_errno));
		break;
	default:
		say_error("cannot use the store", &err);
		return EXIT_NOTHING;
	}
	return EXIT_COMPLETE;
}

/* Has the store that is not whole yet removed if a signal comes. */
static void
guard(struct run *run, const char *temporary)
{
	run->kept.directory = mia__directory_of(run->options.store);
	run->kept.guard = run->kept.directory >= 0 ? signals_guard(run->kept.directory, temporary) : -1;
}

static void
unguard(struct run *run)
{
	signals_unguard(run->kept.guard);
	if (run->kept.directory >= 0)
		mia__file_close(run->kept.directory);
}

static void
tell_unwritten(struct run *run, const struct mia_error *err)
{
	if (may_say(run))
		say("the store %s is not written: %s", quoted(run->options.store), err->text);
}

struct mia_fold *
kept_begin(struct run *run)
{
	struct mia_error err = { 0 };
	char temporary[24];

	if (!run->kept.wanted || output_temporary_name(temporary, sizeof(temporary)) < 0)
		return NULL;
	run->kept.wanted = 0;
	guard(run, temporary);
	if (mia_store_writer_new(&run->kept.writer, run->allocator, run->evidence, run->options.store,
		    temporary, &err) < 0) {
		unguard(run);
		tell_unwritten(run, &err);
		return NULL;
	}
	return mia_store_writer_fold(run->kept.writer);
}

void
kept_end(struct run *run, int loaded)
{
	struct mia_error err = { 0 };

	if (run->kept.writer == NULL)
		return;
	enum mia_status status = loaded ? mia_store_writer_finish(run->kept.writer, &err) : MIA_OK;
	if (status < 0)
		tell_unwritten(run, &err);
	else if (loaded && may_say(run))
		say("what the records say is kept in %s, for the next question of the same files",
			quoted(run->options.store));
	mia_store_writer_free(run->kept.writer);
	run->kept.writer = NULL;
	unguard(run);
}
