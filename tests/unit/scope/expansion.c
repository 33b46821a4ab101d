/* Expansion: what shares an id with the scope, step by step, and how. */
#include "made_expansion.h"

#define GUID_LOWER "5e55a77a-0000-4000-8000-00000000000a"
#define GUID_UPPER "5E55A77A-0000-4000-8000-00000000000A"

static const struct mia_source file = { .name = "a.csv" };

/* A record of the second `key` that states these ids. */
static struct mia_event
bearing(unsigned key, const char *user, const char *session, const char *aad, const char *token)
{
	struct mia_event event = made_event(key, &file, key);

	event.time = NOON + (mia_time)key * MIA_TIME_SECOND;
	event.operation = TEXT("MailItemsAccessed");
	event.actor = text_of(user);
	event.session_id = text_of(session);
	event.aad_session_id = text_of(aad);
	event.unique_token_id = text_of(token);
	return event;
}

static void
add_all(struct mia_expansion *e, const struct mia_event *events, size_t count, size_t steps)
{
	for (size_t i = count; i-- > 0;)
		add_event(mia_expansion_fold(e), &events[i]);
	assert_int_equal(mia_expansion_count(e), 0);
	assert_null(mia_expansion_step(e, 0));
	seal(mia_expansion_fold(e));
	assert_int_equal(mia_expansion_count(e), steps);
	assert_null(mia_expansion_step(e, steps));
}

static enum mia_match
ask(const struct mia_scope *scope, const struct mia_event *event)
{
	struct mia_matcher *matcher = NULL;
	enum mia_match answer;

	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	answer = mia_matcher_match(matcher, event);
	mia_matcher_free(matcher);
	return answer;
}

static struct mia_scope *
wider_of(struct mia_expansion *e)
{
	struct mia_scope *wider = NULL;

	assert_int_equal(mia_expansion_scope(e, &wider, NULL), MIA_OK);
	return wider;
}

/* Eve's access has s-1; a sign-in joins s-1 with s-2; an access of s-2 joins
 * it with token t; what has t alone is found in the fourth round. s-9 is of
 * somebody else. */
static void
from_id_to_id(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve");
	struct mia_expansion *e = expansion_new(scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN);
	struct mia_event events[] = {
		bearing(1, "eve", "s-1", NULL, NULL),
		bearing(2, "eve", "s-1", NULL, NULL),
		bearing(3, "ann", "s-1", "s-2", NULL),
		bearing(4, "ann", "s-2", NULL, "t"),
		bearing(5, "ann", NULL, NULL, "t"),
		bearing(6, "ann", "s-9", NULL, "t-9"),
		bearing(7, "ann", NULL, "s-3", "t"),
		bearing(8, "ann", NULL, NULL, NULL),
	};
	enum mia_match answers[] = { MIA_MATCH_YES, MIA_MATCH_YES, MIA_MATCH_YES, MIA_MATCH_YES,
		MIA_MATCH_YES, MIA_MATCH_NO, MIA_MATCH_YES, MIA_MATCH_CANNOT_TELL };

	events[1].place.record = 1, events[0].place.record = 2;
	events[2].operation = TEXT("UserLoggedIn");
	events[2].id = TEXT("id-3");
	events[2].client_ip = TEXT("[2001:db8::7]:443");
	assert_int_equal(mia_address_parse(events[2].client_ip, &events[2].address), MIA_OK);
	add_all(e, events, 8, 4);
	expect_step(e, 0, 0, "s-1", NULL, 2, 3, 1); /* the earlier of Eve's, wherever it stands */
	expect_step(e, 1, 1, "s-2", "s-1", 3, 2, 2);
	expect_step(e, 2, 2, "t", "s-2", 4, 3, 3);
	expect_step(e, 3, 3, "s-3", "t", 7, 1, 1);
	const struct mia_expansion_step *step = mia_expansion_step(e, 1);
	assert_int_equal(step->by, MIA_EXPAND_SESSION);
	assert_text(step->operation, "UserLoggedIn");
	assert_text(step->record_id, "id-3");
	assert_text(step->actor, "ann");
	assert_text(step->client_ip, "2001:db8::7");
	assert_text(step->source, "a.csv");
	assert_int_equal(step->time, NOON + 3 * MIA_TIME_SECOND);
	assert_int_equal(mia_expansion_step(e, 2)->by, MIA_EXPAND_TOKEN);

	struct mia_scope *wider = wider_of(e);
	mia_expansion_free(e);
	mia_scope_free(scope);
	for (size_t i = 0; i < 8; i++)
		if (ask(wider, &events[i]) != answers[i])
			fail_msg("event %zu: expected %d", i, (int)answers[i]);
	mia_scope_free(wider);
}

/* The same evidence by sessions only: the token leads nowhere, and a record
 * that states nothing but a token does not tell its session. */
static void
only_by_what_was_asked(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve"), *wider;
	struct mia_event events[] = {
		bearing(1, "eve", "s-1", NULL, "t"),
		bearing(2, "ann", NULL, NULL, "t"),
		bearing(3, "ann", "t", NULL, NULL),
		bearing(4, "ann", "s-1", NULL, NULL),
	};
	struct mia_expansion *e = expansion_new(scope, MIA_EXPAND_SESSION);

	add_all(e, events, 4, 1);
	expect_step(e, 0, 0, "s-1", NULL, 1, 2, 1);
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_CANNOT_TELL);
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_NO);
	assert_int_equal(ask(wider, &events[3]), MIA_MATCH_YES);
	mia_scope_free(wider);
	mia_expansion_free(e);

	e = expansion_new(scope, MIA_EXPAND_TOKEN);
	add_all(e, events, 4, 1);
	expect_step(e, 0, 0, "t", NULL, 1, 2, 1);
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_YES);
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_CANNOT_TELL);
	mia_scope_free(wider);
	mia_expansion_free(e);
	/* Both: a session "t" is not the token "t". */
	e = expansion_new(scope, MIA_EXPAND_TOKEN | MIA_EXPAND_SESSION);
	add_all(e, events, 4, 2);
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_NO);
	mia_scope_free(wider);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

static void
case_of_ids(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve"), *wider;
	struct mia_event events[] = {
		bearing(1, "eve", GUID_LOWER, "AbC", "TOK"),
		bearing(2, "ann", GUID_UPPER, NULL, NULL),
		bearing(3, "ann", "abc", NULL, NULL),
		bearing(4, "ann", "x", NULL, "tok"),
	};
	struct mia_expansion *e = expansion_new(scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN);

	add_all(e, events, 4, 3);
	/* Of two ways to write it the bytewise least. */
	expect_step(e, 0, 0, GUID_UPPER, NULL, 1, 2, 1);
	expect_step(e, 1, 0, "AbC", NULL, 1, 1, 0);
	expect_step(e, 2, 0, "TOK", NULL, 1, 1, 0);
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_YES);
	/* Beside a GUID a session that is none was damaged. */
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_CANNOT_TELL);
	assert_int_equal(ask(wider, &events[3]), MIA_MATCH_CANNOT_TELL);
	mia_scope_free(wider);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

/* A record without an address may be the intruder's; its session is not. */
static void
cannot_tell_is_no_beginning(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve"), *wider;
	struct mia_event events[] = { bearing(1, NULL, "s-1", NULL, NULL),
		bearing(2, "ann", "s-1", NULL, NULL), bearing(3, "eve", NULL, NULL, NULL) };
	struct mia_expansion *e = expansion_new(scope, MIA_EXPAND_SESSION);

	add_all(e, events, 3, 0);
	/* Nothing was found, so the scope answers as it did. */
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[0]), MIA_MATCH_CANNOT_TELL);
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_NO);
	events[1].session_id = TEXT_ABSENT;
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_NO);
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_YES);
	mia_scope_free(wider);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

/* Exclusions, span and mailbox stay limits: what they keep out is not in the
 * wider scope and leads on to nothing. What cannot be told by them leads on,
 * as a sign-in without a mailbox does. */
static void
limits_stay(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve"), *wider;
	struct mia_event events[] = {
		bearing(1, "eve", "s-1", NULL, NULL),
		bearing(2, "bob", "s-1", "s-bob", NULL),  /* excluded */
		bearing(3, "ann", "s-1", "s-late", NULL), /* too late */
		bearing(4, "ann", "s-1", "s-box", NULL),  /* another mailbox */
		bearing(5, "ann", "s-1", "s-in", NULL),   /* a sign-in */
		bearing(6, "ann", "s-bob", NULL, NULL),
		bearing(7, "ann", "s-late", NULL, NULL),
		bearing(8, "ann", "s-box", NULL, NULL),
		bearing(9, "ann", "s-in", NULL, NULL),
	};
	enum mia_match answers[] = { MIA_MATCH_YES, MIA_MATCH_NO, MIA_MATCH_NO, MIA_MATCH_NO,
		MIA_MATCH_CANNOT_TELL, MIA_MATCH_NO, MIA_MATCH_NO, MIA_MATCH_NO, MIA_MATCH_YES };
	struct mia_expansion *e;

	for (size_t i = 0; i < 9; i++)
		events[i].mailbox_owner = TEXT("ann@x");
	events[2].time = NOON + 100 * MIA_TIME_SECOND;
	events[3].mailbox_owner = TEXT("other@x");
	events[4].mailbox_owner = TEXT_ABSENT;
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_USER, 1, TEXT("bob"), NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_MAILBOX, 0, TEXT("ann@x"), NULL), MIA_OK);
	assert_int_equal(mia_scope_between(scope, NOON, NOON + 100 * MIA_TIME_SECOND, NULL), MIA_OK);
	e = expansion_new(scope, MIA_EXPAND_SESSION);
	add_all(e, events, 9, 2);
	expect_step(e, 0, 0, "s-1", NULL, 1, 5, 1); /* five bear it, three are kept out */
	expect_step(e, 1, 1, "s-in", "s-1", 5, 2, 2);
	wider = wider_of(e);
	for (size_t i = 0; i < 9; i++)
		if (ask(wider, &events[i]) != answers[i])
			fail_msg("event %zu: expected %d", i, (int)answers[i]);
	mia_scope_free(wider);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

/* The limits of a file limit too; those of one alternative do not. */
static void
limits_of_files_and_alternatives(void **state)
{
	(void)state;
	struct mia_scope *scope = NULL, *wider;
	struct mia_event events[] = { bearing(1, "eve", "s-1", NULL, NULL),
		bearing(2, "bob", "s-1", NULL, NULL), bearing(3, "ann", "s-1", NULL, NULL) };
	struct mia_expansion *e;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(scope,
				 TEXT("{\"any\":[{\"user\":\"eve\",\"not\":{\"user\":\"ann\"}}],"
				      "\"not\":{\"user\":\"bob\"}}"),
				 NULL),
		MIA_OK);
	e = expansion_new(scope, MIA_EXPAND_SESSION);
	add_all(e, events, 3, 1);
	expect_step(e, 0, 0, "s-1", NULL, 1, 3, 1);
	wider = wider_of(e);
	assert_int_equal(ask(wider, &events[0]), MIA_MATCH_YES);
	assert_int_equal(ask(wider, &events[1]), MIA_MATCH_NO);
	assert_int_equal(ask(wider, &events[2]), MIA_MATCH_YES);
	mia_scope_free(wider);
	mia_expansion_free(e);
	mia_scope_free(scope);
}

static void
misuse(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_of(MIA_TRAIT_USER, "eve"), *all = NULL, *wider = NULL;
	struct mia_expansion *e = NULL, *other;
	struct mia_event event = bearing(1, "eve", "s", NULL, NULL);

	assert_int_equal(mia_scope_new(&all, NULL, NULL), MIA_OK);
	assert_int_equal(mia_expansion_new(&e, NULL, all, MIA_EXPAND_SESSION, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_expansion_new(&e, NULL, NULL, MIA_EXPAND_SESSION, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_expansion_new(&e, NULL, scope, 0, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_expansion_new(&e, NULL, scope, 4, NULL), MIA_ERR_ARGUMENT);
	assert_null(e);
	e = expansion_new(scope, MIA_EXPAND_SESSION);
	other = expansion_new(scope, MIA_EXPAND_SESSION);
	assert_int_equal(mia_expansion_scope(e, &wider, NULL), MIA_ERR_STATE);
	seal(mia_expansion_fold(e));
	seal(mia_expansion_fold(e));
	struct mia_fold *fold = mia_expansion_fold(e);
	assert_int_equal(fold->ops->add(fold, &event, NULL), MIA_ERR_STATE);
	assert_int_equal(fold->ops->merge(fold, mia_expansion_fold(other), NULL), MIA_ERR_STATE);
	mia_expansion_free(other);
	mia_expansion_free(e);
	mia_expansion_free(NULL);
	mia_scope_free(all);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_id_to_id),
		cmocka_unit_test(only_by_what_was_asked),
		cmocka_unit_test(case_of_ids),
		cmocka_unit_test(cannot_tell_is_no_beginning),
		cmocka_unit_test(limits_stay),
		cmocka_unit_test(limits_of_files_and_alternatives),
		cmocka_unit_test(misuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
