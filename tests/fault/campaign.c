/*
 * Millions of damaged records through both paths: the fast one, which learns
 * from record to record, and yajl alone, which does not. Whatever bytes come,
 * in whatever order, both must make the same event of them, or the same
 * reject, field by field; and a file of them must fall into the same records
 * whatever pieces it is read in.
 *
 * campaign [RECORDS [SEED [PROCESSES]]]; a difference is told with the seed
 * and the number of the record, and left in campaign-SEED-NUMBER.txt.
 */
#include "test.h"

#include "mutations.h"
#include "random.h"
#include "same_event.h"

#include "../bench/gen.h"
#include "base/error.h"
#include "event/decode.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GENERATED = 300, MOST_TEXTS = 4000, MOST_BYTES = 5000, FILE_ROOM = 1 << 20, FILE_EVERY = 4096 };

/* Headers of the files whose rows are taken; 0: bare JSON. */
enum { BARE, PORTAL, MOST_HEADERS = 16 };

struct corpus {
	struct {
		struct mia_text text;
		unsigned header;
	} texts[MOST_TEXTS];
	size_t count;
	struct csv_header *headers[MOST_HEADERS];
	size_t header_count;
};

struct campaign {
	struct corpus corpus;
	struct decoder fast, plain;
	struct batch batch;
	struct mutant m;
	uint64_t seed, number, taken, rejected, files;
	char *file; /* mutants one behind the other, as a file of them */
	size_t file_len;
};

static void
keep_text(struct corpus *c, const char *text, size_t len, unsigned header)
{
	char *copy = malloc(len + 1);

	if (c->count == MOST_TEXTS || len == 0 || len > MOST_BYTES || !copy) {
		free(copy);
		return;
	}
	memcpy(copy, text, len);
	c->texts[c->count].text = (struct mia_text){ copy, len };
	c->texts[c->count++].header = header;
}

static void
keep_header(struct corpus *c, const char *text, size_t len)
{
	bool no_memory = false;

	c->headers[c->header_count] =
		mia__csv_header_new(&mia__malloc_allocator, (struct mia_text){ text, len }, ',', &no_memory);
	if (!c->headers[c->header_count++])
		abort();
}

static void
take_generated(struct corpus *c)
{
	static struct text json;
	struct tenant tenant = { .mailboxes = 30, .messages = 300, .scope_percent = 5, .random = 1 };

	for (int i = 0; i < GENERATED; i++) {
		struct invented r = { .seconds = 1772323200 + i * 977 };
		gen_record(&tenant, &r, &json);
		keep_text(c, json.bytes, json.len, BARE);
	}
}

/* What the generator has nothing of. */
static void
take_written(struct corpus *c)
{
#define HEAD "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"ObjectId\":\"o\",\"Operation\":"
	static const char *const texts[] = { "{}", "[]", "{\"Id\":\"1\"}",
		HEAD
		"\"Set-Mailbox\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"a\\\\b\"},{\"Name\":\"B\",\"Value\":true},"
		"{\"Name\":\"C\",\"Value\":[\"x\",1]},{\"Value\":\"\\u003ca\\u003e\",\"Name\":\"D\"}]}",
		HEAD "\"Set-Mailbox\",\"Parameters\":\"[{\\\"Name\\\":\\\"A\\\",\\\"Value\\\":\\\"b\\\"}]\"}",
		HEAD
		"\"New-ComplianceSearchAction\",\"Parameters\":\"-A \\\"b c\\\" -Export -D:e\",\"QueryText\":\"q\"}",
		HEAD
		"\"Update user.\",\"ModifiedProperties\":[{\"Name\":\"A\",\"NewValue\":\"[1]\",\"OldValue\":\"[]\"},"
		"{\"Name\":\"B\"}],\"Target\":[{\"ID\":\"a\\u003cb\",\"Type\":1},{\"Type\":\"2\",\"ID\":\"d\"}]}",
		HEAD
		"\"Update\",\"ModifiedProperties\":[\"ItemSubject\",\"@{Name=A; NewValue=b; OldValue=c}\"]}",
		HEAD
		"\"AttachmentAccess\",\"OperationCount\":3,\"Messages\":[{\"Path\":\"Messages\",\"Id\":\"m\\u002b\","
		"\"MessageItems\":[{\"SizeInBytes\":5,\"Id\":\"x\"},{\"Id\":\"y\"}]}]}",
		HEAD
		"\"UserLoggedIn\",\"DeviceProperties\":[{\"Name\":\"Id\",\"Value\":\"d\"},{\"Name\":\"SessionId\","
		"\"Value\":\"s\"}],\"ExtendedProperties\":{\"SessionId\":\"z\"},\"ErrorNumber\":50126}",
		HEAD
		"\"Send\",\"TokenObjectId\":\"o\",\"TokenType\":\"V1AppOnly\",\"AgentId\":\"g\",\"AppAccessContext\":"
		"{\"APIId\":\"p\",\"DeviceId\":\"\\u0064\",\"IssuedAtTime\":\"t\",\"ClientAppId\":\"c\"},\"Item\":{\"Id\":"
		"\"i\",\"ClientRequestId\":\"r\"}}",
		HEAD
		"\"AddFolderPermissions\",\"Item\":{\"Id\":\"F\",\"ParentFolder\":{\"Id\":\"F\",\"MemberUpn\":\"e\\u002b\","
		"\"MemberSid\":\"s\",\"MemberRights\":\"All\",\"Path\":\"\\\\I\"}}}",
		"{\"ResultIndex\":1,\"ResultCount\":\"2\",\"AuditData\":\"{\\\"Operation\\\":\\\"Send\\\",\\\"Id\\\":\\\"1\\\"}\"}",
		"{\"RawEventData\":" HEAD
		"\"Send\"},\"ActionType\":\"Send\",\"Timestamp\":\"2026-03-17T09:16:20Z\"}" };
#undef HEAD

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (int n = 0; n < 6; n++)
			keep_text(c, texts[i], strlen(texts[i]), BARE);
}

/* Lines of a fixture; of CSV the first that is no comment is the header. */
static void
take_fixture(struct corpus *c, const char *name, bool csv)
{
	static char text[1 << 20];
	char path[4096];
	unsigned header = csv ? (unsigned)c->header_count : BARE;
	bool headed = !csv;

	snprintf(path, sizeof(path), "%s/%s", getenv("MIA_FIXTURES"), name);
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(2);
	}
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	for (char *line = text, *lf; line < text + len; line = lf + 1) {
		lf = memchr(line, '\n', (size_t)(text + len - line));
		lf = lf ? lf : text + len;
		size_t size = (size_t)(lf - line);
		if (size && line[size - 1] == '\r')
			size--;
		if (headed)
			keep_text(c, line, size, header);
		else if (*line != '#') {
			keep_header(c, line, size);
			headed = true;
		}
	}
}

static void
take_corpus(struct corpus *c)
{
	static const char portal[] = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,"
				     "AssociatedAdminUnits,AssociatedAdminUnitsNames";

	c->header_count = PORTAL;
	keep_header(c, portal, sizeof(portal) - 1);
	take_generated(c);
	take_written(c);
	take_fixture(c, "containers/lines.ndjson", false);
	take_fixture(c, "sample-s/lines.ndjson", false);
	take_fixture(c, "stories/templates.ndjson", false);
	take_fixture(c, "incident/portal.csv", true);
	take_fixture(c, "incident/search-ual.csv", true);
}

static void
differs(struct campaign *c, const char *what)
{
	char name[128];

	fprintf(stderr, "DIFFERENT: %s: seed %llu, record %llu: %.*s\n", what, (unsigned long long)c->seed,
		(unsigned long long)c->number, (int)(c->m.len < 400 ? c->m.len : 400), c->m.bytes);
	snprintf(name, sizeof(name), "campaign-%llu-%llu.txt", (unsigned long long)c->seed,
		(unsigned long long)c->number);
	FILE *file = fopen(name, "wb");
	if (file) {
		fwrite(c->m.bytes, 1, c->m.len, file);
		fclose(file);
	}
	exit(1);
}

/* ---- one record, both ways ---- */

static void
hold(struct campaign *c, unsigned header, struct mia_text behind)
{
	static const struct mia_source source;
	struct record record = { .len = c->m.len,
		.length = c->m.len,
		.number = c->number,
		.last = true,
		.header = header == BARE ? NULL : c->corpus.headers[header] };
	size_t padding = behind.len < SKIM_PADDING ? behind.len : SKIM_PADDING;

	if (!mia__batch_reserve(&c->batch, c->m.len + SKIM_PADDING))
		abort();
	memcpy(c->batch.buf, c->m.bytes, c->m.len);
	/* Behind the record stands another one, as in a real batch. */
	memcpy(c->batch.buf + c->m.len, behind.ptr, padding);
	enum mia_status fast = mia__decode_record(&c->fast, &c->batch, &record, &source);
	enum mia_status plain = mia__decode_record(&c->plain, &c->batch, &record, &source);
	const char *name = NULL;
	if (fast != plain) {
		differs(c, "status");
	} else if (fast == MIA_OK) {
		c->taken++;
		name = different_event(&c->fast.event, &c->plain.event);
	} else {
		c->rejected++;
		name = different_reject(&c->fast.reject, &c->plain.reject);
		/* Of a row whose later cells are damaged the fast path has read the record already,
		 * and knows its time; yajl has not, and knows that of the row at most. */
		if (name && strcmp(name, "time") == 0 && header != BARE)
			name = NULL;
	}
	if (name)
		differs(c, name);
}

/* ---- a file of them, in pieces of two sizes ---- */

static struct mia_reader *
reader_of(struct campaign *c, size_t block, struct mia_evidence **evidence)
{
	struct mia_limits limits = { .size = sizeof(limits), .block_bytes = block };
	struct mia_reader *reader;

	if (mia_evidence_new(evidence, NULL, &limits, NULL) < 0 ||
		mia_evidence_add_memory(*evidence, "mutants", c->file, c->file_len, NULL) < 0 ||
		mia_reader_new(&reader, *evidence, NULL) < 0)
		abort();
	return reader;
}

static void
hold_file(struct campaign *c)
{
	static const size_t blocks[] = { 64, 257, 4096, 65536 };
	struct mia_evidence *evidence[2];
	struct mia_reader *reader[2];
	enum mia_status status;

	reader[0] = reader_of(c, 0, &evidence[0]);
	reader[1] = reader_of(c, blocks[random_below(&c->m.random, 4)], &evidence[1]);
	do {
		const struct mia_event *event[2] = { NULL, NULL };
		const struct mia_reject *reject[2] = { NULL, NULL };
		status = mia_reader_next(reader[0], &event[0], &reject[0], NULL);
		const char *name = NULL;
		if (mia_reader_next(reader[1], &event[1], &reject[1], NULL) != status)
			name = "status";
		else if (status == MIA_OK)
			name = different_event(event[0], event[1]);
		else if (status == MIA_REJECTED)
			name = different_reject(reject[0], reject[1]);
		if (name) {
			c->m.len = c->file_len < sizeof(c->m.bytes) ? c->file_len : sizeof(c->m.bytes);
			memcpy(c->m.bytes, c->file, c->m.len);
			differs(c, name);
		}
	} while (status == MIA_OK || status == MIA_REJECTED);
	for (int i = 0; i < 2; i++) {
		mia_reader_free(reader[i]);
		mia_evidence_free(evidence[i]);
	}
	c->files++;
	c->file_len = 0;
}

static void
into_file(struct campaign *c)
{
	if (c->file_len + c->m.len + 1 > FILE_ROOM)
		return;
	memcpy(c->file + c->file_len, c->m.bytes, c->m.len);
	c->file_len += c->m.len;
	c->file[c->file_len++] = '\n';
}

/* ---- which records, and how damaged ---- */

/*
 * Since the fast path remembers what came before, records come in spells of
 * 512: of all kinds; of few kinds and whole, so that it learns, and then a
 * damaged one; each in an order of keys of its own, so that what it learns
 * overflows; one kind, damaged by a byte.
 */
static unsigned
changes_in_spell(struct campaign *c, size_t *at, bool *shuffle)
{
	unsigned spell = (unsigned)(c->number / 512), base = spell * 2654435761u;

	*shuffle = false;
	switch (spell % 4) {
	case 0:
		break;
	case 1:
		*at = (base + random_below(&c->m.random, 4)) % c->corpus.count;
		return random_below(&c->m.random, 6) == 0 ? 1 + random_below(&c->m.random, 2) : 0;
	case 2:
		*shuffle = true;
		return random_below(&c->m.random, 4);
	default:
		*at = base % c->corpus.count;
		return random_below(&c->m.random, 3);
	}
	return random_below(&c->m.random, 4);
}

static void
one_record(struct campaign *c)
{
	size_t at = random_below(&c->m.random, (uint32_t)c->corpus.count),
	       other = random_below(&c->m.random, (uint32_t)c->corpus.count);
	bool shuffle;
	unsigned changes = changes_in_spell(c, &at, &shuffle), header = c->corpus.texts[at].header;
	struct mia_text text = c->corpus.texts[at].text, from = c->corpus.texts[other].text;

	memcpy(c->m.bytes, text.ptr, text.len);
	c->m.len = text.len;
	if (header != BARE) {
		for (unsigned i = 0; i < changes; i++)
			mutate_bytes(&c->m);
	} else {
		for (unsigned i = 0; shuffle && i < 3; i++)
			mutate_members(&c->m);
		for (unsigned i = 0; i < changes; i++)
			mutate_json(&c->m, from.ptr, from.len);
		if (c->number / 64 % 2 && mutate_into_row(&c->m)) {
			header = PORTAL;
			if (random_below(&c->m.random, 4) == 0)
				mutate_bytes(&c->m);
		}
	}
	hold(c, header, from);
	if (header == BARE && c->number % FILE_EVERY < 64)
		into_file(c);
	if (c->number % FILE_EVERY == 64)
		hold_file(c);
}

/* What the two paths did not agree on before it was mended. */
static void
hold_what_differed(struct campaign *c)
{
#define ROW "1,2026-03-17T09:16:20,2,Send,u,"
#define HEAD "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Operation\":\"MailItemsAccessed\","
	static const struct {
		const char *text;
		unsigned header;
	} texts[] = {
		/* Two keys of one meaning: the first counts, escaped or not. */
		{ HEAD "\"id\":\"\\u003ca\\u003e\",\"Id\":\"b\"}", BARE },
		{ HEAD "\"Folders\":[{\"FolderItems\":[{\"ClientRequestId\":\"\\u0061\",\"Id\":\"1\"},"
		       "{\"ClientRequestId\":\"b\",\"Id\":\"2\"}]}]}",
			BARE },
		/* Blanks before the record are none of it. */
		{ ROW "\" \n{\"\"CreationTime\"\":\"\"2026-03-17T09:16:20\"\",\"\"Id\"\":\"\"1\"\",\"\"Operation\"\":\"\"Send\"\"}\",,",
			PORTAL },
		/* Lists around a record that is none: what has a body of its own keeps its id. */
		{ "{\"Operation\":\"UserLoggedIn\",\"AuditData\":\"{\\\"Id\\\":\\\"a\\\"}\",\"Id\":\"b\","
		  "\"ExtendedProperties\":[{\"Name\":\"UserAgent\",\"Value\":\"x\"}]}",
			BARE },
		/* Refused for what it says: where, is the same. */
		{ ROW "\"{\"\"Id\"\":\"\"1\"\",\"\"Operation\"\":\"\"\"\"}\",,", PORTAL },
	};
#undef HEAD
#undef ROW

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		c->m.len = strlen(texts[i].text);
		memcpy(c->m.bytes, texts[i].text, c->m.len);
		hold(c, texts[i].header, c->corpus.texts[0].text);
	}
}

static void
run(struct campaign *c, uint64_t records, uint64_t seed)
{
	memset(c, 0, sizeof(*c));
	c->seed = seed;
	c->m.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	c->file = malloc(FILE_ROOM);
	take_corpus(&c->corpus);
	if (!c->file || !mia__decoder_init(&c->fast, &mia__malloc_allocator, 0) ||
		!mia__decoder_init(&c->plain, &mia__malloc_allocator, 0))
		abort();
	c->plain.without_skim = true;
	mia__batch_init(&c->batch, &mia__malloc_allocator);
	hold_what_differed(c);
	for (; c->number < records; c->number++)
		one_record(c);
	mia__decoder_release(&c->fast);
	mia__decoder_release(&c->plain);
	mia__batch_release(&c->batch);
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	static struct campaign c;
	uint64_t records = argc > 1 ? strtoull(argv[1], NULL, 10) : 5000000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
	unsigned long processes = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
	double start = seconds();
	int failed = 0, status;

	printf("campaign: %llu records, seed %llu, %lu processes\n", (unsigned long long)records,
		(unsigned long long)seed, processes);
	fflush(stdout);
	for (unsigned long i = 0; i < processes; i++) {
		pid_t child = fork();
		if (child == 0) {
			run(&c, records / processes, seed + i);
			printf("seed %llu: %llu events and %llu rejects, the same both ways; %llu files, the same in pieces\n",
				(unsigned long long)c.seed, (unsigned long long)c.taken,
				(unsigned long long)c.rejected, (unsigned long long)c.files);
			/* A campaign in which all is refused would show nothing. */
			return c.taken < c.number / 5 || c.rejected < c.number / 20;
		}
		failed |= child < 0;
	}
	while (wait(&status) > 0)
		failed |= status != 0;
	double taken = seconds() - start;
	printf("%s: %.0f records/s, %.0f s\n", failed ? "FAILED" : "no difference", (double)records / taken,
		taken);
	return failed;
}
