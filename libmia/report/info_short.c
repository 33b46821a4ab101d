/* What is here, for people, on one screen: the counts, the span, what is lost, and where to go on. */
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "event/marks.h"
#include "format/formats.h"
#include "format/safe.h"
#include "report/info.h"
#include "report/line.h"
#include "report/select.h"

#define FILES_TOLD 3
#define MAILBOXES_TOLD 5
#define OPERATIONS_TOLD 6

static void
plural(struct sink *sink, const char *before, uint64_t count, const char *one, const char *many)
{
	mia__sink_str(sink, before);
	mia__sink_uint(sink, count);
	mia__sink_byte(sink, ' ');
	mia__sink_str(sink, count == 1 ? one : many);
}

static void
more(struct sink *sink, const char *before, uint64_t count, const char *after)
{
	mia__sink_str(sink, before);
	mia__sink_uint(sink, count);
	mia__sink_str(sink, " more (--verbose)");
	mia__sink_str(sink, after);
}

/* How many files are of which kind. */
static void
show_kinds(struct sink *sink, const struct mia_evidence *evidence)
{
	size_t count = mia_evidence_count(evidence);
	const char *before = ": ";

	plural(sink, "", count, "file", "files");
	for (int kind = MIA_CONTAINER_UNKNOWN; kind <= MIA_CONTAINER_CSV_TABLE; kind++) {
		uint64_t of = 0;
		for (size_t i = 0; i < count; i++)
			of += mia_evidence_source(evidence, i)->container == (enum mia_container)kind;
		if (of == 0)
			continue;
		mia__sink_str(sink, before);
		mia__sink_uint(sink, of);
		mia__sink_byte(sink, ' ');
		mia__sink_str(sink, mia_container_name((enum mia_container)kind));
		before = ", ";
	}
	mia__sink_byte(sink, '\n');
}

/* Files that are not what they should be. */
static void
show_noted(struct sink *sink, const struct mia_evidence *evidence)
{
	size_t count = mia_evidence_count(evidence), told = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mia_source *source = mia_evidence_source(evidence, i);
		if ((source->complete && !*source->note) || told++ >= FILES_TOLD)
			continue;
		mia__sink_str(sink, "  ");
		mia__safe_terminal(sink, text_of(source->name));
		mia__sink_str(sink, source->complete ? ": " : ": not read to its end");
		mia__sink_str(sink, !source->complete && *source->note ? "; " : "");
		mia__safe_terminal(sink, text_of(source->note));
		mia__sink_byte(sink, '\n');
	}
	if (told > FILES_TOLD)
		more(sink, "  ", told - FILES_TOLD, "\n");
}

/* A source without a single event is unknown to the sums. */
static enum mia_status
check_sources(const struct info_rows *info, struct mia_error *err)
{
	for (size_t i = 0; i < mia_evidence_count(info->evidence); i++) {
		const struct mia_source *source = mia_evidence_source(info->evidence, i);
		if (source->decoded && mia_sums_source(info->sums, source->name, NULL, NULL, NULL) != MIA_OK)
			return mia__fail(err, MIA_ERR_ARGUMENT, "the sums were not made from this evidence");
	}
	return MIA_OK;
}

static void
show_books(struct sink *sink, struct info_rows *info, const struct mia_totals *totals)
{
	plural(sink, "", totals->records, "record", "records");
	plural(sink, " = ", totals->events, "event", "events");
	plural(sink, " + ", totals->repeats, "repeat", "repeats");
	mia__sink_str(sink, " + ");
	mia__sink_uint(sink, totals->rejected);
	mia__sink_str(sink, " rejected\n");
	mia__info_counts(sink, "  rejected: ", info->rejects,
		mia__info_rejects(totals->rejected_by, info->rejects));
	mia__info_counts(sink, "  odd: ", info->flags, mia__info_flags(totals->flagged, info->flags));
}

static void
show_span(struct sink *sink, const struct mia_totals *totals)
{
	if (totals->first == MIA_TIME_UNKNOWN) {
		mia__sink_str(sink, "no event with a usable time\n");
		return;
	}
	mia__sink_str(sink, "from ");
	mia__info_time(sink, totals->first);
	mia__sink_str(sink, " to ");
	mia__info_time(sink, totals->last);
	if (totals->no_time)
		plural(sink, "; without a usable time: ", totals->no_time, "event", "events");
	mia__sink_byte(sink, '\n');
}

static void
show_access(struct sink *sink, const struct mia_totals *totals)
{
	plural(sink, "", totals->binds, "bind (an item handed to a client), ",
		"binds (single items handed to a client), ");
	plural(sink, "", totals->syncs, "sync (a folder copied to a client)",
		"syncs (folders copied to a client)");
	if (totals->unstated)
		plural(sink, ", ", totals->unstated, "access of unstated type", "accesses of unstated type");
	mia__sink_byte(sink, '\n');
	if (totals->throttled)
		plural(sink, "", totals->throttled,
			"throttled record: assume that for 24 hours after it no bind in that mailbox was logged\n",
			"throttled records: assume that for 24 hours after each no bind in that mailbox was logged\n");
	else
		mia__sink_str(sink, "no throttling is recorded in the supplied records");
	if (totals->throttled == 0 && totals->throttled_not_stated)
		plural(sink, "; not stated in ", totals->throttled_not_stated, "access", "accesses");
	if (totals->throttled == 0)
		mia__sink_byte(sink, '\n');
}

static void
show_coverage(struct sink *sink, const struct mia_coverage *coverage)
{
	size_t count = mia_coverage_count(coverage), cut = 0, blind = 0;

	if (coverage == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct mia_span *span = mia_coverage_span(coverage, i);
		cut += span->blind && span->reason == MIA_COVERAGE_CUT_SHORT;
		blind += span->blind != 0;
	}
	if (cut)
		plural(sink, "the export was cut short, by ", cut, "sign of it", "signs of it");
	else
		mia__sink_str(sink, "no sign that the export was cut short");
	plural(sink, "; ", blind, "span in which the log is blind: mia coverage\n",
		"spans in which the log is blind: mia coverage\n");
}

static void
show_unnamed(struct sink *sink, const struct mia_mailbox_sum *sum)
{
	plural(sink, "", sum->events, "event names", "events name");
	mia__sink_str(sink,
		" no mailbox, like most records of sign-ins and of changes to accounts, rules and settings");
	if (sum->binds + sum->syncs)
		plural(sink, "; but ", sum->binds + sum->syncs,
			"of them is an access to mail whose mailbox is lost",
			"of them are accesses to mail whose mailbox is lost");
	mia__sink_byte(sink, '\n');
}

static enum mia_status
show_mailboxes(struct sink *sink, struct info_rows *info, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct mia_report_options of = { .format = MIA_FORMAT_TABLE,
		.sort = "-events",
		.top = MAILBOXES_TOLD };
	struct table table = mia__info_named_mailboxes;
	struct selected_table selected;
	size_t count = mia_sums_mailbox_count(info->sums), named = 0;

	for (size_t i = 0; i < count; i++)
		named += mia__info_is_named(mia_sums_mailbox(info->sums, i));
	mia__sink_byte(sink, '\n');
	if (named) {
		table.rows = info;
		MIA_TRY(mia__selected_open(&selected, &table, &of, err));
		enum mia_status status = mia__format_table.write(sink, &selected.table,
			&(struct format_look){ .width = options->width, .color = options->color }, err);
		mia__selected_close(&selected);
		MIA_TRY(status);
	} else {
		mia__sink_str(sink, "no event names a mailbox\n");
	}
	if (named > MAILBOXES_TOLD)
		more(sink, "", named - MAILBOXES_TOLD, "\n");
	for (size_t i = 0; i < count; i++)
		if (!mia__info_is_named(mia_sums_mailbox(info->sums, i)))
			show_unnamed(sink, mia_sums_mailbox(info->sums, i));
	return MIA_OK;
}

/* The operation that comes behind `last` by its number of events; or count. */
static size_t
next_operation(const struct mia_sums *sums, bool marked, size_t last)
{
	size_t count = mia_sums_operation_count(sums), best = count;

	for (size_t i = 0; i < count; i++) {
		const struct mia_operation_sum *sum = mia_sums_operation(sums, i);
		const struct mia_operation_sum *after = last < count ? mia_sums_operation(sums, last) : NULL;
		if (mia__mark_possible(sum->operation) != marked)
			continue;
		if (after && (sum->events > after->events || (sum->events == after->events && i <= last)))
			continue;
		if (best == count || sum->events > mia_sums_operation(sums, best)->events)
			best = i;
	}
	return best;
}

/* "Send 4", on a new line where it has no room. */
static void
show_operation(struct sink *sink, const struct mia_operation_sum *sum, bool first, size_t *at, size_t room)
{
	char number[20];
	size_t digits = mia__number_format(sum->events, number);
	size_t width = mia__line_measure(&(struct line){ .ascii = false }, sum->operation) + 1 + digits;

	if (!first)
		mia__sink_byte(sink, ',');
	if (*at + width + 2 > room) {
		mia__sink_str(sink, "\n  ");
		*at = 2;
	} else {
		mia__sink_byte(sink, ' ');
		*at += 2;
	}
	mia__safe_terminal(sink, sum->operation);
	mia__sink_byte(sink, ' ');
	mia__sink_add(sink, number, digits);
	*at += width;
}

static void
show_operations(struct sink *sink, const struct mia_sums *sums, bool marked, const char *heading, size_t room)
{
	size_t at_column = strlen(heading);
	size_t count = mia_sums_operation_count(sums), of_kind = 0, told = 0;

	for (size_t i = 0; i < count; i++)
		of_kind += mia__mark_possible(mia_sums_operation(sums, i)->operation) == marked;
	for (size_t at = count; told < OPERATIONS_TOLD && (at = next_operation(sums, marked, at)) < count;
		told++) {
		const struct mia_operation_sum *sum = mia_sums_operation(sums, at);
		if (told == 0)
			mia__sink_str(sink, heading);
		show_operation(sink, sum, told == 0, &at_column, room);
	}
	if (of_kind > told)
		more(sink, at_column + 24 > room ? ",\n  " : ", ", of_kind - told, "");
	if (of_kind)
		mia__sink_byte(sink, '\n');
}

enum mia_status
mia__info_short(struct sink *sink, struct info_rows *info, const struct mia_report_options *options,
	struct mia_error *err)
{
	const struct mia_totals *totals = mia_sums_totals(info->sums);
	size_t room = options->width ? options->width : FORMAT_WIDTH;

	MIA_TRY(check_sources(info, err));
	show_kinds(sink, info->evidence);
	show_noted(sink, info->evidence);
	show_books(sink, info, totals);
	show_span(sink, totals);
	show_access(sink, totals);
	show_coverage(sink, options->coverage);
	MIA_TRY(show_mailboxes(sink, info, options, err));
	mia__sink_byte(sink, '\n');
	show_operations(sink, info->sums, true, "operations to look at:", room);
	show_operations(sink, info->sums, false, "other operations:", room);
	mia__sink_str(sink,
		"\nnext: mia triage, mia sessions, mia timeline --marks, mia coverage\n"
		"each file and its SHA-256: mia info --hashes\n");
	return MIA_OK;
}
