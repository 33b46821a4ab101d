/*
 * The rules about the configuration and the export, silent: the linker takes
 * these in place of those of the archive, so that a test of the other rules and
 * of the fold sees what these say, and nothing of, say, the last hours before
 * an export. Their own tests (coverage_export, coverage_facts, coverage_licence,
 * coverage_switches) run all rules together.
 */
#ifndef MIA_TESTS_QUIET_RULES_H
#define MIA_TESTS_QUIET_RULES_H

#include "coverage/coverage.h"

#define QUIET(rule)                                                                                \
	bool                                                                                       \
	rule(struct mia_coverage *c)                                                               \
	{                                                                                          \
		(void)c;                                                                           \
		return true;                                                                       \
	}

QUIET(rule_auditing_off)
QUIET(rule_bypass)
QUIET(rule_licence)
QUIET(rule_asked)
QUIET(rule_late)
QUIET(rule_cut_short)
QUIET(rule_rejected)
QUIET(rule_readiness)

#endif
