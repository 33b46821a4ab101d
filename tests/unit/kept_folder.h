/* A folder that a case is written into, in memory. */
#ifndef MIA_TESTS_KEPT_FOLDER_H
#define MIA_TESTS_KEPT_FOLDER_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <mia/case.h>

/* A folder in memory, that refuses the n-th call. */
struct kept_file {
	char name[64];
	char *bytes;
	size_t size;
};
struct kept {
	struct kept_file files[20];
	size_t count, calls, refuse_at;
	bool open, refused;
};

static inline int
refuse(struct kept *k)
{
	/* Nothing more may be tried but to close what is open. */
	assert_false(k->refused);
	return k->refused = ++k->calls == k->refuse_at;
}

static inline int
keep_open(void *ctx, const char *name)
{
	struct kept *k = ctx;

	assert_false(k->open);
	if (refuse(k))
		return 1;
	assert_true(k->count < 20 && strlen(name) < sizeof(k->files[0].name));
	strcpy(k->files[k->count++].name, name);
	k->open = true;
	return 0;
}

static inline int
keep_write(void *ctx, const void *bytes, size_t size)
{
	struct kept *k = ctx;
	struct kept_file *file = &k->files[k->count - 1];

	assert_true(k->open);
	if (refuse(k))
		return 1;
	file->bytes = realloc(file->bytes, file->size + size + 1);
	assert_non_null(file->bytes);
	memcpy(file->bytes + file->size, bytes, size);
	file->size += size;
	file->bytes[file->size] = 0;
	return 0;
}

static inline int
keep_close(void *ctx)
{
	struct kept *k = ctx;

	assert_true(k->open);
	k->open = false;
	return k->refused ? 1 : refuse(k);
}

static inline struct mia_case_files
files_of(struct kept *k)
{
	return (struct mia_case_files){ keep_open, keep_write, keep_close, k };
}

static inline void
forget(struct kept *k)
{
	assert_false(k->open);
	for (size_t i = 0; i < k->count; i++)
		free(k->files[i].bytes);
}

static inline const struct kept_file *
file_of(const struct kept *k, const char *name)
{
	for (size_t i = 0; i < k->count; i++)
		if (strcmp(k->files[i].name, name) == 0)
			return &k->files[i];
	return NULL;
}

#endif
