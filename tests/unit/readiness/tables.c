/* Tables of the readiness, each row by an input that leads to it: reasons and what is said of them,
 * licences by every name, columns by every spelling. */
#include "settings.h"

#include "base/text.h"
#include "readiness/readiness.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define G1 "a0000000-0000-4000-8000-000000000001"
#define OFF "\"AuditEnabled\": false, \"DefaultAuditSet\": \"Admin, Delegate, Owner\""
#define SETS(set, owner) \
	"\"DefaultAuditSet\": \"" set "\", \"AuditOwner\": \"" owner \
	"\", \"AuditDelegate\": \"MailItemsAccessed\", \"AuditAdmin\": \"MailItemsAccessed\", " E5

/* ---- reasons ---- */

static void
each_reason_and_its_clause(void **state)
{
	static const struct {
		const char *tenant, *row, *reason, *clause;
	} rows[] = {
		{ "{\"AuditDisabled\": true}", MANAGED ", " E5, "auditing off",
			"AuditDisabled True: no action is audited in any mailbox" },
		{ "{\"AuditDisabled\": false, \"UnifiedAuditLogIngestionEnabled\": false, \"PSComputerName\": "
		  "\"outlook.office365.com\"}",
			MANAGED ", " E5, "ingestion off",
			"UnifiedAuditLogIngestionEnabled False: nothing reaches the unified log" },
		{ "{\"AuditDisabled\": false, \"UnifiedAuditLogIngestionEnabled\": false}", MANAGED ", " E5,
			"ingestion doubtful", "which a compliance session always shows" },
		{ TENANT_ON, MANAGED ", " E5 ", \"RecipientTypeDetails\": \"GroupMailbox\"", "mailbox type",
			"a group mailbox has fixed actions, and MailItemsAccessed is none of them" },
		{ TENANT_ON, MANAGED ", " E5 ", \"RecipientTypeDetails\": \"RoomMailbox\"", "mailbox type",
			"mailbox auditing on by default does not support this type" },
		{ TENANT_ON, MANAGED ", " E5 ", \"RecipientTypeDetails\": \"New\"", "mailbox type",
			"Microsoft does not say whether mailbox auditing on by default supports this type" },
		{ TENANT_ON, MANAGED ", " E5 ", \"AuditBypassEnabled\": true", "bypass",
			"what this account does, in this mailbox or any other, is not logged" },
		{ TENANT_ON, OFF ", " E3, "mailbox switch",
			"AuditEnabled False: default auditing overrides it, but without Audit (Premium)" },
		{ "{\"UnifiedAuditLogIngestionEnabled\": true}", OFF ", " E5, "mailbox switch",
			"AuditEnabled False, and no export shows that default auditing overrides it" },
		{ TENANT_ON, MANAGED ", " E3, "mailbox switch not stated",
			"the mailbox's own switch is not known" },
		{ TENANT_ON, SETS("Admin, Delegate", "Update"), "customised set",
			"the set is customised and lacks MailItemsAccessed for owner" },
		{ TENANT_ON, SETS("System.Object[]", "Update"), "not listed",
			"the list lacks MailItemsAccessed for owner (DefaultAuditSet is not stated)" },
		{ TENANT_ON, SETS("Admin, Delegate, Owner", "Update"), "set and list contradict",
			"has Microsoft manage, yet the list lacks MailItemsAccessed for owner" },
		{ TENANT_ON, SETS("Admin, Delegate", "System.Object[]"), "actions not stated",
			"the actions are not stated, or were cut or lost by the export, for owner" },
		{ TENANT_ON, MANAGED ", \"RecipientTypeDetails\": \"UserMailbox\", \"Licenses\": \"SPE_F1\"",
			"licence", "plan M365_ADVANCED_AUDITING missing, and no E3 or above is shown" },
		{ TENANT_ON,
			MANAGED
			", \"RecipientTypeDetails\": \"UserMailbox\", \"ServicePlans\": \"M365_ADVANCED_AUDITING:Disabled\"",
			"licence",
			"plan M365_ADVANCED_AUDITING is switched off, and no E3 or above is shown" },
		{ TENANT_ON, MANAGED, "licence not stated", "no export shows the licence" },
		{ TENANT_ON,
			MANAGED ", " E5 ", \"RecipientTypeDetails\": \"UserMailbox\"}{" ANNA ", " MANAGED
				", \"RecipientTypeDetails\": \"SharedMailbox\"",
			"exports disagree",
			"the exports disagree about RecipientTypeDetails: the worse counts" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char row[1024];
		snprintf(row, sizeof(row), "{" ANNA ", %s}", rows[i].row);
		struct mia_readiness *r = READY(rows[i].tenant, row);
		const struct mia_readiness_mailbox *m = account_of(r, "anna@fjordlight.example");
		/* Alone, so that no other reason can have made the words. */
		if (m->reasons.count != 1 || !has_text(m->reasons, rows[i].reason) ||
			!says(m->detail, rows[i].clause))
			fail_msg("%s: %.*s", rows[i].reason, (int)m->detail.len, m->detail.ptr);
		mia_readiness_free(r);
	}
}

static void
each_remark(void **state)
{
	static const struct {
		const char *tenant, *row, *says, *not ;
	} rows[] = {
		{ TENANT_ON, MANAGED ", " E5, "by the state shown MailItemsAccessed is logged",
			"AuditLogAgeLimit" },
		{ TENANT_ON, MANAGED ", " E5 ", \"AuditLogAgeLimit\": \"30\"",
			"AuditLogAgeLimit of 30 days concerns the store in the mailbox", "enough" },
		{ TENANT_ON, MANAGED ", " E5 ", \"AuditLogAgeLimit\": \"0\"", "AuditLogAgeLimit of 0 days",
			"enough" },
		{ TENANT_ON, MANAGED ", " E5 ", \"AuditLogAgeLimit\": \"90\"", "is logged",
			"AuditLogAgeLimit" },
		{ TENANT_ON, MANAGED ", " E3, "E3 and above is enough since mid-2024",
			"no export shows the licence" },
		{ TENANT_ON, MANAGED ", " E3, "which True does not show", "no export shows the licence" },
		{ TENANT_ON, OFF ", " E3, "E3 and above is enough since mid-2024",
			"which True does not show" },
		{ TENANT_ON, MANAGED ", \"SkuPartNumber\": \"SPE_E5\"", "E3 and above is enough",
			"which True does not show" },
		{ "{\"AuditDisabled\": true}", MANAGED ", " E5 ", \"AuditBypassEnabled\": true",
			"AuditBypassEnabled True, which counts once auditing is on", "is logged" },
		{ TENANT_ON, SETS("Admin, Delegate", "Update"), "of the last two commands one is enough",
			"no command" },
		{ TENANT_ON, SETS("System.Object[]", "Update"), "of the last two commands one is enough",
			"no command" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char row[1024];
		snprintf(row, sizeof(row), "{" ANNA ", %s}", rows[i].row);
		struct mia_readiness *r = READY(rows[i].tenant, row);
		struct mia_text detail = account_of(r, "anna@fjordlight.example")->detail;
		if (!says(detail, rows[i].says) || says(detail, rows[i].not ))
			fail_msg("%zu: %.*s", i, (int)detail.len, detail.ptr);
		mia_readiness_free(r);
	}
}

/* ---- licences ---- */

static unsigned
licence(const char *column, const char *value)
{
	struct row_cell cell = { text_of(column), text_of(value) };
	struct table_row row = { .cells = &cell, .count = 1, .csv = true };

	return mia__licence_of_row(&row);
}

static void
each_licence(void **state)
{
	static const char *const whole[] = { "", " ", " (no Teams)", "(no Teams)", " - Trial", " Developer",
		" without Audio Conferencing", " Compliance", " eDiscovery and Audit", " EEA",
		" USGOV_GCCHIGH", " GCC" };
	static const char *const parts[] = { " Security", " Extra Features", "0", "x", " Compact" };
	static const struct {
		const char *name;
		unsigned is;
	} products[] = {
		{ "Microsoft 365 E3", LICENCE_E3 },
		{ "Microsoft 365 G3", LICENCE_E3 },
		{ "Microsoft 365 E5", LICENCE_E5 },
		{ "Microsoft 365 G5", LICENCE_E5 },
		{ "Microsoft 365 A5", LICENCE_E5 },
		{ "Office 365 E3", LICENCE_E3 },
		{ "Office 365 G3", LICENCE_E3 },
		{ "Office 365 E5", LICENCE_E5 },
		{ "Office 365 G5", LICENCE_E5 },
		{ "Office 365 A5", LICENCE_E5 },
	};
	static const struct {
		const char *value;
		unsigned is;
	} rows[] = {
		{ "05e9a617-0261-4cee-bb44-138d3ef5d965", LICENCE_E3 },
		{ "6fd2c87f-b296-42f0-b197-1e91e994b900", LICENCE_E3 },
		{ "06ebc4ee-1bb5-47dd-8120-11324bc54e06", LICENCE_E5 },
		{ "c7df2760-2c81-4ef7-b578-5b5392b571df", LICENCE_E5 },
		{ "26D45BD9-ADF1-46CD-A9E1-51E9A5524128", LICENCE_E5 },
		{ "26d45bd9-adf1-46cd-a9e1-51e9a5524129", LICENCE_VAGUE },
		{ "ENTERPRISEPACK", LICENCE_E3 },
		{ "ENTERPRISEPACKPLUS_STUUSEBNFT", 0 },
		{ "ENTERPRISEPREMIUM", LICENCE_E5 },
		{ "SPE_E3", LICENCE_E3 },
		{ "SPE_E5", LICENCE_E5 },
		{ "DEVELOPERPACK", LICENCE_E3 },
		{ "DEVELOPERPACK_E5", LICENCE_E5 },
		{ "INFORMATION_PROTECTION_COMPLIANCE", LICENCE_E5 },
		{ "M365_G3_GOV", LICENCE_E3 },
		{ "M365_G5_GCC", LICENCE_E5 },
		{ "M365EDU_A5_FACULTY", LICENCE_E5 },
		{ "M365EDU_A3_FACULTY", 0 },
		{ "SPE_F1", 0 },
		{ "Microsoft Purview Suite", LICENCE_E5 },
		{ "Office 365 A3", 0 },
		{ "Office 365 F3", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (licence("Licenses", rows[i].value) != (LICENCE_COLUMN | LICENCE_STATED | rows[i].is))
			fail_msg("%s: %x", rows[i].value, licence("Licenses", rows[i].value));
	for (size_t i = 0; i < COUNT(products); i++)
		for (size_t k = 0; k < COUNT(whole) + COUNT(parts); k++) {
			char name[96];
			bool is_whole = k < COUNT(whole);
			snprintf(name, sizeof(name), "%s%s", products[i].name,
				is_whole ? whole[k] : parts[k - COUNT(whole)]);
			if (licence("Licenses", name) !=
				(LICENCE_COLUMN | LICENCE_STATED | (is_whole ? products[i].is : 0)))
				fail_msg("%s", name);
		}
}

static void
each_column_of_licences(void **state)
{
	static const char *const parts[] = { "skuPartNumber", "accountSkuId", "licenses", "licences", "sku",
		"assigned licenses", "product licenses", "AssignedLicenses.SkuPartNumber" };
	static const char *const plans[] = { "servicePlans", "service plans", "assignedPlans" };
	static const char *const states[] = { "provisioningStatus", "capabilityStatus" };
	static const char *const names[][2] = { { "servicePlanName", "M365_ADVANCED_AUDITING" },
		{ "servicePlanId", "2F442157-A11C-46B9-AE5B-6E39FF4E5849" } };
	static const struct {
		const char *value;
		unsigned is;
	} words[] = {
		{ "Success", LICENCE_PLAN_ON },
		{ " enabled ", LICENCE_PLAN_ON },
		{ "Disabled", LICENCE_PLAN_OFF },
		{ "Deleted", LICENCE_PLAN_OFF },
		{ "Suspended", LICENCE_PLAN_OFF },
		{ "LockedOut", LICENCE_PLAN_OFF },
		{ "PendingActivation", LICENCE_PLAN_THERE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++)
		assert_int_equal(licence(parts[i], "SPE_E3"), LICENCE_COLUMN | LICENCE_STATED | LICENCE_E3);
	assert_int_equal(licence("skuId", "05e9a617-0261-4cee-bb44-138d3ef5d965"),
		LICENCE_COLUMN | LICENCE_STATED | LICENCE_E3);
	for (size_t i = 0; i < COUNT(plans); i++)
		assert_int_equal(licence(plans[i], "X, M365_ADVANCED_AUDITING:Success"),
			LICENCE_COLUMN | LICENCE_STATED | LICENCE_PLAN_ON);
	assert_int_equal(licence("disabledPlans", "x;2f442157-a11c-46b9-ae5b-6e39ff4e5849"),
		LICENCE_PLAN_OFF);
	assert_int_equal(licence("disabledPlans", "2f442157-a11c-46b9-ae5b-6e39ff4e5848"), 0);
	for (size_t n = 0; n < COUNT(names); n++)
		for (size_t s = 0; s < COUNT(states); s++)
			for (size_t w = 0; w < COUNT(words); w++) {
				struct row_cell cells[] = { { text_of(names[n][0]), text_of(names[n][1]) },
					{ text_of(states[s]), text_of(words[w].value) } };
				struct table_row row = { .cells = cells, .count = 2 };
				assert_int_equal(mia__licence_of_row(&row),
					LICENCE_COLUMN | LICENCE_STATED | words[w].is);
			}
}

/* ---- columns ---- */

/* The bypass stands in a row of its own, which the name must join with the mailbox. */
static void
each_name_of_an_account(void **state)
{
	static const char *const upns[] = { "\"UserPrincipalName\": \"a@x.example\"",
		"\"User principal name\": \"a@x.example\"", "\"UPN\": \"a@x.example\"",
		"\"PrimarySmtpAddress\": \"a@x.example\"", "\"PrimarySmtpAddress\": \"SMTP:a@x.example\"",
		"\"PrimarySmtpAddress\": {\"Address\": \"a@x.example\"}", "\"mail\": \"a@x.example\"",
		"\"Identity\": \"a@x.example\"", "\"Name\": \"a@x.example\"", "\"Id\": \"a@x.example\"",
		"\"UserId\": \"a@x.example\"" };
	static const char *const ids[] = { "ExchangeGuid", "ExternalDirectoryObjectId", "Guid", "Id",
		"Object Id", "ObjectId", "UserId", "Identity", "Name" };
	static const char *const plain[] = { "Identity", "Name", "Alias" };

	(void)state;
	for (size_t i = 0; i < COUNT(upns) + COUNT(ids) + COUNT(plain); i++) {
		char row[256];
		size_t n = i < COUNT(upns) ? 0 : i - COUNT(upns);
		if (i < COUNT(upns))
			snprintf(row, sizeof(row), "{%s, \"AuditBypassEnabled\": true}", upns[i]);
		else if (n < COUNT(ids))
			snprintf(row, sizeof(row), "{\"%s\": \"" G1 "\", \"AuditBypassEnabled\": true}",
				ids[n]);
		else
			snprintf(row, sizeof(row), "{\"%s\": \"anna.b\", \"AuditBypassEnabled\": true}",
				plain[n - COUNT(ids)]);
		struct mia_readiness *r = READY(TENANT_ON,
			"{\"UserPrincipalName\": \"a@x.example\", \"ExchangeGuid\": \"" G1
			"\", \"Name\": \"anna.b\", " MANAGED "}",
			row);
		if (mia_readiness_count(r) != 1)
			fail_msg("%s", row);
		assert_int_equal(account_of(r, "a@x.example")->bypass, YES);
		mia_readiness_free(r);
	}
}

static void
each_column_of_settings(void **state)
{
	static const struct {
		const char *name;
		enum mia_known is[3]; /* owner, delegate, admin */
	} lists[] = {
		{ "AuditOwner", { NO, UNTOLD, UNTOLD } },
		{ "OwnerAuditActions", { NO, UNTOLD, UNTOLD } },
		{ "AuditDelegate", { UNTOLD, NO, UNTOLD } },
		{ "DelegateAuditActions", { UNTOLD, NO, UNTOLD } },
		{ "AuditAdmin", { UNTOLD, UNTOLD, NO } },
		{ "AdminAuditActions", { UNTOLD, UNTOLD, NO } },
	};
	static const char *const ages[] = { "\"AuditLogAgeLimit\": \"30.00:00:00\"",
		"\"AuditLogAgeLimit\": {\"Days\": 30}" };
	static const char *const types[] = { "\"RecipientTypeDetails\": \"RoomMailbox\"",
		"\"RecipientTypeDetails\": {\"value\": \"RoomMailbox\"}" };
	static const char *const sessions[] = {
		"\"PSComputerName\": \"outlook.office365.com\"",
		"\"OriginatingServer\": \"VI1PR01.eurprd01.prod.outlook.com\"",
		"\"DistinguishedName\": \"CN=x,DC=outlook,DC=com\"",
	};
	char row[512];

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		snprintf(row, sizeof(row), "{" ANNA ", " E5 ", \"%s\": [\"Update\"]}", lists[i].name);
		struct mia_readiness *r = READY(TENANT_ON, row);
		assert_answers(mia_readiness_get(r, 0), lists[i].is[0], lists[i].is[1], lists[i].is[2]);
		mia_readiness_free(r);
	}
	for (size_t i = 0; i < 2; i++) {
		snprintf(row, sizeof(row), "{" ANNA ", " MANAGED ", %s, %s}", ages[i], types[i]);
		struct mia_readiness *r = READY(row);
		assert_int_equal(mia_readiness_get(r, 0)->age_limit_days, 30);
		assert_text(mia_readiness_get(r, 0)->type, "RoomMailbox");
		mia_readiness_free(r);
		snprintf(row, sizeof(row), "{\"AdminA%s}", ages[i] + 2);
		r = READY(row);
		assert_int_equal(mia_readiness_tenant(r)->admin_age_limit_days, 30);
		mia_readiness_free(r);
	}
	for (size_t i = 0; i < COUNT(sessions); i++) {
		snprintf(row, sizeof(row), "{\"UnifiedAuditLogIngestionEnabled\": false, %s}", sessions[i]);
		struct mia_readiness *r = READY(row);
		assert_int_equal(mia_readiness_tenant(r)->ingestion_enabled, NO);
		mia_readiness_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_and_its_clause),
		cmocka_unit_test(each_remark),
		cmocka_unit_test(each_licence),
		cmocka_unit_test(each_column_of_licences),
		cmocka_unit_test(each_name_of_an_account),
		cmocka_unit_test(each_column_of_settings),
	};
	return cmocka_run_group_tests_name("readiness_tables", tests, NULL, NULL);
}
