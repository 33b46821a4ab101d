/* What info has to say, as rows: of sources, of all together, of operations and of mailboxes. */
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
count_cells(struct info_rows *info, const uint64_t *rejected_by, const uint64_t *flagged, union cell *rejects,
	union cell *flags)
{
	rejects->counts.ptr = info->rejects;
	rejects->counts.count = mia__info_rejects(rejected_by, info->rejects);
	flags->counts.ptr = info->flags;
	flags->counts.count = mia__info_flags(flagged, info->flags);
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
	[S_SOURCE] = { "source", MIA_COLUMN_TEXT, MIA_NAMES_FILE, .help = "The file." },
	[S_SHA256] = { "sha256", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "SHA-256 of the file as stored." },
	[S_CONTAINER] = { "container", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "How the records are wrapped." },
	[S_ENCODING] = { "encoding", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Text encoding." },
	[S_GZIP_MEMBERS] = { "gzip_members", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "0: not gzip." },
	[S_STORED_BYTES] = { "stored_bytes", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Bytes as stored." },
	[S_TEXT_BYTES] = { "text_bytes", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Bytes as inflated: record_bytes and framing_bytes together." },
	[S_RECORD_BYTES] = { "record_bytes", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Of these, inside records and rejects." },
	[S_FRAMING_BYTES] = { "framing_bytes", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Of these, header, separators and blanks." },
	[S_LINES] = { "lines", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Lines." },
	[S_RECORDS] = { "records", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Records: events, repeats and rejected together." },
	[S_EVENTS] = { "events", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY, .help = "Records that count." },
	[S_REPEATS] = { "repeats", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Records that stand elsewhere in the evidence too." },
	[S_REJECTED] = { "rejected", MIA_COLUMN_COUNT, MIA_NAMES_NOBODY,
		.help = "Records that could not be used." },
	[S_REJECTS] = { "rejects", MIA_COLUMN_COUNTS, MIA_NAMES_NOBODY, .help = "These by reason." },
	[S_FLAGS] = { "flags", MIA_COLUMN_COUNTS, MIA_NAMES_NOBODY,
		.help = "Odd but usable records by flag." },
	[S_NOTE] = { "note", MIA_COLUMN_TEXT, MIA_NAMES_PROSE,
		.help = "What the file is, if it is no audit export." },
};
const struct report_columns mia__columns_of_sources = { source_columns, S_TOTAL };

static enum mia_status
source_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info_rows *info = ctx;
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
	[T_RECORDS] = { .name = "records", .kind = MIA_COLUMN_COUNT },
	[T_EVENTS] = { .name = "events", .kind = MIA_COLUMN_COUNT },
	[T_REPEATS] = { .name = "repeats", .kind = MIA_COLUMN_COUNT },
	[T_REJECTED] = { .name = "rejected", .kind = MIA_COLUMN_COUNT },
	[T_REJECTS] = { .name = "rejects", .kind = MIA_COLUMN_COUNTS },
	[T_FLAGS] = { .name = "flags", .kind = MIA_COLUMN_COUNTS },
	[T_BINDS] = { .name = "binds", .kind = MIA_COLUMN_COUNT },
	[T_SYNCS] = { .name = "syncs", .kind = MIA_COLUMN_COUNT },
	[T_UNSTATED] = { .name = "unstated", .kind = MIA_COLUMN_COUNT },
	[T_THROTTLED] = { .name = "throttled", .kind = MIA_COLUMN_COUNT },
	[T_THROTTLED_NOT_STATED] = { .name = "throttled_not_stated", .kind = MIA_COLUMN_COUNT },
	[T_SHARED_IDS] = { .name = "shared_ids", .kind = MIA_COLUMN_COUNT },
	[T_NO_TIME] = { .name = "no_time", .kind = MIA_COLUMN_COUNT },
	[T_FIRST] = { .name = "first", .kind = MIA_COLUMN_TIME },
	[T_LAST] = { .name = "last", .kind = MIA_COLUMN_TIME },
};

static enum mia_status
total_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info_rows *info = ctx;
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
	[O_OPERATION] = { .name = "operation",
		.kind = MIA_COLUMN_TEXT,
		.rank = 1,
		.min = 20,
		.max = 60,
		.names = MIA_NAMES_PROSE },
	[O_EVENTS] = { .name = "events", .kind = MIA_COLUMN_COUNT, .rank = 2, .min = 20, .max = 20 },
};

static enum mia_status
operation_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info_rows *info = ctx;

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
	[M_MAILBOX] = { .name = "mailbox",
		.kind = MIA_COLUMN_TEXT,
		.rank = 1,
		.min = 20,
		.max = 60,
		.names = MIA_NAMES_PERSON },
	[M_MAILBOX_GUID] = { .name = "mailbox_guid",
		.kind = MIA_COLUMN_TEXT,
		.max = 36,
		.names = MIA_NAMES_PERSON },
	[M_EVENTS] = { .name = "events", .kind = MIA_COLUMN_COUNT, .rank = 2, .min = 20, .max = 20 },
	[M_BINDS] = { .name = "binds", .kind = MIA_COLUMN_COUNT, .rank = 3, .min = 20, .max = 20 },
	[M_SYNCS] = { .name = "syncs", .kind = MIA_COLUMN_COUNT, .rank = 4, .min = 20, .max = 20 },
	[M_THROTTLED] = { .name = "throttled", .kind = MIA_COLUMN_COUNT, .rank = 5, .min = 20, .max = 20 },
	[M_FIRST] = { .name = "first", .kind = MIA_COLUMN_TIME, .rank = 6, .min = 14, .max = 28 },
	[M_LAST] = { .name = "last", .kind = MIA_COLUMN_TIME, .rank = 7, .min = 14, .max = 28 },
};

bool
mia__info_is_named(const struct mia_mailbox_sum *sum)
{
	return sum->mailbox.len || sum->guid.len;
}

static void
mailbox_cells(const struct mia_mailbox_sum *sum, union cell *row)
{
	row[M_MAILBOX].text = sum->mailbox.len ? sum->mailbox : TEXT_ABSENT;
	row[M_MAILBOX_GUID].text = sum->guid;
	row[M_EVENTS].count = sum->events;
	row[M_BINDS].count = sum->binds;
	row[M_SYNCS].count = sum->syncs;
	row[M_THROTTLED].count = sum->throttled;
	row[M_FIRST].time = sum->first;
	row[M_LAST].time = sum->last;
}

static enum mia_status
mailbox_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info_rows *info = ctx;

	(void)err;
	if (info->at == mia_sums_mailbox_count(info->sums))
		return MIA_END;
	mailbox_cells(mia_sums_mailbox(info->sums, info->at++), row);
	return MIA_OK;
}

static enum mia_status
named_mailbox_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct info_rows *info = ctx;
	size_t count = mia_sums_mailbox_count(info->sums);

	(void)err;
	while (info->at < count && !mia__info_is_named(mia_sums_mailbox(info->sums, info->at)))
		info->at++;
	if (info->at == count)
		return MIA_END;
	mailbox_cells(mia_sums_mailbox(info->sums, info->at++), row);
	return MIA_OK;
}

const struct table mia__info_sources = {
	.kind = MIA_REPORT_INFO,
	.columns = source_columns,
	.column_count = S_TOTAL,
	.none = "none",
	.next = source_next,
	.rewind = mia__table_rewind,
};

const struct table mia__info_totals = {
	.columns = total_columns,
	.column_count = T_TOTAL,
	.none = "none",
	.next = total_next,
	.rewind = mia__table_rewind,
};

const struct table mia__info_operations = {
	.columns = operation_columns,
	.column_count = O_TOTAL,
	.none = "none",
	.next = operation_next,
	.rewind = mia__table_rewind,
	.asked = true,
	.bare = true,
};

const struct table mia__info_mailboxes = {
	.columns = mailbox_columns,
	.column_count = M_TOTAL,
	.none = "none",
	.next = mailbox_next,
	.rewind = mia__table_rewind,
	.asked = true,
	.bare = true,
};

const struct table mia__info_named_mailboxes = {
	.columns = mailbox_columns,
	.column_count = M_TOTAL,
	.none = "none",
	.next = named_mailbox_next,
	.rewind = mia__table_rewind,
	.bare = true,
};

void
mia__info_open(struct open_table *ret, const struct table *part, const struct mia_evidence *evidence,
	const struct mia_sums *sums)
{
	*ret = (struct open_table){ .table = *part, .rows.info = { .evidence = evidence, .sums = sums } };
	ret->table.rows = &ret->rows.info;
}
