/* The file of rejects: its form, and files that only look like it. */
#include "decoded.h"

struct written {
	char text[4096];
	size_t len;
};

static int
write_text(void *ctx, const void *bytes, size_t size)
{
	struct written *w = ctx;

	if (w->len + size >= sizeof(w->text))
		return -1;
	memcpy(w->text + w->len, bytes, size);
	w->len += size;
	w->text[w->len] = 0;
	return 0;
}

static int
refuse(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return -1;
}

static void
lengths_come_before_bytes(void **state)
{
	(void)state;
	struct written w = { .len = 0 };
	struct mia_source source = { .name = "a\nb.csv" };
	struct mia_reject reject = {
		.place = { .source = &source, .record = 7, .line = 9, .offset = 1234, .length = 5 },
		.reason = MIA_REASON_TOO_FEW_COLUMNS,
		.raw = TEXT("x\ny,z"),
		.header = TEXT("CreationDate;AuditData"),
		.last = 1,
	};
	assert_int_equal(mia_rejects_begin(write_text, &w, NULL), MIA_OK);
	assert_int_equal(mia_rejects_add(&reject, write_text, &w, NULL), MIA_OK);
	/* 3b is the semicolon; a name cannot break the line. */
	const char *head =
		"MIA-REJECTS 1\nREJECT reason=TOO_FEW_COLUMNS last=1 separator=3b header=22 bytes=5 record=7 line=9 offset=1234 source=a";
	assert_int_equal(strncmp(w.text, head, strlen(head)), 0);
	const char *tail = "b.csv\nCreationDate;AuditDatax\ny,z\n";
	assert_string_equal(w.text + w.len - strlen(tail), tail);
	assert_int_equal(mia_rejects_add(&reject, refuse, NULL, NULL), MIA_ERR_SINK);
	assert_int_equal(mia_rejects_begin(refuse, NULL, NULL), MIA_ERR_SINK);
	assert_int_equal(mia_rejects_add(NULL, write_text, &w, NULL), MIA_ERR_ARGUMENT);
}

/* Reads to the end; the books must balance whatever the text is. */
static struct mia_source
read_all(const char *text, uint64_t rejected_by[MIA_REASON_COUNT])
{
	struct decoded d = read_bytes(text, strlen(text));
	uint64_t told = 0;

	memset(rejected_by, 0, MIA_REASON_COUNT * sizeof(*rejected_by));
	while (d.status != MIA_END) {
		assert_int_equal(d.status, MIA_REJECTED);
		rejected_by[d.reject->reason] += d.reject->last ? 1 : 0;
		told += d.reject->last ? 1 : 0;
		next(&d);
	}
	struct mia_source s = *mia_evidence_source(d.evidence, 0);
	if (s.records != told)
		print_message("# %s", text);
	assert_int_equal(s.records, told);
	assert_int_equal(s.records, s.decoded + s.rejected);
	assert_int_equal(s.text_bytes, s.record_bytes + s.framing_bytes);
	assert_int_equal(s.container, MIA_CONTAINER_REJECTS);
	done(&d);
	return s;
}

#define ENTRY(reason, bytes) \
	"REJECT reason=" reason " last=1 separator=2d header=0 bytes=" bytes \
	" record=1 line=1 offset=0 source=x\n"

static void
an_empty_file_of_rejects_is_well(void **state)
{
	(void)state;
	uint64_t by[MIA_REASON_COUNT];
	assert_int_equal(read_all("MIA-REJECTS 1\n", by).records, 0);
}

static void
bytes_may_look_like_entries(void **state)
{
	(void)state;
	uint64_t by[MIA_REASON_COUNT];
	/* 16 bytes: a line feed, a line that begins an entry, a line feed */
	struct mia_source s = read_all("MIA-REJECTS 1\n" ENTRY("CUT",
					       "16") "\nREJECT reason=\n\n" ENTRY("CANNOT_READ", "0") "\n",
		by);
	assert_int_equal(s.records, 2);
	assert_int_equal(by[MIA_REASON_CUT], 1);
	assert_int_equal(by[MIA_REASON_CANNOT_READ], 1);
	assert_int_equal(s.record_bytes, 16);
}

/* Reasons that decoding finds are found again; a claim cannot hide an event. */
static void
decoding_judges_again(void **state)
{
	(void)state;
	uint64_t by[MIA_REASON_COUNT];
	struct mia_source s = read_all("MIA-REJECTS 1\n" ENTRY("NOT_A_RECORD",
					       "5") "{\"a\":\n" ENTRY("BAD_JSON", "2") "{}\n",
		by);
	assert_int_equal(s.records, 2);
	assert_int_equal(by[MIA_REASON_BAD_JSON], 1);
	assert_int_equal(by[MIA_REASON_NOT_A_RECORD], 1);
	struct decoded d = read_event("MIA-REJECTS 1\n" ENTRY("BAD_JSON", "20") "{\"Operation\":\"Send\"}\n");
	assert_text(d.event->operation, "Send");
	done(&d);
}

static void
a_damaged_file_of_rejects_is_rejected(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"MIA-REJECTS 1\nnothing of the kind\n",
		"MIA-REJECTS 1\nREJECT reason=NO_SUCH_REASON last=1 separator=2d header=0 bytes=0 record=1 line=1 offset=0 source=x\n\n",
		"MIA-REJECTS 1\n" ENTRY("BAD_JSON", "-5") "{}\n",
		"MIA-REJECTS 1\n" ENTRY("BAD_JSON", "18446744073709551615") "{}\n",
		"MIA-REJECTS 1\n" ENTRY("BAD_JSON", "1099511627776") "{}\n",
		"MIA-REJECTS 1\n" ENTRY("BAD_JSON", "50") "{}\n",
		"MIA-REJECTS 1\nREJECT reason=BAD_JSON last=1 separator=zz header=0 bytes=0 record=1 line=1 offset=0 source=x\n\n",
		"MIA-REJECTS 1\nREJECT reason=BAD_JSON",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		uint64_t by[MIA_REASON_COUNT];
		struct mia_source s = read_all(texts[i], by);
		assert_int_equal(s.records, 1);
		assert_int_equal(by[MIA_REASON_CUT], 1);
	}
}

/* A record in parts of which the last is missing. */
static void
parts_without_an_end_are_closed(void **state)
{
	(void)state;
	uint64_t by[MIA_REASON_COUNT];
#define PART(last) \
	"REJECT reason=TOO_LONG last=" last \
	" separator=2d header=0 bytes=3 record=1 line=1 offset=0 source=x\nabc\n"
	assert_int_equal(read_all("MIA-REJECTS 1\n" PART("0") PART("0") PART("1"), by).records, 1);
	assert_int_equal(by[MIA_REASON_TOO_LONG], 1);
	assert_int_equal(read_all("MIA-REJECTS 1\n" PART("0") PART("0"), by).records, 1);
	assert_int_equal(by[MIA_REASON_TOO_LONG], 1);
	assert_int_equal(read_all("MIA-REJECTS 1\n" PART("0") "REJECT reas", by).records, 1);
}

/* A header that names no columns of ours: the row is judged without it. */
static void
a_wrong_header_is_survived(void **state)
{
	(void)state;
	uint64_t by[MIA_REASON_COUNT];
	struct mia_source s = read_all(
		"MIA-REJECTS 1\nREJECT reason=NO_AUDITDATA last=1 separator=2c header=3 bytes=3 record=1 line=1 offset=0 source=x\na,b,,c\n",
		by);
	assert_int_equal(s.records, 1);
	assert_int_equal(s.rejected, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths_come_before_bytes),
		cmocka_unit_test(an_empty_file_of_rejects_is_well),
		cmocka_unit_test(bytes_may_look_like_entries),
		cmocka_unit_test(decoding_judges_again),
		cmocka_unit_test(a_damaged_file_of_rejects_is_rejected),
		cmocka_unit_test(parts_without_an_end_are_closed),
		cmocka_unit_test(a_wrong_header_is_survived),
	};
	return cmocka_run_group_tests_name("rejects", tests, NULL, NULL);
}
