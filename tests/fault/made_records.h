/* Records made up by dice, so that what merging must join does occur: repeats
 * and versions, mailboxes known by one name or two, folders known by id or by
 * path, equal times, subjects that only one record has. */
#ifndef MIA_TESTS_MADE_RECORDS_H
#define MIA_TESTS_MADE_RECORDS_H

#include "suite.h"

static inline void
made_folder(struct text_out *out, uint64_t *seed, unsigned items)
{
	static const char *const paths[] = { "\\\\Inbox", "\\\\Inbox\\\\Sub", "\\\\Archive",
		"Not Available" };
	unsigned folder = dice(seed, 4);

	text_line(out, "{\"Id\":\"LgAAAA-%u\"", folder);
	if (dice(seed, 3))
		text_line(out, ",\"Path\":\"%s\"", paths[dice(seed, 8) ? folder : 3]);
	if (dice(seed, 4) == 0)
		text_line(out, ",\"Name\":\"Folder %u\"", folder);
	for (unsigned i = 0; i < items; i++) {
		unsigned id = dice(seed, 30);
		text_line(out, i ? "," : ",\"FolderItems\":[");
		if (id < 24)
			text_line(out, "{\"InternetMessageId\":\"%s%u@example.org%s\"", id % 5 ? "<m-" : "m-",
				id, id % 5 ? ">" : "");
		else
			text_line(out, "{\"Id\":\"RgAAAA-%u\"", id);
		if (dice(seed, 2))
			text_line(out, ",\"SizeInBytes\":%u", 1000 + id);
		if (dice(seed, 6) == 0)
			text_line(out, ",\"Subject\":\"subject %u\"", id + dice(seed, 2));
		text_line(out, "}");
	}
	text_line(out, items ? "]}" : "}");
}

/* How much two records of one id may differ. */
enum versions {
	VERSIONS_OF_ITEMS, /* in the items they name, seldom */
	VERSIONS_WILD      /* in everything but id, time, operation and mailbox */
};

/* One record as one line, without its line end. */
static inline void
made_record(struct text_out *out, uint64_t *chance, enum versions versions)
{
	static const char *const clients[] = { "Client=OWA;Action=ViaProxy", "Client=MSExchangeRPC",
		"Client=REST;Client=RESTSystem;;" };
	static const char *const addresses[] = { "203.0.113.7", "203.0.113.7:4711", "::ffff:203.0.113.7",
		"[2001:db8::1]:443", "" };
	unsigned id = dice(chance, 400);
	uint64_t own = id * 977 + 1, *seed = versions == VERSIONS_WILD ? chance : &own;
	unsigned kind = dice(seed, 6), mailbox = dice(seed, 3), session = dice(seed, 4);

	text_line(out, "{\"CreationTime\":\"2026-03-0%uT10:%02u:00\"", 1 + id % 3, id % 7);
	if (dice(seed, 12))
		text_line(out, ",\"Id\":\"00000000-0000-4000-8000-%012u\"", id);
	text_line(out, ",\"Operation\":\"%s\"", kind == 5 ? "MoveToDeletedItems" : "MailItemsAccessed");
	if (dice(seed, 8))
		text_line(out, ",\"MailboxGuid\":\"b0000000-0000-4000-8000-%012u\"", mailbox);
	if (dice(seed, 4))
		text_line(out, ",\"MailboxOwnerUPN\":\"%ser%u@example.org\"", dice(seed, 5) ? "us" : "US",
			mailbox);
	text_line(out, ",\"UserId\":\"user%u@example.org\",\"LogonType\":%u", dice(seed, 4), dice(seed, 3));
	text_line(out, ",\"ClientIPAddress\":\"%s\",\"ClientInfoString\":\"%s\"", addresses[dice(seed, 5)],
		clients[dice(seed, 3)]);
	if (session)
		text_line(out, ",\"SessionId\":\"%s%u\"",
			dice(seed, 5) ? "5e55a77a-0000-4000-8000-00000000000"
				      : "5E55A77A-0000-4000-8000-00000000000",
			session);
	if (dice(seed, 20) == 0)
		text_line(out, ",\"ResultStatus\":\"Failed\"");
	if (kind < 3) {
		unsigned items = dice(seed, 4);
		text_line(out,
			",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},{\"Name\":\"IsThrottled\",\"Value\":\"%s\"}]",
			dice(seed, 9) ? "False" : "True");
		text_line(out, ",\"OperationCount\":%u,\"Folders\":[", items + dice(seed, 2));
		made_folder(out, dice(chance, 8) ? seed : chance, items);
		text_line(out, "]");
	} else if (kind < 5) {
		text_line(out,
			",\"OperationProperties\":[{\"Value\":\"Sync\",\"Name\":\"MailAccessType\"}],\"Item\":{\"ParentFolder\":");
		made_folder(out, seed, 0);
		text_line(out, "}");
	} else {
		text_line(out,
			",\"AffectedItems\":[{\"InternetMessageId\":\"<m-%u@example.org>\",\"Subject\":\"moved %u\",\"ParentFolder\":",
			id % 24, id % 24);
		made_folder(out, seed, 0);
		text_line(out, "}]");
	}
	text_line(out, "}");
}

/* Records as texts of their own. */
struct made {
	struct text_out *records;
	size_t count;
};

static inline struct made
made_records(size_t count, uint64_t seed, enum versions versions)
{
	struct made m = { calloc(count, sizeof(*m.records)), count };

	assert_non_null(m.records);
	for (size_t i = 0; i < count; i++) {
		if (i > 10 && dice(&seed, 6) == 0) { /* once more, byte for byte */
			const struct text_out *again = &m.records[dice(&seed, (unsigned)i)];
			text_add(&m.records[i], again->ptr, again->len);
		} else {
			made_record(&m.records[i], &seed, versions);
		}
	}
	return m;
}

static inline void
free_made(struct made *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->records[i].ptr);
	free(m->records);
}

#endif
