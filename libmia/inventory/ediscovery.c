/*
 * Item lists of eDiscovery: the Results report of the classic content search
 * ("Subject or Title", "Recipients in To line"), metadata of a review set
 * ("Email_message_ID", "Compound_path"), Items.csv of the new portal. The
 * columns vary with tool, version and export options; each value is looked for
 * under all names that are known for it. docs/inventories.md says which of them
 * Microsoft documents and which are assumed.
 */
#include <string.h>

#include "base/text.h"
#include "inventory/inventory.h"

static bool
recognises(const struct table_row *row)
{
	return HAS(row, "subjectortitle", "subjecttitle", "subject", "emailsubject") &&
		HAS(row, "locationname", "location", "compoundpath", "originalpath", "custodian",
			"itemidentity") &&
		HAS(row, "senderorcreatedby", "senderauthor", "sender", "emailsender", "internetmessageid",
			"emailmessageid");
}

static bool
is_separator(char c)
{
	return c == '\\' || c == '/';
}

/*
 * The folder in "anna@x, Primary, GUID\anna@x (Primary)\Top of Information
 * Store\Inbox\Sub": what follows the root that all folders of people lie in.
 * A path to the item itself ends in the item's name.
 */
static struct mia_text
folder_in(struct taking *t, struct mia_text path, struct mia_text subject)
{
	static const char root[] = "Top of Information Store";
	ptrdiff_t at = path.len ? mia__text_find_nocase(path, text_of(root)) : -1;
	struct mia_text folder;
	char *out;

	if (at < 0)
		return TEXT_ABSENT;
	folder = (struct mia_text){ path.ptr + at + sizeof(root) - 1,
		path.len - (size_t)at - (sizeof(root) - 1) };
	for (size_t i = folder.len; i-- > 0;) {
		struct mia_text last = { folder.ptr + i + 1, folder.len - i - 1 };
		if (!is_separator(folder.ptr[i]))
			continue;
		bool file = last.len > 4 &&
			(text_equal_nocase((struct mia_text){ last.ptr + last.len - 4, 4 }, TEXT(".msg")) ||
				text_equal_nocase((struct mia_text){ last.ptr + last.len - 4, 4 },
					TEXT(".eml")));
		if (last.len == 0 || file || (subject.len && text_equal(last, subject)))
			folder.len = i;
		break;
	}
	if (folder.len == 0 || !is_separator(folder.ptr[0]))
		return TEXT_ABSENT;
	out = mia__arena_take(t->arena, folder.len);
	if (!out) {
		t->no_memory = true;
		return TEXT_ABSENT;
	}
	for (size_t i = 0; i < folder.len; i++)
		out[i] = is_separator(folder.ptr[i]) ? '\\' : folder.ptr[i];
	return (struct mia_text){ out, folder.len };
}

/* The address that a path begins with. */
static struct mia_text
mailbox_in(struct mia_text path)
{
	size_t n = 0;

	while (n < path.len && path.ptr[n] != ',' && path.ptr[n] != ' ' && !is_separator(path.ptr[n]))
		n++;
	return (struct mia_text){ path.ptr, n };
}

static struct mia_text
mailbox_of(const struct taking *t, struct mia_text path)
{
	struct mia_text candidates[] = { COLUMN(t->row, "locationname"), COLUMN(t->row, "location"),
		COLUMN(t->row, "mailbox"), mailbox_in(path), COLUMN(t->row, "custodian") };

	for (size_t i = 0; i < sizeof(candidates) / sizeof(*candidates); i++) {
		struct mia_text address =
			candidates[i].len ? mia__mail_address_in(candidates[i]) : TEXT_ABSENT;
		if (mia__mail_address_is(address))
			return address;
	}
	return t->owner.len ? t->owner : TEXT_ABSENT;
}

static const char *
take(struct taking *t)
{
	static const char *const lines[][4] = {
		{ "toexpanded", "recipientsintoline", "emailto", "to" },
		{ "ccexpanded", "recipientsinccline", "emailcc", "cc" },
		{ "bccexpanded", "recipientsinbccline", "emailbcc", "bcc" },
	};
	const struct table_row *row = t->row;
	struct mia_text path = COLUMN(row, "originalpath", "compoundpath"), class = COLUMN(row, "fileclass");
	struct person sender = mia__mail_person_in(
		COLUMN(row, "senderorcreatedby", "emailsender", "sender", "senderauthor"));
	struct buf to;
	struct draft d = {
		.message_id = mia__inventory_message_id_column(t,
			COLUMN(row, "internetmessageid", "emailmessageid", "messageid")),
		.item_id = COLUMN(row, "itemidentity", "immutableid", "documentid", "fileid"),
		.subject = COLUMN(row, "subjectortitle", "subjecttitle", "emailsubject", "subject"),
		.sender = sender.address,
		.sender_name = sender.name,
		.size_bytes = mia__inventory_size_column(
			COLUMN(row, "nativesize", "nativefilesize", "sizebytes", "size")),
	};

	if (class.ptr && !text_equal_nocase(class, TEXT("Email")))
		return "no message, by its file class";
	if (!d.message_id.ptr && !d.item_id.ptr && !d.subject.ptr && !t->no_memory)
		return "no message: neither an id nor a subject";
	d.received = mia__inventory_time_column(t,
		COLUMN(row, "emaildatereceived", "receivedorcreated", "received", "datereceived"));
	d.mailbox = mailbox_of(t, path);
	d.folder_path = folder_in(t, path, d.subject);
	mia__buf_init(&to, &t->inventory->a);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		mia__mail_addresses_add(&to, COLUMN(row, lines[i][0], lines[i][1], lines[i][2], lines[i][3]));
	if (to.len == 0)
		mia__mail_addresses_add(&to, COLUMN(row, "emailrecipients", "recipients"));
	d.recipients = mia__inventory_keep_recipients(t, &to);
	mia__inventory_add_item(t, MIA_INVENTORY_EDISCOVERY, &d);
	return NULL;
}

const struct inventory_format mia__inventory_ediscovery = { MIA_INVENTORY_EDISCOVERY, recognises, take };
