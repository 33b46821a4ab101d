/* From settings to whether MailItemsAccessed was logged: each rule alone. */
#include "settings.h"

#define MIA_LIST "[\"Update\", \"MailItemsAccessed\"]"
#define OTHER_LIST "[\"Update\", \"HardDelete\"]"

/* One account, of one row and the tenant's; both are freed by the caller. */
static const struct mia_readiness_mailbox *
only(struct mia_readiness **r, const char *tenant, const char *row)
{
	*r = READY(tenant, row);
	assert_int_equal(mia_readiness_count(*r), 1);
	return mia_readiness_get(*r, 0);
}

static void
all_is_well(void **state)
{
	struct mia_readiness *r;
	const struct mia_readiness_mailbox *m;

	(void)state;
	m = only(&r, TENANT_ON,
		"{" ANNA ", " MANAGED ", " E5
		", \"RecipientTypeDetails\": \"UserMailbox\", \"AuditLogAgeLimit\": \"90.00:00:00\","
		"\"ExchangeGuid\": \"A0000000-0000-4000-8000-00000000000A\"}");
	assert_answers(m, YES, YES, YES);
	assert_int_equal(m->reasons.count, 0);
	assert_int_equal(m->commands.count, 0);
	assert_int_equal(m->licence, YES);
	assert_int_equal(m->bypass, UNTOLD);
	assert_int_equal(m->age_limit_days, 90);
	assert_text(m->guid, "a0000000-0000-4000-8000-00000000000a");
	assert_text(m->type, "UserMailbox");
	/* Not part of what Microsoft manages: searches must be added by hand. */
	assert_int_equal(m->missing_owner_actions.count, 1);
	assert_true(has_text(m->missing_owner_actions, "SearchQueryInitiated"));
	assert_int_equal(mia_readiness_tenant(r)->logged, YES);
	mia_readiness_free(r);
}

/* What the set says against what the list says, for owners alone. */
static void
set_and_list(void **state)
{
	static const char *const sets[] = {
		"\"DefaultAuditSet\": \"Admin, Delegate, Owner\"",
		"\"DefaultAuditSet\": \"Admin, Delegate\"",
		"\"DefaultAuditSet\": \"System.Collections.ArrayList\"",
	};
	static const char *const lists[] = { MIA_LIST, OTHER_LIST, "\"System.Collections.ArrayList\"",
		"\"{MailItemsAccessed, Update...}\"", "\"{Update, Send...}\"" };
	static const struct {
		enum mia_known owner;
		const char *reason;
	} wanted[3][5] = {
		/* managed: the list is Microsoft's, unless it contradicts */
		{ { YES, NULL }, { UNTOLD, "set and list contradict" }, { YES, NULL }, { YES, NULL },
			{ YES, NULL } },
		/* customised: the list alone counts */
		{ { YES, NULL }, { NO, "customised set" }, { UNTOLD, "actions not stated" }, { YES, NULL },
			{ UNTOLD, "actions not stated" } },
		/* not stated: likewise */
		{ { YES, NULL }, { NO, "not listed" }, { UNTOLD, "actions not stated" }, { YES, NULL },
			{ UNTOLD, "actions not stated" } },
	};

	(void)state;
	for (size_t s = 0; s < 3; s++)
		for (size_t l = 0; l < 5; l++) {
			char row[512];
			struct mia_readiness *r;
			const struct mia_readiness_mailbox *m;
			snprintf(row, sizeof(row),
				"{" ANNA ", " E5
				", \"AuditEnabled\": true, %s, \"AuditOwner\": %s, \"AuditDelegate\": " MIA_LIST
				", \"AuditAdmin\": " MIA_LIST "}",
				sets[s], lists[l]);
			m = only(&r, TENANT_ON, row);
			assert_answers(m, wanted[s][l].owner, YES, YES);
			assert_int_equal(m->reasons.count, wanted[s][l].reason != NULL);
			if (wanted[s][l].reason)
				assert_true(has_text(m->reasons, wanted[s][l].reason));
			assert_int_equal(m->commands.count, wanted[s][l].owner == NO ? 2 : 0);
			mia_readiness_free(r);
		}
}

/* A blank cell is an empty list where the row shows the others, and nothing
 * where they were not asked for or could not be written. */
static void
blank_cells(void **state)
{
	static const struct {
		const char *csv;
		enum mia_known owner;
	} cases[] = {
		{ "UserPrincipalName,AuditEnabled,DefaultAuditSet,AuditOwner,Licenses\nanna@fjordlight.example,True,,,Microsoft 365 E5\n",
			NO },
		{ "UserPrincipalName,AuditEnabled,DefaultAuditSet,AuditOwner,Licenses\nanna@fjordlight.example,,,,Microsoft 365 E5\n",
			UNTOLD },
		{ "UserPrincipalName,AuditEnabled,DefaultAuditSet,AuditOwner,Licenses\nanna@fjordlight.example,,\"Admin, Delegate\",,Microsoft 365 E5\n",
			NO },
		{ "UserPrincipalName,AuditEnabled,DefaultAuditSet,AuditOwner,Licenses\nanna@fjordlight.example,True,System.Collections.ArrayList,,Microsoft 365 E5\n",
			UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_readiness *r;
		assert_int_equal(only(&r, TENANT_ON, cases[i].csv)->owner, cases[i].owner);
		mia_readiness_free(r);
	}
}

static void
auditing_off_beats_everything(void **state)
{
	struct mia_readiness *r;
	const struct mia_readiness_mailbox *m;

	(void)state;
	m = only(&r, "{\"AuditDisabled\": true}",
		"{" ANNA ", " MANAGED ", " E5 ", \"AuditBypassEnabled\": true}");
	assert_answers(m, NO, NO, NO);
	assert_true(has_text(m->reasons, "auditing off"));
	/* Bypasses are ignored then. */
	assert_false(has_text(m->reasons, "bypass"));
	assert_int_equal(mia_readiness_tenant(r)->logged, NO);
	assert_true(
		has_text(mia_readiness_tenant(r)->commands, "Set-OrganizationConfig -AuditDisabled $false"));
	mia_readiness_free(r);
}

static void
the_switch_of_the_mailbox(void **state)
{
	static const struct {
		const char *tenant, *licence;
		enum mia_known owner;
	} cases[] = {
		/* overridden; and records of Premium accounts reach the unified log */
		{ TENANT_ON, E5, YES },
		{ TENANT_ON, E3, UNTOLD },
		{ TENANT_ON, "\"SkuPartNumber\": \"SPE_E5\"", UNTOLD },
		/* nothing shows that it is overridden */
		{ "{\"UnifiedAuditLogIngestionEnabled\": true}", E5, UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char row[512];
		struct mia_readiness *r;
		const struct mia_readiness_mailbox *m;
		snprintf(row, sizeof(row),
			"{" ANNA
			", \"AuditEnabled\": false, \"DefaultAuditSet\": \"Admin, Delegate, Owner\", %s}",
			cases[i].licence);
		m = only(&r, cases[i].tenant, row);
		assert_int_equal(m->owner, cases[i].owner);
		assert_int_equal(has_text(m->reasons, "mailbox switch"), cases[i].owner != YES);
		assert_int_equal(
			has_text(m->commands,
				"Set-Mailbox -Identity 'anna@fjordlight.example' -AuditEnabled $true"),
			cases[i].owner != YES);
		mia_readiness_free(r);
	}
}

/* Get-Mailbox prints True whatever the switch is: as good as nothing. */
static void
true_says_nothing_of_the_switch(void **state)
{
	static const char *const switches[] = { "\"AuditEnabled\": true, ", "" };
	static const struct {
		const char *tenant, *licence;
		enum mia_known owner;
	} cases[] = {
		{ TENANT_ON, E5, YES },
		{ TENANT_ON, E3, UNTOLD },
		{ "{\"UnifiedAuditLogIngestionEnabled\": true}", E5, UNTOLD },
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(cases) / sizeof(*cases); i++) {
		char row[512];
		struct mia_readiness *r;
		const struct mia_readiness_mailbox *m;
		snprintf(row, sizeof(row),
			"{" ANNA ", %s\"DefaultAuditSet\": \"Admin, Delegate, Owner\", %s}", switches[i % 2],
			cases[i / 2].licence);
		m = only(&r, cases[i / 2].tenant, row);
		assert_answers(m, cases[i / 2].owner, cases[i / 2].owner, cases[i / 2].owner);
		assert_int_equal(has_text(m->reasons, "mailbox switch not stated"),
			cases[i / 2].owner != YES);
		assert_int_equal(m->commands.count, 0);
		mia_readiness_free(r);
	}
}

static void
a_bypass_is_the_actors(void **state)
{
	struct mia_readiness *r;
	const struct mia_readiness_mailbox *m;

	(void)state;
	m = only(&r, TENANT_ON, "{" ANNA ", " MANAGED ", " E5 ", \"AuditBypassEnabled\": true}");
	assert_answers(m, NO, YES, YES);
	assert_int_equal(m->bypass, YES);
	assert_true(has_text(m->commands,
		"Set-MailboxAuditBypassAssociation -Identity 'anna@fjordlight.example' -AuditBypassEnabled $false"));
	mia_readiness_free(r);
}

static void
types_of_mailbox(void **state)
{
	static const struct {
		const char *type, *rest;
		enum mia_known owner;
	} cases[] = {
		{ "UserMailbox", MANAGED, YES },
		{ "SharedMailbox", MANAGED, YES },
		{ "sharedmailbox", MANAGED, YES },
		{ "GroupMailbox", MANAGED, NO },
		{ "RoomMailbox", MANAGED, NO },
		{ "EquipmentMailbox", MANAGED, NO },
		{ "PublicFolderMailbox", MANAGED, NO },
		{ "DiscoveryMailbox", MANAGED, UNTOLD },
		/* somebody may have switched a room on by hand */
		{ "RoomMailbox",
			"\"AuditEnabled\": true, \"DefaultAuditSet\": \"Admin\", \"AuditOwner\": " MIA_LIST,
			UNTOLD },
		{ "RoomMailbox",
			"\"AuditEnabled\": false, \"DefaultAuditSet\": \"Admin\", \"AuditOwner\": " MIA_LIST,
			NO },
		/* and the lists of a group are not to be believed */
		{ "GroupMailbox",
			"\"AuditEnabled\": true, \"DefaultAuditSet\": \"Admin\", \"AuditOwner\": " MIA_LIST,
			NO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char row[512];
		struct mia_readiness *r;
		const struct mia_readiness_mailbox *m;
		snprintf(row, sizeof(row), "{" ANNA ", " E5 ", \"RecipientTypeDetails\": \"%s\", %s}",
			cases[i].type, cases[i].rest);
		m = only(&r, TENANT_ON, row);
		assert_int_equal(m->owner, cases[i].owner);
		assert_int_equal(has_text(m->reasons, "mailbox type"), cases[i].owner != YES);
		assert_int_equal(m->commands.count, 0);
		mia_readiness_free(r);
	}
}

static void
without_a_licence(void **state)
{
	static const struct {
		const char *type, *licence;
		enum mia_known owner;
		const char *reason;
	} cases[] = {
		{ "UserMailbox", "\"Licenses\": \"Unlicensed\"", NO, "licence" },
		{ "UserMailbox", "\"ServicePlans\": \"M365_ADVANCED_AUDITING:Disabled\"", NO, "licence" },
		/* AuditEnabled True does not show the switch, and without Premium it counts. */
		{ "UserMailbox", E3, UNTOLD, "mailbox switch not stated" },
		{ "UserMailbox", E5, YES, NULL },
		{ "UserMailbox", "\"Licenses\": \"\"", UNTOLD, "licence not stated" },
		/* they need none, and nobody says what they get */
		{ "SharedMailbox", "\"Licenses\": \"Unlicensed\"", UNTOLD, "licence" },
		{ "SharedMailbox", "\"Licenses\": \"\"", UNTOLD, "licence not stated" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char row[512];
		struct mia_readiness *r;
		const struct mia_readiness_mailbox *m;
		snprintf(row, sizeof(row), "{" ANNA ", " MANAGED ", %s, \"RecipientTypeDetails\": \"%s\"}",
			cases[i].licence, cases[i].type);
		m = only(&r, TENANT_ON, row);
		assert_answers(m, cases[i].owner, cases[i].owner, cases[i].owner);
		assert_int_equal(m->reasons.count, cases[i].reason != NULL);
		if (cases[i].reason)
			assert_true(has_text(m->reasons, cases[i].reason));
		mia_readiness_free(r);
	}
}

static void
ingestion(void **state)
{
	static const struct {
		const char *row;
		enum mia_known ingestion, owner;
		const char *reason;
	} cases[] = {
		{ "{\"UnifiedAuditLogIngestionEnabled\": true}", YES, YES, NULL },
		/* False in a compliance session means nothing, and the row does not say which it was */
		{ "{\"UnifiedAuditLogIngestionEnabled\": false}", UNTOLD, UNTOLD, "ingestion doubtful" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": false, \"PSComputerName\": \"eur01b.ps.compliance.protection.outlook.com\"}",
			UNTOLD, UNTOLD, "ingestion doubtful" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": false, \"DistinguishedName\": \"CN=x,DC=FFO,DC=extest,DC=microsoft,DC=com\"}",
			UNTOLD, UNTOLD, "ingestion doubtful" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": false, \"PSComputerName\": \"outlook.office365.com\"}",
			NO, NO, "ingestion off" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": false, \"DistinguishedName\": \"CN=x,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM\"}",
			NO, NO, "ingestion off" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": false}{\"UnifiedAuditLogIngestionEnabled\": true}",
			YES, YES, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_readiness *r =
			READY("{\"AuditDisabled\": false}", cases[i].row, "{" ANNA ", " MANAGED ", " E5 "}");
		const struct mia_readiness_mailbox *m = mia_readiness_get(r, 0);
		assert_int_equal(mia_readiness_tenant(r)->ingestion_enabled, cases[i].ingestion);
		assert_int_equal(m->owner, cases[i].owner);
		if (cases[i].reason)
			assert_true(has_text(m->reasons, cases[i].reason) &&
				has_text(mia_readiness_tenant(r)->reasons, cases[i].reason));
		assert_int_equal(mia_readiness_tenant(r)->commands.count, cases[i].ingestion == NO);
		mia_readiness_free(r);
	}
}

static void
dates_and_limits_of_the_tenant(void **state)
{
	struct mia_readiness *r = READY(
		"{\"UnifiedAuditLogFirstOptInDate\": \"2024-01-15T09:00:00Z\", \"AdminAuditLogAgeLimit\": \"90.00:00:00\"}",
		"{\"UnifiedAuditLogFirstOptInDate\": \"2024-03-01T00:00:00Z\", \"AdminAuditLogAgeLimit\": {\"Days\": 30}}");
	const struct mia_readiness_tenant *tenant = mia_readiness_tenant(r);
	mia_time wanted;

	(void)state;
	assert_int_equal(mia_time_parse((struct mia_text){ "2024-03-01", 10 }, &wanted), MIA_OK);
	/* The worse: the later beginning, the shorter keeping. */
	assert_int_equal(tenant->first_opt_in, wanted);
	assert_int_equal(tenant->admin_age_limit_days, 30);
	assert_true(tenant->stated);
	assert_int_equal(tenant->logged, UNTOLD);
	assert_int_equal(mia_readiness_count(r), 0);
	mia_readiness_free(r);
	r = READY("{" ANNA ", " MANAGED "}");
	assert_false(mia_readiness_tenant(r)->stated);
	assert_int_equal(mia_readiness_tenant(r)->first_opt_in, MIA_TIME_UNKNOWN);
	assert_int_equal(mia_readiness_tenant(r)->admin_age_limit_days, -1);
	mia_readiness_free(r);
}

static void
missing_actions(void **state)
{
	/* By the table: eight on every licence, three that came with Premium. */
	static const char *const eleven[] = {
		"ApplyRecord",
		"HardDelete",
		"MailItemsAccessed",
		"MoveToDeletedItems",
		"SearchQueryInitiated",
		"Send",
		"SoftDelete",
		"Update",
		"UpdateCalendarDelegation",
		"UpdateFolderPermissions",
		"UpdateInboxRules",
	};
	struct mia_readiness *r;
	const struct mia_readiness_mailbox *m;

	(void)state;
	m = only(&r, TENANT_ON,
		"{" ANNA ", " E5
		", \"AuditEnabled\": true, \"DefaultAuditSet\": \"Admin\", \"AuditOwner\": \"MailboxLogin\"}");
	assert_int_equal(m->missing_owner_actions.count, MIA_OWNER_ACTIONS);
	for (size_t i = 0; i < MIA_OWNER_ACTIONS; i++)
		assert_memory_equal(m->missing_owner_actions.ptr[i].ptr, eleven[i], strlen(eleven[i]));
	mia_readiness_free(r);
	/* A list that was cut tells of none that it is missing. */
	m = only(&r, TENANT_ON,
		"{" ANNA ", " E5
		", \"AuditEnabled\": true, \"DefaultAuditSet\": \"Admin\", \"AuditOwner\": \"{Update, Send...}\"}");
	assert_int_equal(m->missing_owner_actions.count, 0);
	mia_readiness_free(r);
	m = only(&r, TENANT_ON, "{" ANNA ", " MANAGED ", \"RecipientTypeDetails\": \"GroupMailbox\"}");
	assert_int_equal(m->missing_owner_actions.count, 7);
	assert_false(has_text(m->missing_owner_actions, "HardDelete"));
	mia_readiness_free(r);
}

static void
hostile_names_in_commands(void **state)
{
	static const struct {
		const char *name, *wanted; /* wanted NULL: no command */
	} cases[] = {
		{ "o'hara", "'o''hara'" },
		{ "a'; Remove-Item * #", "'a''; Remove-Item * #'" },
		{ "$(calc)`n\\\"", "'$(calc)`n\"'" },
		/* typographic quotes end a string in PowerShell, too */
		{ "\xe2\x80\x98\xe2\x80\x99\xe2\x80\x9a\xe2\x80\x9b",
			"'\xe2\x80\x98\xe2\x80\x98\xe2\x80\x99\xe2\x80\x99\xe2\x80\x9a\xe2\x80\x9a\xe2\x80\x9b\xe2\x80\x9b'" },
		{ "\xe2\x80\x9cx\xe2\x80\x9d", "'\xe2\x80\x9cx\xe2\x80\x9d'" },
		{ "\xc3\xa5se", "'\xc3\xa5se'" },
		{ "a\\nb", NULL },
		{ "a\\u0007b", NULL },
		{ "a\\u0085b", NULL },
		{ "a\\u007fb", NULL },
		{ "a\\u2028b", NULL },
		{ "a\\u202eb", NULL },
		{ "a\\u200bb", NULL },
		{ "a\\ufeffb", NULL },
		/* what is empty to the eye, or looks like a blank */
		{ "a\\u3164b", NULL },
		{ "a\\u115fb", NULL },
		{ "a\\u2800b", NULL },
		{ "a\\u00a0b", NULL },
		{ "a\\u0000b", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char row[512], wanted[256];
		struct mia_readiness *r;
		const struct mia_readiness_mailbox *m;
		snprintf(row, sizeof(row), "{\"UserPrincipalName\": \"%s\", \"AuditBypassEnabled\": true}",
			cases[i].name);
		m = only(&r, TENANT_ON, row);
		assert_int_equal(says(m->detail, "no command"), cases[i].wanted == NULL);
		assert_int_equal(m->commands.count, cases[i].wanted != NULL);
		if (cases[i].wanted) {
			snprintf(wanted, sizeof(wanted),
				"Set-MailboxAuditBypassAssociation -Identity %s -AuditBypassEnabled $false",
				cases[i].wanted);
			assert_true(has_text(m->commands, wanted));
		}
		mia_readiness_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_well),
		cmocka_unit_test(set_and_list),
		cmocka_unit_test(blank_cells),
		cmocka_unit_test(auditing_off_beats_everything),
		cmocka_unit_test(the_switch_of_the_mailbox),
		cmocka_unit_test(true_says_nothing_of_the_switch),
		cmocka_unit_test(a_bypass_is_the_actors),
		cmocka_unit_test(types_of_mailbox),
		cmocka_unit_test(without_a_licence),
		cmocka_unit_test(ingestion),
		cmocka_unit_test(dates_and_limits_of_the_tenant),
		cmocka_unit_test(missing_actions),
		cmocka_unit_test(hostile_names_in_commands),
	};
	return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
