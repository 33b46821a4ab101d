#include "companions.h"

#include <string.h>

#include "run.h"
#include "say.h"

static enum exit_status
take_files(struct run *run, const struct words *paths, const char *option, struct mia_evidence **ret)
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
				err.sys_errno ? strerror(err.sys_errno) : err.text);
			return EXIT_NOTHING;
		}
	}
	return run_name_sources(run, *ret);
}

enum exit_status
beside_open(struct run *run)
{
	run->beside.rejects.unwritten = 1;
	enum exit_status status =
		take_files(run, &run->options.inventories, "inventory", &run->beside.inventory_files);

	if (status == EXIT_COMPLETE)
		status = take_files(run, &run->options.readiness, "readiness", &run->beside.readiness_files);
	return status;
}

static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	return rejects_add(ctx, reject);
}

static enum mia_status
read_inventory(struct beside *beside, const struct options *options, struct mia_error *err)
{
	enum mia_status status = mia_inventory_new(&beside->inventory, NULL, err);

	if (status == MIA_OK)
		status = mia_inventory_read(beside->inventory, beside->inventory_files,
			text_of(options->inventory_mailbox), on_reject, &beside->rejects, err);
	if (status == MIA_OK)
		status = mia_inventory_seal(beside->inventory, err);
	return status;
}

static enum mia_status
read_readiness(struct beside *beside, struct mia_error *err)
{
	enum mia_status status = mia_readiness_new(&beside->readiness, NULL, err);

	if (status == MIA_OK)
		status = mia_readiness_read(beside->readiness, beside->readiness_files, on_reject,
			&beside->rejects, err);
	if (status == MIA_OK)
		status = mia_readiness_seal(beside->readiness, err);
	return status;
}

int
beside_load(struct run *run)
{
	struct beside *beside = &run->beside;
	struct mia_error err = { 0 };

	if (beside->inventory_files != NULL && read_inventory(beside, &run->options, &err) < 0) {
		run_failed(run, "cannot read the inventory", &err);
		return 0;
	}
	if (beside->readiness_files != NULL && read_readiness(beside, &err) < 0) {
		run_failed(run, "cannot read the exports of the configuration", &err);
		return 0;
	}
	if (rejects_any(&beside->rejects))
		run_worse(run, run->options.strict ? EXIT_NOTHING : EXIT_PARTIAL);
	return run->status <= EXIT_PARTIAL;
}

void
beside_free(struct beside *beside)
{
	rejects_free(&beside->rejects);
	mia_inventory_free(beside->inventory);
	mia_readiness_free(beside->readiness);
	mia_evidence_free(beside->inventory_files);
	mia_evidence_free(beside->readiness_files);
	memset(beside, 0, sizeof(*beside));
}
