/* Distinct messages and folders of each subject, and how many messages in one go. */
#include "base/parallel.h"
#include "base/sort.h"
#include "triage/tally.h"

/* Binds of one subject without a long pause. */
struct burst {
	uint32_t subject;
	mia_time first, last;
	uint32_t messages;
};

/* One for each kind of subject. */
struct volume {
	struct burst *bursts;
	size_t burst_count, burst_cap;
	uint32_t *open;       /* by subject: the burst that goes on, + 1 */
	uint32_t *seen_burst; /* by burst: the last message counted, + 1 */
};

struct volumes {
	struct tally *y;
	struct volume of[KINDS];
	uint32_t *item_order;   /* items, equal ones together */
	uint32_t *message;      /* by place in it: which message */
	uint32_t *burst_of;     /* by record and kind, side by side: burst + 1, or 0 */
	uint32_t *seen_subject; /* by subject: the last message counted, + 1 */
};

static uint32_t
mailbox_of(const struct mia_triage *t, uint32_t item)
{
	struct context c = triage_context(t, t->records[t->items[item].record].context);

	return mia__mailbox_names_root(&t->mailboxes, c.mailbox);
}

/* One message that lies in two mailboxes is two, as in every other count. */
static int
compare_items(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_triage *t = ctx;
	int c = memcmp(t->items[x].identity, t->items[y].identity, sizeof(t->items[x].identity));

	if (c != 0)
		return c;
	uint32_t a = mailbox_of(t, x), b = mailbox_of(t, y);
	return (a > b) - (a < b);
}

static uint64_t
key_of_item(const void *ctx, uint32_t item, unsigned level)
{
	const struct mia_triage *t = ctx;

	return sort_key_of_bytes((const char *)t->items[item].identity, sizeof(t->items[item].identity),
		8 * level);
}

static bool
order_items(struct tally *y, uint32_t *order)
{
	static const struct sort_keys by_identity = { key_of_item, 1, compare_items };

	for (size_t i = 0; i < y->t->item_count; i++)
		order[i] = (uint32_t)i;
	return mia__sort_keyed(y->a, y->t->threads, order, y->t->item_count, &by_identity, y->t);
}

/* Whose volume it is: an account only has what nothing else bears. */
static uint32_t
owner_of(const struct tally *y, uint32_t context, unsigned kind)
{
	if (kind == MIA_TRIAGE_ACCOUNT && !y->no_other[context])
		return 0;
	return subject_in(y, context, kind);
}

static bool
go_on(struct volumes *all, unsigned kind, uint32_t subject, uint32_t record)
{
	struct tally *y = all->y;
	struct volume *v = &all->of[kind];
	mia_time time = y->t->records[record].time;
	struct burst *open = v->open[subject] ? &v->bursts[v->open[subject] - 1] : NULL;

	if (!open || time - open->last > BURST_PAUSE * MIA_TIME_SECOND) {
		if (!mia__grow(y->a, &v->bursts, &v->burst_cap, v->burst_count + 1, sizeof(*v->bursts)))
			return false;
		v->bursts[v->burst_count++] = (struct burst){ subject, time, time, 0 };
		v->open[subject] = (uint32_t)v->burst_count;
		open = &v->bursts[v->burst_count - 1];
	}
	open->last = time;
	all->burst_of[(size_t)record * KINDS + kind] = v->open[subject];
	return true;
}

static bool
find_bursts(struct volumes *all, unsigned kind)
{
	struct tally *y = all->y;

	for (size_t i = 0; i < y->timed; i++) {
		const struct noted *r = &y->t->records[y->by_time[i]];

		if (r->deed != DEED_BIND && r->deed != DEED_SYNC)
			continue;
		uint32_t subject = owner_of(y, r->context, kind);
		if (!subject)
			continue;
		struct subject *s = &y->subjects[subject - 1];
		if (s->first_mail == MIA_TIME_UNKNOWN)
			s->first_mail = r->time;
		s->last_mail = r->time;
		if (r->deed == DEED_BIND && !go_on(all, kind, subject, y->by_time[i]))
			return false;
	}
	return true;
}

/* One more copy of a message that the record names. */
static void
count_item(struct volumes *all, unsigned kind, uint32_t record, uint32_t message)
{
	struct tally *y = all->y;
	struct volume *v = &all->of[kind];
	uint32_t subject = subject_in(y, y->t->records[record].context, kind);
	uint32_t burst = all->burst_of[(size_t)record * KINDS + kind];

	if (subject && all->seen_subject[subject] != message) {
		all->seen_subject[subject] = message;
		y->subjects[subject - 1].messages++;
	}
	if (burst && v->seen_burst[burst - 1] != message) {
		v->seen_burst[burst - 1] = message;
		v->bursts[burst - 1].messages++;
	}
}

static void
count_messages(struct volumes *all, unsigned kind)
{
	const struct mia_triage *t = all->y->t;
	size_t count = t->item_count;

	for (size_t i = 0; i < count; i++) {
		/* What comes soon lies anywhere. */
		if (i + 16 < count)
			__builtin_prefetch(&t->items[all->item_order[i + 16]]);
		if (i + 8 < count)
			__builtin_prefetch(&t->records[t->items[all->item_order[i + 8]].record]);
		count_item(all, kind, t->items[all->item_order[i]].record, all->message[i]);
	}
}

/* Equal items are one message; numbers from 1. */
static void
number_messages(struct volumes *all)
{
	const struct mia_triage *t = all->y->t;
	uint32_t message = 0;

	for (size_t i = 0; i < t->item_count; i++) {
		if (i == 0 || compare_items(t, all->item_order[i - 1], all->item_order[i]) != 0)
			message++;
		all->message[i] = message;
	}
}

static void
keep_largest(struct tally *y, const struct volume *v)
{
	for (size_t i = 0; i < v->burst_count; i++) {
		const struct burst *b = &v->bursts[i];
		struct subject *s = &y->subjects[b->subject - 1];

		/* Of equals the earlier one, which came first. */
		if (b->messages > s->burst_messages) {
			s->burst_messages = b->messages;
			s->burst_first = b->first;
			s->burst_last = b->last;
		}
	}
}

static bool
make_volumes(struct volumes *all)
{
	struct tally *y = all->y;
	size_t subjects = y->subject_count + 1, records = y->t->record_count;

	all->item_order = mia__alloc(y->a, y->t->item_count + 1, sizeof(uint32_t));
	all->message = mia__alloc(y->a, y->t->item_count + 1, sizeof(uint32_t));
	all->seen_subject = mia__alloc(y->a, subjects, sizeof(uint32_t));
	all->burst_of = mia__alloc(y->a, records * KINDS, sizeof(uint32_t));
	if (!all->item_order || !all->message || !all->seen_subject || !all->burst_of)
		return false;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		all->of[kind].open = mia__alloc(y->a, subjects, sizeof(uint32_t));
		if (!all->of[kind].open)
			return false;
	}
	return true;
}

/* Subjects of one kind are no others', so each kind may have a thread of its own. */
static enum mia_status
count_kind(void *ctx, size_t kind)
{
	struct volumes *all = ctx;
	struct volume *v = &all->of[kind];

	if (!find_bursts(all, (unsigned)kind))
		return MIA_ERR_MEMORY;
	v->seen_burst = mia__alloc(all->y->a, v->burst_count + 1, sizeof(uint32_t));
	if (!v->seen_burst)
		return MIA_ERR_MEMORY;
	count_messages(all, (unsigned)kind);
	keep_largest(all->y, v);
	return MIA_OK;
}

static void
release_volumes(struct volumes *all)
{
	struct tally *y = all->y;
	size_t subjects = y->subject_count + 1, records = y->t->record_count;

	mia__dealloc(y->a, all->item_order, y->t->item_count + 1, sizeof(uint32_t));
	mia__dealloc(y->a, all->message, y->t->item_count + 1, sizeof(uint32_t));
	mia__dealloc(y->a, all->seen_subject, subjects, sizeof(uint32_t));
	mia__dealloc(y->a, all->burst_of, records * KINDS, sizeof(uint32_t));
	for (unsigned kind = 0; kind < KINDS; kind++) {
		struct volume *v = &all->of[kind];
		mia__dealloc(y->a, v->open, subjects, sizeof(uint32_t));
		mia__dealloc(y->a, v->seen_burst, v->burst_count + 1, sizeof(uint32_t));
		mia__dealloc(y->a, v->bursts, v->burst_cap, sizeof(*v->bursts));
	}
}

static bool
count_folders(struct tally *y)
{
	struct pairs folders;
	bool ok = true;

	mia__triage_pairs_init(&folders, false);
	for (size_t i = 0; ok && i < y->t->sync_count; i++) {
		const struct noted_folder *f = &y->t->syncs[i];
		uint32_t folder = mia__folder_names_root(&y->t->folders, f->folder);

		for (unsigned kind = 0; ok && kind < KINDS; kind++) {
			uint32_t subject = subject_in(y, y->t->records[f->record].context, kind), number;
			size_t before = folders.count;

			ok = !subject || mia__triage_pair(y, &folders, subject, folder, &number);
			if (ok && folders.count > before)
				y->subjects[subject - 1].folders++;
		}
	}
	mia__triage_pairs_release(y, &folders);
	return ok;
}

bool
mia__triage_count_volume(struct tally *y)
{
	struct volumes all = { .y = y };
	bool ok = make_volumes(&all) && order_items(y, all.item_order);

	if (ok) {
		number_messages(&all);
		ok = mia__parallel(y->t->threads, KINDS, count_kind, &all) == MIA_OK;
	}
	release_volumes(&all);
	return ok && count_folders(y);
}
