/*
 * One source by the pull reader, whole and in pieces: the same events and the
 * same rejects, field by field. Rejects that are written and read again are
 * rejected again, the same bytes for the same reason.
 */
#include "../fault/same_event.h"
#include "fuzz.h"

struct pulled {
	struct mia_evidence *evidence;
	struct mia_reader *reader;
	const struct mia_event *event;
	const struct mia_reject *reject;
	struct fuzz_stream stream;
};

enum { LONGEST = 4096 };

static void
begin(struct pulled *p, struct mia_text input, size_t block, size_t piece)
{
	p->evidence = fuzz_evidence(block, LONGEST);
	p->stream = (struct fuzz_stream){ input, piece };
	if (piece)
		OK(mia_evidence_add_stream(p->evidence, "a", fuzz_stream_read, &p->stream, err));
	else
		fuzz_add(p->evidence, "a", input);
	OK(mia_reader_new(&p->reader, p->evidence, err));
}

static enum mia_status
next(struct pulled *p)
{
	enum mia_status status = mia_reader_next(p->reader, &p->event, &p->reject, NULL);

	MUST(status == MIA_OK || status == MIA_REJECTED || status == MIA_END);
	return status;
}

static void
end(struct pulled *p)
{
	fuzz_source_books(mia_evidence_source(p->evidence, 0));
	mia_reader_free(p->reader);
	mia_evidence_free(p->evidence);
}

/* Parts of a record that is too long end where blocks end; all of them together are compared elsewhere. */
static enum mia_status
whole(struct pulled *p)
{
	enum mia_status status;

	do
		status = next(p);
	while (status == MIA_REJECTED && !p->reject->last);
	return status;
}

static void
same_in_pieces(struct mia_text input, size_t block, size_t piece)
{
	struct pulled a, b;
	enum mia_status status;

	begin(&a, input, 1 << 16, 0);
	begin(&b, input, block, piece);
	do {
		const char *name = NULL;
		status = whole(&a);
		enum mia_status other = whole(&b);
		if (other != status)
			DIE("in pieces: %s and %s", mia_status_name(status), mia_status_name(other));
		if (status == MIA_OK)
			name = different_event(a.event, b.event);
		else if (status == MIA_REJECTED && a.reject->reason != MIA_REASON_TOO_LONG)
			name = different_reject(a.reject, b.reject);
		if (name)
			DIE("in pieces: another %s in record %llu", name,
				(unsigned long long)(status == MIA_OK ? a.event->place.record
								      : a.reject->place.record));
	} while (status != MIA_END);
	end(&a);
	end(&b);
}

/* Reason and bytes of each reject, behind each other; not the header, which may be none any more by itself. */
static void
note(struct fuzz_output *to, const struct mia_reject *r)
{
	fuzz_write(to, r->raw.ptr, r->raw.len);
	if (r->last)
		fuzz_print(to, "\n%s\n", mia_reason_name(r->reason));
}

static void
rejects_of(struct mia_text input, struct fuzz_output *said, struct fuzz_output *written)
{
	struct pulled p;
	enum mia_status status;

	begin(&p, input, 1 << 16, 0);
	said->len = 0;
	if (written) {
		written->len = 0;
		OK(mia_rejects_begin(fuzz_write, written, err));
	}
	while ((status = next(&p)) != MIA_END) {
		if (status == MIA_OK && !written)
			DIE("a reject was read as an event");
		if (status != MIA_REJECTED)
			continue;
		note(said, p.reject);
		if (written)
			OK(mia_rejects_add(p.reject, fuzz_write, written, err));
	}
	end(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output first, written, second;
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text input = { (const char *)data, size };
	size_t block = 8 + fuzz_choose(&choice, 250),
	       piece = fuzz_choose(&choice, 4) * (1 + fuzz_choose(&choice, 31));

	same_in_pieces(input, block, piece);
	rejects_of(input, &first, &written);
	if (first.len) {
		rejects_of((struct mia_text){ written.ptr, written.len }, &second, NULL);
		fuzz_same("rejects that were written and read again", &first, &second);
	}
	return 0;
}
