/* The page of triage: whole lines, hostile names, commands to paste. */
#include "made_triage.h"
#include "report_fake.h"

static struct kept
page_of(const struct mia_triage *t, unsigned width, int ascii, const char *const *operands, size_t count)
{
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.width = width,
		.write = keep,
		.ctx = &kept };
	struct mia_triage_page page = { .size = sizeof(page),
		.ascii = ascii,
		.operands = operands,
		.operand_count = count };

	assert_int_equal(mia_report_triage_page(t, &page, &options, NULL), MIA_OK);
	return kept;
}

static bool
says(const struct kept *kept, const char *words)
{
	return kept->ptr && strstr(kept->ptr, words) != NULL;
}

static struct mia_triage *
hostile(void)
{
	struct mia_triage *t = triage_new(0);
	struct mia_event event = deed(3, NOON + MINUTE, NULL, "ann@own.example", NULL);

	note_consent(t, 1, NOON, "ann@own.example", "\x1b[2J\xe2\x80\xaernicrosoft \xd0\xbe\"; rm -rf ~",
		"Mail.Read");
	event.app_id = TEXT(APP);
	note_bind(t, event, 1, 3);
	event = deed(4, NOON, "New-InboxRule", "ann@own.example", "203.0.113.7");
	event.session_id = TEXT("x'; touch /tmp/owned; '\n\x1b]0;t\x07");
	note_cmdlet(t, event,
		(const char *const[]){ "Name", "\x1b[31m\nNext:\n  rm", "ForwardTo", "x@\x1bout.example",
			NULL });
	seal(mia_triage_fold(t));
	return t;
}

/* A domain goes without saying only where a mailbox of the evidence has it. */
static void
namesakes(void **state)
{
	static const char *const who[] = { "ann@own.example", "ann@evil.example" };
	struct mia_triage *t = triage_new(0);
	struct mia_sums *sums = NULL;
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.width = 160,
		.write = keep,
		.ctx = &kept };
	struct mia_triage_page page = { .size = sizeof(page) };

	(void)state;
	assert_int_equal(mia_sums_new(&sums, NULL, NULL), MIA_OK);
	for (unsigned i = 0; i < 2; i++) {
		struct mia_event event =
			deed(i + 1, NOON, "Set-Mailbox", who[i], i ? "203.0.113.8" : "203.0.113.7");
		note_cmdlet(t, event,
			(const char *const[]){ "ForwardingSmtpAddress", "x@out.example", NULL });
	}
	struct mia_bind bind;
	struct mia_item item = made_item("<m1@x>", NULL, MIA_NO_FOLDER);
	struct mia_event access = deed(3, NOON, NULL, "ann@own.example", NULL);
	access.mailbox_owner = TEXT("ann@own.example");
	access.items = &item;
	access.item_count = 1;
	make_bind(&access, &bind);
	add_event(mia_sums_fold(sums), &access);
	seal(mia_triage_fold(t));
	seal(mia_sums_fold(sums));
	page.sums = sums;
	assert_int_equal(mia_report_triage_page(t, &page, &options, NULL), MIA_OK);
	assert_true(says(&kept, "  ann@evil.example  "));
	assert_true(says(&kept, "  ann  "));
	free(kept.ptr);
	mia_sums_free(sums);
	mia_triage_free(t);
}

/* No control reaches the terminal, no line is longer than it, no name makes a line. */
static void
hostile_names(void **state)
{
	struct mia_triage *t = hostile();

	(void)state;
	for (unsigned width = 60; width < 220; width += 7)
		for (int ascii = 0; ascii < 2; ascii++) {
			struct kept kept = page_of(t, width, ascii, NULL, 0);
			size_t columns = 0, lines = 0;
			const char *next = strstr(kept.ptr, "\nNext:\n");

			assert_non_null(next);
			for (size_t i = 0; i < kept.len; i++) {
				unsigned char c = (unsigned char)kept.ptr[i];
				assert_true(c == '\n' || (c >= 32 && c != 127));
				assert_true(!ascii || c < 128);
				if (c == '\n') {
					assert_true(columns <= width || kept.ptr + i > next);
					columns = 0;
					lines++;
				} else if ((c & 0xc0) != 0x80) {
					columns++;
				}
			}
			assert_true(lines < 24);
			assert_null(strstr(next + 1, "\nNext:\n"));
			free(kept.ptr);
		}
	mia_triage_free(t);
}

static void
commands_are_quoted(void **state)
{
	struct mia_triage *t = triage_new(0);
	static const char *const operands[] = { "a b.csv", "it's", "-x", "-", "plain.csv" };
	struct mia_event event = deed(4, NOON, "New-InboxRule", "ann@own.example", NULL);

	(void)state;
	event.session_id = TEXT("x'; touch /tmp/owned; '\n\x1b]0;t\x07");
	note_cmdlet(t, event, NULL);
	seal(mia_triage_fold(t));
	struct kept kept = page_of(t, 80, 0, operands, 5);
	assert_true(says(&kept,
		"  mia timeline --session $'x\\x27; touch /tmp/owned; \\x27\\x0a\\x1b]0;t\\x07' "
		"'a b.csv' 'it'\\''s' ./-x - plain.csv\n"));
	free(kept.ptr);
	mia_triage_free(t);
}

static void
what_it_says(void **state)
{
	struct mia_triage *t = triage_new(0);
	struct kept kept;

	(void)state;
	note_consent(t, 1, NOON, "ann@own.example", "Poss", "Mail.Read");
	struct mia_event event = deed(2, NOON + MINUTE, NULL, "ann@own.example", NULL);
	event.app_id = TEXT(APP);
	note_bind(t, event, 1, 3);
	seal(mia_triage_fold(t));
	kept = page_of(t, 80, 1, NULL, 0);
	assert_true(says(&kept,
		" 1 app \"Poss\" c11e47a0        mail 60 s after a consent; may reach mail; consent"));
	assert_true(says(&kept, "it is no verdict"));
	assert_true(says(&kept, "binds  #\n"));
	assert_false(says(&kept, "syncs"));
	free(kept.ptr);
	kept = page_of(t, 160, 1, NULL, 0);
	assert_true(says(&kept, "07-18 00:00  ann"));
	free(kept.ptr);
	mia_triage_free(t);
}

/* A command that shows nothing helps nobody: of an application that is only named the
 * records are its account's. */
static void
an_application_that_is_only_named(void **state)
{
	struct mia_triage *t = triage_new(0);

	(void)state;
	note_consent(t, 1, NOON, "ann@own.example", "Poss", "Mail.Read");
	seal(mia_triage_fold(t));
	struct kept kept = page_of(t, 80, 1, NULL, 0);
	assert_true(says(&kept, "  mia timeline --marks --user ann@own.example\n"));
	assert_false(says(&kept, "timeline --app"));
	free(kept.ptr);
	mia_triage_free(t);
}

static void
nothing_stands_out(void **state)
{
	struct mia_triage *t = triage_new(0);
	struct kept kept;

	(void)state;
	seal(mia_triage_fold(t));
	kept = page_of(t, 80, 0, NULL, 0);
	assert_true(says(&kept, "no reason holds, which is no finding"));
	free(kept.ptr);
	mia_triage_free(t);
}

static void
rows(void **state)
{
	struct mia_triage *t = triage_new(0);
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept };

	(void)state;
	note_consent(t, 1, NOON, "ann@own.example", "=cmd", "Mail.Read");
	seal(mia_triage_fold(t));
	assert_int_equal(mia_report_triage(t, &options, NULL), MIA_OK);
	assert_string_equal(kept.ptr,
		"place,kind,subject,name,reasons,weight,accounts,mailboxes,first_seen,last_seen,events,"
		"bind_records,sync_records,messages,folders,marked_records,signins_failed,signins_ok,"
		"reason_codes,option,client_ips\n"
		"1,app," APP ",=cmd,may reach mail | consent,40,ann@own.example,,2016-07-18T00:00:00Z,"
		"2016-07-18T00:00:00Z,0,0,0,0,0,0,0,0,consent-mail | consent,--app,\n");
	free(kept.ptr);
	mia_triage_free(t);
}

static void
refused(void **state)
{
	struct mia_triage *t = triage_new(0);
	struct kept kept = { .ptr = NULL };
	struct mia_report_options options = { .size = sizeof(options), .write = keep, .ctx = &kept };

	(void)state;
	assert_int_equal(mia_report_triage(t, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_report_triage_page(t, NULL, &options, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_report_triage(NULL, &options, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_triage_page(NULL, NULL, &options, NULL), MIA_ERR_ARGUMENT);
	seal(mia_triage_fold(t));
	kept.refuse_after = 1;
	assert_int_equal(mia_report_triage_page(t, NULL, &options, NULL), MIA_ERR_SINK);
	free(kept.ptr);
	mia_triage_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(namesakes),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(commands_are_quoted),
		cmocka_unit_test(what_it_says),
		cmocka_unit_test(an_application_that_is_only_named),
		cmocka_unit_test(nothing_stands_out),
		cmocka_unit_test(rows),
		cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
