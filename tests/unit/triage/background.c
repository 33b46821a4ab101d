/* What is folded, and how somebody would hide there: nobody can by what a client writes. */
#include "made_triage.h"

#include "triage/background.h"

#define SUBSTRATE "13937bba-652e-4c46-b222-3003f4d1ff97"
#define INSIDE "2603:10a6:10:24d::8"
#define FRONT_END "20.190.160.24"
#define SYSTEM_CLIENT "Client=REST;Client=RESTSystem;;"

static struct mia_event
came(const char *app, const char *ip, const char *client)
{
	struct mia_event event = deed(1, NOON, NULL, "ann@own.example", ip);

	event.app_id = mia_text_of(app);
	event.client_info = mia_text_of(client);
	return event;
}

static void
two_facts(void **state)
{
	(void)state;
	struct mia_event event = came(SUBSTRATE, INSIDE, SYSTEM_CLIENT);
	assert_true(mia__triage_is_background(&event));
	event = came(SUBSTRATE, NULL, NULL);
	assert_true(mia__triage_is_background(&event));
	event = came("3c8e478f-0000-4000-8000-000000000000", INSIDE, SYSTEM_CLIENT);
	assert_true(mia__triage_is_background(&event));
}

static void
one_fact_is_not_enough(void **state)
{
	(void)state;
	/* The client string alone: applications that act by themselves have it as well. */
	struct mia_event event = came(APP, FRONT_END, SYSTEM_CLIENT);
	assert_false(mia__triage_is_background(&event));
	event = came(APP, "203.0.113.7", SYSTEM_CLIENT);
	assert_false(mia__triage_is_background(&event));
	/* The address alone. */
	event = came(APP, INSIDE, "Client=REST;;");
	assert_false(mia__triage_is_background(&event));
	event = came(APP, INSIDE, SYSTEM_CLIENT "curl");
	assert_false(mia__triage_is_background(&event));
	/* The application alone: tokens are stolen. */
	event = came(SUBSTRATE, "203.0.113.7", SYSTEM_CLIENT);
	assert_false(mia__triage_is_background(&event));
	/* IPv6 that Azure hires out. */
	event = came(APP, "2603:1020:201:10::10", SYSTEM_CLIENT);
	assert_false(mia__triage_is_background(&event));
}

static void
written_ids_are_no_tokens(void **state)
{
	(void)state;
	/* A user agent may say "[AppId=...]"; so may the service, as a hint. */
	struct mia_event event = came(APP, FRONT_END, "Client=REST;[AppId=" SUBSTRATE "];");
	event.service = TEXT("Substrate Context Service");
	assert_false(mia__triage_is_background(&event));
	/* The intruder's own application beside that of a service. */
	event = came(SUBSTRATE, FRONT_END, NULL);
	event.client_app_id = TEXT(APP);
	assert_false(mia__triage_is_background(&event));
	/* A second address that is not Microsoft's. */
	event = came(SUBSTRATE, INSIDE, SYSTEM_CLIENT);
	assert_int_equal(mia_address_parse(TEXT("203.0.113.7"), &event.other_address), MIA_OK);
	assert_false(mia__triage_is_background(&event));
}

static void
system_has_no_address(void **state)
{
	(void)state;
	struct mia_event event = deed(1, NOON, "Set-AdminAuditLogConfig", "NT AUTHORITY\\SYSTEM (x)", NULL);
	assert_true(mia__triage_is_system(&event));
	event = deed(1, NOON, "Set-AdminAuditLogConfig", "NT AUTHORITY\\SYSTEM (x)", "203.0.113.7");
	assert_false(mia__triage_is_system(&event));
	event = deed(1, NOON, "ModifyFolderPermissions", "S-1-5-18", "::1");
	assert_true(mia__triage_is_system(&event));
	event = deed(1, NOON, "ModifyFolderPermissions", "ann@own.example", "::1");
	assert_false(mia__triage_is_system(&event));
	event = deed(1, NOON, "Set-AdminAuditLogConfig", "system@own.example", NULL);
	assert_false(mia__triage_is_system(&event));
}

/* Folded and counted; and not folded where anything was done by it, or with all. */
static void
folding(void **state)
{
	(void)state;
	for (int all = 0; all < 2; all++) {
		struct mia_triage *t = triage_new(all);
		note_bind(t, came(SUBSTRATE, INSIDE, SYSTEM_CLIENT), 1, 2);
		seal(mia_triage_fold(t));
		assert_int_equal(mia_triage_sums(t)->folded.contexts, !all);
		assert_int_equal(mia_triage_sums(t)->folded.events, !all);
		assert_int_equal(mia_triage_sums(t)->folded.binds, !all);
		assert_int_equal(row_of(t, MIA_TRIAGE_APP, SUBSTRATE) != NULL, all);
		mia_triage_free(t);
	}
}

static void
what_does_more_is_not_folded(void **state)
{
	(void)state;
	for (int how = 0; how < 3; how++) {
		struct mia_triage *t = triage_new(0);
		struct mia_event event = came("3c8e478f-0000-4000-8000-000000000000", INSIDE, SYSTEM_CLIENT);

		if (how == 2)
			event.app_id = TEXT(APP);
		note_bind(t, event, 1, 2);
		memset(event.key, 9, sizeof(event.key));
		event.mailbox_owner = TEXT("ann@own.example");
		if (how == 0)
			note_sync(t, event, "F1");
		event.operation = TEXT("New-InboxRule");
		if (how == 1)
			note_cmdlet(t, event, NULL);
		if (how == 2)
			note_consent(t, 3, NOON, "ann@own.example", "Poss", "User.Read");
		seal(mia_triage_fold(t));
		assert_int_equal(mia_triage_sums(t)->folded.contexts, 0);
		mia_triage_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_facts),
		cmocka_unit_test(one_fact_is_not_enough),
		cmocka_unit_test(written_ids_are_no_tokens),
		cmocka_unit_test(system_has_no_address),
		cmocka_unit_test(folding),
		cmocka_unit_test(what_does_more_is_not_folded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
