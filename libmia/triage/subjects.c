/* Who there is: applications, addresses, sessions and accounts, and what each did. */
#include "base/parallel.h"
#include "base/text.h"
#include "event/networks.h"
#include "triage/background.h"
#include "triage/tally.h"

bool
mia__triage_fold_text(struct tally *y, uint32_t id, uint32_t *ret)
{
	struct mia_text text = triage_text(y->t, id);

	*ret = id;
	if (id == 0)
		return true;
	if (id < y->text_count && y->folded_text[id]) {
		*ret = y->folded_text[id];
		return true;
	}
	/* What is written so already keeps its number. */
	if (text_is_lower(text)) {
		if (id < y->text_count)
			y->folded_text[id] = id;
		return true;
	}
	buf_clear(&y->scratch);
	for (size_t i = 0; i < text.len; i++)
		mia__buf_byte(&y->scratch, (char)ascii_lower((unsigned char)text.ptr[i]));
	if (y->scratch.failed || !mia__intern_add(&y->t->texts, buf_view(&y->scratch), ret))
		return false;
	if (id < y->text_count)
		y->folded_text[id] = *ret;
	return true;
}

static bool
new_subject(struct tally *y, enum mia_triage_kind kind)
{
	if (!mia__grow(y->a, &y->subjects, &y->subject_cap, y->subject_count + 1, sizeof(*y->subjects)))
		return false;
	y->subjects[y->subject_count++] = (struct subject){
		.kind = (uint8_t)kind,
		.s = { .first = MIA_TIME_UNKNOWN, .last = MIA_TIME_UNKNOWN },
		.burst_first = MIA_TIME_UNKNOWN,
		.first_mail = MIA_TIME_UNKNOWN,
		.last_mail = MIA_TIME_UNKNOWN,
		.consented = MIA_TIME_UNKNOWN,
	};
	return true;
}

uint32_t
mia__triage_account(const struct tally *y, uint32_t text)
{
	uint32_t number = mia__triage_find_pair(&y->keys, MIA_TRIAGE_ACCOUNT + 1, text);

	return number ? y->key_subjects[number] : 0;
}

/* Of several ways to write it the first in order of bytes. */
static void
show_least(struct subject *s, struct mia_text text)
{
	if (text.ptr != s->shown.ptr && (!s->shown.ptr || text_compare(text, s->shown) < 0))
		s->shown = text;
}

/* New ones are 0. */
static bool
grow_numbers(const struct tally *y, uint32_t **numbers, size_t *cap, size_t need)
{
	size_t before = *cap;

	if (!mia__grow(y->a, numbers, cap, need, sizeof(**numbers)))
		return false;
	memset(*numbers + before, 0, (*cap - before) * sizeof(**numbers));
	return true;
}

/* That of a text that is kept. */
static bool
subject_of_text(struct tally *y, enum mia_triage_kind kind, uint32_t id, uint32_t *ret)
{
	uint32_t folded, number;

	if (!mia__triage_fold_text(y, id, &folded) ||
		!mia__triage_pair(y, &y->keys, kind + 1, folded, &number) ||
		!grow_numbers(y, &y->key_subjects, &y->key_cap, y->keys.count))
		return false;
	if (!y->key_subjects[number]) {
		if (!new_subject(y, kind))
			return false;
		y->key_subjects[number] = (uint32_t)y->subject_count;
	}
	*ret = y->key_subjects[number];
	show_least(&y->subjects[*ret - 1], triage_text(y->t, id));
	return true;
}

bool
mia__triage_subject(struct tally *y, enum mia_triage_kind kind, struct mia_text text, uint32_t *ret)
{
	uint32_t id;

	return mia__intern_add(&y->t->texts, text, &id) && subject_of_text(y, kind, id, ret);
}

static void
count_records(struct tally *y)
{
	const struct mia_triage *t = y->t;

	for (size_t i = 0; i < t->contexts.count; i++)
		y->of_context[i].first = y->of_context[i].last = MIA_TIME_UNKNOWN;
	for (size_t i = 0; i < t->record_count; i++) {
		const struct noted *r = &t->records[i];
		struct stats *s = &y->of_context[r->context];
		if (y->copy[i] != i)
			continue;
		s->events++;
		s->binds += r->deed == DEED_BIND;
		s->syncs += r->deed == DEED_SYNC;
		s->signed_in += r->deed == DEED_SIGNED_IN;
		s->failed += r->deed >= DEED_WRONG;
		s->wrong += r->deed == DEED_WRONG;
		s->stopped += r->deed == DEED_STOPPED;
		s->throttled += r->throttled;
		s->marked += r->marked;
		time_widen(&s->first, &s->last, r->time);
	}
}

static void
add_stats(struct stats *to, const struct stats *s)
{
	to->events += s->events;
	to->binds += s->binds;
	to->syncs += s->syncs;
	to->signed_in += s->signed_in;
	to->failed += s->failed;
	to->wrong += s->wrong;
	to->stopped += s->stopped;
	to->throttled += s->throttled;
	to->marked += s->marked;
	time_widen(&to->first, &to->last, s->first);
	time_widen(&to->first, &to->last, s->last);
}

/* An application that was consented to, or given rights or secrets, is looked at. */
static bool
find_consented(struct tally *y, uint8_t **ret)
{
	const struct mia_triage *t = y->t;

	*ret = mia__alloc(y->a, t->texts.count + t->act_count + 1, sizeof(**ret));
	if (!*ret)
		return false;
	for (size_t i = 0; i < t->act_count; i++) {
		uint32_t folded;
		if (!mia__triage_fold_text(y, t->acts[i].app_id, &folded))
			return false;
		(*ret)[folded] = 1;
	}
	return true;
}

/* What bears a mark, copies folders, signs in or was consented to is never folded. */
static bool
fold_background(struct tally *y)
{
	struct mia_triage *t = y->t;
	size_t size = t->texts.count + t->act_count + 1;
	uint8_t *consented = NULL;
	bool ok = t->all || find_consented(y, &consented);

	for (uint32_t i = 1; ok && !t->all && i < t->contexts.count; i++) {
		struct context c = triage_context(t, i);
		const struct stats *s = &y->of_context[i];
		uint32_t app;

		ok = mia__triage_fold_text(y, c.app, &app);
		if (!ok || !c.background || s->events == 0 || s->marked || s->syncs || s->signed_in ||
			s->failed || (app < size && consented[app]))
			continue;
		y->folded[i] = 1;
		t->sums.folded.contexts++;
		t->sums.folded.events += s->events;
		t->sums.folded.binds += s->binds;
	}
	mia__dealloc(y->a, consented, size, sizeof(*consented));
	return ok;
}

static bool
note_network(struct tally *y, uint32_t session, const struct mia_address *address)
{
	struct {
		uint32_t session;
		struct mia_address network;
		unsigned char unused[3];
	} key;
	size_t kept = address->family == 4 ? 3 : 6, before = y->networks.count;
	uint32_t number;

	if (!mia__triage_names_somebody(address))
		return true;
	memset(&key, 0, sizeof(key));
	key.session = session;
	key.network.family = address->family;
	memcpy(key.network.bytes, address->bytes, kept);
	if (!mia__intern_add(&y->networks, (struct mia_text){ (const char *)&key, sizeof(key) }, &number))
		return false;
	y->subjects[session - 1].networks += number == before;
	return true;
}

/* One address is written in one way. */
static bool
subject_of_address(struct tally *y, const struct context *c, uint32_t *ret)
{
	const struct mia_text bytes = { (const char *)&c->address, sizeof(c->address) };
	char text[MIA_ADDRESS_TEXT];
	uint32_t number;

	if (!c->address.family || (!y->t->all && !mia__triage_names_somebody(&c->address)))
		return true;
	if (!mia__intern_add(&y->known_addresses, bytes, &number) ||
		!grow_numbers(y, &y->address_subjects, &y->address_cap, y->known_addresses.count))
		return false;
	if (!y->address_subjects[number]) {
		if (!new_subject(y, MIA_TRIAGE_ADDRESS))
			return false;
		y->address_subjects[number] = (uint32_t)y->subject_count;
		struct subject *s = &y->subjects[y->subject_count - 1];
		s->shown = mia__arena_text(&y->t->kept,
			(struct mia_text){ text, mia_address_format(&c->address, text) });
		if (!s->shown.ptr)
			return false;
	}
	*ret = y->address_subjects[number];
	return true;
}

static bool
find_of_context(struct tally *y, uint32_t context)
{
	struct context c = triage_context(y->t, context);
	uint32_t *of = &y->subject_of[(size_t)context * KINDS];

	if ((c.app && !subject_of_text(y, MIA_TRIAGE_APP, c.app, &of[MIA_TRIAGE_APP])) ||
		!subject_of_address(y, &c, &of[MIA_TRIAGE_ADDRESS]) ||
		(c.session && !subject_of_text(y, MIA_TRIAGE_SESSION, c.session, &of[MIA_TRIAGE_SESSION])) ||
		(c.actor && !subject_of_text(y, MIA_TRIAGE_ACCOUNT, c.actor, &of[MIA_TRIAGE_ACCOUNT])))
		return false;
	y->no_other[context] = !of[MIA_TRIAGE_APP] && !of[MIA_TRIAGE_ADDRESS] && !of[MIA_TRIAGE_SESSION];
	return true;
}

/* ---- what stands together; each on a thread of its own, in a table of its own ---- */

static bool
add_numbers(struct tally *y, uint32_t context, const struct context *c, const uint32_t *of)
{
	const struct stats *s = &y->of_context[context];

	for (unsigned kind = 0; kind < KINDS; kind++) {
		if (!of[kind])
			continue;
		struct subject *subject = &y->subjects[of[kind] - 1];
		add_stats(&subject->s, s);
		subject->not_owner |= c->not_owner && (s->binds || s->syncs);
	}
	return true;
}

/* The folded text of the actor was made with its subject. */
static bool
add_accounts(struct tally *y, uint32_t context, const struct context *c, const uint32_t *of)
{
	const struct stats *s = &y->of_context[context];
	uint32_t actor = c->actor ? y->folded_text[c->actor] : 0, pair;

	for (unsigned kind = 0; kind < KINDS && actor; kind++) {
		if (!of[kind])
			continue;
		if (!mia__triage_pair(y, &y->accounts, of[kind], actor, &pair))
			return false;
		if (s->events > s->failed)
			y->accounts.stats[pair].acted = 1;
	}
	return true;
}

static bool
add_addresses(struct tally *y, uint32_t context, const struct context *c, const uint32_t *of)
{
	uint32_t address = of[MIA_TRIAGE_ADDRESS], pair;

	(void)context;
	(void)c;
	for (unsigned kind = 0; kind < KINDS && address; kind++)
		if (of[kind] && kind != MIA_TRIAGE_ADDRESS &&
			!mia__triage_pair(y, &y->addresses, of[kind], address, &pair))
			return false;
	return true;
}

static bool
add_mailboxes(struct tally *y, uint32_t context, const struct context *c, const uint32_t *of)
{
	const struct mailbox_names *m = &y->t->mailboxes;
	uint32_t pair;

	if (!mia__mailbox_names_name(m, c->mailbox).len)
		return true;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		mia_time last = MIA_TIME_UNKNOWN;
		if (!of[kind])
			continue;
		if (!mia__triage_pair(y, &y->mailboxes, of[kind], mia__mailbox_names_root(m, c->mailbox),
			    &pair))
			return false;
		time_widen(&y->mailboxes.stats[pair].first, &last, y->of_context[context].first);
	}
	return true;
}

static bool
add_networks(struct tally *y, uint32_t context, const struct context *c, const uint32_t *of)
{
	(void)context;
	return !of[MIA_TRIAGE_SESSION] || note_network(y, of[MIA_TRIAGE_SESSION], &c->address);
}

enum { ADD_ADDRESSES, ADD_ACCOUNTS, ADD_MAILBOXES, ADD_NETWORKS, ADD_NUMBERS, ADDS };

/* What will be looked at soon lies anywhere. */
static void
fetch_soon(const struct tally *y, size_t part, uint32_t context)
{
	struct context c = triage_context(y->t, context);
	const uint32_t *of = &y->subject_of[(size_t)context * KINDS];
	const struct pairs *pairs = &y->addresses;
	uint32_t other = of[MIA_TRIAGE_ADDRESS];

	if (part == ADD_ACCOUNTS) {
		pairs = &y->accounts;
		other = y->folded_text[c.actor];
	} else if (part == ADD_MAILBOXES) {
		pairs = &y->mailboxes;
		other = mia__mailbox_names_root(&y->t->mailboxes, c.mailbox);
	} else if (part == ADD_NETWORKS) {
		return;
	}
	for (unsigned kind = 0; kind < KINDS; kind++) {
		if (of[kind] && part == ADD_NUMBERS)
			__builtin_prefetch(&y->subjects[of[kind] - 1]);
		else if (of[kind])
			mia__triage_fetch_pair(pairs, of[kind], other);
	}
}

static enum mia_status
join_contexts(void *ctx, size_t part)
{
	static bool (*const adds[ADDS])(struct tally * y, uint32_t context, const struct context *c,
		const uint32_t *of) = {
		[ADD_ADDRESSES] = add_addresses,
		[ADD_ACCOUNTS] = add_accounts,
		[ADD_MAILBOXES] = add_mailboxes,
		[ADD_NETWORKS] = add_networks,
		[ADD_NUMBERS] = add_numbers,
	};
	struct tally *y = ctx;

	for (uint32_t i = 1; i < y->t->contexts.count; i++) {
		struct context c = triage_context(y->t, i);
		if (y->t->contexts.count - i > 8)
			fetch_soon(y, part, i + 8);
		if (y->of_context[i].events && !y->folded[i] &&
			!adds[part](y, i, &c, &y->subject_of[(size_t)i * KINDS]))
			return MIA_ERR_MEMORY;
	}
	return MIA_OK;
}

bool
mia__triage_find_subjects(struct tally *y)
{
	count_records(y);
	if (!fold_background(y))
		return false;
	for (uint32_t i = 1; i < y->t->contexts.count; i++)
		if (y->of_context[i].events && !y->folded[i] && !find_of_context(y, i))
			return false;
	return mia__parallel(y->t->threads, ADDS, join_contexts, y) == MIA_OK;
}
