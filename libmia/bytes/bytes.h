/*
 * One source as text: file, memory or the caller's function; hashed as
 * stored; inflated member by member; UTF-16 turned into UTF-8. What is not
 * valid is passed on as it is (lone UTF-16 surrogates as three bytes), so
 * that lengths can be counted back to the source: the record stage judges.
 */
#ifndef MIA_BYTES_BYTES_H
#define MIA_BYTES_BYTES_H

#include <zlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "bytes/sha256.h"
#include "system/file.h"

#include <mia/evidence.h>

enum origin_kind { ORIGIN_FILE, ORIGIN_MEMORY, ORIGIN_STREAM, ORIGIN_SOURCE };
struct origin {
	enum origin_kind kind;
	const char *path;  /* file: what to open */
	int list_error;    /* not 0: a folder that could not be listed to its end, and why */
	bool only_regular; /* found in a directory: no pipe, no device */
	const void *memory;
	size_t memory_size;
	mia_read_fn *read;
	void *read_ctx;
	/* Of what is opened anew for each reading: */
	struct mia_source_ops ops;
	uint64_t stored_bytes; /* in all, if stored_bytes_known */
	bool stored_bytes_known;
	const char *(*why)(void *handle); /* after a read of -1: the detail to be told; or NULL */
	const int *cancel;                /* not 0: read no more; set from any thread; or NULL */
	const char *sha256; /* what the stored bytes must come to: they are always hashed; or NULL */
	const struct hash_key *sum_key; /* a quick sum over the stored bytes is made with it; or NULL */
};

/* Something that was wrong with the bytes; reading may go on after it. */
struct fault {
	enum mia_reason reason; /* MIA_REASON_NONE: nothing pending */
	char detail[160];
};

struct bytes {
	struct mia_allocator a;
	struct origin origin;
	int fd;
	struct file_facts facts; /* of a file when it was opened */
	void *handle;            /* of a source that is opened anew */
	size_t memory_pos;
	bool raw_end;
	struct sha256 sha;
	bool hash;
	bool hash_is_told;      /* not only compared */
	struct hash_sum quick;  /* where the origin wants it */
	struct sha256 text_sha; /* of a gzip source, as inflated */
	bool hash_text;
	bool text_cut;   /* there is more text than is allowed */
	bool hash_later; /* see mia__bytes_hash_later */
	size_t unhashed; /* bytes at the end of what was handed out that are to be hashed later */
	char sha256[65]; /* once it had to be known; else "" */
	uint64_t stored_bytes;
	struct fault fault;

	bool gzip;
	bool member_open;    /* inside a gzip member */
	bool room_was_short; /* inflate filled what it was given */
	bool stopped;        /* no more text will come */
	bool no_memory;      /* and so it stopped */
	bool broken;         /* it could not be read to its end */
	uint64_t members;
	z_stream z;
	unsigned char *in; /* stored bytes ahead of inflate or decode */
	size_t in_pos, in_len;

	enum mia_encoding encoding;
	bool encoding_known;
	unsigned bom; /* bytes of the byte order mark */
	char *ahead;  /* inflated bytes not yet handed out: UTF-16, or of UTF-8 the first few */
	size_t ahead_pos, ahead_len;
	uint64_t text_bytes; /* inflated bytes so far, BOM included */
	uint64_t text_limit; /* 0: none */
	uint64_t ratio;      /* most text that a stored byte of gzip may become, behind RATIO_FREE; 0: any */
	unsigned odd;        /* bytes at the end that make no UTF-16 unit */
};

enum { BYTES_IN = 128 * 1024 };

/* So much text may come of however little; a check follows each piece of RATIO_STEP,
 * so that where it stops does not depend on how the text is read. */
enum { RATIO_FREE = 64 << 20, RATIO_STEP = 1 << 20 };
/* Opens the source and looks at its first bytes. false only for lack of
 * memory; a source that cannot be opened has a fault and no text. Without
 * hash there will be no SHA-256. */
bool mia__bytes_open(struct bytes *b, const struct origin *origin, const struct mia_allocator *a,
	uint64_t text_limit, bool hash);
/* The same for mia__raw_read alone: the bytes as stored, whatever they are. */
bool mia__bytes_open_stored(struct bytes *b, const struct origin *origin, const struct mia_allocator *a);
/* Has the inflated bytes of a gzip source hashed too; before any is read.
 * false: no memory. */
bool mia__bytes_hash_text(struct bytes *b);
/*
 * From now on, leaves it to the caller to hash what is handed out, so that it need not happen where
 * others wait to read: after each piece b->unhashed bytes at its end, which the caller sets to 0 again.
 * false: these bytes are not those to be hashed, or none are.
 */
bool mia__bytes_hash_later(struct bytes *b);
/* Hashes them, in their order; not while mia__bytes_finish works. Reading may go on meanwhile. */
bool mia__bytes_hash(struct bytes *b, const char *bytes, size_t size);
void mia__bytes_close(struct bytes *b);
enum { BYTES_ROOM = 8 };
/* Up to size (>= BYTES_ROOM) bytes of text; 0 only at the end, or with a fault pending:
 * take the fault and call again. */
size_t mia__bytes_read(struct bytes *b, char *out, size_t size);
/* The same before text decoding: for cutting records out again. */
size_t mia__bytes_read_inflated(struct bytes *b, char *out, size_t size);
/* Takes the pending fault; false if there is none. */
bool mia__bytes_take_fault(struct bytes *b, struct fault *ret);
/* Reads what is left as stored, so that the hash and what is compared at the
 * end cover the whole source; there may be a fault then. */
void mia__bytes_drain(struct bytes *b);
/* The same, then the hash. */
bool mia__bytes_finish(struct bytes *b, char sha256[65]);
/* After it: the hash of the inflated bytes, if it was asked for and they were
 * inflated to their end; of what is no gzip, that of the stored bytes. */
bool mia__bytes_finish_text(struct bytes *b, const char sha256[65], char text_sha256[65]);

/* How many bytes of the source the text stands for. */
uint64_t mia__bytes_source_length(enum mia_encoding encoding, const char *text, size_t len);
/* bytes/raw.c: bytes as stored */
bool mia__raw_open(struct bytes *b);
void mia__raw_close(struct bytes *b);
size_t mia__raw_read(struct bytes *b, void *out, size_t size);
/* bytes/gunzip.c */
size_t mia__gunzip_read(struct bytes *b, char *out, size_t size);

void mia__bytes_fail(struct bytes *b, enum mia_reason reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
