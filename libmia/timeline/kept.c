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
mia__kept_share(struct kept *n, const struct kept *like)
{
	n->texts.key = like->texts.key;
	n->contexts.key = like->contexts.key;
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

static uint64_t
load(const char *p, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, p, n);
	return word;
}

/* Of its length and its ends alone: what it finds is compared. */
static size_t
quick_hash(struct mia_text t)
{
	uint64_t h = t.len;

	if (t.len >= 8)
		h ^= load(t.ptr, 8) * UINT64_C(0x9e3779b97f4a7c15) ^
			load(t.ptr + t.len - 8, 8) * UINT64_C(0xc2b2ae3d27d4eb4f);
	else
		h ^= load(t.ptr, t.len);
	return (size_t)(h * UINT64_C(0xff51afd7ed558ccd) >> 40);
}

bool
mia__kept_text(struct kept *n, enum kept_text which, struct mia_text text, uint32_t *ret)
{
	*ret = 0;
	if (!text.ptr)
		return true;
	uint32_t *recent = &n->recent[which][quick_hash(text) % KEPT_RECENT];
	if (!*recent || !text_equal(names_text(n, *recent), text)) {
		if (!mia__intern_add(&n->texts, text, ret))
			return false;
		*recent = *ret;
	}
	*ret = *recent;
	return true;
}

/* An empty text is as good as none. */
static bool
stated_text(struct kept *n, enum kept_text which, struct mia_text text, uint32_t *ret)
{
	return mia__kept_text(n, which, text.len ? text : TEXT_ABSENT, ret);
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

static bool
list_apps(struct kept *n, const struct mia_text *ids, size_t count, uint32_t *ret)
{
	struct buf *list = &n->scratch;

	buf_clear(list);
	for (size_t i = 1; i < count; i++)
		list_app(list, ids[0], ids[i]);
	*ret = 0;
	return !list->failed && (list->len == 0 || mia__intern_add(&n->texts, buf_view(list), ret));
}

/* Each id of an application that the record states beside the one that is shown. */
static bool
other_apps(struct kept *n, const struct mia_event *event, uint32_t *ret)
{
	const struct mia_text ids[] = {
		first_stated(event->client_app_id, event->app_id),
		event->app_id,
		event->context_app_id,
		event->api_id,
		mia__app_embedded(event->client_info),
		mia__app_embedded(event->actor_info),
	};
	enum { IDS = sizeof(ids) / sizeof(*ids) };
	struct kept_list wanted = { .known = true }, *recent;
	uint64_t hash = 0;

	_Static_assert(IDS == sizeof(wanted.of) / sizeof(*wanted.of), "one number an id");
	for (size_t i = 0; i < IDS; i++) {
		if (!stated_text(n, KEPT_OTHER_APP, ids[i], &wanted.of[i]))
			return false;
		hash = (hash + wanted.of[i]) * UINT64_C(0x9e3779b97f4a7c15);
	}
	recent = &n->lists[(hash >> 32) % KEPT_LISTS];
	if (!recent->known || memcmp(recent->of, wanted.of, sizeof(wanted.of)) != 0) {
		if (!list_apps(n, ids, IDS, &wanted.list))
			return false;
		*recent = wanted;
	}
	*ret = recent->list;
	return true;
}

/* ActorInfoString where it does not stand as ClientInfoString already. */
static bool
add_token(struct kept *n, const struct mia_event *event, struct context *c)
{
	struct mia_text actor = event->actor_info;

	if (text_equal(actor, event->client_info))
		actor = TEXT_ABSENT;
	c->by_application = event->by_application;
	return stated_text(n, KEPT_ACTOR_INFO, actor, &c->actor_info) &&
		other_apps(n, event, &c->other_app_ids) &&
		stated_text(n, KEPT_DEVICE, event->device_id, &c->device_id) &&
		stated_text(n, KEPT_TOKEN, event->token_object_id, &c->token_object_id);
}

/* The address as it is printed, and as it was written: mostly the same. */
static bool
add_address(struct kept *n, const struct mia_event *event, struct context *c)
{
	char address[MIA_ADDRESS_TEXT];
	struct mia_text written = event->client_ip, printed = written;

	if (event->address.family)
		printed = (struct mia_text){ address, mia_address_format(&event->address, address) };
	if (!mia__kept_text(n, KEPT_IP, printed, &c->client_ip))
		return false;
	c->client_ip_raw = c->client_ip;
	return (printed.ptr && written.ptr && text_equal(printed, written)) ||
		mia__kept_text(n, KEPT_IP, written, &c->client_ip_raw);
}

bool
mia__kept_context(struct kept *n, const struct mia_event *event, uint32_t mailbox, uint32_t *ret)
{
	struct context c = { .mailbox = mailbox };

	return mia__kept_text(n, KEPT_ACTOR, event->actor, &c.actor) &&
		mia__kept_text(n, KEPT_LOGON, event->logon_text, &c.logon) &&
		mia__kept_text(n, KEPT_SESSION, first_stated(event->session_id, event->aad_session_id),
			&c.session_id) &&
		add_address(n, event, &c) && mia__kept_text(n, KEPT_CLIENT, event->client, &c.client) &&
		mia__kept_text(n, KEPT_CLIENT_INFO, event->client_info, &c.client_info) &&
		mia__kept_text(n, KEPT_APP, first_stated(event->client_app_id, event->app_id), &c.app_id) &&
		mia__kept_text(n, KEPT_SERVICE, event->service, &c.service) && add_token(n, event, &c) &&
		mia__intern_add(&n->contexts, (struct mia_text){ (const char *)&c, sizeof(c) }, ret);
}

struct context
mia__kept_context_of(const struct kept *n, uint32_t number)
{
	struct context c;

	memcpy(&c, intern_text(&n->contexts, number).ptr, sizeof(c));
	return c;
}

enum { CONTEXT_TEXTS = 9 };

/* Who came, and how; not what is concluded from it. */
static void
texts_of(struct context c, uint32_t ret[CONTEXT_TEXTS])
{
	const uint32_t texts[CONTEXT_TEXTS] = { c.session_id, c.client_ip, c.actor, c.logon, c.client_info,
		c.app_id, c.actor_info, c.device_id, c.token_object_id };

	memcpy(ret, texts, sizeof(texts));
}

bool
mia__kept_contradict(const struct kept *n, uint32_t x, uint32_t y)
{
	uint32_t a[CONTEXT_TEXTS], b[CONTEXT_TEXTS];

	texts_of(mia__kept_context_of(n, x), a);
	texts_of(mia__kept_context_of(n, y), b);
	for (size_t i = 0; x != y && i < CONTEXT_TEXTS; i++) {
		struct mia_text one = names_text(n, a[i]), other = names_text(n, b[i]);
		if (a[i] != b[i] && one.len && other.len && !text_equal_nocase(one, other))
			return true;
	}
	return false;
}

int
mia__kept_compare(const struct kept *n, uint32_t x, uint32_t y)
{
	uint32_t a[CONTEXT_TEXTS], b[CONTEXT_TEXTS];
	int c = 0;

	if (x == y)
		return 0;
	texts_of(mia__kept_context_of(n, x), a);
	texts_of(mia__kept_context_of(n, y), b);
	for (size_t i = 0; c == 0 && i < CONTEXT_TEXTS; i++)
		c = a[i] == b[i] ? 0 : text_compare(names_text(n, a[i]), names_text(n, b[i]));
	return c;
}

static bool
merge_contexts(struct kept *n, const struct kept *from, struct kept_maps *maps)
{
	for (size_t i = 1; i < from->contexts.count; i++) {
		struct context old = mia__kept_context_of(from, (uint32_t)i);
		struct context c = {
			.mailbox = maps->mailboxes[old.mailbox],
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
mia__kept_merge(struct kept *n, struct kept *from, struct kept_maps *maps)
{
	*maps = (struct kept_maps){ .texts = NULL };
	return new_map(n, from->texts.count, &maps->texts, &maps->text_count) &&
		new_map(n, from->contexts.count, &maps->contexts, &maps->context_count) &&
		new_map(n, from->mailboxes.count, &maps->mailboxes, &maps->mailbox_count) &&
		new_map(n, from->folders.count, &maps->folders, &maps->folder_count) &&
		mia__mailbox_names_merge(&n->mailboxes, &from->mailboxes, maps->mailboxes) &&
		mia__intern_merge(&n->texts, &from->texts, maps->texts) && merge_contexts(n, from, maps) &&
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
