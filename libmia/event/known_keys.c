/* How the order of keys is learned, and forgotten when there are too many. */
#include "event/known_keys.h"

#include "base/hash.h"

/* Keys that fall together are not worth a longer search. */
enum { PROBES = 8 };

void
mia__known_init(struct known_keys *known)
{
	memset(known, 0, sizeof(*known));
	known->count = KNOWN_FIRST;
}

static bool
is_same(const struct known_key *k, const struct known_key *what, struct mia_text text)
{
	return k->len == text.len && k->within == what->within && memcmp(k->text, text.ptr, text.len) == 0;
}

/* Where the key stands in the table, or may stand; NULL: nowhere. */
static uint16_t *
find(struct known_keys *known, struct mia_text text, const struct known_key *what)
{
	uint64_t hash = mia__hash_content(what->within, text);

	for (unsigned i = 0; i < PROBES; i++) {
		uint16_t *at = &known->table[(hash + i) % KNOWN_TABLE];
		if (!*at || is_same(&known->keys[*at], what, text))
			return at;
	}
	return NULL;
}

static void
follow(uint16_t next[KNOWN_NEXT], uint16_t key)
{
	int i = 0;

	while (i < KNOWN_NEXT - 1 && next[i] && next[i] != key)
		i++;
	next[i] = key;
}

struct known_key *
mia__known_add(struct known_keys *known, uint16_t *next, struct mia_text text, const struct known_key *what)
{
	struct known_key *none = &known->keys[KNOWN_NONE];

	if (text.len > KNOWN_LONGEST || !what->within || next == none->next || known->count == KNOWN_MOST)
		return none;
	uint16_t *at = find(known, text, what);
	if (!at)
		return none;
	struct known_key *k = &known->keys[*at ? *at : known->count];
	if (!*at) {
		*k = *what;
		memcpy(k->text, text.ptr, text.len);
		k->len = (unsigned char)text.len;
		k->mask = text.len < 32 ? (UINT32_C(1) << text.len) - 1 : UINT32_MAX;
		*at = (uint16_t)known->count++;
	}
	follow(next, *at);
	return k;
}
