/* A folder as mia_case_write leaves it, made by hand, and changed in one thing
 * after the other. */
#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"

#include "base/text.h"
#include "bytes/sha256.h"

#include <mia/case.h>

static char room[256];

static void
hash(const char *bytes, char out[65])
{
	unsigned char raw[32];
	struct sha256 sha;

	assert_true(mia__sha256_init(&sha) && mia__sha256_begin(&sha) &&
		mia__sha256_update(&sha, bytes, strlen(bytes)) && mia__sha256_end(&sha, raw));
	mia__sha256_hex(raw, out);
	mia__sha256_release(&sha);
}

static void
put(const char *name, const char *text)
{
	FILE *file = fopen(name, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

#define ENTRY "{\"name\":\"%s\",\"sha256\":\"%s\"}"

/* manifest.json with these results and sources, and the SHA256SUMS to it. */
static void
put_manifest(const char *results, const char *sources)
{
	char text[4096], h[65], a[65], b[65], sums[1024];

	snprintf(text, sizeof(text),
		"{\"manifest\":\"libmia-case\",\"version\":1,\"results\":[%s],\"sources\":[%s],"
		"\"inventories\":[],\"readiness\":[]}",
		results, sources);
	put("case/manifest.json", text);
	hash(text, h);
	hash("A\n", a);
	hash("B\n", b);
	snprintf(sums, sizeof(sums), "%s  a.csv\n%s  rejects/b.txt\n%s  manifest.json\n", a, b, h);
	put("case/SHA256SUMS", sums);
}

static char results[512], sources[512];

/* Everything as it should be. */
static void
put_all(void)
{
	char a[65], b[65], s[65], t[65];

	hash("A\n", a);
	hash("B\n", b);
	hash("source\n", s);
	hash("other\n", t);
	snprintf(results, sizeof(results), ENTRY "," ENTRY, "a.csv", a, "rejects/b.txt", b);
	snprintf(sources, sizeof(sources), ENTRY "," ENTRY, "x.csv", s, "deep/y.csv", t);
	put("case/a.csv", "A\n");
	put("case/rejects/b.txt", "B\n");
	put("ev/x.csv", "source\n");
	put("ev/deep/y.csv", "other\n");
	put_manifest(results, sources);
}

static struct mia_verification *
verified(size_t path_count)
{
	static const char *const paths[] = { "ev" };
	struct mia_error err = { .text = "" };
	struct mia_verification *v = NULL;

	if (mia_verify(&v, NULL, "case", paths, path_count, &err) != MIA_OK)
		fail_msg("%s", err.text);
	return v;
}

static const struct mia_verified_file *
file(const struct mia_verification *v, const char *part, const char *name)
{
	for (size_t i = 0; i < mia_verification_count(v); i++) {
		const struct mia_verified_file *f = mia_verification_get(v, i);
		if (text_equal(f->part, text_of(part)) && text_equal(f->name, text_of(name)))
			return f;
	}
	fail_msg("no %s %s", part, name);
	return NULL;
}

/* Frees it. All are the same but the one. */
static void
assert_only(struct mia_verification *v, const char *part, const char *name, enum mia_verified state)
{
	assert_int_equal(file(v, part, name)->state, state);
	for (size_t i = 0; i < mia_verification_count(v); i++) {
		const struct mia_verified_file *f = mia_verification_get(v, i);
		if (f != file(v, part, name))
			assert_int_equal(f->state, MIA_VERIFIED_SAME);
	}
	assert_int_equal(mia_verification_holds(v),
		state == MIA_VERIFIED_SAME || state == MIA_VERIFIED_NOT_CHECKED);
	mia_verification_free(v);
}

static void
all_is_well(void **state)
{
	char h[65];

	(void)state;
	put_all();
	struct mia_verification *v = verified(1);
	assert_int_equal(mia_verification_count(v), 6);
	static const char *const order[][2] = { { "result", "a.csv" }, { "result", "rejects/b.txt" },
		{ "manifest", "manifest.json" }, { "sums", "SHA256SUMS" }, { "source", "deep/y.csv" },
		{ "source", "x.csv" } };
	for (size_t i = 0; i < 6; i++) {
		assert_true(text_equal(mia_verification_get(v, i)->part, text_of(order[i][0])));
		assert_true(text_equal(mia_verification_get(v, i)->name, text_of(order[i][1])));
	}
	hash("other\n", h);
	assert_string_equal(file(v, "source", "deep/y.csv")->found, h);
	assert_true(text_equal(file(v, "source", "deep/y.csv")->found_at, TEXT("ev/deep/y.csv")));
	assert_null(mia_verification_get(v, 6));
	assert_only(v, "source", "x.csv", MIA_VERIFIED_SAME);
	v = verified(0);
	assert_int_equal(file(v, "source", "x.csv")->state, MIA_VERIFIED_NOT_CHECKED);
	assert_true(mia_verification_holds(v));
	mia_verification_free(v);
	assert_false(mia_verification_holds(NULL));
}

static void
each_change_of_the_folder(void **state)
{
	(void)state;
	put_all();
	put("case/a.csv", "a\n");
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_CHANGED);
	assert_int_equal(unlink("case/a.csv"), 0);
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_MISSING);
	/* The right bytes, but not in the folder. */
	put("elsewhere", "A\n");
	assert_int_equal(symlink("../elsewhere", "case/a.csv"), 0);
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_CHANGED);
	assert_int_equal(unlink("case/a.csv"), 0);
	assert_int_equal(mkdir("case/a.csv", 0700), 0);
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_CHANGED);
	assert_int_equal(rmdir("case/a.csv"), 0);
	assert_int_equal(mkfifo("case/a.csv", 0600), 0);
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_CHANGED);
	assert_int_equal(unlink("case/a.csv"), 0);
	put_all();
	put("case/rejects/more", "");
	assert_only(verified(1), "result", "rejects/more", MIA_VERIFIED_UNKNOWN);
	assert_int_equal(unlink("case/rejects/more"), 0);
	/* A link to a directory is not gone into. */
	assert_int_equal(symlink("../ev", "case/linked"), 0);
	assert_only(verified(1), "result", "linked", MIA_VERIFIED_UNKNOWN);
	assert_int_equal(unlink("case/linked"), 0);
	assert_int_equal(rename("case/rejects", "case.rejects"), 0);
	assert_int_equal(symlink("../case.rejects", "case/rejects"), 0);
	struct mia_verification *v = verified(1);
	assert_int_equal(file(v, "result", "rejects/b.txt")->state, MIA_VERIFIED_CHANGED);
	mia_verification_free(v);
	assert_int_equal(unlink("case/rejects"), 0);
	assert_int_equal(rename("case.rejects", "case/rejects"), 0);
	assert_only(verified(1), "result", "a.csv", MIA_VERIFIED_SAME);
	unlink("elsewhere");
}

static void
each_change_of_the_sums(void **state)
{
	char a[65], b[65];

	(void)state;
	hash("A\n", a);
	hash("B\n", b);
	put_all();
	struct mia_verification *v = verified(1);
	char stated[65];
	memcpy(stated, file(v, "manifest", "manifest.json")->found, sizeof(stated));
	mia_verification_free(v);
	/* A manifest of the same meaning with other bytes. */
	char padded[600];
	snprintf(padded, sizeof(padded), "%s ", results);
	put_manifest(padded, sources);
	char sums[1024];
	snprintf(sums, sizeof(sums), "%s  a.csv\n%s  rejects/b.txt\n%s  manifest.json\n", a, b, stated);
	put("case/SHA256SUMS", sums);
	assert_only(verified(1), "manifest", "manifest.json", MIA_VERIFIED_CHANGED);
	put_manifest(results, sources);
	const struct {
		const char *first, *second, *name, *end;
		bool third;
	} wrong[] = {
		{ a, b, "rejects/b.txt", "", true },    /* cut */
		{ a, a, "rejects/b.txt", "\n", true },  /* another hash */
		{ a, b, "rejects/c.txt", "\n", true },  /* another name */
		{ a, a, "a.csv", "\n", true },          /* one twice, the other not */
		{ a, b, "rejects/b.txt", "\n", false }, /* no manifest */
		{ "00", b, "rejects/b.txt", "\n", true },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(sums, sizeof(sums), "%s  a.csv\n%s  %s\n%s%s%s", wrong[i].first, wrong[i].second,
			wrong[i].name, wrong[i].third ? stated : "", wrong[i].third ? "  manifest.json" : "",
			wrong[i].third ? wrong[i].end : "");
		put("case/SHA256SUMS", sums);
		v = verified(1);
		assert_int_equal(file(v, "sums", "SHA256SUMS")->state, MIA_VERIFIED_CHANGED);
		assert_false(mia_verification_holds(v));
		mia_verification_free(v);
	}
	assert_int_equal(unlink("case/SHA256SUMS"), 0);
	v = verified(1);
	assert_int_equal(file(v, "sums", "SHA256SUMS")->state, MIA_VERIFIED_MISSING);
	assert_int_equal(file(v, "manifest", "manifest.json")->state, MIA_VERIFIED_NOT_CHECKED);
	assert_false(mia_verification_holds(v));
	mia_verification_free(v);
}

static void
each_change_of_the_evidence(void **state)
{
	(void)state;
	put_all();
	put("ev/x.csv", "Source\n");
	assert_only(verified(1), "source", "x.csv", MIA_VERIFIED_CHANGED);
	assert_int_equal(unlink("ev/x.csv"), 0);
	assert_only(verified(1), "source", "x.csv", MIA_VERIFIED_MISSING);
	/* Its bytes count, not its name. */
	put("ev/renamed", "source\n");
	struct mia_verification *v = verified(1);
	assert_true(text_equal(file(v, "source", "x.csv")->found_at, TEXT("ev/renamed")));
	assert_only(v, "source", "x.csv", MIA_VERIFIED_SAME);
	put("ev/x.csv", "source, more of it\n");
	assert_only(verified(1), "source", "ev/x.csv", MIA_VERIFIED_UNKNOWN);
	assert_int_equal(unlink("ev/renamed"), 0);
	put_all();
	/* "ax.csv" is not called x.csv. */
	assert_int_equal(rename("ev/x.csv", "ev/ax.csv"), 0);
	put("ev/ax.csv", "changed");
	v = verified(1);
	assert_int_equal(file(v, "source", "x.csv")->state, MIA_VERIFIED_MISSING);
	assert_int_equal(file(v, "source", "ev/ax.csv")->state, MIA_VERIFIED_UNKNOWN);
	mia_verification_free(v);
	assert_int_equal(unlink("ev/ax.csv"), 0);
	/* A source that was not read to its end has no hash to compare. */
	put_manifest(results, "{\"name\":\"x.csv\",\"sha256\":null}");
	put_all();
	put_manifest(results, "{\"sha256\":null,\"name\":\"x.csv\",\"rejected_by\":{\"name\":1}}");
	v = verified(1);
	assert_int_equal(file(v, "source", "x.csv")->state, MIA_VERIFIED_NOT_CHECKED);
	mia_verification_free(v);
}

/* The manifest may come from a stranger. */
static void
names_that_lead_out_are_not_opened(void **state)
{
	static const char *const names[] = { "../elsewhere", "/etc/hostname", "rejects/../a.csv", "./a.csv",
		"rejects//b.txt", "a.csv/", "", "..", "a\\\\b", "a\\u0001", "a\\u0000", "rejects\\\\b.txt" };
	char a[65], entry[256];

	(void)state;
	hash("A\n", a);
	put_all();
	put("elsewhere", "A\n");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(entry, sizeof(entry), ENTRY, names[i], a);
		put_manifest(entry, sources);
		struct mia_verification *v = verified(0);
		const struct mia_verified_file *f = NULL;
		for (size_t k = 0; k < mia_verification_count(v) && !f; k++)
			if (*mia_verification_get(v, k)->expected &&
				text_equal(mia_verification_get(v, k)->part, TEXT("result")))
				f = mia_verification_get(v, k);
		assert_non_null(f);
		assert_int_equal(f->state, MIA_VERIFIED_CHANGED);
		assert_string_equal(f->found, "");
		assert_true(f->detail.len > 0);
		assert_false(mia_verification_holds(v));
		mia_verification_free(v);
	}
	assert_int_equal(unlink("elsewhere"), 0);
}

#define HASH "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD "{\"manifest\":\"libmia-case\",\"version\":1,"

static void
what_is_no_manifest_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"{",
		"[]",
		"null",
		"\"libmia-case\"",
		"{}",
		HEAD "\"results\":[]}",
		HEAD "\"sources\":[]}",
		"{\"manifest\":\"libmia-case\",\"results\":[],\"sources\":[]}",
		"{\"version\":1,\"results\":[],\"sources\":[]}",
		"{\"manifest\":\"other\",\"version\":1,\"results\":[],\"sources\":[]}",
		"{\"manifest\":1,\"version\":1,\"results\":[],\"sources\":[]}",
		"{\"manifest\":\"libmia-case\",\"version\":2,\"results\":[],\"sources\":[]}",
		"{\"manifest\":\"libmia-case\",\"version\":\"1\",\"results\":[],\"sources\":[]}",
		HEAD "\"results\":{},\"sources\":[]}",
		HEAD "\"results\":null,\"sources\":[]}",
		HEAD "\"results\":1,\"sources\":[]}",
		HEAD "\"results\":[],\"results\":[],\"sources\":[]}",
		HEAD "\"version\":1,\"results\":[],\"sources\":[]}",
		HEAD "\"results\":[1],\"sources\":[]}",
		HEAD "\"results\":[[]],\"sources\":[]}",
		HEAD "\"results\":[null],\"sources\":[]}",
		HEAD "\"results\":[{}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\",\"sha256\":null}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":null,\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":[\"a\"],\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":{},\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\",\"sha256\":\"00\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\",\"sha256\":\"A" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\",\"name\":\"b\",\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[{\"name\":\"a\",\"sha256\":\"" HASH
		     "\"},{\"name\":\"a\",\"sha256\":\"" HASH "\"}],\"sources\":[]}",
		HEAD "\"results\":[],\"sources\":[],\"x\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
		HEAD "\"results\":[],\"sources\":[],\"x\":\"\xff\"}",
		HEAD "\"results\":[],\"sources\":[]} x",
	};
	struct mia_verification *v = NULL;

	(void)state;
	put_all();
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		put("case/manifest.json", texts[i]);
		if (mia_verify(&v, NULL, "case", NULL, 0, NULL) != MIA_ERR_ARGUMENT)
			fail_msg("%s", texts[i]);
	}
	/* Members that are not known do no harm. */
	put("case/manifest.json",
		HEAD
		"\"results\":[],\"sources\":[],\"x\":{\"results\":[1],\"version\":2,\"name\":[]},\"y\":[{\"name\":1}]}");
	assert_int_equal(mia_verify(&v, NULL, "case", NULL, 0, NULL), MIA_OK);
	mia_verification_free(v);
	v = NULL;
	assert_int_equal(unlink("case/manifest.json"), 0);
	assert_int_equal(mia_verify(&v, NULL, "case", NULL, 0, NULL), MIA_ERR_IO);
	assert_int_equal(symlink("../ev/x.csv", "case/manifest.json"), 0);
	assert_int_equal(mia_verify(&v, NULL, "case", NULL, 0, NULL), MIA_ERR_IO);
	assert_int_equal(unlink("case/manifest.json"), 0);
	assert_int_equal(mia_verify(&v, NULL, "nowhere", NULL, 0, NULL), MIA_ERR_IO);
	assert_int_equal(mia_verify(&v, NULL, NULL, NULL, 0, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_verify(&v, NULL, "case", NULL, 1, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_verify(NULL, NULL, "case", NULL, 0, NULL), MIA_ERR_ARGUMENT);
	assert_null(v);
	assert_int_equal(mia_report_verification(NULL, NULL, NULL), MIA_ERR_ARGUMENT);
}

static void
any_allocation_may_fail(void **state)
{
	static const char *const paths[] = { "ev" };
	size_t needed = 1;

	(void)state;
	put_all();
	put("case/unknown", "");
	for (size_t refuse = 0; refuse <= needed; refuse++) {
		struct failing failing = { .refuse_at = refuse };
		struct mia_allocator a = failing_allocator(&failing);
		struct mia_verification *v = NULL;
		assert_int_equal(mia_verify(&v, &a, "case", paths, 1, NULL),
			refuse ? MIA_ERR_MEMORY : MIA_OK);
		assert_int_equal(v == NULL, refuse != 0);
		if (refuse == 0)
			needed = failing.calls;
		mia_verification_free(v);
		assert_int_equal(failing.bytes, 0);
	}
	assert_true(needed > 10);
	assert_int_equal(unlink("case/unknown"), 0);
}

static int
make_room(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(room, sizeof(room), "%s/mia-verify-XXXXXX", base ? base : P_tmpdir);
	assert_non_null(mkdtemp(room));
	assert_int_equal(chdir(room), 0);
	return mkdir("case", 0700) | mkdir("case/rejects", 0700) | mkdir("ev", 0700) | mkdir("ev/deep", 0700);
}

static int
clear_room(void **state)
{
	static const char *const files[] = { "case/a.csv", "case/rejects/b.txt", "case/manifest.json",
		"case/SHA256SUMS", "ev/x.csv", "ev/deep/y.csv" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(files[i]);
	return rmdir("case/rejects") | rmdir("case") | rmdir("ev/deep") | rmdir("ev") | chdir("/") |
		rmdir(room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_well),
		cmocka_unit_test(each_change_of_the_folder),
		cmocka_unit_test(each_change_of_the_sums),
		cmocka_unit_test(each_change_of_the_evidence),
		cmocka_unit_test(names_that_lead_out_are_not_opened),
		cmocka_unit_test(what_is_no_manifest_is_refused),
		cmocka_unit_test(any_allocation_may_fail),
	};
	return cmocka_run_group_tests_name("verify", tests, make_room, clear_room);
}
