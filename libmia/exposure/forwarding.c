/*
 * Inbox rules and mailbox forwarding that were set in scope: mail that came
 * later, and matched, went on to somebody (European Data Protection Board,
 * Guidelines 01/2021, case of e-mail exfiltration; Exchange admin schema for
 * the records). A setting lives until the record that empties, disables or
 * removes it, whoever made that (names/lasting.h); else to the end.
 */
#include "exposure/exposure.h"

#include "base/sort.h"
#include "base/text.h"
#include "event/rule.h"
#include "event/rule_actions.h"
#include "names/directory.h"

enum { RULE_SETS, RULE_ENDS, RULE_ENABLES };

static bool
add_rule_text(struct mia_exposure *e, struct mia_text name, struct mia_text value, uint16_t *count)
{
	uint32_t number;

	if (*count == UINT16_MAX)
		return true;
	buf_clear(&e->scratch);
	if (name.ptr) {
		mia__buf_text(&e->scratch, name);
		mia__buf_byte(&e->scratch, '=');
	}
	mia__buf_text(&e->scratch, value);
	if (e->scratch.failed || e->rule_text_count >= UINT32_MAX - 1 ||
		!mia__grow(&e->a, &e->rule_texts, &e->rule_text_cap, e->rule_text_count + 1,
			sizeof(number)) ||
		!mia__intern_add(&e->texts, buf_view(&e->scratch), &number))
		return false;
	e->rule_texts[e->rule_text_count++] = number;
	++*count;
	return true;
}

/* A rule that a client wrote. One that says nothing of its actions, as most do
 * when a client merely brings its rules up to date, changes nothing. */
static bool
classify_by_client(const struct mia_event *event, struct exposure_rule *rule)
{
	struct mia_text operation = mia_event_parameter(event, "RuleOperation"),
			state = text_trim(mia_event_parameter(event, "RuleState"));

	rule->kind = RULE_SETS;
	if (mia__text_find_nocase(operation, TEXT("Remove")) >= 0 ||
		mia__text_find_nocase(operation, TEXT("Delete")) >= 0) {
		rule->kind = RULE_ENDS;
		return true;
	}
	if (text_equal_nocase(state, TEXT("Disabled")))
		rule->kind = RULE_ENDS;
	return mia__rule_actions_forward(mia_event_parameter(event, "RuleActions"));
}

/* An operation that only looks like one of these (MIA_FLAG_OPERATION_ODD): where it names whom mail
 * goes to, it counts as one that set it; it ends nothing. */
static bool
classify_odd(const struct mia_event *event, struct exposure_rule *rule)
{
	rule->kind = RULE_SETS;
	for (size_t i = 0; i < event->parameter_count; i++) {
		const struct mia_parameter *p = &event->parameters[i];
		rule->of_mailbox = mia__rule_target(p->name, true);
		if ((rule->of_mailbox || mia__rule_target(p->name, false)) && text_trim(p->value).len)
			return true;
	}
	return mia__rule_actions_forward(mia_event_parameter(event, "RuleActions"));
}

/* What an operation does to forwarding; false: nothing. */
static bool
classify(const struct mia_event *event, struct exposure_rule *rule)
{
	bool named = false, set = false;

	if (event->flags & MIA_FLAG_OPERATION_ODD)
		return classify_odd(event, rule);
	if (mia__rule_by_client(event))
		return classify_by_client(event, rule);
	rule->of_mailbox = text_equal_nocase(event->operation, TEXT("Set-Mailbox"));
	for (size_t i = 0; i < event->parameter_count; i++) {
		if (!mia__rule_target(event->parameters[i].name, rule->of_mailbox))
			continue;
		named = true;
		set |= text_trim(event->parameters[i].value).len > 0;
	}
	rule->kind = set ? RULE_SETS : RULE_ENDS;
	if (rule->of_mailbox || text_equal_nocase(event->operation, TEXT("New-InboxRule")) ||
		text_equal_nocase(event->operation, TEXT("Set-InboxRule")))
		return named;
	if (text_equal_nocase(event->operation, TEXT("Enable-InboxRule"))) {
		rule->kind = RULE_ENABLES;
		return true;
	}
	return text_equal_nocase(event->operation, TEXT("Remove-InboxRule")) ||
		text_equal_nocase(event->operation, TEXT("Disable-InboxRule"));
}

struct taking {
	struct mia_exposure *e;
	struct exposure_rule *rule;
};

static bool
take_target(void *ctx, struct mia_text recipient)
{
	struct taking *t = ctx;

	return add_rule_text(t->e, TEXT_ABSENT, recipient, &t->rule->target_count);
}

static bool
add_texts_by_client(struct mia_exposure *e, const struct mia_event *event, struct exposure_rule *rule)
{
	struct mia_text condition = text_trim(mia_event_parameter(event, "RuleCondition"));

	if (!mia__rule_actions_recipients(mia_event_parameter(event, "RuleActions"), take_target,
		    &(struct taking){ e, rule }))
		return false;
	return condition.len == 0 ||
		add_rule_text(e, TEXT("RuleCondition"), condition, &rule->condition_count);
}

static bool
add_texts(struct mia_exposure *e, const struct mia_event *event, struct exposure_rule *rule)
{
	for (size_t i = 0; i < event->parameter_count; i++) {
		const struct mia_parameter *p = &event->parameters[i];
		struct mia_text target = mia__rule_address(p->value);
		if (mia__rule_target(p->name, rule->of_mailbox) && target.len &&
			!add_rule_text(e, TEXT_ABSENT, target, &rule->target_count))
			return false;
	}
	for (size_t i = 0; !rule->of_mailbox && i < event->parameter_count; i++) {
		const struct mia_parameter *p = &event->parameters[i];
		if (mia__rule_condition(p->name) &&
			!add_rule_text(e, p->name, p->value, &rule->condition_count))
			return false;
	}
	return true;
}

bool
mia__exposure_note_rule(struct mia_exposure *e, const struct mia_event *event, enum mia_match match)
{
	struct exposure_rule rule = { .time = event->time,
		.match = (uint8_t)match,
		.texts = (uint32_t)e->rule_text_count };

	enum mark mark = mia__mark_of(event);
	if ((mark == MARK_INBOX_RULE || mark == MARK_FORWARDING) &&
		!mia__lasting_note(&e->lasting, event, mark))
		return false;
	if ((event->flags & MIA_FLAG_FAILED) || !classify(event, &rule))
		return true;
	memcpy(rule.key, event->key, sizeof(rule.key));
	struct rule_names named = mia__rule_names(event, rule.of_mailbox);
	if (e->rule_count >= UINT32_MAX - 1 ||
		!(mia__rule_by_client(event) ? add_texts_by_client(e, event, &rule)
					     : add_texts(e, event, &rule)) ||
		!mia__intern_add(&e->texts, named.mailbox, &rule.mailbox) ||
		!mia__intern_add(&e->texts, named.second, &rule.alternative) ||
		!mia__intern_add(&e->texts, event->operation, &rule.operation) ||
		!mia__intern_add(&e->texts, named.name, &rule.name) ||
		!mia__intern_add(&e->texts, event->id, &rule.id) ||
		!mia__grow(&e->a, &e->rules, &e->rule_cap, e->rule_count + 1, sizeof(rule)))
		return false;
	e->rules[e->rule_count++] = rule;
	return true;
}

/* ---- at the seal ---- */

/* A user makes rules in his own mailbox, if the record names no other that is known;
 * of forwarding of a mailbox nobody else's name will do. */
static struct directory_owner
find_owner(const struct mia_exposure *e, const struct directory *d, const struct exposure_rule *rule)
{
	struct directory_owner owner = mia__directory_owner(d, intern_text(&e->texts, rule->mailbox),
		intern_text(&e->texts, rule->alternative), !rule->of_mailbox);

	if (owner.number != NOT_IN_DIRECTORY)
		owner.name = mia__mailbox_names_name(&e->mailboxes, owner.number);
	return owner;
}

struct ordered_rules {
	const struct mia_exposure *e;
	struct directory_owner *owners; /* of each rule */
};

/* Two mailboxes may bear one name; a rule whose mailbox is not known has none. */
static struct mia_text
guid_of(const struct ordered_rules *o, uint32_t x)
{
	uint32_t number = o->owners[x].number;

	return number == NOT_IN_DIRECTORY ? TEXT_ABSENT : mia__mailbox_names_guid(&o->e->mailboxes, number);
}

static int
compare_settings(const struct ordered_rules *o, uint32_t x, uint32_t y)
{
	const struct exposure_rule *a = &o->e->rules[x], *b = &o->e->rules[y];
	int c = text_compare_nocase(o->owners[x].name, o->owners[y].name);

	if (c == 0)
		c = text_compare(guid_of(o, x), guid_of(o, y));
	if (c == 0)
		c = a->of_mailbox - b->of_mailbox;
	return c
		? c
		: text_compare_nocase(intern_text(&o->e->texts, a->name), intern_text(&o->e->texts, b->name));
}

static int
compare_rules(const void *ctx, uint32_t x, uint32_t y)
{
	const struct ordered_rules *o = ctx;
	const struct exposure_rule *a = &o->e->rules[x], *b = &o->e->rules[y];
	int c = compare_settings(o, x, y);

	if (c == 0)
		c = (a->time > b->time) - (a->time < b->time);
	if (c == 0)
		c = memcmp(a->key, b->key, sizeof(a->key));
	/* Of versions of one record, the one in scope, then the one that says more. */
	if (c == 0)
		c = b->match - a->match;
	if (c == 0)
		c = b->target_count - a->target_count;
	if (c == 0)
		c = b->condition_count - a->condition_count;
	for (uint32_t i = 0; c == 0 && i < (uint32_t)a->target_count + a->condition_count; i++)
		c = text_compare(intern_text(&o->e->texts, o->e->rule_texts[a->texts + i]),
			intern_text(&o->e->texts, o->e->rule_texts[b->texts + i]));
	return c ? c : text_compare(o->owners[x].name, o->owners[y].name);
}

static bool
fill_texts(struct mia_exposure *e, uint32_t start, size_t count, struct mia_texts *ret)
{
	struct mia_text *texts = mia__arena_take(&e->kept, count * sizeof(*texts));

	for (size_t i = 0; texts && i < count; i++)
		texts[i] = intern_text(&e->texts, e->rule_texts[start + i]);
	*ret = (struct mia_texts){ texts, count };
	return texts != NULL;
}

static bool
begin(struct mia_exposure *e, const struct exposure_rule *at, const struct exposure_rule *setting,
	struct directory_owner owner)
{
	struct mia_forwarding *f = &e->forwardings[e->forwarding_count];
	const struct lasting_note *end = mia__lasting_end_of_forwarding(&e->lasting, at->key);

	e->forwarding_roots[e->forwarding_count++] = owner.number;
	*f = (struct mia_forwarding){
		.mailbox = owner.name,
		.mailbox_guid = owner.number == NOT_IN_DIRECTORY
			? TEXT_ABSENT
			: mia__mailbox_names_guid(&e->mailboxes, owner.number),
		.unplaced = owner.number == NOT_IN_DIRECTORY,
		.match = (enum mia_match)at->match,
		.start = at->time,
		.end = end ? end->time : MIA_TIME_UNKNOWN,
		.end_record_id = end ? intern_text(&e->lasting.texts, end->id) : TEXT_ABSENT,
		.operation = intern_text(&e->texts, at->operation),
		.name = intern_text(&e->texts, at->name),
		.record_id = intern_text(&e->texts, at->id),
	};
	return fill_texts(e, setting->texts, setting->target_count, &f->targets) &&
		fill_texts(e, setting->texts + setting->target_count, setting->condition_count,
			&f->conditions);
}

/* One setting, in order of time. */
static bool
follow(struct mia_exposure *e, const struct ordered_rules *o, const uint32_t *order, size_t count)
{
	const struct exposure_rule *setting = NULL;
	bool open = false;

	for (size_t i = 0; i < count; i++) {
		const struct exposure_rule *rule = &e->rules[order[i]];
		if (i && memcmp(rule->key, e->rules[order[i - 1]].key, sizeof(rule->key)) == 0)
			continue;
		if (rule->kind == RULE_SETS)
			setting = rule;
		open = open && rule->kind == RULE_ENABLES;
		if (rule->kind == RULE_ENDS || !setting || open || rule->match == MIA_MATCH_NO)
			continue;
		if (!begin(e, rule, setting, o->owners[order[i]]))
			return false;
		open = true;
	}
	return true;
}

static bool
make(struct mia_exposure *e, const struct directory *d, struct ordered_rules *o, uint32_t *order)
{
	size_t n = e->rule_count;

	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		o->owners[i] = find_owner(e, d, &e->rules[i]);
	}
	e->forwardings = mia__arena_take(&e->kept, n * sizeof(*e->forwardings));
	e->forwarding_roots = mia__arena_take(&e->kept, n * sizeof(*e->forwarding_roots));
	if (!e->forwardings || !e->forwarding_roots || !mia__sort_numbers(&e->a, order, n, compare_rules, o))
		return false;
	for (size_t at = 0, end; at < n; at = end) {
		for (end = at + 1; end < n && compare_settings(o, order[at], order[end]) == 0;)
			end++;
		if (!follow(e, o, order + at, end - at))
			return false;
	}
	return true;
}

bool
mia__exposure_make_forwardings(struct mia_exposure *e)
{
	struct ordered_rules o = { .e = e };
	struct directory d;
	uint32_t *order;
	bool ok;

	if (e->rule_count == 0)
		return true;
	o.owners = mia__alloc(&e->a, e->rule_count, sizeof(*o.owners));
	order = mia__alloc(&e->a, e->rule_count, sizeof(*order));
	mia__directory_init(&d, &e->a);
	ok = mia__lasting_seal(&e->lasting, &e->mailboxes) &&
		mia__directory_add_mailboxes(&d, &e->mailboxes, NULL) && mia__directory_sort(&d) &&
		o.owners && order && make(e, &d, &o, order);
	mia__directory_release(&d);
	mia__dealloc(&e->a, o.owners, e->rule_count, sizeof(*o.owners));
	mia__dealloc(&e->a, order, e->rule_count, sizeof(*order));
	return ok;
}

size_t
mia_exposure_forwarding_count(const struct mia_exposure *e)
{
	return e && e->sealed ? e->forwarding_count : 0;
}

const struct mia_forwarding *
mia_exposure_forwarding(const struct mia_exposure *e, size_t i)
{
	return i < mia_exposure_forwarding_count(e) ? &e->forwardings[i] : NULL;
}
