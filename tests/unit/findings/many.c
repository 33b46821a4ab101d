/*
 * Findings of as much as hostile evidence and inventories may hold. What
 * compares each of one kind with each of another takes minutes here, and the
 * test is stopped; no time is measured.
 */
#include "made_findings.h"

enum { MANY = 150000, HALF = 40000, NAME = 24 };

struct many {
	struct arena texts;
	struct mia_exposure *exposure;
	struct finding_view view;
	const struct mia_mailbox_exposure **exposed;
	const struct mia_forwarding **forwardings;
	const struct mia_inventory_item **items;
	const struct mia_inventory_folder **statistics;
};

static void *
take(struct many *m, size_t count, size_t size)
{
	void *ptr = mia__arena_take(&m->texts, count * size);

	assert_non_null(ptr);
	memset(ptr, 0, count * size);
	return ptr;
}

/* "<prefix><n>" */
static struct mia_text
numbered(struct many *m, const char *prefix, size_t n)
{
	char *text = take(m, NAME, 1);

	return (struct mia_text){ text, (size_t)snprintf(text, NAME, "%s%zu", prefix, n) };
}

static struct mia_mailbox_exposure *
mailboxes_of(struct many *m, size_t count)
{
	struct mia_mailbox_exposure *boxes = take(m, count, sizeof(*boxes));

	m->exposed = take(m, count, sizeof(*m->exposed));
	for (size_t i = 0; i < count; i++) {
		boxes[i] = (struct mia_mailbox_exposure){ .mailbox = TEXT("ann@x") };
		m->exposed[i] = &boxes[i];
	}
	m->view.exposed = m->exposed;
	m->view.exposed_count = count;
	return boxes;
}

static struct mia_forwarding *
forwardings_of(struct many *m)
{
	struct mia_forwarding *rules = take(m, MANY, sizeof(*rules));

	m->forwardings = take(m, MANY, sizeof(*m->forwardings));
	for (size_t i = 0; i < MANY; i++) {
		rules[i] = (struct mia_forwarding){ .mailbox = TEXT("ann@x"),
			.match = MIA_MATCH_YES,
			.start = NOON,
			.end = SECONDS(1) };
		m->forwardings[i] = &rules[i];
	}
	m->view.forwardings = m->forwardings;
	m->view.forwarding_count = MANY;
	return rules;
}

static struct mia_inventory_item *
items_of(struct many *m)
{
	struct mia_inventory_item *items = take(m, MANY, sizeof(*items));

	m->items = take(m, MANY, sizeof(*m->items));
	for (size_t i = 0; i < MANY; i++) {
		items[i] = (struct mia_inventory_item){
			.kind = MIA_INVENTORY_GRAPH,
			.mailbox = TEXT("ann@x"),
			.internet_message_id = numbered(m, "<", i),
			.received = SECONDS(2),
			.size_bytes = MIA_SIZE_UNKNOWN,
		};
		m->items[i] = &items[i];
	}
	m->view.items = m->items;
	m->view.item_count = MANY;
	return items;
}

static void
begin(struct many *m)
{
	memset(m, 0, sizeof(*m));
	mia__arena_init(&m->texts, NULL);
	mia_findings_options_init(&m->view.asked);
	m->exposure = new_exposure(NULL);
}

static struct mia_findings *
make_many(struct many *m)
{
	struct mia_findings *f = NULL;

	seal_exposure(m->exposure);
	assert_int_equal(mia__findings_over(&f, NULL, m->exposure, &m->view, NULL), MIA_OK);
	return f;
}

static void
end(struct many *m, struct mia_findings *f)
{
	mia_findings_free(f);
	mia_exposure_free(m->exposure);
	mia__arena_release(&m->texts);
}

/* Every folder was copied. */
static void
add_folders(struct many *m)
{
	struct made one;

	for (unsigned i = 0; i < MANY; i++) {
		make(&one, i, "r", "s1", 60);
		memcpy(one.event.key, &i, sizeof(i));
		one.folder = (struct mia_folder){ .id = numbered(m, "F", i), .path = numbered(m, "\\P", i) };
		make_sync(&one.event, &one.sync);
		add(m->exposure, &one.event);
	}
}

static void
one_rule_in_each_of_many_mailboxes(void **state)
{
	struct many m;

	(void)state;
	begin(&m);
	struct mia_mailbox_exposure *boxes = mailboxes_of(&m, MANY);
	struct mia_forwarding *rules = forwardings_of(&m);
	for (size_t i = 0; i < MANY; i++)
		boxes[i].mailbox = rules[i].mailbox = numbered(&m, "u", i);
	struct mia_findings *f = make_many(&m);
	assert_int_equal(mia_findings_mailbox_count(f), MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_true(mia_findings_mailbox(f, i)->basis & MIA_BASIS_FORWARDED);
	end(&m, f);
}

static void
many_rules_and_many_messages(void **state)
{
	struct many m;

	(void)state;
	begin(&m);
	mailboxes_of(&m, 1);
	forwardings_of(&m);
	items_of(&m)[7].received = NOON;
	struct mia_findings *f = make_many(&m);
	assert_int_equal(mia_findings_sums(f)->by_level[MIA_LEVEL_PRESUMED_COPIED], 1);
	end(&m, f);
}

static void
many_mailboxes_of_one_name(void **state)
{
	struct many m;

	(void)state;
	begin(&m);
	struct mia_mailbox_exposure *boxes = mailboxes_of(&m, MANY);
	for (size_t i = 0; i < MANY; i++)
		boxes[i].guid = numbered(&m, "g", i), boxes[i].basis = MIA_BASIS_BIND,
		boxes[i].messages_accessed = 1;
	items_of(&m);
	struct mia_findings *f = make_many(&m);
	assert_int_equal(mia_findings_mailbox_count(f), MANY);
	/* Each may lie in any of them; in so many it is put into some. */
	assert_int_equal(mia_findings_sums(f)->inventory_elsewhere, 0);
	end(&m, f);
}

static void
many_folders_and_many_messages(void **state)
{
	struct many m;

	(void)state;
	begin(&m);
	mailboxes_of(&m, 1);
	add_folders(&m);
	struct mia_inventory_item *items = items_of(&m);
	for (size_t i = 0; i < MANY; i++) {
		items[i].folder_path = numbered(&m, "\\Q", i);
		items[i].folder_id = numbered(&m, i % 2 ? "F" : "G", i);
		items[i].mailbox = i % 3 ? items[i].mailbox : TEXT_ABSENT;
		items[i].received = NOON;
	}
	struct mia_findings *f = make_many(&m);
	assert_int_equal(mia_findings_sums(f)->by_level[MIA_LEVEL_PRESUMED_COPIED], MANY / 2);
	end(&m, f);
}

static void
many_folders_and_many_statistics(void **state)
{
	struct many m;
	struct mia_finding_folders *rows = NULL;
	const struct mia_folder_exposure *row;
	size_t counted = 0;

	(void)state;
	begin(&m);
	mailboxes_of(&m, 1);
	add_folders(&m);
	struct mia_inventory_folder *statistics = take(&m, MANY, sizeof(*statistics));
	m.statistics = take(&m, MANY, sizeof(*m.statistics));
	for (size_t i = 0; i < MANY; i++) {
		statistics[i] = (struct mia_inventory_folder){
			.mailbox = TEXT("ann@x"),
			.folder_path = numbered(&m, i % 2 ? "/p" : "/Q", i),
			.items = 3,
		};
		m.statistics[i] = &statistics[i];
	}
	m.view.statistics = m.statistics;
	m.view.statistics_count = MANY;
	struct mia_findings *f = make_many(&m);
	assert_int_equal(mia_finding_folders_new(&rows, f, NULL), MIA_OK);
	while (mia_finding_folders_next(rows, &row, NULL) == MIA_OK)
		counted += row->items == 3;
	assert_int_equal(counted, MANY / 2);
	mia_finding_folders_free(rows);
	end(&m, f);
}

/* An alias that several share may mean each of them, one that very many share
 * any mailbox at all; an alias of nobody here means none. */
static void
switched_off_by_an_alias(void **state)
{
	static const struct {
		size_t sharing;
		const char *alias;
		bool first, other;
	} cases[] = {
		{ 1, "ann", true, false },
		{ 2, "ann", true, false },
		{ 16, "host/corp/ANN", true, false },
		{ 17, "ann", true, true },
		{ 2, "an", false, false },
		{ 2, "anna", true, true },
		{ 2, "", true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct many m;
		begin(&m);
		size_t n = cases[i].sharing;
		struct mia_mailbox_exposure *boxes = mailboxes_of(&m, n + 3);
		for (size_t k = 0; k < n; k++)
			boxes[k].mailbox = numbered(&m, "Ann@x", k);
		boxes[n].mailbox = TEXT("annabel@x");
		boxes[n + 1].mailbox = TEXT("ann");
		boxes[n + 1].mailbox.len--;
		boxes[n + 2].mailbox = TEXT("bob@x");
		struct mia_span span = { .mailbox = text_of(cases[i].alias),
			.start = NOON,
			.end = SECONDS(9),
			.reason = MIA_COVERAGE_AUDITING_OFF,
			.blind = MIA_BLIND_BINDS,
			.rule = "made",
			.until_rule = "" };
		const struct mia_span *spans[] = { &span };
		m.view.spans = spans;
		m.view.span_count = 1;
		struct mia_findings *f = make_many(&m);
		for (size_t k = 0; k < n + 3; k++) {
			const struct mia_mailbox_finding *box = mia_findings_mailbox(f, k);
			bool sharing = text_starts_nocase(box->mailbox, TEXT("ann@"));
			bool exact = text_equal(box->mailbox, text_of(cases[i].alias));
			assert_int_equal((box->basis & MIA_BASIS_AUDIT_OFF) != 0,
				sharing ? cases[i].first : exact || cases[i].other);
		}
		end(&m, f);
	}
}

/* Blind spans of an hour every other hour, of every mailbox or each of one. */
static struct mia_span *
spans_of(struct many *m, size_t count)
{
	struct mia_span *spans = take(m, count, sizeof(*spans));
	const struct mia_span **list = take(m, count, sizeof(*list));

	for (size_t i = 0; i < count; i++) {
		spans[i] = (struct mia_span){ .start = HOURS((int64_t)i * 2),
			.end = HOURS((int64_t)i * 2 + 1),
			.reason = MIA_COVERAGE_THROTTLED,
			.blind = MIA_BLIND_BINDS,
			.rule = "made",
			.until_rule = "" };
		list[i] = &spans[i];
	}
	m->view.spans = list;
	m->view.span_count = count;
	m->view.extent = (struct mia_coverage_extent){ .first = HOURS(0),
		.last = HOURS((int64_t)count * 2),
		.stated_from = MIA_TIME_UNKNOWN,
		.stated_until = MIA_TIME_UNKNOWN };
	return spans;
}

/* What holds for every mailbox is not walked through for each: all their spans
 * for all of them would be three thousand millions here. */
static void
many_mailboxes_and_many_spans(void **state)
{
	(void)state;
	for (int own = 0; own < 2; own++) {
		struct many m;
		begin(&m);
		struct mia_mailbox_exposure *boxes = mailboxes_of(&m, HALF);
		struct mia_span *spans = spans_of(&m, 2 * HALF);
		for (size_t i = 0; i < HALF; i++) {
			boxes[i].mailbox = numbered(&m, "u", i);
			/* Its own span is half within one of every mailbox. */
			if (own)
				spans[HALF + i].mailbox = boxes[i].mailbox,
					     spans[HALF + i].start = MINUTES(30),
					     spans[HALF + i].end = MINUTES(90);
		}
		struct mia_findings *f = make_many(&m);
		for (size_t i = 0; i < HALF; i++)
			assert_int_equal(mia_findings_mailbox(f, i)->blind,
				(own ? 2 * (int64_t)HALF + 1 : 4 * (int64_t)HALF) * 1800 * MIA_TIME_SECOND);
		/* Five times are told, the rest is counted. */
		char more[64];
		snprintf(more, sizeof(more), "%u", (own ? HALF : 2 * HALF) - 5);
		assert_true(mia__text_find(mia_findings_mailbox(f, 7)->sentence, text_of(more)) > 0);
		end(&m, f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(switched_off_by_an_alias),
		cmocka_unit_test(one_rule_in_each_of_many_mailboxes),
		cmocka_unit_test(many_rules_and_many_messages),
		cmocka_unit_test(many_mailboxes_of_one_name),
		cmocka_unit_test(many_folders_and_many_messages),
		cmocka_unit_test(many_folders_and_many_statistics),
		cmocka_unit_test(many_mailboxes_and_many_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
