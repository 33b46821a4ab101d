/* What is handed out: rows in an order that no file decides. */
#include "base/parallel.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/marks.h"
#include "triage/tally.h"
#include "triage/words.h"

/* ---- lists of names ---- */

enum { ACCOUNTS, MAILBOXES, ADDRESSES, LISTS };

/* What stands beside the subjects, each once. */
struct names {
	const struct tally *y;
	unsigned what;
	struct mia_text *texts; /* by number in `others` */
	uint32_t *others;       /* what the second of a pair is, each once */
	uint32_t *order;        /* numbers in `others`, by name */
	uint32_t *places;       /* by what it is: its place in that order, + 1 */
	size_t count, place_count;
};

static struct mia_text
name_of(const struct names *n, uint32_t other)
{
	const struct tally *y = n->y;

	if (n->what == ADDRESSES)
		return y->subjects[other - 1].shown;
	if (n->what == MAILBOXES)
		return mia__mailbox_names_name(&y->t->mailboxes, other);
	uint32_t subject = mia__triage_account(y, other);
	return subject ? y->subjects[subject - 1].shown : triage_text(y->t, other);
}

static int
compare_names(const void *ctx, uint32_t a, uint32_t b)
{
	const struct names *n = ctx;

	return text_compare(n->texts[a], n->texts[b]);
}

static uint64_t
key_of_name(const void *ctx, uint32_t i, unsigned level)
{
	const struct names *n = ctx;

	return sort_key_of_bytes(n->texts[i].ptr, n->texts[i].len, 8 * level);
}

static size_t
others_of(const struct tally *y, unsigned what)
{
	if (what == ADDRESSES)
		return y->subject_count + 1;
	return what == MAILBOXES ? y->t->mailboxes.count : y->t->texts.count;
}

static bool
order_names(struct names *n, const struct pairs *pairs)
{
	static const struct sort_keys by_name = { key_of_name, 3, compare_names };
	const struct tally *y = n->y;

	n->place_count = others_of(y, n->what) + 1;
	n->texts = mia__alloc(y->a, pairs->count, sizeof(*n->texts));
	n->others = mia__alloc(y->a, pairs->count, sizeof(*n->others));
	n->order = mia__alloc(y->a, pairs->count, sizeof(*n->order));
	n->places = mia__alloc(y->a, n->place_count, sizeof(*n->places));
	if (!n->texts || !n->others || !n->order || !n->places)
		return false;
	for (size_t i = 1; i < pairs->count; i++) {
		uint32_t other = pairs->of[i].other;
		if (n->places[other])
			continue;
		n->places[other] = 1;
		n->texts[n->count] = name_of(n, other);
		n->order[n->count] = (uint32_t)n->count;
		n->others[n->count++] = other;
	}
	if (!mia__sort_keyed(y->a, y->t->threads, n->order, n->count, &by_name, n))
		return false;
	for (size_t i = 0; i < n->count; i++)
		n->places[n->others[n->order[i]]] = (uint32_t)i + 1;
	return true;
}

static void
release_names(struct names *n, const struct pairs *pairs)
{
	const struct mia_allocator *a = n->y->a;

	mia__dealloc(a, n->texts, pairs->count, sizeof(*n->texts));
	mia__dealloc(a, n->others, pairs->count, sizeof(*n->others));
	mia__dealloc(a, n->order, pairs->count, sizeof(*n->order));
	mia__dealloc(a, n->places, n->place_count, sizeof(*n->places));
}

/* Of one kind: every subject's names. */
struct listing {
	struct mia_texts *lists; /* by subject */
	struct mia_text *texts;  /* what they hold: a place for each pair */
};

static const struct pairs *
pairs_of(const struct tally *y, size_t what)
{
	const struct pairs *const of[LISTS] = { &y->accounts, &y->mailboxes, &y->addresses };

	return of[what];
}

static bool
list_names(const struct tally *y, unsigned what, struct listing *listing)
{
	const struct pairs *pairs = pairs_of(y, what);
	size_t count = pairs->count - 1;
	struct names n = { .y = y, .what = what };
	struct sort_pair *sorted = mia__alloc(y->a, count + 1, sizeof(*sorted));
	bool ok = sorted && order_names(&n, pairs);

	for (size_t i = 0; ok && i < count; i++) {
		struct pair pair = pairs->of[i + 1];
		uint32_t place = n.places[pair.other] - 1;
		sorted[i] = (struct sort_pair){ (uint64_t)pair.subject << 32 | place, 0 };
	}
	ok = ok && mia__sort_by_key(y->a, sorted, count);
	for (size_t i = 0; ok && i < count; i++) {
		struct mia_texts *list = &listing->lists[(sorted[i].key >> 32) - 1];
		listing->texts[i] = n.texts[n.order[(uint32_t)sorted[i].key]];
		if (list->count == 0)
			list->ptr = &listing->texts[i];
		list->count++;
	}
	release_names(&n, pairs);
	mia__dealloc(y->a, sorted, count + 1, sizeof(*sorted));
	return ok;
}

struct listings {
	const struct tally *y;
	struct listing of[LISTS];
};

static enum mia_status
list_piece(void *ctx, size_t what)
{
	struct listings *all = ctx;

	return list_names(all->y, (unsigned)what, &all->of[what]) ? MIA_OK : MIA_ERR_MEMORY;
}

/* Each on a thread of its own. What the caller keeps is taken before: the arena is one. */
static bool
list_all_names(struct tally *y, struct listings *all, size_t room)
{
	all->y = y;
	for (size_t i = 0; i < LISTS; i++) {
		size_t count = pairs_of(y, i)->count - 1;
		all->of[i].lists = mia__alloc(y->a, room, sizeof(*all->of[i].lists));
		all->of[i].texts = mia__arena_take(&y->t->kept, count * sizeof(*all->of[i].texts));
		if (!all->of[i].lists || !all->of[i].texts)
			return false;
	}
	return mia__parallel(y->t->threads, LISTS, list_piece, all) == MIA_OK;
}

/* ---- subjects ---- */

static int
compare_subjects(const void *ctx, uint32_t x, uint32_t z)
{
	const struct tally *y = ctx;
	const struct subject *a = &y->subjects[x], *b = &y->subjects[z];
	const uint64_t numbers[][2] = {
		{ a->weight, b->weight },
		{ a->messages, b->messages },
		{ a->folders, b->folders },
		{ a->s.failed, b->s.failed },
		{ a->accounts, b->accounts },
		{ b->kind, a->kind },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		int c = number_compare(numbers[i][1], numbers[i][0]); /* the larger first */
		if (c != 0)
			return c;
	}
	return text_compare(a->shown, b->shown);
}

/* Downwards; what is too large for its bits is compared. */
static uint64_t
falling(uint64_t number, unsigned bits)
{
	uint64_t most = (UINT64_C(1) << bits) - 1;

	return number < most ? most - number : 0;
}

static uint64_t
key_of_subject(const void *ctx, uint32_t x, unsigned level)
{
	const struct tally *y = ctx;
	const struct subject *s = &y->subjects[x];

	if (level == 0)
		return falling(s->weight, 16) << 48 | falling(s->messages, 48);
	if (level == 1)
		return falling(s->folders, 32) << 32 | falling(s->s.failed, 32);
	if (level == 2)
		return falling(s->accounts, 32) << 32 | s->kind;
	return sort_key_of_bytes(s->shown.ptr, s->shown.len, 8 * (level - 3));
}

static bool
keep_reasons(struct tally *y, const struct subject *s, struct mia_triage_row *row)
{
	struct mia_triage_reason *reasons;
	size_t count = 0;

	for (unsigned r = 0; r < REASON_COUNT; r++)
		count += s->reasons >> r & 1;
	reasons = mia__arena_take(&y->t->kept, count * sizeof(*reasons));
	if (!reasons)
		return false;
	row->reasons = reasons;
	/* The table stands in the order of weights. */
	for (unsigned r = 0; r < REASON_COUNT; r++) {
		if (!(s->reasons >> r & 1))
			continue;
		struct mia_triage_reason *reason = &reasons[row->reason_count++];
		mia__triage_say(y, s, (enum reason)r);
		reason->rule = mia__triage_rule_of((enum reason)r);
		reason->text = mia__arena_text(&y->t->kept, buf_view(&y->scratch));
		if (y->scratch.failed || !reason->text.ptr)
			return false;
	}
	return true;
}

static bool
make_row(struct tally *y, uint32_t number, const struct listings *names)
{
	const struct subject *s = &y->subjects[number];
	struct mia_triage_row *row = &y->t->rows[y->t->row_count++];
	struct mia_text name = triage_text(y->t, s->name);

	if (s->kind == MIA_TRIAGE_APP && !name.len)
		name = mia__app_name(s->shown);
	*row = (struct mia_triage_row){
		.kind = (enum mia_triage_kind)s->kind,
		.subject = s->shown,
		.name = name,
		.accounts = names->of[ACCOUNTS].lists[number],
		.mailboxes = names->of[MAILBOXES].lists[number],
		.addresses = names->of[ADDRESSES].lists[number],
		.first = s->s.first,
		.last = s->s.last,
		.events = s->s.events,
		.binds = s->s.binds,
		.syncs = s->s.syncs,
		.messages = s->messages,
		.folders = s->folders,
		.marked = s->s.marked,
		.signins_failed = s->s.failed,
		.signins_ok = s->s.signed_in,
		.weight = s->weight,
	};
	return keep_reasons(y, s, row);
}

static bool
make_subjects(struct tally *y)
{
	static const struct sort_keys by_weight = { key_of_subject, 5, compare_subjects };
	struct mia_triage *t = y->t;
	size_t room = y->subject_count + 1, count = 0;
	uint32_t *order = mia__alloc(y->a, room, sizeof(*order));
	struct listings names = { .y = y };
	bool ok = order && list_all_names(y, &names, room);

	for (size_t i = 0; ok && i < y->subject_count; i++) {
		if (y->subjects[i].weight || t->all)
			order[count++] = (uint32_t)i;
		else
			t->sums.without_reason++;
	}
	ok = ok && mia__sort_keyed(y->a, t->threads, order, count, &by_weight, y) &&
		mia__grow(y->a, &t->rows, &t->row_cap, count + 1, sizeof(*t->rows));
	for (size_t i = 0; ok && i < count; i++)
		ok = make_row(y, order[i], &names);
	mia__dealloc(y->a, order, room, sizeof(*order));
	for (unsigned i = 0; i < LISTS; i++)
		mia__dealloc(y->a, names.of[i].lists, room, sizeof(*names.of[i].lists));
	return ok;
}

/* ---- where mail is sent on ---- */

static int
compare_sent_on(const void *ctx, uint32_t x, uint32_t z)
{
	const struct mia_triage *t = ctx;
	const struct mia_triage_sent_on *a = &t->sent_on[x], *b = &t->sent_on[z];
	int c = number_compare(b->weight, a->weight);

	if (c == 0)
		c = time_compare(a->time, b->time);
	if (c == 0)
		c = text_compare(a->object, b->object);
	return c != 0 ? c : text_compare(a->what, b->what);
}

static struct mia_triage_sent_on
sent_on(const struct tally *y, uint32_t act, struct mia_text client_ip)
{
	const struct act *a = &y->t->acts[act];
	const struct told_act *told = &y->told[act];
	const struct noted *r = &y->t->records[a->record];
	struct context c = triage_context(y->t, r->context);
	struct mia_triage_sent_on ret = {
		.time = r->time,
		.actor = triage_text(y->t, c.actor),
		.object = triage_text(y->t, a->object),
		.client_ip = client_ip,
		.session_id = triage_text(y->t, c.session),
		.what = triage_text(y->t, a->what),
		.until = told->until,
		.failed = a->failed,
		.outside = told->outside != 0,
	};

	for (unsigned i = 0; i < REASON_COUNT; i++)
		if (told->reasons >> i & 1 && !a->failed)
			ret.weight += mia__triage_rule_of((enum reason)i)->weight;
	return ret;
}

static bool
make_sent_on(struct tally *y)
{
	struct mia_triage *t = y->t;
	size_t room = y->act_count + 1, count = 0;
	uint32_t *order = mia__alloc(y->a, room, sizeof(*order));
	struct mia_triage_sent_on *sorted = mia__alloc(y->a, room, sizeof(*sorted));
	bool ok = order && sorted && mia__grow(y->a, &t->sent_on, &t->sent_on_cap, room, sizeof(*t->sent_on));

	for (size_t i = 0; ok && i < y->act_count; i++) {
		const struct act *a = &t->acts[y->act_order[i]];
		struct context c = triage_context(t, t->records[a->record].context);
		char address[MIA_ADDRESS_TEXT];
		struct mia_text text = TEXT_ABSENT;

		if ((a->mark != MARK_INBOX_RULE && a->mark != MARK_FORWARDING) || a->undoes ||
			text_equal(triage_text(t, a->target), TEXT("nowhere")))
			continue;
		if (c.address.family) {
			text = (struct mia_text){ address, mia_address_format(&c.address, address) };
			text = mia__arena_text(&t->kept, text);
			ok = text.ptr != NULL;
		}
		order[count] = (uint32_t)count;
		t->sent_on[count++] = sent_on(y, y->act_order[i], text);
	}
	ok = ok && mia__sort_numbers(y->a, order, count, compare_sent_on, t);
	for (size_t i = 0; ok && i < count; i++)
		sorted[i] = t->sent_on[order[i]];
	if (ok && count)
		memcpy(t->sent_on, sorted, count * sizeof(*sorted));
	t->sent_on_count = ok ? count : 0;
	mia__dealloc(y->a, order, room, sizeof(*order));
	mia__dealloc(y->a, sorted, room, sizeof(*sorted));
	return ok;
}

bool
mia__triage_make_rows(struct tally *y)
{
	return make_subjects(y) && make_sent_on(y);
}
