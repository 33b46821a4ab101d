/* Takes the sources of an evidence into a case file. */
#include <string.h>

#include "base/error.h"
#include "casefile/ingest_options.h"
#include "casefile/plan.h"
#include "casefile/target.h"

/* One ingest. What it needs of the new file is released before that file is
 * given its name. */
struct ingest {
	struct mia_allocator a;
	struct mia_evidence *evidence;
	const struct mia_ingest_options *options;
	struct target target;
	struct casefile *old;
	struct casefile *file; /* the new one; kept by the evidence once it was lent */
	struct plan plan;
	struct results *results;
};

static void
release(void *ctx)
{
	mia__casefile_free(ctx);
}

static enum mia_status
open_old(struct ingest *g, const char *path, struct mia_error *err)
{
	enum mia_status status;

	if (!g->target.replaces)
		return MIA_OK;
	status = mia__casefile_open(&g->old, &g->a, path, err);
	if (status < 0)
		return status;
	if (!file_is_same(&g->old->facts, &g->target.facts))
		return mia__fail(err, MIA_ERR_STATE, "another program replaced the case file");
	return MIA_OK;
}

static enum mia_status
begin(struct ingest *g, const char *path, struct mia_error *err)
{
	if (g->evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	MIA_TRY(mia__target_init(&g->target, &g->a, path, err));
	if (g->target.replaces && mia_evidence_holds_file(g->evidence, g->target.old))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file is one of the sources");
	MIA_TRY(open_old(g, path, err));
	MIA_TRY(mia__target_make(&g->target, path, g->options->temporary, err));
	MIA_TRY(mia__casefile_new(&g->file, &g->evidence->a, err));
	g->file->facts = g->target.facts;
	MIA_TRY(mia__db_open_new(&g->file->db, &g->a, g->target.path, err));
	MIA_TRY(mia__db_exec(g->file->db, "BEGIN", err));
	return mia__schema_make(g->file->db, err);
}

static enum mia_status
write_seal(struct ingest *g, struct mia_error *err)
{
	sqlite3_stmt *insert = NULL;
	enum mia_status status;
	char seal[65];

	MIA_TRY(mia__mac_compute(g->file, seal, err));
	MIA_TRY(mia__db_prepare(g->file->db, "INSERT INTO casefile VALUES ('libmia ' || ?, ?, ?)", &insert,
		err));
	sqlite3_bind_int64(insert, 2, (int64_t)g->evidence->limits.record_bytes);
	if (sqlite3_bind_text(insert, 1, mia_version(), -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_bind_text(insert, 3, seal, -1, SQLITE_STATIC) != SQLITE_OK)
		status = mia__fail_memory(err);
	else
		status = mia__db_run(g->file->db, insert, err);
	sqlite3_finalize(insert);
	return status;
}

static enum mia_status
store(struct ingest *g, struct mia_error *err)
{
	enum mia_status status;

	g->plan = (struct plan){ .old = g->old, .file = g->file, .options = g->options };
	status = mia__store_init(&g->plan.store, g->file, g->options->load ? g->options->load->threads : 0,
		err);
	if (status >= 0)
		status = mia__plan_fill(&g->plan, g->evidence, err);
	mia__plan_release(&g->plan);
	return status < 0 ? status : write_seal(g, err);
}

/* The evidence is from now on what the case file holds of it. */
static enum mia_status
load(struct ingest *g, struct mia_error *err)
{
	MIA_TRY(mia_evidence_keep(g->evidence, release, g->file, err));
	struct casefile *file = g->file;
	g->file = NULL;
	mia__evidence_clear(g->evidence);
	enum mia_status status = mia__casefile_lend(file, g->evidence, err);
	if (status >= 0)
		status = mia__results_new(&g->results, &g->a, err);
	if (status >= 0)
		status = mia__results_load(g->results, g->evidence, g->options->load, err);
	if (status >= 0)
		status = mia__results_write(g->results, file->db, g->evidence, err);
	if (status >= 0)
		status = mia__db_exec(file->db, "COMMIT", err);
	/* Also where it failed: a file that SQLite has open cannot be removed on every system. */
	mia__casefile_close(file);
	return status;
}

static void
end(struct ingest *g)
{
	mia__results_free(g->results);
	mia__casefile_free(g->file);
	mia__casefile_free(g->old);
	mia__target_release(&g->target);
}

enum mia_status
mia_ingest(const char *path, const struct mia_allocator *allocator, struct mia_evidence *evidence,
	const struct mia_ingest_options *options, struct mia_ingest_sums *ret, struct mia_error *err)
{
	struct mia_ingest_options own;
	struct ingest g = { .a = mia__allocator_or_default(allocator),
		.evidence = evidence,
		.options = &own,
		.target = { .directory = -1, .old = -1, .fd = -1 } };
	enum mia_status status;

	if (!path || !evidence)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no path or no evidence");
	MIA_TRY(mia__ingest_options_take(&own, options, err));
	status = begin(&g, path, err);
	if (status >= 0)
		status = store(&g, err);
	if (status >= 0)
		status = load(&g, err);
	/* SQLite keeps others from a file while it has it open, where the system lets it. */
	if (g.old)
		mia__casefile_close(g.old);
	if (status >= 0)
		status = mia__target_commit(&g.target, err);
	if (status >= 0 && ret) {
		const struct mia_totals *totals = mia__results_totals(g.results);
		*ret = g.plan.sums;
		ret->records = totals->records;
		ret->events = totals->events;
		ret->repeats = totals->repeats;
		ret->rejected = totals->rejected;
	}
	end(&g);
	return status;
}
