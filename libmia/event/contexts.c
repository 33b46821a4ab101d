/* What an object or array is, by the context in which it begins. */
#include "event/parse.h"

static bool
holds_values(const struct level *l)
{
	return l->context == CTX_VALUES ||
		((l->context == CTX_PARAMETER || l->context == CTX_CHANGE) && l->slot == M_VALUE);
}

enum context
mia__decode_object_context(const struct level *l, unsigned char *set)
{
	*set = l->set;
	if (l->context == CTX_OBJECT && !l->array) {
		switch (l->slot) {
		case SLOT_ENVELOPE:
			*set = l->set == SET_RECORD ? SET_RECORD : SET_NESTED;
			return l->set == SET_RECORD ? CTX_OTHER : CTX_OBJECT;
		case SLOT_PAGE:
			return CTX_OTHER;
		case SLOT_RECORD:
			if (l->set == SET_RECORD)
				return CTX_OTHER;
			*set = SET_RECORD;
			return CTX_OBJECT;
		case SLOT_EVENT:
			*set = SET_NESTED;
			return l->set == SET_RECORD ? CTX_OTHER : CTX_EVENT;
		case SLOT_APP_CONTEXT:
			return CTX_APP_CONTEXT;
		case SLOT_PROPERTIES:
			return CTX_PROPERTY; /* one object, no array */
		case SLOT_DEVICE:
		case SLOT_EXTENDED:
			return CTX_DEVICE;
		case SLOT_FOLDERS:
			return CTX_FOLDER;
		case SLOT_ITEM:
			return CTX_ITEM;
		case SLOT_FOLDER:
			return CTX_NAMED_FOLDER;
		case SLOT_AFFECTED:
			return CTX_ITEM;
		case SLOT_PARAMETERS:
			return CTX_PARAMETER;
		case SLOT_MODIFIED:
			return CTX_CHANGE;
		case SLOT_MESSAGES:
			return CTX_MESSAGE;
		case SLOT_TARGET:
			return CTX_TARGET;
		default:
			return CTX_SKIP;
		}
	}
	if (l->context == CTX_OTHER)
		return CTX_OTHER;
	if (l->array) {
		switch (l->context) {
		case CTX_PROPERTIES:
			return CTX_PROPERTY;
		case CTX_DEVICES:
			return CTX_DEVICE;
		case CTX_FOLDERS:
			return CTX_FOLDER;
		case CTX_FOLDER_ITEMS:
		case CTX_ITEMS:
			return CTX_ITEM;
		case CTX_PARAMETERS:
			return CTX_PARAMETER;
		case CTX_MODIFIED:
			return CTX_CHANGE;
		case CTX_MESSAGES:
			return CTX_MESSAGE;
		case CTX_TARGETS:
			return CTX_TARGET;
		case CTX_ATTACHMENTS:
			return CTX_ATTACHMENT;
		case CTX_VALUES:
			return CTX_VALUES;
		default:
			return CTX_SKIP;
		}
	}
	if (holds_values(l))
		return CTX_VALUES;
	if (l->context == CTX_MESSAGE && l->slot == M_ITEMS)
		return CTX_ATTACHMENT; /* a single one, no array */
	if (l->context == CTX_FOLDER && l->slot == M_ITEMS)
		return CTX_ITEM; /* a single item, no array */
	if (l->context == CTX_ITEM && l->slot == M_PARENT)
		return CTX_NAMED_FOLDER;
	return CTX_SKIP;
}

enum context
mia__decode_array_context(const struct level *above)
{
	if (above->context == CTX_OBJECT && !above->array) {
		switch (above->slot) {
		case SLOT_FOLDERS:
			return CTX_FOLDERS;
		case SLOT_AFFECTED:
		case SLOT_ITEM:
			return CTX_ITEMS;
		case SLOT_PROPERTIES:
			return CTX_PROPERTIES;
		case SLOT_DEVICE:
		case SLOT_EXTENDED:
			return CTX_DEVICES;
		case SLOT_PARAMETERS:
			return CTX_PARAMETERS;
		case SLOT_MODIFIED:
			return CTX_MODIFIED;
		case SLOT_MESSAGES:
			return CTX_MESSAGES;
		case SLOT_TARGET:
			return CTX_TARGETS;
		case SLOT_RECORD:
		case SLOT_ENVELOPE:
		case SLOT_EVENT:
		case SLOT_PAGE:
			return CTX_OTHER;
		default:
			return CTX_SKIP;
		}
	}
	if (holds_values(above))
		return CTX_VALUES;
	if (above->context == CTX_OTHER)
		return CTX_OTHER;
	if (above->context == CTX_MESSAGE && above->slot == M_ITEMS)
		return CTX_ATTACHMENTS;
	return above->context == CTX_FOLDER && above->slot == M_ITEMS ? CTX_FOLDER_ITEMS : CTX_SKIP;
}
