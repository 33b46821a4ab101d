/* Triage as a fold: what is kept of each event. */
#include "base/error.h"
#include "base/text.h"
#include "event/apps.h"
#include "event/identity.h"
#include "event/marks.h"
#include "triage/background.h"
#include "triage/gather.h"

_Static_assert(sizeof(struct noted) == 40 || sizeof(void *) != 8, "kept once a record");

static const struct mia_fold_ops triage_ops;

static const struct mia_triage_options defaults = { .size = sizeof(defaults) };

#undef mia_triage_options_init
void
mia_triage_options_init(struct mia_triage_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia_triage_new(struct mia_triage **ret, const struct mia_allocator *allocator,
	const struct mia_triage_options *options, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_triage_options own = defaults;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new triage");
	MIA_TRY(mia__options_take(&own, sizeof(own), options, "mia_triage_options", err));
	struct mia_triage *t = mia__alloc(&a, 1, sizeof(*t));
	if (!t)
		return mia__fail_memory(err);
	t->fold.ops = &triage_ops;
	t->a = a;
	t->all = own.all;
	mia__intern_init(&t->texts, &a);
	mia__intern_init(&t->contexts, &a);
	mia__mailbox_names_init(&t->mailboxes, &a);
	mia__folder_names_init(&t->folders, &a);
	mia__lasting_init(&t->lasting, &a);
	mia__arena_init(&t->kept, &a);
	enum mia_status status = mia_act_reader_new(&t->acts_of, &a, err);
	if (status < 0) {
		mia_triage_free(t);
		return status;
	}
	*ret = t;
	return MIA_OK;
}

void
mia_triage_free(struct mia_triage *t)
{
	if (!t)
		return;
	struct mia_allocator a = t->a;
	mia__intern_release(&t->texts);
	mia__intern_release(&t->contexts);
	mia__mailbox_names_release(&t->mailboxes);
	mia__folder_names_release(&t->folders);
	mia__lasting_release(&t->lasting);
	mia__arena_release(&t->kept);
	mia_act_reader_free(t->acts_of);
	mia__dealloc(&a, t->records, t->record_cap, sizeof(*t->records));
	mia__dealloc(&a, t->items, t->item_cap, sizeof(*t->items));
	mia__dealloc(&a, t->syncs, t->sync_cap, sizeof(*t->syncs));
	mia__dealloc(&a, t->acts, t->act_cap, sizeof(*t->acts));
	mia__dealloc(&a, t->rows, t->row_cap, sizeof(*t->rows));
	mia__dealloc(&a, t->sent_on, t->sent_on_cap, sizeof(*t->sent_on));
	mia__dealloc(&a, t, 1, sizeof(*t));
}

struct mia_fold *
mia_triage_fold(struct mia_triage *t)
{
	return t ? &t->fold : NULL;
}

static enum mia_status
triage_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct mia_triage *t = (const struct mia_triage *)(const void *)like;
	struct mia_triage_options options = { .size = sizeof(options), .all = t->all };
	struct mia_triage *spawned;

	MIA_TRY(mia_triage_new(&spawned, &t->a, &options, err));
	/* So that both can be merged without hashing again. */
	spawned->texts.key = t->texts.key;
	spawned->contexts.key = t->contexts.key;
	*ret = &spawned->fold;
	return MIA_OK;
}

/* By Microsoft Entra's error codes: what is wrong is guessed; after what is right a
 * second factor is asked for, a new password is due, or a policy stops it. */
static enum deed
failed_sign_in(struct mia_text error)
{
	static const char *const wrong[] = { "0", "50034", "50053", "50056", "50057", "50064", "50126",
		"80012", "80014" };
	static const char *const right[] = { "50055", "50072", "50074", "50076", "50079", "50144", "50158",
		"500121", "53000", "53001", "53003", "530032" };

	if (error.len == 0 || TEXT_IS_ONE_OF(error, wrong))
		return DEED_WRONG;
	return TEXT_IS_ONE_OF(error, right) ? DEED_STOPPED : DEED_INTERRUPTED;
}

/* A failed access gave nothing away. */
static enum deed
deed_of(const struct mia_event *event, enum mark mark)
{
	bool failed = (event->flags & MIA_FLAG_FAILED) != 0;

	if (mark == MARK_SIGN_IN) {
		failed = failed || text_equal_nocase(event->operation, TEXT("UserLoginFailed"));
		if (!failed)
			return DEED_SIGNED_IN;
		return failed_sign_in(event->error_number);
	}
	if (failed)
		return DEED_OTHER;
	if (event->bind)
		return DEED_BIND;
	return event->sync ? DEED_SYNC : DEED_OTHER;
}

/* Which way an application came says nothing of who it is. */
static struct mia_text
app_of(const struct mia_event *event)
{
	const struct mia_text ids[] = { event->client_app_id, event->app_id, event->context_app_id,
		event->application_id, mia__app_embedded(event->client_info),
		mia__app_embedded(event->actor_info) };

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		if (ids[i].len && !mia__app_is_gateway(ids[i]))
			return ids[i];
	return TEXT_ABSENT;
}

/* Of two addresses the one that tells who came. */
static struct mia_address
address_of(const struct mia_event *event)
{
	if (!mia__triage_names_somebody(&event->address) && mia__triage_names_somebody(&event->other_address))
		return event->other_address;
	return event->address;
}

static bool
intern(struct mia_triage *t, struct mia_text text, uint32_t *ret)
{
	*ret = 0;
	return text.len == 0 || mia__intern_add(&t->texts, text, ret);
}

static bool
intern_context(struct mia_triage *t, const struct mia_event *event, uint32_t mailbox, uint32_t *ret)
{
	struct context c;

	memset(&c, 0, sizeof(c));
	c.mailbox = mailbox;
	c.not_owner = event->logon == MIA_LOGON_ADMIN || event->logon == MIA_LOGON_DELEGATE ||
		event->logon == MIA_LOGON_DELEGATED_ADMIN;
	c.background = mia__triage_is_background(event);
	c.system = mia__triage_is_system(event);
	c.address = address_of(event);
	return intern(t, event->actor, &c.actor) &&
		intern(t, event->session_id.len ? event->session_id : event->aad_session_id, &c.session) &&
		intern(t, app_of(event), &c.app) &&
		mia__intern_add(&t->contexts, (struct mia_text){ (const char *)&c, sizeof(c) }, ret);
}

static bool
add_items(struct mia_triage *t, const struct mia_bind *bind)
{
	for (size_t i = 0; i < bind->item_count; i++) {
		struct noted_item item = { .record = (uint32_t)(t->record_count - 1) };
		char prefix;
		struct mia_text text;
		enum item_identity kind = mia__item_identity(&bind->items[i], &text);

		if (kind == ITEM_NAMELESS)
			continue;
		if (t->item_count >= UINT32_MAX - 1 ||
			!mia__grow(&t->a, &t->items, &t->item_cap, t->item_count + 1, sizeof(*t->items)))
			return false;
		prefix = (char)kind;
		mia__hash_identity(text.ptr, text.len, item.identity);
		item.identity[0] ^= (unsigned char)prefix;
		t->items[t->item_count++] = item;
	}
	return true;
}

static bool
add_syncs(struct mia_triage *t, const struct mia_event *event, uint32_t mailbox)
{
	for (size_t i = 0; i < event->sync->folder_count; i++) {
		struct noted_folder f = { .record = (uint32_t)(t->record_count - 1) };

		if (t->sync_count >= UINT32_MAX - 1 ||
			!mia__folder_names_add(&t->folders, mailbox, &event->sync->folders[i], &f.folder) ||
			!mia__grow(&t->a, &t->syncs, &t->sync_cap, t->sync_count + 1, sizeof(*t->syncs)))
			return false;
		t->syncs[t->sync_count++] = f;
	}
	return true;
}

/* By the operation, never by words in which names stand. */
static bool
undoes(const struct mia_event *event)
{
	struct mia_text by_client = mia_event_parameter(event, "RuleOperation");

	return text_starts_nocase(event->operation, TEXT("Remove")) ||
		text_starts_nocase(event->operation, TEXT("Disable-")) ||
		mia__text_find_nocase(by_client, TEXT("Remove")) >= 0 ||
		mia__text_find_nocase(by_client, TEXT("Delete")) >= 0;
}

static bool
marks_as_read(const struct mia_event *event)
{
	return text_equal_nocase(text_trim(mia_event_parameter(event, "MarkAsRead")), TEXT("True")) ||
		mia__text_find_nocase(mia_event_parameter(event, "RuleActions"), TEXT("MarkAsRead")) >= 0;
}

static enum mia_status
add_act(struct mia_triage *t, const struct mia_event *event, enum mark mark, struct mia_error *err)
{
	struct act a = { .record = (uint32_t)(t->record_count - 1),
		.mark = (uint8_t)mark,
		.failed = (event->flags & MIA_FLAG_FAILED) != 0,
		.undoes = undoes(event),
		.marks_as_read = marks_as_read(event) };
	struct mia_act said;
	enum mia_status status = mia_act_read(t->acts_of, event, &said, err);

	if (status != MIA_OK)
		return status == MIA_END ? MIA_OK : status;
	if (!intern(t, event->operation, &a.operation) || !intern(t, said.rule, &a.rule) ||
		!intern(t, said.conditions, &a.conditions) || !intern(t, said.target, &a.target) ||
		!intern(t, said.grantee, &a.grantee) || !intern(t, said.app_id, &a.app_id) ||
		!intern(t, said.app_name, &a.app_name) || !intern(t, said.permissions, &a.permissions) ||
		!intern(t, said.object, &a.object) || !intern(t, said.what, &a.what) ||
		!mia__grow(&t->a, &t->acts, &t->act_cap, t->act_count + 1, sizeof(*t->acts)))
		return mia__fail_memory(err);
	t->acts[t->act_count++] = a;
	return MIA_OK;
}

static bool
add_record(struct mia_triage *t, const struct mia_event *event, enum mark mark, uint32_t *mailbox)
{
	struct noted r = { .time = event->time,
		.deed = (uint8_t)deed_of(event, mark),
		.throttled = event->throttled == MIA_YES,
		.marked = mark != MARK_NONE && mark != MARK_SIGN_IN };

	memcpy(r.key, event->key, sizeof(r.key));
	if (r.deed == DEED_BIND)
		r.listed =
			event->bind->item_count < UINT32_MAX ? (uint32_t)event->bind->item_count : UINT32_MAX;
	if (!mia__mailbox_names_add(&t->mailboxes, event, mailbox) ||
		!intern_context(t, event, *mailbox, &r.context) ||
		!mia__grow(&t->a, &t->records, &t->record_cap, t->record_count + 1, sizeof(*t->records)))
		return false;
	t->records[t->record_count++] = r;
	return true;
}

static enum mia_status
triage_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct mia_triage *t = (struct mia_triage *)(void *)fold;
	enum mark mark = mia__mark_of(event);
	uint32_t mailbox;

	if (t->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the triage is sealed");
	if (t->record_count >= UINT32_MAX - 1)
		return mia__fail(err, MIA_ERR_LIMIT, "more than 2^32 records");
	if (!add_record(t, event, mark, &mailbox) || !mia__lasting_note(&t->lasting, event, mark))
		return mia__fail_memory(err);
	uint8_t deed = t->records[t->record_count - 1].deed;
	if ((deed == DEED_BIND && !add_items(t, event->bind)) ||
		(deed == DEED_SYNC && !add_syncs(t, event, mailbox)))
		return mia__fail_memory(err);
	return mark != MARK_NONE && mark != MARK_SIGN_IN ? add_act(t, event, mark, err) : MIA_OK;
}

static enum mia_status
triage_seal(struct mia_fold *fold, struct mia_error *err)
{
	struct mia_triage *t = (struct mia_triage *)(void *)fold;

	if (t->sealed)
		return MIA_OK;
	if (!mia__mailbox_names_seal(&t->mailboxes) || !mia__folder_names_seal(&t->folders, &t->mailboxes) ||
		!mia__lasting_seal(&t->lasting, &t->mailboxes) || !mia__triage_tally(t))
		return mia__fail_memory(err);
	t->sealed = true;
	return MIA_OK;
}

static void
triage_may_use_threads(struct mia_fold *fold, unsigned threads)
{
	((struct mia_triage *)(void *)fold)->threads = threads;
}

static void
triage_free(struct mia_fold *fold)
{
	mia_triage_free((struct mia_triage *)(void *)fold);
}

static const struct mia_fold_ops triage_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = triage_spawn,
	.add = triage_add,
	.merge = mia__triage_merge,
	.seal = triage_seal,
	.free = triage_free,
	.may_use_threads = triage_may_use_threads,
};

size_t
mia_triage_count(const struct mia_triage *t)
{
	return t && t->sealed ? t->row_count : 0;
}

const struct mia_triage_row *
mia_triage_get(const struct mia_triage *t, size_t i)
{
	return i < mia_triage_count(t) ? &t->rows[i] : NULL;
}

size_t
mia_triage_sent_on_count(const struct mia_triage *t)
{
	return t && t->sealed ? t->sent_on_count : 0;
}

const struct mia_triage_sent_on *
mia_triage_sent_on(const struct mia_triage *t, size_t i)
{
	return i < mia_triage_sent_on_count(t) ? &t->sent_on[i] : NULL;
}

const struct mia_triage_sums *
mia_triage_sums(const struct mia_triage *t)
{
	return t && t->sealed ? &t->sums : NULL;
}

const char *
mia_triage_kind_name(enum mia_triage_kind kind)
{
	static const char *const names[MIA_TRIAGE_KIND_COUNT] = { "app", "address", "session", "account" };

	return (unsigned)kind < MIA_TRIAGE_KIND_COUNT ? names[kind] : "";
}
