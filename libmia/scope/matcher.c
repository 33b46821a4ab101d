/* Asks a scope of an event: yes, no, or cannot tell. */
#include "base/error.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/clients.h"
#include "event/networks.h"
#include "names/mailboxes.h"
#include "scope/criteria.h"

/* Longer client strings are matched each time. */
#define MEMO_BYTES 2048

/* Records of one client come in runs: the last client's answer. */
struct memo {
	bool set;
	enum mia_match answer;
	size_t info, actor, client; /* lengths of the three texts in text */
	char text[MEMO_BYTES];
};

struct mia_matcher {
	const struct mia_scope *scope;
	enum mia_trait asked[MIA_TRAIT_COUNT]; /* cheap ones first */
	size_t asked_count;
	/* NULL where no client is asked for. */
	struct pattern_space *space;
	struct memo *memo;
	struct mia_matcher **parts; /* of all, any, none, in this order */
	size_t part_count;
};

/* The three answers are ordered, so "all of" is the least, "any of" the most. */
static inline enum mia_match
both(enum mia_match a, enum mia_match b)
{
	return a < b ? a : b;
}

static inline enum mia_match
either(enum mia_match a, enum mia_match b)
{
	return a > b ? a : b;
}

static inline enum mia_match
negate(enum mia_match m)
{
	return (enum mia_match)(MIA_MATCH_YES - m);
}

static inline enum mia_match
match_if(bool yes)
{
	return yes ? MIA_MATCH_YES : MIA_MATCH_NO;
}

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

static enum mia_status
make_memo(struct mia_matcher *m, struct mia_error *err)
{
	if (!scope_asks_for(m->scope, MIA_TRAIT_CLIENT))
		return MIA_OK;
	m->memo = mia__alloc(&m->scope->a, 1, sizeof(*m->memo));
	if (!m->memo)
		return mia__fail_memory(err);
	return mia__pattern_space_new(&m->space, &m->scope->a, err);
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
	mia__pattern_space_free(matcher->space);
	mia__dealloc(a, matcher->memo, 1, sizeof(*matcher->memo));
	mia__dealloc(a, matcher, 1, sizeof(*matcher));
}

/* Token and store ids differ by case, GUIDs do not. */
static bool
same_id(const struct value *value, struct mia_text text)
{
	return value->guid ? text_equal_nocase(value->text, text) : text_equal(value->text, text);
}

/* A record that does not state the id cannot be told. */
static enum mia_match
match_id(const struct value *value, struct mia_text stated)
{
	return stated.len ? match_if(same_id(value, stated)) : MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_address(const struct value *value, const struct mia_event *event)
{
	const struct mia_address *other = &event->other_address;

	/* A host name stands for an address that the record does not tell. */
	if (event->address.family == 0)
		return MIA_MATCH_CANNOT_TELL;
	if (prefix_holds(&value->prefix, &event->address) ||
		(other->family && prefix_holds(&value->prefix, other)))
		return MIA_MATCH_YES;
	/* Microsoft's front end came for somebody. */
	return mia__network_is_front_end(&event->address) &&
			(other->family == 0 || mia__network_is_front_end(other))
		? MIA_MATCH_CANNOT_TELL
		: MIA_MATCH_NO;
}

static enum mia_match
match_session(const struct value *value, const struct mia_event *event)
{
	if (same_id(value, event->session_id) || same_id(value, event->aad_session_id))
		return MIA_MATCH_YES;
	return mia__sessions_told(event, value->guid) ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}

/* The next [AppId=...] in *rest, which is moved behind it; absent if none. */
static struct mia_text
next_embedded_app(struct mia_text *rest)
{
	static const struct mia_text key = { "[AppId=", 7 };
	const char *end, *open, *close;

	if (rest->len == 0)
		return TEXT_ABSENT;
	end = rest->ptr + rest->len;
	while ((open = memchr(rest->ptr, '[', rest->len)) != NULL) {
		bool is_app = text_starts_nocase((struct mia_text){ open, (size_t)(end - open) }, key);

		rest->ptr = open + (is_app ? key.len : 1);
		rest->len = (size_t)(end - rest->ptr);
		if (!is_app)
			continue;
		close = memchr(rest->ptr, ']', rest->len);
		if (close && close > rest->ptr)
			return (struct mia_text){ rest->ptr, (size_t)(close - rest->ptr) };
	}
	return TEXT_ABSENT;
}

/* What the ids of a record say to one that is asked for. */
struct app_answer {
	bool same, stated, named; /* named: one says which application, not which way it came */
};

static void
look_at_app(struct app_answer *answer, const struct value *value, struct mia_text id)
{
	if (id.len == 0)
		return;
	answer->same |= same_id(value, id);
	answer->stated = true;
	answer->named |= !mia__app_is_gateway(id);
}

static void
look_at_info(struct app_answer *answer, const struct value *value, struct mia_text info)
{
	struct mia_text app;

	while (!answer->same && (app = next_embedded_app(&info)).ptr != NULL)
		look_at_app(answer, value, app);
}

static enum mia_match
match_app(const struct value *value, const struct mia_event *event)
{
	struct app_answer answer = { .same = event->api_id.len && same_id(value, event->api_id) };
	bool microsofts;

	look_at_app(&answer, value, event->app_id);
	look_at_app(&answer, value, event->client_app_id);
	look_at_app(&answer, value, event->context_app_id);
	look_at_info(&answer, value, event->client_info);
	look_at_info(&answer, value, event->actor_info);
	if (answer.same)
		return MIA_MATCH_YES;
	/* Microsoft's own clients state the id of Exchange alone; no other
	 * application comes as one of them, but Microsoft's have ids too. */
	microsofts = mia__app_name(value->text).ptr && !mia__app_is_abused(value->text);
	if (answer.named || (answer.stated && !microsofts && mia__client_is_own(event->client_info)))
		return MIA_MATCH_NO;
	return MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_user(const struct value *value, const struct mia_event *event)
{
	if (event->actor.len == 0)
		return MIA_MATCH_CANNOT_TELL;
	return match_if(text_equal_nocase(value->text, event->actor));
}

static enum mia_match
match_mailbox(const struct value *value, const struct mia_event *event)
{
	/* A name cannot be held against a record that has only the GUID, nor a
	 * GUID against one that has only the name. */
	const struct mia_text *comparable = value->guid ? &event->mailbox_guid : &event->mailbox_owner;

	if (text_equal_nocase(value->text, event->mailbox_owner) ||
		text_equal_nocase(value->text, event->mailbox_guid))
		return MIA_MATCH_YES;
	/* Nor an address against a display name. */
	if (!value->guid && mia__mailbox_name_is_display(event->mailbox_owner) &&
		!mia__mailbox_name_is_display(value->text))
		return MIA_MATCH_CANNOT_TELL;
	return comparable->len ? MIA_MATCH_NO : MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_logon(const struct value *value, const struct mia_event *event)
{
	if (event->logon == MIA_LOGON_UNKNOWN)
		return MIA_MATCH_CANNOT_TELL;
	return match_if(event->logon == value->logon);
}

static enum mia_match
match_client(struct pattern_space *space, const struct value *value, const struct mia_event *event)
{
	enum mia_match answer;

	if (event->client_info.len == 0 && event->actor_info.len == 0)
		return MIA_MATCH_CANNOT_TELL;
	answer = mia__pattern_match(value->pattern, space, event->client_info);
	if (answer != MIA_MATCH_YES && event->actor_info.len)
		answer = either(answer, mia__pattern_match(value->pattern, space, event->actor_info));
	if (answer != MIA_MATCH_YES && event->client.len)
		answer = either(answer, mia__pattern_match(value->pattern, space, event->client));
	if (answer == MIA_MATCH_NO && mia__client_is_gateway(event->client_info) &&
		mia__client_is_gateway(event->actor_info))
		answer = MIA_MATCH_CANNOT_TELL;
	return answer;
}

static enum mia_match
match_value(struct pattern_space *space, enum mia_trait trait, const struct value *value,
	const struct mia_event *event)
{
	switch (trait) {
	case MIA_TRAIT_ADDRESS:
		return match_address(value, event);
	case MIA_TRAIT_SESSION:
		return match_session(value, event);
	case MIA_TRAIT_CLIENT:
		return match_client(space, value, event);
	case MIA_TRAIT_APP:
		return match_app(value, event);
	case MIA_TRAIT_USER:
		return match_user(value, event);
	case MIA_TRAIT_MAILBOX:
		return match_mailbox(value, event);
	case MIA_TRAIT_LOGON:
		return match_logon(value, event);
	case MIA_TRAIT_TOKEN:
		return match_id(value, event->unique_token_id);
	case MIA_TRAIT_DEVICE:
		return match_id(value, event->device_id);
	case MIA_TRAIT_TOKEN_OBJECT:
		return match_id(value, event->token_object_id);
	case MIA_TRAIT_COUNT:
		break;
	}
	return MIA_MATCH_CANNOT_TELL;
}

static enum mia_match
match_any(struct pattern_space *space, enum mia_trait trait, const struct values *values,
	const struct mia_event *event)
{
	enum mia_match answer = MIA_MATCH_NO;

	for (size_t i = 0; i < values->count && answer != MIA_MATCH_YES; i++)
		answer = either(answer, match_value(space, trait, &values->ptr[i], event));
	return answer;
}

static enum mia_match
match_trait(const struct mia_matcher *matcher, enum mia_trait trait, const struct mia_event *event)
{
	const struct values *wanted = &matcher->scope->wanted[trait];
	const struct values *excluded = &matcher->scope->excluded[trait];
	enum mia_match answer = MIA_MATCH_YES;

	if (wanted->count)
		answer = match_any(matcher->space, trait, wanted, event);
	if (answer != MIA_MATCH_NO)
		answer = both(answer, negate(match_any(matcher->space, trait, excluded, event)));
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
	m->answer = match_trait(matcher, MIA_TRAIT_CLIENT, event);
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
			answer = both(answer, mia_matcher_match(*part, event));
	for (size_t i = 0; i < scope->any.count; i++, part++)
		if (answer != MIA_MATCH_NO && any != MIA_MATCH_YES)
			any = either(any, mia_matcher_match(*part, event));
	if (scope->any.count)
		answer = both(answer, any);
	for (size_t i = 0; i < scope->none.count; i++, part++)
		if (answer != MIA_MATCH_NO)
			answer = both(answer, negate(mia_matcher_match(*part, event)));
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

enum mia_match
mia_matcher_match(struct mia_matcher *matcher, const struct mia_event *event)
{
	enum mia_match answer;

	if (!matcher || !event)
		return MIA_MATCH_CANNOT_TELL;
	answer = event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN ? match_doubtful(matcher->scope, event->time)
							   : match_span(matcher->scope, event->time);
	if ((event->flags & MIA_FLAG_TIME_AMBIGUOUS) &&
		answer !=
			(event->flags & MIA_FLAG_TIME_ZONE_UNKNOWN
					? match_doubtful(matcher->scope, other_reading(event))
					: match_span(matcher->scope, other_reading(event))))
		answer = MIA_MATCH_CANNOT_TELL;
	for (size_t i = 0; i < matcher->asked_count && answer != MIA_MATCH_NO; i++) {
		enum mia_trait trait = matcher->asked[i];

		answer = both(answer,
			trait == MIA_TRAIT_CLIENT ? match_client_trait(matcher, event)
						  : match_trait(matcher, trait, event));
	}
	if (answer != MIA_MATCH_NO && (matcher->part_count || matcher->scope->ids))
		answer = both(answer, match_parts(matcher, event));
	return answer;
}
