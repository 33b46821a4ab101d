/* Identifiers for other tools: the hash of a message id, and a folder for KQL. */
#include "test.h"

#include "base/text.h"
#include "exposure/ids.h"

static void
assert_hash(struct mia_text id, const char *wanted)
{
	char out[33];

	assert_int_equal(mia__ids_message_hash(id, out), wanted[0] != '\0');
	assert_string_equal(out, wanted);
}

/* The example of Relativity's documentation of the EDRM MIH. */
static void
message_hash_is_md5_with_brackets(void **state)
{
	(void)state;
	assert_hash(TEXT("<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>"),
		"1de319c276884bd0c9e2f1621ada26cc");
}

static void
message_hash_is_not_guessed(void **state)
{
	(void)state;
	assert_hash(TEXT("CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com"), "");
	assert_hash(TEXT("<a b@example.com>"), "");
	assert_hash(TEXT("<a\tb@example.com>"), "");
	assert_hash(TEXT("<a\r\n b@example.com>"), "");
	assert_hash(TEXT("<a\0b@example.com>"), "");
	assert_hash(TEXT("<a@example.com"), "");
	assert_hash(TEXT("<>"), "");
	assert_hash(TEXT(""), "");
	assert_hash(TEXT_ABSENT, "");
}

static void
assert_kql(struct mia_text id, const char *wanted)
{
	char out[64];

	assert_int_equal(mia__ids_folder_kql(id, out), wanted[0] != '\0');
	assert_string_equal(out, wanted);
}

#define BEFORE_TYPE \
	"LgAAAABLy1EV" \
	"AAAAAAAAAAAAAAAA"
#define AFTER_TYPE "ehgC2DSJT5aSH/QIKem4AAAAAAEMAAAB"

/*
 * Beginning, end and answer are those of Microsoft's example; the provider's
 * id between them (zeros here) is not part of the answer. The groups of four
 * after it: AQBo = 01 00 68 (the type, and the first byte of the answer),
 * ehgC = 7A 18 02, 2DSJ = D8 34 89, ... AAEM = 00 01 0C, AAAB = 00 00 01.
 */
static void
folder_kql_is_bytes_23_to_46(void **state)
{
	(void)state;
	assert_kql(TEXT(BEFORE_TYPE "AQBo" AFTER_TYPE),
		"folderid:687A1802D834894F96921FF40829E9B800000000010C0000");
	/* A public record (invictus-ir/o365_dataset), decoded with base64 and xxd. */
	assert_kql(TEXT("LgAAAADBwCLOTkcSTpPvPqAu44P4AQBY8xpM8MPnRJFI1LZ3pAMJAAAAAAEMAAAB"),
		"folderid:58F31A4CF0C3E7449148D4B677A4030900000000010C0000");
}

static void
folder_kql_is_only_for_folders(void **state)
{
	(void)state;
	/* AHBo = 00 70 68, and BwBo = 07 00 68: the type of a message. */
	assert_kql(TEXT(BEFORE_TYPE "AHBo" AFTER_TYPE), "");
	assert_kql(TEXT(BEFORE_TYPE "BwBo" AFTER_TYPE), "");
	/* Rg = 46 hexadecimal: the length of a message's id. */
	assert_kql(TEXT("RgAAAABLy1EVAAAAAAAAAAAAAAAAAQBo" AFTER_TYPE), "");
	assert_kql(TEXT("LgAAAABLy1EVAAAAAAAAAAAAAAAAAQBo"
			"ehgC2DSJT5aSH/QIKem4AAAAAAEMAAA="),
		"");
	assert_kql(TEXT("LgAAAABLy1EVAAAAAAAAAAAAAAAAAQBo"
			"ehgC2DSJT5aSH_QIKem4AAAAAAEMAAAB"),
		"");
	assert_kql(TEXT(BEFORE_TYPE "AQBo"
				    "ehgC2DSJT5aSH/QIKem4AAAAAAEMAAA"),
		"");
	assert_kql(TEXT(BEFORE_TYPE "AQBo" AFTER_TYPE "A"), "");
	assert_kql(TEXT(""), "");
	assert_kql(TEXT_ABSENT, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_hash_is_md5_with_brackets),
		cmocka_unit_test(message_hash_is_not_guessed),
		cmocka_unit_test(folder_kql_is_bytes_23_to_46),
		cmocka_unit_test(folder_kql_is_only_for_folders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
