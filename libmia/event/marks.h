/* What an event means besides access to mail, as a number that folds can keep. */
#ifndef MIA_EVENT_MARKS_H
#define MIA_EVENT_MARKS_H

#include <stdbool.h>

#include <mia/event.h>

enum mark {
	MARK_NONE = 0,
	MARK_INBOX_RULE,
	MARK_FORWARDING,
	MARK_DELEGATION,
	MARK_FOLDER_PERMISSION,
	MARK_AUDIT_CHANGE,
	MARK_CONSENT,
	MARK_SIGN_IN,
	MARK_AUTHENTICATION,
	MARK_SEARCH,
	MARK_EXPORT,
	MARK_CONSENT_EXPORT,
	MARK_COUNT
};

enum mark mia__mark_of(const struct mia_event *event);
/* Whether events of this operation can bear a mark. */
bool mia__mark_possible(struct mia_text operation);
/* Whether they can bear this one by their operation; not for MARK_CONSENT_EXPORT. */
bool mia__mark_can_be(struct mia_text operation, enum mark mark);
/* The operations that may bear one, in no order, some more than once; NULL behind the last. Static. */
const char *mia__mark_operation(size_t i);
/* Static; "" for MARK_NONE. */
const char *mia__mark_name(enum mark mark);

#endif
