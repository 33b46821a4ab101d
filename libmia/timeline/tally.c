/* Sealing sessions: who is the same, what counts once, in which order. */
#include "base/sort.h"
#include "base/text.h"
#include "timeline/tally.h"

static int
compare_who_keys(const void *ctx, uint32_t x, uint32_t y)
{
	const struct tally *t = ctx;

	return memcmp(&t->keys[x], &t->keys[y], sizeof(t->keys[x]));
}

static int
stated_of(const struct mia_sessions *s, const struct visit *v)
{
	struct context c = mia__kept_context_of(&s->names, sessions_who(s, v->who).context);

	return (names_text(&s->names, c.session_id).len != 0) +
		(names_text(&s->names, c.client_ip).len != 0) +
		(names_text(&s->names, c.client_info).len != 0) + (names_text(&s->names, c.actor).len != 0);
}

/* Of copies the one that has lost the least, so that no name of a file decides. */
static int
compare_worth(const struct mia_sessions *s, const struct visit *a, const struct visit *b)
{
	if ((a->kind == VISIT_OTHER) != (b->kind == VISIT_OTHER))
		return a->kind == VISIT_OTHER ? 1 : -1;
	int c = stated_of(s, b) - stated_of(s, a);
	return c ? c : number_compare(a->content, b->content);
}

static int
compare_copies(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;
	const struct visit *a = &s->visits[x], *b = &s->visits[y];
	int c = memcmp(a->key, b->key, sizeof(a->key));

	if (c == 0)
		c = compare_worth(s, a, b);
	if (c == 0 && a->source != b->source)
		c = text_compare(names_text(&s->names, a->source), names_text(&s->names, b->source));
	return c != 0 ? c : number_compare(a->record, b->record);
}

/* The order of the result. */
static int
compare_sessions(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_sessions *s = ((const struct tally *)ctx)->s;
	const struct session *sx = &s->sessions[x], *sy = &s->sessions[y];
	const struct mia_session *a = &sx->printed, *b = &sy->printed;
	const struct mia_text texts[][2] = {
		{ mia__mailbox_names_guid(&s->names.mailboxes, sx->mailbox),
			mia__mailbox_names_guid(&s->names.mailboxes, sy->mailbox) },
		{ a->actor, b->actor },
		{ a->logon, b->logon },
		{ a->session_id, b->session_id },
		{ a->client_ip, b->client_ip },
		{ a->client, b->client },
		{ a->client_info, b->client_info },
		{ a->app_id, b->app_id },
		{ a->actor_info, b->actor_info },
		{ a->other_app_ids, b->other_app_ids },
		{ a->device_id, b->device_id },
		{ a->token_object_id, b->token_object_id },
	};
	int c = text_compare(a->mailbox, b->mailbox);

	if (c == 0)
		c = time_compare(a->first_seen, b->first_seen);
	for (size_t i = 0; c == 0 && i < sizeof(texts) / sizeof(texts[0]); i++)
		c = text_compare(texts[i][0], texts[i][1]);
	return c != 0 ? c : number_compare(a->by_application, b->by_application);
}

bool
mia__tally_sort(struct tally *t, size_t count, sort_compare *compare)
{
	for (size_t i = 0; i < count; i++)
		t->list[i] = (uint32_t)i;
	return mia__sort_numbers(&t->s->names.a, t->list, count, compare, t);
}

static bool
fold_case(struct mia_sessions *s, uint32_t id, uint32_t *ret)
{
	struct mia_text t = names_text(&s->names, id);

	buf_clear(&s->scratch);
	for (size_t i = 0; i < t.len; i++)
		mia__buf_byte(&s->scratch, (char)ascii_lower((unsigned char)t.ptr[i]));
	*ret = 0;
	return !s->scratch.failed &&
		(t.len == 0 || mia__intern_add(&s->names.texts, buf_view(&s->scratch), ret));
}

/* GUIDs without regard to case; tokens and other ids as they are. */
static bool
fold_id(struct mia_sessions *s, uint32_t id, uint32_t *ret)
{
	struct mia_text t = names_text(&s->names, id);

	*ret = t.len ? id : 0;
	return !mia__text_is_guid(t) || fold_case(s, id, ret);
}

static uint32_t
stated(const struct mia_sessions *s, uint32_t id)
{
	return names_text(&s->names, id).len ? id : 0;
}

static bool
make_keys(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (uint32_t i = 1; i < s->whos.count; i++) {
		struct who who = sessions_who(s, i);
		struct context c = mia__kept_context_of(&s->names, who.context);
		t->keys[i] = (struct who_key){
			.mailbox = mia__mailbox_names_root(&s->names.mailboxes, who.mailbox),
			.logon = stated(s, c.logon),
			.client_ip = stated(s, c.client_ip),
			.client_info = stated(s, c.client_info),
			.actor_info = stated(s, c.actor_info),
			.by_application = c.by_application,
		};
		if (!fold_case(s, c.actor, &t->keys[i].actor) ||
			!fold_id(s, c.session_id, &t->keys[i].session_id) ||
			!fold_id(s, c.app_id, &t->keys[i].app_id) ||
			!fold_id(s, c.device_id, &t->keys[i].device_id) ||
			!fold_id(s, c.token_object_id, &t->keys[i].token_object_id))
			return false;
	}
	return true;
}

/* Of several ways to write one thing, the first in order of bytes; what is
 * stated before what is not. */
static void
keep_least(struct mia_text *kept, struct mia_text text)
{
	if (text.len && (!kept->len || text_compare(text, *kept) < 0))
		*kept = text;
}

/* Ids that are listed of one session; hostile evidence might state one a record. */
enum { OTHER_APPS_BYTES = 32 * 37 };

static bool
list_apps(struct mia_sessions *s, struct mia_text *listed, uint32_t more)
{
	struct mia_text ids = names_text(&s->names, more);

	if (ids.len == 0 || text_equal(*listed, ids) || listed->len >= OTHER_APPS_BYTES)
		return true;
	buf_clear(&s->scratch);
	mia__buf_text(&s->scratch, *listed);
	for (struct mia_text id; text_word(&ids, &id);) {
		if (mia__text_find_nocase(buf_view(&s->scratch), id) >= 0)
			continue;
		if (s->scratch.len)
			mia__buf_byte(&s->scratch, ' ');
		mia__buf_text(&s->scratch, id);
	}
	if (s->scratch.failed || !mia__intern_add(&s->names.texts, buf_view(&s->scratch), &more))
		return false;
	*listed = names_text(&s->names, more);
	return true;
}

static bool
print_texts(struct mia_sessions *s, struct session *session, struct who who)
{
	struct context c = mia__kept_context_of(&s->names, who.context);
	struct mia_session *p = &session->printed;

	keep_least(&p->actor, names_text(&s->names, c.actor));
	keep_least(&p->logon, names_text(&s->names, c.logon));
	keep_least(&p->session_id, names_text(&s->names, c.session_id));
	keep_least(&p->client_ip, names_text(&s->names, c.client_ip));
	keep_least(&p->client, names_text(&s->names, c.client));
	keep_least(&p->client_info, names_text(&s->names, c.client_info));
	keep_least(&p->app_id, names_text(&s->names, c.app_id));
	keep_least(&p->service, names_text(&s->names, c.service));
	keep_least(&p->actor_info, names_text(&s->names, c.actor_info));
	keep_least(&p->device_id, names_text(&s->names, c.device_id));
	keep_least(&p->token_object_id, names_text(&s->names, c.token_object_id));
	p->by_application = (enum mia_known)c.by_application;
	return list_apps(s, &p->other_app_ids, c.other_app_ids);
}

static struct session
new_session(const struct tally *t, uint32_t number, struct who who)
{
	const struct mia_sessions *s = t->s;
	const struct who_key *key = &t->keys[number];

	return (struct session){
		.mailbox = who.mailbox,
		.mailbox_root = key->mailbox,
		.id = key->session_id,
		.first = MIA_TIME_UNKNOWN,
		.traits = {
			[TRAIT_ADDRESS] = key->client_ip,
			/* A record that states none has a plain name all the same: "unknown". */
			[TRAIT_CLIENT] = key->client_info ? mia__kept_context_of(&s->names, who.context).client : 0,
			[TRAIT_APP] = key->app_id,
			[TRAIT_LOGON] = key->logon,
		},
		.printed.mailbox = mia__mailbox_names_name(&s->names.mailboxes, who.mailbox),
		.printed.first_seen = MIA_TIME_UNKNOWN,
		.printed.last_seen = MIA_TIME_UNKNOWN,
	};
}

static bool
find_sessions(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->visit_count; i++)
		t->in[s->visits[i].who] = 1;
	if (!make_keys(t) || !mia__tally_sort(t, s->whos.count, compare_who_keys))
		return false;
	for (size_t i = 0; i < s->whos.count; i++) {
		uint32_t number = t->list[i];
		if (number == 0)
			continue;
		struct who who = sessions_who(s, number);
		if (s->session_count == 0 || i == 0 || t->list[i - 1] == 0 ||
			compare_who_keys(t, t->list[i - 1], number) != 0)
			s->sessions[s->session_count++] = new_session(t, number, who);
		struct session *session = &s->sessions[s->session_count - 1];
		t->session_of_who[number] = (uint32_t)(s->session_count - 1);
		if (session->first == MIA_TIME_UNKNOWN ||
			(s->firsts[number] != MIA_TIME_UNKNOWN && s->firsts[number] < session->first))
			session->first = s->firsts[number];
		if (t->in[number] && !print_texts(s, session, who))
			return false;
	}
	return true;
}

/* The copy that names the most leaves the fewest unnamed. */
static void
join_copies(struct tally *t)
{
	struct mia_sessions *s = t->s;
	struct visit *first = NULL;

	for (size_t i = 0; i < s->visit_count; i++) {
		struct visit *v = &s->visits[t->list[i]];
		if (!first || memcmp(first->key, v->key, sizeof(v->key)) != 0) {
			first = v;
		} else {
			first->throttled |= v->throttled;
			if (v->listed > first->listed)
				first->listed = v->listed;
			if (v->kind == VISIT_BIND && v->unnamed < first->unnamed)
				first->unnamed = v->unnamed;
			/* The scope holds a record if it holds one of its copies. */
			first->missing =
				first->missing && v->missing ? (uint16_t)(first->missing | v->missing) : 0;
		}
		t->copy[t->list[i]] = (uint32_t)(first - s->visits);
	}
}

/* A session known only from copies that do not count has no record. */
static bool
order_sessions(struct tally *t)
{
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->session_count; i++) {
		const struct mia_session *p = &s->sessions[i].printed;
		if (p->bind_records + p->sync_records + p->other_records > 0)
			s->order[s->order_count++] = (uint32_t)i;
	}
	return mia__sort_numbers(&s->names.a, s->order, s->order_count, compare_sessions, t);
}

static size_t
largest(size_t a, size_t b)
{
	return a > b ? a : b;
}

bool
mia__sessions_tally(struct mia_sessions *s)
{
	const struct mia_allocator *a = &s->names.a;
	size_t whos = s->whos.count;
	struct tally t = { .s = s };
	bool ok = false;

	if (s->visit_count == 0)
		return true;
	t.list_cap = largest(largest(largest(s->visit_count, whos), largest(s->item_count, s->folder_count)),
		s->aside_count);
	t.keys = mia__alloc(a, whos, sizeof(*t.keys));
	t.session_of_who = mia__alloc(a, whos, sizeof(*t.session_of_who));
	t.in = mia__alloc(a, whos, sizeof(*t.in));
	t.copy = mia__alloc(a, s->visit_count, sizeof(*t.copy));
	t.list = mia__alloc(a, t.list_cap, sizeof(*t.list));
	s->session_cap = whos;
	s->sessions = mia__alloc(a, whos, sizeof(*s->sessions));
	s->order = mia__alloc(a, whos, sizeof(*s->order));
	if (t.keys && t.session_of_who && t.in && t.copy && t.list && s->sessions && s->order &&
		find_sessions(&t) && mia__tally_sort(&t, s->visit_count, compare_copies)) {
		join_copies(&t);
		ok = mia__tally_count(&t) && order_sessions(&t) && mia__sessions_find_unusual(s, t.list) &&
			mia__sessions_find_shared(s, t.list) && mia__sessions_annotate(s);
	}
	mia__dealloc(a, t.keys, whos, sizeof(*t.keys));
	mia__dealloc(a, t.session_of_who, whos, sizeof(*t.session_of_who));
	mia__dealloc(a, t.in, whos, sizeof(*t.in));
	mia__dealloc(a, t.copy, s->visit_count, sizeof(*t.copy));
	mia__dealloc(a, t.list, t.list_cap, sizeof(*t.list));
	return ok;
}
