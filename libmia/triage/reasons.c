/*
 * The table of reasons: what makes a subject worth a look, how much it weighs,
 * and who says so. docs/triage.md explains each; tests/lint/triage.py compares.
 *
 * A row weighs the sum of its reasons, each counted once however often it holds:
 * numbers are the intruder's to inflate. The scale:
 *   40  lets mail out, or the intruder in, and is seldom innocent
 *   25  typical of an attack, but administrators and owners do it too
 *   15  supports another reason; alone it often has a plain cause
 *    5  merely unusual
 *    1  told so that it is not missed
 * Techniques are those of MITRE ATT&CK (attack.mitre.org).
 */
#include "triage/reasons.h"

static const struct mia_triage_rule rules[REASON_COUNT] = {
	[REASON_FORWARD_OUTSIDE] = { "forward-outside", 40,
		"A forwarding or a rule that sends mail to a domain that no mailbox of the evidence has.",
		"T1114.003; Microsoft, Alert classification for suspicious inbox forwarding rules" },
	[REASON_IMITATES] = { "imitates", 40,
		"The name of the application looks like one of Microsoft's and is written otherwise.",
		"T1036.005; Microsoft, App consent grant investigation" },
	[REASON_AUDIT_CHANGE] = { "audit-change", 40, "Auditing was changed.",
		"T1562.008; Microsoft, Manage mailbox auditing" },
	[REASON_EXPORT] = { "export", 40, "Whole mailboxes or the hits of a search were exported.",
		"T1114.002; Microsoft, Audit log activities (eDiscovery)" },
	[REASON_CONSENT_THEN_MAIL] = { "consent-then-mail", 40,
		"Mail was handed to the application after a consent that the evidence holds.",
		"T1528; Microsoft, App consent grant investigation" },
	[REASON_CONSENT_EXPORT] = { "consent-export", 40,
		"The application may export whole items, which the log shows as plain binds.",
		"T1528; Microsoft Graph, permissions reference (MailboxItem.Export)" },
	[REASON_CREDENTIAL] = { "credential", 40, "A secret or a key was added to the application.",
		"T1098.001; CISA AA21-008A" },
	[REASON_ABUSED_APP] = { "abused-app", 25,
		"Public reports name the application in the hands of intruders.",
		"T1550.001; libmia/event/apps.c names the reports" },
	[REASON_SPRAY] = { "spray", 25, "From one address sign-ins of three or more accounts failed.",
		"T1110.003; Microsoft Sentinel, SigninPasswordSpray" },
	[REASON_RULE_HIDES] = { "rule-hides", 25,
		"A rule deletes mail, moves it out of sight or marks it as read.",
		"T1564.008; Microsoft, Alert classification for suspicious inbox manipulation rules" },
	[REASON_DELEGATION] = { "delegation", 25,
		"Somebody was given rights on a mailbox, or a role that opens mailboxes.",
		"T1098.002; Microsoft, Responding to a compromised email account" },
	[REASON_CONSENT_MAIL] = { "consent-mail", 25, "The consent lets the application read or send mail.",
		"T1528; Microsoft Sentinel, MaliciousOAuthApp_O365AttackToolkit" },
	[REASON_MANY_RULES] = { "many-rules", 25, "Ten or more rules were made or changed.",
		"T1564.008; Microsoft, Alert classification for suspicious inbox manipulation rules" },
	[REASON_COPIES_NEW] = { "copies-new", 25,
		"Folders were copied by an address that was new to the mailbox.",
		"T1114.002; Microsoft, Use MailItemsAccessed to investigate compromised accounts" },
	[REASON_FAILED_THEN_OK] = { "failed-then-ok", 25,
		"Five or more sign-ins of an account failed from the address before one went well.",
		"T1110.001; Microsoft, Password spray investigation" },
	[REASON_PASSWORD_RIGHT] = { "password-right", 15,
		"A sign-in failed only after the password was found right: a second factor or a policy stopped it.",
		"T1621; Microsoft Entra, authentication and authorization error codes" },
	[REASON_FOLDER_PERMISSION] = { "folder-permission", 15, "Rights on a folder were changed.",
		"T1098.002; Mandiant, APT29 continues targeting Microsoft 365" },
	[REASON_CONSENT] = { "consent", 15, "Somebody gave the application consent within the evidence.",
		"T1528; Microsoft Sentinel, RareApplicationConsent" },
	[REASON_BURST] = { "burst", 15,
		"Binds name 30 or more messages in one go, without a pause of ten minutes.",
		"T1114.002; Microsoft, Use MailItemsAccessed to investigate compromised accounts" },
	[REASON_FAILED_FROM_MANY] = { "failed-from-many", 15,
		"Sign-ins of the account failed from three or more addresses.",
		"T1110; Splunk, Azure AD multi-source failed authentications" },
	[REASON_NETWORKS] = { "networks", 15,
		"One session id came from several networks: it may have been stolen.",
		"T1539; Microsoft Entra, linkable identifiers" },
	[REASON_FORWARD] = { "forward", 15,
		"A forwarding, a transport rule or a journal was set, not seen to lead outside.",
		"T1114.003; Microsoft, Responding to a compromised email account" },
	[REASON_RULE_WORDS] = { "rule-words", 15,
		"A rule picks mail by words of money, passwords or warnings.",
		"T1564.008; Red Canary, email forwarding rules" },
	[REASON_RULE] = { "rule", 15, "An inbox rule was made, changed or switched on.",
		"T1564.008; Microsoft, Responding to a compromised email account" },
	[REASON_AUTHENTICATION] = { "authentication", 15,
		"A password, a second factor or a device was changed, added or removed.",
		"T1098.005, T1556.006; CISA AA21-008A" },
	[REASON_ACCOUNTS] = { "accounts", 15,
		"Three or more accounts came from the address; an office does so too.",
		"T1078.004; Microsoft, Password spray investigation" },
	[REASON_APP_MAILBOXES] = { "app-mailboxes", 5,
		"An application that is not well known came to several mailboxes.",
		"T1114.002; CISA AA23-193A" },
	[REASON_THROTTLED] = { "throttled", 15,
		"Binds were throttled: from there on the log is blind for 24 hours.",
		"Microsoft, Use MailItemsAccessed to investigate compromised accounts" },
	[REASON_SAYS_MICROSOFT] = { "says-microsoft", 5,
		"The application calls itself Microsoft's, and its id is not among those that are known.",
		"T1036.005; Microsoft, Verify first-party Microsoft applications in sign-in reports" },
	[REASON_RULE_NAME] = { "rule-name", 5,
		"A rule without a name, or with one of punctuation or a single sign.",
		"T1564.008; Red Canary, email forwarding rules" },
	[REASON_SEARCH] = { "search", 5, "Mailboxes or the audit log were searched.",
		"T1114; CISA AA23-193A (SearchQueryInitiated)" },
	[REASON_CONSENTS_SEVERAL] = { "consents-several", 5, "Several accounts gave the application consent.",
		"T1528; Microsoft, App consent grant investigation" },
	[REASON_CONSENT_REFUSED] = { "consent-refused", 5,
		"A consent to the application was tried and failed.",
		"T1528; Splunk, O365 user consent blocked for risky application" },
	[REASON_COPIES] = { "copies", 5, "Folders were copied to a client, which every desktop Outlook does.",
		"T1114.002; Microsoft, Use MailItemsAccessed to investigate compromised accounts" },
	[REASON_NOT_OWNER] = { "not-owner", 5, "A mailbox was opened by an account that is not its owner.",
		"T1098.002; Microsoft, Manage mailbox auditing" },
	[REASON_NEW] = { "new", 5, "It was new to a mailbox that others had used before.", "CISA AA23-193A" },
	[REASON_SYSTEM] = { "system", 1,
		"Marked operations of Microsoft's own SYSTEM, without an address; they give no other reason.",
		"Microsoft, Audit log activities (NT AUTHORITY\\SYSTEM)" },
};

const struct mia_triage_rule *
mia_triage_rule(size_t i)
{
	return i < REASON_COUNT ? &rules[i] : NULL;
}

const struct mia_triage_rule *
mia__triage_rule_of(enum reason reason)
{
	return &rules[reason];
}
