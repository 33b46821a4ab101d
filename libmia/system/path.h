/* Names of files as the operating system parts them. */
#ifndef MIA_SYSTEM_PATH_H
#define MIA_SYSTEM_PATH_H

#include <stdbool.h>
#include <stddef.h>

bool mia__path_parts_at(char c);
/* The last part of the path: a part of it, empty behind a separator. What stands before it names a directory. */
const char *mia__path_base(const char *path);
/* Without what parts it from nothing at its end, but for a root: its length. */
size_t mia__path_trimmed(const char *path);
/* Whether it says where it stands, whatever directory the program works in. */
bool mia__path_is_whole(const char *path);
/* Of here, the directory the program works in: how many bytes stand before the path. All of them; none, if it is whole;
 * the drive, if only that is missing. */
size_t mia__path_lead(const char *path, const char *here);
/* In place: whatever parts it becomes '/', which every system takes, so that a name is told as the same bytes. */
void mia__path_to_slashes(char *path);
/* Where the program works, terminated, parted by '/'; false: it cannot be known, or is longer. */
bool mia__path_here(char *room, size_t size);
/* Where files of no lasting use may be made. */
const char *mia__path_scratch(void);
/* Where the files of the IANA's time zones lie; NULL: the system has none. */
const char *mia__path_zones(void);

#endif
