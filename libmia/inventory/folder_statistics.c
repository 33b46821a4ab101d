/*
 * Get-MailboxFolderStatistics and Get-EXOMailboxFolderStatistics: folders with
 * counts, no messages. Microsoft's script for targeted collections shows that
 * FolderId is 64 characters of base64 with the folder's 24 bytes at the place
 * where the audit log has them: the ids are of one form and kept as they are.
 */
#include <string.h>

#include "base/text.h"
#include "inventory/inventory.h"

static bool
recognises(const struct table_row *row)
{
	return HAS(row, "folderpath") && HAS(row, "itemsinfolder");
}

/* "/Inbox/Sub" as the audit log writes it. A slash in a folder's name comes as
 * U+F8FF out of the cmdlet, since it parts the path there. */
static struct mia_text
folder_path(struct taking *t, struct mia_text path)
{
	char *out = mia__arena_take(t->arena, path.len);
	size_t n = 0;

	if (!out) {
		t->no_memory = true;
		return TEXT_ABSENT;
	}
	for (size_t i = 0; i < path.len; i++) {
		if (path.len - i >= 3 && memcmp(path.ptr + i, "\xef\xa3\xbf", 3) == 0) {
			out[n++] = '/';
			i += 2;
		} else {
			out[n++] = path.ptr[i] == '/' ? '\\' : path.ptr[i];
		}
	}
	return (struct mia_text){ out, n };
}

/*
 * Identity is "mailbox\path". What stands for the mailbox may be an address,
 * but also an alias, or a GUID that is that of the directory object and not of
 * the mailbox: then the owner, and ContentMailboxGuid, are better.
 */
static struct mia_text
mailbox_of(const struct taking *t)
{
	struct mia_text identity = COLUMN(t->row, "identity"),
			guid = COLUMN(t->row, "contentmailboxguid", "mailboxguid");
	const char *end = identity.len ? memchr(identity.ptr, '\\', identity.len) : NULL;
	struct mia_text name = { identity.ptr, end ? (size_t)(end - identity.ptr) : identity.len };

	if (mia__mail_address_is(name))
		return name;
	if (t->owner.len)
		return t->owner;
	if (mia__text_is_guid(guid))
		return guid;
	return name.len ? name : TEXT_ABSENT;
}

static const char *
take(struct taking *t)
{
	struct mia_inventory *in = t->inventory;
	struct mia_text path = COLUMN(t->row, "folderpath"), id = COLUMN(t->row, "folderid");
	struct inventory_folder f = { .row = in->rows, .place = t->row->place };

	if (!path.ptr && !id.ptr)
		return "no folder";
	f.items = mia__inventory_size_column(COLUMN(t->row, "itemsinfolder"));
	f.size_bytes = mia__inventory_size_column(COLUMN(t->row, "foldersize"));
	f.oldest = mia__inventory_time_column(t, COLUMN(t->row, "oldestitemreceiveddate"));
	f.newest = mia__inventory_time_column(t, COLUMN(t->row, "newestitemreceiveddate"));
	if (path.ptr)
		path = folder_path(t, path);
	t->no_memory |= !mia__intern_add(&in->texts, mailbox_of(t), &f.mailbox) ||
		!mia__intern_add(&in->texts, path, &f.path) || !mia__intern_add(&in->texts, id, &f.id) ||
		(in->folder_count == in->folder_cap &&
			!mia__grow(&in->a, &in->folders, &in->folder_cap, in->folder_count + 1,
				sizeof(*in->folders)));
	if (!t->no_memory)
		in->folders[in->folder_count++] = f;
	return NULL;
}

const struct inventory_format mia__inventory_folder_statistics = { MIA_INVENTORY_FOLDER_STATISTICS,
	recognises, take };
