/* One source from its bytes to batches of framed records: opened, told apart, framed, its faults told. */
#include "load/source.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/passed_over.h"
#include "record/sniff.h"

enum { HEAD = 64 * 1024 };

/* The text of a fault, as long as the source lives. */
static const char *
keep_detail(struct source *s, const char *detail)
{
	struct mia_text copy = mia__arena_text(&s->notes, (struct mia_text){ detail, strlen(detail) + 1 });

	s->framer.failed |= !copy.ptr;
	return copy.ptr;
}

/* A reject of the source itself, or of its rest. */
static void
note(struct source *s, struct batch *batch, enum mia_reason reason, const char *detail)
{
	mia__frame_note(&s->framer, batch, reason, keep_detail(s, detail));
}

/* Takes what was wrong with the bytes; told once the text in front is framed. */
static bool
take_faults(struct source *s)
{
	struct fault fault;

	while (mia__bytes_take_fault(&s->bytes, &fault)) {
		bool ends = s->bytes.stopped || s->bytes.raw_end;
		if (ends && s->held.reason == MIA_REASON_NONE) {
			s->held = fault; /* told with the record that it cut */
		} else if (!ends || fault.reason != MIA_REASON_CUT) {
			struct late_fault *late = mia__arena_take(&s->notes, sizeof(*late));
			if (!late)
				return false;
			*late = (struct late_fault){ fault, NULL };
			*(s->late ? &s->last_late->next : &s->late) = late;
			s->last_late = late;
		}
	}
	return !s->bytes.no_memory;
}

/* The text ended by a fault: the record that was under way is the one that is
 * lost, and the fault is its reason. */
static void
end_by_fault(struct source *s, struct batch *batch)
{
	struct record *last = batch->count ? &batch->records[batch->count - 1] : NULL;
	bool cut;

	if (s->held.reason == MIA_REASON_NONE)
		return;
	if (last && last->len == 0 && last->reason == MIA_REASON_CUT) {
		/* an array left open */
		cut = true;
	} else {
		cut = last && last->last && last->len && last->start + last->len == batch->len &&
			(last->reason == MIA_REASON_CUT || last->reason == MIA_REASON_UNCLOSED_QUOTE ||
				(s->framer.framing && s->framer.framing->cut_is_unseen &&
					last->reason == MIA_REASON_NONE));
	}
	if (cut && s->held.reason != MIA_REASON_GZIP_TRAILING &&
		s->held.reason != MIA_REASON_GZIP_BAD_CHECK) {
		last->reason = s->held.reason;
		last->bad_at = last->len;
		last->detail = keep_detail(s, s->held.detail);
	} else {
		note(s, batch, s->held.reason, s->held.detail);
	}
	s->held.reason = MIA_REASON_NONE;
}

static void
tell_faults(struct source *s, struct batch *batch, bool at_end)
{
	if (at_end)
		end_by_fault(s, batch);
	for (; s->late; s->late = s->late->next)
		note(s, batch, s->late->fault.reason, s->late->fault.detail);
}

/* Fills the batch up to cap; true at the end of the text. */
static bool
fill(struct source *s, struct batch *batch, size_t cap)
{
	while (batch->len + BYTES_ROOM <= cap) {
		size_t n = mia__bytes_read(&s->bytes, batch->buf + batch->len, cap - batch->len);
		if (n == 0 && s->bytes.fault.reason == MIA_REASON_NONE)
			return true;
		if (n == 0)
			return false;
		batch->len += n;
	}
	return false;
}

static bool
finish(struct source *s)
{
	struct mia_source *p = &s->pub;

	s->state = SOURCE_DONE;
	if (!mia__bytes_finish(&s->bytes, p->sha256) ||
		!mia__bytes_finish_text(&s->bytes, p->sha256, p->text_sha256))
		return false;
	p->stored_bytes = s->bytes.stored_bytes;
	p->text_bytes = s->bytes.text_bytes;
	p->gzip_members = s->bytes.members;
	/* Known since the first bytes; others who decode read it now. */
	if (p->encoding != s->bytes.encoding)
		p->encoding = s->bytes.encoding;
	p->record_bytes = s->framer.record_bytes;
	p->framing_bytes = p->container == MIA_CONTAINER_UNKNOWN ? p->text_bytes
								 : s->framer.framing_bytes + s->bytes.odd;
	p->lines = s->framer.line - 1;
	p->records = s->framer.next_record - 1;
	p->complete = !s->bytes.broken;
	mia__bytes_close(&s->bytes);
	s->bytes_open = false;
	mia__buf_release(&s->carry);
	return true;
}

/* Reads on and says whether records of access may stand in a file of no known form. */
static enum mia_status
search_access(struct source *s, struct batch *batch, bool at_end, bool *ret, struct mia_error *err)
{
	while (!(*ret = mia__names_access((struct mia_text){ batch->buf, batch->len })) && !at_end) {
		size_t kept = batch->len < ACCESS_NAME_MOST ? batch->len : ACCESS_NAME_MOST;
		memmove(batch->buf, batch->buf + batch->len - kept, kept);
		batch->len = kept;
		at_end = fill(s, batch, HEAD);
		if (!take_faults(s))
			return mia__fail_memory(err);
	}
	return MIA_OK;
}

/* No records here: said of what somebody has looked into, and of leftovers in a directory. */
static bool
leave_out(struct source *s, const char *what, bool may_be_leftover)
{
	bool leftover = may_be_leftover && s->origin.kind == ORIGIN_FILE && s->origin.only_regular &&
		mia__is_leftover(s->origin.path);

	if (s->ignored) {
		s->held.reason = MIA_REASON_NONE;
		s->late = NULL;
		snprintf(s->pub.note, sizeof(s->pub.note), "ignored, since it was said to hold no access: %s",
			what);
	} else if (leftover) {
		snprintf(s->pub.note, sizeof(s->pub.note), "a leftover of another program, without records");
	}
	return s->ignored || leftover;
}

static enum mia_status
pass_over(struct source *s, const struct mia_evidence *evidence, struct batch *batch, bool at_end,
	const struct sniffed *what, struct mia_error *err)
{
	bool named = false, packed = what->packed && !evidence->how.tables;

	if (!s->ignored && !evidence->how.tables)
		MIA_TRY(search_access(s, batch, at_end, &named, err));
	if (leave_out(s, what->note, !named && !packed))
		return MIA_OK;
	snprintf(s->pub.note, sizeof(s->pub.note), "%s%s", what->note,
		named ? "; the name of an operation of access stands in it" : "");
	note(s, batch, named || packed ? MIA_REASON_PASSED_OVER : MIA_REASON_NOT_AN_EXPORT, s->pub.note);
	return MIA_OK;
}

/* Opens, reads the head, decides what it is. */
static enum mia_status
open_source(struct source *s, const struct mia_evidence *evidence, struct batch *batch, bool *at_end,
	struct mia_error *err)
{
	struct sniffed what;
	struct mia_text head;

	s->state = SOURCE_OPEN;
	s->bytes_open = true;
	if (!mia__bytes_open(&s->bytes, &s->origin, &evidence->a, evidence->limits.text_bytes,
		    !evidence->how.without_sha256))
		return mia__fail_memory(err);
	if (evidence->how.text_sha256 && !mia__bytes_hash_text(&s->bytes))
		return mia__fail_memory(err);
	if (!mia__batch_reserve(batch, HEAD))
		return mia__fail_memory(err);
	mia__framer_init(&s->framer, &evidence->a, evidence->limits.record_bytes, evidence->how.tables);
	while (!(*at_end = fill(s, batch, HEAD)) && batch->len + BYTES_ROOM <= HEAD)
		if (!take_faults(s))
			return mia__fail_memory(err);
	if (!take_faults(s))
		return mia__fail_memory(err);
	if (batch->len == 0) {
		if (!leave_out(s, s->bytes.broken ? "it cannot be read" : "the file is empty",
			    !s->late && s->held.reason == MIA_REASON_NONE) &&
			!s->late && s->held.reason == MIA_REASON_NONE)
			note(s, batch, MIA_REASON_EMPTY, "the file is empty");
		return MIA_OK;
	}
	head = (struct mia_text){ batch->buf, batch->len };
	what = mia__sniff_text(head, evidence->how.tables, &evidence->a);
	if (what.no_memory)
		return mia__fail_memory(err);
	s->pub.container = what.container;
	if (what.container == MIA_CONTAINER_UNKNOWN) {
		MIA_TRY(pass_over(s, evidence, batch, *at_end, &what, err));
		*at_end = true;
		batch->len = 0;
		return MIA_OK;
	}
	if (!mia__framer_begin(&s->framer, &what, head, s->bytes.encoding, s->bytes.bom))
		return mia__fail_memory(err);
	return MIA_OK;
}

static enum mia_status
take(struct source *s, const struct mia_evidence *evidence, struct batch *batch, struct mia_error *err)
{
	size_t block = evidence->limits.block_bytes, used;
	bool at_end = false, opened = false;

	batch->count = batch->len = 0;
	if (s->state == SOURCE_DONE)
		return MIA_END;
	if (s->state == SOURCE_UNOPENED) {
		MIA_TRY(open_source(s, evidence, batch, &at_end, err));
		opened = true;
	} else {
		if (!mia__batch_reserve(batch, s->carry.len + block))
			return mia__fail_memory(err);
		if (s->carry.len)
			memcpy(batch->buf, s->carry.ptr, s->carry.len);
		batch->len = s->carry.len;
	}
	for (;;) {
		if (!opened)
			at_end = fill(s, batch, batch->len + block);
		opened = false;
		used = mia__framer_run(&s->framer, batch, at_end);
		if (!take_faults(s))
			return mia__fail_memory(err);
		tell_faults(s, batch, at_end);
		if (s->framer.failed)
			return mia__fail_memory(err);
		if (at_end || batch->count)
			break;
		memmove(batch->buf, batch->buf + used, batch->len - used);
		batch->len -= used;
		/* A record longer than the block: read more and more at a time. */
		if (batch->len > block)
			block = batch->len;
		if (!mia__batch_reserve(batch, batch->len + block))
			return mia__fail_memory(err);
	}
	if (at_end) {
		s->pub.container = s->framer.container;
		if (!finish(s))
			return mia__fail_memory(err);
		return batch->count ? MIA_OK : MIA_END;
	}
	buf_clear(&s->carry);
	mia__buf_add(&s->carry, batch->buf + used, batch->len - used);
	return s->carry.failed ? mia__fail_memory(err) : MIA_OK;
}

enum mia_status
mia__source_take(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct mia_error *err)
{
	enum mia_status status = s->failed ? mia__fail_memory(err) : take(s, evidence, batch, err);

	if (status < 0) {
		/* Other threads, or a caller who asks again, must not go on from a
		 * state that was left halfway; memory is all that can fail here. */
		s->failed = true;
		batch->count = batch->len = 0;
	}
	return status;
}

bool
mia__source_disown(struct source *s, const char *note_text, uint64_t rejected)
{
	struct mia_source *p = &s->pub;

	if (s->state != SOURCE_DONE && !finish(s))
		return false;
	p->container = MIA_CONTAINER_UNKNOWN;
	snprintf(p->note, sizeof(p->note), "%s", note_text);
	p->record_bytes = 0;
	p->framing_bytes = p->text_bytes;
	p->lines = 0;
	p->records = rejected + 1;
	return true;
}

void
mia__tally_event(struct tally *t, const struct mia_event *event)
{
	t->decoded++;
	for (uint64_t m = event->flags; m; m &= m - 1)
		t->flagged[__builtin_ctzll(m)]++;
}

void
mia__tally_reject(struct tally *t, const struct mia_reject *reject)
{
	if (!reject->last)
		return;
	t->rejected++;
	t->rejected_by[reject->reason]++;
}

void
mia__source_count(struct source *s, const struct tally *tally)
{
	s->pub.decoded += tally->decoded;
	s->pub.rejected += tally->rejected;
	for (int i = 0; i < MIA_REASON_COUNT; i++)
		s->pub.rejected_by[i] += tally->rejected_by[i];
	for (int i = 0; i < MIA_FLAG_COUNT; i++)
		s->pub.flagged[i] += tally->flagged[i];
}
