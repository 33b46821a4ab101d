/*
 * A store that somebody forged, with sums that are right: a good one, changed
 * here and there; or rows and items that are the input itself. It ends the load
 * or says something; what it says is written as harmlessly as all else.
 */
#include "base/buf.h"
#include "bytes/sha256.h"
#include "room.h"
#include "store/form.h"
#include "store/unpack.h"

/* A bind, a sync, another operation and what is none: most shapes of rows. */
static const char records[] =
	"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"10000000-0000-4000-8000-000000000001\",\"Operation\":"
	"\"MailItemsAccessed\",\"MailboxOwnerUPN\":\"anna.berg@fjordlight.example\",\"UserId\":\"u\",\"SessionId\":"
	"\"5e55a77a-0000-4000-8000-00000000000a\",\"ClientIPAddress\":\"203.0.113.7\",\"ClientInfoString\":\"Client=OWA\","
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":"
	"\"False\"}],\"OperationCount\":2,\"Folders\":[{\"Id\":\"LgAAAAAB\",\"Path\":\"\\\\Inbox\",\"FolderItems\":["
	"{\"Id\":\"RgAAAAA1\",\"InternetMessageId\":\"<m1@x.example>\",\"SizeInBytes\":7,\"Subject\":\"s\"},"
	"{\"ImmutableId\":\"L1\",\"InternetMessageId\":\"m2@x.example\"}]}]}\n"
	"{\"CreationTime\":\"2026-03-17T09:17:20\",\"Id\":\"2\",\"Operation\":\"MailItemsAccessed\",\"MailboxGuid\":"
	"\"11111111-1111-4111-8111-111111111111\",\"UserId\":\"v\",\"OperationProperties\":[{\"Name\":\"MailAccessType\","
	"\"Value\":\"Sync\"}],\"Item\":{\"Id\":\"i\",\"ParentFolder\":{\"Id\":\"LgAAAAAC\",\"Path\":\"\\\\Sent\","
	"\"Name\":\"Sent\"}}}\n"
	"{\"CreationTime\":\"2026-03-17T09:18:20\",\"Id\":\"3\",\"Operation\":\"New-InboxRule\",\"UserId\":\"u\","
	"\"ObjectId\":\"o\",\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"x@y.example\"}]}\n"
	"{\"broken\":\n";

static struct mia_evidence *
evidence_of(const char *path)
{
	struct mia_evidence *evidence = fuzz_evidence(0, 0);

	OK(mia_evidence_add_path(evidence, path, err));
	return evidence;
}

struct kept {
	struct fuzz_output store;
	char path[128];
};

static const struct kept *
good_store(void)
{
	static struct kept kept;

	if (kept.store.len == 0) {
		struct mia_store_writer *writer = NULL;
		char path[128];
		struct mia_load_options load;
		strcpy(kept.path, fuzz_room_file("e.json", mia_text_of(records)));
		snprintf(path, sizeof(path), "%s/good", fuzz_room());
		struct mia_evidence *evidence = evidence_of(kept.path);
		OK(mia_store_writer_new(&writer, NULL, evidence, path, NULL, err));
		struct mia_fold *fold = mia_store_writer_fold(writer);
		mia_load_options_init(&load);
		load.threads = 1;
		OK(mia_load(evidence, &fold, 1, &load, err));
		OK(mia_store_writer_finish(writer, err));
		mia_store_writer_free(writer);
		mia_evidence_free(evidence);
		fuzz_room_read(path, &kept.store);
	}
	return &kept;
}

static uint64_t
number_at(const struct fuzz_output *o, size_t at)
{
	struct store_cursor c = { (unsigned char *)o->ptr + at, (unsigned char *)o->ptr + o->len, false };

	return store_fixed(&c);
}

static void
put_at(struct fuzz_output *o, size_t at, uint64_t n)
{
	for (int i = 0; i < 8; i++)
		o->ptr[at + (size_t)i] = (char)(n >> 8 * i);
}

/* The place of the only block is the last 32 bytes of the index: where, rows, items, sum. */
static void
make_sums_right(struct fuzz_output *store)
{
	size_t index = (size_t)number_at(store, 16), place = store->len - 32;
	struct store_sum sum;
	struct sha256 sha;

	mia__store_sum_begin(&sum);
	mia__store_sum_add(&sum, store->ptr + STORE_HEAD, index - STORE_HEAD);
	put_at(store, place + 24, mia__store_sum_end(&sum));
	MUST(mia__sha256_init(&sha) && mia__sha256_begin(&sha));
	MUST(mia__sha256_update(&sha, store->ptr, STORE_HASHED));
	MUST(mia__sha256_update(&sha, store->ptr + index, store->len - index));
	MUST(mia__sha256_end(&sha, (unsigned char *)store->ptr + STORE_HASHED));
	mia__sha256_release(&sha);
}

static void
change(struct fuzz_output *store, struct mia_text input)
{
	size_t size = (size_t)number_at(store, 16) - STORE_HEAD;

	for (size_t i = 0; i + 3 <= input.len; i += 3) {
		const unsigned char *p = (const unsigned char *)input.ptr + i;
		store->ptr[STORE_HEAD + (size_t)(p[0] | p[1] << 8) % size] ^= (char)p[2];
	}
}

/* Head, then the input as rows and items, then the index of the good one. */
static void
replace(struct fuzz_output *store, const struct fuzz_output *good, struct mia_text input, size_t rows)
{
	size_t index = (size_t)number_at(good, 16);

	store->len = 0;
	fuzz_write(store, good->ptr, STORE_HEAD);
	fuzz_write(store, input.ptr, input.len);
	put_at(store, 16, store->len);
	fuzz_write(store, good->ptr + index, good->len - index);
	put_at(store, store->len - 24, rows);
	put_at(store, store->len - 16, input.len - rows);
}

static void
ask(struct mia_evidence *evidence, struct choice *choice)
{
	struct fuzz_results r = { .evidence = evidence };
	struct fuzz_output output = { 0 };
	struct mia_load_options load;
	struct mia_report_options options;

	r.scope = fuzz_scope(fuzz_choose(choice, FUZZ_SCOPES));
	struct mia_exposure_options exposure;
	mia_exposure_options_init(&exposure);
	exposure.scope = r.scope;
	exposure.handled = 1;
	OK(mia_sums_new(&r.sums, NULL, err));
	OK(mia_timeline_new(&r.timeline, NULL, NULL, err));
	OK(mia_exposure_new(&r.exposure, NULL, &exposure, err));
	struct mia_fold *folds[] = { mia_sums_fold(r.sums), mia_timeline_fold(r.timeline),
		mia_exposure_fold(r.exposure) };
	mia_load_options_init(&load);
	load.threads = 1;
	struct mia_error error = { 0 };
	enum mia_status status = mia_load(evidence, folds, 3, &load, &error);
	/* A record may say that it is the five thousand millionth. */
	if (status != MIA_OK && status != MIA_ERR_ARGUMENT && status != MIA_ERR_LIMIT)
		DIE("a forged store: %s: %s", mia_status_name(status), error.text);
	if (status == MIA_OK) {
		mia_report_options_init(&options);
		options.format = fuzz_choose(choice, 2) ? MIA_FORMAT_NDJSON : MIA_FORMAT_TABLE;
		options.write = fuzz_write;
		options.ctx = &output;
		OK(mia_report_timeline(r.timeline, &options, err));
		fuzz_check_guarded("the timeline of a store", (struct mia_text){ output.ptr, output.len },
			"\n");
	}
	free(output.ptr);
	fuzz_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output store;
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text input = { (const char *)data, size };
	const struct kept *kept = good_store();
	struct mia_evidence *evidence = evidence_of(kept->path);

	store.len = 0;
	fuzz_write(&store, kept->store.ptr, kept->store.len);
	if (fuzz_choose(&choice, 2) && size)
		replace(&store, &kept->store, input, fuzz_choose(&choice, (unsigned)size + 1));
	else
		change(&store, input);
	make_sums_right(&store);
	const char *path = fuzz_room_file("b.mia", (struct mia_text){ store.ptr, store.len });
	enum mia_status status = mia_store_use(evidence, path,
		&(struct mia_store_options){ sizeof(struct mia_store_options), 1, 0 }, NULL);
	MUST(status == MIA_OK || status == MIA_END || status == MIA_ERR_ARGUMENT);
	if (status == MIA_OK)
		ask(evidence, &choice);
	else
		mia_evidence_free(evidence);
	return 0;
}
