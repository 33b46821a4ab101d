/* Each basis and each level has the name by which the documents explain it (docs/levels.md); each
 * operation by which a message may have been handled makes the basis of its name. */
#include "made_exposure.h"

#define HANDLED_AS(n) (UINT64_C(1) << (MIA_BASIS_HANDLED_FIRST + (n)))
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void
each_basis(void **state)
{
	static const struct {
		mia_basis basis;
		const char *name;
	} rows[] = {
		{ MIA_BASIS_BIND, "BIND" },
		{ MIA_BASIS_SYNC_FOLDER, "SYNC_FOLDER" },
		{ MIA_BASIS_BIND_UNATTR, "BIND_UNATTR" },
		{ MIA_BASIS_SYNC_UNATTR, "SYNC_UNATTR" },
		{ MIA_BASIS_ATTACHMENT, "ATTACHMENT" },
		{ MIA_BASIS_ATTACHMENT_UNATTR, "ATTACHMENT_UNATTR" },
		{ MIA_BASIS_SYNC_CONTEXT, "SYNC_CONTEXT" },
		{ MIA_BASIS_FORWARDED, "FORWARDED" },
		{ HANDLED_AS(0), "HANDLED:Send" },
		{ HANDLED_AS(1), "HANDLED:SendAs" },
		{ HANDLED_AS(2), "HANDLED:SendOnBehalf" },
		{ HANDLED_AS(3), "HANDLED:Create" },
		{ HANDLED_AS(4), "HANDLED:Update" },
		{ HANDLED_AS(5), "HANDLED:Copy" },
		{ HANDLED_AS(6), "HANDLED:Move" },
		{ HANDLED_AS(7), "HANDLED:MoveToDeletedItems" },
		{ HANDLED_AS(8), "HANDLED:SoftDelete" },
		{ HANDLED_AS(9), "HANDLED:HardDelete" },
		{ HANDLED_AS(10), "HANDLED:MessageBind" },
		{ HANDLED_AS(11), "HANDLED:RecordDelete" },
		{ MIA_BASIS_THROTTLED, "THROTTLED" },
		{ MIA_BASIS_THROTTLED_SUSPECTED, "THROTTLED_SUSPECTED" },
		{ MIA_BASIS_NOT_LOGGED, "NOT_LOGGED" },
		{ MIA_BASIS_AUDIT_OFF, "AUDIT_OFF" },
		{ MIA_BASIS_GAP_RETENTION, "GAP_RETENTION" },
		{ MIA_BASIS_GAP_EXPORT, "GAP_EXPORT" },
		{ MIA_BASIS_SILENCE, "SILENCE" },
		{ MIA_BASIS_REJECTED, "REJECTED" },
		{ MIA_BASIS_UNNAMED, "UNNAMED" },
		{ MIA_BASIS_ITEMS_LOST, "ITEMS_LOST" },
		{ MIA_BASIS_COVERED_NONE, "COVERED_NONE" },
		{ MIA_BASIS_INVENTORY_NO_DATE, "INVENTORY_NO_DATE" },
		{ MIA_BASIS_INVENTORY_NO_FOLDER, "INVENTORY_NO_FOLDER" },
		{ MIA_BASIS_INVENTORY_DIFFERS, "INVENTORY_DIFFERS" },
		{ MIA_BASIS_NOT_IN_INVENTORY, "NOT_IN_INVENTORY" },
		{ MIA_BASIS_HANDLED_UNATTR, "HANDLED_UNATTR" },
		{ MIA_BASIS_KIND_NOT_STATED, "KIND_NOT_STATED" },
		{ MIA_BASIS_FORWARDED_UNATTR, "FORWARDED_UNATTR" },
		{ MIA_BASIS_MESSAGE_BIND, "MESSAGE_BIND" },
		{ MIA_BASIS_FOLDER_BIND, "FOLDER_BIND" },
	};

	(void)state;
	assert_int_equal(COUNT(rows), MIA_BASIS_COUNT);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(mia_basis_name(rows[i].basis), rows[i].name);
}

static void
each_level(void **state)
{
	static const struct {
		enum mia_level level;
		const char *name, *typed, *in_short;
	} rows[] = {
		{ MIA_LEVEL_ACCESS_RECORDED, "access recorded", "access-recorded", "recorded" },
		{ MIA_LEVEL_PRESUMED_COPIED, "presumed copied", "presumed-copied", "copied" },
		{ MIA_LEVEL_HANDLED, "handled", "handled", "handled" },
		{ MIA_LEVEL_UNATTRIBUTED, "unattributed", "unattributed", "unattributed" },
		{ MIA_LEVEL_CANNOT_EXCLUDE, "cannot exclude", "cannot-exclude", "cannot-exclude" },
		{ MIA_LEVEL_NONE, "none recorded", "none-recorded", "none" },
	};

	(void)state;
	assert_int_equal(COUNT(rows), MIA_LEVEL_COUNT);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *const spellings[] = { rows[i].name, rows[i].typed, rows[i].in_short };
		assert_string_equal(mia_level_name(rows[i].level), rows[i].name);
		for (size_t k = 0; k < COUNT(spellings); k++) {
			enum mia_level level = MIA_LEVEL_COUNT;
			assert_int_equal(mia_level_parse(text_of(spellings[k]), &level), MIA_OK);
			assert_int_equal(level, rows[i].level);
		}
	}
}

static void
each_operation_that_handles(void **state)
{
	static const char *const operations[] = { "Send", "SendAs", "SendOnBehalf", "Create", "Update",
		"Copy", "Move", "MoveToDeletedItems", "SoftDelete", "HardDelete", "MessageBind",
		"RecordDelete" };

	(void)state;
	for (size_t i = 0; i < COUNT(operations); i++) {
		struct mia_exposure *exposure = new_exposure_of(NULL, 1);
		struct mia_messages *messages;
		struct made m;
		make(&m, 1, "r1", "s1", 5);
		make_items(&m, "<a>", NULL);
		m.event.operation = text_of(operations[i]);
		add(exposure, &m.event);
		seal_exposure(exposure);
		messages = read_messages(exposure);
		assert_true(next_message(messages)->basis ==
			(strcmp(operations[i], "MessageBind") == 0 ? MIA_BASIS_MESSAGE_BIND : HANDLED_AS(i)));
		end_messages(messages);
		mia_exposure_free(exposure);
	}
}

/* Not what the bases behind and before those of handling are called, nor a part of a name. */
static void
no_other_operation_handles(void **state)
{
	static const char *const operations[] = { "D", "", "Sends", "Sen", "HardDeleted", "FORWARDED",
		"HANDLED:Send", "MailItemsAccessed2" };

	(void)state;
	for (size_t i = 0; i < COUNT(operations); i++) {
		struct mia_exposure *exposure = new_exposure_of(NULL, 1);
		struct made m;
		make(&m, 1, "r1", "s1", 5);
		make_items(&m, "<a>", NULL);
		m.event.operation = text_of(operations[i]);
		add(exposure, &m.event);
		seal_exposure(exposure);
		end_messages(read_messages(exposure));
		mia_exposure_free(exposure);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_basis),
		cmocka_unit_test(each_level),
		cmocka_unit_test(each_operation_that_handles),
		cmocka_unit_test(no_other_operation_handles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
