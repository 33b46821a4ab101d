/* What libmia/system promises of directories, and of links and pipes where there are some. */
#include "system/room.h"

static void
made_and_removed(void **state)
{
	struct file_facts is;

	(void)state;
	assert_true(mia__directory_make(room, "d"));
	is = facts_of("d");
	assert_int_equal(is.kind, FILE_DIRECTORY);
	assert_int_equal(is.size, 0);
	assert_false(is.foreign);
	errno = 0;
	assert_false(mia__directory_make(room, "d"));
	assert_int_equal(errno, EEXIST);
	room_write("d/a", "words");
	errno = 0;
	assert_false(mia__directory_remove(room, "d"));
	assert_int_equal(errno, ENOTEMPTY);
	assert_true(mia__file_remove(room, "d/a"));
	assert_true(mia__directory_sync(room));
	/* Each kind has its own way out. */
	assert_false(mia__file_remove(room, "d"));
	room_write("a", "");
	assert_false(mia__directory_remove(room, "a"));
	assert_true(mia__directory_remove(room, "d"));
	assert_nothing_at("d");
	assert_true(mia__file_remove(room, "a"));
}

static void
unique(void **state)
{
	char paths[2][600];
	struct file_facts is;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/one-XXXXXX", room_path);
		assert_true(mia__directory_make_unique(paths[i]));
		assert_true(mia__file_facts_of(SYSTEM_HERE, paths[i], false, &is));
		assert_int_equal(is.kind, FILE_DIRECTORY);
		assert_false(is.shared);
	}
	assert_string_not_equal(paths[0], paths[1]);
	assert_int_equal(strlen(paths[0]), strlen(room_path) + 11);
}

static void
assert_same(int a, int b)
{
	struct file_facts x, y;

	assert_true(a >= 0 && b >= 0);
	assert_true(mia__file_facts(a, &x) && mia__file_facts(b, &y));
	assert_true(file_is_same(&x, &y));
}

static void
opened(void **state)
{
	char path[600];
	int d, other;

	(void)state;
	assert_true(mia__directory_make(room, "d"));
	room_write("d/a", "words");
	d = mia__directory_open(room, "d", false);
	assert_true(d >= 0);
	other = mia__file_open(d, "a", FILE_READ);
	assert_bytes(other, "words");
	mia__file_close(other);
	other = mia__directory_up(d);
	assert_same(other, room);
	mia__file_close(other);
	other = mia__directory_open(d, ".", false);
	assert_same(other, d);
	mia__file_close(other);
	/* Where the last part stands, which need not be there. */
	snprintf(path, sizeof(path), "%s/d/none", room_path);
	other = mia__directory_of(path);
	assert_same(other, d);
	mia__file_close(other);
	snprintf(path, sizeof(path), "%s/d/", room_path);
	other = mia__directory_of(path);
	assert_same(other, d);
	mia__file_close(other);
	other = mia__directory_of("name");
	int here = mia__directory_open(SYSTEM_HERE, ".", true);
	assert_same(other, here);
	mia__file_close(other);
	mia__file_close(here);
	mia__file_close(d);
	errno = 0;
	assert_int_equal(mia__directory_open(room, "none", true), -1);
	assert_int_equal(errno, ENOENT);
	errno = 0;
	assert_int_equal(mia__directory_open(room, "d/a", true), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_true(mia__file_remove(room, "d/a"));
}

static void
listed(void **state)
{
	static const char *const names[] = { ".hidden", "a", "d", "\xc3\xbc\xe2\x82\xac" };
	bool seen[4] = { false };
	struct listing listing;
	enum file_kind kind;
	const char *name;
	int d = mia__directory_open(room, ".", false);
	size_t count = 0;

	(void)state;
	room_write(names[0], "");
	room_write(names[1], "words");
	assert_true(mia__directory_make(room, names[2]));
	room_write(names[3], "");
	assert_true(mia__listing_begin(&listing, d));
	while ((name = mia__listing_next(&listing, &kind)) != NULL) {
		/* The directory is still of use. */
		struct file_facts is;
		assert_true(mia__file_facts_of(d, name, false, &is));
		assert_true(kind == FILE_UNKNOWN || kind == is.kind);
		for (size_t i = 0; i < 4; i++)
			if (strcmp(name, names[i]) == 0) {
				assert_false(seen[i]);
				seen[i] = true;
				assert_int_equal(is.kind, i == 2 ? FILE_DIRECTORY : FILE_REGULAR);
			}
		count++;
		errno = EIO;
	}
	assert_int_equal(errno, 0);
	assert_int_equal(count, 4);
	assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
	mia__listing_end(&listing);
	/* It was taken over. */
	struct file_facts is;
	assert_false(mia__file_facts(d, &is));
	assert_false(mia__listing_begin(&listing, -1));
	mia__listing_end(&listing);
}

/* ---- what not every system has ---- */

/* By a program of the system, since the library makes none of these; false: there is no such program. */
static bool
can_make(const char *name, const char *line)
{
	struct file_facts is;

	return system(line) == 0 && mia__file_facts_of(room, name, false, &is);
}

static bool
can_link(const char *how, const char *to, const char *name)
{
	char line[2000];

	snprintf(line, sizeof(line), "%s \"%s/%s\" \"%s/%s\"", how, room_path, to, room_path, name);
	return can_make(name, line);
}

static bool
can_pipe(const char *name)
{
	char line[1000];

	snprintf(line, sizeof(line), "mkfifo \"%s/%s\"", room_path, name);
	return can_make(name, line);
}

/* Whoever wrote the disk may have stated any time. */
static void
times_far_away(void **state)
{
	char line[1000];

	(void)state;
	room_write("a", "words");
	snprintf(line, sizeof(line), "touch -m -d 2300-01-01T00:00:00Z \"%s/a\"", room_path);
	if (!can_make("a", line)) {
		left_out();
		return;
	}
	struct file_facts is = facts_of("a");
	/* Some file systems take the last time that they have. */
	assert_true(is.modified == INT64_MAX || is.modified / 1000000000 >= INT32_MAX);
	assert_true(is.changed < INT64_MAX / 2);
}

static void
two_names(void **state)
{
	struct file_facts a, b;
	int fd;

	(void)state;
	room_write("a", "words");
	if (!can_link("ln", "a", "b")) {
		left_out();
		return;
	}
	a = facts_of("a"), b = facts_of("b");
	assert_true(file_is_same(&a, &b));
	assert_int_equal(b.kind, FILE_REGULAR);
	/* Its bytes stay while one of the names does. */
	fd = mia__file_open(room, "b", FILE_READ_NO_LINK);
	assert_true(mia__file_remove(room, "a"));
	assert_bytes(fd, "words");
	mia__file_close(fd);
	assert_holds("b", "words");
}

static void
links(void **state)
{
	struct file_facts is, leads_to;
	int fd;

	(void)state;
	room_write("a", "words");
	assert_true(mia__directory_make(room, "d"));
	if (!can_link("ln -s", "a", "to-a") || !can_link("ln -s", "d", "to-d") ||
		!can_link("ln -s", "none", "to-none")) {
		left_out();
		return;
	}
	is = facts_of("to-a");
	assert_int_equal(is.kind, FILE_LINK);
	assert_int_equal(facts_of("to-none").kind, FILE_LINK);
	assert_true(mia__file_facts_of(room, "to-a", true, &leads_to));
	assert_int_equal(leads_to.kind, FILE_REGULAR);
	assert_false(file_is_same(&is, &leads_to));
	assert_holds("to-a", "words");
	errno = 0;
	assert_int_equal(mia__file_open(room, "to-a", FILE_READ_NO_LINK), -1);
	assert_int_equal(errno, ELOOP);
	fd = mia__file_open(room, "to-a", FILE_LOOK);
	assert_true(fd >= 0);
	assert_true(mia__file_facts(fd, &leads_to));
	assert_int_equal(leads_to.kind, FILE_LINK);
	mia__file_close(fd);
	/* A link into nothing is something that is there. */
	errno = 0;
	assert_int_equal(mia__file_open(room, "to-none", FILE_NEW), -1);
	assert_int_equal(errno, EEXIST);
	errno = 0;
	assert_false(mia__file_rename(room, "a", "to-none", false));
	assert_int_equal(errno, EEXIST);
	fd = mia__directory_open(room, "to-d", true);
	assert_true(fd >= 0);
	mia__file_close(fd);
	errno = 0;
	assert_int_equal(mia__directory_open(room, "to-d", false), -1);
	assert_true(errno == ELOOP || errno == ENOTDIR);
	/* A link goes by itself. */
	assert_true(mia__file_remove(room, "to-a"));
	assert_holds("a", "words");
}

static void
pipes(void **state)
{
	struct file_facts is;
	char byte;
	int fd;

	(void)state;
	if (!can_pipe("p")) {
		left_out();
		return;
	}
	assert_int_equal(facts_of("p").kind, FILE_PIPE);
	/* Nobody writes: neither this waits, nor the look whether there is anything. */
	fd = mia__file_open(room, "p", FILE_READ);
	assert_true(fd >= 0);
	assert_true(mia__file_facts(fd, &is));
	assert_int_equal(is.kind, FILE_PIPE);
	assert_int_equal(is.size, 0);
	assert_false(mia__file_wait(fd, 1));
	mia__file_wait_in_reads(fd);
	assert_int_equal(mia__file_read(fd, &byte, 1), 0);
	mia__file_close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_room(made_and_removed),
		in_room(unique),
		in_room(opened),
		in_room(listed),
		in_room(times_far_away),
		in_room(two_names),
		in_room(links),
		in_room(pipes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
