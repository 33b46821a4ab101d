/* A set of ids, looked up by their hash. */
#include "scope/idset.h"

#include "base/text.h"

struct idset *
mia__idset_new(const struct mia_allocator *a, unsigned by)
{
	struct idset *set = mia__alloc(a, 1, sizeof(*set));

	if (!set)
		return NULL;
	set->a = *a;
	set->by = by;
	mia__intern_init(&set->sessions, a);
	mia__intern_init(&set->tokens, a);
	return set;
}

void
mia__idset_free(struct idset *set)
{
	if (!set)
		return;
	struct mia_allocator a = set->a;
	mia__intern_release(&set->sessions);
	mia__intern_release(&set->tokens);
	mia__dealloc(&a, set, 1, sizeof(*set));
}

struct mia_text
mia__session_id_canonical(struct mia_text id, char room[static 36])
{
	id = mia__id_plain(id, room);
	if (!mia__text_is_guid(id))
		return id;
	mia__text_lower(id, room);
	return (struct mia_text){ room, 36 };
}

bool
mia__idset_add(struct idset *set, unsigned by, struct mia_text id)
{
	char room[36];
	uint32_t number;

	if (by == MIA_EXPAND_TOKEN)
		return mia__intern_add(&set->tokens, id, &number);
	return mia__intern_add(&set->sessions, mia__session_id_canonical(id, room), &number);
}

static bool
copy_all(struct intern *into, const struct intern *from)
{
	uint32_t number;

	for (size_t i = 1; i < from->count; i++)
		if (!mia__intern_add(into, intern_text(from, i), &number))
			return false;
	return true;
}

struct idset *
mia__idset_copy(const struct idset *set, const struct mia_allocator *a)
{
	struct idset *copy = mia__idset_new(a, set->by);

	if (copy && (!copy_all(&copy->sessions, &set->sessions) || !copy_all(&copy->tokens, &set->tokens))) {
		mia__idset_free(copy);
		return NULL;
	}
	return copy;
}

static bool
holds_session(const struct idset *set, struct mia_text id)
{
	char room[36];

	return id.len && mia__intern_find(&set->sessions, mia__session_id_canonical(id, room)) != 0;
}

bool
mia__sessions_told(const struct mia_event *event, bool guids)
{
	const struct mia_text ids[] = { event->session_id, event->aad_session_id };
	bool told = false;

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (ids[i].len && guids && !mia__text_is_guid(ids[i]))
			return false;
		told |= ids[i].len > 0;
	}
	return told;
}

static struct mia_text
first_of(const struct intern *texts)
{
	return texts->count > 1 ? intern_text(texts, 1) : TEXT_ABSENT;
}

enum mia_match
mia__idset_match(const struct idset *set, const struct mia_event *event)
{
	bool told;

	if (holds_session(set, event->session_id) || holds_session(set, event->aad_session_id))
		return MIA_MATCH_YES;
	if (event->unique_token_id.len && mia__intern_find(&set->tokens, event->unique_token_id) != 0)
		return MIA_MATCH_YES;
	told = set->by & MIA_EXPAND_SESSION
		? mia__sessions_told(event, mia__text_is_guid(first_of(&set->sessions)))
		: event->unique_token_id.len != 0;
	return told ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}
