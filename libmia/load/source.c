/* One source as it is read: opened, told apart, its text block by block, its faults told, its books closed. */
#include "load/source.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/options.h"
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
			struct late_fault *late = mia__arena_take(&s->faults, sizeof(*late));
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
	/* What was lost by a change may be any record: this one stands as it is. */
	if (cut && s->held.reason != MIA_REASON_INPUT_CHANGED && s->held.reason != MIA_REASON_GZIP_TRAILING &&
		s->held.reason != MIA_REASON_GZIP_BAD_CHECK) {
		last->reason = s->held.reason;
		last->bad_at = last->len;
		last->detail = keep_detail(s, s->held.detail);
	} else {
		note(s, batch, s->held.reason, s->held.detail);
	}
	s->held.reason = MIA_REASON_NONE;
}

void
mia__source_tell_faults(struct source *s, struct batch *batch, const struct block *block)
{
	if (block->at_end)
		end_by_fault(s, batch);
	for (const struct late_fault *late = block->late; late; late = late->next)
		note(s, batch, late->fault.reason, late->fault.detail);
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

bool
mia__source_finish(struct source *s)
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
	if (s->origin.sum_key)
		s->quick = (struct quick){ mia__hash_sum_end(&s->bytes.quick), true };
	mia__bytes_close(&s->bytes);
	s->bytes_open = false;
	mia__batch_release(&s->carry);
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
	s->bytes.ratio = evidence->limits.ratio;
	if (evidence->how.text_sha256 && !mia__bytes_hash_text(&s->bytes))
		return mia__fail_memory(err);
	if (!mia__batch_clear(batch, 0, HEAD))
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

/* The rest of what is stored behind the text, and what is wrong there or shows at the very end; but of what
 * somebody has looked into, nothing counts. */
static enum mia_status
read_rest(struct source *s, struct mia_error *err)
{
	struct fault ignored;

	mia__bytes_drain(&s->bytes);
	while (s->ignored && s->pub.note[0] && mia__bytes_take_fault(&s->bytes, &ignored))
		;
	return take_faults(s) ? MIA_OK : mia__fail_memory(err);
}

/* The head was hashed as it was read; of the other blocks whoever reads them may do it. */
static void
hash_later(struct source *s)
{
	s->hashes_later = s->bytes_open && mia__bytes_hash_later(&s->bytes);
}

enum mia_status
mia__source_read(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct block *ret, struct mia_error *err)
{
	/* Inflating is the slow part of gzip: there threads are to wait for each other less often. */
	size_t size = evidence->limits.block_bytes * (s->bytes.gzip ? 4 : 1);
	bool at_end = false;

	batch->count = batch->len = 0;
	if (s->state == SOURCE_UNOPENED) {
		MIA_TRY(open_source(s, evidence, batch, &at_end, err));
		hash_later(s);
	} else {
		if (!mia__batch_clear(batch, size / 4, size))
			return mia__fail_memory(err);
		at_end = fill(s, batch, size);
		if (!take_faults(s))
			return mia__fail_memory(err);
	}
	if (at_end)
		MIA_TRY(read_rest(s, err));
	*ret = (struct block){ s->blocks++, at_end, s->late, NULL, s->bytes.unhashed, s->bytes.stored_bytes };
	ret->unhashed = batch->buf + batch->len - ret->unhashed_len;
	s->bytes.unhashed = 0;
	s->late = NULL;
	s->text_done = at_end;
	return MIA_OK;
}

bool
mia__source_disown(struct source *s, const char *note_text, uint64_t rejected)
{
	struct mia_source *p = &s->pub;

	if (s->state != SOURCE_DONE && !mia__source_finish(s))
		return false;
	s->text_done = true;
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
	pthread_mutex_lock(&s->turn);
	s->pub.decoded += tally->decoded;
	s->pub.rejected += tally->rejected;
	for (int i = 0; i < MIA_REASON_COUNT; i++)
		s->pub.rejected_by[i] += tally->rejected_by[i];
	for (int i = 0; i < MIA_FLAG_COUNT; i++)
		s->pub.flagged[i] += tally->flagged[i];
	pthread_mutex_unlock(&s->turn);
}

uint64_t
mia__evidence_total_bytes(const struct mia_evidence *evidence)
{
	uint64_t total = 0;

	for (size_t i = 0; i < evidence->count; i++) {
		const struct source *s = evidence->sources[i];
		total += s->size;
		if (s->size == 0 &&
			(s->origin.kind == ORIGIN_STREAM ||
				(s->origin.kind == ORIGIN_SOURCE && !s->origin.stored_bytes_known)))
			return 0;
	}
	return total;
}

void
mia__evidence_sum(struct mia_evidence *evidence, bool wanted)
{
	for (size_t i = 0; i < evidence->count; i++)
		evidence->sources[i]->origin.sum_key = wanted ? &evidence->sum_key : NULL;
}

void
mia__evidence_watch_cancel(struct mia_evidence *evidence, const struct mia_cancel *cancel)
{
	for (size_t i = 0; i < evidence->count; i++)
		evidence->sources[i]->origin.cancel = mia__cancel_flag(cancel);
}
