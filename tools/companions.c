/* Reads the inventories and the exports of the configuration that the options name. */
#include "companions.h"

#include <string.h>

#include "run.h"
#include "say.h"
#include "system/machine.h"

static enum exit_status
take_files(struct run *run, const struct strings *paths, const char *option, struct mia_evidence **ret)
{
	struct mia_error err = { 0 };

	if (paths->count == 0)
		return EXIT_COMPLETE;
	if (run_new_evidence(run, ret, &err) < 0) {
		say_error("cannot start", &err);
		return EXIT_NOTHING;
	}
	for (size_t i = 0; i < paths->count; i++) {
		if (mia_evidence_add_path(*ret, paths->ptr[i], &err) < 0) {
			say("cannot use %s for '--%s': %s", quoted(paths->ptr[i]), option,
				err.sys_errno ? mia__errno_text(err.sys_errno) : err.text);
			return EXIT_NOTHING;
		}
	}
	return run_name_sources(run, *ret);
}

enum exit_status
companions_open(struct run *run)
{
	run->companions.rejects.unwritten = 1;
	enum exit_status status =
		take_files(run, &run->options.inventories, "inventory", &run->companions.inventory_files);

	if (status == EXIT_COMPLETE)
		status = take_files(run, &run->options.readiness, "readiness",
			&run->companions.readiness_files);
	return status;
}

static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	return rejects_add(ctx, reject);
}

static enum mia_status
read_inventory(struct run *run, struct mia_error *err)
{
	struct companions *companions = &run->companions;
	enum mia_status status = mia_inventory_new(&companions->inventory, run->allocator, err);

	if (status == MIA_OK)
		status = mia_inventory_read(companions->inventory, companions->inventory_files,
			text_of(run->options.inventory_mailbox), on_reject, &companions->rejects, err);
	if (status == MIA_OK)
		status = mia_inventory_seal(companions->inventory, err);
	return status;
}

static enum mia_status
read_readiness(struct run *run, struct mia_error *err)
{
	struct companions *companions = &run->companions;
	enum mia_status status = mia_readiness_new(&companions->readiness, run->allocator, err);

	if (status == MIA_OK)
		status = mia_readiness_read(companions->readiness, companions->readiness_files, on_reject,
			&companions->rejects, err);
	if (status == MIA_OK)
		status = mia_readiness_seal(companions->readiness, err);
	return status;
}

int
companions_load(struct run *run)
{
	struct companions *companions = &run->companions;
	struct mia_error err = { 0 };

	if (companions->inventory_files != NULL && read_inventory(run, &err) < 0) {
		run_failed(run, "cannot read the inventory", &err);
		return 0;
	}
	if (companions->readiness_files != NULL && read_readiness(run, &err) < 0) {
		run_failed(run, "cannot read the exports of the configuration", &err);
		return 0;
	}
	if (rejects_any(&companions->rejects))
		run_worse(run, run->options.strict ? EXIT_NOTHING : EXIT_PARTIAL);
	return run->status <= EXIT_PARTIAL;
}

void
companions_free(struct companions *companions)
{
	rejects_free(&companions->rejects);
	mia_inventory_free(companions->inventory);
	mia_readiness_free(companions->readiness);
	mia_evidence_free(companions->inventory_files);
	mia_evidence_free(companions->readiness_files);
	memset(companions, 0, sizeof(*companions));
}
