/* Whose forwarding it is, in whatever way a record names the mailbox; what the
 * rules of clients say; and how long a setting lives. */
#include "made_exposure.h"

#define GUID "a0000000-0000-4000-8000-00000000000a"

/* Who Ann is. */
static struct mia_exposure *
exposure_of_ann(const struct mia_scope *scope)
{
	struct mia_exposure *exposure = new_exposure(scope);
	struct made owner;

	make(&owner, 99, "r99", "owner", 1);
	owner.event.mailbox_guid = TEXT(GUID);
	owner.event.mailbox_owner = TEXT("ann@x");
	add(exposure, &owner.event);
	return exposure;
}

static const struct mia_forwarding *
only(const struct mia_exposure *exposure)
{
	assert_int_equal(mia_exposure_forwarding_count(exposure), 1);
	return mia_exposure_forwarding(exposure, 0);
}

/* What real records have as Identity (domain.md 15.13): the last part of a path
 * is the alias. */
static void
a_mailbox_is_named_in_many_ways(void **state)
{
	static const struct {
		const char *identity, *object, *mailbox;
	} ways[] = {
		{ "AREA.PROD.EXAMPLE/Hosted Organizations/tenant.example/ann", "ann", "ann@x" },
		{ "ann", NULL, "ann@x" },
		{ "ANN@X", NULL, "ann@x" },
		{ GUID, NULL, "ann@x" },
		{ "CN=ann,OU=tenant.example,OU=Hosted Organizations,DC=PROD", NULL, "ann@x" },
		{ "host/tenant/CN=ann", NULL, "ann@x" },
		/* A directory id is known to nobody; the object is. */
		{ "c0000000-0000-4000-8000-00000000000c", "ann", "ann@x" },
		{ NULL, "host/tenant/ann", "ann@x" },
		/* Nobody's: told by the name that it has. */
		{ "host/tenant/zoe", NULL, "zoe" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct mia_exposure *exposure = exposure_of_ann(NULL);
		struct ruled r;
		make_rule(&r, 1, "r1", "s1", "Set-Mailbox", ways[i].object);
		r.m.event.actor = TEXT("admin@x");
		if (ways[i].identity)
			parameter(&r, "Identity", ways[i].identity);
		parameter(&r, "ForwardingSmtpAddress", "smtp:evil@y.example");
		add(exposure, &r.m.event);
		seal_exposure(exposure);
		assert_same_text(only(exposure)->mailbox, text_of(ways[i].mailbox));
		assert_list(only(exposure)->targets, "evil@y.example");
		mia_exposure_free(exposure);
	}
}

/* Each of the parameters that forward. */
static void
each_target_forwards(void **state)
{
	static const char *const names[][2] = { { "New-InboxRule", "ForwardTo" },
		{ "New-InboxRule", "RedirectTo" }, { "Set-InboxRule", "ForwardAsAttachmentTo" },
		{ "Set-Mailbox", "ForwardingSmtpAddress" }, { "Set-Mailbox", "ForwardingAddress" } };

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct mia_exposure *exposure = exposure_of_ann(NULL);
		struct ruled r;
		make_rule(&r, 1, "r1", "s1", names[i][0], i < 3 ? "ann\\Rule" : "ann");
		parameter(&r, names[i][1], "evil@y.example");
		add(exposure, &r.m.event);
		seal_exposure(exposure);
		assert_list(only(exposure)->targets, "evil@y.example");
		mia_exposure_free(exposure);
	}
}

/* An operation that only looks like one of them: it sets, and ends nothing. */
static void
what_only_looks_like_one_sets(void **state)
{
	static const struct {
		const char *operation, *parameter, *value;
		size_t count;
	} odd[] = { { "Set-Mail\xe2\x80\x8b"
		      "box",
			    "ForwardingSmtpAddress", "evil@y.example", 2 },
		{ "New-InboxRu1e", "ForwardTo", "evil@y.example", 2 },
		{ "Set Mailbox", "ForwardingSmtpAddress", "", 1 },
		{ "Set Mailbox", "AuditEnabled", "False", 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		struct mia_exposure *exposure = exposure_of_ann(NULL);
		struct ruled r, plain;
		make_rule(&plain, 1, "r1", "s1", "Set-Mailbox", "ann");
		parameter(&plain, "ForwardingAddress", "other@y.example");
		add(exposure, &plain.m.event);
		make_rule(&r, 2, "r2", "s1", odd[i].operation, "ann");
		r.m.event.flags |= MIA_FLAG_OPERATION_ODD;
		parameter(&r, odd[i].parameter, odd[i].value);
		add(exposure, &r.m.event);
		seal_exposure(exposure);
		assert_int_equal(mia_exposure_forwarding_count(exposure), odd[i].count);
		for (size_t k = 0; k < odd[i].count; k++)
			assert_int_equal(mia_exposure_forwarding(exposure, k)->end, MIA_TIME_UNKNOWN);
		mia_exposure_free(exposure);
	}
}

static void
by_client(struct ruled *r, unsigned key, const char *operation, const char *actions)
{
	make_rule(r, key, "r", "s1", "UpdateInboxRules", NULL);
	r->m.event.mailbox_guid = TEXT(GUID);
	parameter(r, "RuleOperation", operation);
	parameter(r, "RuleId", "-123");
	if (actions)
		parameter(r, "RuleActions", actions);
}

static void
rules_of_a_client(void **state)
{
	static const struct {
		const char *actions, *targets; /* NULL: no forwarding */
	} rules[] = {
		{ "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a@y.example\",\"b@y.example\"],\"ForwardFlags\":\"None\"}]",
			"a@y.example|b@y.example" },
		{ "[{\"ActionType\":\"Move\",\"Folder\":\"RSS\"},{\"Recipients\":[\"a@y.example\"], \"ActionType\" : "
		  "\"RedirectMessage\"}]",
			"a@y.example" },
		{ "{\"ActionType\":\"ForwardAsAttachment\"}", "" },
		/* Cut. */
		{ "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a@y.ex", "a@y.ex" },
		{ "Forward to somebody", "" },
		{ "[{\"ActionType\":\"Move\",\"Folder\":\"Forwarded mail\"}]", NULL },
		{ "[]", NULL },
		{ "{}", NULL },
		{ NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct mia_exposure *exposure = exposure_of_ann(NULL);
		struct ruled r;
		by_client(&r, 1, "AddMailboxRule", rules[i].actions);
		add(exposure, &r.m.event);
		seal_exposure(exposure);
		if (rules[i].targets) {
			assert_list(only(exposure)->targets, rules[i].targets);
			assert_text(only(exposure)->mailbox, "ann@x");
		}
		assert_int_equal(mia_exposure_forwarding_count(exposure), rules[i].targets != NULL);
		mia_exposure_free(exposure);
	}
}

/* A client brings its rules up to date in masses, without saying what they do. */
static void
a_blank_change_says_nothing(void **state)
{
	(void)state;
	struct mia_exposure *exposure = exposure_of_ann(NULL);
	struct ruled r;
	by_client(&r, 1, "AddMailboxRule", "[{\"ActionType\":\"Forward\",\"Recipients\":[\"a@y.example\"]}]");
	parameter(&r, "RuleCondition", "{(Exists(ItemClass))}");
	add(exposure, &r.m.event);
	by_client(&r, 2, "ModifyMailboxRule", NULL);
	add(exposure, &r.m.event);
	by_client(&r, 3, "ModifyMailboxRule", "[]");
	add(exposure, &r.m.event);
	by_client(&r, 4, "DeleteMailboxRule", NULL);
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_true(only(exposure)->start == SECONDS(10) && only(exposure)->end == SECONDS(40));
	assert_list(only(exposure)->conditions, "RuleCondition={(Exists(ItemClass))}");
	mia_exposure_free(exposure);
}

/* To enable a rule that stands does not end it. */
static void
enabled_while_it_stands(void **state)
{
	(void)state;
	struct mia_exposure *exposure = exposure_of_ann(NULL);
	struct ruled r;
	make_rule(&r, 1, "r1", "s1", "New-InboxRule", "ann\\F");
	parameter(&r, "ForwardTo", "evil@y.example");
	add(exposure, &r.m.event);
	make_rule(&r, 2, "r2", "owner", "Enable-InboxRule", "ann\\F");
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_true(only(exposure)->start == SECONDS(10) && only(exposure)->end == MIA_TIME_UNKNOWN);
	mia_exposure_free(exposure);
}

/* What empties another address, another target, or one of two rules of the name. */
static void
what_ends_something_else_ends_nothing(void **state)
{
	(void)state;
	struct mia_exposure *exposure = exposure_of_ann(NULL);
	struct ruled r;
	make_rule(&r, 1, "r1", "s1", "Set-Mailbox", "ann");
	parameter(&r, "ForwardingSmtpAddress", "evil@y.example");
	add(exposure, &r.m.event);
	make_rule(&r, 2, "r2", "owner", "Set-Mailbox", "ann");
	parameter(&r, "ForwardingAddress", "");
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_true(only(exposure)->end == MIA_TIME_UNKNOWN);
	mia_exposure_free(exposure);

	exposure = exposure_of_ann(NULL);
	make_rule(&r, 1, "r1", "s1", "New-InboxRule", "ann\\F");
	parameter(&r, "ForwardTo", "evil@y.example");
	parameter(&r, "RedirectTo", "worse@y.example");
	parameter(&r, "MarkAsRead", "True");
	add(exposure, &r.m.event);
	make_rule(&r, 2, "r2", "owner", "Set-InboxRule", "ann\\F");
	parameter(&r, "ForwardTo", "");
	add(exposure, &r.m.event);
	make_rule(&r, 3, "r3", "owner", "Set-InboxRule", "ann\\F");
	parameter(&r, "RedirectTo", "");
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	/* It still marks mail as read, and forwards nothing more. */
	assert_true(only(exposure)->end == SECONDS(30));
	assert_text(only(exposure)->end_record_id, "r3");
	mia_exposure_free(exposure);

	exposure = exposure_of_ann(NULL);
	for (unsigned key = 1; key <= 2; key++) {
		make_rule(&r, key, "r1", "s1", "New-InboxRule", "ann\\F");
		parameter(&r, "ForwardTo", "evil@y.example");
		add(exposure, &r.m.event);
	}
	make_rule(&r, 3, "r3", "owner", "Remove-InboxRule", "ann\\F");
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_int_equal(mia_exposure_forwarding_count(exposure), 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(mia_exposure_forwarding(exposure, i)->end == MIA_TIME_UNKNOWN);
	mia_exposure_free(exposure);
}

/* Of versions of one record, that in scope speaks, in any order. */
static void
the_version_in_scope_speaks(void **state)
{
	(void)state;
	for (unsigned first = 0; first < 2; first++) {
		struct mia_scope *scope = session_scope("s1");
		struct mia_exposure *exposure = exposure_of_ann(scope);
		for (unsigned i = 0; i < 2; i++) {
			struct ruled r;
			make_rule(&r, 1, "r1", (i ^ first) ? "s2" : "s1", "New-InboxRule", "ann\\F");
			parameter(&r, "ForwardTo", "evil@y.example");
			add(exposure, &r.m.event);
		}
		seal_exposure(exposure);
		assert_int_equal(only(exposure)->match, MIA_MATCH_YES);
		mia_exposure_free(exposure);
		mia_scope_free(scope);
	}
}

/* Two versions of one record name two rules: what removes one of them does not end the
 * forwarding that the record set, whichever is removed. */
static void
of_two_versions_both_must_end(void **state)
{
	static const char *const rules[] = { "ann\\F", "ann\\G" };

	(void)state;
	for (size_t removed = 0; removed < 3; removed++) {
		struct mia_exposure *exposure = exposure_of_ann(NULL);
		struct ruled r;
		for (size_t i = 0; i < 2; i++) {
			make_rule(&r, 1, "r1", "s1", "New-InboxRule", rules[i]);
			parameter(&r, "ForwardTo", "evil@y.example");
			add(exposure, &r.m.event);
		}
		for (size_t i = 0; i < 2; i++) {
			if (removed != i && removed != 2)
				continue;
			make_rule(&r, 2 + (unsigned)i, "r2", "owner", "Remove-InboxRule", rules[i]);
			add(exposure, &r.m.event);
		}
		seal_exposure(exposure);
		assert_int_equal(mia_exposure_forwarding_count(exposure), 2);
		for (size_t i = 0; i < 2; i++)
			assert_true(mia_exposure_forwarding(exposure, i)->end ==
				(removed == 2 ? SECONDS(30) : MIA_TIME_UNKNOWN));
		mia_exposure_free(exposure);
	}
}

/* Of versions of one record in scope one speaks, and once: that which says more. */
static void
the_version_that_says_more_speaks(void **state)
{
	(void)state;
	for (unsigned first = 0; first < 2; first++)
		for (unsigned conditions = 0; conditions < 2; conditions++) {
			struct mia_exposure *exposure = exposure_of_ann(NULL);
			for (unsigned i = 0; i < 2; i++) {
				struct ruled r;
				make_rule(&r, 1, "r1", "s1", "New-InboxRule", "ann\\F");
				parameter(&r, "ForwardTo", "evil@y.example");
				if (i == first)
					parameter(&r, conditions ? "SubjectContainsWords" : "RedirectTo",
						"b@y.example");
				add(exposure, &r.m.event);
			}
			seal_exposure(exposure);
			assert_list(only(exposure)->targets,
				conditions ? "evil@y.example" : "evil@y.example|b@y.example");
			assert_list(only(exposure)->conditions,
				conditions ? "SubjectContainsWords=b@y.example" : "");
			mia_exposure_free(exposure);
		}
}

/* Set by a session that the record does not state. */
static void
set_by_nobody_knows(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = exposure_of_ann(scope);
	struct ruled r;
	make_rule(&r, 1, "r1", NULL, "Set-Mailbox", "ann");
	parameter(&r, "ForwardingSmtpAddress", "evil@y.example");
	add(exposure, &r.m.event);
	seal_exposure(exposure);
	assert_int_equal(only(exposure)->match, MIA_MATCH_CANNOT_TELL);
	assert_int_equal(mia_exposure_mailbox(exposure, 0)->basis, MIA_BASIS_FORWARDED_UNATTR);
	assert_int_equal(mia_level_of(MIA_BASIS_FORWARDED_UNATTR), MIA_LEVEL_UNATTRIBUTED);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mailbox_is_named_in_many_ways),
		cmocka_unit_test(each_target_forwards),
		cmocka_unit_test(what_only_looks_like_one_sets),
		cmocka_unit_test(rules_of_a_client),
		cmocka_unit_test(a_blank_change_says_nothing),
		cmocka_unit_test(enabled_while_it_stands),
		cmocka_unit_test(what_ends_something_else_ends_nothing),
		cmocka_unit_test(the_version_in_scope_speaks),
		cmocka_unit_test(of_two_versions_both_must_end),
		cmocka_unit_test(the_version_that_says_more_speaks),
		cmocka_unit_test(set_by_nobody_knows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
