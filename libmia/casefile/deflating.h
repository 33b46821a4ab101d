/* Chunks deflated and hashed on several threads, handed back in their order. */
#ifndef MIA_CASEFILE_DEFLATING_H
#define MIA_CASEFILE_DEFLATING_H

#include <pthread.h>

#include <zlib.h>

#include "bytes/sha256.h"
#include "casefile/casefile.h"

enum { DEFLATERS_MOST = 8, PIECES_MOST = 2 * DEFLATERS_MOST };

struct piece {
	unsigned char *in, *out;
	size_t size;   /* of in */
	bool as_it_is; /* not worth deflating */
	bool done, failed;
	struct chunk chunk; /* but for its number */
	const void *bytes;  /* in or out */
	size_t len;
};

struct deflater {
	struct deflating *all;
	pthread_t thread;
	bool started;
	z_stream z;
	bool z_open;
	struct sha256 sha;
};

/* A ring of pieces: those from `given` on are filled next, from `begun` on deflated,
 * from `taken` on handed back. */
struct deflating {
	struct mia_allocator a;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool lock_made, changed_made;
	struct deflater deflaters[DEFLATERS_MOST]; /* the first is the caller's */
	size_t deflater_count;
	struct piece pieces[PIECES_MOST];
	size_t piece_count;
	uint64_t given, begun, taken;
	bool stop;
};

/* threads: 0: one a core. */
enum mia_status mia__deflating_init(struct deflating *d, const struct mia_allocator *a, unsigned threads,
	struct mia_error *err);
void mia__deflating_release(struct deflating *d);
/* The piece to be filled next; NULL: one must be taken before. */
struct piece *mia__deflating_room(struct deflating *d);
/* It was filled. */
void mia__deflating_give(struct deflating *d);
/* The next in order, once it is done; NULL: all were taken. It lives until the next
 * mia__deflating_give. */
const struct piece *mia__deflating_take(struct deflating *d);

#endif
