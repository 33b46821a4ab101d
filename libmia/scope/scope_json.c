#include <mia/scope.h>

enum mia_status
mia_scope_add_alternative(struct mia_scope *scope, struct mia_scope *alternative, struct mia_error *err)
{
	(void)scope;
	(void)alternative;
	(void)err;
	return MIA_ERR_STATE;
}

enum mia_status
mia_scope_read(struct mia_scope *scope, struct mia_text json, struct mia_error *err)
{
	(void)scope;
	(void)json;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_scope_span(const struct mia_scope *scope, mia_time *from, mia_time *until)
{
	(void)scope;
	(void)from;
	(void)until;
}
