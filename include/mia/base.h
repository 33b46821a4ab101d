/*
 * libmia: what every other header needs. Statuses, errors, text, time,
 * memory, limits, version.
 *
 * Conventions that hold for the whole library:
 *  - Names are mia_<noun>_<verb>. The object comes first, then the inputs,
 *    then results (`ret`), then `err`. Constructors begin with `ret`.
 *  - `err` may be NULL. It is written only when the return value is < 0;
 *    results are left as they were when a call fails.
 *  - What a `_new` function hands out belongs to the caller and is released
 *    with the matching `_free`; `_free(NULL)` is allowed. What a getter hands
 *    out is borrowed and lives as long as its header says.
 *  - No function prints, exits, aborts or keeps global state. An object is
 *    used by one thread at a time unless its header says otherwise.
 *  - Text from the evidence is hostile: it may hold any character, NUL
 *    included, and is never terminated. Only <mia/report.h> makes it harmless.
 */
#ifndef MIA_BASE_H
#define MIA_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MIA_API __attribute__((visibility("default")))
#else
#define MIA_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a call may answer. Values > 0 are not failures. After a value < 0 the
 * object that failed may only be freed, unless the function says otherwise.
 */
enum mia_status {
	MIA_OK = 0,
	MIA_END = 1,           /* nothing is left */
	MIA_REJECTED = 2,      /* a record could not be used; ask, then go on */
	MIA_ERR_MEMORY = -1,   /* the allocator refused */
	MIA_ERR_IO = -2,       /* reading failed; mia_error.sys_errno tells */
	MIA_ERR_LIMIT = -3,    /* more than one result can hold (2^32 records) */
	MIA_ERR_ARGUMENT = -4, /* the caller passed something unusable */
	MIA_ERR_STATE = -5,    /* the call does not fit the object's state */
	MIA_ERR_PATTERN = -6,  /* a pattern does not compile */
	MIA_ERR_SINK = -7,     /* the caller's sink refused the bytes */
	MIA_ERR_CANCELLED = -8 /* the caller's callback asked to stop */
};

/* The name of a status ("MIA_ERR_IO"); static; never NULL. Any thread. */
MIA_API const char *mia_status_name(enum mia_status status);

/*
 * Bytes of UTF-8, not terminated. ptr == NULL: the thing is not there.
 * ptr != NULL and len == 0: it is there and empty. The two are never mixed.
 */
struct mia_text {
	const char *ptr;
	size_t len;
};

/* Several texts; borrowed together. */
struct mia_texts {
	const struct mia_text *ptr;
	size_t count;
};

/* Absence is a value: not stated is neither yes nor no. */
enum mia_known { MIA_NOT_STATED = 0, MIA_NO = 1, MIA_YES = 2 };

/*
 * Units of 100 ns since 1970-01-01T00:00:00Z, the resolution in which the
 * audit log itself writes times. Times without a zone in the evidence are UTC
 * (Office 365 Management Activity API schema, CreationTime).
 */
typedef int64_t mia_time;
#define MIA_TIME_UNKNOWN INT64_MIN
#define MIA_TIME_SECOND ((mia_time)10000000)

/*
 * Reads an ISO 8601 time: a date, or date and time with seconds, fraction and
 * zone each optional. No zone means UTC.
 * Returns MIA_OK and *ret, or MIA_ERR_ARGUMENT. Any thread.
 */
MIA_API enum mia_status mia_time_parse(struct mia_text text, mia_time *ret);

/*
 * Writes YYYY-MM-DDTHH:MM:SSZ, with a fraction only if it is not zero, into
 * out (at least MIA_TIME_TEXT bytes, terminated). An unknown time gives "".
 * Returns the length. Any thread.
 */
#define MIA_TIME_TEXT 40
MIA_API size_t mia_time_format(mia_time time, char *out);

/*
 * A client address in canonical form: IPv4-mapped IPv6 is unmapped, port and
 * brackets are dropped. family is 0 where the text is not an address (a host
 * name, an empty text), then only the text as written can be compared.
 */
struct mia_address {
	unsigned char family; /* 0, 4 or 6 */
	unsigned char bytes[16];
};

#define MIA_ADDRESS_TEXT 48
/* Reads any form of address found in exports. MIA_OK, or MIA_ERR_ARGUMENT
 * with ret->family 0. Any thread. */
MIA_API enum mia_status mia_address_parse(struct mia_text text, struct mia_address *ret);
/* Writes RFC 5952 text, terminated, "" for family 0; out holds at least
 * MIA_ADDRESS_TEXT bytes; returns the length. Any thread. */
MIA_API size_t mia_address_format(const struct mia_address *address, char *out);

/* A size in bytes that is not stated. */
#define MIA_SIZE_UNKNOWN (-1)

/*
 * What went wrong, owned by the caller. `text` is ASCII that libmia wrote;
 * bytes of the evidence appear in it escaped and shortened, or not at all.
 */
struct mia_error {
	enum mia_status status;
	int sys_errno;   /* 0 where no system call failed */
	uint64_t record; /* 1-based; 0 where no record is meant */
	uint64_t offset; /* byte offset in the source's text as inflated */
	char text[256];
};

/*
 * The caller's allocator. resize(ctx, NULL, 0, n) allocates, resize(ctx, p,
 * old, 0) frees and returns NULL, everything else is a realloc. It is called
 * from several threads at once when mia_load runs on several. A NULL
 * allocator means malloc.
 */
struct mia_allocator {
	void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
	void *ctx;
};

/*
 * Ceilings against hostile evidence. Set `size` to sizeof(struct mia_limits)
 * and leave 0 what shall keep its default.
 */
struct mia_limits {
	size_t size;
	size_t record_bytes; /* longest record; default 16 MiB */
	size_t block_bytes;  /* how much is read at a time; default 1 MiB */
	uint64_t text_bytes; /* longest inflated source; default none */
	unsigned depth;      /* deepest JSON nesting; default 64, at most 64 */
};

/* Where bytes go: takes all of them and answers 0, or refuses with anything
 * else (MIA_ERR_SINK then). */
typedef int mia_write_fn(void *ctx, const void *bytes, size_t size);

/* The version of the library at run time, "0.1.0"; static. Any thread. */
MIA_API const char *mia_version(void);

/*
 * The versions of the libraries below at run time, as one line such as
 * "yajl 2.1.0, PCRE2 10.42, zlib 1.2.13, OpenSSL 3.0.19", and of those that
 * were built in (libmaxminddb, libxlsxwriter, SQLite); their patch level is
 * part of what a result rests on. Writes at most size bytes, terminated;
 * returns the length written. Any thread.
 */
MIA_API size_t mia_version_libraries(char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
