/* HMAC-SHA-256 against the values of RFC 4231. */
#include "test.h"

#include "bytes/hmac.h"
#include "hex.h"

/* Each twice, the second time in two parts: the key must be as it was. */
static void
assert_hmac(struct mia_text key, struct mia_text data, size_t shown, const char *expected)
{
	struct hmac hmac;
	unsigned char hash[32];
	size_t half = data.len / 2;
	const struct mia_text parts[] = { { data.ptr, half }, { data.ptr + half, data.len - half } };

	assert_true(mia__hmac_init(&hmac, key));
	assert_true(mia__hmac_of(&hmac, &data, 1, hash));
	assert_hex(hash, shown, expected);
	memset(hash, 0, sizeof(hash));
	assert_true(mia__hmac_of(&hmac, parts, 2, hash));
	assert_hex(hash, shown, expected);
	mia__hmac_release(&hmac);
}

static struct mia_text
same(char *room, int byte, size_t len)
{
	memset(room, byte, len);
	return (struct mia_text){ room, len };
}

#define TEXT(literal) ((struct mia_text){ literal, sizeof(literal) - 1 })

static void
the_test_cases_of_the_rfc(void **state)
{
	char key[131], data[50], counted[25];

	(void)state;
	for (size_t i = 0; i < sizeof(counted); i++)
		counted[i] = (char)(i + 1);
	assert_hmac(same(key, 0x0b, 20), TEXT("Hi There"), 32,
		"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_hmac(TEXT("Jefe"), TEXT("what do ya want for nothing?"), 32,
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_hmac(same(key, 0xaa, 20), same(data, 0xdd, 50), 32,
		"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	assert_hmac((struct mia_text){ counted, 25 }, same(data, 0xcd, 50), 32,
		"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
	/* The RFC shows 16 bytes of this one. */
	assert_hmac(same(key, 0x0c, 20), TEXT("Test With Truncation"), 16,
		"a3b6167473100ee06e0c796c2955552b");
	assert_hmac(same(key, 0xaa, 131), TEXT("Test Using Larger Than Block-Size Key - Hash Key First"), 32,
		"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	assert_hmac(same(key, 0xaa, 131),
		TEXT("This is a test using a larger than block-size key and a larger than block-size data. The "
		     "key needs to be hashed before being used by the HMAC algorithm."),
		32, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_test_cases_of_the_rfc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
