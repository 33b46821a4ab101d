/* When a record is read a second time. */
#include "base/text.h"
#include "event/rescue.h"

/* The flat columns of the mailbox log count as well. */
bool
mia__rescue_has_body(const struct decoder *d)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		for (int slot = SLOT_FOLDER_ID; slot < SLOT_SCALARS; slot++)
			if (d->sets[set].v[slot].len)
				return true;
	return d->folder_count || d->item_count || d->message_count || d->attachments_lost;
}

struct mia_text
mia__rescue_first(const struct decoder *d, enum slot a, enum slot b)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		for (int i = 0; i < 2; i++)
			if (d->sets[set].v[i ? b : a].len)
				return text_trim(d->sets[set].v[i ? b : a]);
	return TEXT_ABSENT;
}

/* Whether records of this operation name items or folders. */
static bool
has_items(struct mia_text operation)
{
	static const char *const names[] = { "AttachmentAccess", "MessageBind", "FolderBind", "SoftDelete",
		"HardDelete", "MoveToDeletedItems", "Move", "Copy", "Send", "SendAs", "SendOnBehalf",
		"Create", "Update" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(operation, text_of(names[i])))
			return true;
	return false;
}

/* What is read as another operation may be an access that lost its name. */
static bool
speaks_of_access(struct mia_text record)
{
	return mia__text_find(record, TEXT("MailAccessType")) >= 0 ||
		mia__text_find(record, TEXT("FolderItems")) >= 0;
}

/* Cmdlets, operations of the directory ("Consent to application.") and rules of clients
 * have parameters. */
static bool
has_parameters(struct mia_text operation)
{
	return operation.len &&
		(memchr(operation.ptr, '-', operation.len) || memchr(operation.ptr, ' ', operation.len) ||
			text_equal_nocase(operation, TEXT("UpdateInboxRules")));
}

bool
mia__rescue_wanted(const struct decoder *d, struct mia_text record)
{
	struct mia_text operation = mia__rescue_first(d, SLOT_OPERATION, SLOT_OPERATION_ALT);
	bool access = text_equal_nocase(operation, TEXT("MailItemsAccessed"));

	if (operation.len == 0 || d->other_case)
		return true;
	if (access && !mia__rescue_first(d, SLOT_ACCESS_TYPE, SLOT_ACCESS_TYPE).len)
		return true;
	if (!access && !has_items(operation))
		return (d->parameter_count == 0 && has_parameters(operation)) ||
			(!mia__rescue_has_body(d) && speaks_of_access(record));
	return !mia__rescue_has_body(d) ||
		(!mia__rescue_first(d, SLOT_IP_ADDRESS, SLOT_IP).len &&
			!mia__rescue_first(d, SLOT_IP_ACTOR, SLOT_IP_ACTOR).len);
}
