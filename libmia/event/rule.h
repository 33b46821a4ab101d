/*
 * Inbox rules and the forwarding of mailboxes, as records state them: whose a
 * rule is, which parameters are its conditions and which its targets. For
 * exposure (what went out), and for the words of an act.
 */
#ifndef MIA_EVENT_RULE_H
#define MIA_EVENT_RULE_H

#include <stdbool.h>

#include <mia/event.h>

/* UpdateInboxRules: a client wrote the rule, and the record has it whole. */
bool mia__rule_by_client(const struct mia_event *event);
/* A parameter that names where mail is forwarded to: of a mailbox, or of an inbox rule. */
bool mia__rule_target(struct mia_text name, bool of_mailbox);
/* A parameter that decides which mail a rule takes; the rest is what the rule
 * does and what it is called. */
bool mia__rule_condition(struct mia_text name);
/* An address without "smtp:" and outer blanks: Exchange writes it with and without. */
struct mia_text mia__rule_address(struct mia_text address);

/* How an identity names a mailbox: "anna.berg" of "host/.../anna.berg", of a
 * distinguished name; of a rule's, "anna.berg\Rule", what stands before it. */
struct mia_text mia__object_mailbox(struct mia_text object, bool of_mailbox);

/* Whose it is, and what it is called, as the record has it; `second` where the
 * first is not known. */
struct rule_names {
	struct mia_text mailbox, second, name;
};
struct rule_names mia__rule_names(const struct mia_event *event, bool of_mailbox);

#endif
