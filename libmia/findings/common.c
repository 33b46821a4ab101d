/* What holds for all mailboxes alike: said once, and left out of the short form
 * of each sentence. */
#include "base/number.h"
#include "findings/excluded.h"
#include "findings/findings.h"

enum { CAVEATS_MOST = 3 };

static bool
keep(struct mia_findings *f, struct mia_text *list, const struct buf *out)
{
	if (out->failed)
		return false;
	if (out->len == 0)
		return true;
	list[f->caveats.count] = mia__arena_text(&f->kept, buf_view(out));
	return list[f->caveats.count++].ptr != NULL;
}

static bool
any_recorded(const struct mia_findings *f)
{
	for (size_t i = 0; i < f->boxes.count; i++)
		if (f->mailboxes[i].level <= MIA_LEVEL_HANDLED)
			return true;
	return false;
}

/* Of a mailbox without any record of access that is said otherwise. */
static bool
none_is_complete(const struct finding_boxes *b)
{
	bool open = false;

	for (size_t i = 0; i < b->count; i++) {
		if (!b->boxes[i].open && mia__sentence_is_logged(&b->boxes[i]))
			return false;
		open = open || b->boxes[i].open;
	}
	return open;
}

static bool
say_blind(struct mia_findings *f, struct mia_text *list, struct buf *out)
{
	struct sentence_facts facts = { .view = &f->view, .boxes = &f->boxes };
	struct sentence s;

	if (!mia__finding_spans_of(&f->blind_spans, &f->view, NO_FINDING_BOX, EVERYBODYS_SPANS, &facts.spans))
		return false;
	mia__wording_begin(&s, out, &facts);
	s.of_all = true;
	mia__excluded_say(&s, &facts.spans, any_recorded(f));
	mia__wording_end(&s);
	return keep(f, list, out);
}

static bool
say_counted(struct mia_findings *f, struct mia_text *list, enum text_id text, uint64_t n, struct buf *out)
{
	char digits[20];
	const struct mia_text places[9] = { { digits, mia__number_format(n, digits) } };

	buf_clear(out);
	mia__said_into(out, f->view.asked.language, text, n, places);
	return keep(f, list, out);
}

bool
mia__findings_common(struct mia_findings *f)
{
	const struct sentence_common common = { .no_rule = none_is_complete(&f->boxes) };
	const struct sentence_common *shared = f->boxes.count > 1 ? &common : NULL;
	uint64_t nameless = mia__finding_boxes_nameless(&f->boxes);
	struct mia_text *list;
	struct buf out;
	bool ok = true;

	if (shared) {
		list = mia__arena_take(&f->kept, CAVEATS_MOST * sizeof(*list));
		if (!list)
			return false;
		f->caveats = (struct mia_texts){ list, 0 };
		mia__buf_init(&out, &f->a);
		ok = say_blind(f, list, &out) &&
			(nameless == 0 || say_counted(f, list, T_COMMON_ANYBODYS, nameless, &out)) &&
			(!common.no_rule || say_counted(f, list, T_COMMON_NO_RULE, 0, &out));
		mia__buf_release(&out);
	}
	for (uint32_t i = 0; i < f->boxes.count && ok; i++)
		ok = mia__mailbox_finding_shorten(&f->mailboxes[i], &f->view, &f->boxes, i, &f->blind_spans,
			shared, &f->kept);
	return ok;
}
