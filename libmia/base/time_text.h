/* The time forms found in exports. */
#ifndef MIA_BASE_TIME_TEXT_H
#define MIA_BASE_TIME_TEXT_H

#include <stdbool.h>

#include <mia/base.h>

enum time_form {
	TIME_UNREADABLE = 0,
	TIME_EXACT,    /* ISO 8601, /Date(ms)/, or a locale date that reads one way */
	TIME_AMBIGUOUS /* a locale date with both numbers <= 12 and different */
};

/*
 * Reads any of: ISO 8601 (T or blank; seconds, fraction of any length and
 * zone each optional; date alone), "/Date(1618561459000)/" (PowerShell), and
 * locale dates "M/D/YYYY", "D.M.YYYY", "D-M-YYYY", "YYYY/M/D" with an
 * optional comma and time "h:mm[:ss[.fff]] [AM|PM]". Outer blanks are
 * ignored. The clock may have dots (11.12.00), and behind it may stand "UTC" or
 * an offset. Also read: years of two digits, the years of Thailand (2569), seconds
 * since 1970 with a fraction, whole milli-, micro- and nanoseconds, and the days of a
 * spreadsheet, with a fraction that tells the second or none. Dots always mean day first; slashes and dashes are ambiguous
 * unless one number is > 12 or both are equal; *ret is then the month-first
 * reading and *other the day-first one (equal to *ret when not ambiguous).
 * Zone-less means UTC. Days that do not exist are unreadable.
 */
enum time_form mia__time_parse_any(struct mia_text t, mia_time *ret, mia_time *other);

/* By their spelling alone: both are of the same second, or neither can be read. false says nothing. */
bool mia__time_spelled_alike(struct mia_text a, struct mia_text b);

/* Does a time that can be read say its zone? A number since 1970 and /Date(ms)/ do;
 * the days of a spreadsheet do not. */
bool mia__time_states_zone(struct mia_text t);

/* Offsets that are in use, in minutes east of UTC. */
enum { OFFSET_LEAST = -12 * 60, OFFSET_MOST = 14 * 60 };

/* Z, +hh, +hhmm or +hh:mm, all of it, which is not empty; minutes east of UTC. Z leaves
 * them as they are. */
bool mia__time_offset(struct mia_text zone, int *minutes_east);

/* For people: 2026-03-04 09:16:20, of an unknown time nothing. In room. */
struct mia_text mia__time_plain(mia_time time, char room[static MIA_TIME_TEXT]);

#endif
