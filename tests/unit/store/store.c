/* A store gives back every member of every event; what is damaged, forged or made from
 * something else is never answered from. */
#include "failing.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes/sha256.h"
#include "store/put.h"
#include "store/store.h"

static char room[] = "store-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(room) && chdir(room) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "a.mia", "b.mia", "e.json", "f.json", "link.mia" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unlink(names[i]);
	return chdir("..") == 0 && rmdir(room) == 0 ? 0 : -1;
}

/* ---- a fold that prints all that it is told ---- */

struct printer {
	struct mia_fold fold;
	struct buf out;
	bool without_items; /* it asks for none */
};

static void
print_text(struct buf *out, struct mia_text t)
{
	mia__store_put_plain(out, t);
}

static void
print_place(struct buf *out, const struct mia_place *place)
{
	const uint64_t numbers[] = { place->record, place->line, place->offset, place->length };

	print_text(out, (struct mia_text){ place->source->name, strlen(place->source->name) });
	mia__buf_add(out, numbers, sizeof(numbers));
}

static void
print_items(struct buf *out, const struct mia_item *items, size_t count)
{
	mia__store_put_number(out, count);
	for (size_t i = 0; i < count; i++) {
		print_text(out, items[i].internet_message_id);
		print_text(out, items[i].internet_message_id_raw);
		print_text(out, items[i].immutable_id);
		print_text(out, items[i].id);
		print_text(out, items[i].subject);
		mia__store_put_fixed(out, (uint64_t)items[i].size_bytes);
		mia__store_put_number(out, items[i].folder);
	}
}

static void
print_folders(struct buf *out, const struct mia_folder *folders, size_t count)
{
	mia__store_put_number(out, count);
	for (size_t i = 0; i < count; i++) {
		print_text(out, folders[i].id);
		print_text(out, folders[i].path);
		print_text(out, folders[i].name);
	}
}

/* Member by member, as event.h has them. */
static void
print_event(struct buf *out, const struct mia_event *e)
{
	const struct mia_text texts[] = { e->id, e->operation, e->mailbox_guid, e->mailbox_owner, e->actor,
		e->logon_text, e->session_id, e->aad_session_id, e->unique_token_id, e->client_ip,
		e->client_info, e->client, e->app_id, e->client_app_id, e->result_status, e->record_type,
		e->workload, e->user_type, e->service, e->access_text, e->object_id, e->actor_info,
		e->context_app_id, e->api_id, e->token_object_id, e->user_object_id, e->token_type,
		e->token_tenant_id, e->device_id, e->issued_at, e->agent_id, e->client_request_id, e->raw,
		e->target_name, e->target_user, e->target_object_id, e->target_id, e->error_number,
		e->logon_error, e->application_id, e->user_agent, e->member, e->member_rights, e->query };
	const uint64_t numbers[] = { e->content, e->flags, (uint64_t)e->time, e->access, e->throttled,
		(uint64_t)e->logon, (uint64_t)e->result_index, (uint64_t)e->result_count, e->attachment_count,
		(uint64_t)e->stated_count, e->by_application, (uint64_t)e->offset_minutes, e->bind != NULL,
		e->sync != NULL };

	print_place(out, &e->place);
	mia__buf_add(out, e->key, sizeof(e->key));
	mia__buf_add(out, numbers, sizeof(numbers));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		print_text(out, texts[i]);
	mia__buf_add(out, &e->address, sizeof(e->address));
	mia__buf_add(out, &e->other_address, sizeof(e->other_address));
	print_folders(out, e->folders, e->folder_count);
	print_items(out, e->items, e->item_count);
	mia__store_put_number(out, e->parameter_count);
	for (size_t i = 0; i < e->parameter_count; i++) {
		print_text(out, e->parameters[i].name);
		print_text(out, e->parameters[i].value);
	}
	if (e->bind) {
		print_items(out, e->bind->items, e->bind->item_count);
		mia__store_put_fixed(out, (uint64_t)e->bind->operation_count);
		mia__store_put_fixed(out, e->bind->unnamed);
	}
	if (e->sync) {
		print_folders(out, e->sync->folders, e->sync->folder_count);
		print_items(out, e->sync->items, e->sync->item_count);
	}
}

static enum mia_status
printer_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	(void)err;
	print_event(&((struct printer *)fold)->out, event);
	return MIA_OK;
}

static enum mia_status
printer_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct buf *out = &((struct printer *)fold)->out;

	(void)err;
	print_place(out, &reject->place);
	mia__store_put_number(out, reject->reason);
	mia__store_put_number(out, reject->bad_offset);
	mia__store_put_fixed(out, (uint64_t)reject->time);
	mia__buf_str(out, reject->detail);
	assert_true(reject->last);
	return MIA_OK;
}

static enum mia_status
never(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	(void)like, (void)ret, (void)err;
	return MIA_ERR_STATE;
}

static enum mia_status
never_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	(void)fold, (void)from, (void)err;
	return MIA_ERR_STATE;
}

static enum mia_status
nothing(struct mia_fold *fold, struct mia_error *err)
{
	(void)fold, (void)err;
	return MIA_OK;
}

static void
printer_free(struct mia_fold *fold)
{
	(void)fold;
}

static int
printer_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	(void)event;
	return !((struct printer *)fold)->without_items;
}

static const struct mia_fold_ops printer_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = never,
	.add = printer_add,
	.reject = printer_reject,
	.merge = never_merge,
	.seal = nothing,
	.free = printer_free,
	.wants_items = printer_wants_items,
};

static struct printer
printer_new(void)
{
	struct printer p = { .fold.ops = &printer_ops };

	mia__buf_init(&p.out, &mia__malloc_allocator);
	return p;
}

static void
print_books(struct buf *out, const struct mia_evidence *e)
{
	for (size_t i = 0; i < mia_evidence_count(e); i++) {
		struct mia_source s = *mia_evidence_source(e, i);
		const uint64_t numbers[] = { s.container, s.encoding, (uint64_t)s.complete, s.stored_bytes,
			s.text_bytes, s.record_bytes, s.framing_bytes, s.lines, s.gzip_members, s.records,
			s.decoded, s.rejected };
		mia__buf_add(out, numbers, sizeof(numbers));
		mia__buf_add(out, s.rejected_by, sizeof(s.rejected_by));
		mia__buf_add(out, s.flagged, sizeof(s.flagged));
		mia__buf_str(out, s.name);
		mia__buf_str(out, s.sha256);
		mia__buf_str(out, s.note);
		mia__buf_str(out, s.text_sha256);
	}
}

/* ---- loading ---- */

static struct mia_evidence *
evidence_of(const char *path)
{
	struct mia_evidence *e = NULL;

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, path, NULL), MIA_OK);
	return e;
}

static enum mia_status
load(struct mia_evidence *e, struct mia_fold *a, struct mia_fold *b)
{
	struct mia_fold *folds[] = { a, b };
	struct mia_load_options options = { .size = sizeof(options), .threads = 1, .text_sha256 = 1 };

	return mia_load(e, folds, b ? 2 : 1, &options, NULL);
}

static struct buf
write_store(const char *evidence, const char *path)
{
	struct mia_evidence *e = evidence_of(evidence);
	struct mia_store_writer *w = NULL;
	struct printer p = printer_new();
	struct mia_error err = { 0 };

	assert_int_equal(mia_store_writer_new(&w, NULL, e, path, NULL, NULL), MIA_OK);
	assert_int_equal(load(e, &p.fold, mia_store_writer_fold(w)), MIA_OK);
	if (mia_store_writer_finish(w, &err) != MIA_OK)
		fail_msg("%s: %s", evidence, err.text);
	mia_store_writer_free(w);
	print_books(&p.out, e);
	mia_evidence_free(e);
	return p.out;
}

static void
write_file(const char *path, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
}

static struct buf
read_file(const char *path)
{
	struct buf b;
	char piece[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	mia__buf_init(&b, &mia__malloc_allocator);
	while ((n = read(fd, piece, sizeof(piece))) > 0)
		mia__buf_add(&b, piece, (size_t)n);
	close(fd);
	return b;
}

/* ---- the same again ---- */

static int round_trips;

static int
round_trip(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)at;
	if (kind != FTW_F || st->st_size > 1 << 20)
		return 0;
	struct buf want = write_store(path, "a.mia");
	struct mia_evidence *e = evidence_of(path);
	struct printer p = printer_new();
	struct mia_error err = { 0 };

	if (mia_store_use(e, "a.mia", NULL, &err) != MIA_OK)
		fail_msg("%s: %s", path, err.text);
	assert_int_equal(load(e, &p.fold, NULL), MIA_OK);
	print_books(&p.out, e);
	if (p.out.len != want.len || (want.len && memcmp(p.out.ptr, want.ptr, want.len) != 0))
		fail_msg("%s: another event, reject or book than was written", path);
	mia_evidence_free(e);
	mia__buf_release(&p.out);
	mia__buf_release(&want);
	unlink("a.mia");
	round_trips++;
	return 0;
}

static void
every_member_of_every_fixture_comes_back(void **state)
{
	(void)state;
	assert_non_null(getenv("MIA_FIXTURES"));
	assert_int_equal(nftw(getenv("MIA_FIXTURES"), round_trip, 16, FTW_PHYS), 0);
	assert_true(round_trips > 100);
}

/* Binds of two folders, ids alike and unlike, a sync, parameters, a reject. */
static const char few[] =
	"{\"CreationTime\":\"2026-03-04T10:00:00\",\"Id\":\"0bb43244-5d0a-6b87-2cd3-57827ea09f72\","
	"\"Operation\":\"MailItemsAccessed\",\"UserId\":\"a@b.example\",\"MailboxOwnerUPN\":\"a@b.example\","
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"ClientIPAddress\":\"192.0.2.1\","
	"\"Folders\":[{\"Id\":\"F1\",\"Path\":\"\\\\Inbox\",\"FolderItems\":[{\"Id\":\"RgAAAAAAAA1xyz==\","
	"\"InternetMessageId\":\"<AB12CD34@mail.example>\",\"Subject\":\"one\",\"SizeInBytes\":7},"
	"{\"Id\":\"RgAAAAAAAA2xyz==\",\"InternetMessageId\":\"<ab12cd34@mail.example>\"}]}]}\n"
	"{\"CreationTime\":\"2026-03-04T11:00:00\",\"Id\":\"x\",\"Operation\":\"New-InboxRule\","
	"\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"c@d.example\"}]}\n"
	"not json\n"
	"{\"CreationTime\":\"2026-03-04T12:00:00\",\"Id\":\"y\",\"Operation\":\"MailItemsAccessed\","
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}],"
	"\"Item\":{\"ParentFolder\":{\"Id\":\"F1\",\"Path\":\"\\\\Inbox\"}}}\n";

static void
an_event_without_items_is_given_where_none_are_wanted(void **state)
{
	struct printer whole = printer_new(), bare = printer_new();
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	e = evidence_of("e.json");
	bare.without_items = true;
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_not_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	assert_int_equal(load(e, &bare.fold, NULL), MIA_OK);
	mia_evidence_free(e);
	/* Two items of a bind stand as the event's and as the bind's. */
	assert_true(bare.out.len + 4 * 40 < want.len);
	e = evidence_of("e.json");
	bare.out.len = 0;
	bare.fold.sealed = 0;
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_equal(load(e, &bare.fold, &whole.fold), MIA_OK);
	assert_int_equal(bare.out.len, whole.out.len);
	mia_evidence_free(e);
	mia__buf_release(&bare.out);
	mia__buf_release(&whole.out);
	mia__buf_release(&want);
	unlink("a.mia");
}

/* ---- damage ---- */

static void
any_byte_that_was_changed_is_noticed(void **state)
{
	struct mia_evidence *e;
	struct buf want, store;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	store = read_file("a.mia");
	e = evidence_of("e.json");
	for (size_t i = 0; i < store.len; i++) {
		static const char flips[] = { 1, (char)0x80, (char)0xff };
		for (size_t k = 0; k < sizeof(flips); k++) {
			store.ptr[i] = (char)(store.ptr[i] ^ flips[k]);
			write_file("b.mia", store.ptr, store.len);
			assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_END);
			store.ptr[i] = (char)(store.ptr[i] ^ flips[k]);
		}
	}
	for (size_t len = 0; len < store.len; len++) {
		write_file("b.mia", store.ptr, len);
		assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_END);
	}
	/* Then the evidence is read, as ever. */
	struct printer p = printer_new();
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	assert_int_equal(load(e, &p.fold, NULL), MIA_OK);
	print_books(&p.out, e);
	assert_int_equal(p.out.len, want.len);
	assert_memory_equal(p.out.ptr, want.ptr, want.len);
	mia_evidence_free(e);
	mia__buf_release(&p.out);
	mia__buf_release(&want);
	mia__buf_release(&store);
	unlink("a.mia");
}

static uint64_t
number_at(const struct buf *b, size_t at)
{
	struct store_cursor c = { (unsigned char *)b->ptr + at, (unsigned char *)b->ptr + b->len, false };

	return store_fixed(&c);
}

static void
put_at(struct buf *b, size_t at, uint64_t n)
{
	for (int i = 0; i < 8; i++)
		b->ptr[at + (size_t)i] = (char)(n >> 8 * i);
}

/* Makes all sums right again: the only block is the last 32 bytes of the index. */
static void
forge(struct buf *store)
{
	size_t index = (size_t)number_at(store, 16), place = store->len - 32;
	struct store_sum sum;
	struct sha256 sha;

	mia__store_sum_begin(&sum);
	mia__store_sum_add(&sum, store->ptr + STORE_HEAD, index - STORE_HEAD);
	put_at(store, place + 24, mia__store_sum_end(&sum));
	assert_true(mia__sha256_init(&sha) && mia__sha256_begin(&sha));
	assert_true(mia__sha256_update(&sha, store->ptr, STORE_HASHED));
	assert_true(mia__sha256_update(&sha, store->ptr + index, store->len - index));
	assert_true(mia__sha256_end(&sha, (unsigned char *)store->ptr + STORE_HASHED));
	mia__sha256_release(&sha);
}

/* Whoever can write the file can make its sums right: it is read as evidence is. */
static void
a_forged_store_ends_the_load_or_says_something(void **state)
{
	struct buf want, store;
	uint64_t random = 12;
	int refused = 0, loaded = 0;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	store = read_file("a.mia");
	size_t size = (size_t)number_at(&store, 16) - STORE_HEAD;
	for (int round = 0; round < 4000; round++) {
		struct buf forged;
		mia__buf_init(&forged, &mia__malloc_allocator);
		mia__buf_text(&forged, buf_view(&store));
		for (int k = 0; k < 1 + round % 3; k++) {
			random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			forged.ptr[STORE_HEAD + (random >> 33) % size] = (char)(random >> 20);
		}
		forge(&forged);
		write_file("b.mia", forged.ptr, forged.len);
		struct mia_evidence *e = evidence_of("e.json");
		struct printer p = printer_new();
		assert_int_equal(mia_store_use(e, "b.mia", NULL, NULL), MIA_OK);
		enum mia_status status = load(e, &p.fold, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_ARGUMENT);
		refused += status != MIA_OK;
		loaded += status == MIA_OK;
		mia_evidence_free(e);
		mia__buf_release(&p.out);
		mia__buf_release(&forged);
	}
	assert_true(refused > 0 && loaded > 0);
	mia__buf_release(&want);
	mia__buf_release(&store);
	unlink("a.mia");
}

/* ---- what does not fit ---- */

static void
assert_unfit(struct mia_evidence *e, const char *store, const char *why)
{
	struct mia_error err = { 0 };

	assert_int_equal(mia_store_use(e, store, NULL, &err), MIA_END);
	if (!strstr(err.text, why))
		fail_msg("'%s' says nothing of '%s'", err.text, why);
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	mia_evidence_free(e);
}

static void
what_was_made_from_something_else_is_not_used(void **state)
{
	struct mia_limits limits = { .size = sizeof(limits), .record_bytes = 5000 };
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	write_file("f.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	assert_unfit(evidence_of("f.json"), "a.mia", "other names");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_add_path(e, "f.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "more or fewer");
	assert_int_equal(mia_evidence_new(&e, NULL, &limits, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, "e.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "limits");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_state_offset(e, 60, NULL), MIA_OK);
	assert_unfit(e, "a.mia", "zone");
	e = evidence_of("e.json");
	assert_int_equal(mia_evidence_ignore(e, "e.json", NULL), MIA_OK);
	assert_unfit(e, "a.mia", "--ignore");
	assert_unfit(evidence_of("e.json"), "e.json", "no store");
	/* Nothing but a time of change tells these apart. */
	write_file("e.json", few, sizeof(few) - 1);
	assert_unfit(evidence_of("e.json"), "a.mia", "changed since");
	unlink("a.mia");
}

static void
only_the_users_own_file_is_used(void **state)
{
	struct mia_error err = { 0 };
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	assert_int_equal(chmod("a.mia", 0620), 0);
	assert_unfit(evidence_of("e.json"), "a.mia", "write");
	assert_int_equal(chmod("a.mia", 0600), 0);
	assert_int_equal(symlink("a.mia", "link.mia"), 0);
	assert_unfit(evidence_of("e.json"), "link.mia", "link");
	e = evidence_of("e.json");
	assert_int_equal(mia_store_use(e, "none.mia", NULL, &err), MIA_ERR_IO);
	assert_int_equal(err.sys_errno, ENOENT);
	/* It is the very thing that would be written. */
	struct mia_store_writer *w = NULL;
	assert_int_equal(mia_store_writer_new(&w, NULL, e, "a.mia", NULL, NULL), MIA_ERR_STATE);
	mia_evidence_free(e);
	unlink("a.mia");
}

static void
what_is_said_of_the_evidence_later_ends_the_use(void **state)
{
	struct mia_evidence *e;
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	e = evidence_of("e.json");
	assert_int_equal(mia_store_use(e, "a.mia", NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, "f.json", NULL), MIA_OK);
	assert_int_equal(mia_store_written(e), MIA_TIME_UNKNOWN);
	mia_evidence_free(e);
	unlink("a.mia");
}

/* Each call for memory refused once: writing, using, loading. */
static void
refused_memory_is_told(void **state)
{
	struct buf want;

	(void)state;
	write_file("e.json", few, sizeof(few) - 1);
	want = write_store("e.json", "a.mia");
	mia__buf_release(&want);
	for (size_t at = 1, done = 0; !done; at++) {
		struct failing f = { .refuse_at = at };
		struct mia_allocator a = failing_allocator(&f);
		struct mia_evidence *e = NULL;
		struct mia_store_writer *w = NULL;
		struct printer p = printer_new();
		enum mia_status status = mia_evidence_new(&e, &a, NULL, NULL);
		if (status == MIA_OK)
			status = mia_evidence_add_path(e, "e.json", NULL);
		if (status == MIA_OK && at % 2)
			status = mia_store_use(e, "a.mia", NULL, NULL);
		if (status == MIA_OK)
			status = mia_store_writer_new(&w, &a, e, "b.mia", NULL, NULL);
		if (status == MIA_OK)
			status = load(e, &p.fold, mia_store_writer_fold(w));
		if (status == MIA_OK)
			status = mia_store_writer_finish(w, NULL);
		assert_true(status == MIA_OK || status == MIA_ERR_MEMORY);
		done = f.calls < at;
		mia_store_writer_free(w);
		mia_evidence_free(e);
		mia__buf_release(&p.out);
		assert_int_equal(f.bytes, 0);
		unlink("b.mia");
	}
	unlink("a.mia");
}

static void
ids_are_packed_and_unpacked(void **state)
{
	static const char *const ids[] = { "", "a", "ab", "0123456789", "DEADBEEF1", "deadbeef", "Az09+/x",
		"Az09+/xy", "a b",
		"\xc3\xa9"
		"0",
		"A-B" };

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct buf b;
		char out[64];
		size_t len = 99;
		mia__buf_init(&b, &mia__malloc_allocator);
		mia__store_pack(&b, (struct mia_text){ ids[i], strlen(ids[i]) });
		struct store_cursor c = { (unsigned char *)b.ptr, (unsigned char *)b.ptr + b.len, false };
		assert_true(mia__store_unpack(&c, out, sizeof(out), &len));
		assert_int_equal(len, strlen(ids[i]));
		assert_memory_equal(out, ids[i], len);
		assert_ptr_equal(c.at, c.end);
		for (size_t cut = 0; cut < b.len; cut++) {
			c = (struct store_cursor){ (unsigned char *)b.ptr, (unsigned char *)b.ptr + cut,
				false };
			assert_false(mia__store_unpack(&c, out, sizeof(out), &len));
		}
		mia__buf_release(&b);
	}
	/* 8 digits of base64 are 6 bytes, 8 hexadecimal digits 4, and one that says so. */
	struct buf b;
	mia__buf_init(&b, &mia__malloc_allocator);
	mia__store_pack(&b, (struct mia_text){ "Az09+/xy", 8 });
	assert_int_equal(b.len, 7);
	mia__store_pack(&b, (struct mia_text){ "DEADBEEF", 8 });
	assert_int_equal(b.len, 12);
	mia__buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_packed_and_unpacked),
		cmocka_unit_test(every_member_of_every_fixture_comes_back),
		cmocka_unit_test(an_event_without_items_is_given_where_none_are_wanted),
		cmocka_unit_test(any_byte_that_was_changed_is_noticed),
		cmocka_unit_test(a_forged_store_ends_the_load_or_says_something),
		cmocka_unit_test(what_was_made_from_something_else_is_not_used),
		cmocka_unit_test(only_the_users_own_file_is_used),
		cmocka_unit_test(what_is_said_of_the_evidence_later_ends_the_use),
		cmocka_unit_test(refused_memory_is_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
