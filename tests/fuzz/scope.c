/*
 * A scope file: what is read and written is read again, writes the same bytes
 * and answers the same of a few events. Also the words of it, and the
 * analyst's list of things to watch for.
 */
#include "fuzz.h"

static enum mia_match
ask(const struct mia_scope *scope, struct mia_event *event)
{
	struct mia_matcher *matcher = NULL;
	enum mia_match match;

	OK(mia_matcher_new(&matcher, scope, err));
	match = mia_matcher_match(matcher, event);
	if (match != MIA_MATCH_CANNOT_TELL)
		MUST(mia_matcher_missing(matcher, event) == 0 || match == MIA_MATCH_NO);
	mia_matcher_free(matcher);
	return match;
}

static void
same_answers(const struct mia_scope *a, const struct mia_scope *b)
{
	struct mia_event events[] = {
		{ .time = MIA_TIME_UNKNOWN },
		{ .time = INT64_C(17726000000000000),
			.session_id = mia_text_of("5e55a77a-0000-4000-8000-00000000000a"),
			.client_ip = mia_text_of("203.0.113.7"),
			.actor = mia_text_of("anna.berg@fjordlight.example"),
			.mailbox_owner = mia_text_of("anna.berg@fjordlight.example"),
			.logon_text = mia_text_of("owner"),
			.client_info = mia_text_of("Client=OWA;aaaaaaaaaaaaaaaaaaaaaaaa!"),
			.client = mia_text_of("OWA") },
		{ .time = INT64_C(17726000000000000),
			.client_ip = mia_text_of("2001:db8::1"),
			.app_id = mia_text_of("c11e47a0-0000-4000-8000-00000000f00d"),
			.actor = mia_text_of("x"),
			.client_info = mia_text_of("Client=REST;Client=RESTSystem;;"),
			.client = mia_text_of("REST") },
	};

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		mia_address_parse(events[i].client_ip, &events[i].address);
		MUST(ask(a, &events[i]) == ask(b, &events[i]));
	}
}

static void
hold_words(const struct mia_scope *scope)
{
	struct mia_scope_words *words = NULL;

	OK(mia_scope_words_new(&words, NULL, scope, NULL, err));
	for (size_t i = 0; i < mia_scope_words_count(words); i++)
		MUST(mia_scope_words_part(words, i)->words.len > 0);
	mia_scope_words_free(words);
}

static void
hold_file(struct mia_text text)
{
	static struct fuzz_output first, second;
	static struct fuzz_json json;
	struct mia_scope *scope = NULL, *again = NULL;
	struct mia_error error = { 0 };

	OK(mia_scope_new(&scope, NULL, err));
	enum mia_status status = mia_scope_read(scope, text, &error);
	if (status != MIA_OK) {
		if (status != MIA_ERR_ARGUMENT && status != MIA_ERR_PATTERN)
			DIE("a scope file: %s: %s", mia_status_name(status), error.text);
		fuzz_check_guarded("an error of a scope file", mia_text_of(error.text), "");
		MUST(mia_scope_is_everything(scope));
		mia_scope_free(scope);
		return;
	}
	hold_words(scope);
	first.len = second.len = 0;
	if (mia_scope_write(scope, fuzz_write, &first, NULL) == MIA_OK) {
		MUST(fuzz_json_read(&json, (struct mia_text){ first.ptr, first.len }));
		OK(mia_scope_new(&again, NULL, err));
		OK(mia_scope_read(again, (struct mia_text){ first.ptr, first.len }, err));
		OK(mia_scope_write(again, fuzz_write, &second, err));
		fuzz_same("a scope that was written and read again", &first, &second);
		same_answers(scope, again);
		mia_scope_free(again);
	}
	mia_scope_free(scope);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);
	struct mia_text text = { copy, size };
	struct mia_watch *watch = NULL;
	struct mia_scope *scope = NULL;
	unsigned trait = size ? data[0] % (2 * MIA_TRAIT_COUNT) : 0;

	MUST(copy != NULL);
	memcpy(copy, data, size);
	hold_file(text);
	if (mia_watch_new(&watch, NULL, text, NULL) == MIA_OK)
		mia_watch_free(watch);
	if (size > 1 && size < 300) {
		OK(mia_scope_new(&scope, NULL, err));
		if (mia_scope_add(scope, (enum mia_trait)(trait / 2), trait % 2,
			    (struct mia_text){ copy + 1, size - 1 }, NULL) == MIA_OK)
			hold_words(scope);
		mia_scope_free(scope);
	}
	free(copy);
	return 0;
}
