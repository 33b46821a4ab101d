/* The versions of the library and of those that it is built on. */
#include <mia/base.h>

#include <stdio.h>
#include <string.h>

#include "crypto/version.h"

#ifdef MIA_WITH_MAXMINDDB
#include <maxminddb.h>
#endif
#ifdef MIA_WITH_SQLITE
#include <sqlite3.h>
#endif
#ifdef MIA_WITH_XLSXWRITER
#include <xlsxwriter.h>
#endif
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_version.h>
#include <zlib.h>

const char *
mia_version(void)
{
	return MIA_VERSION;
}

static int
keeps_letter(void *ctx, const unsigned char *text, size_t len)
{
	*(bool *)ctx = memchr(text, 'A', len) != NULL;
	return 1;
}

/*
 * yajl has had no release since 2011. Debian mends it; what is built from the last release loses the character
 * behind half of a surrogate pair (CVE-2017-16516). The decoder gives it no such text (event/decode.c), so that
 * both say the same; a build that was not mended is shown all the same, for what else it lacks.
 */
static bool
yajl_is_mended(void)
{
	static const yajl_callbacks callbacks = { .yajl_string = keeps_letter };
	static const unsigned char text[] = "[\"\\ud800AB\"]";
	bool kept = false;
	yajl_handle handle = yajl_alloc(&callbacks, NULL, &kept);

	if (!handle)
		return false;
	yajl_parse(handle, text, sizeof(text) - 1);
	yajl_free(handle);
	return kept;
}

size_t
mia_version_libraries(char *out, size_t size)
{
	if (size == 0)
		return 0;
	/* "10.42 2022-12-11": the date adds nothing. PCRE2 says how much room it
	 * needs and cannot be told how much there is. */
	char pcre2[64] = "?";
	int needed = pcre2_config(PCRE2_CONFIG_VERSION, NULL);
	if (needed > 0 && (size_t)needed <= sizeof(pcre2))
		pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
	pcre2[strcspn(pcre2, " ")] = '\0';

	size_t crypto_len;
	const char *crypto = mia__crypto_version(&crypto_len);
	int yajl = yajl_version();
	const char *addresses = "", *addresses_version = "";
#ifdef MIA_WITH_MAXMINDDB
	addresses = ", libmaxminddb ";
	addresses_version = MMDB_lib_version();
#endif
	const char *book = "", *book_version = "", *sqlite = "", *sqlite_version = "";
#ifdef MIA_WITH_XLSXWRITER
	book = ", libxlsxwriter ";
	book_version = lxw_version();
#endif
#ifdef MIA_WITH_SQLITE
	sqlite = ", SQLite ";
	sqlite_version = sqlite3_libversion();
#endif
	int n = snprintf(out, size, "yajl %d.%d.%d%s, PCRE2 %s, zlib %s, %.*s%s%s%s%s%s%s", yajl / 10000,
		yajl / 100 % 100, yajl % 100,
		yajl_is_mended() ? " (mended)" : " (not mended: CVE-2017-16516)", pcre2, zlibVersion(),
		(int)crypto_len, crypto, addresses, addresses_version, book, book_version, sqlite,
		sqlite_version);
	if (n < 0) {
		out[0] = '\0';
		return 0;
	}
	return (size_t)n < size ? (size_t)n : size - 1;
}
