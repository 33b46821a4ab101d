/* The page: what it says, what it hides, and that nothing of the evidence becomes markup. */
#include "made_page.h"

#include "failing.h"

#include "findings/findings.h"

static const char *const sections[] = {
	"id=\"answer\"",
	"id=\"exclude\"",
	"id=\"concerned\"",
	"id=\"scope\"",
	"id=\"pictures\"",
	"id=\"acts\"",
	"id=\"messages\"",
	"id=\"folders\"",
	"id=\"mailboxes\"",
	"id=\"sessions\"",
	"id=\"coverage\"",
	"id=\"rules\"",
	"id=\"method\"",
	"id=\"levels\"",
	"id=\"evidence\"",
	"id=\"rejects\"",
	"id=\"versions\"",
	"<main>",
	"</main>",
	"<nav ",
	"<header>",
	"<footer>",
	"</html>\n",
};

static void
no_evidence_is_a_whole_page_that_says_so(void **state)
{
	struct made_case *m = make_case("", NULL);
	struct kept page = page_of(&m->view);

	(void)state;
	assert_well_formed(page.ptr);
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		assert_has(page, sections[i]);
	assert_has(page, "The evidence names no mailbox. Nothing is recorded, and nothing can be excluded");
	assert_has(page, "0 files, 0 records");
	assert_has(page, "No record in scope names a message. That does not show that there was no access");
	assert_has(page, "No record with a time is there to be drawn.");
	assert_has_not(page, "role=\"img\"");
	assert_has_not(page, "id=\"people\"");
	free(page.ptr);
	free_case(m);
}

static void
the_page_asks_for_nothing(void **state)
{
	struct made_case *m = make_case("", NULL);
	struct kept page = page_of(&m->view);

	(void)state;
	assert_true(strncmp(page.ptr, "<!doctype html>\n<html lang=\"en\">", 32) == 0);
	assert_has(page, "content=\"default-src 'none'; style-src 'sha256-");
	assert_int_equal(count_of(page.ptr, "<style>"), 1);
	assert_has_not(page, " style=");
	assert_has_not(page, "<script");
	assert_has_not(page, " src=");
	/* The one name of a namespace is no address that anything asks for. */
	assert_int_equal(count_of(page.ptr, "http"),
		count_of(page.ptr, "http-equiv") + count_of(page.ptr, "http://www.w3.org/2000/svg"));
	assert_int_equal(count_of(page.ptr, "href=\""), count_of(page.ptr, "href=\"#"));
	free(page.ptr);
	free_case(m);
}

static void
the_first_page_answers_by_mailbox(void **state)
{
	struct mia_case_option asked[] = { { TEXT("session"), TEXT("S1") }, { TEXT("case"), TEXT("F-7") },
		{ TEXT("handled"), TEXT_ABSENT } };
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	add_access(&records, 2, 10, "Bind", "S1", "Inbox");
	add_access(&records, 3, 20, "Sync", "S1", "Salaries");
	add_access(&records, 4, 30, "Bind", "owner", "Inbox");
	struct made_case *m = make_case(records_of(&records), "S1");
	m->view.case_id = TEXT("F-7");
	m->view.options = asked;
	m->view.option_count = 3;
	struct kept page = page_of(&m->view);
	assert_well_formed(page.ptr);
	assert_has(page, "<title>F-7 \xe2\x80\x93 Access to mailboxes");
	assert_has(page, "<dt>Examiner</dt><dd>not given</dd>");
	assert_has(page, "<dt><bdi>session</bdi></dt><dd><bdi class=\"k\">S1</bdi></dd>");
	assert_has(page, "<dt><bdi>handled</bdi></dt><dd>set</dd>");
	assert_has_not(page, "<dt><bdi>case</bdi></dt>");
	assert_has(page, "<h3 class=\"level\">access recorded: 1 mailbox</h3>");
	assert_has(page,
		"<li id=\"mailbox-0\"><bdi>In mailbox <span class=\"k\">ann@example.org,</span> access to at least 2 messages is recorded");
	/* The owner's own bind is in no number; each number leads to its rows. */
	assert_has(page,
		"ann@example.org</bdi></a></th><td class=\"w\">access recorded</td><td class=\"n\"><a href=\"#messages-0-0\">2</a></td>"
		"<td class=\"n\">0</td><td class=\"n\"><a href=\"#folders-0\">1</a></td><td class=\"n\">0</td>");
	assert_has(page, "<tbody id=\"messages-0-0\"><tr class=\"g\">");
	assert_has(page, "<tbody id=\"folders-0\"><tr class=\"g\">");
	assert_has(page,
		"<tr><th scope=\"row\">Single messages (binds)</th><td class=\"n\">2</td><td class=\"n\">0</td>"
		"<td class=\"t\"><span>2026-03-04</span> <span>09:00:00</span></td><td class=\"t\"><span>2026-03-04</span> <span>09:10:00</span></td>");
	assert_has(page, "<tr><th scope=\"row\">Folder copies (syncs)</th><td class=\"n\">1</td>");
	/* A gap is told in the language of the page; its rule stands in the coverage. */
	assert_has(page, "to binds and syncs: Records reach the log up to 24 hours late;");
	assert_has(page, "The number of people concerned is not known, because no inventory");
	for (const char *at = page.ptr; (at = strstr(at, "read")) != NULL; at++)
		assert_true((at[-1] >= 'a' && at[-1] <= 'z') || (at[4] >= 'a' && at[4] <= 'z'));
	assert_has_not(page, "not accessed");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

/* What somebody else chose stands in every field that he may choose. */
static void
hostile_texts_stay_texts(void **state)
{
	static const char evil[] = "<i id=evil>&'\\u202e\\u0007";
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", evil, evil);
	add_access(&records, 2, 1, "Sync", evil, evil);
	struct made_case *m = make_case(records_of(&records), NULL);
	m->view.case_id = m->view.examiner = TEXT("</title><i id=evil>");
	struct mia_case_option asked = { TEXT("<i id=evil>"), TEXT("\"><i id=evil>") };
	m->view.options = &asked;
	m->view.option_count = 1;
	struct kept page = page_of(&m->view);
	assert_well_formed(page.ptr);
	assert_has_not(page, "<i ");
	assert_has_not(page, "\xe2\x80\xae");
	assert_has_not(page, "\x07");
	assert_has(page,
		"<bdi>&lt;i id=evil&gt;&amp;&#39;<b class=\"hid\">\xe2\x9f\xa8U+202E\xe2\x9f\xa9</b>");
	assert_has(page, "<title>&lt;/title&gt;&lt;i id=evil&gt;");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

static struct kept
page_of_binds(unsigned count)
{
	struct buf records;

	mia__buf_init(&records, &mia__malloc_allocator);
	for (unsigned i = 0; i < count; i++)
		add_access(&records, i, i % 600, "Bind", "S1", "Inbox");
	struct made_case *m = make_case(records_of(&records), "S1");
	struct kept page = page_of(&m->view);
	free_case(m);
	mia__buf_release(&records);
	return page;
}

static void
tables_end_after_a_thousand_rows_and_say_so(void **state)
{
	(void)state;
	struct kept thousand = page_of_binds(1000), more = page_of_binds(1001);
	assert_has(thousand, "All 1,000 rows, which also are in messages.csv.");
	assert_has(more, "First 1,000 of 1,001 rows; all are in messages.csv.");
	/* The id stands in its row alone. */
	assert_int_equal(count_of(thousand.ptr, "@example.org&gt;</bdi></td>"), 1000);
	assert_int_equal(count_of(more.ptr, "@example.org&gt;</bdi></td>"), 1000);
	free(thousand.ptr);
	free(more.ptr);
}

/* The folder's path and the client are of that length. */
static struct kept
page_of_folder(size_t length)
{
	struct buf records;
	char name[4100];

	memset(name, 'x', length);
	name[length] = '\0';
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 1, "Bind", "S1", name);
	struct made_case *m = make_case(records_of(&records), "S1");
	struct kept page = page_of(&m->view);
	free_case(m);
	mia__buf_release(&records);
	return page;
}

static void
a_long_cell_is_cut_and_says_so(void **state)
{
	(void)state;
	/* The client string has "Client=" before it. */
	struct kept whole = page_of_folder(3993), cut = page_of_folder(4001);
	assert_has_not(whole, "[cut:");
	assert_has(cut, "</bdi> [cut: 1 more byte stands in the CSV]");
	free(whole.ptr);
	free(cut.ptr);
}

/* A thousand records in ten hours are a bar a bin, not a bar a record. */
static void
many_records_are_few_bars(void **state)
{
	(void)state;
	struct kept page = page_of_binds(1200);
	assert_in_range(count_of(page.ptr, "<rect class=\"b\""), 50, 200);
	assert_has(page, "<tr><th scope=\"row\">Single messages (binds)</th><td class=\"n\">1,200</td>");
	free(page.ptr);
}

/* Sentences are made with the findings; what else the page says, and how it
 * groups digits, follows their language. */
static void
a_page_speaks_one_language(void **state)
{
	static const struct {
		enum mia_language language;
		const char *number, *answer, *excluded;
	} cases[] = {
		{ MIA_GERMAN, ">1.200</td>", "Die Antwort, nach Postf\u00e4chern",
			"nicht auszuschlie\u00dfen" },
		{ MIA_FRENCH, ">1\u00a0200</td>", "La r\u00e9ponse, par bo\u00eete aux lettres",
			"ne peut \u00eatre exclu" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf records;
		mia__buf_init(&records, &mia__malloc_allocator);
		for (unsigned k = 0; k < 1200; k++)
			add_access(&records, k + 1, k * 60, "Bind", "S1", "Inbox");
		struct made_case *m = make_case(records_of(&records), "S1");
		m->findings->view.asked.language = cases[i].language;
		struct kept page = page_of(&m->view);
		assert_has(page, cases[i].number);
		assert_has(page, cases[i].answer);
		assert_has(page, cases[i].excluded);
		assert_has_not(page, "1,200");
		assert_has_not(page, "What cannot be excluded");
		free(page.ptr);
		free_case(m);
		mia__buf_release(&records);
	}
}

/* A record that names three messages is one access, and one bar. */
static void
one_record_is_one_bar(void **state)
{
	(void)state;
	struct kept page = page_of_binds(1);
	assert_int_equal(count_of(page.ptr, "<rect class=\"b\""), 1);
	assert_int_equal(count_of(page.ptr, "<rect class=\"h b\""), 0);
	free(page.ptr);
}

static void
what_cannot_be_attributed_is_hollow(void **state)
{
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	add_access(&records, 2, 300, "Bind", "", "Inbox");
	struct made_case *m = make_case(records_of(&records), "S1");
	struct kept page = page_of(&m->view);
	assert_int_equal(count_of(page.ptr, "<rect class=\"b\""), 1);
	assert_int_equal(count_of(page.ptr, "<rect class=\"h b\""), 1);
	assert_has(page,
		"<tr><th scope=\"row\">Single messages (binds)</th><td class=\"n\">1</td><td class=\"n\">1</td>");
	/* Its folder has the time of such a bind, so the bind has to be counted there. */
	assert_has(page, "Binds that cannot be attributed");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

static void
the_time_of_making_stands_only_where_it_is_given(void **state)
{
	struct made_case *m = make_case("", NULL);
	struct kept without = page_of(&m->view), again = page_of(&m->view);

	(void)state;
	assert_string_equal(without.ptr, again.ptr);
	assert_has(without, "The date is not stated");
	m->view.made = 1772611200;
	struct kept with = page_of(&m->view);
	assert_has(with, "<p><span class=\"k\">2026-03-04 08:00:00 UTC</span>; made with");
	assert_has_not(with, "The date is not stated");
	free(without.ptr);
	free(again.ptr);
	free(with.ptr);
	free_case(m);
}

static void
rejects_are_listed(void **state)
{
	struct buf records;

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Inbox");
	mia__buf_str(&records, "{\"broken\": \n");
	add_access(&records, 2, 0, "Bind", "S1", "Inbox");
	struct made_case *m = make_case(records_of(&records), NULL);
	struct kept page = page_of(&m->view);
	assert_well_formed(page.ptr);
	assert_has(page,
		"<tr><th scope=\"row\">BAD_JSON</th><td class=\"p\">not well-formed JSON</td><td class=\"n\">1</td>");
	assert_has(page, "1 row, which also is in rejects/rejects.csv.");
	free(page.ptr);
	free_case(m);
	mia__buf_release(&records);
}

static void
a_redacted_page_names_nobody(void **state)
{
	struct buf records;
	struct mia_redaction *redaction = NULL;
	char hash[MIA_REDACTED_TEXT];

	(void)state;
	mia__buf_init(&records, &mia__malloc_allocator);
	add_access(&records, 1, 0, "Bind", "S1", "Offer to Bob");
	add_access(&records, 2, 5, "Sync", "S1", "Salaries");
	mia__buf_str(&records, "{\"broken\": \n");
	struct made_case *m = make_case(records_of(&records), "S1");
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	struct mia_case_option asked = { TEXT("user"), TEXT("ann@example.org") };
	m->view.options = &asked;
	m->view.option_count = 1;
	m->view.redaction = redaction;
	struct kept page = page_of(&m->view);
	assert_well_formed(page.ptr);
	assert_has_not(page, "ann@");
	mia_redaction_person(redaction, TEXT("ann@example.org"), hash);
	/* Scope, sentence, what cannot be excluded, pictures, tables. */
	assert_true(count_of(page.ptr, hash) >= 8);
	mia_redaction_subject(redaction, TEXT("Offer to Bob"), hash);
	assert_true(count_of(page.ptr, hash) == 1);
	assert_has(page, "The list is left out of this copy.");
	free(page.ptr);
	mia_redaction_free(redaction);
	free_case(m);
	mia__buf_release(&records);
}

static enum mia_status
status_of(const struct mia_case *c)
{
	struct kept kept = { .ptr = NULL };
	enum mia_status status = mia_report_html(c, NULL, keep, &kept, NULL);

	assert_null(kept.ptr);
	return status;
}

static void
what_is_missing_is_refused(void **state)
{
	struct made_case *m = make_case("", NULL);
	struct mia_case whole = m->view;
	struct mia_timeline *unsealed = NULL;

	(void)state;
	assert_int_equal(mia_report_html(NULL, NULL, keep, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_html(&whole, NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
#define WITHOUT(member) \
	do { \
		struct mia_case part = whole; \
		part.member = 0; \
		assert_int_equal(status_of(&part), MIA_ERR_ARGUMENT); \
	} while (0)
	WITHOUT(size);
	WITHOUT(evidence);
	WITHOUT(sums);
	WITHOUT(rejects);
	WITHOUT(findings);
	WITHOUT(coverage);
	WITHOUT(sessions);
	WITHOUT(timeline);
	whole.option_count = 1;
	assert_int_equal(status_of(&whole), MIA_ERR_ARGUMENT);
	whole = m->view;
	assert_int_equal(mia_timeline_new(&unsealed, NULL, NULL, NULL), MIA_OK);
	whole.timeline = unsealed;
	assert_int_equal(status_of(&whole), MIA_ERR_STATE);
	mia_timeline_free(unsealed);
	free_case(m);
}

static struct made_case *
small_case(struct buf *records)
{
	mia__buf_init(records, &mia__malloc_allocator);
	for (unsigned i = 0; i < 200; i++)
		add_access(records, i, i, i % 9 ? "Bind" : "Sync", "S1", "Inbox");
	return make_case(records_of(records), "S1");
}

static void
a_full_disk_is_told_wherever_it_comes(void **state)
{
	struct buf records;
	struct made_case *m = small_case(&records);
	struct kept whole = page_of(&m->view);

	(void)state;
	for (size_t room = 1; room < whole.len; room += 7919) {
		struct kept kept = { .refuse_after = room };
		assert_int_equal(mia_report_html(&m->view, NULL, keep, &kept, NULL), MIA_ERR_SINK);
		assert_int_equal(kept.refused, 1);
		free(kept.ptr);
	}
	free(whole.ptr);
	free_case(m);
	mia__buf_release(&records);
}

static void
any_allocation_may_fail(void **state)
{
	struct buf records;
	struct made_case *m = small_case(&records);
	struct mia_redaction *redaction = NULL;
	enum mia_status status = MIA_ERR_MEMORY;
	size_t refused = 0;

	(void)state;
	assert_int_equal(mia_redaction_new(&redaction, NULL, TEXT("0123456789abcdef"), NULL), MIA_OK);
	m->view.redaction = redaction;
	for (size_t n = 1; status != MIA_OK; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct kept kept = { .ptr = NULL };
		status = mia_report_html(&m->view, &a, keep, &kept, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
		refused += status != MIA_OK;
		free(kept.ptr);
	}
	/* The pictures, where they are found, whom a sentence may name, its room. */
	assert_true(refused >= 4);
	mia_redaction_free(redaction);
	free_case(m);
	mia__buf_release(&records);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_evidence_is_a_whole_page_that_says_so),
		cmocka_unit_test(the_page_asks_for_nothing),
		cmocka_unit_test(the_first_page_answers_by_mailbox),
		cmocka_unit_test(hostile_texts_stay_texts),
		cmocka_unit_test(tables_end_after_a_thousand_rows_and_say_so),
		cmocka_unit_test(a_long_cell_is_cut_and_says_so),
		cmocka_unit_test(many_records_are_few_bars),
		cmocka_unit_test(a_page_speaks_one_language),
		cmocka_unit_test(one_record_is_one_bar),
		cmocka_unit_test(what_cannot_be_attributed_is_hollow),
		cmocka_unit_test(the_time_of_making_stands_only_where_it_is_given),
		cmocka_unit_test(rejects_are_listed),
		cmocka_unit_test(a_redacted_page_names_nobody),
		cmocka_unit_test(what_is_missing_is_refused),
		cmocka_unit_test(a_full_disk_is_told_wherever_it_comes),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
