/* The commands, in the order of the help: of mia, of its manual pages and of completion. */
#include "commands/command.h"

const struct command *const commands[] = {
	&command_triage,
	&command_info,
	&command_sessions,
	&command_scope,
	&command_messages,
	&command_folders,
	&command_mailboxes,
	&command_subjects,
	&command_coverage,
	&command_timeline,
	&command_explain,
	&command_show,
	&command_readiness,
	&command_report,
	&command_verify,
	&command_diff,
	&command_ingest,
	&command_selftest,
	NULL,
};
