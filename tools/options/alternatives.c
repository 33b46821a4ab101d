/* Takes the options that part a scope into alternatives, and puts these together. */
#include <string.h>

#include "options/options.h"
#include "say.h"

static enum exit_status
refused(const char *what, const struct mia_error *err)
{
	say_error(what, err);
	return err->status == MIA_ERR_MEMORY ? EXIT_NOTHING : EXIT_USAGE;
}

enum exit_status
alternatives_add(struct options *options, struct mia_scope *alternative)
{
	struct mia_error err = { 0 };

	if (options->alternatives == NULL && mia_scope_new(&options->alternatives, NULL, &err) < 0) {
		mia_scope_free(alternative);
		return refused("cannot start", &err);
	}
	if (mia_scope_add_alternative(options->alternatives, alternative, &err) < 0)
		return refused("cannot make an alternative of it", &err);
	return EXIT_COMPLETE;
}

/* What was asked since the last '--or'. */
static enum exit_status
end_alternative(struct options *options)
{
	struct mia_scope *alternative = options->scope;
	struct mia_error err = { 0 };
	enum exit_status status = scope_finish_span(options);

	if (status != EXIT_COMPLETE)
		return status;
	if (mia_scope_is_everything(alternative)) {
		say("an alternative asks for nothing: give '--session', '--ip', '--app' or the like %s '--or'",
			options->alternatives != NULL ? "after each" : "before");
		return EXIT_USAGE;
	}
	options->scope = NULL;
	options->since = options->until = MIA_TIME_UNKNOWN;
	if (mia_scope_new(&options->scope, NULL, &err) < 0) {
		mia_scope_free(alternative);
		return refused("cannot start", &err);
	}
	(void)mia_scope_set_limits(options->scope, &options->patterns, NULL);
	return alternatives_add(options, alternative);
}

enum exit_status
alternatives_take_or(struct options *options, const struct option *option, int exclude, const char *value)
{
	(void)option, (void)exclude, (void)value;
	return end_alternative(options);
}

enum exit_status
alternatives_take_note(struct options *options, const struct option *option, int exclude, const char *value)
{
	struct mia_error err = { 0 };

	(void)exclude;
	if (mia_scope_note(options->scope).len > 0) {
		say("'--%s' can be given once for each alternative; '--or' begins the next", option->name);
		return EXIT_USAGE;
	}
	if (mia_scope_set_note(options->scope, text_of(value), &err) < 0)
		return refused("cannot take the note", &err);
	return EXIT_COMPLETE;
}

enum exit_status
alternatives_finish(struct options *options)
{
	enum exit_status status;

	if (options->alternatives == NULL) {
		if (!mia_scope_is_everything(options->scope))
			return EXIT_COMPLETE;
		say("nothing is asked for: give '--session', '--ip', '--app' or the like");
		return EXIT_USAGE;
	}
	status = end_alternative(options);
	if (status != EXIT_COMPLETE)
		return status;
	mia_scope_free(options->scope);
	options->scope = options->alternatives;
	options->alternatives = NULL;
	(void)mia_scope_set_limits(options->scope, &options->patterns, NULL);
	return EXIT_COMPLETE;
}
