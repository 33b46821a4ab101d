/* A table over a table: the same rows, fit to leave the house. */
#include "base/error.h"
#include "base/text.h"
#include "report/redact.h"

static enum mia_status
replace(struct redacted_table *r, enum mia_column_names privacy, struct mia_text *text, struct mia_error *err)
{
	char hash[MIA_REDACTED_TEXT];
	struct mia_text made = { hash, 0 };

	/* What is absent stays so. */
	if (text->len == 0 || text->ptr == mia__table_whole_tenant)
		return MIA_OK;
	if (privacy == MIA_NAMES_PROSE) {
		buf_clear(&r->prose);
		MIA_TRY(mia__redact_prose(r->redaction, &r->people,
			(struct mia_texts){ r->near, r->near_count }, *text, &r->prose, err));
		made = buf_view(&r->prose);
	} else {
		MIA_TRY(privacy == MIA_NAMES_PERSON ? mia__redact_person(r->redaction, *text, hash, err)
				: privacy == MIA_NAMES_FILE
				? mia__redact_file(r->redaction, *text, hash, err)
				: mia__redact_subject(r->redaction, *text, hash, err));
		made.len = strlen(hash);
	}
	*text = mia__arena_text(&r->cells, made);
	return text->ptr ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
replace_all(struct redacted_table *r, enum mia_column_names privacy, struct mia_texts *texts,
	struct mia_error *err)
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
note_people(struct redacted_table *r, const union cell *row)
{
	r->near_count = 0;
	for (size_t i = 0; i < r->table.column_count; i++) {
		const struct column *column = &r->table.columns[i];
		if (column->names == MIA_NAMES_PERSON && column->kind == MIA_COLUMN_TEXT && row[i].text.len)
			r->near[r->near_count++] = row[i].text;
	}
}

static enum mia_status
redacted_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct redacted_table *r = ctx;
	enum mia_status status = r->inner->next(r->inner->rows, row, err);

	if (status != MIA_OK)
		return status;
	mia__arena_rewind(&r->cells);
	note_people(r, row);
	for (size_t i = 0; i < r->table.column_count; i++) {
		const struct column *column = &r->table.columns[i];
		if (column->names == MIA_NAMES_NOBODY)
			continue;
		if (column->kind == MIA_COLUMN_TEXT)
			MIA_TRY(replace(r, column->names, &row[i].text, err));
		else if (column->kind == MIA_COLUMN_TEXTS)
			MIA_TRY(replace_all(r, column->names, &row[i].texts, err));
	}
	return MIA_OK;
}

static enum mia_status
redacted_rewind(void *ctx, struct mia_error *err)
{
	struct redacted_table *r = ctx;

	return r->inner->rewind(r->inner->rows, err);
}

static enum mia_status
gather_people(struct redacted_table *r, struct mia_error *err)
{
	const struct table *inner = r->inner;

	if (inner->people && !inner->people(inner->rows, &r->people))
		return mia__fail_memory(err);
	return mia__redact_people_seal(&r->people) ? MIA_OK : mia__fail_memory(err);
}

enum mia_status
mia__redacted_open(struct redacted_table *ret, const struct table *table,
	const struct mia_redaction *redaction, struct mia_error *err)
{
	*ret = (struct redacted_table){ .table = *table, .inner = table, .redaction = redaction };
	if (redaction == NULL)
		return MIA_OK;
	ret->table.next = redacted_next;
	ret->table.rewind = redacted_rewind;
	ret->table.rows = ret;
	ret->table.people = NULL;
	mia__redact_people_init(&ret->people, mia__redaction_allocator(redaction));
	mia__arena_init(&ret->cells, mia__redaction_allocator(redaction));
	mia__buf_init(&ret->prose, mia__redaction_allocator(redaction));
	enum mia_status status = gather_people(ret, err);
	if (status < 0)
		mia__redacted_close(ret);
	return status;
}

void
mia__redacted_close(struct redacted_table *redacted)
{
	if (redacted->redaction == NULL)
		return;
	mia__buf_release(&redacted->prose);
	mia__arena_release(&redacted->cells);
	mia__redact_people_release(&redacted->people);
}
