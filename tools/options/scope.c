/* Takes the options that make up the scope. */
#include "options/options.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "slurp.h"

static enum exit_status
refused(const char *name, const char *value, int exclude, const struct mia_error *err)
{
	say("cannot use %s for '--%s%s': %s", quoted(value), exclude ? "not-" : "", name,
		err->text[0] ? err->text : mia_status_name(err->status));
	return err->status == MIA_ERR_MEMORY ? EXIT_NOTHING : EXIT_USAGE;
}

enum exit_status
scope_take_trait(struct options *options, const struct option *option, int exclude, const char *value)
{
	struct mia_error err = { 0 };

	if (value[0] == '\0') {
		say("'--%s%s' needs a value that is not empty", exclude ? "not-" : "", option->name);
		return EXIT_USAGE;
	}
	/* No address and no id holds one; it would be taken for a part of it. */
	if (strchr(value, ',') != NULL && option->value != MIA_TRAIT_CLIENT &&
		option->value != MIA_TRAIT_USER && option->value != MIA_TRAIT_MAILBOX &&
		option->value != MIA_TRAIT_LOGON) {
		say("cannot use %s for '--%s%s': it takes one value; give the option again for each other one",
			quoted(value), exclude ? "not-" : "", option->name);
		return EXIT_USAGE;
	}
	if (mia_scope_add(options->scope, (enum mia_trait)option->value, exclude, text_of(value), &err) < 0)
		return refused(option->name, value, exclude, &err);
	if (!exclude && option->value == MIA_TRAIT_USER)
		return strings_add(&options->users, value);
	if (!exclude && option->value == MIA_TRAIT_MAILBOX)
		return strings_add(&options->mailboxes, value);
	return EXIT_COMPLETE;
}

static enum exit_status
take_time(mia_time *ret, const char *name, const char *value)
{
	if (mia_time_parse(text_of(value), ret) == MIA_OK)
		return EXIT_COMPLETE;
	say("cannot use %s for '--%s': not an ISO 8601 time such as 2024-03-01 or "
	    "2024-03-01T08:30:00+01:00",
		quoted(value), name);
	return EXIT_USAGE;
}

enum exit_status
scope_take_since(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	return take_time(&options->since, option->name, value);
}

enum exit_status
scope_take_until(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)exclude;
	return take_time(&options->until, option->name, value);
}

enum exit_status
scope_take_file(struct options *options, const struct option *option, int exclude, const char *value)
{
	struct mia_error err = { 0 };
	struct mia_text text;
	enum mia_status status;

	(void)exclude;
	if (options->scope_file != NULL) {
		say("'--%s' can be given once; one file may hold several alternatives", option->name);
		return EXIT_USAGE;
	}
	options->scope_file = value;
	if (slurp(value, option->name, &text) < 0)
		return EXIT_USAGE;
	status = mia_scope_read(options->scope, text, &err);
	free((void *)(uintptr_t)text.ptr);
	if (status < 0)
		return refused(option->name, value, 0, &err);
	return EXIT_COMPLETE;
}

enum exit_status
scope_take_expand(struct options *options, const struct option *option, int exclude, const char *value)
{
	static const struct {
		const char *name;
		unsigned by;
	} kinds[] = { { "session", MIA_EXPAND_SESSION }, { "token", MIA_EXPAND_TOKEN } };
	const char *rest = value;

	(void)exclude;
	while (rest != NULL) {
		size_t len = strcspn(rest, ","), known = 0;

		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			if (len == strlen(kinds[i].name) && memcmp(rest, kinds[i].name, len) == 0) {
				options->expand |= kinds[i].by;
				known = 1;
			}
		}
		if (!known) {
			say("cannot use %s for '--%s': it takes session, token or "
			    "session,token",
				quoted(value), option->name);
			return EXIT_USAGE;
		}
		rest = rest[len] == ',' ? rest + len + 1 : NULL;
	}
	return EXIT_COMPLETE;
}

enum exit_status
scope_finish_span(struct options *options)
{
	struct mia_error err = { 0 };

	if (options->since == MIA_TIME_UNKNOWN && options->until == MIA_TIME_UNKNOWN)
		return EXIT_COMPLETE;
	if (options->since != MIA_TIME_UNKNOWN && options->until != MIA_TIME_UNKNOWN &&
		options->since >= options->until) {
		say("'--since' is not before '--until': no time is left between them");
		return EXIT_USAGE;
	}
	if (mia_scope_between(options->scope, options->since, options->until, &err) < 0) {
		say_error("cannot use '--since' and '--until'", &err);
		return err.status == MIA_ERR_MEMORY ? EXIT_NOTHING : EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

enum exit_status
scope_finish(struct options *options)
{
	enum exit_status status = scope_finish_span(options);

	if (status == EXIT_COMPLETE && options->expand && mia_scope_is_everything(options->scope)) {
		say("'--expand' needs a scope to widen, such as '--ip' or '--session'");
		return EXIT_USAGE;
	}
	return status;
}
