/* What the first bytes say. Told by content, never by name. */
#include "record/sniff.h"

#include <string.h>

#include "base/text.h"
#include "record/framing.h"

struct magic {
	const char *bytes;
	size_t len;
	const char *name;
	bool packed;
};

#define MAGIC(bytes, name) \
	{ \
		bytes, sizeof(bytes) - 1, name, false \
	}
#define PACKED(bytes, name) \
	{ \
		bytes, sizeof(bytes) - 1, name, true \
	}
static const struct magic magics[] = {
	MAGIC("%PDF", "PDF document"),
	PACKED("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Microsoft Office file or Outlook message"),
	PACKED("!BDN", "Outlook data file (PST/OST)"),
	PACKED("PK\5\6", "ZIP archive: unpack it first"),
	PACKED("PK\7\b", "ZIP archive: unpack it first"),
	PACKED("7z\xbc\xaf\x27\x1c", "7-Zip archive: unpack it first"),
	PACKED("Rar!", "RAR archive: unpack it first"),
	PACKED("MSCF", "CAB archive: unpack it first"),
	PACKED("BZh", "bzip2 file: unpack it first"),
	PACKED("\xfd"
	       "7zXZ",
		"xz file: unpack it first"),
	PACKED("LZIP\1", "lzip file: unpack it first"),
	PACKED("\x28\xb5\x2f\xfd", "zstd file: unpack it first"),
	PACKED("\x04\x22\x4d\x18", "LZ4 file: unpack it first"),
	PACKED("\x1f\x9d", "compress file: unpack it first"),
	PACKED("SQLite format 3", "SQLite database: export what it holds as CSV or JSON"),
	MAGIC("ElfFile", "Windows event log (EVTX)"),
	PACKED("PAR1", "Parquet file: export it as CSV or JSON"),
	PACKED("ORC", "ORC file: export it as CSV or JSON"),
	PACKED("Obj\1", "Avro file: export it as CSV or JSON"),
	PACKED("ARROW1", "Arrow file: export it as CSV or JSON"),
	PACKED("Salted__", "encrypted file: decrypt it first"),
	PACKED("age-encryption.org", "encrypted file: decrypt it first"),
	PACKED("-----BEGIN PGP MESSAGE", "encrypted file: decrypt it first"),
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
mia__sniff_magic(const char *head, size_t len, bool *packed)
{
	*packed = true;
	if (len >= 4 && memcmp(head, "PK\3\4", 4) == 0) {
		struct mia_text t = { head, len };
		if (mia__text_find(t, TEXT("xl/")) >= 0 ||
			mia__text_find(t, TEXT("[Content_Types].xml")) >= 0)
			return "Excel workbook (XLSX): save it as CSV, or better, use the original export";
		return "ZIP archive: unpack it first";
	}
	*packed = false;
	if (is_casefile(head, len))
		return "a case file of libmia: name it itself, not its directory";
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (len >= magics[i].len && memcmp(head, magics[i].bytes, magics[i].len) == 0) {
			*packed = magics[i].packed;
			return magics[i].name;
		}
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

	/* A subject may hold the name of the schema as well. */
	if (text_starts_nocase(t, TEXT("<Objs")) ||
		(text_starts(t, TEXT("<")) &&
			mia__text_find(head, TEXT("schemas.microsoft.com/powershell")) >= 0) ||
		text_starts(t, TEXT("#< CLIXML")))
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

	s.note = mia__sniff_magic(head.ptr, head.len, &s.packed);
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
