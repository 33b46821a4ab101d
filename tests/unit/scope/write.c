/* A scope written as a file and read again; its notes; and the scope in plain words. */
#include "folds.h"
#include "scope_ask.h"

static struct mia_scope *
scope_of(const char *json)
{
	struct mia_scope *scope = NULL;
	struct mia_error err;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	if (mia_scope_read(scope, text(json), &err) != MIA_OK)
		fail_msg("%s: %s", json, err.text);
	return scope;
}

struct page {
	char bytes[4096];
	size_t len;
};

static int
keep_page(void *ctx, const void *bytes, size_t size)
{
	struct page *page = ctx;

	assert_true(size < sizeof(page->bytes) - page->len);
	memcpy(page->bytes + page->len, bytes, size);
	page->len += size;
	page->bytes[page->len] = '\0';
	return 0;
}

static struct page
written(const struct mia_scope *scope)
{
	struct page page = { .len = 0 };

	assert_int_equal(mia_scope_write(scope, keep_page, &page, NULL), MIA_OK);
	return page;
}

/* Without what is between members. */
static void
squeeze(struct page *page)
{
	size_t kept = 0;
	int inside = 0;

	for (size_t i = 0; i < page->len; i++) {
		inside ^= page->bytes[i] == '"' && (i == 0 || page->bytes[i - 1] != '\\');
		if (inside || (page->bytes[i] != ' ' && page->bytes[i] != '\n'))
			page->bytes[kept++] = page->bytes[i];
	}
	page->bytes[kept] = '\0';
	page->len = kept;
}

static void
what_is_read_is_written(void **state)
{
	/* As it comes out again; without blanks. */
	static const char *const files[] = {
		"{\"session\":\"s\"}",
		"{\"note\":\"why \\\"so\\\"\",\"ip\":[\"203.0.113.7\",\"2001:db8::/32\"],\"since\":\"2026-03-04T00:00:00Z\"}",
		"{\"any\":[{\"note\":\"a\",\"app\":\"x\"},{\"client\":\"^Client=\\\\w\",\"until\":\"2026-03-04T09:00:00Z\"}]}",
		"{\"mailbox\":\"m\",\"any\":[{\"session\":\"s\"},{\"logon\":\"admin\"}],\"not\":{\"user\":\"u\",\"device\":\"d\"}}",
		"{\"token\":\"t\",\"not\":[{\"user\":\"u\"},{\"ip\":\"203.0.113.7\",\"not\":{\"token-object\":\"o\"}}]}",
		"{\"ip\":\"203.0.113.0/24\",\"any\":[{\"app\":\"x\"}],\"all\":[{\"ip\":\"203.0.113.7\",\"any\":[{\"user\":\"u\"}]}]}",
		"{\"any\":[{\"mailbox\":\"m\",\"all\":[{\"any\":[{\"user\":\"u\"},{\"user\":\"v\"}]}]},{\"shares\":{\"session\":[\"s\"]}}]}",
		"{\"any\":[{\"user\":\"u\"},{\"shares\":{\"session\":[\"s\"],\"token\":[]}}],\"not\":{\"shares\":{\"token\":[\"t\",\"v\"]}}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct mia_scope *scope = scope_of(files[i]), *again;
		struct page page = written(scope), second;

		again = scope_of(page.bytes);
		second = written(again);
		assert_string_equal(page.bytes, second.bytes);
		squeeze(&page);
		assert_string_equal(page.bytes, files[i]);
		mia_scope_free(scope);
		mia_scope_free(again);
	}
}

/* By options and by a file: in one object where the names differ. */
static void
options_beside_a_file(void **state)
{
	struct mia_scope *scope = scope_of("{\"any\":[{\"session\":\"s\"},{\"app\":\"a\"}]}");
	struct page page;

	(void)state;
	add(scope, MIA_TRAIT_MAILBOX, 0, "m");
	add(scope, MIA_TRAIT_USER, 1, "u");
	page = written(scope);
	squeeze(&page);
	assert_string_equal(page.bytes,
		"{\"mailbox\":\"m\",\"any\":[{\"session\":\"s\"},{\"app\":\"a\"}],\"not\":{\"user\":\"u\"}}");
	assert_int_equal(mia_scope_read(scope, text("{\"mailbox\":\"n\"}"), NULL), MIA_OK);
	page = written(scope);
	squeeze(&page);
	assert_string_equal(page.bytes,
		"{\"mailbox\":\"m\",\"any\":[{\"session\":\"s\"},{\"app\":\"a\"}],\"all\":[{\"mailbox\":\"n\"}],"
		"\"not\":{\"user\":\"u\"}}");
	mia_scope_free(scope);
}

static void
notes(void **state)
{
	static const char *const wrong[] = { "{\"note\":\"alone\"}",
		"{\"note\":[\"a\"],\"ip\":\"203.0.113.7\"}",
		"{\"note\":\"a\",\"note\":\"b\",\"ip\":\"203.0.113.7\"}", "{\"all\":[{\"note\":\"x\"}]}",
		"{\"all\":{\"user\":\"u\"}}", "{\"shares\":{}}", "{\"shares\":[]}", "{\"shares\":\"s\"}",
		"{\"shares\":{\"ip\":[\"203.0.113.7\"]}}", "{\"shares\":{\"session\":[\"\"]}}",
		"{\"shares\":{\"session\":{}}}", "{\"shares\":{\"session\":[[]]}}",
		"{\"shares\":{\"note\":\"n\"}}" };
	struct mia_scope *scope = scope_of("{\"note\":\" why \",\"user\":\"u\"}"), *copy = NULL, *alternative;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct mia_scope *none = scope_new();
		assert_int_equal(mia_scope_read(none, text(wrong[i]), NULL), MIA_ERR_ARGUMENT);
		mia_scope_free(none);
	}
	/* The note is of what was read; the scope that read it has none of its own. */
	assert_int_equal(mia_scope_note(scope).len, 0);
	assert_int_equal(mia_scope_set_note(scope, text("mine"), NULL), MIA_OK);
	assert_text(mia_scope_note(scope), "mine");
	assert_int_equal(mia_scope_set_note(scope, text(" "), NULL), MIA_OK);
	assert_int_equal(mia_scope_note(scope).len, 0);
	/* A file of alternatives alone is taken apart, with its notes. */
	copy = scope_new();
	alternative = scope_of("{\"any\":[{\"note\":\"n\",\"user\":\"u\"},{\"user\":\"v\"}]}");
	assert_int_equal(mia_scope_add_alternative(copy, alternative, NULL), MIA_OK);
	assert_int_equal(mia_scope_add_alternative(copy, scope, NULL), MIA_OK);
	struct page page = written(copy);
	squeeze(&page);
	assert_string_equal(page.bytes,
		"{\"any\":[{\"note\":\"n\",\"user\":\"u\"},{\"user\":\"v\"},{\"note\":\"why\",\"user\":\"u\"}]}");
	/* With a limit of its own it cannot be. */
	alternative = scope_of("{\"any\":[{\"user\":\"u\"}],\"mailbox\":\"m\"}");
	assert_int_equal(mia_scope_add_alternative(copy, alternative, NULL), MIA_ERR_ARGUMENT);
	mia_scope_free(copy);
}

static int
refuse_page(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 1;
}

static void
what_has_no_file(void **state)
{
	struct mia_scope *scope = scope_new();

	(void)state;
	assert_int_equal(mia_scope_write(scope, refuse_page, NULL, NULL), MIA_ERR_ARGUMENT);
	add(scope, MIA_TRAIT_USER, 0, "u");
	assert_int_equal(mia_scope_write(scope, refuse_page, NULL, NULL), MIA_ERR_SINK);
	assert_int_equal(mia_scope_write(scope, NULL, NULL, NULL), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_scope_write(NULL, refuse_page, NULL, NULL), MIA_ERR_ARGUMENT);
	mia_scope_free(scope);
}

/* "choice|words|note" for each part, a line each. */
static void
expect_words(const char *json, const struct mia_scope_terms *terms, const char *expected)
{
	struct mia_scope *scope = json ? scope_of(json) : scope_new();
	struct mia_scope_words *words = NULL;
	const struct mia_scope_part *part;
	struct page page = { .len = 0 };

	assert_int_equal(mia_scope_words_new(&words, NULL, scope, terms, NULL), MIA_OK);
	mia_scope_free(scope);
	for (size_t i = 0; (part = mia_scope_words_part(words, i)) != NULL; i++) {
		char digit = (char)('0' + part->choice);
		keep_page(&page, &digit, 1);
		keep_page(&page, "|", 1);
		keep_page(&page, part->words.ptr, part->words.len);
		keep_page(&page, "|", 1);
		keep_page(&page, part->note.ptr ? part->note.ptr : "", part->note.len);
		keep_page(&page, "\n", 1);
	}
	assert_string_equal(page.bytes, expected);
	mia_scope_words_free(words);
}

static void
in_plain_words(void **state)
{
	struct mia_scope_terms german;

	(void)state;
	expect_words(NULL, NULL, "0|everything, whoever did it|\n");
	expect_words(
		"{\"note\":\"why\",\"ip\":[\"203.0.113.7\",\"203.0.113.8\",\"203.0.113.9\"],\"since\":\"2026-03-04T09:00\"}",
		NULL,
		"0|client address 203.0.113.7, 203.0.113.8 or 203.0.113.9; from 2026-03-04 09:00:00 UTC|why\n");
	expect_words(
		"{\"mailbox\":\"m\",\"any\":[{\"note\":\"n\",\"app\":\"a\"},{\"session\":\"s\",\"until\":\"2026-03-05\"}],"
		"\"not\":[{\"user\":\"u\"},{\"user\":\"v\",\"device\":\"d\"}]}",
		NULL,
		"0|mailbox m; not account u; not (account v; device d)|\n"
		"1|application a|n\n"
		"1|session s; before 2026-03-05 00:00:00 UTC|\n");
	/* Alternatives of an alternative, as an expansion makes them. */
	expect_words(
		"{\"any\":[{\"mailbox\":\"m\",\"all\":[{\"any\":[{\"user\":\"u\"},{\"app\":\"a\",\"device\":\"d\"}]}]},"
		"{\"shares\":{\"session\":[\"s\"]}}]}",
		NULL,
		"1|mailbox m; account u or (application a; device d)|\n"
		"1|whatever shares a session or a token with these|\n");
	mia_scope_terms_init(&german);
	german.traits[MIA_TRAIT_USER] = "Konto";
	german.or_ = " oder ";
	expect_words("{\"user\":[\"a\",\"b\"]}", &german, "0|Konto a oder b|\n");
}

/* Notes, alternatives taken apart, and words. */
static enum mia_status
note_and_tell(const struct mia_allocator *a, const void *ctx)
{
	static const char json[] = "{\"any\":[{\"note\":\"n\",\"user\":\"u\"},{\"user\":\"v\"}]}";
	struct mia_scope *scope = NULL, *part = NULL;
	struct mia_scope_words *words = NULL;
	enum mia_status status = mia_scope_new(&scope, a, NULL);

	(void)ctx;
	if (status >= 0)
		status = mia_scope_new(&part, a, NULL);
	if (status >= 0 && (status = mia_scope_read(part, text(json), NULL)) < 0)
		mia_scope_free(part);
	if (status >= 0)
		status = mia_scope_add_alternative(scope, part, NULL);
	if (status >= 0)
		status = mia_scope_set_note(scope, text("why"), NULL);
	if (status >= 0)
		status = mia_scope_words_new(&words, a, scope, NULL, NULL);
	mia_scope_words_free(words);
	mia_scope_free(scope);
	return status;
}

static void
refused_memory_leaks_nothing(void **state)
{
	(void)state;
	refuse_each_allocation(note_and_tell, NULL, MIA_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_is_written),
		cmocka_unit_test(options_beside_a_file),
		cmocka_unit_test(notes),
		cmocka_unit_test(what_has_no_file),
		cmocka_unit_test(in_plain_words),
		cmocka_unit_test(refused_memory_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
