/* Expansion as a fold: against a slow search, in any split and order, as long
 * as chains may be, and whatever memory is refused. */
#include "made_expansion.h"

static const struct mia_source file = { .name = "a.csv" };

/* A world in which ids are many enough for chains. */
static struct world *
make_bearing_world(uint64_t seed)
{
	static const struct mia_text actors[] = { { "eve", 3 }, { "ann", 3 }, { "bob", 3 }, { "cat", 3 },
		{ "dan", 3 }, { NULL, 0 } };
	static const char pool[] = "s0s1s2s3s4s5s6s7s8s9sasbscsdsesfsgsh";
	struct world *w = make_world(seed);
	uint64_t random = seed * 31;

	for (unsigned i = 0; i < WORLD_EVENTS; i++) {
		struct mia_event *event = &w->events[i];
		event->actor = PICK(&random, actors);
		event->session_id = event->aad_session_id = event->unique_token_id = TEXT_ABSENT;
		if (next_number(&random, 2))
			event->session_id = (struct mia_text){ pool + 2 * next_number(&random, 18), 2 };
		if (next_number(&random, 3) == 0)
			event->aad_session_id = (struct mia_text){ pool + 2 * next_number(&random, 18), 2 };
		if (next_number(&random, 3) == 0)
			event->unique_token_id = (struct mia_text){ pool + 2 * next_number(&random, 18), 2 };
	}
	return w;
}

/* By a number from 0 to 35: sessions, then tokens. */
static int
bears(const struct mia_event *event, unsigned id)
{
	const char pool[] = "0123456789abcdefgh";
	char text[2] = { 's', pool[id % 18] };
	struct mia_text t = { text, 2 };

	return id < 18 ? text_equal(event->session_id, t) || text_equal(event->aad_session_id, t)
		       : text_equal(event->unique_token_id, t);
}

/* The slow way: per record (its copies united), again and again until nothing
 * is new. Bob is excluded. */
static size_t
search_slowly(const struct world *w, unsigned rounds[36])
{
	bool of_key[25][36] = { { false } }, in[25] = { false }, free_of[25] = { false };
	size_t known = 0;

	for (unsigned i = 0; i < 36; i++)
		rounds[i] = 99;
	for (unsigned i = 0; i < WORLD_EVENTS; i++) {
		const struct mia_event *event = &w->events[i];
		unsigned key = event->key[15];
		bool any = false;
		for (unsigned id = 0; id < 36; id++) {
			of_key[key][id] = of_key[key][id] || bears(event, id);
			any = any || bears(event, id);
		}
		in[key] = in[key] || (any && text_equal(event->actor, TEXT("eve")));
		free_of[key] = free_of[key] || (any && !text_equal(event->actor, TEXT("bob")));
	}
	for (unsigned round = 0; round < 40; round++)
		for (unsigned key = 0; key < 25; key++) {
			bool reached = round == 0 && in[key];
			for (unsigned id = 0; id < 36; id++)
				reached = reached ||
					(round > 0 && free_of[key] && of_key[key][id] &&
						rounds[id] == round - 1);
			for (unsigned id = 0; id < 36; id++)
				if (reached && of_key[key][id] && rounds[id] == 99) {
					rounds[id] = round;
					known++;
				}
		}
	return known;
}

static unsigned
number_of(const struct mia_expansion_step *step)
{
	char c = step->id.ptr[1];

	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10) + (step->by == MIA_EXPAND_TOKEN ? 18 : 0);
}

static void
assert_same_steps(const struct mia_expansion *a, const struct mia_expansion *b)
{
	assert_int_equal(mia_expansion_count(a), mia_expansion_count(b));
	for (size_t i = 0; i < mia_expansion_count(a); i++) {
		const struct mia_expansion_step *x = mia_expansion_step(a, i), *y = mia_expansion_step(b, i);
		assert_same_text(x->id, y->id);
		assert_same_text(x->from_id, y->from_id);
		assert_same_text(x->record_id, y->record_id);
		assert_same_text(x->operation, y->operation);
		assert_same_text(x->actor, y->actor);
		assert_same_text(x->client_ip, y->client_ip);
		assert_same_text(x->source, y->source);
		assert_int_equal(x->round, y->round);
		assert_int_equal(x->by, y->by);
		assert_int_equal(x->time, y->time);
		assert_int_equal(x->record, y->record);
		assert_int_equal(x->records, y->records);
		assert_int_equal(x->added, y->added);
	}
}

static void
any_split_and_any_order_is_one_result(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve");
	uint64_t random = 3;
	unsigned longest = 0;

	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 1, TEXT("bob"), NULL), MIA_OK);
	for (uint64_t seed = 1; seed <= 120; seed++) {
		struct world *w = make_bearing_world(seed);
		struct mia_expansion *one = expansion_new(scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN);
		struct mia_fold *dealt = deal_and_merge(mia_expansion_fold(one), w, &random);
		unsigned rounds[36];
		size_t known = search_slowly(w, rounds);
		for (unsigned i = 0; i < WORLD_EVENTS; i++)
			add_event(mia_expansion_fold(one), &w->events[i]);
		seal(mia_expansion_fold(one));
		assert_same_steps(one, (const struct mia_expansion *)(const void *)dealt);
		assert_int_equal(mia_expansion_count(one), known);
		for (size_t i = 0; i < known; i++) {
			const struct mia_expansion_step *step = mia_expansion_step(one, i);
			assert_int_equal(step->round, rounds[number_of(step)]);
			longest = step->round > longest ? step->round : longest;
		}
		dealt->ops->free(dealt);
		mia_expansion_free(one);
		free(w);
	}
	assert_true(longest >= 4);
	mia_scope_free(scope);
}

/* A chain as long as the evidence is no more work than any other. */
static void
long_chains(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve");
	struct mia_expansion *e = expansion_new(scope, MIA_EXPAND_SESSION);
	enum { LENGTH = 60000 };

	for (unsigned i = 0; i < LENGTH; i++) {
		char from[16], to[16];
		struct mia_event event = made_event(i, &file, i + 1);
		(void)snprintf(from, sizeof(from), "s-%u", i);
		(void)snprintf(to, sizeof(to), "s-%u", i + 1);
		event.actor = i ? TEXT("ann") : TEXT("eve");
		event.session_id = text_of(from);
		event.aad_session_id = text_of(to);
		add_event(mia_expansion_fold(e), &event);
	}
	seal(mia_expansion_fold(e));
	assert_int_equal(mia_expansion_count(e), LENGTH + 1);
	expect_step(e, 0, 0, "s-0", NULL, 1, 1, 0);
	expect_step(e, LENGTH, LENGTH - 1, "s-60000", "s-59999", LENGTH, 1, 1);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

struct question {
	const struct mia_scope *scope;
	const struct world *world;
};

static enum mia_status
widen(const struct mia_allocator *a, const void *ctx)
{
	const struct question *question = ctx;
	struct mia_expansion *e = NULL;
	struct mia_scope *wider = NULL;
	enum mia_status status =
		mia_expansion_new(&e, a, question->scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN, NULL);

	if (status == MIA_OK)
		status = fold_world(mia_expansion_fold(e), question->world);
	if (status == MIA_OK)
		status = mia_expansion_scope(e, &wider, NULL);
	mia_scope_free(wider);
	mia_expansion_free(e);
	return status;
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve");
	struct world *w = make_bearing_world(5);

	refuse_each_allocation(widen, &(struct question){ scope, w }, MIA_OK);
	free(w);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_split_and_any_order_is_one_result),
		cmocka_unit_test(long_chains),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
