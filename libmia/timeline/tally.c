/* Sealing sessions: who is the same, what counts once, in which order. */
#include "timeline/tally.h"

#include "base/parallel.h"
#include "base/text.h"

/* ---- who is the same ---- */

static int
compare_who_keys(const void *ctx, uint32_t x, uint32_t y)
{
	const struct tally *t = ctx;

	return memcmp(&t->keys[x], &t->keys[y], sizeof(t->keys[x]));
}

static bool
fold_case(struct mia_sessions *s, uint32_t id, uint32_t *ret)
{
	struct mia_text t = names_text(&s->names, id);

	/* What is written so already keeps its number. */
	*ret = t.len ? id : 0;
	if (text_is_lower(t))
		return true;
	buf_clear(&s->scratch);
	if (!mia__buf_reserve(&s->scratch, t.len))
		return false;
	for (size_t i = 0; i < t.len; i++)
		mia__buf_byte(&s->scratch, (char)ascii_lower((unsigned char)t.ptr[i]));
	return !s->scratch.failed && mia__intern_add(&s->names.texts, buf_view(&s->scratch), ret);
}

/* What texts become, by number: they are few, and records many. */
struct folded {
	uint32_t *names, *ids; /* + 1; 0: not folded yet */
	size_t count;
};

static bool
fold_name(struct tally *t, struct folded *f, uint32_t id, uint32_t *ret)
{
	if (!f->names[id]) {
		if (!fold_case(t->s, id, ret))
			return false;
		f->names[id] = *ret + 1;
	}
	*ret = f->names[id] - 1;
	return true;
}

/* GUIDs without regard to case; tokens and other ids as they are. */
static bool
fold_id(struct tally *t, struct folded *f, uint32_t id, uint32_t *ret)
{
	struct mia_text text = names_text(&t->s->names, id);

	if (!f->ids[id]) {
		*ret = text.len ? id : 0;
		if (mia__text_is_guid(text) && !fold_case(t->s, id, ret))
			return false;
		f->ids[id] = *ret + 1;
	}
	*ret = f->ids[id] - 1;
	return true;
}

static uint32_t
stated(const struct mia_sessions *s, uint32_t id)
{
	return names_text(&s->names, id).len ? id : 0;
}

static bool
make_key(struct tally *t, struct folded *f, uint32_t who)
{
	struct mia_sessions *s = t->s;
	struct context c = mia__kept_context_of(&s->names, who);
	struct who_key *key = &t->keys[who];

	*key = (struct who_key){
		.mailbox = mia__mailbox_names_root(&s->names.mailboxes, c.mailbox),
		.logon = stated(s, c.logon),
		.client_ip = stated(s, c.client_ip),
		.client_info = stated(s, c.client_info),
		.actor_info = stated(s, c.actor_info),
		.by_application = c.by_application,
	};
	return fold_name(t, f, c.actor, &key->actor) && fold_id(t, f, c.session_id, &key->session_id) &&
		fold_id(t, f, c.app_id, &key->app_id) && fold_id(t, f, c.device_id, &key->device_id) &&
		fold_id(t, f, c.token_object_id, &key->token_object_id);
}

static bool
make_keys(struct tally *t)
{
	const struct mia_allocator *a = &t->s->names.a;
	size_t texts = t->s->names.texts.count;
	struct folded f = { mia__alloc(a, texts, sizeof(uint32_t)), mia__alloc(a, texts, sizeof(uint32_t)),
		texts };
	bool ok = f.names && f.ids;

	for (uint32_t i = 1; ok && i < t->who_count; i++)
		ok = make_key(t, &f, i);
	mia__dealloc(a, f.names, texts, sizeof(uint32_t));
	mia__dealloc(a, f.ids, texts, sizeof(uint32_t));
	return ok;
}

static uint64_t
hash_of_who(const void *ctx, uint32_t who, unsigned level)
{
	const struct tally *t = ctx;

	(void)level;
	return mia__hash_table(t->hash, &t->keys[who], sizeof(t->keys[who]));
}

/* Equal keys together, and as their whos stand; else in no order at all. */
static bool
order_members(struct tally *t)
{
	static const struct sort_keys by_hash = { hash_of_who, 1, compare_who_keys };

	t->hash = mia__hash_random_key();
	for (uint32_t i = 1; i < t->who_count; i++)
		t->members[i - 1] = i;
	return mia__sort_keyed(&t->s->names.a, t->s->threads, t->members, t->who_count - 1, &by_hash, t);
}

static struct session
new_session(const struct tally *t, uint32_t who)
{
	const struct who_key *key = &t->keys[who];
	struct context c = mia__kept_context_of(&t->s->names, who);

	return (struct session){
		.mailbox = c.mailbox,
		.mailbox_root = key->mailbox,
		.id = key->session_id,
		.first = MIA_TIME_UNKNOWN,
		.first_seen = MIA_TIME_UNKNOWN,
		.last_seen = MIA_TIME_UNKNOWN,
		.traits = {
			[TRAIT_ADDRESS] = key->client_ip,
			/* A record that states none has a plain name all the same: "unknown". */
			[TRAIT_CLIENT] = key->client_info ? c.client : 0,
			[TRAIT_APP] = key->app_id,
			[TRAIT_LOGON] = key->logon,
		},
	};
}

/* Ids that are listed of one session; hostile evidence might state one a record. */
enum { OTHER_APPS_BYTES = 32 * 37 };

static bool
list_apps(struct mia_sessions *s, uint32_t *listed, uint32_t more)
{
	struct mia_text ids = names_text(&s->names, more), before = names_text(&s->names, *listed);

	if (ids.len == 0 || more == *listed || before.len >= OTHER_APPS_BYTES)
		return true;
	buf_clear(&s->scratch);
	mia__buf_text(&s->scratch, before);
	for (struct mia_text id; text_word(&ids, &id);) {
		if (mia__text_find_nocase(buf_view(&s->scratch), id) >= 0)
			continue;
		if (s->scratch.len)
			mia__buf_byte(&s->scratch, ' ');
		mia__buf_text(&s->scratch, id);
	}
	return !s->scratch.failed && mia__intern_add(&s->names.texts, buf_view(&s->scratch), listed);
}

static uint32_t
other_apps_of(const struct tally *t, uint32_t who)
{
	return mia__kept_context_of(&t->s->names, who).other_app_ids;
}

static int
compare_other_apps(const void *ctx, uint32_t x, uint32_t y)
{
	const struct tally *t = ctx;
	uint32_t a = other_apps_of(t, x), b = other_apps_of(t, y);

	return a == b ? 0 : text_compare(names_text(&t->s->names, a), names_text(&t->s->names, b));
}

/* The lists of all whos of the session in one. Those come in order of arrival, which must
 * not show: neither in the order of the ids nor in which of them have room. */
static bool
join_lists(struct tally *t, struct session *session)
{
	struct mia_sessions *s = t->s;
	uint32_t *whos = t->members + session->whos;
	uint32_t list = 0;
	bool several = false, ok = true;

	for (size_t i = 0; i < session->who_count; i++) {
		uint32_t own = t->in[whos[i]] ? other_apps_of(t, whos[i]) : 0;
		several |= list && own && own != list;
		list = list ? list : own;
	}
	if (!several) {
		session->other_apps = list;
		return true;
	}
	if (!mia__sort_numbers(&s->names.a, whos, session->who_count, compare_other_apps, t))
		return false;
	for (size_t i = 0; ok && i < session->who_count; i++)
		if (t->in[whos[i]])
			ok = list_apps(s, &session->other_apps, other_apps_of(t, whos[i]));
	return ok;
}

/* One more who of the session that was made last. */
static void
add_member(struct tally *t, uint32_t who)
{
	const struct mia_sessions *s = t->s;
	struct session *session = &t->sessions[t->session_count - 1];

	session->who_count++;
	t->session_of_who[who] = (uint32_t)(t->session_count - 1);
	if (session->first == MIA_TIME_UNKNOWN ||
		(s->firsts[who] != MIA_TIME_UNKNOWN && s->firsts[who] < session->first))
		session->first = s->firsts[who];
}

static bool
find_sessions(struct tally *t)
{
	const struct mia_sessions *s = t->s;

	for (size_t i = 0; i < s->visit_count; i++)
		t->in[s->visits[i].who] = 1;
	if (!make_keys(t) || !order_members(t))
		return false;
	for (size_t i = 0; i + 1 < t->who_count; i++) {
		uint32_t who = t->members[i];
		if (i == 0 || compare_who_keys(t, t->members[i - 1], who) != 0) {
			t->sessions[t->session_count] = new_session(t, who);
			t->sessions[t->session_count++].whos = (uint32_t)i;
		}
		add_member(t, who);
	}
	/* Only once all are there, since the whos of one session change their places. */
	for (size_t i = 0; i < t->session_count; i++)
		if (!join_lists(t, &t->sessions[i]))
			return false;
	return true;
}

/* ---- addresses, and the order ---- */

enum { ADDRESSES_A_PIECE = 8192 };

static enum mia_status
parse_piece(void *ctx, size_t piece)
{
	struct tally *t = ctx;
	size_t from = piece * ADDRESSES_A_PIECE, to = from + ADDRESSES_A_PIECE;

	for (size_t i = from; i < to && i < t->session_count; i++) {
		struct mia_text text = names_text(&t->s->names, t->sessions[i].traits[TRAIT_ADDRESS]);
		if (mia_address_parse(text, &t->addresses[i]) < 0)
			t->addresses[i].family = 0;
	}
	return MIA_OK;
}

static int
compare_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mailbox_names *m = ctx;

	return text_compare(mia__mailbox_names_name(m, x), mia__mailbox_names_name(m, y));
}

/* By number of the mailbox; equal names have one rank. */
static bool
rank_mailboxes(const struct mailbox_names *m, const struct mia_allocator *a, uint32_t *ranks)
{
	uint32_t *list = mia__alloc(a, m->count + 1, sizeof(*list)), rank = 0;
	bool ok = list != NULL;

	for (size_t i = 0; ok && i < m->count; i++)
		list[i] = (uint32_t)i;
	ok = ok && mia__sort_numbers(a, list, m->count, compare_names, m);
	for (size_t i = 0; ok && i < m->count; i++) {
		if (i && compare_names(m, list[i - 1], list[i]) != 0)
			rank++;
		ranks[list[i]] = rank;
	}
	mia__dealloc(a, list, m->count + 1, sizeof(*list));
	return ok;
}

/* By the name of the mailbox, then by the first record. A session known only from
 * copies that do not count has no record. */
static bool
order_sessions(struct tally *t, size_t *ret)
{
	const struct mia_allocator *a = &t->s->names.a;
	const struct mailbox_names *m = &t->s->names.mailboxes;
	uint32_t *ranks = mia__alloc(a, m->count + 1, sizeof(*ranks));
	size_t count = 0;
	bool ok = ranks && rank_mailboxes(m, a, ranks);

	for (size_t i = 0; ok && i < t->session_count; i++) {
		const struct session *session = &t->sessions[i];
		if (session->binds || session->syncs || session->others)
			t->pairs[count++] =
				(struct sort_pair){ sort_key_of_time(session->first_seen), (uint32_t)i };
	}
	ok = ok && mia__sort_by_key(a, t->pairs, count);
	for (size_t i = 0; ok && i < count; i++)
		t->pairs[i].key = ranks[t->sessions[t->pairs[i].value].mailbox];
	ok = ok && mia__sort_by_key(a, t->pairs, count);
	for (size_t i = 0; ok && i < count; i++)
		t->list[i] = t->pairs[i].value;
	mia__dealloc(a, ranks, m->count + 1, sizeof(*ranks));
	*ret = count;
	return ok;
}

/* ---- one after the other ---- */

static size_t
largest(size_t a, size_t b)
{
	return a > b ? a : b;
}

static bool
make_room(struct tally *t)
{
	const struct mia_sessions *s = t->s;
	const struct mia_allocator *a = &s->names.a;

	t->list_cap = largest(largest(largest(s->visit_count, t->who_count),
				      largest(s->item_count, s->folder_count)),
		s->aside_count);
	t->pair_cap = largest(t->who_count, s->folder_count);
	t->keys = mia__alloc(a, t->who_count, sizeof(*t->keys));
	t->session_of_who = mia__alloc(a, t->who_count, sizeof(*t->session_of_who));
	t->members = mia__alloc(a, t->who_count, sizeof(*t->members));
	t->in = mia__alloc(a, t->who_count, sizeof(*t->in));
	t->copy = mia__alloc(a, s->visit_count, sizeof(*t->copy));
	t->pairs = mia__alloc(a, t->pair_cap, sizeof(*t->pairs));
	t->list = mia__alloc(a, t->list_cap, sizeof(*t->list));
	t->sessions = mia__alloc(a, t->who_count, sizeof(*t->sessions));
	t->addresses = mia__alloc(a, t->who_count, sizeof(*t->addresses));
	t->mailbox_first = mia__alloc(a, t->mailbox_count, sizeof(*t->mailbox_first));
	return t->keys && t->session_of_who && t->members && t->in && t->copy && t->pairs && t->list &&
		t->sessions && t->addresses && t->mailbox_first;
}

/* What only counting needs goes before the rows come. */
static void
release_counted(struct tally *t)
{
	struct mia_sessions *s = t->s;
	const struct mia_allocator *a = &s->names.a;

	mia__dealloc(a, t->keys, t->who_count, sizeof(*t->keys));
	mia__dealloc(a, t->session_of_who, t->who_count, sizeof(*t->session_of_who));
	mia__dealloc(a, t->copy, s->visit_count, sizeof(*t->copy));
	t->keys = NULL;
	t->session_of_who = t->copy = NULL;
	mia__sessions_release_records(s);
}

static void
release(struct tally *t)
{
	const struct mia_allocator *a = &t->s->names.a;

	release_counted(t);
	mia__dealloc(a, t->members, t->who_count, sizeof(*t->members));
	mia__dealloc(a, t->in, t->who_count, sizeof(*t->in));
	mia__dealloc(a, t->pairs, t->pair_cap, sizeof(*t->pairs));
	mia__dealloc(a, t->list, t->list_cap, sizeof(*t->list));
	mia__dealloc(a, t->sessions, t->who_count, sizeof(*t->sessions));
	mia__dealloc(a, t->addresses, t->who_count, sizeof(*t->addresses));
	mia__dealloc(a, t->mailbox_first, t->mailbox_count, sizeof(*t->mailbox_first));
}

bool
mia__sessions_tally(struct mia_sessions *s)
{
	struct tally t = {
		.s = s,
		.who_count = s->names.contexts.count,
		.mailbox_count = s->names.mailboxes.count,
	};
	size_t count = 0;

	if (s->visit_count == 0)
		return true;
	bool ok = make_room(&t) && find_sessions(&t) && mia__tally_join_copies(&t) && mia__tally_count(&t);
	if (ok) {
		release_counted(&t);
		size_t pieces = (t.session_count + ADDRESSES_A_PIECE - 1) / ADDRESSES_A_PIECE;
		(void)mia__parallel(s->threads, pieces, parse_piece, &t);
		ok = mia__tally_find_unusual(&t) && mia__tally_find_shared(&t) && order_sessions(&t, &count);
		mia__dealloc(&s->names.a, t.pairs, t.pair_cap, sizeof(*t.pairs));
		t.pairs = NULL;
		ok = ok && mia__tally_print(&t, t.list, count);
	}
	release(&t);
	return ok;
}
