/* The checks of the self-test: of the library, of the known case, and of
 * threads. */
#include "selftest/known.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static void
tell_check(struct checks *checks, const char *name, const char *expected, const char *found, bool passed)
{
	const struct mia_check check = { name, expected, found, passed };

	checks->failed += !passed;
	if (!checks->stopped && checks->tell && checks->tell(checks->ctx, &check))
		checks->stopped = true;
}

void
mia__check_text(struct checks *checks, const char *name, const char *expected, const char *found)
{
	tell_check(checks, name, expected, found, strcmp(expected, found) == 0);
}

void
mia__check_number(struct checks *checks, const char *name, uint64_t expected, uint64_t found)
{
	char wanted[24], got[24];

	snprintf(wanted, sizeof(wanted), "%" PRIu64, expected);
	snprintf(got, sizeof(got), "%" PRIu64, found);
	tell_check(checks, name, wanted, got, expected == found);
}

static int
to_buf(void *ctx, const void *bytes, size_t size)
{
	struct buf *out = ctx;

	mia__buf_add(out, bytes, size);
	return out->failed;
}

static enum mia_status
finish_text(struct buf *out, enum mia_status status, struct mia_error *err)
{
	mia__buf_byte(out, '\0');
	if (out->failed)
		return mia__fail_memory(err);
	return status;
}

enum mia_status
mia__checks_of_library(struct checks *checks, struct mia_error *err)
{
	struct mia_address address;
	char text[MIA_ADDRESS_TEXT];
	mia_time time = MIA_TIME_UNKNOWN;
	char when[MIA_TIME_TEXT];
	struct buf shown;

	(void)mia_time_parse(TEXT("2026-03-04T10:20:00.25+01:00"), &time);
	mia_time_format(time, when);
	mia__check_text(checks, "a time with an offset, in UTC", "2026-03-04T09:20:00.25Z", when);
	(void)mia_address_parse(TEXT("[::ffff:203.0.113.7]:50211"), &address);
	mia_address_format(&address, text);
	mia__check_text(checks, "a mapped client address with a port", "203.0.113.7", text);
	mia__buf_init(&shown, &checks->a);
	enum mia_status status = mia_safe_terminal(TEXT("\x1b]0;x\a\xe2\x80\xae"), to_buf, &shown);
	status = finish_text(&shown, status, err);
	if (status >= 0)
		mia__check_text(checks, "terminal controls and a bidi mark, escaped",
			"\\x1b]0;x\\x07\\u{202e}", shown.ptr);
	mia__buf_release(&shown);
	return status;
}

/* A line a row, so that one look tells what differs. */
static enum mia_status
list_messages(const struct known *k, struct buf *out, char hash[33], struct mia_error *err)
{
	struct mia_finding_messages *cursor = NULL;
	const struct mia_message *m;
	enum mia_status status;
	char count[24];

	MIA_TRY(mia_finding_messages_new(&cursor, k->findings, err));
	while ((status = mia_finding_messages_next(cursor, &m, err)) == MIA_OK) {
		snprintf(count, sizeof(count), " %" PRIu64 " ", m->access_count);
		mia__buf_text(out, m->internet_message_id);
		mia__buf_str(out, count);
		mia__buf_str(out, mia_level_name(m->level));
		mia__buf_str(out, "; ");
		if (m->subject.ptr)
			memcpy(hash, m->message_id_hash, 33);
	}
	mia_finding_messages_free(cursor);
	return finish_text(out, status, err);
}

static enum mia_status
list_folders(const struct known *k, struct buf *out, char kql[64], struct mia_error *err)
{
	struct mia_finding_folders *cursor = NULL;
	const struct mia_folder_exposure *f;
	enum mia_status status;
	char counts[64];

	MIA_TRY(mia_finding_folders_new(&cursor, k->findings, err));
	while ((status = mia_finding_folders_next(cursor, &f, err)) == MIA_OK) {
		snprintf(counts, sizeof(counts), " syncs %" PRIu64 " binds %" PRIu64 " ", f->sync_count,
			f->bind_count);
		if (f->folder.count)
			mia__buf_text(out, f->folder.ptr[0]);
		mia__buf_str(out, counts);
		mia__buf_str(out, mia_level_name(f->level));
		mia__buf_str(out, "; ");
		if (f->sync_count)
			memcpy(kql, f->folder_kql, 64);
	}
	mia_finding_folders_free(cursor);
	return finish_text(out, status, err);
}

static enum mia_status
list_blind(const struct known *k, struct buf *out, struct mia_error *err)
{
	const struct mia_span *span;
	char from[MIA_TIME_TEXT], until[MIA_TIME_TEXT];

	for (size_t i = 0; (span = mia_coverage_span(k->coverage, i)) != NULL; i++) {
		if (span->reason != MIA_COVERAGE_THROTTLED)
			continue;
		mia_time_format(span->start, from);
		mia_time_format(span->end, until);
		mia__buf_str(out, from);
		mia__buf_str(out, " to ");
		mia__buf_str(out, until);
		mia__buf_str(out, span->blind == MIA_BLIND_BINDS ? " binds; " : " not binds alone; ");
	}
	return finish_text(out, MIA_OK, err);
}

static void
check_sums(struct checks *checks, const struct known *k)
{
	const struct mia_totals *totals = mia_sums_totals(k->sums);
	const struct mia_exposure_sums *sums = mia_exposure_sums(k->exposure);

	/* eight lines, one of them again in the second source, which is cut */
	mia__check_number(checks, "records in the evidence", 10, totals->records);
	mia__check_number(checks, "events", 6, totals->events);
	mia__check_number(checks, "repeats", 2, totals->repeats);
	mia__check_number(checks, "rejected: not well-formed JSON", 1,
		totals->rejected_by[MIA_REASON_BAD_JSON]);
	mia__check_number(checks, "rejected: cut gzip", 1, totals->rejected_by[MIA_REASON_GZIP_CUT]);
	mia__check_number(checks, "events of type Bind", 5, totals->binds);
	mia__check_number(checks, "events of type Sync", 1, totals->syncs);
	mia__check_number(checks, "binds in scope", 2, sums->binds);
	mia__check_number(checks, "syncs in scope", 1, sums->syncs);
	mia__check_number(checks, "records that can be neither attributed nor excluded", 1,
		sums->unattributed);
	mia__check_number(checks, "operations in scope that the log counts and does not name", 1,
		sums->unnamed);
}

/* Each list is made, checked and given back. */
static enum mia_status
check_lists(struct checks *checks, const struct known *k, struct buf *out, struct mia_error *err)
{
	char hash[33] = "", kql[64] = "";

	MIA_TRY(list_messages(k, out, hash, err));
	mia__check_text(checks, "messages: id, records, level",
		"<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com> 1 access recorded; <second@selftest.example> 2 access recorded; "
		"<third@selftest.example> 1 access recorded; <nobody@selftest.example> 1 unattributed; ",
		out->ptr);
	mia__check_text(checks, "EDRM message id hash, example of Relativity",
		"1de319c276884bd0c9e2f1621ada26cc", hash);
	buf_clear(out);
	MIA_TRY(list_folders(k, out, kql, err));
	mia__check_text(checks, "folders: syncs and binds kept apart",
		"\\Contracts syncs 0 binds 2 access recorded; \\Inbox syncs 1 binds 0 presumed copied; ",
		out->ptr);
	mia__check_text(checks, "folder id for content search, example of Microsoft",
		"folderid:687A1802D834894F96921FF40829E9B800000000010C0000", kql);
	buf_clear(out);
	MIA_TRY(list_blind(k, out, err));
	mia__check_text(checks, "throttling: where binds are missing",
		"2026-03-04T10:58:00Z to 2026-03-05T11:00:00Z binds; ", out->ptr);
	return MIA_OK;
}

enum mia_status
mia__checks_of_case(struct checks *checks, const struct known *k, struct mia_error *err)
{
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_CSV_EXCEL,
		.write = to_buf };
	struct buf out;

	check_sums(checks, k);
	/* `sha256sum` over the text of mia__known_plain */
	mia__check_text(checks, "SHA-256 of a source",
		"b80e9a91857d4269cd9362dc3794f1fd34ed31e21dff719cd441fac91411043a",
		mia_evidence_source(k->evidence, 1)->sha256);
	mia__buf_init(&out, &checks->a);
	options.ctx = &out;
	enum mia_status status = check_lists(checks, k, &out, err);
	buf_clear(&out);
	if (status >= 0)
		status = finish_text(&out, mia_report_messages(k->findings, &options, err), err);
	if (status >= 0)
		mia__check_text(checks, "a formula in a subject, defused for spreadsheets", "'=HYPERLINK",
			strstr(out.ptr, "'=HYPERLINK") ? "'=HYPERLINK" : "not there");
	mia__buf_release(&out);
	return status;
}

enum mia_status
mia__checks_of_threads(struct checks *checks, const struct known *one, const struct known *many,
	struct mia_error *err)
{
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_JSON,
		.write = to_buf };
	const struct known *const runs[] = { one, many };
	struct buf out[2];
	enum mia_status status = MIA_OK;

	for (size_t i = 0; i < 2; i++)
		mia__buf_init(&out[i], &checks->a);
	for (size_t i = 0; i < 2 && status >= 0; i++) {
		options.ctx = &out[i];
		status = mia_report_messages(runs[i]->findings, &options, err);
		if (status >= 0)
			status = mia_report_mailboxes(runs[i]->findings, &options, err);
		status = finish_text(&out[i], status, err);
	}
	if (status >= 0)
		mia__check_text(checks, "several threads give the same bytes as one", "same",
			strcmp(out[0].ptr, out[1].ptr) == 0 ? "same" : "different");
	for (size_t i = 0; i < 2; i++)
		mia__buf_release(&out[i]);
	return status;
}
