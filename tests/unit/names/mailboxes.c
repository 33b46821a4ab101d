/* Which records speak of the same mailbox, whatever the order they come in. */
#include "made_events.h"

#include <stdio.h>

#include "names/mailboxes.h"

static uint32_t
add(struct mailbox_names *m, const char *guid, const char *upn, mia_time time)
{
	struct mia_event event = { .mailbox_guid = text_of(guid),
		.mailbox_owner = text_of(upn),
		.time = time };
	uint32_t number = UINT32_MAX;

	assert_true(mia__mailbox_names_add(m, &event, &number));
	return number;
}

static void
guid_decides_and_upn_follows(void **state)
{
	(void)state;
	struct mailbox_names m;

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	uint32_t by_upn = add(&m, NULL, "ANN@example.org", 1);
	uint32_t both = add(&m, "AB-1", "ann@example.org", 2);
	uint32_t by_guid = add(&m, "ab-1", NULL, 3);
	uint32_t renamed = add(&m, "ab-1", "Ann.Lee@example.org", 5);
	uint32_t other = add(&m, "ab-2", NULL, 4);
	uint32_t none = add(&m, NULL, "", 4);
	assert_int_equal(add(&m, "Ab-1", "Ann@Example.org", 2), both);
	assert_true(mia__mailbox_names_seal(&m));
	assert_int_equal(mia__mailbox_names_root(&m, by_upn), mia__mailbox_names_root(&m, both));
	assert_int_equal(mia__mailbox_names_root(&m, by_guid), mia__mailbox_names_root(&m, both));
	assert_int_equal(mia__mailbox_names_root(&m, renamed), mia__mailbox_names_root(&m, both));
	assert_int_not_equal(mia__mailbox_names_root(&m, other), mia__mailbox_names_root(&m, both));
	assert_int_not_equal(mia__mailbox_names_root(&m, none), mia__mailbox_names_root(&m, both));
	assert_text(mia__mailbox_names_name(&m, by_upn), "Ann.Lee@example.org");
	assert_text(mia__mailbox_names_guid(&m, by_upn), "ab-1");
	assert_text(mia__mailbox_names_name(&m, other), "ab-2");
	assert_absent(mia__mailbox_names_name(&m, none));
	assert_absent(mia__mailbox_names_guid(&m, none));
	/* Ann's older name is told beside the last one. */
	struct mia_texts others[8] = { { NULL, 0 } };
	struct mia_text names[2];
	struct arena kept;
	mia__arena_init(&kept, &mia__malloc_allocator);
	assert_true(mia__mailbox_names_others(&m, &kept, others));
	assert_int_equal(others[mia__mailbox_names_root(&m, both)].count, 1);
	assert_text(others[mia__mailbox_names_root(&m, both)].ptr[0], "ann@example.org");
	assert_int_equal(others[mia__mailbox_names_root(&m, other)].count, 0);
	assert_true(mia__mailbox_names_renamed(&m, names) > 0);
	assert_text(names[0], "Ann.Lee@example.org");
	assert_text(names[1], "ann@example.org");
	mia__arena_release(&kept);
	mia__mailbox_names_release(&m);
}

/* Zeros stand where a GUID is not known: they join nobody. */
static void
zeros_are_no_guid(void **state)
{
	static const char zeros[] = "00000000-0000-0000-0000-000000000000";
	(void)state;
	struct mailbox_names m;

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	uint32_t ann = add(&m, zeros, "ann@x", 1), bob = add(&m, zeros, "bob@x", 1);
	uint32_t known = add(&m, "g-1", "ann@x", 2);
	assert_true(mia__mailbox_names_seal(&m));
	assert_int_equal(mia__mailbox_names_root(&m, ann), mia__mailbox_names_root(&m, known));
	assert_int_not_equal(mia__mailbox_names_root(&m, bob), mia__mailbox_names_root(&m, ann));
	assert_absent(mia__mailbox_names_guid(&m, bob));
	mia__mailbox_names_release(&m);
}

/* Two mailboxes had the address in turn: a record with the address alone may
 * be of either. */
static void
upn_of_two_mailboxes_joins_neither(void **state)
{
	(void)state;
	struct mailbox_names m;

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	uint32_t alone = add(&m, NULL, "info@example.org", 3);
	uint32_t first = add(&m, "g-1", "info@example.org", 1);
	uint32_t second = add(&m, "g-2", "info@example.org", 2);
	assert_true(mia__mailbox_names_seal(&m));
	assert_int_not_equal(mia__mailbox_names_root(&m, first), mia__mailbox_names_root(&m, second));
	assert_int_not_equal(mia__mailbox_names_root(&m, alone), mia__mailbox_names_root(&m, first));
	assert_int_not_equal(mia__mailbox_names_root(&m, alone), mia__mailbox_names_root(&m, second));
	assert_text(mia__mailbox_names_name(&m, alone), "info@example.org");
	assert_absent(mia__mailbox_names_guid(&m, alone));
	mia__mailbox_names_release(&m);
}

static void
last_written_name_does_not_depend_on_order(void **state)
{
	(void)state;
	static const struct {
		const char *upn;
		mia_time time;
	} seen[] = { { "ANN@x", 7 }, { "Ann@x", 7 }, { "ann@x", 6 } };

	for (unsigned first = 0; first < 3; first++) {
		struct mailbox_names m;
		mia__mailbox_names_init(&m, &mia__malloc_allocator);
		for (unsigned i = 0; i < 3; i++)
			add(&m, NULL, seen[(first + i) % 3].upn, seen[(first + i) % 3].time);
		assert_int_equal(m.count, 1);
		assert_true(mia__mailbox_names_seal(&m));
		/* both of time 7; the last of them in order of bytes */
		assert_text(mia__mailbox_names_name(&m, 0), "Ann@x");
		mia__mailbox_names_release(&m);
	}
}

static void
merge_maps_numbers(void **state)
{
	(void)state;
	struct mailbox_names m, from;
	uint32_t map[3];

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	mia__mailbox_names_init(&from, &mia__malloc_allocator);
	uint32_t bob = add(&m, "g-2", "bob@x", 1);
	uint32_t ann = add(&m, "g-1", "ann@x", 1);
	add(&from, NULL, "ANN@x", 9);
	add(&from, "G-2", "Bob@x", 9);
	add(&from, "g-3", NULL, 9);
	assert_true(mia__mailbox_names_merge(&m, &from, map));
	mia__mailbox_names_release(&from);
	assert_true(mia__mailbox_names_seal(&m));
	assert_int_equal(mia__mailbox_names_root(&m, map[0]), mia__mailbox_names_root(&m, ann));
	assert_int_equal(map[1], bob);
	assert_text(mia__mailbox_names_name(&m, bob), "Bob@x");
	assert_text(mia__mailbox_names_name(&m, ann), "ANN@x");
	assert_text(mia__mailbox_names_name(&m, map[2]), "g-3");
	mia__mailbox_names_release(&m);
}

static bool
add_many(struct mailbox_names *m)
{
	char guid[300];
	uint32_t number;

	/* longer than any stack buffer, and enough of them that all tables grow */
	memset(guid, 'G', sizeof(guid));
	for (int i = 0; i < 40; i++) {
		guid[0] = (char)('A' + i);
		struct mia_event event = { .mailbox_guid = { guid, sizeof(guid) },
			.mailbox_owner = TEXT("a@x"),
			.time = i };
		if (!mia__mailbox_names_add(m, &event, &number))
			return false;
	}
	return mia__mailbox_names_seal(m);
}

/* GUIDs that begin alike stand at one place; there are more of them than fit there. */
static void
many_mailboxes_keep_their_numbers(void **state)
{
	(void)state;
	enum { MANY = 60 };
	struct mailbox_names m;
	char guid[40], upn[40];

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < MANY; i++) {
			snprintf(guid, sizeof(guid), "11111111-2222-3333-4444-%012d", i);
			snprintf(upn, sizeof(upn), "user%02d@x", i);
			struct mia_event event = { .mailbox_guid = text_of(guid),
				.mailbox_owner = text_of(upn),
				.time = round };
			uint32_t number = UINT32_MAX;
			assert_true(mia__mailbox_names_add(&m, &event, &number));
			assert_int_equal(number, i);
		}
	assert_int_equal(m.count, MANY);
	mia__mailbox_names_release(&m);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	bool done = false;

	for (size_t n = 1; !done; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct mailbox_names m;
		mia__mailbox_names_init(&m, &a);
		done = add_many(&m);
		assert_int_equal(done, f.calls < n);
		mia__mailbox_names_release(&m);
		assert_int_equal(f.bytes, 0);
	}
}

static void
nothing_seals(void **state)
{
	(void)state;
	struct mailbox_names m;

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	assert_true(mia__mailbox_names_seal(&m));
	mia__mailbox_names_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(guid_decides_and_upn_follows),
		cmocka_unit_test(upn_of_two_mailboxes_joins_neither),
		cmocka_unit_test(zeros_are_no_guid),
		cmocka_unit_test(last_written_name_does_not_depend_on_order),
		cmocka_unit_test(merge_maps_numbers),
		cmocka_unit_test(many_mailboxes_keep_their_numbers),
		cmocka_unit_test(refused_memory_leaks_nothing),
		cmocka_unit_test(nothing_seals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
