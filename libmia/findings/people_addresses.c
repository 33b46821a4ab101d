/* One row an address: on how many messages of which level, how it is written,
 * in which mailboxes the messages lay. */
#include "findings/people.h"

void
mia__people_init(struct people_addresses *p, const struct mia_allocator *a)
{
	*p = (struct people_addresses){ .a = *a };
	mia__intern_init(&p->addresses, a);
	mia__intern_init(&p->spellings, a);
	mia__intern_init(&p->names, a);
	mia__buf_init(&p->scratch, a);
}

void
mia__people_release(struct people_addresses *p)
{
	mia__dealloc(&p->a, p->people, p->cap, sizeof(*p->people));
	mia__dealloc(&p->a, p->spelt, p->spelt_cap, sizeof(*p->spelt));
	mia__dealloc(&p->a, p->named, p->named_cap, sizeof(*p->named));
	mia__dealloc(&p->a, p->sets, p->set_cap, sizeof(*p->sets));
	mia__intern_release(&p->addresses);
	mia__intern_release(&p->spellings);
	mia__intern_release(&p->names);
	mia__buf_release(&p->scratch);
}

/* ---- who ---- */

static void
count_written(struct written *w, uint32_t stamp)
{
	w->messages += w->stamp != stamp;
	w->stamp = stamp;
}

/* The person of an address that was not written so before. */
static bool
find_person(struct people_addresses *p, struct mia_text address, uint32_t *ret)
{
	uint32_t number;

	buf_clear(&p->scratch);
	for (size_t i = 0; i < address.len; i++)
		mia__buf_byte(&p->scratch, (char)ascii_lower((unsigned char)address.ptr[i]));
	if (p->scratch.failed || !mia__intern_add(&p->addresses, buf_view(&p->scratch), &number))
		return false;
	if (number > p->count) {
		if (!mia__grow(&p->a, &p->people, &p->cap, number, sizeof(*p->people)))
			return false;
		p->people[p->count++] = (struct people_address){ .stamp = 0 };
	}
	*ret = number - 1;
	return true;
}

static bool
take_address(struct people_addresses *p, struct mia_text address, uint32_t stamp, uint32_t *person)
{
	size_t known = p->spellings.count;
	uint32_t number;

	if (!mia__intern_add(&p->spellings, address, &number) ||
		!mia__grow(&p->a, &p->spelt, &p->spelt_cap, number + (size_t)1, sizeof(*p->spelt)))
		return false;
	if (number >= known) {
		p->spelt[number] = (struct written){ .stamp = 0 };
		if (!find_person(p, address, &p->spelt[number].person))
			return false;
	}
	count_written(&p->spelt[number], stamp);
	*person = p->spelt[number].person;
	return true;
}

static bool
take_name(struct people_addresses *p, uint32_t person, struct mia_text name, uint32_t stamp)
{
	size_t known = p->names.count;
	uint32_t number;

	if (name.len == 0)
		return true;
	buf_clear(&p->scratch);
	mia__buf_add(&p->scratch, &person, sizeof(person));
	mia__buf_text(&p->scratch, name);
	if (p->scratch.failed || !mia__intern_add(&p->names, buf_view(&p->scratch), &number) ||
		!mia__grow(&p->a, &p->named, &p->named_cap, number + (size_t)1, sizeof(*p->named)))
		return false;
	if (number >= known)
		p->named[number] = (struct written){ .person = person };
	count_written(&p->named[number], stamp);
	return true;
}

/* One mention of somebody on a message; a text may hold several. */
static bool
take_mention(struct people_addresses *p, const struct exposed *e, uint32_t message, struct mia_text text,
	struct mia_text name, unsigned role)
{
	const struct exposed_message *of = &e->messages[message];
	struct people people = { .left = text };
	struct person one;
	uint32_t number, stamp = message + 1;

	while (mia__mail_person_next(&people, &one)) {
		if (!take_address(p, one.address, stamp, &number))
			return false;
		if (!one.name.ptr && people.left.len == 0)
			one.name = mia__mail_person_name(name, one.address);
		if (!take_name(p, number, one.name, stamp))
			return false;
		struct people_address *person = &p->people[number];
		person->row.roles |= role;
		p->anyone = true;
		if (person->stamp == stamp)
			continue;
		person->stamp = stamp;
		person->row.messages[of->level]++;
		person->row.messages_total++;
		if (of->mailboxes == 0 || person->set == of->mailboxes)
			continue;
		person->set = of->mailboxes;
		if (p->set_count >= UINT32_MAX ||
			!mia__grow(&p->a, &p->sets, &p->set_cap, p->set_count + 1, sizeof(*p->sets)))
			return false;
		p->sets[p->set_count++] =
			(struct sort_pair){ (uint64_t)number << 32 | of->mailboxes, of->mailboxes };
	}
	return true;
}

/* Each of a thousand recipients may have an item, all with one list. */
static int
compare_lists(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_inventory_item *const *items = ctx;
	uintptr_t a = (uintptr_t)items[x]->recipients.ptr, b = (uintptr_t)items[y]->recipients.ptr;

	return (a > b) - (a < b);
}

static bool
same_list(const struct mia_inventory_item *a, const struct mia_inventory_item *b)
{
	return a->recipients.ptr == b->recipients.ptr && a->recipients.count == b->recipients.count &&
		a->recipient_names.ptr == b->recipient_names.ptr;
}

bool
mia__people_take(struct people_addresses *p, const struct mia_findings *f, struct exposed *e,
	uint32_t message)
{
	const struct mia_inventory_item *const *items = f->view.items, *before = NULL;
	uint32_t count = e->messages[message].count,
		 *list = count ? e->items + e->messages[message].start : NULL;

	p->anyone = false;
	if (count > 1 && !mia__sort_numbers(&p->a, list, count, compare_lists, items))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		const struct mia_inventory_item *item = items[list[i]];
		if (!take_mention(p, e, message, item->sender, item->sender_name, MIA_ROLE_SENDER))
			return false;
		for (size_t k = 0; (!before || !same_list(before, item)) && k < item->recipients.count; k++) {
			struct mia_text name =
				k < item->recipient_names.count ? item->recipient_names.ptr[k] : TEXT_ABSENT;
			if (!take_mention(p, e, message, item->recipients.ptr[k], name, MIA_ROLE_RECIPIENT))
				return false;
		}
		before = item;
	}
	return true;
}

/* ---- how ---- */

static struct mia_text
name_text(const struct people_addresses *p, uint32_t number)
{
	struct mia_text t = intern_text(&p->names, number);

	return (struct mia_text){ t.ptr + sizeof(uint32_t), t.len - sizeof(uint32_t) };
}

/* As written on most messages, of equals the first bytewise. */
static void
choose(struct people_addresses *p)
{
	for (uint32_t i = 1; i < p->spellings.count; i++) {
		uint32_t *best = &p->people[p->spelt[i].person].best_address;
		if (*best == 0 || p->spelt[i].messages > p->spelt[*best].messages ||
			(p->spelt[i].messages == p->spelt[*best].messages &&
				text_compare(intern_text(&p->spellings, i),
					intern_text(&p->spellings, *best)) < 0))
			*best = i;
	}
	for (uint32_t i = 1; i < p->names.count; i++) {
		uint32_t *best = &p->people[p->named[i].person].best_name;
		if (*best == 0 || p->named[i].messages > p->named[*best].messages ||
			(p->named[i].messages == p->named[*best].messages &&
				text_compare(name_text(p, i), name_text(p, *best)) < 0))
			*best = i;
	}
}

static struct mia_text
without_dot(struct mia_text domain)
{
	if (domain.len && domain.ptr[domain.len - 1] == '.')
		domain.len--;
	return domain;
}

bool
mia__own_domain_usable(struct mia_text domain)
{
	domain = without_dot(domain);
	for (size_t i = 0; i < domain.len; i++)
		if ((unsigned char)domain.ptr[i] <= ' ' || domain.ptr[i] == '@' || domain.ptr[i] == '*')
			return false;
	return domain.len && *domain.ptr != '.';
}

/* Whole labels: a.example covers mail.a.example, not ba.example. */
static enum mia_known
is_own(struct mia_text address, struct mia_texts own_domains)
{
	size_t at = address.len;

	while (at && address.ptr[at - 1] != '@')
		at--;
	struct mia_text domain = without_dot((struct mia_text){ address.ptr + at, address.len - at });
	if (own_domains.count == 0 || at == 0 || domain.len == 0)
		return MIA_NOT_STATED;
	for (size_t i = 0; i < own_domains.count; i++) {
		struct mia_text own = without_dot(own_domains.ptr[i]);
		size_t front = domain.len - own.len;
		if (own.len <= domain.len &&
			text_equal_nocase((struct mia_text){ domain.ptr + front, own.len }, own) &&
			(front == 0 || domain.ptr[front - 1] == '.'))
			return MIA_YES;
	}
	return MIA_NO;
}

/* ---- where ---- */

struct places_of {
	const struct exposed *e;
	struct arena *kept;
	struct mia_text *texts; /* of all mailboxes, by rank */
	struct places_of_sets {
		struct mia_texts texts;
		uint64_t total;
	} * of_sets;         /* made once for a list of sets */
	struct intern lists; /* lists of sets */
	size_t of_sets_cap;
	uint32_t *ranks, *stamps; /* scratch: as many as mailboxes */
	uint32_t stamp;
	size_t mailboxes;
};

static int
compare_ranks(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return (x > y) - (x < y);
}

/* The first of each are enough for the first of all: whoever chooses the people
 * and the mailboxes of one message shall not choose their product. */
static bool
unite_sets(struct places_of *w, const uint32_t *sets, size_t count, struct places_of_sets *ret)
{
	const size_t most = MIA_SUBJECT_MAILBOXES_COUNTED * sizeof(uint32_t);
	size_t n = 0;

	w->stamp++;
	for (size_t i = 0; i < count; i++) {
		struct mia_text set = intern_text(&w->e->sets, sets[i]);
		for (size_t at = 0; at < set.len && at < most; at += sizeof(uint32_t)) {
			uint32_t rank;
			memcpy(&rank, set.ptr + at, sizeof(rank));
			if (w->stamps[rank] != w->stamp)
				w->ranks[n++] = rank;
			w->stamps[rank] = w->stamp;
		}
	}
	size_t told = n < MIA_SUBJECT_MAILBOXES ? n : MIA_SUBJECT_MAILBOXES;
	struct mia_text *texts = mia__arena_take(w->kept, told * sizeof(*texts));
	if (!texts || !mia__sort_numbers(&w->e->a, w->ranks, n, compare_ranks, NULL))
		return false;
	for (size_t i = 0; i < told; i++)
		texts[i] = w->texts[w->ranks[i]];
	ret->texts = (struct mia_texts){ texts, told };
	ret->total = n < MIA_SUBJECT_MAILBOXES_COUNTED ? n : MIA_SUBJECT_MAILBOXES_COUNTED;
	return true;
}

/* Whoever is on the same messages lies in the same mailboxes. */
static bool
mailboxes_of(struct places_of *w, const uint32_t *sets, size_t count, struct mia_subject *ret)
{
	size_t known = w->lists.count;
	uint32_t number;

	if (!mia__intern_add(&w->lists, (struct mia_text){ (const char *)sets, count * sizeof(*sets) },
		    &number) ||
		!mia__grow(&w->e->a, &w->of_sets, &w->of_sets_cap, number + (size_t)1, sizeof(*w->of_sets)))
		return false;
	if (number >= known && !unite_sets(w, sets, count, &w->of_sets[number]))
		return false;
	ret->mailboxes = w->of_sets[number].texts;
	ret->mailboxes_total = w->of_sets[number].total;
	return true;
}

static bool
place_people(struct people_addresses *p, struct places_of *w)
{
	struct buf list;
	bool ok = mia__sort_by_key(&p->a, p->sets, p->set_count);

	mia__buf_init(&list, &p->a);
	for (size_t i = 0, end; ok && i < p->set_count; i = end) {
		uint64_t person = p->sets[i].key >> 32;
		buf_clear(&list);
		for (end = i; end < p->set_count && p->sets[end].key >> 32 == person; end++)
			if (end == i || p->sets[end].key != p->sets[end - 1].key)
				mia__buf_add(&list, &p->sets[end].value, sizeof(p->sets[end].value));
		ok = !list.failed &&
			mailboxes_of(w, (const uint32_t *)(const void *)list.ptr, list.len / sizeof(uint32_t),
				&p->people[person].row);
	}
	mia__buf_release(&list);
	return ok;
}

static bool
find_places(struct people_addresses *p, const struct exposed *e, struct arena *kept)
{
	size_t count = e->mailboxes.count - 1;
	struct places_of w = { .e = e, .kept = kept, .mailboxes = count };
	bool ok = true;

	if (count == 0)
		return true;
	mia__intern_init(&w.lists, &e->a);
	w.texts = mia__arena_take(kept, count * sizeof(*w.texts));
	w.ranks = mia__alloc(&e->a, count, sizeof(*w.ranks));
	w.stamps = mia__alloc(&e->a, count, sizeof(*w.stamps));
	ok = w.texts && w.ranks && w.stamps;
	for (size_t i = 0; ok && i < count; i++) {
		w.texts[i] = mia__arena_text(kept, e->ranked[i]);
		ok = w.texts[i].ptr != NULL;
	}
	ok = ok && place_people(p, &w);
	mia__dealloc(&e->a, w.ranks, count, sizeof(*w.ranks));
	mia__dealloc(&e->a, w.stamps, count, sizeof(*w.stamps));
	mia__dealloc(&e->a, w.of_sets, w.of_sets_cap, sizeof(*w.of_sets));
	mia__intern_release(&w.lists);
	return ok;
}

static int
compare_people(const void *ctx, uint32_t x, uint32_t y)
{
	const struct intern *addresses = ctx;

	return text_compare(intern_text(addresses, x + 1), intern_text(addresses, y + 1));
}

bool
mia__people_finish(struct people_addresses *p, const struct exposed *e, struct arena *kept,
	struct mia_texts own_domains, struct mia_subject **ret)
{
	uint32_t *order = p->count ? mia__alloc(&p->a, p->count, sizeof(*order)) : NULL;
	struct mia_subject *rows = mia__arena_take(kept, p->count * sizeof(*rows));
	bool ok = rows && (order || p->count == 0) && find_places(p, e, kept);

	for (uint32_t i = 0; ok && i < p->count; i++)
		order[i] = i;
	ok = ok &&
		(p->count == 0 || mia__sort_numbers(&p->a, order, p->count, compare_people, &p->addresses));
	choose(p);
	for (size_t i = 0; ok && i < p->count; i++) {
		const struct people_address *person = &p->people[order[i]];
		rows[i] = person->row;
		rows[i].address = mia__arena_text(kept, intern_text(&p->spellings, person->best_address));
		rows[i].name = person->best_name ? mia__arena_text(kept, name_text(p, person->best_name))
						 : TEXT_ABSENT;
		rows[i].own = is_own(rows[i].address, own_domains);
		ok = rows[i].address.ptr && (rows[i].name.ptr || !person->best_name);
	}
	mia__dealloc(&p->a, order, p->count, sizeof(*order));
	*ret = rows;
	return ok;
}
