/*
 * What a marked operation was about, in words: the fields of struct mia_act,
 * filled by one file for each family of operations, and the line for eyes that
 * is made of them.
 */
#ifndef MIA_EVENT_ACT_H
#define MIA_EVENT_ACT_H

#include "base/buf.h"
#include "event/marks.h"

enum act_field {
	ACT_RULE,
	ACT_CONDITIONS,
	ACT_TARGET,
	ACT_GRANTEE,
	ACT_APP_ID,
	ACT_APP_NAME,
	ACT_PERMISSIONS,
	ACT_OBJECT,
	ACT_DETAIL,
	ACT_ACTIONS, /* what a rule does, for the line alone */
	ACT_FIELDS
};

/* Makes one act after the other; the steady state allocates nothing. */
struct act_builder {
	struct buf parts; /* the fields, one behind the other */
	struct buf line;
	struct {
		size_t at, len;
	} fields[ACT_FIELDS];
	const struct mia_event *event;
	struct mia_text operation; /* without outer blanks and the full stop */
};

void mia__act_init(struct act_builder *b, const struct mia_allocator *a);
void mia__act_release(struct act_builder *b);
/* The texts live in the builder, until the next call. false: no memory. */
bool mia__act_of(struct act_builder *b, const struct mia_event *event, enum mark mark, struct mia_act *ret);

/* ---- for the families ---- */

/* One more text of a field, parted from the others; empty ones are left out. Of
 * fields that are filled in turn only the last may grow. */
void mia__act_add(struct act_builder *b, enum act_field field, const char *separator, struct mia_text text);
/* What was set to what: "AuditEnabled=False", to ACT_DETAIL. */
void mia__act_add_setting(struct act_builder *b, struct mia_text name, struct mia_text value);
/* Goes on with the last text of the field, with no separator. */
void mia__act_go_on(struct act_builder *b, enum act_field field, struct mia_text text);
void mia__act_set(struct act_builder *b, enum act_field field, struct mia_text text);
/* Likewise, of a value that anybody may have chosen: what would read as our own words
 * ("nowhere", "x -> delete") stands in quotes. */
void mia__act_go_on_value(struct act_builder *b, enum act_field field, struct mia_text value);
struct mia_text mia__act_field(const struct act_builder *b, enum act_field field);
/* The parameter of this name, without the brackets, quotes and line feeds that the
 * JSON of ModifiedProperties has. */
struct mia_text mia__act_parameter(const struct act_builder *b, const char *name);
bool mia__act_is(const struct act_builder *b, const char *operation);
bool mia__act_begins(const struct act_builder *b, const char *operation);
/* To the line: a text, one in quotes, and a GUID by its first 8 characters. */
void mia__act_say(struct act_builder *b, const char *words);
void mia__act_say_text(struct act_builder *b, struct mia_text text);
void mia__act_quote(struct act_builder *b, struct mia_text text);
/* To the line: the field behind these words; nothing where it is not filled. */
void mia__act_say_field(struct act_builder *b, const char *before, enum act_field field);
void mia__act_say_id(struct act_builder *b, struct mia_text id);

/* Each fills the fields, and the line. */
void mia__act_rule(struct act_builder *b);        /* act_mail.c: inbox, transport, journal rules */
void mia__act_forwarding(struct act_builder *b);  /* act_mail.c */
void mia__act_permission(struct act_builder *b);  /* act_access.c: mailboxes, folders, roles */
void mia__act_application(struct act_builder *b); /* act_access.c */
void mia__act_sign_in(struct act_builder *b);     /* act_account.c */
void mia__act_authentication(struct act_builder *b);
void mia__act_audit(struct act_builder *b);
void mia__act_search(struct act_builder *b);

#endif
