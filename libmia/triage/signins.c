/* Sign-ins by account and address, and who was new to a mailbox. */
#include "triage/tally.h"

/* Failed ones in a row before one that went well. */
static void
follow(struct pair_stats *p, const struct noted *r)
{
	if (r->deed == DEED_WRONG) {
		p->run++;
	} else if (r->deed == DEED_SIGNED_IN) {
		if (p->run > p->most_before_ok)
			p->most_before_ok = p->run;
		p->run = 0;
	}
}

static bool
follow_in_time(struct tally *y)
{
	for (size_t i = 0; i < y->timed; i++) {
		const struct noted *r = &y->t->records[y->by_time[i]];
		uint32_t address = subject_in(y, r->context, MIA_TRIAGE_ADDRESS), number;
		uint32_t account = subject_in(y, r->context, MIA_TRIAGE_ACCOUNT);

		if ((r->deed != DEED_WRONG && r->deed != DEED_SIGNED_IN) || !address || !account)
			continue;
		if (!mia__triage_pair(y, &y->sign_ins, address, account, &number))
			return false;
		follow(&y->sign_ins.stats[number], r);
	}
	return true;
}

bool
mia__triage_count_signins(struct tally *y)
{
	uint32_t number;

	for (uint32_t i = 1; i < y->t->contexts.count; i++) {
		const struct stats *s = &y->of_context[i];
		uint32_t address = subject_in(y, i, MIA_TRIAGE_ADDRESS);
		uint32_t account = subject_in(y, i, MIA_TRIAGE_ACCOUNT);

		if (!address || !account || s->failed + s->signed_in == 0)
			continue;
		if (!mia__triage_pair(y, &y->sign_ins, address, account, &number))
			return false;
		y->sign_ins.stats[number].wrong += s->wrong > 0;
		y->sign_ins.stats[number].stopped += s->stopped > 0;
		y->sign_ins.stats[number].signed_in += s->signed_in > 0;
	}
	if (!follow_in_time(y))
		return false;
	for (uint32_t i = 1; i < y->sign_ins.count; i++) {
		const struct pair_stats *p = &y->sign_ins.stats[i];
		struct pair pair = y->sign_ins.of[i];
		struct subject *address = &y->subjects[pair.subject - 1];

		address->guessed += p->wrong > 0;
		address->never_in += p->wrong > 0 && p->signed_in == 0;
		address->stopped += p->stopped > 0 && p->signed_in == 0;
		if (p->most_before_ok > address->before_ok)
			address->before_ok = p->most_before_ok;
		y->subjects[pair.other - 1].addresses_wrong += p->wrong > 0;
	}
	for (uint32_t i = 1; i < y->accounts.count; i++) {
		struct subject *s = &y->subjects[y->accounts.of[i].subject - 1];
		s->accounts++;
		s->acting += y->accounts.stats[i].acted;
	}
	return true;
}

/* Who came to the mailbox first, by kind. */
static bool
find_first(struct tally *y, size_t mailboxes, mia_time *first)
{
	for (size_t i = 0; i < mailboxes * KINDS; i++)
		first[i] = MIA_TIME_UNKNOWN;
	for (uint32_t i = 1; i < y->mailboxes.count; i++) {
		struct pair pair = y->mailboxes.of[i];
		mia_time *f = &first[(size_t)pair.other * KINDS + y->subjects[pair.subject - 1].kind];
		mia_time last = MIA_TIME_UNKNOWN;

		y->subjects[pair.subject - 1].mailboxes++;
		time_widen(f, &last, y->mailboxes.stats[i].first);
	}
	return true;
}

/* Folders copied from an address that was new to the mailbox; told of the address,
 * and of the sessions that came from there. */
static void
find_new_copies(struct tally *y)
{
	for (uint32_t i = 1; i < y->t->contexts.count; i++) {
		uint32_t address = subject_in(y, i, MIA_TRIAGE_ADDRESS);
		uint32_t session = subject_in(y, i, MIA_TRIAGE_SESSION);
		struct context c = triage_context(y->t, i);
		uint32_t pair;

		if (!address || y->of_context[i].syncs == 0)
			continue;
		pair = mia__triage_find_pair(&y->mailboxes, address,
			mia__mailbox_names_root(&y->t->mailboxes, c.mailbox));
		if (!pair || !y->mailboxes.stats[pair].was_new)
			continue;
		y->subjects[address - 1].copies_new = 1;
		if (session)
			y->subjects[session - 1].copies_new = 1;
	}
}

/* Nobody came with it before, and somebody did with another. */
bool
mia__triage_find_new(struct tally *y)
{
	size_t mailboxes = y->t->mailboxes.count + 1;
	mia_time *first = mia__alloc(y->a, mailboxes * KINDS, sizeof(*first));
	bool ok = first && find_first(y, mailboxes, first);

	for (uint32_t i = 1; ok && i < y->mailboxes.count; i++) {
		struct pair pair = y->mailboxes.of[i];
		struct subject *s = &y->subjects[pair.subject - 1];
		struct pair_stats *p = &y->mailboxes.stats[i];
		mia_time earliest = first[(size_t)pair.other * KINDS + s->kind];

		p->was_new = p->first != MIA_TIME_UNKNOWN && p->first > earliest;
		if (s->kind == MIA_TRIAGE_APP || s->kind == MIA_TRIAGE_ADDRESS)
			s->new_here += p->was_new;
	}
	if (ok)
		find_new_copies(y);
	mia__dealloc(y->a, first, mailboxes * KINDS, sizeof(*first));
	return ok;
}
