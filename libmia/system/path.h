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
/* Where files of no lasting use may be made. */
const char *mia__path_scratch(void);

#endif
