/* People on messages, by hand. */
#ifndef MIA_TESTS_MADE_SUBJECTS_H
#define MIA_TESTS_MADE_SUBJECTS_H

#include "made_findings.h"

#include <mia/subjects.h>

#define TEXTS(...) \
	(struct mia_texts) \
	{ \
		(const struct mia_text[]){ __VA_ARGS__ }, \
			sizeof((const struct mia_text[]){ __VA_ARGS__ }) / sizeof(struct mia_text) \
	}

static inline struct mia_subjects *
subjects_of(const struct mia_findings *f, struct mia_texts own)
{
	struct mia_subjects_options options = { sizeof(options), own };
	struct mia_subjects *subjects = NULL;

	assert_int_equal(mia_subjects_new(&subjects, NULL, f, &options, NULL), MIA_OK);
	return subjects;
}

static inline void
add_texts(struct buf *out, struct mia_texts texts)
{
	for (size_t i = 0; i < texts.count; i++) {
		mia__buf_str(out, i ? "," : "");
		mia__buf_text(out, texts.ptr[i]);
	}
}

/* "address (name) sr own total=a/p/h/u/c mailboxes", a line each. */
static inline void
write_subjects(struct buf *out, const struct mia_subjects *subjects)
{
	char numbers[64];

	for (size_t i = 0; i < mia_subjects_count(subjects); i++) {
		const struct mia_subject *s = mia_subjects_get(subjects, i);
		mia__buf_text(out, s->address);
		mia__buf_str(out, s->name.ptr ? " (" : " ");
		mia__buf_text(out, s->name);
		mia__buf_str(out, s->name.ptr ? ") " : "");
		mia__buf_str(out, s->roles & MIA_ROLE_SENDER ? "s" : "");
		mia__buf_str(out, s->roles & MIA_ROLE_RECIPIENT ? "r" : "");
		mia__buf_str(out, s->own == MIA_YES ? " own" : s->own == MIA_NO ? " outside" : "");
		snprintf(numbers, sizeof(numbers), " %u=%u/%u/%u/%u/%u ", (unsigned)s->messages_total,
			(unsigned)s->messages[0], (unsigned)s->messages[1], (unsigned)s->messages[2],
			(unsigned)s->messages[3], (unsigned)s->messages[4]);
		mia__buf_str(out, numbers);
		assert_int_equal(s->messages[MIA_LEVEL_NONE], 0);
		add_texts(out, s->mailboxes);
		mia__buf_byte(out, '\n');
	}
	mia__buf_byte(out, '\0');
}

static inline void
assert_subjects(const struct mia_subjects *subjects, const char *wanted)
{
	struct buf out;

	mia__buf_init(&out, NULL);
	write_subjects(&out, subjects);
	assert_string_equal(out.ptr, wanted);
	mia__buf_release(&out);
}

static inline void
assert_sums(const struct mia_subjects *subjects, struct mia_subjects_sums wanted)
{
	const struct mia_subjects_sums *s = mia_subjects_sums(subjects);

	assert_int_equal(s->records_least, wanted.records_least);
	assert_int_equal(s->records_most, wanted.records_most);
	assert_int_equal(s->people_least, wanted.people_least);
	assert_int_equal(s->people_most, wanted.people_most);
	assert_int_equal(s->people_own, wanted.people_own);
	assert_int_equal(s->people_outside, wanted.people_outside);
	assert_int_equal(s->messages_without_people, wanted.messages_without_people);
	assert_int_equal(s->unbounded, wanted.unbounded);
}

#endif
