/* What the first bytes say. Told by content, never by name. */
#include "record/sniff.h"

#include <string.h>

#include "base/text.h"
#include "record/framing.h"

struct magic {
	const char *bytes;
	size_t len;
	const char *name;
};

#define MAGIC(bytes, name) \
	{ \
		bytes, sizeof(bytes) - 1, name \
	}
static const struct magic magics[] = {
	MAGIC("%PDF", "PDF document"),
	MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Microsoft Office file or Outlook message"),
	MAGIC("!BDN", "Outlook data file (PST/OST)"),
	MAGIC("7z\xbc\xaf\x27\x1c", "7-Zip archive: unpack it first"),
	MAGIC("Rar!", "RAR archive: unpack it first"),
	MAGIC("BZh", "bzip2 file: unpack it first"),
	MAGIC("\xfd"
	      "7zXZ",
		"xz file: unpack it first"),
	MAGIC("\x28\xb5\x2f\xfd", "zstd file: unpack it first"),
	MAGIC("SQLite format 3", "SQLite database"),
	MAGIC("ElfFile", "Windows event log (EVTX)"),
	MAGIC("PAR1", "Parquet file"),
	MAGIC("\x89PNG", "picture"),
	MAGIC("\xff\xd8\xff", "picture"),
	MAGIC("MZ", "Windows program"),
	MAGIC("\x7f"
	      "ELF",
		"program"),
};

/* The application id of a case file, where SQLite has it. */
static bool
is_casefile(const char *head, size_t len)
{
	return len >= 72 && memcmp(head, "SQLite format 3", 16) == 0 && memcmp(head + 68, "MIA1", 4) == 0;
}

const char *
mia__sniff_magic(const char *head, size_t len)
{
	if (len >= 4 && memcmp(head, "PK\3\4", 4) == 0) {
		struct mia_text t = { head, len };
		if (mia__text_find(t, TEXT("xl/")) >= 0 ||
			mia__text_find(t, TEXT("[Content_Types].xml")) >= 0)
			return "Excel workbook (XLSX): save it as CSV, or better, use the original export";
		return "ZIP archive: unpack it first";
	}
	if (is_casefile(head, len))
		return "a case file of libmia: name it itself, not its directory";
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (len >= magics[i].len && memcmp(head, magics[i].bytes, magics[i].len) == 0)
			return magics[i].name;
	return NULL;
}

/* CSV exports that are something else, by columns that stand together. */
static const struct {
	const char *a, *b, *name;
} other_tables[] = {
	{ "RecipientAddress", "MessageTraceId", "message trace CSV" },
	{ "SenderAddress", "RecipientAddress", "message trace CSV" },
	{ "sender_address", "recipient_status", "message trace CSV" },
	{ "origin_timestamp_utc", "sender_address", "message trace CSV" },
	{ "NetworkMessageId", "SenderFromAddress", "Defender EmailEvents CSV" },
	{ "Email_message_ID", "Native_MD5", "eDiscovery item list" },
	{ "Internet message ID", "Subject", "eDiscovery item list" },
	{ "FolderPath", "ItemsInFolder", "mailbox folder statistics" },
	{ "DefaultAuditSet", "AuditEnabled", "mailbox audit configuration" },
	{ "AuditBypassEnabled", "Identity", "mailbox audit bypass list" },
	{ "Conditional Access", "Sign-in", "Entra sign-in log CSV" },
	{ "Date (UTC)", "Request ID", "Entra sign-in log CSV" },
};

static const char *
name_table(struct mia_text line)
{
	for (size_t i = 0; i < sizeof(other_tables) / sizeof(*other_tables); i++)
		if (mia__text_find_nocase(line, text_of(other_tables[i].a)) >= 0 &&
			mia__text_find_nocase(line, text_of(other_tables[i].b)) >= 0)
			return other_tables[i].name;
	return NULL;
}

static const char *
name_text(struct mia_text head)
{
	struct mia_text t = text_trim(head);

	if (text_starts_nocase(t, TEXT("<Objs")) ||
		mia__text_find(head, TEXT("schemas.microsoft.com/powershell")) >= 0)
		return "PowerShell CLIXML; export as CSV or JSON instead";
	if (text_starts_nocase(t, TEXT("<!doctype html")) || text_starts_nocase(t, TEXT("<html")))
		return "HTML page";
	if (text_starts(t, TEXT("<?xml")))
		return "XML document";
	return NULL;
}

struct sniffed
mia__sniff_text(struct mia_text head, bool tables, const struct mia_allocator *a)
{
	struct sniffed s = { 0 };
	const char *lf;

	s.note = mia__sniff_magic(head.ptr, head.len);
	if (!s.note)
		s.note = name_text(head);
	if (s.note)
		return s;
	mia__framing_choose(head, tables, a, &s);
	if (s.framing || s.no_memory)
		return s;
	if (tables) {
		s.note = "neither CSV with a header row nor JSON";
		return s;
	}
	lf = memchr(head.ptr, '\n', head.len);
	s.note = name_table((struct mia_text){ head.ptr, lf ? (size_t)(lf - head.ptr) : head.len });
	if (!s.note)
		s.note = "neither CSV with the columns of an audit export nor JSON";
	return s;
}
