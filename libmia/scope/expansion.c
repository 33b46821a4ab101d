#include <mia/expansion.h>

enum mia_status
mia_expansion_new(struct mia_expansion **ret, const struct mia_allocator *allocator, const struct mia_scope *scope, unsigned by, struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)scope;
	(void)by;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_expansion_free(struct mia_expansion *expansion)
{
	(void)expansion;
}

struct mia_fold *
mia_expansion_fold(struct mia_expansion *expansion)
{
	(void)expansion;
	return NULL;
}

size_t
mia_expansion_count(const struct mia_expansion *expansion)
{
	(void)expansion;
	return 0;
}

const struct
mia_expansion_step *mia_expansion_step(const struct mia_expansion *expansion, size_t i)
{
	(void)expansion;
	(void)i;
	return 0;
}

enum mia_status
mia_expansion_scope(const struct mia_expansion *expansion, struct mia_scope **ret, struct mia_error *err)
{
	(void)expansion;
	(void)ret;
	(void)err;
	return MIA_ERR_STATE;
}
