/* Which records speak of the same folder, and what it is called. */
#include "made_events.h"

#include <stdio.h>

#include "names/folders.h"

static uint32_t
add(struct folder_names *f, uint32_t mailbox, const char *id, const char *path, const char *name)
{
	struct mia_folder folder = { text_of(id), text_of(path), text_of(name) };
	uint32_t number = UINT32_MAX;

	assert_true(mia__folder_names_add(f, mailbox, &folder, &number));
	return number;
}

static uint32_t
add_mailbox(struct mailbox_names *m, const char *guid, const char *upn)
{
	struct mia_event event = { .mailbox_guid = text_of(guid), .mailbox_owner = text_of(upn) };
	uint32_t number = UINT32_MAX;

	assert_true(mia__mailbox_names_add(m, &event, &number));
	return number;
}

struct house {
	struct mailbox_names m;
	struct folder_names f;
	uint32_t ann, bob;
};

static void
open_house(struct house *h)
{
	mia__mailbox_names_init(&h->m, &mia__malloc_allocator);
	mia__folder_names_init(&h->f, &mia__malloc_allocator);
	h->ann = add_mailbox(&h->m, "g-1", "ann@x");
	h->bob = add_mailbox(&h->m, "g-2", "bob@x");
}

static void
seal_house(struct house *h)
{
	assert_true(mia__mailbox_names_seal(&h->m));
	assert_true(mia__folder_names_seal(&h->f, &h->m));
}

static void
close_house(struct house *h)
{
	mia__folder_names_release(&h->f);
	mia__mailbox_names_release(&h->m);
}

/* The sync gives id and localised name only; a bind of any session the path. */
static void
any_record_gives_the_path(void **state)
{
	(void)state;
	struct house h;

	open_house(&h);
	uint32_t sync = add(&h.f, h.ann, "LgA1", NULL, "Boite");
	uint32_t bind = add(&h.f, h.ann, "LgA1", "\\Inbox", NULL);
	uint32_t unknown = add(&h.f, h.ann, "LgA2", NULL, "A TRAITER");
	uint32_t silent = add(&h.f, h.ann, "LgA3", NULL, NULL);
	assert_int_equal(sync, bind);
	seal_house(&h);
	assert_int_equal(mia__folder_names_of(&h.f, sync).count, 1);
	assert_text(mia__folder_names_of(&h.f, sync).ptr[0], "\\Inbox");
	assert_text(mia__folder_names_id(&h.f, sync), "LgA1");
	assert_int_equal(mia__folder_names_of(&h.f, unknown).count, 1);
	assert_text(mia__folder_names_of(&h.f, unknown).ptr[0], "A TRAITER");
	assert_int_equal(mia__folder_names_of(&h.f, silent).count, 0);
	close_house(&h);
}

static void
moved_folder_has_several_paths(void **state)
{
	(void)state;
	struct house h;

	open_house(&h);
	uint32_t folder = add(&h.f, h.ann, "LgA1", "\\Old", "Case");
	add(&h.f, h.ann, "LgA1", "\\Archive\\Old", NULL);
	add(&h.f, h.ann, "LgA1", "\\Old", NULL);
	seal_house(&h);
	struct mia_texts paths = mia__folder_names_of(&h.f, folder);
	assert_int_equal(paths.count, 2);
	assert_text(paths.ptr[0], "\\Archive\\Old");
	assert_text(paths.ptr[1], "\\Old");
	close_house(&h);
}

static void
path_joins_the_least_id_and_a_name_nothing(void **state)
{
	(void)state;
	struct house h;

	open_house(&h);
	uint32_t path = add(&h.f, h.ann, NULL, "\\Inbox", NULL);
	uint32_t second = add(&h.f, h.ann, "B", "\\Inbox", "Inbox");
	uint32_t first = add(&h.f, h.ann, "A", "\\Inbox", "Inbox");
	uint32_t name = add(&h.f, h.ann, NULL, NULL, "Inbox");
	uint32_t lone = add(&h.f, h.ann, NULL, "\\Sent", NULL);
	uint32_t bobs = add(&h.f, h.bob, NULL, "\\Inbox", NULL);
	seal_house(&h);
	assert_int_equal(mia__folder_names_root(&h.f, path), mia__folder_names_root(&h.f, first));
	assert_int_not_equal(mia__folder_names_root(&h.f, path), mia__folder_names_root(&h.f, second));
	assert_text(mia__folder_names_id(&h.f, path), "A");
	assert_int_not_equal(mia__folder_names_root(&h.f, name), mia__folder_names_root(&h.f, first));
	assert_text(mia__folder_names_of(&h.f, name).ptr[0], "Inbox");
	assert_text(mia__folder_names_of(&h.f, lone).ptr[0], "\\Sent");
	assert_absent(mia__folder_names_id(&h.f, lone));
	assert_int_not_equal(mia__folder_names_root(&h.f, bobs), mia__folder_names_root(&h.f, first));
	close_house(&h);
}

/* Known by UPN here and by GUID there, the mailbox is one and so its folder. */
static void
folders_join_with_their_mailboxes(void **state)
{
	(void)state;
	struct house h;

	open_house(&h);
	uint32_t by_upn = add_mailbox(&h.m, NULL, "ANN@x");
	uint32_t id = add(&h.f, by_upn, "A", NULL, "Inbox");
	uint32_t path = add(&h.f, by_upn, NULL, "\\Inbox", NULL);
	uint32_t full = add(&h.f, h.ann, "A", "\\Inbox", NULL);
	uint32_t bobs = add(&h.f, h.bob, "A", NULL, NULL);
	seal_house(&h);
	assert_int_equal(mia__folder_names_root(&h.f, id), mia__folder_names_root(&h.f, full));
	assert_int_equal(mia__folder_names_root(&h.f, path), mia__folder_names_root(&h.f, full));
	assert_int_not_equal(mia__folder_names_root(&h.f, bobs), mia__folder_names_root(&h.f, full));
	assert_text(mia__folder_names_of(&h.f, id).ptr[0], "\\Inbox");
	close_house(&h);
}

static void
merge_brings_the_names_along(void **state)
{
	(void)state;
	struct house h, from;
	uint32_t mailbox_map[2], map[8];

	open_house(&h);
	uint32_t known = add(&h.f, h.ann, "A", NULL, "Inbox");
	mia__mailbox_names_init(&from.m, &mia__malloc_allocator);
	mia__folder_names_init(&from.f, &mia__malloc_allocator);
	uint32_t bob = add_mailbox(&from.m, "g-2", "bob@x");
	uint32_t ann = add_mailbox(&from.m, "g-1", "ann@x");
	uint32_t bobs = add(&from.f, bob, "B", "\\Sent", NULL);
	uint32_t anns = add(&from.f, ann, "A", "\\Inbox", NULL);
	assert_true(from.f.count <= 8);
	assert_true(mia__mailbox_names_merge(&h.m, &from.m, mailbox_map));
	assert_true(mia__folder_names_merge(&h.f, &from.f, mailbox_map, map));
	close_house(&from);
	seal_house(&h);
	assert_int_equal(map[anns], known);
	assert_text(mia__folder_names_of(&h.f, known).ptr[0], "\\Inbox");
	assert_text(mia__folder_names_of(&h.f, map[bobs]).ptr[0], "\\Sent");
	close_house(&h);
}

/* More folders than are remembered from shortly before, with ids that end alike, named in turns. */
static void
many_folders_keep_their_numbers(void **state)
{
	(void)state;
	enum { MANY = 300 };
	struct house h;
	uint32_t numbers[MANY];
	char id[48];

	open_house(&h);
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < MANY; i++) {
			snprintf(id, sizeof(id), "%04d-the-same-32-bytes-at-the-very-end", i);
			uint32_t number = add(&h.f, i % 2 ? h.ann : h.bob, id, "\\Inbox", NULL);
			if (round == 0)
				numbers[i] = number;
			assert_int_equal(number, numbers[i]);
			for (int k = 0; k < i && round == 0; k++)
				assert_int_not_equal(numbers[k], number);
		}
	/* Nor is one taken for another that differs in mailbox, path or name alone. */
	assert_int_not_equal(add(&h.f, h.ann, NULL, "\\A", "n"), add(&h.f, h.bob, NULL, "\\A", "n"));
	assert_int_not_equal(add(&h.f, h.ann, NULL, "\\A", NULL), add(&h.f, h.ann, NULL, "\\B", NULL));
	assert_int_not_equal(add(&h.f, h.ann, NULL, NULL, "a"), add(&h.f, h.ann, NULL, NULL, "b"));
	close_house(&h);
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	bool done = false;

	for (size_t n = 1; !done; n++) {
		struct failing f = { .refuse_at = n };
		struct mia_allocator a = failing_allocator(&f);
		struct house h;
		uint32_t number;
		open_house(&h);
		mia__folder_names_release(&h.f);
		mia__folder_names_init(&h.f, &a);
		done = true;
		for (char i = 0; done && i < 40; i++) {
			char id[2] = { 'A', (char)('0' + i) };
			struct mia_folder folder = { .id = { id, 2 },
				.path = TEXT("\\Inbox"),
				.name = TEXT("Inbox") };
			done = mia__folder_names_add(&h.f, h.ann, &folder, &number);
		}
		assert_true(mia__mailbox_names_seal(&h.m));
		done = done && mia__folder_names_seal(&h.f, &h.m);
		assert_int_equal(done, f.calls < n);
		close_house(&h);
		assert_int_equal(f.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_record_gives_the_path),
		cmocka_unit_test(moved_folder_has_several_paths),
		cmocka_unit_test(path_joins_the_least_id_and_a_name_nothing),
		cmocka_unit_test(folders_join_with_their_mailboxes),
		cmocka_unit_test(merge_brings_the_names_along),
		cmocka_unit_test(many_folders_keep_their_numbers),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
