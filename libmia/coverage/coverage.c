#include "coverage/coverage.h"

#include "base/error.h"

static const struct mia_fold_ops coverage_ops;

void
mia_coverage_options_init(struct mia_coverage_options *o)
{
	*o = (struct mia_coverage_options){
		.size = sizeof(*o), .since = MIA_TIME_UNKNOWN, .until = MIA_TIME_UNKNOWN,
		.exported_from = MIA_TIME_UNKNOWN, .exported_until = MIA_TIME_UNKNOWN,
	};
}

enum mia_status
mia_coverage_new(struct mia_coverage **ret, const struct mia_allocator *allocator, const struct mia_coverage_options *options,
	struct mia_error *err)
{
	struct mia_allocator a = mia_allocator_or_default(allocator);
	struct mia_coverage *c = mia_alloc(&a, 1, sizeof(*c));

	if (!c)
		return mia_fail_memory(err);
	c->fold.ops = &coverage_ops;
	c->a = a;
	mia_coverage_options_init(&c->options);
	if (options)
		c->options = *options;
	*ret = c;
	return MIA_OK;
}

void
mia_coverage_free(struct mia_coverage *c)
{
	if (!c)
		return;
	struct mia_allocator a = c->a;
	mia_dealloc(&a, c, 1, sizeof(*c));
}

struct mia_fold *
mia_coverage_fold(struct mia_coverage *c)
{
	return &c->fold;
}

static enum mia_status
coverage_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct mia_coverage *c;

	MIA_TRY(mia_coverage_new(&c, &((const struct mia_coverage *)(const void *)like)->a, NULL, err));
	*ret = &c->fold;
	return MIA_OK;
}

static enum mia_status
coverage_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	(void)fold, (void)event, (void)err;
	return MIA_OK;
}

static enum mia_status
coverage_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	(void)fold, (void)from, (void)err;
	return MIA_OK;
}

static enum mia_status
coverage_seal(struct mia_fold *fold, struct mia_error *err)
{
	(void)err;
	((struct mia_coverage *)(void *)fold)->sealed = true;
	return MIA_OK;
}

static void
coverage_free(struct mia_fold *fold)
{
	mia_coverage_free((struct mia_coverage *)(void *)fold);
}

static const struct mia_fold_ops coverage_ops = {
	.size = sizeof(coverage_ops),
	.spawn = coverage_spawn,
	.add = coverage_add,
	.merge = coverage_merge,
	.seal = coverage_seal,
	.free = coverage_free,
};





const char *
mia_coverage_reason_name(enum mia_coverage_reason reason)
{
	(void)reason;
	return "";
}

size_t
mia_coverage_count(const struct mia_coverage *coverage)
{
	(void)coverage;
	return 0;
}

const struct mia_span *
mia_coverage_span(const struct mia_coverage *coverage, size_t i)
{
	(void)coverage;
	(void)i;
	return NULL;
}

size_t
mia_coverage_mailbox_count(const struct mia_coverage *coverage)
{
	(void)coverage;
	return 0;
}

const struct
mia_coverage_mailbox *mia_coverage_mailbox(const struct mia_coverage *coverage, size_t i)
{
	(void)coverage;
	(void)i;
	return 0;
}

void
mia_coverage_extent(const struct mia_coverage *coverage, struct mia_coverage_extent *ret)
{
	(void)coverage;
	(void)ret;
}

mia_time
mia_coverage_blind(const struct mia_coverage *coverage, size_t mailbox, unsigned blind, int actors, mia_time from, mia_time until)
{
	(void)coverage;
	(void)mailbox;
	(void)blind;
	(void)actors;
	(void)from;
	(void)until;
	return 0;
}
