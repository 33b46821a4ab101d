/* The known case: its evidence as bytes, and reading it. */
#include "selftest/known.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define MAILBOX \
	"\"MailboxOwnerUPN\":\"anna@selftest.example\",\"MailboxGuid\":\"5e1f7e57-0000-4000-8000-0000000000a0\"," \
	"\"UserId\":\"anna@selftest.example\",\"LogonType\":0,\"ResultStatus\":\"Succeeded\","
#define RECORD(number, hour) \
	"{\"Id\":\"5e1f7e57-0000-4000-8000-00000000000" number "\",\"CreationTime\":\"2026-03-04T" hour \
	"\"," \
	"\"Operation\":\"MailItemsAccessed\",\"RecordType\":50,\"Workload\":\"Exchange\"," MAILBOX
#define TYPE(access, throttled) \
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"" access "\"}," \
	"{\"Name\":\"IsThrottled\",\"Value\":\"" throttled "\"}],"
#define INTRUDER \
	"\"ClientIPAddress\":\"[::ffff:203.0.113.7]:50211\",\"ClientInfoString\":\"Client=OWA;Action=ViaProxy\"," \
	"\"SessionId\":\"" KNOWN_SESSION "\","
#define OWNER \
	"\"ClientIPAddress\":\"198.51.100.4\",\"ClientInfoString\":\"Client=OWA;Action=ViaProxy\"," \
	"\"SessionId\":\"5e1f7e57-0000-4000-8000-00000000000b\","
#define CONTRACTS(count, items) \
	"\"OperationCount\":" count ",\"Folders\":[{\"Path\":\"\\\\Contracts\",\"FolderItems\":[" items \
	"]}]}\n"
/* The example by which Relativity documents the EDRM message id hash. */
#define FIRST \
	"{\"InternetMessageId\":\"<CALckR-a8UDkRjO4xJyjd_s0GPxQWw@mail.gmail.com>\",\"SizeInBytes\":4096," \
	"\"Subject\":\"=HYPERLINK(\\\"https://selftest.example\\\")\"}"
#define SECOND "{\"InternetMessageId\":\"<second@selftest.example>\",\"SizeInBytes\":100}"
#define THIRD "{\"InternetMessageId\":\"<third@selftest.example>\",\"SizeInBytes\":100}"
#define OF_OWNER "{\"InternetMessageId\":\"<owner@selftest.example>\",\"SizeInBytes\":100}"
#define NOBODYS "{\"InternetMessageId\":\"<nobody@selftest.example>\",\"SizeInBytes\":100}"
/* Beginning and end are those of Microsoft's example for content searches. */
#define INBOX \
	"\"Folders\":[{\"Path\":\"\\\\Inbox\",\"Id\":\"LgAAAABLy1EVAAAAAAAAAAAAAAAAAQBoehgC2DSJT5aSH/QIKem4AAAAAAEMAAAB\"}]}\n"

#define OWNERS_RECORD RECORD("4", "10:00:00") OWNER TYPE("Bind", "False") CONTRACTS("1", OF_OWNER)

const char mia__known_plain[] =
	RECORD("1", "09:00:00") INTRUDER TYPE("Bind", "False") CONTRACTS("2", FIRST "," SECOND)
	/* one operation more than it names */
	RECORD("2", "09:10:00") INTRUDER TYPE("Bind", "False") CONTRACTS("3", SECOND "," THIRD) RECORD("3",
		"09:20:00") INTRUDER TYPE("Sync", "False") INBOX OWNERS_RECORD
		/* the first record again: exports overlap */
		RECORD("1", "09:00:00") INTRUDER TYPE("Bind", "False") CONTRACTS("2",
			FIRST "," SECOND) "{\"Operation\":\"MailItemsAccessed\",\"Id\" broken}\n" RECORD("5",
			"11:00:00") OWNER TYPE("Bind", "True") CONTRACTS("1", OF_OWNER)
	/* no session: whose access it was cannot be told */
	RECORD("6", "11:30:00") "\"ClientIPAddress\":\"203.0.113.7\"," TYPE("Bind", "False")
		CONTRACTS("1", NOBODYS);

/* RFC 1952 around one stored block of RFC 1951. */
bool
mia__known_gzip(struct buf *out)
{
	static const char line[] = OWNERS_RECORD;
	static const unsigned char header[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };
	const unsigned len = sizeof(line) - 1;
	const unsigned char block[] = {
		1,
		(unsigned char)len,
		(unsigned char)(len >> 8),
		(unsigned char)~len,
		(unsigned char)(~len >> 8),
	};

	mia__buf_add(out, header, sizeof(header));
	mia__buf_add(out, block, sizeof(block));
	mia__buf_add(out, line, len);
	return !out->failed;
}

static enum mia_status
add_evidence(struct known *k, struct mia_error *err)
{
	MIA_TRY(mia_evidence_new(&k->evidence, &k->a, NULL, err));
	MIA_TRY(mia_evidence_add_memory(k->evidence, KNOWN_PLAIN, mia__known_plain, strlen(mia__known_plain),
		err));
	if (!mia__known_gzip(&k->gzip))
		return mia__fail_memory(err);
	return mia_evidence_add_memory(k->evidence, KNOWN_GZIP, k->gzip.ptr, k->gzip.len, err);
}

static enum mia_status
run(struct known *k, unsigned threads, struct mia_error *err)
{
	struct mia_exposure_options asked = { .size = sizeof(asked) };
	struct mia_load_options load = { .size = sizeof(load), .threads = threads };
	struct mia_findings_options options;

	MIA_TRY(add_evidence(k, err));
	MIA_TRY(mia_scope_new(&k->scope, &k->a, err));
	MIA_TRY(mia_scope_add(k->scope, MIA_TRAIT_SESSION, 0, text_of(KNOWN_SESSION), err));
	asked.scope = k->scope;
	MIA_TRY(mia_sums_new(&k->sums, &k->a, err));
	MIA_TRY(mia_exposure_new(&k->exposure, &k->a, &asked, err));
	MIA_TRY(mia_coverage_new(&k->coverage, &k->a, NULL, err));
	struct mia_fold *const folds[] = {
		mia_sums_fold(k->sums),
		mia_exposure_fold(k->exposure),
		mia_coverage_fold(k->coverage),
	};
	MIA_TRY(mia_load(k->evidence, folds, 3, &load, err));
	mia_findings_options_init(&options);
	options.scope = k->scope;
	return mia_findings_new(&k->findings, &k->a, k->exposure, k->coverage, &options, err);
}

enum mia_status
mia__known_run(struct known *k, const struct mia_allocator *allocator, unsigned threads,
	struct mia_error *err)
{
	*k = (struct known){ .a = mia__allocator_or_default(allocator) };
	mia__buf_init(&k->gzip, &k->a);
	enum mia_status status = run(k, threads, err);
	if (status < 0)
		mia__known_free(k);
	return status;
}

void
mia__known_free(struct known *k)
{
	mia_findings_free(k->findings);
	mia_coverage_free(k->coverage);
	mia_exposure_free(k->exposure);
	mia_sums_free(k->sums);
	mia_scope_free(k->scope);
	mia_evidence_free(k->evidence);
	mia__buf_release(&k->gzip);
}
