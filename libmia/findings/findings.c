/* The findings as a whole: what they are made of, and in which order. */
#include "base/error.h"
#include "coverage/coverage.h"
#include "exposure/exposure.h"
#include "findings/findings.h"
#include "findings/sentence.h"
#include "inventory/inventory.h"

static const struct mia_findings_options defaults = {
	.size = sizeof(defaults),
	.since = MIA_TIME_UNKNOWN,
	.until = MIA_TIME_UNKNOWN,
};

#undef mia_findings_options_init
void
mia_findings_options_init(struct mia_findings_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

/* ---- the view: arrays of what the getters hand out ---- */

static bool
collect_exposure(struct mia_findings *f)
{
	const struct mia_exposure *e = f->exposure;
	size_t mailboxes = mia_exposure_mailbox_count(e), rules = mia_exposure_forwarding_count(e);

	if (!mia__grow(&f->a, &f->exposed, &f->exposed_cap, mailboxes, sizeof(*f->exposed)) ||
		!mia__grow(&f->a, &f->forwardings, &f->forwarding_cap, rules, sizeof(*f->forwardings)))
		return false;
	for (size_t i = 0; i < mailboxes; i++)
		f->exposed[i] = mia_exposure_mailbox(e, i);
	for (size_t i = 0; i < rules; i++)
		f->forwardings[i] = mia_exposure_forwarding(e, i);
	f->view.exposed = f->exposed;
	f->view.exposed_count = mailboxes;
	f->view.forwardings = f->forwardings;
	f->view.forwarding_count = rules;
	return true;
}

static bool
collect_coverage(struct mia_findings *f, const struct mia_coverage *c)
{
	size_t mailboxes = mia_coverage_mailbox_count(c), spans = mia_coverage_count(c);

	if (!mia__grow(&f->a, &f->covered, &f->covered_cap, mailboxes, sizeof(*f->covered)) ||
		!mia__grow(&f->a, &f->spans, &f->span_cap, spans, sizeof(*f->spans)))
		return false;
	for (size_t i = 0; i < mailboxes; i++)
		f->covered[i] = mia_coverage_mailbox(c, i);
	for (size_t i = 0; i < spans; i++)
		f->spans[i] = mia_coverage_span(c, i);
	f->view.covered = f->covered;
	f->view.covered_count = mailboxes;
	f->view.spans = f->spans;
	f->view.span_count = spans;
	mia_coverage_extent(c, &f->view.extent);
	return true;
}

static bool
collect_inventory(struct mia_findings *f, const struct mia_inventory *inventory)
{
	size_t items = inventory ? mia_inventory_item_count(inventory) : 0;
	size_t folders = inventory ? mia_inventory_folder_count(inventory) : 0;

	if (!mia__grow(&f->a, &f->items, &f->item_cap, items, sizeof(*f->items)) ||
		!mia__grow(&f->a, &f->statistics, &f->statistic_cap, folders, sizeof(*f->statistics)))
		return false;
	for (size_t i = 0; i < items; i++)
		f->items[i] = mia_inventory_item(inventory, i);
	for (size_t i = 0; i < folders; i++)
		f->statistics[i] = mia_inventory_folder(inventory, i);
	f->view.items = f->items;
	f->view.item_count = items;
	f->view.statistics = f->statistics;
	f->view.statistics_count = folders;
	return true;
}

static bool
collect(struct mia_findings *f, const struct mia_coverage *coverage)
{
	return collect_exposure(f) && collect_coverage(f, coverage) &&
		collect_inventory(f, f->view.asked.inventory);
}

/* ---- the whole ---- */

/* Items of mailboxes in which no access in scope is recorded. */
static void
count_elsewhere(struct mia_findings *f)
{
	f->sums.inventory_elsewhere = f->placed.elsewhere;
	for (size_t i = 0; i < f->placed.count; i++) {
		const struct inventory_run *run = &f->placed.runs[i];
		if (f->mailboxes[run->box].level > MIA_LEVEL_UNATTRIBUTED)
			f->sums.inventory_elsewhere += run->count;
	}
}

static bool
make_mailboxes(struct mia_findings *f)
{
	if (!mia__grow(&f->a, &f->mailboxes, &f->mailbox_cap, f->boxes.count, sizeof(*f->mailboxes)))
		return false;
	for (uint32_t i = 0; i < f->boxes.count; i++)
		if (!mia__mailbox_finding_make(&f->mailboxes[i], &f->view, &f->boxes, i, &f->blind_spans,
			    &f->kept))
			return false;
	return mia__findings_common(f);
}

static enum mia_status
make(struct mia_findings *f, struct mia_error *err)
{
	/* Only what an inventory places needs to be found in a folder; and a message
	 * on a list may have lain in one that was copied. */
	if (f->view.item_count || f->view.statistics_count || f->view.asked.list)
		MIA_TRY(mia__findings_take_folders(f, err));
	if (!mia__finding_boxes_make(&f->boxes, &f->a, &f->view) ||
		!mia__finding_boxes_take(&f->boxes, &f->view) ||
		!mia__finding_spans_make(&f->blind_spans, &f->a, &f->view, &f->boxes) ||
		!mia__placed_make(&f->placed, &f->a, &f->view, &f->boxes) ||
		!mia__findings_take_statistics(f))
		return mia__fail_memory(err);
	MIA_TRY(mia__findings_count(f, err));
	if (f->boxes.count && !make_mailboxes(f))
		return mia__fail_memory(err);
	count_elsewhere(f);
	return MIA_OK;
}

/* What was asked of the exposure need not be said again. 0 is what a member has
 * that was left out of an initialiser, and no time of any audit log. */
static void
take_question(struct finding_view *view, const struct mia_exposure *exposure)
{
	struct mia_findings_options *asked = &view->asked;

	if (asked->since == MIA_TIME_UNKNOWN || asked->since == 0)
		asked->since = exposure->question.since;
	if (asked->until == MIA_TIME_UNKNOWN || asked->until == 0)
		asked->until = exposure->question.until;
	if (asked->actors.count == 0)
		asked->actors = exposure->question.actors;
	view->by_someone = exposure->question.by_someone;
	asked->scope = NULL;
}

static struct mia_findings *
new_findings(const struct mia_allocator *allocator, const struct mia_exposure *exposure)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_findings *f = mia__alloc(&a, 1, sizeof(*f));

	if (!f)
		return NULL;
	*f = (struct mia_findings){ .a = a, .exposure = exposure };
	f->boxes.a = f->blind_spans.a = f->placed.a = a;
	mia__places_init(&f->counted, &a);
	mia__places_init(&f->boxes.folders, &a);
	mia__places_init(&f->boxes.copied, &a);
	mia__places_init(&f->boxes.maybe_copied, &a);
	mia__arena_init(&f->kept, &a);
	f->view.asked = defaults;
	return f;
}

static enum mia_status
finish(struct mia_findings **ret, struct mia_findings *f, enum mia_status status)
{
	if (status < 0)
		mia_findings_free(f);
	else
		*ret = f;
	return status;
}

enum mia_status
mia__findings_over(struct mia_findings **ret, const struct mia_allocator *allocator,
	const struct mia_exposure *exposure, const struct finding_view *view, struct mia_error *err)
{
	struct mia_findings *f = new_findings(allocator, exposure);

	if (!f)
		return mia__fail_memory(err);
	f->view = *view;
	return finish(ret, f, make(f, err));
}

enum mia_status
mia_findings_new(struct mia_findings **ret, const struct mia_allocator *allocator,
	const struct mia_exposure *exposure, const struct mia_coverage *coverage,
	const struct mia_findings_options *options, struct mia_error *err)
{
	if (!ret || !exposure || !coverage)
		return mia__fail(err, MIA_ERR_ARGUMENT, "findings need an exposure and a coverage");
	struct mia_findings_options own = defaults;
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_findings_options", err));
	if (!exposure->sealed || !coverage->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the %s is not sealed",
			exposure->sealed ? "coverage" : "exposure");
	if (own.inventory && !own.inventory->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the inventory is not sealed");
	struct mia_findings *f = new_findings(allocator, exposure);
	if (!f)
		return mia__fail_memory(err);
	f->view.asked = own;
	take_question(&f->view, exposure);
	return finish(ret, f, collect(f, coverage) ? make(f, err) : mia__fail_memory(err));
}

void
mia_findings_free(struct mia_findings *f)
{
	if (!f)
		return;
	struct mia_allocator a = f->a;
	mia__dealloc(&a, f->exposed, f->exposed_cap, sizeof(*f->exposed));
	mia__dealloc(&a, f->covered, f->covered_cap, sizeof(*f->covered));
	mia__dealloc(&a, f->spans, f->span_cap, sizeof(*f->spans));
	mia__dealloc(&a, f->forwardings, f->forwarding_cap, sizeof(*f->forwardings));
	mia__dealloc(&a, f->items, f->item_cap, sizeof(*f->items));
	mia__dealloc(&a, f->statistics, f->statistic_cap, sizeof(*f->statistics));
	mia__dealloc(&a, f->folders, f->folder_cap, sizeof(*f->folders));
	mia__dealloc(&a, f->mailboxes, f->mailbox_cap, sizeof(*f->mailboxes));
	mia__dealloc(&a, f->extras, f->extra_cap, sizeof(*f->extras));
	mia__dealloc(&a, f->unnamed_folders, f->unnamed_folder_cap, sizeof(*f->unnamed_folders));
	mia__dealloc(&a, f->statistics_boxes, f->statistics_cap, sizeof(*f->statistics_boxes));
	mia__dealloc(&a, f->listed, f->listed_cap, sizeof(*f->listed));
	mia__placed_release(&f->placed);
	mia__places_release(&f->counted);
	mia__finding_spans_release(&f->blind_spans);
	mia__finding_boxes_release(&f->boxes);
	mia__arena_release(&f->kept);
	mia__dealloc(&a, f, 1, sizeof(*f));
}

size_t
mia_findings_mailbox_count(const struct mia_findings *f)
{
	return f ? f->boxes.count : 0;
}

const struct mia_mailbox_finding *
mia_findings_mailbox(const struct mia_findings *f, size_t i)
{
	return f && i < f->boxes.count ? &f->mailboxes[i] : NULL;
}

struct mia_texts
mia_findings_caveats(const struct mia_findings *f)
{
	return f ? f->caveats : (struct mia_texts){ NULL, 0 };
}

const struct mia_findings_sums *
mia_findings_sums(const struct mia_findings *f)
{
	return f ? &f->sums : NULL;
}

enum mia_language
mia__findings_language(const struct mia_findings *f)
{
	return f->view.asked.language;
}
