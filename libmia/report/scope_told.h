/* What a report asks of a scope: whom and what it names. */
#ifndef MIA_REPORT_SCOPE_TOLD_H
#define MIA_REPORT_SCOPE_TOLD_H

#include <mia/scope.h>

#include "report/redact.h"

/* The accounts and mailboxes that a scope names. scope may be NULL. False when
 * memory is refused. */
bool mia__redact_people_of_scope(struct redact_people *people, const struct mia_scope *scope);

/* Does the scope ask for the application of that id, somewhere? */
bool mia__scope_names_app(const struct mia_scope *scope, struct mia_text app_id);

#endif
