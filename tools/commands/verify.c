/* 'mia verify': whether a case folder is still what was written. */
#include <inttypes.h>
#include <stdint.h>

#include "run.h"
#include "say.h"

static const struct exit_meaning statuses[] = {
	{ "0", "Everything that was checked holds." },
	{ "1", "Something is changed, missing, unreadable or not in the manifest." },
	{ "2", "Wrong usage." },
	{ "3", "It cannot be verified: no folder, no manifest, or none that this version can use." },
	{ NULL, NULL },
};

static enum exit_status
prepare(struct options *options)
{
	if (options->operand_count > 0)
		return EXIT_COMPLETE;
	say("no folder named; see 'mia verify --help'");
	return EXIT_USAGE;
}

static void
tell(const struct run *run, const struct mia_verification *verification, int with_evidence)
{
	uint64_t states[MIA_VERIFIED_NOT_CHECKED + 1] = { 0 };
	size_t count = mia_verification_count(verification);

	for (size_t i = 0; i < count; i++)
		states[mia_verification_get(verification, i)->state]++;
	if (!mia_verification_holds(verification))
		say("%s is not what its manifest says: %" PRIu64 " changed, %" PRIu64 " missing, %" PRIu64
		    " not in the manifest, %" PRIu64 " unreadable",
			quoted(run->options.operands[0]), states[MIA_VERIFIED_CHANGED],
			states[MIA_VERIFIED_MISSING], states[MIA_VERIFIED_UNKNOWN],
			states[MIA_VERIFIED_UNREADABLE]);
	else if (!run->options.quiet)
		say("%s is what its manifest says%s; who wrote the manifest this does not show",
			quoted(run->options.operands[0]),
			with_evidence ? ", and so is the evidence"
				      : "; no evidence was given, so the sources were not checked");
}

static void
execute(struct run *run)
{
	const struct options *options = &run->options;
	struct mia_verification *verification = NULL;
	struct mia_error err = { 0 };

	if (mia_verify(&verification, NULL, options->operands[0],
		    (const char *const *)(options->operands + 1), options->operand_count - 1, &err) < 0) {
		run_failed(run, "cannot verify", &err);
		return;
	}
	struct mia_report_options report = run_report(run);

	run_reported(run, mia_report_verification(verification, &report, &err), &err);
	if (run->status <= EXIT_PARTIAL)
		tell(run, verification, options->operand_count > 1);
	if (!mia_verification_holds(verification))
		run_worse(run, EXIT_PARTIAL);
	mia_verification_free(verification);
}

const struct command command_verify = {
	.name = "verify",
	.summary = "is a case folder, and its evidence, still what its manifest says?",
	.operands = "DIR [EVIDENCE...]",
	.groups = GROUP_ROWS | GROUP_FORMAT | GROUP_FILE | GROUP_COMMON,
	.description =
		"Compares every file of a folder that 'mia report' wrote with manifest.json, the manifest "
		"with SHA256SUMS, and looks for files that the manifest does not know. With EVIDENCE, files "
		"or directories, it also compares the sources, inventories and configuration exports: by "
		"their bytes, whatever they are called now. Give all of them; what is not given is missing.\n\n"
		"The folder may come from a stranger: what its manifest names is opened inside the folder "
		"only, and no link is followed.\n\n"
		"Whoever can change the folder can write a new manifest too. That it is the one you "
		"handed over shows only a hash of SHA256SUMS that was kept elsewhere, or a signature on it "
		"that lies beside the folder, not in it.",
	.report = MIA_REPORT_VERIFICATION,
	.examples = "mia report -o report --session 5e55a77a-0000-4000-8000-00000000000a fixtures/incident\n"
		    "mia verify report\n"
		    "# The evidence too:\n"
		    "mia verify report fixtures/incident",
	.no_evidence = 1,
	.statuses = statuses,
	.prepare = prepare,
	.execute = execute,
};
