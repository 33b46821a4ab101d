/* What holds of an exposure whatever the records: order and repeats do not
 * matter, any allocation may fail, misuse is said. */
#include "made_exposure.h"

#include "exposure/exposure.h"

/* One version lost its session and an item, the other its operation count. */
static void
versions_of_a_record_are_one(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(scope);
	struct made m;
	make(&m, 1, "r1", NULL, 50);
	make_bind_of(&m, "<a>", NULL);
	m.bind.unnamed = 2;
	add(exposure, &m.event);
	make(&m, 1, "r1", "s1", 50);
	make_bind_of(&m, "<a>", "<b>");
	m.bind.unnamed = 1;
	add(exposure, &m.event);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	for (unsigned i = 0; i < 2; i++) {
		const struct mia_message *row = next_message(messages);
		assert_int_equal(row->basis, MIA_BASIS_BIND);
		assert_int_equal(row->access_count, 1);
		assert_list(row->sessions, "s1");
		assert_list(row->record_ids, "r1");
	}
	end_messages(messages);
	assert_int_equal(mia_exposure_sums(exposure)->binds, 1);
	assert_int_equal(mia_exposure_sums(exposure)->unattributed, 0);
	assert_int_equal(mia_exposure_sums(exposure)->unnamed, 1);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
}

/* ---- rows as text ---- */

static void
print_list(struct buf *b, struct mia_texts list)
{
	print(b, " [");
	for (size_t i = 0; i < list.count; i++) {
		assert_true(i == 0 || text_compare(list.ptr[i - 1], list.ptr[i]) < 0);
		print_text(b, list.ptr[i]);
	}
	print(b, "]");
}

static void
print_messages(struct buf *b, const struct mia_exposure *exposure)
{
	struct mia_messages *messages = read_messages(exposure);
	const struct mia_message *m;
	uint64_t rows = 0;

	for (; mia_messages_next(messages, &m, NULL) == MIA_OK; rows++) {
		print_text(b, m->mailbox);
		print_text(b, m->internet_message_id);
		print_list(b, m->item_ids);
		print(b, " %d %llx %llu %lld %lld %lld %s", (int)m->level, (unsigned long long)m->basis,
			(unsigned long long)m->access_count, (long long)m->first_access,
			(long long)m->last_access, (long long)m->size_bytes, m->message_id_hash);
		print_text(b, m->subject);
		print_list(b, m->folders);
		print_list(b, m->sessions);
		print_list(b, m->client_ips);
		print_list(b, m->client_ips_raw);
		print_list(b, m->clients);
		print_list(b, m->actors);
		print_list(b, m->record_ids);
		print(b, "\n");
		assert_in_range(m->access_count, 1, WORLD_EVENTS);
	}
	assert_int_equal(rows, mia_exposure_sums(exposure)->messages);
	end_messages(messages);
}

static void
print_folders(struct buf *b, const struct mia_exposure *exposure)
{
	struct mia_folders *folders = read_folders(exposure);
	const struct mia_folder_exposure *f;

	while (mia_folders_next(folders, &f, NULL) == MIA_OK) {
		print_text(b, f->mailbox);
		print_text(b, f->folder_id);
		print_list(b, f->folder);
		print(b, " %d %llx %llu %lld %lld %llu %lld %lld %llu %s", (int)f->level,
			(unsigned long long)f->basis, (unsigned long long)f->sync_count,
			(long long)f->first_sync, (long long)f->last_sync, (unsigned long long)f->bind_count,
			(long long)f->first_bind, (long long)f->last_bind,
			(unsigned long long)f->messages_accessed, f->folder_kql);
		print(b, " %llu %llu", (unsigned long long)f->syncs_unattributed,
			(unsigned long long)f->binds_unattributed);
		print_list(b, f->sessions);
		print_list(b, f->client_ips);
		print_list(b, f->client_ips_raw);
		print_list(b, f->clients);
		print_list(b, f->actors);
		print_list(b, f->record_ids);
		print(b, "\n");
		if (!(f->basis & MIA_BASIS_KIND_NOT_STATED))
			assert_int_equal(f->bind_count == 0, !(f->basis & MIA_BASIS_BIND));
		assert_int_equal(f->binds_unattributed == 0, !(f->basis & MIA_BASIS_BIND_UNATTR));
	}
	end_folders(folders);
}

static void
print_mailboxes(struct buf *b, const struct mia_exposure *exposure)
{
	for (size_t i = 0; i < mia_exposure_mailbox_count(exposure); i++) {
		const struct mia_mailbox_exposure *m = mia_exposure_mailbox(exposure, i);
		print_text(b, m->mailbox);
		print_text(b, m->guid);
		print(b, " %llx %llu %llu %llu %llu %llu", (unsigned long long)m->basis,
			(unsigned long long)m->messages_accessed, (unsigned long long)m->messages_handled,
			(unsigned long long)m->folders_synced, (unsigned long long)m->binds,
			(unsigned long long)m->syncs);
		print(b, " %llu %llu %llu %lld %lld %lld %lld", (unsigned long long)m->unattributed_records,
			(unsigned long long)m->unnamed_accesses, (unsigned long long)m->items_lost,
			(long long)m->first_access, (long long)m->last_access, (long long)m->first_sync,
			(long long)m->last_sync);
		print(b, " %lld %lld", (long long)m->first_bind, (long long)m->last_bind);
		print(b, " %llu %llu %lld %lld", (unsigned long long)m->folders_unattributed,
			(unsigned long long)m->syncs_unattributed, (long long)m->first_unattributed_sync,
			(long long)m->last_unattributed_sync);
		print_list(b, m->sessions);
		print_list(b, m->client_ips);
		print_list(b, m->actors);
		print_list(b, m->sources);
		print(b, "\n");
	}
}

static void
print_forwardings(struct buf *b, const struct mia_exposure *exposure)
{
	for (size_t i = 0; i < mia_exposure_forwarding_count(exposure); i++) {
		const struct mia_forwarding *f = mia_exposure_forwarding(exposure, i);
		print_text(b, f->mailbox);
		print_text(b, f->name);
		print(b, " %d %lld %lld", (int)f->match, (long long)f->start, (long long)f->end);
		for (size_t k = 0; k < f->targets.count; k++)
			print_text(b, f->targets.ptr[k]);
		print_text(b, f->record_id);
		print_text(b, f->end_record_id);
		print(b, "\n");
	}
}

static void
print_exposure(struct buf *b, const struct mia_exposure *exposure)
{
	const struct mia_exposure_sums *sums = mia_exposure_sums(exposure);
	const uint64_t *numbers = (const uint64_t *)sums;

	buf_clear(b);
	for (size_t i = 0; i < sizeof(*sums) / sizeof(*numbers); i++)
		print(b, " %llu", (unsigned long long)numbers[i]);
	print(b, "\n");
	print_messages(b, exposure);
	print_folders(b, exposure);
	print_mailboxes(b, exposure);
	print_forwardings(b, exposure);
	assert_false(b->failed);
}

/* Unstated accesses, attachments, rules and handled items too, of which the
 * shared worlds have none. */
static struct world *
make_unclear_world(uint64_t seed)
{
	static const struct mia_parameter forward = { { "ForwardTo", 9 }, { "evil@y", 6 } };
	static const struct mia_text operations[] = { { "AttachmentAccess", 16 }, { "Send", 4 },
		{ "New-InboxRule", 13 }, { "Remove-InboxRule", 16 }, { "HardDelete", 10 } };
	struct world *w = make_world(seed);

	for (unsigned i = 0; i < WORLD_EVENTS; i++) {
		unsigned key = w->events[i].key[15];
		if (key % 3)
			continue;
		w->events[i].access = MIA_ACCESS_NONE;
		w->events[i].bind = NULL;
		w->events[i].sync = NULL;
		w->events[i].operation = operations[key / 3 % 5];
		w->events[i].object_id = TEXT("ann\\rule");
		w->events[i].attachment_count = 2;
		if (key / 3 % 5 == 2) {
			w->events[i].parameters = &forward;
			w->events[i].parameter_count = 1;
		}
	}

	for (unsigned i = 0; i < WORLD_EVENTS; i += 6) {
		w->events[i].access = MIA_ACCESS_UNSTATED;
		w->events[i].bind = NULL;
		w->events[i].sync = NULL;
	}
	return w;
}

static void
check_split(uint64_t seed, const struct mia_scope *scope)
{
	struct world *w = make_unclear_world(seed);
	struct mia_exposure *plain = new_exposure_of(scope, 1), *like = new_exposure_of(scope, 1);
	uint64_t numbers = seed * 131;
	struct buf wanted, got;

	mia__buf_init(&wanted, NULL);
	mia__buf_init(&got, NULL);
	for (unsigned i = 0; i < WORLD_EVENTS; i++)
		add(plain, &w->events[i]);
	seal_exposure(plain);
	print_exposure(&wanted, plain);
	for (unsigned i = 0; i < 3; i++) {
		struct mia_fold *dealt = deal_and_merge(mia_exposure_fold(like), w, &numbers);
		print_exposure(&got, (struct mia_exposure *)dealt);
		assert_same_print(&wanted, &got);
		dealt->ops->free(dealt);
	}
	mia__buf_release(&wanted);
	mia__buf_release(&got);
	mia_exposure_free(like);
	mia_exposure_free(plain);
	free(w);
}

static void
any_split_gives_the_same(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s-1");
	for (uint64_t seed = 1; seed <= fewer(30, 4); seed++) {
		check_split(seed, NULL);
		check_split(seed, scope);
	}
	mia_scope_free(scope);
}

/* Several threads read a part each, and whoever only counts reads no more than levels. */
static void
parts_of_the_rows_are_the_rows(void **state)
{
	(void)state;
	struct world *w = make_unclear_world(2);
	struct mia_exposure *exposure = new_exposure_of(NULL, 1);
	struct mia_text ids[WORLD_EVENTS * WORLD_ITEMS];
	mia_basis bases[WORLD_EVENTS * WORLD_ITEMS];
	const struct mia_message *row;
	size_t count = 0;

	for (unsigned i = 0; i < WORLD_EVENTS; i++)
		add(exposure, &w->events[i]);
	seal_exposure(exposure);
	struct mia_messages *messages = read_messages(exposure);
	while (mia_messages_next(messages, &row, NULL) == MIA_OK) {
		ids[count] = row->internet_message_id;
		bases[count++] = row->basis;
	}
	mia_messages_free(messages);
	assert_true(count > 5);
	for (size_t start = 0; start <= count; start += 5)
		for (size_t end = start; end <= count + 1; end++) {
			bool brief = (start + end) % 2;
			messages = read_messages(exposure);
			mia__messages_limit(messages, start, end);
			if (brief)
				mia__messages_brief(messages);
			for (size_t i = start; i < end && i < count; i++) {
				row = next_message(messages);
				assert_true(text_equal(row->internet_message_id, ids[i]));
				assert_true(row->basis == bases[i] && row->level == mia_level_of(bases[i]));
				assert_int_equal(row->record_ids.count == 0, brief);
			}
			end_messages(messages);
		}
	mia_exposure_free(exposure);
	free(w);
}

struct question {
	const struct mia_scope *scope;
	const struct world *world;
};

static enum mia_status
expose(const struct mia_allocator *a, const void *ctx)
{
	const struct question *question = ctx;
	struct mia_exposure *exposure = NULL;
	struct mia_messages *messages = NULL;
	struct mia_folders *folders = NULL;
	const struct mia_message *message;
	const struct mia_folder_exposure *folder;
	enum mia_status status = mia_exposure_new(&exposure, a,
		&(struct mia_exposure_options){ .size = sizeof(struct mia_exposure_options),
			.scope = question->scope,
			.handled = 1 },
		NULL);

	if (status == MIA_OK)
		status = fold_world(mia_exposure_fold(exposure), question->world);
	if (status == MIA_OK)
		status = mia_messages_new(&messages, exposure, NULL);
	while (status == MIA_OK)
		status = mia_messages_next(messages, &message, NULL);
	if (status == MIA_END)
		status = mia_folders_new(&folders, exposure, NULL);
	while (status == MIA_OK)
		status = mia_folders_next(folders, &folder, NULL);
	mia_messages_free(messages);
	mia_folders_free(folders);
	mia_exposure_free(exposure);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s-1");

	/* Of one world not every list grows where two folds are merged. */
	for (uint64_t seed = 3; seed <= 4; seed++) {
		struct world *w = make_unclear_world(seed);
		refuse_each_allocation(expose, &(struct question){ scope, w }, MIA_END);
		free(w);
	}
	mia_scope_free(scope);
}

struct one {
	const struct mia_exposure_options *options;
	const struct mia_event *event;
};

static enum mia_status
merge_one(const struct mia_allocator *a, const void *ctx)
{
	const struct one *one = ctx;
	struct mia_exposure *exposure = NULL;
	struct mia_fold *other = NULL;
	enum mia_status status = mia_exposure_new(&exposure, a, one->options, NULL);

	if (status == MIA_OK)
		status = mia_exposure_fold(exposure)->ops->spawn(mia_exposure_fold(exposure), &other, NULL);
	if (status == MIA_OK)
		status = other->ops->add(other, one->event, NULL);
	if (status == MIA_OK)
		status = other->ops->merge(mia_exposure_fold(exposure), other, NULL);
	if (status == MIA_OK)
		status = mia_fold_seal(mia_exposure_fold(exposure), NULL);
	if (other)
		other->ops->free(other);
	mia_exposure_free(exposure);
	return status;
}

/* Where there is nothing yet each list of the other must find its room. */
static void
any_allocation_of_a_merge_may_fail(void **state)
{
	(void)state;
	struct world *w = make_unclear_world(3);
	struct mia_scope *scope = session_scope("s-1");
	struct mia_text ids[] = { TEXT("<m1>"), TEXT("<m2>") };
	struct mia_texts list = { ids, 2 };
	struct mia_exposure_options options = { .size = sizeof(options),
		.scope = scope,
		.handled = 1,
		.list = &list };

	for (unsigned i = 0; i < WORLD_EVENTS; i++)
		refuse_each_allocation(merge_one, &(struct one){ &options, &w->events[i] }, MIA_OK);
	mia_scope_free(scope);
	free(w);
}

static void
misuse_is_said(void **state)
{
	(void)state;
	struct mia_scope *scope = session_scope("s1");
	struct mia_exposure *exposure = new_exposure(NULL), *other = new_exposure(scope);
	struct mia_messages *messages = NULL;
	struct mia_folders *folders = NULL;
	struct mia_fold *fold = mia_exposure_fold(exposure);
	struct made m;
	make(&m, 1, "r1", "s1", 1);
	assert_int_equal(mia_messages_new(&messages, exposure, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_folders_new(&folders, exposure, NULL), MIA_ERR_STATE);
	assert_null(mia_exposure_sums(exposure));
	assert_int_equal(mia_fold_merge(fold, mia_exposure_fold(other), NULL), MIA_ERR_ARGUMENT);
	seal_exposure(exposure);
	assert_int_equal(mia_fold_add(fold, &m.event, NULL), MIA_ERR_STATE);
	assert_int_equal(mia_exposure_sums(exposure)->messages, 0);
	assert_int_equal(mia_messages_new(&messages, NULL, NULL), MIA_ERR_ARGUMENT);
	end_messages(read_messages(exposure));
	end_folders(read_folders(exposure));
	mia_exposure_free(exposure);
	mia_exposure_free(other);
	mia_exposure_free(NULL);
	mia_messages_free(NULL);
	mia_folders_free(NULL);
	mia_scope_free(scope);
}

static void
levels_and_bases_have_names(void **state)
{
	(void)state;
	assert_string_equal(mia_level_name(MIA_LEVEL_ACCESS_RECORDED), "access recorded");
	assert_string_equal(mia_level_name(MIA_LEVEL_PRESUMED_COPIED), "presumed copied");
	assert_string_equal(mia_level_name(MIA_LEVEL_UNATTRIBUTED), "unattributed");
	assert_string_equal(mia_level_name(MIA_LEVEL_NONE), "none recorded");
	for (unsigned i = 0; i < MIA_BASIS_COUNT; i++)
		assert_int_not_equal(mia_basis_name(UINT64_C(1) << i)[0], 0);
	assert_string_equal(mia_basis_name(MIA_BASIS_SYNC_UNATTR), "SYNC_UNATTR");
	assert_string_equal(mia_basis_name(0), "");
	assert_string_equal(mia_basis_name(UINT64_C(1) << MIA_BASIS_COUNT), "");
}

static void
levels_are_read_by_their_names(void **state)
{
	static const char *const others[] = { "", "recorde", "recorded ", "access", "copied-", "unknown" };
	enum mia_level level;

	(void)state;
	for (int i = 0; i < MIA_LEVEL_COUNT; i++) {
		assert_int_equal(mia_level_parse(text_of(mia_level_name((enum mia_level)i)), &level), MIA_OK);
		assert_int_equal(level, i);
	}
	assert_int_equal(mia_level_parse(TEXT("recorded"), &level), MIA_OK);
	assert_int_equal(level, MIA_LEVEL_ACCESS_RECORDED);
	assert_int_equal(mia_level_parse(TEXT("cannot-exclude"), &level), MIA_OK);
	assert_int_equal(level, MIA_LEVEL_CANNOT_EXCLUDE);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_int_equal(mia_level_parse(text_of(others[i]), &level), MIA_ERR_ARGUMENT);
	assert_int_equal(level, MIA_LEVEL_CANNOT_EXCLUDE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_of_a_record_are_one),
		cmocka_unit_test(any_split_gives_the_same),
		cmocka_unit_test(parts_of_the_rows_are_the_rows),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(any_allocation_of_a_merge_may_fail),
		cmocka_unit_test(misuse_is_said),
		cmocka_unit_test(levels_and_bases_have_names),
		cmocka_unit_test(levels_are_read_by_their_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
