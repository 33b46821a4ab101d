/*
 * ConvertTo-Json cuts nested objects at depth 2 unless told otherwise and
 * leaves text: "@{Id=LgAAAA...; Path=\Inbox; FolderItems=System.Object[]}".
 * What is left is used; what is gone is flagged, never guessed.
 */
#include "base/text.h"
#include "event/decode.h"

/* The next "Name=Value" of "@{a=b; c=d}"; false at the end. */
static bool
next_pair(struct mia_text *rest, struct mia_text *name, struct mia_text *value)
{
	struct mia_text pair;
	ptrdiff_t at, eq;

	*rest = text_trim(*rest);
	if (rest->len == 0)
		return false;
	at = text_find(*rest, TEXT("; "));
	pair = (struct mia_text){ rest->ptr, at < 0 ? rest->len : (size_t)at };
	rest->ptr += pair.len + (at < 0 ? 0 : 2);
	rest->len -= pair.len + (at < 0 ? 0 : 2);
	eq = text_find(pair, TEXT("="));
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

/* Adds a folder; false where the text is none, or memory is short. */
static bool
add_folder(struct decoder *d, struct mia_text text)
{
	struct mia_text name, value;
	struct mia_folder *f;

	if (!open_braces(&text) || !decode_add_folder(d))
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
powershell_folder(struct decoder *d, struct mia_text text)
{
	d->flags |= MIA_FLAG_ITEMS_LOST;
	add_folder(d, text);
}

void
powershell_parent(struct decoder *d, struct mia_item *item, struct mia_text text)
{
	if (add_folder(d, text))
		item->folder = (uint32_t)(d->folder_count - 1);
}

void
powershell_item(struct decoder *d, struct mia_text text, bool under_folder)
{
	struct mia_text name, value;
	struct mia_item *item;
	int64_t n;

	if (!open_braces(&text)) {
		d->flags |= MIA_FLAG_ITEMS_LOST;
		return;
	}
	if (!decode_add_item(d))
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
		else if (text_equal_nocase(name, TEXT("SizeInBytes")) && number_parse(value, &n) && n >= 0)
			item->size_bytes = n;
		/* The subject may itself hold "; Id=...": what such a text says of
		 * the subject is not to be trusted. */
	}
}

/* "@{Value=Bind; Name=MailAccessType}", or the mailbox log's
 * "MailAccessType:Bind", several of them parted by commas, blanks or lines. */
void
powershell_property(struct decoder *d, struct mia_text text)
{
	struct mia_text rest = text, name = TEXT_ABSENT, value = TEXT_ABSENT, n, v;

	if (open_braces(&rest)) {
		while (next_pair(&rest, &n, &v)) {
			if (text_equal_nocase(n, TEXT("Name")))
				name = v;
			else if (text_equal_nocase(n, TEXT("Value")))
				value = v;
		}
		decode_property(d, name, value);
		return;
	}
	for (size_t i = 0; i < text.len;) {
		size_t start = i, colon;
		while (i < text.len && !strchr(",;{}[] \t\r\n\"", text.ptr[i]))
			i++;
		struct mia_text word = { text.ptr + start, i - start };
		const char *c = word.len ? memchr(word.ptr, ':', word.len) : NULL;
		i++;
		if (!c)
			continue;
		colon = (size_t)(c - word.ptr);
		decode_property(d, (struct mia_text){ word.ptr, colon }, (struct mia_text){ c + 1, word.len - colon - 1 });
	}
}
