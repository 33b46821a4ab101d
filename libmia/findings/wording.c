/*
 * The words of what can be quoted of a mailbox.
 *
 * What may be said and what may not follows Microsoft's guidance and the
 * duty to notify (GDPR Art. 33): an access is recorded or it is not; the log
 * does not show what a person did with a message, and silence excludes
 * nothing where the log may lack records.
 */
#include "findings/wording.h"

#include "base/number.h"

/*
 * %M the mailbox; %W whose access counts; %N a number; %S a span of time,
 * with what joins it to the words before; %T a text made for the place; %I
 * names the mailbox where the sentence is the first. `one` where the number
 * is one.
 */
static const struct {
	const char *one, *many;
} wordings[WORDINGS] = {
	[ACCESSED] = {
		"In %M, access to at least 1 message is recorded %W%S.",
		"In %M, access to at least %N messages is recorded %W%S.",
	},
	[NAMELESS] = {
		"%I1 access that names no message is recorded %W%S.",
		"%I%N accesses that name no message are recorded %W%S.",
	},
	[NOTHING] = {
		"In %M, no access %T is recorded%S in the records supplied.",
		"In %M, no access %T is recorded%S in the records supplied.",
	},
	[SILENT] = {
		"The evidence holds no MailItemsAccessed records of %M, so it says nothing about access to it.",
		"The evidence holds no MailItemsAccessed records of %M, so it says nothing about access to it.",
	},
	[EXPECTED] = {
		"By the configuration and the rules that could be checked, the log would be expected to show such access.",
		"By the configuration and the rules that could be checked, the log would be expected to show such access.",
	},
	/* A rule can only find what leaves a trace: never "whole". */
	[WHOLE_LOG] = {
		"No sign was found that records of access are missing%S.",
		"No sign was found that records of access are missing%S.",
	},
	[COPIED] = {
		"%I1 folder was copied to a client by synchronisation %W%S; all items in it at that time are presumed copied%T.",
		"%I%N folders were copied to a client by synchronisation %W%S; all items in them at that time are presumed copied%T.",
	},
	[OTHERS] = {
		"That other folders of the mailbox were copied too cannot be excluded.",
		"That other folders of the mailbox were copied too cannot be excluded.",
	},
	[WHOLE] = {
		"Since such a client copies a mailbox as a whole, all items of the mailbox at that time are presumed copied%T.",
		"Since such a client copies a mailbox as a whole, all items of the mailbox at that time are presumed copied%T.",
	},
	[BY_INVENTORY] = { " (1 message by the inventory)", " (%N messages by the inventory)" },
	[BY_STATISTICS] = { " (1 item by the folder statistics)", " (%N items by the folder statistics)" },
	[OPENED] = {
		"%I1 folder was opened %W. Which messages were shown in it the log does not say.",
		"%I%N folders were opened %W. Which messages were shown in them the log does not say.",
	},
	[HANDLED] = {
		"%I1 message was sent, copied, moved, changed or deleted %W.",
		"%I%N messages were sent, copied, moved, changed or deleted %W.",
	},
	[FORWARDED] = {
		"%I1 rule or setting that forwards mail was made %W%S; mail that matched it and arrived while it stood is presumed forwarded to %T.",
		"%I%N rules or settings that forward mail were made %W%S; mail that matched them and arrived while they stood is presumed forwarded to %T.",
	},
	[FORWARDED_COUNT] = {
		"By the inventory, 1 message arrived while forwarding stood.",
		"By the inventory, %N messages arrived while forwarding stood.",
	},
	[FORWARDED_UNTOLD] = {
		"%I1 rule or setting that forwards mail was made by somebody who can be neither attributed nor excluded, "
		"because what was asked about is missing from its record.",
		"%I%N rules or settings that forward mail were made by somebody who can be neither attributed nor excluded, "
		"because what was asked about is missing from their records.",
	},
	[LASTING] = { "in force%S", "in force%S" },
	[UNATTRIBUTED] = {
		"%I1 record can be neither attributed nor excluded, because what was asked about is missing from it.",
		"%I%N records can be neither attributed nor excluded, because what was asked about is missing from them.",
	},
	[UNATTRIBUTED_FURTHER] = {
		"1 further record can be neither attributed nor excluded, because what was asked about is missing from it.",
		"%N further records can be neither attributed nor excluded, because what was asked about is missing from them.",
	},
	[UNNAMED] = {
		"%I1 operation %W was counted by the log beyond the messages that it names; which message it concerned cannot be told.",
		"%I%N operations %W were counted by the log beyond the messages that it names; which messages they concerned cannot be told.",
	},
	[KIND_NOT_STATED] = {
		"%I1 record of access %W does not say whether single messages were accessed or a folder was copied.",
		"%I%N records of access %W do not say whether single messages were accessed or a folder was copied.",
	},
	[LOST] = {
		"%I1 record of access %W has lost the names of its messages by a conversion of the export.",
		"%I%N records of access %W have lost the names of their messages by a conversion of the export.",
	},
	[ANYBODYS] = {
		"1 record of access names no mailbox and may be of this one.",
		"%N records of access name no mailbox and may be of this one.",
	},
	[BLIND] = { "Access%S cannot be excluded, because %T.", "Access%S cannot be excluded, because %T." },
	[BLIND_FURTHER] = {
		"Further access%S cannot be excluded, because %T.", "Further access%S cannot be excluded, because %T.",
	},
	[BLIND_BINDS] = {
		"Access to single messages%S cannot be excluded, because %T.",
		"Access to single messages%S cannot be excluded, because %T.",
	},
	[BLIND_BINDS_FURTHER] = {
		"Further access to single messages%S cannot be excluded, because %T.",
		"Further access to single messages%S cannot be excluded, because %T.",
	},
	[BLIND_SYNCS] = {
		"That folders were copied%S cannot be excluded, because %T.",
		"That folders were copied%S cannot be excluded, because %T.",
	},
	[BLIND_SYNCS_FURTHER] = {
		"That further folders were copied%S cannot be excluded, because %T.",
		"That further folders were copied%S cannot be excluded, because %T.",
	},
	[FINDINGS] = { "", " (%N findings)" },
	[BLIND_MORE] = {
		"The coverage lists 1 more gap in the log.",
		"The coverage lists %N more gaps in the log.",
	},
	[BLIND_NO_RULE] = {
		"No rule shows the records of the mailbox to be complete for all of the time asked about, so access that is not in "
		"them cannot be excluded.",
		"No rule shows the records of the mailbox to be complete for all of the time asked about, so access that is not in "
		"them cannot be excluded.",
	},
	[BLIND_REST] = {
		"Nor does any rule show the records of the mailbox to be complete for the rest of the time asked about.",
		"Nor does any rule show the records of the mailbox to be complete for the rest of the time asked about.",
	},
	[FILES] = { "This rests on the file %T.", "This rests on %N files: %T." },
	[MORE_FILES] = { " and 1 more", " and %N more" },
};

static const char in_scope[] = "in sessions attributed to the unauthorised actor";
static const char by_anyone[] = "in sessions of anyone, the owner included,";
static const char no_mailbox[] = "records that name no mailbox";

/* What a rule found, to stand behind "because"; docs/rules.md has each rule.
 * `nameless`: of a mailbox that the record does not name. */
static const struct {
	const char *rule, *why, *nameless;
} rules[] = {
	{ "throttled", "the log did not record it (throttled)",
		"the log of a mailbox that is not named did not record it (throttled)" },
	{ "no-access-records", "the log holds other actions in this mailbox, but no access at all", NULL },
	{ "no-access-records-yet",
		"the log records access to this mailbox only later, although it records other actions in it before",
		NULL },
	{ "syncs-filtered", NULL, "records of copied folders (syncs) were probably left out of the export" },
	{ "licence", "by the log, the licence that recording access needs was withdrawn",
		"by the log, the licence that recording access needs was withdrawn" },
	{ "audit-enabled", "auditing of the mailbox was switched off",
		"auditing was switched off for a mailbox that the log does not name" },
	{ "audit-actions", "recording of access was switched off for at least one kind of logon",
		"recording of access was switched off for at least one kind of logon to a mailbox that the log does not name" },
	{ "audit-bypass", NULL,
		"what an account that the log does not name did was not logged in any mailbox" },
	{ "audit-disabled", NULL, "auditing was switched off for all mailboxes" },
	{ "ingestion-off", NULL, "the audit log as a whole was switched off" },
	{ "readiness-audit-disabled", NULL,
		"by the configuration supplied, auditing is switched off for all mailboxes" },
	{ "readiness-ingestion-off", NULL,
		"by the configuration supplied, the audit log as a whole is switched off" },
	{ "readiness-mailbox",
		"by the configuration supplied, access is not recorded for at least one kind of logon",
		NULL },
	{ "first-opt-in", NULL, "by the configuration supplied, the audit log was switched on only later" },
	{ "passed-over", NULL, "a file that may hold records of access could not be used" },
	{ "more-records", NULL, "an export says itself that it does not hold all records" },
	{ "retention", NULL, "records of that time were no longer retained" },
};

static const char *
why_by_reason(enum mia_coverage_reason reason)
{
	switch (reason) {
	case MIA_COVERAGE_THROTTLED:
		return "the log did not record it (throttled)";
	case MIA_COVERAGE_THROTTLING_SUSPECTED:
		return "the number of records suggests that the log was throttled";
	case MIA_COVERAGE_NOT_LOGGED:
		return "access was not logged";
	case MIA_COVERAGE_AUDITING_OFF:
		return "auditing was switched off";
	case MIA_COVERAGE_BEFORE_EVIDENCE:
		return "it lies before the records supplied";
	case MIA_COVERAGE_AFTER_EVIDENCE:
		return "it lies after the records supplied";
	case MIA_COVERAGE_SILENCE:
		return "the log is silent there for longer than the rest of it explains";
	case MIA_COVERAGE_CUT_SHORT:
		return "the export was cut short";
	case MIA_COVERAGE_REJECTED:
		return "records of the export could not be used";
	case MIA_COVERAGE_LATE:
		return "records of that time may have come after the export";
	case MIA_COVERAGE_COVERED:
	case MIA_COVERAGE_REASON_COUNT:
		break;
	}
	return "the log is blind there";
}

const char *
mia__wording_why(const struct mia_span *span)
{
	bool nameless = span->mailbox.len == 0 && span->mailbox_guid.len == 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const char *why = nameless ? rules[i].nameless : rules[i].why;
		if (why && strcmp(span->rule, rules[i].rule) == 0)
			return why;
	}
	return why_by_reason(span->reason);
}

void
mia__wording_part_why(struct sentence *s, const struct mia_span *span, uint64_t findings)
{
	if (span->actor.len) {
		mia__buf_str(s->text, "what the account ");
		mia__buf_text(s->text, span->actor);
		mia__buf_str(s->text, " did was not logged in any mailbox");
	} else {
		mia__buf_str(s->text, mia__wording_why(span));
	}
	if (findings > 1)
		mia__wording_part(s, FINDINGS, findings);
}

static void
add_number(struct buf *out, uint64_t n)
{
	char digits[20];

	mia__buf_add(out, digits, mia__number_format(n, digits));
}

/* As people quote it: 2026-03-04 09:16:20 UTC. */
static void
add_time(struct buf *out, mia_time time)
{
	char text[MIA_TIME_TEXT];
	size_t len = mia_time_format(time, text);
	char *t = memchr(text, 'T', len);

	if (t)
		*t = ' ';
	mia__buf_add(out, text, len && text[len - 1] == 'Z' ? len - 1 : len);
	mia__buf_str(out, " UTC");
}

static void
add_known(struct buf *out, const char *how)
{
	if (how) {
		mia__buf_str(out, " (");
		mia__buf_str(out, how);
		mia__buf_byte(out, ')');
	}
}

static void
add_one_end(struct buf *out, const char *before, mia_time time, const char *how, const char *after)
{
	mia__buf_str(out, before);
	add_time(out, time);
	add_known(out, how);
	mia__buf_str(out, after);
}

static void
add_span(const struct sentence *s)
{
	struct buf *out = s->out;

	if (s->from == MIA_TIME_UNKNOWN && s->until == MIA_TIME_UNKNOWN) {
		mia__buf_str(out, s->open_ended ? " at any time" : "");
	} else if (s->until == MIA_TIME_UNKNOWN) {
		add_one_end(out, " from ", s->from, s->from_known, " on");
	} else if (s->from == MIA_TIME_UNKNOWN) {
		add_one_end(out, " before ", s->until, s->until_known, "");
	} else if (s->from == s->until) {
		add_one_end(out, " at ", s->from, s->from_known, "");
	} else {
		add_one_end(out, " between ", s->from, s->from_known, "");
		add_one_end(out, " and ", s->until, s->until_known, "");
	}
}

static void
add_mailbox(const struct sentence *s)
{
	const struct mia_mailbox_finding *finding = s->facts->finding;
	struct mia_text name = finding->mailbox.len ? finding->mailbox : finding->mailbox_guid;

	if (name.len == 0) {
		mia__buf_str(s->out, no_mailbox);
		return;
	}
	mia__buf_str(s->out, "mailbox ");
	mia__buf_text(s->out, name);
	/* Several may bear one name, as a mailbox that was made anew. */
	if (finding->mailbox.len && finding->mailbox_guid.len &&
		mia__finding_boxes_find(s->facts->boxes, finding->mailbox, TEXT_ABSENT) == NO_FINDING_BOX) {
		mia__buf_str(s->out, " (GUID ");
		mia__buf_text(s->out, finding->mailbox_guid);
		mia__buf_byte(s->out, ')');
	}
}

static const char *
who(const struct sentence *s)
{
	return s->facts->view->by_someone ? in_scope : by_anyone;
}

/* %W stands before a span or a full stop. */
static void
add_who(const struct sentence *s, const char *rest)
{
	const char *text = who(s);
	size_t len = strlen(text);

	if (text[len - 1] == ',' && *rest == '.')
		len--;
	mia__buf_add(s->out, text, len);
}

static void
add_place(struct sentence *s, char code, uint64_t n, const char *rest)
{
	switch (code) {
	case 'M':
		add_mailbox(s);
		break;
	case 'W':
		add_who(s, rest);
		break;
	case 'N':
		add_number(s->out, n);
		break;
	case 'S':
		add_span(s);
		break;
	case 'T':
		mia__buf_text(s->out, buf_view(s->text));
		break;
	case 'I':
		if (!s->told) {
			mia__buf_str(s->out, "In ");
			add_mailbox(s);
			mia__buf_str(s->out, ", ");
		}
		break;
	default:
		break;
	}
}

static void
fill_in(struct sentence *s, enum wording wording, uint64_t n)
{
	const char *at = n == 1 ? wordings[wording].one : wordings[wording].many;

	for (const char *percent; (percent = strchr(at, '%')) != NULL; at = percent + 2) {
		mia__buf_add(s->out, at, (size_t)(percent - at));
		add_place(s, percent[1], n, percent + 2);
	}
	mia__buf_str(s->out, at);
}

void
mia__wording_say(struct sentence *s, enum wording wording, uint64_t n)
{
	if (s->out->len)
		mia__buf_byte(s->out, ' ');
	fill_in(s, wording, n);
	s->told = true;
	buf_clear(s->text);
	s->from_known = s->until_known = NULL;
}

void
mia__wording_part(struct sentence *s, enum wording wording, uint64_t n)
{
	struct buf *out = s->out;

	s->out = s->text;
	fill_in(s, wording, n);
	s->out = out;
}
