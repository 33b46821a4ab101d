/* What is here, for people: first the books, then what they say. */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"
#include "report/info.h"

static void
count_of(struct sink *sink, const char *before, uint64_t count, const char *what)
{
	mia__sink_str(sink, before);
	mia__sink_uint(sink, count);
	mia__sink_byte(sink, ' ');
	mia__sink_str(sink, what);
}

static void
heading(struct sink *sink, const char *text, const struct mia_report_options *options)
{
	if (options->color)
		mia__sink_str(sink, "\x1b[1m");
	mia__sink_str(sink, text);
	mia__sink_str(sink, options->color ? "\x1b[0m\n" : "\n");
}

void
mia__info_counts(struct sink *sink, const char *before, const struct named_count *counts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mia__sink_str(sink, i ? ", " : before);
		mia__sink_str(sink, counts[i].name);
		mia__sink_byte(sink, ' ');
		mia__sink_uint(sink, counts[i].count);
	}
	if (count)
		mia__sink_byte(sink, '\n');
}

static void
books(struct sink *sink, const char *before, uint64_t records, uint64_t events, uint64_t repeats,
	uint64_t rejected)
{
	count_of(sink, before, records, "records = ");
	count_of(sink, "", events, "events + ");
	count_of(sink, "", repeats, "repeats + ");
	count_of(sink, "", rejected, "rejected\n");
}

static enum mia_status
show_source(struct sink *sink, struct info_rows *info, const struct mia_source *source, struct mia_error *err)
{
	uint64_t events = 0, repeats = 0;

	/* A source without a single event is unknown to the sums. */
	if (mia_sums_source(info->sums, source->name, &events, &repeats, NULL) != MIA_OK && source->decoded)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the sums were not made from this evidence");
	mia__sink_str(sink, "  ");
	mia__safe_terminal(sink, text_of(source->name));
	mia__sink_str(sink, ": ");
	mia__sink_str(sink, mia_container_name(source->container));
	mia__sink_str(sink, ", ");
	mia__sink_str(sink, mia_encoding_name(source->encoding));
	if (source->gzip_members)
		count_of(sink, ", gzip (", source->gzip_members, "members)");
	count_of(sink, ", ", source->stored_bytes, "bytes, sha-256 ");
	mia__sink_str(sink, *source->sha256 ? source->sha256 : "not known");
	books(sink, ", ", source->records, events, repeats, source->rejected);
	if (!source->complete)
		mia__sink_str(sink, "    not read to its end\n");
	if (*source->note) {
		mia__sink_str(sink, "    ");
		mia__safe_terminal(sink, text_of(source->note));
		mia__sink_byte(sink, '\n');
	}
	mia__info_counts(sink, "    rejects: ", info->rejects,
		mia__info_rejects(source->rejected_by, info->rejects));
	mia__info_counts(sink, "    flags: ", info->flags, mia__info_flags(source->flagged, info->flags));
	return MIA_OK;
}

static enum mia_status
show_sources(struct sink *sink, struct info_rows *info, struct mia_error *err)
{
	size_t count = mia_evidence_count(info->evidence);

	for (size_t i = 0; i < count && !sink->failed; i++)
		MIA_TRY(show_source(sink, info, mia_evidence_source(info->evidence, i), err));
	if (count == 0)
		mia__sink_str(sink, "  none\n");
	return MIA_OK;
}

void
mia__info_time(struct sink *sink, mia_time time)
{
	char text[MIA_TIME_TEXT];

	mia__sink_add(sink, text, mia_time_format(time, text));
}

static void
show_span(struct sink *sink, const struct mia_totals *totals)
{
	if (totals->first == MIA_TIME_UNKNOWN) {
		mia__sink_str(sink, "  no event with a usable time\n");
		return;
	}
	mia__sink_str(sink, "  first event ");
	mia__info_time(sink, totals->first);
	mia__sink_str(sink, ", last event ");
	mia__info_time(sink, totals->last);
	mia__sink_byte(sink, '\n');
	if (totals->no_time)
		count_of(sink, "  ", totals->no_time, "events without a usable time\n");
}

static void
show_access(struct sink *sink, const struct mia_totals *totals)
{
	count_of(sink, "  ", totals->binds, "binds (single items handed to a client)\n");
	count_of(sink, "  ", totals->syncs, "syncs (a folder copied to a client)\n");
	if (totals->unstated)
		count_of(sink, "  ", totals->unstated,
			"accesses of unstated type (MailItemsAccessed without MailAccessType)\n");
	if (totals->throttled)
		count_of(sink, "  ", totals->throttled,
			"throttled records: assume that for 24 hours after each no bind in that mailbox was logged\n");
	else
		mia__sink_str(sink, "  no throttling is recorded in the supplied records\n");
	if (totals->throttled_not_stated)
		count_of(sink, "  IsThrottled not stated in ", totals->throttled_not_stated,
			"MailItemsAccessed records\n");
	if (totals->shared_ids)
		count_of(sink, "  ", totals->shared_ids,
			"ids stand on different events; each event counts\n");
}

static enum mia_status
show_table(struct sink *sink, const struct table *like, struct info_rows *info,
	const struct mia_report_options *options, struct mia_error *err)
{
	struct table table = *like;

	table.rows = info;
	return mia__format_table.write(sink, &table,
		&(struct format_look){ .width = options->width, .color = options->color }, err);
}

enum mia_status
mia__info_text(struct sink *sink, struct info_rows *info, const struct mia_report_options *options,
	struct mia_error *err)
{
	const struct mia_totals *totals = mia_sums_totals(info->sums);

	if (options->details == MIA_DETAILS_FEW)
		return mia__info_short(sink, info, options, err);
	heading(sink, "Evidence", options);
	MIA_TRY(show_sources(sink, info, err));
	if (options->details == MIA_DETAILS_FILES) {
		mia__sink_byte(sink, '\n');
		return mia__info_short(sink, info, options, err);
	}
	books(sink, "  all: ", totals->records, totals->events, totals->repeats, totals->rejected);
	mia__info_counts(sink, "  rejects: ", info->rejects,
		mia__info_rejects(totals->rejected_by, info->rejects));
	mia__info_counts(sink, "  flags: ", info->flags, mia__info_flags(totals->flagged, info->flags));
	heading(sink, "\nSpan", options);
	show_span(sink, totals);
	heading(sink, "\nAccess to mail items", options);
	show_access(sink, totals);
	heading(sink, "\nOperations", options);
	MIA_TRY(show_table(sink, &mia__info_operations, info, options, err));
	heading(sink, "\nMailboxes", options);
	return show_table(sink, &mia__info_mailboxes, info, options, err);
}
