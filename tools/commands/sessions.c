/* 'mia sessions': who came from where, one row a context of access. */
#include "commands/exposure_notes.h"
#include "commands/hints.h"
#include "notes.h"
#include "run.h"
#include "say.h"

static void
tell(const struct run *run, const struct mia_sessions *sessions)
{
	unsigned matches = rows_matches(&run->options);
	size_t all = mia_sessions_count(sessions), count = 0, shared = 0, by_application = 0;

	for (size_t i = 0; i < all; i++) {
		const struct mia_session *session = mia_sessions_get(sessions, i);

		if (matches && !(matches & 1u << session->match))
			continue;
		count++;
		shared += session->shared.count != 0;
		by_application += session->by_application == MIA_YES;
	}
	if (count == 0)
		note(NOTE_EMPTY, "no session in scope");
	if (shared)
		note(NOTE_SCOPE,
			"%zu of %zu rows have a session id that several clients, apps or networks share (column "
			"shared): it alone need not tell the intruder from the owner; --ip, --app or --token may",
			shared, count);
	if (by_application)
		note(NOTE_HINT,
			"%zu of %zu rows were made by an application itself, in the user's name (column "
			"by_application)",
			by_application, count);
}

static void
report(struct run *run, const struct hints *hints)
{
	struct mia_sessions_options asked = { .size = sizeof(asked),
		.scope = run->options.scope,
		.watch = hints->watch,
		.geo = hints->geo };
	struct mia_sessions *sessions = NULL;
	struct mia_text names[2];
	struct mia_error err = { 0 };

	if (mia_sessions_new(&sessions, run->allocator, &asked, &err) < 0) {
		run_failed(run, "cannot start", &err);
		return;
	}
	struct mia_fold *folds[] = { mia_sessions_fold(sessions) };
	if (run_load(run, folds, 1)) {
		struct mia_report_options options = run_report(run);

		options.matches = rows_matches(&run->options);
		run_reported(run, mia_report_sessions(sessions, &options, &err), &err);
		if (run_notes(run)) {
			tell(run, sessions);
			note_renamed(mia_sessions_renamed(sessions, names), names);
			note_conflicts(mia_sessions_conflicts(sessions));
			note_untold(run, mia_sessions_untold(sessions));
		}
	}
	mia_sessions_free(sessions);
}

static void
execute(struct run *run)
{
	struct hints hints;

	if (hints_open(run, &hints))
		report(run, &hints);
	hints_free(&hints);
}

const struct command command_sessions = {
	.name = "sessions",
	.summary = "who came how: a row a context of access, to find the intruder",
	.operands = "EVIDENCE...",
	.groups = GROUP_SCOPE | GROUP_MATCH | GROUP_HINTS | GROUP_REDACT | GROUP_ROWS | GROUP_FORMAT |
		GROUP_FILE | GROUP_LOAD | GROUP_STORE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"A row is one context of access: mailbox, actor, logon type, session id, client address, "
		"client and app; one session id may stand in several. What is foreign among them (an "
		"address, a client, an application) is what the scope options of the other commands take.\n\n"
		"Where a scope is given, the rows that it holds are shown, and standard error says how many "
		"records it cannot tell ('--match all' shows these too). What is unusual of a context is so "
		"by the whole evidence, in scope or not.",
	.report = MIA_REPORT_SESSIONS,
	.examples = "# Who came how? Address, client and application tell the stranger.\n"
		    "mia sessions fixtures/incident\n"
		    "# One mailbox, without the company's own network:\n"
		    "mia sessions --mailbox anna.berg@fjordlight.example --not-ip 198.51.100.0/24 "
		    "fixtures/incident\n"
		    "# With your own list of addresses and applications to look for:\n"
		    "mia sessions --watch fixtures/stories/watch.txt fixtures/incident\n"
		    "# Only sessions that copied folders:\n"
		    "mia sessions -f ndjson fixtures/incident | jq 'select(.sync_records > 0)'",
	.execute = execute,
};
