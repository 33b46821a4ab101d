/* What tests of a store share: a fold that prints all that it is told, and a room of files. */
#ifndef MIA_TESTS_STORED_H
#define MIA_TESTS_STORED_H

#include "failing.h"

#include <errno.h>
#include <fcntl.h>

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes/sha256.h"
#include "store/put.h"
#include "store/store.h"

static char room[] = "store-XXXXXX";

static inline int
set_up(void **state)
{
	(void)state;
	return mkdtemp(room) && chdir(room) == 0 ? 0 : -1;
}

static inline int
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

static inline void
print_text(struct buf *out, struct mia_text t)
{
	mia__store_put_plain(out, t);
}

static inline void
print_place(struct buf *out, const struct mia_place *place)
{
	const uint64_t numbers[] = { place->record, place->line, place->offset, place->length };

	print_text(out, (struct mia_text){ place->source->name, strlen(place->source->name) });
	mia__buf_add(out, numbers, sizeof(numbers));
}

static inline void
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

static inline void
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
static inline void
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

static inline enum mia_status
printer_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	(void)err;
	print_event(&((struct printer *)fold)->out, event);
	return MIA_OK;
}

static inline enum mia_status
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

static inline enum mia_status
never(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	(void)like, (void)ret, (void)err;
	return MIA_ERR_STATE;
}

static inline enum mia_status
never_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	(void)fold, (void)from, (void)err;
	return MIA_ERR_STATE;
}

static inline enum mia_status
nothing(struct mia_fold *fold, struct mia_error *err)
{
	(void)fold, (void)err;
	return MIA_OK;
}

static inline void
printer_free(struct mia_fold *fold)
{
	(void)fold;
}

static inline int
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

static inline struct printer
printer_new(void)
{
	struct printer p = { .fold.ops = &printer_ops };

	mia__buf_init(&p.out, &mia__malloc_allocator);
	return p;
}

static inline void
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

static inline struct mia_evidence *
evidence_of(const char *path)
{
	struct mia_evidence *e = NULL;

	assert_int_equal(mia_evidence_new(&e, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_path(e, path, NULL), MIA_OK);
	return e;
}

static inline enum mia_status
load(struct mia_evidence *e, struct mia_fold *a, struct mia_fold *b)
{
	struct mia_fold *folds[] = { a, b };
	struct mia_load_options options = { .size = sizeof(options), .threads = 1, .text_sha256 = 1 };

	return mia_load(e, folds, b ? 2 : 1, &options, NULL);
}

static inline struct buf
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

static inline void
write_file(const char *path, const void *bytes, size_t size)
{
	(void)remove(path);
	int fd = mia__file_open(SYSTEM_HERE, path, FILE_NEW_OWN);

	assert_true(fd >= 0);
	assert_true(mia__file_write_at(fd, bytes, size, 0));
	mia__file_close(fd);
}

static inline struct buf
read_file(const char *path)
{
	struct buf b;
	char piece[4096];
	ptrdiff_t n;
	int fd = mia__file_open(SYSTEM_HERE, path, FILE_READ);

	assert_true(fd >= 0);
	mia__buf_init(&b, &mia__malloc_allocator);
	while ((n = mia__file_read(fd, piece, sizeof(piece))) > 0)
		mia__buf_add(&b, piece, (size_t)n);
	mia__file_close(fd);
	return b;
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

#endif
