/*
 * From the slots that a record filled to its event.
 */
#ifndef MIA_EVENT_ASSEMBLE_H
#define MIA_EVENT_ASSEMBLE_H

#include "event/decode.h"

/* event.c: from slots to the event. */
enum mia_status mia__event_assemble(struct decoder *d, bool compare_envelope);
/* Whether a ResultStatus says that nothing was done. */
bool mia__result_failed(struct mia_text result);
/* True, false, or not stated; BAD_VALUE and THROTTLED_UNCLEAR where it is something else. */
enum mia_known mia__event_known(struct mia_text t, uint64_t *flags);
/* The record's own word, else the envelope's; an empty one is none while the other speaks. */
static inline struct mia_text
value(const struct decoder *d, enum slot slot)
{
	const struct mia_text *record = &d->sets[SET_RECORD].v[slot], *top = &d->sets[SET_TOP].v[slot],
			      *nested = &d->sets[SET_NESTED].v[slot];

	if (record->len)
		return *record;
	/* Most slots are empty everywhere. */
	if (!record->ptr && !top->ptr && !nested->ptr)
		return TEXT_ABSENT;
	return top->len ? *top : nested->len ? *nested : record->ptr ? *record : top->ptr ? *top : *nested;
}

static inline struct mia_text
value2(const struct decoder *d, enum slot first, enum slot second)
{
	struct mia_text t = value(d, first), other;

	if (t.len)
		return t;
	other = value(d, second);
	return other.ptr ? other : t;
}

static inline bool
filled(struct mia_text t)
{
	return t.len > 0;
}

static inline struct mia_text
or_absent(struct mia_text t)
{
	return t.len ? t : TEXT_ABSENT;
}

/* items.c: folders, items, bind and sync; and the flags that tell what of them is lost. */
enum mia_status mia__event_items(struct decoder *d);
/* who.c: addresses, clients, sessions, tokens, applications. false: no memory. */
bool mia__event_who(struct decoder *d);
/* Characters of it were lost, or an exporter wrote "..." or the type of the value for them. */
bool mia__event_text_lost(struct mia_text text);
/* An id of a session, a token, an application or a mailbox, as it is meant. */
struct mia_text mia__event_written_id(struct decoder *d, struct mia_text written);
static inline bool
is_word(char c)
{
	return (c >= '1' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static inline struct mia_text
plain_id(struct decoder *d, struct mia_text written)
{
	/* A GUID with nothing around it that is not all zeros. */
	if (written.len == 36 && is_word(written.ptr[0]) &&
		(is_word(written.ptr[35]) || written.ptr[35] == '0'))
		return written;
	return written.len ? mia__event_written_id(d, written) : TEXT_ABSENT;
}

/* key.c: the event's key and content; and its id, where it has none. */
enum mia_status mia__event_identify(struct decoder *d, struct mia_text count_stated);

#endif
