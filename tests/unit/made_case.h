/* A case out of records in memory, as mia report would make it. */
#ifndef MIA_TESTS_MADE_CASE_H
#define MIA_TESTS_MADE_CASE_H

#include "report_fake.h"

#include "base/buf.h"

struct made_case {
	struct mia_evidence *evidence;
	struct mia_scope *scope;
	struct mia_sums *sums;
	struct mia_reject_list *rejects;
	struct mia_coverage *coverage;
	struct mia_exposure *exposure;
	struct mia_sessions *sessions;
	struct mia_timeline *timeline;
	struct mia_findings *findings;
	struct mia_case view;
};

/* session: whose access counts; NULL: anybody's. records: NDJSON; "" for no
 * evidence at all. */
static inline struct made_case *
make_case(const char *records, const char *session)
{
	struct made_case *m = calloc(1, sizeof(*m));
	struct mia_findings_options options;

	assert_non_null(m);
	assert_int_equal(mia_scope_new(&m->scope, NULL, NULL), MIA_OK);
	if (session)
		assert_int_equal(mia_scope_add(m->scope, MIA_TRAIT_SESSION, 0, text_of(session), NULL),
			MIA_OK);
	struct mia_exposure_options exposure = { .size = sizeof(exposure), .scope = m->scope };
	struct mia_sessions_options sessions = { .size = sizeof(sessions), .scope = m->scope };
	struct mia_timeline_options timeline = { .size = sizeof(timeline), .scope = m->scope };
	assert_int_equal(mia_evidence_new(&m->evidence, NULL, NULL, NULL), MIA_OK);
	if (*records)
		assert_int_equal(mia_evidence_add_memory(m->evidence, "export.ndjson", records,
					 strlen(records), NULL),
			MIA_OK);
	assert_int_equal(mia_sums_new(&m->sums, NULL, NULL), MIA_OK);
	assert_int_equal(mia_reject_list_new(&m->rejects, NULL, NULL), MIA_OK);
	assert_int_equal(mia_coverage_new(&m->coverage, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_exposure_new(&m->exposure, NULL, &exposure, NULL), MIA_OK);
	assert_int_equal(mia_sessions_new(&m->sessions, NULL, &sessions, NULL), MIA_OK);
	assert_int_equal(mia_timeline_new(&m->timeline, NULL, &timeline, NULL), MIA_OK);
	struct mia_fold *folds[] = {
		mia_sums_fold(m->sums),
		mia_reject_list_fold(m->rejects),
		mia_coverage_fold(m->coverage),
		mia_exposure_fold(m->exposure),
		mia_sessions_fold(m->sessions),
		mia_timeline_fold(m->timeline),
	};
	assert_int_equal(mia_load(m->evidence, folds, sizeof(folds) / sizeof(*folds), NULL, NULL), MIA_OK);
	mia_findings_options_init(&options);
	options.scope = m->scope;
	assert_int_equal(mia_findings_new(&m->findings, NULL, m->exposure, m->coverage, &options, NULL),
		MIA_OK);
	m->view = (struct mia_case){
		.size = sizeof(m->view),
		.evidence = m->evidence,
		.sums = m->sums,
		.rejects = m->rejects,
		.findings = m->findings,
		.coverage = m->coverage,
		.sessions = m->sessions,
		.timeline = m->timeline,
		.made = MIA_CASE_NO_TIME,
		.scope = m->scope,
	};
	return m;
}

static inline void
free_case(struct made_case *m)
{
	mia_findings_free(m->findings);
	mia_timeline_free(m->timeline);
	mia_sessions_free(m->sessions);
	mia_exposure_free(m->exposure);
	mia_coverage_free(m->coverage);
	mia_reject_list_free(m->rejects);
	mia_sums_free(m->sums);
	mia_scope_free(m->scope);
	mia_evidence_free(m->evidence);
	free(m);
}

/* One access of Ann's mailbox at 2026-03-04T09:00:00 plus so many minutes.
 * Each text goes between quotes of JSON as it is. */
static inline void
add_access(struct buf *out, unsigned number, unsigned minute, const char *kind, const char *session,
	const char *name)
{
	char text[8192];
	int n = snprintf(text, sizeof(text),
		"{\"CreationTime\":\"2026-03-04T%02u:%02u:00\",\"Id\":\"c0000000-0000-4000-8000-%012u\","
		"\"Operation\":\"MailItemsAccessed\",\"UserId\":\"ann@example.org\",\"MailboxOwnerUPN\":\"ann@example.org\","
		"\"MailboxGuid\":\"b0000000-0000-4000-8000-000000000001\",\"SessionId\":\"%s\",\"ClientIPAddress\":\"203.0.113.7\","
		"\"ClientInfoString\":\"Client=%s\",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"%s\"},"
		"{\"Name\":\"IsThrottled\",\"Value\":\"False\"}],",
		9 + minute / 60, minute % 60, number, session, name, kind);
	assert_in_range(n, 1, sizeof(text) - 1);
	mia__buf_add(out, text, (size_t)n);
	if (strcmp(kind, "Sync") == 0)
		n = snprintf(text, sizeof(text),
			"\"Item\":{\"ParentFolder\":{\"Id\":\"F%u\",\"Path\":\"%s\"}}}\n", number, name);
	else
		n = snprintf(text, sizeof(text),
			"\"Folders\":[{\"Id\":\"F1\",\"Path\":\"%s\",\"FolderItems\":"
			"[{\"InternetMessageId\":\"<m%u@example.org>\",\"Subject\":\"%s\"}]}]}\n",
			name, number, name);
	assert_in_range(n, 1, sizeof(text) - 1);
	mia__buf_add(out, text, (size_t)n);
}

/* For make_case; the buffer stays the caller's. */
static inline const char *
records_of(struct buf *out)
{
	mia__buf_byte(out, '\0');
	assert_false(out->failed);
	return out->ptr;
}

#endif
