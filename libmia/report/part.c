/* Parts of a table whose rows are told by their number: a copy of the open table
 * that begins and ends elsewhere. */
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "report/tables.h"

static struct open_table *
open_of(void *rows)
{
	return (struct open_table *)(void *)((char *)rows - offsetof(struct open_table, rows));
}

enum mia_status
mia__range_rewind(void *rows, struct mia_error *err)
{
	struct row_range *range = rows;

	(void)err;
	range->at = range->start;
	return MIA_OK;
}

bool
mia__range_next(struct row_range *range, size_t count, size_t *ret)
{
	if (range->at >= (range->end ? range->end : count))
		return false;
	*ret = range->at++;
	return true;
}

enum mia_status
mia__range_part(void *rows, size_t start, size_t end, struct table *ret, struct mia_error *err)
{
	const struct open_table *all = open_of(rows);
	struct mia_allocator a = mia__allocator_or_default(all->table.allocator);
	struct open_table *part = mia__alloc(&a, 1, sizeof(*part));

	if (!part)
		return mia__fail_memory(err);
	*part = *all;
	part->table.rows = &part->rows;
	*(struct row_range *)(void *)&part->rows = (struct row_range){ start, start, end };
	*ret = part->table;
	return MIA_OK;
}

void
mia__range_close(struct table *part)
{
	struct mia_allocator a = mia__allocator_or_default(part->allocator);

	mia__dealloc(&a, open_of(part->rows), 1, sizeof(struct open_table));
}
