/* A folder in memory for what can be read by a path alone; it goes with the process. */
#ifndef MIA_TESTS_FUZZ_ROOM_H
#define MIA_TESTS_FUZZ_ROOM_H

#include "fuzz.h"

/* The folder; made at the first call. */
const char *fuzz_room(void);
/* A file in it, with these bytes; the path, which lives as long as the process. */
const char *fuzz_room_file(const char *name, struct mia_text bytes);
/* The bytes of a file, in *output. */
void fuzz_room_read(const char *path, struct fuzz_output *output);

#endif
