/* Identifiers that other tools understand, computed from those in the log. */
#include "exposure/ids.h"

#include <string.h>

#include "crypto/md5.h"

static bool
qualifies(struct mia_text id)
{
	if (id.len < 3 || id.ptr[0] != '<' || id.ptr[id.len - 1] != '>')
		return false;
	for (size_t i = 1; i < id.len - 1; i++) {
		unsigned char c = (unsigned char)id.ptr[i];
		if (c <= ' ' || c == 0x7f)
			return false;
	}
	return true;
}

static void
write_hex(const unsigned char *bytes, size_t size, const char *digits, char *out)
{
	for (size_t i = 0; i < size; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * size] = '\0';
}

bool
mia__ids_message_hash(struct mia_text internet_message_id, char out[33])
{
	unsigned char digest[16];

	out[0] = '\0';
	if (!qualifies(internet_message_id) ||
		!mia__md5(internet_message_id.ptr, internet_message_id.len, digest))
		return false;
	write_hex(digest, sizeof(digest), "0123456789abcdef", out);
	return true;
}

/* The log writes one alphabet, Graph the other, Exchange Web Services the
 * first with an end that is filled up. */
static int
base64_value(char c, bool web)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || (web && c == '-'))
		return 62;
	return c == '/' || (web && c == '_') ? 63 : -1;
}

#define FOLDER_ID_BYTES 24
#define ENTRY_ID_CHARS 64
#define ENTRY_ID_BYTES 48
/* An id of Exchange Web Services or Graph: 4 bytes, the mailbox's GUID as
 * text (36), a zero, the length of the entry id in 2 bytes, the entry id (46);
 * 89 bytes. Worked out from the ids in Microsoft's own Graph examples. */
#define WEB_ID_CHARS 120
#define WEB_ID_BYTES 90

static bool
decode(struct mia_text text, size_t chars, bool web, unsigned char *out)
{
	if (web && text.len == chars && text.ptr[text.len - 1] == '=')
		text.len--;
	if (text.len != chars && !(web && text.len + 1 == chars))
		return false;
	for (size_t i = 0; i < chars / 4; i++) {
		uint32_t word = 0;
		for (size_t k = 0; k < 4; k++) {
			int value = 4 * i + k < text.len ? base64_value(text.ptr[4 * i + k], web) : 0;
			if (value < 0)
				return false;
			word = word << 6 | (uint32_t)value;
		}
		out[3 * i] = (unsigned char)(word >> 16);
		out[3 * i + 1] = (unsigned char)(word >> 8);
		out[3 * i + 2] = (unsigned char)word;
	}
	return true;
}

/* Flags (4), provider (16), the type of a private folder, database (16),
 * counter (6), padding (2): MS-OXCDATA 2.2.4.1. A message's id is longer and
 * of type 7. */
static bool
is_folder_entry(const unsigned char *entry)
{
	return entry[20] == 1 && entry[21] == 0;
}

static bool
decode_entry_id(struct mia_text text, unsigned char out[ENTRY_ID_BYTES])
{
	/* Length of the entry id proper, then the entry id, then its type. */
	return decode(text, ENTRY_ID_CHARS, false, out) && out[0] == 46 && is_folder_entry(out + 1);
}

bool
mia__ids_folder_bytes(struct mia_text folder_id, unsigned char out[24])
{
	unsigned char bytes[WEB_ID_BYTES];

	if (decode_entry_id(folder_id, bytes)) {
		memcpy(out, bytes + 23, FOLDER_ID_BYTES);
		return true;
	}
	if (!decode(folder_id, WEB_ID_CHARS, true, bytes) || memcmp(bytes, "\0\3\44", 4) != 0 ||
		bytes[41] != 46 || bytes[42] != 0 || !is_folder_entry(bytes + 43))
		return false;
	memcpy(out, bytes + 65, FOLDER_ID_BYTES);
	return true;
}

bool
mia__ids_folder_kql(struct mia_text folder_id, char out[64])
{
	static const char term[] = "folderid:";
	unsigned char entry_id[ENTRY_ID_BYTES];

	out[0] = '\0';
	if (!decode_entry_id(folder_id, entry_id))
		return false;
	memcpy(out, term, sizeof(term) - 1);
	write_hex(entry_id + 23, FOLDER_ID_BYTES, "0123456789ABCDEF", out + sizeof(term) - 1);
	return true;
}
