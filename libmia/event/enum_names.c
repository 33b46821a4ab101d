/* Stable names of flags, reasons, containers: docs/reasons.md explains them. */
#include <mia/evidence.h>

static const char *const flags[MIA_FLAG_COUNT] = {
	"DUP_KEY",
	"BAD_SURROGATE",
	"BAD_UTF8",
	"ENVELOPE_DIFFERS",
	"ITEMS_LOST",
	"ITEMS_UNDER_SYNC",
	"TIME_AMBIGUOUS",
	"TIME_UNREADABLE",
	"NO_TIME",
	"NO_ID",
	"ID_CONFLICT",
	"MESSAGE_ID_REWRITTEN",
	"UNNAMED",
	"ACCESS_UNSTATED",
	"FAILED",
	"BAD_VALUE",
	"PAYLOAD_LOST",
	"TIME_ZONE_UNKNOWN",
	"THROTTLED_UNCLEAR",
	"OPERATION_ODD",
};

const char *
mia_flag_name(uint64_t flag)
{
	for (int i = 0; i < MIA_FLAG_COUNT; i++)
		if (flag == UINT64_C(1) << i)
			return flags[i];
	return "";
}

static const char *const reasons[MIA_REASON_COUNT] = {
	"NONE",
	"BAD_JSON",
	"NUL_BYTE",
	"TOO_DEEP",
	"TOO_LONG",
	"UNCLOSED_QUOTE",
	"TOO_FEW_COLUMNS",
	"TOO_MANY_COLUMNS",
	"NO_AUDITDATA",
	"CUT_AT_32767",
	"NOT_A_RECORD",
	"FIELD_TOO_LONG",
	"TOO_MANY_FIELDS",
	"TOO_MANY_ITEMS",
	"NOT_AN_EXPORT",
	"EMPTY",
	"CANNOT_READ",
	"GZIP_CUT",
	"GZIP_DAMAGED",
	"GZIP_BAD_CHECK",
	"GZIP_TRAILING",
	"CUT",
	"OVER_LIMIT",
	"PASSED_OVER",
	"MORE_RECORDS",
	"OVER_RATIO",
	"INPUT_CHANGED",
};

const char *
mia_reason_name(enum mia_reason reason)
{
	return (unsigned)reason < MIA_REASON_COUNT ? reasons[reason] : "";
}

const char *
mia_container_name(enum mia_container container)
{
	switch (container) {
	case MIA_CONTAINER_CSV_AUDITDATA:
		return "CSV with AuditData";
	case MIA_CONTAINER_CSV_MAILBOX:
		return "CSV of the mailbox audit log";
	case MIA_CONTAINER_CSV_COLUMNS:
		return "CSV with one column a property";
	case MIA_CONTAINER_JSON:
		return "JSON values";
	case MIA_CONTAINER_JSON_ARRAY:
		return "JSON array";
	case MIA_CONTAINER_JSON_PAGE:
		return "JSON page";
	case MIA_CONTAINER_REJECTS:
		return "rejects written by mia";
	case MIA_CONTAINER_CSV_TABLE:
		return "CSV with a header row";
	case MIA_CONTAINER_UNKNOWN:
		return "no audit export";
	}
	return "";
}

const char *
mia_encoding_name(enum mia_encoding encoding)
{
	switch (encoding) {
	case MIA_ENCODING_UTF8:
		return "UTF-8";
	case MIA_ENCODING_UTF8_BOM:
		return "UTF-8 with BOM";
	case MIA_ENCODING_UTF16LE:
		return "UTF-16LE";
	case MIA_ENCODING_UTF16BE:
		return "UTF-16BE";
	}
	return "";
}

const char *
mia_access_name(enum mia_access access)
{
	switch (access) {
	case MIA_ACCESS_NONE:
		break;
	case MIA_ACCESS_BIND:
		return "bind";
	case MIA_ACCESS_SYNC:
		return "sync";
	case MIA_ACCESS_UNSTATED:
		return "unstated";
	}
	return "";
}
