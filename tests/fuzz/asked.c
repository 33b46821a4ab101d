/* An evidence, read, and every result of it; the books held against each other. */
#include "fuzz.h"

static const mia_time march_2026 = INT64_C(17723232000000000); /* 2026-03-01 */

struct fuzz_how
fuzz_how(struct choice *choice)
{
	struct fuzz_how how = { .threads = 1 };

	how.scope = fuzz_choose(choice, FUZZ_SCOPES);
	how.options = fuzz_choose(choice, FUZZ_OPTIONS);
	how.language = (enum mia_language)fuzz_choose(choice, MIA_LANGUAGE_COUNT);
	return how;
}

/* Values that stand in the fixtures, so that there is something in scope and something out of it. */
struct mia_scope *
fuzz_scope(unsigned which)
{
	static const struct {
		enum mia_trait trait;
		int exclude;
		const char *value;
	} traits[FUZZ_SCOPES] = {
		{ MIA_TRAIT_COUNT, 0, NULL },
		{ MIA_TRAIT_SESSION, 0, "5e55a77a-0000-4000-8000-00000000000a" },
		{ MIA_TRAIT_ADDRESS, 0, "203.0.113.0/24" },
		{ MIA_TRAIT_CLIENT, 0, "OWA|Outlook|REST|(a+b)+" },
		{ MIA_TRAIT_USER, 0, "anna.berg@fjordlight.example" },
		{ MIA_TRAIT_MAILBOX, 0, "anna.berg@fjordlight.example" },
		{ MIA_TRAIT_APP, 1, "c11e47a0-0000-4000-8000-00000000f00d" },
		{ MIA_TRAIT_LOGON, 1, "delegate" },
	};
	struct mia_scope *scope = NULL;

	OK(mia_scope_new(&scope, NULL, err));
	if (traits[which].value)
		OK(mia_scope_add(scope, traits[which].trait, traits[which].exclude,
			mia_text_of(traits[which].value), err));
	if (which == 2)
		OK(mia_scope_between(scope, march_2026, MIA_TIME_UNKNOWN, err));
	return scope;
}

struct mia_evidence *
fuzz_evidence(size_t block, size_t record)
{
	struct mia_limits limits;
	struct mia_evidence *evidence = NULL;

	mia_limits_init(&limits);
	limits.block_bytes = block ? block : 8192;
	limits.record_bytes = record ? record : 1 << 16;
	limits.text_bytes = 1 << 20;
	OK(mia_evidence_new(&evidence, NULL, &limits, err));
	return evidence;
}

void
fuzz_add(struct mia_evidence *evidence, const char *name, struct mia_text bytes)
{
	OK(mia_evidence_add_memory(evidence, name, bytes.ptr, bytes.len, err));
}

/* ---- the books ---- */

void
fuzz_source_books(const struct mia_source *s)
{
	uint64_t rejected = 0;

	for (int i = 0; i < MIA_REASON_COUNT; i++)
		rejected += s->rejected_by[i];
	MUST(s->complete || s->rejected_by[MIA_REASON_CANNOT_READ]);
	MUST(s->records == s->decoded + s->rejected);
	MUST(s->rejected == rejected);
	MUST(s->text_bytes == s->record_bytes + s->framing_bytes);
	MUST(s->gzip_members || s->rejected_by[MIA_REASON_CANNOT_READ] || s->text_bytes <= s->stored_bytes);
	for (int i = 0; i < MIA_FLAG_COUNT; i++)
		MUST(s->flagged[i] <= s->decoded);
}

static void
hold_books(const struct fuzz_results *r)
{
	const struct mia_totals *t = mia_sums_totals(r->sums);
	uint64_t records = 0, decoded = 0, rejected = 0, by[MIA_REASON_COUNT] = { 0 }, events = 0;

	for (size_t i = 0; i < mia_evidence_count(r->evidence); i++) {
		const struct mia_source *s = mia_evidence_source(r->evidence, i);
		uint64_t here = 0, again = 0;
		fuzz_source_books(s);
		if (mia_sums_source(r->sums, s->name, &here, &again, NULL) != MIA_OK)
			MUST(s->decoded == 0);
		MUST(s->decoded == here + again);
		records += s->records;
		decoded += s->decoded;
		rejected += s->rejected;
		for (int k = 0; k < MIA_REASON_COUNT; k++)
			by[k] += s->rejected_by[k];
	}
	MUST(t->records == records);
	MUST(t->rejected == rejected);
	MUST(t->events + t->repeats == decoded);
	MUST(memcmp(t->rejected_by, by, sizeof(by)) == 0);
	MUST(r->rejected == rejected);
	MUST(mia_reject_list_count(r->rejects) == rejected);
	for (size_t i = 0; i < mia_sums_operation_count(r->sums); i++)
		events += mia_sums_operation(r->sums, i)->events;
	MUST(t->events == events);
	events = 0;
	for (size_t i = 0; i < mia_sums_mailbox_count(r->sums); i++)
		events += mia_sums_mailbox(r->sums, i)->events;
	MUST(t->events == events);
	MUST((t->first == MIA_TIME_UNKNOWN) == (t->last == MIA_TIME_UNKNOWN) && t->first <= t->last);
}

/* Levels and bases say the same, rows are as many as the sums say, no count is more than the log holds. */
static void
hold_findings(const struct fuzz_results *r)
{
	const struct mia_findings_sums *sums = mia_findings_sums(r->findings);
	const struct mia_exposure_sums *e = mia_exposure_sums(r->exposure);
	const struct mia_totals *t = mia_sums_totals(r->sums);
	struct mia_finding_messages *messages = NULL;
	const struct mia_message *m;
	uint64_t rows = 0, by[MIA_LEVEL_COUNT] = { 0 };

	OK(mia_finding_messages_new(&messages, r->findings, err));
	while (mia_finding_messages_next(messages, &m, NULL) == MIA_OK) {
		MUST(m->level == mia_level_of(m->basis));
		MUST(m->level != MIA_LEVEL_ACCESS_RECORDED || m->access_count > 0);
		MUST(m->access_count <= t->events);
		MUST((m->first_access == MIA_TIME_UNKNOWN) == (m->last_access == MIA_TIME_UNKNOWN));
		MUST(m->first_access <= m->last_access);
		by[m->level]++;
		rows++;
	}
	mia_finding_messages_free(messages);
	MUST(rows == sums->messages);
	MUST(memcmp(by, sums->by_level, sizeof(by)) == 0);
	MUST(e->events_in_scope <= t->events && e->unattributed <= t->events);
	MUST(e->binds <= e->binds_in_evidence && e->syncs <= e->syncs_in_evidence);
	for (size_t i = 0; i < mia_findings_mailbox_count(r->findings); i++) {
		const struct mia_mailbox_finding *b = mia_findings_mailbox(r->findings, i);
		MUST(b->level == mia_level_of(b->basis));
		MUST(b->sentence.ptr && b->sentence.len);
	}
	for (size_t i = 0; i < mia_coverage_count(r->coverage); i++) {
		const struct mia_span *s = mia_coverage_span(r->coverage, i);
		MUST(s->start == MIA_TIME_UNKNOWN || s->end == MIA_TIME_UNKNOWN || s->start <= s->end);
		MUST((s->reason == MIA_COVERAGE_COVERED) == (s->blind == 0));
		MUST(s->rule && *s->rule);
	}
}

/* ---- the load ---- */

static int
count_reject(void *ctx, const struct mia_reject *reject)
{
	struct fuzz_results *r = ctx;

	if (reject->last)
		__atomic_fetch_add(&r->rejected, 1, __ATOMIC_RELAXED);
	return 0;
}

static void
make_folds(struct fuzz_results *r, const struct fuzz_how *how)
{
	struct mia_timeline_options timeline;
	struct mia_sessions_options sessions;
	struct mia_exposure_options exposure;
	struct mia_coverage_options coverage;
	struct mia_triage_options triage;

	mia_timeline_options_init(&timeline);
	mia_sessions_options_init(&sessions);
	mia_exposure_options_init(&exposure);
	mia_coverage_options_init(&coverage);
	mia_triage_options_init(&triage);
	timeline.scope = sessions.scope = exposure.scope = r->scope;
	exposure.handled = (how->options & FUZZ_HANDLED) != 0;
	triage.all = exposure.handled;
	coverage.readiness = r->readiness;
	if (how->options & FUZZ_DATES) {
		coverage.since = march_2026;
		coverage.until = march_2026 + 30 * 86400 * MIA_TIME_SECOND;
		coverage.retention_days = 180;
	}
	OK(mia_sums_new(&r->sums, NULL, err));
	OK(mia_reject_list_new(&r->rejects, NULL, err));
	OK(mia_timeline_new(&r->timeline, NULL, &timeline, err));
	OK(mia_sessions_new(&r->sessions, NULL, &sessions, err));
	OK(mia_exposure_new(&r->exposure, NULL, &exposure, err));
	OK(mia_coverage_new(&r->coverage, NULL, &coverage, err));
	OK(mia_triage_new(&r->triage, NULL, &triage, err));
	if ((how->options & FUZZ_EXPAND) && how->scope)
		OK(mia_expansion_new(&r->expansion, NULL, r->scope, MIA_EXPAND_SESSION | MIA_EXPAND_TOKEN,
			err));
}

void
fuzz_load(struct fuzz_results *r, const struct fuzz_how *how)
{
	struct mia_fold *folds[8];
	struct mia_load_options options;
	struct mia_findings_options findings;
	struct mia_text own = mia_text_of("fjordlight.example");
	struct mia_subjects_options subjects;
	size_t n = 0;

	r->scope = fuzz_scope(how->scope);
	make_folds(r, how);
	folds[n++] = mia_sums_fold(r->sums);
	folds[n++] = mia_reject_list_fold(r->rejects);
	folds[n++] = mia_timeline_fold(r->timeline);
	folds[n++] = mia_sessions_fold(r->sessions);
	folds[n++] = mia_exposure_fold(r->exposure);
	folds[n++] = mia_coverage_fold(r->coverage);
	folds[n++] = mia_triage_fold(r->triage);
	if (r->expansion)
		folds[n++] = mia_expansion_fold(r->expansion);
	mia_load_options_init(&options);
	options.threads = how->threads;
	options.on_reject = count_reject;
	options.ctx = r;
	OK(mia_load(r->evidence, folds, n, &options, err));
	hold_books(r);
	mia_findings_options_init(&findings);
	findings.inventory = r->inventory;
	findings.language = how->language;
	findings.sync = how->options & FUZZ_SYNC_MAILBOX ? MIA_SYNC_MAILBOX : MIA_SYNC_FOLDER;
	OK(mia_findings_new(&r->findings, NULL, r->exposure, r->coverage, &findings, err));
	hold_findings(r);
	if (r->inventory) {
		mia_subjects_options_init(&subjects);
		subjects.own_domains = (struct mia_texts){ &own, 1 };
		OK(mia_subjects_new(&r->subjects, NULL, r->findings, &subjects, err));
	}
}

void
fuzz_free(struct fuzz_results *r)
{
	mia_subjects_free(r->subjects);
	mia_findings_free(r->findings);
	mia_triage_free(r->triage);
	mia_expansion_free(r->expansion);
	mia_coverage_free(r->coverage);
	mia_exposure_free(r->exposure);
	mia_sessions_free(r->sessions);
	mia_timeline_free(r->timeline);
	mia_reject_list_free(r->rejects);
	mia_sums_free(r->sums);
	mia_evidence_free(r->evidence);
	mia_scope_free(r->scope);
}
