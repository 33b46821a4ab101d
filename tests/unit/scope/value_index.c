/*
 * A long list of values answers as its values do one by one: the index against
 * the loop, on events that bear some of them, in all spellings, or nothing.
 */
#include "test.h"

#include "base/error.h"
#include "fault/random.h"
#include "scope/value_index.h"

enum { VALUES = 60, EVENTS = 4000 };

static uint64_t random_state = 20261129;

static unsigned
dice(unsigned n)
{
	return random_below(&random_state, n);
}

/* Of few, so that values and events meet; GUIDs, tokens, names, in both cases. */
static struct mia_text
some_text(char room[64])
{
	static const char *const forms[] = { "a0000000-0000-4000-8000-0000000000%02x",
		"A0000000-0000-4000-8000-0000000000%02X", "token-%02x-Of-Some-Length",
		"Token-%02X-of-some-length", "user%02x@fjord.example", "User%02X@fjord.example",
		"Anna Berg %02x", "00000002-0000-0ff1-ce00-0000000000%02x" };
	int len = snprintf(room, 64, forms[dice(sizeof(forms) / sizeof(*forms))], dice(40));

	return dice(12) ? (struct mia_text){ room, (size_t)len } : (struct mia_text){ NULL, 0 };
}

static void
some_address(struct mia_address *ret)
{
	static const char *const forms[] = { "203.0.113.%u", "198.51.100.%u", "2001:db8::%x",
		"2001:db8:1:%x::1", "40.101.1.%u" /* Microsoft's */ };
	char text[64];

	memset(ret, 0, sizeof(*ret));
	if (dice(8) == 0)
		return;
	snprintf(text, sizeof(text), forms[dice(5)], dice(60));
	assert_int_equal(mia_address_parse((struct mia_text){ text, strlen(text) }, ret), MIA_OK);
}

static void
some_value(enum mia_trait trait, char room[64])
{
	static const char *const networks[] = { "203.0.113.%u", "198.51.100.%u/32", "2001:db8::%x",
		"2001:db8:1:%x::/64", "203.0.113.0/2%u", "198.51.0.0/16", "2001:db8::/%u",
		"::ffff:203.0.113.%u" };
	unsigned form = dice(8);

	if (trait != MIA_TRAIT_ADDRESS)
		while (!some_text(room).ptr)
			;
	else if (form == 4)
		snprintf(room, 64, networks[form], dice(8));
	else if (form == 6)
		snprintf(room, 64, networks[form], 32 + dice(64));
	else
		snprintf(room, 64, networks[form], dice(60));
}

struct texts {
	char rooms[12][64];
	char info[2][256];
};

static void
some_event(struct mia_event *e, struct texts *t)
{
	struct mia_text *all[] = { &e->session_id, &e->aad_session_id, &e->unique_token_id, &e->device_id,
		&e->token_object_id, &e->app_id, &e->client_app_id, &e->context_app_id, &e->api_id, &e->actor,
		&e->mailbox_owner, &e->mailbox_guid };
	char app[64];

	memset(e, 0, sizeof(*e));
	e->time = 0;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		*all[i] = dice(2) ? some_text(t->rooms[i]) : (struct mia_text){ NULL, 0 };
	some_address(&e->address);
	some_address(&e->other_address);
	struct mia_text *infos[] = { &e->client_info, &e->actor_info };
	for (int i = 0; i < 2; i++) {
		struct mia_text id = some_text(app);
		int len = snprintf(t->info[i], sizeof(t->info[i]),
			dice(2) ? "Client=REST;[AppId=%.*s];" : "Client=OWA;", (int)id.len,
			id.len ? id.ptr : "");
		*infos[i] =
			dice(3) ? (struct mia_text){ t->info[i], (size_t)len } : (struct mia_text){ NULL, 0 };
	}
}

static struct mia_matcher *
matcher_of(struct mia_scope **scope, enum mia_trait trait, int exclude, char (*values)[64], size_t count)
{
	struct mia_matcher *matcher;

	assert_int_equal(mia_scope_new(scope, NULL, NULL), MIA_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(mia_scope_add(*scope, trait, exclude,
					 (struct mia_text){ values[i], strlen(values[i]) }, NULL),
			MIA_OK);
	assert_int_equal(mia_matcher_new(&matcher, *scope, NULL), MIA_OK);
	return matcher;
}

static void
holds_of(enum mia_trait trait, int exclude)
{
	char values[VALUES][64];
	struct mia_scope *scope, *scopes[VALUES];
	struct mia_matcher *matcher, *matchers[VALUES];
	unsigned answers[3] = { 0 };

	_Static_assert((int)VALUES >= (int)VALUES_INDEXED, "the list must be long");
	for (size_t i = 0; i < VALUES; i++) {
		do
			some_value(trait, values[i]);
		while (mia_scope_new(&scopes[i], NULL, NULL) < 0 ||
			(mia_scope_add(scopes[i], trait, 0, (struct mia_text){ values[i], strlen(values[i]) },
				 NULL) < 0 &&
				(mia_scope_free(scopes[i]), true)));
		mia_scope_free(scopes[i]);
		matchers[i] = matcher_of(&scopes[i], trait, exclude, &values[i], 1);
	}
	matcher = matcher_of(&scope, trait, exclude, values, VALUES);
	for (int n = 0; n < EVENTS; n++) {
		static struct texts texts;
		struct mia_event event;
		some_event(&event, &texts);
		/* Any of the wanted; none of the excluded. */
		enum mia_match expected = exclude ? MIA_MATCH_YES : MIA_MATCH_NO;
		for (size_t i = 0; i < VALUES; i++) {
			enum mia_match one = mia_matcher_match(matchers[i], &event);
			if (exclude ? one < expected : one > expected)
				expected = one;
		}
		assert_int_equal(mia_matcher_match(matcher, &event), expected);
		answers[expected]++;
	}
	/* A test in which all answers are the same would show nothing. */
	assert_true(
		answers[MIA_MATCH_YES] > 50 && answers[MIA_MATCH_NO] + answers[MIA_MATCH_CANNOT_TELL] > 50);
	for (size_t i = 0; i < VALUES; i++) {
		mia_matcher_free(matchers[i]);
		mia_scope_free(scopes[i]);
	}
	mia_matcher_free(matcher);
	mia_scope_free(scope);
}

static void
answers_as_the_loop(void **state)
{
	(void)state;
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (mia__value_index_serves((enum mia_trait)t)) {
			holds_of((enum mia_trait)t, 0);
			holds_of((enum mia_trait)t, 1);
		}
}

static void
count_number(void *ctx, uint32_t number)
{
	*(unsigned *)ctx |= 1u << number;
}

/* 203.0.113.7 is in /32 (twice), /24 and /16; not in the other /24, nor in an IPv6 network. */
static void
networks_tell_each(void **state)
{
	static const char *const texts[] = { "203.0.113.7", "203.0.113.0/24", "203.0.0.0/16",
		"203.0.112.0/24", "::ffff:203.0.113.7", "2001:db8::/32", "203.0.113.8" };
	struct networks n;
	struct mia_address address;
	unsigned told = 0;

	(void)state;
	mia__networks_init(&n, &mia__malloc_allocator);
	for (uint32_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct prefix prefix;
		assert_int_equal(mia__prefix_parse((struct mia_text){ texts[i], strlen(texts[i]) }, &prefix,
					 NULL),
			MIA_OK);
		assert_true(mia__networks_add(&n, &prefix, i));
	}
	assert_int_equal(mia_address_parse((struct mia_text){ "203.0.113.7", 11 }, &address), MIA_OK);
	mia__networks_each(&n, &address, count_number, &told);
	assert_int_equal(told, 1u << 0 | 1u << 1 | 1u << 2 | 1u << 4);
	assert_true(mia__networks_hold(&n, &address));
	assert_int_equal(mia_address_parse((struct mia_text){ "203.1.113.7", 11 }, &address), MIA_OK);
	assert_false(mia__networks_hold(&n, &address));
	mia__networks_release(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_as_the_loop),
		cmocka_unit_test(networks_tell_each),
	};
	return cmocka_run_group_tests_name("scope-value-index", tests, NULL, NULL);
}
