/*
 * Files and directories as the operating system has them: the only door to
 * them. A descriptor is that of the C library, for directories too; -1 is none.
 * Every function that fails says why in errno. Paths are UTF-8 where the system
 * wants to know (Windows), else bytes.
 */
#ifndef MIA_SYSTEM_FILE_H
#define MIA_SYSTEM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the place of a directory: what is named stands where the program works. */
#define SYSTEM_HERE (-100)

enum file_kind { FILE_REGULAR, FILE_DIRECTORY, FILE_LINK, FILE_PIPE, FILE_SOCKET, FILE_DEVICE, FILE_UNKNOWN };

struct file_facts {
	enum file_kind kind;
	bool foreign;  /* its owner is not who runs this program */
	bool shared;   /* others than its owner may write to it */
	unsigned mode; /* permissions, as mia__file_permit takes them */
	/* the same for each name of one file, and for no other file; device 0: not known */
	uint64_t device, number;
	uint64_t size; /* in bytes, of a regular file */
	/* ns since 1970, or the nearest that fits: its bytes; anything of it, which nobody can set back */
	int64_t modified, changed;
};

static inline bool
file_is_same(const struct file_facts *a, const struct file_facts *b)
{
	return (a->device == b->device || !a->device || !b->device) && a->number == b->number;
}

enum file_how {
	FILE_READ,         /* links are followed; does not wait for the writer of a pipe */
	FILE_READ_NO_LINK, /* ELOOP if it is a link */
	FILE_LOOK,         /* for facts only, whatever it is: a link itself, what may not be read */
	FILE_NEW,      /* to write and read; EEXIST if anything is there; for whom the user's settings say */
	FILE_NEW_OWN,  /* the same, for the user alone */
	FILE_NAMELESS, /* FILE_NEW_OWN whose name is gone at once, and its bytes once it is closed */
};

/* path stands in directory, or at SYSTEM_HERE; '/' parts it on every system. */
int mia__file_open(int directory, const char *path, enum file_how how);
void mia__file_close(int fd);
bool mia__file_facts(int fd, struct file_facts *ret);
/* follow: of what a link leads to. */
bool mia__file_facts_of(int directory, const char *path, bool follow, struct file_facts *ret);
int mia__file_duplicate(int fd);

/* Bytes, or 0 at the end, or -1; a signal does not end them early. */
ptrdiff_t mia__file_read(int fd, void *bytes, size_t size);
ptrdiff_t mia__file_read_at(int fd, void *bytes, size_t size, uint64_t at);
/* All of them; ENOSPC where none was taken and nothing else says why. */
bool mia__file_write_at(int fd, const void *bytes, size_t size, uint64_t at);
bool mia__file_seek(int fd, uint64_t at);
/* Waits at most so long for a pipe to have something to read, or to have ended; the state is looked at by who asks. */
bool mia__file_wait(int fd, int milliseconds);
/* From now on a read of the pipe waits. */
void mia__file_wait_in_reads(int fd);
/* Takes room on the disk; errno as a number, 0 if there is enough. */
int mia__file_allocate(int fd, uint64_t size);
bool mia__file_truncate(int fd, uint64_t size);
/* On the disk, as far as the system says so. */
bool mia__file_sync(int fd);
/* false and EWOULDBLOCK: another program has it; any other failure: the file system has no locks. */
bool mia__file_lock(int fd);
bool mia__file_permit(int fd, unsigned mode);
/* The permissions that a new file, or a new directory, of this user has. */
unsigned mia__file_usual_mode(bool directory);
/* NULL if it cannot be had. */
void *mia__file_map(int fd, size_t size);
void mia__file_unmap(void *bytes, size_t size);

/* follow false: ELOOP or ENOTDIR if it is a link. */
int mia__directory_open(int directory, const char *path, bool follow);
/* Above it, to look; the root is above itself. */
int mia__directory_up(int directory);
/* Where the last part of the path stands. */
int mia__directory_of(const char *path);
bool mia__directory_make(int directory, const char *name);
/* path ends in six X, which become a name that nobody has. */
bool mia__directory_make_unique(char *path);
bool mia__directory_sync(int directory);
/* A file that is open goes too; its bytes when it is closed. */
bool mia__file_remove(int directory, const char *name);
bool mia__directory_remove(int directory, const char *name);
/* Both names in the directory, in one step. replaces: a file of that name goes; else EEXIST if anything is there. */
bool mia__file_rename(int directory, const char *from, const char *to, bool replaces);

/* What stands in a directory, but for itself and the one above. */
struct listing {
	void *state;
};
/* Takes the directory over, also if it fails; until the end it may be used as before. */
bool mia__listing_begin(struct listing *listing, int directory);
/* NULL at the end: errno is 0, or why the rest cannot be listed. kind: FILE_UNKNOWN where only facts tell. */
const char *mia__listing_next(struct listing *listing, enum file_kind *kind);
void mia__listing_end(struct listing *listing);

#endif
