/* What libmia/system promises of files: made, read, written, locked, mapped, renamed, removed. */
#include "system/room.h"

#include <time.h>

static void
made_once(void **state)
{
	int fd, again;

	(void)state;
	errno = 0;
	assert_int_equal(mia__file_open(room, "a", FILE_READ), -1);
	assert_int_equal(errno, ENOENT);
	fd = mia__file_open(room, "a", FILE_NEW);
	assert_true(fd >= 0);
	/* Whoever is there is left alone. */
	for (enum file_how how = FILE_NEW; how <= FILE_NAMELESS; how++) {
		errno = 0;
		assert_int_equal(mia__file_open(room, "a", how), -1);
		assert_int_equal(errno, EEXIST);
	}
	assert_true(mia__file_write_at(fd, "words", 5, 0));
	again = mia__file_duplicate(fd);
	assert_true(again >= 0 && again != fd);
	mia__file_close(fd);
	assert_bytes(again, "words");
	/* What failed before the close can still be told after it. */
	errno = EMFILE;
	mia__file_close(again);
	assert_int_equal(errno, EMFILE);
	assert_holds("a", "words");
}

static void
read_on(void **state)
{
	char found[8];
	int fd;

	(void)state;
	room_write("a",
		"0123456789\r\n\x1a"
		"b");
	fd = mia__file_open(room, "a", FILE_READ);
	assert_int_equal(mia__file_read(fd, found, 4), 4);
	assert_memory_equal(found, "0123", 4);
	/* A read at a place does not move what is read next. */
	assert_int_equal(mia__file_read_at(fd, found, 2, 8), 2);
	assert_memory_equal(found, "89", 2);
	assert_int_equal(mia__file_read(fd, found, 2), 2);
	assert_memory_equal(found, "45", 2);
	/* Bytes, not lines of text. */
	assert_true(mia__file_seek(fd, 9));
	assert_int_equal(mia__file_read(fd, found, 8), 5);
	assert_memory_equal(found,
		"9\r\n\x1a"
		"b",
		5);
	assert_int_equal(mia__file_read(fd, found, 8), 0);
	assert_int_equal(mia__file_read_at(fd, found, 8, 100), 0);
	/* It was opened to read. */
	assert_false(mia__file_write_at(fd, "x", 1, 0));
	mia__file_close(fd);
	errno = 0;
	assert_int_equal(mia__file_read(fd, found, 8), -1);
	assert_int_equal(errno, EBADF);
}

static void
facts(void **state)
{
	struct file_facts of_fd, of_name, other;
	int64_t now = (int64_t)time(NULL), day = 86400;
	int fd = room_file("a", "seven b");

	(void)state;
	room_write("b", "");
	assert_true(mia__file_facts(fd, &of_fd));
	of_name = facts_of("a");
	other = facts_of("b");
	assert_int_equal(of_fd.kind, FILE_REGULAR);
	assert_int_equal(of_fd.size, 7);
	assert_int_equal(other.size, 0);
	assert_false(of_fd.foreign);
	assert_false(of_fd.shared);
	assert_true(file_is_same(&of_fd, &of_name));
	assert_false(file_is_same(&of_fd, &other));
	assert_true(of_fd.modified / 1000000000 > now - day && of_fd.modified / 1000000000 < now + day);
	assert_true(of_fd.changed / 1000000000 > now - day && of_fd.changed / 1000000000 < now + day);
	assert_true(mia__file_permit(fd, of_fd.mode));
	assert_int_equal(facts_of("a").mode, of_fd.mode);
	assert_true(mia__file_sync(fd));
	mia__file_close(fd);
	fd = mia__file_open(room, "a", FILE_LOOK);
	assert_true(fd >= 0);
	assert_true(mia__file_facts(fd, &of_name));
	assert_true(file_is_same(&of_fd, &of_name));
	mia__file_close(fd);
	assert_int_equal(mia__file_usual_mode(false) & ~0666u, 0);
	assert_int_equal(mia__file_usual_mode(true) & ~0777u, 0);
	assert_int_equal(mia__file_usual_mode(true) & 0600, 0600);
}

/* Wider than 32 bits; the hole takes no room where the file system has holes. */
static void
beyond_4_gib(void **state)
{
	const uint64_t far = (UINT64_C(5) << 30) + 7;
	int fd = room_file("a", "begin");
	struct file_facts is;
	char found[4];

	(void)state;
	assert_true(mia__file_write_at(fd, "end", 3, far));
	assert_true(mia__file_facts(fd, &is));
	assert_true(is.size == far + 3);
	assert_int_equal(mia__file_read_at(fd, found, 4, far), 3);
	assert_memory_equal(found, "end", 3);
	/* What the same place would be in 32 bits. */
	assert_int_equal(mia__file_read_at(fd, found, 3, far & 0xffffffffu), 3);
	assert_memory_equal(found, "\0\0", 3);
	assert_true(mia__file_seek(fd, far + 1));
	assert_int_equal(mia__file_read(fd, found, 4), 2);
	assert_memory_equal(found, "nd", 2);
	assert_true(mia__file_truncate(fd, (UINT64_C(1) << 32) + 2));
	assert_true(mia__file_facts(fd, &is));
	assert_true(is.size == (UINT64_C(1) << 32) + 2);
	assert_true(mia__file_truncate(fd, 2));
	assert_bytes(fd, "be");
	mia__file_close(fd);
}

static void
room_on_the_disk(void **state)
{
	struct file_facts is;
	int fd = room_file("a", "words");

	(void)state;
	assert_int_equal(mia__file_allocate(fd, 100000), 0);
	assert_true(mia__file_truncate(fd, 5));
	assert_bytes(fd, "words");
	/* No disk has that much: why not is a number. */
	assert_int_not_equal(mia__file_allocate(fd, UINT64_C(1) << 62), 0);
	assert_true(mia__file_truncate(fd, 5));
	assert_true(mia__file_facts(fd, &is));
	assert_int_equal(is.size, 5);
	mia__file_close(fd);
}

static void
locked_once(void **state)
{
	int first = room_file("a", ""), second = mia__file_open(room, "a", FILE_READ);

	(void)state;
	assert_true(mia__file_lock(first));
	errno = 0;
	assert_false(mia__file_lock(second));
	assert_int_equal(errno, EWOULDBLOCK);
	/* Who does not ask for the lock reads and writes all the same. */
	assert_true(mia__file_write_at(first, "words", 5, 0));
	assert_bytes(second, "words");
	mia__file_close(first);
	assert_true(mia__file_lock(second));
	mia__file_close(second);
}

static void
mapped(void **state)
{
	char words[5000];
	int fd = mia__file_open(room, "a", FILE_NEW_OWN);
	char *bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(words); i++)
		words[i] = (char)(i * 7);
	assert_true(mia__file_write_at(fd, words, sizeof(words), 0));
	bytes = mia__file_map(fd, sizeof(words));
	assert_non_null(bytes);
	assert_memory_equal(bytes, words, sizeof(words));
	mia__file_unmap(bytes, sizeof(words));
	mia__file_close(fd);
	assert_null(mia__file_map(fd, sizeof(words)));
}

static void
nameless(void **state)
{
	int fds[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char words[2] = { (char)('a' + i), '\0' };
		fds[i] = mia__file_open(room, "trial", FILE_NAMELESS);
		assert_true(fds[i] >= 0);
		assert_nothing_at("trial");
		assert_true(mia__file_write_at(fds[i], words, 1, 0));
	}
	for (size_t i = 0; i < 4; i++) {
		char words[2] = { (char)('a' + i), '\0' };
		assert_bytes(fds[i], words);
		mia__file_close(fds[i]);
	}
	assert_nothing_at("trial");
}

static void
renamed(void **state)
{
	struct file_facts was;

	(void)state;
	room_write("new", "new");
	room_write("old", "old");
	was = facts_of("new");
	errno = 0;
	assert_false(mia__file_rename(room, "new", "old", false));
	assert_int_equal(errno, EEXIST);
	assert_holds("new", "new");
	assert_holds("old", "old");
	assert_true(mia__file_rename(room, "new", "free", false));
	assert_nothing_at("new");
	assert_holds("free", "new");
	assert_true(mia__file_rename(room, "free", "old", true));
	assert_nothing_at("free");
	assert_holds("old", "new");
	/* It is the same file by another name. */
	struct file_facts is = facts_of("old");
	assert_true(file_is_same(&is, &was));
	errno = 0;
	assert_false(mia__file_rename(room, "gone", "old", true));
	assert_int_equal(errno, ENOENT);
	/* A directory is something that is there, too. */
	assert_true(mia__directory_make(room, "d"));
	errno = 0;
	assert_false(mia__file_rename(room, "old", "d", false));
	assert_int_equal(errno, EEXIST);
	assert_true(mia__file_rename(room, "d", "e", false));
	assert_int_equal(facts_of("e").kind, FILE_DIRECTORY);
}

/* As a case file that is added to: both are open, the old one is locked. */
static void
renamed_while_open(void **state)
{
	int old, new;

	(void)state;
	room_write("a", "old");
	old = mia__file_open(room, "a", FILE_READ_NO_LINK);
	assert_true(old >= 0);
	assert_true(mia__file_lock(old));
	new = room_file("b", "new");
	assert_true(mia__file_rename(room, "b", "a", true));
	assert_bytes(old, "old");
	assert_bytes(new, "new");
	assert_holds("a", "new");
	mia__file_close(old);
	mia__file_close(new);
	assert_holds("a", "new");
}

static void
removed(void **state)
{
	int fd;

	(void)state;
	errno = 0;
	assert_false(mia__file_remove(room, "a"));
	assert_int_equal(errno, ENOENT);
	fd = room_file("a", "words");
	assert_true(mia__file_remove(room, "a"));
	assert_nothing_at("a");
	assert_bytes(fd, "words");
	/* The name is free at once. */
	room_write("a", "others");
	assert_bytes(fd, "words");
	mia__file_close(fd);
	assert_holds("a", "others");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_room(made_once),
		in_room(read_on),
		in_room(facts),
		in_room(beyond_4_gib),
		in_room(room_on_the_disk),
		in_room(locked_once),
		in_room(mapped),
		in_room(nameless),
		in_room(renamed),
		in_room(renamed_while_open),
		in_room(removed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
