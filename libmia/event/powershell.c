/*
 * ConvertTo-Json cuts nested objects at depth 2 unless told otherwise and
 * leaves text: "@{Id=LgAAAA...; Path=\Inbox; FolderItems=System.Object[]}".
 * What is left is used; what is gone is flagged, never guessed.
 */
#include "base/text.h"
#include "event/parse.h"
#include "event/powershell.h"

bool
mia__powershell_nothing(struct mia_text text)
{
	text = text_trim(text);
	return text.len == 0 || text_equal_nocase(text, TEXT("null")) ||
		text_equal_nocase(text, TEXT("None")) || text_equal_nocase(text, TEXT("nan"));
}

/* The next "Name=Value" of "@{a=b; c=d}"; false at the end. */
static bool
next_pair(struct mia_text *rest, struct mia_text *name, struct mia_text *value)
{
	struct mia_text pair;
	ptrdiff_t at, eq;

	*rest = text_trim(*rest);
	if (rest->len == 0)
		return false;
	at = mia__text_find(*rest, TEXT("; "));
	pair = (struct mia_text){ rest->ptr, at < 0 ? rest->len : (size_t)at };
	rest->ptr += pair.len + (at < 0 ? 0 : 2);
	rest->len -= pair.len + (at < 0 ? 0 : 2);
	eq = mia__text_find(pair, TEXT("="));
	*name = (struct mia_text){ pair.ptr, eq < 0 ? pair.len : (size_t)eq };
	*value = eq < 0 ? TEXT_ABSENT : (struct mia_text){ pair.ptr + eq + 1, pair.len - (size_t)eq - 1 };
	return true;
}

static bool
open_braces(struct mia_text *t)
{
	*t = text_trim(*t);
	if (!text_starts(*t, TEXT("@{")) || t->ptr[t->len - 1] != '}')
		return false;
	*t = (struct mia_text){ t->ptr + 2, t->len - 3 };
	return true;
}

/* The first of "@{a=b} @{c=d}", as a list at the end of the depth is written. */
static struct mia_text
next_group(struct mia_text *rest)
{
	ptrdiff_t at = mia__text_find(*rest, TEXT("} @{"));
	struct mia_text group = { rest->ptr, at < 0 ? rest->len : (size_t)at + 1 };

	rest->ptr += group.len;
	rest->len -= group.len;
	return group;
}

/* Adds a folder; false where the text is none, or memory is short. */
static bool
add_folder(struct decoder *d, struct mia_text text)
{
	struct mia_text name, value;
	struct mia_folder *f;

	if (!open_braces(&text) || !mia__decode_add_folder(d))
		return false;
	f = &d->folders[d->folder_count - 1];
	while (next_pair(&text, &name, &value)) {
		if (text_equal_nocase(name, TEXT("Id")))
			f->id = value;
		else if (text_equal_nocase(name, TEXT("Path")))
			f->path = value;
		else if (text_equal_nocase(name, TEXT("Name")))
			f->name = value;
	}
	return true;
}

void
mia__powershell_folder(struct decoder *d, struct mia_text text)
{
	d->flags |= MIA_FLAG_ITEMS_LOST;
	do
		add_folder(d, next_group(&text));
	while (text.len);
}

void
mia__powershell_parent(struct decoder *d, struct mia_item *item, struct mia_text text)
{
	if (add_folder(d, text))
		item->folder = (uint32_t)(d->folder_count - 1);
}

void
mia__powershell_item(struct decoder *d, struct mia_text text, bool under_folder)
{
	struct mia_text name, value;
	struct mia_item *item;
	int64_t n;

	if (!open_braces(&text)) {
		d->flags |= MIA_FLAG_ITEMS_LOST;
		return;
	}
	if (!mia__decode_add_item(d))
		return;
	item = &d->items[d->item_count - 1];
	if (under_folder) {
		item->folder = (uint32_t)(d->folder_count - 1);
		d->sync_items++;
	}
	while (next_pair(&text, &name, &value)) {
		if (text_equal_nocase(name, TEXT("InternetMessageId")))
			item->internet_message_id_raw = value;
		else if (text_equal_nocase(name, TEXT("ImmutableId")))
			item->immutable_id = value;
		else if (text_equal_nocase(name, TEXT("Id")))
			item->id = value;
		else if (text_equal_nocase(name, TEXT("SizeInBytes")) && mia__number_parse(value, &n) &&
			n >= 0)
			item->size_bytes = n;
		/* The subject may itself hold "; Id=...": what such a text says of
		 * the subject is not to be trusted. */
	}
}

static void
property_in_braces(struct decoder *d, struct mia_text text)
{
	struct mia_text name = TEXT_ABSENT, value = TEXT_ABSENT, n, v;

	if (!open_braces(&text))
		return;
	while (next_pair(&text, &n, &v)) {
		if (text_equal_nocase(n, TEXT("Name")))
			name = v;
		else if (text_equal_nocase(n, TEXT("Value")))
			value = v;
	}
	mia__decode_property(d, name, value);
}

/* "@{Value=Bind; Name=MailAccessType}", or the mailbox log's
 * "MailAccessType:Bind", several of them parted by commas, blanks or lines. */
void
mia__powershell_property(struct decoder *d, struct mia_text text)
{
	if (text_starts(text_trim(text), TEXT("@{"))) {
		do
			property_in_braces(d, next_group(&text));
		while (text.len);
		return;
	}
	for (size_t i = 0; i < text.len;) {
		size_t start = i, colon;
		while (i < text.len && !byte_is_one_of(text.ptr[i], ",;{}[] \t\r\n\""))
			i++;
		struct mia_text word = { text.ptr + start, i - start };
		const char *c = word.len ? memchr(word.ptr, ':', word.len) : NULL;
		i++;
		if (!c)
			continue;
		colon = (size_t)(c - word.ptr);
		mia__decode_property(d, (struct mia_text){ word.ptr, colon },
			(struct mia_text){ c + 1, word.len - colon - 1 });
	}
}

void
mia__powershell_message(struct decoder *d, struct mia_text text)
{
	struct mia_text name, value;
	struct mia_item *message;

	d->attachments_lost = true;
	if (!open_braces(&text) || !mia__decode_add_message(d))
		return;
	message = &d->messages[d->message_count - 1];
	while (next_pair(&text, &name, &value)) {
		if (text_equal_nocase(name, TEXT("Id")))
			message->id = value;
		else if (text_equal_nocase(name, TEXT("ImmutableId")))
			message->immutable_id = value;
		else if (text_equal_nocase(name, TEXT("InternetMessageId")))
			message->internet_message_id_raw = value;
	}
}

/* A value may itself hold "; ": only a name that is still due ends it. */
void
mia__powershell_parameter(struct decoder *d, struct mia_text text)
{
	struct mia_text name = TEXT_ABSENT, value = TEXT_ABSENT, old = TEXT_ABSENT, *last = NULL, n, v;

	if (!open_braces(&text))
		return;
	while (next_pair(&text, &n, &v)) {
		struct mia_text *due = text_equal_nocase(n, TEXT("Name")) ? &name
			: text_equal_nocase(n, TEXT("Value")) || text_equal_nocase(n, TEXT("NewValue"))
			? &value
			: text_equal_nocase(n, TEXT("OldValue")) ? &old
								 : NULL;
		if (due && v.ptr && !due->ptr) {
			*due = v;
			last = due;
		} else if (last) {
			last->len = (size_t)((v.ptr ? v.ptr + v.len : n.ptr + n.len) - last->ptr);
		}
	}
	mia__decode_parameter(d, name, value);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Does an argument begin at `at`? "-5" is a value. */
static bool
begins_argument(struct mia_text t, size_t at)
{
	return at + 1 < t.len && t.ptr[at] == '-' && ascii_lower((unsigned char)t.ptr[at + 1]) >= 'a' &&
		ascii_lower((unsigned char)t.ptr[at + 1]) <= 'z' && (at == 0 || is_blank(t.ptr[at - 1]));
}

/* Quotes inside a value are not escaped, so only one in front of the next
 * argument, or at the end, closes it. */
static bool
ends_quoted(struct mia_text t, size_t at)
{
	if (t.ptr[at] != '"')
		return false;
	for (at++; at < t.len && is_blank(t.ptr[at]); at++)
		;
	return at == t.len || begins_argument(t, at);
}

void
mia__powershell_arguments(struct decoder *d, struct mia_text text)
{
	for (size_t i = 0; i < text.len && !d->no_memory;) {
		size_t start = i + 1, end;
		struct mia_text name, value;
		if (!begins_argument(text, i)) {
			i++;
			continue;
		}
		for (i++; i < text.len && !is_blank(text.ptr[i]) && text.ptr[i] != ':'; i++)
			;
		name = (struct mia_text){ text.ptr + start, i - start };
		while (i < text.len && (is_blank(text.ptr[i]) || text.ptr[i] == ':'))
			i++;
		end = i;
		if (i < text.len && text.ptr[i] == '"') {
			for (end++; end < text.len && !ends_quoted(text, end); end++)
				;
			value = (struct mia_text){ text.ptr + i + 1, end - i - 1 };
			end += end < text.len;
		} else {
			while (end < text.len && !begins_argument(text, end))
				end++;
			value = text_trim((struct mia_text){ text.ptr + i, end - i });
		}
		mia__decode_parameter(d, name, value);
		i = end;
	}
}
