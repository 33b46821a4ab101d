/* Shows on standard error how far the reading is. */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/terminal.h"

#define LINE_SIZE 256
#define CLEAR_LINE "\r\x1b[K"

static int64_t
now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* "12.3 MiB": integers only, so that no locale has a say. */
static void
format_bytes(char *ret, size_t size, uint64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	size_t unit = 0;
	uint64_t rest = 0;

	while (bytes >= 1024) {
		rest = bytes % 1024;
		bytes /= 1024;
		unit++;
	}
	if (unit == 0)
		(void)snprintf(ret, size, "%" PRIu64 " B", bytes);
	else
		(void)snprintf(ret, size, "%" PRIu64 ".%" PRIu64 " %s", bytes, rest * 10 / 1024, units[unit]);
}

static uint64_t
per_second(uint64_t bytes, uint64_t ms)
{
	return bytes > UINT64_MAX / 1000 ? bytes / ms * 1000 : bytes * 1000 / ms;
}

static uint64_t
per_cent(uint64_t part, uint64_t whole)
{
	return whole > UINT64_MAX / 100 ? part / (whole / 100) : part * 100 / whole;
}

static void
format_left(char *ret, size_t size, uint64_t seconds)
{
	if (seconds >= 3600)
		(void)snprintf(ret, size, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64 " left", seconds / 3600,
			seconds / 60 % 60, seconds % 60);
	else
		(void)snprintf(ret, size, "%" PRIu64 ":%02" PRIu64 " left", seconds / 60, seconds % 60);
}

static void
format_line(char *ret, const struct mia_progress *at, int64_t elapsed)
{
	char done[32], whole[80] = "", rate[32], left[48] = "";
	uint64_t ms = elapsed > 0 ? (uint64_t)elapsed : 1;
	uint64_t speed = per_second(at->stored_bytes, ms);

	format_bytes(done, sizeof(done), at->stored_bytes);
	format_bytes(rate, sizeof(rate), speed);
	if (at->total_bytes > 0 && at->stored_bytes <= at->total_bytes) {
		char total[32], time_left[32];

		format_bytes(total, sizeof(total), at->total_bytes);
		(void)snprintf(whole, sizeof(whole), " of %s, %" PRIu64 " %%", total,
			per_cent(at->stored_bytes, at->total_bytes));
		if (speed > 0) {
			format_left(time_left, sizeof(time_left),
				(at->total_bytes - at->stored_bytes) / speed);
			(void)snprintf(left, sizeof(left), ", %s", time_left);
		}
	}
	(void)snprintf(ret, LINE_SIZE, "%s%s, %s/s%s, %" PRIu64 " record%s, %" PRIu64 " reject%s", done,
		whole, rate, left, at->records, at->records == 1 ? "" : "s", at->rejected,
		at->rejected == 1 ? "" : "s");
}

void
progress_begin(struct progress *progress, const struct options *options)
{
	unsigned width, lines;

	memset(progress, 0, sizeof(*progress));
	progress->terminal = terminal_is(TERMINAL_ERRORS);
	progress->keep = options->progress == WHEN_ALWAYS;
	progress->active = options->progress == WHEN_ALWAYS ||
		(options->progress == WHEN_AUTO && progress->terminal && !options->quiet);
	progress->width = 80;
	if (progress->terminal && terminal_size(TERMINAL_ERRORS, &width, &lines) && width > 1)
		progress->width = width;
	progress->start = now_ms();
	progress->last = progress->start;
}

static void
write_line(struct progress *progress, int64_t now)
{
	char line[LINE_SIZE];

	format_line(line, &progress->at, now - progress->start);
	if (!progress->terminal) {
		(void)fprintf(stderr, "mia: %s\n", line);
		return;
	}
	/* A line that wraps could not be written over. */
	if (strlen(line) >= progress->width)
		line[progress->width - 1] = '\0';
	(void)fprintf(stderr, CLEAR_LINE "%s", line);
	progress->shown = 1;
}

void
progress_show(struct progress *progress, const struct mia_progress *at)
{
	int64_t now;

	if (!progress->active)
		return;
	progress->at = *at;
	now = now_ms();
	if (!progress->terminal && now - progress->last < 1000)
		return;
	progress->last = now;
	write_line(progress, now);
}

void
progress_end(struct progress *progress, const struct mia_progress *at)
{
	if (!progress->active)
		return;
	progress->active = 0;
	progress->at = *at;
	if (progress->keep) {
		write_line(progress, now_ms());
		if (progress->terminal)
			(void)fputc('\n', stderr);
	} else if (progress->shown) {
		(void)fputs(CLEAR_LINE, stderr);
	}
}
