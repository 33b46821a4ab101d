/* Rubbish between two records costs neither of them, in whatever container they stand, and is counted. */
#include <dirent.h>

#include "run.h"

#include "base/text.h"

enum { MOST = 64, SEEDS = 200, LENGTH = 24, NAME = 300 };

/* What a source comes to: the ids of its events, and its books. */
struct read {
	char ids[MOST][NAME];
	struct mia_place places[MOST];
	size_t count, rejected;
	char told[8][NAME];
};

static void
read_all(const void *bytes, size_t size, struct read *ret)
{
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	const struct mia_source *s;
	enum mia_status status;

	memset(ret, 0, sizeof(*ret));
	assert_int_equal(mia_evidence_new(&evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(evidence, "x", bytes, size, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&reader, evidence, NULL), MIA_OK);
	while ((status = mia_reader_next(reader, &event, &reject, NULL)) != MIA_END) {
		if (status == MIA_REJECTED) {
			if (ret->rejected < 8)
				snprintf(ret->told[ret->rejected], NAME, "%s at %llu+%llu: %.*s",
					mia_reason_name(reject->reason),
					(unsigned long long)reject->place.offset,
					(unsigned long long)reject->place.length,
					(int)(reject->raw.len < 200 ? reject->raw.len : 200),
					reject->raw.ptr);
			ret->rejected += reject->last != 0;
			continue;
		}
		assert_int_equal(status, MIA_OK);
		assert_true(ret->count < MOST);
		ret->places[ret->count] = event->place;
		snprintf(ret->ids[ret->count++], NAME, "%.*s %.*s", (int)event->id.len, event->id.ptr,
			(int)event->operation.len, event->operation.ptr);
	}
	s = mia_evidence_source(evidence, 0);
	assert_int_equal(s->records, s->decoded + s->rejected);
	assert_int_equal(s->text_bytes, s->record_bytes + s->framing_bytes);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
}

static bool
holds(const struct read *r, const char *id)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->ids[i], id) == 0)
			return true;
	return false;
}

static uint64_t
next_number(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 33;
}

/*
 * Of any bytes but these: what begins JSON by valid syntax (a bracket in front of what may stand
 * in it), and what is framing to all. Bytes on the line of a record begin with one that is no text, so
 * that they are no prefix of a collector; all end so.
 */
static size_t
make_rubbish(uint64_t seed, char line, char *out)
{
	static const char often[] = "\"\"{}[]\\',;:\t";
	uint64_t number = seed;
	size_t len = 1 + (size_t)(next_number(&number) % LENGTH);

	for (size_t i = 0; i < len; i++)
		out[i] = next_number(&number) % 3 ? (char)(next_number(&number) % 256)
						  : often[next_number(&number) % (sizeof(often) - 1)];
	if (!line)
		out[0] = '\x01';
	out[len++] = '\x02';
	if (out[0] == ']') /* the end of an array */
		out[0] = '?';
	for (size_t i = 0; i + 1 < len; i++) {
		if (out[i] == '\n' || out[i] == '\r')
			out[i] = '?';
		if ((out[i] == '{' || out[i] == '[') && strchr("\"{[]}ntf- \t", out[i + 1]))
			out[i + 1] = '?';
	}
	if (line)
		out[len++] = line;
	return len;
}

static size_t
insert_and_read(const struct file *file, const struct read *whole, size_t at, uint64_t seed, char line)
{
	static struct read r;
	char rubbish[LENGTH + 2];
	size_t len = make_rubbish(seed, line, rubbish), faults = 0;
	char *bytes = malloc(file->size + len);

	assert_non_null(bytes);
	memcpy(bytes, file->bytes, at);
	memcpy(bytes + at, rubbish, len);
	memcpy(bytes + at + len, (const char *)file->bytes + at, file->size - at);
	read_all(bytes, file->size + len, &r);
	for (size_t i = 0; i < whole->count; i++)
		faults += !holds(&r, whole->ids[i]);
	faults += r.rejected <= whole->rejected;
	if (faults) {
		print_message("# %s: %s at %zu, seed %llu: %zu of %zu events, %zu rejects\n", file->path,
			line ? "a line" : "bytes", at, (unsigned long long)seed, r.count, whole->count,
			r.rejected);
		for (size_t i = 0; i < r.rejected && i < 8; i++)
			print_message("#   %s\n", r.told[i]);
	}
	free(bytes);
	return faults;
}

/* Lines of it in front of each record but the first, and in JSON bytes on either side of what parts two. */
static void
no_neighbour_is_lost(void **state)
{
	(void)state;
	static struct read whole;
	const char *fixtures = getenv("MIA_FIXTURES");
	struct dirent **entries;
	char dir[250];
	size_t faults = 0, files = 0;
	int n;

	snprintf(dir, sizeof(dir), "%s/containers", fixtures);
	n = scandir(dir, &entries, NULL, alphasort);
	assert_true(n > 0);
	for (int k = 0; k < n; k++) {
		char path[512];
		struct file file;
		char feed = strstr(entries[k]->d_name, "-cr.") ? '\r' : '\n'; /* ends its lines */
		bool csv = strstr(entries[k]->d_name, ".csv") || strstr(entries[k]->d_name, ".tsv");
		snprintf(path, sizeof(path), "%s/%s", dir, entries[k]->d_name);
		if (strchr(entries[k]->d_name, '.') > entries[k]->d_name) {
			read_file(&file, path);
			read_all(file.bytes, file.size, &whole);
			for (size_t i = 1; i < whole.count; i++) {
				size_t start = (size_t)whole.places[i].offset,
				       end = (size_t)(whole.places[i - 1].offset +
					       whole.places[i - 1].length);
				for (uint64_t seed = 1; seed <= fewer(SEEDS, 20); seed++) {
					faults += insert_and_read(&file, &whole, start, seed, feed);
					if (csv)
						continue;
					faults += insert_and_read(&file, &whole, start, seed, 0);
					faults += insert_and_read(&file, &whole, end, seed, 0);
				}
			}
			files += whole.count > 1;
			free(file.bytes);
		}
		free(entries[k]);
	}
	free(entries);
	assert_true(files > 20);
	assert_int_equal(faults, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_neighbour_is_lost) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
