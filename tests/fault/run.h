/* One evidence into every result, in the way a test asks for; and all that
 * the reports say of it, as bytes to compare. */
#ifndef MIA_TESTS_RUN_H
#define MIA_TESTS_RUN_H

#include "../with_findings.h"
#include "expected.h"

/* How the evidence comes in. Zeroed: from memory, default limits, all cores. */
struct how {
	unsigned threads;
	size_t chunk; /* a stream of so many bytes a read; 0: memory */
	size_t block_bytes, record_bytes;
	int from_disk;    /* by path */
	int reopened;     /* by functions that open it, chunk bytes a read */
	unsigned shuffle; /* another order of the files */
	const struct mia_allocator *allocator;
};

struct text_out {
	char *ptr;
	size_t len, cap;
};

static inline int
text_add(void *ctx, const void *bytes, size_t size)
{
	struct text_out *out = ctx;

	if (out->len + size + 1 > out->cap) {
		out->cap = 2 * (out->len + size + 1);
		out->ptr = realloc(out->ptr, out->cap);
		assert_non_null(out->ptr);
	}
	if (size)
		memcpy(out->ptr + out->len, bytes, size);
	out->len += size;
	return 0;
}

static inline void
text_line(struct text_out *out, const char *format, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, format);
	int n = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	assert_in_range(n, 0, sizeof(line) - 1);
	text_add(out, line, (size_t)n);
}

/* A reject, all its parts together. */
struct rejected {
	char source[512];
	struct mia_reject reject; /* of the last part; texts are not kept */
	struct text_out raw, header;
};

struct run {
	struct mia_evidence *evidence;
	struct mia_sums *sums;
	struct mia_timeline *timeline;
	struct mia_sessions *sessions;
	struct mia_exposure *exposure;
	struct rejected *rejects;
	size_t reject_count, parts;
	size_t told; /* events that on_event was told of */
	enum mia_status status;
	struct mia_error err;
};

static inline int
keep_reject(void *ctx, const struct mia_reject *reject)
{
	struct run *run = ctx;
	struct rejected *r = NULL;

	for (size_t i = 0; i < run->reject_count; i++)
		if (run->rejects[i].reject.place.record == reject->place.record &&
			strcmp(run->rejects[i].source, reject->place.source->name) == 0)
			r = &run->rejects[i];
	if (!r) {
		run->rejects = realloc(run->rejects, (run->reject_count + 1) * sizeof(*r));
		assert_non_null(run->rejects);
		r = &run->rejects[run->reject_count++];
		memset(r, 0, sizeof(*r));
		text_add(&r->header, reject->header.ptr, reject->header.len);
	}
	snprintf(r->source, sizeof(r->source), "%s", reject->place.source->name);
	/* Several threads tell the parts in any order; the last is the longest. */
	if (reject->place.length >= r->reject.place.length)
		r->reject = *reject;
	text_add(&r->raw, reject->raw.ptr, reject->raw.len);
	run->parts++;
	return 0;
}

static inline int
count_event(void *ctx, const struct mia_event *event)
{
	(void)event;
	((struct run *)ctx)->told++;
	return 0;
}

struct drip {
	const struct file *file;
	size_t at, chunk;
};

static inline ptrdiff_t
drip_read(void *ctx, void *buf, size_t size)
{
	struct drip *d = ctx;
	size_t n = d->file->size - d->at;

	n = n < d->chunk ? n : d->chunk;
	n = n < size ? n : size;
	memcpy(buf, d->file->bytes + d->at, n);
	d->at += n;
	return (ptrdiff_t)n;
}

/* Many handles of one file: on every opening a drip of its own. */
static inline void *
drip_open(void *ctx)
{
	struct drip *d = malloc(sizeof(*d));

	assert_non_null(d);
	*d = *(const struct drip *)ctx;
	return d;
}

static inline enum mia_status
add_files(struct run *run, const struct file *files, size_t count, const struct how *how, struct drip *drips)
{
	enum mia_status status = MIA_OK;

	for (size_t i = 0; status == MIA_OK && i < count; i++) {
		size_t k = how->shuffle ? (i * how->shuffle + how->shuffle / 2) % count : i;
		const struct file *f = &files[k];
		drips[k] = (struct drip){ f, 0, how->chunk };
		if (how->reopened)
			status = mia_evidence_add_source(run->evidence, f->path,
				&(struct mia_source_ops){ drip_open, drip_read, free, &drips[k] }, f->size,
				&run->err);
		else if (how->chunk)
			status = mia_evidence_add_stream(run->evidence, f->path, drip_read, &drips[k],
				&run->err);
		else if (how->from_disk)
			status = mia_evidence_add_path(run->evidence, f->path, &run->err);
		else
			status =
				mia_evidence_add_memory(run->evidence, f->path, f->bytes, f->size, &run->err);
	}
	return status;
}

enum { FOLDS = 4 };

static inline void
run_folds(const struct run *run, struct mia_fold *folds[FOLDS])
{
	folds[0] = mia_sums_fold(run->sums);
	folds[1] = mia_timeline_fold(run->timeline);
	folds[2] = mia_sessions_fold(run->sessions);
	folds[3] = mia_exposure_fold(run->exposure);
}

static inline int check_books(const char *name, const struct run *run);

/* The files into all results; run->status tells how it went. If it went well,
 * the books balance. */
static inline struct run
run_files(const struct file *files, size_t count, const struct how *how)
{
	struct run run = { 0 };
	struct mia_limits limits = { .size = sizeof(limits),
		.block_bytes = how->block_bytes,
		.record_bytes = how->record_bytes };
	struct mia_load_options options = { .size = sizeof(options),
		.threads = how->threads,
		.on_reject = keep_reject,
		.on_event = count_event,
		.ctx = &run };
	const struct mia_allocator *a = how->allocator;
	struct mia_error *err = &run.err;
	struct mia_fold *folds[FOLDS];
	struct drip *drips = calloc(count + 1, sizeof(*drips));
	enum mia_status status;

	assert_non_null(drips);
	if ((status = mia_evidence_new(&run.evidence, a, &limits, err)) == MIA_OK &&
		(status = add_files(&run, files, count, how, drips)) == MIA_OK &&
		(status = mia_sums_new(&run.sums, a, err)) == MIA_OK &&
		(status = mia_timeline_new(&run.timeline, a, NULL, err)) == MIA_OK &&
		(status = mia_sessions_new(&run.sessions, a, NULL, err)) == MIA_OK &&
		(status = mia_exposure_new(&run.exposure, a, NULL, err)) == MIA_OK) {
		run_folds(&run, folds);
		status = mia_load(run.evidence, folds, FOLDS, &options, err);
	}
	free(drips);
	run.status = status;
	if (status == MIA_OK)
		assert_int_equal(check_books(count ? files[0].path : "no file", &run), 0);
	return run;
}

static inline void
run_free(struct run *run)
{
	for (size_t i = 0; i < run->reject_count; i++) {
		free(run->rejects[i].raw.ptr);
		free(run->rejects[i].header.ptr);
	}
	free(run->rejects);
	mia_exposure_free(run->exposure);
	mia_sessions_free(run->sessions);
	mia_timeline_free(run->timeline);
	mia_sums_free(run->sums);
	mia_evidence_free(run->evidence);
	memset(run, 0, sizeof(*run));
}

/* ---- what was found, as bytes ---- */

enum {
	SAY_MESSAGES = 1,
	SAY_FOLDERS = 2,
	SAY_SESSIONS = 4,
	SAY_TIMELINE = 8,
	SAY_EXPLAIN = 16,
	SAY_INFO = 32,
	SAY_REJECTS = 64,
	SAY_ALL = 127
};

static inline int
compare_rejects(const void *a, const void *b)
{
	const struct rejected *x = a, *y = b;
	int c = strcmp(x->source, y->source);

	return c ? c : x->reject.place.record < y->reject.place.record ? -1 : 1;
}

static inline void
say_rejects(struct run *run, struct text_out *out)
{
	if (run->reject_count)
		qsort(run->rejects, run->reject_count, sizeof(*run->rejects), compare_rejects);
	for (size_t i = 0; i < run->reject_count; i++) {
		const struct rejected *r = &run->rejects[i];
		const struct mia_place *p = &r->reject.place;
		text_line(out,
			"%s: record %llu line %llu offset %llu length %llu: %s at %llu, %s, %zu bytes: ",
			r->source, (unsigned long long)p->record, (unsigned long long)p->line,
			(unsigned long long)p->offset, (unsigned long long)p->length,
			mia_reason_name(r->reject.reason), (unsigned long long)r->reject.bad_offset,
			r->reject.detail, r->raw.len);
		text_add(out, r->raw.ptr, r->raw.len);
		text_add(out, "\n", 1);
	}
}

/* The chosen reports as CSV and as JSON, one behind the other. */
static inline void
say(struct run *run, unsigned what, struct text_out *out)
{
	struct mia_report_options options = { .size = sizeof(options), .write = text_add, .ctx = out };
	struct mia_error err;

	out->len = 0;
	for (int json = 0; json < 2; json++) {
		options.format = json ? MIA_FORMAT_JSON : MIA_FORMAT_CSV;
		if (what & SAY_MESSAGES)
			assert_int_equal(report_exposure(mia_report_messages, run->exposure, NULL, &options,
						 &err),
				MIA_OK);
		if (what & SAY_FOLDERS)
			assert_int_equal(report_exposure(mia_report_folders, run->exposure, NULL, &options,
						 &err),
				MIA_OK);
		if (what & SAY_SESSIONS)
			assert_int_equal(mia_report_sessions(run->sessions, &options, &err), MIA_OK);
		if (what & SAY_TIMELINE)
			assert_int_equal(mia_report_timeline(run->timeline, &options, &err), MIA_OK);
		if (what & SAY_EXPLAIN)
			assert_int_equal(mia_report_explain(run->timeline, run->evidence, &options, &err),
				MIA_OK);
		if (what & SAY_INFO)
			assert_int_equal(mia_report_info(run->evidence, run->sums, &options, &err), MIA_OK);
	}
	if (what & SAY_REJECTS)
		say_rejects(run, out);
}

/* Are the two the same? Says where they part. */
static inline int
same_text(const char *name, const char *how, const struct text_out *want, const struct text_out *got)
{
	size_t at = 0, from;

	while (at < want->len && at < got->len && want->ptr[at] == got->ptr[at])
		at++;
	if (at == want->len && at == got->len)
		return 1;
	from = at > 60 ? at - 60 : 0;
	print_message("# %s, %s: other bytes at %zu\n#  want: %.*s\n#  got:  %.*s\n", name, how, at,
		(int)(want->len - from < 160 ? want->len - from : 160), want->ptr + from,
		(int)(got->len - from < 160 ? got->len - from : 160), got->ptr + from);
	return 0;
}

/* ---- the books ---- */

#define CHECK(name, condition) \
	((condition) ? 0 : (print_message("# %s: line %d: not so: %s\n", (name), __LINE__, #condition), 1))

/* What holds of one source that was read to its end, however it was read. */
static inline int
check_source_books(const struct mia_source *s)
{
	uint64_t sum = 0;
	int wrong = 0;

	for (int k = 0; k < MIA_REASON_COUNT; k++)
		sum += s->rejected_by[k];
	wrong += CHECK(s->name, s->complete);
	wrong += CHECK(s->name, s->records == s->decoded + s->rejected);
	wrong += CHECK(s->name, s->rejected == sum);
	wrong += CHECK(s->name, s->text_bytes == s->record_bytes + s->framing_bytes);
	return wrong;
}

/* Every byte belongs to a record or to framing, every record is an event, a
 * repeat or a reject. Returns how often that is not so. */
static inline int
check_books(const char *name, const struct run *run)
{
	const struct mia_totals *t = mia_sums_totals(run->sums);
	uint64_t records = 0, decoded = 0, rejected = 0, by = 0;
	int wrong = 0;

	for (size_t i = 0; i < mia_evidence_count(run->evidence); i++) {
		const struct mia_source *s = mia_evidence_source(run->evidence, i);
		uint64_t events = 0, repeats = 0;
		wrong += check_source_books(s);
		if (mia_sums_source(run->sums, s->name, &events, &repeats, NULL) == MIA_OK)
			wrong += CHECK(s->name, s->decoded == events + repeats);
		else
			wrong += CHECK(s->name, s->decoded == 0);
		records += s->records;
		decoded += s->decoded;
		rejected += s->rejected;
	}
	for (int k = 0; k < MIA_REASON_COUNT; k++)
		by += t->rejected_by[k];
	wrong += CHECK(name, t->records == t->events + t->repeats + t->rejected);
	wrong += CHECK(name, t->records == records);
	wrong += CHECK(name, t->events + t->repeats == decoded);
	wrong += CHECK(name, t->rejected == rejected);
	wrong += CHECK(name, t->rejected == by);
	wrong += CHECK(name, run->reject_count == rejected);
	for (size_t i = 0; i < run->reject_count; i++)
		wrong += CHECK(name, run->rejects[i].reject.last);
	return wrong;
}

#endif
