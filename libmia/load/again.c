/* A second reading, and whether it was of the bytes of the first. */
#include "load/again.h"

#include <stdio.h>

#include "base/error.h"
#include "load/options.h"
#include "load/source.h"

/* Its books have the one reject more, and no hash is claimed of what has two states. */
static bool
tell_changed(struct source *s, const struct read_again_tell *tell)
{
	struct tally tally = { 0 };
	struct mia_reject reject = {
		.place = { &s->pub, ++s->pub.records, s->pub.lines, s->pub.text_bytes, 0 },
		.reason = MIA_REASON_INPUT_CHANGED,
		.bad_offset = s->pub.text_bytes,
		.last = 1,
		.time = MIA_TIME_UNKNOWN,
	};

	s->changed = true;
	s->pub.complete = 0;
	s->pub.sha256[0] = s->pub.text_sha256[0] = '\0';
	snprintf(reject.detail, sizeof(reject.detail),
		"its bytes were others, or could not be read, when it was read a second time");
	mia__tally_reject(&tally, &reject);
	mia__source_count(s, &tally);
	return tell->reject(tell->ctx, &reject);
}

static bool
is_same(const struct source *s, const struct source *again)
{
	return again->quick.known && again->quick.sum == s->quick.sum &&
		again->pub.complete == s->pub.complete && again->pub.stored_bytes == s->pub.stored_bytes;
}

static void
compare(const struct mia_evidence *evidence, const struct mia_evidence *again,
	const struct read_again_tell *tell)
{
	for (size_t i = 0; i < evidence->count; i++) {
		struct source *s = evidence->sources[i];
		const struct source *other = again->sources[i];
		if (!s->changed && !is_same(s, other) && !tell_changed(s, tell))
			return;
	}
}

enum mia_status
mia__read_again(struct mia_evidence *evidence, struct mia_fold *fold, const struct mia_cancel *cancel,
	const struct read_again_tell *tell, struct mia_error *err)
{
	struct mia_evidence *again;
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	fold->ops->may_leave_out(fold, 0);
	if (evidence->replay.ctx)
		return mia__replay_again(&evidence->replay, fold, cancel, err);
	MIA_TRY(mia__evidence_reopen(&again, evidence, err));
	status = mia_reader_new(&reader, again, err);
	while (status >= 0 && (status = mia_reader_next(reader, &event, &reject, err)) >= 0 &&
		status != MIA_END) {
		if (mia_cancel_asked(cancel))
			status = MIA_ERR_CANCELLED;
		else if (status == MIA_OK)
			status = mia__fold_answer(fold->ops->add(fold, event, err), "add", err);
	}
	/* It may have looked like the end of the evidence. */
	if (status >= 0 && mia_cancel_asked(cancel))
		status = MIA_ERR_CANCELLED;
	mia_reader_free(reader);
	if (status >= 0)
		compare(evidence, again, tell);
	mia_evidence_free(again);
	return status < 0 ? status : MIA_OK;
}
