/* What a marked operation was about: the fields and the line, for whoever asks. */
#include "event/act.h"

#include "base/error.h"
#include "base/text.h"

void
mia__act_init(struct act_builder *b, const struct mia_allocator *a)
{
	memset(b, 0, sizeof(*b));
	mia__buf_init(&b->parts, a);
	mia__buf_init(&b->line, a);
}

void
mia__act_release(struct act_builder *b)
{
	mia__buf_release(&b->parts);
	mia__buf_release(&b->line);
}

void
mia__act_go_on(struct act_builder *b, enum act_field field, struct mia_text text)
{
	size_t before = b->parts.len;

	if (!b->fields[field].len)
		b->fields[field].at = before;
	mia__buf_text(&b->parts, text);
	b->fields[field].len = b->parts.len - b->fields[field].at;
}

void
mia__act_add(struct act_builder *b, enum act_field field, const char *separator, struct mia_text text)
{
	if (!text.len)
		return;
	if (b->fields[field].len)
		mia__act_go_on(b, field, text_of(separator));
	mia__act_go_on(b, field, text);
}

void
mia__act_add_setting(struct act_builder *b, struct mia_text name, struct mia_text value)
{
	mia__act_add(b, ACT_DETAIL, ", ", text_trim(name));
	mia__act_go_on(b, ACT_DETAIL, TEXT("="));
	mia__act_go_on(b, ACT_DETAIL, text_trim(value));
}

void
mia__act_set(struct act_builder *b, enum act_field field, struct mia_text text)
{
	if (!b->fields[field].len)
		mia__act_add(b, field, "", text);
}

/* The words that fields and lines are made of. */
static bool
reads_as_ours(struct mia_text value)
{
	return text_equal_nocase(value, TEXT("nowhere")) || text_equal_nocase(value, TEXT("nobody")) ||
		text_equal_nocase(value, TEXT("deleted")) || text_starts_nocase(value, TEXT("folder ")) ||
		mia__text_find(value, TEXT("->")) >= 0 || mia__text_find(value, TEXT(" | ")) >= 0;
}

/* A quote within is escaped, so that a name cannot end its own quotes. */
static void
add_quoted(struct buf *into, struct mia_text text)
{
	mia__buf_byte(into, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			mia__buf_byte(into, '\\');
		mia__buf_byte(into, text.ptr[i]);
	}
	mia__buf_byte(into, '"');
}

void
mia__act_go_on_value(struct act_builder *b, enum act_field field, struct mia_text value)
{
	if (!reads_as_ours(value)) {
		mia__act_go_on(b, field, value);
		return;
	}
	mia__act_go_on(b, field, TEXT(""));
	add_quoted(&b->parts, value);
	b->fields[field].len = b->parts.len - b->fields[field].at;
}

struct mia_text
mia__act_field(const struct act_builder *b, enum act_field field)
{
	if (!b->fields[field].len || b->parts.failed)
		return TEXT_ABSENT;
	return (struct mia_text){ b->parts.ptr + b->fields[field].at, b->fields[field].len };
}

static struct mia_text
plain(struct mia_text value)
{
	value = text_trim(value);
	if (value.len > 1 && *value.ptr == '[' && value.ptr[value.len - 1] == ']')
		value = text_trim((struct mia_text){ value.ptr + 1, value.len - 2 });
	if (value.len > 1 && *value.ptr == '"' && value.ptr[value.len - 1] == '"')
		value = text_trim((struct mia_text){ value.ptr + 1, value.len - 2 });
	return value;
}

struct mia_text
mia__act_parameter(const struct act_builder *b, const char *name)
{
	return plain(mia_event_parameter(b->event, name));
}

bool
mia__act_is(const struct act_builder *b, const char *operation)
{
	return text_equal_nocase(b->operation, text_of(operation));
}

bool
mia__act_begins(const struct act_builder *b, const char *operation)
{
	return text_starts_nocase(b->operation, text_of(operation));
}

void
mia__act_say(struct act_builder *b, const char *words)
{
	mia__buf_str(&b->line, words);
}

void
mia__act_say_text(struct act_builder *b, struct mia_text text)
{
	mia__buf_text(&b->line, text);
}

void
mia__act_quote(struct act_builder *b, struct mia_text text)
{
	add_quoted(&b->line, text);
}

void
mia__act_say_field(struct act_builder *b, const char *before, enum act_field field)
{
	if (!mia__act_field(b, field).len)
		return;
	mia__act_say(b, before);
	mia__act_say_text(b, mia__act_field(b, field));
}

void
mia__act_say_id(struct act_builder *b, struct mia_text id)
{
	mia__buf_text(&b->line, mia__text_short_id(id));
}

/* An operation of a family that says nothing of its own: what stands there. */
static void
say_anything(struct act_builder *b)
{
	mia__act_set(b, ACT_OBJECT, b->event->object_id);
	mia__act_say_text(b, b->operation);
	mia__act_say_field(b, " ", ACT_OBJECT);
}

static void
fill(struct act_builder *b, enum mark mark)
{
	size_t begun;

	/* An attempt must not read as done; of a sign-in it is the news itself. */
	if ((b->event->flags & MIA_FLAG_FAILED) && mark != MARK_SIGN_IN)
		mia__act_say(b, "failed: ");
	begun = b->line.len;
	switch (mark) {
	case MARK_INBOX_RULE:
		mia__act_rule(b);
		break;
	case MARK_FORWARDING:
		mia__act_forwarding(b);
		break;
	case MARK_DELEGATION:
	case MARK_FOLDER_PERMISSION:
		mia__act_permission(b);
		break;
	case MARK_CONSENT:
	case MARK_CONSENT_EXPORT:
		mia__act_application(b);
		break;
	case MARK_SIGN_IN:
		mia__act_sign_in(b);
		break;
	case MARK_AUTHENTICATION:
		mia__act_authentication(b);
		break;
	case MARK_AUDIT_CHANGE:
		mia__act_audit(b);
		break;
	case MARK_SEARCH:
	case MARK_EXPORT:
		mia__act_search(b);
		break;
	case MARK_NONE:
	case MARK_COUNT:
		break;
	}
	if (b->line.len == begun)
		say_anything(b);
}

bool
mia__act_of(struct act_builder *b, const struct mia_event *event, enum mark mark, struct mia_act *ret)
{
	buf_clear(&b->parts);
	buf_clear(&b->line);
	b->parts.failed = b->line.failed = false;
	memset(b->fields, 0, sizeof(b->fields));
	b->event = event;
	b->operation = text_trim(event->operation);
	if (b->operation.len && b->operation.ptr[b->operation.len - 1] == '.')
		b->operation.len--;
	fill(b, mark);
	if (b->parts.failed || b->line.failed)
		return false;
	*ret = (struct mia_act){
		.rule = mia__act_field(b, ACT_RULE),
		.conditions = mia__act_field(b, ACT_CONDITIONS),
		.target = mia__act_field(b, ACT_TARGET),
		.grantee = mia__act_field(b, ACT_GRANTEE),
		.app_id = mia__act_field(b, ACT_APP_ID),
		.app_name = mia__act_field(b, ACT_APP_NAME),
		.permissions = mia__act_field(b, ACT_PERMISSIONS),
		.object = mia__act_field(b, ACT_OBJECT),
		.detail = mia__act_field(b, ACT_DETAIL),
		.what = buf_view(&b->line),
	};
	return true;
}

/* ---- public ---- */

struct mia_act_reader {
	struct mia_allocator a;
	struct act_builder builder;
};

enum mia_status
mia_act_reader_new(struct mia_act_reader **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the new reader");
	struct mia_act_reader *reader = mia__alloc(&a, 1, sizeof(*reader));
	if (!reader)
		return mia__fail_memory(err);
	reader->a = a;
	mia__act_init(&reader->builder, &reader->a);
	*ret = reader;
	return MIA_OK;
}

void
mia_act_reader_free(struct mia_act_reader *reader)
{
	if (!reader)
		return;
	struct mia_allocator a = reader->a;
	mia__act_release(&reader->builder);
	mia__dealloc(&a, reader, 1, sizeof(*reader));
}

enum mia_status
mia_act_read(struct mia_act_reader *reader, const struct mia_event *event, struct mia_act *ret,
	struct mia_error *err)
{
	if (!reader || !event || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no reader, no event, or no place for the act");
	enum mark mark = mia__mark_of(event);
	if (mark == MARK_NONE)
		return MIA_END;
	return mia__act_of(&reader->builder, event, mark, ret) ? MIA_OK : mia__fail_memory(err);
}
