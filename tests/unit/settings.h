/* Exports of settings, written down in a test, and what is made of them. */
#ifndef MIA_TESTS_SETTINGS_H
#define MIA_TESTS_SETTINGS_H

#include "test.h"

#include "system/machine.h"

/* A mailbox whose three sets Microsoft manages, with a licence, in a tenant
 * that audits: all is well. Tests change one thing each. */
#define TENANT_ON "{\"AuditDisabled\": false}{\"UnifiedAuditLogIngestionEnabled\": true}"
#define ANNA "\"UserPrincipalName\": \"anna@fjordlight.example\""
#define MANAGED "\"AuditEnabled\": true, \"DefaultAuditSet\": [\"Admin\", \"Delegate\", \"Owner\"]"
#define E5 "\"SkuPartNumber\": \"SPE_E5\", \"ServicePlans\": \"M365_ADVANCED_AUDITING:Success\""
#define E3 "\"SkuPartNumber\": \"SPE_E3\""

/* One source, JSON or CSV. */
static inline void
read_settings(struct mia_readiness *r, const char *name, const char *text)
{
	struct mia_evidence *files;

	assert_int_equal(mia_evidence_new(&files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(files, name, text, strlen(text), NULL), MIA_OK);
	assert_int_equal(mia_readiness_read(r, files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_source(files, 0)->rejected, 0);
	mia_evidence_free(files);
}

/* Of sources, the last NULL; each with a name of its own. */
static inline struct mia_readiness *
ready_of(const char *const *texts)
{
	struct mia_readiness *r;
	char name[] = "settings-a";

	assert_int_equal(mia_readiness_new(&r, NULL, NULL), MIA_OK);
	for (; *texts; texts++, name[9]++)
		read_settings(r, name, *texts);
	assert_int_equal(mia_readiness_seal(r, NULL), MIA_OK);
	return r;
}
#define READY(...) ready_of((const char *const[]){ __VA_ARGS__, NULL })

static inline int
has_text(struct mia_texts texts, const char *wanted)
{
	for (size_t i = 0; i < texts.count; i++)
		if (texts.ptr[i].len == strlen(wanted) &&
			memcmp(texts.ptr[i].ptr, wanted, texts.ptr[i].len) == 0)
			return 1;
	return 0;
}

static inline int
says(struct mia_text detail, const char *part)
{
	return mia__find_bytes(detail.ptr, detail.len, part, strlen(part)) != NULL;
}

/* The account of that name, which must be there once. */
static inline const struct mia_readiness_mailbox *
account_of(const struct mia_readiness *r, const char *name)
{
	const struct mia_readiness_mailbox *found = NULL;

	for (size_t i = 0; i < mia_readiness_count(r); i++) {
		const struct mia_readiness_mailbox *m = mia_readiness_get(r, i);
		if (m->mailbox.len == strlen(name) && memcmp(m->mailbox.ptr, name, m->mailbox.len) == 0) {
			assert_null(found);
			found = m;
		}
	}
	assert_non_null(found);
	return found;
}

#define assert_answers(m, o, d, a) \
	do { \
		assert_int_equal((m)->owner, o); \
		assert_int_equal((m)->delegate, d); \
		assert_int_equal((m)->admin, a); \
	} while (0)
#define YES MIA_YES
#define NO MIA_NO
#define UNTOLD MIA_NOT_STATED

#endif
