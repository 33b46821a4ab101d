/* One text through the public reader, as an analyst's file would go. */
#ifndef MIA_TESTS_DECODED_H
#define MIA_TESTS_DECODED_H

#include "test.h"

#include "base/text.h"

/* The first record of a text; borrowed until done(). */
struct decoded {
	struct mia_evidence *evidence;
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;
};

static inline struct decoded
read_bytes(const void *bytes, size_t size)
{
	struct decoded d = { .status = MIA_OK };

	assert_int_equal(mia_evidence_new(&d.evidence, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(d.evidence, "text", bytes, size, NULL), MIA_OK);
	assert_int_equal(mia_reader_new(&d.reader, d.evidence, NULL), MIA_OK);
	d.status = mia_reader_next(d.reader, &d.event, &d.reject, NULL);
	return d;
}

static inline void
next(struct decoded *d)
{
	d->status = mia_reader_next(d->reader, &d->event, &d->reject, NULL);
}

static inline void
done(struct decoded *d)
{
	mia_reader_free(d->reader);
	mia_evidence_free(d->evidence);
}

/* A text of exactly one event. */
static inline struct decoded
read_event(const char *text)
{
	struct decoded d = read_bytes(text, strlen(text));

	if (d.status == MIA_REJECTED)
		fail_msg("rejected: %s: %s", mia_reason_name(d.reject->reason), d.reject->detail);
	assert_int_equal(d.status, MIA_OK);
	return d;
}

static inline void
assert_rejected(const char *text, enum mia_reason reason)
{
	struct decoded d = read_bytes(text, strlen(text));

	if (d.status != MIA_REJECTED || d.reject->reason != reason)
		print_message("# %s\n# %s\n", text,
			d.status == MIA_REJECTED ? mia_reason_name(d.reject->reason) : "an event");
	assert_int_equal(d.status, MIA_REJECTED);
	assert_int_equal(d.reject->reason, reason);
	done(&d);
}

/* The members that every record here has, between braces. */
#define COMMON \
	"\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"c0000000-0000-4000-8000-000000000001\",\"UserId\":\"carla@example.org\",\"MailboxGuid\":\"b0000000-0000-4000-8000-000000000001\""
#define ACCESSED COMMON ",\"Operation\":\"MailItemsAccessed\""
#define BIND \
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":\"False\"}]"
#define SYNC \
	"\"OperationProperties\":[{\"Value\":\"Sync\",\"Name\":\"MailAccessType\"},{\"Value\":\"False\",\"Name\":\"IsThrottled\"}]"

static inline mia_time
time_of(const char *text)
{
	mia_time time = 0;

	assert_int_equal(mia_time_parse(text_of(text), &time), MIA_OK);
	return time;
}

/* Do two texts hold the same record? */
static inline int
same_key(const char *a, const char *b)
{
	struct decoded x = read_event(a), y = read_event(b);
	int same = memcmp(x.event->key, y.event->key, sizeof(x.event->key)) == 0;

	done(&x);
	done(&y);
	return same;
}

#endif
