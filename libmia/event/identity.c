/* Which text of an item tells that it is the same item elsewhere. */
#include "event/identity.h"

#include "base/text.h"

enum item_identity
mia__item_identity(const struct mia_item *item, struct mia_text *ret)
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
mia__item_printed_id(const struct mia_item *item)
{
	return item->immutable_id.len ? item->immutable_id : item->id;
}

bool
mia__message_id_canonical(struct arena *arena, struct mia_text raw, struct mia_text *ret)
{
	struct mia_text t = text_trim(raw);
	char *p;

	*ret = t;
	if (t.len == 0) {
		*ret = TEXT_ABSENT;
		return true;
	}
	if (t.len >= 2 && t.ptr[0] == '<' && t.ptr[t.len - 1] == '>')
		return true;
	bool opened = *t.ptr == '<', closed = t.ptr[t.len - 1] == '>'; /* the other bracket was lost */
	t = (struct mia_text){ t.ptr + opened, t.len - (opened || closed) };
	p = mia__arena_take(arena, t.len + 2);
	if (!p)
		return false;
	p[0] = '<';
	memcpy(p + 1, t.ptr, t.len);
	p[t.len + 1] = '>';
	*ret = (struct mia_text){ p, t.len + 2 };
	return true;
}
