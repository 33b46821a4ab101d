/* What marked records were about, kept as numbers of interned texts. */
#include "base/text.h"
#include "timeline/store.h"

/* The members of the act in turn. */
static void
list_texts(const struct mia_act *act, struct mia_text texts[static ACT_TEXTS])
{
	memcpy(texts, act, sizeof(*act));
}

bool
mia__timeline_keep_act(struct mia_timeline *t, const struct mia_event *event, enum mark mark, uint32_t *ret)
{
	struct mia_text texts[ACT_TEXTS];
	struct act_texts numbers;
	struct mia_act act;

	*ret = 0;
	if (mark == MARK_NONE)
		return true;
	if (!mia__act_of(&t->builder, event, mark, &act))
		return false;
	list_texts(&act, texts);
	for (size_t i = 0; i < ACT_TEXTS; i++)
		if (!mia__intern_add(&t->names.texts, texts[i], &numbers.v[i]))
			return false;
	return mia__intern_add(&t->acts, (struct mia_text){ (const char *)&numbers, sizeof(numbers) }, ret);
}

struct mia_act
mia__timeline_act(const struct mia_timeline *t, uint32_t number)
{
	struct mia_act act = { .rule = TEXT_ABSENT };
	struct mia_text texts[ACT_TEXTS];
	struct act_texts numbers;

	if (!number)
		return act;
	memcpy(&numbers, intern_text(&t->acts, number).ptr, sizeof(numbers));
	for (size_t i = 0; i < ACT_TEXTS; i++)
		texts[i] = names_text(&t->names, numbers.v[i]);
	memcpy(&act, texts, sizeof(act));
	return act;
}

bool
mia__timeline_merge_acts(struct mia_timeline *t, const struct mia_timeline *from,
	const struct kept_maps *maps, uint32_t *map)
{
	map[0] = 0;
	for (size_t i = 1; i < from->acts.count; i++) {
		struct act_texts numbers;
		memcpy(&numbers, intern_text(&from->acts, (uint32_t)i).ptr, sizeof(numbers));
		for (size_t k = 0; k < ACT_TEXTS; k++)
			numbers.v[k] = maps->texts[numbers.v[k]];
		if (!mia__intern_add(&t->acts, (struct mia_text){ (const char *)&numbers, sizeof(numbers) },
			    &map[i]))
			return false;
	}
	return true;
}
