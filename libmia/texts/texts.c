/* The texts of each language, and which form of them a number asks for. */
#include "texts/texts.h"

#include "base/text.h"

#define SAY(id, text) [T_##id] = (text),
static const char *const texts[MIA_LANGUAGE_COUNT][TEXTS] = {
	[MIA_ENGLISH] = {
#include "texts/english.def"
	},
	[MIA_GERMAN] = {
#include "texts/german.def"
	},
	[MIA_FRENCH] = {
#include "texts/french.def"
	},
};
#undef SAY

/* In the order of the texts T_RULE_. */
static const char *const rules[] = { "throttled", "throttling-suspected", "no-access-records",
	"no-access-records-yet", "syncs-filtered", "silence", "audit-enabled", "audit-actions",
	"audit-disabled", "ingestion-off", "audit-bypass", "licence", "asked-before", "asked-after",
	"retention", "late-records", "result-count", "result-index", "search-failed", "round-number",
	"broken-off", "empty-source", "rejected-records", "readiness-audit-disabled",
	"readiness-ingestion-off", "first-opt-in", "readiness-mailbox", "readiness-bypass", "covered",
	"passed-over", "more-records", "input-changed", "throttling-not-stated", "asked-between" };
_Static_assert(T_REASON_1 - T_RULE_0 == sizeof(rules) / sizeof(rules[0]), "a text for each rule");

static const char *const names[MIA_LANGUAGE_COUNT] = { "en", "de", "fr" };

const char *
mia_language_name(enum mia_language language)
{
	return (unsigned)language < MIA_LANGUAGE_COUNT ? names[language] : NULL;
}

int
mia_language_by_name(struct mia_text name, enum mia_language *ret)
{
	for (int i = 0; i < MIA_LANGUAGE_COUNT; i++) {
		if (text_equal(name, text_of(names[i]))) {
			*ret = (enum mia_language)i;
			return 1;
		}
	}
	return 0;
}

const char *
mia__said(enum mia_language language, enum text_id text)
{
	const char *said = (unsigned)language < MIA_LANGUAGE_COUNT ? texts[language][text] : NULL;

	return said ? said : texts[MIA_ENGLISH][text];
}

struct mia_text
mia__said_of(enum mia_language language, enum text_id text, uint64_t number)
{
	struct mia_text all = text_of(mia__said(language, text));
	const char *bar = memchr(all.ptr, '|', all.len);
	/* French says 0 as it says 1. */
	bool one = number == 1 || (number == 0 && language == MIA_FRENCH);

	if (!bar)
		return all;
	return one ? (struct mia_text){ all.ptr, (size_t)(bar - all.ptr) } : text_of(bar + 1);
}

void
mia__said_into(struct buf *out, enum mia_language language, enum text_id text, uint64_t number,
	const struct mia_text places[static 9])
{
	struct mia_text form = mia__said_of(language, text, number);

	for (size_t i = 0; i < form.len; i++) {
		if (form.ptr[i] == '%' && i + 1 < form.len && form.ptr[i + 1] >= '1' &&
			form.ptr[i + 1] <= '9')
			mia__buf_text(out, places[form.ptr[++i] - '1']);
		else
			mia__buf_byte(out, form.ptr[i]);
	}
}

enum text_id
mia__said_of_rule(const char *rule)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i], rule) == 0)
			return (enum text_id)(T_RULE_0 + i);
	return TEXTS;
}
