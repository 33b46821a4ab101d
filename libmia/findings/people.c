/* The people whom messages concern: the list, in order. */
#include "base/error.h"
#include "findings/people.h"

struct mia_subjects {
	struct mia_allocator a;
	struct arena kept;
	struct mia_subject *rows;
	size_t count;
	struct mia_subjects_sums sums;
};

static bool
is_least(enum mia_level level)
{
	return level <= MIA_LEVEL_HANDLED;
}

static void
count_people(struct mia_subjects *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct mia_subject *row = &s->rows[i];
		bool least = false;
		for (int level = 0; level < MIA_LEVEL_NONE; level++)
			least = least || (row->messages[level] && is_least((enum mia_level)level));
		s->sums.people_least += least;
		s->sums.people_own += row->own == MIA_YES;
		s->sums.people_outside += row->own == MIA_NO;
	}
	s->sums.people_most = s->count;
}

static bool
take_people(struct mia_subjects *s, struct people_addresses *people, const struct mia_findings *f,
	struct exposed *e)
{
	for (uint32_t i = 0; i < e->count; i++) {
		if (!mia__people_take(people, f, e, i))
			return false;
		s->sums.records_least += is_least(e->messages[i].level);
		s->sums.messages_without_people += !people->anyone;
	}
	s->sums.records_most = e->count;
	return true;
}

static enum mia_status
make(struct mia_subjects *s, const struct mia_findings *f, struct mia_texts own_domains,
	struct mia_error *err)
{
	struct exposed exposed;
	struct people_addresses people;
	bool ok = true, unbounded = false;

	mia__exposed_init(&exposed, &s->a);
	mia__people_init(&people, &s->a);
	enum mia_status status = mia__exposed_take(&exposed, f, err);
	if (status == MIA_OK) {
		ok = take_people(s, &people, f, &exposed) &&
			mia__people_finish(&people, &exposed, &s->kept, own_domains, &s->rows) &&
			mia__people_unbounded(&unbounded, f);
		s->count = people.count;
		s->sums.unbounded = unbounded;
	}
	mia__people_release(&people);
	mia__exposed_release(&exposed);
	if (!ok)
		return mia__fail_memory(err);
	if (status == MIA_OK)
		count_people(s);
	return status;
}

static const struct mia_subjects_options defaults = { .size = sizeof(defaults) };

#undef mia_subjects_options_init
void
mia_subjects_options_init(struct mia_subjects_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_subjects_new(struct mia_subjects **ret, const struct mia_allocator *allocator,
	const struct mia_findings *findings, const struct mia_subjects_options *options,
	struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);

	if (!ret || !findings)
		return mia__fail(err, MIA_ERR_ARGUMENT, "people need findings");
	struct mia_subjects_options own = defaults;
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_subjects_options", err));
	if (!findings->view.asked.inventory && findings->view.item_count == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"people need findings with an inventory: the audit log names none");
	struct mia_texts own_domains = own.own_domains;
	for (size_t i = 0; i < own_domains.count; i++)
		if (!mia__own_domain_usable(own_domains.ptr[i]))
			return mia__fail(err, MIA_ERR_ARGUMENT,
				"an own domain is a domain alone, without '@', '*' or a dot in front");
	struct mia_subjects *s = mia__alloc(&a, 1, sizeof(*s));
	if (!s)
		return mia__fail_memory(err);
	s->a = a;
	mia__arena_init(&s->kept, &a);
	enum mia_status status = make(s, findings, own_domains, err);
	if (status == MIA_OK)
		*ret = s;
	else
		mia_subjects_free(s);
	return status;
}

void
mia_subjects_free(struct mia_subjects *s)
{
	if (!s)
		return;
	struct mia_allocator a = s->a;
	mia__arena_release(&s->kept);
	mia__dealloc(&a, s, 1, sizeof(*s));
}

size_t
mia_subjects_count(const struct mia_subjects *s)
{
	return s ? s->count : 0;
}

const struct mia_subject *
mia_subjects_get(const struct mia_subjects *s, size_t i)
{
	return i < mia_subjects_count(s) ? &s->rows[i] : NULL;
}

const struct mia_subjects_sums *
mia_subjects_sums(const struct mia_subjects *s)
{
	return s ? &s->sums : NULL;
}
