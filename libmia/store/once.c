/* Texts that come once, in fewer bytes: times, by how far they are from that of the event, and
 * tokens of base64 or hexadecimal digits. What would not come out as it went in stays as it is. */
#include "base/text.h"
#include "store/put.h"
#include "store/reader.h"

enum { DATE_AND_TIME = 19, PACKED_LEAST = 8, PACKED_MOST = 36 };

/* Of a year in four digits. */
static bool
can_be_written(int64_t seconds)
{
	return seconds >= INT64_C(-62135596800) && seconds <= INT64_C(253402300799);
}

static int64_t
seconds_of(uint64_t time)
{
	return (int64_t)time / MIA_TIME_SECOND;
}

bool
mia__store_put_once(struct buf *to, struct mia_text t, uint64_t time)
{
	char again[MIA_TIME_TEXT];
	mia_time stated;

	if ((t.len == DATE_AND_TIME || t.len == DATE_AND_TIME + 1) && mia_time_parse(t, &stated) == MIA_OK &&
		can_be_written(stated / MIA_TIME_SECOND) &&
		mia_time_format(stated, again) == DATE_AND_TIME + 1 && memcmp(again, t.ptr, t.len) == 0) {
		mia__store_put_number(to, t.len == DATE_AND_TIME ? TEXT_TIME : TEXT_TIME_Z);
		mia__store_put_number(to, zigzag(stated / MIA_TIME_SECOND - seconds_of(time)));
		return true;
	}
	if (t.len < PACKED_LEAST || t.len > PACKED_MOST || !mia__store_packs(t))
		return false;
	mia__store_put_number(to, TEXT_PACKED);
	mia__store_pack(to, t);
	return true;
}

bool
mia__store_take_once(struct reader *r, uint64_t code, struct mia_text *ret)
{
	char text[MIA_TIME_TEXT];
	int64_t seconds;
	char *out;

	_Static_assert(sizeof(r->guids[0]) >= PACKED_MOST, "what is packed has room");
	if (r->guid_count == GUIDS)
		return false;
	out = r->guids[r->guid_count++];
	ret->ptr = out;
	if (code == TEXT_PACKED)
		return mia__store_unpack(&r->at, out, PACKED_MOST, &ret->len);
	seconds = (int64_t)((uint64_t)seconds_of(r->time) + (uint64_t)unzigzag(store_number(&r->at)));
	if (!can_be_written(seconds) || mia_time_format(seconds * MIA_TIME_SECOND, text) != DATE_AND_TIME + 1)
		return false;
	ret->len = code == TEXT_TIME ? DATE_AND_TIME : DATE_AND_TIME + 1;
	memcpy(out, text, ret->len);
	return !r->at.bad;
}
