/* A store in the place of the sources of an evidence. */
#include <string.h>

#include "base/error.h"
#include "store/store.h"

static const struct mia_store_options defaults = { .size = sizeof(defaults) };

#undef mia_store_options_init
void
mia_store_options_init(struct mia_store_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

/* What the sources would say of themselves, had they been read. */
static void
begin(void *ctx, struct mia_evidence *evidence)
{
	struct store_file *f = ctx;

	for (size_t i = 0; i < f->source_count; i++) {
		struct mia_source *p = &evidence->sources[i]->pub;
		const char *name = p->name;
		*p = f->sources[i].books;
		p->name = name;
		if (evidence->how.without_sha256)
			p->sha256[0] = '\0';
		if (!evidence->how.text_sha256)
			p->text_sha256[0] = '\0';
	}
}

static void
start_again(void *ctx)
{
	((struct store_file *)ctx)->next_block = 0;
}

static void
release(void *ctx)
{
	mia__store_close(ctx);
}

enum mia_status
mia_store_use(struct mia_evidence *evidence, const char *path, const struct mia_store_options *options,
	struct mia_error *err)
{
	struct mia_store_options own = defaults;
	struct store_file *f = NULL;
	enum mia_status status;

	if (!evidence || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence or no path");
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_store_options", err));
	if (evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	status = mia__store_open(&f, &evidence->a, path, err);
	if (status != MIA_OK)
		return status;
	status = mia__store_fits(f, evidence, &own, err);
	if (status == MIA_OK)
		status = mia__store_verify(f, own.threads, err);
	if (status == MIA_OK)
		status = mia_evidence_keep(evidence, release, f, err);
	if (status != MIA_OK) {
		mia__store_close(f);
		return status;
	}
	f->evidence = evidence;
	evidence->replay = (struct replay){
		.begin = begin,
		.rewind = start_again,
		.open = mia__store_reader_open,
		.next = mia__store_reader_next,
		.fill = mia__store_reader_fill,
		.close = mia__store_reader_close,
		.ctx = f,
	};
	return MIA_OK;
}

mia_time
mia_store_written(const struct mia_evidence *evidence)
{
	const struct store_file *f = evidence ? evidence->replay.ctx : NULL;

	return f ? f->written / (1000000000 / MIA_TIME_SECOND) : MIA_TIME_UNKNOWN;
}
