/*
 * One source of the evidence while it is read: its bytes, its framing, what
 * is left over between two batches. Several threads may take batches from one
 * source: one of them reads or inflates a block, another one frames the block
 * before, in the order in which they were read, and others decode.
 */
#ifndef MIA_LOAD_SOURCE_H
#define MIA_LOAD_SOURCE_H

#include <pthread.h>

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
	bool is_file; /* device and number are known */
	bool is_regular;
	uint64_t device, number; /* as struct file_facts has them */
	bool ignored;            /* somebody has looked into it: see mia_evidence_ignore */
	uint64_t size;           /* of the file, for progress; 0: unknown */
	/* Reading, by whoever holds `reading`: */
	pthread_mutex_t reading;
	enum source_state state;
	bool bytes_open;
	struct bytes bytes;
	uint64_t blocks;                     /* read so far */
	bool text_done;                      /* all of the text was read */
	bool hashes_later;                   /* blocks are hashed by who read them */
	struct fault held;                   /* why the text ended before its end */
	struct late_fault *late, *last_late; /* of the block under work */
	struct arena faults;                 /* which lie in it */
	/* The turns of the blocks that were read, and what all threads count; short, under `turn`: */
	pthread_mutex_t turn;
	pthread_cond_t next_turn;
	uint64_t framed, hashed; /* blocks; whose number is as many has its turn */
	bool failed;             /* out of memory; final */
	bool taken;              /* a worker has it as its first */
	/* Framing, by whose block has its turn: */
	struct framer framer;
	struct arena notes; /* texts of faults, as rejects tell them */
	struct batch carry; /* the record that was under way where the block before ended */
	size_t enough;      /* with less of it, framing is not tried again */
	uint64_t stored;    /* bytes told to whoever took the blocks */
	struct quick {
		uint64_t sum;
		bool known;
	} quick;      /* of the stored bytes, once all were read, if there may be a second reading */
	bool changed; /* a second reading was of other bytes, which was told */
	bool more;    /* it says that there are more records than the evidence holds, and was not told of */
};

static inline bool
source_is_file(const struct source *s, const struct file_facts *facts)
{
	const struct file_facts own = { .device = s->device, .number = s->number };

	return s->is_file && file_is_same(&own, facts);
}

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
	struct hash_key sum_key;
};

/* Adds a source by its origin, as it stands; facts: of the file that it is, or
 * lies in; NULL: none. */
enum mia_status mia__evidence_add_origin(struct mia_evidence *evidence, const char *name,
	const struct origin *origin, const struct file_facts *facts, struct mia_error *err);
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
/* source.c. Of all sources as they are stored; 0: of one of them it is not known. */
uint64_t mia__evidence_total_bytes(const struct mia_evidence *evidence);
/* Whether the sources sum what they read, for telling whether a second reading is of the same bytes. */
void mia__evidence_sum(struct mia_evidence *evidence, bool wanted);
/* The sources look at it before each read; it does not outlive the load. cancel may be NULL. */
void mia__evidence_watch_cancel(struct mia_evidence *evidence, const struct mia_cancel *cancel);

/* take.c: what its threads share. */
void mia__source_init_turns(struct source *s, const struct mia_allocator *a);
void mia__source_release_turns(struct source *s);

/* What a take came to besides records. */
struct taken {
	uint64_t stored; /* bytes read */
	bool done;       /* nothing is left: of all takes one says so */
};
/*
 * Takes the next batch of framed records; any number of threads may. MIA_OK: the
 * batch holds at least one record; MIA_END: there is no more, though others may
 * still work on what they took; MIA_ERR_MEMORY, from then on always.
 */
enum mia_status mia__source_take(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct taken *ret, struct mia_error *err);

/* source.c, for take.c: the bytes of one block, and what was wrong in it. */
struct block {
	uint64_t number;
	bool at_end;
	struct late_fault *late; /* to be told behind its records */
	const char *unhashed;    /* the bytes that whoever read it has to hash */
	size_t unhashed_len;
	uint64_t stored; /* bytes of the source read until then */
};
/* Reads the next block into the batch; by whoever holds `reading`. */
enum mia_status mia__source_read(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct block *ret, struct mia_error *err);
/* Tells of what was wrong in the block, or ended the text. */
void mia__source_tell_faults(struct source *s, struct batch *batch, const struct block *block);
/* When all of it was framed; false: no memory. */
bool mia__source_finish(struct source *s);

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

/* What decoding a batch came to; added to the source by any thread. */
struct tally {
	uint64_t decoded, rejected;
	uint64_t rejected_by[MIA_REASON_COUNT];
	uint64_t flagged[MIA_FLAG_COUNT];
};
void mia__source_count(struct source *s, const struct tally *tally);
void mia__tally_event(struct tally *t, const struct mia_event *event);
void mia__tally_reject(struct tally *t, const struct mia_reject *reject);

#endif
