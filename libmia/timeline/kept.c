/* What timeline and sessions both keep of records: names, texts, and whether a
 * record matches the scope. */
#include "timeline/kept.h"

#include "base/text.h"
#include "event/apps.h"

enum mia_status
mia__kept_init(struct kept *n, const struct mia_allocator *a, const struct mia_scope *scope,
	struct mia_error *err)
{
	*n = (struct kept){ .a = *a, .scope = scope };
	mia__intern_init(&n->texts, a);
	mia__intern_init(&n->contexts, a);
	mia__buf_init(&n->scratch, a);
	mia__mailbox_names_init(&n->mailboxes, a);
	mia__folder_names_init(&n->folders, a);
	return scope ? mia_matcher_new(&n->matcher, scope, err) : MIA_OK;
}

void
mia__kept_release(struct kept *n)
{
	mia_matcher_free(n->matcher);
	n->matcher = NULL;
	mia__intern_release(&n->texts);
	mia__intern_release(&n->contexts);
	mia__buf_release(&n->scratch);
	mia__mailbox_names_release(&n->mailboxes);
	mia__folder_names_release(&n->folders);
	mia__dealloc(&n->a, n->numbers, n->number_cap, sizeof(*n->numbers));
	n->numbers = NULL;
	n->number_cap = 0;
}

bool
mia__kept_note(struct kept *n, const struct mia_event *event, uint32_t *mailbox)
{
	size_t own = event->folder_count;
	size_t synced = event->sync ? event->sync->folder_count : 0;

	if (!mia__mailbox_names_add(&n->mailboxes, event, mailbox))
		return false;
	if (own + synced == 0)
		return true;
	if (!mia__grow(&n->a, &n->numbers, &n->number_cap, own + synced, sizeof(*n->numbers)))
		return false;
	for (size_t i = 0; i < own; i++)
		if (!mia__folder_names_add(&n->folders, *mailbox, &event->folders[i], &n->numbers[i]))
			return false;
	for (size_t i = 0; i < synced; i++)
		if (!mia__folder_names_add(&n->folders, *mailbox, &event->sync->folders[i],
			    &n->numbers[own + i]))
			return false;
	return true;
}

enum mia_match
mia__kept_match(struct kept *n, const struct mia_event *event)
{
	return n->matcher ? mia_matcher_match(n->matcher, event) : MIA_MATCH_YES;
}

unsigned
mia__kept_missing(struct kept *n, const struct mia_event *event)
{
	return n->matcher ? mia_matcher_missing(n->matcher, event) : 0;
}

/* The first that says something, else the first that is there at all. */
static struct mia_text
first_stated(struct mia_text a, struct mia_text b)
{
	if (a.len || (a.ptr && !b.len))
		return a;
	return b;
}

/* A blank and the id, if no id before it is the same. */
static void
list_app(struct buf *list, struct mia_text first, struct mia_text id)
{
	if (id.len == 0 || text_equal_nocase(id, first) || mia__text_find_nocase(buf_view(list), id) >= 0)
		return;
	if (list->len)
		mia__buf_byte(list, ' ');
	mia__buf_text(list, id);
}

/* Each id of an application that the record states beside the one that is shown. */
static bool
other_apps(struct kept *n, const struct mia_event *event, uint32_t *ret)
{
	struct mia_text first = first_stated(event->client_app_id, event->app_id);
	struct buf *list = &n->scratch;

	buf_clear(list);
	list_app(list, first, event->app_id);
	list_app(list, first, event->context_app_id);
	list_app(list, first, event->api_id);
	list_app(list, first, mia__app_embedded(event->client_info));
	list_app(list, first, mia__app_embedded(event->actor_info));
	*ret = 0;
	return !list->failed && (list->len == 0 || mia__intern_add(&n->texts, buf_view(list), ret));
}

/* ActorInfoString where it does not stand as ClientInfoString already. */
static bool
add_token(struct kept *n, const struct mia_event *event, struct context *c)
{
	struct mia_text actor = event->actor_info;

	if (text_equal(actor, event->client_info))
		actor = TEXT_ABSENT;
	c->by_application = event->by_application;
	c->actor_info = c->other_app_ids = c->device_id = c->token_object_id = 0;
	return (actor.len == 0 || mia__intern_add(&n->texts, actor, &c->actor_info)) &&
		other_apps(n, event, &c->other_app_ids) &&
		(event->device_id.len == 0 || mia__intern_add(&n->texts, event->device_id, &c->device_id)) &&
		(event->token_object_id.len == 0 ||
			mia__intern_add(&n->texts, event->token_object_id, &c->token_object_id));
}

bool
mia__kept_context(struct kept *n, const struct mia_event *event, uint32_t *ret)
{
	char address[MIA_ADDRESS_TEXT];
	struct mia_text client_ip = event->client_ip;
	struct context c;

	if (event->address.family)
		client_ip = (struct mia_text){ address, mia_address_format(&event->address, address) };
	return mia__intern_add(&n->texts, event->actor, &c.actor) &&
		mia__intern_add(&n->texts, event->logon_text, &c.logon) &&
		mia__intern_add(&n->texts, first_stated(event->session_id, event->aad_session_id),
			&c.session_id) &&
		mia__intern_add(&n->texts, client_ip, &c.client_ip) &&
		mia__intern_add(&n->texts, event->client_ip, &c.client_ip_raw) &&
		mia__intern_add(&n->texts, event->client, &c.client) &&
		mia__intern_add(&n->texts, event->client_info, &c.client_info) &&
		mia__intern_add(&n->texts, first_stated(event->client_app_id, event->app_id), &c.app_id) &&
		mia__intern_add(&n->texts, event->service, &c.service) && add_token(n, event, &c) &&
		mia__intern_add(&n->contexts, (struct mia_text){ (const char *)&c, sizeof(c) }, ret);
}

struct context
mia__kept_context_of(const struct kept *n, uint32_t number)
{
	struct context c;

	memcpy(&c, intern_text(&n->contexts, number).ptr, sizeof(c));
	return c;
}

static bool
merge_texts(struct kept *n, const struct kept *from, struct kept_maps *maps)
{
	for (size_t i = 1; i < from->texts.count; i++)
		if (!mia__intern_add(&n->texts, intern_text(&from->texts, i), &maps->texts[i]))
			return false;
	return true;
}

static bool
merge_contexts(struct kept *n, const struct kept *from, struct kept_maps *maps)
{
	for (size_t i = 1; i < from->contexts.count; i++) {
		struct context old = mia__kept_context_of(from, (uint32_t)i);
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
			.actor_info = maps->texts[old.actor_info],
			.other_app_ids = maps->texts[old.other_app_ids],
			.device_id = maps->texts[old.device_id],
			.token_object_id = maps->texts[old.token_object_id],
			.by_application = old.by_application,
		};
		if (!mia__intern_add(&n->contexts, (struct mia_text){ (const char *)&c, sizeof(c) },
			    &maps->contexts[i]))
			return false;
	}
	return true;
}

/* One more than needed, so that nothing of size 0 is asked for. */
static bool
new_map(const struct kept *n, size_t count, uint32_t **map, size_t *map_count)
{
	*map = mia__alloc(&n->a, count + 1, sizeof(**map));
	*map_count = count + 1;
	return *map != NULL;
}

bool
mia__kept_merge(struct kept *n, const struct kept *from, struct kept_maps *maps)
{
	*maps = (struct kept_maps){ .texts = NULL };
	return new_map(n, from->texts.count, &maps->texts, &maps->text_count) &&
		new_map(n, from->contexts.count, &maps->contexts, &maps->context_count) &&
		new_map(n, from->mailboxes.count, &maps->mailboxes, &maps->mailbox_count) &&
		new_map(n, from->folders.count, &maps->folders, &maps->folder_count) &&
		merge_texts(n, from, maps) && merge_contexts(n, from, maps) &&
		mia__mailbox_names_merge(&n->mailboxes, &from->mailboxes, maps->mailboxes) &&
		mia__folder_names_merge(&n->folders, &from->folders, maps->mailboxes, maps->folders);
}

void
mia__kept_maps_release(const struct kept *n, struct kept_maps *maps)
{
	mia__dealloc(&n->a, maps->texts, maps->text_count, sizeof(*maps->texts));
	mia__dealloc(&n->a, maps->contexts, maps->context_count, sizeof(*maps->contexts));
	mia__dealloc(&n->a, maps->mailboxes, maps->mailbox_count, sizeof(*maps->mailboxes));
	mia__dealloc(&n->a, maps->folders, maps->folder_count, sizeof(*maps->folders));
	*maps = (struct kept_maps){ .texts = NULL };
}

bool
mia__kept_seal(struct kept *n)
{
	return mia__mailbox_names_seal(&n->mailboxes) && mia__folder_names_seal(&n->folders, &n->mailboxes);
}
