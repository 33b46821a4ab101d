/* Sessions as they are handed out: names, kinds and lists of those in order. */
#include "base/parallel.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/networks.h"
#include "timeline/geo.h"
#include "timeline/tally.h"
#include "timeline/watch.h"

enum { SESSIONS_A_PIECE = 4096 };

struct printing {
	struct tally *t;
	const uint32_t *list; /* which sessions */
	size_t count;
};

static bool
add_label(struct mia_sessions *s, struct mia_text label)
{
	if (!mia__grow(&s->names.a, &s->labels, &s->label_cap, s->label_count + 1, sizeof(*s->labels)))
		return false;
	s->labels[s->label_count++] = label;
	return true;
}

static bool
tell_unusual(struct mia_sessions *s, const struct session *session)
{
	static const struct mia_text words[] = {
		{ "new address", 11 },
		{ "new client", 10 },
		{ "new app", 7 },
		{ "logon", 5 },
		{ "volume", 6 },
		{ "abused app", 10 },
		{ "other version", 13 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (session->unusual & (1u << i) && !add_label(s, words[i]))
			return false;
	return true;
}

static bool
tell_shared(struct mia_sessions *s, const struct session *session)
{
	static const struct mia_text words[] = { { "clients", 7 }, { "apps", 4 }, { "networks", 8 } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (session->shared & (1u << i) && !add_label(s, words[i]))
			return false;
	return true;
}

static struct mia_text
kind_of(struct mia_text client_ip, const struct mia_address *address)
{
	if (client_ip.len == 0)
		return TEXT("missing");
	return address->family ? mia__network_kind(address) : TEXT("not an address");
}

/* The list is the caller's and may go before the sessions do. */
static bool
keep_text(struct mia_sessions *s, struct mia_text *text)
{
	uint32_t number;

	if (!mia__intern_add(&s->names.texts, *text, &number))
		return false;
	*text = names_text(&s->names, number);
	return true;
}

static bool
find_watched(struct mia_sessions *s, const struct watched *what)
{
	size_t from = s->label_count;

	if (s->watch &&
		!mia__watch_find(s->watch, what, &s->names.a, &s->labels, &s->label_count, &s->label_cap))
		return false;
	for (size_t i = from; i < s->label_count; i++)
		if (!keep_text(s, &s->labels[i]))
			return false;
	return true;
}

/* Of several ways to write one thing, the first in order of bytes; what is
 * stated before what is not. */
static void
keep_least(const struct mia_sessions *s, uint32_t *kept, uint32_t number)
{
	struct mia_text text = names_text(&s->names, number);

	if (number != *kept && text.len && (!*kept || text_compare(text, names_text(&s->names, *kept)) < 0))
		*kept = number;
}

/* What the whos of a session that are in scope say, in one. */
static struct context
united_context(const struct tally *t, const struct session *session)
{
	const struct mia_sessions *s = t->s;
	struct context all = { .actor = 0 };

	for (size_t i = 0; i < session->who_count; i++) {
		uint32_t who = t->members[session->whos + i];
		if (!t->in[who])
			continue;
		struct context c = mia__kept_context_of(&s->names, who);
		keep_least(s, &all.actor, c.actor);
		keep_least(s, &all.logon, c.logon);
		keep_least(s, &all.session_id, c.session_id);
		keep_least(s, &all.client_ip, c.client_ip);
		keep_least(s, &all.client, c.client);
		keep_least(s, &all.client_info, c.client_info);
		keep_least(s, &all.app_id, c.app_id);
		keep_least(s, &all.service, c.service);
		keep_least(s, &all.actor_info, c.actor_info);
		keep_least(s, &all.device_id, c.device_id);
		keep_least(s, &all.token_object_id, c.token_object_id);
		all.by_application = c.by_application;
	}
	return all;
}

static void
print_session(const struct tally *t, struct session *session, const struct mia_address *address,
	struct mia_session *p)
{
	const struct kept *n = &t->s->names;
	struct context c = united_context(t, session);

	*p = (struct mia_session){
		.mailbox = mia__mailbox_names_name(&n->mailboxes, session->mailbox),
		.actor = names_text(n, c.actor),
		.logon = names_text(n, c.logon),
		.session_id = names_text(n, c.session_id),
		.client_ip = names_text(n, c.client_ip),
		.client = names_text(n, c.client),
		.client_info = names_text(n, c.client_info),
		.app_id = names_text(n, c.app_id),
		.service = names_text(n, c.service),
		.first_seen = session->first_seen,
		.last_seen = session->last_seen,
		.bind_records = session->binds,
		.sync_records = session->syncs,
		.messages = session->messages,
		.folders = session->folders,
		.throttled_records = session->throttled,
		.other_records = session->others,
		.unnamed_accesses = session->unnamed,
		.mailbox_first_seen = t->mailbox_first[session->mailbox_root],
		.actor_info = names_text(n, c.actor_info),
		.other_app_ids = names_text(n, session->other_apps),
		.device_id = names_text(n, c.device_id),
		.token_object_id = names_text(n, c.token_object_id),
		.by_application = (enum mia_known)c.by_application,
		.match = (enum mia_match)session->match,
		.untold_records = session->untold,
	};
	p->address_kind = kind_of(p->client_ip, address);
}

static bool
lists_abused(struct mia_text ids)
{
	struct mia_text id;

	while (text_word(&ids, &id))
		if (mia__app_is_abused(id))
			return true;
	return false;
}

/* What comes soon lies anywhere: asks for the memory that will be looked at, one step after
 * the other. */
static void
fetch_soon(const struct printing *printing, size_t i)
{
	const struct tally *t = printing->t;
	const struct kept *n = &t->s->names;
	const uint32_t *list = printing->list;

	if (i + 40 < printing->count) {
		__builtin_prefetch(&t->sessions[list[i + 40]]);
		__builtin_prefetch((const char *)(&t->sessions[list[i + 40]] + 1) - 1);
		__builtin_prefetch(&t->addresses[list[i + 40]]);
	}
	if (i + 32 < printing->count)
		__builtin_prefetch(&t->members[t->sessions[list[i + 32]].whos]);
	if (i + 24 < printing->count) {
		uint32_t who = t->members[t->sessions[list[i + 24]].whos];
		intern_ask_place(&n->contexts, who);
		__builtin_prefetch(&t->in[who]);
	}
	if (i + 16 < printing->count) {
		uint32_t who = t->members[t->sessions[list[i + 16]].whos];
		intern_ask_text(&n->contexts, who);
	}
	if (i + 8 < printing->count) {
		const uint32_t *traits = t->sessions[list[i + 8]].traits;
		intern_ask_place(&n->texts, t->sessions[list[i + 8]].id);
		intern_ask_place(&n->texts, traits[TRAIT_ADDRESS]);
	}
	if (i + 4 < printing->count) {
		const uint32_t *traits = t->sessions[list[i + 4]].traits;
		intern_ask_text(&n->texts, t->sessions[list[i + 4]].id);
		intern_ask_text(&n->texts, traits[TRAIT_ADDRESS]);
	}
}

static enum mia_status
print_piece(void *ctx, size_t piece)
{
	struct printing *printing = ctx;
	struct tally *t = printing->t;
	size_t from = piece * SESSIONS_A_PIECE, to = from + SESSIONS_A_PIECE;
	struct mia_text last = TEXT_ABSENT, name = TEXT_ABSENT;
	bool abused = false;

	for (size_t i = from; i < to && i < printing->count; i++) {
		uint32_t number = printing->list[i];
		struct session *session = &t->sessions[number];
		struct mia_session *p = &t->s->printed[i];

		fetch_soon(printing, i);
		print_session(t, session, &t->addresses[number], p);
		/* Few applications are used by most. */
		if (p->app_id.ptr != last.ptr) {
			last = p->app_id;
			name = mia__app_name(last);
			abused = mia__app_is_abused(last);
		}
		p->app_name = name;
		if (abused || lists_abused(p->other_app_ids))
			session->unusual |= UNUSUAL_ABUSED_APP;
	}
	return MIA_OK;
}

/* ---- the order ---- */

/* Where name and time are the same. */
static int
compare_printed(const void *ctx, uint32_t x, uint32_t y)
{
	const struct printing *printing = ctx;
	const struct tally *t = printing->t;
	const struct mia_session *a = &t->s->printed[x], *b = &t->s->printed[y];
	const struct mailbox_names *m = &t->s->names.mailboxes;
	const struct mia_text texts[][2] = {
		{ mia__mailbox_names_guid(m, t->sessions[printing->list[x]].mailbox),
			mia__mailbox_names_guid(m, t->sessions[printing->list[y]].mailbox) },
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
	int c = 0;

	for (size_t i = 0; c == 0 && i < sizeof(texts) / sizeof(texts[0]); i++)
		c = text_compare(texts[i][0], texts[i][1]);
	return c != 0 ? c : number_compare(a->by_application, b->by_application);
}

/* Names and times are in order already. */
static bool
order_printed(struct printing *printing)
{
	struct mia_sessions *s = printing->t->s;
	uint32_t *order = s->order;

	for (size_t i = 0; i < printing->count; i++)
		order[i] = (uint32_t)i;
	for (size_t from = 0, to; from < printing->count; from = to) {
		const struct mia_session *first = &s->printed[from];
		for (to = from + 1; to < printing->count; to++)
			if (s->printed[to].first_seen != first->first_seen ||
				text_compare(s->printed[to].mailbox, first->mailbox) != 0)
				break;
		if (to - from > 1 &&
			!mia__sort_numbers(&s->names.a, order + from, to - from, compare_printed, printing))
			return false;
	}
	return true;
}

/* ---- lists, which may add texts ---- */

static bool
list_labels(struct tally *t, const struct session *session, const struct mia_address *address,
	struct mia_session *p)
{
	struct mia_sessions *s = t->s;
	struct watched what = {
		.address = *address,
		.app_id = p->app_id,
		.other_app_ids = p->other_app_ids,
		.client_info = p->client_info,
		.actor_info = p->actor_info,
		.session_id = p->session_id,
	};
	size_t from = s->label_count;

	if (!tell_unusual(s, session))
		return false;
	p->unusual.count = s->label_count - from;
	from = s->label_count;
	if (!find_watched(s, &what))
		return false;
	p->watch.count = s->label_count - from;
	from = s->label_count;
	if (!tell_shared(s, session))
		return false;
	p->shared.count = s->label_count - from;
	return !s->geo ||
		(mia__geo_find(s->geo, &what.address, &s->scratch, &p->country, &p->network) &&
			keep_text(s, &p->country) && keep_text(s, &p->network));
}

static bool
list_all_labels(const struct printing *printing)
{
	struct tally *t = printing->t;
	struct mia_sessions *s = t->s;

	for (size_t i = 0; i < printing->count; i++) {
		uint32_t number = printing->list[i];
		if (!list_labels(t, &t->sessions[number], &t->addresses[number], &s->printed[i]))
			return false;
	}
	/* Only now do the lists stay where they are. */
	const struct mia_text *label = s->labels;
	for (size_t i = 0; label && i < printing->count; i++) {
		struct mia_session *p = &s->printed[i];
		p->unusual.ptr = label;
		p->watch.ptr = label + p->unusual.count;
		p->shared.ptr = label + p->unusual.count + p->watch.count;
		label += p->unusual.count + p->watch.count + p->shared.count;
	}
	return true;
}

bool
mia__tally_print(struct tally *t, const uint32_t *list, size_t count)
{
	struct mia_sessions *s = t->s;
	struct printing printing = { t, list, count };

	if (count == 0)
		return true;
	s->printed = mia__alloc(&s->names.a, count, sizeof(*s->printed));
	s->order = mia__alloc(&s->names.a, count, sizeof(*s->order));
	s->printed_count = count;
	if (!s->printed || !s->order)
		return false;
	size_t pieces = (count + SESSIONS_A_PIECE - 1) / SESSIONS_A_PIECE;
	return mia__parallel(s->threads, pieces, print_piece, &printing) == MIA_OK &&
		order_printed(&printing) && list_all_labels(&printing);
}
