/* Addresses as exports write them: read, made equal, written. */
#include <arpa/inet.h>

#include "test.h"

#include "base/text.h"

static void
forms_found_in_exports(void **state)
{
	(void)state;
	static const struct {
		const char *written, *canonical;
	} cases[] = {
		{ "10.11.12.13", "10.11.12.13" },
		{ "10.11.12.13:12345", "10.11.12.13" },
		{ "[10.11.12.13]:12345", "10.11.12.13" },
		{ "[10.11.12.13]", "10.11.12.13" },
		{ "2001:db8::abcd", "2001:db8::abcd" },
		{ "[2001:db8::abcd]", "2001:db8::abcd" },
		{ "[2001:db8::abcd]:12345", "2001:db8::abcd" },
		{ "::ffff:10.11.12.13", "10.11.12.13" },
		{ "[::ffff:10.11.12.13]:12345", "10.11.12.13" },
		{ "::FFFF:0a0b:0c0d", "10.11.12.13" },
		{ "0:0:0:0:0:ffff:10.11.12.13", "10.11.12.13" },
		{ "::1", "::1" },
		{ "::", "::" },
		{ "1::", "1::" },
		{ "2001:DB8::ABCD", "2001:db8::abcd" },
		{ "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1" },
		{ "fe80::1%eth0", "fe80::1" },
		{ "fe80::1%12", "fe80::1" },
		{ "[fe80::1%eth0]:443", "fe80::1" },
		{ " 10.11.12.13\t", "10.11.12.13" },
		{ "0.0.0.0", "0.0.0.0" },
		{ "255.255.255.255:65535", "255.255.255.255" },
		{ "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
		{ "2001:bb6:5f4f:f058:4163:e14a:1332:27c7", "2001:bb6:5f4f:f058:4163:e14a:1332:27c7" },
		{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
		{ "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
		/* RFC 5952, 4.2: the longest run, the first of equals, never one group. */
		{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
		{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
		{ "1:0:0:0:0:0:0:0", "1::" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mia_address address;
		char out[MIA_ADDRESS_TEXT];
		if (mia_address_parse(text_of(cases[i].written), &address) != MIA_OK)
			fail_msg("%s is not read", cases[i].written);
		assert_int_equal(mia_address_format(&address, out), strlen(cases[i].canonical));
		assert_string_equal(out, cases[i].canonical);
	}
}

static void
equal_addresses_are_equal_bytes(void **state)
{
	(void)state;
	struct mia_address a, b;
	memset(&a, 0xee, sizeof(a));
	memset(&b, 0x11, sizeof(b));
	assert_int_equal(mia_address_parse(TEXT("[::FFFF:192.0.2.1]:80"), &a), MIA_OK);
	assert_int_equal(mia_address_parse(TEXT("192.0.2.1"), &b), MIA_OK);
	assert_int_equal(a.family, 4);
	assert_memory_equal(&a, &b, sizeof(a));
	/* Not mapped: ::192.0.2.1 is another address. */
	assert_int_equal(mia_address_parse(TEXT("::192.0.2.1"), &b), MIA_OK);
	assert_int_equal(b.family, 6);
}

static void
what_is_no_address(void **state)
{
	(void)state;
	static const char *const bad[] = { "", " ", "localhost", "[localhost]:12345",
		"cool.client.local:12345", "null", "-",
		/* Octal, hexadecimal and short forms that inet_aton would read. */
		"010.1.1.1", "10.01.1.1", "10.1.1.00", "0x0a.1.1.1", "0x7f000001", "2130706433", "127.1",
		"10.1.1", "10.1.1.256", "10.1.1.1.", "10.1.1.1.1", ".10.1.1.1", "10..1.1", "10.1.1.1/8",
		"10.1.1.-1", "+10.1.1.1", "10.1.1.1 ,10.2.2.2", "10.1.1.1;", "1000.1.1.1", "10.1.1.1%eth0",
		"10.1. 1.1", "10.1.1.1:", "10.1.1.1:65536", "10.1.1.1:123456", "10.1.1.1:8a", "10.1.1.1::80",
		":80", "[", "]", "[]", "[]:80", "[10.1.1.1", "10.1.1.1]", "[10.1.1.1]80",
		"[10.1.1.1]:", "[10.1.1.1]: 80", "[[::1]]", "[10.1.1.1:80]", ":", ":::", "1:::2",
		"::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
		"1:2:3:4::5:6:7:8", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "12345::", "g::1", "::10.1.1",
		"::010.1.1.1", "::10.1.1.1:1", "1:2:3:4:5:6:7:10.1.1.1", "::ffff:10.1.1.256", "fe80::1%",
		"fe80::1%a b", "fe80::1%eth0]", "%eth0", "2001:db8::/32", "2001:db8::abcd:12345" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct mia_address address;
		char out[MIA_ADDRESS_TEXT] = "x";
		memset(&address, 0xee, sizeof(address));
		if (mia_address_parse(text_of(bad[i]), &address) != MIA_ERR_ARGUMENT)
			fail_msg("%s is read", bad[i]);
		assert_int_equal(address.family, 0);
		assert_int_equal(mia_address_format(&address, out), 0);
		assert_string_equal(out, "");
	}
	struct mia_address address;
	assert_int_equal(mia_address_parse(TEXT_ABSENT, &address), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_address_parse(TEXT("10.1.1.1\0"), &address), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_address_parse(TEXT("::1\0"), &address), MIA_ERR_ARGUMENT);
	assert_int_equal(mia_address_parse(TEXT("fe80::1%\0"), &address), MIA_ERR_ARGUMENT);
}

/* inet_pton reads a part of what we read, and the same from it. Texts are
 * built from the pieces of which addresses consist. */
static void
agrees_with_inet_pton(void **state)
{
	(void)state;
	static const char *const pieces[] = { ":", "::", "0", "1", "abcd", "FFFF", ".", "255", "256",
		"10.1.1.1", "ffff:" };
	uint32_t random = 2463534242u;
	unsigned read = 0;
	for (int round = 0; round < 200000; round++) {
		char text[128] = "", out[MIA_ADDRESS_TEXT];
		for (unsigned n = 0; n < 16; n++) {
			random ^= random << 13;
			random ^= random >> 17;
			random ^= random << 5;
			strcat(text, pieces[random % 11]);
			if (random % 97 < 12)
				break;
		}
		struct mia_address address;
		unsigned char bytes[16];
		enum mia_status status = mia_address_parse(text_of(text), &address);
		if (inet_pton(AF_INET6, text, bytes) == 1) {
			assert_int_equal(status, MIA_OK);
			if (address.family == 6)
				assert_memory_equal(address.bytes, bytes, 16);
			else
				assert_memory_equal(address.bytes, bytes + 12, 4);
			read++;
		} else if (strchr(text, ':') && status == MIA_OK) {
			/* Only v4 with a port goes beyond it here. */
			assert_int_equal(address.family, 4);
			assert_int_equal(strspn(text, "0123456789."), strcspn(text, ":"));
		}
		if (status != MIA_OK)
			continue;
		struct mia_address back;
		size_t n = mia_address_format(&address, out);
		assert_int_equal(mia_address_parse((struct mia_text){ out, n }, &back), MIA_OK);
		assert_memory_equal(&back, &address, sizeof(back));
	}
	assert_true(read > 100);
}

static void
nothing_is_read_beyond_the_end(void **state)
{
	(void)state;
	static const char *const texts[] = { "[2001:db8::10.11.12.13%eth0]:12345", "10.11.12.13:12345",
		"1:2:3:4:5:6:7:8" };
	for (size_t k = 0; k < 3; k++)
		for (size_t len = 1; len <= strlen(texts[k]); len++) {
			struct mia_address address;
			char *copy = malloc(len);
			memcpy(copy, texts[k], len);
			mia_address_parse((struct mia_text){ copy, len }, &address);
			free(copy);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_found_in_exports),
		cmocka_unit_test(equal_addresses_are_equal_bytes),
		cmocka_unit_test(what_is_no_address),
		cmocka_unit_test(agrees_with_inet_pton),
		cmocka_unit_test(nothing_is_read_beyond_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
