#include <mia/readiness.h>

enum mia_status
mia_readiness_new(struct mia_readiness **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_readiness_free(struct mia_readiness *readiness)
{
	(void)readiness;
}

enum mia_status
mia_readiness_read(struct mia_readiness *readiness, struct mia_evidence *files, int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	(void)readiness;
	(void)files;
	(void)ctx;
	(void)err;
	(void)on_reject;
	return MIA_ERR_STATE;
}

enum mia_status
mia_readiness_seal(struct mia_readiness *readiness, struct mia_error *err)
{
	(void)readiness;
	(void)err;
	return MIA_ERR_STATE;
}

const struct
mia_readiness_tenant *mia_readiness_tenant(const struct mia_readiness *readiness)
{
	(void)readiness;
	return 0;
}

size_t
mia_readiness_count(const struct mia_readiness *readiness)
{
	(void)readiness;
	return 0;
}

const struct mia_readiness_mailbox *
mia_readiness_get(const struct mia_readiness *readiness, size_t i)
{
	(void)readiness;
	(void)i;
	return NULL;
}
