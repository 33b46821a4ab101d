/* Tells the sandbox what a command needs, by its options, and enters it. */
#include "confine.h"

#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "host/pager.h"
#include "host/signals.h"
#include "host/terminal.h"
#include "run.h"
#include "say.h"
#include "system/file.h"
#include "system/path.h"

/* As deep as evidence is looked for. */
#define DEPTH 64

#define FILES (SANDBOX_READ | SANDBOX_WRITE | SANDBOX_MAKE | SANDBOX_REMOVE)
#define DIRECTORIES (SANDBOX_MAKE_DIRECTORY | SANDBOX_REMOVE_DIRECTORY)

static void
allow_reading(struct sandbox *sandbox, const char *path)
{
	if (path != NULL)
		sandbox_allow(sandbox, SYSTEM_HERE, path, SANDBOX_READ, SANDBOX_READ);
}

/* A link to a file is evidence by what it leads to, which may lie elsewhere.
 * Takes the descriptor over. */
static void
allow_links(struct sandbox *sandbox, int fd, int depth)
{
	struct listing listing;
	enum file_kind kind;
	const char *name;

	if (!mia__listing_begin(&listing, fd))
		return;
	while ((name = mia__listing_next(&listing, &kind)) != NULL) {
		struct file_facts facts;

		if (kind == FILE_UNKNOWN && mia__file_facts_of(fd, name, false, &facts))
			kind = facts.kind;
		if (kind == FILE_DIRECTORY && depth < DEPTH)
			allow_links(sandbox, mia__directory_open(fd, name, false), depth + 1);
		else if (kind == FILE_LINK && mia__file_facts_of(fd, name, true, &facts) &&
			facts.kind != FILE_DIRECTORY)
			sandbox_allow(sandbox, fd, name, SANDBOX_READ, SANDBOX_READ);
	}
	mia__listing_end(&listing);
}

static void
allow_evidence(struct sandbox *sandbox, const char *path)
{
	allow_reading(sandbox, path);
	if (sandbox->abi > 0)
		allow_links(sandbox, mia__directory_open(SYSTEM_HERE, path, true), 0);
}

/* The directory in which path stands. */
static void
allow_beside(struct sandbox *sandbox, const char *path, unsigned first, unsigned second)
{
	int directory = path != NULL && sandbox->abi > 0 ? mia__directory_of(path) : -1;

	if (directory >= 0) {
		sandbox_allow(sandbox, directory, ".", first, second);
		mia__file_close(directory);
	}
}

static void
allow_inputs(const struct options *options, struct sandbox *sandbox)
{
	for (size_t i = 0; i < options->operand_count; i++)
		allow_evidence(sandbox, options->operands[i]);
	for (size_t i = 0; i < options->inventories.count; i++)
		allow_evidence(sandbox, options->inventories.ptr[i]);
	for (size_t i = 0; i < options->readiness.count; i++)
		allow_evidence(sandbox, options->readiness.ptr[i]);
	for (size_t i = 0; i < options->geoip_count; i++)
		allow_reading(sandbox, options->geoip[i]);
	allow_reading(sandbox, options->scope_file);
	allow_reading(sandbox, options->list);
	allow_reading(sandbox, options->watch);
	allow_reading(sandbox, options->redact);
	allow_reading(sandbox, options->store);
	if (options->time_zone != NULL)
		allow_reading(sandbox, getenv("TZDIR") != NULL ? getenv("TZDIR") : mia__path_zones());
	sandbox_allow_machine(sandbox);
}

static void
allow_outputs(struct run *run)
{
	const struct options *options = &run->options;
	struct sandbox *sandbox = &run->confined.sandbox;
	struct file_facts facts;

	if (run->command->makes_folder) {
		char *path = options->output != NULL && options->output[0] ? strdup(options->output) : NULL;

		if (path != NULL)
			path[mia__path_trimmed(path)] = '\0';
		allow_beside(sandbox, path, FILES | DIRECTORIES, DIRECTORIES);
		free(path);
	} else if (options->output != NULL && strcmp(options->output, "-") != 0) {
		allow_beside(sandbox, options->output, FILES,
			run->command->own_output ? FILES : SANDBOX_MAKE | SANDBOX_REMOVE);
	}
	allow_beside(sandbox, options->rejects, FILES, SANDBOX_MAKE | SANDBOX_REMOVE);
	if (options->store != NULL && !mia__file_facts_of(SYSTEM_HERE, options->store, false, &facts))
		allow_beside(sandbox, options->store, FILES, FILES);
}

/* The workbook needs room that is its own, and no more than that. Where none is
 * to be had, the report says so when it comes to it. */
static void
make_scratch(struct run *run)
{
	struct confined *confined = &run->confined;
	const char *parent = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : mia__path_scratch();
	size_t size = strlen(parent) + sizeof("/mia-XXXXXX");
	char *path = malloc(size);

	if (path == NULL)
		return;
	(void)snprintf(path, size, "%s/mia-XXXXXX", parent);
	signals_hold();
	if (mia__directory_make_unique(path)) {
		confined->scratch = path;
		confined->scratch_parent = mia__directory_open(SYSTEM_HERE, parent, true);
		if (confined->scratch_parent >= 0)
			confined->guard =
				signals_guard_directory(confined->scratch_parent, mia__path_base(path));
	}
	signals_release();
	if (confined->scratch == NULL) {
		free(path);
		return;
	}
	sandbox_allow(&confined->sandbox, SYSTEM_HERE, path, FILES | DIRECTORIES, FILES | DIRECTORIES);
	sandbox_allow(&confined->sandbox, SYSTEM_HERE, parent, SANDBOX_REMOVE_DIRECTORY,
		SANDBOX_REMOVE_DIRECTORY);
}

static int
discard(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 0;
}

/* OpenSSL reads its configuration before its first hash; that has to be before
 * the files are closed. It takes a millisecond, which a hash would take anyway. */
static void
begin_hashing(const struct run *run)
{
	const struct options *options = &run->options;
	int hashes = run->command->shows_sha256 || run->command->no_evidence || options->store != NULL ||
		options->sha256 != NULL;
	struct mia_evidence *nothing = NULL;
	char sha256[65];

	for (size_t i = 0; i < options->operand_count && !hashes; i++)
		hashes = mia_casefile_is(options->operands[i]);
	if (hashes && mia_evidence_new(&nothing, NULL, NULL, NULL) >= 0 &&
		mia_evidence_add_memory(nothing, "nothing", "", 0, NULL) >= 0)
		(void)mia_evidence_copy(nothing, 0, 0, 0, discard, NULL, sha256, NULL);
	mia_evidence_free(nothing);
}

static int
may_page(const struct run *run)
{
	const struct options *options = &run->options;

	return !options->no_pager && !run->command->makes_folder && options->csv < 0 &&
		(options->format < 0 || options->format == MIA_FORMAT_TABLE) &&
		(options->output == NULL || strcmp(options->output, "-") == 0) &&
		terminal_is(TERMINAL_OUTPUT);
}

static enum exit_status
refused(const struct sandbox *sandbox)
{
	say("cannot enter the sandbox, which '--sandbox require' wants: %s", sandbox->missing);
	return EXIT_USAGE;
}

enum exit_status
confine_run(struct run *run)
{
	struct confined *confined = &run->confined;
	struct sandbox *sandbox = &confined->sandbox;

	confined->scratch_parent = confined->guard = -1;
	if (may_page(run))
		pager_prepare();
	sandbox_begin(sandbox, run->options.sandbox);
	if (sandbox->mode != SANDBOX_OFF) {
		begin_hashing(run);
		allow_inputs(&run->options, sandbox);
		allow_outputs(run);
		if (run->command->makes_folder && sandbox->abi > 0 && mia_report_has_xlsx())
			make_scratch(run);
	}
	int entered = sandbox_enter(sandbox);
	(void)sandbox_text(sandbox, confined->text);
	return entered == 0 ? EXIT_COMPLETE : refused(sandbox);
}

enum exit_status
confine_outputs(struct run *run, const struct folder *folder)
{
	struct sandbox *sandbox = &run->confined.sandbox;

	if (folder != NULL)
		sandbox_allow(sandbox, folder->self, ".", 0, FILES | DIRECTORIES);
	return sandbox_narrow(sandbox) == 0 ? EXIT_COMPLETE : refused(sandbox);
}

void
confine_end(struct run *run)
{
	struct confined *confined = &run->confined;

	if (confined->scratch != NULL) {
		(void)mia__directory_remove(SYSTEM_HERE, confined->scratch);
		signals_unguard(confined->guard);
		if (confined->scratch_parent >= 0)
			mia__file_close(confined->scratch_parent);
	}
	free(confined->scratch);
	confined->scratch = NULL;
	sandbox_end(&confined->sandbox);
	pager_forget();
}

const char *
confine_trial(char ret[SANDBOX_TEXT])
{
	struct sandbox sandbox;

	sandbox_begin(&sandbox, SANDBOX_AUTO);
	(void)sandbox_enter(&sandbox);
	sandbox_end(&sandbox);
	return sandbox_text(&sandbox, ret);
}
