/*
 * What a record sets that lasts until another record ends it: a rule, a
 * forwarding, a permission, a setting of the audit; and what such a record
 * ends. names/lasting.c pairs the two.
 */
#ifndef MIA_EVENT_LASTING_H
#define MIA_EVENT_LASTING_H

#include "event/marks.h"

#include <stdbool.h>

enum lasting_kind {
	LASTING_INBOX_RULE,
	LASTING_FORWARDING, /* of a mailbox */
	LASTING_TENANT_RULE,
	LASTING_PERMISSION,
	LASTING_FOLDER_PERMISSION,
	LASTING_APPLICATION,
	LASTING_SETTING
};

/* One thing is what has the same kind, mailbox, name and part. Its bits are what
 * of it stands: the actions of a rule, the targets of a forwarding, settings. */
enum { LASTING_BITS = 32 };
#define LASTING_ALL UINT32_MAX
/* Of a rule of a mailbox and of its forwarding: the bits that send mail on. */
#define LASTING_FORWARDS UINT32_C(7)

struct lasting {
	enum lasting_kind kind;
	uint32_t sets, ends; /* bits; ends LASTING_ALL: whatever stands */
	bool makes;          /* a new thing; another of the same name may stand beside it */
	bool resumes;        /* what stood before stands again */
	bool forgets;        /* the thing is gone: nothing of it can be resumed */
	bool own;            /* nobody else's mailbox than the one named will do */
	/* Whose; `second` where the first is not known. Absent: of the tenant. */
	struct mia_text mailbox, second;
	struct mia_text name, part;
};

/* false: the event sets nothing that lasts, ends nothing, or failed. Texts are
 * borrowed from the event. */
bool mia__lasting_of(const struct mia_event *event, enum mark mark, struct lasting *ret);

#endif
