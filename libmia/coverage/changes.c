/*
 * What records of administration say. Values are strings; booleans "True" and
 * "False" [FIELD, records of New-InboxRule], and as PowerShell takes them.
 * ObjectId is the modified object [MS, Management Activity API schema]: for a
 * mailbox a path that ends in its name, "EURPR04A009.PROD.OUTLOOK.COM/.../ann"
 * [FIELD]; Identity is what the administrator typed.
 */
#include "base/text.h"
#include "coverage/rules.h"

bool
mia__coverage_change_is(const struct mia_coverage *c, const struct coverage_change *change,
	const char *operation)
{
	return text_equal_nocase(text_trim(intern_text(&c->texts, change->operation)), text_of(operation));
}

struct mia_text
mia__coverage_change_parameter(const struct mia_coverage *c, const struct coverage_change *change,
	const char *name)
{
	for (size_t i = change->parameter_count; i > 0; i--) {
		const struct coverage_parameter *p = &c->parameters[change->parameters + i - 1];
		if (text_equal_nocase(intern_text(&c->texts, p->name), text_of(name)))
			return intern_text(&c->texts, p->value);
	}
	return TEXT_ABSENT;
}

enum mia_known
mia__coverage_change_boolean(const struct mia_coverage *c, const struct coverage_change *change,
	const char *name, enum mia_known worst)
{
	enum mia_known says = MIA_NOT_STATED;

	for (size_t i = 0; i < change->parameter_count && says != worst; i++) {
		const struct coverage_parameter *p = &c->parameters[change->parameters + i];
		if (text_equal_nocase(intern_text(&c->texts, p->name), text_of(name)))
			says = mia__boolean_of(intern_text(&c->texts, p->value));
	}
	return says;
}

enum mia_known
mia__boolean_of(struct mia_text value)
{
	value = text_trim(value);
	if (text_starts(value, TEXT("$")))
		value.ptr++, value.len--;
	if (text_equal_nocase(value, TEXT("true")) || text_equal(value, TEXT("1")))
		return MIA_YES;
	if (text_equal_nocase(value, TEXT("false")) || text_equal(value, TEXT("0")))
		return MIA_NO;
	return MIA_NOT_STATED;
}

const char *
mia__coverage_odd_words(const struct mia_coverage *c, size_t change)
{
	return c->changes[change].odd ? "; the operation of the record only looks like the one that does this"
				      : "";
}

struct change_target
mia__coverage_change_target(const struct mia_coverage *c, const struct coverage_change *change)
{
	struct mia_text object = text_trim(intern_text(&c->texts, change->object));
	struct mia_text identity = text_trim(mia__coverage_change_parameter(c, change, "Identity"));
	struct change_target target = { NO_BOX, object.len ? object : identity.len ? identity : TEXT_ABSENT };

	if (object.len)
		target.box = mia__coverage_find_box(c, object);
	if (target.box == NO_BOX && identity.len)
		target.box = mia__coverage_find_box(c, identity);
	return target;
}
