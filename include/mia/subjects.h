/*
 * The people behind exposed messages, as the inventory names them: who wrote
 * to whom. The list from which those to be notified are chosen (GDPR Art. 34),
 * and the numbers that GDPR Art. 33(3)(a) asks for. Who else is spoken of in
 * a message no log and no inventory tells.
 */
#ifndef MIA_SUBJECTS_H
#define MIA_SUBJECTS_H

#include <mia/findings.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_subjects;

struct mia_subjects_options {
	size_t size; /* set by mia_subjects_options_init */
	/* Domains of the house, without '@' and without regard to case; a domain
	 * covers those below it. Empty: own is not stated. Borrowed until
	 * mia_subjects_new returns. */
	struct mia_texts own_domains;
};

/* Defaults: no domain is the house's own. */
MIA_API void mia_subjects_options_init(struct mia_subjects_options *options, size_t size);
#define mia_subjects_options_init(options) mia_subjects_options_init((options), sizeof(*(options)))

/* findings made with an inventory; borrowed until it returns. options may be
 * NULL. What is handed out never changes: any thread may read it. Returns the
 * usual statuses; MIA_ERR_ARGUMENT: findings without an inventory, where nobody
 * is named; or an own domain that is more than a domain. */
MIA_API enum mia_status mia_subjects_new(struct mia_subjects **ret, const struct mia_allocator *allocator,
	const struct mia_findings *findings, const struct mia_subjects_options *options,
	struct mia_error *err);
MIA_API void mia_subjects_free(struct mia_subjects *subjects);

#define MIA_ROLE_SENDER (1u << 0)
#define MIA_ROLE_RECIPIENT (1u << 1)

/* One address. A person with two addresses is two rows; an address that
 * several people share is one. Order: the address, without regard to case. */
struct mia_subject {
	struct mia_text address;            /* as written most often, of equals the first bytewise */
	struct mia_text name;               /* likewise; absent: no inventory states one */
	unsigned roles;                     /* MIA_ROLE_... */
	uint64_t messages[MIA_LEVEL_COUNT]; /* distinct messages by enum mia_level */
	uint64_t messages_total; /* distinct; of a message in several mailboxes the strongest level counts */
	/* In which they lay, in order: the first MIA_SUBJECT_MAILBOXES. Each of a
	 * thousand people may be on a message that lay in a thousand mailboxes. */
	struct mia_texts mailboxes;
	/* Of an own domain; not stated without own_domains, or of an address without
	 * a domain. */
	enum mia_known own;
	uint64_t mailboxes_total; /* distinct mailboxes; MIA_SUBJECT_MAILBOXES_COUNTED: so many or more */
};
#define MIA_SUBJECT_MAILBOXES 100
#define MIA_SUBJECT_MAILBOXES_COUNTED 1000
/* Getters, as base.h has them. */
MIA_API size_t mia_subjects_count(const struct mia_subjects *subjects);
MIA_API const struct mia_subject *mia_subjects_get(const struct mia_subjects *subjects, size_t i);

/*
 * "At least": by what is recorded or presumed (access recorded, presumed
 * copied, handled). "At most": with what cannot be attributed or excluded,
 * as far as rows name it; not a bound where `unbounded` is set.
 */
struct mia_subjects_sums {
	uint64_t records_least, records_most; /* distinct messages */
	uint64_t people_least, people_most;   /* distinct addresses */
	uint64_t people_own, people_outside;  /* of people_most; the rest is not stated */
	/* Distinct messages, exposed, of which no inventory names anybody. Where
	 * it is not 0, people_most is no bound. */
	uint64_t messages_without_people;
	/* Blind spans, unnamed accesses or copied folders without items: more
	 * than "at most" is possible. Never with a list, of which each message
	 * has a row. */
	int unbounded;
};
/* Borrowed from the subjects; NULL for NULL. Any thread. */
MIA_API const struct mia_subjects_sums *mia_subjects_sums(const struct mia_subjects *subjects);

#ifdef __cplusplus
}
#endif

#endif
