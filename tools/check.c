/* Holds the values of a scope against the evidence, and tells what no record bears. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "again.h"
#include "say.h"

static const char *
noun(enum mia_trait trait)
{
	static const char *const nouns[MIA_TRAIT_COUNT] = {
		[MIA_TRAIT_ADDRESS] = "address",
		[MIA_TRAIT_SESSION] = "session",
		[MIA_TRAIT_APP] = "application",
		[MIA_TRAIT_USER] = "account",
		[MIA_TRAIT_MAILBOX] = "mailbox",
		[MIA_TRAIT_TOKEN] = "token",
		[MIA_TRAIT_DEVICE] = "device",
		[MIA_TRAIT_TOKEN_OBJECT] = "token object",
	};

	return nouns[trait] != NULL ? nouns[trait] : "value";
}

static int
has_wildcard(const struct mia_scope_value *value)
{
	return value->value.len > 0 && memchr(value->value.ptr, '*', value->value.len) != NULL;
}

/* Of these a value that no record bears is an answer: that there is no such record. */
static int
is_answer(const struct mia_scope_value *value)
{
	if (value->trait == MIA_TRAIT_ADDRESS || value->may_be_silent)
		return 1;
	return (value->trait == MIA_TRAIT_USER || value->trait == MIA_TRAIT_MAILBOX) && !has_wildcard(value);
}

/* "'a', 'b' or 'c'"; lives until the next call. */
static const char *
list_candidates(const struct mia_scope_value *value)
{
	static char list[4096];
	size_t len = 0;

	list[0] = '\0';
	for (size_t i = 0; i < value->candidates.count && len < sizeof(list); i++) {
		int n = snprintf(list + len, sizeof(list) - len, "%s%s",
			i == 0                                     ? ""
				: i + 1 == value->candidates.count ? " or "
								   : ", ",
			quoted_text(value->candidates.ptr[i]));
		len += n > 0 ? (size_t)n : 0;
	}
	return list;
}

static void
tell_absent(const struct mia_scope_value *value)
{
	const char *what = noun(value->trait), *candidates = list_candidates(value);
	int starred = has_wildcard(value);
	const char *hint = is_answer(value) || starred ? "" : " ('--allow-absent' takes it all the same)";

	if (starred)
		say("cannot use the %s %s: there are no wildcards, name each one%s%s", what,
			quoted_text(value->value), candidates[0] ? ": " : "; 'mia sessions' lists them",
			candidates);
	else if (value->may_be_silent)
		say("no record bears the %s %s; of records of access that state none it cannot be told", what,
			quoted_text(value->value));
	else if (!value->stated && value->trait != MIA_TRAIT_ADDRESS)
		say("no record bears the %s %s; none states any%s", what, quoted_text(value->value), hint);
	else if (candidates[0])
		say("no record bears the %s %s; did you mean %s?%s", what, quoted_text(value->value),
			candidates, hint);
	else
		say("no record bears the %s %s; 'mia %s' lists those there are%s", what,
			quoted_text(value->value),
			value->trait == MIA_TRAIT_MAILBOX       ? "info"
				: value->trait == MIA_TRAIT_APP ? "triage --all"
								: "sessions",
			hint);
}

/* False: it cannot be used. */
static int
tell_value(struct run *run, const struct mia_scope_value *value, int ahead)
{
	/* Many are quoted in it, and a quote lives until some more were made. */
	const char *candidates = list_candidates(value);

	switch (value->bearing) {
	case MIA_BORNE:
		if (value->only_named && !ahead && run_notes(run))
			say("no record is by the application %s; 'mia timeline --marks' shows the "
			    "consents, changes or sign-ins that name it",
				quoted_text(value->value));
		return 1;
	case MIA_BORNE_LONGER:
		if (!ahead)
			say("cannot use the %s %s: it is the beginning of %s, and evidence that can be read "
			    "only once needs it whole",
				noun(value->trait), quoted_text(value->value), candidates);
		else if (run_notes(run))
			say("%s %s is %s", noun(value->trait), quoted_text(value->value), candidates);
		return ahead;
	case MIA_AMBIGUOUS:
		say("cannot use the %s %s: %zu begin with it: %s%s", noun(value->trait),
			quoted_text(value->value), value->candidate_count, candidates,
			value->candidate_count > value->candidates.count ? ", ..." : "");
		return 0;
	case MIA_TOO_SHORT:
		if (run->options.allow_absent)
			return 1;
		say("cannot use the %s %s: no record bears it, and the beginning of one needs %d letters",
			noun(value->trait), quoted_text(value->value), MIA_ID_BEGINNING);
		return 0;
	case MIA_NOT_BORNE:
		break;
	}
	if (is_answer(value) || run->options.allow_absent) {
		if (!ahead && run_notes(run))
			tell_absent(value);
		return 1;
	}
	tell_absent(value);
	return 0;
}

static int
tell(struct run *run, const struct mia_scope_check *check, int ahead)
{
	const struct mia_scope_value *value;
	int usable = 1;

	for (size_t i = 0; (value = mia_scope_check_value(check, i)) != NULL; i++)
		usable &= tell_value(run, value, ahead);
	if (!usable)
		run_worse(run, EXIT_USAGE);
	return usable;
}

int
scope_check_tell(struct run *run, const struct mia_scope_check *check)
{
	return tell(run, check, 0);
}

static struct mia_scope_check *
new_check(struct run *run)
{
	struct mia_scope_check *check = NULL;
	struct mia_error err = { 0 };

	if (mia_scope_check_new(&check, run->allocator, run->options.scope, &err) < 0)
		run_failed(run, "cannot start", &err);
	return check;
}

struct mia_scope_check *
scope_check_new(struct run *run)
{
	return mia_scope_can_be_checked(run->options.scope) ? new_check(run) : NULL;
}

static struct mia_scope *
find_whole(struct run *run, struct mia_scope_check *check)
{
	struct mia_fold *folds[] = { mia_scope_check_fold(check) };
	struct mia_scope *whole = NULL;
	struct mia_error err = { 0 };

	if (!run_load_ahead(run, folds, 1) || !tell(run, check, 1))
		return NULL;
	if (mia_scope_check_scope(check, &whole, &err) < 0)
		run_failed(run, "cannot write the scope out", &err);
	return whole;
}

int
scope_write_out(struct run *run)
{
	struct mia_scope_check *check;
	struct mia_scope *whole;
	/* Bare records are no result that could be withheld after the load. */
	int ahead = mia_scope_has_beginnings(run->options.scope) ||
		(run->options.auditdata && mia_scope_can_be_checked(run->options.scope));

	if (!ahead || run->command->no_evidence || again_only_once(run) != NULL)
		return 1;
	check = new_check(run);
	if (check == NULL)
		return 0;
	whole = find_whole(run, check);
	/* It borrows the scope that is replaced. */
	mia_scope_check_free(check);
	return whole != NULL && again_with(run, whole);
}
