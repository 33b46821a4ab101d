/*
 * Addresses and prefixes: what is read and written is read again as the same;
 * an address alone is a prefix that holds it, and a scope asked for it holds
 * an event that has it, however it is written.
 */
#include "base/prefix.h"
#include "fuzz.h"

static void
hold_scope(struct mia_text text, const struct mia_address *address)
{
	struct mia_scope *scope = NULL;
	struct mia_matcher *matcher = NULL;
	char canonical[MIA_ADDRESS_TEXT];
	struct mia_event event = { .time = 0, .address = *address, .client_ip = text };

	mia_address_format(address, canonical);
	OK(mia_scope_new(&scope, NULL, err));
	OK(mia_scope_add(scope, MIA_TRAIT_ADDRESS, 0, mia_text_of(canonical), err));
	OK(mia_matcher_new(&matcher, scope, err));
	MUST(mia_matcher_match(matcher, &event) != MIA_MATCH_NO);
	mia_matcher_free(matcher);
	mia_scope_free(scope);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), out[MIA_ADDRESS_TEXT];
	struct mia_text text = { copy, size };
	struct mia_address address, again;
	struct prefix prefix;

	MUST(copy != NULL);
	memcpy(copy, data, size);
	if (mia_address_parse(text, &address) != MIA_OK) {
		MUST(address.family == 0);
		MUST(mia_address_format(&address, out) == 0 && out[0] == '\0');
	} else {
		size_t n = mia_address_format(&address, out);
		MUST(n > 0 && n < sizeof(out) && out[n] == '\0');
		MUST(mia_address_parse((struct mia_text){ out, n }, &again) == MIA_OK);
		MUST(memcmp(&address, &again, sizeof(address)) == 0);
		MUST(mia__prefix_parse((struct mia_text){ out, n }, &prefix, NULL) == MIA_OK);
		MUST(prefix_holds(&prefix, &address));
		hold_scope(text, &address);
	}
	if (mia__prefix_parse(text, &prefix, NULL) == MIA_OK)
		MUST((prefix.network[0] & prefix.mask[0]) == prefix.network[0] &&
			(prefix.network[1] & prefix.mask[1]) == prefix.network[1]);
	free(copy);
	return 0;
}
