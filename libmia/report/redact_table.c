/* A table over a table: the same rows, fit to leave the house. */
#include "base/error.h"
#include "base/text.h"
#include "report/redact.h"

struct redacted {
	const struct table *inner;
	const struct mia_redaction *redaction;
	struct redact_people people;
	struct arena cells; /* of one row */
	struct buf prose;
	struct mia_text near[TABLE_COLUMNS];
	size_t near_count;
};

static enum mia_status
replace(struct redacted *r, enum column_privacy privacy, struct mia_text *text, struct mia_error *err)
{
	char hash[MIA_REDACTED_TEXT];
	struct mia_text made = { hash, 0 };

	/* What is absent stays so. */
	if (text->len == 0 || text->ptr == mia__table_whole_tenant)
		return MIA_OK;
	if (privacy == COLUMN_PROSE) {
		buf_clear(&r->prose);
		MIA_TRY(mia__redact_prose(r->redaction, &r->people,
			(struct mia_texts){ r->near, r->near_count }, *text, &r->prose, err));
		made = buf_view(&r->prose);
	} else {
		MIA_TRY(privacy == COLUMN_PERSON ? mia__redact_person(r->redaction, *text, hash, err)
				: privacy == COLUMN_FILE
				? mia__redact_file(r->redaction, *text, hash, err)
				: mia__redact_subject(r->redaction, *text, hash, err));
		made.len = strlen(hash);
	}
	*text = mia__arena_text(&r->cells, made);
	return text->ptr ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
replace_all(struct redacted *r, enum column_privacy privacy, struct mia_texts *texts, struct mia_error *err)
{
	struct mia_text *made;

	if (texts->count == 0)
		return MIA_OK;
	made = mia__arena_take(&r->cells, texts->count * sizeof(*made));
	if (made == NULL)
		return mia__fail_memory(err);
	for (size_t i = 0; i < texts->count; i++) {
		made[i] = texts->ptr[i];
		MIA_TRY(replace(r, privacy, &made[i], err));
	}
	texts->ptr = made;
	return MIA_OK;
}

/* The prose of a row is about the people of that row. */
static void
note_people(struct redacted *r, const union cell *row)
{
	r->near_count = 0;
	for (size_t i = 0; i < r->inner->column_count; i++) {
		const struct column *column = &r->inner->columns[i];
		if (column->privacy == COLUMN_PERSON && column->kind == COLUMN_TEXT && row[i].text.len)
			r->near[r->near_count++] = row[i].text;
	}
}

static enum mia_status
redacted_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct redacted *r = ctx;
	enum mia_status status = r->inner->next(r->inner->rows, row, err);

	if (status != MIA_OK)
		return status;
	mia__arena_rewind(&r->cells);
	note_people(r, row);
	for (size_t i = 0; i < r->inner->column_count; i++) {
		const struct column *column = &r->inner->columns[i];
		if (column->privacy == COLUMN_OPEN)
			continue;
		if (column->kind == COLUMN_TEXT)
			MIA_TRY(replace(r, column->privacy, &row[i].text, err));
		else if (column->kind == COLUMN_TEXTS)
			MIA_TRY(replace_all(r, column->privacy, &row[i].texts, err));
	}
	return MIA_OK;
}

static enum mia_status
redacted_rewind(void *ctx, struct mia_error *err)
{
	struct redacted *r = ctx;

	return r->inner->rewind(r->inner->rows, err);
}

static enum mia_status
use_redacted(struct redacted *r, table_use *use, void *ctx, struct mia_error *err)
{
	const struct table *inner = r->inner;
	const struct table table = {
		inner->columns,
		inner->column_count,
		inner->none,
		redacted_next,
		redacted_rewind,
		r,
		NULL,
	};

	if (inner->people && !inner->people(inner->rows, &r->people))
		return mia__fail_memory(err);
	if (!mia__redact_people_seal(&r->people))
		return mia__fail_memory(err);
	return use(ctx, &table, err);
}

enum mia_status
mia__redact_table(const struct table *table, const struct mia_redaction *redaction, table_use *use, void *ctx,
	struct mia_error *err)
{
	struct redacted r = { .inner = table, .redaction = redaction };
	enum mia_status status;

	if (redaction == NULL)
		return use(ctx, table, err);
	mia__redact_people_init(&r.people, mia__redaction_allocator(redaction));
	mia__arena_init(&r.cells, mia__redaction_allocator(redaction));
	mia__buf_init(&r.prose, mia__redaction_allocator(redaction));
	status = use_redacted(&r, use, ctx, err);
	mia__buf_release(&r.prose);
	mia__arena_release(&r.cells);
	mia__redact_people_release(&r.people);
	return status;
}
