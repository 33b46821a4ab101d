/*
 * One record: the fast path and yajl alone make the same event of it, or the
 * same reject. Lines are records one behind the other, since the fast path
 * learns; what it learned is forgotten before each input.
 */
#include "../fault/same_event.h"
#include "base/error.h"
#include "event/decode.h"
#include "fuzz.h"

static struct decoder fast, plain;
static struct batch batch;
static struct csv_header *header;

static void
make_ready(void)
{
	static const char columns[] = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,"
				      "AssociatedAdminUnits,AssociatedAdminUnitsNames";
	bool no_memory = false;

	if (header) {
		mia__known_init(&fast.known);
		mia__known_init(&plain.known);
		return;
	}
	MUST(mia__decoder_init(&fast, &mia__malloc_allocator, 0));
	MUST(mia__decoder_init(&plain, &mia__malloc_allocator, 0));
	plain.without_skim = true;
	mia__batch_init(&batch, &mia__malloc_allocator);
	header = mia__csv_header_new(&mia__malloc_allocator, mia_text_of(columns), ',', &no_memory);
	MUST(header != NULL);
}

/* In a row its own quotes stand twice. */
static size_t
into_row(char *to, struct mia_text record)
{
	static const char front[] = "1,2026-03-17T09:16:20,2,Send,u,\"", back[] = "\",,";
	char *p = to;

	memcpy(p, front, sizeof(front) - 1);
	p += sizeof(front) - 1;
	for (size_t i = 0; i < record.len; i++) {
		if (record.ptr[i] == '"')
			*p++ = '"';
		*p++ = record.ptr[i];
	}
	memcpy(p, back, sizeof(back) - 1);
	return (size_t)(p - to) + sizeof(back) - 1;
}

static void
hold(struct mia_text text, unsigned how, struct mia_text behind, uint64_t number)
{
	static const struct mia_source source;
	bool row = how != 0;
	struct record record = { .number = number, .last = true, .header = row ? header : NULL };
	size_t padding = behind.len < SKIM_PADDING ? behind.len : SKIM_PADDING;
	const char *name = NULL;

	MUST(mia__batch_reserve(&batch, 2 * text.len + 64 + SKIM_PADDING));
	if (how == 1) {
		record.len = into_row(batch.buf, text);
	} else {
		record.len = text.len;
		if (text.len)
			memcpy(batch.buf, text.ptr, text.len);
	}
	record.length = record.len;
	if (padding)
		memcpy(batch.buf + record.len, behind.ptr, padding);
	enum mia_status a = mia__decode_record(&fast, &batch, &record, &source);
	enum mia_status b = mia__decode_record(&plain, &batch, &record, &source);
	if (a != b)
		DIE("fast path %s, yajl %s", mia_status_name(a), mia_status_name(b));
	if (a == MIA_OK) {
		name = different_event(&fast.event, &plain.event);
	} else {
		MUST(a == MIA_REJECTED);
		name = different_reject(&fast.reject, &plain.reject);
		/* Of a row whose later cells are damaged the fast path has read the time already. */
		if (name && strcmp(name, "time") == 0 && row)
			name = NULL;
	}
	if (name)
		DIE("fast path and yajl differ in %s of record %llu: '%.*s'", name,
			(unsigned long long)number, (int)(text.len < 300 ? text.len : 300), text.ptr);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned how = size ? data[0] % 3 : 0;
	const char *at = (const char *)data + (size > 0), *end = (const char *)data + size;

	make_ready();
	for (uint64_t number = 1; number <= 64; number++) {
		const char *lf = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		const char *stop = lf ? lf : end, *next = lf ? lf + 1 : end;
		hold((struct mia_text){ at, (size_t)(stop - at) }, how,
			(struct mia_text){ next, (size_t)(end - next) }, number);
		if (!lf)
			break;
		at = next;
	}
	return 0;
}
