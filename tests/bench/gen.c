/*
 * Makes audit evidence of any size, the same records as portal CSV, as NDJSON
 * and as a JSON array. Members and their order are those of real records; 40 %
 * are binds, 10 % syncs, the rest other operations with an item. One record
 * in a hundred stands in the evidence twice.
 *
 * Usage: gen TARGET_BYTES SEED MAILBOXES MESSAGES HIT_PERCENT CSV NDJSON ARRAY
 * TARGET_BYTES is about the size of the NDJSON; a file named "-" is left out.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	average_record = 2700, /* bytes of NDJSON */
	days = 20,
	folder_count = 12,
	record_space = 64 * 1024
};

static const char *const intruders[] = { "203.0.113.77", "203.0.113.78", "2001:db8:66::77" };
/* As they stand in JSON: parent and name. */
static const struct {
	const char *parent, *name;
} folders[folder_count] = {
	{ "\\\\", "Inbox" },
	{ "\\\\", "Sent Items" },
	{ "\\\\", "Archive" },
	{ "\\\\", "Drafts" },
	{ "\\\\", "Deleted Items" },
	{ "\\\\", "Calendar" },
	{ "\\\\", "Junk Email" },
	{ "\\\\Inbox\\\\", "Invoices" },
	{ "\\\\Inbox\\\\", "HR" },
	{ "\\\\Inbox\\\\", "2025" },
	{ "\\\\Inbox\\\\",
		"Gesch\xc3\xa4"
		"ftsf\xc3\xbc"
		"hrung" },
	{ "\\\\Inbox\\\\", "Projekt \\\"Nord\\\"" },
};
static const char *const subjects[] = { "Re: invoice 4711, second reminder",
	"Angebot f\xc3\xbcr \\\"Nord\\\"", "Minutes", "\xe8\xad\xb0\xe4\xba\x8b\xe9\x8c\xb2",
	"FW: payment details, updated" };
static const char *const operations[] = { "MoveToDeletedItems", "SoftDelete", "Send", "Update", "Create" };
static const struct {
	const char *info, *app;
} clients[] = {
	{ "Client=OWA;Action=ViaProxy", "00000002-0000-0ff1-ce00-000000000000" },
	{ "Client=OutlookService;Outlook-iOS/2.0;", "27922004-5251-4030-b22d-91ecd9a37ea4" },
	{ "Client=REST;Client=RESTSystem;;", "13937bba-652e-4c46-b222-3003f4d1ff97" },
	{ "Client=MSExchangeRPC", "d3590ed6-52b3-4102-aeff-aad2292ab01c" },
};

struct text {
	char bytes[record_space];
	size_t len;
};

static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static uint64_t random_state;

static unsigned
random_below(unsigned n)
{
	random_state++;
	return (unsigned)(mix(random_state) % n);
}

static void __attribute__((format(printf, 2, 3))) put(struct text *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(t->bytes + t->len, sizeof(t->bytes) - t->len, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(t->bytes) - t->len) {
		fputs("gen: record too long\n", stderr);
		exit(1);
	}
	t->len += (size_t)n;
}

/* Store ids look random and are the same whenever the same thing is named. */
static void
put_id(struct text *t, const char *prefix, uint64_t thing, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint64_t bits = 0;
	put(t, "%s", prefix);
	for (size_t i = strlen(prefix); i < len; i++) {
		if (i % 10 == 0 || bits == 0)
			bits = mix(thing * 31 + i);
		t->bytes[t->len++] = digits[bits & 63];
		bits >>= 6;
	}
	t->bytes[t->len] = '\0';
}

static void
put_guid(struct text *t, uint64_t thing)
{
	uint64_t a = mix(thing), b = mix(a);
	put(t, "%08x-%04x-4%03x-8%03x-%012" PRIx64, (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
		(unsigned)(a & 0xfff), (unsigned)(b >> 52), b & UINT64_C(0xffffffffffff));
}

struct record {
	uint64_t number;
	int64_t seconds; /* since the first day */
	unsigned mailbox, kind, client, session;
	const char *operation;
	char address[48];
	int hit;
};
enum { KIND_BIND, KIND_SYNC, KIND_OTHER };

static void
put_time(struct text *t, int64_t seconds)
{
	put(t, "2026-03-%02dT%02d:%02d:%02d", (int)(1 + seconds / 86400), (int)(seconds / 3600 % 24),
		(int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void
put_head(struct text *t, const struct record *r)
{
	put(t, "{\"AppAccessContext\":{\"AADSessionId\":\"");
	put_guid(t, 7000000 + r->session);
	put(t, "\",\"IssuedAtTime\":\"");
	put_time(t, r->seconds / 3600 * 3600);
	put(t, "\",\"UniqueTokenId\":\"");
	put_id(t, "", 9000000 + r->session, 22);
	put(t, "\"},\"CreationTime\":\"");
	put_time(t, r->seconds);
	put(t, "\",\"Id\":\"");
	put_guid(t, UINT64_C(1) << 40 | r->number);
	put(t,
		"\",\"Operation\":\"%s\",\"OrganizationId\":\"75243ab2-44f8-435c-a7a6-b479385df6d4\","
		"\"RecordType\":%d,\"ResultStatus\":\"Succeeded\",\"UserKey\":\"1003%08X\",\"UserType\":0,\"Version\":1,"
		"\"Workload\":\"Exchange\",\"UserId\":\"user%04u@example.org\",\"AppId\":\"%s\",\"ClientAppId\":\"%s\","
		"\"ClientIPAddress\":\"%s\",\"ClientInfoString\":\"%s\",\"ExternalAccess\":false,\"InternalLogonType\":0,"
		"\"LogonType\":0,\"LogonUserSid\":\"S-1-5-21-1148582062-3132321681-773847816-%u\",\"MailboxGuid\":\"",
		r->operation,
		r->kind == KIND_BIND           ? 50
			: r->kind == KIND_SYNC ? 2
					       : 3,
		r->mailbox * 77773u, r->mailbox, clients[r->client].app, clients[r->client].app, r->address,
		clients[r->client].info, 40000000 + r->mailbox);
	put_guid(t, 100 + r->mailbox);
	put(t,
		"\",\"MailboxOwnerSid\":\"S-1-5-21-1148582062-3132321681-773847816-%u\","
		"\"MailboxOwnerUPN\":\"user%04u@example.org\",",
		40000000 + r->mailbox, r->mailbox);
}

static void
put_tail(struct text *t, const struct record *r)
{
	put(t,
		"\"OrganizationName\":\"example.onmicrosoft.com\",\"OriginatingServer\":\"CH0PR18MB%04u (15.20.4200.000)\\r\\n\","
		"\"SessionId\":\"",
		r->mailbox % 10000);
	put_guid(t, 7000000 + r->session);
	put(t, "\",");
}

static uint64_t
message(unsigned mailbox, unsigned k)
{
	return (uint64_t)mailbox << 32 | k;
}

static void
put_message_id(struct text *t, uint64_t m)
{
	put(t, "<CH0PR18MB%016" PRIX64 "%08X@CH0PR18MB5530.namprd18.prod.example.com>", mix(m),
		(unsigned)(mix(m + 1) >> 32));
}

static void
put_folder_id(struct text *t, unsigned mailbox, unsigned folder)
{
	put_id(t, "LgAAAA", (uint64_t)mailbox << 8 | folder, 76);
}

static void
put_bind(struct text *t, const struct record *r, unsigned messages)
{
	unsigned folder = random_below(folder_count), count = 1 + random_below(13),
		 first = random_below(messages);
	put(t,
		"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"},"
		"{\"Name\":\"IsThrottled\",\"Value\":\"False\"}],");
	put_tail(t, r);
	put(t, "\"Folders\":[{\"FolderItems\":[");
	for (unsigned i = 0; i < count; i++) {
		uint64_t m = message(r->mailbox, (first + i) % messages);
		put(t, "%s{\"Id\":\"", i ? "," : "");
		put_id(t, "RgAAAA", m, 152);
		put(t, "\",\"ImmutableId\":\"");
		put_id(t, "LgAAAA", m + 5, 100);
		put(t, "\",\"InternetMessageId\":\"");
		put_message_id(t, m);
		put(t, "\",\"SizeInBytes\":%u}", (unsigned)(mix(m) % 300000) + 2000);
	}
	put(t, "],\"Id\":\"");
	put_folder_id(t, r->mailbox, folder);
	put(t, "\",\"Path\":\"%s%s\"}],\"OperationCount\":%u}", folders[folder].parent, folders[folder].name,
		count);
}

static void
put_sync(struct text *t, const struct record *r)
{
	unsigned folder = random_below(folder_count);
	put(t,
		"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"},"
		"{\"Name\":\"IsThrottled\",\"Value\":\"False\"}],");
	put_tail(t, r);
	put(t, "\"Item\":{\"Id\":\"");
	put_folder_id(t, r->mailbox, folder);
	put(t, "\",\"ParentFolder\":{\"Id\":\"");
	put_folder_id(t, r->mailbox, folder);
	put(t, "\",\"Name\":\"%s\",\"Path\":\"%s%s\"}}}", folders[folder].name, folders[folder].parent,
		folders[folder].name);
}

static void
put_other(struct text *t, const struct record *r, unsigned messages)
{
	uint64_t m = message(r->mailbox, random_below(messages));
	unsigned folder = random_below(folder_count);
	put_tail(t, r);
	put(t, "\"Item\":{\"Attachments\":\"offer (review).pdf (%ub)\",\"Id\":\"",
		(unsigned)(mix(m) % 90000));
	put_id(t, "RgAAAA", m, 152);
	put(t, "\",\"ImmutableId\":\"");
	put_id(t, "LgAAAA", m + 5, 100);
	put(t, "\",\"InternetMessageId\":\"");
	put_message_id(t, m);
	put(t, "\",\"ParentFolder\":{\"Id\":\"");
	put_folder_id(t, r->mailbox, folder);
	put(t, "\",\"Path\":\"%s%s\"},\"SizeInBytes\":%u,\"Subject\":\"%s\"}}", folders[folder].parent,
		folders[folder].name, (unsigned)(mix(m) % 300000) + 2000,
		subjects[mix(m) % (sizeof(subjects) / sizeof(*subjects))]);
}

static void
choose(struct record *r, uint64_t number, uint64_t total, unsigned mailboxes, unsigned hit_percent)
{
	unsigned kind = random_below(10);
	r->number = number;
	r->seconds = (int64_t)((double)number / (double)total * days * 86400);
	r->mailbox = random_below(mailboxes);
	r->kind = kind < 4 ? KIND_BIND : kind < 5 ? KIND_SYNC : KIND_OTHER;
	r->operation = r->kind == KIND_OTHER ? operations[random_below(5)] : "MailItemsAccessed";
	r->client = random_below(4);
	r->hit = random_below(100) < hit_percent;
	r->session = r->mailbox * 64 + (r->hit ? 60 + random_below(3) : random_below(40));
	if (r->hit)
		snprintf(r->address, sizeof(r->address), "%s", intruders[random_below(3)]);
	else
		snprintf(r->address, sizeof(r->address), "198.51.100.%u", random_below(254) + 1);
}

static void
write_csv_row(FILE *out, const struct record *r, const struct text *json)
{
	struct text id = { .len = 0 };
	int hour = (int)(r->seconds / 3600 % 24);
	put_guid(&id, UINT64_C(1) << 40 | r->number);
	fprintf(out, "%s,3/%d/2026 %d:%02d:%02d %s,%d,%s,user%04u@example.org,\"", id.bytes,
		(int)(1 + r->seconds / 86400), hour % 12 == 0 ? 12 : hour % 12, (int)(r->seconds / 60 % 60),
		(int)(r->seconds % 60), hour < 12 ? "AM" : "PM",
		r->kind == KIND_BIND           ? 50
			: r->kind == KIND_SYNC ? 2
					       : 3,
		r->operation, r->mailbox);
	for (size_t i = 0; i < json->len; i++) {
		if (json->bytes[i] == '"')
			putc('"', out);
		putc(json->bytes[i], out);
	}
	fputs("\",,\n", out);
}

static FILE *
open_output(const char *name)
{
	if (strcmp(name, "-") == 0)
		return NULL;
	FILE *out = fopen(name, "w");
	if (!out) {
		perror(name);
		exit(1);
	}
	return out;
}

static int
finish(FILE *out)
{
	return out && (ferror(out) || fclose(out) != 0);
}

int
main(int argc, char **argv)
{
	if (argc != 9) {
		fputs("usage: gen TARGET_BYTES SEED MAILBOXES MESSAGES HIT_PERCENT CSV NDJSON ARRAY\n",
			stderr);
		return 2;
	}
	uint64_t total = strtoull(argv[1], NULL, 10) / average_record + 1;
	random_state = strtoull(argv[2], NULL, 10) << 32;
	unsigned mailboxes = (unsigned)strtoul(argv[3], NULL, 10),
		 messages = (unsigned)strtoul(argv[4], NULL, 10);
	unsigned hit_percent = (unsigned)strtoul(argv[5], NULL, 10);
	FILE *csv = open_output(argv[6]), *ndjson = open_output(argv[7]), *array = open_output(argv[8]);
	static struct text json;
	uint64_t written = 0;

	if (csv)
		fputs("RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\n",
			csv);
	for (uint64_t number = 0; number < total; number++) {
		struct record r;
		choose(&r, number, total, mailboxes, hit_percent);
		json.len = 0;
		put_head(&json, &r);
		if (r.kind == KIND_BIND)
			put_bind(&json, &r, messages);
		else if (r.kind == KIND_SYNC)
			put_sync(&json, &r);
		else
			put_other(&json, &r, messages);
		for (int copies = random_below(100) == 0 ? 2 : 1; copies > 0; copies--, written++) {
			if (csv)
				write_csv_row(csv, &r, &json);
			if (ndjson)
				fprintf(ndjson, "%s\n", json.bytes);
			if (array)
				fprintf(array, "%s%s", written ? ",\n" : "[\n", json.bytes);
		}
	}
	if (array)
		fputs("\n]\n", array);
	return finish(csv) | finish(ndjson) | finish(array);
}
