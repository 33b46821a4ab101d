/* Which mailbox a text means: sorted names, and the rule for those of several. */
#include "names/directory.h"

#include "base/sort.h"
#include "base/text.h"

void
mia__directory_init(struct directory *d, const struct mia_allocator *a)
{
	*d = (struct directory){ .a = *a };
}

void
mia__directory_release(struct directory *d)
{
	struct mia_allocator a = d->a;

	mia__dealloc(&a, d->guids.v, d->guids.cap, sizeof(*d->guids.v));
	mia__dealloc(&a, d->names.v, d->names.cap, sizeof(*d->names.v));
	mia__directory_init(d, &a);
}

static bool
add(struct directory *d, struct directory_names *names, struct mia_text text, uint32_t number)
{
	if (text.len == 0)
		return true;
	if (names->count >= UINT32_MAX - 1 ||
		!mia__grow(&d->a, &names->v, &names->cap, names->count + 1, sizeof(*names->v)))
		return false;
	names->v[names->count++] = (struct directory_name){ .text = text, .number = number };
	return true;
}

bool
mia__directory_add_guid(struct directory *d, struct mia_text guid, uint32_t number)
{
	return add(d, &d->guids, guid, number);
}

bool
mia__directory_add_name(struct directory *d, struct mia_text name, uint32_t number)
{
	return add(d, &d->names, name, number);
}

bool
mia__directory_add_mailboxes(struct directory *d, const struct mailbox_names *m, const uint32_t *number_of)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct mailbox_entry *entry = &m->entries[i];
		uint32_t number = number_of ? number_of[i] : entry->root;
		if (!mia__directory_add_guid(d, intern_text(&m->names, entry->guid), number) ||
			!mia__directory_add_name(d, intern_text(&m->names, entry->upn_lower), number))
			return false;
	}
	return true;
}

/* ---- sorting ---- */

static int
compare_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct directory_name *names = ctx;
	int c = text_compare_nocase(names[x].text, names[y].text);

	return c ? c : (names[x].number > names[y].number) - (names[x].number < names[y].number);
}

static size_t
copy_in_order(struct directory_name *ret, const struct directory_names *names, const uint32_t *order)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->count; i++)
		if (i == 0 || compare_names(names->v, order[i - 1], order[i]) != 0)
			ret[kept++] = names->v[order[i]];
	return kept;
}

static bool
sort_names(const struct mia_allocator *a, struct directory_names *names)
{
	size_t n = names->count;

	if (n == 0)
		return true;
	uint32_t *order = mia__alloc(a, n, sizeof(*order));
	struct directory_name *sorted = mia__alloc(a, n, sizeof(*sorted));
	bool ok = order && sorted;
	for (uint32_t i = 0; ok && i < n; i++)
		order[i] = i;
	ok = ok && mia__sort_numbers(a, order, n, compare_names, names->v);
	if (ok) {
		size_t kept = copy_in_order(sorted, names, order);
		for (size_t i = kept; i-- > 0;) {
			bool more = i + 1 < kept && sorted[i + 1].number == sorted[i].number;
			sorted[i].same = more ? sorted[i + 1].same + 1 : 1;
		}
		mia__dealloc(a, names->v, names->cap, sizeof(*names->v));
		*names = (struct directory_names){ sorted, kept, n };
	} else {
		mia__dealloc(a, sorted, n, sizeof(*sorted));
	}
	mia__dealloc(a, order, n, sizeof(*order));
	return ok;
}

bool
mia__directory_sort(struct directory *d)
{
	return sort_names(&d->a, &d->guids) && sort_names(&d->a, &d->names);
}

/* ---- finding ---- */

typedef int compare_text(struct mia_text name, struct mia_text text);

/* As names are compared, with the text and '@'. */
static int
compare_local_part(struct mia_text name, struct mia_text text)
{
	struct mia_text head = { name.ptr, name.len < text.len ? name.len : text.len };
	int c = text_compare_nocase(head, text);

	if (c)
		return c;
	return name.len == text.len ? -1 : (unsigned char)name.ptr[text.len] - '@';
}

/* The first name that stands at or behind the text; with `behind` the first
 * that stands behind all that equal it. */
static size_t
find_edge(const struct directory_names *names, struct mia_text text, compare_text *compare, bool behind)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(names->v[middle].text, text) < (behind ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct directory_answer
find_names(const struct directory_names *names, struct mia_text text, compare_text *compare)
{
	size_t start = find_edge(names, text, compare, false), end;

	if (start == names->count || compare(names->v[start].text, text) != 0)
		return (struct directory_answer){ .names = NULL };
	/* Nearly always one alone. */
	end = start + 1;
	if (end < names->count && compare(names->v[end].text, text) == 0)
		end = find_edge(names, text, compare, true);
	return (struct directory_answer){ &names->v[start], end - start, names->v[start].same < end - start };
}

static struct directory_answer
find_bearers(const struct directory *d, struct mia_text text, unsigned ways, enum directory_rule rule)
{
	struct directory_answer answer = { .names = NULL };
	bool part = (ways & FIND_BY_LOCAL_PART) &&
		(rule == SEVERAL_MEAN_ALL || (text.len && !memchr(text.ptr, '@', text.len)));

	if (ways & FIND_BY_GUID)
		answer = find_names(&d->guids, text, text_compare_nocase);
	if (!answer.count && (ways & FIND_BY_NAME))
		answer = find_names(&d->names, text, text_compare_nocase);
	if (!answer.count && part)
		answer = find_names(&d->names, text, compare_local_part);
	return answer;
}

struct directory_answer
mia__directory_find(const struct directory *d, struct mia_text text, unsigned ways, enum directory_rule rule)
{
	struct directory_answer answer = find_bearers(d, text, ways, rule);

	if (rule == SEVERAL_MEAN_NONE && answer.shared)
		answer.count = 0;
	else if (rule != SEVERAL_MEAN_ALL && answer.count)
		answer.count = 1;
	return answer;
}

static uint32_t
find_one(const struct directory *d, struct mia_text name)
{
	return directory_number(mia__directory_find(d, name, FIND_BY_GUID | FIND_BY_NAME | FIND_BY_LOCAL_PART,
		SEVERAL_MEAN_NONE));
}

struct directory_owner
mia__directory_owner(const struct directory *d, struct mia_text named, struct mia_text second,
	bool any_second)
{
	struct directory_owner owner = { named, find_one(d, named) };

	if (owner.number == NOT_IN_DIRECTORY && (!named.len || !memchr(named.ptr, '@', named.len))) {
		uint32_t number = find_one(d, second);
		if (number != NOT_IN_DIRECTORY || any_second)
			owner = (struct directory_owner){ second, number };
	}
	return owner;
}
