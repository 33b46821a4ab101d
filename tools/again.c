/* Takes evidence anew that was read already. */
#include "again.h"

#include <string.h>

#include "say.h"
#include "system/file.h"

/* Standard input and pipes are gone after the first reading. */
const char *
again_only_once(const struct run *run)
{
	for (size_t i = 0; i < run->options.operand_count; i++) {
		const char *path = run->options.operands[i];
		struct file_facts facts;

		if (strcmp(path, "-") == 0 ||
			(mia__file_facts_of(SYSTEM_HERE, path, true, &facts) && facts.kind != FILE_REGULAR &&
				facts.kind != FILE_DIRECTORY))
			return path;
	}
	return NULL;
}

int
again_can_be_read(struct run *run, const char *option)
{
	const char *path = again_only_once(run);

	if (path == NULL)
		return 1;
	say("'--%s' reads the evidence twice, and %s can be read only once: save it as a file first", option,
		strcmp(path, "-") == 0 ? "standard input" : quoted(path));
	run_worse(run, EXIT_USAGE);
	return 0;
}

int
again_with(struct run *run, struct mia_scope *scope)
{
	mia_scope_free(run->options.scope);
	run->options.scope = scope;
	mia_evidence_free(run->evidence);
	run->evidence = NULL;
	run_worse(run, run_add_evidence(run));
	return run->status <= EXIT_PARTIAL;
}
