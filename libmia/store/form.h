/*
 * The form of a store (docs/store.md): what writer and reader agree on. All
 * numbers are little-endian; varints have 7 bits a byte, the least first.
 *
 *   head    64 bytes: magic, form, where the index lies, SHA-256 of head and index
 *   blocks  rows, then the items of these rows
 *   index   what the store was made from, the books of the sources, the blocks
 */
#ifndef MIA_STORE_FORM_H
#define MIA_STORE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include <mia/event.h>

#define STORE_MAGIC "MIASTORE"
enum {
	STORE_FORM = 4,
	STORE_HEAD = 64,
	STORE_HASHED = 32,          /* of the head, before its SHA-256 */
	STORE_BLOCK = 16 << 20,     /* a block is closed when its rows are longer */
	STORE_DICTIONARY = 1 << 20, /* texts that one block remembers */
	STORE_REMEMBERED = 1024,    /* bytes of a text that is remembered */
	STORE_INDEX_MOST = 256 << 20
};

/* A row is an event of this shape, or a reject. */
enum row_kind { ROW_EVENT = 0, ROW_REJECT = 1 };

/* How a text stands in a row; from TEXT_KNOWN on: one that stood before. TEXT_TIME to TEXT_PACKED
 * (once.c) are only of texts that are not remembered and in no group. */
enum text_code {
	TEXT_PLAIN = 0,
	TEXT_NEW = 1,
	TEXT_GUID = 2,
	TEXT_NEW_GUID = 3,
	TEXT_TIME = 4,   /* YYYY-MM-DDTHH:MM:SS; seconds from the time of the event */
	TEXT_TIME_Z = 5, /* with a Z */
	TEXT_PACKED = 6, /* digits of base64 or hexadecimal ones */
	TEXT_KNOWN = 7
};

/* How the bytes of a part of an id are packed. */
enum pack_mode { PACK_PLAIN = 0, PACK_BASE64 = 1, PACK_UPPER = 2, PACK_LOWER = 3 };

/* What an item has. */
enum {
	ITEM_MESSAGE_ID = 1,
	ITEM_RAW = 2,      /* as written, which is something else */
	ITEM_RAW_SAME = 4, /* as written is the same */
	ITEM_IMMUTABLE = 8,
	ITEM_ID = 16,
	ITEM_SUBJECT = 32,
	ITEM_SIZE = 64
};

/* Which numbers of an event are not those of most. */
enum {
	HAS_RESULT_INDEX = 1,
	HAS_RESULT_COUNT = 2,
	HAS_ATTACHMENTS = 4,
	HAS_STATED_COUNT = 8,
	HAS_OFFSET = 16,
	HAS_OPERATION_COUNT = 32,
	HAS_UNNAMED = 64
};

/* What many events of a block have in common. */
struct store_shape {
	uint64_t texts;                                   /* which of the texts below are there */
	uint8_t access, throttled, by_application, logon; /* logon: + 1 */
	uint8_t numbers;                                  /* HAS_* */
	uint8_t named;                                    /* bind, sync, folders, items, parameters */
};
enum { NAMED_BIND = 1, NAMED_SYNC = 2, NAMED_FOLDERS = 4, NAMED_ITEMS = 8, NAMED_PARAMETERS = 16 };
enum { SHAPE_BYTES = 14, ADDRESSES_BYTES = 34 };

enum { GROUP_WAY = 1, GROUP_WHO = 2, GROUP_MOST = 16 };

/* The texts of an event; the client is made anew of client_info, since it is static. Those of a
 * group come together again and again, and have one number for all. */
static const struct {
	uint16_t at;
	bool remembered; /* likely to come again */
	uint8_t group;   /* 0: none; GROUP_* */
} store_texts[] = {
#define TEXT_OF(member, remembered, group) \
	{ \
		offsetof(struct mia_event, member), remembered, group \
	}
#define ONCE(member) TEXT_OF(member, false, 0)
#define OFTEN(member) TEXT_OF(member, true, 0)
#define WAY(member) TEXT_OF(member, true, GROUP_WAY)
#define WHO(member) TEXT_OF(member, true, GROUP_WHO)
	ONCE(id),
	WAY(operation),
	WHO(mailbox_guid),
	WHO(mailbox_owner),
	WHO(actor),
	WAY(logon_text),
	OFTEN(session_id),
	OFTEN(aad_session_id),
	ONCE(unique_token_id),
	OFTEN(client_ip),
	WAY(client_info),
	WAY(app_id),
	WAY(client_app_id),
	WAY(result_status),
	WAY(record_type),
	WAY(workload),
	WAY(user_type),
	WAY(service),
	WAY(access_text),
	OFTEN(object_id),
	OFTEN(actor_info),
	WAY(context_app_id),
	WAY(api_id),
	OFTEN(token_object_id),
	OFTEN(user_object_id),
	WAY(token_type),
	OFTEN(token_tenant_id),
	OFTEN(device_id),
	ONCE(issued_at),
	OFTEN(agent_id),
	ONCE(client_request_id),
	OFTEN(target_name),
	OFTEN(target_user),
	OFTEN(target_object_id),
	OFTEN(target_id),
	OFTEN(error_number),
	OFTEN(logon_error),
	OFTEN(application_id),
	OFTEN(user_agent),
	OFTEN(member),
	OFTEN(member_rights),
	OFTEN(query),
#undef TEXT_OF
#undef ONCE
#undef OFTEN
#undef WAY
#undef WHO
};
enum { STORE_TEXTS = sizeof(store_texts) / sizeof(*store_texts) };
/* A text that is added to struct mia_event is to be added above, and the form to be raised. */
_Static_assert(sizeof(void *) != 8 || sizeof(struct mia_event) == 968,
	"the store keeps every member of an event");

/* The bits of the texts of a group; of 0: of those in none. */
static inline uint64_t
store_group(unsigned group)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < STORE_TEXTS; i++)
		bits |= (uint64_t)(store_texts[i].group == group) << i;
	return bits;
}

static inline struct mia_text *
store_text(struct mia_event *event, size_t i)
{
	return (struct mia_text *)((char *)event + store_texts[i].at);
}

static inline uint64_t
zigzag(int64_t n)
{
	return ((uint64_t)n << 1) ^ (n < 0 ? UINT64_MAX : 0);
}

static inline int64_t
unzigzag(uint64_t n)
{
	return (int64_t)((n >> 1) ^ (0 - (n & 1)));
}

/*
 * A quick sum over bytes, in pieces of any length: it shows every change of a
 * single 8 bytes for certain and other damage all but surely. It is no proof
 * against people who can write the store.
 */
struct store_sum {
	uint64_t lanes[4];
	unsigned char rest[32];
	size_t rest_len;
	uint64_t size;
};
void mia__store_sum_begin(struct store_sum *s);
void mia__store_sum_add(struct store_sum *s, const void *bytes, size_t size);
uint64_t mia__store_sum_end(struct store_sum *s);

#endif
