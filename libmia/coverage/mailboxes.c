/* Mailboxes as rows: which there are, by which names they are found, what is
 * counted over them. */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

#define NO_ROOT UINT32_MAX
#define LONGEST_NAME 320 /* a mail address: 64, @, 255; what is longer names nobody */

/* A mailbox before its place in the order is known. */
struct seed {
	struct mia_text name, guid;
	uint32_t root;    /* or NO_ROOT: the readiness alone names it */
	size_t readiness; /* or NO_BOX */
};
struct seeds {
	struct mia_coverage *c;
	struct seed *v;
	size_t count, cap;
};

static int
compare_seeds(const void *ctx, uint32_t x, uint32_t y)
{
	const struct seed *seeds = ctx, *a = &seeds[x], *b = &seeds[y];
	int c = text_compare(a->name, b->name);

	if (c == 0)
		c = text_compare(a->guid, b->guid);
	return c ? c : (a->readiness > b->readiness) - (a->readiness < b->readiness);
}

static bool
push_seed(struct seeds *seeds, struct seed seed)
{
	if (!mia__grow(&seeds->c->a, &seeds->v, &seeds->cap, seeds->count + 1, sizeof(*seeds->v)))
		return false;
	seeds->v[seeds->count++] = seed;
	return true;
}

static bool
sort_seeds(struct seeds *seeds)
{
	const struct mia_allocator *a = &seeds->c->a;
	size_t n = seeds->count;

	if (n == 0)
		return true;
	uint32_t *order = mia__alloc(a, n, sizeof(*order));
	struct seed *sorted = mia__alloc(a, n, sizeof(*sorted));
	bool ok = order && sorted;
	for (size_t i = 0; ok && i < n; i++)
		order[i] = (uint32_t)i;
	ok = ok && mia__sort_numbers(a, order, n, compare_seeds, seeds->v);
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = seeds->v[order[i]];
	if (ok)
		memcpy(seeds->v, sorted, n * sizeof(*sorted));
	mia__dealloc(a, order, n, sizeof(*order));
	mia__dealloc(a, sorted, n, sizeof(*sorted));
	return ok;
}

/* ---- names ---- */

static bool
index_names(const struct seeds *seeds)
{
	struct mia_coverage *c = seeds->c;
	const struct mailbox_names *m = &c->mailboxes;

	for (size_t i = 0; i < seeds->count; i++)
		if (seeds->v[i].root != NO_ROOT)
			c->box_of[seeds->v[i].root] = (uint32_t)i;
	for (uint32_t i = 0; i < m->count; i++)
		c->box_of[i] = c->box_of[mia__mailbox_names_root(m, i)];
	mia__directory_release(&c->directory);
	if (!mia__directory_add_mailboxes(&c->directory, m, c->box_of))
		return false;
	for (uint32_t i = 0; i < seeds->count; i++)
		if (!mia__directory_add_guid(&c->directory, seeds->v[i].guid, i) ||
			!mia__directory_add_name(&c->directory, seeds->v[i].name, i))
			return false;
	return mia__directory_sort(&c->directory);
}

static size_t
find_name(const struct mia_coverage *c, struct mia_text name, unsigned ways, enum directory_rule rule)
{
	uint32_t box = NOT_IN_DIRECTORY;

	if (name.len <= LONGEST_NAME)
		box = directory_number(mia__directory_find(&c->directory, name, ways, rule));
	return box == NOT_IN_DIRECTORY ? NO_BOX : box;
}

size_t
mia__coverage_find_box(const struct mia_coverage *c, struct mia_text name)
{
	enum { WAYS = FIND_BY_GUID | FIND_BY_NAME | FIND_BY_LOCAL_PART };
	name = text_trim(name);
	size_t found = find_name(c, name, WAYS, SEVERAL_MEAN_NONE), end = name.len;

	/* Admin records name their object as domain/organisational unit/name. */
	while (end > 0 && name.ptr[end - 1] != '/' && name.ptr[end - 1] != '\\')
		end--;
	if (found != NO_BOX || end == 0)
		return found;
	return find_name(c, (struct mia_text){ name.ptr + end, name.len - end }, WAYS, SEVERAL_MEAN_NONE);
}

struct directory_answer
mia__coverage_meant(const struct mia_coverage *c, struct mia_text name)
{
	enum { WAYS = FIND_BY_NAME | FIND_BY_LOCAL_PART };
	struct directory_answer meant = { .count = 0 };

	name = text_trim(name);
	if (name.len > LONGEST_NAME)
		return meant;
	meant = mia__directory_find(&c->directory, name, WAYS, SEVERAL_MEAN_ALL);
	for (size_t end = name.len; end > 0 && meant.count == 0; end--)
		if (name.ptr[end - 1] == '/' || name.ptr[end - 1] == '\\')
			return mia__directory_find(&c->directory,
				(struct mia_text){ name.ptr + end, name.len - end }, WAYS, SEVERAL_MEAN_ALL);
	return meant;
}

/* Which box a mailbox of the readiness is: that of its GUID, else of its name.
 * A UPN that stands with several GUIDs is one line of the readiness: it goes to
 * the first of them, rather than to a box of its own. A local part that
 * several share tells nothing. */
static size_t
find_readiness(const struct mia_coverage *c, struct mia_text name)
{
	size_t box = find_name(c, name, FIND_BY_GUID | FIND_BY_NAME, SEVERAL_MEAN_FIRST);

	return box != NO_BOX ? box : find_name(c, name, FIND_BY_LOCAL_PART, SEVERAL_MEAN_NONE);
}

/* ---- boxes ---- */

static bool
seeds_of_records(struct seeds *seeds)
{
	const struct mailbox_names *m = &seeds->c->mailboxes;

	for (uint32_t i = 0; i < m->count; i++) {
		struct seed seed = { .name = mia__mailbox_names_name(m, i),
			.guid = mia__mailbox_names_guid(m, i),
			.root = i,
			.readiness = NO_BOX };
		if (mia__mailbox_names_root(m, i) == i && !push_seed(seeds, seed))
			return false;
	}
	return sort_seeds(seeds);
}

static bool
add_readiness(struct seeds *seeds)
{
	struct mia_coverage *c = seeds->c;
	const struct mia_readiness *readiness = c->options.readiness;
	size_t records = seeds->count, n = readiness ? mia_readiness_count(readiness) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct mia_readiness_mailbox *mailbox = mia_readiness_get(readiness, i);
		size_t box = find_readiness(c, mailbox->guid);
		if (box == NO_BOX)
			box = find_readiness(c, mailbox->mailbox);
		if (box != NO_BOX) {
			if (seeds->v[box].readiness == NO_BOX)
				seeds->v[box].readiness = i;
			continue;
		}
		/* The readiness may be gone when the coverage is asked. */
		struct seed seed = {
			.name = mia__arena_text(&c->kept, mailbox->mailbox),
			.guid = mia__arena_text(&c->kept, mailbox->guid),
			.root = NO_ROOT,
			.readiness = i,
		};
		if ((mailbox->mailbox.ptr && !seed.name.ptr) || (mailbox->guid.ptr && !seed.guid.ptr) ||
			!push_seed(seeds, seed))
			return false;
	}
	return seeds->count == records || (sort_seeds(seeds) && index_names(seeds));
}

static bool
boxes_of_seeds(struct mia_coverage *c, const struct seeds *seeds)
{
	c->box_cap = seeds->count + 1;
	c->boxes = mia__alloc(&c->a, c->box_cap, sizeof(*c->boxes));
	c->runs = mia__alloc(&c->a, c->box_cap, sizeof(*c->runs));
	if (!c->boxes || !c->runs)
		return false;
	c->box_count = seeds->count;
	for (size_t i = 0; i < seeds->count; i++) {
		c->boxes[i] = (struct mia_coverage_mailbox){
			.mailbox = seeds->v[i].name,
			.guid = seeds->v[i].guid,
			.first = MIA_TIME_UNKNOWN,
			.last = MIA_TIME_UNKNOWN,
			.first_access_record = MIA_TIME_UNKNOWN,
			.last_access_record = MIA_TIME_UNKNOWN,
		};
		c->runs[i] = (struct coverage_run){ .readiness = seeds->v[i].readiness };
	}
	return true;
}

bool
mia__coverage_boxes_make(struct mia_coverage *c)
{
	struct seeds seeds = { .c = c };

	c->box_of_cap = c->mailboxes.count + 1;
	c->box_of = mia__alloc(&c->a, c->box_of_cap, sizeof(*c->box_of));
	bool ok = c->box_of && seeds_of_records(&seeds) && index_names(&seeds) && add_readiness(&seeds) &&
		boxes_of_seeds(c, &seeds);
	mia__dealloc(&c->a, seeds.v, seeds.cap, sizeof(*seeds.v));
	return ok;
}

void
mia__coverage_note_access(const struct coverage_record *record, mia_time *first, mia_time *last)
{
	if (record->time == MIA_TIME_UNKNOWN)
		return;
	if (*first == MIA_TIME_UNKNOWN || record_latest(record) < *first)
		*first = record_latest(record);
	if (*last == MIA_TIME_UNKNOWN || record_earliest(record) > *last)
		*last = record_earliest(record);
}

void
mia__coverage_boxes_count(struct mia_coverage *c)
{
	for (size_t i = 0; i < c->box_count; i++) {
		struct mia_coverage_mailbox *box = &c->boxes[i];
		const struct coverage_run *run = &c->runs[i];
		for (size_t k = run->start; k < run->start + run->count; k++) {
			const struct coverage_record *record = &c->records[k];
			box->events++;
			box->binds += record->access == MIA_ACCESS_BIND;
			box->syncs += record->access == MIA_ACCESS_SYNC;
			box->unstated += record->access == MIA_ACCESS_UNSTATED;
			time_widen(&box->first, &box->last, record->time);
			if (record->access != MIA_ACCESS_NONE)
				mia__coverage_note_access(record, &box->first_access_record,
					&box->last_access_record);
		}
	}
}

void
mia__coverage_boxes_release(struct mia_coverage *c)
{
	mia__dealloc(&c->a, c->boxes, c->box_cap, sizeof(*c->boxes));
	mia__dealloc(&c->a, c->runs, c->box_cap, sizeof(*c->runs));
	mia__dealloc(&c->a, c->box_of, c->box_of_cap, sizeof(*c->box_of));
	mia__directory_release(&c->directory);
}

size_t
mia_coverage_mailbox_count(const struct mia_coverage *coverage)
{
	return coverage && coverage->sealed ? coverage->box_count : 0;
}

const struct mia_coverage_mailbox *
mia_coverage_mailbox(const struct mia_coverage *coverage, size_t i)
{
	return i < mia_coverage_mailbox_count(coverage) ? &coverage->boxes[i] : NULL;
}
