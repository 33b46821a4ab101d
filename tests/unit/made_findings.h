/* Findings over plain arrays: spans, mailboxes, an inventory, without the
 * folds that make them. */
#ifndef MIA_TESTS_MADE_FINDINGS_H
#define MIA_TESTS_MADE_FINDINGS_H

#include "made_exposure.h"

#include "exposure/ids.h"
#include "findings/findings.h"

#define MINUTES(n) SECONDS((n)*60)
#define HOURS(n) SECONDS((n)*3600)
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct made_view {
	struct finding_view view;
	struct mia_mailbox_exposure exposed[4];
	const struct mia_mailbox_exposure *exposed_list[4];
	struct mia_coverage_mailbox covered[4];
	const struct mia_coverage_mailbox *covered_list[4];
	struct mia_span spans[12];
	const struct mia_span *span_list[12];
	struct mia_forwarding forwardings[3];
	const struct mia_forwarding *forwarding_list[3];
	struct mia_inventory_item items[12];
	const struct mia_inventory_item *item_list[12];
	struct mia_inventory_folder statistics[6];
	const struct mia_inventory_folder *statistics_list[6];
};

static inline void
begin_view(struct made_view *v)
{
	memset(v, 0, sizeof(*v));
	mia_findings_options_init(&v->view.asked);
	v->view.extent = (struct mia_coverage_extent){
		.first = HOURS(0),
		.last = HOURS(10),
		.stated_from = MIA_TIME_UNKNOWN,
		.stated_until = MIA_TIME_UNKNOWN,
	};
#define POINT(list, array) \
	for (size_t i = 0; i < COUNT(v->array); i++) \
		v->list[i] = &v->array[i]; \
	v->view.array = v->list
	POINT(exposed_list, exposed);
	POINT(covered_list, covered);
	POINT(span_list, spans);
	POINT(forwarding_list, forwardings);
	POINT(item_list, items);
	POINT(statistics_list, statistics);
#undef POINT
}

/* Ann's mailbox by its GUID, as the records of made_exposure.h name it. */
static inline struct mia_mailbox_exposure *
add_exposed(struct made_view *v, const char *name, const char *guid)
{
	struct mia_mailbox_exposure *e = &v->exposed[v->view.exposed_count++];

	*e = (struct mia_mailbox_exposure){
		.mailbox = text_of(name),
		.guid = text_of(guid),
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
		.first_sync = MIA_TIME_UNKNOWN,
		.last_sync = MIA_TIME_UNKNOWN,
		.first_bind = MIA_TIME_UNKNOWN,
		.last_bind = MIA_TIME_UNKNOWN,
		.first_unattributed_sync = MIA_TIME_UNKNOWN,
		.last_unattributed_sync = MIA_TIME_UNKNOWN,
	};
	return e;
}

static inline struct mia_coverage_mailbox *
add_covered(struct made_view *v, const char *name, const char *guid, uint64_t binds)
{
	struct mia_coverage_mailbox *c = &v->covered[v->view.covered_count++];

	*c = (struct mia_coverage_mailbox){ .mailbox = text_of(name), .guid = text_of(guid), .binds = binds };
	return c;
}

static inline struct mia_span *
add_span(struct made_view *v, const char *mailbox, enum mia_coverage_reason reason, mia_time start,
	mia_time end)
{
	struct mia_span *span = &v->spans[v->view.span_count++];
	bool throttled = reason == MIA_COVERAGE_THROTTLED || reason == MIA_COVERAGE_THROTTLING_SUSPECTED;

	*span = (struct mia_span){
		.mailbox = text_of(mailbox),
		.start = start,
		.end = end,
		.reason = reason,
		.blind = reason == MIA_COVERAGE_COVERED ? 0
			: throttled                     ? MIA_BLIND_BINDS
							: MIA_BLIND_BINDS | MIA_BLIND_SYNCS,
		.rule = "made",
		.until_rule = "",
	};
	return span;
}

static inline struct mia_inventory_item *
add_listed(struct made_view *v, enum mia_inventory_kind kind, const char *message_id, const char *path,
	mia_time received)
{
	struct mia_inventory_item *item = &v->items[v->view.item_count++];

	*item = (struct mia_inventory_item){
		.kind = kind,
		.mailbox = TEXT("ANN@x"),
		.internet_message_id = text_of(message_id),
		.folder_path = text_of(path),
		.received = received,
		.size_bytes = MIA_SIZE_UNKNOWN,
	};
	return item;
}

static inline struct mia_findings *
make_findings(const struct mia_exposure *exposure, struct made_view *v)
{
	struct mia_findings *findings = NULL;

	assert_int_equal(mia__findings_over(&findings, &poisoning, exposure, &v->view, NULL), MIA_OK);
	return findings;
}

static inline struct mia_exposure *
empty_exposure(void)
{
	struct mia_exposure *exposure = new_exposure(NULL);

	seal_exposure(exposure);
	return exposure;
}

static inline void
assert_sentence(const struct mia_mailbox_finding *m, const char *wanted)
{
	char text[4096];

	assert_true(m->sentence.len < sizeof(text));
	memcpy(text, m->sentence.ptr, m->sentence.len);
	text[m->sentence.len] = '\0';
	assert_string_equal(text, wanted);
	/* What nobody may conclude from an audit log. */
	assert_null(strstr(text, "read"));
	assert_null(strstr(text, "not accessed"));
	assert_null(strstr(text, "%"));
}

#endif
