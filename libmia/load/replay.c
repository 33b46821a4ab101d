/* Events that an earlier reading kept, into folds. */
#include "load/replay.h"

#include "base/error.h"
#include "load/options.h"
#include "load/source.h"

enum { BATCH = 4096 };

void
mia__replay_begin(struct mia_evidence *evidence, struct mia_fold *const *folds, size_t fold_count)
{
	for (size_t i = 0; i < fold_count; i++)
		if (folds[i]->ops->wants_raw)
			evidence->replay.ctx = NULL;
	if (evidence->replay.ctx)
		evidence->replay.begin(evidence->replay.ctx, evidence);
}

/* Whether a fold looks at the items of an event. */
static bool
wants_items(const struct replay_into *into, const struct mia_event *event)
{
	for (size_t i = 0; i < into->fold_count; i++)
		if (!into->folds[i]->ops->wants_items ||
			into->folds[i]->ops->wants_items(into->folds[i], event))
			return true;
	return false;
}

/* Some rows; MIA_END: there are no more. *go_on becomes false where it is to stop. */
static enum mia_status
replay_batch(const struct replay *replay, void *reader, const struct replay_into *into, bool *go_on,
	struct mia_error *err)
{
	uint64_t decoded = 0, rejected = 0;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status = MIA_OK;

	for (unsigned n = 0; *go_on && n < BATCH; n++) {
		status = replay->next(reader, &event, &reject, err);
		if (status == MIA_OK && wants_items(into, event))
			status = replay->fill(reader, err);
		if (status < 0 || status == MIA_END)
			break;
		decoded += status == MIA_OK;
		rejected += status == MIA_REJECTED;
		*go_on = status == MIA_OK ? into->take(into->ctx, event, NULL)
					  : into->take(into->ctx, NULL, reject);
	}
	*go_on = *go_on && into->go_on(into->ctx, decoded, rejected);
	return status;
}

enum mia_status
mia__replay(const struct replay *replay, const struct replay_into *into, struct mia_error *err)
{
	void *reader = NULL;
	enum mia_status status;
	bool go_on = true;

	MIA_TRY(replay->open(replay->ctx, &reader, err));
	do
		status = replay_batch(replay, reader, into, &go_on, err);
	while (go_on && status >= 0 && status != MIA_END);
	replay->close(reader);
	return status < 0 ? status : MIA_OK;
}

enum mia_status
mia__replay_again(const struct replay *replay, struct mia_fold *fold, const struct mia_cancel *cancel,
	struct mia_error *err)
{
	const struct mia_event *event;
	const struct mia_reject *reject;
	void *reader = NULL;
	enum mia_status status;

	replay->rewind(replay->ctx);
	MIA_TRY(replay->open(replay->ctx, &reader, err));
	while ((status = replay->next(reader, &event, &reject, err)) >= 0 && status != MIA_END) {
		if (status != MIA_OK)
			continue;
		status = mia_cancel_asked(cancel) ? MIA_ERR_CANCELLED : replay->fill(reader, err);
		if (status >= 0)
			status = mia__fold_answer(fold->ops->add(fold, event, err), "add", err);
		if (status < 0)
			break;
	}
	replay->close(reader);
	return status < 0 ? status : MIA_OK;
}
