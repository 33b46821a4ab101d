/* Alternatives: a scope that consists of scopes. */
#include "failing.h"
#include "scope_ask.h"

static const char *const said[] = { [NO] = "other", [MAYBE] = NULL, [YES] = "this" };

static struct mia_scope *
asking(enum mia_trait trait, const char *value)
{
	struct mia_scope *scope = scope_new();

	add(scope, trait, 0, value);
	return scope;
}

static void
add_alternative(struct mia_scope *scope, struct mia_scope *alternative)
{
	assert_int_equal(mia_scope_add_alternative(scope, alternative, NULL), MIA_OK);
}

/* Own traits (user) and at least one alternative (session, token): by hand,
 * the least of the user and the most of the other two. */
static void
own_traits_and_any_alternative(void **state)
{
	(void)state;
	struct mia_scope *scope = asking(MIA_TRAIT_USER, "this");

	add_alternative(scope, asking(MIA_TRAIT_SESSION, "this"));
	add_alternative(scope, asking(MIA_TRAIT_TOKEN, "this"));
	for (int own = NO; own <= YES; own++)
		for (int a = NO; a <= YES; a++)
			for (int b = NO; b <= YES; b++) {
				struct mia_event event = blank();
				int any = a > b ? a : b;

				event.actor = text(said[own]);
				event.session_id = text(said[a]);
				event.unique_token_id = text(said[b]);
				assert_int_equal(ask(scope, &event), own < any ? own : any);
			}
	mia_scope_free(scope);
}

/* An address counts for one day, another for another; what is excluded on the
 * whole is out whichever alternative holds. */
static void
alternatives_have_spans_and_exclusions_of_their_own(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new(), *first = asking(MIA_TRAIT_SESSION, "s-1"),
			 *second = asking(MIA_TRAIT_SESSION, "s-2");
	static const struct {
		const char *session, *user;
		mia_time time;
		enum mia_match answer;
	} cases[] = {
		{ "s-1", "eve", 10, YES },
		{ "s-1", "eve", 19, YES },
		{ "s-1", "eve", 9, NO },
		{ "s-1", "eve", 20, NO },
		{ "s-2", "eve", 20, YES },
		{ "s-2", "eve", 19, NO },
		{ "s-2", "ann", 20, NO },
		{ "s-1", "ann", 15, YES },
		{ "s-1", "bob", 15, NO },
		{ "s-2", "bob", 25, NO },
		{ "s-3", "eve", 15, NO },
		{ NULL, "eve", 15, MAYBE },
		{ NULL, "eve", 5, NO },
		{ NULL, "bob", 15, NO },
		{ "s-1", "eve", MIA_TIME_UNKNOWN, MAYBE },
		{ "s-2", NULL, 25, MAYBE },
		{ "s-1", NULL, 15, MAYBE },
	};

	assert_int_equal(mia_scope_between(first, 10, 20, NULL), MIA_OK);
	assert_int_equal(mia_scope_between(second, 20, 30, NULL), MIA_OK);
	add(second, MIA_TRAIT_USER, 1, "ann");
	add(scope, MIA_TRAIT_USER, 1, "bob");
	add_alternative(scope, first);
	add_alternative(scope, second);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_event event = blank();

		event.session_id = text(cases[i].session);
		event.actor = text(cases[i].user);
		event.time = cases[i].time;
		if (ask(scope, &event) != cases[i].answer)
			fail_msg("case %zu: expected %d", i, (int)cases[i].answer);
	}
	mia_scope_free(scope);
}

/* Each alternative remembers its own last client. */
static void
clients_in_alternatives(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_matcher *matcher = NULL;
	struct mia_event rest = blank(), owa = blank(), imap = blank();

	rest.client_info = text("Client=REST;;");
	owa.client_info = text("Client=OWA;");
	imap.client_info = text("Client=POP3/IMAP4;");
	add_alternative(scope, asking(MIA_TRAIT_CLIENT, "^Client=REST"));
	add_alternative(scope, asking(MIA_TRAIT_CLIENT, "OWA"));
	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(mia_matcher_match(matcher, &rest), YES);
		assert_int_equal(mia_matcher_match(matcher, &owa), YES);
		assert_int_equal(mia_matcher_match(matcher, &imap), NO);
	}
	mia_matcher_free(matcher);
	mia_scope_free(scope);
}

static void
span_is_the_widest(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new(), *first = asking(MIA_TRAIT_USER, "a"),
			 *second = asking(MIA_TRAIT_USER, "b");
	mia_time from = 1, until = 1;

	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, MIA_TIME_UNKNOWN);
	assert_int_equal(until, MIA_TIME_UNKNOWN);
	assert_int_equal(mia_scope_between(first, 10, 20, NULL), MIA_OK);
	assert_int_equal(mia_scope_between(second, 30, 40, NULL), MIA_OK);
	add_alternative(scope, first);
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, 10);
	assert_int_equal(until, 20);
	add_alternative(scope, second);
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, 10);
	assert_int_equal(until, 40);
	/* Its own span cuts that of the alternatives. */
	assert_int_equal(mia_scope_between(scope, 15, MIA_TIME_UNKNOWN, NULL), MIA_OK);
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, 15);
	assert_int_equal(until, 40);
	assert_int_equal(mia_scope_between(scope, MIA_TIME_UNKNOWN, 35, NULL), MIA_OK);
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, 10);
	assert_int_equal(until, 35);
	assert_int_equal(mia_scope_between(scope, 50, 60, NULL), MIA_OK);
	mia_scope_span(scope, &from, &until);
	assert_true(from == until);
	/* One alternative without a span leaves both ends open. */
	assert_int_equal(mia_scope_between(scope, MIA_TIME_UNKNOWN, MIA_TIME_UNKNOWN, NULL), MIA_OK);
	add_alternative(scope, asking(MIA_TRAIT_USER, "c"));
	mia_scope_span(scope, &from, &until);
	assert_int_equal(from, MIA_TIME_UNKNOWN);
	assert_int_equal(until, MIA_TIME_UNKNOWN);
	mia_scope_free(scope);
	mia_scope_span(NULL, &from, &until);
	assert_int_equal(from, MIA_TIME_UNKNOWN);
}

static void
everything_with_alternatives(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();

	add_alternative(scope, asking(MIA_TRAIT_USER, "a"));
	assert_false(mia_scope_is_everything(scope));
	/* One that asks nothing holds every event, and so does the whole. */
	add_alternative(scope, scope_new());
	assert_true(mia_scope_is_everything(scope));
	add(scope, MIA_TRAIT_USER, 0, "b");
	assert_false(mia_scope_is_everything(scope));
	mia_scope_free(scope);
}

static void
misuse(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new(), *nested = scope_new(), *deeper = scope_new();

	assert_int_equal(mia_scope_add_alternative(scope, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_add_alternative(scope, scope, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_add_alternative(NULL, scope_new(), NULL), MIA_ERR_ARGUMENT);
	add_alternative(nested, asking(MIA_TRAIT_USER, "a"));
	add(nested, MIA_TRAIT_MAILBOX, 0, "m");
	assert_int_equal(mia_scope_add_alternative(scope, nested, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_read(deeper,
				 text("{\"any\":[{\"ip\":\"192.0.2.1\"}],\"logon\":\"owner\"}"), NULL),
		MIA_OK);
	assert_int_equal(mia_scope_add_alternative(scope, deeper, NULL), MIA_ERR_ARGUMENT);
	assert_true(mia_scope_is_everything(scope));
	mia_scope_free(scope);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	int refused = 1;

	for (size_t n = 1; refused; n++) {
		struct failing f = { .refuse_at = n };
		enum mia_status status;
		struct mia_allocator a = failing_allocator(&f);
		struct mia_scope *scope = NULL, *alternative = NULL;
		struct mia_matcher *matcher = NULL;

		status = mia_scope_new(&scope, &a, NULL);
		for (int i = 0; status == MIA_OK && i < 5; i++) {
			status = mia_scope_new(&alternative, &a, NULL);
			if (status == MIA_OK &&
				(status = mia_scope_add(alternative,
					 i % 2 ? MIA_TRAIT_CLIENT : MIA_TRAIT_USER, 0, text("x"), NULL)) < 0)
				mia_scope_free(alternative);
			if (status == MIA_OK)
				status = mia_scope_add_alternative(scope, alternative, NULL);
		}
		if (status == MIA_OK)
			status = mia_matcher_new(&matcher, scope, NULL);
		/* PCRE2 does without machine code where that is refused. */
		refused = f.calls >= n;
		assert_true(status == MIA_OK || (refused && status == MIA_ERR_MEMORY));
		mia_matcher_free(matcher);
		mia_scope_free(scope);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_traits_and_any_alternative),
		cmocka_unit_test(alternatives_have_spans_and_exclusions_of_their_own),
		cmocka_unit_test(clients_in_alternatives),
		cmocka_unit_test(span_is_the_widest),
		cmocka_unit_test(everything_with_alternatives),
		cmocka_unit_test(misuse),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
