/* The check of a scope: which values the records bear, which are beginnings, what is nearest. */
#include "made_events.h"

#define S1 "bb830870-773e-4979-9249-5027ed49239e"
#define S2 "bb83ffff-773e-4979-9249-5027ed49239e"
#define S3 "d61d615a-d497-45da-8a2c-b43e57fd2460"
#define APP "395a1045-4185-43f1-ba4f-2b889bf7416b"
#define CONSENTED "768fb398-4b53-495c-bb8d-de91e0e0d7b2"
#define TOKEN "AbCdEfGhIjKlMnOpQrStUv"

static const struct mia_source file = { .name = "a.csv" };

static struct mia_scope *
scope_of(const char *json)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_read(scope, text_of(json), NULL), MIA_OK);
	return scope;
}

/* What the evidence of all tests here holds. */
static enum mia_status
add_record(struct mia_fold *fold, const void *world, unsigned i)
{
	struct mia_event event = made_event(i + 1, &file, i + 1);

	(void)world;
	event.session_id = event.aad_session_id = event.app_id = event.unique_token_id = TEXT_ABSENT;
	event.actor = i % 2 ? TEXT("joey@contoso.example") : TEXT("anna@contoso.example");
	/* About both, by none: APP is the one that also acts. */
	if (i == 0 || i == 5) {
		event.operation = TEXT("Consent to application.");
		event.target_id = i ? TEXT(APP) : TEXT(CONSENTED);
	}
	switch (i % 5) {
	case 0:
		event.session_id = TEXT(S1);
		break;
	case 1:
		event.aad_session_id = TEXT("BB83FFFF-773E-4979-9249-5027ED49239E");
		break;
	case 2:
		event.session_id = TEXT(S3);
		event.unique_token_id = TEXT(TOKEN);
		break;
	case 3:
		event.client_info = TEXT("Client=REST;x[AppId=" APP "];");
		break;
	default:
		event.access = MIA_ACCESS_BIND;
		event.client_ip = TEXT("203.0.113.7");
		assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	}
	return fold->ops->add(fold, &event, NULL);
}

static const struct fold_steps steps = { .count = 10, .add = add_record };

static struct mia_scope_check *
checked(const struct mia_scope *scope)
{
	struct mia_scope_check *check = NULL;

	assert_int_equal(mia_scope_check_new(&check, NULL, scope, NULL), MIA_OK);
	for (unsigned i = 0; i < steps.count; i++)
		add_step(mia_scope_check_fold(check), &steps, i);
	seal(mia_scope_check_fold(check));
	return check;
}

/* The one value of the scope: its bearing and its candidates, parted by blanks. */
static void
expect(const char *json, enum mia_bearing bearing, size_t count, const char *candidates)
{
	struct mia_scope *scope = scope_of(json);
	struct mia_scope_check *check = checked(scope);
	const struct mia_scope_value *value = mia_scope_check_value(check, 0);
	char list[400] = "";

	assert_int_equal(mia_scope_check_count(check), 1);
	assert_int_equal(value->stated,
		value->trait != MIA_TRAIT_ADDRESS && value->trait != MIA_TRAIT_DEVICE);
	for (size_t i = 0; i < value->candidates.count; i++) {
		(void)strcat(list, i ? " " : "");
		(void)strncat(list, value->candidates.ptr[i].ptr, value->candidates.ptr[i].len);
	}
	if (value->bearing != bearing || strcmp(list, candidates) != 0 || value->candidate_count != count)
		fail_msg("%s: %d %zu %s", json, (int)value->bearing, value->candidate_count, list);
	mia_scope_check_free(check);
	mia_scope_free(scope);
}

static void
whole_values(void **state)
{
	(void)state;
	expect("{\"session\":\"" S1 "\"}", MIA_BORNE, 0, "");
	/* A GUID whatever its case. */
	expect("{\"session\":\"" S2 "\"}", MIA_BORNE, 0, "");
	expect("{\"app\":\"" APP "\"}", MIA_BORNE, 0, "");
	expect("{\"token\":\"" TOKEN "\"}", MIA_BORNE, 0, "");
	expect("{\"ip\":\"203.0.113.0/24\"}", MIA_BORNE, 0, "");
	expect("{\"user\":\"JOEY@contoso.example\"}", MIA_BORNE, 0, "");
	expect("{\"ip\":\"198.51.100.0/24\"}", MIA_NOT_BORNE, 0, "");
	expect("{\"not\":{\"session\":\"" S1 "\"}}", MIA_BORNE, 0, "");
}

static void
beginnings(void **state)
{
	(void)state;
	expect("{\"session\":\"BB830\"}", MIA_BORNE_LONGER, 1, S1);
	expect("{\"session\":\"bb830870773e\"}", MIA_BORNE_LONGER, 1, S1);
	expect("{\"session\":\"bb83\"}", MIA_AMBIGUOUS, 2, S1 " " S2);
	expect("{\"session\":\"bb8\"}", MIA_TOO_SHORT, 0, "");
	expect("{\"app\":\"395a\"}", MIA_BORNE_LONGER, 1, APP);
	expect("{\"app\":\"768fb398\"}", MIA_BORNE_LONGER, 1, CONSENTED);
	/* Of a token the case matters. */
	expect("{\"token\":\"AbCd\"}", MIA_BORNE_LONGER, 1, TOKEN);
	expect("{\"token\":\"abcd\"}", MIA_NOT_BORNE, 0, "");
	/* Accounts and addresses have no beginnings. */
	expect("{\"user\":\"joey\"}", MIA_NOT_BORNE, 1, "joey@contoso.example");
	expect("{\"user\":\"jo*\"}", MIA_NOT_BORNE, 1, "joey@contoso.example");
}

static void
the_nearest(void **state)
{
	(void)state;
	/* One digit is another; one is missing; the first part is the same. */
	expect("{\"session\":\"d61d615b-d497-45da-8a2c-b43e57fd2460\"}", MIA_NOT_BORNE, 1, S3);
	expect("{\"session\":\"d61d615-d497-45da-8a2c-b43e57fd2460\"}", MIA_NOT_BORNE, 1, S3);
	expect("{\"session\":\"d61d615a-0000-0000-1111-000000000001\"}", MIA_NOT_BORNE, 1, S3);
	expect("{\"session\":\"d61e61\"}", MIA_NOT_BORNE, 1, S3);
	expect("{\"session\":\"00112233-4455-6677-8899-aabbccddeeff\"}", MIA_NOT_BORNE, 0, "");
	expect("{\"device\":\"" S1 "\"}", MIA_NOT_BORNE, 0, "");
	expect("{\"user\":\"joe@contoso.example\"}", MIA_NOT_BORNE, 1, "joey@contoso.example");
}

/* A list of thousands is a list: it costs no comparison of each with each. */
static void
a_long_list(void **state)
{
	enum { VALUES = 4000, RECORDS = 4000 };
	struct mia_scope *scope = NULL;
	struct mia_scope_check *check = NULL;
	char text[40];
	size_t borne = 0;

	(void)state;
	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	for (unsigned i = 0; i < VALUES; i++) {
		(void)snprintf(text, sizeof(text), "%08x-773e-4979-9249-5027ed49239%c", i * 2654435761u,
			i % 2 ? 'e' : 'E');
		assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, text_of(text), NULL), MIA_OK);
	}
	assert_int_equal(mia_scope_check_new(&check, NULL, scope, NULL), MIA_OK);
	for (unsigned i = 0; i < RECORDS; i++) {
		struct mia_event event = made_event(i + 1, &file, i + 1);
		(void)snprintf(text, sizeof(text), "%08x-773e-4979-9249-5027ed49239e",
			(i ? i + VALUES : 0) * 2654435761u);
		event.session_id = text_of(text);
		assert_int_equal(mia_scope_check_fold(check)->ops->add(mia_scope_check_fold(check), &event,
					 NULL),
			MIA_OK);
	}
	seal(mia_scope_check_fold(check));
	assert_int_equal(mia_scope_check_count(check), VALUES);
	for (size_t i = 0; i < VALUES; i++) {
		const struct mia_scope_value *value = mia_scope_check_value(check, i);
		borne += value->bearing == MIA_BORNE;
		/* 16 million comparisons: nothing is near, since nothing was sought. */
		assert_int_equal(value->candidates.count, 0);
	}
	assert_int_equal(borne, 1);
	mia_scope_check_free(check);
	mia_scope_free(scope);
}

/* Whether records may be by an id that none of them bears; `records` of those that all tests here have. */
static int
may_be_silent(const char *json, unsigned records)
{
	struct mia_scope *scope = scope_of(json);
	struct mia_scope_check *check = NULL;

	assert_int_equal(mia_scope_check_new(&check, NULL, scope, NULL), MIA_OK);
	for (unsigned i = 0; i < records; i++)
		add_step(mia_scope_check_fold(check), &steps, i);
	seal(mia_scope_check_fold(check));
	int silent = mia_scope_check_value(check, 0)->may_be_silent;
	mia_scope_check_free(check);
	mia_scope_free(scope);
	return silent;
}

/* An id from elsewhere, such as a list of sign-ins, is no slip of the pen. The first
 * three records state a session each, the fourth and fifth none. */
static void
whole_ids_that_silent_records_may_have(void **state)
{
	(void)state;
	assert_true(may_be_silent("{\"session\":[\"99999999-0000-4000-8000-000000000000\"]}", 5));
	assert_false(may_be_silent("{\"session\":[\"99999999-0000-4000-8000-000000000000\"]}", 3));
	/* A slip: one digit of S1; and no whole id. */
	assert_false(may_be_silent("{\"session\":[\"bb830870-773e-4979-9249-5027ed49239f\"]}", 5));
	assert_false(may_be_silent("{\"session\":[\"9999\"]}", 5));
	assert_false(may_be_silent("{\"session\":[\"" S1 "\"]}", 5));
}

/* What a consent names is known; that nobody came by it is told. */
static void
applications_that_are_only_named(void **state)
{
	static const struct {
		const char *json;
		int only_named;
	} cases[] = {
		{ "{\"app\":\"" CONSENTED "\"}", 1 },
		{ "{\"app\":\"" APP "\"}", 0 },
		{ "{\"session\":\"" S1 "\"}", 0 },
	};
	uint64_t random = 11;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_scope *scope = scope_of(cases[i].json);
		struct mia_scope_check *like = NULL;
		assert_int_equal(mia_scope_check_new(&like, NULL, scope, NULL), MIA_OK);
		for (unsigned k = 0; k < 20; k++) {
			struct mia_fold *fold = deal_steps(mia_scope_check_fold(like), &steps, &random);
			const struct mia_scope_value *value =
				mia_scope_check_value((struct mia_scope_check *)(void *)fold, 0);
			assert_int_equal(value->bearing, MIA_BORNE);
			assert_int_equal(value->only_named, cases[i].only_named);
			fold->ops->free(fold);
		}
		mia_scope_check_free(like);
		mia_scope_free(scope);
	}
}

static void
what_needs_a_check(void **state)
{
	static const struct {
		const char *json;
		int can, beginnings;
	} cases[] = {
		{ "{\"client\":\"x\"}", 0, 0 },
		{ "{\"since\":\"2026-01-01\"}", 0, 0 },
		{ "{\"ip\":\"203.0.113.7\"}", 1, 0 },
		{ "{\"session\":\"" S1 "\"}", 1, 0 },
		{ "{\"session\":\"bb83\"}", 1, 1 },
		{ "{\"token\":\"" TOKEN "\"}", 1, 0 },
		{ "{\"any\":[{\"ip\":\"203.0.113.7\"},{\"not\":{\"app\":\"395a\"}}]}", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_scope *scope = scope_of(cases[i].json);
		assert_int_equal(mia_scope_can_be_checked(scope), cases[i].can);
		assert_int_equal(mia_scope_has_beginnings(scope), cases[i].beginnings);
		mia_scope_free(scope);
	}
	assert_int_equal(mia_scope_can_be_checked(NULL), 0);
	assert_int_equal(mia_scope_has_beginnings(NULL), 0);
}

static enum mia_match
ask(const struct mia_scope *scope, const char *session)
{
	struct mia_event event = { .time = MIA_TIME_UNKNOWN, .session_id = text_of(session) };
	struct mia_matcher *matcher = NULL;

	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	enum mia_match answer = mia_matcher_match(matcher, &event);
	mia_matcher_free(matcher);
	return answer;
}

static void
a_scope_is_written_out(void **state)
{
	struct mia_scope *scope =
		scope_of("{\"any\":[{\"session\":\"bb830\"},{\"session\":[\"d61d\",\"d61d\"],"
			 "\"not\":{\"session\":\"bb83f\"}}]}");
	struct mia_scope_check *check = NULL;
	struct mia_scope *whole = NULL;

	(void)state;
	assert_int_equal(mia_scope_check_new(&check, NULL, scope, NULL), MIA_OK);
	assert_int_equal(mia_scope_check_scope(check, &whole, NULL), MIA_ERR_STATE);
	mia_scope_check_free(check);
	check = checked(scope);
	/* Twice in the scope, once in the check. */
	assert_int_equal(mia_scope_check_count(check), 3);
	assert_int_equal(mia_scope_check_scope(check, &whole, NULL), MIA_OK);
	mia_scope_check_free(check);
	mia_scope_free(scope);
	assert_int_equal(ask(whole, S1), MIA_MATCH_YES);
	assert_int_equal(ask(whole, S3), MIA_MATCH_YES);
	assert_int_equal(ask(whole, S2), MIA_MATCH_NO);
	assert_int_equal(mia_scope_has_beginnings(whole), 0);
	mia_scope_free(whole);
}

static void
any_split_gives_the_same(void **state)
{
	struct mia_scope *scope = scope_of("{\"session\":[\"bb83\",\"d61d\"],\"ip\":\"203.0.113.7\"}");
	struct mia_scope_check *like = NULL;
	uint64_t random = 7;

	(void)state;
	assert_int_equal(mia_scope_check_new(&like, NULL, scope, NULL), MIA_OK);
	for (unsigned i = 0; i < 50; i++) {
		struct mia_fold *fold = deal_steps(mia_scope_check_fold(like), &steps, &random);
		struct mia_scope_check *check = (struct mia_scope_check *)(void *)fold;
		assert_int_equal(mia_scope_check_value(check, 0)->bearing, MIA_BORNE);
		assert_int_equal(mia_scope_check_value(check, 1)->bearing, MIA_AMBIGUOUS);
		assert_text(mia_scope_check_value(check, 1)->candidates.ptr[0], S1);
		assert_int_equal(mia_scope_check_value(check, 2)->bearing, MIA_BORNE_LONGER);
		fold->ops->free(fold);
	}
	mia_scope_check_free(like);
	mia_scope_free(scope);
}

/* From the scope to the one that is written out. */
static enum mia_status
check_all(const struct mia_allocator *a, const void *ctx)
{
	static const char json[] =
		"{\"any\":[{\"session\":[\"bb830\",\"d61e\"]},{\"ip\":\"203.0.113.7\"},{\"app\":\"768f\"}]}";
	struct mia_scope *scope = NULL, *whole = NULL;
	struct mia_scope_check *check = NULL;
	enum mia_status status = mia_scope_new(&scope, a, NULL);

	(void)ctx;
	if (status >= 0)
		status = mia_scope_read(scope, text_of(json), NULL);
	if (status >= 0)
		status = mia_scope_check_new(&check, a, scope, NULL);
	if (status >= 0)
		status = fold_steps(mia_scope_check_fold(check), &steps);
	if (status >= 0)
		status = mia_scope_check_scope(check, &whole, NULL);
	mia_scope_free(whole);
	mia_scope_check_free(check);
	mia_scope_free(scope);
	return status;
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	refuse_each_allocation(check_all, NULL, MIA_OK);
}

static void
distances(void **state)
{
	(void)state;
	assert_int_equal(mia_text_distance(TEXT("session"), TEXT("session"), 3), 0);
	assert_int_equal(mia_text_distance(TEXT("sesion"), TEXT("sessions"), 3), 2);
	assert_int_equal(mia_text_distance(TEXT(""), TEXT("abc"), 3), 3);
	assert_int_equal(mia_text_distance(TEXT("abc"), TEXT("xyz"), 2), 3);
	assert_int_equal(mia_text_distance(TEXT("abc"), TEXT("abcdefg"), 2), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_values),
		cmocka_unit_test(beginnings),
		cmocka_unit_test(the_nearest),
		cmocka_unit_test(a_long_list),
		cmocka_unit_test(whole_ids_that_silent_records_may_have),
		cmocka_unit_test(applications_that_are_only_named),
		cmocka_unit_test(what_needs_a_check),
		cmocka_unit_test(a_scope_is_written_out),
		cmocka_unit_test(any_split_gives_the_same),
		cmocka_unit_test(refused_memory_leaks_nothing),
		cmocka_unit_test(distances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
