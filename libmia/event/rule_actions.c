/*
 * RuleActions of UpdateInboxRules: a list of objects such as
 * {"ActionType":"Forward","Recipients":["a@x"]} (seen in real records). Which
 * words Microsoft uses for the kinds that redirect is not documented, so any
 * ActionType that contains Forward or Redirect counts, and so does a text that
 * was cut.
 */
#include "event/rule_actions.h"

#include "base/text.h"

static bool
says_forward(struct mia_text t)
{
	return mia__text_find_nocase(t, TEXT("forward")) >= 0 ||
		mia__text_find_nocase(t, TEXT("redirect")) >= 0;
}

/* The string that begins behind the quote at `at`; *end: behind it. */
static struct mia_text
string_at(struct mia_text t, size_t at, size_t *end)
{
	size_t from = at + 1, i = from;

	while (i < t.len && t.ptr[i] != '"')
		i += t.ptr[i] == '\\' ? 2 : 1;
	if (i > t.len)
		i = t.len;
	*end = i < t.len ? i + 1 : i;
	return (struct mia_text){ t.ptr + from, i > from ? i - from : 0 };
}

/* The object around or behind `at`: what lies between a brace and its partner. */
static struct mia_text
object_from(struct mia_text t, size_t at, size_t *end)
{
	size_t depth = 0, start = at;

	for (size_t i = at; i < t.len;) {
		size_t next = i + 1;
		if (t.ptr[i] == '"')
			(void)string_at(t, i, &next);
		else if (t.ptr[i] == '{' && depth++ == 0)
			start = i;
		else if (t.ptr[i] == '}' && depth > 0 && --depth == 0) {
			*end = next;
			return (struct mia_text){ t.ptr + start, next - start };
		}
		i = next;
	}
	*end = t.len;
	/* One that was cut. */
	return depth ? (struct mia_text){ t.ptr + start, t.len - start } : TEXT_ABSENT;
}

/* Where the value of a member begins, or the length. */
static size_t
value_of(struct mia_text object, struct mia_text name)
{
	for (size_t i = 0; i < object.len;) {
		size_t next = i + 1;
		if (object.ptr[i] == '"') {
			struct mia_text s = string_at(object, i, &next);
			while (next < object.len && (object.ptr[next] == ' ' || object.ptr[next] == '\t'))
				next++;
			if (next < object.len && object.ptr[next] == ':' && text_equal_nocase(s, name))
				return next + 1;
		}
		i = next;
	}
	return object.len;
}

/* As written, without its quotes; absent where none is stated. */
static struct mia_text
type_of(struct mia_text object)
{
	size_t at = value_of(object, TEXT("ActionType")), end;

	while (at < object.len && object.ptr[at] == ' ')
		at++;
	return at < object.len && object.ptr[at] == '"' ? string_at(object, at, &end) : TEXT_ABSENT;
}

static bool
object_forwards(struct mia_text object)
{
	return says_forward(type_of(object));
}

bool
mia__rule_actions_forward(struct mia_text actions)
{
	bool typed = false;

	for (size_t at = 0, end; at < actions.len; at = end) {
		struct mia_text object = object_from(actions, at, &end);
		if (object.len && object_forwards(object))
			return true;
		typed = typed || value_of(object, TEXT("ActionType")) < object.len;
	}
	return !typed && says_forward(actions);
}

static bool
take_recipients(struct mia_text object, rule_recipient *take, void *ctx)
{
	size_t at = value_of(object, TEXT("Recipients")), end;

	for (; at < object.len && object.ptr[at] != ']'; at = end) {
		end = at + 1;
		if (object.ptr[at] != '"')
			continue;
		struct mia_text one = string_at(object, at, &end);
		if (one.len && !take(ctx, one))
			return false;
	}
	return true;
}

bool
mia__rule_actions_recipients(struct mia_text actions, rule_recipient *take, void *ctx)
{
	for (size_t at = 0, end; at < actions.len; at = end) {
		struct mia_text object = object_from(actions, at, &end);
		if (object.len && object_forwards(object) && !take_recipients(object, take, ctx))
			return false;
	}
	return true;
}

bool
mia__rule_actions_types(struct mia_text actions, rule_recipient *take, void *ctx)
{
	for (size_t at = 0, end; at < actions.len; at = end) {
		struct mia_text object = object_from(actions, at, &end), type = type_of(object);
		if (type.len && !take(ctx, type))
			return false;
	}
	return true;
}
