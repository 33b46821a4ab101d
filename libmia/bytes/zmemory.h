/* zlib on the caller's allocator: struct mia_allocator as opaque. */
#ifndef MIA_BYTES_ZMEMORY_H
#define MIA_BYTES_ZMEMORY_H

#include <zlib.h>

void *mia__zmemory_take(void *allocator, uInt count, uInt size);
void mia__zmemory_give(void *allocator, void *ptr);

#endif
