/*
 * What the fuzz targets share. A target takes bytes, does with them what the
 * program does with evidence, and asserts what must hold whatever they are; an
 * assertion that fails says so in one line and aborts. tests/fuzz/README.md
 * lists targets and assertions.
 */
#ifndef MIA_TESTS_FUZZ_FUZZ_H
#define MIA_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mia/mia.h>

/* Each target has this function, as libFuzzer wants it; replay.c calls it too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DIE(...) \
	do { \
		fprintf(stderr, "ORACLE %s:%d: ", strrchr("/" __FILE__, '/') + 1, __LINE__); \
		fprintf(stderr, __VA_ARGS__); \
		fputc('\n', stderr); \
		abort(); \
	} while (0)
#define MUST(condition) \
	do { \
		if (!(condition)) \
			DIE("%s", #condition); \
	} while (0)
/* A call that cannot fail for anything that stands in evidence. */
#define OK(call) \
	do { \
		struct mia_error err_ = { 0 }, *err = &err_; \
		enum mia_status status_ = (call); \
		(void)err; \
		if (status_ != MIA_OK) \
			DIE("%s: %s: %s", #call, mia_status_name(status_), err_.text); \
	} while (0)

/* ---- input.c: what an input is taken apart into ---- */

/* The first four bytes choose what is done with the rest; fewer are 0. So an input does the same
 * each time, and the fuzzer can learn to choose. */
struct choice {
	uint32_t bits;
};
struct choice fuzz_choice(const uint8_t **data, size_t *size);
/* A number below n, which uses up as many of the bits as it needs. */
unsigned fuzz_choose(struct choice *choice, unsigned n);
/* Where a line "@@" stands the input falls into two; else it is halved, at the end of a line if it has any. */
void fuzz_halve(struct mia_text whole, struct mia_text *first, struct mia_text *second);
/* The input as a stream that gives `piece` bytes at a time. */
struct fuzz_stream {
	struct mia_text left;
	size_t piece;
};
ptrdiff_t fuzz_stream_read(void *stream, void *buf, size_t size);

/* ---- output.c: where bytes go ---- */

/* Grows and is used again; the bytes of it are what a report wrote. */
struct fuzz_output {
	char *ptr;
	size_t len, cap;
};
int fuzz_write(void *output, const void *bytes, size_t size);
void fuzz_print(struct fuzz_output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fuzz_same(const char *what, const struct fuzz_output *a, const struct fuzz_output *b);

/* ---- asked.c: an evidence, read, and every result of it ---- */

struct fuzz_how {
	unsigned threads;
	unsigned scope;   /* which of the known scopes; 0: everything */
	unsigned options; /* bits: handled, --sync mailbox, dates, --expand */
	enum mia_language language;
};
enum { FUZZ_SCOPES = 8 };
enum { FUZZ_HANDLED = 1, FUZZ_SYNC_MAILBOX = 2, FUZZ_DATES = 4, FUZZ_EXPAND = 8, FUZZ_OPTIONS = 16 };
struct fuzz_how fuzz_how(struct choice *choice);

struct fuzz_results {
	struct mia_evidence *evidence;
	struct mia_scope *scope;
	struct mia_sums *sums;
	struct mia_reject_list *rejects;
	struct mia_timeline *timeline;
	struct mia_sessions *sessions;
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_expansion *expansion; /* NULL unless asked for */
	struct mia_triage *triage;
	struct mia_inventory *inventory; /* given, or NULL; as is */
	struct mia_readiness *readiness;
	struct mia_findings *findings;
	struct mia_subjects *subjects; /* NULL without an inventory */
	uint64_t rejected;             /* by the callback */
};
/* block, record: limits in bytes, 0: as usual. */
struct mia_evidence *fuzz_evidence(size_t block, size_t record);
void fuzz_add(struct mia_evidence *evidence, const char *name, struct mia_text bytes);
/* Reads results->evidence into all results and holds the books against each other. */
void fuzz_load(struct fuzz_results *results, const struct fuzz_how *how);
void fuzz_free(struct fuzz_results *results);
/* The books of one source that was read. */
void fuzz_source_books(const struct mia_source *source);
struct mia_scope *fuzz_scope(unsigned which);

/* ---- written.c: whether what was written is what it says to be ---- */

/* One report in one format: guarded, readable, and where it is CSV the same values as JSON. */
typedef enum mia_status fuzz_report(const void *result, const struct mia_report_options *options,
	struct mia_error *err);
void fuzz_check_report(enum mia_report_kind kind, fuzz_report *report, const void *result,
	enum mia_format format, struct choice *choice);
/* One of the reports of a load, in one format. */
void fuzz_check_some_report(const struct fuzz_results *results, struct choice *choice);
/* NDJSON of every report, one behind the other. */
void fuzz_write_all(const struct fuzz_results *results, struct fuzz_output *output);
/* No control, no C1, nothing that turns text around or has no width; and UTF-8. */
void fuzz_check_guarded(const char *what, struct mia_text text, const char *allowed);

/* ---- reading.c: a reader of JSON and one of CSV that take nothing but what the RFCs allow ---- */

struct fuzz_value {
	char kind;            /* { [ " # t f n */
	struct mia_text key;  /* of a member */
	struct mia_text text; /* of a string, decoded; of a number, as written */
	size_t count, next;   /* how many are inside; the index of what comes behind all of these */
};
struct fuzz_json {
	struct fuzz_value *values;
	size_t count, cap;
	struct fuzz_output texts;
};
/* One value in *json, whose memory is used again; false: it is no JSON. */
bool fuzz_json_read(struct fuzz_json *json, struct mia_text text);

struct fuzz_csv {
	struct mia_text *cells; /* row after row */
	size_t count, cap, columns, rows;
	struct fuzz_output texts;
};
/* All rows have as many cells as the first. */
bool fuzz_csv_read(struct fuzz_csv *csv, struct mia_text text, bool excel);

#endif
