/*
 * From one id to the next, breadth first: ids and records are the two sides of
 * a graph, a record that bears an id is an edge. Every edge is looked at a
 * fixed number of times, however long the chains are that evidence holds.
 */
#include "base/buf.h"
#include "base/sort.h"
#include "base/text.h"
#include "scope/expansion.h"
#include "scope/idset.h"

#define NO_ROUND UINT32_MAX
#define IDS_OF_A_RECORD 3

/* A distinct record; its copies are united. */
struct holder {
	uint32_t carrier; /* the copy that is told */
	uint32_t least;   /* of the ids it bears, the first by round, then rank */
	uint8_t match, free, reached;
};

struct id {
	unsigned by;
	struct mia_text text; /* of several ways to write it the bytewise least */
	uint32_t round, rank;
};

struct edge {
	uint32_t id, holder;
};

struct graph {
	struct mia_expansion *e;
	struct intern names; /* kind and canonical text -> number of an id */
	struct id *ids;      /* by number; 0 is none */
	uint32_t (*of_bearing)[IDS_OF_A_RECORD];
	struct holder *holders;
	size_t holder_count;
	struct edge *edges;
	size_t edge_count;
	uint32_t *by_id, *by_holder;         /* edges in two orders */
	uint32_t *id_starts, *holder_starts; /* where each begins there */
	uint32_t *list;                      /* ids that are known; what is being sorted */
	struct buf scratch;
};

/* What two copies at one place say is the same. */
static int
compare_copies(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_expansion *e = ((const struct graph *)ctx)->e;
	const struct carrier *a = &e->carriers[x], *b = &e->carriers[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0 && a->source != b->source)
		c = text_compare(intern_text(&e->texts, a->source), intern_text(&e->texts, b->source));
	if (c == 0)
		c = number_compare(a->record, b->record);
	return c;
}

static int
compare_by_id(const void *ctx, uint32_t x, uint32_t y)
{
	const struct edge *a = &((const struct graph *)ctx)->edges[x],
			  *b = &((const struct graph *)ctx)->edges[y];

	return a->id != b->id ? number_compare(a->id, b->id) : number_compare(a->holder, b->holder);
}

static int
compare_by_holder(const void *ctx, uint32_t x, uint32_t y)
{
	const struct edge *a = &((const struct graph *)ctx)->edges[x],
			  *b = &((const struct graph *)ctx)->edges[y];

	return a->holder != b->holder ? number_compare(a->holder, b->holder) : number_compare(a->id, b->id);
}

static int
compare_ids(const void *ctx, uint32_t x, uint32_t y)
{
	const struct id *a = &((const struct graph *)ctx)->ids[x], *b = &((const struct graph *)ctx)->ids[y];

	return a->by != b->by ? number_compare(a->by, b->by) : text_compare(a->text, b->text);
}

static int
compare_steps(const void *ctx, uint32_t x, uint32_t y)
{
	const struct id *a = &((const struct graph *)ctx)->ids[x], *b = &((const struct graph *)ctx)->ids[y];

	return a->round != b->round ? number_compare(a->round, b->round) : number_compare(a->rank, b->rank);
}

static bool
number_id(struct graph *g, unsigned by, uint32_t text, uint32_t *ret)
{
	struct mia_text written = intern_text(&g->e->texts, text);
	char room[36];
	struct id *id;

	*ret = 0;
	if (text == 0)
		return true;
	buf_clear(&g->scratch);
	mia__buf_byte(&g->scratch, by == MIA_EXPAND_SESSION ? 's' : 't');
	mia__buf_text(&g->scratch,
		by == MIA_EXPAND_SESSION ? mia__session_id_canonical(written, room) : written);
	if (g->scratch.failed || !mia__intern_add(&g->names, buf_view(&g->scratch), ret))
		return false;
	id = &g->ids[*ret];
	if (id->by == 0)
		*id = (struct id){ .by = by, .text = written, .round = NO_ROUND };
	else if (text_compare(written, id->text) < 0)
		id->text = written;
	return true;
}

static bool
number_ids(struct graph *g)
{
	struct mia_expansion *e = g->e;

	for (uint32_t i = 1; i < e->bearings.count; i++) {
		struct bearing b = expansion_bearing(e, i);
		uint32_t *ids = g->of_bearing[i];
		if (!number_id(g, MIA_EXPAND_SESSION, b.session, &ids[0]) ||
			!number_id(g, MIA_EXPAND_SESSION, b.aad_session, &ids[1]) ||
			!number_id(g, MIA_EXPAND_TOKEN, b.token, &ids[2]))
			return false;
	}
	for (uint32_t i = 1; i < g->names.count; i++)
		g->list[i - 1] = i;
	if (!mia__sort_numbers(&e->a, g->list, g->names.count - 1, compare_ids, g))
		return false;
	for (uint32_t i = 1; i < g->names.count; i++)
		g->ids[g->list[i - 1]].rank = i;
	return true;
}

/* Copies into records, and each id that a copy bears into an edge. */
static bool
unite_copies(struct graph *g)
{
	struct mia_expansion *e = g->e;
	struct holder *h = NULL;

	for (size_t i = 0; i < e->carrier_count; i++)
		g->list[i] = (uint32_t)i;
	if (!mia__sort_numbers(&e->a, g->list, e->carrier_count, compare_copies, g))
		return false;
	for (size_t i = 0; i < e->carrier_count; i++) {
		const struct carrier *c = &e->carriers[g->list[i]];
		if (!h || memcmp(e->carriers[h->carrier].key, c->key, sizeof(c->key)) != 0) {
			h = &g->holders[g->holder_count++];
			*h = (struct holder){ .carrier = g->list[i] };
		}
		h->match = c->match > h->match ? c->match : h->match;
		h->free |= c->free;
		for (size_t k = 0; k < IDS_OF_A_RECORD; k++)
			if (g->of_bearing[c->bearing][k])
				g->edges[g->edge_count++] = (struct edge){ g->of_bearing[c->bearing][k],
					(uint32_t)(h - g->holders) };
	}
	return true;
}

/* Edges that stand twice go, the rest into the order of ids. */
static bool
order_edges(struct graph *g)
{
	size_t kept = 0;

	for (size_t i = 0; i < g->edge_count; i++)
		g->by_id[i] = (uint32_t)i;
	if (!mia__sort_numbers(&g->e->a, g->by_id, g->edge_count, compare_by_id, g))
		return false;
	for (size_t i = 0; i < g->edge_count; i++)
		if (i == 0 || compare_by_id(g, g->by_id[i - 1], g->by_id[i]) != 0)
			g->by_id[kept++] = g->by_id[i];
	/* What was compared stays, since a repeat never stands before its first. */
	memcpy(g->by_holder, g->by_id, kept * sizeof(*g->by_id));
	g->edge_count = kept;
	if (!mia__sort_numbers(&g->e->a, g->by_holder, kept, compare_by_holder, g))
		return false;
	for (size_t i = 0; i < kept; i++) {
		g->id_starts[g->edges[g->by_id[i]].id + 1]++;
		g->holder_starts[g->edges[g->by_holder[i]].holder + 1]++;
	}
	for (size_t i = 1; i <= g->names.count; i++)
		g->id_starts[i] += g->id_starts[i - 1];
	for (size_t i = 1; i <= g->holder_count; i++)
		g->holder_starts[i] += g->holder_starts[i - 1];
	return true;
}

/* The ids of a record become known in this round, those that are not yet. */
static size_t
reach(struct graph *g, uint32_t holder, uint32_t round, size_t count)
{
	g->holders[holder].reached = 1;
	for (uint32_t i = g->holder_starts[holder]; i < g->holder_starts[holder + 1]; i++) {
		uint32_t id = g->edges[g->by_holder[i]].id;
		if (g->ids[id].round != NO_ROUND)
			continue;
		g->ids[id].round = round;
		g->list[count++] = id;
	}
	return count;
}

/* Returns how many ids are known; these stand in list, by round. */
static size_t
search(struct graph *g)
{
	size_t count = 0;

	for (uint32_t h = 0; h < g->holder_count; h++)
		if (g->holders[h].match == MIA_MATCH_YES)
			count = reach(g, h, 0, count);
	for (size_t at = 0; at < count; at++) {
		const struct id *id = &g->ids[g->list[at]];
		uint32_t next = id->round + 1;
		for (uint32_t i = g->id_starts[g->list[at]]; i < g->id_starts[g->list[at] + 1]; i++) {
			uint32_t h = g->edges[g->by_id[i]].holder;
			if (g->holders[h].free && !g->holders[h].reached)
				count = reach(g, h, next, count);
		}
	}
	return count;
}

static void
find_least_ids(struct graph *g)
{
	for (uint32_t h = 0; h < g->holder_count; h++)
		for (uint32_t i = g->holder_starts[h]; i < g->holder_starts[h + 1]; i++) {
			uint32_t id = g->edges[g->by_holder[i]].id;
			if (g->holders[h].least == 0 || compare_steps(g, id, g->holders[h].least) < 0)
				g->holders[h].least = id;
		}
}

static bool
earlier(const struct carrier *a, const struct carrier *b)
{
	if (a->time != b->time) {
		if (a->time == MIA_TIME_UNKNOWN || b->time == MIA_TIME_UNKNOWN)
			return b->time == MIA_TIME_UNKNOWN;
		return a->time < b->time;
	}
	return memcmp(a->key, b->key, sizeof(a->key)) < 0;
}

/* Did this record make the id known? */
static bool
leads_to(const struct graph *g, const struct holder *h, const struct id *id)
{
	if (id->round == 0)
		return h->match == MIA_MATCH_YES;
	return h->free && g->ids[h->least].round == id->round - 1;
}

static struct mia_expansion_step
make_step(const struct graph *g, uint32_t number)
{
	const struct mia_expansion *e = g->e;
	const struct id *id = &g->ids[number];
	struct mia_expansion_step step = { .round = id->round, .by = id->by, .id = id->text };
	const struct holder *leader = NULL;
	const struct carrier *c;

	for (uint32_t i = g->id_starts[number]; i < g->id_starts[number + 1]; i++) {
		const struct holder *h = &g->holders[g->edges[g->by_id[i]].holder];
		step.records++;
		step.added += h->match != MIA_MATCH_YES && h->free;
		if (leads_to(g, h, id) &&
			(!leader || earlier(&e->carriers[h->carrier], &e->carriers[leader->carrier])))
			leader = h;
	}
	if (!leader)
		return step;
	c = &e->carriers[leader->carrier];
	struct bearing b = expansion_bearing(e, c->bearing);
	if (id->round)
		step.from_id = g->ids[leader->least].text;
	step.record_id = intern_text(&e->texts, c->id);
	step.operation = intern_text(&e->texts, b.operation);
	step.actor = intern_text(&e->texts, b.actor);
	step.client_ip = intern_text(&e->texts, b.client_ip);
	step.source = intern_text(&e->texts, c->source);
	step.time = c->time;
	step.record = c->record;
	return step;
}

static bool
make_steps(struct graph *g)
{
	struct mia_expansion *e = g->e;
	size_t count = search(g);

	find_least_ids(g);
	if (count == 0)
		return true;
	if (!mia__sort_numbers(&e->a, g->list, count, compare_steps, g) ||
		!mia__grow(&e->a, &e->steps, &e->step_cap, count, sizeof(*e->steps)))
		return false;
	for (size_t i = 0; i < count; i++)
		e->steps[e->step_count++] = make_step(g, g->list[i]);
	return true;
}

bool
mia__expansion_find_steps(struct mia_expansion *e)
{
	const struct mia_allocator *a = &e->a;
	size_t ids = 2 * e->texts.count, edges = IDS_OF_A_RECORD * e->carrier_count;
	size_t list = ids > e->carrier_count ? ids : e->carrier_count;
	struct graph g = { .e = e };

	if (e->carrier_count == 0)
		return true;
	mia__intern_init(&g.names, a);
	mia__buf_init(&g.scratch, a);
	g.ids = mia__alloc(a, ids, sizeof(*g.ids));
	g.of_bearing = mia__alloc(a, e->bearings.count, sizeof(*g.of_bearing));
	g.holders = mia__alloc(a, e->carrier_count, sizeof(*g.holders));
	g.edges = mia__alloc(a, edges, sizeof(*g.edges));
	g.by_id = mia__alloc(a, edges, sizeof(*g.by_id));
	g.by_holder = mia__alloc(a, edges, sizeof(*g.by_holder));
	g.id_starts = mia__alloc(a, ids + 1, sizeof(*g.id_starts));
	g.holder_starts = mia__alloc(a, e->carrier_count + 1, sizeof(*g.holder_starts));
	g.list = mia__alloc(a, list, sizeof(*g.list));
	bool ok = g.ids && g.of_bearing && g.holders && g.edges && g.by_id && g.by_holder && g.id_starts &&
		g.holder_starts && g.list && number_ids(&g) && unite_copies(&g) && order_edges(&g) &&
		make_steps(&g);
	mia__intern_release(&g.names);
	mia__buf_release(&g.scratch);
	mia__dealloc(a, g.ids, ids, sizeof(*g.ids));
	mia__dealloc(a, g.of_bearing, e->bearings.count, sizeof(*g.of_bearing));
	mia__dealloc(a, g.holders, e->carrier_count, sizeof(*g.holders));
	mia__dealloc(a, g.edges, edges, sizeof(*g.edges));
	mia__dealloc(a, g.by_id, edges, sizeof(*g.by_id));
	mia__dealloc(a, g.by_holder, edges, sizeof(*g.by_holder));
	mia__dealloc(a, g.id_starts, ids + 1, sizeof(*g.id_starts));
	mia__dealloc(a, g.holder_starts, e->carrier_count + 1, sizeof(*g.holder_starts));
	mia__dealloc(a, g.list, list, sizeof(*g.list));
	return ok;
}
