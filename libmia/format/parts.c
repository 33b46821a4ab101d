/*
 * Rows in parts: each is written into a buffer of its own, on whatever thread is
 * free, and the buffers go out in their order. A part of which the rows are so
 * long that its buffer is full is gone on with when its turn comes, so that
 * memory does not grow with what an attacker writes into a row.
 */
#include "format/parts.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/parallel.h"

enum { PART_ROWS = 512, PARTS_MOST = 64, PART_BYTES = 1 << 20 };

struct part {
	struct table table;
	bool opened, ended;
	enum mia_status status;
	struct mia_error err;
	struct buf bytes;
};

struct parts {
	const struct table *table;
	struct sink *sink;
	write_row *write;
	size_t rows, ahead, joint;
	bool any;
	struct mia_error *err;
	struct part room[PARTS_MOST];
};

static int
into_buffer(void *ctx, const void *bytes, size_t size)
{
	struct buf *b = ctx;

	mia__buf_add(b, bytes, size);
	return b->failed;
}

/* Until the rows of the part end, or the buffer is full. */
static void
fill_part(const struct parts *p, struct part *part, struct sink *sink)
{
	union cell row[TABLE_COLUMNS];

	mia__sink_init(sink, into_buffer, &part->bytes);
	while (!sink->failed && part->bytes.len < PART_BYTES) {
		part->status = part->table.next(part->table.rows, row, &part->err);
		if (part->status != MIA_OK)
			break;
		p->write(sink, &part->table, row, false);
	}
	if (part->status == MIA_END) {
		part->status = MIA_OK;
		part->ended = true;
	}
	if (mia__sink_finish(sink, &part->err) < 0 && part->status == MIA_OK)
		part->status = mia__fail_memory(&part->err);
}

static enum mia_status
begin_part(void *ctx, size_t i)
{
	struct parts *p = ctx;
	struct part *part = &p->room[i % p->ahead];
	struct sink *sink = mia__realloc(&part->bytes.a, NULL, 0, 1, sizeof(*sink));
	size_t start = i * PART_ROWS, end = p->rows - start > PART_ROWS ? start + PART_ROWS : p->rows;

	buf_clear(&part->bytes);
	part->ended = false;
	part->opened = false;
	if (!sink)
		return part->status = mia__fail_memory(&part->err);
	part->status = p->table->parts->part(p->table->rows, start, end, &part->table, &part->err);
	if (part->status == MIA_OK) {
		part->opened = true;
		part->status = part->table.rewind(part->table.rows, &part->err);
	}
	if (part->status == MIA_OK)
		fill_part(p, part, sink);
	mia__dealloc(&part->bytes.a, sink, 1, sizeof(*sink));
	return part->status;
}

static void
close_part(struct part *part)
{
	if (part->opened)
		part->table.parts->close(&part->table);
	part->opened = false;
}

/* Its turn: what it has, then the rest of its rows. */
static enum mia_status
end_part(void *ctx, size_t i)
{
	struct parts *p = ctx;
	struct part *part = &p->room[i % p->ahead];
	union cell row[TABLE_COLUMNS];
	enum mia_status status = part->status;

	if (part->bytes.len) {
		size_t skip = p->any ? 0 : p->joint;
		mia__sink_add(p->sink, part->bytes.ptr + skip, part->bytes.len - skip);
		p->any = true;
	}
	while (status == MIA_OK && !part->ended && !p->sink->failed) {
		status = part->table.next(part->table.rows, row, &part->err);
		if (status == MIA_END)
			break;
		if (status == MIA_OK) {
			p->write(p->sink, &part->table, row, !p->any);
			p->any = true;
		}
	}
	close_part(part);
	if (status < 0 && p->err)
		*p->err = part->err;
	if (status < 0)
		return status;
	return p->sink->failed ? MIA_ERR_SINK : MIA_OK;
}

static enum mia_status
write_parts(struct parts *p, unsigned threads)
{
	struct mia_allocator a = mia__allocator_or_default(p->table->allocator);
	size_t count = (p->rows + PART_ROWS - 1) / PART_ROWS;

	p->ahead = threads < PARTS_MOST / 2 ? 2 * (size_t)threads : PARTS_MOST;
	for (size_t i = 0; i < p->ahead; i++)
		mia__buf_init(&p->room[i].bytes, &a);
	enum mia_status status = mia__parallel_in_order(threads, count, p->ahead, begin_part, end_part, p);
	for (size_t i = 0; i < p->ahead; i++) {
		close_part(&p->room[i]);
		mia__buf_release(&p->room[i].bytes);
	}
	return status == MIA_ERR_SINK && p->sink->failed ? MIA_OK : status;
}

/* One after the other. */
static enum mia_status
write_all(struct parts *p)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(p->table->rewind(p->table->rows, p->err));
	while (!p->sink->failed && (status = p->table->next(p->table->rows, row, p->err)) != MIA_END) {
		MIA_TRY(status);
		p->write(p->sink, p->table, row, !p->any);
		p->any = true;
	}
	return MIA_OK;
}

enum mia_status
mia__write_rows(struct sink *sink, const struct table *table, unsigned threads, write_row *write,
	size_t joint, bool *any, struct mia_error *err)
{
	struct parts few = { .table = table, .sink = sink, .write = write, .joint = joint, .err = err };
	size_t rows = threads > 1 ? mia__table_count(table) : 0;
	enum mia_status status = MIA_ERR_MEMORY;
	struct parts *p = &few;

	if (rows > 2 * PART_ROWS) {
		struct mia_allocator a = mia__allocator_or_default(table->allocator);
		p = mia__alloc(&a, 1, sizeof(*p));
		if (!p)
			return mia__fail_memory(err);
		*p = few;
		p->rows = rows;
		status = write_parts(p, threads);
		few.any = p->any;
		mia__dealloc(&a, p, 1, sizeof(*p));
	} else {
		status = write_all(&few);
	}
	if (any)
		*any = few.any;
	return status;
}
