/* A member of a workbook, deflated into a file on its way. */
#ifndef MIA_REPORT_XLSX_PACK_H
#define MIA_REPORT_XLSX_PACK_H

#include <zlib.h>

#include "base/alloc.h"

/* What the archive says of a member. */
struct xlsx_member {
	uint64_t at; /* in the file, where its bytes begin */
	uint64_t packed, bytes;
	unsigned long crc;
	bool ascii; /* what zlib takes it for */
};

struct xlsx_pack {
	struct mia_allocator a;
	int fd; /* written at its end, and by nobody else */
	uint64_t end;
	z_stream z;
	unsigned char *out;
	struct xlsx_member member;
};

/* Members are appended to what fd holds, one after the other; it stays open.
 * Where it cannot be opened there is nothing to close. */
enum mia_status mia__xlsx_pack_open(struct xlsx_pack *pack, const struct mia_allocator *a, int fd,
	struct mia_error *err);
void mia__xlsx_pack_close(struct xlsx_pack *pack);
enum mia_status mia__xlsx_pack_add(struct xlsx_pack *pack, const char *bytes, size_t size,
	struct mia_error *err);
/* The member that was added since; the next begins. */
enum mia_status mia__xlsx_pack_end(struct xlsx_pack *pack, struct xlsx_member *ret, struct mia_error *err);

/* The directory for temporary files has no room, or fails otherwise. */
enum mia_status mia__xlsx_fail_scratch(int code, struct mia_error *err);

#endif
