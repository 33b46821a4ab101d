/* When a record is read a second time. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/text.h"
#include "event/rescue.h"

/* The flat columns of the mailbox log count as well. */
bool
mia__rescue_has_body(const struct decoder *d)
{
	if (d->folder_count || d->item_count || d->message_count || d->attachments_lost)
		return true;
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		for (int slot = SLOT_FOLDER_ID; slot < SLOT_SCALARS; slot++)
			if (d->sets[set].v[slot].len)
				return true;
	return false;
}

struct mia_text
mia__rescue_first(const struct decoder *d, enum slot a, enum slot b)
{
	for (int set = SET_RECORD; set < SET_COUNT; set++)
		for (int i = 0; i < 2; i++)
			if (d->sets[set].v[i ? b : a].len)
				return text_trim(d->sets[set].v[i ? b : a]);
	return TEXT_ABSENT;
}

/* Whether records of this operation name items or folders. */
static bool
has_items(struct mia_text operation)
{
#define NAME(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}
	static const struct mia_text names[] = { NAME("AttachmentAccess"), NAME("MessageBind"),
		NAME("FolderBind"), NAME("SoftDelete"), NAME("HardDelete"), NAME("MoveToDeletedItems"),
		NAME("Move"), NAME("Copy"), NAME("Send"), NAME("SendAs"), NAME("SendOnBehalf"),
		NAME("Create"), NAME("Update") };
#undef NAME

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(operation, names[i]))
			return true;
	return false;
}

/* The words from their pairs of letters that are rarest in records. */
static bool
stands_at(struct mia_text record, size_t at)
{
	static const struct mia_text words[] = { { "MailAccessType", 14 }, { "FolderItems", 11 } };
	static const size_t pairs[] = { 9, 6 };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (at >= pairs[i] &&
			text_starts((struct mia_text){ record.ptr + at - pairs[i],
					    record.len - (at - pairs[i]) },
				words[i]))
			return true;
	return false;
}

bool
mia__rescue_speaks_of_access(struct mia_text record)
{
	size_t i = 0;

#ifdef __SSE2__
	const __m128i s = _mm_set1_epi8('s'), t = _mm_set1_epi8('T'), upper = _mm_set1_epi8('I'),
		      lower = _mm_set1_epi8('t');

	for (; record.len - i > 32; i += 32) {
		const char *p = record.ptr + i;
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p),
			b = _mm_loadu_si128((const __m128i *)(const void *)(p + 1)),
			c = _mm_loadu_si128((const __m128i *)(const void *)(p + 16)),
			d = _mm_loadu_si128((const __m128i *)(const void *)(p + 17)),
			first = _mm_or_si128(_mm_and_si128(_mm_cmpeq_epi8(a, s), _mm_cmpeq_epi8(b, t)),
				_mm_and_si128(_mm_cmpeq_epi8(a, upper), _mm_cmpeq_epi8(b, lower))),
			second = _mm_or_si128(_mm_and_si128(_mm_cmpeq_epi8(c, s), _mm_cmpeq_epi8(d, t)),
				_mm_and_si128(_mm_cmpeq_epi8(c, upper), _mm_cmpeq_epi8(d, lower)));
		if (!_mm_movemask_epi8(_mm_or_si128(first, second)))
			continue;
		uint32_t found =
			(uint32_t)_mm_movemask_epi8(first) | (uint32_t)_mm_movemask_epi8(second) << 16;
		for (; found; found &= found - 1)
			if (stands_at(record, i + (size_t)__builtin_ctz(found)))
				return true;
	}
#endif
	for (; record.len > 1 && i < record.len - 1; i++)
		if (((record.ptr[i] == 's' && record.ptr[i + 1] == 'T') ||
			    (record.ptr[i] == 'I' && record.ptr[i + 1] == 't')) &&
			stands_at(record, i))
			return true;
	return false;
}

/* Cmdlets, operations of the directory ("Consent to application.") and rules of clients
 * have parameters. */
static bool
has_parameters(struct mia_text operation)
{
	return operation.len &&
		(memchr(operation.ptr, '-', operation.len) || memchr(operation.ptr, ' ', operation.len) ||
			text_equal_nocase(operation, TEXT("UpdateInboxRules")));
}

bool
mia__rescue_wanted(const struct decoder *d, struct mia_text record)
{
	struct mia_text operation = mia__rescue_first(d, SLOT_OPERATION, SLOT_OPERATION_ALT);
	bool access = text_equal_nocase(operation, TEXT("MailItemsAccessed"));

	if (operation.len == 0 || d->other_case)
		return true;
	if (access && !mia__rescue_first(d, SLOT_ACCESS_TYPE, SLOT_ACCESS_TYPE).len)
		return true;
	if (!access && !has_items(operation))
		return (d->parameter_count == 0 && has_parameters(operation)) ||
			(!mia__rescue_has_body(d) && mia__rescue_speaks_of_access(record));
	return !mia__rescue_has_body(d) ||
		(!mia__rescue_first(d, SLOT_IP_ADDRESS, SLOT_IP).len &&
			!mia__rescue_first(d, SLOT_IP_ACTOR, SLOT_IP_ACTOR).len);
}
