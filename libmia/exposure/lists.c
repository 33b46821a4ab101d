/* The lists of a row, gathered from its records. */
#include "exposure/lists.h"

#include "base/sort.h"
#include "base/text.h"

void
mia__row_list_release(const struct mia_allocator *a, struct list *list)
{
	mia__dealloc(a, list->gathered, list->cap, sizeof(*list->gathered));
	mia__dealloc(a, list->texts, list->text_cap, sizeof(*list->texts));
	mia__dealloc(a, list->order, list->order_cap, sizeof(*list->order));
	mia__dealloc(a, list->guids, list->guid_cap, sizeof(*list->guids));
	*list = (struct list){ .gathered = NULL };
}

bool
mia__row_list_add(const struct mia_allocator *a, struct list *list, struct mia_text t)
{
	/* Interned texts that are equal are the same bytes, and come in runs. */
	if (t.len == 0 || (list->count && list->gathered[list->count - 1].ptr == t.ptr))
		return true;
	if (list->count >= UINT32_MAX ||
		!mia__grow(a, &list->gathered, &list->cap, list->count + 1, sizeof(t)))
		return false;
	list->gathered[list->count++] = t;
	return true;
}

static int
compare_gathered(const void *ctx, uint32_t x, uint32_t y)
{
	const struct list *list = ctx;

	return text_compare(list->gathered[x], list->gathered[y]);
}

static unsigned char
folded(struct mia_text t, size_t i, bool guid)
{
	return guid ? ascii_lower((unsigned char)t.ptr[i]) : (unsigned char)t.ptr[i];
}

/* Ways to write one GUID stand together, the first in order of bytes in front. */
static int
compare_ids(const void *ctx, uint32_t x, uint32_t y)
{
	const struct list *list = ctx;
	struct mia_text a = list->gathered[x], b = list->gathered[y];
	bool a_guid = list->guids[x], b_guid = list->guids[y];

	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int c = folded(a, i, a_guid) - folded(b, i, b_guid);
		if (c)
			return c;
	}
	return a.len != b.len ? (a.len < b.len ? -1 : 1) : text_compare(a, b);
}

static bool
same_id(struct mia_text a, struct mia_text b)
{
	return mia__text_is_guid(a) ? text_equal_nocase(a, b) : text_equal(a, b);
}

static bool
finish(const struct mia_allocator *a, struct list *list, sort_compare *compare,
	bool (*same)(struct mia_text a, struct mia_text b))
{
	if (list->count == 0)
		return true;
	if (!mia__grow(a, &list->order, &list->order_cap, list->count, sizeof(*list->order)) ||
		!mia__grow(a, &list->texts, &list->text_cap, list->count, sizeof(*list->texts)))
		return false;
	for (size_t i = 0; i < list->count; i++)
		list->order[i] = (uint32_t)i;
	if (!mia__sort_numbers(a, list->order, list->count, compare, list))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		struct mia_text t = list->gathered[list->order[i]];
		if (list->text_count == 0 || !same(list->texts[list->text_count - 1], t))
			list->texts[list->text_count++] = t;
	}
	return true;
}

bool
mia__row_list_finish(const struct mia_allocator *a, struct list *list)
{
	return finish(a, list, compare_gathered, text_equal);
}

bool
mia__row_list_finish_ids(const struct mia_allocator *a, struct list *list)
{
	if (!mia__grow(a, &list->guids, &list->guid_cap, list->count, sizeof(*list->guids)))
		return false;
	for (size_t i = 0; i < list->count; i++)
		list->guids[i] = mia__text_is_guid(list->gathered[i]);
	return finish(a, list, compare_ids, same_id);
}

void
mia__record_lists_release(const struct mia_allocator *a, struct record_lists *lists)
{
	mia__row_list_release(a, &lists->sessions);
	mia__row_list_release(a, &lists->ips);
	mia__row_list_release(a, &lists->ips_raw);
	mia__row_list_release(a, &lists->clients);
	mia__row_list_release(a, &lists->actors);
	mia__row_list_release(a, &lists->ids);
}

void
mia__record_lists_clear(struct record_lists *lists)
{
	list_clear(&lists->sessions);
	list_clear(&lists->ips);
	list_clear(&lists->ips_raw);
	list_clear(&lists->clients);
	list_clear(&lists->actors);
	list_clear(&lists->ids);
}

bool
mia__record_lists_add(const struct mia_exposure *e, struct record_lists *lists,
	const struct exposure_record *record)
{
	return mia__row_list_add(&e->a, &lists->sessions, intern_text(&e->texts, record->session)) &&
		mia__row_list_add(&e->a, &lists->ips, intern_text(&e->texts, record->ip)) &&
		mia__row_list_add(&e->a, &lists->ips_raw, intern_text(&e->texts, record->ip_raw)) &&
		mia__row_list_add(&e->a, &lists->clients, intern_text(&e->texts, record->client)) &&
		mia__row_list_add(&e->a, &lists->actors, intern_text(&e->texts, record->actor)) &&
		mia__row_list_add(&e->a, &lists->ids, intern_text(&e->texts, record->id));
}

bool
mia__record_lists_finish(const struct mia_allocator *a, struct record_lists *lists)
{
	return mia__row_list_finish_ids(a, &lists->sessions) && mia__row_list_finish(a, &lists->ips) &&
		mia__row_list_finish(a, &lists->ips_raw) && mia__row_list_finish(a, &lists->clients) &&
		mia__row_list_finish(a, &lists->actors) && mia__row_list_finish(a, &lists->ids);
}
