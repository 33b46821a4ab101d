/* Every sentence that the page says by itself, in the order of enum html_text. */
#include "report/html/texts.h"

#include <stddef.h>
#include <string.h>

static const char *const texts[TEXTS] = {
	[T_TITLE] = "Access to mailboxes: what the audit log shows",
	[T_SKIP] = "Skip to the answer",
	[T_CONTENTS] = "Contents",
	[T_CASE] = "Case",
	[T_EXAMINER] = "Examiner",
	[T_MADE] = "Date",
	[T_EVIDENCE_HELD] = "Evidence",
	[T_NOT_GIVEN] = "not given",
	[T_REDACTED_COPY] =
		"Copy with people and subjects replaced: each name or address and each subject stands as a keyed "
		"hash, the same value always as the same hash. The list of unusable records is left out.",
	[T_SOURCES_COUNT] = "1 file|%1 files",
	[T_RECORDS_COUNT] = "1 record|%1 records",
	[T_RECORDS_SPAN] = "%1 to %2 UTC",
	[T_FOOTER] =
		"Made by libmia %1 from the files listed above and from nothing else. All times are UTC.",
	[T_H_QUESTION] = "The question",
	[T_QUESTION] =
		"Which e-mail messages and folders did the intruder have access to, and where can the log not tell?",
	[T_QUESTION_NOTE] =
		"The log records that a client was handed a message (a bind) or copied a folder (a sync). It does "
		"not show what a person did with it. The two are different facts; this report never adds them up.",
	[T_H_SCOPE] = "What was asked",
	[T_SCOPE_NOTE] =
		"These options tell whose access counts as the intruder's, for which time (UTC; until is exclusive), "
		"and what lay beside the log. The answer holds for them and for nothing wider.",
	[T_SCOPE_NONE] =
		"Nothing was asked that would tell the intruder from others: every recorded access counts, the "
		"owner's own included.",
	[T_SCOPE_NO_OPTIONS] = "No options are stated.",
	[T_OPTION_SWITCH] = "set",
	[T_H_ANSWER] = "The answer, by mailbox",
	[T_ANSWER_NONE] =
		"The evidence names no mailbox. Nothing is recorded, and nothing can be excluded: an export without "
		"records of a mailbox says nothing about access to it.",
	[T_ANSWER_FEW] =
		"One paragraph a mailbox, grouped by the strongest level that holds. The words are made to be "
		"quoted.",
	[T_ANSWER_FIRST] = "The first %1 of %2 mailboxes are given here; all of them are in %3.",
	[T_MAILBOXES_COUNT] = "1 mailbox|%1 mailboxes",
	[T_H_EXCLUDE] = "What cannot be excluded",
	[T_EXCLUDE_NONE] =
		"By the rules that could be checked, no mailbox has a time in which the log would have missed "
		"access. A rule finds what leaves a trace in the files supplied; it cannot show what an export never "
		"held.",
	[T_EXCLUDE_NO_MAILBOX] =
		"Since no mailbox is named, access to any mailbox can neither be shown nor excluded by these files.",
	[T_EXCLUDE_NOTE] =
		"For these mailboxes the log is blind at times, or holds records that do not tell what they would "
		"have to. Access beyond what is recorded can neither be shown nor excluded there.",
	[T_CAP_EXCLUDE] = "What cannot be excluded, by mailbox",
	[T_COL_WHY] = "Why",
	[T_COL_BLIND_HOURS] = "Hours without a full log, rounded up",
	[T_COL_UNATTRIBUTED] = "Records that cannot be attributed",
	[T_COL_UNNAMED] = "Accesses without a named message",
	[T_H_NUMBERS] = "Numbers",
	[T_NUMBERS_NOTE] =
		"Messages are counted once for each mailbox in which they lay, at the strongest level that holds of "
		"them. Folders that were copied are counted apart. Neither number contains the other.",
	[T_CAP_NUMBERS] = "Messages by level",
	[T_COL_LEVEL] = "Level",
	[T_COL_MESSAGES] = "Messages",
	[T_COL_MEANING] = "What it means",
	[T_FOLDERS_COPIED] =
		"1 folder is recorded as copied by synchronisation.|%1 folders are recorded as copied by "
		"synchronisation.",
	[T_NOT_HANDLED] =
		"Messages that were only sent, copied, moved, changed or deleted are not in this report, since it was "
		"made without the option handled; where a table counts them, 0 does not say that there are none.",
	[T_NOT_INVENTORIED] =
		"Which messages lay in a copied folder only an inventory can name, and none was given: such messages are "
		"not counted here.",
	[T_PEOPLE_NOTE_COUNT] =
		"For GDPR Art. 33(3)(a). Here a message counts once, in however many mailboxes it lay. The smaller "
		"number: access recorded, presumed copied or handled; the greater: with what can be neither "
		"attributed nor excluded, as far as rows name it.",
	[T_PEOPLE_RECORDS] = "Records concerned: at least %1 messages, at most %2.",
	[T_PEOPLE_RECORDS_KNOWN] =
		"Records concerned: at least %1 messages; %2 messages with those, and no upper bound is known.",
	[T_PEOPLE_PEOPLE] = "People concerned, by the address in the inventory: at least %1, at most %2.",
	[T_PEOPLE_PEOPLE_KNOWN] =
		"People concerned, by the address in the inventory: at least %1; %2 with those, and no upper bound is "
		"known.",
	[T_PEOPLE_OWN] = "Of the greater number of people: %1 of the house's own domains, %2 outside.",
	[T_PEOPLE_WITHOUT] =
		"Of 1 message no inventory names sender or recipients; whom it concerns cannot be told, and "
		"the greater number of people is no upper bound.|Of %1 messages no inventory names sender or "
		"recipients; whom they concern cannot be told, and the greater number of people is no upper bound.",
	[T_PEOPLE_UNBOUNDED] =
		"The greater numbers are no upper bound: where the log is blind, or a folder was copied whose "
		"content no inventory lists, more is possible.",
	[T_PEOPLE_NOT_KNOWN] =
		"No inventory of the mailboxes was supplied, so the number of people concerned cannot be given.",
	[T_H_PICTURES] = "When it happened",
	[T_PICTURES_NOTE] =
		"One picture a mailbox, all with the same time axis (UTC). A bar stands for records of one stretch "
		"of time; the taller, the more, by the scale of its own row. A filled bar is attributed to the "
		"intruder by the options above, a hollow one cannot be attributed. Hatched: the log is blind there, "
		"so an empty place says nothing. The table below each picture says the same in words.",
	[T_PICTURES_NOTE_ALL] =
		"One picture a mailbox, all with the same time axis (UTC). A bar stands for records of one stretch "
		"of time; the taller, the more, by the scale of its own row. Hatched: the log is blind there, so an "
		"empty place says nothing. The table below each picture says the same in words.",
	[T_PICTURES_FIRST] =
		"Pictures of the first %1 of %2 mailboxes, those with the strongest findings first; the others are "
		"in the tables.",
	[T_PICTURES_NONE] =
		"No event in scope has a time, and no time was asked about: there is nothing to draw.",
	[T_PICTURES_ELSEWHERE] =
		"1 record names no mailbox, or one of several that share the name, and is not drawn; it is in "
		"timeline.csv.|%1 records name no mailbox, or one of several that share the name, and are not drawn; "
		"they are in timeline.csv.",
	[T_NO_MAILBOX_NAME] = "(mailbox not named)",
	[T_PICTURE_TITLE] = "Access over time:",
	[T_PICTURE_DESC] =
		"Time axis from %1 to %2 UTC. The table below has the numbers and the blind times.",
	[T_AXIS_UTC] = "UTC",
	[T_LANE_BINDS] = "Binds",
	[T_LANE_SYNCS] = "Syncs",
	[T_LANE_UNSTATED] = "Type not stated",
	[T_LANE_OTHER] = "Marked operations",
	[T_CAP_PICTURE] = "The same in numbers",
	[T_COL_ROW] = "Row",
	[T_COL_SURE] = "Records in scope",
	[T_COL_UNSURE] = "Cannot be attributed",
	[T_COL_FIRST] = "First (UTC)",
	[T_COL_LAST] = "Last (UTC)",
	[T_LANE_FAILED] =
		"1 operation failed; it exposes nothing and is not drawn.|%1 operations failed; they expose nothing "
		"and are not drawn.",
	[T_LANE_TIMELESS] =
		"1 record states no usable time and cannot be drawn.|%1 records state no usable time and cannot be "
		"drawn.",
	[T_BLIND_LIST] = "The log is blind:",
	[T_BLIND_LIST_NONE] = "No blind time was found that concerns this mailbox.",
	[T_BLIND_MORE] = "and 1 more; see the coverage|and %1 more; see the coverage",
	[T_BLIND_FROM_TO] = "%1 to %2 UTC",
	[T_BLIND_FROM] = "from %1 UTC on",
	[T_BLIND_BEFORE] = "before %2 UTC",
	[T_BLIND_EVER] = "at any time",
	[T_BLIND_TO_BINDS] = "to binds",
	[T_BLIND_TO_SYNCS] = "to syncs",
	[T_BLIND_TO_BOTH] = "to binds and syncs",
	[T_BLIND_ACCOUNT] = "of what this account did:",
	[T_TABLE_ALL] = "1 row, which also is in %2.|All %1 rows, which also are in %2.",
	[T_CUT] = " [cut: 1 more byte stands in the CSV]| [cut: %1 more bytes stand in the CSV]",
	[T_TABLE_FIRST] = "First %1 of %2 rows; all are in %3.",
	[T_TABLE_ALL_HERE] = "1 row.|All %1 rows.",
	[T_TABLE_FIRST_HERE] = "First %1 of %2 rows.",
	[T_H_MESSAGES] = "Messages",
	[T_CAP_MESSAGES] = "Messages, one row for each mailbox and message",
	[T_NONE_MESSAGES] =
		"No access in scope that names a message is recorded. That does not show that there was none: see "
		"what cannot be excluded.",
	[T_H_FOLDERS] = "Folders",
	[T_CAP_FOLDERS] = "Folders, one row for each mailbox and folder",
	[T_NONE_FOLDERS] =
		"No access in scope that names a folder is recorded. That does not show that there was none: see "
		"what cannot be excluded.",
	[T_FOLDERS_NOTE] =
		"A sync copies a folder and names no message: all items in it at that time are presumed copied. A "
		"bind names single messages, which lay in the folder.",
	[T_H_MAILBOXES] = "Mailboxes",
	[T_CAP_MAILBOXES] = "Mailboxes, one row each",
	[T_NONE_MAILBOXES] = "The evidence names no mailbox.",
	[T_H_PEOPLE] = "People behind the messages",
	[T_CAP_PEOPLE] = "People whom the inventory names as sender or recipient, one row an address",
	[T_NONE_PEOPLE] = "The inventory names nobody as sender or recipient of an exposed message.",
	[T_PEOPLE_NOTE] =
		"From the inventory of the mailboxes. Who else is spoken of in a message no log and no inventory "
		"tells. A person with two addresses is two rows.",
	[T_H_SESSIONS] = "Sessions",
	[T_CAP_SESSIONS] = "Sessions in scope, one row each",
	[T_NONE_SESSIONS] = "No session in scope is recorded.",
	[T_SESSIONS_NOTE] =
		"A session is one mailbox, account, session id, address and client. What is unusual is measured "
		"against the other records of the mailbox; it is a hint, no verdict.",
	[T_H_COVERAGE] = "Coverage: where the log can tell, and where it cannot",
	[T_CAP_COVERAGE] =
		"Coverage of the log, one row a span of time, with the rule that found it and the file it rests on",
	[T_NONE_COVERAGE] = "No rule says anything about the evidence: it names no mailbox.",
	[T_COVERAGE_NOTE] =
		"From and until are UTC; an empty one is open on that side. Covered means that no rule found a "
		"reason to doubt the log there, not that it is whole.",
	[T_WHOLE_TENANT] = "(whole tenant)",
	[T_ABSENT] = "not stated",
	[T_H_RULES] = "The rules that were applied",
	[T_RULES_NOTE] =
		"One line for each rule that stands in the coverage above. The rules are described with their "
		"sources in docs/rules.md of libmia.",
	[T_CAP_RULES] = "Rules of coverage in this report",
	[T_COL_RULE] = "Rule",
	[T_RULES_NONE] = "None.",
	[T_H_METHOD] = "Method and limits",
	[T_METHOD_1] =
		"What is evaluated. The records MailItemsAccessed of the Microsoft 365 unified audit log, and other "
		"audited operations beside them, from the exports listed below. The exports are not changed. A "
		"record that stands in them more than once counts once.",
	[T_METHOD_2] =
		"Bind. A client was handed a single item (an e-mail, an appointment). The record names it. It does "
		"not show what a person saw or did. (Microsoft, Use MailItemsAccessed to investigate compromised "
		"accounts)",
	[T_METHOD_3] =
		"Sync. A desktop client copied a folder. The record names the folder and none of the items in it; "
		"Microsoft advises to regard all items in the folder as compromised. (Same page)",
	[T_METHOD_4] =
		"Aggregation. Binds of about two minutes are gathered in one record, and an item that is bound again "
		"within the hour may not be recorded again. Times are exact to about two minutes; counts of accesses "
		"are at least. (Same page)",
	[T_METHOD_5] =
		"Throttling. Where more than 1,000 such records are made for a mailbox in less than 24 hours, "
		"Exchange stops recording binds for 24 hours. Syncs go on. Microsoft advises to regard all mail as "
		"compromised in that time. (Same page)",
	[T_METHOD_6] =
		"Whose access. An access counts as the intruder's if the record fits the options under What was "
		"asked. A record that lacks what was asked about can be neither attributed nor excluded, and is told "
		"as such.",
	[T_METHOD_7] =
		"Presumed. With an inventory of a mailbox, messages that lay in a copied folder, or arrived while "
		"mail was forwarded, are presumed copied. Where the conditions of a forwarding rule applied is not "
		"judged.",
	[T_METHOD_8] =
		"Silence. That nothing is recorded shows something only where the log would have recorded it. "
		"Whether it would, the coverage says, rule by rule.",
	[T_METHOD_9] =
		"What the log cannot show. How often an item was used after a sync; which messages lay in a folder "
		"at that time; what search results, previews and other services showed; anything while auditing was "
		"off; and what is not in the exports supplied.",
	[T_METHOD_10] =
		"Sources: Microsoft Learn, Use MailItemsAccessed to investigate compromised accounts "
		"(purview/audit-log-investigate-accounts); Manage mailbox auditing (purview/audit-mailboxes); Office "
		"365 Management Activity API schema. docs/records.md and docs/rules.md of libmia name the source of "
		"each statement.",
	[T_H_LEVELS] = "Levels and what they rest on",
	[T_LEVELS_NOTE] = "The strongest level that holds is shown, with all that it rests on.",
	[T_CAP_LEVELS] = "Levels, strongest first",
	[T_CAP_BASES] = "What a level rests on",
	[T_COL_BASIS] = "Basis",
	[T_LEVEL_0] =
		"Access is recorded in a session that fits what was asked. The log does not show what a person did "
		"with it.",
	[T_LEVEL_1] =
		"A client in such a session copied the folder, or a rule forwarded the mail. The log does not name "
		"items; what lay there is presumed copied.",
	[T_LEVEL_2] =
		"Another operation in such a session names an item: it was sent, copied, moved, changed or deleted.",
	[T_LEVEL_3] =
		"Access is recorded, but the record lacks what was asked about: it can be neither attributed nor "
		"excluded.",
	[T_LEVEL_4] = "The log is incomplete there: access can neither be shown nor excluded.",
	[T_LEVEL_5] =
		"No access is recorded, and no rule found a sign that records are missing in the time asked about.",
	[T_BASIS_0] = "A bind in scope names the item.",
	[T_BASIS_1] = "A sync in scope copied the folder.",
	[T_BASIS_2] = "A bind names the item; the record lacks what was asked about.",
	[T_BASIS_3] = "A sync copied the folder; the record lacks what was asked about.",
	[T_BASIS_4] = "A record of access to attachments in scope names the message.",
	[T_BASIS_5] = "A record of access to attachments names the message; it lacks what was asked about.",
	[T_BASIS_6] = "A sync in scope is taken to have copied the whole mailbox, as was asked for.",
	[T_BASIS_7] = "A rule or setting made in scope forwarded mail.",
	[T_BASIS_8] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_9] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_10] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_11] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_12] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_13] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_14] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_15] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_16] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_17] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_18] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_19] = "Another operation in scope, the one named, states the item.",
	[T_BASIS_20] = "The log says that it did not record binds (throttled).",
	[T_BASIS_21] = "The number of records suggests that the log was throttled.",
	[T_BASIS_22] = "Access was not logged, by what the records show.",
	[T_BASIS_23] = "Auditing was switched off.",
	[T_BASIS_24] = "Records of that time were no longer retained.",
	[T_BASIS_25] =
		"The export is cut short, may be too early for late records, or does not hold that time.",
	[T_BASIS_26] = "The log is silent for longer than the rest of it explains.",
	[T_BASIS_27] = "Records of the export could not be used.",
	[T_BASIS_28] = "An access in scope is recorded that names no item.",
	[T_BASIS_29] = "A conversion of the export destroyed the names of items.",
	[T_BASIS_30] = "The log covers it, and nothing is recorded.",
	[T_BASIS_31] = "The inventory does not tell when the message came.",
	[T_BASIS_32] = "The inventory does not tell where the message lay.",
	[T_BASIS_33] = "Log and inventory contradict each other.",
	[T_BASIS_34] = "The log names it, the inventory does not hold it.",
	[T_BASIS_35] = "Another operation names the item; the record lacks what was asked about.",
	[T_RULE_0] = "A record says that binds were throttled: none is recorded for the 24 hours after it.",
	[T_RULE_1] =
		"1,000 binds or more within 24 hours, then none for 20 hours, as throttling would leave them.",
	[T_RULE_2] = "Other actions in the mailbox are recorded, but no access at all.",
	[T_RULE_3] = "Other actions are recorded more than 24 hours before the first access.",
	[T_RULE_4] = "The export seems to have been made by a record type that leaves syncs out.",
	[T_RULE_5] = "A busy log stops for longer than its own habit explains.",
	[T_RULE_6] = "A record switched auditing of the mailbox off.",
	[T_RULE_7] = "A record took access out of what is audited for at least one kind of logon.",
	[T_RULE_8] = "A record switched auditing off for all mailboxes.",
	[T_RULE_9] = "A record switched the audit log as a whole off.",
	[T_RULE_10] = "A record exempted an account from auditing in all mailboxes.",
	[T_RULE_11] = "A record of the directory shows a time without the licence for access records.",
	[T_RULE_12] = "The time asked about begins before the records supplied.",
	[T_RULE_13] = "The time asked about ends after the records supplied.",
	[T_RULE_14] = "Records of that time were no longer retained, by the retention stated.",
	[T_RULE_15] = "Records reach the log up to 24 hours late; those before the export may be missing.",
	[T_RULE_16] = "A file holds fewer records than it says the search found.",
	[T_RULE_17] = "The numbering of results in a file has holes.",
	[T_RULE_18] = "A row bears the mark of a search that failed.",
	[T_RULE_19] = "A file has exactly a number of rows at which exports end although there is more.",
	[T_RULE_20] = "A file ends in the middle of a record.",
	[T_RULE_21] = "A file of the export holds no byte.",
	[T_RULE_22] = "Records of a file could not be used.",
	[T_RULE_23] = "By the configuration supplied, auditing is off for all mailboxes.",
	[T_RULE_24] = "By the configuration supplied, the audit log as a whole is off.",
	[T_RULE_25] = "By the configuration supplied, the audit log was switched on only later.",
	[T_RULE_26] = "By the configuration supplied, access is not logged for at least one kind of logon.",
	[T_RULE_27] = "By the configuration supplied, the account is exempt from auditing.",
	[T_RULE_28] = "Access is recorded before and after; no other rule makes the time between doubtful.",
	[T_RULE_29] = "A file could not be used in which records of access may stand.",
	[T_RULE_30] = "An export says itself that it does not hold all: a further page, or a limit.",
	[T_REASON_1] = "not well-formed JSON",
	[T_REASON_2] = "a raw NUL byte inside the record",
	[T_REASON_3] = "nested deeper than the limit",
	[T_REASON_4] = "longer than the limit",
	[T_REASON_5] = "a CSV quote that is never closed",
	[T_REASON_6] = "a row with too few columns",
	[T_REASON_7] = "a row with too many columns",
	[T_REASON_8] = "a CSV row with nothing in AuditData",
	[T_REASON_9] = "AuditData cut by a spreadsheet",
	[T_REASON_10] = "no Operation: no audit record",
	[T_REASON_11] = "no audit export; the detail says what",
	[T_REASON_12] = "no byte in it",
	[T_REASON_13] = "open or input failed",
	[T_REASON_14] = "compressed file ends too early",
	[T_REASON_15] = "compressed data are damaged",
	[T_REASON_16] = "checksum or length of compressed data is wrong",
	[T_REASON_17] = "bytes behind the compressed data",
	[T_REASON_18] = "the text ends inside a record",
	[T_REASON_19] = "more text than the limit",
	[T_REASON_20] = "not used, and may hold records of access",
	[T_REASON_21] = "says itself that it does not hold all",
	[T_H_EVIDENCE] = "The evidence and its sums",
	[T_EVIDENCE_NOTE] =
		"Every file that was supplied, with the SHA-256 of its bytes as stored and, where it is compressed, "
		"as inflated. Records are events, repeats of them, or rejected.",
	[T_CAP_SOURCES] = "Files of the audit log",
	[T_CAP_INVENTORIES] = "Inventories of mailboxes",
	[T_CAP_READINESS] = "Exports of the configuration",
	[T_NONE_SOURCES] = "No file.",
	[T_CAP_TOTALS] = "Sums over all files",
	[T_COL_WHAT] = "What",
	[T_COL_NUMBER] = "Number",
	[T_TOTAL_RECORDS] = "Records",
	[T_TOTAL_EVENTS] = "Events (each record once)",
	[T_TOTAL_REPEATS] = "Repeats of them",
	[T_TOTAL_REJECTED] = "Rejected",
	[T_TOTAL_BINDS] = "Binds, by anyone",
	[T_TOTAL_SYNCS] = "Syncs, by anyone",
	[T_TOTAL_UNSTATED] = "Accesses of unstated type",
	[T_TOTAL_THROTTLED] = "Records that say the log was throttled",
	[T_TOTAL_THROTTLED_NOT_STATED] = "Accesses that do not say whether it was",
	[T_TOTAL_NO_TIME] = "Events without a usable time",
	[T_TOTAL_FIRST] = "First record (UTC)",
	[T_TOTAL_LAST] = "Last record (UTC)",
	[T_CAP_REASONS] = "Rejected records by reason",
	[T_COL_REASON] = "Reason",
	[T_COL_COUNT] = "Records",
	[T_REASONS_NONE] = "No record was rejected.",
	[T_H_REJECTS] = "Records that could not be used",
	[T_CAP_REJECTS] = "Rejected records, in the order of the files",
	[T_NONE_REJECTS] = "Every record could be used.",
	[T_REJECTS_NOTE] =
		"What they say is not in this report. The coverage tells for which times that matters.",
	[T_REJECTS_REDACTED] = "The list is left out of this copy.",
	[T_H_VERSIONS] = "Program",
	[T_VERSIONS] = "libmia %1 with %2.",
	[T_COL_MAILBOX] = "Mailbox",
	[T_COL_MESSAGE_ID] = "Message id",
	[T_COL_SUBJECT] = "Subject",
	[T_COL_SENDER] = "Sender",
	[T_COL_RECEIVED] = "Received (UTC)",
	[T_COL_FOLDERS] = "Folders",
	[T_COL_ACCESSES] = "Records of access",
	[T_COL_FIRST_ACCESS] = "First access (UTC)",
	[T_COL_LAST_ACCESS] = "Last access (UTC)",
	[T_COL_IPS] = "Addresses",
	[T_COL_FOLDER] = "Folder",
	[T_COL_ITEMS] = "Items in it",
	[T_COL_SYNC_COUNT] = "Syncs",
	[T_COL_FIRST_SYNC] = "First sync (UTC)",
	[T_COL_LAST_SYNC] = "Last sync (UTC)",
	[T_COL_BIND_COUNT] = "Binds",
	[T_COL_FIRST_BIND] = "First bind (UTC)",
	[T_COL_LAST_BIND] = "Last bind (UTC)",
	[T_COL_MESSAGES_BOUND] = "Messages named by binds",
	[T_COL_FOLDERS_SYNCED] = "Folders copied",
	[T_COL_PRESUMED] = "Messages presumed copied",
	[T_COL_HANDLED] = "Messages handled",
	[T_COL_ACTOR] = "Account",
	[T_COL_LOGON] = "Logon",
	[T_COL_SESSION] = "Session id",
	[T_COL_IP] = "Address",
	[T_COL_CLIENT] = "Client",
	[T_COL_FIRST_SEEN] = "First record (UTC)",
	[T_COL_LAST_SEEN] = "Last record (UTC)",
	[T_COL_BIND_RECORDS] = "Bind records",
	[T_COL_SYNC_RECORDS] = "Sync records",
	[T_COL_UNUSUAL] = "Unusual",
	[T_COL_WATCH] = "On the watch list as",
	[T_COL_COUNTRY] = "Country",
	[T_COL_NETWORK] = "Network",
	[T_COL_FROM] = "From (UTC)",
	[T_COL_UNTIL] = "Until (UTC)",
	[T_COL_BLIND] = "Blind to",
	[T_COL_DETAIL] = "Detail",
	[T_COL_ENDED_BY] = "Ended by",
	[T_COL_RECORD_ID] = "Record",
	[T_COL_SOURCE] = "File",
	[T_COL_FORM] = "Form",
	[T_COL_BYTES] = "Bytes stored",
	[T_COL_SHA256] = "SHA-256 as stored",
	[T_COL_TEXT_BYTES] = "Bytes inflated",
	[T_COL_TEXT_SHA256] = "SHA-256 inflated",
	[T_COL_RECORDS] = "Records",
	[T_COL_EVENTS] = "Events",
	[T_COL_REPEATS] = "Repeats",
	[T_COL_REJECTED] = "Rejected",
	[T_COL_REJECTS] = "Rejected by reason",
	[T_COL_NOTE] = "Note",
	[T_COL_RECORD] = "Record",
	[T_COL_LINE] = "Line",
	[T_COL_OFFSET] = "Byte",
	[T_COL_LENGTH] = "Length",
	[T_COL_ADDRESS] = "Address",
	[T_COL_NAME] = "Name",
	[T_COL_ROLE] = "Role",
	[T_COL_ALL] = "Messages, all levels",
	[T_COL_OWN] = "Own domain",
	[T_COL_MAILBOXES] = "Mailboxes",
	[T_COL_ACCESS_RECORDED] = "Access recorded",
	[T_COL_PRESUMED_COPIED] = "Presumed copied",
	[T_COL_LEVEL_HANDLED] = "Handled",
	[T_COL_LEVEL_UNATTRIBUTED] = "Unattributed",
	[T_COL_LEVEL_CANNOT] = "Cannot exclude",
};

/* In the order of the texts T_RULE_. */
static const char *const rules[] = { "throttled", "throttling-suspected", "no-access-records",
	"no-access-records-yet", "syncs-filtered", "silence", "audit-enabled", "audit-actions",
	"audit-disabled", "ingestion-off", "audit-bypass", "licence", "asked-before", "asked-after",
	"retention", "late-records", "result-count", "result-index", "search-failed", "round-number",
	"broken-off", "empty-source", "rejected-records", "readiness-audit-disabled",
	"readiness-ingestion-off", "first-opt-in", "readiness-mailbox", "readiness-bypass", "covered",
	"passed-over", "more-records" };

const char *
mia__html_text(enum html_text text)
{
	return texts[text];
}

const char *
mia__html_rule_text(const char *rule)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i], rule) == 0)
			return texts[T_RULE_0 + i];
	return NULL;
}
