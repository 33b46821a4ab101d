/* The bare records, as the readers of the Management Activity API's own form
 * take them: one JSON object a line. */
#include "base/error.h"
#include "base/text.h"
#include "format/once.h"
#include "load/source.h"
#include "report/report.h"

#include <mia/scope.h>

struct writing {
	struct sink sink;
	struct once once;
	struct mia_matcher *matcher; /* NULL: all is in scope */
	uint64_t without;
};

/* JSON has no line break within a value, so each stands between two. */
static void
put_line(struct sink *sink, struct mia_text raw)
{
	for (size_t i = 0, from = 0; i <= raw.len; i++) {
		if (i < raw.len && raw.ptr[i] != '\n' && raw.ptr[i] != '\r')
			continue;
		mia__sink_add(sink, raw.ptr + from, i - from);
		mia__sink_byte(sink, i < raw.len ? ' ' : '\n');
		from = i + 1;
	}
}

static enum mia_status
one_event(struct writing *w, const struct mia_event *event, struct mia_error *err)
{
	bool first;

	if (w->matcher && mia_matcher_match(w->matcher, event) == MIA_MATCH_NO)
		return MIA_OK;
	if (!mia__once_add(&w->once, event->key, &first))
		return mia__fail_memory(err);
	if (!first)
		return MIA_OK;
	struct mia_text raw = text_trim(event->raw);
	if (raw.len)
		put_line(&w->sink, raw);
	else
		w->without++;
	return MIA_OK;
}

static enum mia_status
every_event(struct writing *w, struct mia_evidence *evidence,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	struct mia_reader *reader = NULL;
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status = mia_reader_new(&reader, evidence, err);

	while (status >= 0 && !w->sink.failed &&
		(status = mia_reader_next(reader, &event, &reject, err)) >= 0 && status != MIA_END) {
		if (status == MIA_OK)
			status = one_event(w, event, err);
		else if (on_reject && on_reject(ctx, reject) != 0)
			status = mia__fail(err, MIA_ERR_CANCELLED, "stopped by the caller");
	}
	mia_reader_free(reader);
	return status < 0 ? status : MIA_OK;
}

enum mia_status
mia_report_auditdata(struct mia_evidence *evidence, const struct mia_scope *scope,
	const struct mia_report_options *options,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, uint64_t *without,
	struct mia_error *err)
{
	struct writing w = { .matcher = NULL };
	struct mia_report_options own;

	MIA_TRY(mia__report_take(&own, options, err));
	options = &own;
	if (!evidence)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence to copy records from");
	/* Who and what stands anywhere in a record; it cannot be taken out here. */
	if (options->redaction)
		return mia__fail(err, MIA_ERR_ARGUMENT, "bare records cannot be redacted");
	if (scope)
		MIA_TRY(mia_matcher_new(&w.matcher, scope, err));
	mia__sink_init(&w.sink, options->write, options->ctx);
	mia__once_init(&w.once, &evidence->a);
	enum mia_status status = every_event(&w, evidence, on_reject, ctx, err);
	mia__once_release(&w.once);
	mia_matcher_free(w.matcher);
	if (without)
		*without = w.without;
	return status < 0 ? status : mia__sink_finish(&w.sink, err);
}
