/* Mailboxes as rows: which there are, by which names they are found, what is
 * counted over them. */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

#define AMBIGUOUS UINT32_MAX
#define SHARED (UINT32_C(1) << 31) /* the first of several, + 1 */
#define NO_ROOT UINT32_MAX
#define LONGEST_NAME 320 /* a mail address: 64, @, 255 */

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

static struct mia_text
lower_name(struct mia_text name, char room[LONGEST_NAME])
{
	if (name.len == 0 || name.len > LONGEST_NAME)
		return TEXT_ABSENT;
	for (size_t i = 0; i < name.len; i++)
		room[i] = (char)ascii_lower((unsigned char)name.ptr[i]);
	return (struct mia_text){ room, name.len };
}

/* ---- names ---- */

/* A whole name may mean several boxes (a UPN that stands with several GUIDs):
 * the first of several; a local part then means none. What names a box in a better way,
 * was added before and stays: a UPN may be written like another's GUID. */
static bool
name_box(struct mia_coverage *c, struct mia_text name, uint32_t box, bool whole)
{
	struct coverage_names *names = &c->names;
	size_t known = names->texts.count;
	char room[LONGEST_NAME];
	uint32_t number;

	name = lower_name(name, room);
	if (!name.ptr)
		return true;
	if (!mia__intern_add(&names->texts, name, &number) ||
		!mia__grow(&c->a, &names->boxes, &names->cap, (size_t)number + 1, sizeof(*names->boxes)))
		return false;
	uint32_t *meant = &names->boxes[number];
	if (number >= known)
		*meant = box + 1;
	else if (whole && number >= names->fixed && (*meant & ~SHARED) != box + 1)
		*meant = (box + 1 < (*meant & ~SHARED) ? box + 1 : *meant) | SHARED;
	else if (!whole && number >= names->fixed && *meant != box + 1)
		*meant = AMBIGUOUS;
	return true;
}

static bool
name_local_part(struct mia_coverage *c, struct mia_text name, uint32_t box)
{
	const char *at = name.len ? memchr(name.ptr, '@', name.len) : NULL;

	return !at || name_box(c, (struct mia_text){ name.ptr, (size_t)(at - name.ptr) }, box, false);
}

static bool
name_guids(struct mia_coverage *c, const struct seeds *seeds)
{
	const struct mailbox_names *m = &c->mailboxes;

	for (size_t i = 0; i < m->count; i++)
		if (!name_box(c, intern_text(&m->names, m->entries[i].guid), c->box_of[i], true))
			return false;
	for (uint32_t i = 0; i < seeds->count; i++)
		if (!name_box(c, seeds->v[i].guid, i, true))
			return false;
	c->names.fixed = c->names.texts.count;
	return true;
}

/* Every name that any record gives a mailbox, not only the last. */
static bool
name_upns(struct mia_coverage *c, const struct seeds *seeds,
	bool (*name)(struct mia_coverage *c, struct mia_text name, uint32_t box))
{
	const struct mailbox_names *m = &c->mailboxes;

	for (size_t i = 0; i < m->count; i++)
		if (!name(c, intern_text(&m->names, m->entries[i].upn_lower), c->box_of[i]))
			return false;
	for (uint32_t i = 0; i < seeds->count; i++)
		if (!name(c, seeds->v[i].name, i))
			return false;
	c->names.fixed = c->names.texts.count;
	return true;
}

static bool
name_whole(struct mia_coverage *c, struct mia_text name, uint32_t box)
{
	return name_box(c, name, box, true);
}

static bool
index_names(const struct seeds *seeds)
{
	struct mia_coverage *c = seeds->c;
	const struct mailbox_names *m = &c->mailboxes;

	mia__intern_release(&c->names.texts);
	mia__intern_init(&c->names.texts, &c->a);
	c->names.fixed = 0;
	for (size_t i = 0; i < seeds->count; i++)
		if (seeds->v[i].root != NO_ROOT)
			c->box_of[seeds->v[i].root] = (uint32_t)i;
	for (uint32_t i = 0; i < m->count; i++)
		c->box_of[i] = c->box_of[mia__mailbox_names_root(m, i)];
	return name_guids(c, seeds) && name_upns(c, seeds, name_whole) &&
		name_upns(c, seeds, name_local_part);
}

static size_t
find_name(const struct mia_coverage *c, struct mia_text name, bool alone)
{
	char room[LONGEST_NAME];
	struct mia_text lower = lower_name(name, room);
	uint32_t number = mia__intern_find(&c->names.texts, lower);

	uint32_t meant = number ? c->names.boxes[number] : 0;

	if (!meant || meant == AMBIGUOUS || (alone && (meant & SHARED)))
		return NO_BOX;
	return (meant & ~SHARED) - 1;
}

size_t
mia__coverage_find_box(const struct mia_coverage *c, struct mia_text name)
{
	name = text_trim(name);
	size_t found = find_name(c, name, true), end = name.len;

	/* Admin records name their object as domain/organisational unit/name. */
	while (end > 0 && name.ptr[end - 1] != '/' && name.ptr[end - 1] != '\\')
		end--;
	if (found != NO_BOX || end == 0)
		return found;
	return find_name(c, (struct mia_text){ name.ptr + end, name.len - end }, true);
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

/* A mailbox of the readiness is the one of its GUID, else of its name. */
static bool
add_readiness(struct seeds *seeds)
{
	struct mia_coverage *c = seeds->c;
	const struct mia_readiness *readiness = c->options.readiness;
	size_t records = seeds->count, n = readiness ? mia_readiness_count(readiness) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct mia_readiness_mailbox *mailbox = mia_readiness_get(readiness, i);
		size_t box = find_name(c, mailbox->guid, false);
		if (box == NO_BOX)
			box = find_name(c, mailbox->mailbox, false);
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
				time_widen(&box->first_access_record, &box->last_access_record, record->time);
		}
	}
}

void
mia__coverage_boxes_release(struct mia_coverage *c)
{
	mia__dealloc(&c->a, c->boxes, c->box_cap, sizeof(*c->boxes));
	mia__dealloc(&c->a, c->runs, c->box_cap, sizeof(*c->runs));
	mia__dealloc(&c->a, c->box_of, c->box_of_cap, sizeof(*c->box_of));
	mia__dealloc(&c->a, c->names.boxes, c->names.cap, sizeof(*c->names.boxes));
	mia__intern_release(&c->names.texts);
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
