/*
 * libmia: what every other header needs. Conventions, statuses, errors, text,
 * time, memory, limits, version.
 *
 * Conventions that hold for the whole library. A header says only what is
 * different.
 *
 * Names. mia_<noun>_<verb>. The object comes first, then the inputs, then the
 * results (`ret`), then `err`. Functions that make something begin with `ret`.
 *
 * Statuses. Most functions return an enum mia_status. "The usual statuses" are
 *   MIA_OK            it is done and the results are written;
 *   MIA_ERR_ARGUMENT  a pointer that is needed is NULL, a number is out of
 *                     range, or options break the rule for sizes (below);
 *   MIA_ERR_MEMORY    the allocator refused.
 * The comment of a function names all others that it can return, and what
 * MIA_ERR_ARGUMENT means there in particular. It returns no others.
 * A value < 0 is a failure. Results are then left as they were, and the object
 * that failed may only be freed, unless the comment says otherwise.
 *
 * Errors. `err` comes last, may be NULL, belongs to the caller, and is written
 * only when the function fails.
 *
 * What a name ends in:
 *   _new    Makes a thing. The usual statuses. *ret belongs to the caller, who
 *           releases it with the `_free` of the same name. The allocator may be
 *           NULL (malloc) and is copied.
 *   _free   Releases a thing and all that was borrowed from it. NULL is
 *           allowed. Never fails.
 *   _init   Fills a struct of options with its defaults; see below.
 *   _fold   The fold of a result, to be handed to mia_load. It belongs to the
 *           result and lives as long as it. NULL for NULL. Never fails.
 *   _seal   Ends the collecting, removes repeats and sorts. Before it a result
 *           is used by one thread, and its getters answer 0 or NULL. After it
 *           the result never changes, and any number of threads may read it.
 *           Sealing again is MIA_OK and does nothing. Adding to what is sealed
 *           and merging with it is MIA_ERR_STATE.
 *   _name   The name of a value of an enum, or of one bit; static text, never
 *           NULL. A value that is none has the name "". Any thread.
 *   _format Writes a value as text into a buffer of the caller's, terminated.
 *
 * Going through rows. There are two ways, and each list has one of them:
 *   Getters: a `_count` (such as mia_sessions_count) and a function that takes
 *   an index from 0 to count - 1 (mia_sessions_get). Rows may be asked for in
 *   any order and by any number of threads. A row is borrowed and lives as long
 *   as the result. NULL where the index is out of range, where the result is
 *   not sealed, and for NULL.
 *   Cursors: a `_new`, a `_next` and a `_free` (such as mia_messages_next), for
 *   lists so long that a row is made only when it is asked for. `_next` returns
 *   MIA_OK with the next row in *ret; MIA_END where no row is left, and so
 *   again each time; else MIA_ERR_ARGUMENT or MIA_ERR_MEMORY. A row is borrowed
 *   and lives until the next call with the same cursor. Any number of cursors
 *   may walk over one result at a time; a cursor is used by one thread.
 *
 * Options. A struct of options begins with `size`. Call its `_init` before
 * anything else; it sets the size and gives every member its default:
 *     struct mia_load_options options;
 *     mia_load_options_init(&options);
 *     options.threads = 2;
 * Where a function takes a pointer to options, NULL means the defaults.
 * `{ .size = sizeof(options) }` gives the defaults only where all of them are
 * zero. It does NOT where a member is a time: 0 is 1970-01-01T00:00:00Z, a real
 * time, and would be taken as asked for (mia_coverage_options,
 * mia_findings_options, mia_case). `_init` sets it to unknown there.
 * The rule for sizes, which is the same for every struct that has an `_init`: a
 * struct that is smaller than the library's comes from a program that
 * was built with an older header, and the members that it lacks have their
 * defaults. One that is larger comes from a newer header, and is taken if all
 * that the library does not know is zero. Everything else, a size that was
 * never set among it, is MIA_ERR_ARGUMENT.
 * Each `_init` is a macro over a function that takes the size as well, so that
 * it writes no more than the caller's struct has; a binding in another language
 * calls that function.
 * A struct without `size` that is handed out by pointer may grow at its end.
 *
 * Threads. No function prints, exits, aborts or keeps global state. An object
 * is used by one thread at a time unless its header says otherwise.
 *
 * Text. What comes from the evidence, or may, is a struct mia_text: a pointer and
 * a length, never terminated. It is hostile: it may hold any character, NUL
 * included; only the reports and mia_safe_terminal make it harmless. What libmia
 * wrote itself (names, reasons, rules, errors) and what the caller passes as a
 * path or as the name of a source is a terminated const char *.
 */
#ifndef MIA_BASE_H
#define MIA_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MIA_API __attribute__((visibility("default")))
#define MIA_PRINTF(string, first) __attribute__((format(printf, string, first)))
#else
#define MIA_API
#define MIA_PRINTF(string, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The languages of sentences, headings and levels; machine names stay English. */
enum mia_language { MIA_ENGLISH = 0, MIA_GERMAN, MIA_FRENCH, MIA_LANGUAGE_COUNT };

/* "en", "de", "fr" (ISO 639-1); NULL: no such language. Static. Any thread. */
MIA_API const char *mia_language_name(enum mia_language language);

/* What a call returns, why, and what can be done about it. */
enum mia_status {
	/* It is done. */
	MIA_OK = 0,
	/* Nothing is left: the end of a list or of the evidence. No failure. */
	MIA_END = 1,
	/* One record, or the rest of one source, could not be used. No failure: look
	 * at the reject, then go on. Only mia_reader_next returns it. */
	MIA_REJECTED = 2,
	/* The allocator refused, or a library below could not get memory. */
	MIA_ERR_MEMORY = -1,
	/* A file or a directory cannot be found, read or written;
	 * mia_error.sys_errno tells why where the system said so. A source of the
	 * evidence that cannot be read is no failure but a reject. */
	MIA_ERR_IO = -2,
	/* More than one result can hold (2^32 records or rows). Split the evidence. */
	MIA_ERR_LIMIT = -3,
	/* The caller passed something that cannot be used; the text says what. */
	MIA_ERR_ARGUMENT = -4,
	/* The call does not fit the state of the object: not sealed yet, sealed
	 * already, or an evidence that was read already. */
	MIA_ERR_STATE = -5,
	/* A regular expression does not compile; the text says where. */
	MIA_ERR_PATTERN = -6,
	/* The caller's write function, or its files, refused the bytes. */
	MIA_ERR_SINK = -7,
	/* A callback of the caller's, or its mia_cancel, asked to stop. */
	MIA_ERR_CANCELLED = -8
};

/* The name of a status ("MIA_ERR_IO"). */
MIA_API const char *mia_status_name(enum mia_status status);

/*
 * Bytes of UTF-8, not terminated. printf writes one with
 * `"%.*s", (int)text.len, text.ptr`. ptr == NULL: the thing is not there.
 * ptr != NULL and len == 0: it is there and empty. The two are never mixed.
 */
struct mia_text {
	const char *ptr;
	size_t len;
};

/* A terminated string as a text, without its NUL; borrowed from the string. NULL
 * gives the absent text. Any thread. */
MIA_API struct mia_text mia_text_of(const char *string);

/* True if `name` names a language, which is then in *ret. Any thread. */
MIA_API int mia_language_by_name(struct mia_text name, enum mia_language *ret);

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
 * How many letters must be changed, added or taken away to make one text of the
 * other (Levenshtein), by bytes; most + 1 where that is more than `most`, or where
 * one of them has more than 255. To name what a mistyped word may have meant. Any
 * thread.
 */
MIA_API size_t mia_text_distance(struct mia_text a, struct mia_text b, size_t most);

/*
 * Reads an ISO 8601 time: a date, or date and time with seconds, fraction and
 * zone each optional. No zone means UTC.
 * Returns MIA_OK; MIA_ERR_ARGUMENT: it is no such time. Any thread.
 */
MIA_API enum mia_status mia_time_parse(struct mia_text text, mia_time *ret);

/*
 * Reads an offset from UTC: "-05:00", "+0200", "+02", "Z" or "UTC", from -12:00 to
 * +14:00, as minutes east of UTC. Names of zones are none, since the offset of one
 * changes with summer time.
 * Returns MIA_OK; MIA_ERR_ARGUMENT: it is no such offset. Any thread.
 */
MIA_API enum mia_status mia_offset_parse(struct mia_text text, int *minutes_east);

/*
 * Writes YYYY-MM-DDTHH:MM:SSZ, with a fraction only if it is not zero, into
 * out (at least MIA_TIME_TEXT bytes, terminated). An unknown time gives "".
 * The length without the NUL is returned. Any thread.
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
/* Reads any form of address found in exports. Returns MIA_OK; MIA_ERR_ARGUMENT:
 * it is no address; ret->family is 0 then. Any thread. */
MIA_API enum mia_status mia_address_parse(struct mia_text text, struct mia_address *ret);
/* Writes RFC 5952 text, terminated, "" for family 0; out holds at least
 * MIA_ADDRESS_TEXT bytes. The length without the NUL is returned. Any thread. */
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
 * Fills err, for authors of folds and of other callbacks that take an err. The
 * text is as with printf and is made ASCII and as short as it must be; record,
 * offset and sys_errno become 0. err may be NULL. Returns `status`, which is to
 * be one of the failures and not MIA_OK, so that it can be returned at once:
 *     return mia_error_set(err, MIA_ERR_MEMORY, "out of memory");
 * Any thread, each with its own err.
 */
MIA_API enum mia_status mia_error_set(struct mia_error *err, enum mia_status status, const char *format, ...)
	MIA_PRINTF(3, 4);

/*
 * The caller's allocator. resize(ctx, NULL, 0, n) allocates, resize(ctx, p,
 * old, 0) frees and returns NULL, everything else is a realloc; NULL where n is
 * not 0 refuses. It is called from several threads at once when mia_load runs
 * on several. A NULL allocator means malloc. What libcrypto, SQLite,
 * libmaxminddb, libxlsxwriter and the C library take for themselves does not go
 * through it.
 */
struct mia_allocator {
	void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
	void *ctx;
};

/*
 * An allocator with a ceiling, for evidence that may be made to use up memory:
 * what would go above it is refused, and the call ends in MIA_ERR_MEMORY. What
 * does not go through allocators is not counted.
 */
struct mia_ceiling;
/* allocator: from which memory is taken; NULL: malloc. bytes: of all that is held at
 * a time. Returns the usual statuses; MIA_ERR_ARGUMENT: 0 bytes. */
MIA_API enum mia_status mia_ceiling_new(struct mia_ceiling **ret, const struct mia_allocator *allocator,
	uint64_t bytes, struct mia_error *err);
/* Lives as long as the ceiling; NULL for NULL, which means malloc. Any thread. */
MIA_API const struct mia_allocator *mia_ceiling_allocator(const struct mia_ceiling *ceiling);
/* The most bytes that were held at a time so far; 0 for NULL. Any thread. */
MIA_API uint64_t mia_ceiling_most(const struct mia_ceiling *ceiling);
/* Whether it has refused anything; 0 for NULL. Any thread. */
MIA_API int mia_ceiling_refused(const struct mia_ceiling *ceiling);
/* After all that took memory from it. */
MIA_API void mia_ceiling_free(struct mia_ceiling *ceiling);

/* Ceilings against hostile evidence. 0: the default. What is over one is a
 * reject with a reason of its own (docs/reasons.md), and reading goes on;
 * docs/limits.md has them all. The defaults are above what exports hold. */
struct mia_limits {
	size_t size;         /* set by mia_limits_init */
	size_t record_bytes; /* longest record; default 16 MiB */
	size_t block_bytes;  /* how much is read at a time, of gzip 4 times as much; default 256 KiB */
	uint64_t text_bytes; /* longest inflated source; default none */
	unsigned depth;      /* deepest JSON nesting; default 64, at most 64 */
	size_t field_bytes;  /* longest name, id, path or subject of a record; default 64 KiB */
	size_t fields;       /* most members of the objects of a record, together; default 1,000,000 */
	size_t items;        /* most items, and most folders, of a record; default 100,000 */
	uint64_t ratio; /* most bytes that a byte of gzip may become, after 64 MiB of text; default 200 */
};
MIA_API void mia_limits_init(struct mia_limits *limits, size_t size);
#define mia_limits_init(limits) mia_limits_init((limits), sizeof(*(limits)))

/* Where bytes go: takes all of them and answers 0, or refuses with anything
 * else (the call then ends in MIA_ERR_SINK). Called on the thread of the call. */
typedef int mia_write_fn(void *ctx, const void *bytes, size_t size);

/* The version of the library at run time, "0.1.0"; static. Any thread. */
MIA_API const char *mia_version(void);

/*
 * The versions of the libraries below at run time, as one line such as
 * "yajl 2.1.0 (mended), PCRE2 10.42, zlib 1.2.13, OpenSSL 3.0.19" (or "built-in SHA-256",
 * "Windows BCrypt", as -Dcrypto says), and of those
 * that were built in (libmaxminddb, libxlsxwriter, SQLite); their patch level is
 * part of what a result rests on. "(not mended: CVE-2017-16516)": a yajl without the
 * patches of Debian, told by what it does with half of a surrogate pair. Writes at most size bytes, terminated; the
 * length written is returned, without the NUL. Any thread.
 */
MIA_API size_t mia_version_libraries(char *out, size_t size);

/* A time zone, for local times beside UTC. */
struct mia_zone;
#define MIA_ZONE_TEXT 64
/*
 * By its name in the IANA database ("Europe/Oslo"), whose file is read in
 * `directory` (NULL: /usr/share/zoneinfo; Windows has none), or by an offset as mia_offset_parse
 * takes it. name: shorter than MIA_ZONE_TEXT; copied. Immutable; any thread.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: neither, or not in the directory;
 * MIA_ERR_IO: the file is none of a time zone.
 */
MIA_API enum mia_status mia_zone_new(struct mia_zone **ret, const struct mia_allocator *allocator,
	struct mia_text name, const char *directory, struct mia_error *err);
MIA_API void mia_zone_free(struct mia_zone *zone);
/* As it was asked for. Lives as long as the zone; NULL for NULL. */
MIA_API const char *mia_zone_name(const struct mia_zone *zone);
/* Seconds by which its clocks are ahead of UTC at that time; 0 for NULL and for
 * an unknown time. Any thread. */
MIA_API int32_t mia_zone_seconds_east(const struct mia_zone *zone, mia_time time);
/* Writes the local time with its offset, "2026-03-04 10:16:20 +01:00", without a
 * fraction, into out (at least MIA_ZONE_TIME_TEXT bytes, terminated); "" for NULL,
 * and for a time that is unknown or has no year of four digits. The length without
 * the NUL is returned. Any thread. */
#define MIA_ZONE_TIME_TEXT 40
MIA_API size_t mia_zone_format(const struct mia_zone *zone, mia_time time, char *out);

#ifdef __cplusplus
}
#endif

#endif
