#include "event/identity.h"

#include "base/text.h"

enum item_identity
item_identity(const struct mia_item *item, struct mia_text *ret)
{
	if (item->internet_message_id.len) {
		*ret = item->internet_message_id;
		return ITEM_BY_INTERNET_MESSAGE_ID;
	}
	if (item->immutable_id.len) {
		*ret = item->immutable_id;
		return ITEM_BY_IMMUTABLE_ID;
	}
	if (item->id.len) {
		*ret = item->id;
		return ITEM_BY_STORE_ID;
	}
	*ret = TEXT_ABSENT;
	return ITEM_NAMELESS;
}

struct mia_text
item_printed_id(const struct mia_item *item)
{
	return item->immutable_id.len ? item->immutable_id : item->id;
}
