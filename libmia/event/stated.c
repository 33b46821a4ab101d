/* What a record states of an access: its kind, and whether logging was throttled. Also where it says both. */
#include <string.h>

#include "base/text.h"
#include "event/assemble.h"
#include "event/looks.h"
#include "event/parse.h"
#include "event/powershell.h"

/* As which of the two this name is meant; SLOT_NONE: as none. *odd: it only looks so. */
static enum slot
stated(struct mia_text name, bool *odd)
{
	name = text_trim(name);
	*odd = false;
	if (text_equal_nocase(name, TEXT("MailAccessType")))
		return SLOT_ACCESS_TYPE;
	if (text_equal_nocase(name, TEXT("IsThrottled")))
		return SLOT_THROTTLED;
	*odd = name.len && mia__looks_like(name, TEXT("IsThrottled"));
	return *odd ? SLOT_THROTTLED : SLOT_NONE;
}

/* Of two values of IsThrottled the one that promises less: true, then what is neither, then false. */
static int
care(struct mia_text value)
{
	uint64_t flags = 0;
	enum mia_known known = mia__event_known(value, &flags);

	return known == MIA_YES ? 2 : known == MIA_NO ? 0 : 1;
}

void
mia__decode_state(struct decoder *d, enum slot_set set, enum slot slot, struct mia_text value)
{
	struct mia_text *at = &d->sets[set].v[slot];

	value = text_trim(value);
	/* There, and says nothing that can be read: as a list, as null. */
	if (slot == SLOT_THROTTLED && mia__powershell_nothing(value))
		value = TEXT("?");
	if (!at->len || text_equal_nocase(*at, value)) {
		*at = at->len ? *at : value;
		return;
	}
	d->flags |= MIA_FLAG_DUP_KEY;
	if (slot == SLOT_THROTTLED) {
		d->flags |= MIA_FLAG_THROTTLED_UNCLEAR;
		*at = care(value) > care(*at) ? value : *at;
		return;
	}
	/* Bind and Sync: neither of them. It stays so however often they follow. */
	if (mia__text_find(*at, TEXT(" | ")) < 0)
		*at = mia__decode_joined(d, *at, TEXT(" | "), value);
}

bool
mia__decode_take_stated(struct decoder *d, struct mia_text name, struct mia_text value)
{
	bool odd;
	enum slot slot = stated(name, &odd);

	if (slot == SLOT_NONE)
		return false;
	mia__decode_state(d, d->has_record ? SET_RECORD : SET_TOP, slot, odd ? TEXT("?") : value);
	return true;
}

void
mia__decode_property(struct decoder *d, struct mia_text name, struct mia_text value)
{
	if (!name.ptr || mia__decode_take_stated(d, name, value) || !value.ptr)
		return;
	if (text_equal_nocase(text_trim(name), TEXT("SessionId")))
		mia__decode_again(d, d->has_record ? SET_RECORD : SET_TOP, SLOT_SIGN_IN, value);
	else if (text_starts_nocase(text_trim(name), TEXT("Rule")))
		mia__decode_parameter(d, text_trim(name), value); /* UpdateInboxRules */
}

/* Of DeviceProperties and ExtendedProperties only the ids matter, and the user agent. */
static void
sign_in_property(struct decoder *d, struct mia_text name, struct mia_text value)
{
	if (text_equal_nocase(text_trim(name), TEXT("IsThrottled")))
		mia__decode_take_stated(d, name, value);
	if (text_equal_nocase(text_trim(name), TEXT("SessionId")))
		mia__decode_property(d, name, value);
	else if (text_equal_nocase(text_trim(name), TEXT("Id")) && value.ptr)
		mia__decode_again(d, d->has_record ? SET_RECORD : SET_TOP, SLOT_SIGN_IN_DEVICE, value);
	else if (text_equal_nocase(text_trim(name), TEXT("UserAgent")) && value.ptr)
		d->sets[d->has_record ? SET_RECORD : SET_TOP].v[SLOT_USER_AGENT] = value;
}

static void
keep_other(struct decoder *d, struct more_doc **list, struct mia_text text)
{
	if (text.ptr && !(*list && text_equal((*list)->text, text)))
		mia__decode_push(d, list, text, SLOT_NONE);
}

/* The value of a parameter that is a list, or an object. */
static void
end_structure(struct decoder *d)
{
	if (d->structured) {
		d->property_value = mia__arena_text(&d->arena, buf_view(&d->values));
		d->no_memory |= !d->property_value.ptr;
	}
}

/* Name or Value stands twice in a property: each of them may be the one that is meant. */
void
mia__decode_again_property(struct decoder *d, const struct level *l)
{
	if (l->slot == M_NAME) {
		keep_other(d, &d->other_names, d->property_name);
	} else if (l->slot == M_VALUE) {
		end_structure(d);
		keep_other(d, &d->other_values, d->property_value);
		d->structured = false;
		buf_clear(&d->values);
	}
}

/* One that was written once; or every reading of it, so that those that differ are seen. */
void
mia__decode_end_property(struct decoder *d, enum context context)
{
	void (*take)(struct decoder * d, struct mia_text name, struct mia_text value) =
		context == CTX_PROPERTY                             ? mia__decode_property
		: context == CTX_DEVICE                             ? sign_in_property
		: context == CTX_PARAMETER || context == CTX_CHANGE ? mia__decode_parameter
								    : NULL;

	if (!take)
		return;
	end_structure(d);
	for (const struct more_doc *other = d->other_values; other; other = other->next)
		take(d, d->property_name, other->text);
	for (const struct more_doc *other = d->other_names; other; other = other->next)
		take(d, other->text, d->property_value);
	take(d, d->property_name, d->property_value);
}
