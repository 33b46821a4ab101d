/* Notes of what lasts, and their ends. */
#include "names/lasting.h"

#include "base/sort.h"
#include "base/text.h"
#include "names/directory.h"

/* An order that is not sure shows no end. */
#define TIME_NOT_SURE (MIA_FLAG_TIME_AMBIGUOUS | MIA_FLAG_TIME_ZONE_UNKNOWN)

void
mia__lasting_init(struct lasting_notes *n, const struct mia_allocator *a)
{
	*n = (struct lasting_notes){ .a = *a };
	mia__intern_init(&n->texts, a);
}

void
mia__lasting_release(struct lasting_notes *n)
{
	mia__intern_release(&n->texts);
	mia__dealloc(&n->a, n->v, n->cap, sizeof(*n->v));
	mia__dealloc(&n->a, n->by_key, n->count, sizeof(*n->by_key));
	n->v = NULL;
	n->by_key = NULL;
	n->count = n->cap = n->key_count = 0;
}

bool
mia__lasting_note(struct lasting_notes *n, const struct mia_event *event, enum mark mark)
{
	struct lasting l;

	if (mark == MARK_NONE || event->time == MIA_TIME_UNKNOWN || (event->flags & TIME_NOT_SURE) ||
		!mia__lasting_of(event, mark, &l))
		return true;
	struct lasting_note note = { .time = event->time,
		.sets = l.sets,
		.ends = l.ends,
		.end = NO_NOTE,
		.forwarded_until = NO_NOTE,
		.kind = (uint8_t)l.kind,
		.makes = l.makes,
		.resumes = l.resumes,
		.forgets = l.forgets,
		.own = l.own };
	memcpy(note.key, event->key, sizeof(note.key));
	if (n->count >= UINT32_MAX - 1 || !mia__intern_add(&n->texts, l.mailbox, &note.mailbox) ||
		!mia__intern_add(&n->texts, l.second, &note.second) ||
		!mia__intern_add(&n->texts, l.name, &note.name) ||
		!mia__intern_add(&n->texts, l.part, &note.part) ||
		!mia__intern_add(&n->texts, event->id, &note.id) ||
		!mia__grow(&n->a, &n->v, &n->cap, n->count + 1, sizeof(*n->v)))
		return false;
	n->v[n->count++] = note;
	return true;
}

bool
mia__lasting_merge(struct lasting_notes *n, const struct lasting_notes *from)
{
	if (!from->count)
		return true;
	if (n->count + from->count >= UINT32_MAX ||
		!mia__grow(&n->a, &n->v, &n->cap, n->count + from->count, sizeof(*n->v)))
		return false;
	for (size_t i = 0; i < from->count; i++) {
		struct lasting_note note = from->v[i];
		uint32_t *const texts[] = { &note.mailbox, &note.second, &note.name, &note.part, &note.id };
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			if (!mia__intern_add(&n->texts, intern_text(&from->texts, *texts[k]), texts[k]))
				return false;
		n->v[n->count + i] = note;
	}
	n->count += from->count;
	return true;
}

/* ---- at the seal ---- */

static struct mia_text
text(const struct lasting_notes *n, uint32_t number)
{
	return intern_text(&n->texts, number);
}

/* Same thing: same kind, mailbox, name and part. */
static int
compare_things(const struct lasting_notes *n, const struct lasting_note *a, const struct lasting_note *b)
{
	int c = a->kind - b->kind;

	if (c == 0)
		c = (a->owner > b->owner) - (a->owner < b->owner);
	if (c == 0 && a->owner == NOT_IN_DIRECTORY)
		c = text_compare_nocase(text(n, a->mailbox), text(n, b->mailbox));
	if (c == 0)
		c = text_compare_nocase(text(n, a->name), text(n, b->name));
	return c ? c : text_compare_nocase(text(n, a->part), text(n, b->part));
}

static int
compare_notes(const void *ctx, uint32_t x, uint32_t y)
{
	const struct lasting_notes *n = ctx;
	const struct lasting_note *a = &n->v[x], *b = &n->v[y];
	int c = compare_things(n, a, b);

	if (c == 0)
		c = (a->time > b->time) - (a->time < b->time);
	/* What ends something in the second in which it was set may have come before: it ends nothing. */
	if (c == 0)
		c = (a->sets != 0) - (b->sets != 0);
	if (c == 0)
		c = memcmp(a->key, b->key, sizeof(a->key));
	/* Of versions of one record the one that ends less. */
	if (c == 0)
		c = (a->ends > b->ends) - (a->ends < b->ends);
	if (c == 0)
		c = (a->sets < b->sets) - (a->sets > b->sets);
	if (c == 0)
		c = (a->makes - b->makes) * 4 + (a->resumes - b->resumes) * 2 + a->forgets - b->forgets;
	return c ? c : text_compare(text(n, a->id), text(n, b->id));
}

static int
compare_keys(const void *ctx, uint32_t x, uint32_t y)
{
	const struct lasting_notes *n = ctx;

	return memcmp(n->v[x].key, n->v[y].key, sizeof(n->v[x].key));
}

/* What stands of one thing while its records are followed in order of time. */
struct standing {
	struct lasting_notes *n;
	const uint32_t *order;
	uint32_t open[LASTING_BITS]; /* the note that set the bit, or NO_NOTE */
	uint32_t known;              /* bits that can be resumed */
	size_t first;                /* of notes that stand beside each other: the first that may be open */
	bool several;                /* several rules bear the name: no end can be told */
};

static bool
beside_each_other(const struct lasting_note *note)
{
	return note->kind == LASTING_PERMISSION || note->kind == LASTING_APPLICATION;
}

/* The bits end, by the note `by`. Of two in one second nobody knows which came last: the
 * one has no end, though the other stands beside it. */
static void
end_bits(struct standing *s, uint32_t bits, uint32_t by)
{
	for (unsigned bit = 0; bit < LASTING_BITS; bit++) {
		if (!(bits >> bit & 1) || s->open[bit] == NO_NOTE)
			continue;
		struct lasting_note *note = &s->n->v[s->open[bit]];
		uint32_t before = note->left;
		s->open[bit] = NO_NOTE;
		if (note->time == s->n->v[by].time)
			continue;
		note->left &= ~(UINT32_C(1) << bit);
		if ((before & LASTING_FORWARDS) && !(note->left & LASTING_FORWARDS))
			note->forwarded_until = by;
		if (!note->left)
			note->end = by;
	}
}

static bool
stands(const struct standing *s)
{
	for (unsigned bit = 0; bit < LASTING_BITS; bit++)
		if (s->open[bit] != NO_NOTE)
			return true;
	return false;
}

static void
follow_note(struct standing *s, uint32_t at)
{
	struct lasting_note *note = &s->n->v[at];
	uint32_t sets = note->sets;

	end_bits(s, note->ends, at);
	if (note->forgets)
		s->known = 0;
	if (note->resumes && s->known)
		sets = s->known;
	if (note->resumes && stands(s))
		return;
	end_bits(s, sets, at);
	for (unsigned bit = 0; bit < LASTING_BITS; bit++)
		if (sets >> bit & 1)
			s->open[bit] = at;
	note->left = sets;
	s->known = (s->known | sets) & (note->ends == LASTING_ALL ? UINT32_MAX : ~note->ends);
}

/* The records of one thing, in order of time. */
static void
follow(struct standing *s, size_t count)
{
	s->known = 0;
	s->first = 0;
	s->several = false;
	for (unsigned bit = 0; bit < LASTING_BITS; bit++)
		s->open[bit] = NO_NOTE;
	for (size_t i = 0; i < count && !s->several; i++) {
		struct lasting_note *note = &s->n->v[s->order[i]];
		note->copy = i && memcmp(note->key, s->n->v[s->order[i - 1]].key, sizeof(note->key)) == 0;
		if (note->copy)
			continue;
		if (note->makes && stands(s)) {
			s->several = true;
		} else if (!beside_each_other(note)) {
			follow_note(s, s->order[i]);
		} else if (note->ends) {
			for (; s->first < i; s->first++)
				if (s->n->v[s->order[s->first]].sets)
					s->n->v[s->order[s->first]].end = s->order[i];
		}
	}
}

static void
find_owner(struct lasting_note *note, const struct lasting_notes *n, const struct directory *d)
{
	struct directory_owner owner =
		mia__directory_owner(d, text(n, note->mailbox), text(n, note->second), !note->own);

	note->owner = owner.number;
	if (owner.number == NOT_IN_DIRECTORY && text_equal(owner.name, text(n, note->second)))
		note->mailbox = note->second;
}

static bool
pair(struct lasting_notes *n, const struct mailbox_names *mailboxes)
{
	struct standing s = { .n = n };
	struct directory d;
	bool ok;

	mia__directory_init(&d, &n->a);
	ok = mia__directory_add_mailboxes(&d, mailboxes, NULL) && mia__directory_sort(&d);
	for (size_t i = 0; ok && i < n->count; i++) {
		n->by_key[i] = (uint32_t)i;
		find_owner(&n->v[i], n, &d);
	}
	mia__directory_release(&d);
	ok = ok && mia__sort_numbers(&n->a, n->by_key, n->count, compare_notes, n);
	for (size_t at = 0, end; ok && at < n->count; at = end) {
		for (end = at + 1; end < n->count &&
			compare_things(n, &n->v[n->by_key[at]], &n->v[n->by_key[end]]) == 0;)
			end++;
		s.order = n->by_key + at;
		follow(&s, end - at);
	}
	return ok && mia__sort_numbers(&n->a, n->by_key, n->count, compare_keys, n);
}

/* Of versions of a record that name several things: no end, where one has none; else
 * the last. */
static uint32_t
later_end(const struct lasting_notes *n, uint32_t x, uint32_t y)
{
	if (x == NO_NOTE || y == NO_NOTE)
		return NO_NOTE;
	int c = time_compare(n->v[x].time, n->v[y].time);
	return (c ? c : text_compare(text(n, n->v[x].id), text(n, n->v[y].id))) < 0 ? y : x;
}

/* One note of each record, which has what all its versions have. */
static void
unite_versions(struct lasting_notes *n)
{
	struct lasting_note *kept = NULL;

	for (size_t i = 0; i < n->count; i++) {
		struct lasting_note *note = &n->v[n->by_key[i]];
		if (note->copy)
			continue;
		if (!kept || memcmp(kept->key, note->key, sizeof(note->key)) != 0) {
			kept = note;
			n->by_key[n->key_count++] = n->by_key[i];
			continue;
		}
		kept->end = later_end(n, kept->end, note->end);
		kept->forwarded_until = later_end(n, kept->forwarded_until, note->forwarded_until);
	}
}

bool
mia__lasting_seal(struct lasting_notes *n, const struct mailbox_names *mailboxes)
{
	if (!n->count)
		return true;
	n->by_key = mia__alloc(&n->a, n->count, sizeof(*n->by_key));
	if (!n->by_key || !pair(n, mailboxes))
		return false;
	unite_versions(n);
	return true;
}

static const struct lasting_note *
find_note(const struct lasting_notes *n, const unsigned char key[16])
{
	size_t low = 0, high = n->key_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct lasting_note *note = &n->v[n->by_key[middle]];
		int c = memcmp(note->key, key, sizeof(note->key));
		if (c == 0)
			return note;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct lasting_note *
mia__lasting_end(const struct lasting_notes *n, const unsigned char key[16])
{
	const struct lasting_note *note = find_note(n, key);

	return note && note->end != NO_NOTE ? &n->v[note->end] : NULL;
}

const struct lasting_note *
mia__lasting_end_of_forwarding(const struct lasting_notes *n, const unsigned char key[16])
{
	const struct lasting_note *note = find_note(n, key);

	return note && note->forwarded_until != NO_NOTE ? &n->v[note->forwarded_until] : NULL;
}
