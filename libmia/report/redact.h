/*
 * Keyed hashes in the place of people and subjects. A column says what it
 * holds (enum mia_column_names); the rest follows from that, so that no report
 * can forget to redact.
 */
#ifndef MIA_REPORT_REDACT_H
#define MIA_REPORT_REDACT_H

#include <mia/case.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/report.h"

/* MIA_ERR_MEMORY where the hash cannot be made; out is then a word that tells
 * nothing. Absent and empty texts give "". */
enum mia_status mia__redact_person(const struct mia_redaction *redaction, struct mia_text person,
	char out[MIA_REDACTED_TEXT], struct mia_error *err);
enum mia_status mia__redact_file(const struct mia_redaction *redaction, struct mia_text file,
	char out[MIA_REDACTED_TEXT], struct mia_error *err);
enum mia_status mia__redact_subject(const struct mia_redaction *redaction, struct mia_text subject,
	char out[MIA_REDACTED_TEXT], struct mia_error *err);

/* People that prose may name by something that is no mail address: a GUID, an
 * account, a distinguished name; and files. */
struct redact_names {
	struct mia_text *names; /* lower case; sorted once sealed */
	size_t count, cap;
};
struct redact_people {
	struct arena kept;
	struct redact_names people, files;
};
void mia__redact_people_init(struct redact_people *people, const struct mia_allocator *a);
void mia__redact_people_release(struct redact_people *people);
/* Absent and empty ones are nobody. False when memory is refused. */
bool mia__redact_people_add(struct redact_people *people, struct mia_text name);
/* A file name is replaced as a whole: that of an export is often that of a
 * person, in a form that cannot be known. */
bool mia__redact_people_add_file(struct redact_people *people, struct mia_text name);
/* Whom the sentences of these findings may name; the forwarding targets and
 * files too. */
bool mia__redact_people_of_findings(struct redact_people *people, const struct mia_findings *findings);
/* Before the first mia__redact_prose; false when memory is refused. */
bool mia__redact_people_seal(struct redact_people *people);

/*
 * Adds text to out, with the hash of the person in the place of every mail
 * address, of everyone in `people` (sealed; may be NULL) and of the `near`
 * ones, names without regard to case and as whole words. Redacts rather too
 * much than too little: a message id in prose looks like an address.
 */
enum mia_status mia__redact_prose(const struct mia_redaction *redaction, const struct redact_people *people,
	struct mia_texts near, struct mia_text text, struct buf *out, struct mia_error *err);

/* A table as it may leave the house. Stays where it was opened. */
struct redacted_table {
	struct table table; /* the same rows, or the inner table where redaction is NULL */
	const struct table *inner;
	const struct mia_redaction *redaction;
	struct redact_people people;
	struct arena cells; /* of one row */
	struct buf prose;
	struct mia_text near[TABLE_COLUMNS]; /* the people of the row */
	size_t near_count;
};
/* Where it cannot be opened there is nothing to close. */
enum mia_status mia__redacted_open(struct redacted_table *ret, const struct table *table,
	const struct mia_redaction *redaction, struct mia_error *err);
void mia__redacted_close(struct redacted_table *redacted);
const struct mia_allocator *mia__redaction_allocator(const struct mia_redaction *redaction);
/* Adds the value of an option as it may leave the house: names of people as
 * hashes, other values as prose; unchanged where redaction is NULL. */
enum mia_status mia__redact_option(const struct mia_redaction *redaction,
	const struct mia_case_option *option, struct buf *out, struct mia_error *err);
/* MIA_ERR_ARGUMENT if options ask for a redaction that the report has not. */
enum mia_status mia__redact_refuse(const struct mia_report_options *options, const char *report,
	struct mia_error *err);

#endif
