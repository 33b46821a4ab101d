/* A scope in plain words, for whoever has to check a report by it. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time_text.h"
#include "scope/criteria.h"
#include "texts/texts.h"

struct mia_scope_words {
	struct mia_allocator a;
	struct arena kept;
	struct mia_scope_part *parts;
	size_t count, cap;
};

/* The parts while they are made. */
struct telling {
	struct mia_scope_words *words;
	const struct mia_scope_terms *terms;
	struct buf text;
	unsigned choices;
};

_Static_assert(T_TERM_OR - T_TRAIT_0 == MIA_TRAIT_COUNT, "a text for each trait");

struct mia_scope_terms
mia__scope_terms(enum mia_language language)
{
	struct mia_scope_terms terms = { .size = sizeof(terms) };

	for (int trait = 0; trait < MIA_TRAIT_COUNT; trait++)
		terms.traits[trait] = mia__said(language, (enum text_id)(T_TRAIT_0 + trait));
	terms.or_ = mia__said(language, T_TERM_OR);
	terms.from = mia__said(language, T_TERM_FROM);
	terms.until = mia__said(language, T_TERM_UNTIL);
	terms.not_ = mia__said(language, T_TERM_NOT);
	terms.widened = mia__said(language, T_TERM_WIDENED);
	terms.nothing = mia__said(language, T_TERM_NOTHING);
	return terms;
}

#undef mia_scope_terms_init
void
mia_scope_terms_init(struct mia_scope_terms *terms, size_t size)
{
	const struct mia_scope_terms english = mia__scope_terms(MIA_ENGLISH);

	mia__options_init(terms, size, &english, sizeof(english));
}

static void tell_scope(struct telling *t, const struct mia_scope *scope, bool *begun);

static void
next(struct telling *t, bool *begun)
{
	if (*begun)
		mia__buf_str(&t->text, "; ");
	*begun = true;
}

static void
tell_values(struct telling *t, enum mia_trait trait, const struct values *values)
{
	mia__buf_str(&t->text, t->terms->traits[trait]);
	mia__buf_byte(&t->text, ' ');
	for (size_t i = 0; i < values->count; i++) {
		if (i)
			mia__buf_str(&t->text, i + 1 == values->count ? t->terms->or_ : ", ");
		mia__buf_text(&t->text, values->ptr[i].text);
	}
}

static void
tell_time(struct telling *t, const char *before, mia_time time)
{
	char room[MIA_TIME_TEXT];

	mia__buf_str(&t->text, before);
	mia__buf_text(&t->text, mia__time_plain(time, room));
	mia__buf_str(&t->text, " UTC");
}

/* How many conditions a scope is, where one needs no brackets. */
static size_t
count_conditions(const struct mia_scope *scope)
{
	size_t count = scope->any.count + scope->none.count;

	count += scope->from != MIA_TIME_UNKNOWN;
	count += scope->until != MIA_TIME_UNKNOWN;
	count += scope->ids != NULL;
	for (int i = 0; i < MIA_TRAIT_COUNT; i++) {
		count += scope->wanted[i].count != 0;
		count += scope->excluded[i].count != 0;
	}
	for (size_t i = 0; i < scope->all.count; i++)
		count += count_conditions(scope->all.ptr[i]);
	return count;
}

static void tell_in_brackets(struct telling *t, const struct mia_scope *scope);

/* Alternatives that are no parts of their own: "(a) or (b)". */
static void
tell_choices(struct telling *t, const struct mia_scope *scope, bool *begun)
{
	for (size_t i = 0; i < scope->any.count; i++) {
		if (i)
			mia__buf_str(&t->text, t->terms->or_);
		else
			next(t, begun);
		tell_in_brackets(t, scope->any.ptr[i]);
	}
	for (size_t i = 0; i < scope->all.count; i++)
		tell_choices(t, scope->all.ptr[i], begun);
}

static void
tell_in_brackets(struct telling *t, const struct mia_scope *scope)
{
	bool begun = false, bare = count_conditions(scope) == 1;

	if (!bare)
		mia__buf_byte(&t->text, '(');
	tell_scope(t, scope, &begun);
	tell_choices(t, scope, &begun);
	if (!bare)
		mia__buf_byte(&t->text, ')');
}

/* All that must hold, but for alternatives. */
static void
tell_scope(struct telling *t, const struct mia_scope *scope, bool *begun)
{
	for (int i = 0; i < MIA_TRAIT_COUNT; i++) {
		if (scope->wanted[i].count == 0)
			continue;
		next(t, begun);
		tell_values(t, (enum mia_trait)i, &scope->wanted[i]);
	}
	if (scope->from != MIA_TIME_UNKNOWN) {
		next(t, begun);
		tell_time(t, t->terms->from, scope->from);
	}
	if (scope->until != MIA_TIME_UNKNOWN) {
		next(t, begun);
		tell_time(t, t->terms->until, scope->until);
	}
	if (scope->ids) {
		next(t, begun);
		mia__buf_str(&t->text, t->terms->widened);
	}
	for (size_t i = 0; i < scope->all.count; i++)
		tell_scope(t, scope->all.ptr[i], begun);
	for (int i = 0; i < MIA_TRAIT_COUNT; i++) {
		if (scope->excluded[i].count == 0)
			continue;
		next(t, begun);
		mia__buf_str(&t->text, t->terms->not_);
		tell_values(t, (enum mia_trait)i, &scope->excluded[i]);
	}
	for (size_t i = 0; i < scope->none.count; i++) {
		next(t, begun);
		mia__buf_str(&t->text, t->terms->not_);
		tell_in_brackets(t, scope->none.ptr[i]);
	}
}

/* The text that was made becomes a part. false: out of memory. */
static bool
add_part(struct telling *t, unsigned choice, struct mia_text note)
{
	struct mia_scope_words *w = t->words;
	struct mia_scope_part part = { .choice = choice,
		.words = mia__arena_text(&w->kept, buf_view(&t->text)),
		.note = mia__arena_text(&w->kept, note) };

	if (t->text.failed || !part.words.ptr || (note.ptr && !part.note.ptr) ||
		!mia__grow(&w->a, &w->parts, &w->cap, w->count + 1, sizeof(*w->parts)))
		return false;
	w->parts[w->count++] = part;
	buf_clear(&t->text);
	return true;
}

/* The first note among a scope and what it must hold besides. */
static struct mia_text
note_of(const struct mia_scope *scope)
{
	struct mia_text note = scope->note;

	for (size_t i = 0; !note.len && i < scope->all.count; i++)
		note = note_of(scope->all.ptr[i]);
	return note;
}

static bool
has_choice(const struct mia_scope *scope)
{
	bool has = scope->any.count != 0;

	for (size_t i = 0; !has && i < scope->all.count; i++)
		has = has_choice(scope->all.ptr[i]);
	return has;
}

static bool
add_choices(struct telling *t, const struct mia_scope *scope)
{
	unsigned choice = scope->any.count ? ++t->choices : 0;

	for (size_t i = 0; i < scope->any.count; i++) {
		const struct mia_scope *one = scope->any.ptr[i];
		bool begun = false;
		tell_scope(t, one, &begun);
		tell_choices(t, one, &begun);
		if (!begun)
			mia__buf_str(&t->text, t->terms->nothing);
		if (!add_part(t, choice, note_of(one)))
			return false;
	}
	for (size_t i = 0; i < scope->all.count; i++)
		if (!add_choices(t, scope->all.ptr[i]))
			return false;
	return true;
}

static bool
tell_all(struct telling *t, const struct mia_scope *scope)
{
	struct mia_text note = note_of(scope);
	bool begun = false;

	tell_scope(t, scope, &begun);
	if (!begun && !has_choice(scope))
		mia__buf_str(&t->text, t->terms->nothing);
	if ((begun || note.len || !has_choice(scope)) && !add_part(t, 0, note))
		return false;
	return add_choices(t, scope);
}

enum mia_status
mia_scope_words_new(struct mia_scope_words **ret, const struct mia_allocator *allocator,
	const struct mia_scope *scope, const struct mia_scope_terms *terms, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_scope_terms own = mia__scope_terms(MIA_ENGLISH);
	struct telling t = { .terms = &own };
	bool ok;

	if (!ret || !scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no place for its words");
	MIA_TRY(mia__options_take(&own, sizeof(own), terms, "mia_scope_terms", err));
	t.words = mia__alloc(&a, 1, sizeof(*t.words));
	if (!t.words)
		return mia__fail_memory(err);
	t.words->a = a;
	mia__arena_init(&t.words->kept, &a);
	mia__buf_init(&t.text, &a);
	ok = tell_all(&t, scope);
	mia__buf_release(&t.text);
	if (!ok) {
		mia_scope_words_free(t.words);
		return mia__fail_memory(err);
	}
	*ret = t.words;
	return MIA_OK;
}

void
mia_scope_words_free(struct mia_scope_words *words)
{
	if (!words)
		return;
	struct mia_allocator a = words->a;
	mia__arena_release(&words->kept);
	mia__dealloc(&a, words->parts, words->cap, sizeof(*words->parts));
	mia__dealloc(&a, words, 1, sizeof(*words));
}

size_t
mia_scope_words_count(const struct mia_scope_words *words)
{
	return words ? words->count : 0;
}

const struct mia_scope_part *
mia_scope_words_part(const struct mia_scope_words *words, size_t i)
{
	return i < mia_scope_words_count(words) ? &words->parts[i] : NULL;
}
