#include "exposure/ids.h"

#include <string.h>

#include <openssl/evp.h>

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
ids_message_hash(struct mia_text internet_message_id, char out[33])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	out[0] = '\0';
	if (!qualifies(internet_message_id))
		return false;
	/* A system in FIPS mode refuses MD5; then the column stays empty. */
	if (!EVP_Digest(internet_message_id.ptr, internet_message_id.len, digest, &size, EVP_md5(), NULL) || size != 16)
		return false;
	write_hex(digest, size, "0123456789abcdef", out);
	return true;
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

#define ENTRY_ID_CHARS 64
#define ENTRY_ID_BYTES 48

static bool
decode_entry_id(struct mia_text text, unsigned char out[ENTRY_ID_BYTES])
{
	if (text.len != ENTRY_ID_CHARS)
		return false;
	for (size_t i = 0; i < ENTRY_ID_CHARS / 4; i++) {
		uint32_t word = 0;
		for (size_t k = 0; k < 4; k++) {
			int value = base64_value(text.ptr[4 * i + k]);
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

bool
ids_folder_kql(struct mia_text folder_id, char out[64])
{
	static const char term[] = "folderid:";
	unsigned char entry_id[ENTRY_ID_BYTES];

	out[0] = '\0';
	if (!decode_entry_id(folder_id, entry_id))
		return false;
	/* Length of the entry id proper, then flags (4), provider (16), the
	 * type of a private folder, database (16), counter (6), padding (2):
	 * MS-OXCDATA 2.2.4.1. A message's id is longer and of type 7. */
	if (entry_id[0] != 46 || entry_id[21] != 1 || entry_id[22] != 0)
		return false;
	memcpy(out, term, sizeof(term) - 1);
	write_hex(entry_id + 23, 24, "0123456789ABCDEF", out + sizeof(term) - 1);
	return true;
}
