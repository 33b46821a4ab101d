/* An exposure of a few records made by hand, and reading its rows. */
#ifndef MIA_TESTS_MADE_EXPOSURE_H
#define MIA_TESTS_MADE_EXPOSURE_H

#include "made_events.h"

#define SECONDS(n) (NOON + (n)*MIA_TIME_SECOND)

static struct mia_source a_csv = { .name = "a.csv" };

static inline struct mia_exposure *
new_exposure_of(const struct mia_scope *scope, int handled)
{
	struct mia_exposure_options options = { .size = sizeof(options), .scope = scope, .handled = handled };
	struct mia_exposure *exposure = NULL;

	assert_int_equal(mia_exposure_new(&exposure, &poisoning, &options, NULL), MIA_OK);
	return exposure;
}

static inline struct mia_exposure *
new_exposure(const struct mia_scope *scope)
{
	return new_exposure_of(scope, 0);
}

/* Its items and folders in blocks of exactly their size, that are gone afterwards: nobody may look
 * beyond them, or keep them. */
static inline void
add(struct mia_exposure *exposure, const struct mia_event *event)
{
	struct mia_event copy = *event;
	struct mia_bind bind;
	size_t items = copy.item_count * sizeof(*copy.items),
	       folders = copy.folder_count * sizeof(*copy.folders);
	struct mia_item *own_items = malloc(items + !items);
	struct mia_folder *own_folders = malloc(folders + !folders);

	assert_true(own_items && own_folders);
	if (items)
		copy.items = memcpy(own_items, event->items, items);
	if (folders && !event->sync)
		copy.folders = memcpy(own_folders, event->folders, folders);
	if (event->bind && event->bind->items == event->items) {
		bind = *event->bind;
		bind.items = copy.items;
		copy.bind = &bind;
	}
	assert_int_equal(mia_fold_add(mia_exposure_fold(exposure), &copy, NULL), MIA_OK);
	free(own_items);
	free(own_folders);
}

static inline void
seal_exposure(struct mia_exposure *exposure)
{
	assert_int_equal(mia_fold_seal(mia_exposure_fold(exposure), NULL), MIA_OK);
}

static inline struct mia_scope *
session_scope(const char *session)
{
	struct mia_scope *scope = NULL;

	assert_int_equal(mia_scope_new(&scope, NULL, NULL), MIA_OK);
	assert_int_equal(mia_scope_add(scope, MIA_TRAIT_SESSION, 0, text_of(session), NULL), MIA_OK);
	return scope;
}

static inline const struct mia_message *
next_message(struct mia_messages *messages)
{
	const struct mia_message *message = NULL;

	assert_int_equal(mia_messages_next(messages, &message, NULL), MIA_OK);
	return message;
}

static inline struct mia_messages *
read_messages(const struct mia_exposure *exposure)
{
	struct mia_messages *messages = NULL;

	assert_int_equal(mia_messages_new(&messages, exposure, NULL), MIA_OK);
	return messages;
}

static inline void
end_messages(struct mia_messages *messages)
{
	const struct mia_message *message;

	assert_int_equal(mia_messages_next(messages, &message, NULL), MIA_END);
	mia_messages_free(messages);
}

static inline const struct mia_folder_exposure *
next_folder(struct mia_folders *folders)
{
	const struct mia_folder_exposure *folder = NULL;

	assert_int_equal(mia_folders_next(folders, &folder, NULL), MIA_OK);
	return folder;
}

static inline struct mia_folders *
read_folders(const struct mia_exposure *exposure)
{
	struct mia_folders *folders = NULL;

	assert_int_equal(mia_folders_new(&folders, exposure, NULL), MIA_OK);
	return folders;
}

static inline void
end_folders(struct mia_folders *folders)
{
	const struct mia_folder_exposure *folder;

	assert_int_equal(mia_folders_next(folders, &folder, NULL), MIA_END);
	mia_folders_free(folders);
}

static inline void
assert_list(struct mia_texts list, const char *joined)
{
	char all[256] = "";

	for (size_t i = 0; i < list.count; i++) {
		size_t used = strlen(all);
		snprintf(all + used, sizeof(all) - used, "%s%.*s", i ? "|" : "", (int)list.ptr[i].len,
			list.ptr[i].ptr);
	}
	assert_string_equal(all, joined);
}

/* A record of Ann's mailbox with up to two items, all in the one folder. */
struct made {
	struct mia_event event;
	struct mia_folder folder;
	struct mia_item items[2];
	struct mia_bind bind;
	struct mia_sync sync;
};

static inline void
make(struct made *m, unsigned key, const char *id, const char *session, int second)
{
	*m = (struct made){ .event = made_event(key, &a_csv, key) };
	m->event.id = text_of(id);
	m->event.mailbox_owner = TEXT("ann@x");
	m->event.mailbox_guid = TEXT("guid-a");
	m->event.session_id = text_of(session);
	m->event.time = SECONDS(second);
	m->event.operation = TEXT("MoveToDeletedItems");
	m->event.client_ip = TEXT("192.0.2.1:99");
	assert_int_equal(mia_address_parse(m->event.client_ip, &m->event.address), MIA_OK);
	m->folder = (struct mia_folder){ .id = TEXT("F1") };
	m->event.folders = &m->folder;
	m->event.folder_count = 1;
	m->event.items = m->items;
}

static inline void
make_items(struct made *m, const char *first, const char *second)
{
	m->items[0] = made_item(first, "store-1", 0);
	m->items[1] = made_item(second, NULL, 0);
	m->event.item_count = second ? 2 : 1;
}

static inline void
make_bind_of(struct made *m, const char *first, const char *second)
{
	make_items(m, first, second);
	make_bind(&m->event, &m->bind);
}

/* A record of an administrator or a client about forwarding, by Ann. */
struct ruled {
	struct made m;
	struct mia_parameter parameters[4];
};

static inline void
make_rule(struct ruled *r, unsigned key, const char *id, const char *session, const char *operation,
	const char *object)
{
	make(&r->m, key, id, session, (int)key * 10);
	r->m.event.operation = text_of(operation);
	r->m.event.mailbox_owner = r->m.event.mailbox_guid = (struct mia_text){ NULL, 0 };
	r->m.event.folder_count = 0;
	r->m.event.actor = TEXT("ann@x");
	r->m.event.object_id = text_of(object);
	r->m.event.parameters = r->parameters;
}

static inline void
parameter(struct ruled *r, const char *name, const char *value)
{
	r->parameters[r->m.event.parameter_count++] = (struct mia_parameter){ text_of(name), text_of(value) };
}

#endif
