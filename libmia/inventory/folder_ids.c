/* Folder ids of Graph in the form in which the log writes them. */
#include <string.h>

#include "base/text.h"
#include "inventory/inventory.h"

/* Compression 0, storage type 3 (mailbox and its GUID), length of the GUID's
 * text; GUID; processing instruction 0; length of the entry id. */
enum {
	HEAD = 4,
	GUID = 36,
	ENTRY_AT = HEAD + GUID + 3,
	FOLDER_ENTRY = 46,
	MESSAGE_ENTRY = 70,
	MOST = ENTRY_AT + MESSAGE_ENTRY
};
/* What the log puts behind the entry id (StoreObjectType). */
enum { TYPE_FOLDER = 1, TYPE_MESSAGE = 9 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* base64 or base64url, padded or not; the length, or 0. */
static size_t
decode64(struct mia_text text, unsigned char out[MOST + 3])
{
	size_t n = 0;
	uint32_t word = 0;
	unsigned bits = 0;

	while (text.len && text.ptr[text.len - 1] == '=')
		text.len--;
	if (text.len > (MOST * 4 + 2) / 3)
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i] == '-' ? '+' : text.ptr[i] == '_' ? '/' : text.ptr[i];
		const char *at = c ? strchr(alphabet, c) : NULL;
		if (!at)
			return 0;
		word = word << 6 | (uint32_t)(at - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (unsigned char)(word >> bits);
		}
	}
	return n;
}

static size_t
encode64(const unsigned char *bytes, size_t size, char *out)
{
	size_t n = 0;

	/* Both lengths of the log, 48 and 72, need no padding. */
	for (size_t i = 0; i + 3 <= size; i += 3) {
		uint32_t word = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];
		for (int shift = 18; shift >= 0; shift -= 6)
			out[n++] = alphabet[word >> shift & 63];
	}
	return n;
}

bool
mia__inventory_id_from_graph(struct arena *arena, struct mia_text id, struct mia_text *ret,
	struct mia_text *mailbox)
{
	unsigned char b[MOST + 3], entry[MESSAGE_ENTRY + 2];
	size_t n = id.len ? decode64(id, b) : 0, length;
	char out[96];

	*ret = id;
	*mailbox = TEXT_ABSENT;
	if (n < ENTRY_AT || b[0] != 0 || b[1] != 3 || b[2] != GUID || b[3] != 0 || b[HEAD + GUID] != 0)
		return true;
	length = (size_t)b[ENTRY_AT - 2] | (size_t)b[ENTRY_AT - 1] << 8;
	if ((length != FOLDER_ENTRY && length != MESSAGE_ENTRY) || n != ENTRY_AT + length ||
		!mia__text_is_guid((struct mia_text){ (const char *)b + HEAD, GUID }))
		return true;
	entry[0] = (unsigned char)length;
	memcpy(entry + 1, b + ENTRY_AT, length);
	entry[length + 1] = length == FOLDER_ENTRY ? TYPE_FOLDER : TYPE_MESSAGE;
	*ret = mia__arena_text(arena, (struct mia_text){ out, encode64(entry, length + 2, out) });
	*mailbox = mia__arena_text(arena, (struct mia_text){ (const char *)b + HEAD, GUID });
	return ret->ptr && mailbox->ptr;
}
