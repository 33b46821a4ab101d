/* Subject and size of a message: of all records that state one, in scope or not, which counts; and
 * that a second reading finds what the first left out. */
#include "made_exposure.h"

#define SAID 2 /* records, besides the bind that makes the row */

/* One record that states subject and size of <a>. */
struct said {
	bool in_scope, access, by_name;
	const char *subject;
	int64_t size;
};

static void
make_said(struct made *m, unsigned key, const struct said *said)
{
	make(m, key, "r", said->in_scope ? "s1" : "s2", (int)key);
	make_items(m, "<a>", NULL);
	if (said->access)
		make_bind(&m->event, &m->bind);
	if (said->by_name)
		m->event.mailbox_guid = TEXT_ABSENT;
	m->items[0].subject = text_of(said->subject);
	m->items[0].size_bytes = said->size;
}

static void
assert_said(const struct said said[SAID], const char *subject, int64_t size)
{
	for (unsigned order = 0; order < 2; order++) {
		struct mia_scope *scope = session_scope("s1");
		struct mia_exposure *exposure = new_exposure(scope);
		struct made m;
		make(&m, 1, "r1", "s1", 1);
		make_bind_of(&m, "<a>", NULL);
		add(exposure, &m.event);
		for (unsigned i = 0; i < SAID; i++) {
			make_said(&m, 2 + i, &said[order ? SAID - 1 - i : i]);
			add(exposure, &m.event);
		}
		seal_exposure(exposure);
		struct mia_messages *messages = read_messages(exposure);
		const struct mia_message *row = next_message(messages);
		assert_same_text(row->subject, text_of(subject));
		assert_int_equal(row->size_bytes, size);
		end_messages(messages);
		mia_exposure_free(exposure);
		mia_scope_free(scope);
	}
}

/* Of subjects what a record in scope says, then the bytewise least; of sizes what an access in scope
 * says, then the largest. However the records name the mailbox. */
static void
which_record_counts(void **state)
{
	(void)state;
	for (unsigned bits = 0; bits < 128; bits++) {
		struct said said[SAID] = {
			{ bits & 1, bits & 2, bits & 16, bits & 32 ? "alpha" : "beta", bits & 64 ? 10 : 20 },
			{ bits & 4, bits & 8, false, bits & 32 ? "beta" : "alpha", bits & 64 ? 20 : 10 },
		};
		bool first = said[0].in_scope && said[0].access, second = said[1].in_scope && said[1].access;
		const struct said *of_subject =
			said[0].in_scope != said[1].in_scope ? &said[said[1].in_scope] : &said[!(bits & 32)];
		const struct said *of_size =
			first != second ? &said[second] : &said[said[1].size > said[0].size];
		assert_said(said, of_subject->subject, of_size->size);
	}
}

/* Who says nothing takes nothing away; no message is of 2 GiB. */
static void
who_says_nothing(void **state)
{
	static const struct said said[][SAID] = {
		{ { true, true, false, NULL, MIA_SIZE_UNKNOWN }, { false, false, true, "far", 7 } },
		{ { true, true, true, NULL, 0 }, { false, true, false, "far", 7 } },
		{ { true, true, true, "", INT32_MAX }, { false, false, false, NULL, INT32_MAX - 1 } },
		{ { true, true, false, NULL, INT32_MAX }, { false, true, false, NULL, MIA_SIZE_UNKNOWN } },
	};
	static const struct {
		const char *subject;
		int64_t size;
	} wanted[] = { { "far", 7 }, { "far", 0 }, { "", INT32_MAX - 1 }, { NULL, MIA_SIZE_UNKNOWN } };

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		assert_said(said[i], wanted[i].subject, wanted[i].size);
}

/* ---- a second reading ---- */

enum { LEARNED = 256 }; /* items with a subject and a size, from which on others are left out */

static void
read_in(struct mia_exposure *exposure, const struct mia_event *learned, const struct said *said, size_t count)
{
	struct mia_fold *fold = mia_exposure_fold(exposure);
	struct made m;

	add(exposure, learned);
	make(&m, 1, "r1", "s1", 1);
	make_bind_of(&m, "<a>", NULL);
	if (fold->ops->wants_items(fold, &m.event))
		add(exposure, &m.event);
	for (unsigned i = 0; i < count; i++) {
		make_said(&m, 2 + i, &said[i]);
		/* Whoever asks takes the event in either case, with its items or without. */
		if (!fold->ops->wants_items(fold, &m.event)) {
			m.event.item_count = 0;
			m.bind.item_count = 0;
		}
		add(exposure, &m.event);
	}
}

/* The first reading leaves out what the others say; the second finds it, and makes no row. */
static void
what_is_left_out_is_read_again(void **state)
{
	static const struct {
		struct said said;
		const char *subject;
		int64_t size;
	} rows[] = {
		{ { false, false, false, "far", 7 }, "far", 7 },
		{ { false, true, false, "far", 7 }, "far", 7 },
		{ { false, true, true, NULL, 7 }, NULL, 7 },
		{ { true, true, false, "near", 9 }, "near", 9 },
	};
	static struct mia_item items[LEARNED];
	static char names[LEARNED][8];

	(void)state;
	for (size_t i = 0; i < LEARNED; i++) {
		snprintf(names[i], sizeof(names[i]), "<l%zu>", i);
		items[i] = made_item(names[i], NULL, MIA_NO_FOLDER);
		items[i].subject = TEXT("s");
		items[i].size_bytes = 1;
	}
	for (unsigned less = 0; less < 2; less++)
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
			struct mia_scope *scope = session_scope("s1");
			struct mia_exposure *exposure = new_exposure(scope);
			struct mia_fold *fold = mia_exposure_fold(exposure);
			struct made m;
			make(&m, 99, "r99", "s2", 99);
			make_bind_of(&m, NULL, NULL);
			m.event.items = m.bind.items = items;
			m.event.item_count = m.bind.item_count = LEARNED - less;
			fold->ops->may_leave_out(fold, 1);
			read_in(exposure, &m.event, &rows[i].said, 1);
			/* The bind in scope says no size, and what said one was left out. */
			assert_true(fold->ops->wants_more(fold));
			fold->ops->may_leave_out(fold, 0);
			read_in(exposure, &m.event, &rows[i].said, 1);
			seal_exposure(exposure);
			struct mia_messages *messages = read_messages(exposure);
			const struct mia_message *row = next_message(messages);
			assert_same_text(row->subject, text_of(rows[i].subject));
			assert_int_equal(row->size_bytes, rows[i].size);
			assert_int_equal(row->access_count,
				1 + (rows[i].said.in_scope && rows[i].said.access));
			end_messages(messages);
			mia_exposure_free(exposure);
			mia_scope_free(scope);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(which_record_counts),
		cmocka_unit_test(who_says_nothing),
		cmocka_unit_test(what_is_left_out_is_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
