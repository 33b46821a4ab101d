/* The workbook as libxlsxwriter made it, with its large sheets put in: an
 * archive as minizip would have made it of the whole. */
#ifndef MIA_REPORT_XLSX_ARCHIVE_H
#define MIA_REPORT_XLSX_ARCHIVE_H

#include "base/buf.h"
#include "report/xlsx/pack.h"

/* A member of the archive that libxlsxwriter made. */
struct xlsx_part {
	struct mia_text name;
	unsigned flag, method;
	uint32_t date;
	struct xlsx_member member; /* at: in what was read, or in fd */
	int fd;                    /* -1: as it was read */
};
struct xlsx_archive {
	struct buf bytes; /* the file as it was read */
	struct xlsx_part *parts;
	size_t count;
};

/* Reads the archive in fd, which was checked (check.h). After a failure too,
 * mia__xlsx_archive_release. */
enum mia_status mia__xlsx_archive_read(struct xlsx_archive *archive, const struct mia_allocator *a, int fd,
	struct mia_error *err);
void mia__xlsx_archive_release(struct xlsx_archive *archive);
/* Sheet `number` (from 1), inflated: what precedes "</sheetData>", and the rest.
 * They live in buf. */
enum mia_status mia__xlsx_archive_sheet(const struct xlsx_archive *archive, size_t number, struct buf *buf,
	struct mia_text *head, struct mia_text *tail, struct mia_error *err);
/* Puts a member of fd in the place of the sheet; fd stays open until all is
 * written. How many bytes the new one is longer. */
uint64_t mia__xlsx_archive_replace(struct xlsx_archive *archive, size_t number, int fd,
	const struct xlsx_member *member);
/* zip64: whether each member has room for sizes beyond 4 GB. */
enum mia_status mia__xlsx_archive_write(const struct xlsx_archive *archive, bool zip64, mia_write_fn *write,
	void *ctx, struct mia_error *err);

#endif
