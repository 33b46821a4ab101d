/* The readiness as a whole: reading tables into it, and what it says after the
 * seal. */
#include "readiness/readiness.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"

enum mia_status
mia_readiness_new(struct mia_readiness **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_readiness *r;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the readiness");
	r = mia__alloc(&a, 1, sizeof(*r));
	if (!r)
		return mia__fail_memory(err);
	r->a = a;
	mia__intern_init(&r->texts, &a);
	mia__intern_init(&r->keys, &a);
	mia__arena_init(&r->kept, &a);
	r->said.first_opt_in = MIA_TIME_UNKNOWN;
	r->said.age_limit_days = -1;
	r->tenant.first_opt_in = MIA_TIME_UNKNOWN;
	r->tenant.admin_age_limit_days = -1;
	*ret = r;
	return MIA_OK;
}

void
mia_readiness_free(struct mia_readiness *readiness)
{
	struct mia_allocator a;

	if (!readiness)
		return;
	a = readiness->a;
	mia__intern_release(&readiness->texts);
	mia__intern_release(&readiness->keys);
	mia__arena_release(&readiness->kept);
	mia__dealloc(&a, readiness->facts, readiness->fact_cap, sizeof(*readiness->facts));
	mia__dealloc(&a, readiness->accounts, readiness->account_count, sizeof(*readiness->accounts));
	mia__dealloc(&a, readiness, 1, sizeof(*readiness));
}

static enum mia_status
read_rows(struct mia_readiness *r, struct table_reader *reader,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	for (;;) {
		const struct table_row *row;
		const struct mia_reject *reject;
		struct row_refusal refusal;
		enum mia_status status = mia__table_reader_next(reader, &row, &reject, err);

		if (status < 0 || status == MIA_END)
			return status < 0 ? status : MIA_OK;
		if (status == MIA_OK) {
			status = mia__readiness_take_row(r, row, &refusal);
			if (status < 0)
				return mia__fail_memory(err);
			/* A table that is something else would say so in every row. */
			if (status == MIA_REJECTED && refusal.columns && row->place.record == 1)
				MIA_TRY(mia__table_reader_refuse_source(reader, refusal.why, &reject, err));
			else if (status == MIA_REJECTED)
				mia__table_reader_refuse(reader, MIA_REASON_NOT_A_RECORD, refusal.why,
					&reject);
		}
		if (status == MIA_REJECTED && on_reject && on_reject(ctx, reject) != 0)
			return mia__fail(err, MIA_ERR_CANCELLED, "cancelled");
	}
}

enum mia_status
mia_readiness_read(struct mia_readiness *readiness, struct mia_evidence *files,
	int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	struct table_reader *reader;
	enum mia_status status;

	if (!readiness || !files)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no readiness or no files");
	if (readiness->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the readiness is sealed");
	MIA_TRY(mia__table_reader_new(&reader, files, err));
	status = read_rows(readiness, reader, on_reject, ctx, err);
	mia__table_reader_free(reader);
	return status;
}

/* Nothing of it depends on what came first; rows alike in all this are alike. */
static int
by_name(const void *ctx, uint32_t x, uint32_t y)
{
	const struct readiness_account *accounts = ctx;
	const struct mia_readiness_mailbox *a = &accounts[x].pub, *b = &accounts[y].pub;
	const struct mia_text texts[][2] = {
		{ a->mailbox, b->mailbox },
		{ a->guid, b->guid },
		{ a->type, b->type },
		{ a->detail, b->detail },
	};
	const int64_t numbers[][2] = {
		{ a->owner, b->owner },
		{ a->delegate, b->delegate },
		{ a->admin, b->admin },
		{ a->bypass, b->bypass },
		{ a->licence, b->licence },
		{ a->age_limit_days, b->age_limit_days },
		{ accounts[x].has[LOGON_OWNER], accounts[y].has[LOGON_OWNER] },
		{ accounts[x].lacks[LOGON_OWNER], accounts[y].lacks[LOGON_OWNER] },
	};
	int order = 0;

	for (size_t i = 0; order == 0 && i < sizeof(texts) / sizeof(*texts); i++)
		order = text_compare(texts[i][0], texts[i][1]);
	for (size_t i = 0; order == 0 && i < sizeof(numbers) / sizeof(*numbers); i++)
		order = (numbers[i][0] > numbers[i][1]) - (numbers[i][0] < numbers[i][1]);
	return order;
}

static bool
sort_accounts(struct mia_readiness *r)
{
	size_t n = r->account_count;
	struct readiness_account *sorted;
	uint32_t *order;
	bool ok;

	if (n < 2)
		return true;
	order = mia__alloc(&r->a, n, sizeof(*order));
	sorted = mia__alloc(&r->a, n, sizeof(*sorted));
	for (uint32_t i = 0; order && i < n; i++)
		order[i] = i;
	ok = order && sorted && mia__sort_numbers(&r->a, order, n, by_name, r->accounts);
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = r->accounts[order[i]];
	mia__dealloc(&r->a, order, n, sizeof(*order));
	mia__dealloc(&r->a, ok ? r->accounts : sorted, n, sizeof(*sorted));
	if (ok)
		r->accounts = sorted;
	return ok;
}

enum mia_status
mia_readiness_seal(struct mia_readiness *readiness, struct mia_error *err)
{
	bool ok;

	if (!readiness)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no readiness");
	if (readiness->sealed)
		return MIA_OK;
	if (readiness->fact_count >= UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "more rows than one result can hold");
	ok = mia__readiness_judge_tenant(readiness) && mia__readiness_join(readiness);
	for (size_t i = 0; ok && i < readiness->account_count; i++)
		ok = mia__readiness_judge(readiness, &readiness->accounts[i]);
	if (!ok || !sort_accounts(readiness))
		return mia__fail_memory(err);
	readiness->sealed = true;
	return MIA_OK;
}

const struct mia_readiness_tenant *
mia_readiness_tenant(const struct mia_readiness *readiness)
{
	return readiness && readiness->sealed ? &readiness->tenant : NULL;
}

size_t
mia_readiness_count(const struct mia_readiness *readiness)
{
	return readiness && readiness->sealed ? readiness->account_count : 0;
}

const struct mia_readiness_mailbox *
mia_readiness_get(const struct mia_readiness *readiness, size_t i)
{
	return i < mia_readiness_count(readiness) ? &readiness->accounts[i].pub : NULL;
}
