/* Sources and changes: how they are collected, united and sorted. */
#include "base/sort.h"
#include "base/text.h"
#include "coverage/coverage.h"

/* ---- sources ---- */

static bool
add_named_source(struct mia_coverage *c, struct mia_text name, uint32_t *ret)
{
	uint32_t number;

	if (!mia__intern_add(&c->source_names, name, &number))
		return false;
	*ret = number - 1;
	if (*ret < c->source_count)
		return true;
	struct coverage_source source = {
		.first = MIA_TIME_UNKNOWN,
		.last = MIA_TIME_UNKNOWN,
		.result_count = MIA_NOT_COUNTED,
		.result_count_least = MIA_NOT_COUNTED,
		.only50 = true,
		.items_first = MIA_TIME_UNKNOWN,
		.items_last = MIA_TIME_UNKNOWN,
	};
	if (!mia__intern_add(&c->texts, name, &source.name) ||
		!mia__grow(&c->a, &c->sources, &c->source_cap, c->source_count + 1, sizeof(*c->sources)))
		return false;
	c->sources[c->source_count++] = source;
	return true;
}

bool
mia__coverage_add_source(struct mia_coverage *c, const struct mia_place *place, uint32_t *ret)
{
	struct mia_text name = place->source && place->source->name ? text_of(place->source->name) : TEXT("");

	/* Nearly always it is the file of the record before. */
	if (!c->recent_source || !text_equal(name, intern_text(&c->source_names, c->recent_source))) {
		if (!add_named_source(c, name, ret))
			return false;
		c->recent_source = *ret + 1;
	}
	*ret = c->recent_source - 1;
	if (place->record > c->sources[*ret].records)
		c->sources[*ret].records = place->record;
	return true;
}

static bool
is_item_type(struct mia_text type)
{
	return text_equal(type, TEXT("2")) || text_equal(type, TEXT("3")) ||
		text_equal_nocase(type, TEXT("ExchangeItem")) ||
		text_equal_nocase(type, TEXT("ExchangeItemGroup"));
}

void
mia__coverage_note_kind(struct coverage_source *source, const struct mia_event *event, bool type50)
{
	source->only50 &= type50;
	if (event->access != MIA_ACCESS_NONE && type50)
		source->binds50 = true;
	if (event->access != MIA_ACCESS_NONE && !type50)
		source->other_access = true;
	if (event->access != MIA_ACCESS_SYNC && (type50 || !is_item_type(event->record_type)))
		return;
	source->has_items = true;
	time_widen(&source->items_first, &source->items_last, event->time);
}

static bool
append(const struct mia_allocator *a, void *array, size_t *count, size_t *cap, const void *more,
	size_t more_count, size_t size)
{
	char *ptr;

	if (more_count == 0)
		return true;
	if (!mia__grow(a, array, cap, *count + more_count, size))
		return false;
	memcpy(&ptr, array, sizeof(ptr));
	memcpy(ptr + *count * size, more, more_count * size);
	*count += more_count;
	return true;
}

static bool
merge_source(struct mia_coverage *c, const struct coverage_source *from, uint32_t number)
{
	struct coverage_source *source = &c->sources[number];

	if (from->records > source->records)
		source->records = from->records;
	time_widen(&source->first, &source->last, from->first);
	time_widen(&source->first, &source->last, from->last);
	time_widen(&source->items_first, &source->items_last, from->items_first);
	time_widen(&source->items_first, &source->items_last, from->items_last);
	source->zone_unknown |= from->zone_unknown;
	source->binds50 |= from->binds50;
	source->other_access |= from->other_access;
	source->has_items |= from->has_items;
	source->only50 &= from->only50;
	if (from->result_count > source->result_count)
		source->result_count = from->result_count;
	if (from->result_count_least != MIA_NOT_COUNTED &&
		(source->result_count_least == MIA_NOT_COUNTED ||
			from->result_count_least < source->result_count_least))
		source->result_count_least = from->result_count_least;
	source->unstated_rows |= from->unstated_rows;
	return mia__neighbours_merge(c, source, from) &&
		append(&c->a, &source->rows, &source->row_count, &source->row_cap, from->rows,
			from->row_count, sizeof(*from->rows)) &&
		append(&c->a, &source->rejects, &source->reject_count, &source->reject_cap, from->rejects,
			from->reject_count, sizeof(*from->rejects));
}

bool
mia__coverage_merge_sources(struct mia_coverage *c, const struct mia_coverage *from, uint32_t *map)
{
	for (size_t i = 0; i < from->source_count; i++)
		if (!add_named_source(c, intern_text(&from->texts, from->sources[i].name), &map[i]) ||
			!merge_source(c, &from->sources[i], map[i]))
			return false;
	return true;
}

static int
compare_rejects(const void *ctx, uint32_t x, uint32_t y)
{
	const struct coverage_reject *rejects = ctx, *a = &rejects[x], *b = &rejects[y];

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return (a->reason > b->reason) - (a->reason < b->reason);
}

/* An array of n numbers 0, 1, 2 ..., sorted; n > 0. */
static uint32_t *
sorted_order(const struct mia_coverage *c, size_t n, sort_compare *compare, const void *ctx)
{
	uint32_t *order = mia__alloc(&c->a, n, sizeof(*order));

	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	if (order && !mia__sort_numbers(&c->a, order, n, compare, ctx)) {
		mia__dealloc(&c->a, order, n, sizeof(*order));
		return NULL;
	}
	return order;
}

static bool
seal_rejects(struct mia_coverage *c, struct coverage_source *source)
{
	size_t n = source->reject_count, kept = 0;

	if (n == 0)
		return true;
	uint32_t *order = sorted_order(c, n, compare_rejects, source->rejects);
	struct coverage_reject *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	for (size_t i = 0; order && sorted && i < n; i++) {
		if (i > 0 && compare_rejects(source->rejects, order[i - 1], order[i]) == 0)
			continue;
		sorted[kept++] = source->rejects[order[i]];
	}
	mia__dealloc(&c->a, order, n, sizeof(*order));
	if (!kept) {
		mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
		return false;
	}
	mia__dealloc(&c->a, source->rejects, source->reject_cap, sizeof(*source->rejects));
	source->rejects = sorted;
	source->reject_count = kept;
	source->reject_cap = n;
	mia__neighbours_tell(source);
	return true;
}

static int
compare_sources(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_coverage *c = ctx;

	return text_compare(intern_text(&c->texts, c->sources[x].name),
		intern_text(&c->texts, c->sources[y].name));
}

static bool
sort_sources(struct mia_coverage *c)
{
	size_t n = c->source_count;

	if (n == 0)
		return true;
	uint32_t *order = sorted_order(c, n, compare_sources, c),
		 *ranks = mia__alloc(&c->a, n, sizeof(*ranks));
	struct coverage_source *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	bool ok = order && ranks && sorted, moved = false;
	if (ok) {
		for (size_t i = 0; i < n; i++) {
			sorted[i] = c->sources[order[i]];
			ranks[order[i]] = (uint32_t)i;
			moved |= order[i] != i;
		}
		for (size_t i = 0; moved && i < c->record_count; i++)
			c->records[i].source = ranks[c->records[i].source] & (COVERAGE_SOURCES_MOST - 1);
		memcpy(c->sources, sorted, n * sizeof(*sorted));
	}
	mia__dealloc(&c->a, order, n, sizeof(*order));
	mia__dealloc(&c->a, ranks, n, sizeof(*ranks));
	mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
	return ok;
}

/* ---- changes ---- */

static bool
add_parameter(struct mia_coverage *c, struct mia_text name, struct mia_text value)
{
	struct coverage_parameter parameter;

	if (!mia__intern_add(&c->texts, name, &parameter.name) ||
		!mia__intern_add(&c->texts, value, &parameter.value) || c->parameter_count >= UINT32_MAX ||
		!mia__grow(&c->a, &c->parameters, &c->parameter_cap, c->parameter_count + 1,
			sizeof(parameter)))
		return false;
	c->parameters[c->parameter_count++] = parameter;
	return true;
}

static bool
push_change(struct mia_coverage *c, const struct coverage_change *change)
{
	if (!mia__grow(&c->a, &c->changes, &c->change_cap, c->change_count + 1, sizeof(*c->changes)))
		return false;
	c->changes[c->change_count++] = *change;
	return true;
}

bool
mia__coverage_add_change(struct mia_coverage *c, const struct mia_event *event, uint32_t source)
{
	struct coverage_change change = {
		.time = event->time,
		.source = c->sources[source].name,
		.parameters = (uint32_t)c->parameter_count,
		.parameter_count = (uint32_t)event->parameter_count,
		.failed = (event->flags & MIA_FLAG_FAILED) != 0,
	};
	const char *like = mia__operation_looks_like(event);

	change.odd = like != NULL;
	memcpy(change.key, event->key, sizeof(change.key));
	for (size_t i = 0; i < event->parameter_count; i++)
		if (!add_parameter(c, event->parameters[i].name, event->parameters[i].value))
			return false;
	return mia__intern_add(&c->texts, event->id, &change.id) &&
		mia__intern_add(&c->texts, like ? text_of(like) : event->operation, &change.operation) &&
		mia__intern_add(&c->texts, event->actor, &change.actor) &&
		mia__intern_add(&c->texts, event->object_id, &change.object) && push_change(c, &change);
}

static bool
map_text(struct mia_coverage *c, const struct mia_coverage *from, uint32_t *text)
{
	return mia__intern_add(&c->texts, intern_text(&from->texts, *text), text);
}

bool
mia__coverage_merge_changes(struct mia_coverage *c, const struct mia_coverage *from)
{
	for (size_t i = 0; i < from->change_count; i++) {
		struct coverage_change change = from->changes[i];
		size_t first = change.parameters;
		change.parameters = (uint32_t)c->parameter_count;
		for (size_t k = first; k < first + change.parameter_count; k++)
			if (!add_parameter(c, intern_text(&from->texts, from->parameters[k].name),
				    intern_text(&from->texts, from->parameters[k].value)))
				return false;
		if (!map_text(c, from, &change.id) || !map_text(c, from, &change.source) ||
			!map_text(c, from, &change.operation) || !map_text(c, from, &change.actor) ||
			!map_text(c, from, &change.object) || !push_change(c, &change))
			return false;
	}
	return true;
}

static int
compare_parameters(const struct mia_coverage *c, const struct coverage_change *a,
	const struct coverage_change *b)
{
	if (a->parameter_count != b->parameter_count)
		return a->parameter_count < b->parameter_count ? -1 : 1;
	for (size_t i = 0; i < a->parameter_count; i++) {
		const struct coverage_parameter *p = &c->parameters[a->parameters + i],
						*q = &c->parameters[b->parameters + i];
		int order = text_compare(intern_text(&c->texts, p->name), intern_text(&c->texts, q->name));
		if (order == 0)
			order = text_compare(intern_text(&c->texts, p->value),
				intern_text(&c->texts, q->value));
		if (order)
			return order;
	}
	return 0;
}

/* All that a change says, its source aside. */
static int
compare_said(const struct mia_coverage *c, const struct coverage_change *a, const struct coverage_change *b)
{
	const uint32_t texts[][2] = {
		{ a->operation, b->operation },
		{ a->object, b->object },
		{ a->actor, b->actor },
		{ a->id, b->id },
	};
	int order =
		a->time != b->time ? (a->time < b->time ? -1 : 1) : memcmp(a->key, b->key, sizeof(a->key));

	for (size_t i = 0; order == 0 && i < sizeof(texts) / sizeof(*texts); i++)
		order = text_compare(intern_text(&c->texts, texts[i][0]),
			intern_text(&c->texts, texts[i][1]));
	if (order == 0)
		order = a->failed - b->failed;
	return order ? order : compare_parameters(c, a, b);
}

static int
compare_changes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_coverage *c = ctx;
	const struct coverage_change *a = &c->changes[x], *b = &c->changes[y];
	int order = compare_said(c, a, b);

	return order ? order
		     : text_compare(intern_text(&c->texts, a->source), intern_text(&c->texts, b->source));
}

static bool
sort_changes(struct mia_coverage *c)
{
	size_t n = c->change_count, kept = 0;

	if (n == 0)
		return true;
	uint32_t *order = sorted_order(c, n, compare_changes, c);
	struct coverage_change *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	bool ok = order && sorted;
	for (size_t i = 0; ok && i < n; i++)
		if (kept == 0 || compare_said(c, &sorted[kept - 1], &c->changes[order[i]]) != 0)
			sorted[kept++] = c->changes[order[i]];
	mia__dealloc(&c->a, order, n, sizeof(*order));
	if (ok) {
		memcpy(c->changes, sorted, kept * sizeof(*sorted));
		c->change_count = kept;
	}
	mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
	return ok;
}

bool
mia__coverage_tables_seal(struct mia_coverage *c)
{
	for (size_t i = 0; i < c->source_count; i++)
		if (!mia__rows_seal(c, &c->sources[i]) || !seal_rejects(c, &c->sources[i]))
			return false;
	return sort_sources(c) && sort_changes(c);
}

void
mia__coverage_tables_release(struct mia_coverage *c)
{
	for (size_t i = 0; i < c->source_count; i++) {
		mia__dealloc(&c->a, c->sources[i].rows, c->sources[i].row_cap, sizeof(struct coverage_row));
		mia__neighbours_release(c, &c->sources[i]);
		mia__dealloc(&c->a, c->sources[i].rejects, c->sources[i].reject_cap,
			sizeof(struct coverage_reject));
	}
	mia__dealloc(&c->a, c->sources, c->source_cap, sizeof(*c->sources));
	mia__dealloc(&c->a, c->changes, c->change_cap, sizeof(*c->changes));
	mia__dealloc(&c->a, c->parameters, c->parameter_cap, sizeof(*c->parameters));
}
