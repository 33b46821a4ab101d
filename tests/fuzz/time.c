/*
 * Times: what is read and written is read again as the same; the loose reader
 * agrees with the strict one; two spellings that are called alike are. Also
 * offsets and numbers.
 */
#include "base/number.h"
#include "base/time_text.h"
#include "fuzz.h"

static void
hold_time(struct mia_text text)
{
	mia_time time = 7, again, other, loose = 7;
	char out[MIA_TIME_TEXT];
	enum time_form form = mia__time_parse_any(text, &loose, &other);

	if (form == TIME_EXACT)
		MUST(loose == other);
	if (mia_time_parse(text, &time) != MIA_OK) {
		MUST(time == 7);
	} else {
		size_t n = mia_time_format(time, out);
		MUST(n > 0 && n < sizeof(out) && out[n] == '\0');
		MUST(mia_time_parse((struct mia_text){ out, n }, &again) == MIA_OK && again == time);
		MUST(form == TIME_EXACT && loose == time);
	}
	if (form == TIME_UNREADABLE)
		return;
	size_t n = mia_time_format(loose, out);
	MUST(n < sizeof(out) && out[n] == '\0');
	/* A year that is written so is Thailand's; only a number of seconds can mean the 26th century. */
	bool thai = n && memcmp(out, "2543", 4) >= 0 && memcmp(out, "2643", 4) < 0;
	if (n && !thai && mia_time_parse((struct mia_text){ out, n }, &again) == MIA_OK)
		MUST(again == loose);
}

static void
hold_alike(struct mia_text a, struct mia_text b)
{
	mia_time x, y, z;

	if (!mia__time_spelled_alike(a, b))
		return;
	MUST(mia__time_spelled_alike(b, a));
	enum time_form f = mia__time_parse_any(a, &x, &z), g = mia__time_parse_any(b, &y, &z);
	MUST((f == TIME_UNREADABLE) == (g == TIME_UNREADABLE));
	if (f != TIME_UNREADABLE && x / MIA_TIME_SECOND != y / MIA_TIME_SECOND)
		DIE("alike, and not of one second: '%.*s' and '%.*s'", (int)a.len, a.ptr, (int)b.len, b.ptr);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1); /* its end is watched */
	struct mia_text text = { copy, size }, first, second;
	int64_t number;
	int minutes;

	MUST(copy != NULL);
	memcpy(copy, data, size);
	hold_time(text);
	fuzz_halve(text, &first, &second);
	hold_time(first);
	hold_time(second);
	if (first.len)
		hold_alike((struct mia_text){ first.ptr, first.len - (first.ptr[first.len - 1] == '\n') },
			second);
	if (mia_offset_parse(text, &minutes) == MIA_OK)
		MUST(minutes >= -12 * 60 && minutes <= 14 * 60);
	if (mia__number_parse(text, &number) && number >= 0) {
		char digits[20];
		int64_t again;
		size_t n = mia__number_format((uint64_t)number, digits);
		MUST(mia__number_parse((struct mia_text){ digits, n }, &again) && again == number);
	}
	free(copy);
	return 0;
}
