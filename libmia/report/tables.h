/* The tables of the reports while they are open: where each stands in its
 * rows, and what the cells of a row point to. */
#ifndef MIA_REPORT_TABLES_H
#define MIA_REPORT_TABLES_H

#include <mia/report.h>

#include "format/table.h"

/* A row has each reason once. */
enum { TRIAGE_REASONS = 64 };

/* Which rows: the first member where rows are told by their number. */
struct row_range {
	size_t at;
	size_t start, end; /* of a part; end 0: all */
};

struct message_rows {
	const struct mia_findings *findings;
	struct mia_finding_messages *cursor;
	size_t start, end; /* of a part; else all */
	struct mia_text basis[MIA_BASIS_COUNT];
	bool for_people;
	char nameless[96];
};

struct folder_rows {
	const struct mia_findings *findings;
	struct mia_finding_folders *cursor;
	struct mia_text basis[MIA_BASIS_COUNT];
};

struct mailbox_rows {
	size_t at; /* here and below first: mia__table_rewind */
	const struct mia_findings *findings;
	struct mia_text basis[MIA_BASIS_COUNT];
};

struct session_rows {
	struct row_range range;
	const struct mia_sessions *sessions;
};

struct coverage_rows {
	size_t at;
	const struct mia_coverage *coverage;
	bool for_people;
	struct mia_text blind[2];
};

struct timeline_rows {
	union {
		struct row_range range;
		size_t at; /* its first member */
	};
	const struct mia_timeline *timeline;
	struct mia_text flags[MIA_FLAG_COUNT];
};

struct triage_rows {
	struct row_range range;
	const struct mia_triage *triage;
	struct mia_text reasons[TRIAGE_REASONS], codes[TRIAGE_REASONS];
};

struct people_rows {
	size_t at;
	const struct mia_subjects *subjects;
	struct mia_text roles[2];
};

struct reject_rows {
	size_t at;
	const struct mia_reject_list *rejects;
};

struct info_rows {
	size_t at;
	const struct mia_evidence *evidence;
	const struct mia_sums *sums;
	struct named_count rejects[MIA_REASON_COUNT];
	struct named_count flags[MIA_FLAG_COUNT];
};

/* Stays where it was opened: the table points to the rows. */
struct open_table {
	struct table table;
	union {
		struct message_rows messages;
		struct folder_rows folders;
		struct mailbox_rows mailboxes;
		struct session_rows sessions;
		struct coverage_rows coverage;
		struct timeline_rows timeline;
		struct triage_rows triage;
		struct people_rows people;
		struct reject_rows rejects;
		struct info_rows info;
	} rows;
	void (*close)(struct open_table *open); /* or NULL */
};

/* Where it cannot be opened there is nothing to close. for_people: with words
 * in the place of cells that would only puzzle. */
enum mia_status mia__messages_open(struct open_table *ret, const struct mia_findings *findings,
	bool for_people, struct mia_error *err);
enum mia_status mia__folders_open(struct open_table *ret, const struct mia_findings *findings,
	struct mia_error *err);
enum mia_status mia__mailboxes_open(struct open_table *ret, const struct mia_findings *findings,
	struct mia_error *err);
enum mia_status mia__sessions_open(struct open_table *ret, const struct mia_sessions *sessions,
	struct mia_error *err);
enum mia_status mia__coverage_open(struct open_table *ret, const struct mia_coverage *coverage,
	bool for_people, struct mia_error *err);
enum mia_status mia__timeline_open(struct open_table *ret, const struct mia_timeline *timeline,
	struct mia_error *err);
enum mia_status mia__triage_open(struct open_table *ret, const struct mia_triage *triage,
	struct mia_error *err);
/* The option that takes the subject of such a row. */
const char *mia__triage_option(enum mia_triage_kind kind);
enum mia_status mia__people_open(struct open_table *ret, const struct mia_subjects *subjects,
	struct mia_error *err);
/* These cannot fail. */
void mia__rejects_open(struct open_table *ret, const struct mia_reject_list *rejects);
/* part: one of those of info.h. */
void mia__info_open(struct open_table *ret, const struct table *part, const struct mia_evidence *evidence,
	const struct mia_sums *sums);

void mia__table_close(struct open_table *open);

/* part.c: for tables whose rows begin with a struct row_range, and that stand in
 * an open table: rewind, and part and close of their parts. */
enum mia_status mia__range_rewind(void *rows, struct mia_error *err);
enum mia_status mia__range_part(void *rows, size_t start, size_t end, struct table *ret,
	struct mia_error *err);
void mia__range_close(struct table *part);
/* The number of the next row; false: there is none. count: of all rows. */
bool mia__range_next(struct row_range *range, size_t count, size_t *ret);

/* The columns of a report; each stands in the file of its report. */
struct report_columns {
	const struct column *ptr;
	size_t count;
};
/* NULL: the report has no columns. */
const struct report_columns *mia__columns_of(enum mia_report_kind report);
extern const struct report_columns mia__columns_of_messages, mia__columns_of_folders,
	mia__columns_of_mailboxes, mia__columns_of_sessions, mia__columns_of_coverage,
	mia__columns_of_timeline, mia__columns_of_triage, mia__columns_of_people, mia__columns_of_readiness,
	mia__columns_of_expansion, mia__columns_of_explain, mia__columns_of_diff,
	mia__columns_of_verification, mia__columns_of_sources, mia__columns_of_rejects;

#endif
