#include "timeline/context.h"

#include "base/text.h"

enum mia_status
names_init(struct names *n, const struct mia_allocator *a, const struct mia_scope *scope, struct mia_error *err)
{
	*n = (struct names){ .a = *a, .scope = scope };
	intern_init(&n->texts, a);
	intern_init(&n->contexts, a);
	mailboxes_init(&n->mailboxes, a);
	foldernames_init(&n->folders, a);
	return scope ? mia_matcher_new(&n->matcher, scope, err) : MIA_OK;
}

void
names_release(struct names *n)
{
	mia_matcher_free(n->matcher);
	n->matcher = NULL;
	intern_release(&n->texts);
	intern_release(&n->contexts);
	mailboxes_release(&n->mailboxes);
	foldernames_release(&n->folders);
	mia_dealloc(&n->a, n->numbers, n->number_cap, sizeof(*n->numbers));
	n->numbers = NULL;
	n->number_cap = 0;
}

bool
names_note(struct names *n, const struct mia_event *event, uint32_t *mailbox)
{
	size_t own = event->folder_count;
	size_t synced = event->sync ? event->sync->folder_count : 0;

	if (!mailboxes_add(&n->mailboxes, event, mailbox))
		return false;
	if (own + synced == 0)
		return true;
	if (!mia_grow(&n->a, &n->numbers, &n->number_cap, own + synced, sizeof(*n->numbers)))
		return false;
	for (size_t i = 0; i < own; i++)
		if (!foldernames_add(&n->folders, *mailbox, &event->folders[i], &n->numbers[i]))
			return false;
	for (size_t i = 0; i < synced; i++)
		if (!foldernames_add(&n->folders, *mailbox, &event->sync->folders[i], &n->numbers[own + i]))
			return false;
	return true;
}

enum mia_match
names_match(struct names *n, const struct mia_event *event)
{
	return n->matcher ? mia_matcher_match(n->matcher, event) : MIA_MATCH_YES;
}

/* The first that says something, else the first that is there at all. */
static struct mia_text
first_stated(struct mia_text a, struct mia_text b)
{
	if (a.len || (a.ptr && !b.len))
		return a;
	return b;
}

bool
names_context(struct names *n, const struct mia_event *event, uint32_t *ret)
{
	char address[MIA_ADDRESS_TEXT];
	struct mia_text client_ip = event->client_ip;
	struct context c;

	if (event->address.family)
		client_ip = (struct mia_text){ address, mia_address_format(&event->address, address) };
	return intern_add(&n->texts, event->actor, &c.actor) &&
		intern_add(&n->texts, event->logon_text, &c.logon) &&
		intern_add(&n->texts, first_stated(event->session_id, event->aad_session_id), &c.session_id) &&
		intern_add(&n->texts, client_ip, &c.client_ip) &&
		intern_add(&n->texts, event->client_ip, &c.client_ip_raw) &&
		intern_add(&n->texts, event->client, &c.client) &&
		intern_add(&n->texts, event->client_info, &c.client_info) &&
		intern_add(&n->texts, first_stated(event->client_app_id, event->app_id), &c.app_id) &&
		intern_add(&n->texts, event->service, &c.service) &&
		intern_add(&n->contexts, (struct mia_text){ (const char *)&c, sizeof(c) }, ret);
}

struct context
names_context_of(const struct names *n, uint32_t number)
{
	struct context c;

	memcpy(&c, intern_text(&n->contexts, number).ptr, sizeof(c));
	return c;
}

static bool
merge_texts(struct names *n, const struct names *from, struct names_maps *maps)
{
	for (size_t i = 1; i < from->texts.count; i++)
		if (!intern_add(&n->texts, from->texts.entries[i], &maps->texts[i]))
			return false;
	return true;
}

static bool
merge_contexts(struct names *n, const struct names *from, struct names_maps *maps)
{
	for (size_t i = 1; i < from->contexts.count; i++) {
		struct context old = names_context_of(from, (uint32_t)i);
		struct context c = {
			.actor = maps->texts[old.actor],
			.logon = maps->texts[old.logon],
			.session_id = maps->texts[old.session_id],
			.client_ip = maps->texts[old.client_ip],
			.client_ip_raw = maps->texts[old.client_ip_raw],
			.client = maps->texts[old.client],
			.client_info = maps->texts[old.client_info],
			.app_id = maps->texts[old.app_id],
			.service = maps->texts[old.service],
		};
		if (!intern_add(&n->contexts, (struct mia_text){ (const char *)&c, sizeof(c) }, &maps->contexts[i]))
			return false;
	}
	return true;
}

/* One more than needed, so that nothing of size 0 is asked for. */
static bool
new_map(const struct names *n, size_t count, uint32_t **map, size_t *map_count)
{
	*map = mia_alloc(&n->a, count + 1, sizeof(**map));
	*map_count = count + 1;
	return *map != NULL;
}

bool
names_merge(struct names *n, const struct names *from, struct names_maps *maps)
{
	*maps = (struct names_maps){ .texts = NULL };
	return new_map(n, from->texts.count, &maps->texts, &maps->text_count) &&
		new_map(n, from->contexts.count, &maps->contexts, &maps->context_count) &&
		new_map(n, from->mailboxes.count, &maps->mailboxes, &maps->mailbox_count) &&
		new_map(n, from->folders.count, &maps->folders, &maps->folder_count) &&
		merge_texts(n, from, maps) &&
		merge_contexts(n, from, maps) &&
		mailboxes_merge(&n->mailboxes, &from->mailboxes, maps->mailboxes) &&
		foldernames_merge(&n->folders, &from->folders, maps->mailboxes, maps->folders);
}

void
names_maps_release(const struct names *n, struct names_maps *maps)
{
	mia_dealloc(&n->a, maps->texts, maps->text_count, sizeof(*maps->texts));
	mia_dealloc(&n->a, maps->contexts, maps->context_count, sizeof(*maps->contexts));
	mia_dealloc(&n->a, maps->mailboxes, maps->mailbox_count, sizeof(*maps->mailboxes));
	mia_dealloc(&n->a, maps->folders, maps->folder_count, sizeof(*maps->folders));
	*maps = (struct names_maps){ .texts = NULL };
}

bool
names_seal(struct names *n)
{
	return mailboxes_seal(&n->mailboxes) && foldernames_seal(&n->folders, &n->mailboxes);
}
