/* RuleActions of UpdateInboxRules: JSON text that says what a rule does. */
#ifndef MIA_EVENT_RULE_ACTIONS_H
#define MIA_EVENT_RULE_ACTIONS_H

#include <stdbool.h>

#include <mia/base.h>

/* Whether an action forwards: an ActionType with Forward or Redirect in it, or
 * such a word in a text that is no list of actions. */
bool mia__rule_actions_forward(struct mia_text actions);
/* Hands on each recipient of the actions that forward. false: `take` said so. */
typedef bool rule_recipient(void *ctx, struct mia_text recipient);
bool mia__rule_actions_recipients(struct mia_text actions, rule_recipient *take, void *ctx);
/* Hands on the ActionType of each action, as written. false: `take` said so. */
bool mia__rule_actions_types(struct mia_text actions, rule_recipient *take, void *ctx);

#endif
