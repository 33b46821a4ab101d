/* The options of all commands, in the order of the help. */
#include <stdint.h>
#include <string.h>

#include "options/evidence.h"
#include "options/options.h"
#include "say.h"

/* The place of value among the words of choices, which end with NULL; or -1. */
static int
choose(const struct option *option, const char *value, const char *const *choices)
{
	for (int i = 0; choices[i] != NULL; i++) {
		if (strcmp(value, choices[i]) == 0)
			return i;
	}
	say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
	return -1;
}

static enum exit_status
take_when(enum when *ret, const struct option *option, const char *value)
{
	static const char *const names[] = { "auto", "always", "never", NULL };
	int choice = choose(option, value, names);

	if (choice < 0)
		return EXIT_USAGE;
	*ret = (enum when)choice;
	return EXIT_COMPLETE;
}

static enum exit_status
take_progress(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	return take_when(&options->progress, option, value);
}

static enum exit_status
take_color(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	return take_when(&options->color, option, value);
}

static enum exit_status
take_sandbox(struct options *options, const struct option *option, int exclude, const char *value)
{
	static const char *const names[] = { "auto", "require", "off", NULL };
	int choice = choose(option, value, names);

	(void)exclude;
	if (choice < 0)
		return EXIT_USAGE;
	options->sandbox = (enum sandbox_mode)choice;
	return EXIT_COMPLETE;
}

static enum exit_status
take_sha256(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (strlen(value) != 64 || strspn(value, "0123456789abcdefABCDEF") != 64) {
		say("cannot use %s for '--%s': not 64 hex digits", quoted(value), option->name);
		return EXIT_USAGE;
	}
	options->sha256 = value;
	return EXIT_COMPLETE;
}

static enum exit_status
take_text(const char **ret, const struct option *option, const char *value)
{
	if (value[0] == '\0') {
		say("'--%s' needs a value that is not empty", option->name);
		return EXIT_USAGE;
	}
	*ret = value;
	return EXIT_COMPLETE;
}

#define TEXT_TAKER(member) \
	static enum exit_status take_##member(struct options *options, const struct option *option, \
		int exclude, const char *value) \
	{ \
		(void)exclude; \
		return take_text(&options->member, option, value); \
	}
#define SWITCH_TAKER(member) \
	static enum exit_status take_##member(struct options *options, const struct option *option, \
		int exclude, const char *value) \
	{ \
		(void)option, (void)exclude, (void)value; \
		options->member = 1; \
		return EXIT_COMPLETE; \
	}

TEXT_TAKER(output)
TEXT_TAKER(rejects)
TEXT_TAKER(store)
TEXT_TAKER(case_id)
TEXT_TAKER(examiner)
TEXT_TAKER(date)
TEXT_TAKER(time_zone)
TEXT_TAKER(message)
TEXT_TAKER(folder)
TEXT_TAKER(inventory_mailbox)
TEXT_TAKER(list)
TEXT_TAKER(watch)
TEXT_TAKER(redact)
SWITCH_TAKER(no_pager)
SWITCH_TAKER(hashes)
SWITCH_TAKER(verbose)
SWITCH_TAKER(quiet)
SWITCH_TAKER(strict)
SWITCH_TAKER(raw)
SWITCH_TAKER(marks)
SWITCH_TAKER(all)
SWITCH_TAKER(handled)
SWITCH_TAKER(allow_absent)
SWITCH_TAKER(check_store)
SWITCH_TAKER(version)

static enum exit_status
take_help(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)option, (void)exclude;
	options->help = 1;
	options->help_full = value != NULL;
	return EXIT_COMPLETE;
}

static enum exit_status
take_geoip(struct options *options, const struct option *option, int exclude, const char *value)
{
	size_t most = sizeof(options->geoip) / sizeof(options->geoip[0]);

	(void)exclude;
	if (options->geoip_count == most) {
		say("'--%s' can be given %zu times at most", option->name, most);
		return EXIT_USAGE;
	}
	return take_text(&options->geoip[options->geoip_count++], option, value);
}

/* What the library would refuse after all evidence was gone through. */
static enum exit_status
take_own_domain(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (value[0] == '\0' || value[0] == '.' || strpbrk(value, "@* \t\r\n") != NULL) {
		say("cannot use %s for '--%s': give the domain alone, without '@', '*' or a dot in "
		    "front; those below it are covered",
			quoted(value), option->name);
		return EXIT_USAGE;
	}
	return strings_add(&options->own_domains, value);
}

static enum exit_status
take_language(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	if (!mia_language_by_name(text_of(value), &options->language)) {
		say("cannot use %s for '--%s': it takes %s", quoted(value), option->name, option->argument);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

static enum exit_status
take_ignore(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)option, (void)exclude;
	return strings_add(&options->ignored, value);
}

static const struct option table[] = {
	{ "ip", 0, GROUP_SCOPE, 1, MIA_TRAIT_ADDRESS, "ADDR|PREFIX", scope_take_trait,
		"Client address, or a prefix such as 203.0.113.0/24 or 2001:db8::/32. Where a "
		"record has only an address of Microsoft's front end, it cannot be told." },
	{ "session", 0, GROUP_SCOPE, 1, MIA_TRAIT_SESSION, "ID", scope_take_trait,
		"SessionId, or AADSessionId of the AppAccessContext; its first 4 letters or more will do "
		"where they are those of one id only, as with --token, --app and --device (the evidence "
		"is read twice then). A record without either cannot be told; it comes out as "
		"unattributed." },
	{ "token", 0, GROUP_SCOPE, 1, MIA_TRAIT_TOKEN, "ID", scope_take_trait,
		"UniqueTokenId of the AppAccessContext, with regard to case. Few records state "
		"one; one without cannot be told." },
	{ "token-object", 0, GROUP_SCOPE, 1, MIA_TRAIT_TOKEN_OBJECT, "ID", scope_take_trait,
		"TokenObjectId: whose token it was, the user's or the application's own. A record "
		"without it cannot be told." },
	{ "device", 0, GROUP_SCOPE, 1, MIA_TRAIT_DEVICE, "ID", scope_take_trait,
		"DeviceId. A record without it cannot be told." },
	{ "client", 0, GROUP_SCOPE, 1, MIA_TRAIT_CLIENT, "REGEX", scope_take_trait,
		"Perl-compatible pattern, sought in ClientInfoString, ActorInfoString and the "
		"client's plain name. Where these name but a gateway, such as "
		"'Client=REST;Client=RESTSystem', a record that does not match cannot be told." },
	{ "app", 0, GROUP_SCOPE, 1, MIA_TRAIT_APP, "ID", scope_take_trait,
		"Application id, wherever a record states it: AppId, ClientAppId, AppAccessContext, "
		"APIId, or as ClientInfoString and ActorInfoString have it. Where only gateways "
		"stand, such as Microsoft Graph or EWS, a record cannot be told." },
	{ "user", 0, GROUP_SCOPE, 1, MIA_TRAIT_USER, "UPN", scope_take_trait,
		"The account that acted (UserId), without regard to case." },
	{ "mailbox", 0, GROUP_SCOPE, 1, MIA_TRAIT_MAILBOX, "UPN|GUID", scope_take_trait,
		"The mailbox, by its owner's name or its MailboxGuid, without regard to case." },
	{ "logon", 0, GROUP_SCOPE, 1, MIA_TRAIT_LOGON, "owner|admin|delegate", scope_take_trait,
		"How the account logged on to the mailbox." },
	{ "since", 0, GROUP_SCOPE | GROUP_SPAN, 0, 0, "TIME", scope_take_since,
		"Only what happened at TIME or later. ISO 8601, UTC unless an offset is given." },
	{ "until", 0, GROUP_SCOPE | GROUP_SPAN, 0, 0, "TIME", scope_take_until,
		"Only what happened before TIME." },
	{ "scope", 0, GROUP_SCOPE, 0, 0, "FILE", scope_take_file,
		"A scope as JSON, with several alternatives if need be; docs/formats.md has the "
		"form. What else is asked must hold too." },
	{ "expand", 0, GROUP_SCOPE, 0, 0, "session[,token]", scope_take_expand,
		"Widen the scope to everything that shares a session id (SessionId, AADSessionId), "
		"or a token id, with what it holds, step by step; what it excludes, its time span "
		"and its mailboxes stay limits. The evidence is read twice. 'mia explain --expand' "
		"shows by which record each id was come by: one id that is shared wrongly brings in "
		"sessions of the owner." },
	{ "pick", 0, GROUP_ALTERNATIVE, 0, 0, "N[,N...]", number_take_picked,
		"Rows of 'mia triage' by their places, each as an alternative with its reasons as the note. "
		"Not with other options of the scope; a file that was written so takes more with "
		"'--scope FILE --or'." },
	{ "or", 0, GROUP_ALTERNATIVE, 0, 0, NULL, alternatives_take_or,
		"What follows is another alternative." },
	{ "note", 0, GROUP_ALTERNATIVE, 0, 0, "TEXT", alternatives_take_note,
		"Why this alternative is held to be the intruder's; reports print it." },
	{ "allow-absent", 0, GROUP_SCOPE, 0, 0, NULL, take_allow_absent,
		"Take ids too that no record bears, such as those of a scope file that was made for other "
		"evidence. Without it they are refused (status 2), since a mistyped id would leave all "
		"records without an id untold." },
	{ "match", 0, GROUP_MATCH, 0, 0, "yes|cannot-tell|all", rows_take_match,
		"Rows that the scope holds (yes, the default where a scope is given), rows of which it "
		"cannot tell since what it asks about is missing there, or both." },
	{ "level", 0, GROUP_LEVEL, 0, 0, "LEVEL", rows_take_level,
		"Only rows of this level: recorded, copied, handled, unattributed, cannot-exclude or none. "
		"May be repeated. What is counted below the rows stays as it is." },
	{ "exported", 0, GROUP_COVERAGE, 0, 0, "FROM..UNTIL", evidence_take_exported,
		"The time that the export was asked for; UNTIL is also taken as the time of the "
		"export. What lies outside of it is blind, what lies inside need not begin with the "
		"first record. Either end may be left out." },
	{ "retention", 0, GROUP_COVERAGE, 0, 0, "DAYS", evidence_take_retention,
		"How long the audit log kept records when the export was made: days, or a duration "
		"such as 30d, 4w, 6m or 3y (a month counts as 28 days, a year as 365)." },
	{ "readiness", 0, GROUP_COVERAGE, 0, 1, "FILE", evidence_take_file,
		"An export of the configuration: Get-Mailbox, Get-MailboxAuditBypassAssociation, "
		"Get-OrganizationConfig, Get-AdminAuditLogConfig, licences; CSV or JSON, told apart "
		"by content. May be repeated." },
	{ "inventory", 0, GROUP_INVENTORY, 0, 0, "FILE", evidence_take_file,
		"A list from elsewhere of what lay in a mailbox: message trace, eDiscovery items, "
		"EmailEvents, messages of Microsoft Graph, Get-MailboxFolderStatistics; told apart "
		"by content. Adds what copied folders and forwarding rules make of it, and senders "
		"and subjects. May be repeated." },
	{ "inventory-mailbox", 0, GROUP_INVENTORY, 0, 0, "ADDR", take_inventory_mailbox,
		"The mailbox to which rows of inventories belong that name none." },
	{ "sync", 0, GROUP_INVENTORY, 0, 0, "folder|mailbox", evidence_take_sync,
		"What a sync in scope stands for: the folder that it names (the default), or the "
		"mailbox as a whole, since such a client copies all of it." },
	{ "language", 0, GROUP_LANGUAGE, 0, 0, "en|de|fr", take_language,
		"The language of sentences, headings and levels; names that a program reads stay "
		"English." },
	{ "own-domain", 0, GROUP_SUBJECTS, 0, 0, "DOMAIN", take_own_domain,
		"A domain of the house, which covers those below it; fills the column own. Compared "
		"without regard to the case of ASCII letters, so give an international name as the "
		"inventory writes it. May be repeated." },
	{ "handled", 0, GROUP_HANDLED, 0, 0, NULL, take_handled,
		"Count messages too that other operations in scope name: sent, copied, moved, "
		"deleted, changed." },
	{ "list", 0, GROUP_LIST, 0, 0, "FILE", take_list,
		"Answer for the message ids in FILE, one a line, and for these only. Empty lines "
		"and lines that begin with # do not count; ids are compared with regard to case." },
	{ "message", 0, GROUP_TARGET, 0, 0, "ID", take_message,
		"The message to explain, by any of its ids: internet message id, immutable id, "
		"store id." },
	{ "folder", 0, GROUP_TARGET, 0, 0, "PATH|ID", take_folder,
		"The folder to explain, by its path, its name or its id." },
	{ "watch", 0, GROUP_HINTS, 0, 0, "FILE", take_watch,
		"Your own list: a line each 'KIND VALUE # label', KIND being ip (address or prefix), "
		"app, agent (a part of ClientInfoString) or session. Fills the column watch." },
	{ "geoip", 0, GROUP_HINTS, 0, 0, "FILE", take_geoip,
		"Your database of addresses in MaxMind's format (.mmdb), read offline; may be repeated, "
		"since country and network come in files of their own. Fills the columns country and "
		"network." },
	{ "sha256", 0, GROUP_SHOW, 0, 0, "HEX", take_sha256,
		"What the SHA-256 of the file must be, as explain prints it. Nothing is shown "
		"(status 3) if it is another." },
	{ "raw", 0, GROUP_SHOW, 0, 0, NULL, take_raw,
		"Write the bytes as they are on a terminal too, where controls in them can do "
		"harm." },
	{ "marks", 0, GROUP_TIMELINE, 0, 0, NULL, take_marks,
		"Only events that bear a mark: inbox rules, forwarding, delegation, consent, "
		"sign-ins and the like." },
	{ "all", 0, GROUP_TRIAGE, 0, 0, NULL, take_all,
		"Fold nothing: Microsoft's background clients count as any other, and what has no reason "
		"is listed too." },
	{ "all", 0, GROUP_DIFF, 0, 0, NULL, take_all, "List what is the same in both too." },
	{ "redact", 0, GROUP_REDACT, 0, 0, "FILE", take_redact,
		"For a copy that may leave the house: subjects, people and names of files become hashes "
		"under the key in FILE, at least 16 bytes that nobody can guess. Under one key one value is one hash "
		"in all reports. Ids of messages and records, folders, client addresses and times stay, "
		"and so do the notes on standard error." },
	{ "format", 'f', GROUP_FORMAT, 0, 0, "NAME", format_take,
		"How results are written. Default: table on a terminal, csv elsewhere." },
	{ "csv", 0, GROUP_FORMAT, 0, 0, "exact|excel", format_take_csv,
		"exact (the default): RFC 4180, UTF-8, LF, values exactly as they are. excel: "
		"BOM, CRLF, cells that a spreadsheet would run as formulas are made harmless, "
		"and a column csv_escaped says where. Implies --format csv." },
	{ "hashes", 0, GROUP_INFO, 0, 0, NULL, take_hashes,
		"Each source as well, with its SHA-256 and its own sums." },
	{ "columns", 0, GROUP_ROWS, 0, 0, "A,B,...", rows_take_columns,
		"Only these columns, in this order; 'all': all of them, also where a terminal has no "
		"room; 'help' lists them." },
	{ "sort", 0, GROUP_ROWS, 0, 0, "[-]A,...", rows_take_sort,
		"Order the rows by these columns, downwards where a '-' stands before the name; numbers "
		"by number, times by time, levels by weight. Keeps all rows in memory." },
	{ "top", 0, GROUP_ROWS, 0, 0, "N", number_take_top,
		"Only the first N rows. A table says how many there are." },
	{ "no-pager", 0, GROUP_FORMAT, 0, 0, NULL, take_no_pager,
		"Do not show tables that are longer than the terminal in a pager (MIA_PAGER, PAGER, else "
		"less)." },
	{ "color", 0, GROUP_FORMAT, 0, 0, "auto|always|never", take_color,
		"Colour in tables. auto: on a terminal, unless NO_COLOR is set." },
	{ "output", 'o', GROUP_FILE, 0, 0, "FILE", take_output,
		"Write results to FILE, whole or not at all; an earlier FILE is replaced at the "
		"end. Refused if it is evidence or another file that was given, lies in a folder that is "
		"read, or is a directory, a symbolic link or a device. '-' is standard output." },
	{ "output", 'o', GROUP_CASE, 0, 0, "DIR", take_output,
		"The folder to make, whole or not at all. It must not exist yet, and not lie in the "
		"evidence." },
	{ "output", 'o', GROUP_INGEST, 0, 0, "CASE", take_output,
		"The case file to make, or to add to, not in a folder that is read. Its new state takes "
		"its place when it is whole." },
	{ "case", 0, GROUP_CASE, 0, 0, "ID", take_case_id,
		"Identification of the case, for the report and the manifest." },
	{ "examiner", 0, GROUP_CASE, 0, 0, "NAME", take_examiner, "Likewise: who examined it." },
	{ "date", 0, GROUP_CASE, 0, 0, "TIME|now", take_date,
		"The date that report and manifest bear; without it none, so that a second run gives the "
		"same bytes (SOURCE_DATE_EPOCH, if it is set, is taken too)." },
	{ "time-zone", 0, GROUP_CASE, 0, 0, "ZONE", take_time_zone,
		"Local time beside UTC in report.html: a name of the IANA database such as "
		"Europe/Oslo, or an offset such as +02:00. UTC stays everywhere." },
	{ "csv", 0, GROUP_CASE, 0, 0, "exact|excel", format_take_csv,
		"excel (the default): cells that a spreadsheet would run as formulas are made "
		"harmless, and a column csv_escaped says where. exact: RFC 4180, UTF-8, LF, values "
		"exactly as they are." },
	{ "rejects", 0, GROUP_LOAD, 0, 0, "FILE", take_rejects,
		"Write every rejected record to FILE, byte for byte, in order; mia rejects them "
		"again for the same reasons when it is given FILE." },
	{ "ignore", 0, GROUP_LOAD | GROUP_CASE, 0, 0, "FILE", take_ignore,
		"FILE is part of EVIDENCE and cannot be used; you have looked into it, and no record "
		"of access is lost with it. May be repeated." },
	{ "zone", 0, GROUP_LOAD | GROUP_CASE, 0, 0, "OFFSET", evidence_take_zone,
		"LastAccessed of Search-MailboxAuditLog is in the zone of the owner or exporter and does "
		"not say it: it was OFFSET from UTC, such as -05:00. Without it such times may be wrong "
		"by 14 hours either way. Other times are left alone." },
	{ "store", 0, GROUP_STORE, 0, 0, "FILE", take_store,
		"Answer from FILE, in which an earlier run kept what the records of the same files say; "
		"where it does not exist, write it. Results are the same. FILE must be your own, and "
		"may be deleted at any time; it holds what the evidence holds." },
	{ "check-store", 0, GROUP_STORE, 0, 0, NULL, take_check_store,
		"Compare the SHA-256 of the evidence before --store is used, which reads all of it; "
		"without it size, inode and times of change are compared." },
	{ "threads", 'j', GROUP_LOAD | GROUP_CASE, 0, 0, "N", number_take_threads,
		"Work on N threads. Default: one a core. Results do not depend on it." },
	{ "strict", 0, GROUP_LOAD | GROUP_CASE, 0, 0, NULL, take_strict,
		"Write no results (status 3) where status 1 would have been due." },
	{ "max-record", 0, GROUP_LIMIT, 0, LIMIT_RECORD, "SIZE", number_take_limit,
		"Reject records longer than SIZE bytes; K, M and G multiply by 1024. Default: "
		"16M." },
	{ "max-field", 0, GROUP_LIMIT, 0, LIMIT_FIELD, "SIZE", number_take_limit,
		"Reject records in which a name, id, path or subject is longer than SIZE. Default: 64K." },
	{ "max-fields", 0, GROUP_LIMIT, 0, LIMIT_FIELDS, "N", number_take_limit,
		"Reject records of more than N fields. Default: 1000000." },
	{ "max-items", 0, GROUP_LIMIT, 0, LIMIT_ITEMS, "N", number_take_limit,
		"Reject records that name more than N messages or folders. Default: 100000." },
	{ "max-depth", 0, GROUP_LIMIT, 0, LIMIT_DEPTH, "N", number_take_limit,
		"Reject records nested deeper than N. Default: 64, and not more." },
	{ "max-text", 0, GROUP_LIMIT, 0, LIMIT_TEXT, "SIZE", number_take_limit,
		"Read no more of a file than SIZE of text; of gzip, as unpacked. Default: all." },
	{ "max-ratio", 0, GROUP_LIMIT, 0, LIMIT_RATIO, "N", number_take_limit,
		"Read no more of a gzip file where a stored byte has become more than N of text, which is "
		"asked after the first 64 MiB. Default: 200." },
	{ "max-pattern", 0, GROUP_LIMIT, 0, LIMIT_PATTERN, "SIZE", number_take_limit,
		"Refuse patterns of '--client' longer than SIZE, if given behind this. Default: 8K." },
	{ "max-steps", 0, GROUP_LIMIT, 0, LIMIT_STEPS, "N", number_take_limit,
		"Whether a client matches a pattern cannot be told where that takes more than N steps. "
		"Default: 100000." },
	{ "memory", 0, GROUP_LIMIT, 0, LIMIT_MEMORY, "SIZE", number_take_limit,
		"End with status 3 and without results where more memory than SIZE is wanted. Default: none." },
	{ "progress", 0, GROUP_LOAD | GROUP_CASE, 0, 0, "auto|always|never", take_progress,
		"Bytes, rate, time left, records and rejects on standard error. auto: if that is "
		"a terminal." },
	{ "sandbox", 0, GROUP_COMMON, 0, 0, "auto|require|off", take_sandbox,
		"Give up, before evidence is read, what evidence that takes mia over could use: other "
		"files, the network, other programs. auto (the default): as far as the kernel can. "
		"require: else status 2. 'mia --version' says what this machine has." },
	{ "quiet", 'q', GROUP_COMMON, 0, 0, NULL, take_quiet,
		"No notes and no progress. What could not be used is still told." },
	{ "verbose", 0, GROUP_COMMON, 0, 0, NULL, take_verbose,
		"All notes on standard error; else three lines. 'mia info' tells everything that it counts." },
	{ "help", 'h', GROUP_COMMON, 0, 0, NULL, take_help,
		"Help on the command. --help=full has every option and column." },
	{ "version", 0, GROUP_COMMON, 0, 0, NULL, take_version,
		"The version of mia and of the libraries it rests on." },
};

const struct option *
options_entry(size_t i)
{
	return i < sizeof(table) / sizeof(table[0]) ? &table[i] : NULL;
}
