/* Sources longer than every buffer on the way, in each encoding. */
#include "run.h"

enum { RECORDS = 3000 };

/* One record a line, a non-ASCII and a non-BMP letter in each, so that
 * characters of every length stand across the ends of buffers. */
static size_t
line(char *out, size_t room, int i)
{
	return (size_t)snprintf(out, room,
		"{\"CreationTime\":\"2026-03-04T10:%02d:%02d\",\"Id\":\"00000000-0000-4000-8000-%012d\",\"Operation\":\"Create\","
		"\"UserId\":\"anna@fjordlight.example\",\"Item\":{\"Subject\":\"L\xc3\xb8nn \xf0\x9f\x93\x8e %d\"}}\n",
		i / 60 % 60, i % 60, i, i);
}

/* UTF-16 by hand: the test must not lean on what it tests. */
static size_t
widen(const char *text, size_t len, char *out, int big)
{
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)text[i];
		unsigned long code = c < 0x80 ? c : c < 0xe0 ? c & 0x1fu : c < 0xf0 ? c & 0x0fu : c & 0x07u;
		int more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		unsigned units[2] = { 0, 0 };
		for (i++; more > 0; more--)
			code = code << 6 | ((unsigned char)text[i++] & 0x3fu);
		units[0] = code < 0x10000 ? (unsigned)code : 0xd800u + (unsigned)((code - 0x10000) >> 10);
		units[1] = code < 0x10000 ? 0 : 0xdc00u + (unsigned)((code - 0x10000) & 0x3ff);
		for (int k = 0; k < (units[1] ? 2 : 1); k++) {
			out[n++] = (char)(big ? units[k] >> 8 : units[k]);
			out[n++] = (char)(big ? units[k] : units[k] >> 8);
		}
	}
	return n;
}

static void
count(const char *bytes, size_t size, enum mia_encoding encoding)
{
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	const struct mia_event *event = NULL;
	const struct mia_reject *reject = NULL;
	enum mia_status status;
	int events = 0;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "large", bytes, size, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) == MIA_OK) {
		char expected[64];
		size_t len = (size_t)snprintf(expected, sizeof(expected), "L\xc3\xb8nn \xf0\x9f\x93\x8e %d",
			events);
		assert_int_equal(event->flags, 0);
		assert_int_equal(event->items[0].subject.len, len);
		assert_memory_equal(event->items[0].subject.ptr, expected, len);
		events++;
	}
	assert_int_equal(status, MIA_END);
	assert_int_equal(events, RECORDS);
	assert_int_equal(mia_evidence_source(evidence, 0)->encoding, encoding);
	assert_int_equal(mia_evidence_source(evidence, 0)->text_bytes, size);
	assert_int_equal(check_source_books(mia_evidence_source(evidence, 0)), 0);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
}

static void
longer_than_every_buffer(void **state)
{
	char *text = malloc(RECORDS * 300), *wide = malloc(RECORDS * 600 + 2);
	size_t len = 0;

	(void)state;
	for (int i = 0; i < RECORDS; i++)
		len += line(text + len, 300, i);
	count(text, len, MIA_ENCODING_UTF8);
	for (int big = 0; big < 2; big++) {
		memcpy(wide, big ? "\xfe\xff" : "\xff\xfe", 2);
		count(wide, 2 + widen(text, len, wide + 2, big),
			big ? MIA_ENCODING_UTF16BE : MIA_ENCODING_UTF16LE);
	}
	free(wide);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longer_than_every_buffer),
	};
	return cmocka_run_group_tests_name("fault-large", tests, NULL, NULL);
}
