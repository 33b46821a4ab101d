/* Values of enums as they stand in columns, and in words for people. */
#include "base/text.h"
#include "report/words.h"

struct mia_text
mia__word_access(const struct mia_timeline_row *row)
{
	if (row->access == MIA_ACCESS_NONE)
		return TEXT_ABSENT;
	return row->access_text.len ? row->access_text : text_of(mia_access_name(row->access));
}

struct mia_text
mia__word_known(enum mia_known known)
{
	switch (known) {
	case MIA_YES:
		return TEXT("yes");
	case MIA_NO:
		return TEXT("no");
	case MIA_NOT_STATED:
		break;
	}
	return TEXT_ABSENT;
}

struct mia_text
mia__word_match(enum mia_match match)
{
	switch (match) {
	case MIA_MATCH_YES:
		return TEXT("yes");
	case MIA_MATCH_CANNOT_TELL:
		return TEXT("cannot tell");
	case MIA_MATCH_NO:
		break;
	}
	return TEXT("no");
}

size_t
mia__word_flags(uint64_t flags, struct mia_text names[static MIA_FLAG_COUNT])
{
	size_t count = 0;

	for (unsigned bit = 0; bit < MIA_FLAG_COUNT; bit++) {
		const char *name = flags >> bit & 1 ? mia_flag_name(UINT64_C(1) << bit) : NULL;
		if (name)
			names[count++] = text_of(name);
	}
	return count;
}

uint64_t
mia__hours_begun(mia_time length)
{
	const mia_time hour = 3600 * MIA_TIME_SECOND;

	return length <= 0 ? 0 : (uint64_t)(length / hour) + (length % hour != 0);
}

static const char *
words_bind(const struct mia_timeline_row *row)
{
	if (row->flags & MIA_FLAG_FAILED)
		return "BIND: an access to an item failed; it exposes nothing";
	if (row->internet_message_id.ptr == NULL && row->item_id.ptr == NULL)
		return "BIND: an item was handed to a client; the record does not name it";
	return "BIND: this item was handed to a client; the log does not show whether it was read";
}

static const char *
words_sync(const struct mia_timeline_row *row)
{
	if (row->flags & MIA_FLAG_FAILED)
		return "SYNC: copying a folder to a client failed; it exposes nothing";
	if (row->flags & MIA_FLAG_ITEMS_UNDER_SYNC)
		return "SYNC: this folder was copied to a client; the record names items, which need not be all of them";
	if (row->folder.ptr == NULL && row->folder_id.ptr == NULL)
		return "SYNC: a folder was copied to a client; the record does not name it";
	return "SYNC: this folder was copied to a client; the log names no items";
}

const char *
mia__words_access(const struct mia_timeline_row *row)
{
	switch (row->access) {
	case MIA_ACCESS_BIND:
		return words_bind(row);
	case MIA_ACCESS_SYNC:
		return words_sync(row);
	case MIA_ACCESS_UNSTATED:
		return "UNSTATED: mail items were accessed; the record does not say whether single items or a whole folder";
	case MIA_ACCESS_NONE:
		break;
	}
	return "(not an access record: another operation, which names this)";
}

const char *
mia__words_flag(uint64_t flag)
{
	switch (flag) {
	case MIA_FLAG_DUP_KEY:
		return "a name stands twice in the record; values that contradict count as not stated";
	case MIA_FLAG_BAD_SURROGATE:
		return "an escaped character is half of a pair and was replaced";
	case MIA_FLAG_BAD_UTF8:
		return "bytes that are no UTF-8 were replaced by U+FFFD and their hexadecimal digits";
	case MIA_FLAG_ENVELOPE_DIFFERS:
		return "columns or a member around the record, or another record in it, state something else";
	case MIA_FLAG_PAYLOAD_LOST:
		return "the record is of an access, but what was accessed is not found in it";
	case MIA_FLAG_ITEMS_LOST:
		return "the conversion of the export destroyed the names of items";
	case MIA_FLAG_ITEMS_UNDER_SYNC:
		return "a sync that names items, which syncs do not do";
	case MIA_FLAG_TIME_AMBIGUOUS:
		return "the date can be read with the day or with the month first";
	case MIA_FLAG_TIME_ZONE_UNKNOWN:
		return "the time does not say its zone; it may be wrong by up to 14 hours";
	case MIA_FLAG_TIME_UNREADABLE:
		return "the time cannot be read";
	case MIA_FLAG_NO_TIME:
		return "the record states no time";
	case MIA_FLAG_NO_ID:
		return "the record has no id; it is named by a hash of its content";
	case MIA_FLAG_ID_CONFLICT:
		return "versions of this record differ in content; what all of them name counts";
	case MIA_FLAG_MESSAGE_ID_REWRITTEN:
		return "a message id was written otherwise than <...> and was brought into that form";
	case MIA_FLAG_UNNAMED:
		return "the log counted more operations than the record names items";
	case MIA_FLAG_ACCESS_UNSTATED:
		return "the record does not say whether items were accessed or a folder was copied";
	case MIA_FLAG_FAILED:
		return "the operation failed; it exposes nothing";
	case MIA_FLAG_THROTTLED_UNCLEAR:
		return "whether logging was throttled cannot be told; the record states it otherwise or twice";
	case MIA_FLAG_OPERATION_ODD:
		return "the operation looks like one that matters and is another text";
	case MIA_FLAG_BAD_VALUE:
		return "a field holds a value of an unexpected kind, which was not used";
	default:
		return NULL;
	}
}

const struct column_word mia__words_of_levels[] = {
	{ "access recorded", PAINT_RED },
	{ "handled", PAINT_RED },
	{ "presumed copied", PAINT_MAGENTA },
	{ "unattributed", PAINT_YELLOW },
	{ "cannot exclude", PAINT_YELLOW },
	{ "none recorded", PAINT_NONE },
	{ NULL, PAINT_NONE },
};
const struct column_word mia__words_of_hints[] = { { NULL, PAINT_CYAN } };
const struct column_word mia__words_of_doubts[] = { { NULL, PAINT_YELLOW } };
const struct column_word mia__words_of_throttled[] = { { "yes", PAINT_YELLOW }, { NULL, PAINT_NONE } };
const struct column_word mia__words_of_logged[] = {
	{ "no", PAINT_YELLOW },
	{ "not stated", PAINT_YELLOW },
	{ "yes", PAINT_NONE },
	{ NULL, PAINT_NONE },
};
const struct column_word mia__words_of_operations[] = { { "UserLoginFailed", PAINT_CYAN },
	{ NULL, PAINT_NONE } };
