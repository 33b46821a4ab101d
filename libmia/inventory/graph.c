/* Messages as Microsoft Graph lists them (resource type message), and the
 * cmdlets over it. */
#include <string.h>

#include "base/text.h"
#include "inventory/inventory.h"

static bool
recognises(const struct table_row *row)
{
	return HAS(row, "id") && HAS(row, "parentfolderid", "internetmessageid") &&
		HAS(row, "receiveddatetime", "sentdatetime", "parentfolderid") &&
		!HAS(row, "childfoldercount");
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/*
 * ...$metadata#users('anna.berg%40fjordlight.example')/messages: an address
 * names a mailbox; a GUID there is that of the directory object and does not.
 */
static struct mia_text
user_in_context(struct taking *t, struct mia_text context)
{
	ptrdiff_t at = context.len ? mia__text_find(context, TEXT("users('")) : -1;
	struct mia_text name;
	const char *end;
	size_t n = 0;
	char *out;

	if (at < 0)
		return TEXT_ABSENT;
	name = (struct mia_text){ context.ptr + at + 7, context.len - (size_t)at - 7 };
	end = memchr(name.ptr, '\'', name.len);
	if (!end)
		return TEXT_ABSENT;
	name.len = (size_t)(end - name.ptr);
	out = mia__arena_take(t->arena, name.len);
	if (!out) {
		t->no_memory = true;
		return TEXT_ABSENT;
	}
	for (size_t i = 0; i < name.len; i++) {
		int high = i + 2 < name.len ? hex(name.ptr[i + 1]) : -1,
		    low = high >= 0 ? hex(name.ptr[i + 2]) : -1;
		if (name.ptr[i] == '%' && low >= 0) {
			out[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[n++] = name.ptr[i];
		}
	}
	name = (struct mia_text){ out, n };
	return mia__mail_address_is(name) ? name : TEXT_ABSENT;
}

/* What a cell says of a recipient. */
enum piece { NO_RECIPIENT, ADDRESS, NAME };

static enum piece
piece_of(struct mia_text name)
{
	static const char *const addresses[] = { "torecipientsemailaddressaddress",
		"ccrecipientsemailaddressaddress", "bccrecipientsemailaddressaddress" };
	static const char *const names[] = { "torecipientsemailaddressname", "ccrecipientsemailaddressname",
		"bccrecipientsemailaddressname" };

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
		if (mia__inventory_name_is(name, addresses[i]))
			return ADDRESS;
		if (mia__inventory_name_is(name, names[i]))
			return NAME;
	}
	return NO_RECIPIENT;
}

/* Cells do not say where an object ends; Graph writes the name in front of the
 * address. Where that is not so, whose name it is cannot be told. */
static void
add_recipients(struct buf *to, const struct table_row *row)
{
	for (size_t i = 0, before = row->count; i < row->count; i++) {
		enum piece piece = piece_of(row->cells[i].name);
		if (piece == ADDRESS) {
			struct people people = { .left = row->cells[i].value };
			struct person person;
			while (mia__mail_person_next(&people, &person)) {
				if (before < row->count && piece_of(row->cells[before].name) == NAME &&
					!people.left.len)
					person.name = mia__mail_person_name(row->cells[before].value,
						person.address);
				mia__mail_address_add(to, person);
			}
		}
		if (piece != NO_RECIPIENT)
			before = i;
	}
}

static const char *
take(struct taking *t)
{
	const struct table_row *row = t->row;
	struct mia_text by_item = TEXT_ABSENT, by_folder = TEXT_ABSENT, context = COLUMN(row, "odatacontext");
	struct buf to;
	struct draft d = {
		.message_id = mia__inventory_message_id_column(t, COLUMN(row, "internetmessageid")),
		.subject = COLUMN(row, "subject"),
		.sender = mia__mail_address_in(
			COLUMN(row, "fromemailaddressaddress", "senderemailaddressaddress")),
		.size_bytes = MIA_SIZE_UNKNOWN, /* the resource has none */
	};

	t->no_memory |= !mia__inventory_id_from_graph(t->arena, COLUMN(row, "id"), &d.item_id, &by_item) ||
		!mia__inventory_id_from_graph(t->arena, COLUMN(row, "parentfolderid"), &d.folder_id,
			&by_folder);
	d.received = mia__inventory_time_column(t, COLUMN(row, "receiveddatetime"));
	d.mailbox = user_in_context(t, context.ptr ? context : row->page);
	if (!d.mailbox.ptr)
		d.mailbox = t->owner.len ? t->owner : by_folder.ptr ? by_folder : by_item;
	d.sender_name = mia__mail_person_name(HAS(row, "fromemailaddressaddress")
			? COLUMN(row, "fromemailaddressname")
			: COLUMN(row, "senderemailaddressname"),
		d.sender);
	mia__buf_init(&to, &t->inventory->a);
	add_recipients(&to, row);
	d.recipients = mia__inventory_keep_recipients(t, &to);
	mia__inventory_add_item(t, MIA_INVENTORY_GRAPH, &d);
	return NULL;
}

const struct inventory_format mia__inventory_graph = { MIA_INVENTORY_GRAPH, recognises, take };
