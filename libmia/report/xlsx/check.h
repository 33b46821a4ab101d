/* Whether a workbook is whole: libxlsxwriter does not look whether what it
 * writes to its temporary files arrives there. */
#ifndef MIA_REPORT_XLSX_CHECK_H
#define MIA_REPORT_XLSX_CHECK_H

#include "base/alloc.h"

/* The rows of a sheet as they were handed over, in order of the sheets. */
struct xlsx_rows {
	uint64_t bytes;
	unsigned long crc;
};

/*
 * Reads the archive in fd from its beginning: each member inflates to what
 * its checksum says and is one element that is closed; sheet i holds the rows
 * that rows[i] says; the directory at the end lists as many members. MIA_ERR_IO
 * where it does not.
 */
enum mia_status mia__xlsx_check(const struct mia_allocator *a, int fd, const struct xlsx_rows *rows,
	size_t sheets, struct mia_error *err);

#endif
