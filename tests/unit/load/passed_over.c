/* What is passed over may hold records of access; what was looked into, and leftovers, hold none. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/text.h"
#include "failing.h"
#include "load/passed_over.h"

#include <mia/load.h>

/* Reads one source to its end and copies what is known of it. */
static struct mia_source
read_all(struct mia_evidence *evidence, size_t which)
{
	struct mia_source ret;

	assert_int_equal(mia_load(evidence, NULL, 0, NULL, NULL), MIA_OK);
	ret = *mia_evidence_source(evidence, which);
	assert_int_equal(ret.records, ret.decoded + ret.rejected);
	assert_int_equal(ret.text_bytes, ret.record_bytes + ret.framing_bytes);
	return ret;
}

static struct mia_evidence *
new_evidence(void)
{
	struct mia_evidence *evidence = NULL;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	return evidence;
}

static struct mia_source
read_bytes(const void *bytes, size_t size, bool ignored)
{
	struct mia_evidence *evidence = new_evidence();
	struct mia_source ret;

	assert_int_equal(mia_evidence_add_memory(evidence, "x", bytes, size, NULL), MIA_OK);
	if (ignored)
		assert_int_equal(mia_evidence_ignore(evidence, "x", NULL), MIA_OK);
	ret = read_all(evidence, 0);
	ret.name = NULL;
	mia_evidence_free(evidence);
	return ret;
}

static void
assert_reason(const void *bytes, size_t size, enum mia_reason reason)
{
	struct mia_source s = read_bytes(bytes, size, false);

	assert_int_equal(s.rejected, 1);
	assert_int_equal(s.rejected_by[reason], 1);
	s = read_bytes(bytes, size, true);
	assert_int_equal(s.rejected, 0);
	assert_non_null(strstr(s.note, "ignored"));
}

static void
names_are_found_in_ascii_and_utf16(void **state)
{
	(void)state;
	static const char wide[] = "\0M\0a\0i\0l\0I\0t\0e\0m\0s\0A\0c\0c\0e\0s\0s\0e\0d\0";
	struct mia_text little = { wide + 1, sizeof(wide) - 2 }, big = { wide, sizeof(wide) - 2 };

	assert_true(mia__names_access(TEXT("x MailItemsAccessed")));
	assert_true(mia__names_access(TEXT("MmAILITEMSACCESSED;")));
	assert_true(mia__names_access(TEXT("MessageBind")));
	assert_true(mia__names_access(little));
	assert_true(mia__names_access(big));
	assert_false(mia__names_access(TEXT("MailItemsAccesse")));
	assert_false(mia__names_access(TEXT("")));
	/* One byte of another kind in between is another text. */
	assert_false(mia__names_access((struct mia_text){ "M\0a\1i\0l\0", 8 }));
}

static void
a_file_that_names_access_may_hold_it(void **state)
{
	(void)state;
	enum { LARGE = 3 << 16 };
	static char large[LARGE], packed[LARGE];
	static const char utf16[] =
		"\377\376n\0o\0t\0e\0 \0M\0a\0i\0l\0I\0t\0e\0m\0s\0A\0c\0c\0e\0s\0s\0e\0d\0";
	z_stream z = { 0 };

	assert_reason("some notes", 10, MIA_REASON_NOT_AN_EXPORT);
	assert_reason("notes of MailItemsAccessed", 26, MIA_REASON_PASSED_OVER);
	assert_reason(utf16, sizeof(utf16) - 1, MIA_REASON_PASSED_OVER);
	assert_reason("<?xml?><o>MailItemsAccessed</o>", 31, MIA_REASON_PASSED_OVER);
	/* Across the border of two pieces that are read, 64 KiB, at whichever byte of the name. */
	for (size_t at = 0; at < 20; at++) {
		memset(large, '-', LARGE);
		memcpy(large + (1 << 16) - at, "MailItemsAccessed", 17);
		assert_reason(large, LARGE, MIA_REASON_PASSED_OVER);
	}
	memset(large, '-', LARGE);
	assert_reason(large, LARGE, MIA_REASON_NOT_AN_EXPORT);
	memcpy(large + LARGE - 17, "MailItemsAccessed", 17);
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)large;
	z.avail_in = LARGE;
	z.next_out = (unsigned char *)packed;
	z.avail_out = LARGE;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	assert_reason(packed, z.total_out, MIA_REASON_PASSED_OVER);
	deflateEnd(&z);
}

static void
what_is_packed_may_hold_access(void **state)
{
	(void)state;
	static const char *const packed[] = { "PK\3\4\24", "7z\xbc\xaf\x27\x1c", "Rar!", "BZh9",
		"\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "PAR1", "SQLite format 3" };

	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++)
		assert_reason(packed[i], strlen(packed[i]), MIA_REASON_PASSED_OVER);
	assert_reason("%PDF-1.7", 8, MIA_REASON_NOT_AN_EXPORT);
}

/* What can be read is read, whatever was said of it. */
static void
an_export_is_not_ignored(void **state)
{
	(void)state;
	static const char record[] =
		"{\"Id\":\"a\",\"Operation\":\"Send\",\"CreationTime\":\"2026-03-04T10:00:00\"}\n";
	struct mia_source s = read_bytes(record, sizeof(record) - 1, true);
	struct mia_evidence *evidence = new_evidence();

	assert_int_equal(s.decoded, 1);
	assert_string_equal(s.note, "");
	s = read_bytes("", 0, true);
	assert_int_equal(s.records, 0);
	assert_int_equal(mia_evidence_add_memory(evidence, "x", "y", 1, NULL), MIA_OK);
	assert_int_equal(mia_evidence_ignore(evidence, "z", NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_ignore(NULL, "x", NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_evidence_ignore(evidence, NULL, NULL), MIA_ERR_ARGUMENT);
	read_all(evidence, 0);
	assert_int_equal(mia_evidence_ignore(evidence, "x", NULL), MIA_ERR_STATE);
	mia_evidence_free(evidence);
}

static struct mia_source
read_file(const char *name, const char *content, bool by_directory)
{
	char dir[] = "left-XXXXXX", path[64];
	struct mia_evidence *evidence = new_evidence();
	struct mia_source ret;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(content, f);
	fclose(f);
	assert_int_equal(mia_evidence_add_path(evidence, by_directory ? dir : path, NULL), MIA_OK);
	ret = read_all(evidence, 0);
	ret.name = NULL;
	mia_evidence_free(evidence);
	unlink(path);
	rmdir(dir);
	return ret;
}

static void
leftovers_in_a_directory_are_no_rejects(void **state)
{
	(void)state;
	static const char *const names[] = { "_SUCCESS", ".part-00000.csv.crc", ".DS_Store", "._audit.csv",
		"Thumbs.db", "desktop.ini" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct mia_source s = read_file(names[i], i ? "crc" : "", true);
		assert_int_equal(s.records, 0);
		assert_non_null(strstr(s.note, "leftover"));
		/* Its bytes count for more than its name. */
		s = read_file(names[i], "MailItemsAccessed", true);
		assert_int_equal(s.rejected_by[MIA_REASON_PASSED_OVER], 1);
		/* Who names it means it. */
		s = read_file(names[i], "crc", false);
		assert_int_equal(s.rejected_by[MIA_REASON_NOT_AN_EXPORT], 1);
	}
	struct mia_source s = read_file("part-00000.csv", "", true);
	assert_int_equal(s.rejected_by[MIA_REASON_EMPTY], 1);
	/* A record is read, whatever the file is called. */
	s = read_file("_SUCCESS", "{\"Id\":\"a\",\"Operation\":\"Send\"}\n", true);
	assert_int_equal(s.decoded, 1);
	assert_true(mia__is_leftover("e/__MACOSX/deep/x.csv"));
	assert_false(mia__is_leftover("e/_SUCCESS.csv"));
	assert_false(mia__is_leftover("._e/x.csv"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found_in_ascii_and_utf16),
		cmocka_unit_test(a_file_that_names_access_may_hold_it),
		cmocka_unit_test(what_is_packed_may_hold_access),
		cmocka_unit_test(an_export_is_not_ignored),
		cmocka_unit_test(leftovers_in_a_directory_are_no_rejects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
