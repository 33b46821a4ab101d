/*
 * Local time: how far a zone is from UTC at a time. A zone is a fixed offset, or
 * a file of the IANA database as RFC 8536 has it: times at which the offset
 * changes, and behind the last of them a rule in the words of POSIX.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "base/zone_rule.h"
#include "system/file.h"
#include "system/path.h"

#define FILE_MOST 65536
#define HEADER 44

struct mia_zone {
	struct mia_allocator a;
	char name[MIA_ZONE_TEXT];
	unsigned char *file;
	/* In the file: when the offset changes, to which type, and the types. */
	const unsigned char *times, *kinds, *types;
	size_t time_count, type_count;
	int32_t fixed; /* where there is no file */
	struct zone_rule rule;
};

static int64_t
big_endian(const unsigned char *at, size_t bytes)
{
	uint64_t value = *at & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return (int64_t)value;
}

/* ---- the file ---- */

/* What a header counts, and how long the block behind it is. */
struct block {
	size_t times, types, length;
};

static bool
read_header(const unsigned char *at, size_t left, size_t time_size, struct block *ret)
{
	size_t count[6];

	if (left < HEADER || memcmp(at, "TZif", 4) != 0)
		return false;
	for (size_t i = 0; i < 6; i++) {
		int64_t n = big_endian(at + 20 + 4 * i, 4);
		if (n < 0 || n > FILE_MOST)
			return false;
		count[i] = (size_t)n;
	}
	/* UT and standard indicators, leap seconds, times, types, letters. */
	ret->times = count[3];
	ret->types = count[4];
	ret->length = count[3] * (time_size + 1) + count[4] * 6 + count[5] + count[2] * (time_size + 4) +
		count[1] + count[0];
	return ret->length <= left - HEADER;
}

static bool
types_exist(const struct mia_zone *zone)
{
	for (size_t i = 0; i < zone->time_count; i++)
		if (zone->kinds[i] >= zone->type_count)
			return false;
	return zone->type_count > 0;
}

/* The second block, whose times have 64 bits; then the rule between two line feeds. */
static bool
read_file(struct mia_zone *zone, size_t size)
{
	const unsigned char *at = zone->file, *end = at + size;
	struct block first, second;

	if (!read_header(at, size, 4, &first) || at[4] < '2')
		return false;
	at += HEADER + first.length;
	if (!read_header(at, (size_t)(end - at), 8, &second))
		return false;
	zone->times = at + HEADER;
	zone->time_count = second.times;
	zone->kinds = zone->times + 8 * second.times;
	zone->types = zone->kinds + second.times;
	zone->type_count = second.types;
	at += HEADER + second.length;
	if (end - at >= 2 && *at == '\n' && end[-1] == '\n')
		zone->rule =
			mia__zone_rule((struct mia_text){ (const char *)at + 1, (size_t)(end - at - 2) });
	return types_exist(zone);
}

/* "Europe/Oslo": no way out of the directory. */
static bool
is_name(struct mia_text name)
{
	if (name.len == 0 || name.len >= MIA_ZONE_TEXT || *name.ptr == '/' || *name.ptr == '.')
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!letter && c != '/' && c != '_' && c != '-' && c != '+')
			return false;
	}
	return true;
}

static enum mia_status
open_zone(struct mia_zone *zone, const char *directory, struct mia_error *err)
{
	const char *zones = directory ? directory : mia__path_zones();
	char path[4096];
	int len = zones ? snprintf(path, sizeof(path), "%s/%s", zones, zone->name) : 0;
	int fd = len > 0 && (size_t)len < sizeof(path) ? mia__file_open(SYSTEM_HERE, path, FILE_READ) : -1;
	ptrdiff_t got = 1;
	size_t size = 0;

	if (fd < 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no such time zone on this machine");
	zone->file = mia__alloc(&zone->a, FILE_MOST, 1);
	while (zone->file && size < FILE_MOST && got > 0) {
		got = mia__file_read(fd, zone->file + size, FILE_MOST - size);
		size += got > 0 ? (size_t)got : 0;
	}
	mia__file_close(fd);
	if (!zone->file)
		return mia__fail_memory(err);
	if (!read_file(zone, size))
		return mia__fail(err, MIA_ERR_IO, "%s is no file of a time zone", zone->name);
	return MIA_OK;
}

enum mia_status
mia_zone_new(struct mia_zone **ret, const struct mia_allocator *allocator, struct mia_text name,
	const char *directory, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	enum mia_status status = MIA_OK;
	int minutes = 0;
	bool fixed = name.len < MIA_ZONE_TEXT && mia_offset_parse(name, &minutes) == MIA_OK;

	if (!ret || (!fixed && !is_name(name)))
		return mia__fail(err, MIA_ERR_ARGUMENT, "not the name of a time zone, nor an offset");
	struct mia_zone *zone = mia__alloc(&a, 1, sizeof(*zone));
	if (!zone)
		return mia__fail_memory(err);
	*zone = (struct mia_zone){ .a = a };
	memcpy(zone->name, name.ptr, name.len);
	if (fixed)
		zone->fixed = minutes * 60;
	else
		status = open_zone(zone, directory, err);
	if (status < 0)
		mia_zone_free(zone);
	else
		*ret = zone;
	return status;
}

void
mia_zone_free(struct mia_zone *zone)
{
	if (!zone)
		return;
	struct mia_allocator a = zone->a;
	mia__dealloc(&a, zone->file, FILE_MOST, 1);
	mia__dealloc(&a, zone, 1, sizeof(*zone));
}

const char *
mia_zone_name(const struct mia_zone *zone)
{
	return zone ? zone->name : NULL;
}

/* ---- a time ---- */

static int32_t
type_offset(const struct mia_zone *zone, size_t type)
{
	return (int32_t)big_endian(zone->types + 6 * type, 4);
}

/* How many changes came by then. */
static size_t
changes_until(const struct mia_zone *zone, int64_t seconds)
{
	size_t low = 0, high = zone->time_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (big_endian(zone->times + 8 * middle, 8) <= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int32_t
mia_zone_seconds_east(const struct mia_zone *zone, mia_time time)
{
	int64_t seconds = time / MIA_TIME_SECOND - (time % MIA_TIME_SECOND < 0);

	if (!zone || time == MIA_TIME_UNKNOWN)
		return 0;
	if (!zone->file)
		return zone->fixed;
	size_t changes = changes_until(zone, seconds);
	if (changes == zone->time_count && zone->rule.any)
		return mia__zone_rule_at(&zone->rule, seconds);
	return type_offset(zone, changes ? zone->kinds[changes - 1] : 0);
}

size_t
mia_zone_format(const struct mia_zone *zone, mia_time time, char *out)
{
	int32_t east = mia_zone_seconds_east(zone, time);
	int32_t minutes = (east < 0 ? -east : east) / 60;
	mia_time shift = (mia_time)east * MIA_TIME_SECOND;
	char utc[MIA_TIME_TEXT];

	*out = '\0';
	if (!zone || time == MIA_TIME_UNKNOWN || time > INT64_MAX - (shift > 0 ? shift : 0) ||
		time < INT64_MIN + 1 - (shift < 0 ? shift : 0))
		return 0;
	time += shift;
	size_t len = mia_time_format(time - time % MIA_TIME_SECOND, utc);
	if (len < 20 || utc[len - 1] != 'Z')
		return 0;
	utc[len - 10] = ' ';
	return (size_t)snprintf(out, MIA_ZONE_TIME_TEXT, "%.*s %c%02d:%02d", (int)len - 1, utc,
		east < 0 ? '-' : '+', (int)(minutes / 60), (int)(minutes % 60));
}
