/* A result of one's own: how many records of one operation the evidence holds,
 * on all cores, each record once however often it was exported. */
#include <mia/fold.h>
#include <mia/load.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counter {
	struct mia_fold base; /* the first member */
	struct mia_text operation;
	struct mia_key_set *keys; /* of the records that are counted */
};

static const struct mia_fold_ops counter_ops;

static void
counter_free(struct mia_fold *fold)
{
	if (fold != NULL)
		mia_key_set_free(((struct counter *)fold)->keys);
	free(fold);
}

static enum mia_status
counter_new(struct counter **ret, struct mia_text operation, struct mia_error *err)
{
	struct counter *made = calloc(1, sizeof(*made));

	if (made == NULL)
		return mia_error_set(err, MIA_ERR_MEMORY, "out of memory");
	*made = (struct counter){ .base = { &counter_ops, 0 }, .operation = operation };
	enum mia_status status = mia_key_set_new(&made->keys, NULL, err);
	if (status < 0)
		counter_free(&made->base);
	else
		*ret = made;
	return status;
}

/* One for each thread but the first; mia_load merges and frees it. */
static enum mia_status
counter_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	struct counter *made;
	enum mia_status status = counter_new(&made, ((const struct counter *)like)->operation, err);

	if (status >= 0)
		*ret = &made->base;
	return status;
}

/* The set takes a key once: a repeat changes nothing. A number that is counted
 * here instead would count repeats, and what two threads read, twice. */
static enum mia_status
counter_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct counter *c = (struct counter *)fold;

	if (event->operation.len != c->operation.len ||
		memcmp(event->operation.ptr, c->operation.ptr, c->operation.len) != 0)
		return MIA_OK;
	return mia_key_set_add(c->keys, event->key, NULL, err);
}

static enum mia_status
counter_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	return mia_key_set_merge(((struct counter *)fold)->keys, ((struct counter *)from)->keys, err);
}

/* A set has no repeats and no order: nothing is to be done. */
static enum mia_status
counter_seal(struct mia_fold *fold, struct mia_error *err)
{
	(void)fold, (void)err;
	return MIA_OK;
}

static const struct mia_fold_ops counter_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = counter_spawn,
	.add = counter_add,
	.merge = counter_merge,
	.seal = counter_seal,
	.free = counter_free,
};

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct counter *counter = NULL;
	struct mia_error err = { 0 };
	int failed = 1;

	if (argc != 3) {
		fprintf(stderr, "usage: %s OPERATION EVIDENCE\n", argv[0]);
		return 2;
	}
	if (mia_evidence_new(&evidence, NULL, NULL, &err) >= 0 &&
		mia_evidence_add_path(evidence, argv[2], &err) >= 0 &&
		counter_new(&counter, mia_text_of(argv[1]), &err) >= 0) {
		struct mia_fold *fold = &counter->base;
		failed = mia_load(evidence, &fold, 1, NULL, &err) < 0;
	}
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	else
		printf("%zu records\n", mia_key_set_count(counter->keys));
	counter_free(counter != NULL ? &counter->base : NULL);
	mia_evidence_free(evidence);
	return failed;
}
