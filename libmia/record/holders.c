/* The keys and columns under which wrappers keep audit records. */
#include "record/holders.h"

#include "base/text.h"

#define ROW(name, kind, flags) \
	{ \
		{ name, sizeof(name) - 1 }, kind, flags \
	}
static const struct holder holders[] = {
	ROW("AuditData", HOLDS_RECORD, HOLDER_COLUMN | HOLDER_NO_PAGE),    /* the audit log's own exports */
	ROW("auditData", HOLDS_RECORD, HOLDER_NO_PAGE),                    /* Microsoft Graph */
	ROW("RawEventData", HOLDS_RECORD, HOLDER_COLUMN | HOLDER_NO_PAGE), /* Defender's CloudAppEvents */
	ROW("rawData", HOLDS_RECORD, 0),                                   /* collectors */
	ROW("original", HOLDS_RECORD, HOLDER_IN_EVENT),                    /* Elastic: event.original */
	ROW("_raw", HOLDS_RECORD, HOLDER_COLUMN | HOLDER_ANYTHING),        /* Splunk */
	ROW("message", HOLDS_RECORD, HOLDER_ANYTHING),   /* collectors: the line that came */
	ROW("office365", HOLDS_RECORD, HOLDER_ANYTHING), /* collectors */
	ROW("o365audit", HOLDS_RECORD, HOLDER_ANYTHING), /* collectors */
	ROW("audit", HOLDS_RECORD, HOLDER_ANYTHING),     /* Elastic: o365.audit, a copy with other types */

	ROW("o365", HOLDS_HOLDERS, 0),       /* Elastic */
	ROW("_source", HOLDS_HOLDERS, 0),    /* Elasticsearch's hits */
	ROW("result", HOLDS_HOLDERS, 0),     /* Splunk's JSON export */
	ROW("properties", HOLDS_HOLDERS, 0), /* Azure's diagnostic settings */
	ROW("event", HOLDS_EVENT, 0),        /* Elastic */

	ROW("value", HOLDS_PAGE, 0),           /* Microsoft Graph */
	ROW("events", HOLDS_PAGE, 0),          /* Elastic's pipeline tests */
	ROW("records", HOLDS_PAGE, 0),         /* Azure's diagnostic settings */
	ROW("Records", HOLDS_PAGE, 0),         /* others that wrap lists of records */
	ROW("results", HOLDS_PAGE, 0),         /* the same */
	ROW("hits", HOLDS_PAGE, HOLDER_TWICE), /* Elasticsearch: {"hits":{"hits":[ */
	ROW("data", HOLDS_PAGE, 0),            /* the same as "results" */
};
#undef ROW
enum { HOLDER_COUNT = sizeof(holders) / sizeof(*holders) };

const struct holder *
mia__holder_of_rank(unsigned rank)
{
	return rank >= HOLDER_FIRST && rank <= HOLDER_COUNT ? &holders[rank - HOLDER_FIRST] : NULL;
}

unsigned
mia__holder_find(struct mia_text name, enum holder_kind kind, unsigned flags)
{
	for (unsigned i = 0; i < HOLDER_COUNT; i++)
		if (holders[i].kind == kind && text_equal(name, holders[i].name) &&
			(holders[i].flags & flags) == flags)
			return i + HOLDER_FIRST;
	return HOLDER_NONE;
}
