#include "base/error.h"
#include "exposure/exposure.h"

#include <mia/findings.h>

struct mia_findings {
	struct mia_allocator a;
	const struct mia_exposure *exposure;
	const struct mia_coverage *coverage;
	struct mia_findings_options options;
	struct mia_findings_sums sums;
};

struct mia_finding_messages {
	struct mia_messages *recorded;
	const struct mia_allocator *a;
};

struct mia_finding_folders {
	struct mia_folders *recorded;
	const struct mia_allocator *a;
};

enum mia_status
mia_findings_new(struct mia_findings **ret, const struct mia_allocator *allocator, const struct mia_exposure *exposure,
	const struct mia_coverage *coverage, const struct mia_findings_options *options, struct mia_error *err)
{
	if (!ret || !exposure || !coverage)
		return mia_fail(err, MIA_ERR_ARGUMENT, "findings need an exposure and a coverage");
	if (!exposure->sealed)
		return mia_fail(err, MIA_ERR_STATE, "the exposure is not sealed");
	struct mia_allocator a = mia_allocator_or_default(allocator);
	struct mia_findings *f = mia_alloc(&a, 1, sizeof(*f));
	if (!f)
		return mia_fail_memory(err);
	f->a = a;
	f->exposure = exposure;
	f->coverage = coverage;
	if (options)
		f->options = *options;
	*ret = f;
	return MIA_OK;
}

void
mia_findings_free(struct mia_findings *f)
{
	if (!f)
		return;
	struct mia_allocator a = f->a;
	mia_dealloc(&a, f, 1, sizeof(*f));
}

size_t
mia_findings_mailbox_count(const struct mia_findings *f)
{
	(void)f;
	return 0;
}

const struct mia_mailbox_finding *
mia_findings_mailbox(const struct mia_findings *f, size_t i)
{
	(void)f, (void)i;
	return NULL;
}

const struct mia_findings_sums *
mia_findings_sums(const struct mia_findings *f)
{
	return &f->sums;
}

enum mia_status
mia_finding_messages_new(struct mia_finding_messages **ret, const struct mia_findings *f, struct mia_error *err)
{
	struct mia_finding_messages *m = mia_alloc(&f->a, 1, sizeof(*m));
	if (!m)
		return mia_fail_memory(err);
	m->a = &f->a;
	enum mia_status status = mia_messages_new(&m->recorded, f->exposure, err);
	if (status < 0) {
		mia_dealloc(&f->a, m, 1, sizeof(*m));
		return status;
	}
	*ret = m;
	return MIA_OK;
}

enum mia_status
mia_finding_messages_next(struct mia_finding_messages *m, const struct mia_message **ret, struct mia_error *err)
{
	return mia_messages_next(m->recorded, ret, err);
}

void
mia_finding_messages_free(struct mia_finding_messages *m)
{
	if (!m)
		return;
	mia_messages_free(m->recorded);
	mia_dealloc(m->a, m, 1, sizeof(*m));
}

enum mia_status
mia_finding_folders_new(struct mia_finding_folders **ret, const struct mia_findings *f, struct mia_error *err)
{
	struct mia_finding_folders *m = mia_alloc(&f->a, 1, sizeof(*m));
	if (!m)
		return mia_fail_memory(err);
	m->a = &f->a;
	enum mia_status status = mia_folders_new(&m->recorded, f->exposure, err);
	if (status < 0) {
		mia_dealloc(&f->a, m, 1, sizeof(*m));
		return status;
	}
	*ret = m;
	return MIA_OK;
}

enum mia_status
mia_finding_folders_next(struct mia_finding_folders *m, const struct mia_folder_exposure **ret, struct mia_error *err)
{
	return mia_folders_next(m->recorded, ret, err);
}

void
mia_finding_folders_free(struct mia_finding_folders *m)
{
	if (!m)
		return;
	mia_folders_free(m->recorded);
	mia_dealloc(m->a, m, 1, sizeof(*m));
}
