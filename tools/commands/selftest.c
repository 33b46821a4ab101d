/* 'mia selftest': whether this build gives the answers that it must give. */
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "run.h"
#include "say.h"

struct telling {
	struct run *run;
	size_t checks;
};

static void
put(struct run *run, const char *text)
{
	(void)output_write(&run->output, text, strlen(text));
}

/* Nothing told here comes from evidence. */
static int
tell(void *ctx, const struct mia_check *check)
{
	struct telling *telling = ctx;

	telling->checks++;
	if (telling->run->options.quiet && check->passed)
		return 0;
	put(telling->run, check->passed ? "passed: " : "FAILED: ");
	put(telling->run, check->name);
	put(telling->run, "\n        expected: ");
	put(telling->run, check->expected);
	put(telling->run, "\n        found:    ");
	put(telling->run, check->found);
	put(telling->run, "\n");
	return telling->run->output.error != 0;
}

static void
execute(struct run *run)
{
	struct telling telling = { .run = run };
	char libraries[256], line[320];
	struct mia_error err = { 0 };
	size_t failed = 0;

	if (run->options.operand_count > 0) {
		say("'mia selftest' takes no evidence");
		run_worse(run, EXIT_USAGE);
		return;
	}
	(void)mia_version_libraries(libraries, sizeof(libraries));
	(void)snprintf(line, sizeof(line), "mia %s; %s\n", mia_version(), libraries);
	put(run, line);
	if (mia_selftest(NULL, 0, tell, &telling, &failed, &err) < 0) {
		run_failed(run, "the self-test could not be run to its end", &err);
		return;
	}
	(void)snprintf(line, sizeof(line), "%zu of %zu checks passed\n", telling.checks - failed,
		telling.checks);
	put(run, line);
	if (failed > 0) {
		say("%zu of %zu checks failed: do not rely on this build", failed, telling.checks);
		run_worse(run, EXIT_PARTIAL);
	}
}

const struct command command_selftest = {
	.name = "selftest",
	.summary = "checks this build on a known case, for your validation record",
	.operands = "",
	.groups = GROUP_FILE | GROUP_COMMON,
	.description = "Runs a small case that is part of the library, whose answers were worked out by "
		       "hand, and prints each check with what was expected and what was found: the sums, "
		       "binds and syncs kept apart, what cannot be attributed, a throttled span, a cut gzip "
		       "file, a broken record, hostile text, known values of other tools, and that several "
		       "threads give the same bytes as one.\n\n"
		       "It shows that this build works on this machine; what the tests of the project show "
		       "beyond that stands in docs/validation.md. The status is 0 if every check passed, "
		       "else 1. With -q only what failed is printed.",
	.examples = "mia selftest\n"
		    "mia selftest -o selftest.txt",
	.no_evidence = 1,
	.execute = execute,
};
