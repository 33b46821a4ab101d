/* Who there is: applications, addresses, sessions and accounts, and what each did. */
#include "base/text.h"
#include "event/networks.h"
#include "triage/background.h"
#include "triage/tally.h"

/* Of a subject; interned as bytes. */
struct subject_key {
	uint32_t kind, text; /* without regard to case */
};

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

bool
mia__triage_subject(struct tally *y, enum mia_triage_kind kind, struct mia_text text, uint32_t *ret)
{
	struct subject_key key = { .kind = kind };
	uint32_t id, number;

	if (!mia__intern_add(&y->t->texts, text, &id) || !mia__triage_fold_text(y, id, &key.text) ||
		!mia__intern_add(&y->keys, (struct mia_text){ (const char *)&key, sizeof(key) }, &number))
		return false;
	if (number > y->subject_count && !new_subject(y, kind))
		return false;
	struct subject *s = &y->subjects[number - 1];
	/* Of several ways to write it the first in order of bytes. */
	if (!s->shown.ptr || text_compare(text, s->shown) < 0)
		s->shown = triage_text(y->t, id);
	*ret = number;
	return true;
}

bool
mia__triage_pair(struct tally *y, struct pairs *pairs, uint32_t subject, uint32_t other, uint32_t *ret)
{
	struct pair pair = { subject, other };
	size_t before = pairs->seen.count;

	if (!mia__intern_add(&pairs->seen, (struct mia_text){ (const char *)&pair, sizeof(pair) }, ret) ||
		!mia__grow(y->a, &pairs->stats, &pairs->cap, pairs->seen.count, sizeof(*pairs->stats)))
		return false;
	if (*ret == before)
		pairs->stats[*ret] = (struct pair_stats){ .first = MIA_TIME_UNKNOWN };
	return true;
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

static bool
subject_of_address(struct tally *y, const struct context *c, uint32_t *ret)
{
	char text[MIA_ADDRESS_TEXT];
	size_t len = mia_address_format(&c->address, text);

	if (!c->address.family || (!y->t->all && !mia__triage_names_somebody(&c->address)))
		return true;
	return mia__triage_subject(y, MIA_TRIAGE_ADDRESS, (struct mia_text){ text, len }, ret);
}

static bool
find_of_context(struct tally *y, uint32_t context)
{
	struct context c = triage_context(y->t, context);
	const struct stats *s = &y->of_context[context];
	uint32_t *of = &y->subject_of[(size_t)context * KINDS], pair, actor;

	if ((c.app &&
		    !mia__triage_subject(y, MIA_TRIAGE_APP, triage_text(y->t, c.app), &of[MIA_TRIAGE_APP])) ||
		!subject_of_address(y, &c, &of[MIA_TRIAGE_ADDRESS]) ||
		(c.session &&
			!mia__triage_subject(y, MIA_TRIAGE_SESSION, triage_text(y->t, c.session),
				&of[MIA_TRIAGE_SESSION])) ||
		(c.actor &&
			!mia__triage_subject(y, MIA_TRIAGE_ACCOUNT, triage_text(y->t, c.actor),
				&of[MIA_TRIAGE_ACCOUNT])) ||
		!mia__triage_fold_text(y, c.actor, &actor))
		return false;
	y->no_other[context] = !of[MIA_TRIAGE_APP] && !of[MIA_TRIAGE_ADDRESS] && !of[MIA_TRIAGE_SESSION];
	if (of[MIA_TRIAGE_SESSION] && !note_network(y, of[MIA_TRIAGE_SESSION], &c.address))
		return false;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		if (!of[kind])
			continue;
		struct subject *subject = &y->subjects[of[kind] - 1];
		add_stats(&subject->s, s);
		subject->not_owner |= c.not_owner && (s->binds || s->syncs);
		if (actor && !mia__triage_pair(y, &y->accounts, of[kind], actor, &pair))
			return false;
		if (actor && s->events > s->failed)
			y->accounts.stats[pair].acted = 1;
		if (of[MIA_TRIAGE_ADDRESS] && kind != MIA_TRIAGE_ADDRESS &&
			!mia__triage_pair(y, &y->addresses, of[kind], of[MIA_TRIAGE_ADDRESS], &pair))
			return false;
		if (!mia__mailbox_names_name(&y->t->mailboxes, c.mailbox).len)
			continue;
		if (!mia__triage_pair(y, &y->mailboxes, of[kind],
			    mia__mailbox_names_root(&y->t->mailboxes, c.mailbox), &pair))
			return false;
		mia_time last = MIA_TIME_UNKNOWN;
		time_widen(&y->mailboxes.stats[pair].first, &last, s->first);
	}
	return true;
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
	return true;
}
