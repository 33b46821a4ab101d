/* Asking a scope about one made-up event; shared by the tests of scope/. */
#ifndef MIA_TESTS_SCOPE_ASK_H
#define MIA_TESTS_SCOPE_ASK_H

#include "test.h"

#define NO MIA_MATCH_NO
#define MAYBE MIA_MATCH_CANNOT_TELL
#define YES MIA_MATCH_YES

#define GUID_A "5d661950-3475-41cd-a2c3-d671a3162bc1"
#define GUID_A_UPPER "5D661950-3475-41CD-A2C3-D671A3162BC1"
#define GUID_B "6d1c2f30-0000-4000-8000-0000000000b2"

static inline struct mia_text
text(const char *s)
{
	return (struct mia_text){ s, s ? strlen(s) : 0 };
}

/* An event of which nothing is known. */
static inline struct mia_event
blank(void)
{
	return (struct mia_event){ .time = MIA_TIME_UNKNOWN, .logon = MIA_LOGON_UNKNOWN };
}

static inline struct mia_event
from_address(const char *written)
{
	struct mia_event event = blank();

	event.client_ip = text(written);
	(void)mia_address_parse(event.client_ip, &event.address);
	return event;
}

static inline struct mia_scope *
scope_new(void)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	return scope;
}

static inline void
add(struct mia_scope *scope, enum mia_trait trait, int exclude, const char *value)
{
	struct mia_error err;

	if (mia_scope_add(scope, trait, exclude, text(value), &err) != MIA_OK)
		fail_msg("%s: %s", value, err.text);
}

static inline enum mia_match
ask(const struct mia_scope *scope, const struct mia_event *event)
{
	struct mia_matcher *matcher = NULL;
	enum mia_match answer;

	assert_int_equal(mia_matcher_new(&matcher, scope, NULL), MIA_OK);
	answer = mia_matcher_match(matcher, event);
	/* The same question gets the same answer, remembered or not. */
	assert_int_equal(mia_matcher_match(matcher, event), answer);
	mia_matcher_free(matcher);
	return answer;
}

/* One wanted value; the same value excluded must answer the opposite. */
static inline void
expect(enum mia_match wanted, enum mia_trait trait, const char *value, struct mia_event event)
{
	static const enum mia_match opposite[] = { [NO] = YES, [MAYBE] = MAYBE, [YES] = NO };
	struct mia_scope *scope = scope_new();

	add(scope, trait, 0, value);
	if (ask(scope, &event) != wanted)
		fail_msg("trait %d, %s: expected %d", (int)trait, value, (int)wanted);
	mia_scope_free(scope);

	scope = scope_new();
	add(scope, trait, 1, value);
	if (ask(scope, &event) != opposite[wanted])
		fail_msg("trait %d, not %s: expected %d", (int)trait, value, (int)opposite[wanted]);
	mia_scope_free(scope);
}

static inline void
expect_refused(enum mia_status status, enum mia_trait trait, const char *value, const char *said)
{
	struct mia_scope *scope = scope_new();
	struct mia_error err = { 0 };

	assert_int_equal(mia_scope_add(scope, trait, 0, text(value), &err), status);
	assert_int_equal(err.status, status);
	if (!strstr(err.text, said))
		fail_msg("%s: \"%s\" does not say \"%s\"", value, err.text, said);
	/* Refused means not there, and the scope goes on. */
	assert_true(mia_scope_is_everything(scope));
	add(scope, MIA_TRAIT_USER, 0, "a@example.org");
	assert_false(mia_scope_is_everything(scope));
	mia_scope_free(scope);
}

#endif
