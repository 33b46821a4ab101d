/* What the first bytes say. Told by content, never by name. */
#include <string.h>

#include "base/text.h"
#include "record/record.h"

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
} tables[] = {
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
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (mia__text_find_nocase(line, text_of(tables[i].a)) >= 0 &&
			mia__text_find_nocase(line, text_of(tables[i].b)) >= 0)
			return tables[i].name;
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
	if (text_starts(t, TEXT("MIA-REJECTS 1")))
		return "rejects";
	return NULL;
}

/* The header row among the first lines, in whichever separator fits. */
static bool
find_header(struct mia_text head, const struct mia_allocator *a, struct sniffed *ret)
{
	size_t start = 0;

	for (int line = 0; line < 4 && start < head.len; line++) {
		const char *lf = memchr(head.ptr + start, '\n', head.len - start);
		size_t end = lf ? (size_t)(lf - head.ptr) : head.len;
		struct mia_text row = { head.ptr + start, end - start };
		if (row.len && row.ptr[row.len - 1] == '\r')
			row.len--;
		for (const char *s = CSV_SEPARATORS; *s && !text_starts(row, TEXT("#TYPE")) && row.len; s++) {
			struct csv_header *h = mia__csv_header_new(a, row, *s, &ret->no_memory);
			if (ret->no_memory)
				return false;
			if (!h)
				continue;
			*ret = (struct sniffed){ .container = h->container,
				.kind = FRAME_CSV,
				.separator = *s,
				.header_start = start,
				.header_len = row.len };
			mia__csv_header_free(h);
			return true;
		}
		/* "sep=;" and #TYPE lines and blanks may stand before it. */
		if (row.len && !text_starts(row, TEXT("#TYPE")) && !text_starts_nocase(row, TEXT("sep=")))
			return false;
		start = end + 1;
	}
	return false;
}

static bool
looks_like_json(struct mia_text head)
{
	struct mia_text t = text_trim(head), line;
	const char *lf, *brace;

	if (t.len && (*t.ptr == '{' || *t.ptr == '['))
		return true;
	lf = memchr(t.ptr, '\n', t.len);
	line = (struct mia_text){ t.ptr, lf ? (size_t)(lf - t.ptr) : t.len };
	if (line.len > 1 && line.ptr[0] == '"' && text_starts(line, TEXT("\"{\\\"")))
		return true;
	/* A collector's prefix before the first brace. */
	brace = memchr(line.ptr, '{', line.len);
	if (!brace)
		return false;
	line = text_trim((struct mia_text){ brace + 1, line.len - (size_t)(brace + 1 - line.ptr) });
	return line.len > 1 && *line.ptr == '"' && mia__text_find(line, TEXT("\":")) > 0;
}

/* What needs no look at columns or members; true: the answer is in *ret. */
static bool
is_no_table(struct mia_text head, struct sniffed *ret)
{
	ret->note = mia__sniff_magic(head.ptr, head.len);
	if (!ret->note)
		ret->note = name_text(head);
	if (ret->note && strcmp(ret->note, "rejects") == 0)
		ret->container = MIA_CONTAINER_REJECTS;
	return ret->note != NULL;
}

struct sniffed
mia__sniff_text(struct mia_text head, const struct mia_allocator *a)
{
	struct sniffed s = { 0 };
	const char *lf;

	if (is_no_table(head, &s) || find_header(head, a, &s) || s.no_memory)
		return s;
	if (looks_like_json(head)) {
		s.container = MIA_CONTAINER_JSON;
		s.kind = FRAME_JSON;
		return s;
	}
	lf = memchr(head.ptr, '\n', head.len);
	s.note = name_table((struct mia_text){ head.ptr, lf ? (size_t)(lf - head.ptr) : head.len });
	if (!s.note)
		s.note = "neither CSV with the columns of an audit export nor JSON";
	return s;
}

/* A line longer than this is no header, and may go on behind the head. */
enum { LONGEST_HEADER = 32 * 1024 };

/* The first line that is no preamble, as the header of a table. */
static void
find_table(struct mia_text head, const struct mia_allocator *a, struct sniffed *ret)
{
	size_t start = 0;

	for (int line = 0; line < 4 && start < head.len; line++) {
		const char *lf = memchr(head.ptr + start, '\n', head.len - start);
		size_t end = lf ? (size_t)(lf - head.ptr) : head.len;
		struct mia_text row = { head.ptr + start, end - start };
		size_t next = end + 1;
		struct csv_header *h;
		if (row.len && row.ptr[row.len - 1] == '\r')
			row.len--;
		if (text_trim(row).len == 0 || text_starts(row, TEXT("#TYPE")) ||
			text_starts_nocase(row, TEXT("sep="))) {
			start = next;
			continue;
		}
		h = row.len <= LONGEST_HEADER ? mia__csv_table_header_new(a, row, &ret->no_memory) : NULL;
		if (h)
			*ret = (struct sniffed){ .container = h->container,
				.kind = FRAME_CSV,
				.separator = h->separator,
				.header_start = start,
				.header_len = row.len };
		mia__csv_header_free(h);
		return;
	}
}

struct sniffed
mia__sniff_table(struct mia_text head, const struct mia_allocator *a)
{
	struct sniffed s = { 0 };

	/* JSON before CSV: a line of JSON is a row of odd columns as well. */
	if (is_no_table(head, &s))
		return s;
	if (looks_like_json(head)) {
		s.container = MIA_CONTAINER_JSON;
		s.kind = FRAME_JSON;
		return s;
	}
	if (find_header(head, a, &s) || s.no_memory)
		return s;
	find_table(head, a, &s);
	if (s.container == MIA_CONTAINER_UNKNOWN)
		s.note = "neither CSV with a header row nor JSON";
	return s;
}
