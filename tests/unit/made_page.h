/* The page of a case, and what stands on it. */
#ifndef MIA_TESTS_MADE_PAGE_H
#define MIA_TESTS_MADE_PAGE_H

#include "made_case.h"

static inline struct kept
page_of(const struct mia_case *c)
{
	struct kept kept = { .ptr = NULL };
	struct mia_error err = { .text = "" };

	if (mia_report_html(c, NULL, keep, &kept, &err) != MIA_OK)
		fail_msg("%s", err.text);
	assert_non_null(kept.ptr);
	return kept;
}

static inline size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

#define assert_has(page, part) \
	do { \
		if (strstr((page).ptr, part) == NULL) \
			fail_msg("not on the page: %s", part); \
	} while (0)
#define assert_has_not(page, part) \
	do { \
		if (strstr((page).ptr, part) != NULL) \
			fail_msg("on the page: %s", part); \
	} while (0)

/* Every element is closed, in order; the few that have no end tag apart. */
static inline void
assert_well_formed(const char *page)
{
	const char *open[64];
	size_t lengths[64], depth = 0;

	for (const char *at = page; (at = strchr(at, '<')) != NULL; at = strchr(at, '>')) {
		bool end = at[1] == '/';
		const char *name = at + 1 + end, *close = strchr(at, '>');
		size_t len = strcspn(name, " >/");
		assert_non_null(close);
		if (*name == '!' || close[-1] == '/' || strncmp(name, "meta ", 5) == 0 ||
			(len == 2 && strncmp(name, "br", 2) == 0))
			continue;
		if (!end) {
			assert_in_range(depth, 0, 63);
			open[depth] = name;
			lengths[depth++] = len;
			continue;
		}
		assert_true(depth > 0);
		depth--;
		if (lengths[depth] != len || memcmp(open[depth], name, len) != 0)
			fail_msg("%.*s is closed as %.*s", (int)lengths[depth], open[depth], (int)len, name);
	}
	assert_int_equal(depth, 0);
}

#endif
