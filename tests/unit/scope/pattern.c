/* Patterns over the client: hostile subjects, bounds, memory. */
#include "scope_ask.h"

#include <time.h>

static struct mia_event
from_client(const char *info, const char *plain)
{
	struct mia_event event = blank();

	event.client_info = text(info);
	event.client = text(plain);
	return event;
}

static void
client(void **state)
{
	(void)state;
	const char *python = "Client=WebServices;python-requests/2.25.1";

	expect(YES, MIA_TRAIT_CLIENT, "python-requests/2\\.", from_client(python, "EWS application"));
	expect(YES, MIA_TRAIT_CLIENT, "^EWS app", from_client(python, "EWS application"));
	expect(NO, MIA_TRAIT_CLIENT, "OWA", from_client(python, "EWS application"));
	/* As the analyst writes it: case counts unless (?i) is asked for. */
	expect(NO, MIA_TRAIT_CLIENT, "Python", from_client(python, NULL));
	expect(YES, MIA_TRAIT_CLIENT, "(?i)Python", from_client(python, NULL));
	/* The plain name alone comes from nowhere: the record states no client. */
	expect(MAYBE, MIA_TRAIT_CLIENT, "unknown", from_client("", "unknown"));
	expect(MAYBE, MIA_TRAIT_CLIENT, ".", from_client(NULL, NULL));
	/* One dot is one character, not one byte. */
	expect(YES, MIA_TRAIT_CLIENT, "^a.b$",
		from_client("a\xc3\xa9"
			    "b",
			NULL));
	expect(MAYBE, MIA_TRAIT_CLIENT, "b",
		from_client("a\xc3"
			    "b",
			NULL));
}

static void
client_refused(void **state)
{
	(void)state;
	char *longest = malloc(8194);

	assert_non_null(longest);
	memset(longest, 'a', 8193);
	longest[8193] = '\0';
	expect_refused(MIA_ERR_PATTERN, MIA_TRAIT_CLIENT, "python(", "at byte 7");
	expect_refused(MIA_ERR_PATTERN, MIA_TRAIT_CLIENT, "a\\Cb", "\\C");
	expect_refused(MIA_ERR_PATTERN, MIA_TRAIT_CLIENT, "a\xff", "UTF-8");
	expect_refused(MIA_ERR_PATTERN, MIA_TRAIT_CLIENT, longest, "longer than");
	expect_refused(MIA_ERR_ARGUMENT, MIA_TRAIT_CLIENT, "", "empty");
	free(longest);
}

/* A client made to run the pattern into its limit must not hide itself. */
static void
client_limits(void **state)
{
	(void)state;
	const char *bomb = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
	size_t many = 200000;
	char *wide = malloc(many + 1);
	clock_t start = clock();

	assert_non_null(wide);
	memset(wide, 'a', many);
	wide[many] = '\0';
	expect(MAYBE, MIA_TRAIT_CLIENT, "^(a+)+$", from_client(bomb, NULL));
	expect(YES, MIA_TRAIT_CLIENT, "^(a+)+$", from_client(bomb, "aaa"));
	expect(MAYBE, MIA_TRAIT_CLIENT, "^(a+)+$", from_client(bomb, "b"));
	expect(MAYBE, MIA_TRAIT_CLIENT, "^(a|b)*[cd]", from_client(wide, NULL));
	expect(MAYBE, MIA_TRAIT_CLIENT, "(*NO_JIT)^(a+)+$", from_client(bomb, NULL));
	expect(MAYBE, MIA_TRAIT_CLIENT, "(*NO_JIT)^(a|b)*[cd]", from_client(wide, NULL));
	expect(YES, MIA_TRAIT_CLIENT, "a$", from_client(wide, NULL));
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
	free(wide);
}

static enum mia_match
answer_of(const struct mia_scope *scope, struct mia_event event)
{
	struct mia_matcher *matcher = NULL;
	enum mia_match answer;

	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	answer = mia_matcher_match(matcher, &event);
	mia_matcher_free(matcher);
	return answer;
}

/* Limits hold for all that is in a scope and read into it, not for what others hold. */
static void
limits_can_be_set(void **state)
{
	(void)state;
	struct mia_scope_limits limits;
	struct mia_scope *scope = scope_new(), *alternative = scope_new();
	struct mia_event event = from_client("aaaaaaaaaaaa!", NULL);

	mia_scope_limits_init(&limits);
	assert_int_equal(limits.pattern_bytes, 8192);
	assert_int_equal(limits.match_steps, 100000);
	assert_int_equal(limits.match_depth, 1000);
	assert_int_equal(limits.match_kib, 8192);
	limits.pattern_bytes = 7;
	assert_int_equal(mia_scope_set_limits(scope, &limits, NULL), MIA_OK);
	add(scope, MIA_TRAIT_CLIENT, 0, "^(a+)+$");
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_CLIENT, 0, text("^(a+)+b$"), NULL), MIA_ERR_PATTERN);
	assert_int_equal(mia_scope_read(scope, text("{\"client\":\"12345678\"}"), NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_read(scope, text("{\"any\":[{\"client\":\"12345678\"}]}"), NULL),
		MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_read(scope, text("{\"client\":\"!\"}"), NULL), MIA_OK);
	assert_int_equal(answer_of(scope, event), NO);
	add(alternative, MIA_TRAIT_CLIENT, 0, "^(a+)+[bc]$");
	assert_int_equal(mia_scope_add_alternative(scope, alternative, NULL), MIA_OK);
	limits.match_steps = 100;
	assert_int_equal(mia_scope_set_limits(scope, &limits, NULL), MIA_OK);
	assert_int_equal(answer_of(scope, event), MAYBE);
	limits.match_steps = 0;
	assert_int_equal(mia_scope_set_limits(scope, &limits, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_set_limits(scope, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_set_limits(NULL, &limits, NULL), MIA_ERR_ARGUMENT);
	limits.size = 0;
	assert_int_equal(mia_scope_set_limits(scope, &limits, NULL), MIA_ERR_ARGUMENT);
	mia_scope_free(scope);
}

/* Answers are remembered by content: not by place, and not across clients. */
static void
client_remembered(void **state)
{
	(void)state;
	struct mia_scope *scope = scope_new();
	struct mia_matcher *matcher = NULL;
	struct mia_event event = blank();
	char same_place[] = "evil";

	add(scope, MIA_TRAIT_CLIENT, 0, "evil|^x$");
	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	event.client_info = text(same_place);
	assert_int_equal(mia_matcher_match(matcher, &event), YES);
	memcpy(same_place, "good", 4);
	assert_int_equal(mia_matcher_match(matcher, &event), NO);
	/* "good" + "x" is neither "goo" + "dx" nor "goodx" alone. */
	event.client = text("x");
	assert_int_equal(mia_matcher_match(matcher, &event), YES);
	event = from_client("goo", "dx");
	assert_int_equal(mia_matcher_match(matcher, &event), NO);
	event = from_client("goodx", NULL);
	assert_int_equal(mia_matcher_match(matcher, &event), NO);
	event = from_client("", NULL);
	assert_int_equal(mia_matcher_match(matcher, &event), MAYBE);
	mia_matcher_free(matcher);
	mia_scope_free(scope);
}

/* Refuses one call; checks that each block is given back with its true size. */
struct meter {
	size_t calls, refuse, live;
};

static void *
metered(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
	struct meter *meter = ctx;
	size_t *block = ptr ? (size_t *)ptr - 2 : NULL;

	assert_int_equal(old_size, block ? block[0] : 0);
	if (new_size && ++meter->calls == meter->refuse)
		return NULL;
	meter->live -= old_size;
	meter->live += new_size;
	if (new_size == 0) {
		free(block);
		return NULL;
	}
	block = realloc(block, new_size + 2 * sizeof(*block));
	assert_non_null(block);
	block[0] = new_size;
	return block + 2;
}

static enum mia_status
whole_life(const struct mia_allocator *allocator, const char *pattern, enum mia_match *answer)
{
	struct mia_scope *scope = NULL;
	struct mia_matcher *matcher = NULL;
	struct mia_event event = from_client("Client=OWA;Mozilla/5.0", "Outlook on the web");
	enum mia_status status = mia_scope_new(&scope, allocator, NULL);

	event.actor = text("eve@example.org");
	if (status == MIA_OK)
		status = mia_scope_add(scope, MIA_TRAIT_USER, 0, text("eve@example.org"), NULL);
	if (status == MIA_OK)
		status = mia_scope_add(scope, MIA_TRAIT_ADDRESS, 1, text("192.0.2.0/24"), NULL);
	if (status == MIA_OK)
		status = mia_scope_add(scope, MIA_TRAIT_CLIENT, 0, text(pattern), NULL);
	if (status == MIA_OK)
		status = mia_matcher_new(&matcher, scope, NULL);
	if (status == MIA_OK) {
		event.address.family = 4;
		*answer = mia_matcher_match(matcher, &event);
	}
	mia_matcher_free(matcher);
	mia_scope_free(scope);
	return status;
}

static void
refuse_each(const char *pattern)
{
	struct meter meter = { 0 };
	struct mia_allocator allocator = { metered, &meter };
	enum mia_match answer = NO;
	enum mia_status status;
	size_t n;

	assert_int_equal(whole_life(&allocator, pattern, &answer), MIA_OK);
	assert_int_equal(answer, YES);
	assert_int_equal(meter.live, 0);
	n = meter.calls;
	for (size_t i = 1; i <= n; i++) {
		meter = (struct meter){ .refuse = i };
		answer = YES;
		status = whole_life(&allocator, pattern, &answer);
		assert_int_equal(meter.live, 0);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		/* Memory refused while matching is no answer, least of all "no". */
		assert_int_not_equal(answer, NO);
	}
}

static void
refused_memory(void **state)
{
	(void)state;
	refuse_each("(OWA|Mozilla);?.*/5");
	refuse_each("(*NO_JIT)(OWA|Mozilla);?.*/5");
}

/* Matching is asked once a record: no memory after the first. */
static void
matching_takes_no_memory(void **state)
{
	(void)state;
	struct meter meter = { 0 };
	struct mia_allocator allocator = { metered, &meter };
	struct mia_scope *scope = NULL;
	struct mia_matcher *matcher = NULL;
	struct mia_event a = from_client("Client=OWA", NULL), b = from_client("Client=POP3", NULL);
	size_t calls;

	assert_int_equal(mia_scope_new(&scope, &allocator, NULL), MIA_OK);
	add(scope, MIA_TRAIT_CLIENT, 0, "(*NO_JIT)Client=(OW|x)+A");
	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	assert_int_equal(mia_matcher_match(matcher, &a), YES);
	calls = meter.calls;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(mia_matcher_match(matcher, &b), NO);
		assert_int_equal(mia_matcher_match(matcher, &a), YES);
	}
	assert_int_equal(meter.calls, calls);
	mia_matcher_free(matcher);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(client),
		cmocka_unit_test(client_refused),
		cmocka_unit_test(client_limits),
		cmocka_unit_test(limits_can_be_set),
		cmocka_unit_test(client_remembered),
		cmocka_unit_test(refused_memory),
		cmocka_unit_test(matching_takes_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
