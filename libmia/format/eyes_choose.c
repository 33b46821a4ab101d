/* Which columns of a table have room on a terminal, and how much of it each gets. */
#include <string.h>

#include "format/eyes.h"

/* What is the same in all of fewer rows is not worth a line of its own. */
#define LIFT_ROWS 3
#define LIFT_TEXTS 4
/* Below one in SPARSE a column waits for those that hold more. */
#define SPARSE 20
#define SPARSE_WAITS 8
/* What stands behind the first ranks, and is not rare, must leave them this much, if they
 * need it. */
#define FIRST_RANKS 7
#define COMFORT 20

static bool
is_candidate(const struct eyes *eyes, size_t i)
{
	const struct column *column = &eyes->table->columns[i];
	const struct eyes_column *facts = &eyes->columns[i];

	if (column->json_only || column->below || facts->lifted || facts->width)
		return false;
	return column->rank && (eyes->rows == 0 || facts->filled);
}

static bool
is_sparse(const struct eyes *eyes, size_t i)
{
	return eyes->columns[i].telling < eyes->rows / SPARSE;
}

static unsigned
key_of(const struct eyes *eyes, size_t i)
{
	unsigned rank = eyes->table->columns[i].rank, instead = eyes->table->columns[i].instead;
	bool sparse = is_sparse(eyes, i);

	if (instead && !sparse && (!eyes->columns[instead - 1].filled || is_sparse(eyes, instead - 1)))
		return eyes->table->columns[instead - 1].rank;
	return !eyes->table->columns[i].rare && sparse ? rank + SPARSE_WAITS : rank;
}

/* The first by key from `least` on, or column_count. */
static size_t
next_of(const struct eyes *eyes, const bool *done)
{
	size_t count = eyes->table->column_count, best = count;

	for (size_t i = 0; i < count; i++) {
		if (!done[i] && is_candidate(eyes, i) &&
			(best == count || key_of(eyes, i) < key_of(eyes, best)))
			best = i;
	}
	return best;
}

static void
lift(struct eyes *eyes)
{
	bool done[TABLE_COLUMNS] = { false };
	size_t texts = 0, left = 0;

	for (size_t i = 0; i < eyes->table->column_count; i++)
		left += is_candidate(eyes, i) && eyes->columns[i].differs;
	/* Something has to stand in the rows. */
	if (eyes->rows < LIFT_ROWS || left == 0)
		return;
	for (size_t i; (i = next_of(eyes, done)) < eyes->table->column_count;) {
		bool number = column_is_number(&eyes->table->columns[i]);
		done[i] = true;
		if (eyes->columns[i].differs || (!number && texts == LIFT_TEXTS))
			continue;
		eyes->columns[i].lifted = true;
		texts += !number;
	}
}

static size_t
least(const struct eyes *eyes, size_t i)
{
	const struct column *column = &eyes->table->columns[i];
	size_t header = strlen(column_title(column)), natural = eyes->columns[i].natural;
	size_t min = column_is_number(column) ? natural : column->min ? column->min : 8;

	if (min < header)
		min = header;
	return natural < min ? natural : min;
}

static size_t
comfort_of(const struct eyes *eyes, size_t i)
{
	size_t most = 2 * (size_t)eyes->table->columns[i].min, width = least(eyes, i);

	most = most > COMFORT ? most : COMFORT;
	most = eyes->columns[i].natural < most ? eyes->columns[i].natural : most;
	return most > width ? most : width;
}

static void
show_asked(struct eyes *eyes)
{
	for (size_t i = 0; i < eyes->table->column_count; i++) {
		if (eyes->table->columns[i].json_only || eyes->table->columns[i].below)
			continue;
		eyes->columns[i].width = least(eyes, i);
		eyes->shown[eyes->shown_count++] = i;
	}
}

static void
show_ranked(struct eyes *eyes, size_t room)
{
	bool done[TABLE_COLUMNS] = { false };
	size_t used = 0, comfortable = 0;

	for (size_t i; (i = next_of(eyes, done)) < eyes->table->column_count;) {
		size_t gap = eyes->shown_count ? EYES_GAP : 0, width = least(eyes, i);
		size_t comfort = comfort_of(eyes, i);
		bool first = eyes->table->columns[i].rank <= FIRST_RANKS || eyes->table->columns[i].rare;

		done[i] = true;
		if (eyes->shown_count &&
			(used + gap + width > room || (!first && comfortable + gap + comfort > room)))
			continue;
		eyes->columns[i].width = width;
		eyes->shown[eyes->shown_count++] = i;
		used += gap + width;
		comfortable += gap + comfort;
	}
}

/* By rank: what waited for its content stands where it belongs. */
static void
put_in_order(struct eyes *eyes)
{
	for (size_t i = 1; i < eyes->shown_count; i++) {
		size_t moved = eyes->shown[i], at = i;
		for (; at > 0 &&
			eyes->table->columns[eyes->shown[at - 1]].rank > eyes->table->columns[moved].rank;
			at--)
			eyes->shown[at] = eyes->shown[at - 1];
		eyes->shown[at] = moved;
	}
}

/* What room there is goes to the narrowest first, so that one long column does
 * not take all of it. */
static void
widen(struct eyes *eyes, size_t room)
{
	size_t used = eyes->shown_count ? EYES_GAP * (eyes->shown_count - 1) : 0;

	for (size_t k = 0; k < eyes->shown_count; k++)
		used += eyes->columns[eyes->shown[k]].width;
	for (; used < room; used++) {
		struct eyes_column *narrow = NULL;
		for (size_t k = 0; k < eyes->shown_count; k++) {
			struct eyes_column *column = &eyes->columns[eyes->shown[k]];
			if (column->width < column->natural && (!narrow || column->width < narrow->width))
				narrow = column;
		}
		if (narrow == NULL)
			return;
		narrow->width++;
	}
}

void
mia__eyes_choose(struct eyes *eyes, size_t room)
{
	if (eyes->table->asked) {
		show_asked(eyes);
	} else {
		lift(eyes);
		show_ranked(eyes, room);
		put_in_order(eyes);
	}
	widen(eyes, room);
	for (size_t i = 0; i < eyes->table->column_count; i++) {
		const struct column *column = &eyes->table->columns[i];
		const struct eyes_column *facts = &eyes->columns[i];
		eyes->hidden += !column->json_only && !column->below && facts->width == 0 && !facts->lifted &&
			facts->filled;
	}
}
