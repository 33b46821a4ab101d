/*
 * One invented record after the other. Members and their order are those of
 * real records. Ids are different for each message and the same whenever the
 * message is named; within a mailbox they have a long beginning in common, as
 * the store's have. All is a function of the seed.
 */
#include "gen_text.h"

#include <stdio.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))
#define ORGANIZATION "75243ab2-44f8-435c-a7a6-b479385df6d4"

static const char *const intruders[] = { "203.0.113.77", "203.0.113.78", "2001:db8:66::77" };
/* As they stand in JSON. */
static const char *const folders[] = { "\\\\Inbox", "\\\\Sent Items", "\\\\Drafts", "\\\\Archive",
	"\\\\Deleted Items", "\\\\Junk Email", "\\\\Calendar", "\\\\Contacts", "\\\\Inbox\\\\Invoices",
	"\\\\Inbox\\\\Projects\\\\2026", "\\\\Inbox\\\\Gesch\xc3\xa4\x66tsf\xc3\xbchrung",
	"\\\\Inbox\\\\Projekt \\\"Nord\\\"", "\\\\Inbox\\\\\xe5\xa0\xb1\xe5\x91\x8a" };
static const char *const words[] = { "Re:", "FW:", "AW:", "invoice", "offer", "minutes", "contract", "second",
	"reminder,", "budget,", "Q1", "2026", "please", "sign", "\\\"final\\\"", "\\\"draft 2\\\"",
	"f\xc3\xbcr", "Pr\xc3\xbc\x66ung", "r\xc3\xa9union", "\xe2\x80\x93",
	"\xe8\xad\xb0\xe4\xba\x8b\xe9\x8c\xb2", "\xd0\xbe\xd1\x82\xd1\x87\xd1\x91\xd1\x82", "R&D", "50%",
	"a/b", "(copy)", "salary", "bank", "details", "transfer", "weekly", "report", "travel", "agenda",
	"customer", "supplier", "delivery", "order", "4711", "update" };
static const char *const clients[] = { "Client=OWA;Action=ViaProxy", "Client=MSExchangeRPC",
	"Client=REST;Client=RESTSystem;;", "Client=OutlookService;Outlook-iOS/2.0;",
	"Client=ActiveSync;Client=Apple-iPhone15C3/2105.141;DeviceId=A1B2C3D4E5F6",
	"Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36;",
	"Client=REST;;", "Client=Hub Transport", "Client=WebServices;Example/3.1 (a; b);" };
static const char *const others[] = { "HardDelete", "SoftDelete", "MoveToDeletedItems", "Update", "Create" };
static const char agent[] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
			    "Chrome/130.0.0.0 Safari/537.36";

static const char *const given_names[] = { "anna", "bjoern", "carla", "dario", "elif", "farid", "greta",
	"hugo", "ines", "jonas", "katya", "liam", "mei", "noor", "olga", "pablo" };
static const char *const family_names[] = { "berg", "costa", "dahl", "egger", "fischer", "garcia", "holm",
	"ito", "jansen", "kaya", "larsen", "moreau", "novak" };

void
gen_put_user(struct text *t, unsigned mailbox)
{
	gen_putf(t, "%s.%s%u@fjordlight.example", given_names[mailbox % COUNT(given_names)],
		family_names[mailbox / COUNT(given_names) % COUNT(family_names)], mailbox);
}

/* ---- the same thing has the same name wherever it is named ---- */

enum { THING_MAILBOX = 1, THING_FOLDER, THING_SESSION, THING_APP, THING_RECORD, THING_SITE };

static uint64_t
thing(unsigned kind, uint64_t number)
{
	return gen_mix((uint64_t)kind << 56 | number);
}

static uint64_t
message(const struct invented *r, unsigned k)
{
	return gen_mix((uint64_t)r->mailbox << 32 | k);
}

/* What all ids of one mailbox begin with. */
static void
put_store(struct text *t, const char *kind, const struct invented *r)
{
	gen_put(t, kind);
	gen_put_base64(t, thing(THING_MAILBOX, r->mailbox), 44);
	gen_put(t, "BwC");
	gen_put_base64(t, thing(THING_MAILBOX, r->mailbox) + 1, 41);
}

static void
put_item_id(struct text *t, const struct invented *r, unsigned k)
{
	put_store(t, "RgAAAAD", r);
	gen_put(t, "AAAAAAEMAAC");
	gen_put_base64(t, thing(THING_MAILBOX, r->mailbox) + 2, 22);
	gen_put_base64(t, message(r, k), 12);
	gen_put(t, "AAAJAAA=");
}

static void
put_immutable_id(struct text *t, const struct invented *r, unsigned k)
{
	gen_put(t, "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A");
	gen_put_base64(t, thing(THING_MAILBOX, r->mailbox) + 3, 32);
	gen_put_base64(t, message(r, k) + 1, 12);
	gen_put(t, "AAA=");
}

static void
put_message_id(struct text *t, const struct invented *r, unsigned k)
{
	uint64_t m = message(r, k);
	unsigned server = (unsigned)(m >> 40) % 61;

	gen_putf(t, "<CH0PR18MB%04u", 4000 + server);
	gen_put_letters(t, "0123456789ABCDEF", 4, m + 2, 26);
	gen_putf(t, "@CH0PR18MB%04u.prod.mail.example>", 4000 + server);
}

static void
put_folder_id(struct text *t, const struct invented *r, unsigned folder)
{
	put_store(t, "LgAAAAD", r);
	gen_put_base64(t, thing(THING_FOLDER, (uint64_t)r->mailbox << 8 | folder), 12);
	gen_put(t, "AAAB");
}

static void
put_subject(struct text *t, const struct invented *r, unsigned k)
{
	uint64_t m = message(r, k) + 3;

	for (unsigned count = 3 + (unsigned)(m % 6), i = 0; i < count; i++) {
		m = gen_mix(m);
		if (i)
			gen_put(t, " ");
		gen_put(t, words[m % COUNT(words)]);
	}
}

static unsigned
size_of(const struct invented *r, unsigned k)
{
	return 2000 + (unsigned)(message(r, k) >> 20) % 900000;
}

/* ---- what most records have ---- */

struct way { /* how the actor came */
	char address[64];
	uint64_t session;
	unsigned app;
	const char *client;
};

static void
choose_way(struct tenant *tenant, const struct invented *r, struct way *w)
{
	unsigned session = r->intruder ? 900 + gen_below(tenant, 3) : gen_below(tenant, 6);

	w->session = thing(THING_SESSION, (uint64_t)r->mailbox << 16 | session);
	w->app = gen_below(tenant, 5);
	w->client = clients[gen_below(tenant, COUNT(clients))];
	/* RFC 2544 and 3849: for benchmarks and for documentation. */
	if (r->intruder)
		snprintf(w->address, sizeof(w->address), "%s",
			intruders[gen_below(tenant, COUNT(intruders))]);
	else if (gen_below(tenant, 10) == 0)
		snprintf(w->address, sizeof(w->address), "2001:db8:%x:%x::%x", gen_below(tenant, 4096) + 256,
			gen_below(tenant, 4096), 1 + gen_below(tenant, 255));
	else
		snprintf(w->address, sizeof(w->address), "198.%u.%u.%u", 18 + gen_below(tenant, 2),
			gen_below(tenant, 256), 1 + gen_below(tenant, 254));
}

static void
put_head(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w,
	const char *workload)
{
	gen_put(t, "{\"AppAccessContext\":{\"AADSessionId\":\"");
	gen_put_guid(t, w->session);
	gen_put(t, "\",\"APIId\":\"00000003-0000-0000-c000-000000000000\",\"IssuedAtTime\":\"");
	gen_put_time(t, r->seconds - 600);
	gen_put(t, "\",\"UniqueTokenId\":\"");
	gen_put_base64(t, gen_next(tenant), 22);
	gen_put(t, "\"},\"CreationTime\":\"");
	gen_put_time(t, r->seconds);
	gen_put(t, "\",\"Id\":\"");
	gen_put_guid(t, r->id);
	gen_putf(t,
		"\",\"Operation\":\"%s\",\"OrganizationId\":\"" ORGANIZATION
		"\",\"RecordType\":%u,\"ResultStatus\":\"Succeeded\",\"UserKey\":\"1003%08X\",\"UserType\":0,"
		"\"Version\":1,\"Workload\":\"%s\",\"UserId\":\"",
		r->operation, r->record_type, r->mailbox * 77773u, workload);
	gen_put_user(t, r->mailbox);
	gen_put(t, "\",");
}

static void
put_mailbox(struct text *t, const struct invented *r, const struct way *w)
{
	gen_put(t, "\"AppId\":\"");
	gen_put_guid(t, thing(THING_APP, w->app));
	gen_put(t, "\",\"ClientAppId\":\"");
	gen_put_guid(t, thing(THING_APP, w->app + 5));
	gen_putf(t, "\",\"ClientIPAddress\":\"%s\",\"ClientInfoString\":\"%s\",", w->address, w->client);
	gen_putf(t,
		"\"ExternalAccess\":false,\"InternalLogonType\":0,\"LogonType\":0,"
		"\"LogonUserSid\":\"S-1-5-21-1148582062-3132321681-773847816-%u\",\"MailboxGuid\":\"",
		40000 + r->mailbox);
	gen_put_guid(t, thing(THING_MAILBOX, r->mailbox));
	gen_putf(t,
		"\",\"MailboxOwnerSid\":\"S-1-5-21-1148582062-3132321681-773847816-%u\",\"MailboxOwnerUPN\":\"",
		40000 + r->mailbox);
	gen_put_user(t, r->mailbox);
	gen_put(t, "\",");
}

static void
put_tail(struct text *t, const struct invented *r, const struct way *w)
{
	gen_putf(t,
		"\"OrganizationName\":\"fjordlight.example\",\"OriginatingServer\":\"CH0PR18MB%04u "
		"(15.20.4200.000)\\r\\n\",\"SessionId\":\"",
		4000 + r->mailbox % 977);
	gen_put_guid(t, w->session);
	gen_put(t, "\",");
}

static void
put_access(struct text *t, const char *kind, bool throttled)
{
	gen_putf(t,
		"\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"%s\"},"
		"{\"Name\":\"IsThrottled\",\"Value\":\"%s\"}],",
		kind, throttled ? "True" : "False");
}

/* ---- what each kind has of its own ---- */

static void
put_bind_item(struct tenant *tenant, struct text *t, const struct invented *r, unsigned k)
{
	gen_put(t, "{\"ClientRequestId\":\"");
	gen_put_guid(t, gen_next(tenant));
	gen_put(t, "\",\"Id\":\"");
	put_item_id(t, r, k);
	gen_put(t, "\",\"ImmutableId\":\"");
	put_immutable_id(t, r, k);
	gen_put(t, "\",\"InternetMessageId\":\"");
	put_message_id(t, r, k);
	gen_putf(t, "\",\"SizeInBytes\":%u,\"Subject\":\"", size_of(r, k));
	put_subject(t, r, k);
	gen_put(t, "\"}");
}

static void
put_bind(struct tenant *tenant, struct text *t, struct invented *r, const struct way *w)
{
	unsigned left = 1 + gen_below_mostly_small(tenant, GEN_MOST_ITEMS);
	unsigned folder_count = gen_below(tenant, 7) ? 1 : 1 + gen_below(tenant, left < 3 ? left : 3);

	put_access(t, "Bind", r->throttled);
	put_tail(t, r, w);
	gen_put(t, "\"Folders\":[");
	for (unsigned f = 0; f < folder_count; f++) {
		unsigned folder = gen_below(tenant, COUNT(folders));
		unsigned here = f + 1 < folder_count ? left / (folder_count - f) : left;
		gen_put(t, f ? ",{\"FolderItems\":[" : "{\"FolderItems\":[");
		for (unsigned i = 0; i < here; i++) {
			/* A message lies in one folder, mostly. */
			unsigned k = gen_below_mostly_small(tenant, tenant->messages);
			k = k - k % (unsigned)COUNT(folders) + folder;
			k = k < tenant->messages ? k : tenant->messages - 1;
			gen_put(t, i ? "," : "");
			put_bind_item(tenant, t, r, k);
			r->items[r->item_count++] = k;
		}
		left -= here;
		gen_put(t, "],\"Id\":\"");
		put_folder_id(t, r, folder);
		gen_putf(t, "\",\"Path\":\"%s\"}", folders[folder]);
	}
	gen_putf(t, "],\"OperationCount\":%u}", r->item_count);
}

/* Behind the last backslash, which stands there twice; a quote has but one. */
static const char *
folder_name(const char *path)
{
	const char *name = path, *next;

	while ((next = strstr(name, "\\\\")) != NULL)
		name = next + 2;
	return name;
}

static void
put_sync(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w)
{
	unsigned folder = gen_below(tenant, COUNT(folders));

	put_access(t, "Sync", r->throttled);
	put_tail(t, r, w);
	gen_put(t, "\"Item\":{\"Id\":\"");
	put_folder_id(t, r, folder);
	gen_put(t, "\",\"ParentFolder\":{\"Id\":\"");
	put_folder_id(t, r, folder);
	gen_putf(t, "\",\"Name\":\"%s\",\"Path\":\"%s\"}},\"OperationCount\":1}",
		folder_name(folders[folder]), folders[folder]);
}

static void
put_sign_in(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w)
{
	gen_putf(t,
		"\"ClientIP\":\"%s\",\"ObjectId\":\"00000002-0000-0ff1-ce00-000000000000\","
		"\"AzureActiveDirectoryEventType\":1,\"ExtendedProperties\":[{\"Name\":\"ResultStatusDetail\","
		"\"Value\":\"Redirect\"},{\"Name\":\"UserAgent\",\"Value\":\"%s\"},{\"Name\":\"RequestType\","
		"\"Value\":\"OAuth2:Authorize\"}],\"ModifiedProperties\":[],\"Actor\":[{\"ID\":\"",
		w->address, agent);
	gen_put_guid(t, thing(THING_MAILBOX, r->mailbox) + 9);
	gen_put(t, "\",\"Type\":0},{\"ID\":\"");
	gen_put_user(t, r->mailbox);
	gen_putf(t,
		"\",\"Type\":5}],\"ActorContextId\":\"" ORGANIZATION
		"\",\"ActorIpAddress\":\"%s\",\"InterSystemsId\":\"",
		w->address);
	gen_put_guid(t, gen_next(tenant));
	gen_put(t, "\",\"IntraSystemId\":\"");
	gen_put_guid(t, gen_next(tenant));
	gen_put(t,
		"\",\"Target\":[{\"ID\":\"00000002-0000-0ff1-ce00-000000000000\",\"Type\":0}],"
		"\"ApplicationId\":\"");
	gen_put_guid(t, thing(THING_APP, w->app));
	gen_put(t,
		"\",\"DeviceProperties\":[{\"Name\":\"OS\",\"Value\":\"Windows10\"},{\"Name\":\"SessionId\","
		"\"Value\":\"");
	gen_put_guid(t, w->session);
	gen_put(t, "\"}],\"ErrorNumber\":\"0\"}");
}

static void
put_file(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w)
{
	unsigned file = gen_below(tenant, 5000);

	gen_putf(t, "\"ClientIP\":\"%s\",\"CorrelationId\":\"", w->address);
	gen_put_guid(t, gen_next(tenant));
	gen_put(t, "\",\"EventSource\":\"SharePoint\",\"ItemType\":\"File\",\"ListItemUniqueId\":\"");
	gen_put_guid(t, thing(THING_SITE, (uint64_t)r->mailbox << 16 | file));
	gen_putf(t,
		"\",\"UserAgent\":\"%s\",\"SourceFileExtension\":\"docx\",\"SiteUrl\":\"https://files.fjordlight.example/"
		"personal/u%u/\",\"SourceFileName\":\"Report %u, final.docx\",\"SourceRelativeUrl\":\"Documents/Team "
		"%u\",\"ObjectId\":\"https://files.fjordlight.example/personal/u%u/Documents/Team %u/Report "
		"%u, final.docx\"}",
		agent, r->mailbox, file, file % 40, r->mailbox, file % 40, file);
}

/* Send has Item, the others AffectedItems and the folder. */
static void
put_other(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w)
{
	unsigned k = gen_below(tenant, tenant->messages), folder = k % (unsigned)COUNT(folders);
	bool send = r->kind == KIND_SEND;

	put_tail(t, r, w);
	gen_put(t, send ? "\"Item\":{" : "\"AffectedItems\":[{");
	gen_putf(t, "\"Attachments\":\"%s\",\"Id\":\"", k % 3 ? "" : "offer (2), signed.pdf (120334b)");
	put_item_id(t, r, k);
	gen_put(t, "\",\"InternetMessageId\":\"");
	put_message_id(t, r, k);
	gen_put(t, "\",\"ParentFolder\":{\"Id\":\"");
	put_folder_id(t, r, folder);
	gen_putf(t, "\",\"Path\":\"%s\"},\"SizeInBytes\":%u,\"Subject\":\"", folders[folder], size_of(r, k));
	put_subject(t, r, k);
	if (send) {
		gen_put(t, "\"}}");
		return;
	}
	gen_put(t, "\"}],\"CrossMailboxOperation\":false,\"Folder\":{\"Id\":\"");
	put_folder_id(t, r, folder);
	gen_putf(t, "\",\"Path\":\"%s\"}}", folders[folder]);
}

static void
put_rule(struct tenant *tenant, struct text *t, const struct invented *r, const struct way *w)
{
	unsigned port = 40000 + gen_below(tenant, 20000), rule = gen_below(tenant, 100);

	gen_putf(t,
		strchr(w->address, ':') ? "\"ClientIP\":\"[%s]:%u\",\"ObjectId\":\""
					: "\"ClientIP\":\"%s:%u\",\"ObjectId\":\"",
		w->address, port);
	gen_put_user(t, r->mailbox);
	gen_putf(t,
		"\\\\rule %u\",\"Parameters\":[{\"Name\":\"AlwaysDeleteOutlookRulesBlob\",\"Value\":\"False\"},"
		"{\"Name\":\"MoveToFolder\",\"Value\":\"RSS Feeds\"},{\"Name\":\"Name\",\"Value\":\".\"},"
		"{\"Name\":\"SubjectOrBodyContainsWords\",\"Value\":\"invoice;payment;\\\"bank\\\", account\"},"
		"{\"Name\":\"MarkAsRead\",\"Value\":\"True\"}],",
		rule);
	put_tail(t, r, w);
	gen_put(t, "\"AppId\":\"\"}");
}

static void
choose_kind(struct tenant *tenant, struct invented *r)
{
	unsigned x = gen_below(tenant, 100);
	static const struct {
		unsigned below;
		enum kind kind;
		const char *operation;
		unsigned record_type;
	} mixture[] = { { 40, KIND_BIND, "MailItemsAccessed", 50 },
		{ 50, KIND_SYNC, "MailItemsAccessed", 50 }, { 68, KIND_SIGN_IN, "UserLoggedIn", 15 },
		{ 83, KIND_FILE, "FileAccessed", 6 }, { 90, KIND_SEND, "Send", 2 },
		{ 98, KIND_OTHER, NULL, 3 }, { 100, KIND_RULE, "New-InboxRule", 1 } };
	size_t i = 0;

	while (x >= mixture[i].below)
		i++;
	r->kind = mixture[i].kind;
	r->record_type = mixture[i].record_type;
	r->operation = mixture[i].operation ? mixture[i].operation : others[gen_below(tenant, COUNT(others))];
	r->throttled = r->kind == KIND_BIND && gen_below(tenant, 200) == 0;
}

void
gen_record(struct tenant *tenant, struct invented *r, struct text *t)
{
	struct way way;

	t->len = 0;
	r->item_count = 0;
	r->mailbox = gen_below_mostly_small(tenant, tenant->mailboxes);
	r->id = thing(THING_RECORD, gen_next(tenant) >> 8);
	r->intruder = gen_below(tenant, 100) < tenant->scope_percent;
	choose_kind(tenant, r);
	choose_way(tenant, r, &way);
	put_head(tenant, t, r, &way,
		r->kind == KIND_SIGN_IN        ? "AzureActiveDirectory"
			: r->kind == KIND_FILE ? "OneDrive"
					       : "Exchange");
	if (r->kind == KIND_SIGN_IN) {
		put_sign_in(tenant, t, r, &way);
	} else if (r->kind == KIND_FILE) {
		put_file(tenant, t, r, &way);
	} else if (r->kind == KIND_RULE) {
		put_rule(tenant, t, r, &way);
	} else {
		put_mailbox(t, r, &way);
		if (r->kind == KIND_BIND)
			put_bind(tenant, t, r, &way);
		else if (r->kind == KIND_SYNC)
			put_sync(tenant, t, r, &way);
		else
			put_other(tenant, t, r, &way);
	}
}
