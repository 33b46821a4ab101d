#include <mia/timeline.h>

enum mia_status
mia_watch_new(struct mia_watch **ret, const struct mia_allocator *allocator, struct mia_text list, struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)list;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_watch_free(struct mia_watch *watch)
{
	(void)watch;
}

enum mia_status
mia_geo_open(struct mia_geo **ret, const struct mia_allocator *allocator, const char *path, struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)path;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_geo_free(struct mia_geo *geo)
{
	(void)geo;
}
