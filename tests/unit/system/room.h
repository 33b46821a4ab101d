/* A directory for one test of what a system does with files: made before it, removed with all that is in it. */
#ifndef MIA_TESTS_SYSTEM_ROOM_H
#define MIA_TESTS_SYSTEM_ROOM_H

#include "test.h"

#include <errno.h>

#include "system/file.h"
#include "system/path.h"

static char room_path[512];
static int room; /* its descriptor */

static inline int
room_make(void **state)
{
	(void)state;
	snprintf(room_path, sizeof(room_path), "%s/mia-XXXXXX", mia__path_scratch());
	if (!mia__directory_make_unique(room_path))
		return -1;
	room = mia__directory_open(SYSTEM_HERE, room_path, true);
	return room < 0 ? -1 : 0;
}

/* What lies below a directory in it, a test removes itself. */
static inline int
room_remove(void **state)
{
	struct listing listing;
	enum file_kind kind;
	const char *name;
	bool removed = true;

	(void)state;
	/* What is removed while it is listed may hide others. */
	while (removed) {
		if (!mia__listing_begin(&listing, mia__directory_open(room, ".", false)))
			return -1;
		removed = false;
		while ((name = mia__listing_next(&listing, &kind)) != NULL)
			removed |= mia__file_remove(room, name) || mia__directory_remove(room, name);
		mia__listing_end(&listing);
	}
	mia__file_close(room);
	return mia__directory_remove(SYSTEM_HERE, room_path) ? 0 : -1;
}

/* A new file with these words, still open. */
static inline int
room_file(const char *name, const char *words)
{
	int fd = mia__file_open(room, name, FILE_NEW_OWN);

	assert_true(fd >= 0);
	assert_true(mia__file_write_at(fd, words, strlen(words), 0));
	return fd;
}

static inline void
room_write(const char *name, const char *words)
{
	mia__file_close(room_file(name, words));
}

static inline void
assert_bytes(int fd, const char *words)
{
	char found[64];
	ptrdiff_t n = mia__file_read_at(fd, found, sizeof(found), 0);

	assert_int_equal(n, strlen(words));
	assert_memory_equal(found, words, strlen(words));
}

static inline void
assert_holds(const char *name, const char *words)
{
	int fd = mia__file_open(room, name, FILE_READ);

	assert_true(fd >= 0);
	assert_bytes(fd, words);
	mia__file_close(fd);
}

static inline struct file_facts
facts_of(const char *name)
{
	struct file_facts facts;

	assert_true(mia__file_facts_of(room, name, false, &facts));
	return facts;
}

static inline void
assert_nothing_at(const char *name)
{
	struct file_facts facts;

	errno = 0;
	assert_false(mia__file_facts_of(room, name, false, &facts));
	assert_int_equal(errno, ENOENT);
}

#define in_room(test) cmocka_unit_test_setup_teardown(test, room_make, room_remove)

/* Not skip(): cmocka 1.1 says "not ok" of it, which meson takes for a failure. */
static inline void
left_out(void)
{
	print_message("# left out: nothing here can make it\n");
}

#endif
