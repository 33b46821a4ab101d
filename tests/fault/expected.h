/* The rows of fixtures/expected.tsv, and the files that they speak of. */
#ifndef MIA_TESTS_EXPECTED_H
#define MIA_TESTS_EXPECTED_H

#include "test.h"

#include <dirent.h>

enum { COLUMNS = 13, FILES_MOST = 8, NOT_STATED = -1 };

/* One source as it stands on the disk. */
struct file {
	char path[512];
	char *bytes;
	size_t size;
};

/* One row; numbers are NOT_STATED where the table has "-". */
struct expected {
	char name[256];
	long records, events, repeats, rejected;
	char reason[64];
	long bad_record, bad_line;
	char flags[128];
	long binds, syncs, messages, folders, timeline;
	struct file files[FILES_MOST];
	size_t file_count;
};

static inline void
read_file(struct file *file, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		fail_msg("cannot open %s", path);
	snprintf(file->path, sizeof(file->path), "%s", path);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	file->size = (size_t)ftell(f);
	rewind(f);
	file->bytes = malloc(file->size + 1);
	assert_non_null(file->bytes);
	assert_int_equal(fread(file->bytes, 1, file->size, f), file->size);
	fclose(f);
}

static inline int
not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static inline void
read_files(struct expected *row)
{
	const char *root = getenv("MIA_FIXTURES"), *name = row->name;
	size_t len = strlen(name);
	char path[512];

	if (strncmp(name, "variants/", 9) == 0) {
		root = getenv("MIA_VARIANTS");
		name += 9;
	}
	assert_non_null(root);
	snprintf(path, sizeof(path), "%s/%s", root, name);
	if (name[strlen(name) - 1] != '/') {
		read_file(&row->files[row->file_count++], path);
		return;
	}
	struct dirent **entries;
	int count = scandir(path, &entries, not_hidden, alphasort);
	assert_in_range(count, 1, FILES_MOST);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%.*s%.200s", root, (int)len, name, entries[i]->d_name);
		read_file(&row->files[row->file_count++], path);
		free(entries[i]);
	}
	free(entries);
}

static inline long
number_cell(const char *cell)
{
	return strcmp(cell, "-") == 0 ? NOT_STATED : strtol(cell, NULL, 10);
}

static inline void
read_row(struct expected *row, char *line)
{
	char *cells[COLUMNS], *rest = line;

	line[strcspn(line, "\r\n")] = 0;
	for (int i = 0; i < COLUMNS; i++) {
		cells[i] = strsep(&rest, "\t");
		if (!cells[i])
			fail_msg("expected.tsv: column %d is missing in '%s'", i + 1, line);
	}
	memset(row, 0, sizeof(*row));
	snprintf(row->name, sizeof(row->name), "%s", cells[0]);
	row->records = number_cell(cells[1]);
	row->events = number_cell(cells[2]);
	row->repeats = number_cell(cells[3]);
	row->rejected = number_cell(cells[4]);
	snprintf(row->reason, sizeof(row->reason), "%s", cells[5]);
	row->bad_record = number_cell(cells[6]);
	row->bad_line = number_cell(cells[7]);
	snprintf(row->flags, sizeof(row->flags), "%s", cells[8]);
	row->binds = number_cell(cells[9]);
	row->syncs = number_cell(cells[10]);
	row->messages = number_cell(cells[11]);
	row->folders = number_cell(cells[12]);
	row->timeline = NOT_STATED;
	row->timeline = rest ? number_cell(rest) : NOT_STATED;
	read_files(row);
}

/* The whole table, with the files in memory. */
struct table {
	struct expected *rows;
	size_t count;
};

static inline struct table
read_table(void)
{
	struct table t = { 0 };
	char path[512], *line = NULL;
	size_t size = 0;

	assert_non_null(getenv("MIA_FIXTURES"));
	snprintf(path, sizeof(path), "%s/expected.tsv", getenv("MIA_FIXTURES"));
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	assert_true(getline(&line, &size, f) > 0); /* the names of the columns */
	assert_int_equal(strncmp(line, "file\trecords\t", 13), 0);
	while (getline(&line, &size, f) > 0) {
		t.rows = realloc(t.rows, (t.count + 1) * sizeof(*t.rows));
		assert_non_null(t.rows);
		read_row(&t.rows[t.count++], line);
	}
	free(line);
	fclose(f);
	assert_true(t.count > 100);
	return t;
}

static inline void
free_table(struct table *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->rows[i].file_count; k++)
			free(t->rows[i].files[k].bytes);
	free(t->rows);
}

/* The row of one fixture by its name in the table. */
static inline const struct expected *
find_row(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].name, name) == 0)
			return &t->rows[i];
	fail_msg("expected.tsv has no row for %s", name);
	return NULL;
}

/* bad/TOO_LONG is too long for this limit only (fixtures/README.md). */
static inline size_t
record_limit(const struct expected *row)
{
	return strstr(row->name, "TOO_LONG") ? 32768 : 0;
}

#endif
