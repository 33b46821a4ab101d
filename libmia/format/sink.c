/* Bytes gathered into large writes, and numbers and times as their digits. */
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "format/sink.h"

void
mia__sink_init(struct sink *sink, mia_write_fn *write, void *ctx)
{
	sink->write = write;
	sink->ctx = ctx;
	sink->len = 0;
	sink->failed = false;
}

static void
sink_hand_over(struct sink *sink, const void *bytes, size_t size)
{
	if (!sink->failed && size && sink->write(sink->ctx, bytes, size) != 0)
		sink->failed = true;
}

static void
sink_flush(struct sink *sink)
{
	sink_hand_over(sink, sink->bytes, sink->len);
	sink->len = 0;
}

void
mia__sink_add(struct sink *sink, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	if (size > SINK_BYTES - sink->len) {
		sink_flush(sink);
		if (size >= SINK_BYTES) {
			sink_hand_over(sink, bytes, size);
			return;
		}
	}
	memcpy(sink->bytes + sink->len, bytes, size);
	sink->len += size;
}

void
mia__sink_text(struct sink *sink, struct mia_text text)
{
	mia__sink_add(sink, text.ptr, text.len);
}

void
mia__sink_str(struct sink *sink, const char *text)
{
	mia__sink_add(sink, text, strlen(text));
}

void
mia__sink_byte(struct sink *sink, char byte)
{
	if (sink->len == SINK_BYTES)
		sink_flush(sink);
	sink->bytes[sink->len++] = byte;
}

void
mia__sink_uint(struct sink *sink, uint64_t number)
{
	char digits[20];

	mia__sink_add(sink, digits, mia__number_format(number, digits));
}

int64_t
mia__time_floor(mia_time time, int64_t unit)
{
	return time / unit - (time % unit < 0);
}

void
mia__sink_int(struct sink *sink, int64_t number)
{
	if (number < 0)
		mia__sink_byte(sink, '-');
	mia__sink_uint(sink, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void
mia__sink_micro_time(struct sink *sink, mia_time time, const char *zone)
{
	char text[MIA_TIME_TEXT], digits[20];
	mia_time known = time == MIA_TIME_UNKNOWN ? 0 : time;
	int64_t second = mia__time_floor(known, MIA_TIME_SECOND);
	size_t len = mia_time_format(second * MIA_TIME_SECOND, text);
	size_t n = mia__number_format((uint64_t)mia__time_floor(known - second * MIA_TIME_SECOND,
					      MIA_TIME_SECOND / 1000000),
		digits);

	/* Without the Z of a whole second. */
	mia__sink_add(sink, text, len - 1);
	mia__sink_byte(sink, '.');
	for (size_t i = n; i < 6; i++)
		mia__sink_byte(sink, '0');
	mia__sink_add(sink, digits, n);
	mia__sink_str(sink, zone);
}

void
mia__sink_blanks(struct sink *sink, size_t count)
{
	while (count--)
		mia__sink_byte(sink, ' ');
}

enum mia_status
mia__sink_finish(struct sink *sink, struct mia_error *err)
{
	sink_flush(sink);
	if (sink->failed)
		return mia__fail(err, MIA_ERR_SINK, "the output could not be written");
	return MIA_OK;
}
