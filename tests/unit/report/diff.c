/* What changed between two lists, worked out by hand. */
#include "failing.h"
#include "report_fake.h"

#include "format/safe.h"
#include "report/diff.h"

#include <mia/diff.h>

#define HEAD "mailbox,internet_message_id,item_id,exposure,basis,subject\n"

static struct mia_evidence *
list_of(struct mia_text text, const struct mia_allocator *a)
{
	struct mia_evidence *list = NULL;

	if (mia_evidence_new(&list, a, NULL, NULL) != MIA_OK)
		return NULL;
	if (mia_evidence_add_memory(list, "list", text.ptr, text.len, NULL) == MIA_OK)
		return list;
	mia_evidence_free(list);
	return NULL;
}

static enum mia_status
compare(const char *old_text, const char *new_text, struct mia_diff **ret, struct mia_error *err)
{
	struct mia_evidence *was = list_of(text_of(old_text), NULL), *is = list_of(text_of(new_text), NULL);
	enum mia_status status = mia_diff_new(ret, NULL, was, is, err);

	mia_evidence_free(was);
	mia_evidence_free(is);
	return status;
}

static struct mia_diff *
diff_of(const char *old_text, const char *new_text)
{
	struct mia_error err = { .text = "" };
	struct mia_diff *diff = NULL;

	if (compare(old_text, new_text, &diff, &err) != MIA_OK)
		fail_msg("%s", err.text);
	return diff;
}

static void
assert_refused(const char *text, uint64_t record, const char *why)
{
	struct mia_error err = { .text = "" };
	struct mia_diff *diff = NULL;

	assert_int_equal(compare(HEAD "a,<1@x>,,access recorded,BIND,\n", text, &diff, &err),
		MIA_ERR_ARGUMENT);
	assert_null(diff);
	if (strstr(err.text, why) == NULL)
		fail_msg("'%s' does not say '%s'", err.text, why);
	assert_int_equal(err.record, record);
}

static void
each_kind_of_change(void **state)
{
	struct mia_diff *diff = diff_of(HEAD
		"ann@x,<gone@x>,i1,access recorded,BIND,Old\n"
		"ann@x,<level@x>,i2,unattributed,BIND_UNATTR,\n"
		"Ann@X,<same@x>,i3,access recorded,BIND | ATTACHMENT,S\n"
		"ann@x,<basis@x>,i4,presumed acquired,SYNC_FOLDER,S\n" /* the old name of the level */
		"ann@x,,item-only,access recorded,BIND,\n",
		HEAD "ann@x,,item-only,access recorded,BIND,\n"
		     "ann@x,<added@x>,i5,access recorded,BIND,New\n"
		     "ann@x,<basis@x>,i4,presumed copied,SYNC_FOLDER | FORWARDED,S\n"
		     "ann@x,<level@x>,i2,access recorded,BIND,Now known\n"
		     "ann@x,<same@x>,other,access recorded,BIND | ATTACHMENT,S\n");
	struct kept kept = { .ptr = NULL }, all = { .ptr = NULL };
	struct mia_report_options options = {
		.size = sizeof(options),
		.format = MIA_FORMAT_CSV,
		.write = keep,
		.ctx = &kept,
	};

	(void)state;
	assert_int_equal(mia_diff_count(diff), 6);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_SAME), 2);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_ADDED), 1);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_GONE), 1);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_LEVEL), 1);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_BASIS), 1);
	assert_int_equal(mia_diff_sum(diff, (enum mia_change)5), 0);
	assert_null(mia_diff_get(diff, 6));
	/* No message id comes first. */
	assert_int_equal(mia_diff_get(diff, 0)->change, MIA_CHANGE_SAME);
	assert_null(mia_diff_get(diff, 0)->internet_message_id.ptr);
	assert_int_equal(mia_report_diff(diff, 0, &options, NULL), MIA_OK);
	assert_kept(kept,
		"change,mailbox,internet_message_id,item_id,folder,folder_id,old_exposure,new_exposure,old_basis,"
		"new_basis,subject\n"
		"added,ann@x,<added@x>,i5,,,,access recorded,,BIND,New\n"
		"basis changed,ann@x,<basis@x>,i4,,,presumed copied,presumed copied,SYNC_FOLDER,SYNC_FOLDER | FORWARDED,S\n"
		"gone,ann@x,<gone@x>,i1,,,access recorded,,BIND,,Old\n"
		"level changed,ann@x,<level@x>,i2,,,unattributed,access recorded,BIND_UNATTR,BIND,Now known\n");
	options.ctx = &all;
	options.format = MIA_FORMAT_NDJSON;
	assert_int_equal(mia_report_diff(diff, 1, &options, NULL), MIA_OK);
	assert_non_null(strstr(all.ptr,
		"{\"change\":\"same\",\"mailbox\":\"ann@x\",\"internet_message_id\":\"<same@x>\","));
	free(all.ptr);
	mia_diff_free(diff);
	mia_diff_free(NULL);
}

/* One list in every form that mia writes, columns in any order. */
static void
forms_are_one_list(void **state)
{
	static const char *const forms[] = {
		"mailbox,internet_message_id,item_id,exposure,basis,subject\n"
		"ann@x,<1@x>,i1 | i2,access recorded,BIND | ATTACHMENT,=1+1\n"
		"ann@x,,i3,unattributed,BIND_UNATTR,\"a, \"\"b\"\"\"\n",
		"\xef\xbb\xbfsubject,extra,basis,exposure,item_id,internet_message_id,mailbox,csv_escaped\r\n"
		"\"'=1+1\",\"\",\"BIND | ATTACHMENT\",\"access recorded\",\"i1 | i2\",\"<1@x>\",\"ann@x\",1\r\n"
		"\"a, \"\"b\"\"\",\"\",\"BIND_UNATTR\",\"unattributed\",\"i3\",\"\",\"ann@x\",0\r\n",
		"[\n{\"mailbox\":\"ann@x\",\"internet_message_id\":\"<1@x>\",\"item_id\":[\"i1\",\"i2\"],\"exposure\":"
		"\"access recorded\",\"basis\":[\"BIND\",\"ATTACHMENT\"],\"access_count\":2,\"subject\":\"=1+1\"},\n"
		"{\"mailbox\":\"ann@x\",\"internet_message_id\":null,\"item_id\":[\"i3\"],\"exposure\":\"unattributed\","
		"\"basis\":[\"BIND_UNATTR\"],\"access_count\":1,\"subject\":\"a, \\\"b\\\"\"}\n]\n",
		"{\"subject\":\"a, \\\"b\\\"\",\"basis\":[\"BIND_UNATTR\"],\"exposure\":\"unattributed\",\"item_id\":[\"i3\"],"
		"\"mailbox\":\"ann@x\",\"access_count\":1}\n"
		"{\"mailbox\":\"ann@x\",\"internet_message_id\":\"<1@x>\",\"item_id\":[\"i1\",\"i2\"],\"exposure\":"
		"\"access recorded\",\"basis\":[\"BIND\",\"ATTACHMENT\"],\"access_count\":2,\"subject\":\"=1+1\"}\n",
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = 0; k < 4; k++) {
			struct mia_diff *diff = diff_of(forms[i], forms[k]);
			assert_int_equal(mia_diff_count(diff), 2);
			assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_SAME), 2);
			assert_true(text_equal(mia_diff_get(diff, 1)->subject, TEXT("=1+1")));
			assert_true(text_equal(mia_diff_get(diff, 0)->subject, TEXT("a, \"b\"")));
			mia_diff_free(diff);
		}
	}
}

static void
folders_go_by_their_id(void **state)
{
	struct mia_diff *diff = diff_of("mailbox,folder,folder_id,exposure,basis\n"
					"ann@x,\\Inbox,F1,access recorded,BIND\n"
					"ann@x,\\Nameless,,access recorded,BIND\n",
		"[{\"mailbox\":\"ann@x\",\"folder\":[\"\\\\Inbox\",\"\\\\Inbox renamed\"],\"folder_id\":\"F1\","
		"\"exposure\":\"presumed copied\",\"basis\":[\"SYNC_FOLDER\"],\"sync_count\":1},"
		"{\"mailbox\":\"ann@x\",\"folder\":[\"\\\\Other\"],\"folder_id\":null,\"exposure\":\"access recorded\","
		"\"basis\":[\"BIND\"],\"sync_count\":0}]");

	(void)state;
	assert_int_equal(mia_diff_count(diff), 3);
	assert_int_equal(mia_diff_get(diff, 0)->change, MIA_CHANGE_LEVEL);
	assert_true(text_equal(mia_diff_get(diff, 0)->folder, TEXT("\\Inbox | \\Inbox renamed")));
	assert_int_equal(mia_diff_get(diff, 1)->change, MIA_CHANGE_GONE);
	assert_true(text_equal(mia_diff_get(diff, 1)->folder, TEXT("\\Nameless")));
	assert_int_equal(mia_diff_get(diff, 2)->change, MIA_CHANGE_ADDED);
	mia_diff_free(diff);
}

static void
empty_lists(void **state)
{
	struct mia_diff *diff = diff_of("[]\n", HEAD "a,<1@x>,,access recorded,BIND,\n");

	(void)state;
	assert_int_equal(mia_diff_count(diff), 1);
	assert_int_equal(mia_diff_get(diff, 0)->change, MIA_CHANGE_ADDED);
	mia_diff_free(diff);
	diff = diff_of("[]\n", HEAD);
	assert_int_equal(mia_diff_count(diff), 0);
	mia_diff_free(diff);
}

static void
what_is_no_whole_list_is_refused(void **state)
{
	(void)state;
	assert_refused("", 1, "EMPTY");
	assert_refused("mailbox,exposure\na,access recorded\n", 1, "no row of a list");
	assert_refused("internet_message_id,exposure,basis\n<1@x>,access recorded,BIND\n", 1,
		"no row of a list");
	assert_refused(
		"mailbox,internet_message_id,folder_id,exposure,basis\na,<1@x>,F,access recorded,BIND\n", 1,
		"no row of a list");
	assert_refused(HEAD "a,<1@x>,,access recorded,BIND,\na,<2@x>,,read,BIND,\n", 2,
		"none that libmia writes");
	assert_refused(HEAD "a,<1@x>,,access recorded,BIND,\na,<2@x>,,access rec", 2, "TOO_FEW_COLUMNS");
	assert_refused(HEAD "a,<1@x>,,access recorded,BIND,\"cut", 1, "");
	assert_refused("[{\"mailbox\":\"a\",\"exposure\":\"access recorded\",\"access_count\":1},{\"mail", 2,
		"CUT");
	assert_refused(
		"{\"mailbox\":\"a\",\"exposure\":\"access recorded\",\"exposure\":\"unattributed\",\"access_count\":1}\n",
		1, "stands twice");
	assert_refused("mailbox,mailbox,internet_message_id,exposure,basis\na,b,<1@x>,access recorded,BIND\n",
		1, "stands twice");
	assert_refused(HEAD
		"a,<1@x>,,access recorded,BIND,\nb,<1@x>,,unattributed,BIND,\nA,<1@x>,,unattributed,BIND_UNATTR,\n",
		3, "stands in record 1 too");
	assert_refused(
		"mailbox,internet_message_id,exposure,basis,csv_escaped\na,<1@x>,access recorded,BIND,2\n", 1,
		"neither 0 nor 1");
	assert_refused(
		"mailbox,internet_message_id,exposure,basis,csv_escaped\na [cut: see csv exact or json],<1@x>,"
		"access recorded,BIND,1\n",
		1, "was cut for a spreadsheet");
	assert_refused("mailbox,folder,folder_id,exposure,basis\na,F,F1,access recorded,BIND\n", 0,
		"the other of folders");
	assert_refused("{\"mailbox\":\"a\",\"exposure\":\"access recorded\",\"access_count\":1}\n"
		       "{\"mailbox\":\"a\",\"exposure\":\"access recorded\",\"sync_count\":1}\n",
		2, "messages and folders in one list");
}

/* A row that stands twice in the same words is one. */
static void
repeats_are_one(void **state)
{
	struct mia_diff *diff =
		diff_of(HEAD "a,<1@x>,,access recorded,BIND,\nA,<1@x>,,access recorded,BIND,\n",
			HEAD "a,<1@x>,,access recorded,BIND,\n");

	(void)state;
	assert_int_equal(mia_diff_count(diff), 1);
	assert_int_equal(mia_diff_sum(diff, MIA_CHANGE_SAME), 1);
	mia_diff_free(diff);
}

/* What excel made of a cell is undone, whatever the cell. */
static void
escapes_are_undone(void **state)
{
	static const char alphabet[] = "='\"; \t@-ax";
	unsigned random = 1;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		char cell[9], undone[16];
		struct kept kept = { .ptr = NULL };
		struct sink sink;
		size_t len = 0, plain = 0;
		for (size_t i = 0; i < round % 8; i++) {
			random = random * 1103515245u + 12345u;
			cell[len++] = alphabet[(random >> 16) % (sizeof(alphabet) - 1)];
		}
		mia__sink_init(&sink, keep, &kept);
		struct safe_excel state_of = { .sink = &sink, .limit = 100 };
		mia__safe_excel_add(&state_of, (struct mia_text){ cell, len });
		assert_int_equal(mia__sink_finish(&sink, NULL), MIA_OK);
		/* Quotes were doubled for CSV. */
		for (size_t i = 0; i < kept.len; i++) {
			undone[plain++] = kept.ptr[i];
			i += kept.ptr[i] == '"';
		}
		char out[16];
		size_t n = mia__excel_undo((struct mia_text){ undone, plain }, out);
		if (state_of.changed)
			assert_true(n < plain);
		assert_int_equal(n, len);
		assert_memory_equal(out, cell, len);
		free(kept.ptr);
	}
}

static size_t
random_list(unsigned *random, char *out, size_t size)
{
	static const char *const levels[] = { "access recorded", "presumed copied", "unattributed" };
	size_t len = (size_t)snprintf(out, size, HEAD);

	for (unsigned id = 0; id < 12; id++) {
		*random = *random * 1103515245u + 12345u;
		unsigned r = *random >> 16;
		if (r % 3)
			len += (size_t)snprintf(out + len, size - len, "%s,<%u@x>,,%s,%s,\n",
				r & 64 ? "ann@x" : "Ben@x", id, levels[(r >> 3) % 3],
				r & 512 ? "BIND" : "SYNC_FOLDER");
	}
	return len;
}

static void
the_other_way_round_is_the_mirror(void **state)
{
	static const enum mia_change mirror[] = {
		[MIA_CHANGE_SAME] = MIA_CHANGE_SAME,
		[MIA_CHANGE_ADDED] = MIA_CHANGE_GONE,
		[MIA_CHANGE_GONE] = MIA_CHANGE_ADDED,
		[MIA_CHANGE_LEVEL] = MIA_CHANGE_LEVEL,
		[MIA_CHANGE_BASIS] = MIA_CHANGE_BASIS,
	};
	unsigned random = 7, seen = 0;

	(void)state;
	for (int round = 0; round < 200; round++) {
		char a[2048], b[2048];
		random_list(&random, a, sizeof(a));
		random_list(&random, b, sizeof(b));
		struct mia_diff *there = diff_of(a, b), *back = diff_of(b, a), *self = diff_of(a, a);
		assert_int_equal(mia_diff_count(self), mia_diff_sum(self, MIA_CHANGE_SAME));
		assert_int_equal(mia_diff_count(there), mia_diff_count(back));
		for (size_t i = 0; i < mia_diff_count(there); i++) {
			const struct mia_difference *x = mia_diff_get(there, i), *y = mia_diff_get(back, i);
			assert_int_equal(mirror[x->change], y->change);
			assert_true(text_equal(x->internet_message_id, y->internet_message_id));
			assert_true(text_equal(x->old_exposure, y->new_exposure) &&
				text_equal(x->new_exposure, y->old_exposure));
			assert_true(text_equal(x->old_basis, y->new_basis) &&
				text_equal(x->new_basis, y->old_basis));
			seen |= 1u << x->change;
		}
		mia_diff_free(there);
		mia_diff_free(back);
		mia_diff_free(self);
	}
	assert_int_equal(seen, 31);
}

static void
wrong_calls(void **state)
{
	struct mia_evidence *list = list_of(TEXT("[]"), NULL);
	struct mia_diff *diff = NULL;

	(void)state;
	assert_int_equal(mia_diff_new(&diff, NULL, list, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_diff_new(&diff, NULL, list, list, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_diff_new(NULL, NULL, list, list, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_report_diff(NULL, 0, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_diff_count(NULL), 0);
	mia_evidence_free(list);
	assert_string_equal(mia_change_name(MIA_CHANGE_GONE), "gone");
}

static void
any_allocation_may_fail(void **state)
{
	static const char text[] =
		HEAD "a,<1@x>,,access recorded,BIND,\nb,<2@x>,,unattributed,BIND_UNATTR,S\n";
	size_t needed = 1;

	(void)state;
	for (size_t refuse = 0; refuse <= needed; refuse++) {
		struct failing failing = { .refuse_at = refuse };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_evidence *was = list_of(text_of(text), &a),
				    *is = was ? list_of(text_of("[]"), &a) : NULL;
		struct mia_diff *diff = NULL;
		if (is) {
			enum mia_status status = mia_diff_new(&diff, &a, was, is, NULL);
			assert_int_equal(status, refuse ? MIA_ERR_MEMORY : MIA_OK);
			assert_int_equal(diff == NULL, refuse != 0);
		}
		if (refuse == 0)
			needed = failing.calls;
		mia_diff_free(diff);
		mia_evidence_free(was);
		mia_evidence_free(is);
		assert_int_equal(failing.bytes, 0);
	}
	assert_true(needed > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_change),
		cmocka_unit_test(forms_are_one_list),
		cmocka_unit_test(folders_go_by_their_id),
		cmocka_unit_test(empty_lists),
		cmocka_unit_test(what_is_no_whole_list_is_refused),
		cmocka_unit_test(repeats_are_one),
		cmocka_unit_test(escapes_are_undone),
		cmocka_unit_test(the_other_way_round_is_the_mirror),
		cmocka_unit_test(wrong_calls),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
