/* What a program can learn about the columns of a report. */
#include <ctype.h>
#include <string.h>

#include <mia/mia.h>

#include "test.h"

#include "report/case_reports.h"
#include "report/headings.h"

static void
each_column_is_said_whole(void **state)
{
	(void)state;
	for (int kind = MIA_REPORT_OTHER + 1; kind < MIA_REPORT_COUNT; kind++) {
		enum mia_report_kind report = (enum mia_report_kind)kind;
		size_t count = mia_report_column_count(report);
		struct mia_column column, other;

		assert_in_range(count, 1, TABLE_COLUMNS);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(mia_report_column(report, i, &column), MIA_OK);
			assert_true(islower((unsigned char)*column.name));
			assert_int_equal(strspn(column.name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
				strlen(column.name));
			assert_non_null(column.help);
			assert_true(strlen(column.help) > 1);
			for (size_t j = 0; j < i; j++) {
				assert_int_equal(mia_report_column(report, j, &other), MIA_OK);
				assert_string_not_equal(column.name, other.name);
			}
		}
	}
}

static void
columns_are_those_of_the_report(void **state)
{
	struct mia_column column;

	(void)state;
	assert_int_equal(mia_report_column(MIA_REPORT_MESSAGES, 0, &column), MIA_OK);
	assert_string_equal(column.name, "mailbox");
	assert_int_equal(column.type, MIA_COLUMN_TEXT);
	assert_int_equal(column.names, MIA_NAMES_PERSON);
	assert_false(column.json_only);
	/* The last of coverage is the GUID, which CSV does not have. */
	assert_int_equal(mia_report_column(MIA_REPORT_COVERAGE,
				 mia_report_column_count(MIA_REPORT_COVERAGE) - 1, &column),
		MIA_OK);
	assert_string_equal(column.name, "mailbox_guid");
	assert_true(column.json_only);
}

/* In each language, and no two columns of a report by the same words. */
static void
each_column_of_the_workbook_has_a_heading(void **state)
{
	const struct case_report *report;

	(void)state;
	for (size_t place = 1; (report = mia__case_report_at(CASE_WORKBOOK, place)); place++) {
		size_t count = mia_report_column_count(report->kind);
		struct mia_column column;
		const char *words[TABLE_COLUMNS][MIA_LANGUAGE_COUNT];

		for (size_t i = 0; i < count; i++) {
			assert_int_equal(mia_report_column(report->kind, i, &column), MIA_OK);
			enum text_id heading = mia__heading(report->kind, column.name);
			if (heading == TEXTS && !column.json_only)
				fail_msg("no words for the column %s", column.name);
			for (int l = 0; l < MIA_LANGUAGE_COUNT; l++) {
				words[i][l] =
					heading == TEXTS ? "" : mia__said((enum mia_language)l, heading);
				for (size_t j = 0; j < i && *words[i][l]; j++)
					assert_string_not_equal(words[j][l], words[i][l]);
			}
		}
	}
	assert_int_equal(mia__heading(MIA_REPORT_TIMELINE, "no such column"), TEXTS);
	assert_int_equal(mia__heading(MIA_REPORT_SESSIONS, "folders"), T_COL_FOLDERS_SYNCED);
	assert_int_equal(mia__heading(MIA_REPORT_MESSAGES, "folders"), T_COL_FOLDERS);
}

static void
what_is_not_there_is_refused(void **state)
{
	struct mia_column column = { .name = "kept" };

	(void)state;
	assert_int_equal(mia_report_column_count(MIA_REPORT_OTHER), 0);
	assert_int_equal(mia_report_column_count(MIA_REPORT_COUNT), 0);
	assert_int_equal(mia_report_column_count((enum mia_report_kind) - 1), 0);
	assert_int_equal(mia_report_column(MIA_REPORT_OTHER, 0, &column), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_column(MIA_REPORT_COUNT, 0, &column), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_column(MIA_REPORT_DIFF, mia_report_column_count(MIA_REPORT_DIFF),
				 &column),
		MIA_ERR_ARGUMENT);
	assert_string_equal(column.name, "kept");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_column_is_said_whole),
		cmocka_unit_test(columns_are_those_of_the_report),
		cmocka_unit_test(each_column_of_the_workbook_has_a_heading),
		cmocka_unit_test(what_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
