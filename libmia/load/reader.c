/* The pull reader: one event or reject a call, on one thread. */
#include <string.h>

#include "base/error.h"
#include "event/decode.h"
#include "load/source.h"

struct mia_reader {
	struct mia_evidence *evidence;
	struct decoder decoder;
	struct batch batch;
	size_t source, record;
	struct tally tally;
	struct mia_reject more;
};

enum mia_status
mia_reader_new(struct mia_reader **ret, struct mia_evidence *evidence, struct mia_error *err)
{
	struct mia_reader *r;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the reader");
	MIA_TRY(mia__evidence_begin(evidence, NULL, err));
	r = mia__alloc(&evidence->a, 1, sizeof(*r));
	if (!r)
		return mia__fail_memory(err);
	r->evidence = evidence;
	mia__batch_init(&r->batch, &evidence->a);
	if (!mia__decoder_init(&r->decoder, &evidence->a, &evidence->limits)) {
		mia_reader_free(r);
		return mia__fail_memory(err);
	}
	mia__evidence_tell(evidence, &r->decoder);
	*ret = r;
	return MIA_OK;
}

void
mia_reader_free(struct mia_reader *reader)
{
	struct mia_allocator a;

	if (!reader)
		return;
	a = reader->evidence->a;
	mia__decoder_release(&reader->decoder);
	mia__batch_release(&reader->batch);
	mia__dealloc(&a, reader, 1, sizeof(*reader));
}

/* The next batch with a record in it, of this source or a later one. */
static enum mia_status
next_batch(struct mia_reader *r, struct mia_error *err)
{
	for (; r->source < r->evidence->count; r->source++) {
		struct source *s = r->evidence->sources[r->source];
		mia__source_count(s, &r->tally);
		memset(&r->tally, 0, sizeof(r->tally));
		enum mia_status status = mia__source_take(s, r->evidence, &r->batch, NULL, err);
		r->record = 0;
		if (status != MIA_END)
			return status;
	}
	r->batch.count = r->record = 0;
	return MIA_END;
}

enum mia_status
mia_reader_next(struct mia_reader *reader, const struct mia_event **ret, const struct mia_reject **reject,
	struct mia_error *err)
{
	struct decoder *d;
	enum mia_status status;

	if (!reader || !ret || !reject)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no reader or no place for results");
	d = &reader->decoder;
	if (reader->record == reader->batch.count) {
		status = next_batch(reader, err);
		if (status == MIA_END &&
			(status = mia__evidence_next_more(reader->evidence, &reader->more, err)) ==
				MIA_REJECTED)
			*reject = &reader->more;
		if (status != MIA_OK)
			return status;
	}
	status = mia__decode_record(d, &reader->batch, &reader->batch.records[reader->record++],
		&reader->evidence->sources[reader->source]->pub);
	if (status == MIA_OK) {
		mia__tally_event(&reader->tally, &d->event);
		*ret = &d->event;
	} else if (status == MIA_REJECTED) {
		mia__tally_reject(&reader->tally, &d->reject);
		*reject = &d->reject;
	} else {
		return mia__fail_memory(err);
	}
	return status;
}
