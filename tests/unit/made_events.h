/* Events made by hand, and the ways to bring them into a fold; shared by the
 * tests of the folds. */
#ifndef MIA_TESTS_MADE_EVENTS_H
#define MIA_TESTS_MADE_EVENTS_H

#include "folds.h"

#define NOON ((mia_time)17000 * 86400 * MIA_TIME_SECOND)

/* An event with an identity and a place, otherwise blank. */
static inline struct mia_event
made_event(unsigned key, const struct mia_source *source, uint64_t record)
{
	struct mia_event event = {
		.place = { .source = source,
			.record = record,
			.line = record + 1,
			.offset = record * 100,
			.length = 90 },
		.content = key,
		.time = MIA_TIME_UNKNOWN,
		.logon = MIA_LOGON_UNKNOWN,
	};

	event.key[0] = (unsigned char)(key >> 8);
	event.key[15] = (unsigned char)key;
	return event;
}

static inline struct mia_item
made_item(const char *message_id, const char *id, uint32_t folder)
{
	return (struct mia_item){
		.internet_message_id = text_of(message_id),
		.internet_message_id_raw = text_of(message_id),
		.id = text_of(id),
		.size_bytes = MIA_SIZE_UNKNOWN,
		.folder = folder,
	};
}

/* The event becomes a bind of its items; `room` must live as long. */
static inline void
make_bind(struct mia_event *event, struct mia_bind *room)
{
	*room = (struct mia_bind){
		.items = event->items,
		.item_count = event->item_count,
		.operation_count = -1,
	};
	event->operation = TEXT("MailItemsAccessed");
	event->access = MIA_ACCESS_BIND;
	event->bind = room;
}

/* The event becomes a sync of its folders. */
static inline void
make_sync(struct mia_event *event, struct mia_sync *room)
{
	*room = (struct mia_sync){
		.folders = event->folders,
		.folder_count = event->folder_count,
		.items = event->items,
		.item_count = event->item_count,
	};
	event->operation = TEXT("MailItemsAccessed");
	event->access = MIA_ACCESS_SYNC;
	event->sync = room;
}

static inline void
add_event(struct mia_fold *fold, const struct mia_event *event)
{
	assert_int_equal(fold->ops->add(fold, event, NULL), MIA_OK);
}

/*
 * Fifty copies of about twenty-five records in four mailboxes that are named
 * in every way, with versions that differ in items, content and place.
 */
#define WORLD_EVENTS 50
#define WORLD_ITEMS 4
struct world {
	struct mia_source sources[3];
	struct mia_event events[WORLD_EVENTS];
	struct mia_item items[WORLD_EVENTS][WORLD_ITEMS];
	struct mia_folder folders[WORLD_EVENTS][2];
	struct mia_bind binds[WORLD_EVENTS];
	struct mia_sync syncs[WORLD_EVENTS];
};

/* What the copies of one record share. */
static inline void
make_record(struct mia_event *event, unsigned key)
{
	static const struct mia_text guids[] = { { NULL, 0 }, { "g-1", 3 }, { "g-2", 3 }, { "G-1", 3 } };
	static const struct mia_text owners[] = { { NULL, 0 }, { "ann@x", 5 }, { "Ann@X", 5 },
		{ "bob@x", 5 } };
	static const struct mia_text ids[] = { { "r-1", 3 }, { "r-2", 3 }, { "r-3", 3 } };
	uint64_t state = key * UINT64_C(977);

	event->mailbox_guid = PICK(&state, guids);
	event->mailbox_owner = PICK(&state, owners);
	event->id = PICK(&state, ids);
	event->time =
		next_number(&state, 6) ? NOON + next_number(&state, 5) * MIA_TIME_SECOND : MIA_TIME_UNKNOWN;
}

/* What they do not. */
static inline void
make_version(struct world *w, unsigned i, uint64_t *state)
{
	static const struct mia_text actors[] = { { "ann@x", 5 }, { "ANN@x", 5 }, { NULL, 0 } };
	static const struct mia_text sessions[] = { { NULL, 0 }, { "", 0 }, { "s-1", 3 }, { "s-2", 3 } };
	static const struct mia_text addresses[] = { { "192.0.2.1", 9 }, { "192.0.2.1:99", 12 },
		{ "host", 4 } };
	static const struct mia_text messages[] = { { "<m1>", 4 }, { "<m2>", 4 }, { "<m3>", 4 },
		{ NULL, 0 } };
	static const struct mia_text items[] = { { "i1", 2 }, { "i2", 2 }, { NULL, 0 } };
	static const struct mia_text subjects[] = { { "hello", 5 }, { "other", 5 }, { NULL, 0 } };
	static const struct mia_text folder_ids[] = { { "f1", 2 }, { "f2", 2 }, { NULL, 0 } };
	static const struct mia_text paths[] = { { "\\Inbox", 6 }, { "\\Sent", 5 }, { NULL, 0 } };
	static const struct mia_text names[] = { { "Inbox", 5 }, { NULL, 0 } };
	struct mia_event *event = &w->events[i];

	event->content = next_number(state, 3);
	event->flags = next_number(state, 5) == 0 ? MIA_FLAG_FAILED : 0;
	event->throttled = (enum mia_known)next_number(state, 3);
	event->actor = PICK(state, actors);
	event->session_id = PICK(state, sessions);
	event->aad_session_id = PICK(state, sessions);
	event->client_ip = PICK(state, addresses);
	(void)mia_address_parse(event->client_ip, &event->address);
	for (unsigned k = 0; k < 2; k++)
		w->folders[i][k] = (struct mia_folder){ PICK(state, folder_ids), PICK(state, paths),
			PICK(state, names) };
	event->folders = w->folders[i];
	event->folder_count = next_number(state, 3);
	for (unsigned k = 0; k < WORLD_ITEMS; k++)
		w->items[i][k] = (struct mia_item){
			.internet_message_id = PICK(state, messages),
			.id = PICK(state, items),
			.subject = PICK(state, subjects),
			.size_bytes = (int64_t)next_number(state, 3) - 1,
			.folder = next_number(state, 3),
		};
	event->items = w->items[i];
	event->item_count = next_number(state, WORLD_ITEMS + 1);
	switch (next_number(state, 3)) {
	case 0:
		make_bind(event, &w->binds[i]);
		w->binds[i].unnamed = next_number(state, 3);
		break;
	case 1:
		make_sync(event, &w->syncs[i]);
		break;
	default:
		event->operation = TEXT("MoveToDeletedItems");
	}
}

static inline struct world *
make_world(uint64_t seed)
{
	struct world *w = calloc(1, sizeof(*w));
	uint64_t state = seed;

	assert_non_null(w);
	w->sources[0].name = "a.csv";
	w->sources[1].name = "b.csv";
	w->sources[2].name = "c.csv";
	for (unsigned i = 0; i < WORLD_EVENTS; i++) {
		unsigned key = next_number(&state, 25);
		w->events[i] = made_event(key, &w->sources[next_number(&state, 3)], i + 1);
		make_record(&w->events[i], key);
		make_version(w, i, &state);
	}
	return w;
}

static inline enum mia_status
add_of_world(struct mia_fold *fold, const void *world, unsigned i)
{
	const struct world *w = world;

	return fold->ops->add(fold, &w->events[i], NULL);
}

static inline struct fold_steps
steps_of_world(const struct world *w)
{
	return (struct fold_steps){ WORLD_EVENTS, add_of_world, w };
}

/* The events, dealt out; see deal_steps. */
static inline struct mia_fold *
deal_and_merge(const struct mia_fold *like, const struct world *w, uint64_t *state)
{
	struct fold_steps steps = steps_of_world(w);

	return deal_steps(like, &steps, state);
}

static inline enum mia_status
fold_world(struct mia_fold *fold, const struct world *w)
{
	struct fold_steps steps = steps_of_world(w);

	return fold_steps(fold, &steps);
}

#endif
