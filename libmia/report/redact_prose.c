/* People in sentences, details and file names. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "findings/findings.h"
#include "report/redact.h"

/* RFC 5321, section 4.5.3.1.1 allows 64; more costs little. */
#define QUOTED_MOST 256

void
mia__redact_people_init(struct redact_people *people, const struct mia_allocator *a)
{
	*people = (struct redact_people){ .people = { NULL, 0, 0 } };
	mia__arena_init(&people->kept, a);
}

static void
release_names(const struct redact_people *people, struct redact_names *list)
{
	if (list->names)
		mia__dealloc(&people->kept.a, list->names, list->cap, sizeof(*list->names));
}

void
mia__redact_people_release(struct redact_people *people)
{
	release_names(people, &people->people);
	release_names(people, &people->files);
	mia__arena_release(&people->kept);
}

static bool
add_name(struct redact_people *people, struct redact_names *list, struct mia_text name)
{
	char *lower;

	if (name.len == 0 || (list->count && text_equal_nocase(list->names[list->count - 1], name)))
		return true;
	if (list->count == list->cap &&
		!mia__grow(&people->kept.a, &list->names, &list->cap, list->count + 1, sizeof(*list->names)))
		return false;
	lower = mia__arena_take(&people->kept, name.len);
	if (lower == NULL)
		return false;
	mia__text_lower(name, lower);
	list->names[list->count++] = (struct mia_text){ lower, name.len };
	return true;
}

bool
mia__redact_people_add(struct redact_people *people, struct mia_text name)
{
	return add_name(people, &people->people, text_trim(name));
}

bool
mia__redact_people_add_file(struct redact_people *people, struct mia_text name)
{
	return add_name(people, &people->files, name);
}

/* A condition may name people as a target does: "From=a@x". */
static bool
add_forwarding(struct redact_people *people, const struct mia_forwarding *rule)
{
	bool ok = true;

	for (size_t k = 0; ok && k < rule->targets.count; k++)
		ok = mia__redact_people_add(people, rule->targets.ptr[k]);
	for (size_t k = 0; ok && k < rule->conditions.count; k++) {
		struct mia_text c = rule->conditions.ptr[k];
		const char *value = memchr(c.ptr, '=', c.len);
		if (value)
			ok = mia__redact_people_add(people,
				(struct mia_text){ value + 1, c.len - (size_t)(value + 1 - c.ptr) });
	}
	return ok;
}

bool
mia__redact_people_of_findings(struct redact_people *people, const struct mia_findings *findings)
{
	const struct finding_view *view = &findings->view;
	const struct mia_mailbox_finding *mailbox;
	bool ok = true;

	for (size_t i = 0; ok && (mailbox = mia_findings_mailbox(findings, i)) != NULL; i++) {
		ok = mia__redact_people_add(people, mailbox->mailbox) &&
			mia__redact_people_add(people, mailbox->mailbox_guid);
		for (size_t k = 0; ok && k < mailbox->sources.count; k++)
			ok = mia__redact_people_add_file(people, mailbox->sources.ptr[k]);
	}
	for (size_t i = 0; ok && i < view->span_count; i++)
		ok = mia__redact_people_add(people, view->spans[i]->actor);
	for (size_t i = 0; ok && i < view->forwarding_count; i++)
		ok = add_forwarding(people, view->forwardings[i]);
	return ok;
}

static int
compare_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_text *names = ctx;

	return text_compare(names[x], names[y]);
}

static bool
seal_names(const struct mia_allocator *a, struct redact_names *people)
{
	size_t n = people->count, kept = 0;
	struct mia_text *sorted;
	uint32_t *order;
	bool ok;

	if (n == 0)
		return true;
	order = n < UINT32_MAX ? mia__alloc(a, n, sizeof(*order)) : NULL;
	sorted = mia__alloc(a, n, sizeof(*sorted));
	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	ok = order && sorted && mia__sort_numbers(a, order, n, compare_names, people->names);
	for (size_t i = 0; ok && i < n; i++)
		if (kept == 0 || !text_equal(sorted[kept - 1], people->names[order[i]]))
			sorted[kept++] = people->names[order[i]];
	if (order)
		mia__dealloc(a, order, n, sizeof(*order));
	if (ok) {
		memcpy(people->names, sorted, kept * sizeof(*sorted));
		people->count = kept;
	}
	if (sorted)
		mia__dealloc(a, sorted, n, sizeof(*sorted));
	return ok;
}

bool
mia__redact_people_seal(struct redact_people *people)
{
	return seal_names(&people->kept.a, &people->people) && seal_names(&people->kept.a, &people->files);
}

/* ---- where a name stands ---- */

static bool
is_word(char c)
{
	unsigned char u = ascii_lower((unsigned char)c);

	return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 0x80;
}

/* "anna" is not meant by "annabel" or "joanna". */
static bool
stands_alone(struct mia_text text, size_t at, size_t len)
{
	if (at && is_word(text.ptr[at - 1]) && is_word(text.ptr[at]))
		return false;
	return at + len == text.len || !is_word(text.ptr[at + len]) || !is_word(text.ptr[at + len - 1]);
}

static size_t
same_bytes(struct mia_text lower, struct mia_text text)
{
	size_t n = 0;

	while (n < lower.len && n < text.len && lower.ptr[n] == (char)ascii_lower((unsigned char)text.ptr[n]))
		n++;
	return n;
}

/* How many of the names are not above text. */
static size_t
names_up_to(const struct redact_names *people, struct mia_text text)
{
	size_t from = 0, until = people->count;

	while (from < until) {
		size_t middle = from + (until - from) / 2;
		if (text_compare_nocase(people->names[middle], text) <= 0)
			from = middle + 1;
		else
			until = middle;
	}
	return from;
}

/* The length of the longest name that stands at `at`, or 0. */
static size_t
known_at(const struct redact_names *people, struct mia_text text, size_t at)
{
	struct mia_text rest = { text.ptr + at, text.len - at };

	/* Nothing stands alone from here; names that begin alike would all be tried. */
	if (at && is_word(text.ptr[at - 1]) && is_word(text.ptr[at]))
		return 0;
	while (rest.len) {
		size_t below = names_up_to(people, rest);
		if (below == 0)
			break;
		struct mia_text name = people->names[below - 1];
		size_t same = same_bytes(name, rest);
		if (same == name.len && stands_alone(text, at, same))
			return same;
		/* A shorter one may still begin so. */
		rest.len = same == name.len ? same - 1 : same;
	}
	return 0;
}

static size_t
near_at(struct mia_texts near, struct mia_text text, size_t at)
{
	struct mia_text rest = { text.ptr + at, text.len - at };
	size_t best = 0;

	for (size_t i = 0; i < near.count; i++) {
		struct mia_text name = text_trim(near.ptr[i]);
		if (name.len > best && text_starts_nocase(rest, name) && stands_alone(text, at, name.len))
			best = name.len;
	}
	return best;
}

/* ---- addresses ---- */

/* RFC 5322, section 3.2.3 (atext) with '.' and '@', and beyond ASCII; without
 * '/', which parts the names of files. */
static bool
in_address(char c)
{
	return is_word(c) || (c && strchr("@.!#$%&'*+-=?^_`{|}~", c));
}

static bool
is_punctuation(char c)
{
	return c && strchr(".'`*!?", c);
}

struct run {
	size_t from, until; /* of what may be an address */
	size_t first, last; /* the same without punctuation around it */
	bool address;
};

static struct run
run_at(struct mia_text text, size_t at)
{
	struct run run = { .from = at, .until = at };
	size_t quoted = 0;

	if (text.ptr[at] == '"')
		for (size_t i = at + 1; i + 1 < text.len && i < at + QUOTED_MOST && quoted == 0; i++)
			quoted = text.ptr[i] == '"' && text.ptr[i + 1] == '@' ? i + 1 : 0;
	run.until = quoted ? quoted : at;
	while (run.until < text.len && in_address(text.ptr[run.until]))
		run.until++;
	run.first = run.from;
	run.last = run.until;
	while (run.first < run.last && is_punctuation(text.ptr[run.first]))
		run.first++;
	while (run.first < run.last && is_punctuation(text.ptr[run.last - 1]))
		run.last--;
	run.address =
		run.last - run.first > 1 && memchr(text.ptr + run.first, '@', run.last - run.first) != NULL;
	return run;
}

/* ---- the whole ---- */

static enum mia_status
put_person(const struct mia_redaction *r, struct mia_text text, size_t from, size_t until, struct buf *out,
	struct mia_error *err)
{
	char hash[MIA_REDACTED_TEXT];

	MIA_TRY(mia__redact_person(r, (struct mia_text){ text.ptr + from, until - from }, hash, err));
	mia__buf_str(out, hash);
	return MIA_OK;
}

static enum mia_status
put_file(const struct mia_redaction *r, struct mia_text text, size_t from, size_t len, struct buf *out,
	struct mia_error *err)
{
	char hash[MIA_REDACTED_TEXT];

	MIA_TRY(mia__redact_file(r, (struct mia_text){ text.ptr + from, len }, hash, err));
	mia__buf_str(out, hash);
	return MIA_OK;
}

static enum mia_status
put_address(const struct mia_redaction *r, struct mia_text text, const struct run *run, struct buf *out,
	struct mia_error *err)
{
	mia__buf_add(out, text.ptr + run->from, run->first - run->from);
	MIA_TRY(put_person(r, text, run->first, run->last, out, err));
	mia__buf_add(out, text.ptr + run->last, run->until - run->last);
	return MIA_OK;
}

enum mia_status
mia__redact_prose(const struct mia_redaction *redaction, const struct redact_people *people,
	struct mia_texts near, struct mia_text text, struct buf *out, struct mia_error *err)
{
	struct run run = { .until = 0 };

	for (size_t at = 0; at < text.len;) {
		size_t len = near_at(near, text, at),
		       known = people ? known_at(&people->people, text, at) : 0;
		size_t file = people ? known_at(&people->files, text, at) : 0;
		if (known > len)
			len = known;
		/* An address in a file name goes with it. */
		if (file >= len && file) {
			MIA_TRY(put_file(redaction, text, at, file, out, err));
			at += file;
			run.until = at;
			continue;
		}
		if (at >= run.until)
			run = run_at(text, at);
		/* Only an address that stands whole: of a longer one the rest would
		 * remain. */
		if (run.address && !(len && memchr(text.ptr + at, '@', len))) {
			MIA_TRY(put_address(redaction, text, &run, out, err));
			at = run.until;
		} else if (len) {
			MIA_TRY(put_person(redaction, text, at, at + len, out, err));
			at += len;
			run.until = at;
		} else {
			mia__buf_byte(out, text.ptr[at++]);
		}
	}
	return out->failed ? mia__fail_memory(err) : MIA_OK;
}
