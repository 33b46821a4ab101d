/*
 * The queries of a source: rows of Search-UnifiedAuditLog by their ResultCount
 * and ResultIndex. A file may hold several, merged, sorted anew, in any order.
 *
 * Rows that state different totals are of different queries. Of those that
 * state the same, a ResultIndex that two records bear tells of two queries;
 * the order of the rows does not count, since other tools sort. A record that
 * stands in the file twice under one number is a repeat and tells nothing.
 * All of that is [INFERRED].
 */
#include "base/sort.h"
#include "coverage/rules.h"

bool
mia__rows_note(struct mia_coverage *c, struct coverage_source *source, const struct mia_event *event)
{
	struct coverage_row row = {
		.count = event->result_count,
		.index = event->result_index,
		.record = event->place.record,
	};

	if (row.count == MIA_NOT_COUNTED && row.index == MIA_NOT_COUNTED) {
		source->unstated_rows = true;
		return true;
	}
	if (row.count != MIA_NOT_COUNTED) {
		if (row.count > source->result_count)
			source->result_count = row.count;
		if (source->result_count_least == MIA_NOT_COUNTED || row.count < source->result_count_least)
			source->result_count_least = row.count;
	}
	uint64_t halves[2];
	memcpy(halves, event->key, sizeof(halves));
	row.key = halves[0] ^ halves[1];
	if (!mia__grow(&c->a, &source->rows, &source->row_cap, source->row_count + 1, sizeof(row)))
		return false;
	source->rows[source->row_count++] = row;
	return true;
}

/* ---- sorting ---- */

static bool
in_order(const struct coverage_source *source)
{
	const struct coverage_row *v = source->rows;

	for (size_t i = 1; i < source->row_count; i++)
		if (v[i - 1].count > v[i].count ||
			(v[i - 1].count == v[i].count && v[i - 1].index >= v[i].index))
			return false;
	return true;
}

/* The part of a row by which it is sorted in this turn; the last counts most. */
static uint64_t
sort_key(const struct coverage_row *row, int turn)
{
	/* Moved up, so that what is not counted comes first. */
	int64_t number = turn == 2 ? row->index : row->count;

	if (turn < 2)
		return turn == 0 ? row->record : row->key;
	return (uint64_t)number + ((uint64_t)1 << 63);
}

/* Each place once. */
static void
keep_rows(struct coverage_source *source, const struct coverage_row *sorted, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const struct coverage_row *row = &sorted[i], *last = kept ? &source->rows[kept - 1] : NULL;
		if (last && last->count == row->count && last->index == row->index && last->key == row->key &&
			last->record == row->record)
			continue;
		source->rows[kept++] = *row;
	}
	source->row_count = kept;
}

bool
mia__rows_seal(struct mia_coverage *c, struct coverage_source *source)
{
	size_t n = source->row_count;

	if (in_order(source))
		return true;
	struct sort_pair *pairs = mia__alloc(&c->a, n, sizeof(*pairs));
	struct coverage_row *sorted = mia__alloc(&c->a, n, sizeof(*sorted));
	bool ok = pairs && sorted && n <= UINT32_MAX;
	for (size_t i = 0; ok && i < n; i++)
		pairs[i].value = (uint32_t)i;
	for (int turn = 0; ok && turn < 4; turn++) {
		for (size_t i = 0; i < n; i++)
			pairs[i].key = sort_key(&source->rows[pairs[i].value], turn);
		ok = mia__sort_by_key(&c->a, pairs, n);
	}
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = source->rows[pairs[i].value];
	if (ok)
		keep_rows(source, sorted, n);
	mia__dealloc(&c->a, pairs, n, sizeof(*pairs));
	mia__dealloc(&c->a, sorted, n, sizeof(*sorted));
	return ok;
}

/* ---- the queries ---- */

static uint64_t
add(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t
times(uint64_t a, uint64_t b)
{
	uint64_t product;

	return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

/* Rows that state one total and one number, from rows[0] on. */
struct number {
	int64_t index;
	size_t rows;
	uint64_t records; /* repeats counted once */
};

static struct number
number_at(const struct coverage_row *rows, size_t n)
{
	struct number ret = { .index = rows[0].index };

	while (ret.rows < n && rows[ret.rows].index == ret.index && rows[ret.rows].count == rows[0].count) {
		ret.records += ret.rows == 0 || rows[ret.rows].key != rows[ret.rows - 1].key;
		ret.rows++;
	}
	return ret;
}

bool
mia__export_ends_at(uint64_t rows)
{
	static const uint64_t limits[] = { 100, 1000, 5000, 10000, 30000, 50000, 100000, 1000000 };

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (rows == limits[i])
			return true;
	return false;
}

/* The rows of one total. */
struct total {
	int64_t count;
	uint64_t queries; /* as many records as share a number at the most */
	uint64_t numbered,
		present; /* numbers up to `count` that are here; rows of these, at most one a query */
	uint64_t plain, plain_records; /* rows without a number */
	uint64_t inside, before;       /* numbers that are missing below a higher one that is here */
	uint64_t hole;                 /* the lowest of them */
	uint64_t round;                /* a query ends at it; or 0 */
};

/* Numbers upwards: how many queries there are. */
static void
count_queries(struct total *t, const struct coverage_row *rows, size_t n)
{
	uint64_t before = 0;
	int64_t last = 0;

	for (size_t i = 0; i < n;) {
		struct number number = number_at(rows + i, n - i);
		i += number.rows;
		if (number.index == MIA_NOT_COUNTED) {
			t->plain = number.rows;
			t->plain_records = number.records;
			continue;
		}
		if (number.records > t->queries)
			t->queries = number.records;
		/* Fewer queries have the next number: one of them ends here. */
		if (last > 0 && mia__export_ends_at((uint64_t)last) &&
			(number.index > last + 1 || number.records < before))
			t->round = (uint64_t)last;
		last = number.index;
		before = number.records;
	}
	if (last > 0 && mia__export_ends_at((uint64_t)last))
		t->round = (uint64_t)last;
}

/* Numbers downwards: a query that has a number has all that are lower. */
static void
count_holes(struct total *t, const struct coverage_row *rows, size_t n)
{
	uint64_t above = 0;
	int64_t last = 0;

	while (n > 0 && rows[n - 1].index > 0) {
		size_t first = n - 1;
		while (first > 0 && rows[first - 1].index == rows[n - 1].index)
			first--;
		struct number number = number_at(rows + first, n - first);
		if (above && last - number.index > 1) {
			t->inside = add(t->inside, times((uint64_t)(last - number.index - 1), above));
			t->hole = (uint64_t)number.index + 1;
		}
		if (number.rows < above) {
			t->inside = add(t->inside, above - number.rows);
			t->hole = (uint64_t)number.index;
		}
		if (number.index <= t->count) {
			t->numbered++;
			t->present += number.rows < t->queries ? number.rows : t->queries;
		}
		if (number.records > above)
			above = number.records;
		last = number.index;
		n = first;
	}
	if (last > 1 && !(n > 0 && rows[n - 1].index == 0)) {
		t->before = times((uint64_t)last - 1, above);
		t->hole = 1;
	}
}

/* Of the rows that a total promises: how many are here? */
static void
judge_total(struct total *t, struct coverage_queries *ret)
{
	uint64_t count = (uint64_t)t->count, here = add(t->present, t->plain);

	if (t->count <= 0)
		return;
	if (t->queries == 0) {
		/* No numbers: as many queries as the rows need. */
		t->queries = t->plain / count + (t->plain % count != 0);
		if (t->plain_records % count == 0)
			return;
	}
	uint64_t promised = times(t->queries, count);
	if (here >= promised)
		return;
	ret->missing = add(ret->missing, promised - here);
	if (promised - here <= ret->worst.promised - ret->worst.here)
		return;
	ret->worst.count = t->count;
	ret->worst.queries = t->queries;
	ret->worst.promised = promised;
	ret->worst.here = here;
}

uint64_t
mia__rows_of(const struct coverage_source *source)
{
	uint64_t rows = source->records;

	for (size_t i = 0; i < source->reject_count; i++)
		rows -= rows && mia__reject_of_source(&source->rejects[i]);
	return rows;
}

struct coverage_queries
mia__queries_of(const struct coverage_source *source)
{
	struct coverage_queries ret = { .queries = source->unstated_rows };
	uint64_t rows_here = mia__rows_of(source);

	for (size_t i = 0, n; i < source->row_count; i += n) {
		const struct coverage_row *rows = source->rows + i;
		struct total t = { .count = rows[0].count };
		for (n = 1; i + n < source->row_count && rows[n].count == t.count; n++)
			;
		count_queries(&t, rows, n);
		count_holes(&t, rows, n);
		bool numbered = t.queries > 0;
		judge_total(&t, &ret);
		ret.queries = add(ret.queries, t.queries ? t.queries : 1);
		ret.inside = add(ret.inside, t.inside);
		ret.before = add(ret.before, t.before);
		if (t.hole && (!ret.hole || t.hole < ret.hole))
			ret.hole = t.hole;
		if (t.round)
			ret.round = t.round;
		if (!numbered && mia__export_ends_at(t.plain))
			ret.plain_round = t.plain;
	}
	if (source->unstated_rows && rows_here > source->row_count &&
		mia__export_ends_at(rows_here - source->row_count))
		ret.plain_round = rows_here - source->row_count;
	return ret;
}
