/* Names of flattened values in every spelling, and the documents that they came from. */
#include "test.h"

#include "base/text.h"
#include "event/flat.h"

/* "Folders 0 FolderItems any Id": a place is a number, "any" one that is not stated. */
static void
assert_path(const char *name, const char *want)
{
	struct flat_path path;
	char got[256] = "";
	size_t len = 0;

	if (!mia__flat_name(text_of(name), &path)) {
		assert_string_equal(want, "none");
		return;
	}
	for (int i = 0; i < path.count; i++) {
		const struct flat_step *s = &path.steps[i];
		if (s->any)
			len += (size_t)snprintf(got + len, sizeof(got) - len, " any");
		else if (s->key.ptr)
			len += (size_t)snprintf(got + len, sizeof(got) - len, " %.*s", (int)s->key.len,
				s->key.ptr);
		else
			len += (size_t)snprintf(got + len, sizeof(got) - len, " %u", s->place);
	}
	if (strcmp(got, want) != 0)
		print_message("# %s\n", name);
	assert_string_equal(got, want);
}

static void
every_spelling_names_the_same(void **state)
{
	(void)state;
	static const char *const names[] = { "Folders.0.FolderItems.1.InternetMessageId",
		"Folders/0/FolderItems/1/InternetMessageId", "Folders_0_FolderItems_1_InternetMessageId",
		"Folders[0].FolderItems[1].InternetMessageId", "Folders:0:FolderItems:1:InternetMessageId",
		"AuditData.Folders.0.FolderItems.1.InternetMessageId",
		"o365.audit.Folders.0.FolderItems.1.InternetMessageId",
		"o365.audit.ExchangeAggregatedFolders.0.FolderItems.1.InternetMessageId",
		"data.office365.Folders.0.FolderItems.1.InternetMessageId",
		"_source.Folders.0.FolderItems.1.InternetMessageId" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_path(names[i], " 0 FolderItems 1 InternetMessageId");
	assert_path("Folders{}.FolderItems{}.InternetMessageId", " any FolderItems any InternetMessageId");
	assert_path("Folders.FolderItems.InternetMessageId", " any FolderItems any InternetMessageId");
	assert_path("OperationProperties{}.Name", " any Name");
	assert_path("Item.ParentFolder.Path", " ParentFolder Path");
	assert_path("AppAccessContext_AADSessionId", " AADSessionId");
}

static void
values_of_wrappers_and_types(void **state)
{
	struct flat_path path;

	(void)state;
	assert_true(mia__flat_name(TEXT("SessionId_g"), &path));
	assert_int_equal(path.doc, SLOT_SESSION);
	assert_true(path.wrapped);
	assert_true(mia__flat_name(TEXT("CreationTime_t [UTC]"), &path));
	assert_int_equal(path.doc, SLOT_TIME);
	assert_true(path.typed);
	assert_true(mia__flat_name(TEXT("data.office365.Operation"), &path));
	assert_int_equal(path.doc, SLOT_OPERATION);
	assert_true(path.wrapped && !path.typed);
	/* Each type, and each letter that is none. */
	for (char c = 'a'; c <= 'z'; c++) {
		char name[] = { 'S', 'e', 's', 's', 'i', 'o', 'n', 'I', 'd', '_', c };
		bool type = memchr("sgdbt", c, 5) != NULL;
		assert_int_equal(mia__flat_name((struct mia_text){ name, sizeof(name) }, &path), type);
		assert_true(!type || path.typed);
	}
	assert_true(mia__flat_name(TEXT("client.address"), &path));
	assert_int_equal(path.doc, SLOT_IP_ADDRESS);
	assert_true(path.beside);
	/* No field: a number of the platform, what stands in a user or a client, other things. */
	assert_path("_id", "none");
	assert_path("rule.id", "none");
	assert_path("user.Operation", "none");
	assert_path("SessionId", "none");
	assert_path("Site.Url", "none");
	assert_path("Folders.1.2.3.4.5.6.7.8.9", "none");
	assert_path("", "none");
	assert_path("[", "none");
}

static void
assert_document(const char *const *pairs, const char *want, bool uneven)
{
	struct mia_allocator a = mia__allocator_or_default(NULL);
	struct flat_leaf leaves[8];
	struct arena arena;
	size_t count = 0;
	bool got;

	mia__arena_init(&arena, &a);
	for (; *pairs; pairs += 2, count++) {
		assert_true(mia__flat_name(text_of(pairs[0]), &leaves[count].path));
		leaves[count].value = text_of(pairs[1]);
	}
	assert_true(text_equal(mia__flat_document(&arena, &a, leaves, count, &got), text_of(want)));
	assert_int_equal(got, uneven);
	mia__arena_release(&arena);
}

static void
documents_are_put_together(void **state)
{
	(void)state;
	assert_document((const char *const[]){ "Folders.1.Path", "\\Inbox", "Folders.1.FolderItems.2.Id", "b",
				"Folders.1.FolderItems.1.Id", "a", "Folders.2.Path", "\\Sent", NULL },
		"[{\"FolderItems\":[{\"Id\":\"a\"},{\"Id\":\"b\"}],\"Path\":\"\\\\Inbox\"},{\"Path\":\"\\\\Sent\"}]",
		false);
	/* Cells of several values: those of one place belong together. */
	assert_document((const char *const[]){ "Folders{}.Path", "\\Inbox", "Folders{}.FolderItems{}.Id",
				"A\nB", "Folders{}.FolderItems{}.InternetMessageId", "<a@x>\n<b@x>", NULL },
		"[{\"FolderItems\":[{\"Id\":\"A\",\"InternetMessageId\":\"<a@x>\"},"
		"{\"Id\":\"B\",\"InternetMessageId\":\"<b@x>\"}],\"Path\":\"\\\\Inbox\"}]",
		false);
	assert_document((const char *const[]){ "OperationProperties.Name", "MailAccessType, IsThrottled",
				"OperationProperties.Value", "Bind, False", NULL },
		"[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":\"False\"}]",
		false);
	/* A comma in an id, and in the name of a folder. */
	assert_document((const char *const[]){ "Folders.Path", "\\Inbox\\a, b",
				"Folders.FolderItems.InternetMessageId", "<a,b@x>", NULL },
		"[{\"FolderItems\":[{\"InternetMessageId\":\"<a,b@x>\"}],\"Path\":\"\\\\Inbox\\\\a, b\"}]",
		false);
}

static void
what_does_not_pair_up_is_said(void **state)
{
	(void)state;
	assert_document((const char *const[]){ "Folders{}.FolderItems{}.Id", "A\nB",
				"Folders{}.FolderItems{}.InternetMessageId", "<a@x>", NULL },
		"[{\"FolderItems\":[{\"Id\":\"A\"},{\"Id\":\"B\"},{\"InternetMessageId\":\"<a@x>\"}]}]",
		true);
	/* The kind of access is told by its word alone. */
	assert_document((const char *const[]){ "OperationProperties{}.Name", "IsThrottled",
				"OperationProperties{}.Value", "False\nSync", NULL },
		"[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}]", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_names_the_same),
		cmocka_unit_test(values_of_wrappers_and_types),
		cmocka_unit_test(documents_are_put_together),
		cmocka_unit_test(what_does_not_pair_up_is_said),
	};
	return cmocka_run_group_tests_name("event_flat", tests, NULL, NULL);
}
