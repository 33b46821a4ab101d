/* Names of flattened values: what they say in every spelling. */
#include "event/flat.h"

#include "base/text.h"

static bool
parts_names(char c)
{
	return c == '.' || c == '/' || c == '_' || c == '[' || c == ']' || c == '{' || c == '}' || c == ':' ||
		c == '|';
}

static bool
is_wrapper(struct mia_text word)
{
	static const char *const words[] = { "AuditData", "RawEventData", "rawData", "rawDataJson", "data",
		"office365", "o365", "audit", "source", "result", "raw", "event", "original", "message",
		"properties", "dynamicProperties", "AdditionalProperties", "record", "fields", "json", "log",
		"full", "client", "user" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_equal_nocase(word, text_of(words[i])))
			return true;
	return word.len == 0;
}

static bool
read_place(struct mia_text word, uint32_t *ret)
{
	uint32_t place = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9' || i > 6)
			return false;
		place = place * 10 + (uint32_t)(word.ptr[i] - '0');
	}
	*ret = place;
	return word.len > 0;
}

/* The next word of the name; *any: "{}" or "[]" stands in its place. */
static bool
next_word(struct mia_text *rest, struct mia_text *word, bool *any)
{
	size_t n = 0;

	*any = rest->len >= 2 && (text_starts(*rest, TEXT("{}")) || text_starts(*rest, TEXT("[]")));
	if (*any) {
		*rest = (struct mia_text){ rest->ptr + 2, rest->len - 2 };
		*word = TEXT_ABSENT;
		return true;
	}
	if (rest->len == 0)
		return false;
	while (n < rest->len && !parts_names(rest->ptr[n]))
		n++;
	*word = (struct mia_text){ rest->ptr, n };
	n += n < rest->len && rest->ptr[n] != '{' && rest->ptr[n] != '[';
	/* The dot behind a bracket parts nothing any more. */
	*rest = (struct mia_text){ rest->ptr + n, rest->len - n };
	if (word->len == 0 && rest->len && (*rest->ptr == '[' || *rest->ptr == '{') &&
		!text_starts(*rest, TEXT("{}")) && !text_starts(*rest, TEXT("[]")))
		*rest = (struct mia_text){ rest->ptr + 1, rest->len - 1 };
	return true;
}

static bool
is_document(enum slot slot)
{
	return slot >= SLOT_SCALARS && slot < SLOT_ENVELOPE;
}

/* What Elastic's schema has beside the record (o365 integration [FIELD]). */
static enum slot
beside(struct mia_text outer, struct mia_text word)
{
	static const struct {
		const char *outer, *word;
		enum slot slot;
	} names[] = {
		{ "client", "address", SLOT_IP_ADDRESS },
		{ "client", "ip", SLOT_IP_ADDRESS },
		{ "source", "ip", SLOT_IP_ACTOR },
		{ "user", "email", SLOT_USER_ALT },
		{ "user", "id", SLOT_USER_ALT },
		{ "event", "action", SLOT_OPERATION_ALT },
		{ "event", "id", SLOT_ID },
		{ "event", "provider", SLOT_WORKLOAD },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(outer, text_of(names[i].outer)) &&
			text_equal_nocase(word, text_of(names[i].word)))
			return names[i].slot;
	return SLOT_NONE;
}

/* Elastic's "client" and "user" hold nothing of the record. */
static bool
is_beside(struct mia_text outer)
{
	return text_equal_nocase(outer, TEXT("client")) || text_equal_nocase(outer, TEXT("user"));
}

/* Tables of Log Analytics put the type behind the name: Folders_s, SessionId_g. */
static struct mia_text
without_type(struct mia_text name)
{
	if (name.len > 6 && text_equal(TEXT(" [UTC]"), (struct mia_text){ name.ptr + name.len - 6, 6 }))
		name.len -= 6;
	if (name.len > 2 && name.ptr[name.len - 2] == '_' && byte_is_one_of(name.ptr[name.len - 1], "sgdbt"))
		name.len -= 2;
	return name;
}

/* The field that the first words name, behind the names of wrappers. */
static enum slot
find_field(struct mia_text *rest, struct flat_path *ret)
{
	struct mia_text word, outer = TEXT_ABSENT;
	bool any;

	while (next_word(rest, &word, &any)) {
		enum slot slot;
		if (any)
			continue;
		slot = beside(outer, word);
		ret->beside = slot != SLOT_NONE;
		if (slot == SLOT_NONE && !is_beside(outer))
			slot = mia__field_of_column(word);
		if (slot != SLOT_NONE)
			return slot;
		if (!is_wrapper(word))
			return SLOT_NONE;
		ret->wrapped |= word.len > 0;
		outer = word;
	}
	return SLOT_NONE;
}

/* Whether what follows this step, or the name of the document, is a list. */
static bool
is_list(const struct flat_path *path)
{
	if (path->count == 0)
		return path->doc == SLOT_FOLDERS || path->doc == SLOT_AFFECTED ||
			path->doc == SLOT_PROPERTIES || path->doc == SLOT_PARAMETERS ||
			path->doc == SLOT_MODIFIED || path->doc == SLOT_MESSAGES || path->doc == SLOT_TARGET;
	const struct flat_step *last = &path->steps[path->count - 1];
	return text_equal_nocase(last->key, TEXT("FolderItems")) ||
		text_equal_nocase(last->key, TEXT("MessageItems"));
}

static bool
add_step(struct flat_path *path, struct flat_step step)
{
	if (path->count == FLAT_STEPS)
		return false;
	path->steps[path->count++] = step;
	return true;
}

bool
mia__flat_list(const struct flat_path *path)
{
	return path->doc >= SLOT_SCALARS &&
		(path->count == 0 || !path->steps[path->count - 1].key.ptr || is_list(path));
}

bool
mia__flat_name(struct mia_text name, struct flat_path *ret)
{
	struct mia_text rest = without_type(name), word;
	enum slot slot;
	bool any;

	*ret = (struct flat_path){ .wrapped = rest.len != name.len, .typed = rest.len != name.len };
	slot = find_field(&rest, ret);
	if (slot == SLOT_NONE || slot >= SLOT_ENVELOPE)
		return false;
	ret->doc = slot;
	if (!is_document(slot))
		return rest.len == 0 && (ret->wrapped || ret->beside);
	while (next_word(&rest, &word, &any)) {
		struct flat_step step = { .key = word, .any = any };
		if (!any && word.len == 0)
			continue;
		if (any || read_place(word, &step.place))
			step.key = TEXT_ABSENT;
		/* Many leave the places away: Folders.FolderItems.Id. */
		if (step.key.ptr && is_list(ret) && !add_step(ret, (struct flat_step){ .any = true }))
			return false;
		if (!add_step(ret, step))
			return false;
	}
	return ret->count > 0 || ret->wrapped;
}
