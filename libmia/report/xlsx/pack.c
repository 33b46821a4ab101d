/* Deflates as minizip does for libxlsxwriter: the same bytes, whoever writes a member. */
#include "report/xlsx/pack.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/error.h"
#include "system/file.h"

#define OUT_BYTES 65536
#define MEMORY_LEVEL 8

enum mia_status
mia__xlsx_fail_scratch(int code, struct mia_error *err)
{
	if (code == ENOMEM)
		return mia__fail_memory(err);
	return mia__fail_errno(err, MIA_ERR_IO, code,
		"the directory for temporary files cannot hold the workbook");
}

enum mia_status
mia__xlsx_pack_open(struct xlsx_pack *pack, const struct mia_allocator *a, int fd, struct mia_error *err)
{
	*pack = (struct xlsx_pack){ .a = *a, .fd = fd };
	pack->out = mia__alloc(a, OUT_BYTES, 1);
	if (pack->out == NULL)
		return mia__fail_memory(err);
	if (deflateInit2(&pack->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL,
		    Z_DEFAULT_STRATEGY) != Z_OK) {
		mia__dealloc(a, pack->out, OUT_BYTES, 1);
		return mia__fail_memory(err);
	}
	return MIA_OK;
}

void
mia__xlsx_pack_close(struct xlsx_pack *pack)
{
	deflateEnd(&pack->z);
	mia__dealloc(&pack->a, pack->out, OUT_BYTES, 1);
}

static enum mia_status
write_out(struct xlsx_pack *pack, size_t size, struct mia_error *err)
{
	if (!mia__file_write_at(pack->fd, pack->out, size, pack->end))
		return mia__xlsx_fail_scratch(errno, err);
	pack->end += size;
	pack->member.packed += size;
	return MIA_OK;
}

static enum mia_status
run(struct xlsx_pack *pack, int flush, struct mia_error *err)
{
	do {
		pack->z.next_out = pack->out;
		pack->z.avail_out = OUT_BYTES;
		/* Its only failures are those of a broken state. */
		(void)deflate(&pack->z, flush);
		MIA_TRY(write_out(pack, OUT_BYTES - pack->z.avail_out, err));
	} while (pack->z.avail_out == 0);
	return MIA_OK;
}

enum mia_status
mia__xlsx_pack_add(struct xlsx_pack *pack, const char *bytes, size_t size, struct mia_error *err)
{
	pack->member.crc = crc32_z(pack->member.crc, (const unsigned char *)bytes, size);
	pack->member.bytes += size;
	while (size) {
		size_t piece = size < INT_MAX ? size : INT_MAX;
		pack->z.next_in = (unsigned char *)(uintptr_t)bytes;
		pack->z.avail_in = (unsigned)piece;
		MIA_TRY(run(pack, Z_NO_FLUSH, err));
		bytes += piece;
		size -= piece;
	}
	return MIA_OK;
}

enum mia_status
mia__xlsx_pack_end(struct xlsx_pack *pack, struct xlsx_member *ret, struct mia_error *err)
{
	pack->z.avail_in = 0;
	MIA_TRY(run(pack, Z_FINISH, err));
	pack->member.ascii = pack->z.data_type == Z_TEXT;
	*ret = pack->member;
	if (deflateReset(&pack->z) != Z_OK)
		return mia__fail(err, MIA_ERR_STATE, "the workbook could not be deflated");
	pack->member = (struct xlsx_member){ .at = pack->end };
	return MIA_OK;
}
