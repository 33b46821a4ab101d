/*
 * libmaxminddb behind a wall. The database is the analyst's, but nobody has
 * vouched for it: every value is asked for its type, and addresses go in as
 * numbers, so that no name is ever resolved.
 */
#include "timeline/geo.h"

#include "base/error.h"

#ifdef MIA_WITH_MAXMINDDB

#include <maxminddb.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

/* Longer names are no names. */
#define NAME_BYTES 256

struct mia_geo {
	struct mia_allocator a;
	MMDB_s *bases;
	size_t count, cap;
};

static enum mia_status
open_base(struct mia_geo *geo, const char *path, struct mia_error *err)
{
	int result;

	if (!mia__grow(&geo->a, &geo->bases, &geo->cap, geo->count + 1, sizeof(*geo->bases)))
		return mia__fail_memory(err);
	result = MMDB_open(path, MMDB_MODE_MMAP, &geo->bases[geo->count]);
	if (result == MMDB_OUT_OF_MEMORY_ERROR)
		return mia__fail_memory(err);
	if (result != MMDB_SUCCESS)
		return mia__fail(err, MIA_ERR_IO, "not a database of addresses that can be read: %s",
			MMDB_strerror(result));
	geo->count++;
	return MIA_OK;
}

enum mia_status
mia_geo_open(struct mia_geo **ret, const struct mia_allocator *allocator, const char *path,
	struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_geo *geo;
	enum mia_status status;

	if (!ret || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no database named");
	geo = mia__alloc(&a, 1, sizeof(*geo));
	if (!geo)
		return mia__fail_memory(err);
	geo->a = a;
	status = open_base(geo, path, err);
	if (status < 0) {
		mia_geo_free(geo);
		return status;
	}
	*ret = geo;
	return MIA_OK;
}

enum mia_status
mia_geo_add(struct mia_geo *geo, const char *path, struct mia_error *err)
{
	if (!geo || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no database named");
	return open_base(geo, path, err);
}

void
mia_geo_free(struct mia_geo *geo)
{
	if (!geo)
		return;
	struct mia_allocator a = geo->a;
	for (size_t i = 0; i < geo->count; i++)
		MMDB_close(&geo->bases[i]);
	mia__dealloc(&a, geo->bases, geo->cap, sizeof(*geo->bases));
	mia__dealloc(&a, geo, 1, sizeof(*geo));
}

static bool
look_up(const MMDB_s *base, const struct mia_address *address, MMDB_entry_s *ret)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	const struct sockaddr *sockaddr = (const struct sockaddr *)(const void *)&v4;
	int error = MMDB_SUCCESS;

	if (address->family == 4) {
		memcpy(&v4.sin_addr, address->bytes, 4);
	} else {
		memcpy(&v6.sin6_addr, address->bytes, 16);
		sockaddr = (const struct sockaddr *)(const void *)&v6;
	}
	MMDB_lookup_result_s found = MMDB_lookup_sockaddr(base, sockaddr, &error);
	*ret = found.entry;
	return error == MMDB_SUCCESS && found.found_entry;
}

static struct mia_text
text_at(MMDB_entry_s *entry, const char *const *path)
{
	MMDB_entry_data_s data;
	struct mia_text text;

	if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data ||
		data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size == 0 || data.data_size > NAME_BYTES)
		return TEXT_ABSENT;
	text = (struct mia_text){ data.utf8_string, data.data_size };
	return mia__utf8_valid_prefix(text.ptr, text.len) == text.len ? text : TEXT_ABSENT;
}

static void
write_network(MMDB_entry_s *entry, struct buf *out)
{
	static const char *const number_path[] = { "autonomous_system_number", NULL };
	static const char *const name_path[] = { "autonomous_system_organization", NULL };
	struct mia_text name = text_at(entry, name_path);
	MMDB_entry_data_s data;
	char digits[16];

	if (MMDB_aget_value(entry, &data, number_path) == MMDB_SUCCESS && data.has_data &&
		data.type == MMDB_DATA_TYPE_UINT32) {
		int len = snprintf(digits, sizeof(digits), "AS%u", (unsigned)data.uint32);
		mia__buf_add(out, digits, len > 0 ? (size_t)len : 0);
	}
	if (name.len && out->len)
		mia__buf_byte(out, ' ');
	mia__buf_text(out, name);
}

bool
mia__geo_find(const struct mia_geo *geo, const struct mia_address *address, struct buf *scratch,
	struct mia_text *country, struct mia_text *network)
{
	static const char *const country_path[] = { "country", "iso_code", NULL };

	*country = *network = TEXT_ABSENT;
	buf_clear(scratch);
	for (size_t i = 0; address->family && i < geo->count; i++) {
		MMDB_entry_s entry;

		if (!look_up(&geo->bases[i], address, &entry))
			continue;
		if (!country->ptr)
			*country = text_at(&entry, country_path);
		if (scratch->len == 0)
			write_network(&entry, scratch);
	}
	if (scratch->len)
		*network = buf_view(scratch);
	return !scratch->failed;
}

#else

enum mia_status
mia_geo_open(struct mia_geo **ret, const struct mia_allocator *allocator, const char *path,
	struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)path;
	return mia__fail(err, MIA_ERR_ARGUMENT, "this libmia was built without libmaxminddb");
}

enum mia_status
mia_geo_add(struct mia_geo *geo, const char *path, struct mia_error *err)
{
	(void)geo;
	(void)path;
	return mia__fail(err, MIA_ERR_ARGUMENT, "this libmia was built without libmaxminddb");
}

void
mia_geo_free(struct mia_geo *geo)
{
	(void)geo;
}

bool
mia__geo_find(const struct mia_geo *geo, const struct mia_address *address, struct buf *scratch,
	struct mia_text *country, struct mia_text *network)
{
	(void)geo;
	(void)address;
	(void)scratch;
	(void)country;
	(void)network;
	return true;
}

#endif
