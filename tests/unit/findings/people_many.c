/*
 * People against a model that compares everything with everything, over
 * evidence and inventories that chance made and that are read as files; and as
 * many people as a hostile inventory may hold. What is quadratic there is
 * stopped; no time is measured.
 */
#include "inventoried.h"
#include "made_subjects.h"

#include "inventory/mail_addresses.h"

enum { PEOPLE = 7, MESSAGES = 9, BOXES = 3, ROWS = 14, TO = 4, TRIALS = 300, MANY = 100000 };

static const char *const spellings[PEOPLE][2] = {
	{ "ann@x", "Ann@X" },
	{ "bob@x", "BOB@x" },
	{ "cat@x", "cAt@x" },
	{ "dan@y.example", "Dan@y.example" },
	{ "eve@y.example", "EVE@Y.EXAMPLE" },
	{ "a+b@x", "A+B@x" },
	{ "/o=E/cn=kim", "/O=E/CN=KIM" },
};

struct made_case {
	uint32_t seed;
	int level[BOXES][MESSAGES]; /* 0: recorded, 3: unattributed, -1: no row */
	struct row {
		int box, message, sender, to[TO], to_count, spelt[TO + 1];
	} rows[ROWS];
};

static int
chance(struct made_case *w, unsigned of)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (int)((w->seed >> 16) % of);
}

static void
make_case(struct made_case *w)
{
	for (int b = 0; b < BOXES; b++)
		for (int m = 0; m < MESSAGES; m++)
			w->level[b][m] = chance(w, 3) ? -1 : chance(w, 2) * 3;
	for (int i = 0; i < ROWS; i++) {
		struct row *row = &w->rows[i];
		*row = (struct row){ chance(w, BOXES + 1), chance(w, MESSAGES), chance(w, PEOPLE + 1) - 1,
			{ 0 }, 0, { 0 } };
		row->to_count = chance(w, TO + 1);
		for (int k = 0; k < row->to_count; k++)
			row->to[k] = chance(w, PEOPLE);
		for (int k = 0; k <= TO; k++)
			row->spelt[k] = chance(w, 2);
	}
}

/* "ann@x", "bob@x", "cat@x", and a mailbox that the log does not know. */
static const char *
box_name(int box)
{
	return box < BOXES ? spellings[box][0] : "zoe@x";
}

static struct mia_exposure *
expose(const struct made_case *w, const struct mia_scope *scope)
{
	struct mia_exposure *exposure = new_exposure(scope);
	unsigned key = 1;

	for (int b = 0; b < BOXES; b++)
		for (int m = 0; m < MESSAGES; m++) {
			struct made made;
			char id[16];
			if (w->level[b][m] < 0)
				continue;
			snprintf(id, sizeof(id), "<m%d>", m);
			make(&made, key++, "r", w->level[b][m] ? NULL : "s1", m * 60);
			made.event.mailbox_owner = text_of(box_name(b));
			made.event.mailbox_guid = TEXT_ABSENT;
			make_bind_of(&made, id, NULL);
			add(exposure, &made.event);
		}
	seal_exposure(exposure);
	return exposure;
}

/* As an eDiscovery list; rows in their order or the other way round. */
static struct inventoried
list_rows(const struct made_case *w, bool backwards)
{
	struct buf out;

	mia__buf_init(&out, NULL);
	mia__buf_str(&out, "Subject,Sender,Location name,To,Internet Message ID\n");
	for (int i = 0; i < ROWS; i++) {
		const struct row *row = &w->rows[backwards ? ROWS - 1 - i : i];
		char text[16];
		mia__buf_str(&out, "s,");
		mia__buf_str(&out, row->sender < 0 ? "" : spellings[row->sender][row->spelt[TO]]);
		mia__buf_str(&out, ",");
		mia__buf_str(&out, box_name(row->box));
		mia__buf_str(&out, ",");
		for (int k = 0; k < row->to_count; k++) {
			mia__buf_str(&out, spellings[row->to[k]][row->spelt[k]]);
			mia__buf_str(&out, ";");
		}
		snprintf(text, sizeof(text), ",<m%d>\n", row->message);
		mia__buf_str(&out, text);
	}
	struct inventoried ret = read_inventory_bytes(out.ptr, out.len, NULL);
	mia__buf_release(&out);
	return ret;
}

static bool
is_on(const struct row *row, int person)
{
	for (int k = 0; k < row->to_count; k++)
		if (row->to[k] == person)
			return true;
	return row->sender == person;
}

/* On how many messages does this row's person stand in this spelling? */
static int
spelt_on(const struct made_case *w, int person, int spelling)
{
	int count = 0;

	for (int m = 0; m < MESSAGES; m++) {
		bool exposed = false, found = false;
		for (int b = 0; b < BOXES; b++)
			exposed |= w->level[b][m] >= 0;
		for (int i = 0; i < ROWS; i++) {
			const struct row *row = &w->rows[i];
			if (row->message != m)
				continue;
			found |= row->sender == person && row->spelt[TO] == spelling;
			for (int k = 0; k < row->to_count; k++)
				found |= row->to[k] == person && row->spelt[k] == spelling;
		}
		count += exposed && found;
	}
	return count;
}

static void
model_person(struct buf *out, const struct made_case *w, int person)
{
	bool in[BOXES] = { false }, sender = false, recipient = false;
	int levels[6] = { 0 }, total = 0;
	char numbers[64];

	for (int m = 0; m < MESSAGES; m++) {
		int level = -1;
		bool on = false;
		for (int b = 0; b < BOXES; b++)
			if (w->level[b][m] >= 0 && (level < 0 || w->level[b][m] < level))
				level = w->level[b][m];
		for (int i = 0; i < ROWS && level >= 0; i++) {
			const struct row *row = &w->rows[i];
			if (row->message != m || !is_on(row, person))
				continue;
			on = true;
			sender |= row->sender == person;
			for (int k = 0; k < row->to_count; k++)
				recipient |= row->to[k] == person;
		}
		if (!on)
			continue;
		total++;
		levels[level]++;
		for (int b = 0; b < BOXES; b++)
			in[b] |= w->level[b][m] >= 0;
	}
	if (total == 0)
		return;
	/* Capitals come first bytewise. */
	mia__buf_str(out, spellings[person][spelt_on(w, person, 1) >= spelt_on(w, person, 0)]);
	snprintf(numbers, sizeof(numbers), " %s%s %d=%d/0/0/%d/0 ", sender ? "s" : "", recipient ? "r" : "",
		total, levels[0], levels[3]);
	mia__buf_str(out, numbers);
	for (int b = 0, listed = 0; b < BOXES; b++)
		if (in[b]) {
			mia__buf_str(out, listed++ ? "," : "");
			mia__buf_str(out, box_name(b));
		}
	mia__buf_byte(out, '\n');
}

static void
compare_with_model(const struct made_case *w, bool backwards)
{
	static const int by_address[PEOPLE] = { 6, 5, 0, 1, 2, 3, 4 };
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = expose(w, scope);
	struct inventoried list = list_rows(w, backwards);
	struct mia_coverage *coverage = NULL;
	struct mia_findings *findings = NULL;
	struct mia_findings_options options;
	struct buf wanted;

	mia_findings_options_init(&options);
	options.inventory = list.inventory;
	assert_int_equal(mia_coverage_new(&coverage, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_fold_seal(mia_coverage_fold(coverage), NULL), MIA_OK);
	assert_int_equal(mia_findings_new(&findings, NULL, exposure, coverage, &options, NULL), MIA_OK);
	struct mia_subjects *subjects = subjects_of(findings, (struct mia_texts){ NULL, 0 });
	mia__buf_init(&wanted, NULL);
	for (int i = 0; i < PEOPLE; i++)
		model_person(&wanted, w, by_address[i]);
	mia__buf_byte(&wanted, '\0');
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	forget(&list);
	assert_subjects(subjects, wanted.ptr);
	mia__buf_release(&wanted);
	mia_subjects_free(subjects);
}

static void
a_naive_model_gives_the_same(void **state)
{
	struct made_case w = { .seed = 1 };

	(void)state;
	for (int i = 0; i < TRIALS; i++) {
		make_case(&w);
		compare_with_model(&w, false);
		compare_with_model(&w, true);
	}
}

/* One row to very many people: an item for each of them, all with one list. */
static void
a_hundred_thousand_recipients(void **state)
{
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made m;
	struct buf out;
	struct finding_view view = { .items = NULL };
	struct mia_mailbox_exposure ann = { .mailbox = TEXT("u7@x"), .basis = MIA_BASIS_BIND };
	const struct mia_mailbox_exposure *exposed[] = { &ann };
	const struct mia_inventory_item **items = calloc(MANY + 1, sizeof(*items));

	(void)state;
	make(&m, 1, "r", "s1", 60);
	m.event.mailbox_owner = TEXT("u7@x");
	m.event.mailbox_guid = TEXT_ABSENT;
	make_bind_of(&m, "<m>", NULL);
	add(exposure, &m.event);
	seal_exposure(exposure);
	mia__buf_init(&out, NULL);
	mia__buf_str(&out,
		"origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,directionality\n"
		"2026-03-04T10:00:00Z,boss@y,\"");
	for (int i = 0; i < MANY; i++) {
		char text[48];
		snprintf(text, sizeof(text), "u%d@x##Receive, Deliver;", i);
		mia__buf_str(&out, text);
	}
	mia__buf_str(&out, "\",s,1,<m>,1\n");
	struct inventoried list = read_inventory_bytes(out.ptr, out.len, NULL);
	mia__buf_release(&out);
	mia_findings_options_init(&view.asked);
	view.item_count = mia_inventory_item_count(list.inventory);
	assert_int_equal(view.item_count, MANY);
	for (size_t i = 0; i < view.item_count; i++)
		items[i] = mia_inventory_item(list.inventory, i);
	view.items = items;
	view.exposed = exposed;
	view.exposed_count = 1;
	struct mia_findings *f = NULL;
	assert_int_equal(mia__findings_over(&f, NULL, exposure, &view, NULL), MIA_OK);
	struct mia_subjects *s = subjects_of(f, TEXTS(TEXT("x")));
	assert_int_equal(mia_subjects_count(s), MANY + 1);
	assert_int_equal(mia_subjects_sums(s)->people_own, MANY);
	assert_int_equal(mia_subjects_sums(s)->people_outside, 1);
	assert_int_equal(mia_subjects_sums(s)->records_most, 1);
	mia_subjects_free(s);
	mia_findings_free(f);
	forget(&list);
	free(items);
	mia_exposure_free(exposure);
}

/* One message in n mailboxes, another in one more: the sender of both, and of the first alone. */
static void
as_many_mailboxes_as_are_told(void **state)
{
	static const unsigned counts[] = { 98, 99, 100, 101, 998, 999, 1000, 1001 };
	static char names[1001][16];

	(void)state;
	for (size_t i = 0; i < COUNT(counts); i++) {
		struct mia_exposure *exposure = new_exposure(NULL);
		struct made_view v;
		begin_view(&v);
		for (unsigned k = 0; k <= counts[i]; k++) {
			struct made m;
			make(&m, k + 1, "r", "s1", 60);
			memcpy(m.event.key, &k, sizeof(k));
			if (k < counts[i])
				snprintf(names[k], sizeof(names[k]), "u%04u@x", k);
			m.event.mailbox_owner = k < counts[i] ? text_of(names[k]) : TEXT("z@x");
			m.event.mailbox_guid = TEXT_ABSENT;
			make_bind_of(&m, k < counts[i] ? "<m>" : "<n>", NULL);
			add(exposure, &m.event);
		}
		seal_exposure(exposure);
		add_listed(&v, MIA_INVENTORY_EDISCOVERY, "<m>", NULL, MINUTES(1))->sender =
			TEXT("sue@y; tom@y");
		add_listed(&v, MIA_INVENTORY_EDISCOVERY, "<n>", NULL, MINUTES(1))->sender = TEXT("sue@y");
		struct mia_findings *f = make_findings(exposure, &v);
		struct mia_subjects *s = subjects_of(f, (struct mia_texts){ NULL, 0 });
		assert_int_equal(mia_subjects_count(s), 2);
		for (unsigned k = 0; k < 2; k++) {
			const struct mia_subject *row = mia_subjects_get(s, k);
			unsigned lie = counts[i] + 1 - k;
			assert_true(text_equal(row->address, text_of(k ? "tom@y" : "sue@y")));
			assert_int_equal(row->mailboxes_total, lie < 1000 ? lie : 1000);
			assert_int_equal(row->mailboxes.count, lie < 100 ? lie : 100);
			for (size_t j = 0; j < row->mailboxes.count; j++)
				assert_true(text_equal(row->mailboxes.ptr[j],
					j < counts[i] ? text_of(names[j]) : TEXT("z@x")));
		}
		mia_subjects_free(s);
		mia_findings_free(f);
		mia_exposure_free(exposure);
	}
}

/* ---- how people are written ---- */

static void
people_as_they_are_written(void **state)
{
	static const struct {
		const char *list, *wanted;
	} cases[] = {
		{ "a@x", "a@x|" },
		{ " a@x ; b@y ", "a@x|b@y|" },
		{ "a@x,b@y", "a@x|b@y|" },
		{ "a@x\r\nb@y\n", "a@x|b@y|" },
		{ "Berg, Anna <a@x>, Dahl, B <b@y>", "a@x=Berg, Anna|b@y=Dahl, B|" },
		{ "Berg,\n Anna <a@x>", "a@x=Berg,\n Anna|" },
		{ "\"Berg; Anna\" <a@x>; 'Dahl' <b@y>", "a@x=Berg; Anna|b@y=Dahl|" },
		{ "\"Say \\\"hi; ho\\\"\" <a@x>;b@y", "a@x=Say \\\"hi; ho\\\"|b@y|" },
		/* A quote that nothing closes swallows nobody. */
		{ "\"Berg <a@x>; b@y; c@z", "a@x=\"Berg|b@y|c@z|" },
		{ "5\" disk <a@x>; b@y; 3\" <c@z>", "a@x=5\" disk|b@y|c@z=3\"|" },
		{ "a@x <a@x>; 'A@X' <a@x>; <b@y>", "a@x|a@x|b@y|" },
		{ "'a@x'", "a@x|" },
		{ "SMTP:a@x", "a@x|" },
		{ "Anna </o=Ex/ou=G (F)/cn=R/cn=anna>, B <b@y>", "/o=Ex/ou=G (F)/cn=R/cn=anna=Anna|b@y=B|" },
		{ "/o=Ex/cn=a b,/O=Ex/cn=c;d@x", "/o=Ex/cn=a b|/O=Ex/cn=c|d@x|" },
		{ "<>", "" },
		{ "", "" },
		{ " ; ,; ", ",|" },
		{ ">", ">|" },
		{ "<", "<|" },
		{ "Board", "Board|" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct people people = { .left = text_of(cases[i].list) };
		struct person one;
		char got[256] = "";
		while (mia__mail_person_next(&people, &one)) {
			size_t used = strlen(got);
			snprintf(got + used, sizeof(got) - used, "%.*s%s%.*s|", (int)one.address.len,
				one.address.ptr, one.name.ptr ? "=" : "", (int)one.name.len,
				one.name.ptr ? one.name.ptr : "");
		}
		assert_string_equal(got, cases[i].wanted);
	}
}

static void
names_of_each_kind_of_inventory(void **state)
{
	static const char graph[] =
		"[{\"id\":\"i\",\"internetMessageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\","
		"\"from\":{\"emailAddress\":{\"name\":\"Sue\",\"address\":\"sue@y\"}},\"toRecipients\":["
		"{\"emailAddress\":{\"name\":\"Ann\",\"address\":\"ann@x\"}},{\"emailAddress\":{\"address\":\"bob@x\"}},"
		"{\"emailAddress\":{\"name\":\"cat@x\",\"address\":\"cat@x\"}}]}]";
	static const char turned[] =
		"[{\"id\":\"i\",\"internetMessageId\":\"<m@x>\",\"receivedDateTime\":\"2026-03-04T10:00:00Z\","
		"\"toRecipients\":[{\"emailAddress\":{\"address\":\"ann@x\"}},{\"emailAddress\":{\"name\":\"Bob\",\"address\":\"bob@x\"}}]}]";
	static const char events[] =
		"Timestamp,NetworkMessageId,InternetMessageId,SenderFromAddress,SenderDisplayName,RecipientEmailAddress\n"
		"2026-03-04T10:00:00Z,n,<m@x>,sue@y,Sue Hall,ann@x\n";

	(void)state;
	struct inventoried i = read_inventory(graph, "ann@x");
	const struct mia_inventory_item *item = mia_inventory_item(i.inventory, 0);
	assert_text(item->sender_name, "Sue");
	assert_int_equal(item->recipient_names.count, 3);
	assert_text(item->recipient_names.ptr[0], "Ann");
	assert_null(item->recipient_names.ptr[1].ptr);
	assert_null(item->recipient_names.ptr[2].ptr);
	forget(&i);
	i = read_inventory(turned, "ann@x");
	item = mia_inventory_item(i.inventory, 0);
	assert_null(item->recipient_names.ptr[0].ptr);
	assert_text(item->recipient_names.ptr[1], "Bob");
	forget(&i);
	i = read_inventory(events, NULL);
	item = mia_inventory_item(i.inventory, 0);
	assert_text(item->sender_name, "Sue Hall");
	assert_null(item->recipient_names.ptr[0].ptr);
	forget(&i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_naive_model_gives_the_same),
		cmocka_unit_test(a_hundred_thousand_recipients),
		cmocka_unit_test(as_many_mailboxes_as_are_told),
		cmocka_unit_test(people_as_they_are_written),
		cmocka_unit_test(names_of_each_kind_of_inventory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
