/*
 * The summary of a case: what its first page says. Numbers, the sentences that
 * say them in the language of the findings, and every cause why access cannot be
 * excluded, with what would settle it.
 */
#ifndef MIA_SUMMARY_H
#define MIA_SUMMARY_H

#include <mia/subjects.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_summary;

/* findings and subjects are borrowed until it returns. subjects: of the same
 * findings; NULL: people are not counted. What is handed out never changes: any
 * thread may read it. Returns the usual statuses; MIA_ERR_ARGUMENT: no findings. */
MIA_API enum mia_status mia_summary_new(struct mia_summary **ret, const struct mia_allocator *allocator,
	const struct mia_findings *findings, const struct mia_subjects *subjects, struct mia_error *err);
MIA_API void mia_summary_free(struct mia_summary *summary);

/* In scope: attributed by the examiner to the intruder; without a question who
 * came, of anyone. A message that lay in two mailboxes counts twice, as in the
 * rows of mia_finding_messages_next. Binds and syncs are never added up. */
struct mia_summary_numbers {
	int by_someone; /* the scope asks who came: "the intruder"; else anyone counts */
	uint64_t mailboxes;
	uint64_t messages[MIA_LEVEL_COUNT];           /* by enum mia_level */
	uint64_t mailboxes_by_level[MIA_LEVEL_COUNT]; /* by their strongest level */
	uint64_t mailboxes_accessed; /* an access in scope is recorded: a bind, a sync, an attachment */
	mia_time first_access, last_access; /* recorded, in scope; or unknown */
	uint64_t folders_copied;            /* a sync in scope names them */
	/* A sync names them, none in scope, of which it cannot be told whether it is
	 * in scope; and the first and last of these syncs, or unknown. */
	uint64_t folders_unattributed;
	mia_time first_unattributed_sync, last_unattributed_sync;
	uint64_t
		records_unattributed; /* of the log: accesses of which it cannot be told, these syncs included */
	uint64_t mailboxes_open;      /* in which access beyond what is recorded cannot be excluded */
	/* People, by the address in the inventory; as struct mia_subjects_sums. */
	int people_known; /* subjects were given */
	uint64_t people_least, people_most;
	int people_bounded; /* people_most is an upper bound */
};
/* Borrowed from the summary; NULL for NULL. Any thread. */
MIA_API const struct mia_summary_numbers *mia_summary_numbers(const struct mia_summary *summary);

/* What a sentence is about, in the order in which they come. */
enum mia_summary_topic {
	MIA_SUMMARY_ACCESS = 0,   /* messages: what is recorded, of which mailboxes, from when to when */
	MIA_SUMMARY_COPIES,       /* folders copied, attributed or not */
	MIA_SUMMARY_UNATTRIBUTED, /* messages of which it cannot be told */
	MIA_SUMMARY_EXCLUDE,      /* what cannot be excluded, and mainly why */
	MIA_SUMMARY_CURE,         /* what would settle it; left out where nothing would */
	MIA_SUMMARY_PEOPLE        /* how many people */
};
/* A topic has one sentence or more, or is left out. Texts live as long as the summary. */
struct mia_summary_line {
	enum mia_summary_topic topic;
	struct mia_text text;
};
/* Getters, as base.h has them. */
MIA_API size_t mia_summary_line_count(const struct mia_summary *summary);
MIA_API const struct mia_summary_line *mia_summary_line(const struct mia_summary *summary, size_t i);

/*
 * One cause why access cannot be excluded, over all mailboxes; the one that
 * concerns most of them first, of equals the one that concerns more time. Texts
 * in the language of the findings; they live as long as the summary.
 */
struct mia_doubt {
	struct mia_text why;  /* "because the export ..." */
	struct mia_text cure; /* a sentence: what would settle it; absent: nothing would */
	uint64_t mailboxes;   /* concerned */
	int all;              /* that is all of them */
	uint64_t spans;       /* of the coverage that say so; 0: no span does */
	mia_time start, end;  /* the outermost, within the time asked for; unknown: open */
	unsigned blind;       /* MIA_BLIND_* */
	const char *rule;     /* of the first span, docs/rules.md; "" */
	mia_basis basis;      /* the bit that it makes */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_summary_doubt_count(const struct mia_summary *summary);
MIA_API const struct mia_doubt *mia_summary_doubt(const struct mia_summary *summary, size_t i);

#ifdef __cplusplus
}
#endif

#endif
