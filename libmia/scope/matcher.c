/* Asks a scope of an event: yes, no, or cannot tell. */
#include "base/error.h"
#include "base/text.h"
#include "scope/matcher.h"

static enum mia_status
add_parts(struct mia_matcher *m, size_t *filled, const struct scopes *list, struct mia_error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		MIA_TRY(mia_matcher_new(&m->parts[*filled], list->ptr[i], err));
		++*filled;
	}
	return MIA_OK;
}

static enum mia_status
make_parts(struct mia_matcher *m, struct mia_error *err)
{
	const struct mia_scope *scope = m->scope;
	size_t count = scope->all.count + scope->any.count + scope->none.count, filled = 0;

	if (count == 0)
		return MIA_OK;
	m->parts = mia__alloc(&scope->a, count, sizeof(struct mia_matcher *));
	if (!m->parts)
		return mia__fail_memory(err);
	m->part_count = count;
	MIA_TRY(add_parts(m, &filled, &scope->all, err));
	MIA_TRY(add_parts(m, &filled, &scope->any, err));
	return add_parts(m, &filled, &scope->none, err);
}

static bool
make_index(struct value_index **ret, const struct mia_allocator *a, enum mia_trait trait,
	const struct values *values)
{
	if (values->count < VALUES_INDEXED || !mia__value_index_serves(trait))
		return true;
	*ret = mia__value_index_new(a, trait, values);
	return *ret != NULL;
}

static enum mia_status
make_indices(struct mia_matcher *m, struct mia_error *err)
{
	const struct mia_scope *scope = m->scope;

	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (!make_index(&m->wanted[t], &scope->a, (enum mia_trait)t, &scope->wanted[t]) ||
			!make_index(&m->excluded[t], &scope->a, (enum mia_trait)t, &scope->excluded[t]))
			return mia__fail_memory(err);
	return MIA_OK;
}

static enum mia_status
make_memo(struct mia_matcher *m, struct mia_error *err)
{
	if (!scope_asks_for(m->scope, MIA_TRAIT_CLIENT))
		return MIA_OK;
	m->memo = mia__alloc(&m->scope->a, 1, sizeof(*m->memo));
	if (!m->memo)
		return mia__fail_memory(err);
	return mia__pattern_space_new(&m->space, &m->scope->a, &m->scope->limits, err);
}

enum mia_status
mia_matcher_new(struct mia_matcher **ret, const struct mia_scope *scope, struct mia_error *err)
{
	static const enum mia_trait cheap_first[] = {
		MIA_TRAIT_LOGON,
		MIA_TRAIT_ADDRESS,
		MIA_TRAIT_MAILBOX,
		MIA_TRAIT_USER,
		MIA_TRAIT_SESSION,
		MIA_TRAIT_TOKEN,
		MIA_TRAIT_DEVICE,
		MIA_TRAIT_TOKEN_OBJECT,
		MIA_TRAIT_APP,
		MIA_TRAIT_CLIENT,
	};
	struct mia_matcher *matcher;
	enum mia_status status;

	if (!ret || !scope)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or no place for the matcher");
	matcher = mia__alloc(&scope->a, 1, sizeof(*matcher));
	if (!matcher)
		return mia__fail_memory(err);
	matcher->scope = scope;
	for (size_t i = 0; i < sizeof(cheap_first) / sizeof(*cheap_first); i++)
		if (scope_asks_for(scope, cheap_first[i]))
			matcher->asked[matcher->asked_count++] = cheap_first[i];
	status = make_memo(matcher, err);
	if (status >= 0)
		status = make_indices(matcher, err);
	if (status >= 0)
		status = make_parts(matcher, err);
	if (status < 0) {
		mia_matcher_free(matcher);
		return status;
	}
	*ret = matcher;
	return MIA_OK;
}

void
mia_matcher_free(struct mia_matcher *matcher)
{
	if (!matcher)
		return;
	const struct mia_allocator *a = &matcher->scope->a;
	for (size_t i = 0; i < matcher->part_count; i++)
		mia_matcher_free(matcher->parts[i]);
	mia__dealloc(a, matcher->parts, matcher->part_count, sizeof(struct mia_matcher *));
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		mia__value_index_free(matcher->wanted[t]);
		mia__value_index_free(matcher->excluded[t]);
	}
	mia__pattern_space_free(matcher->space);
	mia__dealloc(a, matcher->memo, 1, sizeof(*matcher->memo));
	mia__dealloc(a, matcher, 1, sizeof(*matcher));
}

/* Why a value does not hold the event is the same for all values of a kind, and is asked once. */
static enum mia_match
match_index(const struct value_index *index, enum mia_trait trait, const struct values *values,
	const struct mia_event *event)
{
	enum mia_match answer = MIA_MATCH_NO;

	if (mia__value_index_holds(index, trait, event))
		return MIA_MATCH_YES;
	for (size_t i = 0; i < sizeof(index->kinds) / sizeof(*index->kinds); i++)
		if (index->kinds[i])
			answer = match_either(answer,
				mia__match_value(NULL, trait, &values->ptr[index->kinds[i] - 1], event));
	return answer;
}

static enum mia_match
match_any(struct pattern_space *space, const struct value_index *index, enum mia_trait trait,
	const struct values *values, const struct mia_event *event)
{
	enum mia_match answer = MIA_MATCH_NO;

	if (index)
		return match_index(index, trait, values, event);
	for (size_t i = 0; i < values->count && answer != MIA_MATCH_YES; i++)
		answer = match_either(answer, mia__match_value(space, trait, &values->ptr[i], event));
	return answer;
}

enum mia_match
mia__match_trait(const struct mia_matcher *matcher, enum mia_trait trait, const struct mia_event *event)
{
	const struct values *wanted = &matcher->scope->wanted[trait];
	const struct values *excluded = &matcher->scope->excluded[trait];
	enum mia_match answer = MIA_MATCH_YES;

	if (wanted->count)
		answer = match_any(matcher->space, matcher->wanted[trait], trait, wanted, event);
	if (answer != MIA_MATCH_NO)
		answer = match_both(answer,
			match_negate(
				match_any(matcher->space, matcher->excluded[trait], trait, excluded, event)));
	return answer;
}

static bool
memo_holds(const struct memo *m, const struct mia_event *event)
{
	return m->set && text_equal((struct mia_text){ m->text, m->info }, event->client_info) &&
		text_equal((struct mia_text){ m->text + m->info, m->actor }, event->actor_info) &&
		text_equal((struct mia_text){ m->text + m->info + m->actor, m->client }, event->client);
}

static void
remember(struct memo *m, struct mia_text t, size_t *at, size_t *len)
{
	if (t.len)
		memcpy(m->text + *at, t.ptr, t.len);
	*at += t.len;
	*len = t.len;
}

static enum mia_match
match_client_trait(struct mia_matcher *matcher, const struct mia_event *event)
{
	struct mia_text info = event->client_info, actor = event->actor_info, client = event->client;
	struct memo *m = matcher->memo;
	size_t at = 0;

	if (memo_holds(m, event))
		return m->answer;
	m->answer = mia__match_trait(matcher, MIA_TRAIT_CLIENT, event);
	m->set = info.len <= MEMO_BYTES && actor.len <= MEMO_BYTES - info.len &&
		client.len <= MEMO_BYTES - info.len - actor.len;
	if (m->set) {
		remember(m, info, &at, &m->info);
		remember(m, actor, &at, &m->actor);
		remember(m, client, &at, &m->client);
	}
	return m->answer;
}

/* Month and day the other way round: "3/4/2019" has two readings, and the
 * event has the one of month first. */
static mia_time
other_reading(const struct mia_event *event)
{
	char text[MIA_TIME_TEXT], month[2];
	mia_time other, offset = event->offset_minutes * 60 * MIA_TIME_SECOND;
	size_t length = event->time == MIA_TIME_UNKNOWN ? 0 : mia_time_format(event->time + offset, text);

	if (length < 10)
		return event->time;
	memcpy(month, text + 5, 2);
	memcpy(text + 5, text + 8, 2);
	memcpy(text + 8, month, 2);
	return mia_time_parse((struct mia_text){ text, length }, &other) == MIA_OK ? other - offset
										   : event->time;
}

static enum mia_match
match_span(const struct mia_scope *scope, mia_time time)
{
	if (scope->from == MIA_TIME_UNKNOWN && scope->until == MIA_TIME_UNKNOWN)
		return MIA_MATCH_YES;
	if (time == MIA_TIME_UNKNOWN)
		return MIA_MATCH_CANNOT_TELL;
	/* An open start is the least of all times, so it needs no case of its own. */
	return match_if(time >= scope->from && (scope->until == MIA_TIME_UNKNOWN || time < scope->until));
}

/* The scopes that the scope consists of, beside its own traits. */
static enum mia_match
match_parts(struct mia_matcher *matcher, const struct mia_event *event)
{
	const struct mia_scope *scope = matcher->scope;
	struct mia_matcher **part = matcher->parts;
	enum mia_match answer = scope->ids ? mia__idset_match(scope->ids, event) : MIA_MATCH_YES,
		       any = MIA_MATCH_NO;

	for (size_t i = 0; i < scope->all.count; i++, part++)
		if (answer != MIA_MATCH_NO)
			answer = match_both(answer, mia_matcher_match(*part, event));
	for (size_t i = 0; i < scope->any.count; i++, part++)
		if (answer != MIA_MATCH_NO && any != MIA_MATCH_YES)
			any = match_either(any, mia_matcher_match(*part, event));
	if (scope->any.count)
		answer = match_both(answer, any);
	for (size_t i = 0; i < scope->none.count; i++, part++)
		if (answer != MIA_MATCH_NO)
			answer = match_both(answer, match_negate(mia_matcher_match(*part, event)));
	return answer;
}

/* Of a time that may be wrong by so much, either way. */
static enum mia_match
match_doubtful(const struct mia_scope *scope, mia_time time)
{
	enum mia_match earliest, latest;

	if (time == MIA_TIME_UNKNOWN)
		return match_span(scope, time);
	earliest = match_span(scope, time - MIA_ZONE_MOST);
	latest = match_span(scope, time + MIA_ZONE_MOST);
	if (earliest == latest &&
		(earliest == MIA_MATCH_YES || time + MIA_ZONE_MOST < scope->from ||
			(scope->until != MIA_TIME_UNKNOWN && time - MIA_ZONE_MOST >= scope->until)))
		return earliest;
	return MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_reading(const struct mia_scope *scope, const struct mia_event *event, mia_time time)
{
	return event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN ? match_doubtful(scope, time)
							 : match_span(scope, time);
}

enum mia_match
mia__match_time(const struct mia_scope *scope, const struct mia_event *event)
{
	enum mia_match answer = match_reading(scope, event, event->time);

	if ((event->flags & MIA_FLAG_TIME_AMBIGUOUS) &&
		answer != match_reading(scope, event, other_reading(event)))
		return MIA_MATCH_CANNOT_TELL;
	return answer;
}

enum mia_match
mia_matcher_match(struct mia_matcher *matcher, const struct mia_event *event)
{
	enum mia_match answer;

	if (!matcher || !event)
		return MIA_MATCH_CANNOT_TELL;
	answer = mia__match_time(matcher->scope, event);
	for (size_t i = 0; i < matcher->asked_count && answer != MIA_MATCH_NO; i++) {
		enum mia_trait trait = matcher->asked[i];

		answer = match_both(answer,
			trait == MIA_TRAIT_CLIENT ? match_client_trait(matcher, event)
						  : mia__match_trait(matcher, trait, event));
	}
	if (answer != MIA_MATCH_NO && (matcher->part_count || matcher->scope->ids))
		answer = match_both(answer, match_parts(matcher, event));
	return answer;
}
