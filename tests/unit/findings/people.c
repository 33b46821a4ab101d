/*
 * Who is named on exposed messages, and the numbers. The intruder is whoever
 * has session s1; without a session it cannot be told.
 */
#include "made_subjects.h"

#define TRACE MIA_INVENTORY_MESSAGE_TRACE
#define DISCOVERY MIA_INVENTORY_EDISCOVERY
#define NOBODY \
	(struct mia_texts) \
	{ \
		NULL, 0 \
	}

static void
add_bind(struct mia_exposure *exposure, unsigned key, const char *mailbox, const char *session,
	const char *first, const char *second)
{
	struct made m;

	make(&m, key, "r", session, 600);
	m.event.mailbox_owner = text_of(mailbox);
	m.event.mailbox_guid = TEXT_ABSENT;
	m.folder.path = TEXT("\\Inbox");
	make_bind_of(&m, first, second);
	add(exposure, &m.event);
}

/* Ann: <a> and <b> bound by the intruder, <c> by somebody; Bob: <b> by
 * somebody, <c> by the intruder. */
static struct mia_exposure *
two_mailboxes(void)
{
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);

	add_bind(exposure, 1, "ann@x", "s1", "<a>", "<b>");
	add_bind(exposure, 2, "ann@x", NULL, "<c>", NULL);
	add_bind(exposure, 3, "bob@x", NULL, "<b>", NULL);
	add_bind(exposure, 4, "bob@x", "s1", "<c>", NULL);
	seal_exposure(exposure);
	mia_scope_free(scope);
	return exposure;
}

static struct mia_inventory_item *
list_in(struct made_view *v, const char *mailbox, const char *id, const char *sender, struct mia_texts to)
{
	struct mia_inventory_item *item = add_listed(v, TRACE, id, NULL, MINUTES(1));

	item->mailbox = text_of(mailbox);
	item->sender = text_of(sender);
	item->recipients = to;
	return item;
}

/* Both mailboxes are covered throughout. */
static void
begin(struct made_view *v)
{
	begin_view(v);
	add_exposed(v, "ann@x", NULL)->basis = MIA_BASIS_BIND;
	add_exposed(v, "bob@x", NULL)->basis = MIA_BASIS_BIND;
	add_covered(v, "ann@x", NULL, 1);
	add_covered(v, "bob@x", NULL, 1);
	add_span(v, NULL, MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
}

static void
a_message_counts_once(void **state)
{
	struct mia_exposure *exposure = two_mailboxes();
	struct made_view v;

	(void)state;
	begin(&v);
	/* Two copies of <a>; each of <b>'s recipients in a row of his own, one in
	 * a mailbox of which there is no evidence. */
	list_in(&v, "ann@x", "<a>", "Sue@y.example",
		TEXTS(TEXT("ann@x"), TEXT("ann@x"), TEXT("Tom@y.example")));
	list_in(&v, "ann@x", "<a>", "sue@y.example", TEXTS(TEXT("ANN@x")));
	list_in(&v, "ann@x", "<b>", "sue@y.example", TEXTS(TEXT("ann@x")));
	list_in(&v, "bob@x", "<b>", "sue@y.example", TEXTS(TEXT("bob@x")));
	list_in(&v, "zoe@x", "<b>", "sue@y.example", TEXTS(TEXT("zoe@x")));
	/* In the inventory, and not exposed. */
	list_in(&v, "ann@x", "<z>", "eve@z", TEXTS(TEXT("ann@x")));
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_subjects *s = subjects_of(f, NOBODY);
	mia_findings_free(f);
	assert_subjects(s,
		"ann@x r 2=2/0/0/0/0 ann@x,bob@x\n"
		"bob@x r 1=1/0/0/0/0 ann@x,bob@x\n"
		"sue@y.example s 2=2/0/0/0/0 ann@x,bob@x\n"
		"Tom@y.example r 1=1/0/0/0/0 ann@x\n"
		"zoe@x r 1=1/0/0/0/0 ann@x,bob@x\n");
	assert_sums(s,
		(struct mia_subjects_sums){ .records_least = 3,
			.records_most = 3,
			.people_least = 5,
			.people_most = 5,
			.messages_without_people = 1 });
	mia_subjects_free(s);
	mia_exposure_free(exposure);
}

/* <u> is unattributed wherever it is; so people are more at most than at least. */
static void
at_least_and_at_most(void **state)
{
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made_view v;

	(void)state;
	add_bind(exposure, 1, "ann@x", "s1", "<a>", NULL);
	add_bind(exposure, 2, "ann@x", NULL, "<u>", NULL);
	seal_exposure(exposure);
	begin(&v);
	list_in(&v, "ann@x", "<a>", "sue@y.example", TEXTS(TEXT("ann@x")));
	list_in(&v, "ann@x", "<u>", "tom@y.example", TEXTS(TEXT("ann@x"), TEXT("/o=Exchange/cn=kim")));
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_subjects *s = subjects_of(f, TEXTS(TEXT("X")));
	assert_subjects(s,
		"/o=Exchange/cn=kim r 1=0/0/0/1/0 ann@x\n"
		"ann@x r own 2=1/0/0/1/0 ann@x\n"
		"sue@y.example s outside 1=1/0/0/0/0 ann@x\n"
		"tom@y.example s outside 1=0/0/0/1/0 ann@x\n");
	assert_sums(s,
		(struct mia_subjects_sums){ .records_least = 1,
			.records_most = 2,
			.people_least = 2,
			.people_most = 4,
			.people_own = 1,
			.people_outside = 2 });
	mia_subjects_free(s);
	mia_findings_free(f);
	/* Of a list: <n> is in no mailbox, and nothing is recorded; then blind. */
	struct mia_texts list = TEXTS(TEXT("<n>"), TEXT("<a>"));
	v.view.asked.list = &list;
	list_in(&v, "zoe@x", "<n>", "nat@y", NOBODY);
	f = make_findings(exposure, &v);
	s = subjects_of(f, NOBODY);
	assert_subjects(s, "ann@x r 1=1/0/0/0/0 ann@x\nsue@y.example s 1=1/0/0/0/0 ann@x\n");
	assert_sums(s,
		(struct mia_subjects_sums){ .records_least = 1,
			.records_most = 1,
			.people_least = 2,
			.people_most = 2 });
	mia_subjects_free(s);
	mia_findings_free(f);
	add_span(&v, "bob@x", MIA_COVERAGE_THROTTLED, HOURS(1), HOURS(2));
	f = make_findings(exposure, &v);
	s = subjects_of(f, NOBODY);
	assert_subjects(s,
		"ann@x r 1=1/0/0/0/0 ann@x\nnat@y s 1=0/0/0/0/1 \nsue@y.example s 1=1/0/0/0/0 ann@x\n");
	assert_sums(s,
		(struct mia_subjects_sums){ .records_least = 1,
			.records_most = 2,
			.people_least = 2,
			.people_most = 3 });
	mia_subjects_free(s);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* What lies in a copied folder and has no message id is a message of its own. */
static void
items_without_a_message_id(void **state)
{
	struct mia_exposure *exposure = new_exposure(NULL);
	struct mia_texts ann = TEXTS(TEXT("ann@x"));
	struct made_view v;
	struct made m;

	(void)state;
	make(&m, 1, "r", "s1", 600);
	m.event.mailbox_guid = TEXT_ABSENT;
	m.folder.path = TEXT("\\Inbox");
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	seal_exposure(exposure);
	begin(&v);
	for (int i = 0; i < 3; i++) {
		struct mia_inventory_item *item = list_in(&v, "ann@x", NULL, "sue@y", ann);
		item->folder_path = TEXT("\\Inbox");
		item->item_id = i ? TEXT("i1") : TEXT("i0");
	}
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_subjects *s = subjects_of(f, NOBODY);
	assert_subjects(s, "ann@x r 2=0/2/0/0/0 ann@x\nsue@y s 2=0/2/0/0/0 ann@x\n");
	assert_sums(s,
		(struct mia_subjects_sums){ .records_least = 2,
			.records_most = 2,
			.people_least = 2,
			.people_most = 2 });
	mia_subjects_free(s);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
as_written_most_often(void **state)
{
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made_view v;
	const struct mia_text names[] = { TEXT("Sue"), TEXT("Sue Hall"), TEXT("Sue"), TEXT("Annie"),
		TEXT("Ann") };

	(void)state;
	add_bind(exposure, 1, "ann@x", "s1", "<a>", "<b>");
	add_bind(exposure, 2, "ann@x", "s1", "<c>", NULL);
	seal_exposure(exposure);
	begin(&v);
	/* Of one message a spelling counts once, however many rows have it. */
	list_in(&v, "ann@x", "<a>", "sue@y", TEXTS(TEXT("ann@x")))->sender_name = names[1];
	list_in(&v, "ann@x", "<a>", "sue@y", NOBODY)->sender_name = names[1];
	list_in(&v, "ann@x", "<a>", "sue@y", NOBODY)->sender_name = names[1];
	list_in(&v, "ann@x", "<b>", "SUE@y", TEXTS(TEXT("Ann@x")))->sender_name = names[0];
	list_in(&v, "ann@x", "<c>", "SUE@y", NOBODY)->sender_name = names[2];
	v.items[0].recipient_names = (struct mia_texts){ &names[3], 1 };
	v.items[3].recipient_names = (struct mia_texts){ &names[4], 1 };
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_subjects *s = subjects_of(f, NOBODY);
	assert_subjects(s, "Ann@x (Ann) r 2=2/0/0/0/0 ann@x\nSUE@y (Sue) s 3=3/0/0/0/0 ann@x\n");
	mia_subjects_free(s);
	mia_findings_free(f);
	/* A text may hold several, and a sender may be none. */
	v.items[0].sender = TEXT("\"Hall, Sue\" <sue@y>; Tim <tim@y>");
	v.items[1].sender = v.items[2].sender = TEXT("<>");
	v.items[3].sender = v.items[4].sender = TEXT(" ");
	f = make_findings(exposure, &v);
	s = subjects_of(f, NOBODY);
	assert_subjects(s,
		"Ann@x (Ann) r 2=2/0/0/0/0 ann@x\nsue@y (Hall, Sue) s 1=1/0/0/0/0 ann@x\ntim@y (Tim) s 1=1/0/0/0/0 ann@x\n");
	assert_int_equal(mia_subjects_sums(s)->messages_without_people, 1);
	mia_subjects_free(s);
	mia_findings_free(f);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

static void
own_domains_are_whole_labels(void **state)
{
	static const struct {
		const char *address, *own;
		enum mia_known known;
	} cases[] = {
		{ "a@fjordlight.example", "fjordlight.example", MIA_YES },
		{ "a@FjordLight.EXAMPLE", "fJordlight.example", MIA_YES },
		{ "a@mail.fjordlight.example", "fjordlight.example", MIA_YES },
		{ "a@notfjordlight.example", "fjordlight.example", MIA_NO },
		{ "a@fjordlight.example.test", "fjordlight.example", MIA_NO },
		{ "a@example", "fjordlight.example", MIA_NO },
		{ "fjordlight.example@z", "fjordlight.example", MIA_NO },
		{ "a@fjordlight.example@z", "fjordlight.example", MIA_NO },
		{ "a@fjordlight.example.", "fjordlight.example", MIA_YES },
		{ "a@fjordlight.example", "fjordlight.example.", MIA_YES },
		{ "a@xn--fjrd-gra.example", "fj\xc3\xb8rd.example", MIA_NO },
		{ "a@fj\xc3\xb8rd.example", "fj\xc3\xb8rd.example", MIA_YES },
		{ "a@fj\xc3\x98rd.example", "fj\xc3\xb8rd.example", MIA_NO },
		{ "fjordlight.example", "fjordlight.example", MIA_NOT_STATED },
		{ "/o=x/cn=fjordlight.example", "fjordlight.example", MIA_NOT_STATED },
		{ "a@", "fjordlight.example", MIA_NOT_STATED },
	};
	static const char *const unusable[] = { "", ".", ".x", "a@x", "*.x", "x y", "x\n" };
	struct mia_exposure *exposure = two_mailboxes();
	struct made_view v;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		begin(&v);
		list_in(&v, "ann@x", "<a>", cases[i].address, NOBODY);
		struct mia_findings *f = make_findings(exposure, &v);
		struct mia_subjects *s = subjects_of(f, TEXTS(TEXT("other.example"), text_of(cases[i].own)));
		assert_int_equal(mia_subjects_count(s), 1);
		assert_int_equal(mia_subjects_get(s, 0)->own, cases[i].known);
		assert_int_equal(mia_subjects_sums(s)->people_own, cases[i].known == MIA_YES);
		assert_int_equal(mia_subjects_sums(s)->people_outside, cases[i].known == MIA_NO);
		mia_subjects_free(s);
		mia_findings_free(f);
	}
	for (size_t i = 0; i < COUNT(unusable); i++) {
		struct mia_findings *f = make_findings(exposure, &v);
		struct mia_subjects_options options = { sizeof(options), TEXTS(text_of(unusable[i])) };
		struct mia_subjects *s = NULL;
		assert_int_equal(mia_subjects_new(&s, NULL, f, &options, NULL), MIA_ERR_ARGUMENT);
		options = (struct mia_subjects_options){ sizeof(options) - 1, NOBODY };
		assert_int_equal(mia_subjects_new(&s, NULL, f, &options, NULL), MIA_ERR_ARGUMENT);
		mia_findings_free(f);
	}
	v.view.item_count = 0;
	struct mia_findings *f = make_findings(exposure, &v);
	struct mia_subjects *s = NULL;
	assert_int_equal(mia_subjects_new(&s, NULL, f, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_subjects_new(&s, NULL, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static int
unbounded(const struct mia_exposure *exposure, struct made_view *v)
{
	struct mia_findings *f = make_findings(exposure, v);
	struct mia_subjects *s = subjects_of(f, NOBODY);
	int ret = mia_subjects_sums(s)->unbounded;

	mia_subjects_free(s);
	mia_findings_free(f);
	return ret;
}

static void
at_most_is_no_bound_where_the_log_is_blind(void **state)
{
	struct mia_exposure *exposure = two_mailboxes();
	struct made_view v;

	(void)state;
	begin(&v);
	list_in(&v, "ann@x", "<a>", "sue@y", NOBODY);
	assert_false(unbounded(exposure, &v));
	v.exposed[1].unnamed_accesses = 1;
	assert_true(unbounded(exposure, &v));
	v.exposed[1].unnamed_accesses = 0;
	v.exposed[1].basis |= MIA_BASIS_ITEMS_LOST;
	assert_true(unbounded(exposure, &v));
	v.exposed[1].basis = MIA_BASIS_BIND | MIA_BASIS_SYNC_UNATTR;
	assert_true(unbounded(exposure, &v));
	/* Mail of Bob's was forwarded, and no inventory lists any. */
	v.exposed[1].basis = MIA_BASIS_BIND;
	v.forwardings[v.view.forwarding_count++] = (struct mia_forwarding){ .mailbox = TEXT("bob@x"),
		.match = MIA_MATCH_YES,
		.start = MINUTES(5),
		.end = MIA_TIME_UNKNOWN };
	assert_true(unbounded(exposure, &v));
	list_in(&v, "bob@x", "<q>", "sue@y", NOBODY);
	assert_false(unbounded(exposure, &v));
	/* Blind, but before the time asked for; then in it. */
	add_span(&v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(1), HOURS(2));
	v.view.asked.since = HOURS(2);
	assert_false(unbounded(exposure, &v));
	v.view.asked.since = HOURS(2) - 1;
	assert_true(unbounded(exposure, &v));
	/* Nothing says that the log is whole. */
	v.view.span_count = 0;
	assert_true(unbounded(exposure, &v));
	mia_exposure_free(exposure);
	/* Without a mailbox nothing is known of any. */
	exposure = empty_exposure();
	begin_view(&v);
	list_in(&v, "ann@x", "<a>", "sue@y", NOBODY);
	assert_true(unbounded(exposure, &v));
	mia_exposure_free(exposure);
}

static void
copied_folders_must_be_listed(void **state)
{
	struct mia_exposure *exposure = new_exposure(NULL);
	struct made_view v;
	struct made m;

	(void)state;
	make(&m, 1, "r", "s1", 600);
	m.event.mailbox_guid = TEXT_ABSENT;
	m.folder.path = TEXT("\\Archive");
	make_sync(&m.event, &m.sync);
	add(exposure, &m.event);
	seal_exposure(exposure);
	begin(&v);
	/* Ann's Inbox is listed, not the Archive. */
	v.exposed[0].basis = MIA_BASIS_SYNC_FOLDER;
	struct mia_inventory_item *item = add_listed(&v, DISCOVERY, "<a>", "\\Inbox", MINUTES(1));
	assert_true(unbounded(exposure, &v));
	item->folder_path = TEXT("\\archive");
	assert_false(unbounded(exposure, &v));
	/* A trace lists all that came, wherever it lay. */
	item->folder_path = TEXT_ABSENT;
	assert_false(unbounded(exposure, &v));
	/* Statistics say that there was nothing to list. */
	item->folder_path = TEXT("\\Inbox");
	v.statistics[v.view.statistics_count++] = (struct mia_inventory_folder){ .mailbox = TEXT("ann@x"),
		.folder_path = TEXT("\\Archive"),
		.items = 0,
		.size_bytes = MIA_SIZE_UNKNOWN,
		.oldest = MIA_TIME_UNKNOWN,
		.newest = MIA_TIME_UNKNOWN };
	assert_false(unbounded(exposure, &v));
	v.statistics[0].items = 1;
	assert_true(unbounded(exposure, &v));
	/* Bob's list says nothing of Ann's folders. */
	v.view.statistics_count = 0;
	item->folder_path = TEXT("\\Archive");
	item->mailbox = TEXT("bob@x");
	assert_true(unbounded(exposure, &v));
	mia_exposure_free(exposure);
}

/* An access that cannot be attributed and does not say to what. */
static void
unattributed_without_names(void **state)
{
	struct mia_scope *scope = session_scope("s1");
	struct made_view v;

	(void)state;
	for (int step = 0; step < 3; step++) {
		struct mia_exposure *exposure = new_exposure(scope);
		struct made m;
		make(&m, 1, "r", NULL, 600);
		m.event.mailbox_guid = TEXT_ABSENT;
		make_bind_of(&m, "<a>", NULL);
		m.bind.item_count = m.event.item_count = step != 0;
		m.bind.operation_count = step == 1 ? 2 : 1;
		m.event.flags |= step == 1 ? MIA_FLAG_UNNAMED : 0;
		m.bind.unnamed = step == 1;
		add(exposure, &m.event);
		seal_exposure(exposure);
		begin(&v);
		list_in(&v, "ann@x", "<a>", "sue@y", NOBODY);
		assert_int_equal(unbounded(exposure, &v), step < 2);
		mia_exposure_free(exposure);
	}
	mia_scope_free(scope);
}

static void
any_allocation_may_fail(void **state)
{
	struct mia_exposure *exposure = two_mailboxes();
	struct made_view v;
	enum mia_status status = MIA_ERR_MEMORY;
	const struct mia_text name = TEXT("Sue");

	(void)state;
	begin(&v);
	list_in(&v, "ann@x", "<a>", "Sue <sue@y>", TEXTS(TEXT("ann@x"), TEXT("bob@x")));
	list_in(&v, "bob@x", "<b>", "sue@y", TEXTS(TEXT("sue@y")))->recipient_names =
		(struct mia_texts){ &name, 1 };
	v.items[1].folder_path = TEXT("\\Inbox");
	list_in(&v, "bob@x", "<c>", "tim@y", TEXTS(TEXT("ann@x")));
	struct mia_findings *f = make_findings(exposure, &v);
	for (size_t at = 1; status != MIA_OK; at++) {
		struct failing failing = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_subjects *s = NULL;
		status = mia_subjects_new(&s, &a, f, NULL, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		assert_told(&failing, status == MIA_OK);
		assert_true((status == MIA_OK) == (s != NULL));
		mia_subjects_free(s);
		assert_int_equal(failing.bytes, 0);
	}
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_counts_once),
		cmocka_unit_test(at_least_and_at_most),
		cmocka_unit_test(items_without_a_message_id),
		cmocka_unit_test(as_written_most_often),
		cmocka_unit_test(own_domains_are_whole_labels),
		cmocka_unit_test(at_most_is_no_bound_where_the_log_is_blind),
		cmocka_unit_test(copied_folders_must_be_listed),
		cmocka_unit_test(unattributed_without_names),
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
