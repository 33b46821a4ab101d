/*
 * The rules about the configuration and the export, silent: the linker takes
 * these in place of those of the archive, so that a test of the other rules and
 * of the fold sees what these say, and nothing of, say, the last hours before
 * an export. Their own tests (export, facts, licence, switches) run all rules together.
 */
#ifndef MIA_TESTS_QUIET_RULES_H
#define MIA_TESTS_QUIET_RULES_H

#include "coverage/coverage.h"

#define QUIET(rule) \
	bool rule(struct mia_coverage *c) \
	{ \
		(void)c; \
		return true; \
	}

QUIET(mia__rule_auditing_off)
QUIET(mia__rule_bypass)
QUIET(mia__rule_licence)
QUIET(mia__rule_asked)
QUIET(mia__rule_late)
QUIET(mia__rule_cut_short)
QUIET(mia__rule_rejected)
QUIET(mia__rule_readiness)

#endif
