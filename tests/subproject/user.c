/* What a first program with libmia does: one Bind record in, one message out. */
#include <mia/mia.h>

#include <stdio.h>
#include <string.h>

static const char record[] =
	"{\"Id\":\"5d7c3a10-0000-4000-8000-000000000001\",\"CreationTime\":\"2026-03-02T10:00:00\","
	"\"Operation\":\"MailItemsAccessed\",\"RecordType\":50,\"Workload\":\"Exchange\","
	"\"UserId\":\"anna@example.org\",\"MailboxOwnerUPN\":\"anna@example.org\","
	"\"MailboxGuid\":\"11111111-2222-4333-8444-555555555555\",\"LogonType\":0,"
	"\"ClientIPAddress\":\"203.0.113.77\",\"ClientInfoString\":\"Client=OWA;Action=ViaProxy\","
	"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],"
	"\"OperationCount\":1,\"Folders\":[{\"Id\":\"LgAAAAA1\",\"Path\":\"\\\\Inbox\","
	"\"FolderItems\":[{\"InternetMessageId\":\"<one@example.org>\",\"SizeInBytes\":1234}]}]}\n";

static int
run(struct mia_evidence *evidence, struct mia_exposure *exposure, struct mia_error *err)
{
	struct mia_fold *fold = mia_exposure_fold(exposure);
	struct mia_messages *cursor = NULL;
	const struct mia_message *message = NULL;

	if (mia_evidence_add_memory(evidence, "record.json", record, sizeof(record) - 1, err) < 0)
		return 1;
	if (mia_load(evidence, &fold, 1, NULL, err) < 0)
		return 1;
	if (mia_messages_new(&cursor, exposure, err) < 0)
		return 1;
	int found = mia_messages_next(cursor, &message, err) == MIA_OK &&
		message->internet_message_id.len == strlen("<one@example.org>") &&
		message->level == MIA_LEVEL_ACCESS_RECORDED && message->access_count == 1;
	int alone = mia_messages_next(cursor, &message, err) == MIA_END;
	mia_messages_free(cursor);
	return !found || !alone;
}

int
main(void)
{
	struct mia_error err = { .status = MIA_OK };
	struct mia_evidence *evidence = NULL;
	struct mia_exposure *exposure = NULL;
	int status = 1;

	if (mia_evidence_new(&evidence, NULL, NULL, &err) >= 0 &&
		mia_exposure_new(&exposure, NULL, NULL, &err) >= 0)
		status = run(evidence, exposure, &err);
	if (status != 0)
		fprintf(stderr, "user: %s\n", err.text);
	mia_exposure_free(exposure);
	mia_evidence_free(evidence);
	return status;
}
