/*
 * One source of the evidence while it is read: its bytes, its framing, what
 * is left over between two batches. Several threads may take batches from one
 * source; inflating and framing happen under its lock, decoding does not.
 */
#ifndef MIA_LOAD_SOURCE_H
#define MIA_LOAD_SOURCE_H

#include <pthread.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "bytes/bytes.h"
#include "load/replay.h"
#include "record/framing.h"

enum source_state { SOURCE_UNOPENED, SOURCE_OPEN, SOURCE_DONE };

/* A fault after which the text goes on. */
struct late_fault {
	struct fault fault;
	struct late_fault *next;
};

struct source {
	struct mia_source pub;
	struct origin origin;
	char *name;
	char *path;   /* of a file with another name than its path, or NULL */
	size_t added; /* how many were added before; parts equal names */
	bool is_file; /* device and inode are known */
	bool is_regular;
	dev_t device;
	ino_t inode;
	bool ignored;  /* somebody has looked into it: see mia_evidence_ignore */
	uint64_t size; /* of the file, for progress; 0: unknown */
	pthread_mutex_t lock;
	enum source_state state;
	bool failed; /* out of memory; final */
	bool bytes_open;
	struct bytes bytes;
	struct framer framer;
	struct arena notes;                  /* texts of faults */
	struct fault held;                   /* why the text ended before its end */
	struct late_fault *late, *last_late; /* not told yet; in notes */
	struct buf carry;
	bool taken; /* a worker has it as its first */
	bool more;  /* it says that there are more records than the evidence holds, and was not told of */
};

/* How an evidence is read. */
struct read_how {
	bool without_sha256; /* of the stored bytes */
	bool text_sha256;    /* of the inflated text too */
	bool tables;         /* any CSV or JSON is taken, as rows */
};

/* What lives as long as the evidence. */
struct kept {
	void (*release)(void *ctx);
	void *ctx;
};

struct mia_evidence {
	struct mia_allocator a;
	struct mia_limits limits;
	struct source **sources;
	size_t count, cap;
	struct kept *kept;
	size_t kept_count, kept_cap;
	bool used;
	bool sealed;     /* the order is fixed */
	bool more_known; /* whether the sources hold all pages of their answers */
	struct read_how how;
	struct stated_offset {
		bool stated;
		int minutes;
	} offset; /* see mia_evidence_state_offset */
	struct replay replay;
};

/* Adds a source by its origin, as it stands; st: of the file that it is, or
 * lies in; NULL: none. */
enum mia_status mia__evidence_add_origin(struct mia_evidence *evidence, const char *name,
	const struct origin *origin, const struct stat *st, struct mia_error *err);
/* Takes all sources away again, before reading. */
void mia__evidence_clear(struct mia_evidence *evidence);
/* Whether every source can be read a second time; and the same evidence again. */
bool mia__evidence_is_rereadable(const struct mia_evidence *evidence);
enum mia_status mia__evidence_reopen(struct mia_evidence **ret, const struct mia_evidence *evidence,
	struct mia_error *err);
/* Gives back all that a source holds, and the source. */
void mia__evidence_free_source(struct mia_evidence *evidence, struct source *s);
struct decoder;
/* What the evidence states, to who decodes it. */
void mia__evidence_tell(const struct mia_evidence *evidence, struct decoder *d);
/* Fixes the order, and how the evidence is read (NULL: as it stands), and hands it out once (else
 * MIA_ERR_STATE). */
enum mia_status mia__evidence_begin(struct mia_evidence *evidence, const struct read_how *how,
	struct mia_error *err);

/*
 * Takes the next batch of framed records, under the source's lock. MIA_OK: the
 * batch holds at least one record; MIA_END: the source is done; MIA_ERR_MEMORY,
 * from then on always.
 */
enum mia_status mia__source_take(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct mia_error *err);

/*
 * more_records.c, once all sources are done, on one thread: the next reject of a source that says
 * itself that it does not hold all, counted; MIA_END: there is none; MIA_ERR_MEMORY.
 */
enum mia_status mia__evidence_next_more(struct mia_evidence *evidence, struct mia_reject *ret,
	struct mia_error *err);

/* Says of a source whose first row tells that it is not what was asked for:
 * nothing of it counts but the one reject that tells so, and the rejects
 * before it. Not while another thread takes from it; false: out of memory. */
bool mia__source_disown(struct source *s, const char *note, uint64_t rejected);

/* What decoding a batch came to; added to the source under its lock. */
struct tally {
	uint64_t decoded, rejected;
	uint64_t rejected_by[MIA_REASON_COUNT];
	uint64_t flagged[MIA_FLAG_COUNT];
};
void mia__source_count(struct source *s, const struct tally *tally);
void mia__tally_event(struct tally *t, const struct mia_event *event);
void mia__tally_reject(struct tally *t, const struct mia_reject *reject);

#endif
