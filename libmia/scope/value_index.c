/* Long lists of values: a table of texts, and one of networks. */
#include "scope/value_index.h"

#include "base/text.h"
#include "event/apps.h"
#include "names/mailboxes.h"
#include "scope/matcher.h"

static bool
is_any_case(enum mia_trait trait, const struct value *value)
{
	return value->guid || trait == MIA_TRAIT_USER || trait == MIA_TRAIT_MAILBOX;
}

static struct mia_text
lower(char *room, struct mia_text text)
{
	mia__text_lower(text, room);
	return (struct mia_text){ room, text.len };
}

static bool
add_text(struct value_index *index, enum mia_trait trait, const struct value *value)
{
	uint32_t number;

	return is_any_case(trait, value)
		? mia__intern_add(&index->any_case, lower(index->room, value->text), &number)
		: mia__intern_add(&index->exact, value->text, &number);
}

static bool
holds_text(const struct value_index *index, struct mia_text text)
{
	if (text.len == 0)
		return false;
	if (mia__intern_find(&index->exact, text))
		return true;
	return text.len <= index->longest &&
		mia__intern_find(&index->any_case, lower(index->room, text)) != 0;
}

static bool
holds_embedded_app(const struct value_index *index, struct mia_text info)
{
	struct mia_text app;

	while ((app = mia__next_embedded_app(&info)).ptr != NULL)
		if (holds_text(index, app))
			return true;
	return false;
}

bool
mia__value_index_serves(enum mia_trait trait)
{
	return trait != MIA_TRAIT_CLIENT && trait != MIA_TRAIT_LOGON;
}

/* What a value that the event does not bear answers depends on this alone (traits.c). */
static size_t
kind_of(enum mia_trait trait, const struct value *value)
{
	if (trait == MIA_TRAIT_APP)
		return mia__app_name(value->text).ptr && !mia__app_is_abused(value->text);
	if (trait == MIA_TRAIT_MAILBOX && !value->guid)
		return mia__mailbox_name_is_display(value->text) ? 2 : 0;
	return value->guid;
}

static bool
fill(struct value_index *index, enum mia_trait trait, const struct values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct value *value = &values->ptr[i];
		size_t *kind = &index->kinds[trait == MIA_TRAIT_ADDRESS ? 0 : kind_of(trait, value)];

		if (!*kind)
			*kind = i + 1;
		if (trait == MIA_TRAIT_ADDRESS
				? !mia__networks_add(&index->networks, &value->prefix, (uint32_t)i)
				: !add_text(index, trait, value))
			return false;
	}
	return true;
}

struct value_index *
mia__value_index_new(const struct mia_allocator *a, enum mia_trait trait, const struct values *values)
{
	struct value_index *index = mia__alloc(a, 1, sizeof(*index));

	if (!index)
		return NULL;
	index->a = *a;
	mia__networks_init(&index->networks, a);
	mia__intern_init(&index->exact, a);
	mia__intern_init(&index->any_case, a);
	index->longest = 1;
	for (size_t i = 0; i < values->count; i++)
		if (is_any_case(trait, &values->ptr[i]) && values->ptr[i].text.len > index->longest)
			index->longest = values->ptr[i].text.len;
	index->room = mia__alloc(a, index->longest, 1);
	if (!index->room || !fill(index, trait, values)) {
		mia__value_index_free(index);
		return NULL;
	}
	return index;
}

void
mia__value_index_free(struct value_index *index)
{
	if (!index)
		return;
	struct mia_allocator a = index->a;
	mia__intern_release(&index->exact);
	mia__intern_release(&index->any_case);
	mia__networks_release(&index->networks);
	mia__dealloc(&a, index->room, index->longest, 1);
	mia__dealloc(&a, index, 1, sizeof(*index));
}

bool
mia__value_index_holds(const struct value_index *index, enum mia_trait trait, const struct mia_event *event)
{
	switch (trait) {
	case MIA_TRAIT_ADDRESS:
		/* As in traits.c: beside a host name the other address counts too. */
		return (event->address.family && mia__networks_hold(&index->networks, &event->address)) ||
			(event->other_address.family &&
				mia__networks_hold(&index->networks, &event->other_address));
	case MIA_TRAIT_SESSION:
		return holds_text(index, event->session_id) || holds_text(index, event->aad_session_id);
	case MIA_TRAIT_APP:
		return holds_text(index, event->api_id) || holds_text(index, event->app_id) ||
			holds_text(index, event->client_app_id) || holds_text(index, event->context_app_id) ||
			holds_embedded_app(index, event->client_info) ||
			holds_embedded_app(index, event->actor_info);
	case MIA_TRAIT_USER:
		return holds_text(index, event->actor);
	case MIA_TRAIT_MAILBOX:
		return holds_text(index, event->mailbox_owner) || holds_text(index, event->mailbox_guid);
	case MIA_TRAIT_TOKEN:
		return holds_text(index, event->unique_token_id);
	case MIA_TRAIT_DEVICE:
		return holds_text(index, event->device_id);
	case MIA_TRAIT_TOKEN_OBJECT:
		return holds_text(index, event->token_object_id);
	case MIA_TRAIT_CLIENT:
	case MIA_TRAIT_LOGON:
	case MIA_TRAIT_COUNT:
		break;
	}
	return false;
}
