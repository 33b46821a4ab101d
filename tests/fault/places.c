/* Every statement leads back to the bytes: what stands at a record's place is
 * that record, and reading those bytes again gives the same event. */
#include <stdbool.h>

#include "suite.h"

struct kept {
	unsigned char key[16];
	uint64_t content, flags;
	struct mia_place place;
};

/* The event that `text` holds, alone. */
static int
read_again(const char *name, const struct text_out *text, struct kept *ret)
{
	struct mia_evidence *evidence;
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	int wrong = 0;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "again", text->ptr, text->len, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	enum mia_status status = mia_reader_next(reader, &event, &reject, NULL);
	if (status == MIA_OK) {
		memcpy(ret->key, event->key, sizeof(ret->key));
		ret->content = event->content;
		ret->flags = event->flags;
		status = mia_reader_next(reader, &event, &reject, NULL);
		wrong = CHECK(name, status == MIA_END);
	} else {
		wrong = CHECK(name, status == MIA_OK);
	}
	mia_reader_free(reader);
	mia_evidence_free(evidence);
	return wrong;
}

/* What must stand in front of the bytes of a record so that they can be read
 * alone: the header row, the byte order mark. */
static uint64_t
head_length(const struct mia_source *source, const struct file *file, uint64_t first)
{
	switch (source->container) {
	case MIA_CONTAINER_CSV_AUDITDATA:
	case MIA_CONTAINER_CSV_MAILBOX:
	case MIA_CONTAINER_CSV_COLUMNS:
		return first;
	default:
		if (source->encoding == MIA_ENCODING_UTF8_BOM)
			return 3;
		return file->size > 2 &&
				(memcmp(file->bytes, "\xff\xfe", 2) == 0 ||
					memcmp(file->bytes, "\xfe\xff", 2) == 0)
			? 2
			: 0;
	}
}

static int
check_source(const struct expected *row, const struct mia_evidence *evidence, const struct kept *kept,
	size_t count)
{
	const struct mia_source *source = mia_evidence_source(evidence, 0);
	struct text_out text = { 0 };
	char sha256[65];
	int wrong = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_row = source->container == MIA_CONTAINER_JSON_PAGE &&
			row->files[0].bytes[kept[i].place.offset] == '[';
		struct kept again = { 0 };
		text.len = 0;
		uint64_t first = kept[0].place.offset;
		uint64_t head = is_row ? first : head_length(source, &row->files[0], first);
		assert_int_equal(mia_evidence_copy(evidence, 0, 0, head, text_add, &text, NULL, NULL),
			MIA_OK);
		assert_int_equal(mia_evidence_copy(evidence, 0, kept[i].place.offset, kept[i].place.length,
					 text_add, &text, sha256, NULL),
			MIA_OK);
		if (is_row) /* the ends of the rows and of what is around them */
			text_add(&text, "]}]}", *row->files[0].bytes == '[' ? 3 : 4);
		wrong += CHECK(row->name, strcmp(sha256, source->sha256) == 0);
		wrong += read_again(row->name, &text, &again);
		wrong += CHECK(row->name, memcmp(again.key, kept[i].key, sizeof(again.key)) == 0);
		wrong += CHECK(row->name, again.content == kept[i].content);
		wrong += CHECK(row->name, again.flags == kept[i].flags);
	}
	free(text.ptr);
	return wrong;
}

/* A reject's bytes are those at its place. */
static int
check_reject(const struct expected *row, const struct mia_source *source, const struct mia_reject *reject)
{
	const struct file *file = &row->files[0];
	const struct mia_place *p = &reject->place;

	if (source->encoding > MIA_ENCODING_UTF8_BOM || strstr(row->name, "gzip/") || reject->raw.len == 0)
		return 0;
	return CHECK(row->name, p->offset + p->length <= file->size) ||
		CHECK(row->name, p->length == reject->raw.len) ||
		CHECK(row->name, memcmp(file->bytes + p->offset, reject->raw.ptr, reject->raw.len) == 0) ||
		CHECK(row->name,
			reject->bad_offset >= p->offset && reject->bad_offset <= p->offset + p->length);
}

static int
check_row(const struct expected *row)
{
	enum { MOST = 256 };
	const struct file *file = &row->files[0];
	struct mia_evidence *evidence;
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	struct kept kept[MOST];
	struct mia_place last = { 0 };
	enum mia_status status;
	size_t count = 0;
	int wrong = 0;

	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, file->path, file->bytes, file->size, NULL),
		MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
		assert_true(status >= 0);
		const struct mia_place *p = status == MIA_OK ? &event->place : &reject->place;
		/* Records come in order, each behind the one before. */
		wrong += CHECK(row->name, p->record == last.record + 1);
		wrong += CHECK(row->name, p->offset >= last.offset + last.length);
		wrong += CHECK(row->name, p->line >= last.line && p->line >= 1);
		last = *p;
		if (status == MIA_REJECTED) {
			wrong += check_reject(row, mia_evidence_source(evidence, 0), reject);
			continue;
		}
		assert_true(count < MOST);
		kept[count] = (struct kept){ .content = event->content,
			.flags = event->flags,
			.place = event->place };
		memcpy(kept[count++].key, event->key, sizeof(kept->key));
	}
	mia_reader_free(reader);
	wrong += check_source_books(mia_evidence_source(evidence, 0));
	wrong += check_source(row, evidence, kept, count);
	mia_evidence_free(evidence);
	return wrong;
}

static void
the_bytes_at_a_place_are_the_record(void **state)
{
	const struct table *table = *state;
	int wrong = 0;

	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].file_count == 1)
			wrong += check_row(&table->rows[i]);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_at_a_place_are_the_record),
	};
	return cmocka_run_group_tests_name("fault-places", tests, table_set_up, table_tear_down);
}
