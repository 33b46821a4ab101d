#include "base/error.h"
#include "base/text.h"
#include "report/info.h"

size_t
mia__info_rejects(const uint64_t by[static MIA_REASON_COUNT], struct named_count *ret)
{
	size_t count = 0;

	for (int i = MIA_REASON_NONE + 1; i < MIA_REASON_COUNT; i++)
		if (by[i])
			ret[count++] = (struct named_count){ mia_reason_name((enum mia_reason)i), by[i] };
	return count;
}

size_t
mia__info_flags(const uint64_t by[static MIA_FLAG_COUNT], struct named_count *ret)
{
	size_t count = 0;

	for (unsigned bit = 0; bit < MIA_FLAG_COUNT; bit++) {
		const char *name = by[bit] ? mia_flag_name(UINT64_C(1) << bit) : NULL;
		if (name)
			ret[count++] = (struct named_count){ name, by[bit] };
	}
	return count;
}

static void
count_cells(struct info *info, const uint64_t *rejected_by, const uint64_t *flagged, union cell *rejects,
	union cell *flags)
{
	rejects->counts.ptr = info->rejects;
	rejects->counts.count = mia__info_rejects(rejected_by, info->rejects);
	flags->counts.ptr = info->flags;
	flags->counts.count = mia__info_flags(flagged, info->flags);
}

static enum mia_status
rows_rewind(void *ctx, struct mia_error *err)
{
	struct info *info = ctx;

	(void)err;
	info->at = 0;
	return MIA_OK;
}

static struct mia_text
text_or_absent(const char *text)
{
	return *text ? text_of(text) : TEXT_ABSENT;
}

enum {
	S_SOURCE,
	S_SHA256,
	S_CONTAINER,
	S_ENCODING,
	S_GZIP_MEMBERS,
	S_STORED_BYTES,
	S_TEXT_BYTES,
	S_RECORD_BYTES,
	S_FRAMING_BYTES,
	S_LINES,
	S_RECORDS,
	S_EVENTS,
	S_REPEATS,
	S_REJECTED,
	S_REJECTS,
	S_FLAGS,
	S_NOTE,
	S_TOTAL
};

static const struct column source_columns[S_TOTAL] = {
	[S_SOURCE] = { .name = "source", .kind = COLUMN_TEXT, .privacy = COLUMN_FILE },
	[S_SHA256] = { .name = "sha256", .kind = COLUMN_TEXT },
	[S_CONTAINER] = { .name = "container", .kind = COLUMN_TEXT },
	[S_ENCODING] = { .name = "encoding", .kind = COLUMN_TEXT },
	[S_GZIP_MEMBERS] = { .name = "gzip_members", .kind = COLUMN_COUNT },
	[S_STORED_BYTES] = { .name = "stored_bytes", .kind = COLUMN_COUNT },
	[S_TEXT_BYTES] = { .name = "text_bytes", .kind = COLUMN_COUNT },
	[S_RECORD_BYTES] = { .name = "record_bytes", .kind = COLUMN_COUNT },
	[S_FRAMING_BYTES] = { .name = "framing_bytes", .kind = COLUMN_COUNT },
	[S_LINES] = { .name = "lines", .kind = COLUMN_COUNT },
	[S_RECORDS] = { .name = "records", .kind = COLUMN_COUNT },
	[S_EVENTS] = { .name = "events", .kind = COLUMN_COUNT },
	[S_REPEATS] = { .name = "repeats", .kind = COLUMN_COUNT },
	[S_REJECTED] = { .name = "rejected", .kind = COLUMN_COUNT },
	[S_REJECTS] = { .name = "rejects", .kind = COLUMN_COUNTS },
	[S_FLAGS] = { .name = "flags", .kind = COLUMN_COUNTS },
	[S_NOTE] = { .name = "note", .kind = COLUMN_TEXT, .privacy = COLUMN_PROSE },
};

static enum mia_status
source_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info *info = ctx;
	uint64_t events = 0, repeats = 0;

	if (info->at == mia_evidence_count(info->evidence))
		return MIA_END;
	const struct mia_source *source = mia_evidence_source(info->evidence, info->at++);
	/* A source without a single event is unknown to the sums. */
	if (mia_sums_source(info->sums, source->name, &events, &repeats, NULL) != MIA_OK && source->decoded)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the sums were not made from this evidence");
	row[S_SOURCE].text = text_of(source->name);
	row[S_SHA256].text = text_or_absent(source->sha256);
	row[S_CONTAINER].text = text_of(mia_container_name(source->container));
	row[S_ENCODING].text = text_of(mia_encoding_name(source->encoding));
	row[S_GZIP_MEMBERS].count = source->gzip_members;
	row[S_STORED_BYTES].count = source->stored_bytes;
	row[S_TEXT_BYTES].count = source->text_bytes;
	row[S_RECORD_BYTES].count = source->record_bytes;
	row[S_FRAMING_BYTES].count = source->framing_bytes;
	row[S_LINES].count = source->lines;
	row[S_RECORDS].count = source->records;
	row[S_EVENTS].count = events;
	row[S_REPEATS].count = repeats;
	row[S_REJECTED].count = source->rejected;
	count_cells(info, source->rejected_by, source->flagged, &row[S_REJECTS], &row[S_FLAGS]);
	row[S_NOTE].text = text_or_absent(source->note);
	return MIA_OK;
}

enum {
	T_RECORDS,
	T_EVENTS,
	T_REPEATS,
	T_REJECTED,
	T_REJECTS,
	T_FLAGS,
	T_BINDS,
	T_SYNCS,
	T_UNSTATED,
	T_THROTTLED,
	T_THROTTLED_NOT_STATED,
	T_SHARED_IDS,
	T_NO_TIME,
	T_FIRST,
	T_LAST,
	T_TOTAL
};

static const struct column total_columns[T_TOTAL] = {
	[T_RECORDS] = { .name = "records", .kind = COLUMN_COUNT },
	[T_EVENTS] = { .name = "events", .kind = COLUMN_COUNT },
	[T_REPEATS] = { .name = "repeats", .kind = COLUMN_COUNT },
	[T_REJECTED] = { .name = "rejected", .kind = COLUMN_COUNT },
	[T_REJECTS] = { .name = "rejects", .kind = COLUMN_COUNTS },
	[T_FLAGS] = { .name = "flags", .kind = COLUMN_COUNTS },
	[T_BINDS] = { .name = "binds", .kind = COLUMN_COUNT },
	[T_SYNCS] = { .name = "syncs", .kind = COLUMN_COUNT },
	[T_UNSTATED] = { .name = "unstated", .kind = COLUMN_COUNT },
	[T_THROTTLED] = { .name = "throttled", .kind = COLUMN_COUNT },
	[T_THROTTLED_NOT_STATED] = { .name = "throttled_not_stated", .kind = COLUMN_COUNT },
	[T_SHARED_IDS] = { .name = "shared_ids", .kind = COLUMN_COUNT },
	[T_NO_TIME] = { .name = "no_time", .kind = COLUMN_COUNT },
	[T_FIRST] = { .name = "first", .kind = COLUMN_TIME },
	[T_LAST] = { .name = "last", .kind = COLUMN_TIME },
};

static enum mia_status
total_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info *info = ctx;
	const struct mia_totals *totals = mia_sums_totals(info->sums);

	(void)err;
	if (info->at++ != 0)
		return MIA_END;
	row[T_RECORDS].count = totals->records;
	row[T_EVENTS].count = totals->events;
	row[T_REPEATS].count = totals->repeats;
	row[T_REJECTED].count = totals->rejected;
	count_cells(info, totals->rejected_by, totals->flagged, &row[T_REJECTS], &row[T_FLAGS]);
	row[T_BINDS].count = totals->binds;
	row[T_SYNCS].count = totals->syncs;
	row[T_UNSTATED].count = totals->unstated;
	row[T_THROTTLED].count = totals->throttled;
	row[T_THROTTLED_NOT_STATED].count = totals->throttled_not_stated;
	row[T_SHARED_IDS].count = totals->shared_ids;
	row[T_NO_TIME].count = totals->no_time;
	row[T_FIRST].time = totals->first;
	row[T_LAST].time = totals->last;
	return MIA_OK;
}

enum { O_OPERATION, O_EVENTS, O_TOTAL };

static const struct column operation_columns[O_TOTAL] = {
	[O_OPERATION] = { "operation", COLUMN_TEXT, 1, 20, 60, false, COLUMN_PROSE },
	[O_EVENTS] = { "events", COLUMN_COUNT, 2, 20, 20, false, COLUMN_OPEN },
};

static enum mia_status
operation_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info *info = ctx;

	(void)err;
	if (info->at == mia_sums_operation_count(info->sums))
		return MIA_END;
	const struct mia_operation_sum *sum = mia_sums_operation(info->sums, info->at++);
	row[O_OPERATION].text = sum->operation;
	row[O_EVENTS].count = sum->events;
	return MIA_OK;
}

enum { M_MAILBOX, M_MAILBOX_GUID, M_EVENTS, M_BINDS, M_SYNCS, M_THROTTLED, M_FIRST, M_LAST, M_TOTAL };

static const struct column mailbox_columns[M_TOTAL] = {
	[M_MAILBOX] = { "mailbox", COLUMN_TEXT, 1, 20, 60, false, COLUMN_PERSON },
	[M_MAILBOX_GUID] = { "mailbox_guid", COLUMN_TEXT, 8, 36, 36, false, COLUMN_PERSON },
	[M_EVENTS] = { "events", COLUMN_COUNT, 2, 20, 20, false, COLUMN_OPEN },
	[M_BINDS] = { "binds", COLUMN_COUNT, 3, 20, 20, false, COLUMN_OPEN },
	[M_SYNCS] = { "syncs", COLUMN_COUNT, 4, 20, 20, false, COLUMN_OPEN },
	[M_THROTTLED] = { "throttled", COLUMN_COUNT, 5, 20, 20, false, COLUMN_OPEN },
	[M_FIRST] = { "first", COLUMN_TIME, 6, 20, 28, false, COLUMN_OPEN },
	[M_LAST] = { "last", COLUMN_TIME, 7, 20, 28, false, COLUMN_OPEN },
};

static enum mia_status
mailbox_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info *info = ctx;

	(void)err;
	if (info->at == mia_sums_mailbox_count(info->sums))
		return MIA_END;
	const struct mia_mailbox_sum *sum = mia_sums_mailbox(info->sums, info->at++);
	row[M_MAILBOX].text = sum->mailbox.len ? sum->mailbox : TEXT_ABSENT;
	row[M_MAILBOX_GUID].text = sum->guid;
	row[M_EVENTS].count = sum->events;
	row[M_BINDS].count = sum->binds;
	row[M_SYNCS].count = sum->syncs;
	row[M_THROTTLED].count = sum->throttled;
	row[M_FIRST].time = sum->first;
	row[M_LAST].time = sum->last;
	return MIA_OK;
}

#define INFO_TABLE(columns, next) \
	{ \
		columns, sizeof(columns) / sizeof(*(columns)), "none", next, rows_rewind, NULL, NULL \
	}

const struct table mia__info_sources = INFO_TABLE(source_columns, source_next);
const struct table mia__info_totals = INFO_TABLE(total_columns, total_next);
const struct table mia__info_operations = INFO_TABLE(operation_columns, operation_next);
const struct table mia__info_mailboxes = INFO_TABLE(mailbox_columns, mailbox_next);
