/* What was done beside the access to mail stands on the page with its objects;
 * so does what names no mailbox. */
#include "made_page.h"

#define COMMON(number, minute, operation, session) \
	"{\"CreationTime\":\"2026-03-04T09:" minute \
	":00\",\"Id\":\"d0000000-0000-4000-8000-0000000000" number "\",\"Operation\":\"" operation \
	"\",\"UserId\":\"ann@example.org\",\"ClientIP\":\"203.0.113.7\"," \
	"\"SessionId\":\"" session "\","
#define RULE(number, minute, session, name) \
	COMMON(number, minute, "New-InboxRule", session) \
	"\"ResultStatus\":\"True\",\"Workload\":\"Exchange\",\"Parameters\":[{\"Name\":\"Name\",\"Value\":\"" name \
	"\"},{\"Name\":\"SubjectContainsWords\",\"Value\":\"Invoice\"}," \
	"{\"Name\":\"ForwardTo\",\"Value\":\"out@mail.example\"}]}\n"
#define SIGN_IN(number, minute, session, operation, status) \
	COMMON(number, minute, operation, session) "\"ResultStatus\":\"" status "\"}\n"

static struct kept
page_with(struct made_case **m, const char *records, const char *session)
{
	*m = make_case(records, session);
	struct kept page = page_of(&(*m)->view);
	assert_well_formed(page.ptr);
	return page;
}

/* Two failed and one good one of an account from one address are one row. */
static void
sign_ins_are_counted_by_account_and_address(void **state)
{
	struct made_case *m;
	struct kept page = page_with(&m,
		SIGN_IN("01", "01", "S1", "UserLoginFailed", "Failed") SIGN_IN("02", "02", "S1",
			"UserLoginFailed", "Failed") SIGN_IN("03", "03", "S1", "UserLoggedIn", "Success")
			SIGN_IN("04", "04", "other", "UserLoggedIn", "Success"),
		"S1");

	(void)state;
	assert_has(page,
		"<tr><th scope=\"row\"><bdi class=\"k\">ann@example.org</bdi></th><td><bdi class=\"k\">203.0.113.7</bdi></td>"
		"<td class=\"n\">1</td><td class=\"n\">2</td><td class=\"t\"><span>2026-03-04</span> <span>09:01:00</span></td>"
		"<td class=\"t\"><span>2026-03-04</span> <span>09:03:00</span></td></tr>");
	assert_has(page,
		"First successful sign-in attributed to the intruder: <span class=\"k\">2026-03-04 09:03:00 UTC</span>");
	assert_has(page, "<a href=\"#act-10\">Sign-ins</a>: 3 (2 of them failed)");
	assert_has(page, "(failed sign-ins included): <bdi class=\"k\">ann@example.org</bdi></p>");
	/* "All mailboxes" would be no answer to "whose". */
	assert_has(page,
		"<dt>Whose mailboxes?</dt><dd><p>No mailbox is named, so the log does not tell.</p>");
	assert_has(page, "less than 1 hour after that");
	assert_has(page, "<h3 id=\"act-10\">Sign-ins</h3>");
	/* D5: they are told although no mailbox is known, and drawn. */
	assert_has(page, "3 records of the intruder state no mailbox that is known.");
	assert_has(page, "role=\"img\"");
	free(page.ptr);
	free_case(m);
}

/* A message whose record names no mailbox is in a number of the first page. */
static void
what_names_no_mailbox_is_counted(void **state)
{
	struct made_case *m;
	struct kept page = page_with(&m,
		"{\"Id\":\"1\",\"CreationTime\":\"2026-03-04T09:00:00\",\"Operation\":\"MailItemsAccessed\","
		"\"RecordType\":2,\"UserId\":\"ann@example.org\",\"SessionId\":\"S1\",\"OperationProperties\":"
		"[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"Folders\":[{\"Path\":\"\\\\Inbox\","
		"\"FolderItems\":[{\"InternetMessageId\":\"<m1@example.org>\"}]}]}\n",
		"S1");

	(void)state;
	assert_has(page,
		"(no mailbox stated)</a></th><td class=\"w\">access recorded</td><td class=\"n\">"
		"<a href=\"#messages-0-0\">1</a></td>");
	free(page.ptr);
	free_case(m);
}

#define BIND_OF(number, mailbox) \
	"{\"Id\":\"" number \
	"\",\"CreationTime\":\"2026-03-04T09:00:00\",\"Operation\":\"MailItemsAccessed\"," \
	"\"RecordType\":2,\"UserId\":\"ann@example.org\",\"SessionId\":\"S1\",\"MailboxOwnerUPN\":" \
	"\"ann@example.org\"," mailbox \
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}]," \
	"\"Folders\":[{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"InternetMessageId\":\"<m" number \
	"@example.org>\"}]}]}\n"
#define GUID(last) "\"MailboxGuid\":\"a0000000-0000-4000-8000-00000000000" last "\","

/* A mailbox that was made anew bears the name of the old one. Of a message whose
 * record has no GUID nobody can tell which, and the sum has it. */
static void
what_may_be_of_two_mailboxes_has_a_row(void **state)
{
	struct made_case *m;
	struct kept page =
		page_with(&m, BIND_OF("1", GUID("1")) BIND_OF("2", GUID("2")) BIND_OF("3", ""), "S1");

	(void)state;
	assert_has(page,
		"(mailbox not stated, or one of several of that name)</th><td></td><td class=\"n\">"
		"<a href=\"#messages-0-0\">1</a></td>");
	free(page.ptr);
	free_case(m);
}

static void
a_rule_stands_with_its_name_condition_and_target(void **state)
{
	struct made_case *m;
	struct kept page =
		page_with(&m, RULE("01", "01", "S1", "<b>x") RULE("02", "02", "", "unknown hand"), "S1");
	const char *first = strstr(page.ptr, "One row an operation"),
		   *second = strstr(page.ptr, "Operations that can be neither attributed");

	(void)state;
	assert_has(page, "<h3 id=\"act-2\">Inbox rules</h3>");
	assert_has(page, "rule &quot;&lt;b&gt;x&quot;: subject contains Invoice");
	assert_has(page, "out@mail.example");
	/* What cannot be attributed stands in a table of its own, closed. */
	assert_non_null(first);
	assert_non_null(second);
	assert_true(first < second);
	assert_true(strstr(first, "unknown hand") > second);
	assert_has(page, "<a href=\"#act-2\">Inbox rules</a>: 1<");
	/* Where mail goes, and that nothing ended it, the first page says. */
	assert_has(page,
		"<p>Mail was set to be forwarded to: <bdi class=\"k\">out@mail.example</bdi> (from ");
	assert_has(page, "<p>Of 1 rule or setting that forwards, moves or deletes mail no end is recorded;");
	free(page.ptr);
	free_case(m);
}

static void
a_redacted_page_hides_whom_a_rule_names(void **state)
{
	struct mia_redaction *redaction = NULL;
	struct made_case *m = make_case(RULE("01", "01", "S1", "to ann@example.org")
						SIGN_IN("02", "02", "S1", "UserLoggedIn", "Success"),
		"S1");

	(void)state;
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	m->view.redaction = redaction;
	struct kept page = page_of(&m->view);
	assert_has(page, "Inbox rules");
	assert_has_not(page, "ann@");
	assert_has_not(page, "out@");
	free(page.ptr);
	mia_redaction_free(redaction);
	free_case(m);
}

/* Who counts as the intruder stands on the first page, with the why. */
static void
the_scope_stands_in_words(void **state)
{
	struct mia_redaction *redaction = NULL;
	struct made_case *m = make_case(SIGN_IN("02", "02", "S1", "UserLoggedIn", "Success"), "S1");

	(void)state;
	assert_int_equal(mia_scope_set_note(m->scope, TEXT("Carla <saw> it"), NULL), MIA_OK);
	m->view.examiner = TEXT("E. Xaminer");
	struct kept page = page_of(&m->view);
	assert_has(page,
		"<li><bdi>session S1</bdi> <span class=\"soft\">Why: <bdi>Carla &lt;saw&gt; it</bdi></span></li>");
	assert_has(page, "Attributed by the examiner: <bdi>E. Xaminer</bdi>.");
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	m->view.redaction = redaction;
	struct kept redacted = page_of(&m->view);
	assert_has(redacted, "session S1");
	assert_has_not(redacted, "Carla");
	free(page.ptr);
	free(redacted.ptr);
	mia_redaction_free(redaction);
	free_case(m);
}

/* The clock of those whom it concerns stands beside UTC, never in its place. */
static void
local_time_stands_beside_utc(void **state)
{
	struct mia_zone *zone = NULL;
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	struct made_case *m = make_case(records_of(&records), "S1");
	assert_int_equal(mia_zone_new(&zone, NULL, TEXT("-09:30"), NULL, NULL), MIA_OK);
	m->view.zone = zone;
	struct kept page = page_of(&m->view);
	assert_has(page,
		"<span>2026-03-04</span> <span>09:00:00</span><br><span class=\"local\">2026-03-03 23:30:00 -09:30</span>");
	assert_has(page,
		"<span class=\"k\">2026-03-04 09:00:00 UTC</span> <span class=\"k\">(2026-03-03 23:30:00 -09:30)</span>");
	assert_has(page, "In local time <span class=\"k\">(-09:30):</span>");
	free(page.ptr);
	mia_zone_free(zone);
	free_case(m);
	mia__buf_release(&records);
}

/* Where nobody was asked about, nothing is said of an intruder's session. */
static void
without_a_scope_nothing_is_the_intruders(void **state)
{
	struct made_case *m;
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	mia__buf_str(&records, SIGN_IN("02", "02", "S1", "UserLoggedIn", "Success"));
	struct kept page = page_with(&m, records_of(&records), NULL);
	const char *first = strstr(page.ptr, "<main>"), *last = strstr(page.ptr, "id=\"rules\"");
	assert_non_null(first);
	assert_non_null(last);
	for (const char *at = first; (at = strstr(at, "attributed to the intruder")) != NULL && at < last;
		at++)
		fail_msg("on the page: %.80s", at);
	assert_has(page, "Sign-ins</a>: 1");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

static void
without_a_mark_nothing_else_was_done(void **state)
{
	struct buf records;
	struct made_case *m;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	struct kept page = page_with(&m, records_of(&records), "S1");
	assert_has(page, "No such operation is recorded.");
	assert_has_not(page, "act-");
	assert_has_not(page, "state no mailbox that is known");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sign_ins_are_counted_by_account_and_address),
		cmocka_unit_test(what_names_no_mailbox_is_counted),
		cmocka_unit_test(what_may_be_of_two_mailboxes_has_a_row),
		cmocka_unit_test(a_rule_stands_with_its_name_condition_and_target),
		cmocka_unit_test(a_redacted_page_hides_whom_a_rule_names),
		cmocka_unit_test(the_scope_stands_in_words),
		cmocka_unit_test(local_time_stands_beside_utc),
		cmocka_unit_test(without_a_scope_nothing_is_the_intruders),
		cmocka_unit_test(without_a_mark_nothing_else_was_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
