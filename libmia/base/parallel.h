/* One piece of work after the other, on several threads. */
#ifndef MIA_BASE_PARALLEL_H
#define MIA_BASE_PARALLEL_H

#include <stddef.h>

#include <mia/base.h>

/* Piece i. Pieces run at the same time, so what they share they only read, or
 * lock. MIA_OK, or a failure. */
typedef enum mia_status parallel_work(void *ctx, size_t i);

enum { PARALLEL_MOST = 64 };

/*
 * Calls work(ctx, i) once for each i of 0 to n - 1, on at most `threads` threads
 * (0 is 1), that of the caller among them; never on more than PARALLEL_MOST. A
 * thread that cannot be made is done without, so that all may run on the
 * caller's. Pieces are begun in their order. Where one fails no further one is
 * begun; the answer is the failure of the first in order that failed, on any
 * number of threads. What the pieces wrote can be read when it returns. Takes no
 * memory.
 */
enum mia_status mia__parallel(unsigned threads, size_t n, parallel_work *work, void *ctx);

/*
 * Where the part of n that piece i of `pieces` works on begins; it ends where
 * the next begins. For pieces = 2: 0, n / 2, n.
 */
static inline size_t
parallel_start(size_t n, size_t pieces, size_t i)
{
	size_t each = n / pieces, more = n % pieces;

	return each * i + (i < more ? i : more);
}

/*
 * The same for pieces whose results are wanted in their order: finish(ctx, i) is
 * called for each piece, on the thread of the caller and in order, when the piece
 * is done, whatever it answered. At most `ahead` pieces (1 or more) are begun and
 * not finished at a time, so that piece i may use the room i % ahead. Nothing more
 * is begun once a finish has failed; that failure is the answer.
 */
enum mia_status mia__parallel_in_order(unsigned threads, size_t n, size_t ahead, parallel_work *work,
	parallel_work *finish, void *ctx);

#endif
