/* What page and workbook share when they tell the scope. */
#ifndef MIA_REPORT_SCOPE_TOLD_H
#define MIA_REPORT_SCOPE_TOLD_H

#include <mia/scope.h>

#include "report/redact.h"

/* The words of a scope in that language: mia_scope_words_new. */
enum mia_status mia__scope_words(struct mia_scope_words **ret, const struct mia_allocator *a,
	const struct mia_scope *scope, enum mia_language language, struct mia_error *err);
/* The accounts and mailboxes that a scope names. scope may be NULL. False when
 * memory is refused. */
bool mia__redact_people_of_scope(struct redact_people *people, const struct mia_scope *scope);

/* Does the scope ask for the application of that id, somewhere? */
bool mia__scope_names_app(const struct mia_scope *scope, struct mia_text app_id);

#endif
