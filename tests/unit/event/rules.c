/* RuleActions of UpdateInboxRules: what forwards and to whom, in whole texts and in texts that were cut
 * anywhere. */
#include "test.h"

#include "base/buf.h"
#include "base/text.h"
#include "event/rule_actions.h"

static bool
join(void *ctx, struct mia_text one)
{
	struct buf *b = ctx;

	if (b->len)
		mia__buf_byte(b, '|');
	mia__buf_text(b, one);
	return true;
}

static bool
refuse(void *ctx, struct mia_text one)
{
	(void)ctx, (void)one;
	return false;
}

/* A copy of exactly this size, so that the sanitizers see who looks beyond it. */
static bool
forwards(const char *text, size_t len, struct buf *recipients, struct buf *types)
{
	char *copy = malloc(len + !len);

	assert_non_null(copy);
	memcpy(copy, text, len);
	struct mia_text actions = { copy, len };
	bool forward = mia__rule_actions_forward(actions);
	buf_clear(recipients);
	buf_clear(types);
	assert_true(mia__rule_actions_recipients(actions, join, recipients));
	assert_true(mia__rule_actions_types(actions, join, types));
	assert_int_equal(mia__rule_actions_recipients(actions, refuse, NULL), recipients->len == 0);
	assert_int_equal(mia__rule_actions_types(actions, refuse, NULL), types->len == 0);
	free(copy);
	return forward;
}

static void
each_action(void **state)
{
	static const struct {
		const char *text;
		bool forward;
		const char *recipients, *types;
	} rows[] = {
		{ "", false, "", "" },
		{ "[]", false, "", "" },
		{ "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a@y\",\"b@y\"]}]", true, "a@y|b@y",
			"Forward" },
		{ "[{\"Recipients\":[\"a@y\"],\"actiontype\" : \"ForwardAsAttachment\"}]", true, "a@y",
			"ForwardAsAttachment" },
		{ "[{\"ActionType\":\"Redirect\",\"Recipients\":[]}]", true, "", "Redirect" },
		{ "[{\"ActionType\":\"Delete\",\"Recipients\":[\"a@y\"]}]", false, "", "Delete" },
		{ "[{\"ActionType\":\"Delete\"},{\"ActionType\":\"forwardAs\",\"Recipients\":[\"a@y\",\"\"]}]",
			true, "a@y", "Delete|forwardAs" },
		{ "{\"ActionType\":\"Move\",\"FolderName\":\"Forward\"}", false, "", "Move" },
		{ "[{\"ActionType\":\"Tag\",\"Tag\":\"} forward\"},{\"ActionType\":\"Copy\"}]", false, "",
			"Tag|Copy" },
		{ "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a\\\"b@y\",\"c]d@y\"]}]", true,
			"a\\\"b@y|c]d@y", "Forward" },
		{ "[{\"ActionType\":\"Forward\",\"x\":{\"y\":1},\"Recipients\":[\"a@y\"]}]", true, "a@y",
			"Forward" },
		{ "[{\"ActionType\":7,\"Recipients\":[\"a@y\"]}]", false, "", "" },
		/* No list of actions: any word of forwarding counts. */
		{ "OP_FORWARD a@y", true, "", "" },
		{ "redirect", true, "", "" },
		{ "OP_DELETE", false, "", "" },
		/* Cut. */
		{ "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a@y\",\"b@", true, "a@y|b@", "Forward" },
		{ "[{\"ActionType\":\"Forw", false, "", "Forw" },
		{ "[{\"ActionType\":\"Delete\"},{\"ActionType\":\"Redirect", true, "", "Delete|Redirect" },
	};
	struct buf recipients, types;

	(void)state;
	mia__buf_init(&recipients, NULL);
	mia__buf_init(&types, NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t len = strlen(rows[i].text);
		bool forward = forwards(rows[i].text, len, &recipients, &types);
		if (forward != rows[i].forward ||
			!text_equal(buf_view(&recipients), text_of(rows[i].recipients)) ||
			!text_equal(buf_view(&types), text_of(rows[i].types)))
			fail_msg("%s: %d %.*s %.*s", rows[i].text, forward, (int)recipients.len,
				recipients.len ? recipients.ptr : "", (int)types.len,
				types.len ? types.ptr : "");
		while (len-- > 0)
			(void)forwards(rows[i].text, len, &recipients, &types);
	}
	mia__buf_release(&recipients);
	mia__buf_release(&types);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_action),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
